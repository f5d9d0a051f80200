"""Statements with their citations: numbered, each shown once, and checked against the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pb_qa.answering.sources import same_words
from pb_qa.answering.verification import verify_sentence
from pb_qa.answers import AnswerSentence
from pb_qa.models import Citation, Document


class DocumentStore(Protocol):
    """Where the whole text of a cited document is looked up for checking."""

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A stored document."""
        ...


def numbered(
    statements: Sequence[Sequence[Citation]], store: DocumentStore
) -> tuple[AnswerSentence, ...]:
    """Number the citations and keep only what proves true against the stored text.

    The same words are shown once, with the citations of all.

    Parameters
    ----------
    statements
        Each with the places that state it, the one whose words are shown first.
    """
    stated: dict[str, list[Citation]] = {}
    for citations in statements:
        quote = citations[0].quote
        said = stated.setdefault(same_words(quote) or quote, [])
        places = {(one.document.id, one.start) for one in said}
        said += [one for one in citations if (one.document.id, one.start) not in places]
    result: list[AnswerSentence] = []
    number = 0
    for citations in stated.values():
        in_order = tuple(replace(one, number=number + n) for n, one in enumerate(citations, 1))
        sentence = AnswerSentence(in_order[0].quote, in_order)
        ids = {citation.document.id for citation in in_order}
        documents = {document_id: store.document(document_id) for document_id in ids}
        if verify_sentence(sentence, documents):
            result.append(sentence)
            number += len(in_order)
    return tuple(result)
