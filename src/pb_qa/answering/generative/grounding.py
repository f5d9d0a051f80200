"""Whether the cited passages bear a sentence out, and which of their sentences do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pb_qa.answering.generative.agreement import matches_of
from pb_qa.answering.generative.claims import Claims
from pb_qa.answering.generative.context import Context, read_contexts
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
    """

    reason: str = ""
    doubts: list[str] = field(default_factory=list)
    support: set[tuple[int, int]] = field(default_factory=set)


def ground(claims: Claims, evidence: Sequence[Evidence], question: str) -> Verdict:
    """Look every claim of a sentence up in its cited passages; pure."""
    verdict = Verdict()
    for check in (_document_numbers, _quotations, _dates, _numbers, _digits):
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
