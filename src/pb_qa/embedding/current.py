"""The embedding model in use, which may be exchanged for another while questions are answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pb_qa.embedding.base import Embedder


class CurrentEmbedder:
    """Whatever model is in use at the moment.

    Vectors that are compared with one another must come from one model: who makes several
    takes the model by `settled` first.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._now = embedder

    @property
    def now(self) -> Embedder:
        """The model in use, which itself never changes."""
        return self._now

    def exchange(self, embedder: Embedder) -> None:
        """Use another model from now on."""
        self._now = embedder

    @property
    def name(self) -> str:
        """Identity of the vectors, see ``Embedder``."""
        return self._now.name

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._now.dimension

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is searched, see ``Embedder``."""
        return self._now.embed_passages(texts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed what is asked, see ``Embedder``."""
        return self._now.embed_query(text)


def settled(embedder: Embedder) -> Embedder:
    """A model that stays the same, whatever is exchanged meanwhile."""
    return embedder.now if isinstance(embedder, CurrentEmbedder) else embedder
