"""Nearest passages: Chroma when it can be trusted, the library's own vectors until then.

Chroma is neither crash-safe nor safe against a second process, so it never holds the
only copy of a vector. One that cannot be trusted (`pb_qa.storage.chroma_home`) is built
anew beside the old one from the vectors in the library. Meanwhile the library's vectors
answer by exact search; for who asks only a few questions, opening Chroma takes longer than that.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from pb_qa.errors import LibraryError
from pb_qa.storage.chroma import ChromaError, ChromaVectors
from pb_qa.storage.chroma_home import ChromaHome, Mark
from pb_qa.storage.collection_vectors import CollectionVectors
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.storage.strays import Strays
from pb_qa.storage.survey import BackgroundSurvey
from pb_qa.storage.vectors import ExactVectors, VectorWrite

_log = logging.getLogger(__name__)

_RETRY_SECONDS: Final = 60.0
# Before Chroma answers, so many passages are searched for; the others right after.
_SURVEYED_FIRST: Final = 50_000
# Chroma keeps the interpreter to itself while it writes: about a tenth of a second for these.
_WRITTEN_AT_ONCE: Final = 500
# Whoever asks as many questions will ask more.
_SEARCHES_BEFORE_OPENING: Final = 20


class VectorState(StrEnum):
    """Who answers."""

    CLOSED = "closed"
    OPENING = "opening"
    READY = "ready"
    UNAVAILABLE = "unavailable"


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

    Attributes
    ----------
    reason
        In Chinese, why Chroma does not answer.
    distrusted
        In Chinese, why Chroma was not used as it was found at start; empty when it was.
    """

    def __init__(self, library: Library, folder: Path, model: str, chroma_url: str = "") -> None:
        self._library = library
        self._folder = folder
        self._chroma_url = chroma_url
        self._lock = threading.RLock()
        self._state = VectorState.CLOSED
        self._chroma: ChromaVectors | None = None
        self._exact: ExactVectors | None = None
        self._queue: list[VectorWrite] = []
        self._use(model)
        self._survey = BackgroundSurvey(self._lock, self._answering)
        self._settle_once_open = False
        self._opening: threading.Thread | None = None
        self._searches = 0
        self._failed_at = 0.0
        self.reason = ""
        self.distrusted = ""

    def _use(self, model: str) -> None:
        self._model = model
        self._collections = CollectionVectors(self._library, model)
        self._home = ChromaHome(self._library, self._folder, model, self._chroma_url)
        self._strays = Strays(self._library, model)

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
            first = self._state is VectorState.CLOSED
            self._state = VectorState.OPENING
            self._settle_once_open = True
            # Now, before a write that has to wait marks it again.
            mark = self._home.read_mark()
            self._opening = threading.Thread(
                target=self._open, args=(mark, first), name="vectors", daemon=True
            )
            self._opening.start()

    def open(self) -> None:
        """Wait until Chroma answers or has failed; if it answers already, nothing happens.

        Opened twice, the files that one has sealed would be changed by the other.
        """
        with self._lock:
            if self._state is not VectorState.READY:
                self.open_in_background()
        self._join()

    def wait(self) -> None:
        """Wait until an opening, a rebuild or a survey in the background is over.

        Nobody having opened it yet, it is opened now.
        """
        self.open_once()
        self._join()

    def open_once(self) -> None:
        """Like `open_in_background`, unless somebody has."""
        with self._lock:
            if self._state is VectorState.CLOSED:
                self.open_in_background()

    def _join(self) -> None:
        opening = self._opening
        if opening is not None and opening is not threading.current_thread():
            opening.join()
        self._survey.join()

    def close(self) -> None:
        """Settle and let go of Chroma; it can be opened again."""
        opening = self._opening
        if opening is not None:
            opening.join()
        with self._lock:
            self._seal()
            chroma, self._chroma, self._exact = self._chroma, None, None
            self._state = VectorState.CLOSED
        # The survey sees that and ends early; it must not outlive what it searches.
        self._join()
        if chroma is not None:
            chroma.close()

    def exchange(self, model: str) -> None:
        """Search the vectors of another model from now on, in the library until Chroma has them.

        Nothing may be written meanwhile.
        """
        self._join()
        with self._lock:
            chroma, self._chroma, self._exact = self._chroma, None, None
            self._queue.clear()
            self._state, self._failed_at = VectorState.UNAVAILABLE, time.monotonic()
            self._use(model)
        # A survey that has not noticed yet must not outlive what it searches.
        self._join()
        if chroma is not None:
            chroma.close()
        self.open_in_background()

    def _open(self, mark: str | None, first: bool) -> None:
        try:
            found = self._home.find(mark)
            if first:
                self.distrusted = self._home.distrusted
            chroma = found or self._home.build()
            self._strays.clear()
            complete = self._strays.survey(chroma, lambda: True, _SURVEYED_FIRST)
            self._take_over(chroma, complete)
        except (LibraryError, OSError) as error:
            # Chroma's trouble, a full disk, no permission: exact search needs none of them.
            self._fail(error)

    def _take_over(self, chroma: ChromaVectors, surveyed: bool) -> None:
        """Repeat what was written meanwhile, then let Chroma answer."""
        with self._lock:
            if self._queue or not surveyed:
                self._survey.written()
            if self._queue:
                self._home.mark(Mark.WRITING)
            for write in self._queue:
                self._apply(chroma, write)
            old, self._chroma = self._chroma, chroma
            self._queue.clear()
            self._exact = None
            self._state = VectorState.READY
            self.reason = ""
            if self._settle_once_open:
                self._home.settle(chroma)
                self._survey.start()
        if old is not None and old is not chroma:
            old.close()
        self._home.set_aside_old(chroma)

    def _fail(self, error: LibraryError | OSError) -> None:
        """Go on without Chroma."""
        _log.warning("vector index unavailable: %s", error)
        with self._lock:
            # Now, while nothing written is missing from it.
            self._exact_store()
            self._queue.clear()
            chroma, self._chroma = self._chroma, None
            self._state = VectorState.UNAVAILABLE
            self._failed_at = time.monotonic()
            self.reason = str(error)
        if chroma is not None:
            with suppress(ChromaError):
                chroma.close()

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

    def ids(self) -> list[str]:
        """The passages that the answering store holds a vector of."""
        with self._lock:
            if self._state is VectorState.READY and self._chroma is not None:
                return self._chroma.ids()
            return self._exact_store().ids()

    def search(
        self, vector: Vectors, k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        """The ``k`` nearest passages with their cosine similarity, best first.

        Within a collection the library's own vectors answer, whatever state Chroma is in.

        Parameters
        ----------
        model
            Which gave the vector: nothing is near to that of another model than the one
            whose vectors are searched. Empty: that one.
        """
        with self._lock:
            if model not in ("", self._model):
                return []
            chroma = self._chroma if self._state is VectorState.READY else None
            collections, strays = self._collections, self._strays
        if collection:
            return collections.search(collection, vector, k)
        if chroma is not None:
            try:
                return strays.among(chroma.search(vector, k), vector, k)
            except ChromaError as error:
                if chroma is not self._chroma:
                    # It was exchanged for another meanwhile.
                    return self.search(vector, k, collection, model)
                self._fail(error)
        elif (
            self._state is VectorState.UNAVAILABLE
            and time.monotonic() - self._failed_at > _RETRY_SECONDS
        ):
            self.open_in_background()
        with self._lock:
            if model not in ("", self._model):
                return []
            self._searches += 1
            if self._searches >= _SEARCHES_BEFORE_OPENING:
                self.open_once()
            exact = self._exact_store()
        return exact.search(vector, k)

    def upsert(self, ids: Sequence[str], vectors: Vectors, model: str = "") -> None:
        """Index vectors (n, d); Chroma's failure is no error, the library has them.

        Vectors of another ``model`` than the one searched are left out.
        """
        if model in ("", self._model):
            self._write(VectorWrite(tuple(ids), vectors))

    def delete(self, ids: Sequence[str]) -> None:
        """Take passages out; ids that are not there are passed over."""
        if ids:
            self._write(VectorWrite(tuple(ids), None))

    def _write(self, write: VectorWrite) -> None:
        # Opened before it is written to, it need not be built anew at the next start.
        self.open_once()
        with self._lock:
            if self._state is VectorState.READY and self._chroma is not None:
                self._home.mark(Mark.WRITING)
                self._survey.written()
                try:
                    self._apply(self._chroma, write)
                except ChromaError as error:
                    self._home.mark(Mark.BEHIND)
                    self._fail(error)
                else:
                    self._strays.forget(write.ids)
                    return
            # Killed before it is made up for, Chroma lacks this write without a trace in
            # its files.
            self._home.mark(Mark.BEHIND)
            self._strays.forget(write.ids)
            self._apply(self._exact_store(), write)
            if self._state is VectorState.OPENING:
                self._queue.append(write)
                self._settle_once_open = False

    def settle(self) -> None:
        """Say that nothing is being written: call it after each batch of changes."""
        with self._lock:
            self._settle_once_open = True
            self._seal()
            self._survey.start()

    def _seal(self) -> None:
        if self._state is VectorState.READY and self._chroma is not None:
            try:
                self._home.settle(self._chroma)
            except LibraryError as error:
                # Unsealed, it is built anew at the next start: nothing is lost by it.
                _log.warning("vector index not sealed: %s", error)

    def is_intact(self) -> bool:
        """Whether Chroma's files are as they were left; True where that cannot be told."""
        with self._lock:
            return self._state is not VectorState.READY or self._home.is_intact()

    def rebuild(self) -> None:
        """Build Chroma anew from the library, without embedding anything again."""
        self._join()
        with self._lock:
            self._exact_store()
            self._home.mark(Mark.BEHIND)
            self.open_in_background()
        self._join()

    # ---- details

    def _answering(self) -> tuple[ChromaVectors, Strays] | None:
        if self._state is not VectorState.READY or self._chroma is None:
            return None
        return self._chroma, self._strays

    def _exact_store(self) -> ExactVectors:
        with self._lock:
            if self._exact is None:
                self._exact = ExactVectors(self._library.vector_pages(self._model))
                for write in self._queue:
                    self._apply(self._exact, write)
            return self._exact

    def _apply(self, store: ChromaVectors | ExactVectors, write: VectorWrite) -> None:
        if write.vectors is None:
            store.delete(write.ids)
            return
        for start in range(0, len(write.ids), _WRITTEN_AT_ONCE):
            if store is self._chroma:
                self._library.precedence.give_way()
            stop = start + _WRITTEN_AT_ONCE
            store.upsert(write.ids[start:stop], write.vectors[start:stop])
