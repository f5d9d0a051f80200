"""Nearest passages within a collection: every stored vector of it is compared.

A filter in Chroma's graph search is slower and can miss; comparing one and all cannot
(docs/decisions/collections.md has both measured).
"""

from __future__ import annotations

import threading
from typing import Final

from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.storage.vectors import ExactVectors

# As float32 of 1,024 dimensions about 200 MB; a larger collection is read through anew at
# every search, page by page.
_MOST_KEPT: Final = 50_000


class CollectionVectors:
    """Exact search in collections; keeps those last searched in memory.

    Safe to use from several threads.
    """

    def __init__(self, library: Library, model: str, most_kept: int = _MOST_KEPT) -> None:
        self._library = library
        self._model = model
        self._most_kept = most_kept
        self._lock = threading.Lock()
        self._kept_at = -1
        self._kept: dict[str, ExactVectors] = {}

    def search(self, collection: str, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest live passages of a collection with their similarity, best first."""
        kept = self._keep(collection)
        if kept is not None:
            return kept.search(vector, k)
        best: list[tuple[str, float]] = []
        for page in self._library.collections.vector_pages(collection, self._model):
            best += ExactVectors([page]).search(vector, k)
            best = sorted(best, key=lambda hit: -hit[1])[:k]
        return best

    def _keep(self, collection: str) -> ExactVectors | None:
        """Its vectors in memory; None when they are too many to keep."""
        reader = self._library.collections
        with self._lock:
            writes = self._library.writes
            if writes != self._kept_at:
                self._kept.clear()
                self._kept_at = writes
            found = self._kept.pop(collection, None)
            if found is None:
                count = reader.count_vectors(collection, self._model)
                if count > self._most_kept:
                    return None
                # The one searched longest ago stands first.
                while self._kept and count + self._held() > self._most_kept:
                    del self._kept[next(iter(self._kept))]
                found = ExactVectors(reader.vector_pages(collection, self._model))
            self._kept[collection] = found
            return found

    def _held(self) -> int:
        return sum(kept.count() for kept in self._kept.values())
