"""What is found out about a sentence while its claims are looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pb_qa.answering.generative.checking.founding import (
    Place,
)


@dataclass(slots=True)
class Verdict:
    """What was found out about a sentence.

    Attributes
    ----------
    reason
        Why it is withheld, in Chinese; empty when it is not.
    doubts
        What a reader should look at.
    support
        The sentences that bear it out, as pairs of the passage's and the sentence's index.
    numbers
        For each number by its digits the sentences that state it in much the same words.
    stated
        How many of its numbers each sentence states.
    derived
        Those of its numbers, by their digits, that were reckoned.
    pending
        For each date and the like the sentences that have it, of which one is to be cited.
    """

    reason: str = ""
    doubts: list[str] = field(default_factory=list)
    support: set[tuple[int, int]] = field(default_factory=set)
    numbers: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    stated: Counter[tuple[int, int]] = field(default_factory=Counter)
    derived: set[str] = field(default_factory=set)
    pending: list[list[Place]] = field(default_factory=list)


def bear_all(verdict: Verdict, places: Sequence[Place]) -> None:
    verdict.support |= {(place.evidence, place.sentence.index) for place in places}


def bear(verdict: Verdict, places: Sequence[Place]) -> None:
    """Take the first place, or one that bears something out already."""
    known = [p for p in places if (p.evidence, p.sentence.index) in verdict.support]
    for place in (known or places)[:1]:
        verdict.support.add((place.evidence, place.sentence.index))


__all__ = ["Verdict", "bear", "bear_all"]
