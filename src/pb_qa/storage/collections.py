"""Collections: folders of the corpus with all that lies below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from pb_qa.catalog import Collection
from pb_qa.errors import CollectionNotFoundError
from pb_qa.storage.rows import Vectors, vectors_of
from pb_qa.storage.schema import documents, passages, vectors

_IS_LIVE: Final = documents.c.live_version.is_not(None)
_LIVE_VECTORS: Final = (
    documents.join(
        passages,
        sa.and_(
            passages.c.document_id == documents.c.id,
            passages.c.version == documents.c.live_version,
        ),
    )
).join(vectors, vectors.c.passage_key == passages.c.key)
# The character after "/": sources below a folder sort between the two.
_AFTER_SLASH: Final = chr(ord("/") + 1)


def folders_of(source: str) -> list[str]:
    """The folders that a source lies in, outermost first: ``["地区", "地区/宁夏"]``."""
    parts = source.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def collection_name(given: str) -> str:
    """A collection as `Collection.name` writes it, however its slashes were typed."""
    return "/".join(part for part in given.replace("\\", "/").split("/") if part.strip())


def below(collection: str) -> sa.ColumnElement[bool]:
    """Whether a document lies in a collection; the empty name stands for the whole corpus."""
    if not collection:
        return sa.true()
    return sa.and_(
        documents.c.source > f"{collection}/", documents.c.source < f"{collection}{_AFTER_SLASH}"
    )


class CollectionReader:
    """The collections of a library; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[Collection]:
        """Every folder that holds live documents, itself or below it, by name."""
        counts: dict[str, int] = {}
        with self._engine.connect() as connection:
            for source in connection.scalars(sa.select(documents.c.source).where(_IS_LIVE)):
                for folder in folders_of(source):
                    counts[folder] = counts.get(folder, 0) + 1
        return [Collection(name, counts[name]) for name in sorted(counts)]

    def named(self, given: str) -> str:
        """The collection that is meant, as `Collection.name` writes it; empty for none.

        Raises
        ------
        CollectionNotFoundError
            When no live document lies in it.
        """
        name = collection_name(given)
        if name:
            statement = sa.select(documents.c.id).where(_IS_LIVE, below(name)).limit(1)
            with self._engine.connect() as connection:
                found = connection.scalar(statement)
            if found is None:
                raise CollectionNotFoundError(
                    f"语料里没有文件夹“{name}”，或其中没有文档。{self._known()}"
                )
        return name

    def _known(self) -> str:
        top = [one.name for one in self.all() if "/" not in one.name]
        return (
            f"可以选：{'、'.join(top)}。" if top else "现在的文档都不在文件夹里，请不要限定范围。"
        )

    def document_ids(self, collection: str) -> list[str]:
        """The live documents of a collection."""
        statement = sa.select(documents.c.id).where(_IS_LIVE, below(collection))
        with self._engine.connect() as connection:
            return list(connection.scalars(statement))

    def count_vectors(self, collection: str, model: str) -> int:
        """How many live passages of a collection have a vector of this model."""
        statement = (
            sa.select(sa.func.count())
            .select_from(_LIVE_VECTORS)
            .where(below(collection), vectors.c.model == model)
        )
        with self._engine.connect() as connection:
            return connection.scalar(statement) or 0

    def vector_pages(
        self, collection: str, model: str, size: int = 5000
    ) -> Iterator[tuple[list[str], Vectors]]:
        """Its live passages' ids with this model's vectors, in pages."""
        statement = (
            sa.select(passages.c.id, vectors.c.vector)
            .select_from(_LIVE_VECTORS)
            .where(below(collection), vectors.c.model == model)
            .order_by(documents.c.source, passages.c.ordinal)
        )
        with self._engine.connect() as connection:
            for page in connection.execute(statement).partitions(size):
                yield [row.id for row in page], vectors_of([row.vector for row in page])
