"""What answers a question about figures: figures, a reckoning, or what there is instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion, Reckoning, taken_apart
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.choosing import (
    at_all_times,
    choose,
    fits,
    name_of,
    slots_of,
)
from pb_qa.answering.figures.extremes import ExtremeQuestion, compared, note_on
from pb_qa.answering.figures.fitting import part_only
from pb_qa.answering.figures.kinds import of_other_kinds
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.ranking import RankedFigures, rank_sentences
from pb_qa.answering.figures.reckoning import Reckoned, difference, total
from pb_qa.answering.figures.shares import (
    grown_in_a_year,
    growth,
    is_of_another_part,
    part_and_whole,
    share_of_whole,
    states_growth,
)
from pb_qa.answering.figures.trusting import is_possible, trusted

_NEAREST_FROM: Final = 0.25
_NEAREST_SAID_FROM: Final = 0.5
_OFFER_FROM: Final = 0.60
_OFFER_NAMED_FROM: Final = 0.80
# 每半年 answers how often, and states no figure: sentences may know.
_HOW_LONG: Final = re.compile("多久|多长")


class Outcome(StrEnum):
    """How a question is answered."""

    FIGURES = "figures"
    RECKONED = "reckoned"
    INSTEAD = "instead"
    NEAREST = "nearest"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to answer, before it is put in words.

    Attributes
    ----------
    matches
        The figures to show, the one asked for first.
    reckoned
        With ``RECKONED`` only.
    """

    outcome: Outcome
    matches: tuple[Match, ...] = ()
    reckoned: Reckoned | None = None
    notes: tuple[str, ...] = ()


def decide_extreme(extreme: ExtremeQuestion, matcher: Matcher) -> Decision | None:
    """The highest or lowest with what it was compared with; None where there is nothing."""
    chosen = compared(extreme, rank_sentences(matcher, extreme.plain.asks[:1]))
    if not chosen:
        return None
    return Decision(Outcome.FIGURES, tuple(chosen), notes=(note_on(extreme, chosen),))


def decide(question: FigureQuestion, matcher: Matcher) -> Decision | None:
    """What the candidates say to a question; None when that is left to others."""
    if question.reckoning is not None and len(question.asks) == 1:
        reckon = difference if question.reckoning is Reckoning.DIFFERENCE else total
        result = reckon(question, matcher)
        if result is not None:
            return Decision(Outcome.RECKONED, reckoned=result)
        question = taken_apart(question)
    slots = slots_of(question)
    ranked = rank_sentences(matcher, slots)
    if not ranked:
        return None
    if len(question.asks) == 1 and not grown_in_a_year(question):
        grown = growth(question, matcher)
        if grown is not None and not any(
            states_growth(match, question) for match in ranked[0].matches[0][:1]
        ):
            return Decision(Outcome.RECKONED, reckoned=grown)
    chosen = choose(ranked, question, slots)
    likely = trusted(chosen, slots, matcher, question)
    sure = [match for match in likely if match is not None]
    share = part_and_whole(question) if len(slots) == 1 else None
    if share and sure and is_of_another_part(sure[0], question, share):
        sure = []
    if sure:
        return _found(sure, likely, ranked, slots, question)
    if _HOW_LONG.search(question.text) and not question.periods:
        return None
    if len(question.asks) == 1:
        result = share_of_whole(question, matcher) or growth(question, matcher)
        if result is not None:
            return Decision(Outcome.RECKONED, reckoned=result)
    return _missing(question, ranked, chosen, slots, matcher)


def _found(
    sure: Sequence[Match],
    likely: Sequence[Match | None],
    ranked: Sequence[RankedFigures],
    slots: Sequence[Ask],
    question: FigureQuestion,
) -> Decision:
    """The figures that answer, and which of those asked for are not among them."""
    if len(slots) == 1:
        everywhere = at_all_times(sure[0], ranked, question)
        kinds = of_other_kinds(sure[0], ranked, question)
        if kinds and len(everywhere) == 1:
            everywhere = sorted([*everywhere, *kinds], key=_place)
        stated = [match.candidate.found.figure.period for match in everywhere]
        remark = "" if question.from_to else part_only(question.periods, stated)
        return Decision(Outcome.FIGURES, tuple(everywhere), notes=(remark,) if remark else ())
    missing = [
        name_of(slot, question) for match, slot in zip(likely, slots, strict=True) if match is None
    ]
    notes = (f"没有找到{'、'.join(missing)}的数据。",) if missing else ()
    return Decision(Outcome.FIGURES, tuple(sure), notes=notes)


def _place(match: Match) -> int:
    return match.candidate.found.figure.number_start


def _missing(
    question: FigureQuestion,
    ranked: Sequence[RankedFigures],
    chosen: Sequence[Match | None],
    slots: Sequence[Ask],
    matcher: Matcher,
) -> Decision:
    """What there is of another time or place, or what comes nearest."""
    ask = question.asks[0]
    for best in (sentence.best[0] for sentence in ranked):
        named = best.stated >= _OFFER_FROM or (ask.key and best.keyed >= _OFFER_NAMED_FROM)
        if named and best.unit_fit >= 0 and not fits(best, ask, question):
            return Decision(Outcome.INSTEAD, (best,))
    near = [
        match
        for match, slot in zip(chosen, slots, strict=True)
        if match is not None
        and match.trust >= _NEAREST_FROM
        and max(match.stated, match.keyed if slot.key else 0.0) >= _NEAREST_SAID_FROM
        and is_possible(match, slot, matcher)
    ]
    return Decision(Outcome.NEAREST, tuple(near)) if near else Decision(Outcome.NOTHING)
