"""Feedback on answers that cited what has been removed since."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pb_qa.storage.schema import feedback

WITHDRAWN: Final = "该文件已移出"
HIDDEN_ANSWER: Final = "已隐去：所引文件已移出"


def withdraw_feedback(connection: Connection, document_ids: Collection[str]) -> None:
    """Blank the quotes of these documents, and the answers that rest on them.

    A citation is kept as ``<document>@<version>[<start>:<end>] <quote>``; those of other
    documents stay, so that what they say is still there to be read.
    """
    gone = frozenset(document_ids)
    rows = connection.execute(sa.select(feedback.c.key, feedback.c.citations)).all()
    for row in rows:
        before: list[str] = json.loads(row.citations)
        after = [_blanked(citation, gone) for citation in before]
        if after != before:
            connection.execute(
                sa.update(feedback)
                .where(feedback.c.key == row.key)
                .values(answer=HIDDEN_ANSWER, citations=json.dumps(after, ensure_ascii=False))
            )


def _blanked(citation: str, gone: frozenset[str]) -> str:
    place, _, _ = citation.partition(" ")
    document_id, _, _ = place.partition("@")
    return f"{place} {WITHDRAWN}" if document_id in gone else citation
