"""Whether the cited passages bear a sentence out, and which of their sentences do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from pb_qa.answering.generative.checking.absence import told_after_all
from pb_qa.answering.generative.checking.acting import other_actor
from pb_qa.answering.generative.checking.aligning import Slot, slots_of
from pb_qa.answering.generative.checking.amounts_in_words import amount_fault
from pb_qa.answering.generative.checking.asides import without_asides
from pb_qa.answering.generative.checking.attributing import misattributed, without_attribution
from pb_qa.answering.generative.checking.bans import ban_as_written
from pb_qa.answering.generative.checking.bounds_in_time import bound_fault
from pb_qa.answering.generative.checking.causes import turned_cause
from pb_qa.answering.generative.checking.claims import Claims, read_claims, reworded
from pb_qa.answering.generative.checking.clauses import clauses_of
from pb_qa.answering.generative.checking.closing import closed
from pb_qa.answering.generative.checking.comparing import compared
from pb_qa.answering.generative.checking.conditions import condition_fault
from pb_qa.answering.generative.checking.context import pairs
from pb_qa.answering.generative.checking.contradicting import contradiction
from pb_qa.answering.generative.checking.days import other_days
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.exchanging import exchanged_throughout
from pb_qa.answering.generative.checking.founding import (
    date_places,
    document_number_form,
    is_context_date,
    is_ledger_year,
    places_of,
    quotation_forms,
    relative_words,
)
from pb_qa.answering.generative.checking.geography import strange_office, strange_place
from pb_qa.answering.generative.checking.joining import misjoined
from pb_qa.answering.generative.checking.labelled import plainly_put
from pb_qa.answering.generative.checking.labels import other_label
from pb_qa.answering.generative.checking.linking import unlinked
from pb_qa.answering.generative.checking.looking_up_numbers import look_up_digits, look_up_numbers
from pb_qa.answering.generative.checking.merging import merged
from pb_qa.answering.generative.checking.naming import unnamed
from pb_qa.answering.generative.checking.outcomes import told_as_met
from pb_qa.answering.generative.checking.polarity import opposed
from pb_qa.answering.generative.checking.restating import (
    relative_year_fault,
    restatement_fault,
    unsupported,
)
from pb_qa.answering.generative.checking.rivals import rival_sentence
from pb_qa.answering.generative.checking.speaking import other_speaker
from pb_qa.answering.generative.checking.spelling import number_tokens, spell
from pb_qa.answering.generative.checking.stated import StatedDate
from pb_qa.answering.generative.checking.substituting import substituted
from pb_qa.answering.generative.checking.telling import strange_words
from pb_qa.answering.generative.checking.unborne import unborne
from pb_qa.answering.generative.checking.unfolding import as_sources_put_it
from pb_qa.answering.generative.checking.verbatim import repeated
from pb_qa.answering.generative.checking.verdict import Verdict, bear, bear_all, nearest

# The share of a sentence that its source has before it counts as restated.
_RESTATED: Final = 0.4
_CLOSE: Final = 0.8
# Less than this share of its words in the passages, and a sentence is doubted.
_SUPPORTED: Final = 0.35
_FEWEST_WORDS: Final = 4
_ORDINAL: Final = "第([一二三四五六七八九十]{1,3}|[0-9]{1,2})"


def ground(claims: Claims, evidence: Sequence[Evidence], question: str) -> Verdict:
    """Look every claim of a sentence up in its cited passages; pure.

    What is not borne out as it stands is looked up once more in the order of its sources.
    """
    verdict = _ground_as_written(claims, evidence, question)
    ordered = as_sources_put_it(claims.written, evidence) if verdict.reason else claims.written
    if ordered == claims.written:
        return verdict
    again = _ground_as_written(_claims_of(ordered), evidence, question)
    return verdict if again.reason else again


def _claims_of(text: str) -> Claims:
    return replace(read_claims(plainly_put(text)), written=text)


def _ground_as_written(claims: Claims, evidence: Sequence[Evidence], question: str) -> Verdict:
    verdict = Verdict()
    for check in (_document_numbers, _points, _quotations):
        check(claims, evidence, verdict)
        if verdict.reason:
            return verdict
    whole = repeated(claims.written, evidence)
    if whole is not None:
        look_up_numbers(question, claims, [evidence[whole.evidence]], verdict)
        return Verdict(doubts=verdict.doubts, support={(whole.evidence, whole.sentence.index)})
    for check in (_dates, _places, partial(look_up_numbers, question), look_up_digits):
        check(claims, evidence, verdict)
        if verdict.reason:
            return verdict
    comparison = compared(claims, evidence)
    if comparison.reason:
        verdict.reason = comparison.reason
        return verdict
    told = without_asides(without_attribution(comparison.text, evidence), claims)
    bare = reworded(claims, ban_as_written(told, evidence))
    for compare in (_opposites, _restatements, _links):
        compare(bare, evidence, verdict)
        if verdict.reason:
            return verdict
    _doubts(bare, evidence, verdict)
    own = pairs(claims.text)
    for places in verdict.pending:
        places.sort(key=lambda place: -sum(pair in place.sentence.form for pair in own))
        bear(verdict, places)
    clauses = [pairs(clause.text) for clause in clauses_of(claims.form)]
    verdict.support |= nearest(own, clauses, evidence, verdict.support)
    return verdict


def _document_numbers(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for number in claims.document_numbers:
        form = document_number_form(number, evidence)
        if not form:
            verdict.reason = f"文号“{number}”在引用的原文中找不到"
            return
        bear_all(verdict, places_of(form, evidence))


def _points(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for said, following in claims.points:
        pattern = re.compile(f"{_ORDINAL}{re.escape(following)}")
        theirs = [match[1] for one in evidence for match in pattern.finditer(one.letters)]
        if theirs and said not in theirs:
            verdict.reason = f"“第{said}”与原文不符，原文写的是“第{theirs[0]}”"
            return


def _quotations(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for quotation in claims.quotations:
        forms = quotation_forms(quotation, evidence)
        if not forms:
            verdict.reason = f"引文“{quotation}”在引用的原文中找不到"
            return
        for form in forms:
            bear_all(verdict, places_of(form, evidence))
    name, words = misattributed(claims.text, evidence)
    if name:
        where = "别的条文" if name.startswith("第") else "另一份文件"
        verdict.reason = f"{name}的引文里没有“{words}”，这句话出自{where}"
        return
    verdict.reason = other_speaker(claims.text, evidence)


def _dates(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    for date in claims.dates:
        places = date_places(date, evidence)
        if not places and not is_context_date(date, evidence):
            words = relative_words(date, evidence)
            if words:
                how = f"是按文件日期推算的，原文写的是“{words}”"
            elif is_ledger_year(date, evidence):
                how = "是按上下文推算的，引用的这一段没有写明"
            else:
                verdict.reason = f"日期“{_written(date, claims)}”在引用的原文中找不到"
                return
            verdict.doubts.append(f"“{_written(date, claims)}”{how}")
        verdict.pending.append(places)


def _places(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    place = strange_place(claims.form, evidence)
    if place:
        verdict.reason = f"引用的原文没有提到“{place}”"
        return
    said, written = strange_office(claims.form, evidence)
    if said:
        verdict.reason = f"“{said}”与原文不符，原文写的是“{written}”"


def _restatements(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    verdict.reason = (
        told_after_all(claims, evidence)
        or relative_year_fault(claims, evidence)
        or restatement_fault(claims, evidence)
        or amount_fault(claims, evidence)
        or condition_fault(claims, evidence)
        or bound_fault(claims, evidence)
        or merged(claims, evidence)
        or told_as_met(claims, evidence)
        or closed(claims, evidence)
        or other_label(claims, evidence)
        or other_days(claims, evidence)
    )
    if not verdict.reason:
        said = spell(claims.text)
        verdict.reason, doubts = strange_words(said, evidence)
        verdict.doubts += doubts
        verdict.reason = (
            verdict.reason
            or misjoined(claims.text, evidence)
            or unborne(said, evidence, verdict.derived)
            or rival_sentence(claims.text, evidence, verdict.derived)
        )


def _opposites(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    """A sentence must not say the opposite of the source sentence that it restates."""
    places = [(e, s) for e, one in enumerate(evidence) for s in one.sentences]
    said = spell(claims.text)
    verdict.reason = other_actor(said, evidence) or exchanged_throughout(said, evidence)
    if verdict.reason:
        return
    verdict.reason, doubts = substituted(said, evidence, verdict.derived)
    if verdict.reason:
        return
    verdict.doubts += doubts
    sources = [sentence.spelled for _, sentence in places]
    for slot in slots_of(said, sources):
        e, sentence = places[slot.source]
        fault = contradiction(slot, claims.form, sentence.form)
        if fault and not _stated_elsewhere(slot, (e, sentence.index), verdict):
            verdict.reason = fault
            return
    shared = [len(said.pairs & source.pairs) for source in sources]
    most = max(shared, default=0)
    if most < _RESTATED * len(said.pairs):
        return
    restated = [s.form for (_, s), n in zip(places, shared, strict=True) if n >= _CLOSE * most]
    own, theirs = opposed(claims.form, restated, [s.form for _, s in places])
    if own:
        verdict.reason = f"“{own}”与原文不符，原文写的是“{theirs}”"


def _links(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    verdict.reason = turned_cause(claims, evidence)
    if verdict.reason:
        return
    verdict.reason, doubts = unlinked(claims, evidence)
    verdict.doubts += doubts


def _doubts(claims: Claims, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    """What a reader should look at: names and words that the passages do not have."""
    around = [f"{one.form}\n{one.around}" for one in evidence]
    verdict.doubts += [f"引用的原文没有提到“{name}”" for name in unnamed(claims.form, around)]
    strange = unsupported(claims, evidence)
    verdict.doubts += [f"引用的原文没有这样说：“{clause}”" for clause in strange]
    own = pairs(claims.text)
    if len(own) >= _FEWEST_WORDS:
        known = frozenset().union(*(one.pairs for one in evidence))
        if len(own & known) < _SUPPORTED * len(own):
            is_foreign = not re.search("[\u4e00-\u9fff]{2}", claims.text)
            verdict.doubts.append(
                "这一句是外文，只核对了数字" if is_foreign else "这一句的说法与引用的原文出入较大"
            )
    verdict.doubts = list(dict.fromkeys(verdict.doubts))


def _stated_elsewhere(slot: Slot, place: tuple[int, int], verdict: Verdict) -> bool:
    """Whether the numbers of a slot are those of another sentence, in much the same words."""
    if max(verdict.stated.values(), default=0) > verdict.stated[place]:
        return True  # it is another sentence that it restates
    tokens = number_tokens(slot.said)
    if verdict.derived & set(tokens):
        return True
    found = [verdict.numbers.get(token, set()) for token in tokens]
    return bool(found) and all(places and place not in places for places in found)


def _written(date: StatedDate, claims: Claims) -> str:
    return claims.text[date.start : date.end].strip()


__all__ = ["Verdict", "ground"]
