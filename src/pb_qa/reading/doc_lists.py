"""Styles and automatic numbers of a Word 97-2003 file, brought into the form of newer ones."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from pb_qa.reading.docx_numbering import Numbering
from pb_qa.reading.ooxml import WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

# [MS-OSHARED] 2.2.1.3: the numbers that stand for number formats.
_NUMBER_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal",
    16: "japaneseLegal", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 28: "decimalEnclosedCircleChinese",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
    255: "none",
}  # fmt: skip
_FOLLOWED_BY = {0: "tab", 1: "space", 2: "nothing"}
_MOST_LISTS = 5_000
_MOST_STYLES = 4_000
_LONGEST_PATTERN = 200
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def numbering(lists: bytes, uses: bytes) -> Numbering:
    """Return what counts the file's numbered paragraphs.

    Parameters
    ----------
    lists, uses
        The structures ``PlfLst`` with the levels behind it, and ``PlfLfo``.
    """
    from lxml import etree

    root = etree.Element(f"{WORD}numbering")
    (count,) = struct.unpack_from("<H", lists.ljust(2, b"\0"))
    position = 2 + 28 * count
    for index in range(min(count, _MOST_LISTS)):
        head = lists[2 + 28 * index : 30 + 28 * index]
        if len(head) < 28:
            break
        abstract = etree.SubElement(root, f"{WORD}abstractNum")
        abstract.set(f"{WORD}abstractNumId", str(int.from_bytes(head[:4], "little")))
        for level in range(1 if head[26] & 1 else 9):
            position = _level(lists, position, abstract, level)
    _uses(uses, root)
    return Numbering(root)


def _level(data: bytes, position: int, parent: _Element, level: int) -> int:
    """Add one level and return where the next one begins."""
    from lxml import etree

    head = data[position : position + 28]
    if len(head) < 28:
        return len(data)
    position += 28 + head[24] + head[25]
    length = int.from_bytes(data[position : position + 2], "little")
    raw = data[position + 2 : position + 2 + 2 * length]
    text = raw[: 2 * _LONGEST_PATTERN].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(c) + 1}" if c < "\t" else c for c in text)
    element = etree.SubElement(parent, f"{WORD}lvl")
    element.set(f"{WORD}ilvl", str(level))
    start = min(int.from_bytes(head[:4], "little"), 32_767)
    for name, value in (
        ("start", str(start)),
        ("numFmt", _NUMBER_FORMATS.get(head[4], "decimal")),
        ("lvlText", _UNFIT.sub("", pattern)),
        ("suff", _FOLLOWED_BY.get(head[15], "tab")),
    ):
        etree.SubElement(element, f"{WORD}{name}").set(f"{WORD}val", value)
    return position + 2 + 2 * length


def _uses(data: bytes, root: _Element) -> None:
    from lxml import etree

    count = min(int.from_bytes(data[:4], "little"), _MOST_LISTS, len(data) // 16)
    position = 4 + 16 * count
    for index in range(count):
        head = data[4 + 16 * index : 20 + 16 * index]
        if len(head) < 16:
            break
        number = etree.SubElement(root, f"{WORD}num")
        number.set(f"{WORD}numId", str(index + 1))
        abstract = etree.SubElement(number, f"{WORD}abstractNumId")
        abstract.set(f"{WORD}val", str(int.from_bytes(head[:4], "little")))
        position += 4
        for _ in range(min(head[12], 9)):
            override = data[position : position + 8]
            if len(override) < 8:
                break
            start, flags = struct.unpack("<II", override)
            position += 8
            if flags & 0x10 and start < 32_768:
                element = etree.SubElement(number, f"{WORD}lvlOverride")
                element.set(f"{WORD}ilvl", str(flags & 0xF))
                etree.SubElement(element, f"{WORD}startOverride").set(f"{WORD}val", str(start))
            if flags & 0x20:
                position = _level(data, position, etree.Element("unused"), 0)


def style_changes(sheet: bytes) -> list[bytes]:
    """Return, for each style, the changes of paragraph properties that it makes.

    Parameters
    ----------
    sheet
        The structure ``STSH``; those of a style's ancestors stand before its own.
    """
    size = int.from_bytes(sheet[:2], "little")
    base_size = int.from_bytes(sheet[4:6], "little")
    position = 2 + size
    own: list[bytes] = []
    bases: list[int] = []
    while position + 2 <= len(sheet) and len(own) < _MOST_STYLES:
        length = int.from_bytes(sheet[position : position + 2], "little")
        style = sheet[position + 2 : position + 2 + length]
        position += 2 + length + (length & 1)
        kind_and_base = int.from_bytes(style[2:4], "little")
        own.append(_paragraph_changes(style, base_size) if kind_and_base & 0xF == 1 else b"")
        bases.append(kind_and_base >> 4)
    return [_with_ancestors(index, own, bases) for index in range(len(own))]


def _paragraph_changes(style: bytes, base_size: int) -> bytes:
    name_length = int.from_bytes(style[base_size : base_size + 2], "little")
    position = base_size + 2 + 2 * name_length + 2
    size = int.from_bytes(style[position : position + 2], "little")
    return style[position + 4 : position + 2 + size]


def _with_ancestors(index: int, own: list[bytes], bases: list[int]) -> bytes:
    changes = b""
    for _ in range(12):
        if not 0 <= index < len(own):
            break
        changes = own[index] + changes
        index = bases[index]
    return changes
