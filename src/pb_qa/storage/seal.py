"""What the files of an index looked like when it was last left whole.

The library keeps it, so that an index whose files were damaged, lost, or put back from an
older copy is known at the next start, before anything opens them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pb_qa.storage.library import Library

Files = dict[str, str]

# Held while a process works, and without content that matters.
_PASSING: Final = (".lock", "-shm")
# Names the other files of an index that only adds, and is replaced with every commit.
_REPLACED: Final = ".json"
# A folder where a file should be, or a file that cannot be read, has no content.
_UNREADABLE: Final = "unreadable"


class SealState(StrEnum):
    """What is known of an index's folder."""

    # Nothing was ever noted, as in a library of an earlier release.
    UNKNOWN = "unknown"
    # Byte for byte as it was left.
    INTACT = "intact"
    # It was being written when the process ended; what it had before is as it was.
    OPEN = "open"
    # Something else than this program changed it.
    BROKEN = "broken"


class Seal:
    """A note of an index's files: taken away before it is written, made anew when it is whole.

    Parameters
    ----------
    name
        Of the index within the library.
    lasting
        Whether the index, while it is written, adds files and never changes one. Then
        files that were there before are compared even if it was left half written.
    """

    def __init__(self, library: Library, name: str, *, lasting: bool = False) -> None:
        self._library = library
        self._key = f"{name}_files"
        self._lasting = lasting
        self._opened = False
        # By name: size and time of modification, and the digest that went with them.
        self._known: dict[str, tuple[tuple[int, int], str]] = {}

    def open(self) -> None:
        """Note that the index is being written; call it before the first write."""
        if self._opened:
            return
        _, files = self._read()
        self._write(settled=False, files=files)
        self._opened = True

    def close(self, folder: Path) -> None:
        """Note the files as they are; nothing may be written meanwhile."""
        self._write(settled=True, files=self._files(folder, trusting=True))
        self._opened = False

    def state(self, folder: Path) -> SealState:
        """Compare every byte with what was noted."""
        settled, files = self._read()
        if settled is None:
            return SealState.UNKNOWN
        found = self._files(folder, trusting=False)
        if settled:
            return SealState.INTACT if found == files else SealState.BROKEN
        if not self._lasting:
            return SealState.OPEN
        changed = any(
            found.get(name, digest) != digest
            for name, digest in files.items()
            if not name.endswith(_REPLACED)
        )
        return SealState.BROKEN if changed else SealState.OPEN

    def _read(self) -> tuple[bool | None, Files]:
        value = self._library.read_meta(self._key)
        if not value:
            return None, {}
        noted = json.loads(value)
        return bool(noted["settled"]), dict(noted["files"])

    def _write(self, *, settled: bool, files: Files) -> None:
        self._library.write_meta(self._key, json.dumps({"settled": settled, "files": files}))

    def _files(self, folder: Path, *, trusting: bool) -> Files:
        """Name and digest of every file.

        Parameters
        ----------
        trusting
            Whether a file that this process has read before, and whose size and time are
            what they were, is not read again.
        """
        found: Files = {}
        known, self._known = self._known, {}
        for path in _walk(folder):
            name = path.relative_to(folder).as_posix()
            try:
                status = path.stat()
                stamp = (status.st_size, status.st_mtime_ns)
                before, digest = known.get(name, (None, ""))
                if not trusting or before != stamp:
                    digest = _digest(path)
            except OSError:
                found[name] = _UNREADABLE
            else:
                self._known[name] = (stamp, digest)
                found[name] = digest
        return found


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(_PASSING):
                yield Path(here, name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_tree(folder: Path) -> None:
    """Delete a folder, or a file that stands in its place; nothing is there afterwards.

    Folders that were made unreadable are opened first.
    """
    if folder.is_dir() and not folder.is_symlink():
        for here, folders, _ in os.walk(folder):
            for name in folders:
                path = Path(here, name)
                if not path.is_symlink():
                    path.chmod(0o700)
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
