"""The structures of a Word 97-2003 file ([MS-DOC]): its pieces of text and their properties.

Every length and offset in the file is taken for a claim: slices past the end are short,
and counts are bounded by the bytes that are there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pb_qa.errors import DamagedFileError, EncryptedFileError, NeedsConverterError
from pb_qa.reading.ole_streams import OleStreams

DAMAGED: Final = "Word 文件已损坏，内部结构读不通。请用 Word 或 WPS 打开，另存为 .docx 后再添加。"
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_STYLES, _CHPX, _PAPX, _CLX, _LISTS, _LIST_USES = 1, 12, 13, 33, 73, 74
_COMPRESSED = 0x40000000
_PAGE = 512
# [MS-DOC] 2.9.73: what 8-bit text means by bytes that code page 1252 leaves open.
_GBK_LANGUAGES = frozenset({0x0804, 0x1004, 0x0C04})
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TAB_CHANGE = 0xD608, 0xC615


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: ``count`` characters that lie at ``offset`` of the stream."""

    start: int
    count: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the stream whose characters or paragraphs share their properties."""

    start: int
    end: int
    style: int
    changes: bytes


class WordFile:
    """An opened Word file.

    Raises
    ------
    EncryptedFileError
        When it needs a password.
    NeedsConverterError
        When it is older than Word 97.
    DamagedFileError
        When its structures are missing.
    """

    def __init__(self, data: bytes) -> None:
        container = OleStreams(data)
        self.stream = container.stream("WordDocument") or b""
        if len(self.stream) < 154 + 8 * (_LIST_USES + 1):
            raise DamagedFileError(DAMAGED)
        identity, version = struct.unpack_from("<HH", self.stream)
        (flags,) = struct.unpack_from("<H", self.stream, 10)
        if flags & _ENCRYPTED:
            raise EncryptedFileError(
                "Word 文件有密码。请用 Word 或 WPS 输入密码打开，去掉密码另存后再添加。"
            )
        if identity != 0xA5EC or version < _WORD_97:
            raise NeedsConverterError(
                "这是 Word 97 以前的 .doc 文件。请用 Word 或 WPS 打开，另存为 .docx 后再添加。",
                "docx",
            )
        name = "1Table" if flags & _SECOND_TABLE else "0Table"
        self.table = container.stream(name) or b""
        (self.language,) = struct.unpack_from("<H", self.stream, 6)
        counts = struct.unpack_from("<8I", self.stream, 76)
        self.lengths = (counts[0], counts[1], counts[2], counts[4], counts[5], counts[6])
        self.properties = container.summary()
        self.pieces = self._pieces()
        self.styles = self._structure(_STYLES)
        # The levels of the lists stand behind the structure, outside of its stated size.
        place, size = struct.unpack_from("<II", self.stream, 154 + 8 * _LISTS)
        self.lists = self.table[place:] if size else b""
        self.list_uses = self._structure(_LIST_USES)

    def characters(self) -> list[str]:
        """Return the text of all parts, one entry a position; a GBK pair fills the first of two."""
        result: list[str] = []
        for piece in self.pieces:
            raw = self.stream[piece.offset : piece.offset + piece.count * piece.width]
            if piece.width == 2:
                found = list(raw[: len(raw) & ~1].decode("utf-16-le", "surrogatepass"))
                decoded = found if len(found) * 2 == len(raw) & ~1 else _units(raw)
            else:
                decoded = self._narrow(raw)
            # A piece that runs past the stream keeps its place, so that the next one fits.
            result.extend(decoded)
            result.extend([""] * min(piece.count - len(decoded), len(self.stream)))
        return result

    def paragraph_runs(self) -> Iterator[Run]:
        """Yield the runs of paragraph properties in the order of the stream."""
        for page in self._pages(_PAPX):
            for index, (start, end) in enumerate(_run_bounds(page)):
                at = 4 * (page[-1] + 1) + 13 * index
                begin = 2 * page[at] if at < _PAGE - 1 else 0
                if not begin or begin >= _PAGE - 1:
                    yield Run(start, end, 0, b"")
                    continue
                size = 2 * page[begin] - 1
                if not page[begin]:
                    begin, size = begin + 1, 2 * page[begin + 1]
                body = page[begin + 1 : begin + 1 + size]
                yield Run(start, end, int.from_bytes(body[:2], "little"), body[2:])

    def character_runs(self) -> Iterator[Run]:
        """Yield the runs of character properties in the order of the stream."""
        for page in self._pages(_CHPX):
            for index, (start, end) in enumerate(_run_bounds(page)):
                at = 4 * (page[-1] + 1) + index
                begin = 2 * page[at] if at < _PAGE - 1 else 0
                size = page[begin] if begin else 0
                yield Run(start, end, 0, page[begin + 1 : begin + 1 + size] if begin else b"")

    def _narrow(self, raw: bytes) -> list[str]:
        if self.language in _GBK_LANGUAGES and not raw.isascii():
            try:
                text = raw.decode("gbk")
            except UnicodeDecodeError:
                text = ""
            found: list[str] = []
            for character in text:
                found.append(character)
                if character > "\x80":
                    found.append("")
            if len(found) == len(raw):
                return found
        return [
            bytes((byte,)).decode("cp1252", "replace") if 0x80 <= byte <= 0x9F else chr(byte)
            for byte in raw
        ]

    def _structure(self, index: int) -> bytes:
        place, size = struct.unpack_from("<II", self.stream, 154 + 8 * index)
        return self.table[place : place + size]

    def _pieces(self) -> list[Piece]:
        clx = self._structure(_CLX)
        position = 0
        while position < len(clx) and clx[position] == 1:
            position += 3 + int.from_bytes(clx[position + 1 : position + 3], "little")
        if clx[position : position + 1] != b"\x02":
            raise DamagedFileError(DAMAGED)
        size = int.from_bytes(clx[position + 1 : position + 5], "little")
        plc = clx[position + 5 : position + 5 + size]
        count = (len(plc) - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}I", plc) if count > 0 else ()
        pieces: list[Piece] = []
        total = 0
        for index in range(max(count, 0)):
            (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
            length = starts[index + 1] - starts[index]
            narrow = bool(place & _COMPRESSED)
            total += length
            if length <= 0 or total > len(self.stream):
                # Text is never longer than the stream that holds it, unless pieces overlap.
                break
            offset = (place & (_COMPRESSED - 1)) // (2 if narrow else 1)
            pieces.append(Piece(starts[index], length, offset, 1 if narrow else 2))
        return pieces

    def _pages(self, index: int) -> Iterator[bytes]:
        plc = self._structure(index)
        count = (len(plc) - 4) // 8
        for number in range(max(count, 0)):
            (page,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)
            place = (page & 0x3FFFFF) * _PAGE
            content = self.stream[place : place + _PAGE]
            if len(content) == _PAGE:
                yield content


def changes(run: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the property changes (``sprm``) of a run: the code with its operand."""
    position = 0
    while position + 2 < len(run):
        code = int.from_bytes(run[position : position + 2], "little")
        position += 2
        size = _OPERAND_SIZES.get(code >> 13)
        if size is None:
            size = 1 + run[position]
            if code == _TABLE_DEFINITION:
                size = 1 + int.from_bytes(run[position : position + 2], "little")
            elif code == _TAB_CHANGE and size == 256:
                return  # the one operand whose length does not say itself
        yield code, run[position : position + size]
        position += size


def _run_bounds(page: bytes) -> Iterator[tuple[int, int]]:
    count = min(page[-1], 101)
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    yield from ((bounds[i], bounds[i + 1]) for i in range(count))


def _units(raw: bytes) -> list[str]:
    """Decode UTF-16 whose pairs must keep two positions: the character, then nothing."""
    found: list[str] = []
    for character in raw[: len(raw) & ~1].decode("utf-16-le", "surrogatepass"):
        found.append(character)
        if character > "\uffff":
            found.append("")
    return found
