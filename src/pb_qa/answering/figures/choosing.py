"""Which figures of the likeliest sentences answer: one for each thing asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.matching import Match, fit_of_period, fit_of_place
from pb_qa.answering.figures.ranking import RankedFigures
from pb_qa.answering.figures.reckoning import from_to
from pb_qa.models import Period
from pb_qa.text.indicators import indicator_form

# Tuned on the odd-numbered questions of tests/questions/figures.jsonl.
FITTING_PERIOD: Final = 0.3
_SAME_SENTENCE_PERIOD: Final = 0.2
_NEIGHBOUR: Final = 320
_IN_SENTENCE: Final = 1.6
_NEAR: Final = 0.7
_ALIKE: Final = 4.5
_FIRST: Final = 6
_MOST_ALIKE: Final = 12
_BEGINNING: Final = re.compile("原来|起初|年初|之前|以前|从多少|由多少|原先|当初")

_Option = tuple[float, Match]


@dataclass(frozen=True, slots=True)
class Facet:
    """One of several times or places asked about side by side."""

    name: str
    periods: tuple[Period, ...]
    places: tuple[str, ...]

    def fits(self, match: Match) -> bool:
        """Whether a figure is about this time and place."""
        return fit_of_place(self.places, match.candidate) and (
            not self.periods or fit_of_period(self.periods, match.candidate) >= FITTING_PERIOD
        )


def fits(ranked: RankedFigures, question: FigureQuestion) -> bool:
    """Whether a sentence is about the times and places asked about."""
    if not all(m.place_fit for m in ranked.best):
        return False
    periods = max(m.period_fit for some in ranked.matches for m in some)
    return not question.periods or periods >= FITTING_PERIOD


def facets_of(question: FigureQuestion) -> list[Facet]:
    """The times, or the places, that one thing is asked for side by side."""
    if len(question.asks) > 1:
        return []
    if len(question.periods) > 1:
        return [Facet(p.text, (p,), question.places) for p in question.periods]
    if len(question.places) > 1:
        return [Facet(place, question.periods, (place,)) for place in question.places]
    return []


def choose(
    likely: Sequence[RankedFigures],
    fitting: Sequence[RankedFigures],
    ranked: Sequence[RankedFigures],
    question: FigureQuestion,
) -> list[Match]:
    """The figures that answer: one for each thing asked, or one thing at all its times."""
    first = likely[0]
    if question.from_to:
        pair = from_to([m for some in first.matches for m in some])
        if pair is not None:
            return list(pair)
    if len(question.asks) == 1:
        return _alike(first, fitting, question)
    chosen: list[Match] = []
    near = [r for r in ranked if _beside(r, first) and r not in likely]
    pool = [*likely[:12], *near[:6]]
    options = [_options(index, first, pool, question) for index in range(len(question.asks))]
    best = max(product(*[some for some in options if some][:3]), key=_worth)
    seen: set[tuple[str, str]] = set()
    for _, match in best:
        figure = match.candidate.found.figure
        if (figure.base_value, figure.base_unit) not in seen:
            seen.add((figure.base_value, figure.base_unit))
            chosen.append(match)
    return chosen


def _options(
    index: int,
    first: RankedFigures,
    likely: Sequence[RankedFigures],
    question: FigureQuestion,
) -> list[_Option]:
    """Figures for one of several things asked: of the best sentence, or near it, or elsewhere."""
    options: list[_Option] = []
    for other in likely:
        bonus = _IN_SENTENCE if other is first else _NEAR if _beside(other, first) else 0.0
        options += [(m.score + bonus, m) for m in other.matches[index][:_FIRST]]
    if question.periods:
        # A total of the same sentence belongs to the year that the sentence is about.
        home = [pair for pair in options if pair[1] in first.matches[index]]
        timely = [pair for pair in options if pair[1].period_fit >= FITTING_PERIOD]
        options = timely or [pair for pair in home if pair[1].period_fit >= _SAME_SENTENCE_PERIOD]
    return sorted(options, key=lambda pair: -pair[0])[:_FIRST]


def _latter(match: Match, ranked: RankedFigures, question: FigureQuestion) -> Match:
    """Of 由A降到B the latter, unless the beginning is asked for or the time asked is only A's."""
    if _BEGINNING.search(question.text):
        return match
    pair = from_to([m for m in ranked.matches[0]])
    if pair is None or pair[0] is not match:
        return match
    return pair[1] if pair[1].period_fit >= match.period_fit else match


def _beside(other: RankedFigures, first: RankedFigures) -> bool:
    """Whether two sentences stand near each other in one document."""
    one, two = other.placed, first.placed
    return (
        one.found.document.id == two.found.document.id and abs(one.start - two.start) <= _NEIGHBOUR
    )


def _worth(choice: Sequence[_Option]) -> float:
    """How good a choice is; the same value twice is worth nothing, the text's order a little."""
    spans = [
        (m.candidate.found.document.id, m.candidate.found.figure.number_start) for _, m in choice
    ]
    ordered = sum(a < b for a, b in pairwise(spans))
    values = {
        (m.candidate.found.figure.base_value, m.candidate.found.figure.base_unit) for _, m in choice
    }
    units = {m.candidate.found.figure.base_unit for _, m in choice}
    alike = 0.4 * (len(spans) - len(units))
    return (
        sum(score for score, _ in choice) + 0.2 * ordered + alike - 9.0 * (len(spans) - len(values))
    )


def _alike(
    first: RankedFigures, fitting: Sequence[RankedFigures], question: FigureQuestion
) -> list[Match]:
    """The best figure and, when no time is asked for, the same indicator's at other times."""
    best = first.best[0]
    if question.periods:
        timely = [m for m in first.matches[0] if m.period_fit >= FITTING_PERIOD]
        return [_latter(match, first, question) for match in (timely[:1] or [best])]
    best = _latter(best, first, question)
    figure = best.candidate.found.figure
    form = indicator_form(figure.indicator)
    alike: dict[tuple[str, str], Match] = {(figure.period.text, figure.base_value): best}
    for other in fitting:
        match = other.best[0]
        stated = match.candidate.found.figure
        same = indicator_form(stated.indicator) == form or (
            other.score >= first.score - _ALIKE
            and match.stated >= 0.7 * best.stated
            and match.local >= 0.6 * best.local
        )
        if same and stated.base_unit == figure.base_unit and stated.measure is figure.measure:
            alike.setdefault((stated.period.text, stated.base_value), match)
    chosen = list(alike.values())[:_MOST_ALIKE]
    return sorted(chosen, key=lambda m: m.candidate.found.figure.period.end, reverse=True)
