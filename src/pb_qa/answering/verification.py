"""The last check before anything is shown: quotes are verbatim, figures are in the quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pb_qa.answers import Answer, AnswerFigure, AnswerSentence
from pb_qa.models import Citation, Document
from pb_qa.text.arithmetic import read_working
from pb_qa.text.numerals import canonical, normal_numbers
from pb_qa.text.search_form import search_form
from pb_qa.text.short_years import with_long_years


def verify_citation(document: Document, citation: Citation) -> bool:
    """Whether the citation is a verbatim span of this version of the document."""
    return (
        document.id == citation.document.id
        and document.version == citation.document.version
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def unfounded_numbers(text: str, quotes: Iterable[str]) -> set[str]:
    """Numbers of ``text``, in canonical form, that none of the quotes holds."""
    founded: set[str] = set()
    for quote in quotes:
        founded |= normal_numbers(quote)
    return normal_numbers(text) - founded


def verify_sentence(sentence: AnswerSentence, documents: Mapping[str, Document]) -> bool:
    """Whether every citation is verbatim and every number stands in what is cited."""
    return (
        bool(sentence.citations)
        and all(
            citation.document.id in documents
            and verify_citation(documents[citation.document.id], citation)
            for citation in sentence.citations
        )
        and not unfounded_numbers(sentence.text, (c.quote for c in sentence.citations))
    )


def verify_figures(answer: Answer, documents: Mapping[str, Document]) -> bool:
    """Whether an answer from the ledger states nothing that its citations do not.

    Each figure is verbatim and lies in the sentence it names, every sentence is verbatim,
    a working reckons rightly and with these figures alone, and what is said to be missing
    or offered instead names no other number.

    Parameters
    ----------
    documents
        By their ids, in the versions cited.
    """
    return (
        all(verify_sentence(sentence, documents) for sentence in answer.sentences)
        and all(_is_cited(figure, answer, documents) for figure in answer.figures)
        and (bool(answer.reckoned) == bool(answer.working))
        and (not answer.working or _is_reckoned(answer))
        and _notes_are_founded(answer)
    )


def _is_cited(figure: AnswerFigure, answer: Answer, documents: Mapping[str, Document]) -> bool:
    """Whether a figure is verbatim within the sentence that its number cites."""
    document = documents.get(figure.document_id)
    return (
        document is not None
        and bool(figure.text)
        and document.text[figure.start : figure.end] == figure.text
        and any(
            citation.number == figure.number
            and citation.document.id == figure.document_id
            and citation.start <= figure.start
            and figure.end <= citation.end
            for citation in answer.citations
        )
    )


def _is_reckoned(answer: Answer) -> bool:
    """Whether the working is right, its operands are figures and its result is the one shown."""
    working = read_working(answer.working)
    if working is None or not working.holds:
        return False
    stated = {number for figure in answer.figures for number in normal_numbers(figure.stated)}
    operands = {canonical(operand.number) for operand in working.operands}
    result = answer.working[working.result.start : working.result.end]
    known = [text for figure in answer.figures for text in _words_of(figure)]
    return (
        operands <= stated | {"100%"}
        and result == answer.reckoned
        and not unfounded_numbers(answer.working, [*known, result, "100%"])
    )


def _notes_are_founded(answer: Answer) -> bool:
    """Whether the notes name only numbers asked about, cited, or of the figures offered."""
    founded = [
        answer.question,
        # 91年 is said as 1991年 when it is missing.
        with_long_years(search_form(answer.resolved_question)),
        *(citation.quote for citation in answer.citations),
        *(citation.document.title for citation in answer.citations),
        *(text for figure in answer.figures for text in _words_of(figure)),
    ]
    return not any(unfounded_numbers(note, founded) for note in answer.notes)


def _words_of(figure: AnswerFigure) -> tuple[str, ...]:
    return figure.stated, figure.period.text, figure.place, figure.indicator, figure.condition
