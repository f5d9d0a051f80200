"""Passages that Chroma holds, but to which its graph does not lead.

A graph search goes from neighbour to neighbour. Points that come and go cut some off, and
then no number of neighbours asked for brings them back (docs/decisions/robustness.md). So
passages are searched for by their own vectors, and those that are not found are compared
with every question one and all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

from pb_qa.storage.chroma import ChromaVectors
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.storage.vectors import ExactVectors

# Of a larger library every survey takes so many passages, others each time.
_MOST_SURVEYED: Final = 10_000
_PAGE: Final = 500


class Strays:
    """The passages known to be cut off; safe to use from several threads.

    Parameters
    ----------
    most
        How many passages one survey searches for at most.
    """

    def __init__(self, library: Library, model: str, most: int = _MOST_SURVEYED) -> None:
        self._library = library
        self._model = model
        self._most = most
        self._lock = threading.Lock()
        self._turn = 0
        self._kept = ExactVectors()
        # What was written since the survey in progress began.
        self._written: set[str] = set()

    def __len__(self) -> int:
        return self._kept.count()

    def clear(self) -> None:
        """Forget them all, since another collection will answer."""
        with self._lock:
            self._kept = ExactVectors()

    def forget(self, ids: Sequence[str]) -> None:
        """Passages that are written or deleted; the next survey sees about them."""
        with self._lock:
            self._kept.delete(ids)
            self._written.update(ids)

    def survey(self, chroma: ChromaVectors, wanted: Callable[[], bool]) -> None:
        """Search for passages by their own vectors and keep those that are not found.

        Parameters
        ----------
        wanted
            Asked now and then; once it says no, the survey ends early.

        Raises
        ------
        LibraryError
            When Chroma fails or the library cannot be read.
        """
        with self._lock:
            self._written.clear()
        every = max(1, -(-self._library.count_vectors(self._model) // self._most))
        first, self._turn = self._turn % every, self._turn + 1
        seen = 0
        for ids, vectors in self._library.vector_pages(self._model, _PAGE):
            if not wanted():
                return
            chosen = [row for row in range(len(ids)) if (seen + row) % every == first]
            seen += len(ids)
            if not chosen:
                continue
            names, rows = [ids[row] for row in chosen], vectors[chosen]
            lost = chroma.lost(rows, names)
            with self._lock:
                self._kept.delete(names)
                lost = [row for row in lost if names[row] not in self._written]
                if lost:
                    self._kept.upsert([names[row] for row in lost], rows[lost])

    def among(
        self, hits: list[tuple[str, float]], query: Vectors, k: int
    ) -> list[tuple[str, float]]:
        """The ``k`` best of what Chroma found and of the strays, best first."""
        strays = self._kept
        if not strays.count():
            return hits
        best = {**dict(strays.search(query, k)), **dict(hits)}
        return sorted(best.items(), key=lambda hit: -hit[1])[:k]
