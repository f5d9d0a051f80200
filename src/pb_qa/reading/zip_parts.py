"""The members of a zip file that holds a document, unpacked only as far as a bound allows."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from pb_qa.errors import DamagedFileError, EncryptedFileError, FileTooLargeError

if TYPE_CHECKING:
    from lxml.etree import _Element

# What zipfile raises for archives whose own records contradict each other.
UNPACKING_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
_MOST_UNPACKED_BYTES: Final = 100_000_000


class ZipParts:
    """An opened zip file.

    Parameters
    ----------
    data
        The file's bytes.
    damaged
        The verdict, in Chinese, on a file of this kind that is not well formed.

    Raises
    ------
    DamagedFileError
        From any method, when the file is not well formed.
    FileTooLargeError
        From any method, when all parts read so far unpack to more than 100 MB.
    EncryptedFileError
        From any method, when a part is encrypted.
    """

    def __init__(self, data: bytes, damaged: str) -> None:
        self._damaged = damaged
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING_ERRORS as error:
            raise DamagedFileError(damaged) from error
        self._members = {_plain(name): name for name in self._archive.namelist()}
        self._unpacked = 0

    @property
    def names(self) -> list[str]:
        """The members' names as the archive gives them."""
        return list(self._members.values())

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return _plain(name) in self._members

    def part(self, name: str) -> bytes | None:
        """Return a part's bytes, or None when there is no such part; case does not matter."""
        member = self._members.get(_plain(name))
        if member is None:
            return None
        room = _MOST_UNPACKED_BYTES - self._unpacked
        try:
            if self._archive.getinfo(member).file_size > room:
                raise FileTooLargeError(_too_large())
            with self._archive.open(member) as stream:
                content = stream.read(room + 1)
        except UNPACKING_ERRORS as error:
            raise DamagedFileError(self._damaged) from error
        except RuntimeError as error:
            raise EncryptedFileError("文件有密码。请打开原文件，去掉密码另存后再添加。") from error
        if len(content) > room:
            raise FileTooLargeError(_too_large())
        self._unpacked += len(content)
        return content

    def xml(self, name: str) -> _Element | None:
        """Return the root of a part, or None when there is no such part."""
        content = self.part(name)
        return None if content is None else self.parsed(content)

    def parsed(self, content: bytes) -> _Element:
        """Return the root of an XML text; entities are not resolved, nothing is fetched."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedFileError(self._damaged) from error


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _too_large() -> str:
    return f"文件展开后超过 {_MOST_UNPACKED_BYTES // 1_000_000} MB，太大。请拆成几个文件后再添加。"
