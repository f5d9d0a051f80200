"""Received files on disk, until the library has taken them in.

```
uploads/queue/BATCH/batch.json            what the batch is called and where it goes
uploads/queue/BATCH/PART/files/…          files under their own names and folders
uploads/queue/BATCH/PART/manifest.json    written last: the files of this part are whole
```

A part is what one request brought. Its manifest is the moment of acknowledgement: with it
the files survive whatever happens to this process, without it they were never received.
A file is deleted as soon as there is a verdict on it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pb_qa.storage.corpus import is_ignored
from pb_qa.web.uploads import safe_name

_BATCH: Final = "batch.json"
_MANIFEST: Final = "manifest.json"
_FILES: Final = "files"
_MOST_LEVELS: Final = 30
_LONGEST_PATH_BYTES: Final = 1500


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is known of a batch before its first file comes.

    Attributes
    ----------
    into
        Folder of the corpus that the files go to, ``/`` between the parts; may be empty.
    files, bytes
        How much will come, as far as the sender said; else 0.
    attempts
        How often it was begun by processes that ended without finishing a single file.
    left
        How many files were left when it was last taken up.
    """

    id: str
    label: str
    created_at: float
    into: str = ""
    files: int = 0
    bytes: int = 0
    attempts: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A received file.

    Attributes
    ----------
    name
        Its path as the sender sees it, cleaned.
    """

    path: Path
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one request brought, wholly on disk."""

    number: int
    folder: Path
    files: tuple[StagedFile, ...]

    @property
    def size(self) -> int:
        """Of all files, in bytes."""
        return sum(file.size for file in self.files)

    def roots(self) -> list[Path]:
        """What is to be handed to `Assistant.add`: a folder keeps its name and structure."""
        folder = self.folder / _FILES
        return sorted(folder.iterdir()) if folder.is_dir() else []


def clean_path(path: str) -> tuple[str, ...]:
    """The parts of a relative path as sent by a browser, each usable on every platform.

    Empty when the file belongs to the system or to an open editor and is left out.
    """
    sent = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if len(sent) > 1 and any(is_ignored(part) for part in sent):
        return ()
    if sent and (is_ignored(sent[-1]) and not sent[-1].startswith(".")):
        return ()
    return tuple(safe_name(part, "未命名") for part in sent) or ("未命名",)


class Staging:
    """The folder in which received files wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def free_bytes(self) -> int:
        """Room left on the disk."""
        place = self.folder
        while not place.exists():
            place = place.parent
        return shutil.disk_usage(place).free

    def write_ticket(self, ticket: Ticket) -> None:
        """Note a batch down, or what has changed about it."""
        folder = self.folder / ticket.id
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(folder / _BATCH, asdict(ticket))

    def begin_part(self, batch: str, number: int) -> Incoming:
        """Make room for what a request brings; what an earlier, broken one left is gone."""
        folder = self.folder / batch / f"{number:06d}"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / _FILES).mkdir(parents=True)
        return Incoming(number, folder)

    def roots_of(self, parts: Sequence[Part]) -> list[Path]:
        """What to hand to `Assistant.add` for these parts."""
        return [root for part in parts for root in part.roots()]

    def waiting(self) -> Iterator[tuple[Ticket, list[Part]]]:
        """What an earlier process has acknowledged and not finished, oldest batch first.

        Parts that never became whole are cleared away.
        """
        found = []
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            ticket = _read_ticket(folder / _BATCH)
            parts = [] if ticket is None else _parts(folder)
            if ticket is None or not parts:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                found.append((ticket, parts))
        found.sort(key=lambda pair: pair[0].created_at)
        yield from found

    def forget_part(self, part: Part) -> None:
        """Delete what is left of a part."""
        # The manifest first: killed in between, what remains is no part any more.
        with suppress(OSError):
            (part.folder / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(part.folder, ignore_errors=True)

    def forget_batch(self, batch: str) -> None:
        """Delete all that is left of a batch."""
        folder = self.folder / batch
        with suppress(OSError):
            (folder / _BATCH).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


class Incoming:
    """A part that is being received; nothing of it counts before `commit`."""

    def __init__(self, number: int, folder: Path) -> None:
        self._number = number
        self._folder = folder
        self._files: list[StagedFile] = []

    def place(self, into: Sequence[str], parts: Sequence[str]) -> Path | None:
        """Where to write a file; None when its path is too long or too deep to be used."""
        relative = "/".join((*into, *parts))
        if len(parts) > _MOST_LEVELS or len(relative.encode()) > _LONGEST_PATH_BYTES:
            return None
        path = self._folder / _FILES / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def received(self, path: Path, name: str, size: int) -> None:
        """Note down a file that is written and closed."""
        self._files.append(StagedFile(path, name, size))

    def commit(self) -> Part:
        """Make sure that all is on disk, then acknowledge it."""
        folders = {self._folder, self._folder.parent, self._folder / _FILES}
        for file in self._files:
            folders.update(p for p in file.path.parents if p.is_relative_to(self._folder))
        for folder in folders:
            _settle_folder(folder)
        listed = [
            {"path": f.path.relative_to(self._folder).as_posix(), "name": f.name, "size": f.size}
            for f in self._files
        ]
        _write_whole(self._folder / _MANIFEST, {"files": listed})
        return Part(self._number, self._folder, tuple(self._files))

    def abandon(self) -> None:
        """Delete everything that was received."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _settle_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_whole(path: Path, content: object) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _settle_folder(path.parent)


def _read_ticket(path: Path) -> Ticket | None:
    try:
        return Ticket(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _parts(folder: Path) -> list[Part]:
    parts = []
    for place in sorted(folder.iterdir()):
        if not place.is_dir():
            continue
        part = _read_part(place)
        if part is None:
            shutil.rmtree(place, ignore_errors=True)
        else:
            parts.append(part)
    return parts


def _read_part(folder: Path) -> Part | None:
    try:
        listed = json.loads((folder / _MANIFEST).read_text("utf-8"))["files"]
        files = [StagedFile(folder / f["path"], f["name"], int(f["size"])) for f in listed]
        left = tuple(file for file in files if file.path.is_file())
        return Part(int(folder.name), folder, left) if left else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
