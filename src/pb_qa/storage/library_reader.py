"""Everything that is read from the library: documents, passages, vectors, what is left to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from pb_qa.errors import DocumentNotFoundError
from pb_qa.models import Document, DocumentInfo, Passage
from pb_qa.storage.rows import (
    INFO_COLUMNS,
    Feedback,
    FileStamp,
    Row,
    StoredOriginal,
    Vectors,
    VersionStatus,
    document_from,
    info_from,
    passage_from,
    vectors_of,
)
from pb_qa.storage.schema import documents, feedback, meta, passages, vectors, versions

VersionKey = tuple[str, int]

# SQLite takes at most 32,766 parameters in a statement.
_MAX_PARAMETERS: Final = 10_000

_INFO = (
    versions.c.document_id,
    versions.c.version,
    documents.c.source,
    *(versions.c[column] for column in INFO_COLUMNS),
)
_PASSAGE = (
    passages.c.id.label("passage_id"),
    passages.c.document_id,
    passages.c.start,
    passages.c.end,
    passages.c.page,
    passages.c.headings,
    passages.c.text.label("passage_text"),
)
_VERSION_OF_DOCUMENT = versions.join(documents, documents.c.id == versions.c.document_id)
_LIVE = documents.c.live_version == versions.c.version
_PASSAGE_OF_VERSION = sa.and_(
    passages.c.document_id == versions.c.document_id,
    passages.c.version == versions.c.version,
)
_LIVE_PASSAGES = passages.join(documents, documents.c.id == passages.c.document_id)
_IS_LIVE_PASSAGE = documents.c.live_version == passages.c.version

_FETCH_PASSAGES = (
    sa.select(*_PASSAGE, versions.c.version, documents.c.source, *_INFO[3:])
    .select_from(
        passages.join(versions, _PASSAGE_OF_VERSION).join(
            documents, documents.c.id == versions.c.document_id
        )
    )
    .where(_LIVE)
)
_FETCH_BY_ID = _FETCH_PASSAGES.where(passages.c.id.in_(sa.bindparam("ids", expanding=True)))


def chunks(items: Sequence[str], size: int = _MAX_PARAMETERS) -> Iterator[Sequence[str]]:
    """Cut a sequence into pieces that fit one statement."""
    return (items[start : start + size] for start in range(0, len(items), size))


class LibraryReader:
    """The reading half of `Library`; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read_meta(self, name: str) -> str | None:
        """A value kept beside the documents, or None."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(meta.c.value).where(meta.c.name == name))

    @property
    def id(self) -> str:
        """A name no other library has, e.g. for its collection on a shared server."""
        return self.read_meta("library_id") or ""

    # ---- documents

    def _infos(self, *conditions: sa.ColumnElement[bool]) -> list[DocumentInfo]:
        statement = (
            sa.select(*_INFO)
            .select_from(_VERSION_OF_DOCUMENT)
            .where(*conditions)
            .order_by(documents.c.source, versions.c.version)
        )
        with self._engine.connect() as connection:
            return [info_from(row) for row in connection.execute(statement).mappings()]

    def documents(self) -> list[DocumentInfo]:
        """All live documents, in the order of their sources."""
        return self._infos(_LIVE)

    def versions(self, document_id: str) -> list[DocumentInfo]:
        """Every version of a document that can still be read, oldest first."""
        readable = versions.c.status.in_([VersionStatus.LIVE, VersionStatus.SUPERSEDED])
        return self._infos(versions.c.document_id == document_id, readable)

    def find_by_hash(self, content_hash: str) -> DocumentInfo | None:
        """The first live document read from exactly these bytes."""
        found = self._infos(_LIVE, versions.c.content_hash == content_hash)
        return found[0] if found else None

    def find_by_source(self, source: str) -> DocumentInfo | None:
        """The live document at this place of the corpus."""
        found = self._infos(_LIVE, documents.c.source == source)
        return found[0] if found else None

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A document whole: its live version, or an earlier one of a live document.

        Raises
        ------
        DocumentNotFoundError
            When there is no such live document, or no such version of it.
        """
        row = self._version_row(
            versions.c.document_id == document_id,
            _LIVE if version is None else versions.c.version == version,
            versions.c.status.in_([VersionStatus.LIVE, VersionStatus.SUPERSEDED]),
        )
        if row is None:
            which = "" if version is None else f"的第 {version} 版"
            raise DocumentNotFoundError(
                f"资料库里没有文档 {document_id}{which}：可能已被移出。请在文档列表中查看现有文档。"
            )
        return document_from(row)

    def _version_row(self, *conditions: sa.ColumnElement[bool]) -> Row | None:
        statement = (
            sa.select(versions, documents.c.source)
            .select_from(_VERSION_OF_DOCUMENT)
            .where(*conditions)
        )
        with self._engine.connect() as connection:
            return connection.execute(statement).mappings().first()

    def last_versions(self) -> dict[str, int]:
        """The highest version number each document ever had; numbers are never used twice."""
        statement = sa.select(versions.c.document_id, sa.func.max(versions.c.version)).group_by(
            versions.c.document_id
        )
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def originals(self) -> dict[str, StoredOriginal]:
        """For each live document, by source, what its original looked like when read."""
        statement = (
            sa.select(*_INFO, documents.c.size, documents.c.mtime_ns)
            .select_from(_VERSION_OF_DOCUMENT)
            .where(_LIVE)
        )
        with self._engine.connect() as connection:
            return {
                row["source"]: StoredOriginal(
                    info_from(row), FileStamp(row["size"], row["mtime_ns"])
                )
                for row in connection.execute(statement).mappings()
            }

    # ---- reading passages

    def passages(self, ids: Iterable[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        """The live ones among these passages, by id, in the order of ``ids``."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, tuple[Passage, DocumentInfo]] = {}
        infos: dict[VersionKey, DocumentInfo] = {}
        with self._engine.connect() as connection:
            for chunk in chunks(wanted):
                for row in connection.execute(_FETCH_BY_ID, {"ids": chunk}).mappings():
                    key = (row["document_id"], row["version"])
                    if key not in infos:
                        infos[key] = info_from(row)
                    found[row["passage_id"]] = (passage_from(row), infos[key])
        return {passage_id: found[passage_id] for passage_id in wanted if passage_id in found}

    def document_passages(self, document_id: str, version: int | None = None) -> list[Passage]:
        """A document's passages in the order of its text: the live version's unless told."""
        at = _IS_LIVE_PASSAGE if version is None else passages.c.version == version
        statement = (
            sa.select(*_PASSAGE)
            .select_from(_LIVE_PASSAGES)
            .where(passages.c.document_id == document_id, at)
            .order_by(passages.c.ordinal)
        )
        with self._engine.connect() as connection:
            return [passage_from(row) for row in connection.execute(statement).mappings()]

    def neighbours(self, passage_id: str, reach: int = 1) -> list[Passage]:
        """Up to ``reach`` passages before and after a live passage, in the text's order."""
        this = passages.alias("this")
        statement = (
            sa.select(*_PASSAGE)
            .select_from(
                _LIVE_PASSAGES.join(
                    this,
                    sa.and_(
                        this.c.document_id == passages.c.document_id,
                        this.c.version == passages.c.version,
                    ),
                )
            )
            .where(_IS_LIVE_PASSAGE, this.c.id == passage_id, passages.c.id != passage_id)
            .where(passages.c.ordinal.between(this.c.ordinal - reach, this.c.ordinal + reach))
            .order_by(passages.c.ordinal)
        )
        with self._engine.connect() as connection:
            return [passage_from(row) for row in connection.execute(statement).mappings()]

    # ---- the whole library, page by page

    def count_passages(self) -> int:
        """How many live passages there are."""
        statement = sa.select(sa.func.count()).select_from(_LIVE_PASSAGES).where(_IS_LIVE_PASSAGE)
        with self._engine.connect() as connection:
            return connection.scalar(statement) or 0

    def count_vectors(self, model: str) -> int:
        """How many live passages have a vector of this model."""
        statement = (
            sa.select(sa.func.count())
            .select_from(_LIVE_PASSAGES.join(vectors, vectors.c.passage_key == passages.c.key))
            .where(_IS_LIVE_PASSAGE, vectors.c.model == model)
        )
        with self._engine.connect() as connection:
            return connection.scalar(statement) or 0

    def live_ids(self) -> list[str]:
        """The ids of all live passages."""
        statement = sa.select(passages.c.id).select_from(_LIVE_PASSAGES).where(_IS_LIVE_PASSAGE)
        with self._engine.connect() as connection:
            return list(connection.scalars(statement))

    def vector_pages(self, model: str, size: int = 2000) -> Iterator[tuple[list[str], Vectors]]:
        """All live and pending passages' ids with this model's vectors, in pages.

        Pending ones belong to it: they go live while the pages are being read, or are
        passed over because a hit counts only when its passage is live.
        """
        statement = (
            sa.select(passages.c.key, passages.c.id, vectors.c.vector)
            .select_from(
                passages.join(vectors, vectors.c.passage_key == passages.c.key).join(
                    versions, _PASSAGE_OF_VERSION
                )
            )
            .where(versions.c.status.in_([VersionStatus.LIVE, VersionStatus.PENDING]))
            .where(vectors.c.model == model)
            .where(passages.c.key > sa.bindparam("after"))
            .order_by(passages.c.key)
            .limit(size)
        )
        after = 0
        while True:
            with self._engine.connect() as connection:
                rows = connection.execute(statement, {"after": after}).all()
            if not rows:
                return
            yield [row.id for row in rows], vectors_of([row.vector for row in rows])
            after = rows[-1].key

    def passage_pages(self, size: int = 2000) -> Iterator[list[tuple[Passage, DocumentInfo]]]:
        """All live passages with their documents, in pages."""
        statement = (
            _FETCH_PASSAGES.add_columns(passages.c.key)
            .where(passages.c.key > sa.bindparam("after"))
            .order_by(passages.c.key)
            .limit(size)
        )
        after = 0
        while True:
            with self._engine.connect() as connection:
                rows = connection.execute(statement, {"after": after}).mappings().all()
            if not rows:
                return
            yield [(passage_from(row), info_from(row)) for row in rows]
            after = rows[-1]["key"]

    # ---- what is left to do

    def pending(self) -> list[VersionKey]:
        """Versions that were stored but never went live, oldest first."""
        statement = (
            sa.select(versions.c.document_id, versions.c.version)
            .where(versions.c.status == VersionStatus.PENDING)
            .order_by(versions.c.created_at, versions.c.version)
        )
        with self._engine.connect() as connection:
            return [(row.document_id, row.version) for row in connection.execute(statement)]

    def version_to_finish(self, key: VersionKey) -> Document:
        """A version whole, pending or live.

        Raises
        ------
        DocumentNotFoundError
            When there is none.
        """
        alive = versions.c.status.in_([VersionStatus.LIVE, VersionStatus.PENDING])
        row = self._version_row(
            versions.c.document_id == key[0], versions.c.version == key[1], alive
        )
        if row is None:
            raise DocumentNotFoundError(f"资料库里没有文档 {key[0]} 的第 {key[1]} 版。")
        return document_from(row)

    def pending_version(self, key: VersionKey) -> tuple[DocumentInfo, list[Passage], Vectors, str]:
        """A pending version with its passages, their vectors and the model that gave these."""
        document_id, version = key
        of_version = sa.and_(versions.c.document_id == document_id, versions.c.version == version)
        vectors_statement = (
            sa.select(vectors.c.vector, vectors.c.model)
            .select_from(passages.join(vectors, vectors.c.passage_key == passages.c.key))
            .where(passages.c.document_id == document_id, passages.c.version == version)
            .order_by(passages.c.ordinal)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(vectors_statement).all()
        return (
            self._infos(of_version)[0],
            self.document_passages(document_id, version),
            # They were stored at once, so that one model gave them all.
            vectors_of([row.vector for row in rows]),
            rows[0].model if rows else "",
        )

    def dead_passages(self) -> list[str]:
        """Passages of versions neither live nor pending, still to leave the indexes."""
        statement = (
            sa.select(passages.c.id)
            .select_from(passages.join(versions, _PASSAGE_OF_VERSION))
            .where(versions.c.status.in_([VersionStatus.SUPERSEDED, VersionStatus.REMOVED]))
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(statement))

    def damage(self) -> list[str]:
        """What SQLite and the spans say against the library, in Chinese; empty when sound."""
        spans = (
            sa.select(sa.func.count())
            .select_from(passages.join(versions, _PASSAGE_OF_VERSION))
            .where(versions.c.status == VersionStatus.LIVE)
            .where(
                passages.c.text
                != sa.func.substr(
                    versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start
                )
            )
        )
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            wrong = connection.scalar(spans) or 0
        problems = [] if found == "ok" else [f"资料库文件已损坏：{found}。请移走后重新同步。"]
        if wrong:
            problems.append(f"有 {wrong} 个段落与它所在的文档对不上。请重新同步这些文档。")
        return problems

    def feedback(self) -> list[Feedback]:
        """All feedback, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(feedback).order_by(feedback.c.key)).all()
        return [
            Feedback(
                question=row.question,
                answer=row.answer,
                citations=tuple(json.loads(row.citations)),
                rating=row.rating,
                created_at=row.created_at,
            )
            for row in rows
        ]
