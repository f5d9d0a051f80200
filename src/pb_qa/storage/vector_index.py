"""Nearest passages: Chroma when it can be trusted, the library's own vectors until then.

Chroma is neither crash-safe nor safe against a second process, so it never holds the
only copy of a vector. Before the first write the library is marked, after the last the
mark is taken away (`settle`); an index that still has its mark at start, lacks or has
too many vectors, or crashes the process that probes it, is built anew beside the old one
from the vectors in the library. Meanwhile the library's vectors answer by exact search.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pb_qa.storage.chroma import (
    ChromaError,
    ChromaVectors,
    folder_client,
    server_client,
    survives_opening,
)
from pb_qa.storage.collection_vectors import CollectionVectors
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.storage.vectors import ExactVectors

_log = logging.getLogger(__name__)

_RETRY_SECONDS: Final = 60.0
_GENERATION: Final = "vector_generation"
_MODEL: Final = "vector_model"
_MARK: Final = "vector_mark"


class _Mark(StrEnum):
    """What the library knows of Chroma's state, should this process be killed now."""

    SETTLED = "settled"
    # Being written: an embedded Chroma may be damaged, one on a server is not.
    WRITING = "writing"
    # Writes were passed over: it must be built anew.
    BEHIND = "behind"


class VectorState(StrEnum):
    """Who answers."""

    CLOSED = "closed"
    OPENING = "opening"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class _Write:
    """A write to be repeated on an index that was not open yet; no vectors: a deletion."""

    ids: Sequence[str]
    vectors: Vectors | None


class VectorIndex:
    """Vectors of the live passages of a library under one embedding model.

    Parameters
    ----------
    folder
        For the embedded Chroma's files; unused with a server.
    model
        Name of the embedding model; vectors of another are never searched.
    chroma_url
        Address of a Chroma server; empty for the embedded one.
    """

    def __init__(self, library: Library, folder: Path, model: str, chroma_url: str = "") -> None:
        self._library = library
        self._folder = folder
        self._model = model
        self._url = chroma_url
        self._lock = threading.RLock()
        self._state = VectorState.CLOSED
        self._chroma: ChromaVectors | None = None
        self._exact: ExactVectors | None = None
        self._collections = CollectionVectors(library, model)
        self._queue: list[_Write] = []
        self._marked = False
        self._opening: threading.Thread | None = None
        self._failed_at = 0.0
        self.reason = ""

    # ---- life

    @property
    def model(self) -> str:
        """Name of the embedding model whose vectors are searched."""
        return self._model

    @property
    def state(self) -> VectorState:
        """Who answers at the moment; `reason` says why when it is not Chroma."""
        return self._state

    def open_in_background(self) -> None:
        """Probe, open and, if need be, rebuild Chroma in a thread; searches work at once."""
        with self._lock:
            if self._state is VectorState.OPENING:
                return
            self._state = VectorState.OPENING
            self._opening = threading.Thread(target=self._open, name="vectors", daemon=True)
            self._opening.start()

    def open(self) -> None:
        """Like `open_in_background`, and wait until Chroma answers or has failed."""
        self.open_in_background()
        self.wait()

    def wait(self) -> None:
        """Wait until an opening or a rebuild in the background is over."""
        opening = self._opening
        if opening is not None and opening is not threading.current_thread():
            opening.join()

    def close(self) -> None:
        """Settle and let go of Chroma; it can be opened again."""
        self.wait()
        self.settle()
        with self._lock:
            chroma, self._chroma, self._exact = self._chroma, None, None
            self._state = VectorState.CLOSED
        if chroma is not None:
            chroma.close()

    def _open(self) -> None:
        try:
            chroma = self._trusted() or self._built()
            self._take_over(chroma)
        except ChromaError as error:
            self._fail(error)

    def _trusted(self) -> ChromaVectors | None:
        """The collection as it lies there, if nothing speaks against it."""
        mark = self._library.read_meta(_MARK)
        generation = self._library.read_meta(_GENERATION)
        if generation is None or self._library.read_meta(_MODEL) != self._model:
            return None
        if mark == _Mark.BEHIND or (mark == _Mark.WRITING and not self._url):
            return None
        name = self._collection_name(int(generation))
        if self._url:
            client = server_client(self._url)
        else:
            folder = self._generation_folder(int(generation))
            if not folder.is_dir() or not survives_opening(folder, name):
                return None
            client = folder_client(folder)
        try:
            chroma = ChromaVectors(client, name, create=False)
            if chroma.count() == self._library.count_vectors(self._model):
                return chroma
        except ChromaError as error:
            _log.warning("Chroma collection cannot be used: %s", error)
        return None

    def _built(self) -> ChromaVectors:
        """A new collection with the library's vectors, beside the old one."""
        generation = int(self._library.read_meta(_GENERATION) or 0) + 1
        name = self._collection_name(generation)
        if self._url:
            client = server_client(self._url)
        else:
            folder = self._generation_folder(generation)
            shutil.rmtree(folder, ignore_errors=True)
            client = folder_client(folder)
        chroma = ChromaVectors(client, name, create=True)
        self._library.write_meta(_MARK, _Mark.BEHIND)
        for ids, vectors in self._library.vector_pages(self._model):
            chroma.upsert(ids, vectors)
        self._library.write_meta(_MODEL, self._model)
        self._library.write_meta(_GENERATION, str(generation))
        self._library.write_meta(_MARK, _Mark.SETTLED)
        return chroma

    def _take_over(self, chroma: ChromaVectors) -> None:
        """Repeat what was written meanwhile, then let Chroma answer."""
        with self._lock:
            if self._queue:
                self._mark(_Mark.WRITING)
            for write in self._queue:
                _apply(chroma, write)
            old, self._chroma = self._chroma, chroma
            self._queue.clear()
            self._exact = None
            self._state = VectorState.READY
            self.reason = ""
        if old is not None and old is not chroma:
            old.close()
        self._set_aside_old(chroma)

    def _fail(self, error: ChromaError) -> None:
        """Go on without Chroma."""
        _log.warning("vector index unavailable: %s", error)
        with self._lock:
            # Now, while nothing written is missing from it.
            self._exact_store()
            if self._queue:
                self._mark(_Mark.BEHIND)
            self._queue.clear()
            self._chroma = None
            self._state = VectorState.UNAVAILABLE
            self._failed_at = time.monotonic()
            self.reason = str(error)

    # ---- reading and writing

    def count(self) -> int:
        """How many vectors the answering store holds."""
        with self._lock:
            chroma = self._chroma if self._state is VectorState.READY else None
            if chroma is None:
                return self._exact_store().count()
        try:
            return chroma.count()
        except ChromaError as error:
            self._fail(error)
            return self._exact_store().count()

    def search(self, vector: Vectors, k: int, collection: str = "") -> list[tuple[str, float]]:
        """The ``k`` nearest passages with their cosine similarity, best first.

        Within a collection the library's own vectors answer, whatever state Chroma is in.
        """
        if collection:
            return self._collections.search(collection, vector, k)
        chroma = self._chroma if self._state is VectorState.READY else None
        if chroma is not None:
            try:
                return chroma.search(vector, k)
            except ChromaError as error:
                self._fail(error)
        elif (
            self._state is VectorState.UNAVAILABLE
            and time.monotonic() - self._failed_at > _RETRY_SECONDS
        ):
            self.open_in_background()
        return self._exact_store().search(vector, k)

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Index vectors (n, d); Chroma's failure is no error, the library has them."""
        self._write(_Write(tuple(ids), vectors))

    def delete(self, ids: Sequence[str]) -> None:
        """Take passages out; ids that are not there are passed over."""
        if ids:
            self._write(_Write(tuple(ids), None))

    def _write(self, write: _Write) -> None:
        with self._lock:
            if self._state is VectorState.READY and self._chroma is not None:
                self._mark(_Mark.WRITING)
                try:
                    _apply(self._chroma, write)
                except ChromaError as error:
                    self._mark(_Mark.BEHIND)
                    self._fail(error)
                else:
                    return
            _apply(self._exact_store(), write)
            if self._state is VectorState.OPENING:
                self._queue.append(write)
            else:
                self._mark(_Mark.BEHIND)

    def settle(self) -> None:
        """Say that nothing is being written: call it after each batch of changes."""
        with self._lock:
            if self._marked and self._state is VectorState.READY:
                self._library.write_meta(_MARK, _Mark.SETTLED)
                self._marked = False

    def rebuild(self) -> None:
        """Build Chroma anew from the library, without embedding anything again."""
        self.wait()
        with self._lock:
            self._exact_store()
            self._mark(_Mark.BEHIND)
        self.open()

    # ---- details

    def _mark(self, mark: _Mark) -> None:
        if mark is _Mark.WRITING and self._marked:
            return
        self._library.write_meta(_MARK, mark)
        self._marked = mark is _Mark.WRITING

    def _exact_store(self) -> ExactVectors:
        with self._lock:
            if self._exact is None:
                self._exact = ExactVectors(self._library.vector_pages(self._model))
                for write in self._queue:
                    _apply(self._exact, write)
            return self._exact

    def _collection_name(self, generation: int) -> str:
        return f"{self._prefix}{generation}"

    @property
    def _prefix(self) -> str:
        return f"pb-qa-{self._library.id}-"

    def _generation_folder(self, generation: int) -> Path:
        return self._folder / str(generation)

    def _set_aside_old(self, current: ChromaVectors) -> None:
        """Keep the last index that was replaced for inspection, and only that."""
        if self._url:
            current.drop_others(self._prefix)
            return
        generation = self._library.read_meta(_GENERATION)
        numbered = [path for path in self._folder.iterdir() if path.name.isdecimal()]
        old = [path for path in numbered if path.name != generation]
        for path in sorted(old, key=lambda found: int(found.name)):
            quarantine = self._folder / "quarantine"
            shutil.rmtree(quarantine, ignore_errors=True)
            path.rename(quarantine)


def _apply(store: ChromaVectors | ExactVectors, write: _Write) -> None:
    if write.vectors is None:
        store.delete(write.ids)
    elif len(write.ids):
        store.upsert(write.ids, write.vectors)
