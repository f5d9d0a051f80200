r"""Rich Text Format: groups, control words, bytes of several code pages, tables, numbers.

A tokenizer of our own: what ``\'c4\'e3`` means depends on the font (``\fcharset134``) as
well as on ``\ansicpg``, and a character of two bytes may be split over several tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from pb_qa.errors import DamagedFileError
from pb_qa.reading.ole_streams import code_page
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)",
    re.DOTALL,
)
_DEEPEST: Final = 1_000
_ENDS_BY_ITSELF: Final = "、，．）〕】："
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
# Windows' character sets of fonts, as code pages.
_CHARACTER_SETS: Final = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254,
    163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
_TWO_BYTES: Final = frozenset({"gb18030", "cp932", "cp949", "cp950", "cp1361"})
_SPECIAL: Final = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "softline": "\n",
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "", "zwnbo": "",
}  # fmt: skip
_DESTINATIONS: Final = frozenset(
    {
        "colortbl", "pict", "object", "header", "headerl", "headerr",
        "headerf", "footer", "footerl", "footerr", "footerf", "annotation", "atnid", "atnauthor",
        "fldinst", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "xe", "tc",
        "bkmkstart", "bkmkend", "themedata", "datastore", "latentstyles", "filetbl", "nonshppict",
        "pntxta", "pntxtb", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "private", "nonesttables",
        "docvar", "template", "list", "listoverride", "leveltext", "levelnumbers", "listname",
        "operator", "objdata", "objclass", "xmlopen", "formfield", "panose",
    }
)  # fmt: skip
# Marked as skippable, yet of use.
_KNOWN: Final = frozenset(
    {"shptxt", "shpinst", "shprslt", "listtext", "pntext", "ud", "upr", "footnote", "fonttbl"}
)
_TARGETS: Final = {
    "fonttbl": "fonttbl", "stylesheet": "stylesheet", "info": "info", "title": "title",
    "author": "author", "footnote": "footnote", "listtext": "label", "pntext": "label",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    target: str = "body"
    codec: str = "cp1252"
    skip_after_unicode: int = 1
    hidden: bool = False
    style: int = 0
    outline: int | None = None
    in_table: bool = False


@dataclass(slots=True)
class _Reader:
    builder: RawBuilder = field(default_factory=RawBuilder)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    styles: dict[int, int] = field(default_factory=dict)
    style_number: int = 0
    text: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    to_skip: int = 0
    opened: bool = False
    starred: bool = False
    east_asian: bool = False
    high: int = 0

    def read(self, data: bytes) -> None:
        """Take in the whole file."""
        position = 0
        while match := _TOKEN.match(data, position):
            position = match.end()
            word, number, byte, symbol, brace, plain = match.groups()
            if word is not None:
                position += self._word(word.decode("ascii"), number, len(data) - position)
            elif byte is not None:
                self._bytes(bytes((int(byte, 16),)))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace == b"{":
                self._flush()
                if len(self.stack) >= _DEEPEST:
                    raise DamagedFileError(
                        "RTF 文件的内部结构嵌套过深，无法解析。"
                        "请用 Word 或 WPS 打开，另存为 .docx 后再添加。"
                    )
                self.stack.append(self.state)
                self.to_skip = 0
            elif brace == b"}":
                self._close()
            elif plain is not None:
                self._bytes(plain)
            self.opened = brace == b"{"
        self._flush()
        self._paragraph()
        for note in self.notes:
            self.builder.add(note)

    def _word(self, word: str, number: bytes | None, left: int) -> int:
        """Act on a control word; return how many bytes behind it to jump over."""
        value = int(number) if number is not None else None
        if word == "u" and value is not None:
            self._unicode(value)
            return 0
        if word == "bin":
            return min(max(value or 0, 0), left)
        self._flush()
        if self.starred:
            self.starred = False
            if word not in _KNOWN:
                self.state = replace(self.state, target="nothing")
                return 0
        if word in _DESTINATIONS:
            self.state = replace(self.state, target="nothing")
        elif word in _TARGETS:
            self._destination(_TARGETS[word])
        elif word == "upr":
            # The same twice: for readers without Unicode, then, in "ud", for others.
            self.state = replace(self.state, target="upr:" + self.state.target)
        elif word == "ud":
            self.state = replace(self.state, target=self.state.target.removeprefix("upr:"))
        elif word in _SPECIAL:
            self._special(word)
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._table(word)
        else:
            self._property(word, value)
        return 0

    def _destination(self, target: str) -> None:
        around = self.state.target
        if target in ("title", "author") and around != "info":
            return
        if around == "nothing" or (target in ("label", "footnote") and around != "body"):
            return
        self.state = replace(self.state, target=target)
        if target == "footnote":
            self.aside["footnote"] = []

    def _special(self, word: str) -> None:
        if word in ("par", "sect", "page") and self.state.target == "body":
            self._paragraph(ended=True)
        else:
            self._add(_SPECIAL[word])

    def _property(self, word: str, value: int | None) -> None:
        number = value or 0
        match word:
            case "ansicpg":
                self.codec = code_page(number)
                self.state = replace(self.state, codec=self.codec)
            case "f":
                self.font = number
                self.state = replace(self.state, codec=self.fonts.get(number, self.codec))
            case "loch" | "hich" | "dbch":
                self.east_asian = word == "dbch"
            case "af" if self.east_asian and number in self.fonts:
                self.state = replace(self.state, codec=self.fonts[number])
            case "fcharset":
                page = _CHARACTER_SETS.get(number)
                if self.state.target == "fonttbl" and page is not None:
                    # The first font of western files says nothing of bytes in Chinese ones.
                    codec = self.codec if number in (0, 1) else code_page(page)
                    self.fonts[self.font] = codec
            case "uc":
                self.state = replace(self.state, skip_after_unicode=min(max(number, 0), 10))
            case "v" | "deleted":
                self.state = replace(self.state, hidden=value is None or value != 0)
            case "plain":
                self.state = replace(self.state, hidden=False, codec=self.codec)
            case "pard":
                self.state = replace(self.state, outline=None, style=0, in_table=False)
            case "intbl":
                self.state = replace(self.state, in_table=True)
            case "s":
                self.state = replace(self.state, style=number)
                self.style_number = number
            case "outlinelevel":
                self.state = replace(self.state, outline=number)
                if self.state.target == "stylesheet":
                    self.styles[self.style_number] = number

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = self.opened
        elif symbol in b"\\{}":
            self._bytes(symbol)
        elif symbol in b"\r\n":
            self._flush()
            self._special("par")
        else:
            self._flush()
            self._add({b"~": "\u00a0", b"_": "\u2011", b"-": ""}.get(symbol, ""))

    def _unicode(self, value: int) -> None:
        self._decode_pending()
        unit = value & 0xFFFF
        if 0xD800 <= unit < 0xDC00:
            self.high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self.high:
                self._add(chr(0x10000 + ((self.high - 0xD800) << 10) + unit - 0xDC00))
            self.high = 0
        else:
            self._add("" if 0xF000 <= unit <= 0xF0FF else chr(unit))
        self.to_skip = self.state.skip_after_unicode

    def _bytes(self, raw: bytes) -> None:
        if self.to_skip:
            kept = raw[self.to_skip :]
            self.to_skip = max(self.to_skip - len(raw), 0)
            raw = kept
        if self.state.target != "nothing":
            self.pending += raw

    def _flush(self) -> None:
        self._decode_pending()
        self.to_skip = 0

    def _decode_pending(self) -> None:
        if self.pending:
            text = _decoded(bytes(self.pending), self.state.codec, self.codec)
            self.pending.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        state = self.state
        if state.target == "nothing" or state.hidden:
            return
        if state.target in ("body", "footnote"):
            (self.aside["footnote"] if state.target == "footnote" else self.text).append(text)
        elif state.target in ("title", "author", "label"):
            self.aside.setdefault(state.target, []).append(text)
        elif state.target == "stylesheet":
            name = _HEADING.search(text)
            if name:
                self.styles.setdefault(self.style_number, int(name[1]) - 1)

    def _close(self) -> None:
        self._flush()
        ended = self.state
        if not self.stack:
            return
        self.state = self.stack.pop()
        if ended.target == "footnote" != self.state.target:
            note = "".join(self.aside.pop("footnote", [])).strip()
            if note:
                self.notes.append(note)
        if ended.target == "label" != self.state.target:
            label = "".join(self.aside.pop("label", [])).strip()
            if any(character.isalnum() for character in label):
                self.text.append(label if label[-1] in _ENDS_BY_ITSELF else label + " ")
        if ended.target == "body" == self.state.target:
            # Paragraph properties set in a group of its own hold for the paragraph.
            self.state = replace(
                self.state, outline=ended.outline, style=ended.style, in_table=ended.in_table
            )
        self.starred = False

    def _paragraph(self, ended: bool = False) -> None:
        """End a line: in a table a line of its cell, else one of the document."""
        if self.state.in_table and ended:
            self.text.append("\n")
            return
        self._end_row()
        text = "".join(self.text)
        self.text.clear()
        if text or ended:
            outline = self.state.outline
            if outline is None:
                outline = self.styles.get(self.state.style)
            level = outline + 1 if outline is not None and 0 <= outline < 9 else None
            self.builder.add(text, level if text.strip() else None)

    def _table(self, word: str) -> None:
        if self.state.target != "body":
            return
        if word == "cell":
            self.cells.append("".join(self.text).strip())
            self.text.clear()
        elif word == "row":
            self._end_row()
        else:
            self.text.append(" " if word == "nestcell" else "\n")

    def _end_row(self) -> None:
        cells, self.cells = self.cells, []
        if not any(cells):
            return
        filled = [cell for cell in cells if cell]
        # A frame around running text, not a table.
        if len(filled) == 1:
            self.builder.add(filled[0])
        else:
            self.builder.add(table_row(cells))


def parse_rtf(data: bytes) -> RawDocument:
    """Return the text of a rich text file.

    Headers, footers, comments, field codes, hidden and deleted text are left out;
    automatic numbers are taken as the file writes them; footnotes follow the text.

    Raises
    ------
    DamagedFileError
        When groups are nested too deeply.
    """
    reader = _Reader()
    reader.read(data[data.find(b"{") :])
    properties = {name: "".join(reader.aside.get(name, [])).strip() for name in ("title", "author")}
    return reader.builder.build("rtf", properties)


def _decoded(raw: bytes, codec: str, otherwise: str) -> str:
    """Decode bytes by their font, else by the file; what neither explains is U+FFFD."""
    for candidate in _codecs(codec, otherwise):
        try:
            return raw.decode(candidate)
        except UnicodeDecodeError:
            continue
    return raw.decode(codec, "replace")


def _codecs(codec: str, otherwise: str) -> Iterator[str]:
    yield codec
    if otherwise != codec:
        yield otherwise
