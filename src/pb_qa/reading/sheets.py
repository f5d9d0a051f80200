"""Sheets of any kind of workbook, written one line a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pb_qa.errors import FileTooLargeError
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

MOST_CELLS: Final = 1_000_000
_DEFAULT_SHEET_NAME = re.compile(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)
# Columns further apart than this are not kept apart by empty cells.
_WIDEST_GAP: Final = 30

TRUTH: Final = {"1": "TRUE", "0": "FALSE"}


class SheetWriter:
    """Collects sheets; a sheet is a page, its name a heading unless it is a default name.

    Raises
    ------
    FileTooLargeError
        From ``add``, when all sheets together hold more than a million cells.
    """

    def __init__(self) -> None:
        self.builder = RawBuilder()
        self._budget = MOST_CELLS

    def check(self, cells: int) -> None:
        """Refuse at once a sheet that is known to hold ``cells`` filled cells."""
        if cells > self._budget:
            raise FileTooLargeError(
                f"工作簿超过 {MOST_CELLS // 10_000} 万个单元格，太大。"
                "请拆成几个文件，或只留需要查询的表后再添加。"
            )

    def add(self, number: int, name: str, rows: Iterable[tuple[list[str], int]]) -> None:
        """Write a sheet.

        Parameters
        ----------
        number
            Its place in the workbook, from 1.
        rows
            Each row's cells, with how many of them the file holds.
        """
        empty = True
        for cells, count in rows:
            self.check(count)
            self._budget -= count
            line = table_row(cells)
            if not line:
                continue
            if empty and name and not _DEFAULT_SHEET_NAME.fullmatch(name):
                self.builder.add(name, heading_level=1)
            empty = False
            self.builder.add(line)
        if not empty:
            self.builder.end_page(number, name)

    def build(self, file_format: str, properties: Mapping[str, str]) -> RawDocument:
        """Return what was collected."""
        return self.builder.build(file_format, properties)


def place(cells: list[str], column: int, text: str) -> None:
    """Append a cell that stands in a column, counted from 0, behind as many empty ones."""
    gap = column - len(cells)
    if 0 < gap <= _WIDEST_GAP:
        cells.extend([""] * gap)
    cells.append(text)
