"""Clusters of near-duplicates among the live documents, and who leads each."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from pb_qa.catalog import DocumentRecord
from pb_qa.models import DocumentInfo
from pb_qa.storage.repost_rows import useless_samples
from pb_qa.storage.rows import INFO_COLUMNS, info_from
from pb_qa.storage.schema import documents, repost_pairs, shingle_samples, versions

_ORGAN: Final = re.compile(
    "国务院|人民政府|政府网|人民代表大会|人大常委会|中共|中央|党委|组织部|宣传部|统战部|纪委|监察委|政协"
    "|人民法院|人民检察院|办公厅|办公室|委员会|(?:部|局|厅|署)$|gov\\.cn"
)
# Behind every date.
_UNDATED: Final = "9999"

_FIRST: Final = shingle_samples.alias("first_sample")
_SECOND: Final = shingle_samples.alias("second_sample")
_FIRST_DOCUMENT: Final = documents.alias("first_document")
_SECOND_DOCUMENT: Final = documents.alias("second_document")
_LIVE_PAIRS: Final = sa.select(
    _FIRST.c.document_id, _SECOND.c.document_id, repost_pairs.c.share
).select_from(
    repost_pairs.join(_FIRST, _FIRST.c.key == repost_pairs.c.first_key)
    .join(_SECOND, _SECOND.c.key == repost_pairs.c.second_key)
    .join(
        _FIRST_DOCUMENT,
        sa.and_(
            _FIRST_DOCUMENT.c.id == _FIRST.c.document_id,
            _FIRST_DOCUMENT.c.live_version == _FIRST.c.version,
        ),
    )
    .join(
        _SECOND_DOCUMENT,
        sa.and_(
            _SECOND_DOCUMENT.c.id == _SECOND.c.document_id,
            _SECOND_DOCUMENT.c.live_version == _SECOND.c.version,
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as far as it matters for who leads.

    Attributes
    ----------
    came_in
        When its first version was stored, in seconds since the epoch.
    """

    document: DocumentInfo
    came_in: float

    @property
    def official(self) -> bool:
        """Whether an organ published it itself, or it is an organ's and no one else's copy."""
        info = self.document
        if info.publisher:
            return _ORGAN.search(info.publisher) is not None
        return bool(info.number) or _ORGAN.search(info.issuer) is not None

    @property
    def rank(self) -> tuple[bool, str, float, str]:
        """Smaller leads: what is official, then the earliest, then the first to come in."""
        info = self.document
        return not self.official, info.issued_on or _UNDATED, self.came_in, info.id


@dataclass(frozen=True, slots=True)
class Clusters:
    """Who stands under whom.

    Attributes
    ----------
    leaders
        For each document that stands under another the id of that one.
    members
        For each leader those under it, best first.
    shares
        For each document that stands under another how much of the shorter of the two texts
        is in the longer.
    """

    leaders: Mapping[str, str]
    members: Mapping[str, tuple[DocumentInfo, ...]]
    shares: Mapping[str, float]

    def source_of(self, document_id: str) -> str:
        """The leader of a document's cluster: the document itself when it stands alone."""
        return self.leaders.get(document_id, document_id)


def clusters_of(
    pairs: Iterable[tuple[str, str, float]], standings: Mapping[str, Standing]
) -> Clusters:
    """Make clusters out of pairs of near-duplicates.

    Whoever ranks first takes all it is a pair with; of the rest whoever ranks first, and so
    on. So each member is a repost of its leader itself, and no chain of small changes ties
    two different documents together. Depends on nothing but the pairs and standings.
    """
    near: dict[str, dict[str, float]] = {}
    for first, second, share in pairs:
        near.setdefault(first, {})[second] = share
        near.setdefault(second, {})[first] = share
    leaders: dict[str, str] = {}
    shares: dict[str, float] = {}
    members: dict[str, tuple[DocumentInfo, ...]] = {}
    for leader in sorted(near, key=lambda one: standings[one].rank):
        if leader in leaders:
            continue
        taken = [one for one in near[leader] if one not in leaders and one not in members]
        taken.sort(key=lambda one: standings[one].rank)
        for one in taken:
            leaders[one] = leader
            shares[one] = near[leader][one]
        if taken:
            members[leader] = tuple(standings[one].document for one in taken)
    return Clusters(leaders, members, shares)


class RepostReader:
    """The clusters of a library; safe to use from several threads.

    Parameters
    ----------
    writes
        How often the library has been written to; clusters are made anew when it has.
    """

    def __init__(self, engine: Engine, writes: Callable[[], int]) -> None:
        self._engine = engine
        self._writes = writes
        self._lock = threading.Lock()
        self._made_at = -1
        self._made = Clusters({}, {}, {})

    def clusters(self) -> Clusters:
        """All clusters of live documents as they are now."""
        with self._lock:
            writes = self._writes()
            if writes != self._made_at:
                self._made = self._make()
                self._made_at = writes
            return self._made

    def of(self, document_id: str) -> tuple[DocumentInfo, ...]:
        """The cluster a live document is in, the leader first; empty when it stands alone."""
        clusters = self.clusters()
        leader = clusters.source_of(document_id)
        members = clusters.members.get(leader, ())
        if not members:
            return ()
        with self._engine.connect() as connection:
            return (self._standings(connection, [leader])[leader].document, *members)

    def marked(self, records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
        """The records with whom each stands under, and how many stand under it."""
        clusters = self.clusters()
        return [
            replace(
                record,
                repost_of=clusters.leaders.get(record.info.id, ""),
                reposts=len(clusters.members.get(record.info.id, ())),
            )
            for record in records
        ]

    def has_useless(self) -> bool:
        """Whether something is kept of versions that are neither live nor pending."""
        with self._engine.connect() as connection:
            return bool(useless_samples(connection))

    def _make(self) -> Clusters:
        with self._engine.connect() as connection:
            pairs = [(row[0], row[1], row[2]) for row in connection.execute(_LIVE_PAIRS)]
            ids = sorted({one for first, second, _ in pairs for one in (first, second)})
            return clusters_of(pairs, self._standings(connection, ids))

    def _standings(self, connection: sa.Connection, ids: list[str]) -> dict[str, Standing]:
        first = versions.alias("any_version")
        came_in = (
            sa.select(sa.func.min(first.c.created_at))
            .where(first.c.document_id == documents.c.id)
            .scalar_subquery()
        )
        statement = (
            sa.select(
                versions.c.document_id,
                versions.c.version,
                documents.c.source,
                came_in.label("came_in"),
                *(versions.c[column] for column in INFO_COLUMNS),
            )
            .select_from(documents.join(versions, documents.c.id == versions.c.document_id))
            .where(documents.c.live_version == versions.c.version)
        )
        found: dict[str, Standing] = {}
        for start in range(0, len(ids), 10_000):
            some = statement.where(documents.c.id.in_(ids[start : start + 10_000]))
            for row in connection.execute(some).mappings():
                found[row["document_id"]] = Standing(info_from(row), row["came_in"])
        return found
