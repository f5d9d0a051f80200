"""From one embedding model to another: the new vectors lie beside the old until all are there.

Passages keep the vectors they have, which go on answering. Those of the model that is to take
over are staged, batch by batch, so that a killed process goes on where it stopped; when none
is missing, one transaction puts them in the place of the others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from pb_qa.models import Passage
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors, VersionStatus, passage_from, vector_blob
from pb_qa.storage.schema import meta, passages, staged_vectors, vectors, versions

_IN_USE: Final = "embedding_model"
_ALIVE: Final = (
    passages.join(vectors, vectors.c.passage_key == passages.c.key)
    .join(
        versions,
        sa.and_(
            versions.c.document_id == passages.c.document_id,
            versions.c.version == passages.c.version,
        ),
    )
    .outerjoin(staged_vectors, staged_vectors.c.passage_key == passages.c.key)
)
_IS_ALIVE: Final = versions.c.status.in_([VersionStatus.LIVE, VersionStatus.PENDING])


@dataclass(frozen=True, slots=True)
class KnownModel:
    """An embedding model that gave vectors.

    Attributes
    ----------
    source
        What it can be loaded by: the setting that it came from; empty when not known.
    """

    name: str
    source: str


class ModelChange:
    """What a library holds of vectors of one model and of the other."""

    def __init__(self, library: Library) -> None:
        self._library = library

    # ---- the model in use

    def in_use(self) -> KnownModel | None:
        """The model whose vectors answer; None when nothing is embedded.

        A library that does not say, being older than this, is taken to use the model that
        gave most of its vectors.
        """
        noted = self._noted()
        of_alive = sa.select(vectors.c.model).select_from(_ALIVE).where(_IS_ALIVE)
        most_first = of_alive.group_by(vectors.c.model).order_by(
            sa.func.count().desc(), vectors.c.model
        )
        with self._library.reading() as connection:
            if noted is not None and connection.scalar(
                of_alive.where(vectors.c.model == noted.name).limit(1)
            ):
                return noted
            most = connection.scalar(most_first.limit(1))
        return None if most is None else KnownModel(most, "")

    def note_in_use(self, model: KnownModel) -> None:
        """Remember which model answers and how it is loaded."""
        if self._noted() != model:
            self._library.write_meta(_IN_USE, _as_json(model))

    def _noted(self) -> KnownModel | None:
        noted = self._library.read_meta(_IN_USE)
        return None if noted is None else KnownModel(**json.loads(noted))

    # ---- the model that is to take over

    def is_needed(self, model: str) -> bool:
        """Whether any passage has a vector of another model than this."""
        foreign = sa.select(vectors.c.model).select_from(_ALIVE)
        foreign = foreign.where(_IS_ALIVE, vectors.c.model != model).limit(1)
        with self._library.reading() as connection:
            return connection.scalar(foreign) is not None

    def progress(self, model: str) -> tuple[int, int]:
        """How many passages that need a vector of this model have one, and how many need it."""
        statement = (
            sa.select(
                sa.func.count(sa.case((staged_vectors.c.model == model, 1))),
                sa.func.count(),
            )
            .select_from(_ALIVE)
            .where(_IS_ALIVE, vectors.c.model != model)
        )
        with self._library.reading() as connection:
            done, total = connection.execute(statement).one()
        return int(done), int(total)

    def lacking(self, model: str, after: int, limit: int) -> list[tuple[int, Passage]]:
        """The next passages without a vector of this model, with their keys.

        Parameters
        ----------
        after
            The key of the last one seen; 0 to begin.
        """
        statement = (
            sa.select(
                passages.c.key,
                passages.c.id.label("passage_id"),
                passages.c.document_id,
                passages.c.start,
                passages.c.end,
                passages.c.page,
                passages.c.headings,
                passages.c.text.label("passage_text"),
            )
            .select_from(_ALIVE)
            .where(_IS_ALIVE, vectors.c.model != model, passages.c.key > after)
            .where(sa.func.coalesce(staged_vectors.c.model, "") != model)
            .order_by(passages.c.key)
            .limit(limit)
        )
        with self._library.reading() as connection:
            rows = connection.execute(statement).mappings().all()
        return [(row["key"], passage_from(row)) for row in rows]

    def stage(self, ids: Sequence[str], matrix: Vectors, model: str) -> None:
        """Keep vectors (n, d) of the model that is to take over; passages gone are left out."""
        source = sa.select(
            passages.c.key, sa.bindparam("of_model"), sa.bindparam("of_vector")
        ).where(passages.c.id == sa.bindparam("of_passage"))
        statement = (
            insert(staged_vectors)
            .prefix_with("OR REPLACE")
            .from_select(["passage_key", "model", "vector"], source)
        )
        rows = [
            {"of_passage": one, "of_model": model, "of_vector": vector_blob(vector)}
            for one, vector in zip(ids, matrix, strict=True)
        ]
        with self._library.transaction() as connection:
            if rows:
                connection.execute(statement, rows)

    def discard_others(self, model: str) -> None:
        """Forget vectors that were staged for a model that is no longer wanted."""
        unwanted = staged_vectors.c.model != model
        with self._library.reading() as connection:
            found = connection.scalar(sa.select(sa.exists().where(unwanted)))
        if found:
            with self._library.transaction() as connection:
                connection.execute(sa.delete(staged_vectors).where(unwanted))

    def adopt(self, model: KnownModel) -> bool:
        """Put the staged vectors in the place of the others, all of them at once.

        Returns
        -------
        bool
            False, with nothing changed, when some are still missing.
        """
        staged = staged_vectors.c.model == model.name
        these = sa.select(staged_vectors.c.passage_key).where(staged)
        vector = (
            sa.select(staged_vectors.c.vector)
            .where(staged_vectors.c.passage_key == vectors.c.passage_key)
            .scalar_subquery()
        )
        with self._library.transaction() as connection:
            if self._is_missing(connection, model.name):
                return False
            connection.execute(
                sa.update(vectors)
                .where(vectors.c.passage_key.in_(these))
                .values(model=model.name, vector=vector)
            )
            connection.execute(sa.delete(staged_vectors))
            noted = insert(meta).values(name=_IN_USE, value=_as_json(model))
            connection.execute(
                noted.on_conflict_do_update(
                    index_elements=["name"], set_={"value": _as_json(model)}
                )
            )
        return True

    def _is_missing(self, connection: Connection, model: str) -> bool:
        statement = (
            sa.select(passages.c.key)
            .select_from(_ALIVE)
            .where(_IS_ALIVE, vectors.c.model != model)
            .where(sa.func.coalesce(staged_vectors.c.model, "") != model)
            .limit(1)
        )
        return connection.scalar(statement) is not None


def _as_json(model: KnownModel) -> str:
    return json.dumps({"name": model.name, "source": model.source}, ensure_ascii=False)
