"""Nearest vectors by looking at every one: slower than an index, but never out of order."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pb_qa.storage.rows import Vectors


class VectorStore(Protocol):
    """What can keep vectors under ids and find the nearest ones."""

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors (n, d), in place of what was there under these ids."""
        ...

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out; ids that are not there are passed over."""
        ...

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest ids with their cosine similarity, best first."""
        ...

    def count(self) -> int:
        """How many vectors there are."""
        ...


@dataclass(frozen=True, slots=True)
class VectorWrite:
    """A write to be repeated on an index that was not open yet; no vectors: a deletion."""

    ids: Sequence[str]
    vectors: Vectors | None


class ExactVectors:
    """Unit vectors in memory, compared one and all.

    Rows grow in blocks; a deleted row is masked, so that nothing is moved.
    """

    def __init__(self, pages: Iterable[tuple[Sequence[str], Vectors]] = ()) -> None:
        self._lock = threading.RLock()
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._blocks: list[Vectors] = []
        self._matrix: Vectors = np.zeros((0, 0), dtype=np.float32)
        for ids, vectors in pages:
            self.upsert(ids, vectors)

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors (n, d), in place of what was there under these ids."""
        with self._lock:
            for passage_id in ids:
                self._rows[passage_id] = len(self._ids)
                self._ids.append(passage_id)
            self._blocks.append(np.asarray(vectors, dtype=np.float32))

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out; ids that are not there are passed over."""
        with self._lock:
            for passage_id in ids:
                self._rows.pop(passage_id, None)

    def count(self) -> int:
        """How many vectors there are."""
        return len(self._rows)

    def ids(self) -> list[str]:
        """The ids of all vectors."""
        with self._lock:
            return list(self._rows)

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest ids with their cosine similarity, best first."""
        with self._lock:
            self._merge()
            matrix, ids, rows = self._matrix, self._ids, self._rows
            if not rows or k <= 0:
                return []
            scores = matrix @ np.asarray(vector, dtype=np.float32)
            # Replaced and deleted rows may stand among the best.
            wanted = min(k + len(ids) - len(rows), len(ids))
            best = np.argpartition(-scores, wanted - 1)[:wanted]
            order = best[np.argsort(-scores[best], kind="stable")]
            found = [(ids[row], float(scores[row])) for row in order if rows.get(ids[row]) == row]
            return found[:k]

    def _merge(self) -> None:
        """Put new rows into the matrix, and drop dead ones when they are many."""
        if self._blocks:
            known = [self._matrix] if len(self._matrix) else []
            self._matrix = np.concatenate([*known, *self._blocks])
            self._blocks = []
        if len(self._ids) > 2 * len(self._rows) + 1000:
            alive = sorted(self._rows.values())
            self._matrix = self._matrix[alive]
            self._ids = [self._ids[row] for row in alive]
            self._rows = {passage_id: row for row, passage_id in enumerate(self._ids)}
