"""Two things named in one question: 城镇居民收入比农村居民高多少, 原煤和生铁一共多少."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.contents import content_of
from pb_qa.answering.figures.coverage import grams
from pb_qa.answering.figures.fitting import fit_of_period
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.operands import usable
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.periods import find_moments

_THING: Final = "[^，。,;；?？]{2,24}?"
_JOINED: Final = re.compile(
    f"(?P<one>{_THING})(?:[和与跟及比]|以及)(?P<other>{_THING})"
    "(?=之?(?:相差|差距|差|合计|一共|总共|加起来|加在一起|之和|共)|[多少高低长短大小快慢](?:了|出)?(?:多少|几))"
)
# 比上年高多少 names no second thing.
_NO_THING: Final = re.compile(
    "上年|去年|前年|同期|年初|上月|以前|之前|原来|计划|预算|目标|平均|全国"
)
_AMONG: Final = 12
_TIMELY_FROM: Final = 0.5
_PER_LOGIT: Final = 0.05


def two_things_in(text: str) -> tuple[str, str] | None:
    """The two things that a question, in search form, joins and asks for together."""
    joined = _JOINED.search(text)
    if joined is None or _NO_THING.search(joined["other"]):
        return None
    return joined["one"], joined["other"]


def named_pair(
    question: FigureQuestion, matcher: Matcher, things: tuple[str, str], least: float = 0.0
) -> tuple[Match, Match] | None:
    """A figure for each of two things, of one time, unit and document.

    Parameters
    ----------
    least
        How much more of its own words than of the other's each must have, between 0 and 1.
    """
    contents = [content_of(t, find_moments(t, None), question.places) for t in things]
    one, other = (_grams_of(content) for content in contents)
    one, other = one - other, other - one
    if not one or not other:
        return None
    first_ones, second_ones = (_timely(question, matcher, content) for content in contents)
    best: tuple[float, Match, Match] | None = None
    for first, second in product(first_ones, second_ones):
        fit = _fit(first, one, other), _fit(second, other, one)
        worth = sum(fit) + _PER_LOGIT * (first.score + second.score)
        told = min(fit) > least and _go_together(first, second)
        if told and (best is None or worth > best[0]):
            best = worth, first, second
    return (best[1], best[2]) if best else None


def _timely(question: FigureQuestion, matcher: Matcher, content: str) -> list[Match]:
    ask = Ask(content, "", share=False, change=False)
    rating = usable(matcher, ask)
    if question.periods:
        rating = [m for m in rating if fit_of_period(question.periods, m.candidate) >= _TIMELY_FROM]
    return rating[:_AMONG]


def _grams_of(content: str) -> set[str]:
    return {gram for wording in figure_synonyms().variants(content) for gram in grams(wording)}


def _fit(match: Match, own: set[str], another: set[str]) -> float:
    """How much more of its own words than of the other's a figure's clause has."""
    clause = match.candidate.clause
    return sum(g in clause for g in own) / len(own) - sum(g in clause for g in another) / len(
        another
    )


def _go_together(first: Match, second: Match) -> bool:
    a, b = first.candidate.found.figure, second.candidate.found.figure
    return (
        a.base_unit == b.base_unit
        and a.measure is b.measure
        and a.document_id == b.document_id
        and a.number_start != b.number_start
        and (a.period.start, a.period.end) == (b.period.start, b.period.end)
    )
