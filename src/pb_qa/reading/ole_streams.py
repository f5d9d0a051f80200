"""The streams of an OLE container (compound file), with everything bounded."""

from __future__ import annotations

import codecs
import io
import struct
from typing import Final

from pb_qa.errors import DamagedFileError, FileTooLargeError

_DAMAGED: Final = "文件已损坏，内部结构读不通。请用 Word、Excel 或 WPS 打开，另存一份新的后再添加。"
_MOST_STREAM_BYTES: Final = 200_000_000
_WIDE_STRING, _NARROW_STRING = 0x1F, 0x1E
# What olefile raises for containers whose tables contradict each other.
_MALFORMED: Final = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    struct.error,
)


class OleStreams:
    """An opened container; the names of streams are compared without regard to case.

    Raises
    ------
    DamagedFileError
        From any method, when the container is not well formed.
    FileTooLargeError
        When a stream claims to be larger than any document.
    """

    def __init__(self, data: bytes) -> None:
        import olefile

        try:
            self._container = olefile.OleFileIO(io.BytesIO(data))
            self._entries = [tuple(entry) for entry in self._container.listdir()]
        except _MALFORMED as error:
            raise DamagedFileError(_DAMAGED) from error

    @property
    def root_names(self) -> set[str]:
        """Names of the streams and storages directly under the root, in lower case."""
        return {entry[0].lower() for entry in self._entries if entry}

    @property
    def paths(self) -> list[tuple[str, ...]]:
        """The paths of all streams."""
        return list(self._entries)

    def stream(self, *path: str) -> bytes | None:
        """Return the bytes of a stream, or None when there is none of that name."""
        name = list(path)
        try:
            if not self._container.exists(name) or self._container.get_type(name) != 2:
                return None
            if self._container.get_size(name) > _MOST_STREAM_BYTES:
                raise FileTooLargeError("文件里的正文太大。请拆成几个文件后再添加。")
            with self._container.openstream(name) as stream:
                return bytes(stream.read())
        except _MALFORMED as error:
            raise DamagedFileError(_DAMAGED) from error

    def summary(self) -> dict[str, str]:
        """Return title and author of the standard property set; empty where it is unreadable."""
        try:
            return summary_properties(self.stream("\x05SummaryInformation") or b"")
        except DamagedFileError:
            return {}  # the text matters, not what the editor noted about it


def summary_properties(content: bytes) -> dict[str, str]:
    """Read title and author from a property set stream ([MS-OLEPS])."""
    if len(content) < 48 or content[:2] != b"\xfe\xff":
        return {}
    base = int.from_bytes(content[44:48], "little")
    section = content[base:]
    offsets: dict[int, int] = {}
    for index in range(min(int.from_bytes(section[4:8], "little"), 64)):
        identity, offset = _two_numbers(section, 8 + 8 * index)
        offsets[identity] = offset
    page = int.from_bytes(section[offsets.get(1, len(section)) + 4 :][:2], "little")
    found = {
        name: _property_text(section, offsets[identity], page)
        for identity, name in ((2, "title"), (4, "author"))
        if identity in offsets
    }
    return {name: text for name, text in found.items() if text}


def _two_numbers(data: bytes, at: int) -> tuple[int, int]:
    first, second = data[at : at + 4], data[at + 4 : at + 8]
    return int.from_bytes(first, "little"), int.from_bytes(second, "little")


def _property_text(section: bytes, at: int, page: int) -> str:
    kind, length = _two_numbers(section, at)
    if kind & 0xFFFF == _WIDE_STRING:
        raw, codec = section[at + 8 :][: min(2 * length, 1000)], "utf-16-le"
    elif kind & 0xFFFF == _NARROW_STRING:
        raw, codec = section[at + 8 :][: min(length, 1000)], code_page(page)
    else:
        return ""
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return ""
    return " ".join(text.split("\0")[0].split())


def code_page(number: int) -> str:
    """Return the codec of a Windows code page; that of mainland China when it is unknown."""
    if number in (936, 0):
        return "gb18030"
    name = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac_roman", 10008: "gb18030"}.get(number)
    name = name or f"cp{number}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "gb18030"
    return name
