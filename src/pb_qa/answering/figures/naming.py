"""Whether a figure's surroundings have any word of what is asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.coverage import grams
from pb_qa.text.synonyms import figure_synonyms

LEAD: Final = 200
# What is said of anything that is counted tells nothing apart.
_OF_ANYTHING: Final = re.compile(
    "总量|总数|总额|规模|人数|数量|金额|数额|全国|我国|全区|全省|中国|一共|一年|全年|平均|实际"
    "|最[多少高低大小]|计划|目标|打算|生产|产量|安排|达到?|完成|实现|发生|进行|国家|下降|增长"
    "|同一|同样|一般|每[日天次]|期限|时[间限候]|规定|应[当该]|可以|必须|不得|需要|增加|提高|年底|期末|多少|新增?|总(?![^a-z])|[从到比各于和跟与给被把的了着过年月日有亿万元吨]|人$"
)
# Goods of one character, which make no pair of their own.
_GOODS: Final = frozenset("钢煤粮棉油铁电布糖肉鱼茶")


def words_of_the_thing(variants: Sequence[str], ask: Ask) -> frozenset[str]:
    """What names the thing asked about, in all its wordings, without what is said of anything.

    Parameters
    ----------
    variants
        The whole question's words in its wordings.
    """
    synonyms = figure_synonyms()
    wordings = (*variants, *synonyms.variants(ask.words), *synonyms.variants(ask.key))
    pairs = {
        gram
        for wording in wordings
        for gram in grams(_OF_ANYTHING.sub(" ", wording))
        if len(gram) > 1 or gram.isascii()
    }
    return frozenset(pairs | _GOODS.intersection(ask.words + ask.key)) if pairs else frozenset()


def names_the_thing(words: frozenset[str], candidate: Candidate) -> bool:
    """Whether sentence, lead or title have any of the words; true where there are none.

    2013年底全国网民规模 is not answered by the 国内生产总值 of 2013.
    """
    said = "\n".join(
        (candidate.sentence, candidate.clause, candidate.around[-LEAD:], candidate.title)
    )
    return not words or any(word in said for word in words)


def begins_alike(ask: Ask, said: str, is_known: Callable[[str], bool]) -> bool:
    """Whether what is said of a figure has the word with which the name of the thing begins.

    公路通车里程 is no 铁路通车里程, however many words they share.

    Parameters
    ----------
    is_known
        Whether any candidate has a word; those that none has tell nothing apart.
    """
    begun = False
    for wording in figure_synonyms().variants(ask.words):
        named = [gram for gram in grams(_OF_ANYTHING.sub(" ", wording)) if is_known(gram)]
        begun = begun or bool(named)
        if named and (named[0] in said or _is_short_for(named[0], said)):
            return True
    return not begun


def begins_unknown(ask: Ask, is_known: Callable[[str], bool]) -> bool:
    """Whether no candidate has the word with which the name of what is counted begins.

    50个用户 is no number of 手机用户, where nothing speaks of 手机.
    """
    beginnings = [
        named[0]
        for wording in figure_synonyms().variants(ask.key)
        if (named := [g for g in grams(_OF_ANYTHING.sub(" ", wording)) if len(g) > 1])
    ]
    return bool(beginnings) and not any(is_known(gram) for gram in beginnings)


def _is_short_for(word: str, said: str) -> bool:
    """Whether a word of two characters is short for one that is said: 高校, 高等学校."""
    return len(word) == 2 and re.search(f"{word[0]}[一-龥]{{1,2}}{word[1]}", said) is not None
