"""Figures whose indicators mean nearly what was asked for, though in other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from pb_qa.embedding import Embedder, settled
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors

_NEAREST_PASSAGES: Final = 20


class NearestPassages(Protocol):
    """What is needed of the vector index."""

    def search(
        self, vector: Vectors, k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        """The ``k`` nearest passages, of a collection if one is named, with their similarity.

        None, when the vectors that are searched are of another ``model``.
        """
        ...


@dataclass(frozen=True, slots=True)
class IndicatorMeaning:
    """Compares what is asked for with the indicators in the passages nearest to it."""

    library: Library
    passages: NearestPassages
    embedder: Embedder

    def ranking(self, words: str, collection: str = "") -> list[tuple[int, float]]:
        """Keys of the live figures there by how near their indicators come, nearest first.

        Models differ in how similar they find what has nothing to do with each other: 0
        stands for the average indicator of those passages, 1 for the very words.
        """
        if not words:
            return []
        embedder = settled(self.embedder)
        vector = embedder.embed_query(words)
        hits = self.passages.search(vector, _NEAREST_PASSAGES, collection, embedder.name)
        stated = self.library.figures.in_passages([passage_id for passage_id, _ in hits])
        names = [name for name in dict.fromkeys(stated.values()) if name]
        if not names:
            return []
        similarity = np.asarray(embedder.embed_passages(names) @ vector, dtype=float)
        average = float(similarity.mean()) if len(names) > 1 else 0.0
        if average >= 1.0:
            return []
        scaled = dict(zip(names, (similarity - average) / (1.0 - average), strict=True))
        near = [(key, float(scaled[name])) for key, name in stated.items() if name]
        return sorted(near, key=lambda item: -item[1])
