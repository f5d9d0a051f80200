"""The last verdict on each file of the corpus folder that became no document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from pb_qa.models import FileReport, FileStatus
from pb_qa.storage.library import Library
from pb_qa.storage.library_reader import chunks
from pb_qa.storage.rows import FileStamp, Row
from pb_qa.storage.schema import file_verdicts


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict and what it holds for.

    Attributes
    ----------
    stamp
        Of the file when it was judged.
    format
        Of the reader that judged it, with its limits.
    content_hash
        Empty when the file was not read so far.
    """

    report: FileReport
    stamp: FileStamp
    format: str
    content_hash: str = ""


class VerdictMemory:
    """Remembers verdicts by the file's place in the corpus."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def all(self) -> dict[str, StoredVerdict]:
        """Every verdict by source, in the order of the sources."""
        statement = sa.select(file_verdicts).order_by(file_verdicts.c.source)
        return {row["source"]: _verdict(row) for row in self._library.records.rows(statement)}

    def reports(self) -> list[FileReport]:
        """Every verdict, in the order of the sources."""
        return [verdict.report for verdict in self.all().values()]

    def change(
        self, remembered: Iterable[StoredVerdict] = (), forgotten: Sequence[str] = ()
    ) -> None:
        """Remember verdicts, and forget those on these sources."""
        rows = [_row(verdict) for verdict in remembered]
        if not rows and not forgotten:
            return
        statement = insert(file_verdicts)
        with self._library.transaction() as connection:
            for chunk in chunks(forgotten):
                connection.execute(
                    sa.delete(file_verdicts).where(file_verdicts.c.source.in_(chunk))
                )
            if rows:
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["source"],
                        set_={name: statement.excluded[name] for name in rows[0]},
                    ),
                    rows,
                )


def _row(verdict: StoredVerdict) -> dict[str, object]:
    report = verdict.report
    return {
        "source": report.source,
        "size": verdict.stamp.size,
        "mtime_ns": verdict.stamp.mtime_ns,
        "format": verdict.format,
        "status": report.status.value,
        "reason": report.reason,
        "of": report.of,
        "title": report.title,
        "document_id": report.document_id,
        "content_hash": verdict.content_hash,
    }


def _verdict(row: Row) -> StoredVerdict:
    report = FileReport(
        path=row["source"],
        status=FileStatus(row["status"]),
        of=row["of"],
        document_id=row["document_id"],
        source=row["source"],
        title=row["title"],
        reason=row["reason"],
    )
    return StoredVerdict(
        report, FileStamp(row["size"], row["mtime_ns"]), row["format"], row["content_hash"]
    )
