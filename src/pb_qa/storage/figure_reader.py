"""Everything that is read of the figures in the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from pb_qa.figures import Figure, FoundFigure
from pb_qa.models import DocumentInfo
from pb_qa.storage.figure_rows import FIGURE_COLUMNS, figure_from
from pb_qa.storage.rows import INFO_COLUMNS, Row, VersionStatus, info_from
from pb_qa.storage.schema import (
    documents,
    figure_lists,
    figures,
    passages,
    statements,
    versions,
)

VersionKey = tuple[str, int]

_MAX_PARAMETERS: Final = 10_000

_STATED = figures.join(statements, statements.c.key == figures.c.statement_key)
_OF_DOCUMENT = _STATED.join(
    versions,
    sa.and_(
        versions.c.document_id == figures.c.document_id,
        versions.c.version == figures.c.version,
    ),
).join(documents, documents.c.id == figures.c.document_id)
_IS_LIVE = documents.c.live_version == figures.c.version
_FETCH = (
    sa.select(
        *FIGURE_COLUMNS,
        versions.c.document_id,
        versions.c.version,
        documents.c.source,
        *(versions.c[column] for column in INFO_COLUMNS),
    )
    .select_from(_OF_DOCUMENT)
    .where(_IS_LIVE)
)
_FETCH_BY_KEY = _FETCH.where(figures.c.key.in_(sa.bindparam("keys", expanding=True)))
_LISTS_WITH_STATUS = figure_lists.join(
    versions,
    sa.and_(
        versions.c.document_id == figure_lists.c.document_id,
        versions.c.version == figure_lists.c.version,
    ),
)


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """A figure of the library with its key, its sentence and its document."""

    key: int
    figure: Figure
    quote: str
    document: DocumentInfo


class FigureReader:
    """Figures of a library, by key, by passage, by claim; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ---- live figures

    def count(self) -> int:
        """How many figures the live documents state."""
        statement = (
            sa.select(sa.func.sum(figure_lists.c.count))
            .select_from(figure_lists.join(documents, documents.c.id == figure_lists.c.document_id))
            .where(documents.c.live_version == figure_lists.c.version)
        )
        with self._engine.connect() as connection:
            return int(connection.scalar(statement) or 0)

    def keys(self) -> list[int]:
        """The keys of all live figures."""
        statement = (
            sa.select(figures.c.key)
            .select_from(figures.join(documents, documents.c.id == figures.c.document_id))
            .where(documents.c.live_version == figures.c.version)
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(statement))

    def fetch(self, keys: Sequence[int]) -> dict[int, FoundFigure]:
        """The live ones among these figures, by key, in the order of ``keys``."""
        found: dict[int, FoundFigure] = {}
        infos: dict[VersionKey, DocumentInfo] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(keys), _MAX_PARAMETERS):
                some = list(keys[start : start + _MAX_PARAMETERS])
                for row in connection.execute(_FETCH_BY_KEY, {"keys": some}).mappings():
                    stored = _stored(row, infos)
                    found[stored.key] = FoundFigure(stored.figure, stored.document, stored.quote)
        return {key: found[key] for key in keys if key in found}

    def in_passages(self, passage_ids: Sequence[str]) -> dict[int, str]:
        """The live figures whose numerals stand in these passages, by key, with indicator."""
        statement = (
            sa.select(figures.c.key, figures.c.indicator)
            .select_from(
                passages.join(documents, documents.c.id == passages.c.document_id).join(
                    figures,
                    sa.and_(
                        figures.c.document_id == passages.c.document_id,
                        figures.c.version == passages.c.version,
                        figures.c.number_start.between(passages.c.start, passages.c.end - 1),
                    ),
                )
            )
            .where(_IS_LIVE, passages.c.id.in_(list(passage_ids)))
            .order_by(figures.c.key)
        )
        with self._engine.connect() as connection:
            return {row.key: row.indicator for row in connection.execute(statement)}

    def passages_with(self, keys: Sequence[int]) -> dict[int, str]:
        """For each of these live figures the passage in which its numeral begins."""
        statement = (
            sa.select(figures.c.key, passages.c.id)
            .select_from(
                figures.join(documents, documents.c.id == figures.c.document_id).join(
                    passages,
                    sa.and_(
                        passages.c.document_id == figures.c.document_id,
                        passages.c.version == figures.c.version,
                        passages.c.start <= figures.c.number_start,
                        passages.c.end > figures.c.number_start,
                    ),
                )
            )
            .where(_IS_LIVE, figures.c.key.in_(list(keys)))
        )
        with self._engine.connect() as connection:
            found = {row.key: str(row.id) for row in connection.execute(statement)}
        return {key: found[key] for key in keys if key in found}

    def pages(self, size: int = 5000) -> Iterator[list[StoredFigure]]:
        """All live figures in the order of their keys, in pages."""
        statement = (
            _FETCH.where(figures.c.key > sa.bindparam("after")).order_by(figures.c.key).limit(size)
        )
        after = 0
        while True:
            with self._engine.connect() as connection:
                rows = connection.execute(statement, {"after": after}).mappings().all()
            if not rows:
                return
            infos: dict[VersionKey, DocumentInfo] = {}
            yield [_stored(row, infos) for row in rows]
            after = rows[-1]["figure_key"]

    def shared_claims(self) -> list[int]:
        """Claims for which several live documents state figures, and not all the same one."""
        value = figures.c.base_value + sa.literal("|") + figures.c.base_unit + figures.c.direction
        repeated = (
            sa.select(figures.c.claim)
            .where(figures.c.claim.is_not(None))
            .group_by(figures.c.claim)
            .having(sa.func.count() > 1)
            .subquery()
        )
        statement = (
            sa.select(figures.c.claim)
            .select_from(
                figures.join(repeated, repeated.c.claim == figures.c.claim).join(
                    documents, documents.c.id == figures.c.document_id
                )
            )
            .where(_IS_LIVE)
            .group_by(figures.c.claim)
            .having(sa.func.count(sa.distinct(figures.c.document_id)) > 1)
            .having(sa.func.count(sa.distinct(value)) > 1)
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(statement))

    def of_claims(self, claims: Sequence[int]) -> Iterator[list[FoundFigure]]:
        """For each claim its live figures, in the order of their keys."""
        statement = (
            _FETCH.add_columns(figures.c.claim)
            .where(figures.c.claim.in_(sa.bindparam("claims", expanding=True)))
            .order_by(figures.c.claim, figures.c.key)
        )
        for start in range(0, len(claims), _MAX_PARAMETERS):
            some = list(claims[start : start + _MAX_PARAMETERS])
            of: dict[int, list[FoundFigure]] = {claim: [] for claim in some}
            infos: dict[VersionKey, DocumentInfo] = {}
            with self._engine.connect() as connection:
                for row in connection.execute(statement, {"claims": some}).mappings():
                    stored = _stored(row, infos)
                    of[row["claim"]].append(
                        FoundFigure(stored.figure, stored.document, stored.quote)
                    )
            yield from of.values()

    # ---- versions

    def of_version(self, version: VersionKey) -> list[StoredFigure]:
        """The figures of a version, live or not, in the order of their keys."""
        statement = (
            sa.select(*_FETCH.selected_columns)
            .select_from(_OF_DOCUMENT)
            .where(figures.c.document_id == version[0], figures.c.version == version[1])
            .order_by(figures.c.key)
        )
        infos: dict[VersionKey, DocumentInfo] = {}
        with self._engine.connect() as connection:
            return [_stored(row, infos) for row in connection.execute(statement).mappings()]

    def of_versions_not_live(self) -> list[VersionKey]:
        """Versions that have figures here but do not answer: pending, or still to be purged."""
        statement = (
            sa.select(figure_lists.c.document_id, figure_lists.c.version)
            .select_from(figure_lists.join(documents, documents.c.id == figure_lists.c.document_id))
            .where(documents.c.live_version.is_distinct_from(figure_lists.c.version))
        )
        return self._version_keys(statement)

    def dead(self) -> list[VersionKey]:
        """Versions neither live nor pending whose figures have still to leave the index."""
        dead = versions.c.status.in_([VersionStatus.SUPERSEDED, VersionStatus.REMOVED])
        statement = (
            sa.select(figure_lists.c.document_id, figure_lists.c.version)
            .select_from(_LISTS_WITH_STATUS)
            .where(dead)
        )
        return self._version_keys(statement)

    def outdated(self, extraction_format: str) -> list[VersionKey]:
        """Live and pending versions without figures of this format, oldest first."""
        alive = versions.c.status.in_([VersionStatus.LIVE, VersionStatus.PENDING])
        statement = (
            sa.select(versions.c.document_id, versions.c.version)
            .select_from(
                versions.outerjoin(
                    figure_lists,
                    sa.and_(
                        versions.c.document_id == figure_lists.c.document_id,
                        versions.c.version == figure_lists.c.version,
                    ),
                )
            )
            .where(alive, figure_lists.c.format.is_distinct_from(extraction_format))
            .order_by(versions.c.created_at, versions.c.document_id)
        )
        return self._version_keys(statement)

    def damage(self) -> int:
        """How many sentences of live figures do not stand at their place in the document."""
        statement = (
            sa.select(sa.func.count())
            .select_from(
                statements.join(
                    versions,
                    sa.and_(
                        versions.c.document_id == statements.c.document_id,
                        versions.c.version == statements.c.version,
                    ),
                )
            )
            .where(versions.c.status == VersionStatus.LIVE)
            .where(
                statements.c.text
                != sa.func.substr(
                    versions.c.text,
                    statements.c.start + 1,
                    statements.c.end - statements.c.start,
                )
            )
        )
        with self._engine.connect() as connection:
            return int(connection.scalar(statement) or 0)

    def _version_keys(self, statement: sa.Select[tuple[str, int]]) -> list[VersionKey]:
        with self._engine.connect() as connection:
            return [(row.document_id, row.version) for row in connection.execute(statement)]


def _stored(row: Row, infos: dict[VersionKey, DocumentInfo]) -> StoredFigure:
    """A figure out of its row; ``infos`` keeps each document once."""
    version = (row["document_id"], row["version"])
    if version not in infos:
        infos[version] = info_from(row)
    return StoredFigure(row["figure_key"], figure_from(row), row["quote"], infos[version])
