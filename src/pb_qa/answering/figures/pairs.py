"""Several things named in one question: 城镇居民收入比农村居民高多少, 原煤和生铁一共多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, product
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.contents import content_of
from pb_qa.answering.figures.coverage import grams
from pb_qa.answering.figures.fitting import fit_of_period
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.operands import usable
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.periods import find_moments

_THING: Final = "[^，。,;；?？]{2,24}?"
_JOINED: Final = re.compile(
    f"(?P<one>{_THING})(?:[和与跟及]|比(?![重例])|以及)(?P<other>{_THING})"
    "(?=之?(?:相差|差距|差|合计|一共|总共|加起来|加在一起|之和|共)|[多少高低长短大小快慢](?:了|出)?(?:多少|几))"
)
# 比上年高多少 names no second thing.
_NO_THING: Final = re.compile(
    "上年|去年|前年|同期|年初|上月|以前|之前|原来|计划|预算(?![内外])|目标|平均|全国"
)
_SHORTEST_THING: Final = 2
_AMONG: Final = 12
_AMONG_MANY: Final = 6
_MOST_THINGS: Final = 4
_TIMELY_FROM: Final = 0.5
_PER_LOGIT: Final = 0.05
# 38次（其中大陆地区26次）
_BRACKET: Final = re.compile("[（(]")


def two_things_in(text: str) -> tuple[str, str] | None:
    """The two things that a question, in search form, joins and asks for together."""
    joined = _JOINED.search(text)
    if joined is None or _NO_THING.search(joined["other"]):
        return None
    other = joined["other"]
    if len(content_of(other, find_moments(other, None), ())) < _SHORTEST_THING:
        return None  # 比2002年提高
    return joined["one"], joined["other"]


def named_figures(
    question: FigureQuestion, matcher: Matcher, things: Sequence[str], least: float = 0.0
) -> tuple[Match, ...] | None:
    """A figure for each of several things, all of one time, unit and document.

    Parameters
    ----------
    least
        How much more of its own words than of the other's each must have, between 0 and 1.
    """
    contents = [content_of(t, find_moments(t, None), question.places) for t in things]
    wordings = [_wordings_of(content) for content in contents]
    every = [set[str]().union(*some) for some in wordings]
    shared = set[str]().union(*(a & b for a, b in combinations(every, 2)))
    own = [[words - shared for words in some if words - shared] for some in wordings]
    if not all(own) or len(things) > _MOST_THINGS:
        return None
    among = _AMONG if len(things) == 2 else _AMONG_MANY
    best: tuple[float, tuple[Match, ...]] | None = None
    for chosen in product(*(_timely(question, matcher, content)[:among] for content in contents)):
        if not all(_go_together(a, b) for a, b in combinations(chosen, 2)):
            continue
        fits = [_fit(match, own, index) for index, match in enumerate(chosen)]
        worth = sum(fits) + _PER_LOGIT * sum(match.score for match in chosen)
        if min(fits) > least and (best is None or worth > best[0]):
            best = worth, chosen
    return best[1] if best else None


def _timely(question: FigureQuestion, matcher: Matcher, content: str) -> list[Match]:
    ask = Ask(content, "", share=False, change=False)
    rating = usable(matcher, ask)
    if question.periods:
        rating = [m for m in rating if fit_of_period(question.periods, m.candidate) >= _TIMELY_FROM]
    return rating


def _wordings_of(content: str) -> list[set[str]]:
    return [set(grams(wording)) for wording in figure_synonyms().variants(content)]


def _fit(match: Match, own: Sequence[Sequence[set[str]]], index: int) -> float:
    """How much more of its own words than of any other's a figure's clause has.

    Parameters
    ----------
    own
        For each thing its words, in each of its wordings.
    """
    clause = _own_clause(match)
    said = [max(sum(g in clause for g in words) / len(words) for words in some) for some in own]
    return said[index] - max(share for other, share in enumerate(said) if other != index)


def _own_clause(match: Match) -> str:
    """A figure's indicator with the words around it that are no other figure's."""
    candidate = match.candidate
    name = search_form(candidate.found.figure.indicator)
    after = _BRACKET.split(candidate.after)[0]
    if name and after.startswith(name[:2]):
        # 786所县医院、285所县中医院: what stands before is the name of the figure before.
        return f"{name}\n{after}"
    return f"{name}\n{candidate.before}\n{after}"


def _go_together(first: Match, second: Match) -> bool:
    a, b = first.candidate.found.figure, second.candidate.found.figure
    return (
        a.base_unit == b.base_unit
        and a.measure is b.measure
        and a.document_id == b.document_id
        and a.number_start != b.number_start
        and (a.period.start, a.period.end) == (b.period.start, b.period.end)
    )
