"""OpenDocument texts and presentations (.odt, .odp) in document order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pb_qa.errors import DamagedFileError
from pb_qa.reading.docx_numbering import written
from pb_qa.reading.odf import (
    DRAW,
    OFFICE,
    PRESENTATION,
    STYLE,
    TABLE,
    TEXT,
    OdfPackage,
    count_of,
    hidden_styles,
    words,
)
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

if TYPE_CHECKING:
    from lxml.etree import _Element

Line = tuple[str, int | None]

_DEEPEST = 200
_LONGEST_DATA_CELL = 1_500
_MOST_REPEATED = 100
_ENDS_BY_ITSELF = "、，．）〕】："
_NUMBER_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle", "１, ２, ３, ...": "decimalFullWidth",
    "甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac",
    "イ, ロ, ハ, ...": "decimal",
}  # fmt: skip
_SKIPPED = frozenset(
    {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}sequence-decls",
     f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{TEXT}hidden-paragraph"}
)  # fmt: skip
_FURNITURE = frozenset({"date-time", "footer", "header", "page-number", "page"})
_TITLES = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    prefix: str
    suffix: str
    start: int
    shown: int


@dataclass(slots=True)
class _Reader:
    """Reads the blocks of one file, counting its numbered lists."""

    hidden: frozenset[str]
    lists: dict[str, dict[int, _Level]]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    notes: list[_Element] = field(default_factory=list)

    def lines(self, blocks: _Element, depth: int = 0) -> Iterator[Line]:
        """Yield the lines of the blocks within an element."""
        if depth > _DEEPEST:
            raise DamagedFileError(
                "文件的内部结构嵌套过深，无法解析。请另存为 .docx 或 PDF 后再添加。"
            )
        for block in blocks.iterchildren():
            tag = block.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(block, depth)
            elif tag == f"{TEXT}list":
                yield from self._list(block, "", 0, depth)
            elif tag == f"{TABLE}table":
                yield from self._table(block, depth)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from self.lines(block, depth + 1)

    def _paragraph(self, paragraph: _Element, depth: int, label: str = "") -> Iterator[Line]:
        apart: list[_Element] = []
        text = words(paragraph, self.hidden, apart)
        level = None
        if paragraph.tag == f"{TEXT}h":
            level = max(1, min(count_of(paragraph, f"{TEXT}outline-level"), 9))
        if text.strip():
            yield label + text, level
        elif not apart:
            yield "", None
        for element in apart:
            if element.tag == f"{TEXT}note":
                self.notes.extend(element.iterchildren(f"{TEXT}note-body"))
            elif element.tag == f"{TABLE}table":
                yield from self._table(element, depth + 1)
            else:
                yield from self.lines(element, depth + 1)

    def _list(self, element: _Element, style: str, level: int, depth: int) -> Iterator[Line]:
        style = element.get(f"{TEXT}style-name") or style
        counters = self.counters.setdefault(style, {})
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(
            f"{TEXT}continue-list"
        )
        if not level and not goes_on:
            counters.clear()
        if depth > _DEEPEST:
            return
        for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            label = ""
            if item.tag == f"{TEXT}list-item" and _begins_with_text(item):
                label = self._label(style, level, item.get(f"{TEXT}start-value"))
            for block in item.iterchildren():
                if block.tag == f"{TEXT}list":
                    yield from self._list(block, style, level + 1, depth + 1)
                elif block.tag in (f"{TEXT}p", f"{TEXT}h"):
                    yield from self._paragraph(block, depth, label)
                    label = ""

    def _label(self, style: str, level: int, start: str | None) -> str:
        levels = self.lists.get(style, {})
        wanted = levels.get(level)
        counters = self.counters.setdefault(style, {})
        first = wanted.start if wanted is not None else 1
        counters[level] = counters.get(level, first - 1) + 1
        if start is not None and start.isascii() and start.isdecimal() and len(start) < 7:
            counters[level] = int(start)
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        if wanted is None or not wanted.number_format:
            return ""
        numbers = [
            written(counters.get(other, levels[other].start), levels[other].number_format)
            for other in range(max(0, level - wanted.shown + 1), level + 1)
            if other in levels and levels[other].number_format
        ]
        text = wanted.prefix + ".".join(numbers) + wanted.suffix
        return text if text[-1:] in _ENDS_BY_ITSELF else text + " "

    def _table(self, table: _Element, depth: int) -> Iterator[Line]:
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not table:
                continue
            cells: list[list[str]] = []
            for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                content = [text for text, _ in self.lines(cell, depth + 1) if text.strip()]
                repeated = count_of(cell, f"{TABLE}number-columns-repeated")
                cells.extend([content] * min(repeated, _MOST_REPEATED))
            filled = [cell for cell in cells if cell]
            longest = max((sum(map(len, cell)) for cell in cells), default=0)
            # A frame around running text, not a table.
            if len(filled) == 1 or longest > _LONGEST_DATA_CELL:
                for content in filled:
                    yield from ((text, None) for text in content)
            elif filled:
                yield table_row([" ".join(content) for content in cells]), None


def parse_odt(data: bytes) -> RawDocument:
    """Return the text of a document: headings, lists with their numbers, tables, boxes.

    Tracked deletions, hidden text, comments, headers and footers are left out;
    footnotes and endnotes follow the text.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    package = OdfPackage(data)
    root = package.parsed(package.content())
    reader = _reader(package, root)
    builder = RawBuilder()
    for body in root.iterfind(f"{OFFICE}body/{OFFICE}text"):
        for text, level in reader.lines(body):
            builder.add(text, level)
    for note in reader.notes:
        for text, _ in list(reader.lines(note)):
            builder.add(text)
    return builder.build("odt", package.properties())


def parse_odp(data: bytes) -> RawDocument:
    """Return the text of every slide in order; a slide is a page, its title a heading.

    Speaker's notes follow the shapes of their slide.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    package = OdfPackage(data)
    root = package.parsed(package.content())
    reader = _reader(package, root)
    builder = RawBuilder()
    slides = root.iterfind(f"{OFFICE}body/{OFFICE}presentation/{DRAW}page")
    for number, slide in enumerate(slides, start=1):
        for shape in slide.iterchildren():
            kind = shape.get(f"{PRESENTATION}class", "")
            if kind in _FURNITURE or not isinstance(shape.tag, str):
                continue
            lines = [(text, level) for text, level in reader.lines(shape) if text.strip()]
            if kind in _TITLES and lines:
                builder.add(" ".join(text for text, _ in lines), heading_level=1)
            elif shape.tag != f"{PRESENTATION}notes":
                for text, level in lines:
                    builder.add(text, level)
        for notes in slide.iterchildren(f"{PRESENTATION}notes"):
            for frame in notes.iterchildren(f"{DRAW}frame"):
                if frame.get(f"{PRESENTATION}class", "") not in _FURNITURE:
                    for text, _ in reader.lines(frame):
                        if text.strip():
                            builder.add(text)
        builder.end_page(number, slide.get(f"{DRAW}name", ""))
    return builder.build("odp", package.properties())


def _reader(package: OdfPackage, root: _Element) -> _Reader:
    lists: dict[str, dict[int, _Level]] = {}
    styles = package.xml("styles.xml")
    hidden = hidden_styles(root)
    for tree in (styles, root):
        if tree is not None:
            hidden |= hidden_styles(tree)
            for style in tree.iter(f"{TEXT}list-style"):
                lists[style.get(f"{STYLE}name", "")] = dict(map(_level, style.iterchildren()))
    return _Reader(hidden, lists)


def _level(element: _Element) -> tuple[int, _Level]:
    written_format = element.get(f"{STYLE}num-format") or ""
    numbered = element.tag == f"{TEXT}list-level-style-number" and written_format
    return count_of(element, f"{TEXT}level") - 1, _Level(
        number_format=_NUMBER_FORMATS.get(written_format, "decimal") if numbered else "",
        prefix=element.get(f"{STYLE}num-prefix") or "",
        suffix=element.get(f"{STYLE}num-suffix") or "",
        start=min(count_of(element, f"{TEXT}start-value"), 30_000),
        shown=min(count_of(element, f"{TEXT}display-levels"), 10),
    )


def _begins_with_text(item: _Element) -> bool:
    first = next(item.iterchildren(), None)
    return first is not None and first.tag in (f"{TEXT}p", f"{TEXT}h")
