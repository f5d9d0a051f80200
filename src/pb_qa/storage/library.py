"""The truth: documents, their versions, passages, vectors and figures in one SQLite file.

Every change is one transaction. A version is first *pending* (stored, not yet in the
indexes, never an answer), then *live*; the version before it becomes *superseded* in the
same transaction. Passages and figures of versions that are neither stay until they have
left the indexes (`dead_passages` and `purge`, `figures.dead` and `purge_figures`), so that
a kill at any moment leaves a record of what is still to be done.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from pb_qa.errors import LibraryError
from pb_qa.figures import Figure
from pb_qa.models import Document
from pb_qa.storage.collections import CollectionReader
from pb_qa.storage.feedback_rows import withdraw_feedback
from pb_qa.storage.figure_reader import FigureReader
from pb_qa.storage.figure_rows import delete_figures, insert_figures
from pb_qa.storage.library_errors import refuse_if_vanished, say_what_is_wrong
from pb_qa.storage.library_reader import LibraryReader, VersionKey, chunks
from pb_qa.storage.precedence import Precedence
from pb_qa.storage.record_reader import RecordReader
from pb_qa.storage.reposts import RepostReader
from pb_qa.storage.rows import (
    Feedback,
    FileStamp,
    NewVersion,
    VersionStatus,
    passage_row,
    vector_blob,
    version_row,
)
from pb_qa.storage.schema import (
    SCHEMA_VERSION,
    documents,
    feedback,
    meta,
    metadata,
    passages,
    staged_vectors,
    vectors,
    versions,
)
from pb_qa.storage.version_bundle import VersionBundle, recall_corrections, recall_versions
from pb_qa.storage.version_notes import delete_notes, insert_notes

_ID: sa.BindParameter[str] = sa.bindparam("of_id")
_VERSION: sa.BindParameter[int] = sa.bindparam("to_version")
_THIS_VERSION = sa.and_(versions.c.document_id == _ID, versions.c.version == _VERSION)
_SUPERSEDE = (
    sa.update(versions)
    .where(versions.c.document_id == _ID, versions.c.version < _VERSION)
    .where(
        sa.or_(versions.c.status == VersionStatus.LIVE, versions.c.status == VersionStatus.PENDING)
    )
    .values(status=VersionStatus.SUPERSEDED)
)
_MAKE_LIVE = sa.update(versions).where(_THIS_VERSION).values(status=VersionStatus.LIVE)
_POINT_TO_LIVE = (
    sa.update(documents)
    .where(documents.c.id == _ID)
    .values(
        live_version=_VERSION,
        size=sa.select(versions.c.size).where(_THIS_VERSION).scalar_subquery(),
        mtime_ns=sa.select(versions.c.mtime_ns).where(_THIS_VERSION).scalar_subquery(),
    )
)
# What is kept of a version that no longer counts: its number and title.
_EMPTIED = {
    "status": VersionStatus.REMOVED,
    "text": "",
    "sections": "[]",
    "pages": "[]",
    "receipt": "[]",
    "content_hash": "",
}


def _configure(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL costs one fsync a batch and also outlives a power cut.
    cursor.execute("PRAGMA synchronous=FULL")
    # What is deleted is overwritten, so that a removed document's text is nowhere.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.execute("PRAGMA mmap_size=268435456")
    cursor.close()


class Library(LibraryReader):
    """Documents with their versions, passages, vectors and figures.

    Safe to use from several threads: reads run side by side, writes one after another.

    Attributes
    ----------
    figures
        What can be read of the figures.
    collections
        The folders of the corpus, and what lies in each.
    reposts
        Which documents are near-duplicates of which.
    records
        What lists show of documents and versions, and what people have corrected.
    precedence
        Who goes first where questions and changes meet.
    writes
        How often this process has written: as long as it stays the same, so does
        everything that was read, unless it is ``committing``.
    committing
        Whether what is written may be read by now without having been counted.

    Raises
    ------
    LibraryError
        When the file is no library of this version, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._write_lock = threading.RLock()
        refuse_if_vanished(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        engine = sa.create_engine(f"sqlite:///{path}", pool_size=8, max_overflow=64)
        say_what_is_wrong(engine, path)
        super().__init__(engine)
        self.figures = FigureReader(engine)
        self.collections = CollectionReader(engine)
        self.reposts = RepostReader(engine, lambda: self.writes)
        self.records = RecordReader(engine)
        self.precedence = Precedence()
        self.writes = 0
        self.committing = False
        self._last_figure = 0
        sa.event.listen(self._engine, "connect", _configure)
        try:
            self._create()
        except LibraryError:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Release the file; the library cannot be used afterwards."""
        self._engine.dispose()

    def _create(self) -> None:
        with self._engine.begin() as connection:
            metadata.create_all(connection)
            found = connection.scalar(
                sa.select(meta.c.value).where(meta.c.name == "schema_version")
            )
            if found is None:
                connection.execute(
                    insert(meta).values(
                        [
                            {"name": "schema_version", "value": SCHEMA_VERSION},
                            {"name": "library_id", "value": uuid.uuid4().hex},
                        ]
                    )
                )
        if found not in (None, SCHEMA_VERSION):
            raise LibraryError(
                f"资料库是另一个版本的程序建立的（格式 {found}，本程序为 {SCHEMA_VERSION}）："
                f"{self.path}。请换用对应版本的程序，或移走这个文件后重新同步。"
            )

    # ---- settings of the library itself

    def write_meta(self, name: str, value: str) -> None:
        """Keep a value beside the documents."""
        statement = insert(meta).values(name=name, value=value)
        with self.transaction() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )

    # ---- writing

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction for writing, one at a time.

        Raises
        ------
        LibraryError
            When it could not be written; then nothing of it was.
        """
        try:
            with self._write_lock:
                try:
                    with self._engine.begin() as connection:
                        yield connection
                        self.committing = True
                    self.writes += 1
                finally:
                    self.committing = False
        except DatabaseError as error:
            raise LibraryError(
                f"写入资料库失败：{error.orig}。这一批没有写入，原有内容不受影响；"
                "请检查磁盘空间和权限后再试。"
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for several reads that belong together."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing is written as long as this lasts, which should be short."""
        with self._write_lock:
            yield

    def store(self, batch: Sequence[NewVersion], model: str, figures_format: str = "") -> list[int]:
        """Store versions as pending, all of them in one transaction.

        Parameters
        ----------
        model
            Name of the embedding model that gave the vectors.
        figures_format
            Format of the extraction that gave the figures.

        Returns
        -------
        list of int
            For each version the key of its first figure; those of the others follow it.
        """
        now = time.time()
        with self.transaction() as connection:
            first = (connection.scalar(sa.select(sa.func.max(passages.c.key))) or 0) + 1
            keys = count(first)
            connection.execute(
                insert(documents).on_conflict_do_nothing(),
                [{"id": new.document.id, "source": new.document.source} for new in batch],
            )
            connection.execute(insert(versions), [version_row(new, now) for new in batch])
            passage_rows: list[dict[str, Any]] = []
            vector_rows: list[dict[str, Any]] = []
            for new in batch:
                for ordinal, passage in enumerate(new.passages):
                    key = next(keys)
                    passage_rows.append(passage_row(passage, new.document.version, ordinal, key))
                    vector_rows.append(
                        {
                            "passage_key": key,
                            "model": model,
                            "vector": vector_blob(new.vectors[ordinal]),
                        }
                    )
            if passage_rows:
                connection.execute(insert(passages), passage_rows)
                connection.execute(insert(vectors), vector_rows)
            insert_notes(connection, batch)
            for new in batch:
                if new.earlier is not None:
                    recall_versions(connection, new.earlier)
            with_figures = [(new.document, new.figures) for new in batch]
            return self._insert_figures(connection, with_figures, figures_format)

    def recall(self, bundle: VersionBundle, *, corrections: bool = False) -> None:
        """Put back the versions of a removed document, or what people have corrected of it."""
        with self.transaction() as connection:
            (recall_corrections if corrections else recall_versions)(connection, bundle)

    def replace_figures(
        self, batch: Sequence[tuple[Document, Sequence[Figure]]], figures_format: str
    ) -> None:
        """Put the figures of another extraction in the place of those stored, if any were."""
        with self.transaction() as connection:
            delete_figures(connection, [(document.id, document.version) for document, _ in batch])
            self._insert_figures(connection, batch, figures_format)

    def _insert_figures(
        self,
        connection: Connection,
        batch: Sequence[tuple[Document, Sequence[Figure]]],
        figures_format: str,
    ) -> list[int]:
        # A list that is being read must not meet another figure under a key it holds.
        first_keys, self._last_figure = insert_figures(
            connection, batch, figures_format, self._last_figure
        )
        return first_keys

    def flip(self, keys: Sequence[VersionKey]) -> None:
        """Make pending versions live and the versions before them superseded, at once."""
        if not keys:
            return
        rows = [{"of_id": document_id, "to_version": version} for document_id, version in keys]
        with self.transaction() as connection:
            connection.execute(_SUPERSEDE, rows)
            connection.execute(_MAKE_LIVE, rows)
            connection.execute(_POINT_TO_LIVE, rows)

    def discard(self, keys: Sequence[VersionKey]) -> None:
        """Give up pending versions; what was live stays live."""
        with self.transaction() as connection:
            for document_id, version in keys:
                connection.execute(
                    sa.update(versions)
                    .where(versions.c.document_id == document_id)
                    .where(versions.c.version == version)
                    .where(versions.c.status == VersionStatus.PENDING)
                    .values(_EMPTIED)
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Take documents out: from now on they answer nothing, and their text is gone.

        Only the numbers and titles of their versions stay, so that a document that comes
        back goes on counting; the rest is beside its original in the recycle bin
        (`pb_qa.storage.version_bundle`).
        """
        with self.transaction() as connection:
            for chunk in chunks(ids):
                connection.execute(
                    sa.update(documents)
                    .where(documents.c.id.in_(chunk))
                    .values(live_version=None, size=None, mtime_ns=None)
                )
                connection.execute(
                    sa.update(versions).where(versions.c.document_id.in_(chunk)).values(_EMPTIED)
                )
                delete_notes(connection, chunk)
            withdraw_feedback(connection, ids)

    def scrub(self) -> None:
        """Bring what was deleted out of the write-ahead log as well, unless somebody reads."""
        # On a disk that is full it stays until the next one.
        with suppress(DatabaseError), self._write_lock, self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def restamp(self, document_id: str, stamp: FileStamp) -> None:
        """Remember that the original, though touched, still has the same content."""
        with self.transaction() as connection:
            connection.execute(
                sa.update(documents)
                .where(documents.c.id == document_id)
                .values(size=stamp.size, mtime_ns=stamp.mtime_ns)
            )

    def purge(self, passage_ids: Sequence[str]) -> None:
        """Forget dead passages that have left both indexes."""
        with self.transaction() as connection:
            for chunk in chunks(passage_ids):
                keys = sa.select(passages.c.key).where(passages.c.id.in_(chunk))
                for table in (vectors, staged_vectors):
                    connection.execute(sa.delete(table).where(table.c.passage_key.in_(keys)))
                connection.execute(sa.delete(passages).where(passages.c.id.in_(chunk)))

    def purge_figures(self, keys: Sequence[VersionKey]) -> None:
        """Forget the figures of dead versions that have left the index."""
        with self.transaction() as connection:
            delete_figures(connection, keys)

    def add_feedback(self, given: Feedback) -> None:
        """Keep what a reader thought of an answer."""
        with self.transaction() as connection:
            connection.execute(
                insert(feedback).values(
                    question=given.question,
                    answer=given.answer,
                    citations=json.dumps(given.citations, ensure_ascii=False),
                    rating=given.rating,
                    created_at=given.created_at,
                )
            )
