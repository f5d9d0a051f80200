"""Which of the chosen figures are likely enough to answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.matching import Match, Matcher

# Chosen on questions that were tuned on, see docs/decisions/figures.md. What is less likely is
# shown as nearest, not as answer.
TRUST_FROM: Final = 0.5
ODD_UNIT_FROM: Final = 0.7
_RATE: Final = re.compile("率|比[重例]")
_PEOPLE: Final = frozenset("名位人")
_BESIDE_FROM: Final = 0.03
_UNIT_FROM: Final = -0.5


def trusted(
    chosen: Sequence[Match | None],
    slots: Sequence[Ask],
    matcher: Matcher,
    question: FigureQuestion,
) -> list[Match | None]:
    """What is likely to answer; beside a figure that does, less is asked of its sentence."""
    possible = [
        match if match is not None and is_possible(match, slot, matcher) else None
        for match, slot in zip(chosen, slots, strict=True)
    ]
    if len(possible) == 1 and possible[0] and matcher.is_known_otherwise(possible[0], slots[0]):
        return [None]
    least = [_least_trust(m, slot) if m else 0.0 for m, slot in zip(possible, slots, strict=True)]
    sure = {m.place for m, so_much in zip(possible, least, strict=True) if m and m.trust >= so_much}
    if question.from_to and all(m is not None and m.place in sure for m in chosen):
        return list(chosen)
    return [
        m if m is not None and m.trust >= (_BESIDE_FROM if m.place in sure else so_much) else None
        for m, so_much in zip(possible, least, strict=True)
    ]


def _least_trust(match: Match, slot: Ask) -> float:
    """More is asked of a figure whose unit is not of the kind that the words lead to expect."""
    is_usual = match.unit_fit >= 0.0 or _RATE.search(slot.key)
    return TRUST_FROM if is_usual else ODD_UNIT_FROM


def is_possible(match: Match, slot: Ask, matcher: Matcher) -> bool:
    """Whether a figure is of the right kind and its sentence names what is asked for."""
    return (
        match.unit_fit >= _UNIT_FROM
        and match.says_anything
        and matcher.names_the_thing(match, slot)
        and not matcher.is_absent(slot.subject)
        and not (slot.unit in _PEOPLE and matcher.counts_another(match, slot.noun))
        and not matcher.is_aim(match.candidate)
        and not matcher.is_another(match.candidate)
    )
