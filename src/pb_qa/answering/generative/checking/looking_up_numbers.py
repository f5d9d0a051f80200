"""Whether the numbers of a sentence stand in its cited passages, or follow from those that do."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.checking.agreement import Match, likeness, matches_of
from pb_qa.answering.generative.checking.bases import base_fault
from pb_qa.answering.generative.checking.bounds_of_cases import case_fault
from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.context import Context, read_contexts
from pb_qa.answering.generative.checking.converting import is_converted, is_rest
from pb_qa.answering.generative.checking.deriving import (
    is_count_of_items,
    is_count_of_places,
    is_count_of_said,
    is_proportion,
    is_reckoned,
    workings_of,
)
from pb_qa.answering.generative.checking.distributing import distribution_fault
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import (
    Place,
    is_over_half,
    same_number,
    year_places,
)
from pb_qa.answering.generative.checking.qualifying import Bound, bound_of
from pb_qa.answering.generative.checking.ranges import is_both_ends, range_fault
from pb_qa.answering.generative.checking.respective import exchanged_follower, exchanged_number
from pb_qa.answering.generative.checking.roles import role_fault
from pb_qa.answering.generative.checking.spelling import number_tokens
from pb_qa.answering.generative.checking.stated import StatedNumber
from pb_qa.answering.generative.checking.verdict import Verdict, bear
from pb_qa.answering.generative.checking.when_and_where import asked_otherwise
from pb_qa.answering.generative.checking.wholes import part_of_another
from pb_qa.models import Document
from pb_qa.text.places import listed_place_spans
from pb_qa.understanding.figures import extract_figures

# The share of the words beside a number that must stand beside it in its source as well.
_ALIKE: Final = 0.6
_FEWEST_SAME: Final = 5
_RECKONED_WITH: Final = re.compile(
    "[÷/＋－=＝]|除以|(?:约?占|相当于|[约即是]为?|中约?)[^，。；]{0,12}[0-9]+(?:\\.[0-9]+)?%"
)
_OPERAND: Final = frozenset({Bound.PLAIN, Bound.ABOUT})
_TITLE: Final = re.compile("《[^《》]{1,200}》")
# 《甲》（2012年3月）tells when it was issued, not of when its figures are.
_ISSUED: Final = re.compile("(?<=》)[（(](?:[0-9]{4}年)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?[）)]")
# （1954年为97个）tells of no other number.
_ASIDE: Final = re.compile("(?<=[（(])(?:19|20)[0-9]{2}年(?=[^（）()]{0,4}[0-9])")
# So many characters tell what is counted: 等次.
_NOUN: Final = 2


def look_up_numbers(
    question: str, claims: Claims, evidence: Sequence[Evidence], verdict: Verdict
) -> None:
    """Look every number up, and reckon again what no source states."""
    workings = workings_of(claims.text)
    if any(not working.holds for working in workings):
        verdict.reason = "句中的算式算得不对"
        return
    results = {Fraction(working.result.number.value) for working in workings}
    contexts = contexts_of(claims, evidence)
    open_: list[tuple[Context, str]] = []
    founded: list[StatedNumber] = []
    named: list[tuple[StatedNumber, list[Place]]] = []
    for stated in contexts:
        number = stated.number
        matches = matches_of(stated, evidence, [c for c in contexts if c is not stated])
        good = [match for match in matches if not match.faults]
        if not good and _said_before(number, claims.text, founded):
            continue
        if not good:
            years = year_places(number, evidence)
            missing = f"数字“{number.text.strip()}”在引用的原文中找不到"
            if years and not matches:
                named.append((number, years))
            else:
                open_.append((stated, matches[0].faults[0] if matches else missing))
            continue
        founded.append(number)
        _found(stated, good, question, verdict)
    for number, years in named:
        beside = {(place.evidence, place.sentence.index) for place in years}
        if verdict.stated and not beside & verdict.stated.keys():
            verdict.reason = f"原文没有说这是“{number.text.strip()}”的数字"
            return
        verdict.pending.append(years)
    verdict.reason = (
        exchanged_number(claims.text, contexts, evidence)
        or exchanged_follower(contexts, evidence)
        or distribution_fault(contexts, evidence)
        or base_fault(contexts, evidence)
        or range_fault(contexts, evidence)
        or case_fault(claims, contexts, evidence)
        or part_of_another(claims.text, contexts, evidence)
    )
    if verdict.reason:
        return
    for stated, fault in open_:
        derived, doubt = _derived(stated, claims, evidence, founded, results)
        if not derived:
            verdict.reason = fault
            return
        verdict.derived.update(number_tokens(stated.number.text))
        verdict.doubts += [doubt] if doubt else []
    reckoned = [stated for stated, _ in open_]
    verdict.reason = role_fault(claims.text, contexts, evidence, reckoned)


def _found(stated: Context, good: Sequence[Match], question: str, verdict: Verdict) -> None:
    """Keep where a number stands, and what is to be said of it."""
    number = stated.number
    if good[0].context.number.value != number.value:
        verdict.derived.update(number_tokens(number.text))
    verdict.doubts += good[0].doubts
    asked = asked_otherwise(stated, good[0].context, question)
    verdict.doubts += [asked] if asked else []
    verdict.stated.update({(match.evidence, match.sentence.index) for match in good})
    alike = {(m.evidence, m.sentence.index) for m in good if m.likeness >= _ALIKE}
    for token in number_tokens(number.text):
        verdict.numbers.setdefault(token, set()).update(alike)
    bear(verdict, [Place(match.evidence, match.sentence) for match in good])


def _said_before(number: StatedNumber, text: str, founded: Sequence[StatedNumber]) -> bool:
    """Whether a number is an operand that the sentence gave with its bound before.

    近3000亿元，3000亿元约为1.6万亿元的19%: only where something is reckoned with it.
    """
    if not _RECKONED_WITH.search(text) or bound_of(number.qualifier) not in _OPERAND:
        return False
    return any(same_number(number, earlier) and earlier.qualifier for earlier in founded)


def _derived(
    stated: Context,
    claims: Claims,
    evidence: Sequence[Evidence],
    founded: Sequence[StatedNumber],
    results: Collection[Fraction],
) -> tuple[bool, str]:
    """Whether a number follows from what the sentence shows, and what to say of that."""
    number = stated.number
    places = [claims.text[a:b] for a, b in listed_place_spans(claims.text, 0, len(claims.text))]
    if number.value in results or is_count_of_places(number, places):
        return True, ""
    if is_both_ends(number, evidence) or is_count_of_said(number, claims.text, claims.numbers):
        return True, ""
    known = {other.value for one in evidence for s in one.sentences for other in s.numbers}
    counted = number.value not in known and is_count_of_items(number, claims.text)
    if counted and not _is_counted_otherwise(number, claims.text, evidence):
        return True, ""
    written = number.text.strip()
    reckoned = is_reckoned(number, claims.text, founded) and not _has_its_clause(stated, evidence)
    if reckoned or (
        is_proportion(number, claims.text, founded) and not _has_other_share(stated, evidence)
    ):
        return True, f"“{written}”是由句中的数字算出来的，原文没有直接写"
    if is_converted(number, claims.text, founded):
        return True, f"“{written}”是换算出来的，原文没有直接写"
    if is_rest(number, claims.text, founded):
        return True, f"“{written}”是由句中的数字算出来的，原文没有直接写"
    if is_over_half(number, evidence):
        return True, f"“{written}”是按原文的百分数概括的"
    return False, ""


def _is_counted_otherwise(number: StatedNumber, text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a source counts the same things and gets another number: 四个等次."""
    noun = text[number.end : number.end + _NOUN]
    return any(
        other.unit == number.unit and sentence.form[other.end : other.end + _NOUN] == noun
        for one in evidence
        for sentence in one.sentences
        for other in sentence.numbers
    )


def _has_its_clause(stated: Context, evidence: Sequence[Evidence]) -> bool:
    """Whether a source has a number's very clause with another number: 比上年预算减少50亿元."""
    own = stated.clause.strip()
    return len(own) >= _FEWEST_SAME and any(
        source.clause.strip() == own and source.number.dimension == stated.number.dimension
        for one in evidence
        for sentence in one.sentences
        for source in sentence.contexts
    )


def _has_other_share(stated: Context, evidence: Sequence[Evidence]) -> bool:
    """Whether a source gives another percentage for what a number is said of."""
    return bool(stated.local) and any(
        source.number.unit == stated.number.unit and likeness(stated, source) >= _ALIKE
        for one in evidence
        for sentence in one.sentences
        for source in sentence.contexts
    )


def contexts_of(claims: Claims, evidence: Sequence[Evidence]) -> tuple[Context, ...]:
    """What the sentence says around its numbers, read as its first source is."""
    if not claims.numbers:
        return ()
    info = evidence[0].found.document
    text = _ISSUED.sub(_blank, claims.text)
    dates = [date for date in claims.dates if text[date.start : date.end].strip()]
    document = Document(
        id=info.id, version=info.version, source=info.source, title=info.title,
        issued_on=info.issued_on, text=_ASIDE.sub(_blank, text),
    )  # fmt: skip
    return read_contexts(text, claims.numbers, dates, extract_figures(document))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def look_up_digits(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    """Digits that were read as no number must stand in the passages as they are."""
    spans = [(number.start, number.end) for number in claims.numbers]
    spans += [(date.start, date.end) for date in claims.dates]
    for run in re.finditer("[0-9]+", _TITLE.sub(_blank, claims.text)):
        if any(start <= run.start() and run.end() <= end for start, end in spans):
            continue
        alone = re.compile(f"(?<![0-9]){run[0]}(?![0-9])")
        if not any(alone.search(f"{one.form}\n{one.around}") for one in evidence):
            verdict.reason = f"数字“{run[0]}”在引用的原文中找不到"
            return
        verdict.pending.append(
            [
                Place(index, sentence)
                for index, one in enumerate(evidence)
                for sentence in one.sentences
                if alone.search(sentence.form)
            ]
        )


__all__ = ["look_up_digits", "look_up_numbers"]
