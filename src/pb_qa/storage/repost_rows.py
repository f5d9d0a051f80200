"""Rows of samples of shingles and of pairs of reposts: storing, finding, forgetting them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.rows import VersionStatus
from pb_qa.storage.schema import repost_pairs, shingle_samples, versions

Keys = NDArray[np.int64]

# Of a piece that many documents have, e.g. in the header of a site, only so many are looked
# at: those that came first.
_MOST_WITH_ONE: Final = 100

# A key takes half a number; there are never so many samples.
_HALF: Final = 32
_TEXTS_AT_ONCE: Final = 100

_INSERT: Final = "INSERT OR IGNORE INTO sampled_shingles (hash, sample_key) VALUES (?, ?)"
_DELETE: Final = "DELETE FROM sampled_shingles WHERE hash = ? AND sample_key = ?"
_SHARING: Final = (
    "SELECT hash, sample_key FROM sampled_shingles"
    " WHERE hash IN (SELECT value FROM json_each(?)) ORDER BY hash, sample_key"
)
_OF_VERSION: Final = sa.and_(
    shingle_samples.c.document_id == versions.c.document_id,
    shingle_samples.c.version == versions.c.version,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample of a version's shingles.

    Attributes
    ----------
    one_in
        Of all possible shingles it holds those among a fixed ``1 / one_in``.
    hashes
        int64 (n,), not negative, each once.
    """

    version: VersionKey
    one_in: int
    hashes: Keys


@dataclass(frozen=True, slots=True)
class Sharing:
    """Pairs of samples, by their keys, and how many shingles each shares; int64 (n,) each."""

    first: Keys
    second: Keys
    shared: Keys


def next_key(connection: Connection) -> int:
    """The key of the next sample that is stored."""
    return (connection.scalar(sa.select(sa.func.max(shingle_samples.c.key))) or 0) + 1


def insert_samples(
    connection: Connection, keys: Sequence[int], samples: Sequence[Sample], format: str
) -> None:
    """Store samples under keys from `next_key` on."""
    connection.execute(
        sa.insert(shingle_samples),
        [
            {
                "key": key,
                "document_id": one.version[0],
                "version": one.version[1],
                "format": format,
                "one_in": one.one_in,
                "hashes": one.hashes.astype("<i8").tobytes(),
            }
            for key, one in zip(keys, samples, strict=True)
        ],
    )
    hashes, owners = _flat(keys, [one.hashes for one in samples])
    if len(hashes):
        # In the order of the index, which is then written page by page.
        order = np.argsort(hashes)
        rows = list(zip(hashes[order].tolist(), owners[order].tolist(), strict=True))
        connection.exec_driver_sql(_INSERT, rows)


def sharing(connection: Connection, keys: Sequence[int], samples: Sequence[Sample]) -> Sharing:
    """Pairs of one of these samples, still to be stored, with any before it."""
    hashes, owners = _flat(keys, [one.hashes for one in samples])
    wanted = json.dumps(np.unique(hashes).tolist())
    # Past SQLAlchemy, whose rows cost more than all the rest.
    cursor = connection.connection.cursor()
    rows = chain.from_iterable(cursor.execute(_SHARING, (wanted,)))
    stored = np.fromiter(rows, dtype=np.int64).reshape(-1, 2)
    cursor.close()
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    # Stored ones have the smaller keys, so that those that came first stay in front.
    found = np.concatenate([stored, np.stack([hashes, owners], axis=1)])
    found = found[np.argsort(found[:, 0], kind="stable")]
    begins = np.searchsorted(found[:, 0], found[:, 0], side="left")
    found = found[np.arange(len(found)) - begins < _MOST_WITH_ONE]
    left = np.searchsorted(hashes, found[:, 0], side="left")
    right = np.minimum(np.searchsorted(hashes, found[:, 0], side="right"), left + _MOST_WITH_ONE)
    counts = right - left
    others = np.repeat(found[:, 1], counts)
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    mine = owners[np.repeat(left, counts) + steps]
    before = others < mine
    # Both keys in one number: rows of two are sorted far more slowly.
    pairs, shared = np.unique((others[before] << _HALF) | mine[before], return_counts=True)
    return Sharing(pairs >> _HALF, pairs & ((1 << _HALF) - 1), shared.astype(np.int64))


def sizes(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[VersionKey, int, int]]:
    """Of stored samples by key: the version, the rate and the size."""
    statement = sa.select(
        shingle_samples.c.key,
        shingle_samples.c.document_id,
        shingle_samples.c.version,
        shingle_samples.c.one_in,
        sa.func.length(shingle_samples.c.hashes),
    ).where(shingle_samples.c.key.in_(sa.select(_each(keys).c.value)))
    return {
        row[0]: ((row[1], row[2]), row[3], row[4] // 8) for row in connection.execute(statement)
    }


def texts_of(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[VersionKey, str, str]]:
    """Of the versions that stored samples are of: the version, its title and its text."""
    for start in range(0, len(keys), _TEXTS_AT_ONCE):
        some = keys[start : start + _TEXTS_AT_ONCE]
        statement = (
            sa.select(versions.c.document_id, versions.c.version, versions.c.title, versions.c.text)
            .select_from(versions.join(shingle_samples, _OF_VERSION))
            .where(shingle_samples.c.key.in_(sa.select(_each(some).c.value)))
        )
        for row in connection.execute(statement):
            yield (row[0], row[1]), row[2], row[3]


def insert_pairs(connection: Connection, pairs: Sequence[tuple[int, int, float]]) -> None:
    """Store pairs of reposts, by the keys of their samples, the smaller first."""
    if pairs:
        connection.execute(
            sa.insert(repost_pairs),
            [
                {"first_key": first, "second_key": second, "share": share}
                for first, second, share in pairs
            ],
        )


def delete_samples(connection: Connection, keys: Sequence[int]) -> None:
    """Forget samples with their shingles and pairs."""
    for key in keys:
        blob = connection.scalar(
            sa.select(shingle_samples.c.hashes).where(shingle_samples.c.key == key)
        )
        rows = [(value, key) for value in np.frombuffer(blob or b"", dtype="<i8").tolist()]
        if rows:
            connection.exec_driver_sql(_DELETE, rows)
        connection.execute(
            sa.delete(repost_pairs).where(
                sa.or_(repost_pairs.c.first_key == key, repost_pairs.c.second_key == key)
            )
        )
        connection.execute(sa.delete(shingle_samples).where(shingle_samples.c.key == key))


def useless_samples(connection: Connection, format: str | None = None) -> list[int]:
    """Keys of samples of versions neither live nor pending, or of another format."""
    alive = versions.c.status.in_([VersionStatus.LIVE, VersionStatus.PENDING])
    useless = ~alive if format is None else sa.or_(~alive, shingle_samples.c.format != format)
    statement = (
        sa.select(shingle_samples.c.key)
        .select_from(shingle_samples.outerjoin(versions, _OF_VERSION))
        .where(sa.or_(versions.c.document_id.is_(None), useless))
    )
    return list(connection.scalars(statement))


def sampled_versions(connection: Connection, documents: Sequence[str]) -> set[VersionKey]:
    """The versions of these documents that have a sample."""
    statement = sa.select(shingle_samples.c.document_id, shingle_samples.c.version).where(
        shingle_samples.c.document_id.in_(sa.select(_each(documents).c.value))
    )
    return {(row.document_id, row.version) for row in connection.execute(statement)}


def unsampled_versions(connection: Connection) -> list[VersionKey]:
    """Live and pending versions without a sample, oldest first."""
    alive = versions.c.status.in_([VersionStatus.LIVE, VersionStatus.PENDING])
    statement = (
        sa.select(versions.c.document_id, versions.c.version)
        .select_from(versions.outerjoin(shingle_samples, _OF_VERSION))
        .where(alive, shingle_samples.c.key.is_(None))
        .order_by(versions.c.created_at, versions.c.document_id)
    )
    return [(row.document_id, row.version) for row in connection.execute(statement)]


def _each(keys: Sequence[int] | Sequence[str]) -> sa.TableValuedAlias:
    return sa.func.json_each(json.dumps(list(keys))).table_valued("value")


def _flat(keys: Sequence[int], hashes: Sequence[Keys]) -> tuple[Keys, Keys]:
    """All hashes one after another, and beside each the key it belongs to."""
    if not hashes:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    owners = np.repeat(np.array(keys, dtype=np.int64), [len(some) for some in hashes])
    return np.concatenate(hashes), owners
