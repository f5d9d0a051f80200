"""All batches of this process, for every page that asks: who changed what, and how far it is."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Final

from pb_qa.errors import PbQaError
from pb_qa.models import FileReport, FileStatus, Progress
from pb_qa.web.batches import Batch, FileState, Kind
from pb_qa.web.batches_json import batch_json, file_json
from pb_qa.web.pace import Amount, Pace

Start = Callable[[Callable[[Progress], None]], Generator[FileReport]]
VersionOf = Callable[[str], int | None]

_KEPT_BATCHES: Final = 50
_KEPT_FILES: Final = 50_000
_WITH_VERSION: Final = frozenset({FileStatus.ADDED, FileStatus.REPLACED})
_NOT_READ: Final = frozenset({FileStatus.UNCHANGED, FileStatus.DUPLICATE, FileStatus.REMOVED})
_READING: Final = frozenset({"add", "sync"})


def _no_version(_: str) -> int | None:
    return None


class WorkLog:
    """Keeps batches in the order in which they began; safe to use from any thread.

    Finished batches are forgotten, oldest first, when there are too many of them or of
    their files: memory does not grow with what was ever added.

    Parameters
    ----------
    version_of
        The live version of a document, to go with its verdict.
    """

    def __init__(self, version_of: VersionOf = _no_version) -> None:
        self._version_of = version_of
        self._lock = threading.RLock()
        self._batches: dict[str, Batch] = {}
        # Greater than any of an earlier process, so that a page notices a new one.
        self._revision = time.time_ns() // 1_000_000
        self._pace = Pace()
        self._running = 0
        self._recording = threading.local()
        self._standing: dict[str, tuple[str, str]] = {}

    # ---- writing

    def open(
        self,
        kind: Kind,
        label: str,
        *,
        identifier: str = "",
        root: str = "",
        hidden: bool = False,
        stoppable: bool = False,
    ) -> Batch:
        """Begin a batch; nobody sees a hidden one before it has something to say."""
        batch = Batch(
            identifier or secrets.token_hex(8),
            kind,
            label,
            time.time(),
            root=root,
            hidden=hidden,
            stoppable=stoppable,
        )
        with self._lock:
            self._batches[batch.id] = batch
            self._touch(batch)
            self._forget_old()
        return batch

    @contextmanager
    def changing(self, batch: Batch) -> Iterator[Batch]:
        """Change a batch while nobody else looks at it."""
        with self._lock:
            yield batch
            self._touch(batch)

    def expect(self, batch: Batch, files: Iterable[tuple[str, str, int]]) -> None:
        """Note down files that will be worked on: path, name to show, bytes."""
        with self.changing(batch):
            for path, name, size in files:
                batch.expect(path, name, size)

    def told(self, batch: Batch, progress: Progress) -> None:
        """Take in how far a file has come."""
        with self.changing(batch):
            batch.tell(progress)

    def judged(self, batch: Batch, report: FileReport) -> FileState:
        """Take in a verdict."""
        version = None
        if report.status in _WITH_VERSION and report.document_id is not None:
            version = self._version_of(report.document_id)
        with self.changing(batch):
            state = batch.judge(report, version)
            if batch.hidden and self._is_news(report):
                batch.hidden = False
            if batch.kind in _READING:
                size = 0 if report.status in _NOT_READ else state.size
                self._pace.done(state.kind, size, time.monotonic())
        return state

    def finish(self, batch: Batch, message: str = "", *, failed: bool = False) -> None:
        """End a batch; one that stayed hidden leaves no trace."""
        with self._lock:
            batch.finished, batch.failed, batch.message = True, failed, message
            batch.open = False
            if failed:
                batch.hidden = False
                batch.wait_again()
            if batch.hidden:
                self._batches.pop(batch.id, None)
            self._touch(batch)

    def forget(self, batch: Batch) -> None:
        """Take a batch out that came to nothing."""
        with self._lock:
            self._batches.pop(batch.id, None)
            self._touch(batch)

    def run(
        self, batch: Batch, start: Start, paths: Iterable[str] | None = None
    ) -> Generator[FileReport]:
        """Run something that gives verdicts, and note them all down in ``batch``.

        What it does through `record` on the same thread belongs to this batch.

        Parameters
        ----------
        paths
            The files of the batch that it is about; all of them when left out.
        """
        with self._lock:
            self._running += 1
            batch.begin_run(paths)
            self._pace.begin(time.monotonic())
        try:
            verdicts = start(lambda progress: self.told(batch, progress))
            with closing(verdicts):
                while (report := self._next(verdicts)) is not None:
                    self.judged(batch, report)
                    yield report
        finally:
            with self._lock:
                self._running -= 1

    def _next(self, verdicts: Generator[FileReport]) -> FileReport | None:
        """The next verdict; each may be asked for by another thread."""
        self._recording.active = True
        try:
            return next(verdicts, None)
        finally:
            self._recording.active = False

    def record(
        self, batch: Callable[[], Batch], start: Start, tell: Callable[[Progress], None] | None
    ) -> Generator[FileReport]:
        """Run what somebody asked for, as a batch of its own unless it is part of one."""

        def both(progress: Progress, told: Callable[[Progress], None]) -> None:
            told(progress)
            if tell is not None:
                tell(progress)

        if getattr(self._recording, "active", False):
            yield from start(tell or _tell_nobody)
            return
        mine = batch()
        failure = "中断了，没有全部做完。"
        try:
            yield from self.run(mine, lambda told: start(lambda progress: both(progress, told)))
            failure = ""
        except PbQaError as error:
            failure = str(error)
            raise
        finally:
            self.finish(mine, failure, failed=bool(failure))

    def rest(self) -> None:
        """Say that nothing waits to be done."""
        with self._lock:
            if not self._running:
                self._pace.rest()

    @property
    def running(self) -> bool:
        """Whether anything is done at the moment."""
        with self._lock:
            return self._running > 0

    # ---- reading

    def get(self, identifier: str) -> Batch | None:
        """The batch with this id, unless it is forgotten or hidden."""
        with self._lock:
            batch = self._batches.get(identifier)
            return None if batch is None or batch.hidden else batch

    def since(self, revision: int) -> dict[str, object]:
        """Everything that changed after ``revision``; all when that is of another process."""
        with self._lock:
            if revision > self._revision:
                revision = 0
            shown = [batch for batch in self._batches.values() if not batch.hidden]
            changed = [batch for batch in shown if batch.revision > revision]
            return {
                "revision": self._revision,
                "ids": [batch.id for batch in shown],
                "batches": [batch_json(batch, self._seconds_left(batch)) for batch in changed],
            }

    def page(
        self, identifier: str, offset: int, limit: int, status: str = ""
    ) -> dict[str, object] | None:
        """A stretch of the files of a batch, see `Batch.page`; None when it is unknown."""
        with self._lock:
            batch = self.get(identifier)
            if batch is None:
                return None
            files = [file_json(state) for state in batch.page(offset, limit, status)]
            whole = batch_json(batch, self._seconds_left(batch))
            return {**whole, "offset": offset, "files": files}

    def seconds_left(self, batch: Batch) -> float | None:
        """How long until a batch is done; None when that cannot be told."""
        with self._lock:
            return self._seconds_left(batch)

    def _seconds_left(self, batch: Batch) -> float | None:
        if batch.finished:
            return None
        own = self._work(batch)
        # Batches take turns: until this one is done, each other gets as much, if it needs it.
        others = (
            min(own, self._work(other))
            for other in self._batches.values()
            if other is not batch and not other.finished and not other.stopped
        )
        left = own + sum(others)
        return max(0.0, left - self._pace.since_last(time.monotonic()))

    def _work(self, batch: Batch) -> float:
        """Seconds of work left in a batch; of files still to come an average is assumed."""
        known = self._pace.seconds(batch.left)
        to_come = batch.total - len(batch)
        if to_come <= 0:
            return known
        known_bytes = batch.bytes_total - batch.bytes_to_come
        if known_bytes > 0 and batch.bytes_to_come > 0:
            return known + self._pace.seconds(batch.all_known) * batch.bytes_to_come / known_bytes
        guess = Amount()
        guess.add("", batch.bytes_to_come, to_come)
        return known + self._pace.seconds(guess)

    # ---- inside

    def _is_news(self, report: FileReport) -> bool:
        if report.status is FileStatus.UNCHANGED:
            self._standing.pop(report.source or report.path, None)
            return False
        said = (report.status.value, report.reason)
        place = report.source or report.path
        known = self._standing.get(place) == said
        if report.status in (FileStatus.REJECTED, FileStatus.DUPLICATE):
            self._standing[place] = said
        else:
            self._standing.pop(place, None)
        return not known

    def _touch(self, batch: Batch) -> None:
        self._revision += 1
        batch.revision = self._revision

    def _forget_old(self) -> None:
        files = sum(len(batch) for batch in self._batches.values())
        count = len(self._batches)
        for batch in list(self._batches.values()):
            if count <= _KEPT_BATCHES and files <= _KEPT_FILES:
                return
            # What failed can be tried again, as long as it is listed.
            if batch.finished and not (batch.failed and batch.stoppable):
                files -= len(batch)
                count -= 1
                del self._batches[batch.id]


def _tell_nobody(_: Progress) -> None:
    return
