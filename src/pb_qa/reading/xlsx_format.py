"""Workbooks: every sheet row by row, values as the sheet shows them.

Rows are read one at a time and only cells that exist are looked at, so a single cell
in the last corner of a sheet costs no more than any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pb_qa.reading.ooxml import RELATION, SHEET, Package, elements, forget
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.sheets import TRUTH, SheetWriter, place
from pb_qa.reading.xlsx_numbers import GENERAL, built_in_format, shown_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")


@dataclass(frozen=True, slots=True)
class _Workbook:
    strings: list[str]
    formats: list[str]
    since_1904: bool


def parse_xlsx(data: bytes) -> RawDocument:
    """Return the cells of every sheet, one line a row; a sheet is a page.

    Formulas count with the value last computed. Sheets hidden so deeply that no menu
    shows them are left out.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    package = Package(data)
    main = package.main_part("xl/workbook.xml")
    relationships = package.relationships(main)
    parts = {relation.kind: relation.target for relation in relationships.values()}
    root = package.xml(main)
    if root is None:
        return RawDocument(text="", format="xlsx")
    properties = root.find(f"{SHEET}workbookPr")
    workbook = _Workbook(
        strings=_shared_strings(package, parts.get("sharedStrings", "xl/sharedStrings.xml")),
        formats=_formats(package.xml(parts.get("styles", "xl/styles.xml"))),
        since_1904=properties is not None and properties.get("date1904") in ("1", "true"),
    )
    writer = SheetWriter()
    for number, sheet in enumerate(root.iter(f"{SHEET}sheet"), start=1):
        relation = relationships.get(sheet.get(f"{RELATION}id", ""))
        if relation is None or sheet.get("state") == "veryHidden":
            continue
        content = package.part(relation.target)
        writer.check(content.count(b"</v>") if content else 0)
        writer.add(number, sheet.get("name", ""), _rows(content, workbook))
    return writer.build("xlsx", package.properties())


def _rows(content: bytes | None, workbook: _Workbook) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of each row, with how many of them hold anything."""
    for row in elements(content, (f"{SHEET}row",)):
        cells: list[str] = []
        count = 0
        for cell in row.iterchildren(f"{SHEET}c"):
            count += bool(len(cell))  # Blank cells may still have a border or a colour.
            column = _column(cell.get("r", ""), otherwise=len(cells))
            place(cells, column, _shown(cell, workbook))
        forget(row)
        yield cells, count


def _shown(cell: _Element, workbook: _Workbook) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{SHEET}is")
        return "" if inline is None else _rich_text(inline)
    value = (cell.findtext(f"{SHEET}v") or "").strip()
    if not value:
        return ""
    if kind == "s":
        index = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
        return workbook.strings[index] if 0 <= index < len(workbook.strings) else ""
    if kind == "b":
        return TRUTH.get(value, value)
    if kind != "n":
        return value
    style = cell.get("s", "0")
    index = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
    code = workbook.formats[index] if index < len(workbook.formats) else GENERAL
    return shown_number(value, code, workbook.since_1904)


def _shared_strings(package: Package, part: str) -> list[str]:
    strings = []
    for item in elements(package.part(part), (f"{SHEET}si",)):
        strings.append(_rich_text(item))
        forget(item)
    return strings


def _rich_text(item: _Element) -> str:
    """Return a string item's text without the readings printed above it (``rPh``)."""
    return "".join(
        text.text or ""
        for text in item.iter(f"{SHEET}t")
        if next(text.iterancestors(f"{SHEET}rPh"), None) is None
    )


def _formats(root: _Element | None) -> list[str]:
    """Return the format code of each cell style."""
    if root is None:
        return []
    custom = {
        entry.get("numFmtId", ""): entry.get("formatCode", GENERAL)
        for entry in root.iter(f"{SHEET}numFmt")
    }
    styles = root.find(f"{SHEET}cellXfs")
    codes = []
    for style in styles.iterchildren(f"{SHEET}xf") if styles is not None else ():
        identity = style.get("numFmtId", "0")
        known = int(identity) if identity.isascii() and identity.isdigit() else 0
        codes.append(custom.get(identity) or built_in_format(known))
    return codes


def _column(reference: str, otherwise: int) -> int:
    """Return the column of a reference such as ``"C7"``, counted from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return otherwise
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
