"""Passages that Chroma holds, but to which its graph does not lead.

A graph search goes from neighbour to neighbour. Points that come and go cut some off, and
then no number of neighbours asked for brings them back (docs/decisions/robustness.md). So
passages are searched for by their own vectors, and those that are not found are compared
with every question one and all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from pb_qa.storage.chroma import ChromaVectors
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.storage.vectors import ExactVectors

# So many are searched for together: a few milliseconds, then a question goes first.
_PAGE: Final = 100
_LONGEST_REST: Final = 0.5


class Strays:
    """The passages known to be cut off; safe to use from several threads."""

    def __init__(self, library: Library, model: str) -> None:
        self._library = library
        self._model = model
        self._lock = threading.Lock()
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

    def survey(
        self,
        chroma: ChromaVectors,
        wanted: Callable[[], bool],
        most: int | None = None,
        rest: float = 0.0,
    ) -> bool:
        """Search for every passage by its own vector and keep those that are not found.

        Parameters
        ----------
        wanted
            Asked now and then; once it says no, the survey ends early.
        most
            It ends after so many passages; without it, after the last.
        rest
            Times as long as it searches, it pauses: it must not slow down what is written.

        Returns
        -------
        bool
            Whether it came to the last.

        Raises
        ------
        LibraryError
            When Chroma fails or the library cannot be read.
        """
        with self._lock:
            self._written.clear()
        seen = 0
        for names, rows in self._library.vector_pages(self._model, _PAGE):
            if not wanted() or (most is not None and seen >= most):
                return False
            self._library.precedence.give_way()
            began = time.monotonic()
            seen += len(names)
            lost = chroma.lost(rows, names)
            with self._lock:
                self._kept.delete(names)
                lost = [row for row in lost if names[row] not in self._written]
                if lost:
                    self._kept.upsert([names[row] for row in lost], rows[lost])
            if rest:
                time.sleep(min(_LONGEST_REST, rest * (time.monotonic() - began)))
        return True

    def among(
        self, hits: list[tuple[str, float]], query: Vectors, k: int
    ) -> list[tuple[str, float]]:
        """The ``k`` best of what Chroma found and of the strays, best first."""
        strays = self._kept
        if not strays.count():
            return hits
        best = {**dict(strays.search(query, k)), **dict(hits)}
        return sorted(best.items(), key=lambda hit: -hit[1])[:k]
