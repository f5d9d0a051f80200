"""Whether the cited passages bear a sentence out, and which of their sentences do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.agreement import matches_of
from pb_qa.answering.generative.aligning import Slot, slots_of, spell
from pb_qa.answering.generative.claims import Claims
from pb_qa.answering.generative.context import Context, read_contexts
from pb_qa.answering.generative.contradicting import contradiction
from pb_qa.answering.generative.evidence import Evidence
from pb_qa.answering.generative.founding import (
    Place,
    date_places,
    holds_document_number,
    is_context_date,
    quotation_passages,
    year_places,
)
from pb_qa.answering.generative.stated import StatedDate
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures

# The share of the words beside a number that must stand beside it in its source as well.
_ALIKE: Final = 0.6


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
        For each number by its value the sentences that state it in much the same words.
    """

    reason: str = ""
    doubts: list[str] = field(default_factory=list)
    support: set[tuple[int, int]] = field(default_factory=set)
    numbers: dict[Fraction, set[tuple[int, int]]] = field(default_factory=dict)


def ground(claims: Claims, evidence: Sequence[Evidence], question: str) -> Verdict:
    """Look every claim of a sentence up in its cited passages; pure."""
    verdict = Verdict()
    for check in (_document_numbers, _quotations, _dates, _numbers, _digits, _opposites):
        check(claims, evidence, verdict)
        if verdict.reason:
            return verdict
    verdict.support |= _nearest(claims, evidence, verdict.support)
    return verdict


def _document_numbers(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for number in claims.document_numbers:
        if not holds_document_number(number, evidence):
            verdict.reason = f"文号“{number}”在引用的原文中找不到"
            return


def _quotations(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for quotation in claims.quotations:
        if not quotation_passages(quotation, evidence):
            verdict.reason = f"引文“{quotation}”在引用的原文中找不到"
            return


def _dates(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for date in claims.dates:
        places = date_places(date, evidence)
        if not places and not is_context_date(date, evidence):
            verdict.reason = f"日期“{_written(date, claims)}”在引用的原文中找不到"
            return
        _bear(verdict, places)


def _numbers(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for stated in contexts_of(claims, evidence):
        number = stated.number
        matches = matches_of(stated, evidence)
        if matches:
            best = matches[0]
            if best.faults:
                verdict.reason = best.faults[0]
                return
            verdict.doubts += best.doubts
            good = [Place(m.evidence, m.sentence) for m in matches if not m.faults]
            alike = {
                (m.evidence, m.sentence.index)
                for m in matches
                if not m.faults and m.likeness >= _ALIKE
            }
            verdict.numbers.setdefault(number.value, set()).update(alike)
            _bear(verdict, good)
            continue
        places = year_places(number, evidence)
        if not places:
            verdict.reason = f"数字“{number.text.strip()}”在引用的原文中找不到"
            return
        _bear(verdict, places)


def contexts_of(claims: Claims, evidence: Sequence[Evidence]) -> tuple[Context, ...]:
    """What the sentence says around its numbers, read as its first source is."""
    if not claims.numbers:
        return ()
    info = evidence[0].found.document
    document = Document(
        id=info.id, version=info.version, source=info.source, title=info.title,
        issued_on=info.issued_on, text=claims.text,
    )  # fmt: skip
    return read_contexts(claims.text, claims.numbers, claims.dates, extract_figures(document))


def _digits(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    """Digits that were read as no number must stand in the passages as they are."""
    spans = [(number.start, number.end) for number in claims.numbers]
    spans += [(date.start, date.end) for date in claims.dates]
    for run in re.finditer("[0-9]+", claims.text):
        if any(start <= run.start() and run.end() <= end for start, end in spans):
            continue
        alone = re.compile(f"(?<![0-9]){run[0]}(?![0-9])")
        if not any(alone.search(f"{one.form}\n{one.around}") for one in evidence):
            verdict.reason = f"数字“{run[0]}”在引用的原文中找不到"
            return


def _opposites(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    """A sentence that is its source's but for a word must not say the opposite by it."""
    places = [(e, s.index) for e, one in enumerate(evidence) for s in one.sentences]
    sources = [sentence.spelled for one in evidence for sentence in one.sentences]
    for slot in slots_of(spell(claims.text), sources):
        fault = contradiction(slot)
        if fault and not _stated_elsewhere(slot, places[slot.source], verdict):
            verdict.reason = fault
            return


def _stated_elsewhere(slot: Slot, place: tuple[int, int], verdict: Verdict) -> bool:
    """Whether the numbers of a slot are those of another sentence, in much the same words."""
    numbers = [Fraction(n) for n in re.findall(r"[0-9]+(?:\.[0-9]+)?", slot.said)]
    found = [verdict.numbers.get(number, set()) for number in numbers]
    return bool(found) and all(places and place not in places for places in found)


def _bear(verdict: Verdict, places: Sequence[Place]) -> None:
    """Take the first place, or one that bears something out already."""
    known = [p for p in places if (p.evidence, p.sentence.index) in verdict.support]
    for place in (known or places)[:1]:
        verdict.support.add((place.evidence, place.sentence.index))


def _nearest(
    claims: Claims, evidence: Sequence[Evidence], support: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """For each passage without a bearing sentence the one that shares most with the claim."""
    pairs = {claims.form[i : i + 2] for i in range(len(claims.form) - 1)}
    nearest: set[tuple[int, int]] = set()
    for index, one in enumerate(evidence):
        if one.sentences and not any(e == index for e, _ in support):
            best = max(one.sentences, key=lambda s: sum(pair in s.form for pair in pairs))
            nearest.add((index, best.index))
    return nearest


def _written(date: StatedDate, claims: Claims) -> str:
    return claims.text[date.start : date.end].strip()


__all__ = ["Verdict", "ground"]
