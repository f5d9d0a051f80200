"""Batches of work and what becomes of each file in them: state alone, no disk, no threads."""

from __future__ import annotations

import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Final, Literal

from pb_qa.models import FileReport, FileStatus, Progress, Stage
from pb_qa.web.pace import Amount, kind_of

Kind = Literal["add", "sync", "remove", "put_back", "restore", "undo", "redo", "edit", "repair"]
STOPPED: Final = "stopped"
SHOWN_FILES: Final = 50
SHOWN_REFUSED: Final = 200
_DROPPED_REASON: Final = "这一批已停止，这个文件没有读入。"
_ARCHIVE: Final = "zip"
_WORKING: Final = frozenset({"reading", "cleaning", "embedding"})


@dataclass(frozen=True, slots=True)
class FileState:
    """How far one file has come.

    Attributes
    ----------
    status
        The verdict: a value of `FileStatus`, or `STOPPED`; empty until there is one.
    counted
        Whether its size is part of the batch's bytes.
    archive
        Path of the archive that it came in; empty for a file of its own.
    """

    name: str
    size: int = 0
    stage: Stage = "waiting"
    status: str = ""
    reason: str = ""
    document_id: str | None = None
    version: int | None = None
    title: str = ""
    of: str | None = None
    repost_of: str | None = None
    passages: int = 0
    figures: int = 0
    seconds: float = 0.0
    counted: bool = False
    archive: str = ""
    number: int = 0

    @property
    def standing(self) -> str:
        """Its verdict; before there is one, ``"waiting"`` or ``"working"``."""
        return self.status or ("waiting" if self.stage == "waiting" else "working")

    @property
    def kind(self) -> str:
        """What it is weighed as; what is in an archive is weighed by its share of that."""
        return kind_of(self.archive or self.name)


def key_of(path: str) -> str:
    """What a path is known by: some systems give names back decomposed."""
    return unicodedata.normalize("NFC", path)


@dataclass(slots=True)
class _Archive:
    """What is left of an archive whose files are worked on.

    Attributes
    ----------
    share
        Of its bytes, for each of its files.
    """

    name: str
    share: int
    bytes_left: int
    files_left: int


@dataclass(slots=True)
class Batch:
    """A piece of work with its files, of which some may be known only later.

    Attributes
    ----------
    root
        Taken off the paths that are shown.
    hidden
        Not shown before there is something to say, and never if there is not.
    open
        Whether more files may come.
    announced_files, announced_bytes
        How much will come in all, as far as the sender said.
    """

    id: str
    kind: Kind
    label: str
    started_at: float
    root: str = ""
    stoppable: bool = False
    hidden: bool = False
    open: bool = False
    announced_files: int = 0
    announced_bytes: int = 0
    revision: int = 0
    finished: bool = False
    failed: bool = False
    stopped: bool = False
    unpacked: bool = False
    message: str = ""
    done: int = 0
    bytes_done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    left: Amount = field(default_factory=Amount)
    all_known: Amount = field(default_factory=Amount)
    _numbers: Iterator[int] = field(default_factory=count)
    _told_total: int = 0
    _plain: int = 0
    _zipped: int = 0
    _zipped_bytes: int = 0
    _members_counted: bool = False
    _bytes_known: int = 0
    _files: dict[str, FileState] = field(default_factory=dict)
    _working: dict[str, None] = field(default_factory=dict)
    _newest: deque[str] = field(default_factory=lambda: deque(maxlen=SHOWN_FILES))
    _refused: dict[str, None] = field(default_factory=dict)
    _dropped: set[str] = field(default_factory=set)
    _archives: dict[str, _Archive] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many files it has, as far as is known; what never came is not one at its end."""
        if self.finished and not self.failed:
            return max(len(self._files), self.done)
        return max(len(self._files), self.announced_files, self._told_total, self.done)

    @property
    def bytes_total(self) -> int:
        """How many bytes it has, as far as is known."""
        return max(self._bytes_known, self.announced_bytes)

    @property
    def bytes_to_come(self) -> int:
        """How many of them belong to files that are not known yet."""
        return self.bytes_total - self._bytes_known

    @property
    def bytes_waiting(self) -> int:
        """How many of those that are known are not done yet."""
        return max(0, self._bytes_known - self.bytes_done)

    def __len__(self) -> int:
        return len(self._files)

    def expect(self, path: str, name: str, size: int) -> None:
        """Note down a file that will be worked on."""
        key = key_of(path)
        if key in self._files:
            return
        self._files[key] = FileState(name, size, counted=True, number=next(self._numbers))
        self._bytes_known += size
        self.left.add(kind_of(name), size)
        self.all_known.add(kind_of(name), size)

    def begin_run(self, paths: Iterable[str] | None = None) -> None:
        """Take it that what `tell` says from now on is of another run of the work.

        Parameters
        ----------
        paths
            The files that it is about; left out, all that have no verdict yet.
        """
        keys = self._files.keys() if paths is None else map(key_of, paths)
        waiting = [
            self._files[key] for key in keys if key in self._files and not self._files[key].status
        ]
        archives = [state for state in waiting if state.kind == _ARCHIVE]
        self._told_total, self._members_counted = 0, False
        self._plain, self._zipped = len(waiting) - len(archives), len(archives)
        self._zipped_bytes = sum(state.size for state in archives)

    def tell(self, progress: Progress) -> None:
        """Take in how far a file has come; verdicts come by `judge`."""
        self._told_total = max(self._told_total, progress.total)
        if progress.stage not in _WORKING:
            return
        key = key_of(progress.path)
        state = self._state(key)
        if not state.status:
            self._files[key] = replace(state, stage=progress.stage)
            self._working[key] = None

    def judge(self, report: FileReport, version: int | None = None) -> FileState:
        """Take in a verdict."""
        key = key_of(report.path)
        state = self._state(key)
        status = report.status.value
        reason = report.reason.replace(f"{self.root}/", "") if self.root else report.reason
        rejected = report.status is FileStatus.REJECTED
        if rejected and key in self._dropped:
            status, reason = STOPPED, _DROPPED_REASON
        judged = replace(
            state,
            stage="rejected" if rejected else "ready",
            status=status,
            reason=reason,
            document_id=report.document_id,
            version=version,
            title=report.title or "",
            of=report.of,
            repost_of=getattr(report, "repost_of", None),
            passages=report.passages,
            figures=report.figures,
            seconds=report.seconds,
        )
        self._settle(key, judged)
        return judged

    def refuse(self, name: str, reason: str, size: int = 0) -> None:
        """Note down a file that was not even accepted."""
        key = f"refused {len(self._files)} {name}"
        waiting = self._files[key] = FileState(name, number=next(self._numbers))
        self.left.add(kind_of(name), 0)
        refused = replace(waiting, size=size, stage="rejected", status="rejected", reason=reason)
        self._settle(key, refused)

    def drop(self) -> list[str]:
        """Give up on the files that have not been begun; their paths."""
        waiting = [
            key for key, state in self._files.items() if state.stage == "waiting" and state.counted
        ]
        self._dropped.update(waiting)
        return waiting

    def stop_dropped(self) -> None:
        """Settle what was given up on and will get no verdict."""
        self.wait_again()
        for key, state in list(self._files.items()):
            if not state.status and (key in self._dropped or state.archive):
                stopped = replace(state, stage="rejected", status=STOPPED, reason=_DROPPED_REASON)
                self._settle(key, stopped)

    @property
    def has_archives(self) -> bool:
        """Whether files of an archive are worked on."""
        return bool(self._archives)

    def close_archives(self) -> None:
        """Count archives as done whose last file has its verdict."""
        for archive in self._archives.values():
            kind = kind_of(archive.name)
            self.left.add(kind, -archive.bytes_left, -archive.files_left)
            self.bytes_done += archive.bytes_left
        self._archives.clear()

    def wait_again(self) -> None:
        """Take back what was being done to files that got no verdict."""
        for key in self._working:
            self._files[key] = replace(self._files[key], stage="waiting")
        self._working.clear()

    @property
    def unsettled(self) -> int:
        """How many known files have no verdict yet."""
        return len(self._files) - self.done

    def shown(self) -> Iterator[FileState]:
        """Refused files, those being worked on, the newest other verdicts, then who waits."""
        for key in islice(self._refused, SHOWN_REFUSED):
            yield self._files[key]
        room = SHOWN_FILES
        for key in islice(self._working, room):
            room -= 1
            yield self._files[key]
        for key in islice(reversed(self._newest), room):
            room -= 1
            yield self._files[key]
        if room:
            waiting = (s for s in self._files.values() if s.stage == "waiting")
            yield from islice(waiting, room)

    def page(self, offset: int, limit: int, status: str = "") -> list[FileState]:
        """Files in the order in which they came, if asked those of one `FileState.standing`."""
        found = (s for s in self._files.values() if status in ("", s.standing))
        return list(islice(found, offset, offset + limit))

    def file(self, path: str) -> FileState:
        """A file that is known by its path."""
        return self._files[key_of(path)]

    @property
    def under_way(self) -> int:
        """How many files are worked on at the moment."""
        return len(self._working)

    def _state(self, key: str) -> FileState:
        state = self._files.get(key)
        if state is None:
            archive = self._archive_of(key)
            number = next(self._numbers)
            if archive:
                opened = self._archives[archive]
                name = f"{opened.name}/{key[len(archive) + 1 :]}"
                state = FileState(name, opened.share, counted=True, archive=archive, number=number)
            else:
                state = FileState(self._shown_name(key), number=number)
                self.left.add(state.kind, 0)
            self._files[key] = state
        return state

    def _archive_of(self, key: str) -> str:
        """The archive that a path leads into; one that is met first is opened."""
        place = key.rpartition("/")[0]
        while place:
            if place in self._archives:
                return place
            state = self._files.get(place)
            if state is not None and not state.status and state.counted:
                self._open_archive(place, state)
                return place
            place = place.rpartition("/")[0]
        return ""

    def _open_archive(self, key: str, state: FileState) -> None:
        """Count its files instead of the archive itself."""
        del self._files[key]
        self.unpacked = True
        self._dropped.discard(key)
        # What the run is about beside plain files came in its archives, all of them together.
        members = max(self._told_total - self._plain, self._zipped)
        files = max(1, round(members * state.size / max(1, self._zipped_bytes)))
        self._archives[key] = _Archive(state.name, state.size // files, state.size, files)
        self.left.add(state.kind, 0, files - 1)
        if self.announced_files and not self._members_counted:
            self.announced_files += members - self._zipped
        self._members_counted = True

    def _shown_name(self, key: str) -> str:
        parent = key.rpartition("/")[0]
        while parent:
            if parent in self._files:
                # A member of an archive: told by the name that the archive came with.
                return f"{self._files[parent].name}{key[len(parent) :]}"
            parent = parent.rpartition("/")[0]
        if self.root and key.startswith(f"{self.root}/"):
            return key[len(self.root) + 1 :]
        return key.replace("\\", "/").rpartition("/")[2] if key.startswith("/") else key

    def _settle(self, key: str, judged: FileState) -> None:
        before = self._files[key]
        self._files[key] = judged
        self._working.pop(key, None)
        if before.status:
            self.counts[before.status] -= 1
        else:
            self.done += 1
            self._count_off(before)
        self.counts[judged.status] += 1
        if judged.status == FileStatus.REJECTED.value:
            self._refused[key] = None
        else:
            self._refused.pop(key, None)
            self._newest.append(key)

    def _count_off(self, state: FileState) -> None:
        """Take a file that is done out of what is left."""
        size, files = (state.size if state.counted else 0), 1
        archive = self._archives.get(state.archive)
        if archive is not None:
            size, files = min(size, archive.bytes_left), min(1, archive.files_left)
            archive.bytes_left -= size
            archive.files_left -= files
        self.left.add(state.kind, -size, -files)
        self.bytes_done += size


def label_of(names: Iterable[str], verb: str) -> str:
    """What a batch is called: ``"添加 通知.docx 等 3 个文件"``."""
    listed = list(names)
    if len(listed) == 1:
        return f"{verb} {listed[0]}"
    return f"{verb} {listed[0]} 等 {len(listed)} 个文件" if listed else verb
