"""What each index holds against what the library says it should, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pb_qa.storage.indexes import Indexes
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.storage.vector_index import VectorIndex

# So many vectors, spread over the library, are searched for by themselves.
_SAMPLE: Final = 200
# Two passages with the same words have the same vector.
_TIE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Difference:
    """How many entries an index lacks, and how many it has that it should not have."""

    missing: int = 0
    surplus: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus)

    @classmethod
    def between(cls, wanted: Iterable[object], found: Iterable[object]) -> Difference:
        """The difference of two collections of names."""
        should, does = set(wanted), set(found)
        return cls(len(should - does), len(does - should))


def keyword_difference(library: Library, indexes: Indexes) -> Difference:
    """The passages of the keyword index against the live ones."""
    return Difference.between(library.live_ids(), indexes.keywords.ids())


def figure_difference(library: Library, indexes: Indexes) -> Difference:
    """The figures of the index against the live ones."""
    return Difference.between(library.figures.keys(), indexes.figures.keys())


def vector_difference(library: Library, indexes: Indexes) -> tuple[Difference, int]:
    """The vectors of the answering store against those of the live passages.

    Returns
    -------
    difference, lost
        ``lost`` is how many of a sample of passages are not found by their own vectors.
    """
    vectors = indexes.vectors
    live = set(library.live_ids())
    every = max(1, len(live) // _SAMPLE)
    wanted: list[str] = []
    lost = 0
    for ids, rows in library.vector_pages(vectors.model):
        for passage_id, vector in zip(ids, rows, strict=True):
            if passage_id in live:
                wanted.append(passage_id)
                if len(wanted) % every == 0:
                    lost += not _finds_itself(vectors, passage_id, vector)
    return Difference.between(wanted, vectors.ids()), lost


def _finds_itself(index: VectorIndex, passage_id: str, vector: Vectors) -> bool:
    own = float(vector @ vector)
    if own == 0.0:
        # As near to all others as to itself.
        return True
    found = index.search(vector, 1)
    return bool(found) and (found[0][0] == passage_id or found[0][1] >= own - _TIE)
