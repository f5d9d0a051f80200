"""Follows the corpus folder while the app runs.

Notices of the system are only hints that it is time to look: what is different is found by
comparing the folder with the library. So what this program writes itself is no difference,
lost notices do no harm, and a network drive that gives none is looked at regularly.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pb_qa.errors import LibraryError
from pb_qa.models import FileReport, FileStatus, Progress
from pb_qa.settings import Settings
from pb_qa.storage.corpus import Corpus
from pb_qa.storage.library import Library
from pb_qa.storage.rows import FileStamp
from pb_qa.web.intake import Intake
from pb_qa.web.open_files import is_being_written, is_remote
from pb_qa.web.settling import SETTLE_SECONDS, Difference, Settling, difference

_log = logging.getLogger(__name__)

_TICK_MILLISECONDS: Final = 500
_LOOK_SECONDS: Final = 0.5
_REGULAR_SECONDS: Final = 30.0
_REMOTE_SECONDS: Final = 5.0
_BUSY_SECONDS: Final = 2.0
# Looking may take one part in so many of the time.
_SHARE: Final = 150
_SHARE_WHILE_CHANGING: Final = 4
_AFTER_FAILURE_SECONDS: Final = 60.0
_START_PATIENCE: Final = 6.0
_NO_DOCUMENT: Final = frozenset({FileStatus.REJECTED, FileStatus.DUPLICATE})


class Mirroring(Protocol):
    """What is needed of the assistant."""

    @property
    def settings(self) -> Settings:
        """Its configuration; the corpus folder may change."""

    @property
    def library(self) -> Library:
        """The library."""

    def sync(
        self,
        folder: Path | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        leave: frozenset[str] = frozenset(),
    ) -> Iterator[FileReport]:
        """Make the library mirror the folder, but for some sources."""


class FolderGoneError(LibraryError):
    """The corpus folder is not there, or suddenly empty; nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The folder at one moment: every stamp, what differs and is finished, what is not."""

    stamps: dict[str, FileStamp]
    done: Difference
    unsettled: frozenset[str]


class Follower:
    """Brings the library up to date with the folder, leaving alone what is half there."""

    def __init__(self, assistant: Mirroring) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._settling = Settling()
        self._judged: dict[str, FileStamp] = {}
        self._tried_gone: frozenset[str] = frozenset()
        self._identity: tuple[Path, int, int] | None = None
        self.waiting = False

    def ready(self) -> bool:
        """Whether something has changed and is finished; sets ``waiting`` if it may not be.

        Raises
        ------
        FolderGoneError
            When the folder is not there or suddenly empty.
        """
        return bool(self._look().done.sources)

    def sync(self, tell: Callable[[Progress], None]) -> Generator[FileReport]:
        """Follow what is finished.

        Raises
        ------
        FolderGoneError
            When the folder is not there or suddenly empty; nothing is changed.
        """
        look = self._look()
        if look.done.sources:
            yield from self._mirror(look.stamps, look.unsettled, tell)
            self._tried_gone |= look.done.gone

    def first_sync(self, tell: Callable[[Progress], None]) -> Generator[FileReport]:
        """Compare the whole folder, waiting a little for files that are being written.

        Raises
        ------
        FolderGoneError
            When the folder is not there, or empty while the library is not.
        """
        deadline = time.monotonic() + _START_PATIENCE
        while True:
            look = self._look()
            young = {s for s in look.unsettled if s in look.stamps and _is_young(look.stamps[s])}
            if not young or time.monotonic() > deadline:
                break
            time.sleep(_LOOK_SECONDS)
        folder = self._assistant.settings.corpus_dir
        writing = {s for s in look.unsettled if is_being_written(folder / s)}
        yield from self._mirror(look.stamps, frozenset(young | writing), tell)

    def _mirror(
        self,
        stamps: dict[str, FileStamp],
        leave: frozenset[str],
        tell: Callable[[Progress], None],
    ) -> Iterator[FileReport]:
        for verdict in self._assistant.sync(on_progress=tell, leave=leave):
            source = verdict.source or verdict.path
            if verdict.status in _NO_DOCUMENT and source in stamps:
                self._judged[source] = stamps[source]
            else:
                self._judged.pop(source, None)
            yield verdict

    def _look(self) -> _Look:
        folder = self._assistant.settings.corpus_dir.expanduser().resolve()
        if not folder.is_dir():
            raise FolderGoneError(
                f"语料文件夹不见了：{folder}。资料库里的文档都还在；接好磁盘后会自动继续。"
            )
        stamps = Corpus(folder).stamps()
        originals = self._assistant.library.originals()
        live = {source: original.stamp for source, original in originals.items()}
        with self._lock:
            self._check_not_emptied(folder, stamps, live)
            found = difference(stamps, live, self._judged)
            # What sync did not take out lies in a folder that cannot be read, or the like.
            self._tried_gone &= found.gone
            found = Difference(found.changed, found.gone - self._tried_gone)
            unsettled = self._settling.look(found, stamps, time.monotonic())
            unsettled |= {s for s in found.changed - unsettled if is_being_written(folder / s)}
            self.waiting = bool(unsettled)
        done = Difference(found.changed - unsettled, found.gone - unsettled)
        return _Look(stamps, done, unsettled)

    def _check_not_emptied(
        self, folder: Path, stamps: dict[str, FileStamp], live: dict[str, FileStamp]
    ) -> None:
        """A disk that is not mounted leaves an empty folder behind: that empties no library."""
        status = folder.stat()
        identity = (folder, status.st_dev, status.st_ino)
        if stamps or not live:
            self._identity = identity
        elif self._identity != identity:
            raise FolderGoneError(
                f"语料文件夹是空的：{folder}。资料库没有改动；如果磁盘没有接好，接好后会自动继续。"
                "确实要清空，请运行 pb-qa sync。"
            )


def _is_young(stamp: FileStamp) -> bool:
    return abs(time.time() - stamp.mtime_ns / 1e9) < SETTLE_SECONDS


class Watcher:
    """Watches in a thread of its own."""

    def __init__(self, assistant: Mirroring, intake: Intake, follower: Follower) -> None:
        self._assistant = assistant
        self._intake = intake
        self._follower = follower
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="pb_qa-watch", daemon=True)
        self._followed = threading.Event()
        self._followed.set()
        self._next_look = 0.0
        self._next_regular = 0.0

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching; never started, there is nothing to stop."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _watch(self) -> None:
        unwatchable: Path | None = None
        self._intake.folder.watched = True
        while not self._stop.is_set():
            folder = self._assistant.settings.corpus_dir.expanduser().resolve()
            if folder.is_dir() and folder != unwatchable and not is_remote(folder):
                if not self._watch_folder(folder):
                    unwatchable = folder
            else:
                self._tick(False, _REMOTE_SECONDS)
                self._stop.wait(_TICK_MILLISECONDS / 1000)

    def _watch_folder(self, folder: Path) -> bool:
        """Look when the system gives notice, as long as it is the same folder.

        Returns
        -------
        bool
            False when the system cannot watch it.
        """
        from watchfiles import watch

        try:
            inode = folder.stat().st_ino
            for changes in watch(
                folder,
                watch_filter=None,
                stop_event=self._stop,
                debounce=200,
                rust_timeout=_TICK_MILLISECONDS,
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                self._tick(bool(changes), _REGULAR_SECONDS)
                if not self._is_same(folder, inode):
                    break
        except FileNotFoundError:
            return True
        except (OSError, RuntimeError) as error:
            # E.g. the system's limit on watched folders.
            _log.warning("%s cannot be watched, looking at it regularly: %s", folder, error)
            return False
        return True

    def _is_same(self, folder: Path, inode: int | None) -> bool:
        current = self._assistant.settings.corpus_dir.expanduser().resolve()
        try:
            return current == folder and folder.stat().st_ino == inode
        except OSError:
            return False

    def _tick(self, noticed: bool, regular: float) -> None:
        """Look at the folder if it is time, and have followed what is finished."""
        now = time.monotonic()
        if noticed or self._follower.waiting:
            self._next_regular = min(self._next_regular, self._next_look)
        if now < self._next_regular or not self._followed.is_set():
            return
        ready, message = False, ""
        try:
            ready = self._follower.ready()
        except FolderGoneError as error:
            message, regular = str(error), min(regular, _REMOTE_SECONDS)
        except OSError as error:
            _log.warning("the corpus folder cannot be looked at: %s", error)
        self._intake.folder.message = message
        spent = time.monotonic() - now
        busy = _BUSY_SECONDS if self._intake.busy else _LOOK_SECONDS
        self._next_look = now + spent + max(busy, _SHARE_WHILE_CHANGING * spent)
        self._next_regular = now + spent + max(regular, _SHARE * spent)
        if ready:
            self._followed.clear()
            self._intake.submit("sync", "文件夹有变化", self._follow, hidden=True)

    def _follow(self, tell: Callable[[Progress], None]) -> Generator[FileReport]:
        finished = False
        try:
            yield from self._follower.sync(tell)
            finished = True
        finally:
            if not finished:
                self._next_look = time.monotonic() + _AFTER_FAILURE_SECONDS
                self._next_regular = self._next_look
            self._followed.set()
