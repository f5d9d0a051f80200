"""Word files: paragraphs, tables, text boxes, diagrams and notes in document order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pb_qa.errors import UnsupportedFormatError
from pb_qa.reading.docx_numbering import Numbering, as_int, value_of
from pb_qa.reading.ooxml import (
    COMPATIBILITY,
    DIAGRAM,
    DRAWING,
    MATH,
    RELATION,
    WORD,
    Package,
    Relationship,
    elements,
    forget,
)
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINERS = tuple(
    f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_BLOCKS = (f"{WORD}p", f"{WORD}tbl", f"{WORD}altChunk", *_CONTAINERS)
# Deleted and moved-away text, field codes and everything that is no text of the paragraph.
_SKIPPED = frozenset(
    f"{WORD}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "sdtPr", "rt")
)
_CHARACTERS = {
    f"{WORD}tab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "\u2011",
}
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title", "标题"})
_BODY_TEXT = 9
_LONGEST_DATA_CELL = 1_500

Line = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class _Style:
    outline: int | None
    number: tuple[str, int] | None
    parent: str


@dataclass(slots=True)
class _Reader:
    """Reads blocks of one Word file, remembering the notes that they refer to."""

    package: Package
    relationships: dict[str, Relationship]
    styles: dict[str, _Style]
    numbering: Numbering
    notes: list[tuple[str, str]] = field(default_factory=list)

    def lines(self, blocks: Iterable[_Element]) -> Iterator[Line]:
        """Yield the lines of block elements in order, each with its heading level."""
        for block in blocks:
            if block.tag == f"{WORD}p":
                yield from self._paragraph(block)
            elif block.tag == f"{WORD}tbl":
                yield from self._table(block)
            elif block.tag == f"{WORD}altChunk":
                yield from self._embedded(block)
            elif block.tag in _CONTAINERS:
                yield from self.lines(block.iterchildren())
            elif block.tag == f"{COMPATIBILITY}AlternateContent":
                yield from self.lines(_alternative(block).iterchildren())

    def _paragraph(self, paragraph: _Element) -> Iterator[Line]:
        parts: list[str] = []
        boxes: list[_Element] = []
        self._collect(paragraph, parts, boxes)
        text = "".join(parts)
        outline, number = self._format(paragraph)
        if text.strip():
            label = self.numbering.label(*number) if number else ""
            yield label + text, None if outline is None else outline + 1
        elif not boxes:
            yield "", None
        for box in boxes:
            if box.tag == f"{DIAGRAM}relIds":
                yield from self._diagram(box)
            else:
                yield from self.lines(box.iterchildren())

    def _collect(self, element: _Element, parts: list[str], boxes: list[_Element]) -> None:
        for child in element.iterchildren():
            tag = child.tag
            if tag in (f"{WORD}t", f"{MATH}t"):
                parts.append(child.text or "")
            elif tag in _CHARACTERS:
                parts.append(_CHARACTERS[tag])
            elif tag == f"{WORD}txbxContent":
                boxes.append(child)
            elif tag in (f"{WORD}footnoteReference", f"{WORD}endnoteReference"):
                kind = "footnotes" if "footnote" in tag else "endnotes"
                self.notes.append((kind, child.get(f"{WORD}id", "")))
            elif tag == f"{DIAGRAM}relIds":
                boxes.append(child)
            elif tag == f"{WORD}sym":
                parts.append(_symbol(child.get(f"{WORD}char", "")))
            elif tag == f"{COMPATIBILITY}AlternateContent":
                self._collect(_alternative(child), parts, boxes)
            elif tag == f"{WORD}r" and _is_hidden(child):
                continue
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._collect(child, parts, boxes)

    def _format(self, paragraph: _Element) -> tuple[int | None, tuple[str, int] | None]:
        """Return the outline level and the numbering, its own or its style's."""
        properties = paragraph.find(f"{WORD}pPr")
        if properties is None:
            return None, None
        own = _style(properties, "")
        outline, number = own.outline, own.number
        name, seen = value_of(properties, "pStyle") or "", 0
        while name in self.styles and seen < 20:
            style = self.styles[name]
            outline = style.outline if outline is None else outline
            number = style.number if number is None else number
            name, seen = style.parent, seen + 1
        if number is not None and number[0] == "0":
            number = None
        return None if outline is not None and outline >= _BODY_TEXT else outline, number

    def _table(self, table: _Element) -> Iterator[Line]:
        for row in table.iter(f"{WORD}tr"):
            if next(row.iterancestors(f"{WORD}tbl"), None) is not table:
                continue
            cells = [
                [line for line in self.lines(cell.iterchildren()) if line[0].strip()]
                for cell in row.iterdescendants(f"{WORD}tc")
                if next(cell.iterancestors(f"{WORD}tr"), None) is row
            ]
            filled = [cell for cell in cells if cell]
            lengths = [sum(len(text) for text, _ in cell) for cell in cells]
            # A frame around running text, not a table.
            if len(filled) == 1 or max(lengths, default=0) > _LONGEST_DATA_CELL:
                for cell in filled:
                    yield from cell
            elif filled:
                yield table_row([" ".join(text for text, _ in cell) for cell in cells]), None

    def _embedded(self, chunk: _Element) -> Iterator[Line]:
        """Yield the lines of a whole document that is embedded as a part (``altChunk``)."""
        from pb_qa.reading.parsing import parse

        relationship = self.relationships.get(chunk.get(f"{RELATION}id", ""))
        content = self.package.part(relationship.target) if relationship else None
        if not content:
            raise UnsupportedFormatError(
                "Word 文件引用的正文部分缺失。请用 Word 或 WPS 打开，另存一份新的后再添加。"
            )
        if content[:4] == b"PK\x03\x04":
            raise UnsupportedFormatError(
                "Word 文件里嵌入了另一份 Word 文件。请用 Word 或 WPS 打开，另存一份新的后再添加。"
            )
        raw = parse(content, "embedded.html")
        levels = {heading.start: heading.level for heading in raw.headings}
        position = 0
        for line in raw.text.split("\n"):
            yield line, levels.get(position)
            position += len(line) + 1

    def _diagram(self, reference: _Element) -> Iterator[Line]:
        """Yield the words in the shapes of a diagram (SmartArt)."""
        relationship = self.relationships.get(reference.get(f"{RELATION}dm", ""))
        root = self.package.xml(relationship.target) if relationship else None
        for paragraph in root.iter(f"{DRAWING}p") if root is not None else ():
            text = "".join(piece.text or "" for piece in paragraph.iter(f"{DRAWING}t"))
            if text.strip():
                yield text, None

    def note_lines(self) -> Iterator[Line]:
        """Yield the footnotes and endnotes referred to, in the order of reference."""
        notes: dict[tuple[str, str], _Element] = {}
        for relationship in self.relationships.values():
            if relationship.kind in ("footnotes", "endnotes"):
                root = self.package.xml(relationship.target)
                for note in root if root is not None else ():
                    notes[relationship.kind, note.get(f"{WORD}id", "")] = note
        for key in list(self.notes):
            if key in notes:
                yield from self.lines(notes.pop(key).iterchildren())


def parse_docx(data: bytes) -> RawDocument:
    """Return the text of a Word file.

    Automatic numbers are written out, tracked deletions and hidden text left out,
    footnotes and endnotes follow the text.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError, UnsupportedFormatError
        When the file, or a document embedded in it, cannot be read.
    """
    package = Package(data)
    main = package.main_part("word/document.xml")
    relationships = package.relationships(main)
    parts = {relation.kind: relation.target for relation in relationships.values()}
    reader = _Reader(
        package,
        relationships,
        _styles(package.xml(parts.get("styles", "word/styles.xml"))),
        Numbering(package.xml(parts.get("numbering", "word/numbering.xml"))),
    )
    builder = RawBuilder()
    for block in elements(package.part(main), (*_BLOCKS, f"{COMPATIBILITY}AlternateContent")):
        parent = block.getparent()
        if parent is None or parent.tag != f"{WORD}body":
            continue
        for text, level in reader.lines([block]):
            builder.add(text, level)
        forget(block)
    for text, level in reader.note_lines():
        builder.add(text, level)
    return builder.build("docx", package.properties())


def _styles(root: _Element | None) -> dict[str, _Style]:
    if root is None:
        return {}
    return {
        element.get(f"{WORD}styleId", ""): _style(
            element.find(f"{WORD}pPr"),
            value_of(element, "basedOn") or "",
            value_of(element, "name") or "",
        )
        for element in root.iterchildren(f"{WORD}style")
    }


def _style(properties: _Element | None, parent: str, name: str = "") -> _Style:
    outline: int | None = None
    number: tuple[str, int] | None = None
    if properties is not None:
        level = value_of(properties, "outlineLvl")
        outline = None if level is None else as_int(level, _BODY_TEXT)
        numbering = properties.find(f"{WORD}numPr")
        if numbering is not None:
            number = (
                value_of(numbering, "numId") or "0",
                as_int(value_of(numbering, "ilvl"), 0),
            )
    if outline is None and (heading := _HEADING_STYLE.fullmatch(name.strip())):
        outline = int(heading[1]) - 1
    if outline is None and name.strip().lower() in _TITLE_STYLES:
        outline = 0
    return _Style(outline, number, parent)


def _alternative(element: _Element) -> _Element:
    """Return the first alternative that holds anything: all of them say the same."""
    kinds = (f"{COMPATIBILITY}Choice", f"{COMPATIBILITY}Fallback")
    return next((child for child in element.iterchildren(*kinds) if len(child)), element)


def _is_hidden(run: _Element) -> bool:
    properties = run.find(f"{WORD}rPr")
    return properties is not None and value_of(properties, "vanish") in ("", "1", "true")


def _symbol(code: str) -> str:
    """Return the character of a symbol, unless it is a shape that only its font knows."""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{4}", code) else 0
    return "" if number < 0x20 or 0xE000 <= number <= 0xF8FF else chr(number)
