"""Answers what a document says of itself, from its metadata and the line that states it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pb_qa.answering.document_questions import (
    DocumentFact,
    DocumentQuestion,
    read_document_question,
)
from pb_qa.answering.people import (
    Span,
    asks_for_speaker,
    is_report_meant,
    members_asked_for,
    names_place,
    speaker_of,
)
from pb_qa.answering.statements import DocumentStore
from pb_qa.answering.titles import Titles, is_called
from pb_qa.answers import Answer, AnswerSentence, Coverage, DirectAnswer
from pb_qa.models import Citation, Document, DocumentInfo, ScoredPassage
from pb_qa.reading.metadata_dates import find_dates
from pb_qa.storage.rows import VersionOrigin
from pb_qa.text.search_form import folded, search_form
from pb_qa.text.sentences import sentence_spans

_NAMES: Final = {
    DocumentFact.NUMBER: "文号",
    DocumentFact.ISSUER: "发文机关",
    DocumentFact.ISSUED_ON: "日期",
    DocumentFact.HOLDS_FROM: "施行日期",
}
_NEAREST: Final = 3
# Who issued a document, and when, stands at its head or its foot.
_EDGE: Final = 2500
_DAY: Final = "[0-9一二三四五六七八九十〇零○]{1,4}"
_HOLDS_FROM: Final = re.compile(
    f"自(?P<day>(?:{_DAY}年)?(?:{_DAY}月)?(?:{_DAY}[日号])?|(?:公布|发布|印发|颁布|下发)之日)起"
    "[^，。；]{0,6}?(?:施行|实施|生效|执行)"
    "|(?:施行|实施|生效)(?:日期|时间) ?[:：|] ?(?P<stated>[^（(。；\n]+)"
)
# 日期：2004年6月26日印发, where the metadata have no date.
_DATED_LINE: Final = re.compile(
    "(?:发布|印发|成文|发文|颁布)?(?:日期|时间) ?[:：|]|(?:发布|印发|颁布)于"
)
_ANOTHERS: Final = re.compile("《[^》]+》[^，。；]{0,12}$")


class Origins(Protocol):
    """Where it is looked up how a version came about."""

    def origin(self, document_id: str, version: int) -> VersionOrigin:
        """With what the document itself says in the place of what people have corrected."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Answers questions about a document itself; leaves all others."""

    store: DocumentStore
    titles: Titles
    origins: Origins

    def answer(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str = ""
    ) -> Answer | None:
        """What the document meant says of itself; None when its content is asked about.

        What people have corrected counts before what the document says, and is said to be a
        correction.
        """
        question = read_document_question(resolved)
        if question is None:
            return self._people(asked, resolved, found, collection)
        if question.name:
            named = self.titles.named(question.name, collection)
            if not named and _is_mentioned(question.name, found):
                return None  # Another document may say who issued it.
            if not named:
                return _refusal(
                    asked, resolved, found, f"资料中没有名称里有“{question.name}”的文件。"
                )
        elif question.called:
            documents = {hit.document.id: hit.document for hit in found}.values()
            named = [d for d in documents if is_called(question.called, search_form(d.title))]
            if not named:
                return None
        elif resolved != asked and found:
            named = [found[0].document]
        else:
            return _which(asked, resolved, found)
        stated = [self._fact(question, info) for info in named[:_NEAREST]]
        fact = next((one for one in stated if one is not None), None)
        if fact is not None:
            return _stated(asked, resolved, fact)
        note = f"{_titled(named[0])}没有写明{_NAMES[question.fact]}。"
        return _refusal(asked, resolved, found, note)

    def _people(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str
    ) -> Answer | None:
        """Who gave a report, or who is what in a list of members; None where neither is asked."""
        if asks_for_speaker(resolved):
            reports = self.titles.meant(lambda info: is_report_meant(resolved, info), collection)
            ranks = {hit.document.id: rank for rank, hit in enumerate(reversed(found))}
            # A report of a place is not meant where none is named, if there is another.
            reports.sort(key=lambda info: (names_place(info), -ranks.get(info.id, -1)))
            for info in reports:
                document = self.store.document(info.id, info.version)
                span = speaker_of(document.text)
                if span is not None:
                    return _stated(asked, resolved, _Fact(document, span))
        for info in {hit.document.id: hit.document for hit in found}.values():
            document = self.store.document(info.id, info.version)
            spans = members_asked_for(resolved, document.title, document.text)
            if spans:
                return _stated(asked, resolved, _Fact(document, spans[0]), spans[1:])
        return None

    def _fact(self, question: DocumentQuestion, info: DocumentInfo) -> _Fact | None:
        document = self.store.document(info.id, info.version)
        if question.fact is DocumentFact.HOLDS_FROM:
            span = holds_from(document)
            return None if span is None else _Fact(document, span)
        value = str(getattr(info, question.fact.value))
        name = question.fact.value
        corrected = dict(self.origins.origin(info.id, info.version).stated)
        if name in corrected:
            was = corrected[name]
            said = f"；文件里写的是“{_written(question.fact, was)}”" if was else ""
            words = f"{_written(question.fact, value) or '（空）'}（人工更正{said}）"
            return _Fact(document, None, f"{_titled(info)}的{_NAMES[question.fact]}：{words}")
        if not value:
            dated = _dated_line(document) if question.fact is DocumentFact.ISSUED_ON else None
            return None if dated is None else _Fact(document, dated)
        span = _place_of(question.fact, value, document)
        if span is not None:
            return _Fact(document, span)
        written = _written(question.fact, value)
        words = f"{_titled(info)}的{_NAMES[question.fact]}：{written}（据文件信息，正文里没有）"
        return _Fact(document, None, words)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact with the span that states it, or in words where no span does."""

    document: Document
    span: tuple[int, int] | None
    words: str = ""


def _stated(asked: str, resolved: str, fact: _Fact, more: Sequence[Span] = ()) -> Answer:
    document = fact.document
    start, end = fact.span or _title_span(document)
    spans = [(start, end), *more]
    citations = [_citation(document, span, number) for number, span in enumerate(spans, 1)]
    single = fact.span is not None and not more
    return Answer(
        question=asked,
        resolved_question=resolved,
        direct=DirectAnswer(document.text[start:end], document.id, start, end) if single else None,
        sentences=tuple(AnswerSentence(citation.quote, (citation,)) for citation in citations),
        abstained=False,
        nearest=(),
        coverage=Coverage(len(citations), len(citations)),
        about=fact.words,
    )


def _citation(document: Document, span: Span, number: int) -> Citation:
    """The line that a span stands in."""
    start, end = span
    line = next(
        (
            (first, last)
            for first, last in sentence_spans(document.text)
            if first <= start and end <= last
        ),
        (start, end),
    )
    sections = [s for s in document.sections if s.start <= start < s.end]
    return Citation(
        number=number,
        document=document.info,
        passage_id="",
        start=line[0],
        end=line[1],
        quote=document.text[slice(*line)],
        headings=tuple(s.heading for s in sorted(sections, key=lambda s: s.level)),
        page=next((p.number for p in document.pages if p.start <= start < p.end), None),
    )


def _refusal(asked: str, resolved: str, found: Sequence[ScoredPassage], note: str) -> Answer:
    return Answer(
        question=asked,
        resolved_question=resolved,
        direct=None,
        sentences=(),
        abstained=True,
        nearest=tuple(found[:_NEAREST]),
        coverage=Coverage(0, 0),
        notes=(note,),
    )


def _is_mentioned(name: str, found: Sequence[ScoredPassage]) -> bool:
    return any(name in search_form(hit.passage.text) for hit in found)


def _which(asked: str, resolved: str, found: Sequence[ScoredPassage]) -> Answer:
    return _refusal(asked, resolved, found, "问题没有写明是哪份文件；请写出文件的名称再问。")


def _titled(info: DocumentInfo) -> str:
    return info.title if "《" in info.title else f"《{info.title}》"


def _title_span(document: Document) -> tuple[int, int]:
    at = document.text.find(document.title) if document.title else -1
    if at >= 0:
        return at, at + len(document.title)
    return next(iter(sentence_spans(document.text)), (0, len(document.text)))


# ---- where it stands


def _place_of(fact: DocumentFact, value: str, document: Document) -> tuple[int, int] | None:
    if fact is DocumentFact.ISSUED_ON:
        return _date_place(value, document.text)
    pattern = _number_pattern(value) if fact is DocumentFact.NUMBER else _spaced(value)
    form = folded(document.text)
    match = re.search(pattern, form.text)
    if match is None:
        return None
    return form.origins[match.start()], form.origins[match.end() - 1] + 1


def _number_pattern(value: str) -> str:
    """国发〔2018〕1号, whichever brackets the document has."""
    form = re.sub("[〔\\[(（【]|[〕\\])）】]", "\0", search_form(value))
    return "[〔\\[(（【〕\\])）】]".join(map(_spaced, form.split("\0")))


def _spaced(value: str) -> str:
    return "\\s*".join(map(re.escape, search_form(value).replace(" ", "")))


def _date_place(value: str, text: str) -> tuple[int, int] | None:
    """The date at the head, or else at the foot."""
    foot = max(0, len(text) - _EDGE)
    head = find_dates(text[:_EDGE])
    tail = [(s + foot, e + foot, iso) for s, e, iso in reversed(find_dates(text[foot:]))]
    return next(((s, e) for s, e, iso in [*head, *tail] if iso == value), None)


def _dated_line(document: Document) -> tuple[int, int] | None:
    """The date of a line at the head that says when the document was issued."""
    for start, end in sentence_spans(document.text[:_EDGE]):
        line = document.text[start:end]
        dates = find_dates(line) if _DATED_LINE.match(line) else []
        if dates:
            return start + dates[0][0], start + dates[0][1]
    return None


def holds_from(document: Document) -> tuple[int, int] | None:
    """Where a document says from when it holds, not where it says so of another one."""
    form = folded(document.text)
    own = [
        match
        for match in _HOLDS_FROM.finditer(form.text)
        if (match["day"] or match["stated"])
        and not _ANOTHERS.search(form.text, max(0, match.start() - 30), match.start())
    ]
    if not own:
        return None
    match = own[-1]
    start, end = match.span("day") if match["day"] else match.span("stated")
    return form.origins[start], form.origins[end - 1] + 1


def _written(fact: DocumentFact, value: str) -> str:
    """A date as people write it: 2019年1月2日."""
    if fact is not DocumentFact.ISSUED_ON or not value:
        return value
    parts = value.split("-")
    return "".join(f"{int(part)}{name}" for part, name in zip(parts, "年月日", strict=False))
