"""Figures as tables for a spreadsheet: one row each, with what is needed to cite it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Context, Decimal
from typing import Final

from pb_qa.figures import Disagreement, Figure, FoundFigure
from pb_qa.understanding.figures.aims import is_aim
from pb_qa.web.i18n import Texts

Cell = str | int | Decimal

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_FRACTION: Final = re.compile(r"(-?\d+)/(\d*[1-9]\d*)")
# What a spreadsheet would take for a formula, also after spaces and in full width.
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
_QUOTIENT: Final = Context(prec=15)


def cell_names(texts: Texts) -> list[str]:
    """The heading of each column."""
    return [texts(f"cell_{key}") for key, _ in _COLUMNS]


def cells(found: FoundFigure, texts: Texts) -> list[Cell]:
    """One row; numbers are numbers, a ratio stays text."""
    return [read(found, texts) for _, read in _COLUMNS]


def csv_lines(figures: Iterable[FoundFigure], texts: Texts) -> Iterator[bytes]:
    """A CSV file in UTF-8 with the mark by which Excel knows it, line after line."""
    return _csv([cell_names(texts)], (cells(found, texts) for found in figures))


def disagreement_rows(every: Iterable[Disagreement], texts: Texts) -> Iterator[list[Cell]]:
    """Rows of all disagreements; the first cell tells which belong together."""
    for number, one in enumerate(every, start=1):
        for found in one.figures:
            yield [number, *cells(found, texts)]


def disagreement_names(texts: Texts) -> list[str]:
    """The heading of each column of `disagreement_rows`."""
    return [texts("cell_group"), *cell_names(texts)]


def disagreement_csv(every: Iterable[Disagreement], texts: Texts) -> Iterator[bytes]:
    """All disagreements as CSV."""
    return _csv([disagreement_names(texts)], disagreement_rows(every, texts))


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(heads: Iterable[list[str]], rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def taken() -> bytes:
        line = buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
        return line

    yield "\ufeff".encode()
    for head in heads:
        writer.writerow(head)
    for row in rows:
        writer.writerow(
            [
                guarded(cell)
                if isinstance(cell, str)
                else f"{cell:f}"
                if isinstance(cell, Decimal)
                else cell
                for cell in row
            ]
        )
        yield taken()
    yield taken()


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _number(text: str) -> Cell:
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _base(text: str, figure: Figure) -> Cell:
    """A base value as a number with the sign of its direction; a fraction divided out."""
    fraction = _FRACTION.fullmatch(text)
    number: Cell
    if fraction is not None:
        number = _QUOTIENT.divide(Decimal(fraction[1]), Decimal(fraction[2]))
    else:
        number = _number(text)
    return -abs(number) if figure.direction == "down" and isinstance(number, Decimal) else number


def _direction(figure: Figure, texts: Texts) -> str:
    known = figure.direction in ("up", "down")
    return texts(f"direction_{figure.direction}") if known else figure.direction


_COLUMNS: Final[tuple[tuple[str, Callable[[FoundFigure, Texts], Cell]], ...]] = (
    ("indicator", lambda found, _: found.figure.indicator),
    ("place", lambda found, _: found.figure.place),
    ("period", lambda found, _: found.figure.period.text),
    ("value", lambda found, _: _number(found.figure.value)),
    ("value_to", lambda found, _: _number(found.figure.value_to)),
    ("unit", lambda found, _: found.figure.unit),
    ("qualifier", lambda found, _: found.figure.qualifier),
    ("measure", lambda found, texts: texts(f"measure_{found.figure.measure}")),
    ("direction", lambda found, texts: _direction(found.figure, texts)),
    ("aim", lambda found, texts: texts("aim") if is_aim(found) else ""),
    ("base_value", lambda found, _: _base(found.figure.base_value, found.figure)),
    ("base_value_to", lambda found, _: _base(found.figure.base_value_to, found.figure)),
    ("base_unit", lambda found, _: found.figure.base_unit),
    ("period_words", lambda found, _: found.figure.period.words),
    ("period_start", lambda found, _: found.figure.period.start),
    ("period_end", lambda found, _: found.figure.period.end),
    ("quote", lambda found, _: found.quote),
    ("title", lambda found, _: found.document.title),
    ("issuer", lambda found, _: found.document.issuer),
    ("number", lambda found, _: found.document.number),
    ("issued_on", lambda found, _: found.document.issued_on),
    ("source", lambda found, _: found.document.source),
    ("start", lambda found, _: found.figure.start),
    ("end", lambda found, _: found.figure.end),
)
