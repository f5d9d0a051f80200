"""What is written beside a version: its facts, its origin, and people's corrections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from pb_qa.models import Document
from pb_qa.storage.facts import FACTS_FORMAT
from pb_qa.storage.rows import NewVersion, Row, Spans, VersionOrigin
from pb_qa.storage.schema import metadata_edits, undone_cuts, version_facts, version_origins


def insert_notes(connection: Connection, batch: Sequence[NewVersion]) -> None:
    """Write facts, origins and corrections of versions that are being stored."""
    connection.execute(
        insert(version_facts),
        [facts_row(new.document, len(new.passages), new.weak_pages) for new in batch],
    )
    connection.execute(insert(version_origins), [_origin_row(new) for new in batch])
    for new in batch:
        if new.corrections is not None:
            _replace_edits(connection, new.document.id, new.corrections.edits)
            _replace_undone(connection, new.document.content_hash, new.corrections.undone)


def delete_notes(connection: Connection, ids: Sequence[str]) -> None:
    """Forget facts and origins of removed documents; the corrections stay."""
    for table in (version_facts, version_origins):
        connection.execute(sa.delete(table).where(table.c.document_id.in_(ids)))


def origin_from(row: Row) -> VersionOrigin:
    """An origin out of its row; without one, a version read from its file."""
    if row["origin"] is None:
        return VersionOrigin()
    undone = tuple((int(start), int(end)) for start, end in json.loads(row["undone"]))
    return VersionOrigin(row["origin"], undone, tuple(json.loads(row["stated"]).items()))


def facts_row(document: Document, count: int, weak: int) -> dict[str, Any]:
    """The row of ``version_facts``."""
    return {
        "document_id": document.id,
        "version": document.version,
        "format": FACTS_FORMAT,
        "characters": len(document.text),
        "passages": count,
        "pages": len(document.pages),
        "weak_pages": weak,
    }


def _origin_row(new: NewVersion) -> dict[str, Any]:
    return {
        "document_id": new.document.id,
        "version": new.document.version,
        "origin": new.origin.words,
        "undone": json.dumps(new.origin.undone),
        "stated": json.dumps(dict(new.origin.stated), ensure_ascii=False),
    }


def _replace_edits(
    connection: Connection, document_id: str, edits: Sequence[tuple[str, str]]
) -> None:
    connection.execute(sa.delete(metadata_edits).where(metadata_edits.c.document_id == document_id))
    if edits:
        rows = [{"document_id": document_id, "field": f, "value": v} for f, v in edits]
        connection.execute(insert(metadata_edits), rows)


def _replace_undone(connection: Connection, content_hash: str, undone: Spans) -> None:
    connection.execute(sa.delete(undone_cuts).where(undone_cuts.c.content_hash == content_hash))
    if undone:
        rows = [{"content_hash": content_hash, "start": s, "end": e} for s, e in undone]
        connection.execute(insert(undone_cuts), rows)
