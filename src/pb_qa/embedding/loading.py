"""From the setting ``embedding_model`` to an embedder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pb_qa.embedding.base import Embedder
from pb_qa.embedding.static import StaticEmbedder

BUILTIN = "builtin"
_BUILTIN_FOLDER = Path(__file__).resolve().parent / BUILTIN


def load_embedder(name: str = BUILTIN, *, offline: bool = False) -> Embedder:
    """Load the embedder of that name.

    Parameters
    ----------
    name
        ``"builtin"``, which reads a folder of this package and never the network, or any
        sentence-transformers model: the path of its folder or its name on the model hub.
    offline
        Whether a name that is not on this computer is an error instead of a download.

    Raises
    ------
    ModelError
        When the model cannot be loaded; the message says what to do.
    """
    if name == BUILTIN:
        return _builtin()
    from pb_qa.embedding.transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name, offline=offline)


def source_of(name: str) -> str:
    """What a setting stands for: a folder's whole path, whatever folder one is in."""
    folder = Path(name).expanduser()
    return str(folder.resolve()) if name != BUILTIN and folder.is_dir() else name


@lru_cache(maxsize=1)
def _builtin() -> StaticEmbedder:
    return StaticEmbedder(_BUILTIN_FOLDER, BUILTIN)
