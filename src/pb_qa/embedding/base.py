"""What every embedding model offers to the rest of the application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their similarity, at most 1."""

    @property
    def name(self) -> str:
        """Identity of the vectors: another name means that vectors are not comparable."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed what is searched.

        Returns
        -------
        Shape (number of texts, dimension), rows of length 1; a text without a single letter
        or digit may give a row of zeros, which is similar to nothing.
        """
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed what is asked: shape (dimension,), of length 1 or all zeros as above."""
        ...


def encodable(text: str) -> str:
    """The text as tokenizers accept it: half a surrogate pair, which broken input may hold,
    is no UTF-8 and becomes ``?``.
    """
    return text.encode("utf-8", "replace").decode("utf-8")
