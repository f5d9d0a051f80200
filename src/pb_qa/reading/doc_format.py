"""Word 97-2003 files, also as WPS writes them: paragraphs, tables, notes, text boxes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pb_qa.errors import DamagedFileError
from pb_qa.reading.doc_file import DAMAGED, Run, WordFile, changes
from pb_qa.reading.doc_lists import numbering, style_changes
from pb_qa.reading.docx_numbering import Numbering
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

_IN_TABLE, _ROW_END, _INNER_ROW = 0x2416, 0x2417, 0x244C
_OUTLINE, _LIST, _LIST_LEVEL = 0x2640, 0x460B, 0x260A
_DELETED, _HIDDEN, _SYMBOL = 0x0800, 0x083C, 0x6A09
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_CHARACTERS = {
    "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "\u2011",
    "\x01": "", "\x02": "", "\x03": "", "\x04": "", "\x05": "", "\x08": "", "\x1f": "",
}  # fmt: skip
# The last argument of “\\o\\ad(\\s\\up 9(reading),word)”.
_OVERSTRUCK = re.compile(r"[,;，；]([^,;()（）]{1,60})[)）]\s*$")
_BODY_TEXT = 9
_LONGEST_DATA_CELL = 1_500


@dataclass(frozen=True, slots=True)
class _Format:
    in_table: bool = False
    row_end: bool = False
    outline: int = _BODY_TEXT
    list_number: int = 0
    list_level: int = 0


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    mark: str
    format: _Format


def parse_doc(data: bytes) -> RawDocument:
    """Return the text of a Word file.

    Automatic numbers are written out. Field codes, deleted and hidden text, headers,
    footers and comments are left out; footnotes, endnotes and text boxes follow the text.
    A table within a cell is part of the cell.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError, NeedsConverterError
        When the file cannot be read.
    """
    file = WordFile(data)
    characters = file.characters()
    if not characters:
        raise DamagedFileError(DAMAGED)
    _leave_out(characters, file)
    reader = _Reader(_Offsets(file), numbering(file.lists, file.list_uses))
    builder = RawBuilder()
    body, footnotes, headers, comments, endnotes, boxes = file.lengths
    start = 0
    for length, wanted in (
        (body, True), (footnotes, True), (headers, False), (comments, False),
        (endnotes, True), (boxes, True),
    ):  # fmt: skip
        end = min(start + length, len(characters))
        if wanted and start < end:
            for text, level in _lines(reader.paragraphs(characters, start, end)):
                builder.add(text, level)
        start = end
    return builder.build("doc", file.properties)


class _Offsets:
    """Finds the paragraph properties that hold at a position of the text."""

    def __init__(self, file: WordFile) -> None:
        self._pieces = file.pieces
        self._starts = [piece.start for piece in file.pieces]
        self._runs = sorted(file.paragraph_runs(), key=lambda run: run.start)
        self._run_starts = [run.start for run in self._runs]
        self._styles = style_changes(file.styles)

    def format(self, position: int) -> _Format:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return _Format()
        piece = self._pieces[index]
        offset = piece.offset + (position - piece.start) * piece.width
        at = bisect_right(self._run_starts, offset) - 1
        if at < 0 or offset >= self._runs[at].end:
            return _Format()
        run = self._runs[at]
        style = self._styles[run.style] if run.style < len(self._styles) else b""
        return _paragraph_format(run, style)


def _paragraph_format(run: Run, style: bytes) -> _Format:
    values = {
        code: int.from_bytes(operand, "little", signed=True)
        for source in (style, run.changes)
        for code, operand in changes(source)
    }
    # The first nine styles after the default are the headings, in every file.
    outline = run.style - 1 if 1 <= run.style <= 9 else _BODY_TEXT
    return _Format(
        in_table=bool(values.get(_IN_TABLE)),
        row_end=bool(values.get(_ROW_END)) and not values.get(_INNER_ROW),
        outline=values.get(_OUTLINE, outline),
        list_number=max(values.get(_LIST, 0), 0),
        list_level=values.get(_LIST_LEVEL, 0),
    )


def _leave_out(characters: list[str], file: WordFile) -> None:
    """Blank what is deleted or hidden; write symbols as what they are."""
    runs = sorted(file.character_runs(), key=lambda run: run.start)
    starts = [run.start for run in runs]
    for piece in file.pieces:
        end = piece.offset + piece.count * piece.width
        at = max(bisect_right(starts, piece.offset) - 1, 0)
        while at < len(runs) and runs[at].start < end:
            values = dict(changes(runs[at].changes))
            gone = any(values.get(code, b"\0")[:1] == b"\x01" for code in (_DELETED, _HIDDEN))
            symbol = values.get(_SYMBOL, b"")
            if gone or len(symbol) == 4:
                first = (max(runs[at].start, piece.offset) - piece.offset) // piece.width
                last = (min(runs[at].end, end) - piece.offset) // piece.width
                for position in range(
                    piece.start + first, min(piece.start + last, len(characters))
                ):
                    if gone and characters[position] not in ("\r", "\x07"):
                        characters[position] = ""
                    elif symbol and characters[position] == "(":
                        code = int.from_bytes(symbol[2:], "little")
                        characters[position] = "" if 0xE000 <= code <= 0xF8FF else chr(code)
            at += 1


@dataclass(slots=True)
class _Reader:
    """Reads paragraphs one after another, counting those that are numbered."""

    offsets: _Offsets
    numbering: Numbering
    parts: list[str] = field(default_factory=list)

    def paragraphs(self, characters: Sequence[str], start: int, end: int) -> Iterator[_Paragraph]:
        """Yield the paragraphs of a stretch of the text, fields as their results."""
        fields: list[_Field] = []
        for position in range(start, end):
            character = characters[position]
            if character == _FIELD_BEGIN:
                fields.append(_Field())
            elif character == _FIELD_RESULT and fields:
                fields[-1].has_result = True
            elif character == _FIELD_END and fields:
                ended = fields.pop()
                if not ended.has_result and all(outer.has_result for outer in fields):
                    self.parts.append(_drawn_by_code("".join(ended.code)))
            elif character in ("\r", "\x07"):
                yield self._ended(character, self.offsets.format(position))
                if character == "\x07":
                    fields.clear()
            elif all(opened.has_result for opened in fields):
                self.parts.append(_CHARACTERS.get(character, character))
            else:
                fields[-1].code.append(character)
        if "".join(self.parts).strip():
            yield self._ended("\r", _Format())
        self.parts.clear()

    def _ended(self, mark: str, form: _Format) -> _Paragraph:
        text = "".join(self.parts)
        self.parts.clear()
        if form.list_number and text.strip():
            text = self.numbering.label(str(form.list_number), form.list_level) + text
        return _Paragraph(text, mark, form)


@dataclass(slots=True)
class _Field:
    has_result: bool = False
    code: list[str] = field(default_factory=list)


def _drawn_by_code(code: str) -> str:
    """Return the words of an ``EQ`` field, which draws them itself: the base under a reading."""
    if not code.strip().upper().startswith("EQ") or "\\o" not in code.lower():
        return ""
    match = _OVERSTRUCK.search(code)
    return match[1].strip() if match else ""


def _lines(paragraphs: Iterable[_Paragraph]) -> Iterator[tuple[str, int | None]]:
    """Yield lines with their heading levels, a table row by row."""
    cells: list[list[str]] = []
    cell: list[str] = []
    for paragraph in paragraphs:
        form = paragraph.format
        if paragraph.mark == "\x07" and not form.row_end:
            cell.append(paragraph.text)
            cells.append(cell)
            cell = []
        elif form.row_end:
            yield from _row(cells)
            cells, cell = [], []
        elif form.in_table:
            cell.append(paragraph.text)
        else:
            yield from _row([*cells, cell] if cells or cell else [])
            cells, cell = [], []
            level = form.outline + 1 if 0 <= form.outline < _BODY_TEXT else None
            yield paragraph.text, level
    yield from _row([*cells, cell] if cells or cell else [])


def _row(cells: Sequence[Sequence[str]]) -> Iterator[tuple[str, None]]:
    texts = [[text for text in cell if text.strip()] for cell in cells]
    filled = [cell for cell in texts if cell]
    # A frame around running text, not a table.
    if len(filled) == 1 or max((sum(map(len, cell)) for cell in texts), default=0) > (
        _LONGEST_DATA_CELL
    ):
        for cell in filled:
            yield from ((text, None) for text in cell)
    elif filled:
        yield table_row([" ".join(cell) for cell in texts]), None
