"""Lists: which sentence opens them, which items belong to it, and whether they are about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.fitting import Surroundings
from pb_qa.answering.question import Question, content_grams
from pb_qa.answering.reader import RankedSentence

_MOST_SENTENCES: Final = 8
_MOST_ITEMS: Final = 16
_INTRODUCES: Final = re.compile(
    r"(?:如下|以下|下列|包括|分别是|主要有)[^。]{0,12}$|(?:下列|以下|如下)[^。]{0,24}[:：]$|[:：]$"
)
_ANNOUNCES: Final = re.compile(r"(?:下列|以下|如下)[^。]{0,40}[:：]$")
_ITEM: Final = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）.、．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[、,，]|[-•·●○▪①-⑳])"
)
_FIRST_ITEM: Final = re.compile(r"^(?:[(（]?[一1][)）.、．]|一是|第一[、,，]|①)")
# 处分有哪几种: what sorts there are is said in one breath.
_ASKS_SORTS: Final = re.compile(
    "(?:哪?几|哪些|什么|多少)[个大]?(?:种|类|等次|类型|种类|类别|级别|形式|方式|档)|种类|类别|类型|分为(?:哪|几|什么)"
)
_STATES_SORTS: Final = re.compile(
    "(?:划?分为|分成|种类[有为是]|类别[有为是]|包括|依次为|是指|有[二两三四五六七八九十][种类个]"
    "|[二两三四五六七八九十](?:种|类|个等次))"
)
_SERIES: Final = re.compile(
    "[^、，。]{1,14}(?:、[^、，。]{1,14}){1,}|[^、，。]{1,14}和[^、，。]{1,14}"
)
# Of the words asked for, by their number of pairs, those that have to be said.
_SUBJECT_FROM: Final = 0.33
_WHOLE_FROM: Final = 0.75
_OWN_FROM: Final = 0.2
_LEAD_WITHIN: Final = 800
# What any text may be called that lists something.
_GENERAL: Final = re.compile(
    "措施|规定|内容|要求|情形|情况|方面|办法|做法|条件|人员?|事项|原则|任务|工作|问题|种|类|项|条|个"
    "|形式|方式|途径|活动|机制|制度|政策|具体|主要|哪些|列出|所有|全部|都|有|分(?:为|成|(?![\u3400-\u9fff]))"
)
# 有哪些权利: the noun that ends such a question is what each item has to be.
_NOUN_ASKED_FOR: Final = re.compile(
    "(?:[有要带交]|提[供交]|准备|具备|符合|履行)哪(?:些|几[个种类项条]|[几些]方面)的?([一-鿿]{2,6})[?？]?$"
)
_JOINTS: Final = re.compile("说的是|指的是|[的了是在和与及或被把将为对从到说指]|[0-9年]+")


def is_about(variants: Sequence[Question], ranked: RankedSentence) -> bool:
    """Whether a sentence, with its headings and what stands before, names what is listed.

    Words that any list is asked for with, 措施 or 规定, name nothing.
    """
    described = ranked.placed.described
    around = Surroundings.of(ranked.placed.found, described.passage)
    near = "\n".join((described.passage, around.document))
    for question in variants:
        pairs = _subject_pairs(question)
        if not pairs:
            return True
        if not _names_the_sort(question, near):
            continue
        own = sum(pair in described.sentence for pair in pairs) / len(pairs)
        together = sum(pair in near for pair in pairs) / len(pairs)
        said_before = together >= _WHOLE_FROM or _ITEM.match(described.sentence) is not None
        if together >= _SUBJECT_FROM and (own >= _OWN_FROM or said_before):
            return True
    return False


def _names_the_sort(question: Question, near: str) -> bool:
    """Whether the noun after 哪些, where it says more than 措施, stands near the sentence."""
    asked = _NOUN_ASKED_FOR.search(question.text)
    noun = _GENERAL.sub("", asked[1])[-2:] if asked else ""
    return len(noun) < 2 or noun in near


def _subject_pairs(question: Question) -> list[str]:
    words = "\n".join(question.content)
    named = _GENERAL.sub("\n", _JOINTS.sub("\n", words)).split("\n")
    pairs = {piece[i : i + 2] for piece in named for i in range(len(piece) - 1)}
    return [pair for pair in content_grams(question, 2) if pair in pairs]


def opened_first(
    question: Question, fitting: Sequence[RankedSentence], close: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """The close sentences, with the one that opens the list or names the sorts put first.

    Parameters
    ----------
    fitting
        All sentences that may answer, best first.
    """
    if _ASKS_SORTS.search(question.text):
        sorts = next((one for one in close if names_the_sorts(question, one)), None)
        sorts = sorts or next((one for one in fitting if _divides(question, one)), None)
        if sorts is not None:
            return [sorts, *(one for one in close if one is not sorts)]
    first, pairs = close[0], _subject_pairs(question)
    announcing = _announcing(question, fitting, first)
    if announcing is not None:
        return [announcing, *(one for one in close if one is not announcing)]
    if _ITEM.match(first.placed.described.sentence):
        before = [
            one
            for one in fitting
            if one.placed.found.document.id == first.placed.found.document.id
            and 0 < first.placed.start - one.placed.start <= _LEAD_WITHIN
            and _INTRODUCES.search(one.placed.described.sentence)
            and any(pair in one.placed.described.sentence for pair in pairs)
        ]
        if before:
            lead = max(before, key=lambda one: one.placed.start)
            return [lead, *(one for one in close if one is not lead)]
    return list(close)


def opens_a_list(question: Question, ranked: RankedSentence) -> bool:
    """Whether a sentence announces a list, is an item of one, or names the sorts asked for."""
    sentence = ranked.placed.described.sentence
    return (
        _INTRODUCES.search(sentence) is not None
        or _ITEM.match(sentence) is not None
        or names_the_sorts(question, ranked)
    )


def _announcing(
    question: Question, fitting: Sequence[RankedSentence], first: RankedSentence
) -> RankedSentence | None:
    """The sentence that announces the list asked for, in at least as many of the asked words.

    公务员享有下列权利： rather than 公务员的义务、权利和管理，适用本法。
    """
    pairs = [pair for pair in content_grams(question, 2) if not _JOINTS.search(pair)]

    def said(one: RankedSentence) -> int:
        return sum(pair in one.placed.described.sentence for pair in pairs)

    if not pairs or _ANNOUNCES.search(first.placed.described.sentence):
        return None
    least = max(said(first), _WHOLE_FROM * len(pairs))
    announcing = [
        one
        for one in fitting
        if _ANNOUNCES.search(one.placed.described.sentence) and said(one) >= least
    ]
    # Of equals the one that says least besides: it is about nothing else.
    return min(announcing, key=lambda one: (-said(one), len(one.placed.text)), default=None)


def _divides(question: Question, ranked: RankedSentence) -> bool:
    """Whether a sentence says of the very thing asked about into which sorts it falls."""
    pairs = _subject_pairs(question)
    if not pairs:
        return False
    divided = rf"{re.escape(pairs[-1])}(?:划?分为|分成|的种类(?:有|为|是|包括))[:：]?"
    sentence = ranked.placed.described.sentence
    stated = re.search(divided, sentence)
    return stated is not None and _SERIES.match(sentence, stated.end()) is not None


def names_the_sorts(question: Question, ranked: RankedSentence) -> bool:
    sentence = ranked.placed.described.sentence
    pairs = _subject_pairs(question)
    stated = _STATES_SORTS.search(sentence)
    return (
        stated is not None
        and _SERIES.search(sentence, stated.start()) is not None
        and bool(pairs)
        and pairs[-1] in sentence
    )


def listed(
    question: Question, fitting: Sequence[RankedSentence], close: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """The items that a leading sentence announces, or all sentences that match well."""
    first = close[0]
    named = names_the_sorts(question, first) or _divides(question, first)
    if _ASKS_SORTS.search(question.text) and named:
        return [first]
    if _INTRODUCES.search(first.placed.described.sentence):
        return [first, *_items(first, fitting)][:_MOST_ITEMS]
    about = _asked_about(question, first)
    alike = [
        ranked
        for ranked in close[1:]
        if any(pair in ranked.placed.described.sentence for pair in about)
    ]
    return [first, *alike][:_MOST_SENTENCES]


def _items(first: RankedSentence, fitting: Sequence[RankedSentence]) -> list[RankedSentence]:
    """The items after a sentence, up to where the next list begins."""
    following = sorted(
        (
            ranked
            for ranked in fitting
            if ranked.placed.found.document.id == first.placed.found.document.id
            and ranked.placed.start > first.placed.start
        ),
        key=lambda ranked: ranked.placed.start,
    )
    items: list[RankedSentence] = []
    for ranked in following:
        sentence = ranked.placed.described.sentence
        if items and (_FIRST_ITEM.match(sentence) or _INTRODUCES.search(sentence)):
            break
        if _ITEM.match(sentence):
            items.append(ranked)
    return items


def _asked_about(question: Question, first: RankedSentence) -> set[str]:
    """Pairs of characters beside the asking word; of them those that the first sentence has."""
    sides = (question.before, question.after)
    pairs = {side[i : i + 2] for side in sides for i in range(len(side) - 1)}
    own = {pair for pair in pairs if pair in first.placed.described.sentence}
    return own or {p for p in content_grams(question, 2) if p in first.placed.described.sentence}
