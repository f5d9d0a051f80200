"""Read files into documents through a child process that may die without harm."""

from __future__ import annotations

import hashlib
import logging
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from pb_qa.errors import DamagedFileError, NeedsConverterError, ReadingError, ReadingLimitError
from pb_qa.models import Document
from pb_qa.reading.conversion import converted, converter
from pb_qa.reading.parser_process import ParserProcess
from pb_qa.reading.picture_reader import PictureReader
from pb_qa.reading.protocol import Limits, ProtocolError, Request, decode_reply

if TYPE_CHECKING:
    from pb_qa.settings import Settings

_log = logging.getLogger(__name__)
# Requests stay in the pipe until the child takes them; both bounds keep them below the
# smallest pipe buffer, so that writing never waits.
_MOST_AHEAD = 8
_MOST_CHARACTERS_AHEAD = 4_000

Item = tuple[Path, str]


def document_id(source: str) -> str:
    """Return the id of the document at ``source``: the same for every version of it."""
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:12]


@dataclass(slots=True)
class _Pending:
    item: Item
    request: Request
    sent: float = 0.0
    spent: float = 0.0
    pictures: int = 0


class DocumentReader:
    """Reads files in one child process, which is replaced whenever it dies.

    Use it as a context manager. Calls from several threads take turns; do not
    call ``read`` inside a loop over ``read_many``.

    Examples
    --------
    >>> with DocumentReader(load_settings()) as reader:  # doctest: +SKIP
    ...     document = reader.read(Path("通知.docx"), "通知.docx")
    """

    def __init__(self, settings: Settings) -> None:
        self._limits = Limits(
            settings.max_file_bytes, settings.parse_seconds, settings.parse_megabytes
        )
        self._pictures = PictureReader(
            Limits(
                settings.max_file_bytes,
                settings.parse_seconds,
                settings.ocr_megabytes,
                settings.ocr_seconds_per_page,
                settings.ocr_seconds,
            )
        )
        self._child: ParserProcess | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process. The next call to ``read`` starts another."""
        self._end_child()
        self._pictures.close()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def start(self) -> None:
        """Start the child process now, so that the first file need not wait for it.

        Does nothing while files are being read. A child that cannot be started is the
        verdict on the first file, not a failure of this call.
        """
        if not self._turn.acquire(blocking=False):
            return
        try:
            if self._child is None:
                self._child = ParserProcess(self._limits)
        except ReadingError as error:
            _log.warning("%s", error)
        finally:
            self._turn.release()

    def read(self, path: Path, source: str) -> Document:
        """Read one file.

        Parameters
        ----------
        path
            Where the file lies.
        source
            Its path within the corpus, which makes its id.

        Raises
        ------
        ReadingError
            The verdict, in Chinese, when it cannot become a document.
        """
        ((_, outcome),) = self.read_many([(path, source)])
        if isinstance(outcome, ReadingError):
            raise outcome
        return outcome

    def read_many(
        self, items: Iterable[Item], on_cleaning: Callable[[Item], None] | None = None
    ) -> Iterator[tuple[Item, Document | ReadingError]]:
        """Read files in their order; the child works ahead while the caller does.

        Those that a converter has to save in a newer format, and those with pages whose
        text is to be recognised in pictures, come after all others: they take seconds.

        Parameters
        ----------
        on_cleaning
            Called with an item that took a moment to parse and is now being cleaned.

        Yields
        ------
        tuple[tuple[Path, str], Document | ReadingError]
            Each item with its document or the verdict on it.
        """
        waiting: deque[_Pending] = deque()
        remaining = iter(items)
        pictures: list[_Pending] = []
        old: list[tuple[_Pending, NeedsConverterError]] = []
        program = converter()
        with self._turn:
            try:
                while self._fill(waiting, remaining):
                    pending = waiting[0]
                    outcome = self._next_outcome(waiting, on_cleaning)
                    if pending.pictures and self._pictures.is_installed:
                        pictures.append(pending)
                    elif program and isinstance(outcome, NeedsConverterError):
                        old.append((pending, outcome))
                    else:
                        yield pending.item, outcome
                for pending, verdict in old:
                    yield pending.item, self._converted(pending.item, verdict, program or "")
                for pending in pictures:
                    yield pending.item, self._recognized(pending)
            finally:
                self._pictures.close()
                if waiting:
                    self._end_child()

    def _recognized(self, pending: _Pending) -> Document | ReadingError:
        """Read a file whose pages are pictures; without their text when that fails."""
        path, source = pending.item
        request = replace(pending.request, pictures=pending.pictures)
        outcome = self._pictures.read(request, _size_of(path), document_id(source))
        if isinstance(outcome, ReadingError):
            again: deque[_Pending] = deque()
            self._fill(again, iter([pending.item]))
            legible = self._next_outcome(again)
            if isinstance(legible, Document):
                return legible
        return outcome

    def _converted(
        self, item: Item, verdict: NeedsConverterError, program: str
    ) -> Document | ReadingError:
        """Read what a converter makes of a file; the document stays that of the file."""
        path, source = item
        limit = self._limits.seconds_for(_size_of(path))
        try:
            with converted(program, path, verdict.target, limit) as newer:
                again: deque[_Pending] = deque()
                self._fill(again, iter([(newer, source)]))
                outcome = self._next_outcome(again)
            if not isinstance(outcome, Document):
                return outcome
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except ReadingError as error:
            return error
        except OSError as error:
            _log.warning("no conversion of %r: %s", str(path), error)
            return verdict
        return replace(outcome, content_hash=digest)

    def _fill(self, waiting: deque[_Pending], remaining: Iterator[Item]) -> bool:
        """Send as many requests ahead as fit; return whether any waits for its reply."""
        ahead = sum(len(p.request.path) + len(p.request.source) for p in waiting)
        while len(waiting) < _MOST_AHEAD and (not waiting or ahead < _MOST_CHARACTERS_AHEAD):
            item = next(remaining, None)
            if item is None:
                break
            request = Request(str(item[0].absolute()), item[1])
            pending = _Pending(item, request)
            ahead += len(request.path) + len(request.source)
            waiting.append(pending)
            if self._child is not None:
                self._send(pending)
        return bool(waiting)

    def _send(self, pending: _Pending) -> None:
        assert self._child is not None
        pending.sent = time.monotonic()
        self._child.send(pending.request)

    def _next_outcome(
        self, waiting: deque[_Pending], on_cleaning: Callable[[Item], None] | None = None
    ) -> Document | ReadingError:
        """Take the first of ``waiting`` off and return what became of it."""
        while True:
            if self._child is None:
                try:
                    self._child = ParserProcess(self._limits)
                except ReadingError as verdict:
                    waiting.popleft()
                    return verdict
                for pending in waiting:
                    self._send(pending)
            outcome = self._await_reply(waiting[0], on_cleaning)
            if outcome is not None:
                waiting.popleft()
                return outcome

    def _await_reply(
        self, pending: _Pending, on_cleaning: Callable[[Item], None] | None
    ) -> Document | ReadingError | None:
        """Return the outcome of one file, or None to try it again with another child."""
        child = self._child
        assert child is not None
        begun = max(pending.sent, child.idle_since)
        limit = self._limits.seconds_for(_size_of(pending.item[0]))
        try:
            told = None if on_cleaning is None else partial(on_cleaning, pending.item)
            body = child.receive(begun + limit - pending.spent, told)
        except TimeoutError:
            self._end_child()
            return _too_slow(limit)
        if body is None:
            self._child = None
            status = child.exit_status(timeout=5)
            if child.idle_since < pending.sent:
                return None  # It was killed before it got this file.
            pending.spent += max(0.0, child.idle_since - begun)
            _log.warning(
                "parser process ended with %d on %r\n%s",
                status,
                pending.request.path,
                child.last_words,
            )
            return self._verdict_on_death(status, pending, limit)
        try:
            reply = decode_reply(body, document_id(pending.item[1]), pending.item[1])
        except ProtocolError:
            _log.exception("parser process sent nonsense for %r", pending.request.path)
            self._end_child()
            return _crashed()
        if reply.last:
            self._end_child()
        pending.pictures = reply.pictures
        return reply.outcome

    def _verdict_on_death(
        self, status: int, pending: _Pending, limit: float
    ) -> ReadingError | None:
        if status == -getattr(signal, "SIGXCPU", -1):
            return _too_slow(limit)
        if not pending.request.without_pdfium and _is_pdf(pending.item[0]):
            pending.request = Request(pending.request.path, pending.request.source, True)
            return None
        return _crashed()


def _too_slow(limit: float) -> ReadingLimitError:
    return ReadingLimitError(
        f"解析超过 {limit:.0f} 秒，已停止。"
        "请把文件拆小或另存一份新的，或调大 PB_QA_PARSE_SECONDS 后再添加。"
    )


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _crashed() -> DamagedFileError:
    return DamagedFileError(
        "解析这个文件时出错，文件可能已损坏。请用原来的软件打开，另存一份新的后再添加。"
    )


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False
