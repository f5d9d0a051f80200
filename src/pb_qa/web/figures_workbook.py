"""Excel workbooks of figures: the table with its citations, and a chart Excel itself draws."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, Final

from pb_qa.errors import PbQaError
from pb_qa.figures import FoundFigure, Measure
from pb_qa.web.figures_compare import Comparison
from pb_qa.web.figures_compare_view import title
from pb_qa.web.figures_export import Cell, cell_names, cells
from pb_qa.web.figures_request import Axis
from pb_qa.web.i18n import Texts

MOST_ROWS: Final = 1_048_575
_LONGEST: Final = 32_767
# Excel refuses a workbook with these, and surrogates have no encoding.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS: Final = {"indicator": 28, "quote": 60, "title": 36, "source": 30, "issuer": 20}
_USUAL_WIDTH: Final = 13
_MOST_PLACES: Final = 15
_MISREAD: Final = ("=", "#")
# From here on Excel shows 6.77E+13 unless told otherwise.
_WIDE: Final = 10**11
_MOST_YEARS: Final = 400


class TooManyRowsError(PbQaError):
    """More rows than a sheet holds."""


def write_table(
    file: IO[bytes],
    names: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    total: int,
    texts: Texts,
) -> None:
    """Write a workbook of one sheet.

    Parameters
    ----------
    rows
        Read once, row by row; the whole table is never in memory.
    total
        About how many rows there are.

    Raises
    ------
    TooManyRowsError
        When ``total`` is more than a sheet holds.
    """
    if total > MOST_ROWS:
        raise TooManyRowsError(texts("too_many_rows", total=total, limit=MOST_ROWS))
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _fill(book.create_sheet(texts("sheet_figures")), names, rows, texts)
    book.save(file)


def write_comparison(file: IO[bytes], comparison: Comparison, texts: Texts) -> None:
    """Write the figures of a comparison, and a sheet with them by time and line, charted."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names, rows = cell_names(texts), (cells(found, texts) for found in comparison.figures)
    _fill(book.create_sheet(texts("sheet_figures")), names, rows, texts)
    heads, grid = _grid(comparison, texts)
    if grid:
        sheet = book.create_sheet(texts("sheet_chart"))
        _fill(sheet, heads, grid, texts)
        _add_chart(sheet, comparison, len(heads), len(grid), texts)
    book.save(file)


def _fill(sheet: Any, names: Sequence[str], rows: Iterable[Sequence[Cell]], texts: Texts) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    widths = {texts(f"cell_{key}"): width for key, width in _WIDTHS.items()}
    for index, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = widths.get(name, _USUAL_WIDTH)
    sheet.freeze_panes = "A2"
    head = []
    for name in names:
        cell = WriteOnlyCell(sheet, _clean(name, texts))
        cell.font = Font(bold=True)
        cell.data_type = "s"
        head.append(cell)
    sheet.append(head)
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, value, texts) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{count}"


def _cell(sheet: Any, value: Cell, texts: Texts) -> Any:
    """What is appended for a value: itself, or a cell where Excel would misread it."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        text = _clean(value, texts)
        if not text.startswith(_MISREAD):
            return text or None
        cell = WriteOnlyCell(sheet, text)
        # Said to be a string: it would else be written as a formula, or as an error.
        cell.data_type = "s"
        return cell
    if -_WIDE < value < _WIDE:
        return value
    # A Decimal is written digit for digit, which the stubs do not know.
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    cell.number_format = f"#,##0.{'0' * min(places, _MOST_PLACES)}" if places > 0 else "#,##0"
    return cell


def _clean(text: str, texts: Texts) -> str:
    text = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) <= _LONGEST:
        return text
    told = texts("quote_shortened")
    return text[: _LONGEST - len(told)] + told


def _grid(comparison: Comparison, texts: Texts) -> tuple[list[str], list[list[Cell]]]:
    """What the chart draws as rows: one a time or a place, in the base unit."""
    unit = comparison.series.unit
    if comparison.axis is Axis.PLACE:
        value = f"{comparison.period}（{unit}）" if unit else comparison.period
        return [texts("cell_place"), value], [
            [bar.name, _decimal(bar.value)] for bar in comparison.places
        ]
    lines = comparison.times.lines
    heads = [
        texts("cell_period"),
        *(f"{line.name}（{unit}）" if unit else line.name for line in lines),
    ]
    values: dict[float, dict[int, Cell]] = {}
    named: dict[float, str] = {}
    for column, line in enumerate(lines):
        for mark in line.marks:
            if mark.stretch is None:
                # One time, several values: the first, as in the chart; all are in the table.
                values.setdefault(mark.at, {}).setdefault(column, _decimal(mark.value))
                named.setdefault(mark.at, _time(mark.figures[0], mark.at, comparison))
    if comparison.times.yearly and values:
        first, last = math.floor(min(values)), math.floor(max(values))
        if last - first < _MOST_YEARS:
            for year in range(first, last + 1):
                values.setdefault(year + 0.5, {})
                named.setdefault(year + 0.5, str(year))
    return heads, [
        [named[at], *(values[at].get(column, "") for column in range(len(lines)))]
        for at in sorted(values)
    ]


def _time(found: FoundFigure, at: float, comparison: Comparison) -> str:
    return str(math.floor(at)) if comparison.times.yearly else found.figure.period.text


def _decimal(value: float) -> Decimal:
    return Decimal(f"{Decimal(repr(value)):f}")


def _add_chart(sheet: Any, comparison: Comparison, columns: int, rows: int, texts: Texts) -> None:
    from openpyxl.chart import BarChart, LineChart, Reference
    from openpyxl.utils import get_column_letter

    series = comparison.series
    if comparison.axis is Axis.PLACE or series.measure is Measure.CHANGE:
        chart: Any = BarChart()
        chart.type = "bar" if comparison.axis is Axis.PLACE else "col"
    else:
        chart = LineChart()
    chart.title = _clean(title(comparison, texts), texts)
    chart.y_axis.title = series.unit or None
    chart.display_blanks = "gap"
    # Excel hides an axis that is not said to be there.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = 24, 12 if comparison.axis is Axis.TIME else max(12, rows * 0.6)
    chart.add_data(
        Reference(sheet, min_col=2, max_col=columns, min_row=1, max_row=rows + 1),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    if isinstance(chart, LineChart):
        for line in chart.series:
            line.marker.symbol, line.smooth = "auto", False
    if columns == 2:
        chart.legend = None
    sheet.add_chart(chart, f"{get_column_letter(columns + 2)}2")
