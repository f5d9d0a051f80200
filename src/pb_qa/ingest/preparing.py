"""Document → everything that is stored with it but the vectors."""

from __future__ import annotations

from dataclasses import dataclass

from pb_qa.figures import Figure
from pb_qa.ingest.extraction import FigureExtraction
from pb_qa.models import Document, Passage
from pb_qa.storage.facts import weak_pages
from pb_qa.storage.keyword_index import KeywordEntry, keyword_entry
from pb_qa.storage.rows import (
    NAMING,
    Corrections,
    FileStamp,
    NewVersion,
    Vectors,
    VersionOrigin,
)
from pb_qa.understanding.splitting import split


def embedding_text(passage: Passage) -> str:
    """What is embedded for a passage: its two innermost headings, then its text."""
    return " ".join((*passage.headings[-2:], passage.text))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its passages, those as keyword terms, and its figures."""

    document: Document
    passages: tuple[Passage, ...]
    entries: tuple[KeywordEntry, ...]
    figures: tuple[Figure, ...]
    weak_pages: int = 0

    def version(
        self,
        vectors: Vectors,
        stamp: FileStamp,
        origin: VersionOrigin,
        corrections: Corrections | None = None,
    ) -> NewVersion:
        """The version to be stored, with the vectors (n, d) of its passages."""
        return NewVersion(
            self.document,
            self.passages,
            vectors,
            stamp,
            self.figures,
            self.weak_pages,
            origin,
            corrections,
        )


@dataclass(frozen=True, slots=True)
class Preparation:
    """How documents are cut into passages and figures are got from them."""

    passage_characters: int
    extraction: FigureExtraction

    def __call__(self, document: Document, origin: VersionOrigin) -> Prepared:
        """Split a document and extract its figures."""
        passages = tuple(split(document, self.passage_characters))
        own_words = origin.own_words(*NAMING)
        entries = tuple(keyword_entry(passage, document, own_words) for passage in passages)
        figures = self.extraction.extract(document)
        return Prepared(document, passages, entries, figures, weak_pages(document))
