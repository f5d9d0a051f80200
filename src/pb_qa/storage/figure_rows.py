"""Figures as rows of the library, written and deleted with their document's version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from pb_qa.figures import Figure, Measure, Period
from pb_qa.models import Document
from pb_qa.storage.claims import claim
from pb_qa.storage.rows import Row
from pb_qa.storage.schema import figure_lists, figures, statements

# Columns of the same name as the attribute.
_PLAIN: Final = (
    "number_start",
    "number_end",
    "value",
    "unit",
    "base_value",
    "base_unit",
    "value_to",
    "base_value_to",
    "qualifier",
    "direction",
    "indicator",
    "place",
)
FIGURE_COLUMNS: Final = (
    figures.c.key.label("figure_key"),
    figures.c.measure,
    figures.c.period_text,
    figures.c.period_start,
    figures.c.period_end,
    figures.c.period_words,
    figures.c.place.label("figure_place"),
    *(figures.c[column] for column in _PLAIN if column != "place"),
    statements.c.start,
    statements.c.end,
    statements.c.text.label("quote"),
)
_OF_VERSION = sa.and_(
    sa.column("document_id") == sa.bindparam("of_id"),
    sa.column("version") == sa.bindparam("of_version"),
)


def figure_from(row: Row) -> Figure:
    """A figure out of a row of `FIGURE_COLUMNS` with its ``document_id``."""
    return Figure(
        document_id=row["document_id"],
        start=row["start"],
        end=row["end"],
        measure=Measure(row["measure"]),
        period=Period(
            row["period_text"], row["period_start"], row["period_end"], row["period_words"]
        ),
        place=row["figure_place"],
        **{column: row[column] for column in _PLAIN if column != "place"},
    )


def insert_figures(
    connection: Connection,
    batch: Iterable[tuple[Document, Sequence[Figure]]],
    extraction_format: str,
    last_key: int = 0,
) -> tuple[list[int], int]:
    """Write the figures of versions that have none yet, under keys above ``last_key``.

    Returns
    -------
    (list of int, int)
        For each version the key of its first figure; those of the others follow it. Then
        the last key used.
    """
    first_keys: list[int] = []
    last_stored = connection.scalar(sa.select(sa.func.max(figures.c.key))) or 0
    next_figure = max(last_stored, last_key) + 1
    next_statement = (connection.scalar(sa.select(sa.func.max(statements.c.key))) or 0) + 1
    figure_rows: list[dict[str, Any]] = []
    statement_rows: list[dict[str, Any]] = []
    lists: list[dict[str, Any]] = []
    for document, of_document in batch:
        first_keys.append(next_figure)
        spans: dict[tuple[int, int], int] = {}
        of_version = {"document_id": document.id, "version": document.version}
        for figure in of_document:
            span = (figure.start, figure.end)
            if span not in spans:
                spans[span] = next_statement
                statement_rows.append(_statement_row(document, span, next_statement))
                next_statement += 1
            figure_rows.append(_figure_row(figure, document, next_figure, spans[span]))
            next_figure += 1
        lists.append(
            {**of_version, "format": extraction_format, "count": len(of_document)},
        )
    for table, rows in ((statements, statement_rows), (figures, figure_rows)):
        if rows:
            connection.execute(insert(table), rows)
    if lists:
        connection.execute(insert(figure_lists), lists)
    return first_keys, next_figure - 1


def delete_figures(connection: Connection, versions: Iterable[tuple[str, int]]) -> None:
    """Forget the figures of versions."""
    keys = [{"of_id": document_id, "of_version": version} for document_id, version in versions]
    if keys:
        for table in (figures, statements, figure_lists):
            connection.execute(sa.delete(table).where(_OF_VERSION), keys)


def _statement_row(document: Document, span: tuple[int, int], key: int) -> dict[str, Any]:
    start, end = span
    return {
        "key": key,
        "document_id": document.id,
        "version": document.version,
        "start": start,
        "end": end,
        "text": document.text[start:end],
    }


def _figure_row(figure: Figure, document: Document, key: int, statement: int) -> dict[str, Any]:
    return {
        "key": key,
        "document_id": document.id,
        "version": document.version,
        "statement_key": statement,
        "measure": figure.measure.value,
        "period_text": figure.period.text,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "period_words": figure.period.words,
        "claim": claim(figure, document),
        **{column: getattr(figure, column) for column in _PLAIN},
    }
