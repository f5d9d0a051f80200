"""Excel 97-2003 and WPS workbooks (.xls, .et): every sheet row by row, values as shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pb_qa.errors import DamagedFileError, EncryptedFileError
from pb_qa.reading.ole_streams import OleStreams
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.sheets import TRUTH, SheetWriter
from pb_qa.reading.xlsx_numbers import GENERAL, built_in_format, shown_number

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_DAMAGED: Final = "Excel 文件已损坏，读不通。请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEEPLY_HIDDEN = 2
_FIRST_CUSTOM_FORMAT = 164
# xlrd meets malformed records with whatever the operation on them raises.
_MALFORMED: Final = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError,
    OSError, RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip


class _Nowhere:
    """Takes what xlrd would print."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept."""


def parse_xls(data: bytes) -> RawDocument:
    """Return the cells of every sheet, one line a row; a sheet is a page.

    Formulas count with the value last computed. Sheets hidden so deeply that no menu
    shows them are left out.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    import xlrd
    from xlrd.biffh import XLRDError

    stream, properties = _stream(data)
    writer = SheetWriter()
    try:
        book = xlrd.open_workbook(
            file_contents=stream, logfile=_Nowhere(), formatting_info=True, ragged_rows=True,
            on_demand=True,
        )  # fmt: skip
        for index in range(book.nsheets):
            sheet = book.sheet_by_index(index)
            if sheet.visibility != _DEEPLY_HIDDEN:
                writer.add(index + 1, sheet.name, _rows(sheet, book))
            book.unload_sheet(index)
    except XLRDError as error:
        if "encrypted" in str(error):
            raise EncryptedFileError(
                "Excel 文件有密码。请用 Excel 或 WPS 输入密码打开，去掉密码另存后再添加。"
            ) from error
        raise DamagedFileError(_DAMAGED) from error
    except _MALFORMED as error:
        raise DamagedFileError(_DAMAGED) from error
    return writer.build("xls", properties)


def _rows(sheet: Sheet, book: Book) -> Iterator[tuple[list[str], int]]:
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        values = sheet.row_values(row)
        styles = [sheet.cell_xf_index(row, column) for column in range(len(types))]
        cells = [
            _shown(kind, value, style, book)
            for kind, value, style in zip(types, values, styles, strict=True)
        ]
        yield cells, sum(bool(cell) for cell in cells)


def _shown(kind: int, value: object, style: int, book: Book) -> str:
    import xlrd

    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return shown_number(repr(value), _format(style, book), book.datemode == 1)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return TRUTH.get(str(value), "")
    if kind == xlrd.XL_CELL_ERROR and isinstance(value, int):
        return str(xlrd.error_text_from_code.get(value, ""))
    return ""


def _format(style: int, book: Book) -> str:
    if not 0 <= style < len(book.xf_list):
        return GENERAL
    key = book.xf_list[style].format_key
    built_in = built_in_format(key) if key < _FIRST_CUSTOM_FORMAT else GENERAL
    if built_in != GENERAL or key not in book.format_map:
        return built_in
    return str(book.format_map[key].format_str or GENERAL)


def _stream(data: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the workbook's records, and what the file says of itself."""
    if not data.startswith(_CONTAINER):
        return data, {}  # sheets of the oldest kind stand in no container
    container = OleStreams(data)
    stream = container.stream("Workbook") or container.stream("Book")
    if not stream:
        raise DamagedFileError(_DAMAGED)
    return stream, container.summary()
