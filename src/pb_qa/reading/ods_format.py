"""OpenDocument workbooks (.ods): every sheet row by row, values as the sheet shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pb_qa.reading.odf import TABLE, TEXT, OdfPackage, count_of, words
from pb_qa.reading.ooxml import elements, forget
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.sheets import SheetWriter

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROW = f"{TABLE}table-row"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_MOST_REPEATED = 1_000
_WIDEST_GAP = 30


def parse_ods(data: bytes) -> RawDocument:
    """Return the cells of every sheet, one line a row; a sheet is a page.

    A cell or row that is said to repeat is repeated up to 1,000 times.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    package = OdfPackage(data)
    writer = SheetWriter()
    tables = groupby(_table_rows(package.content()), key=itemgetter(0))
    for number, (table, rows) in enumerate(tables, start=1):
        writer.add(number, table.get(f"{TABLE}name", ""), _cells(row for _, row in rows))
    return writer.build("ods", package.properties())


def _table_rows(content: bytes) -> Iterator[tuple[_Element, _Element]]:
    """Yield each row of a sheet behind its table; tables within cells have no rows here."""
    for row in elements(content, (_ROW,)):
        tables = list(row.iterancestors(f"{TABLE}table"))
        if len(tables) == 1:
            yield tables[0], row


def _cells(rows: Iterable[_Element]) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of each row, with how many are filled; a row is forgotten behind it."""
    for row in rows:
        cells: list[str] = []
        for cell in row.iterchildren(*_CELLS):
            text = _shown(cell)
            repeated = count_of(cell, f"{TABLE}number-columns-repeated")
            most = _MOST_REPEATED if text else _WIDEST_GAP
            cells.extend([text] * (repeated if repeated <= most else 1))
        repeated = count_of(row, f"{TABLE}number-rows-repeated")
        forget(row)
        filled = sum(bool(cell) for cell in cells)
        if filled:
            for _ in range(min(repeated, _MOST_REPEATED)):
                yield list(cells), filled


def _shown(cell: _Element) -> str:
    return "\n".join(filter(None, map(words, cell.iterchildren(f"{TEXT}p", f"{TEXT}h"))))
