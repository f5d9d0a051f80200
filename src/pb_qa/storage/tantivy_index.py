"""What every tantivy index of ours shares: its folder, its one writer, commits and rebuilds.

The terms come ready cut from `pb_qa.text.search_form.search_terms`; tantivy only takes
them apart again at spaces and neither stems, folds nor drops any.
"""

from __future__ import annotations

import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Generic, TypeVar

import tantivy

_HEAP_BYTES: Final = 128_000_000
# Cuts at spaces.
TERMS: Final = "terms"
# Takes a value as it is.
RAW: Final = "raw"

Entry = TypeVar("Entry")


class TantivyIndex(ABC, Generic[Entry]):
    """An index of entries that the library can fill again; one process, one writer at a time.

    Searches may run in several threads while one thread writes.
    """

    def __init__(self, folder: Path, schema: tantivy.Schema) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._schema = schema
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
            shutil.rmtree(self._folder)
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
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer

    def close(self) -> None:
        """Finish merging and release the index; a later write opens it again."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def count(self) -> int:
        """How many entries are indexed."""
        return int(self._index.searcher().num_docs)

    def upsert(self, entries: Iterable[Entry]) -> None:
        """Index entries, in place of what was there under their names; one commit."""
        self.stage(entries)
        self.commit()

    def stage(self, entries: Iterable[Entry]) -> None:
        """Begin to index entries; nothing of it is found, or kept, before `commit`."""
        with self._lock:
            self._add(self._writing(), entries, replace=True)

    def commit(self) -> None:
        """Make what was staged durable and findable."""
        with self._lock:
            self._writing().commit()
            self._index.reload()

    def forget_staged(self) -> None:
        """Drop what was staged since the last `commit`."""
        with self._lock:
            self._writing().rollback()

    def rebuild(self, pages: Iterable[Iterable[Entry]]) -> None:
        """Index exactly these entries; until it is done the old ones answer."""
        with self._lock:
            writer = self._writing()
            committed = False
            try:
                writer.delete_all_documents()
                for page in pages:
                    self._add(writer, page, replace=False)
                writer.commit()
                committed = True
            finally:
                if not committed:
                    writer.rollback()
            self._index.reload()

    def _delete_by(self, field: str, values: Iterable[str]) -> None:
        with self._lock:
            writer = self._writing()
            for value in values:
                writer.delete_documents_by_term(field, value)
            writer.commit()
            self._index.reload()
