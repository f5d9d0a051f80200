"""Indicators in the form in which two documents' words for the same thing meet."""

from __future__ import annotations

import re
from functools import lru_cache

from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import builtin_synonyms

_MARKS = re.compile(r"[\W_]+")
# When and for whom a figure holds is said by its period and place.
_BEFORE = re.compile(
    r"(?:截[至止]|[到至]|(?:(?:19|20)?[0-9]{2}|[〇零一二三四五六七八九]{2,4})年(?:[0-9]{1,2}月)?"
    r"|[年月季期](?=[底末初中])|[底末初](?!中|级|期|步)|(?:全|当|上|去|今|本|前|同)年|年度"
    r"|(?:全|我|本)[国省市县区州盟旗镇乡村](?!民)|累计|共有?|现有|总共|一共|其中|已经?)+"
)
# What these measure is a total anyhow: 粮食总产量 and 粮食产量 are one.
_TOTAL = re.compile(r"总(?=产量|人口|里程|面积|长度)")
_AFTER = re.compile(r"(?:达到?了?|为|是|约|共|近|超过|实现|完成)+$")


@lru_cache(maxsize=1)
def _spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every word of the list of synonyms, and the first of its group."""
    first = {word: group[0] for group in builtin_synonyms().groups for word in group}
    longest_first = sorted(first, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), first


@lru_cache(maxsize=100_000)
def indicator_form(indicator: str) -> str:
    """Fold an indicator so that wordings of the same thing become equal.

    The search form without marks and blanks, synonyms replaced by the first of their
    group, words of time and scope at its ends left out: ``"2011年全县GDP"`` and
    ``"国内生产总值"`` meet. Empty when nothing is left.
    """
    bare = _MARKS.sub("", search_form(indicator))
    before = _BEFORE.match(bare)
    if before and before.end() < len(bare):
        bare = bare[before.end() :]
    after = _AFTER.search(bare)
    if after and after.start() > 0:
        bare = bare[: after.start()]
    pattern, first = _spellings()
    return pattern.sub(lambda match: first[match.group()], _TOTAL.sub("", bare))
