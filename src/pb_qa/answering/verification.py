"""The last check before anything is shown: quotes are verbatim, figures are in the quotes."""

from __future__ import annotations

from collections.abc import Iterable

from pb_qa.models import AnswerSentence, Citation, Document
from pb_qa.text.numerals import normal_numbers


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


def verify_sentence(sentence: AnswerSentence, documents: dict[str, Document]) -> bool:
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
