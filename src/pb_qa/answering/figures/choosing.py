"""Which figures answer: one for each thing asked, or one thing at all its times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.cases import cases_of
from pb_qa.answering.figures.matching import NEIGHBOUR, Match
from pb_qa.answering.figures.ranking import RankedFigures
from pb_qa.answering.figures.reckoning import from_to, shared_words
from pb_qa.text.indicators import indicator_form

# Tuned on the questions that the weights of the ranking are fitted on, in logits as they are.
FITTING_PERIOD: Final = 0.3
_SAME_SENTENCE_PERIOD: Final = 0.2
_IN_SENTENCE: Final = 1.5
_NEAR: Final = 0.7
_ALIKE: Final = 4.5
_SHARED: Final = 0.3
_OPTIONS: Final = 5
_MOST_COMBINED: Final = 5
_MOST_ALIKE: Final = 12
_PER_SENTENCE: Final = 3
_ORDERED: Final = 0.2
_SAME_THING: Final = 3.0
_BEGINNING: Final = re.compile("原来|起初|年初|之前|以前|从多少|由多少|原先|当初")


def slots_of(question: FigureQuestion) -> list[Ask]:
    """One thing asked for at several times, or of several places, is that many asks."""
    if len(question.asks) > 1 or question.from_to:
        return list(question.asks)
    ask = question.asks[0]
    if len(question.periods) > 1:
        return [replace(ask, periods=(period,)) for period in question.periods]
    if len(question.places) > 1:
        return [replace(ask, places=(place,)) for place in question.places]
    return [ask]


def name_of(slot: Ask, question: FigureQuestion) -> str:
    """How a slot without an answer is named to the reader."""
    if len(question.asks) > 1:
        return f"“{slot.key or slot.words}”"
    return slot.periods[0].text if slot.periods else "".join(slot.places)


def fits(match: Match, slot: Ask, question: FigureQuestion) -> bool:
    """Whether a figure is about the time and place asked about."""
    timely = not (slot.periods or question.periods) or match.period_fit >= FITTING_PERIOD
    return match.place_fit and timely


def choose(
    ranked: Sequence[RankedFigures], question: FigureQuestion, slots: Sequence[Ask]
) -> list[Match | None]:
    """For each slot the figure that answers it best, together with the others.

    Parameters
    ----------
    ranked
        The sentences, best first, with their matches for each slot.
    """
    home = next(
        (
            r
            for r in ranked
            if any(fits(m, s, question) for m, s in zip(r.best, slots, strict=True))
        ),
        None,
    )
    if home is None:
        return [None] * len(slots)
    if question.from_to and len(slots) == 2:
        pair = from_to([m for some in home.matches for m in some])
        if pair is not None:
            return list(pair)
    options = [_options(index, slot, home, ranked, question) for index, slot in enumerate(slots)]
    if len(slots) == 1:
        match = options[0][0][1] if options[0] else None
        return [_latter(match, home, question) if match else None]
    one_thing = len(question.asks) == 1
    best = max(
        product(*[some or [(0.0, None)] for some in options[:_MOST_COMBINED]]),
        key=lambda choice: _worth(choice, one_thing=one_thing),
    )
    chosen = [match for _, match in best]
    chosen += [some[0][1] if some else None for some in options[_MOST_COMBINED:]]
    return _each_once(chosen)


_Option = tuple[float, Match | None]


def _options(
    index: int,
    slot: Ask,
    home: RankedFigures,
    ranked: Sequence[RankedFigures],
    question: FigureQuestion,
) -> list[_Option]:
    options: list[_Option] = []
    for other in ranked:
        bonus = _IN_SENTENCE if other is home else _NEAR if _beside(other, home) else 0.0
        for match in other.matches[index][:_OPTIONS]:
            loosely = (
                other is home and match.place_fit and match.period_fit >= _SAME_SENTENCE_PERIOD
            )
            if fits(match, slot, question) or loosely:
                options.append((match.score + bonus, match))
    return sorted(options, key=lambda pair: -pair[0])[:_OPTIONS]


def _worth(choice: Sequence[_Option], *, one_thing: bool) -> float:
    """How good a choice is; one figure for two things is worth nothing, order a little.

    Parameters
    ----------
    one_thing
        Whether one thing is asked for at several times, so that all should measure the same.
    """
    matches = [match for _, match in choice if match is not None]
    spans = [_span(match) for match in matches]
    ordered = sum(_position(a) < _position(b) for a, b in pairwise(matches))
    repeated = len(spans) - len(set(spans))
    alike = sum(_alikeness(a, b) for a, b in pairwise(matches)) if one_thing else 0.0
    score = sum(score for score, _ in choice)
    return score + _ORDERED * ordered + _SAME_THING * alike - 20.0 * repeated


def _alikeness(one: Match, other: Match) -> float:
    """How far two figures measure the same, between 0 and 1."""
    a, b = one.candidate.found.figure, other.candidate.found.figure
    if a.base_unit != b.base_unit or a.measure is not b.measure:
        return 0.0
    return shared_words(a.indicator, b.indicator)


def _span(match: Match) -> tuple[str, int]:
    """Where in which sentence a figure stands; a sentence said again is the same one."""
    found = match.candidate.found
    return found.quote, found.figure.number_start - found.figure.start


def _position(match: Match) -> tuple[str, int]:
    return match.candidate.found.document.id, match.candidate.found.figure.number_start


def _each_once(chosen: Sequence[Match | None]) -> list[Match | None]:
    seen: set[tuple[str, int]] = set()
    kept: list[Match | None] = []
    for match in chosen:
        again = match is not None and _span(match) in seen
        kept.append(None if again else match)
        if match is not None:
            seen.add(_span(match))
    return kept


def _latter(match: Match, home: RankedFigures, question: FigureQuestion) -> Match:
    """Of 由A降到B the latter, unless the beginning is asked for or the time asked is only A's."""
    if _BEGINNING.search(question.text):
        return match
    pair = from_to(list(home.matches[0]))
    if pair is None or pair[0].candidate is not match.candidate:
        return match
    return pair[1] if pair[1].period_fit >= match.period_fit else match


def _beside(other: RankedFigures, home: RankedFigures) -> bool:
    """Whether two sentences stand near each other in one document."""
    return other.document_id == home.document_id and abs(other.start - home.start) <= NEIGHBOUR


def _of_another_case(match: Match, best: Match) -> bool:
    """Whether a figure says beside another what holds in another case: 满三年的，六个月."""
    one, other = match.candidate.found, best.candidate.found
    near = (
        one.document.id == other.document.id
        and abs(one.figure.start - other.figure.start) <= NEIGHBOUR
    )
    return near and bool(cases_of(one)) and bool(cases_of(other)) and match.unit_fit > 0


def at_all_times(
    best: Match, ranked: Sequence[RankedFigures], question: FigureQuestion
) -> list[Match]:
    """When no time is asked for: the same indicator at every time, the latest first."""
    if question.periods:
        return [best]
    figure = best.candidate.found.figure
    form = indicator_form(figure.indicator)
    alike: dict[tuple[str, str], Match] = {(figure.period.text, figure.base_value): best}
    for match in (match for other in ranked for match in other.matches[0][:_PER_SENTENCE]):
        stated = match.candidate.found.figure
        same = indicator_form(stated.indicator) == form or (
            bool(stated.period.text)
            and match.score >= best.score - _ALIKE
            and match.local >= 0.6 * best.local
            and shared_words(stated.indicator, figure.indicator) >= _SHARED
        )
        comparable = stated.base_unit == figure.base_unit and stated.measure is figure.measure
        if (same or _of_another_case(match, best)) and comparable and match.place_fit:
            alike.setdefault((stated.period.text, stated.base_value), match)
    chosen = list(alike.values())[:_MOST_ALIKE]
    if all(_of_another_case(match, best) for match in chosen if match is not best):
        return sorted(chosen, key=lambda m: m.candidate.found.figure.start)
    return sorted(chosen, key=lambda m: m.candidate.found.figure.period.end, reverse=True)
