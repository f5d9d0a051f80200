"""Value types as JSON objects: the shapes that the command line and the loopback API print."""

from __future__ import annotations

from typing import Any

from pb_qa.answer_events import ModelStatus
from pb_qa.answers import Answer, AnswerFigure
from pb_qa.figures import FoundFigure
from pb_qa.models import (
    Citation,
    DoctorReport,
    Document,
    DocumentInfo,
    FileReport,
    Progress,
    ScoredPassage,
)

JsonObject = dict[str, Any]


def report_json(report: FileReport) -> JsonObject:
    """One verdict on one file."""
    return {
        "path": report.path,
        "status": report.status.value,
        "of": report.of,
        "document_id": report.document_id,
        "source": report.source,
        "title": report.title,
        "passages": report.passages,
        "figures": report.figures,
        "seconds": round(report.seconds, 4),
        "reason": report.reason,
        "repost_of": report.repost_of,
    }


def progress_json(progress: Progress) -> JsonObject:
    """How far a batch of files has come."""
    return {
        "path": progress.path,
        "stage": progress.stage,
        "done": progress.done,
        "total": progress.total,
    }


def info_json(info: DocumentInfo) -> JsonObject:
    """A document without its text."""
    return {
        "document_id": info.id,
        "version": info.version,
        "source": info.source,
        "title": info.title,
        "issuer": info.issuer,
        "number": info.number,
        "issued_on": info.issued_on,
        "publisher": info.publisher,
        "author": info.author,
        "place": info.place,
    }


def document_json(document: Document, versions: list[JsonObject]) -> JsonObject:
    """A document with its cleaned text, its receipt and the versions that are kept."""
    return {
        **info_json(document),
        "text": document.text,
        "receipt": [
            {"start": c.start, "end": c.end, "original": c.original, "reason": c.reason}
            for c in document.receipt
        ],
        "versions": versions,
    }


def scored_passage_json(found: ScoredPassage) -> JsonObject:
    """One search hit."""
    return {
        "passage_id": found.passage.id,
        "document_id": found.document.id,
        "source": found.document.source,
        "title": found.document.title,
        "text": found.passage.text,
        "start": found.passage.start,
        "end": found.passage.end,
        "score": round(found.score, 6),
    }


def found_figure_json(found: FoundFigure, *, aim: bool) -> JsonObject:
    """One figure; its numbers are decimal strings, its period is spelled out in Chinese.

    Parameters
    ----------
    aim
        Whether it is what was aimed at, planned or expected, not what came about.
    """
    figure = found.figure
    upper = (
        {"value_to": figure.value_to, "base_value_to": figure.base_value_to}
        if figure.value_to
        else {}
    )
    return {
        "value": figure.value,
        **upper,
        "unit": figure.unit,
        "base_value": figure.base_value,
        "base_unit": figure.base_unit,
        "qualifier": figure.qualifier,
        "kind": figure.kind,
        "measure": figure.measure.value,
        "direction": figure.direction,
        "aim": aim,
        "indicator": figure.indicator,
        "place": figure.place,
        "period": figure.period.text,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "period_words": figure.period.words,
        "quote": found.quote,
        "document_id": found.document.id,
        "source": found.document.source,
        "title": found.document.title,
        "start": figure.start,
        "end": figure.end,
        "number_start": figure.number_start,
        "number_end": figure.number_end,
    }


def citation_json(citation: Citation) -> JsonObject:
    """One verbatim span of a stored document."""
    return {
        "number": citation.number,
        "document_id": citation.document.id,
        "source": citation.document.source,
        "title": citation.document.title,
        "passage_id": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "also": [
            {
                "document_id": place.document.id,
                "source": place.document.source,
                "title": place.document.title,
                "start": place.start,
                "end": place.end,
            }
            for place in citation.also
        ],
    }


def answer_figure_json(figure: AnswerFigure) -> JsonObject:
    """A figure that answers; ``start`` and ``end`` are the span of ``text`` in its document."""
    return {
        "text": figure.text,
        "unit": figure.unit,
        "condition": figure.condition,
        "aim": figure.aim,
        "indicator": figure.indicator,
        "place": figure.place,
        "period": figure.period.text,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "period_words": figure.period.words,
        "number": figure.number,
        "document_id": figure.document_id,
        "start": figure.start,
        "end": figure.end,
    }


def answer_json(answer: Answer, identifier: str | None = None) -> JsonObject:
    """An answer as the command line prints it."""
    direct = answer.direct
    usage = answer.usage
    return {
        "id": identifier,
        "question": answer.question,
        "resolved_question": answer.resolved_question,
        "answer": answer.text,
        "direct": None
        if direct is None
        else {
            "text": direct.text,
            "document_id": direct.document_id,
            "start": direct.start,
            "end": direct.end,
        },
        "about": answer.about,
        "figures": [answer_figure_json(figure) for figure in answer.figures],
        "reckoned": answer.reckoned,
        "working": answer.working,
        "abstained": answer.abstained,
        "sentences": [
            {
                "text": s.text,
                "citations": [citation_json(c) for c in s.citations],
                "doubts": list(s.doubts),
            }
            for s in answer.sentences
        ],
        "nearest": [
            {
                "document_id": n.document.id,
                "source": n.document.source,
                "passage_id": n.passage.id,
                "start": n.passage.start,
                "end": n.passage.end,
                "text": n.passage.text,
            }
            for n in answer.nearest
        ],
        "coverage": {"cited": answer.coverage.cited, "matched": answer.coverage.matched},
        "notes": list(answer.notes),
        "collection": answer.collection,
        "seconds": round(answer.seconds, 4),
        "mode": answer.mode.value,
        "model": answer.model,
        "withheld": [{"text": w.text, "reason": w.reason} for w in answer.withheld],
        "usage": None
        if usage is None
        else {"prompt_tokens": usage.prompt, "completion_tokens": usage.completion},
        "reasoning": answer.reasoning,
    }


def model_status_json(status: ModelStatus) -> JsonObject:
    """Whether the configured language model answers."""
    return {
        "configured": status.configured,
        "answers": status.answers,
        "model": status.model,
        "message": status.message,
        "seconds": round(status.seconds, 4),
    }


def doctor_json(report: DoctorReport) -> JsonObject:
    """What differs between folder, library and indexes."""
    return {
        "healthy": report.healthy,
        "documents": report.documents,
        "passages": report.passages,
        "vectors": report.vectors,
        "keyword_entries": report.keyword_entries,
        "figures": report.figures,
        "figure_entries": report.figure_entries,
        "problems": list(report.problems),
        "repaired": list(report.repaired),
    }
