"""What is found out about a sentence while its claims are looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import Place

_BEARING: Final = 0.2
_WHOLE: Final = 0.9
_FEWEST: Final = 5


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


def nearest(
    own: frozenset[str],
    clauses: Sequence[frozenset[str]],
    evidence: Sequence[Evidence],
    support: set[tuple[int, int]],
) -> set[tuple[int, int]]:
    """For each passage without a bearing sentence the one that shares most with the claim.

    A passage that shares next to nothing, and has no clause of the claim either, bears nothing
    out: its citation goes, unless it is the only one.

    Parameters
    ----------
    own, clauses
        Pairs of characters of the claim, and of each of its clauses.
    """
    nearest: list[tuple[int, tuple[int, int]]] = []
    for index, one in enumerate(evidence):
        if one.sentences and not any(e == index for e, _ in support):
            shared = [sum(pair in s.form for pair in own) for s in one.sentences]
            most = max(shared)
            nearest.append((most, (index, shared.index(most))))
    best = max((count for count, _ in nearest), default=0)
    return {
        place
        for count, place in nearest
        if count >= _BEARING * len(own)
        or (not support and count == best)
        or _has_clause(clauses, evidence[place[0]].sentences[place[1]].form)
    }


def _has_clause(clauses: Sequence[frozenset[str]], form: str) -> bool:
    return any(
        len(clause) >= _FEWEST and sum(pair in form for pair in clause) >= _WHOLE * len(clause)
        for clause in clauses
    )


__all__ = ["Verdict", "bear", "bear_all", "nearest"]
