"""Vectors of another embedding model replaced by those of the model in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pb_qa.ingest.preparing import embedding_text
from pb_qa.storage.library import Library

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder

_BATCH: Final = 500


def reembed(library: Library, embedder: Embedder, on_progress: Callable[[int, int], None]) -> int:
    """Embed every live passage that the model in use has not embedded yet.

    Each batch is stored before the next is begun, so that a run that is cut short goes on
    where it stopped.

    Parameters
    ----------
    on_progress
        Called with the number of passages done and their total.

    Returns
    -------
    int
        How many passages were embedded.
    """
    foreign = library.foreign_passages(embedder.name)
    for start in range(0, len(foreign), _BATCH):
        batch = foreign[start : start + _BATCH]
        passages = [passage for passage, _ in library.passages(batch).values()]
        vectors = embedder.embed_passages([embedding_text(passage) for passage in passages])
        library.replace_vectors([passage.id for passage in passages], vectors, embedder.name)
        on_progress(min(start + _BATCH, len(foreign)), len(foreign))
    return len(foreign)
