"""Where a library's Chroma collection lies, whether it can be trusted, and building it anew.

Before the first write the library is marked, after the last the mark is taken away and the
files are sealed. A collection that still has its mark at start, whose files are not what
was sealed, that lacks or has too many vectors, or crashes the process that probes it, is
not trusted.
"""

from __future__ import annotations

import logging
import secrets
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pb_qa.errors import LibraryError
from pb_qa.storage.chroma import (
    ChromaError,
    ChromaVectors,
    folder_client,
    server_client,
    survives_opening,
)
from pb_qa.storage.library import Library
from pb_qa.storage.seal import Seal, SealState, remove_tree

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_log = logging.getLogger(__name__)

_GENERATION: Final = "vector_generation"
_MODEL: Final = "vector_model"
_MARK: Final = "vector_mark"
# The files of a server are out of reach: a word in the library and in the collection.
_TOKEN: Final = "vector_token"
_QUARANTINE: Final = "quarantine"


class Mark(StrEnum):
    """What the library knows of Chroma's state, should this process be killed now."""

    SETTLED = "settled"
    # Being written: an embedded Chroma may be damaged, one on a server is not.
    WRITING = "writing"
    # Writes were passed over or have still to be made: it must be built anew.
    BEHIND = "behind"


_WHY: Final = {
    Mark.BEHIND: "上次有内容没有来得及写进去",
    Mark.WRITING: "上次写到一半时程序中断",
}


class ChromaHome:
    """The place of one library's collection, in a folder or on a server.

    Not safe for several threads; `VectorIndex` sees to that.

    Attributes
    ----------
    distrusted
        In Chinese, why the collection found last could not be used; else empty.
    """

    def __init__(self, library: Library, folder: Path, model: str, url: str) -> None:
        self._library = library
        self._folder = folder
        self._model = model
        self._url = url
        self._seal = Seal(library, "vector")
        self._noted: Mark | None = None
        self._sealed = False
        self.distrusted = ""

    def mark(self, mark: Mark) -> None:
        """Keep in the library what is about to happen to Chroma."""
        if mark is not self._noted:
            self._library.write_meta(_MARK, mark)
            self._noted = mark
        self._sealed = False

    def read_mark(self) -> str | None:
        """What the process that was here before left as a mark."""
        return self._library.read_meta(_MARK)

    def find(self, mark: str | None) -> ChromaVectors | None:
        """The collection as it lies there, if nothing speaks against it.

        Parameters
        ----------
        mark
            From `read_mark`, before anything was written.
        """
        self.distrusted = ""
        noted = self._library.read_meta(_GENERATION)
        if noted is None:
            return None
        if self._library.read_meta(_MODEL) != self._model:
            self.distrusted = "换了嵌入模型"
        elif mark == Mark.BEHIND or (mark == Mark.WRITING and not self._url):
            self.distrusted = _WHY[Mark(mark)]
        if self.distrusted:
            return None
        generation = int(noted)
        chroma = self._on_server(generation) if self._url else self._in_folder(generation)
        self.distrusted = "" if chroma else "它的文件损坏、缺失，或被换成了旧的"
        return chroma

    def _on_server(self, generation: int) -> ChromaVectors | None:
        chroma = self._counted(server_client(self._url), generation)
        token = self._library.read_meta(_TOKEN) or ""
        return chroma if chroma is not None and chroma.token() == token else None

    def _in_folder(self, generation: int) -> ChromaVectors | None:
        folder = self._generation_folder(generation)
        # Before anything opens it: opening changes the files, and may crash.
        if not folder.is_dir() or self._seal.state(folder) is SealState.BROKEN:
            return None
        if not survives_opening(folder, self._collection_name(generation)):
            return None
        try:
            return self._counted(folder_client(folder), generation)
        except ChromaError as error:
            _log.warning("Chroma folder cannot be opened: %s", error)
            return None

    def _counted(self, client: ClientAPI, generation: int) -> ChromaVectors | None:
        try:
            chroma = ChromaVectors(client, self._collection_name(generation), create=False)
            if chroma.count() == self._library.count_vectors(self._model):
                return chroma
            chroma.close()
        except ChromaError as error:
            _log.warning("Chroma collection cannot be used: %s", error)
        return None

    def build(self) -> ChromaVectors:
        """A new collection with the library's vectors, beside the old one."""
        generation = 1 + max(int(self._library.read_meta(_GENERATION) or 0), *self._numbers(), 0)
        self.mark(Mark.BEHIND)
        name = self._collection_name(generation)
        if self._url:
            client = server_client(self._url)
        else:
            self._delete_half_built()
            client = folder_client(self._generation_folder(generation))
        chroma = ChromaVectors(client, name, create=True)
        try:
            for ids, vectors in self._library.vector_pages(self._model):
                chroma.upsert(ids, vectors)
            self._library.write_meta(_MODEL, self._model)
            self._library.write_meta(_GENERATION, str(generation))
        except LibraryError:
            chroma.close()
            raise
        return chroma

    def settle(self, chroma: ChromaVectors) -> None:
        """Note that nothing is being written, and what the files look like."""
        if self._sealed:
            return
        chroma.work_off()
        if self._url:
            token = secrets.token_hex(8)
            chroma.set_token(token)
            self._library.write_meta(_TOKEN, token)
        else:
            self._seal.close(self._current_folder())
        self.mark(Mark.SETTLED)
        self._sealed = True

    def is_intact(self) -> bool:
        """Whether the files are as this program left them; True while it writes."""
        if self._url or not self._sealed:
            return True
        return self._seal.state(self._current_folder()) is not SealState.BROKEN

    def set_aside_old(self, current: ChromaVectors) -> None:
        """Keep the last index that was replaced for inspection, and only that."""
        if self._url:
            current.drop_others(self._prefix)
            return
        generation = int(self._library.read_meta(_GENERATION) or 0)
        for number in sorted(self._numbers() - {generation}):
            remove_tree(self._folder / _QUARANTINE)
            self._generation_folder(number).rename(self._folder / _QUARANTINE)

    def _delete_half_built(self) -> None:
        """A build that was cut short left a folder that nothing ever answered from."""
        generation = int(self._library.read_meta(_GENERATION) or 0)
        for number in self._numbers():
            if number > generation:
                remove_tree(self._generation_folder(number))

    def _numbers(self) -> set[int]:
        if self._url or not self._folder.is_dir():
            return set()
        return {int(path.name) for path in self._folder.iterdir() if path.name.isdecimal()}

    def _current_folder(self) -> Path:
        return self._generation_folder(int(self._library.read_meta(_GENERATION) or 0))

    def _generation_folder(self, generation: int) -> Path:
        return self._folder / str(generation)

    def _collection_name(self, generation: int) -> str:
        return f"{self._prefix}{generation}"

    @property
    def _prefix(self) -> str:
        return f"pb-qa-{self._library.id}-"
