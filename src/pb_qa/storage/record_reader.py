"""What lists show of documents and their versions, and what people have corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from pb_qa.catalog import DocumentRecord
from pb_qa.errors import DocumentNotFoundError
from pb_qa.models import DocumentInfo, Passage
from pb_qa.storage.facts import FACTS_FORMAT
from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.rows import (
    INFO_COLUMNS,
    NAMING,
    FileStamp,
    Row,
    Spans,
    Vectors,
    VersionOrigin,
    VersionStatus,
    info_from,
    passage_from,
    vectors_of,
)
from pb_qa.storage.schema import (
    documents,
    figure_lists,
    metadata_edits,
    passages,
    undone_cuts,
    vectors,
    version_facts,
    version_origins,
    versions,
)
from pb_qa.storage.version_notes import origin_from

_INFO: Final = (
    versions.c.document_id,
    versions.c.version,
    documents.c.source,
    *(versions.c[column] for column in INFO_COLUMNS),
)


def _of_version(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.document_id == versions.c.document_id, table.c.version == versions.c.version
    )


_LIVE_VERSIONS: Final = versions.join(
    documents,
    sa.and_(
        documents.c.id == versions.c.document_id,
        documents.c.live_version == versions.c.version,
    ),
)
_FIRST_SEEN: Final = (
    sa.select(versions.c.document_id, sa.func.min(versions.c.created_at).label("added_at"))
    .group_by(versions.c.document_id)
    .subquery()
)
_EDITED: Final = sa.exists().where(metadata_edits.c.document_id == versions.c.document_id)
_RECORDS: Final = (
    sa.select(
        *_INFO,
        documents.c.size,
        versions.c.created_at,
        _FIRST_SEEN.c.added_at,
        version_facts.c.characters,
        version_facts.c.passages,
        version_facts.c.pages,
        version_facts.c.weak_pages,
        figure_lists.c.count.label("figures"),
        _EDITED.label("edited"),
        version_origins.c.origin,
        version_origins.c.undone,
        version_origins.c.stated,
    )
    .select_from(
        _LIVE_VERSIONS.outerjoin(version_facts, _of_version(version_facts))
        .outerjoin(version_origins, _of_version(version_origins))
        .outerjoin(figure_lists, _of_version(figure_lists))
        .join(_FIRST_SEEN, _FIRST_SEEN.c.document_id == versions.c.document_id)
    )
    .order_by(documents.c.source)
)


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a live document that can still be read.

    Attributes
    ----------
    size
        Of its original, in bytes.
    """

    info: DocumentInfo
    live: bool
    created_at: float
    characters: int
    size: int
    origin: VersionOrigin


class RecordReader:
    """Reads what is kept beside the texts; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self, statement: sa.Select[Any]) -> list[Row]:
        """What a statement of another module selects."""
        with self._engine.connect() as connection:
            return list(connection.execute(statement).mappings())

    def all(self) -> list[DocumentRecord]:
        """Every live document, in the order of the sources."""
        return [_record(row) for row in self.rows(_RECORDS)]

    def one(self, document_id: str) -> DocumentRecord:
        """A live document.

        Raises
        ------
        DocumentNotFoundError
            When there is none with this id.
        """
        rows = self.rows(_RECORDS.where(documents.c.id == document_id))
        if not rows:
            raise DocumentNotFoundError(
                f"资料库里没有文档 {document_id}：可能已被移出。请在文档列表中查看现有文档。"
            )
        return _record(rows[0])

    def versions(self, document_id: str) -> list[KeptVersion]:
        """Every version of a live document that can still be read, newest first."""
        statement = (
            sa.select(
                *_INFO,
                versions.c.status,
                versions.c.created_at,
                versions.c.size,
                sa.func.length(versions.c.text).label("characters"),
                version_origins.c.origin,
                version_origins.c.undone,
                version_origins.c.stated,
            )
            .select_from(
                versions.join(documents, documents.c.id == versions.c.document_id).outerjoin(
                    version_origins, _of_version(version_origins)
                )
            )
            .where(versions.c.document_id == document_id)
            .where(versions.c.status.in_([VersionStatus.LIVE, VersionStatus.SUPERSEDED]))
            .order_by(versions.c.version.desc())
        )
        return [
            KeptVersion(
                info_from(row),
                row["status"] == VersionStatus.LIVE,
                row["created_at"],
                row["characters"],
                row["size"],
                origin_from(row),
            )
            for row in self.rows(statement)
        ]

    def origin(self, document_id: str, version: int) -> VersionOrigin:
        """How a version came about."""
        statement = sa.select(version_origins).where(
            version_origins.c.document_id == document_id, version_origins.c.version == version
        )
        rows = self.rows(statement)
        return origin_from(rows[0]) if rows else VersionOrigin()

    def corrected(self) -> dict[str, VersionOrigin]:
        """The origins of live versions whose metadata people have corrected, by document."""
        statement = (
            sa.select(version_origins)
            .select_from(_LIVE_VERSIONS.join(version_origins, _of_version(version_origins)))
            .where(version_origins.c.stated != "{}")
        )
        return {row["document_id"]: origin_from(row) for row in self.rows(statement)}

    def last_version(self, document_id: str) -> int:
        """The highest number a version of this document ever had; 0 when it never had one."""
        statement = sa.select(sa.func.max(versions.c.version)).where(
            versions.c.document_id == document_id
        )
        with self._engine.connect() as connection:
            return connection.scalar(statement) or 0

    def stamp(self, document_id: str) -> FileStamp:
        """What the original of a live document looked like when it was last seen."""
        statement = sa.select(documents.c.size, documents.c.mtime_ns).where(
            documents.c.id == document_id
        )
        (row,) = self.rows(statement)
        return FileStamp(row["size"], row["mtime_ns"])

    def vectors(self, document_id: str, model: str) -> list[tuple[Passage, Vectors]]:
        """The passages of a live document with their vectors (d,) of this model."""
        statement = (
            sa.select(
                passages.c.id.label("passage_id"),
                passages.c.document_id,
                passages.c.start,
                passages.c.end,
                passages.c.page,
                passages.c.headings,
                passages.c.text.label("passage_text"),
                vectors.c.vector,
            )
            .select_from(
                passages.join(documents, documents.c.id == passages.c.document_id).join(
                    vectors, vectors.c.passage_key == passages.c.key
                )
            )
            .where(passages.c.document_id == document_id, vectors.c.model == model)
            .where(documents.c.live_version == passages.c.version)
            .order_by(passages.c.ordinal)
        )
        return [(passage_from(row), vectors_of([row["vector"]])[0]) for row in self.rows(statement)]

    def earlier_sizes(self) -> dict[str, set[int]]:
        """Sizes of the originals of superseded versions, by document."""
        statement = sa.select(versions.c.document_id, versions.c.size).where(
            versions.c.status == VersionStatus.SUPERSEDED
        )
        found: dict[str, set[int]] = {}
        for row in self.rows(statement):
            found.setdefault(row["document_id"], set()).add(row["size"])
        return found

    def titles(self) -> dict[str, list[tuple[float, str]]]:
        """When each version came in and its title, by document, removed ones as well."""
        statement = sa.select(
            versions.c.document_id, versions.c.created_at, versions.c.title
        ).order_by(versions.c.version)
        found: dict[str, list[tuple[float, str]]] = {}
        for row in self.rows(statement):
            found.setdefault(row["document_id"], []).append((row["created_at"], row["title"]))
        return found

    def edits(self) -> dict[str, dict[str, str]]:
        """What people have said about documents: field and value by document id."""
        found: dict[str, dict[str, str]] = {}
        for row in self.rows(sa.select(metadata_edits)):
            found.setdefault(row["document_id"], {})[row["field"]] = row["value"]
        return found

    def undone(self) -> Mapping[str, Spans]:
        """Where cuts have been undone: spans of the raw text by content hash."""
        statement = sa.select(undone_cuts).order_by(undone_cuts.c.content_hash, undone_cuts.c.start)
        found: dict[str, Spans] = {}
        for row in self.rows(statement):
            spans = found.get(row["content_hash"], ())
            found[row["content_hash"]] = (*spans, (row["start"], row["end"]))
        return found

    def without_facts(self) -> list[tuple[VersionKey, int]]:
        """Live versions whose facts are missing or of another program, with their passages."""
        counted = sa.select(sa.func.count()).where(_of_version(passages)).scalar_subquery()
        statement = (
            sa.select(versions.c.document_id, versions.c.version, counted.label("passages"))
            .select_from(_LIVE_VERSIONS.outerjoin(version_facts, _of_version(version_facts)))
            .where(version_facts.c.format.is_distinct_from(FACTS_FORMAT))
        )
        return [
            ((row["document_id"], row["version"]), row["passages"]) for row in self.rows(statement)
        ]


def _record(row: Row) -> DocumentRecord:
    return DocumentRecord(
        info=info_from(row),
        characters=row["characters"] or 0,
        passages=row["passages"] or 0,
        figures=row["figures"] or 0,
        pages=row["pages"] or 0,
        size=row["size"],
        added_at=row["added_at"],
        changed_at=row["created_at"],
        edited=bool(row["edited"]),
        weak_pages=row["weak_pages"] or 0,
        own_words=origin_from(row).own_words(*NAMING, "issuer") if row["edited"] else "",
    )
