"""Files that were sent and not taken in, kept until somebody has seen to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from pb_qa.catalog import RefusedUpload
from pb_qa.storage.library import Library
from pb_qa.storage.library_reader import chunks
from pb_qa.storage.schema import refused_uploads

MOST_KEPT: Final = 1000


class RefusedUploads:
    """Remembers refused files by their names; of too many the oldest are forgotten."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def all(self) -> list[RefusedUpload]:
        """Every refused file, the last one first."""
        order = (refused_uploads.c.refused_at.desc(), refused_uploads.c.name)
        rows = self._library.records.rows(sa.select(refused_uploads).order_by(*order))
        return [RefusedUpload(row["name"], row["reason"], row["refused_at"]) for row in rows]

    def note(self, refused: Sequence[RefusedUpload]) -> None:
        """Remember files; one that was refused before has its latest reason."""
        if not refused:
            return
        statement = insert(refused_uploads)
        newest = (
            sa.select(refused_uploads.c.name)
            .order_by(refused_uploads.c.refused_at.desc(), refused_uploads.c.name)
            .limit(MOST_KEPT)
        )
        with self._library.transaction() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["name"],
                    set_={name: statement.excluded[name] for name in ("reason", "refused_at")},
                ),
                [
                    {"name": one.name, "reason": one.reason, "refused_at": one.refused_at}
                    for one in refused
                ],
            )
            connection.execute(
                sa.delete(refused_uploads).where(refused_uploads.c.name.not_in(newest))
            )

    def dismiss(self, names: Sequence[str]) -> None:
        """Forget these files."""
        with self._library.transaction() as connection:
            for chunk in chunks(names):
                connection.execute(
                    sa.delete(refused_uploads).where(refused_uploads.c.name.in_(chunk))
                )
