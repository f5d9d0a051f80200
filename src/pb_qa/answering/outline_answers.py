"""Answers questions for a list from the outline of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.outlines import outline_list
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.answering.sources import Sources
from pb_qa.answering.statements import DocumentStore, numbered
from pb_qa.answers import Answer, Coverage
from pb_qa.models import DocumentInfo, ScoredPassage
from pb_qa.text.synonyms import known_synonyms

# Passages that are found first are of the documents in which to look.
_LOOKED_INTO: Final = 5
# A heading in the words of the question, of a document found for it.
_LIKELIHOOD: Final = 0.9


@dataclass(frozen=True, slots=True)
class OutlineAnswers:
    """Answers where a heading is what a list is asked for by; leaves all other questions."""

    store: DocumentStore
    sources: Sources

    def answer(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str = ""
    ) -> Answer | None:
        """The items under the heading asked for, each with its place; None where there is none.

        The document is the first of those found that has such a heading.
        """
        if read_question(resolved).kind is not QuestionKind.LIST:
            return None
        variants = [read_question(form) for form in known_synonyms().variants(resolved)]
        for info in _documents(found[:_LOOKED_INTO]):
            document = self.store.document(info.id, info.version)
            for question in variants:
                outline = outline_list(question, document)
                if outline is None:
                    continue
                places = self.sources.sentences(info, outline.spans)
                cited = [[self.sources.cited(place, collection)] for place in places]
                sentences = numbered(cited, self.store)
                return Answer(
                    question=asked,
                    resolved_question=resolved,
                    direct=None,
                    sentences=sentences,
                    abstained=False,
                    nearest=(),
                    coverage=Coverage(len(sentences), max(len(sentences), outline.sentences)),
                    likelihood=_LIKELIHOOD,
                )
        return None


def _documents(found: Sequence[ScoredPassage]) -> list[DocumentInfo]:
    return list({hit.document.id: hit.document for hit in found}.values())
