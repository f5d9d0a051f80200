"""The versions of a removed document: one file beside its original in the recycle bin.

A file of JSON lines under gzip, whose checksum tells when it is damaged. The first line says
of which document it is; every other line is one version with all that the library kept of
it. Its name begins with a dot, so that it is no original of its own.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.record_reader import RecordReader
from pb_qa.storage.rows import INFO_COLUMNS, Spans, VersionStatus, document_from
from pb_qa.storage.schema import (
    documents,
    metadata_edits,
    undone_cuts,
    version_facts,
    version_origins,
    versions,
)

_FORMAT: Final = "pb_qa versions 1"
_SUFFIX: Final = ".versions"
_UNFINISHED: Final = ".part"
# One line is one text; more than this no text has.
_LONGEST_LINE: Final = 1 << 30
_KINDS: Final[Mapping[str, type]] = {
    "version": int,
    "size": int,
    "mtime_ns": int,
    "created_at": float,
    "text": str,
    "sections": str,
    "pages": str,
    "receipt": str,
    **dict.fromkeys(INFO_COLUMNS, str),
}
_NOTES: Final = (version_origins, version_facts)
_READABLE: Final = (VersionStatus.LIVE, VersionStatus.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class VersionBundle:
    """What the first line of a bundle says.

    Attributes
    ----------
    content_hash
        Of the original that lies beside it.
    last
        The highest number of a version.
    edits, undone
        What people have corrected: fields and values, spans by content.
    damaged
        Whether not even its first line could be read.
    """

    path: Path
    document_id: str = ""
    source: str = ""
    content_hash: str = ""
    last: int = 0
    count: int = 0
    edits: Mapping[str, str] = field(default_factory=dict)
    undone: Mapping[str, Spans] = field(default_factory=dict)
    damaged: bool = False

    def is_whole(self) -> bool:
        """Whether every version in it can be read."""
        try:
            return not self.damaged and sum(1 for _ in self.rows()) == self.count
        except (OSError, ValueError, EOFError, TypeError, KeyError, zlib.error):
            return False

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each version as it was stored, one at a time.

        Raises
        ------
        ValueError, EOFError, TypeError, KeyError, OSError, zlib.error
            When the file is damaged; call `is_whole` before.
        """
        with gzip.open(self.path, "rb") as lines:
            lines.readline(_LONGEST_LINE)
            while line := lines.readline(_LONGEST_LINE):
                row = json.loads(line)
                _check(row, self)
                yield row


def bundle_name(document_id: str) -> str:
    """Name of the bundle of a document, in the folder of the moment of its removal."""
    return f".{document_id}{_SUFFIX}"


def document_of(name: str) -> str:
    """The document that a file of this name is the bundle of, finished or not; else empty."""
    whole = name.removesuffix(_UNFINISHED)
    return whole[1 : -len(_SUFFIX)] if name.startswith(".") and whole.endswith(_SUFFIX) else ""


def write_bundle(
    path: Path,
    records: RecordReader,
    document_id: str,
    content_hash: str,
    belongs_to: tuple[str, str] | None = None,
) -> None:
    """Write every version that can be read; the file appears whole, and on the disk.

    Parameters
    ----------
    belongs_to
        Id and source of the document that the versions are to belong to, if another one.

    Raises
    ------
    OSError
        When it cannot be written; then it is not there.
    """
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            with gzip.GzipFile("", "wb", 1, file, mtime=0) as packed:
                for line in _lines(records, document_id, content_hash, belongs_to):
                    packed.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def open_bundle(path: Path) -> VersionBundle:
    """The bundle in a file, damaged or not.

    Raises
    ------
    OSError
        When the file cannot be opened at all.
    """
    with path.open("rb") as file:
        try:
            with gzip.GzipFile("", "rb", fileobj=file) as lines:
                head = json.loads(lines.readline(_LONGEST_LINE))
            if head["format"] != _FORMAT:
                return VersionBundle(path, damaged=True)
            return VersionBundle(
                path,
                str(head["document_id"]),
                str(head["source"]),
                str(head["content_hash"]),
                int(head["last"]),
                int(head["count"]),
                {str(name): str(value) for name, value in head["edits"].items()},
                {
                    str(content): tuple((int(start), int(end)) for start, end in spans)
                    for content, spans in head["undone"].items()
                },
            )
        except (ValueError, EOFError, TypeError, KeyError, AttributeError, OSError, zlib.error):
            return VersionBundle(path, damaged=True)


def recall_versions(connection: Connection, bundle: VersionBundle) -> int:
    """Put the versions of a bundle back as earlier ones; those that are there stay.

    Returns
    -------
    int
        How many came back.
    """
    connection.execute(
        insert(documents).on_conflict_do_nothing(),
        {"id": bundle.document_id, "source": bundle.source},
    )
    came = 0
    for row in bundle.rows():
        notes = {table.name: row.pop(table.name) for table in _NOTES}
        key = {"document_id": bundle.document_id, "version": row["version"]}
        values = {**row, **key, "status": VersionStatus.SUPERSEDED}
        done = connection.execute(
            insert(versions)
            .values(values)
            .on_conflict_do_update(
                index_elements=["document_id", "version"],
                set_=values,
                where=versions.c.status == VersionStatus.REMOVED,
            )
        )
        if not done.rowcount:
            continue
        came += 1
        for table in _NOTES:
            if notes[table.name]:
                connection.execute(
                    insert(table).values({**notes[table.name], **key}).on_conflict_do_nothing()
                )
    return came


def recall_corrections(connection: Connection, bundle: VersionBundle) -> None:
    """Put back what people have corrected, and nothing else that they once said of its place."""
    edits = [
        {"document_id": bundle.document_id, "field": name, "value": value}
        for name, value in bundle.edits.items()
    ]
    cuts = [
        {"content_hash": content, "start": start, "end": end}
        for content, spans in bundle.undone.items()
        for start, end in spans
    ]
    said_before = metadata_edits.c.document_id == bundle.document_id
    connection.execute(metadata_edits.delete().where(said_before))
    if edits:
        connection.execute(insert(metadata_edits), edits)
    if cuts:
        connection.execute(insert(undone_cuts).on_conflict_do_nothing(), cuts)


def _lines(
    records: RecordReader,
    document_id: str,
    content_hash: str,
    belongs_to: tuple[str, str] | None,
) -> Iterator[dict[str, object]]:
    """First who it is, then each version; one text at a time is in memory."""
    keys = sa.select(versions.c.version, versions.c.content_hash, documents.c.source)
    kept = records.rows(
        keys.join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.document_id == document_id, versions.c.status.in_(_READABLE))
        .order_by(versions.c.version)
    )
    undone = records.undone()
    contents = {row["content_hash"] for row in kept}
    owner, source = belongs_to or (document_id, kept[0]["source"])
    yield {
        "format": _FORMAT,
        "document_id": owner,
        "source": source,
        "content_hash": content_hash,
        "last": kept[-1]["version"],
        "count": len(kept),
        "edits": records.edits().get(document_id, {}),
        "undone": {content: undone[content] for content in sorted(contents & undone.keys())},
    }
    for row in kept:
        yield _line(records, (document_id, row["version"]))


def _line(records: RecordReader, key: VersionKey) -> dict[str, object]:
    def of_version(table: sa.Table) -> dict[str, object] | None:
        statement = sa.select(table).where(table.c.document_id == key[0], table.c.version == key[1])
        found = records.rows(statement)
        return dict(found[0]) if found else None

    line = of_version(versions) or {}
    return {name: line[name] for name in _KINDS} | {t.name: of_version(t) for t in _NOTES}


def _check(row: dict[str, Any], bundle: VersionBundle) -> None:
    """Raise an error for a row that is none of a version."""
    if row.keys() != _KINDS.keys() | {table.name for table in _NOTES}:
        raise ValueError("not the columns of a version")
    for name, kind in _KINDS.items():
        if type(row[name]) is not kind:
            raise TypeError(name)
    document_from({**row, "document_id": bundle.document_id, "source": bundle.source})  # type: ignore[arg-type]
    for table in _NOTES:
        notes = row[table.name]
        if notes is not None and notes.keys() != {column.name for column in table.columns}:
            raise ValueError(f"not the columns of {table.name}")


def _flush_folder(folder: Path) -> None:
    """Have the name of a new file outlive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
