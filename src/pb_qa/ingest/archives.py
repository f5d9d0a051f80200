"""A zip becomes a folder of files: streamed, bounded, and never outside that folder."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    FileTooLargeError,
    ReadingError,
    UnsupportedFormatError,
)
from pb_qa.storage.corpus import is_ignored

# Of one archive with all that are nested in it.
MOST_MEMBERS: Final = 10_000
MOST_BYTES: Final = 4_000_000_000
# A text may well shrink to a hundredth; what unpacks to more of this much is a bomb.
MOST_RATIO: Final = 100
RATIO_COUNTS_FROM: Final = 100_000_000
DEEPEST: Final = 2

_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_METHODS: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
_UTF8_FLAG: Final = 0x800
_BLOCK: Final = 1 << 16
_MOST_DIRECTORY_BYTES: Final = 32_000_000
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError)
# A zip that holds one of these is a document: Office, OpenDocument, OFD, EPUB.
_DOCUMENT_PARTS: Final = frozenset(
    ("[content_types].xml", "ofd.xml", "encryptions.xml", "meta-inf/container.xml", "content.xml")
)


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """A file of an archive that was not unpacked: its place in the folder, and why."""

    place: str
    reason: str


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked."""

    members: int
    bytes: int
    packed: int
    unpacked: int = 0

    def count_member(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise FileTooLargeError(
                f"压缩包里的文件超过 {MOST_MEMBERS} 个。请拆成几个压缩包，或解压后添加文件夹。"
            )

    def count_bytes(self, count: int) -> None:
        self.unpacked += count
        if self.unpacked > self.bytes:
            raise FileTooLargeError(
                f"压缩包解开后超过 {self.bytes / 1e9:.1f} GB。"
                "请拆成几个压缩包，或解压后添加文件夹。"
            )
        if self.unpacked > max(RATIO_COUNTS_FROM, MOST_RATIO * self.packed):
            raise FileTooLargeError(
                f"压缩包解开后的大小超过它自己的 {MOST_RATIO} 倍，不像正常的文件，已停止。"
                "请解压后添加里面的文件。"
            )


@dataclass(slots=True)
class _Unpacking:
    target: Path
    member_bytes: int
    budget: _Budget
    refused: list[RefusedMember] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Whether a file is a zip to be unpacked, and not a document that is a zip inside."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            if file.read(4) not in _MAGIC:
                return False
        with _opened(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (ReadingError, OSError):
        # It calls itself one; unpacking says what is wrong with it.
        return True
    return not names & _DOCUMENT_PARTS


def unpack(path: Path, target: Path, member_bytes: int) -> list[RefusedMember]:
    """Unpack an archive, and those inside it, into a new folder.

    Names without the UTF-8 flag are UTF-8 if they can be, else GB18030. A folder that is
    all there is and has the archive's own name is left out. What belongs to the system
    (``__MACOSX``, names that begin with a dot) is passed over.

    Parameters
    ----------
    target
        A folder that does not exist; killed in between, it is only partly filled.
    member_bytes
        Larger files are refused one by one.

    Returns
    -------
    list of RefusedMember
        What was not unpacked: unsafe names, links, damaged or too large files, archives
        nested too deeply.

    Raises
    ------
    ReadingError
        The verdict on the whole archive: password, damage, over a limit, nothing inside.
    """
    free = shutil.disk_usage(target.parent).free
    budget = _Budget(MOST_MEMBERS, min(MOST_BYTES, free // 2), path.stat().st_size)
    unpacking = _Unpacking(target, member_bytes, budget)
    target.mkdir()
    _unpack(path, PurePosixPath(), unpacking, 0)
    if not unpacking.refused and not any(file.is_file() for file in target.rglob("*")):
        raise UnsupportedFormatError("压缩包里没有文件。请检查后重新添加。")
    return unpacking.refused


def members(path: Path) -> dict[str, int | None]:
    """Place and size of every file that unpacking gives; no size: a folder of its own.

    Raises
    ------
    ReadingError
        Like `unpack`.
    """
    found: dict[str, int | None] = {}
    with _opened(path) as archive:
        for info, place in _files_of(archive, path.stem):
            if place is not None and place.suffix.lower() == ".zip":
                found[str(place.with_suffix(""))] = None
            elif place is not None:
                found.setdefault(str(place), info.file_size)
    return found


def _unpack(path: Path, below: PurePosixPath, unpacking: _Unpacking, depth: int) -> None:
    nested: list[PurePosixPath] = []
    taken: set[str] = set()
    with _opened(path) as archive:
        for info, name in _files_of(archive, path.stem):
            unpacking.budget.count_member()
            if name is None:
                unpacking.refused.append(_unsafe(_decoded(info), below))
                continue
            place = below / name
            reason = _problem_of(info, str(place), taken, unpacking)
            reason = reason or _extracted(archive, info, place, unpacking)
            taken.add(str(place).casefold())
            if reason:
                unpacking.refused.append(RefusedMember(str(place), reason))
            elif is_archive(unpacking.target / place):
                nested.append(place)
    for place in nested:
        _unpack_nested(place, unpacking, depth + 1)


def _unpack_nested(place: PurePosixPath, unpacking: _Unpacking, depth: int) -> None:
    path = unpacking.target / place
    folder = place.with_suffix("")
    try:
        if depth > DEEPEST:
            raise UnsupportedFormatError(
                f"压缩包套压缩包超过 {DEEPEST} 层，没有解开。请解压后添加里面的文件。"
            )
        if (unpacking.target / folder).exists():
            raise UnsupportedFormatError(
                "压缩包里有与它同名的文件夹，没有解开。请解压后添加里面的文件。"
            )
        _unpack(path, folder, unpacking, depth)
    except FileTooLargeError:
        # The limits are those of the whole archive.
        raise
    except ReadingError as error:
        unpacking.refused.append(RefusedMember(str(place), str(error)))
    path.unlink()


def _opened(path: Path) -> zipfile.ZipFile:
    """The archive, once its directory is known to be of a size that can be read."""
    try:
        if _directory_bytes(path) > _MOST_DIRECTORY_BYTES:
            raise FileTooLargeError(
                f"压缩包里的文件超过 {MOST_MEMBERS} 个。请拆成几个压缩包，或解压后添加文件夹。"
            )
        archive = zipfile.ZipFile(path)
    except (*_DAMAGED, NotImplementedError) as error:
        raise DamagedFileError(
            "压缩包已损坏，打不开（可能没有下载完）。请重新获取后再添加。"
        ) from error
    if any(info.flag_bits & 1 for info in archive.infolist()):
        archive.close()
        raise EncryptedFileError("压缩包有密码。请解压后，再添加里面的文件。")
    return archive


def _directory_bytes(path: Path) -> int:
    """How long the directory at the end of a zip says it is; `zipfile` reads it whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _BLOCK - 22))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or at + 22 > len(tail):
            raise zipfile.BadZipFile
        (length,) = struct.unpack_from("<I", tail, at + 12)
        locator = tail.rfind(b"PK\x06\x07", 0, at)
        if locator >= 0 and at - locator == 20:
            (offset,) = struct.unpack_from("<Q", tail, locator + 8)
            if offset + 56 > size:
                raise zipfile.BadZipFile
            file.seek(offset)
            length = max(length, struct.unpack_from("<Q", file.read(56), 40)[0])
    return int(length)


def _files_of(
    archive: zipfile.ZipFile, own_name: str
) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath | None]]:
    """The files of an archive that count; None for a name that leads elsewhere."""
    named = [(info, _decoded(info)) for info in archive.infolist()]
    files = [
        (info, _safe_path(name))
        for info, name in named
        if not name.endswith("/") and not _is_systems(name)
    ]
    tops = {path.parts[0] if path and len(path.parts) > 1 else "" for _, path in files}
    alone = tops == {unicodedata.normalize("NFC", own_name)}
    for info, path in files:
        yield info, PurePosixPath(*path.parts[1:]) if alone and path else path


def _decoded(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = name.encode()
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _is_systems(name: str) -> bool:
    parts = [part for part in name.split("/") if part and part not in (".", "..")]
    return any(part == "__MACOSX" or is_ignored(part) for part in parts)


def _safe_path(name: str) -> PurePosixPath | None:
    """A relative path that stays below its folder, or None."""
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts or "\x00" in name:
        return None
    cleaned = [_FORBIDDEN.sub("_", part).rstrip(" .") for part in parts if part not in ("", ".")]
    if not cleaned or not all(cleaned):
        return None
    return PurePosixPath(*cleaned)


def _unsafe(name: str, below: PurePosixPath) -> RefusedMember:
    shown = _FORBIDDEN.sub("_", PurePosixPath(_DRIVE.sub("", name)).name) or "无名文件"
    reason = f"压缩包里的路径不安全，没有解开：{name[:100]}。请解压后添加这个文件。"
    return RefusedMember(str(below / shown), reason)


def _problem_of(info: zipfile.ZipInfo, place: str, taken: set[str], unpacking: _Unpacking) -> str:
    """Why a file is not even begun to be unpacked; empty when it is."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "压缩包里的链接或特殊文件，没有解开。"
    if place.casefold() in taken:
        return "压缩包里有两个同名的文件，只解开了第一个。请改名后重新压缩。"
    if info.compress_type not in _METHODS:
        return "压缩方式不常见，解不开。请解压后添加这个文件。"
    if info.file_size > unpacking.member_bytes:
        return _too_large(unpacking)
    return ""


def _too_large(unpacking: _Unpacking) -> str:
    return (
        f"文件超过 {unpacking.member_bytes / 1e6:g} MB，太大。"
        "请拆成几个文件，或调大 PB_QA_MAX_FILE_BYTES 后再添加。"
    )


def _extracted(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    place: PurePosixPath,
    unpacking: _Unpacking,
) -> str:
    """Write one file; gives back why it could not be, and then leaves nothing of it."""
    path = unpacking.target / place
    written = 0
    reason = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed, path.open("xb") as file:
            while block := packed.read(_BLOCK):
                written += len(block)
                unpacking.budget.count_bytes(len(block))
                if written > unpacking.member_bytes:
                    reason = _too_large(unpacking)
                    break
                file.write(block)
    except (*_DAMAGED, NotImplementedError):
        reason = "压缩包里的这个文件已损坏。请重新获取后再添加。"
    except OSError as error:
        if error.errno in (None, errno.ENOSPC):
            raise
        reason = f"解不开（{os.strerror(error.errno)}）。请改短文件名后重新压缩。"
    if reason:
        path.unlink(missing_ok=True)
    return reason
