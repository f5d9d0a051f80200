"""One tree of errors. Each message is Chinese, says what happened and what to do."""

from __future__ import annotations

import errno
from typing import Final


class PbQaError(Exception):
    """Base of every error that a user may meet; ``str(error)`` is fit to show."""


class SettingsError(PbQaError):
    """A setting has a value that cannot be used."""


class ReadingError(PbQaError):
    """A file cannot become a document.

    Attributes
    ----------
    pictures
        How many of its pages are pictures whose text could still be recognised.
    """

    def __init__(self, message: str = "", pictures: int = 0) -> None:
        super().__init__(message)
        self.pictures = pictures


class UnsupportedFormatError(ReadingError):
    """The file's content is of a kind that is not read."""


class NeedsConverterError(UnsupportedFormatError):
    """The file is read once LibreOffice has saved it in another format.

    Attributes
    ----------
    target
        The suffix of that format, e.g. ``"docx"``.
    """

    def __init__(self, message: str, target: str = "") -> None:
        super().__init__(message)
        self.target = target


class EncryptedFileError(ReadingError):
    """The file needs a password."""


class NoTextError(ReadingError):
    """The file holds no text, e.g. scanned pages."""


class DamagedFileError(ReadingError):
    """The file's content cannot be parsed."""


class FileTooLargeError(ReadingError):
    """The file, or what it unpacks to, is over a limit."""


class ReadingLimitError(ReadingError):
    """Parsing took more time or memory than is allowed and was stopped."""


class GarbledTextError(ReadingError):
    """The text came out as garbage in every encoding tried."""


class LibraryError(PbQaError):
    """The library cannot do what was asked."""


class LibraryBusyError(LibraryError):
    """Another process owns the data folder."""


class LibraryDamagedError(LibraryError):
    """The library file is damaged or has vanished; only the originals can bring it back."""


class DocumentNotFoundError(LibraryError):
    """No live document has this id."""


class CollectionNotFoundError(LibraryError):
    """No live document lies in this folder."""


class CorrectionError(LibraryError):
    """A correction that a person wants to make cannot be made."""


class ModelError(PbQaError):
    """An embedding or reranking model cannot be loaded or used."""


_SYSTEM: Final = {
    "ENOSPC": "磁盘满了",
    "EDQUOT": "磁盘配额用完了",
    "EROFS": "所在的磁盘或文件夹只能读、不能写",
    "EACCES": "没有权限，或正被别的程序使用",
    "EPERM": "没有权限",
    "EBUSY": "正被别的程序使用",
    "ETXTBSY": "正被别的程序使用",
    "ENOENT": "文件或文件夹不在了",
    "ENOTDIR": "路径中间有一个不是文件夹",
    "EISDIR": "同名的位置是一个文件夹",
    "ENAMETOOLONG": "文件名或路径太长",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "EIO": "读写磁盘时出错",
    "ESTALE": "网络盘断开了",
    "EFBIG": "文件太大，这个磁盘存不下",
}


def system_words(error: OSError) -> str:
    """What the system says went wrong, in Chinese where it is one of the usual things."""
    return _SYSTEM.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)
