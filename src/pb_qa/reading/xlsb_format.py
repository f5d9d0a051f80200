"""Binary workbooks (.xlsb, [MS-XLSB]): every sheet row by row, values as the sheet shows them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pb_qa.errors import DamagedFileError
from pb_qa.reading.ooxml import Package
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.sheets import TRUTH, SheetWriter, place
from pb_qa.reading.xlsx_numbers import GENERAL, built_in_format, shown_number

_ROW, _BLANK, _CELLS = 0, 1, range(2, 12)
_RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = 2, 3, 4, 5, 6, 7
_FORMULA_STRING, _FORMULA_NUMBER, _FORMULA_BOOL, _FORMULA_ERROR = 8, 9, 10, 11
_SHARED_ITEM, _NUMBER_FORMAT, _CELL_FORMAT, _RICH_STRING = 19, 44, 47, 62
_WORKBOOK, _SHEET, _FORMATS_BEGIN, _FORMATS_END = 153, 156, 617, 618
_DEEPLY_HIDDEN = 2
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_DAMAGED = "Excel 文件已损坏，内部结构读不通。请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"


@dataclass(slots=True)
class _Workbook:
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False


def parse_xlsb(data: bytes) -> RawDocument:
    """Return the cells of every sheet, one line a row; a sheet is a page.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    package = Package(data)
    main = package.main_part("xl/workbook.bin")
    relationships = package.relationships(main)
    parts = {relation.kind: relation.target for relation in relationships.values()}
    workbook = _Workbook()
    writer = SheetWriter()
    try:
        for kind, body in records(package.part(parts.get("sharedStrings", "")) or b""):
            if kind == _SHARED_ITEM:
                workbook.strings.append(_wide_string(body, 1)[0])
        workbook.formats = _formats(package.part(parts.get("styles", "")) or b"")
        number = 0
        for kind, body in records(package.part(main) or b""):
            if kind == _WORKBOOK:
                workbook.since_1904 = bool(body[:1] and body[0] & 1)
            elif kind == _SHEET:
                number += 1
                identity, position = _wide_string(body, 8)
                relation = relationships.get(identity)
                if relation is not None and body[0] != _DEEPLY_HIDDEN:
                    content = package.part(relation.target) or b""
                    name = _wide_string(body, position)[0]
                    writer.add(number, name, _rows(content, workbook))
    except (struct.error, IndexError) as error:
        raise DamagedFileError(_DAMAGED) from error
    return writer.build("xlsb", package.properties())


def records(content: bytes) -> Iterator[tuple[int, memoryview]]:
    """Yield the records of a part: the number of their kind, and their content."""
    view = memoryview(content)
    position = 0
    while position < len(content):
        kind, position = _varying(content, position, 2)
        size, position = _varying(content, position, 4)
        yield kind, view[position : position + size]
        position += size


def _varying(content: bytes, position: int, most: int) -> tuple[int, int]:
    """Read a number of up to ``most`` bytes, seven bits each."""
    number = 0
    for index in range(most):
        if position >= len(content):
            break
        byte = content[position]
        position += 1
        number |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return number, position


def _rows(content: bytes, workbook: _Workbook) -> Iterator[tuple[list[str], int]]:
    cells: list[str] = []
    count = 0
    for kind, body in records(content):
        if kind == _ROW:
            if cells:
                yield cells, count
            cells, count = [], 0
        elif kind in _CELLS or kind == _RICH_STRING:
            column, style = struct.unpack_from("<II", body)
            place(cells, column, _shown(kind, body, style & 0xFFFFFF, workbook))
            count += 1
    if cells:
        yield cells, count


def _shown(kind: int, body: memoryview, style: int, workbook: _Workbook) -> str:
    if kind in (_STRING, _FORMULA_STRING):
        return _wide_string(body, 8)[0]
    if kind == _RICH_STRING:
        return _wide_string(body, 9)[0]
    if kind == _SHARED:
        (index,) = struct.unpack_from("<I", body, 8)
        return workbook.strings[index] if index < len(workbook.strings) else ""
    if kind in (_BOOL, _FORMULA_BOOL):
        return TRUTH.get(str(body[8]), "")
    if kind in (_ERROR, _FORMULA_ERROR):
        return _ERRORS.get(body[8], "")
    number = _packed_number(body) if kind == _RK else struct.unpack_from("<d", body, 8)[0]
    code = workbook.formats[style] if style < len(workbook.formats) else GENERAL
    return shown_number(repr(number), code, workbook.since_1904)


def _packed_number(body: memoryview) -> float:
    """Read a number of 30 bits: an integer or the upper part of a double, perhaps in hundredths."""
    (packed,) = struct.unpack_from("<I", body, 8)
    if packed & 2:
        value = float(packed >> 2) - (float(1 << 30) if packed & 0x80000000 else 0.0)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _formats(content: bytes) -> list[str]:
    """Return the format code of each cell style."""
    custom: dict[int, str] = {}
    codes: list[str] = []
    within = False
    for kind, body in records(content):
        if kind == _NUMBER_FORMAT:
            custom[struct.unpack_from("<H", body)[0]] = _wide_string(body, 2)[0]
        elif kind in (_FORMATS_BEGIN, _FORMATS_END):
            within = kind == _FORMATS_BEGIN
        elif kind == _CELL_FORMAT and within:
            identity = struct.unpack_from("<HH", body)[1]
            codes.append(custom.get(identity) or built_in_format(identity))
    return codes


def _wide_string(body: memoryview, position: int) -> tuple[str, int]:
    """Read a string that stands behind its length; return it and where it ends."""
    (length,) = struct.unpack_from("<I", body, position)
    if length == 0xFFFFFFFF:
        return "", position + 4
    raw = bytes(body[position + 4 : position + 4 + 2 * length])
    return raw.decode("utf-16-le", "replace"), position + 4 + 2 * length
