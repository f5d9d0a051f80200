"""Which of the chosen figures are likely enough to answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.matching import NEIGHBOUR, Match, Matcher

# Chosen on questions that were tuned on, see docs/decisions/figures.md. What is less likely is
# shown as nearest, not as answer.
TRUST_FROM: Final = 0.5
ODD_UNIT_FROM: Final = 0.7
_RATE: Final = re.compile("率|比[重例]")
_PEOPLE: Final = frozenset("名位人")
# A figure that is this likely needs no other sign that its sentence means what is asked.
_SURELY: Final = 0.7
_NAMED_OR_NOT: Final = 0.85
_VERY_UNIT: Final = 0.8
_IN_SENTENCE_FROM: Final = 0.01
_NEAR_FROM: Final = 0.05
_IN_DOCUMENT_FROM: Final = 0.25
_TOGETHER_FROM: Final = 0.35
_UNIT_FROM: Final = -0.5


def trusted(
    chosen: Sequence[Match | None],
    slots: Sequence[Ask],
    matcher: Matcher,
    question: FigureQuestion,
) -> list[Match | None]:
    """What is likely to answer; beside a figure that does, less is asked of others."""
    possible = [
        match if match is not None and is_possible(match, slot, matcher) else None
        for match, slot in zip(chosen, slots, strict=True)
    ]
    only = possible[0] if len(possible) == 1 else None
    if only and only.trust < _NAMED_OR_NOT and matcher.is_known_otherwise(only, slots[0]):
        return [None]
    counted = bool(slots[0].unit) and not slots[0].share
    if only and counted and only.trust < _SURELY and matcher.begins_unknown(slots[0]):
        return [None]
    least = [_least_trust(m, slot) if m else 0.0 for m, slot in zip(possible, slots, strict=True)]
    if _are_together(possible):
        least = [min(so_much, _TOGETHER_FROM) for so_much in least]
    sure = [m for m, so_much in zip(possible, least, strict=True) if m and m.trust >= so_much]
    if question.from_to and all(
        m is not None and any(m.place == s.place for s in sure) for m in chosen
    ):
        return list(chosen)
    kept: list[Match | None] = []
    for match, slot, so_much in zip(chosen, slots, least, strict=True):
        beside = _least_beside(match, sure) if match is not None else 1.0
        if match is None or match.trust < min(so_much, beside):
            kept.append(None)
        else:
            kept.append(match if is_possible(match, slot, matcher, beside < 1.0) else None)
    return kept


def _are_together(matches: Sequence[Match | None]) -> bool:
    """Whether several figures are chosen, all within one stretch of text."""
    places = [match.place for match in matches if match is not None and match.keyed > 0]
    return (
        len(places) == len(matches) > 1
        and len({document for document, _ in places}) == 1
        and max(start for _, start in places) - min(start for _, start in places) <= NEIGHBOUR
    )


def _least_beside(match: Match, sure: Sequence[Match]) -> float:
    """What is asked of a figure for the company it is in: a report says things together."""
    if any(match.place == other.place for other in sure):
        named = match.keyed > 0 or match.unit_fit >= _VERY_UNIT
        return _IN_SENTENCE_FROM if named else 1.0
    if match.keyed == 0:
        return 1.0
    document, start = match.place
    starts = [other.place[1] for other in sure if other.place[0] == document]
    if any(abs(start - other) <= NEIGHBOUR for other in starts):
        return _NEAR_FROM
    return _IN_DOCUMENT_FROM if starts else 1.0


def _least_trust(match: Match, slot: Ask) -> float:
    """More is asked of a figure whose unit is not of the kind that the words lead to expect."""
    is_usual = match.unit_fit >= 0.0 or _RATE.search(slot.key)
    return TRUST_FROM if is_usual else ODD_UNIT_FROM


def is_possible(match: Match, slot: Ask, matcher: Matcher, beside: bool = False) -> bool:
    """Whether a figure is of the right kind and its sentence names what is asked for.

    Parameters
    ----------
    beside
        Whether it stands near a figure that answers, which may name the subject for both.
    """
    return (
        match.unit_fit >= _UNIT_FROM
        and match.says_anything
        and matcher.names_the_thing(match, slot)
        and (beside or match.trust >= _SURELY or not matcher.is_absent(slot.subject))
        and not (slot.unit in _PEOPLE and matcher.counts_another(match, slot.noun))
        and not matcher.is_aim(match.candidate)
        and not matcher.is_another(match.candidate)
    )
