"""From the setting ``embedding_model`` to an embedder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pb_qa.embedding.base import Embedder
from pb_qa.embedding.static import StaticEmbedder

BUILTIN = "builtin"
_BUILTIN_FOLDER = Path(__file__).resolve().parent / BUILTIN


def load_embedder(name: str = BUILTIN) -> Embedder:
    """Load the embedder of that name.

    Parameters
    ----------
    name
        ``"builtin"``, which reads a folder of this package and never the network, or any
        sentence-transformers model: the path of its folder or its name on the model hub.

    Raises
    ------
    ModelError
        When the model cannot be loaded; the message says what to do.
    """
    if name == BUILTIN:
        return _builtin()
    from pb_qa.embedding.transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name)


@lru_cache(maxsize=1)
def _builtin() -> StaticEmbedder:
    return StaticEmbedder(_BUILTIN_FOLDER, BUILTIN)
