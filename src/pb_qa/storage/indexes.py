"""The three indexes of a library, which go together wherever something is written."""

from __future__ import annotations

from dataclasses import dataclass

from pb_qa.storage.figure_index import FigureIndex
from pb_qa.storage.keyword_index import KeywordIndex
from pb_qa.storage.vector_index import VectorIndex


@dataclass(frozen=True, slots=True)
class Indexes:
    """Passages by meaning and by words, figures by words; each rebuildable from the library."""

    vectors: VectorIndex
    keywords: KeywordIndex
    figures: FigureIndex

    def settle(self) -> None:
        """Say that nothing is being written: call it after each batch of changes."""
        self.keywords.settle()
        self.figures.settle()
        self.vectors.settle()
