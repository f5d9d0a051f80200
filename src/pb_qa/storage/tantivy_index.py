"""What every tantivy index of ours shares: its folder, its one writer, commits and rebuilds.

The terms come ready cut from `pb_qa.text.search_form.search_terms`; tantivy only takes
them apart again at spaces and neither stems, folds nor drops any.
"""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Generic, TypeVar

import tantivy

from pb_qa.errors import LibraryError
from pb_qa.storage.seal import Seal, SealState, remove_tree

_log = logging.getLogger(__name__)

_HEAP_BYTES: Final = 128_000_000
# Cuts at spaces.
TERMS: Final = "terms"
# Takes a value as it is.
RAW: Final = "raw"

Entry = TypeVar("Entry")


class IndexWriteError(LibraryError):
    """An index cannot be written; the library still has everything that is in it."""


class TantivyIndex(ABC, Generic[Entry]):
    """An index of entries that the library can fill again; one process, one writer at a time.

    Searches may run in several threads while one thread writes.

    Parameters
    ----------
    seal
        Tells whether the folder is as it was left; without one, only what cannot be opened
        counts as damaged.

    Attributes
    ----------
    found_damaged
        Whether the folder was found damaged or changed when it was opened. It was set
        aside, and the index is empty until it is rebuilt.
    left_open
        Whether the process that wrote it last was killed: what is in it has to be compared
        with the library.
    """

    def __init__(self, folder: Path, schema: tantivy.Schema, seal: Seal | None = None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._schema = schema
        self._seal = seal
        state = seal.state(folder) if seal is not None else SealState.UNKNOWN
        self.found_damaged = state is SealState.BROKEN
        self.left_open = state is SealState.OPEN
        self._settled = seal is None or state is SealState.INTACT
        if self.found_damaged:
            _set_aside(folder)
        self._open()

    @abstractmethod
    def _add(self, writer: tantivy.IndexWriter, entries: Iterable[Entry], *, replace: bool) -> None:
        """Write entries, in place of what was there under their names if ``replace``."""

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(self._schema, path=str(self._folder))
        except ValueError:
            # Damaged or of another schema: start empty, the library fills it again.
            self.found_damaged = True
            _set_aside(self._folder)
            self._folder.mkdir(mode=0o700)
            self._index = tantivy.Index(self._schema, path=str(self._folder))
        # What is merged in the background must not change the order of equal hits
        # between two pages of a list: only a commit of ours shows anything new.
        self._index.config_reader("manual")
        self._index.reload()
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(TERMS, whitespace)
        self._writer: tantivy.IndexWriter | None = None

    def _writing(self) -> tantivy.IndexWriter:
        self._unsettle()
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, 1)
            # What a commit that was cut short has left bars the next one from the same names.
            self._writer.garbage_collect_files()
        return self._writer

    def close(self) -> None:
        """Finish merging and release the index; a later write opens it again."""
        with self._lock:
            self.settle()
            self._finish_merging()

    def settle(self) -> None:
        """Note that nothing is being written: call it after each batch of changes."""
        with self._lock:
            if self._seal is not None and not self._settled:
                self._finish_merging()
                try:
                    self._seal.close(self._folder)
                except LibraryError as error:
                    # Unsealed, it is compared with the library at the next start.
                    _log.warning("index not sealed: %s", error)
                else:
                    self._settled = True

    def _unsettle(self) -> None:
        if self._seal is not None and self._settled:
            self._seal.open()
        self._settled = self._seal is None

    def _finish_merging(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def is_intact(self) -> bool:
        """Whether every file is as this program left it, as far as that was noted."""
        with self._lock:
            if self._seal is None or not self._settled:
                return True
            return self._seal.state(self._folder) is not SealState.BROKEN

    def start_afresh(self) -> None:
        """Set the files aside and begin with an empty index, to be rebuilt."""
        with self._lock:
            self._finish_merging()
            self._unsettle()
            _set_aside(self._folder)
            self._open()

    def count(self) -> int:
        """How many entries are indexed."""
        return int(self._index.searcher().num_docs)

    def upsert(self, entries: Iterable[Entry]) -> None:
        """Index entries, in place of what was there under their names; one commit."""
        self.stage(entries)
        self.commit()

    def stage(self, entries: Iterable[Entry]) -> None:
        """Begin to index entries; nothing of it is found, or kept, before `commit`."""
        with self._lock, self._saying_what_failed():
            self._add(self._writing(), entries, replace=True)

    def commit(self) -> None:
        """Make what was staged durable and findable."""
        with self._lock, self._saying_what_failed():
            self._writing().commit()
            self._index.reload()

    def forget_staged(self) -> None:
        """Drop what was staged since the last `commit`."""
        with self._lock:
            if self._writer is not None:
                self._writer.rollback()

    def rebuild(self, pages: Iterable[Iterable[Entry]]) -> None:
        """Index exactly these entries; until it is done the old ones answer."""
        with self._lock, self._saying_what_failed():
            writer = self._writing()
            writer.delete_all_documents()
            for page in pages:
                self._add(writer, page, replace=False)
            writer.commit()
            self._index.reload()

    def _delete_by(self, field: str, values: Iterable[str]) -> None:
        with self._lock, self._saying_what_failed():
            writer = self._writing()
            for value in values:
                writer.delete_documents_by_term(field, value)
            writer.commit()
            self._index.reload()

    @contextmanager
    def _saying_what_failed(self) -> Iterator[None]:
        """Tell people why nothing could be written, and let go of the writer.

        A writer that has failed once may go on failing when the cause is gone; what it had
        not committed is gone with it.
        """
        failed = True
        try:
            yield
            failed = False
        except (ValueError, OSError) as error:
            raise IndexWriteError(
                f"索引文件写不进去：{error}。这一批没有生效，原有内容不受影响；"
                f"请检查磁盘空间和文件夹权限（{self._folder}）后再试。"
            ) from error
        finally:
            if failed and self._writer is not None:
                writer, self._writer = self._writer, None
                with suppress(ValueError, OSError):
                    # Gives up the lock, too.
                    writer.wait_merging_threads()


def _set_aside(folder: Path) -> None:
    """Keep the last folder that was found damaged for inspection, and only that."""
    if not folder.exists():
        return
    quarantine = folder.with_name(f"{folder.name}.quarantine")
    remove_tree(quarantine)
    folder.rename(quarantine)
