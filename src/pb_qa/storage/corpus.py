"""The corpus folder: which files count, what they are called, how they come and go."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pb_qa.errors import system_words
from pb_qa.storage.rows import FileStamp

TRASH: Final = ".trash"
# How a folder of the trash is named after the moment, in local time.
TRASH_MOMENT: Final = "%Y%m%dT%H%M%S.%f"
# An office's own list of synonyms, at the top of the corpus folder: no document.
SYNONYMS: Final = "同义词.txt"
_INCOMING: Final = ".incoming"
_IGNORED_NAMES: Final = frozenset({"thumbs.db", "desktop.ini"})
_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was found, or a verdict on why it cannot be used.

    Attributes
    ----------
    path
        Where it lies.
    source
        Its place in the corpus: relative, ``/`` between the parts, NFC.
    problem
        In Chinese; empty when the file can be read.
    """

    path: Path
    source: str
    problem: str = ""


def is_ignored(name: str) -> bool:
    """Whether a name belongs to the system or to an open editor and not to the corpus."""
    return name.startswith((".", "~$")) or name.lower() in _IGNORED_NAMES


def readable_name(name: str) -> str:
    """A file name as NFC text; bytes that are no UTF-8 are taken for GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", errors="replace")
    return unicodedata.normalize("NFC", name)


def source_of(relative: Path) -> str:
    """The source for a path relative to the corpus folder."""
    return "/".join(readable_name(part) for part in relative.parts)


def stamp_of(path: Path) -> FileStamp:
    """Size and time of modification."""
    status = path.stat()
    return FileStamp(status.st_size, status.st_mtime_ns)


def hash_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def find_files(folder: Path, prefix: str = "", skip: Path | None = None) -> Iterator[FoundFile]:
    """Every file under a folder that counts, in the order of the names.

    Parameters
    ----------
    prefix
        Put before each source, with ``/``.
    skip
        A folder that is passed over, with all that is in it.
    """
    root = folder.resolve()
    start = f"{prefix}/" if prefix else ""
    unreadable: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(
            name
            for name in folders
            if not is_ignored(name)
            and not os.path.islink(os.path.join(here, name))
            and (skip is None or Path(here, name).resolve() != skip)
        )
        place = start + source_of(Path(here).relative_to(folder))
        place = f"{place}/" if place and not place.endswith("/") else place
        for name in sorted(names):
            if not is_ignored(name):
                # Thousands of them: the path is not taken apart again.
                file = os.path.join(here, name)
                yield FoundFile(Path(file), place + readable_name(name), _problem_of(file, root))
    for error in unreadable:
        path = Path(os.fsdecode(error.filename))
        source = start + source_of(path.relative_to(folder))
        yield FoundFile(path, source, f"文件夹打不开：{system_words(error)}。请检查它的权限。")


def _problem_of(name: str, root: Path) -> str:
    try:
        if stat.S_ISREG(os.lstat(name).st_mode):
            return ""
    except OSError:
        return "文件已不存在，或是失效的链接。"
    path = Path(name)
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "是指向文件夹之外的链接，未读取。请把文件本身放进来。"
    if not path.exists():
        return "文件已不存在，或是失效的链接。"
    if not path.is_file():
        return "不是普通文件，未读取。"
    return ""


class Corpus:
    """The folder of originals. What is taken out of it goes to ``.trash`` inside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().resolve()

    def files(self) -> Iterator[FoundFile]:
        """Every file that belongs to the corpus."""
        return (file for file in find_files(self.folder) if file.source != SYNONYMS)

    def stamps(self) -> dict[str, FileStamp]:
        """Source and stamp of every file that can be read."""
        return {file.source: stamp_of(file.path) for file in self.files() if not file.problem}

    def contains(self, path: Path) -> bool:
        """Whether a path lies inside the corpus folder."""
        return path.resolve().is_relative_to(self.folder)

    def locate(self, source: str) -> Path | None:
        """Where the original with this source lies, however its name is encoded on disk."""
        direct = self.folder / source
        if direct.is_file():
            return direct
        return next((file.path for file in self.files() if file.source == source), None)

    def take_in(self, path: Path, source: str, content_hash: str, *, known: bool) -> Path | None:
        """Copy a file to its place; the one that was there goes to the trash.

        At every moment the place holds the old file or the new one, whole.

        Parameters
        ----------
        known
            Whether the library has a document at this place, whose original may have a
            name that is encoded otherwise.

        Returns
        -------
        Path or None
            None when the file is no longer the one with this hash; nothing is changed.
        """
        target = (self.locate(source) if known else None) or self.folder / source
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._incoming_for(target.parent))
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy, path.open("rb") as original:
                digest = hashlib.sha256()
                while block := original.read(_BLOCK):
                    digest.update(block)
                    copy.write(block)
            if digest.hexdigest() != content_hash:
                return None
            temporary.chmod(0o644)
            if target.exists():
                _link_or_copy(target, self._trash_place(source))
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
            with suppress(OSError):
                (self.folder / _INCOMING).rmdir()
        return target

    def discard_incoming(self) -> None:
        """Delete copies that a killed process did not bring to their places."""
        incoming = self.folder / _INCOMING
        if incoming.is_dir():
            shutil.rmtree(incoming, ignore_errors=True)

    def _incoming_for(self, folder: Path) -> Path:
        """Where copies are made: in one place, so that none is left behind unseen."""
        incoming = self.folder / _INCOMING
        incoming.mkdir(exist_ok=True)
        # A folder of the corpus may lie on another disk, from where nothing can be moved.
        return incoming if incoming.stat().st_dev == folder.stat().st_dev else folder

    def throw_away(
        self, path: Path, source: str, beside: Callable[[Path], None] | None = None
    ) -> None:
        """Move an original to the trash.

        Parameters
        ----------
        beside
            Called before with the folder of the trash that the original is going to, to
            write what is kept beside it.
        """
        place = self._trash_place(source)
        if beside is not None:
            beside(place.parents[source.count("/")])
        path.replace(place)

    def _trash_place(self, source: str) -> Path:
        """A place nothing lies at, however the clock has been set."""
        moment = datetime.now()
        while True:
            place = self.folder / TRASH / moment.strftime(TRASH_MOMENT) / source
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                return place
            moment += timedelta(microseconds=1)


def _link_or_copy(path: Path, place: Path) -> None:
    """Keep the same content at a second place, without a moment in which it has none."""
    try:
        os.link(path, place)
    except OSError:
        shutil.copy2(path, place)
