"""A multipart request straight onto the disk, however large its files are."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from pb_qa.errors import PbQaError
from pb_qa.web.staging import Incoming, clean_path

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartParser

_BOUNDARY: Final = re.compile(rb'multipart/form-data;.*?boundary="?([^";,\s]{1,200})"?', re.I)
_NAME: Final = re.compile(rb'(?:^|[;\s])name="([^"]*)"', re.I)
_FILE_NAME: Final = re.compile(rb'(?:^|[;\s])filename="([^"]*)"', re.I)
_ESCAPED: Final = re.compile(rb"%(22|0D|0A)", re.I)
_LONGEST_FIELD: Final = 8192
_MOST_HEADER: Final = 16384
_SAME_NAME: Final = "与本批的另一个文件或文件夹同名。请改名，或放进不同的文件夹再添加。"


class NotMultipartError(PbQaError):
    """The request is not a form with files."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not accepted, and why."""

    name: str
    message: str
    size: int = 0
    too_large: bool = False


@dataclass(slots=True)
class Received:
    """What a request brought."""

    accepted: int = 0
    ignored: int = 0
    refused: list[Refusal] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _OpenFile:
    name: str
    path: Path | None
    stream: IO[bytes] | None
    size: int = 0


class Receiver:
    """Takes the body of a request piece by piece and writes its files.

    A file that is too large, or has the name of another of its batch, is passed over;
    the others are kept.

    Parameters
    ----------
    into
        Folders that all files go below.
    most_bytes
        Of one file.
    taken
        Whether a path within the batch, in lower case, is taken by an earlier request.

    Raises
    ------
    NotMultipartError
        When the content type is another.
    """

    def __init__(
        self,
        content_type: str,
        incoming: Incoming,
        into: Sequence[str],
        most_bytes: int,
        taken: Callable[[str], bool],
    ) -> None:
        boundary = _BOUNDARY.match(content_type.encode("latin-1", "replace"))
        if boundary is None:
            raise NotMultipartError("请求里没有文件。请在“文档”页重新添加。")
        self.received = Received()
        self._incoming = incoming
        self._into = tuple(into)
        self._most_bytes = most_bytes
        self._taken = taken
        self._headers = bytearray()
        self._field: bytearray | None = None
        self._relative = ""
        self._file: _OpenFile | None = None
        self._complete = False
        self._parser = self._make_parser(boundary[1])

    def feed(self, data: bytes) -> None:
        """Take in the next piece; blocks while it is written.

        Raises
        ------
        NotMultipartError
            When the body is malformed.
        OSError
            When it cannot be written.
        """
        from python_multipart.exceptions import MultipartParseError

        try:
            self._parser.write(data)
        except MultipartParseError as error:
            raise NotMultipartError("上传的内容不完整。请重新添加这些文件。") from error

    def finish(self) -> Received:
        """What came.

        Raises
        ------
        NotMultipartError
            When the body broke off.
        """
        if not self._complete:
            raise NotMultipartError("上传中断了，没有收完。请重新添加这些文件。")
        return self.received

    def close(self) -> None:
        """Let go of a file that broke off."""
        if self._file is not None and self._file.stream is not None:
            self._file.stream.close()

    def _make_parser(self, boundary: bytes) -> MultipartParser:
        from python_multipart.multipart import MultipartParser

        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": self._header,
                "on_header_value": self._header,
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._part_ends,
                "on_end": self._ends,
            },
        )

    def _part_begins(self) -> None:
        self._headers.clear()

    def _header(self, data: bytes, start: int, end: int) -> None:
        if len(self._headers) + end - start > _MOST_HEADER:
            raise NotMultipartError("文件名太长。请改短后重新添加。")
        self._headers += data[start:end]

    def _header_ends(self) -> None:
        self._headers += b"\r\n"

    def _headers_finished(self) -> None:
        headers = bytes(self._headers)
        name, file_name = _NAME.search(headers), _FILE_NAME.search(headers)
        if file_name is None:
            self._field = bytearray() if name is not None and name[1] == b"path" else None
            return
        self._begin_file(self._relative or _sent_name(file_name[1]))
        self._relative = ""

    def _begin_file(self, sent: str) -> None:
        parts = clean_path(sent)
        name = "/".join(parts)
        if not parts:
            self._file = _OpenFile(sent, None, None)
            self.received.ignored += 1
            return
        key = name.casefold()
        if key in self.received.names or self._taken(key):
            self._refuse(name, _SAME_NAME)
            return
        self.received.names.add(key)
        try:
            place = self._incoming.place(self._into, parts)
            if place is None:
                self._refuse(name, "文件夹层数太多或名字太长。请改短后再添加。")
            else:
                # Unbuffered: the pieces are large already.
                self._file = _OpenFile(name, place, place.open("xb", buffering=0))
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            self._refuse(name, _SAME_NAME)

    def _refuse(self, name: str, message: str, size: int = 0, *, too_large: bool = False) -> None:
        self.received.refused.append(Refusal(name, message, too_large=too_large))
        self._file = _OpenFile(name, None, None, size)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._field is not None:
            self._field += data[start : min(end, start + _LONGEST_FIELD)]
            del self._field[_LONGEST_FIELD:]
            return
        file = self._file
        if file is None:
            return
        file.size += end - start
        if file.stream is None or file.path is None:
            return
        if file.size > self._most_bytes:
            file.stream.close()
            file.path.unlink()
            limit = self._most_bytes / 1_000_000
            message = (
                f"文件超过 {limit:g} MB，太大。"
                "请拆成几个文件，或调大 PB_QA_MAX_FILE_BYTES 后再添加。"
            )
            self._refuse(file.name, message, file.size, too_large=True)
            return
        piece = memoryview(data)[start:end]
        while piece:
            piece = piece[file.stream.write(piece) :]

    def _part_ends(self) -> None:
        if self._field is not None:
            self._relative = self._field.decode("utf-8", "replace")
            self._field = None
            return
        file, self._file = self._file, None
        if file is not None and file.stream is not None and file.path is not None:
            os.fsync(file.stream.fileno())
            file.stream.close()
            self._incoming.received(file.path, file.name, file.size)
            self.received.accepted += 1
        elif file is not None and self._is_refused(file):
            self.received.refused[-1] = replace(self.received.refused[-1], size=file.size)

    def _is_refused(self, file: _OpenFile) -> bool:
        """Whether it was refused; a file that is left out is nobody's concern."""
        return bool(self.received.refused) and self.received.refused[-1].name == file.name

    def _ends(self) -> None:
        self._complete = True


def _sent_name(raw: bytes) -> str:
    """A file name as browsers send it: UTF-8, with quotes and line ends escaped."""
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), raw)
    return plain.decode("utf-8", "replace")
