"""Figures in tables: the row's and the column's header say what a cell measures.

A table is a run of lines whose cells are joined by `` | ``, its header row first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pb_qa.figures import Measure, Period
from pb_qa.understanding.figures.amounts import folded, plain
from pb_qa.understanding.figures.periods import find_moments, year_period
from pb_qa.understanding.figures.quantities import Quantity, find_quantities
from pb_qa.understanding.figures.units import SCALED_UNIT, base_of

SEPARATOR: Final = " | "
_LINE: Final = re.compile("^[^\n]* \\|(?: [^\n]*)?$", re.MULTILINE)
_NUMERIC: Final = re.compile("[-−+±]?[0-9][0-9,. ]*(?:%|‰)?")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}(?: ?年度?)?")
_IN_BRACKETS: Final = re.compile("[（(](?P<unit>[^（）()]{1,12})[）)]")
_CAPTION_UNIT: Final = re.compile("单位[:：] ?(?P<unit>[^ ，。；|\n）)]{1,8})")
_NO_MEASURE: Final = re.compile(
    "序号|编号|代码|电话|邮编|页码|日期|^时间$|排名|位次|^号$|^No|长度|类型"
)
_CHANGE: Final = re.compile("增长|增速|增幅|±|同比|环比|涨幅|降幅|比上年")
_SHARE: Final = re.compile("占|比重|比例|率")
_CAPTION_CHARACTERS: Final = 200
_CAPTION_LINES: Final = 2
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its span in the document."""

    start: int
    end: int
    form: str

    @property
    def is_number(self) -> bool:
        """Whether it holds a number and nothing else."""
        return bool(_NUMERIC.fullmatch(self.form))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableFigure:
    """A quantity of a cell with what its headers say; ``period`` is None when they do not."""

    row: Row
    quantity: Quantity
    indicator: str
    measure: Measure
    period: Period | None


def table_rows(form: str) -> list[Row]:
    """Every line of a text that is a row of a table, in their order."""
    return [_row(form, *match.span()) for match in _LINE.finditer(form)]


def table_figures(
    form: str, text: str, rows: Sequence[Row], year: int | None
) -> Iterator[TableFigure]:
    """Read the number cells of all tables.

    Parameters
    ----------
    form
        ``text`` as `amounts.folded` gives it.
    year
        The year in which the document speaks.
    """
    for table in _tables(form, rows):
        yield from _read(form, text, table, year)


def _row(form: str, start: int, end: int) -> Row:
    cells = []
    position = start
    for piece in form[start:end].split("|"):
        stripped = piece.strip()
        begin = position + (len(piece) - len(piece.lstrip()) if stripped else 0)
        cells.append(Cell(begin, begin + len(stripped), stripped))
        position += len(piece) + 1
    while end > start and form[end - 1] in " |":
        end -= 1
    while start < end and form[start] in " |":
        start += 1
    return Row(start, end, tuple(cells))


def _tables(form: str, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that follow one another without a line between them."""
    table: list[Row] = []
    for row in rows:
        if table and form[table[-1].end : row.start].strip(" |") != "\n":
            yield table
            table = []
        table.append(row)
    if table:
        yield table


@dataclass(frozen=True, slots=True)
class _Header:
    """What the header of a column, or of a row, says of its numbers."""

    text: str
    name: str
    unit: str
    period: Period | None

    @classmethod
    def of(cls, text: str, year: int | None) -> _Header:
        return cls(text, _bare(text)[:_LONGEST], _unit(text), _period(text, year))


_NO_HEADER: Final = _Header("", "", "", None)


def _read(form: str, text: str, table: Sequence[Row], year: int | None) -> Iterator[TableFigure]:
    depth = _header_rows(table)
    columns = [_Header.of(header, year) for header in _headers(table[:depth])]
    latest: list[Period | None] = []
    for column in columns:
        latest.append(column.period or (latest[-1] if latest else None))
    general = _general_unit(form, table)
    for row in table[depth:]:
        label_at = next((i for i, c in enumerate(row.cells) if c.form and not c.is_number), -1)
        label = _Header.of(row.cells[label_at].form, year) if label_at >= 0 else _NO_HEADER
        row_period = label.period or _year_cell(row, year)
        for index, cell in enumerate(row.cells):
            column = columns[index] if index < len(columns) else _NO_HEADER
            if index == label_at or not cell.is_number or _NO_MEASURE.search(column.text):
                continue
            if index == 0 and not column.text and label_at > 0 and cell.form.isdigit():
                continue  # the number of the line
            if row_period is not None and _YEAR.fullmatch(cell.form) and index <= 1:
                continue
            quantity = _quantity(text, cell, column.unit or label.unit or general)
            if quantity is not None:
                # Growth stands beside its year: the nearest column before names the time.
                before = latest[min(index, len(latest)) - 1] if index and latest else None
                yield TableFigure(
                    row,
                    quantity,
                    _indicator(label.name, column.name),
                    _measure(column.text, label.text, quantity),
                    column.period or row_period or before,
                )


def _general_unit(form: str, table: Sequence[Row]) -> str:
    """The unit that a caption, or a cell of the table's beginning, gives for all numbers."""
    above = form[max(0, table[0].start - _CAPTION_CHARACTERS) : table[0].start]
    caption = "\n".join(above.rstrip("\n").rsplit("\n", _CAPTION_LINES)[-_CAPTION_LINES:])
    captions = [] if "|" in caption else _CAPTION_UNIT.findall(caption)
    captions += _CAPTION_UNIT.findall(form, table[0].start, table[0].end)
    return _known(captions[-1]) if captions else ""


def _header_rows(table: Sequence[Row]) -> int:
    """How many rows at the top have no numbers but years; none when the table has no header."""
    depth = 0
    for row in table[:3]:
        numbers = [c for c in row.cells if c.is_number and not _YEAR.fullmatch(c.form)]
        if numbers or (depth and not any(c.form for c in row.cells)):
            break
        depth += 1
    return depth if depth < len(table) else 1


def _headers(rows: Sequence[Row]) -> list[str]:
    """One header a column, those of several rows joined."""
    width = max((len(row.cells) for row in rows), default=0)
    return [
        " ".join(
            dict.fromkeys(
                row.cells[column].form
                for row in rows
                if column < len(row.cells) and row.cells[column].form
            )
        )
        for column in range(width)
    ]


def _quantity(text: str, cell: Cell, unit: str) -> Quantity | None:
    found = find_quantities(text[cell.start : cell.end], bare=True)
    if len(found) != 1:
        return None
    quantity = found[0]
    moved = replace(
        quantity,
        start=quantity.start + cell.start,
        end=quantity.end + cell.start,
        outer_start=quantity.outer_start + cell.start,
        outer_end=quantity.outer_end + cell.start,
    )
    if quantity.unit or not unit:
        return moved
    base_unit, factor = base_of(unit)
    return replace(
        moved,
        unit=unit,
        base_unit=base_unit,
        base_value=plain(Decimal(quantity.value) * factor),
    )


def _unit(header: str) -> str:
    """The unit in a header's brackets: 产量（万吨）."""
    return next((u for u in map(_known, _IN_BRACKETS.findall(header)) if u), "")


def _known(unit: str) -> str:
    """A unit that there is, else nothing."""
    name = folded(unit).strip()
    return name if SCALED_UNIT.fullmatch(name) else ""


def _indicator(label: str, header: str) -> str:
    """The row's header, then what the column's adds."""
    return " ".join(dict.fromkeys(part for part in (label, header) if part))[:_LONGEST]


def _bare(header: str) -> str:
    """A header without unit and year."""
    without = _IN_BRACKETS.sub(lambda m: "" if _known(m["unit"]) else m.group(), header)
    without = re.sub("(?:19|20)[0-9]{2} ?年?(?:[底末度]|[0-9]{1,2}月)?", "", without)
    return (
        ""
        if without.strip() in ("指标", "项目", "名称", "指标名称", "数值", "数量", "")
        else without.strip()
    )


def _measure(header: str, label: str, quantity: Quantity) -> Measure:
    is_share = quantity.base_unit == "%"
    if is_share and _CHANGE.search(header or label):
        return Measure.CHANGE
    if not is_share and re.search("增减|增加额|比上年增", header):
        return Measure.CHANGE
    return Measure.SHARE if is_share or quantity.unit == "%" else Measure.LEVEL


def _period(header: str, year: int | None) -> Period | None:
    """The time a header names."""
    if _YEAR.fullmatch(header):
        return year_period(int(header[:4]))
    moments = find_moments(header, year)
    return moments[-1].period if moments else None


def _year_cell(row: Row, year: int | None) -> Period | None:
    """The year in a row's first cells."""
    for cell in row.cells[:2]:
        if _YEAR.fullmatch(cell.form):
            return _period(cell.form, year)
    return None
