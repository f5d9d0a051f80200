"""The parent's end of the child process that parses files."""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from pb_qa.errors import ReadingError
from pb_qa.reading import protocol
from pb_qa.reading.protocol import Limits, ProtocolError, Request

_log = logging.getLogger(__name__)
_STARTUP_SECONDS = 60.0
_KEPT_LINES = 20
_LONGEST_KEPT_LINE = 500
# The child gets no other variable: keys and tokens are none of a parser's business.
_PASSED_ON = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "HOME")


class ParserProcess:
    """One running child. It is thrown away once it misbehaves.

    Parameters
    ----------
    arguments
        See ``reading.worker``.
    """

    def __init__(self, limits: Limits, *arguments: str) -> None:
        root = str(Path(__file__).resolve().parents[2])
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join([root, *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-X", "utf8", "-m", "pb_qa.reading.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._requests: IO[bytes] = self._process.stdin
        self._replies: queue.SimpleQueue[tuple[float, bytes | None]] = queue.SimpleQueue()
        self._last_lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._threads = (
            threading.Thread(target=self._collect, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._log, args=(self._process.stderr,), daemon=True),
        )
        for thread in self._threads:
            thread.start()
        self._say(protocol.encode_limits(limits))
        self.idle_since = self._await_ready()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def last_words(self) -> str:
        """The end of what the child wrote to standard error, for the log."""
        return "\n".join(self._last_lines)

    def send(self, request: Request) -> None:
        """Hand over a request; the child answers requests in their order."""
        self._say(protocol.encode_request(request))

    def receive(self, until: float, on_cleaning: Callable[[], None] | None = None) -> bytes | None:
        """Return the next reply, or None when the child has died.

        Parameters
        ----------
        until
            Moment of ``time.monotonic()`` up to which to wait.
        on_cleaning
            Called when the child says that it has parsed the file.

        Raises
        ------
        TimeoutError
            When nothing came until then.
        """
        while True:
            try:
                moment, reply = self._replies.get_nowait()
            except queue.Empty:
                try:
                    moment, reply = self._replies.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    raise TimeoutError from None
            if reply != protocol.CLEANING:
                self.idle_since = moment
                return reply
            if on_cleaning is not None:
                on_cleaning()

    def end(self) -> int:
        """Stop the child, however it is doing, and return its exit status."""
        if self._process.poll() is None:
            self._process.kill()
        status = self._process.wait()
        for thread in self._threads:
            thread.join(timeout=5)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                _close(stream)
        return status

    def exit_status(self, timeout: float) -> int:
        """Wait for a child that has closed its pipe; return its exit status."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            _log.warning("parser process %d closed its pipe but runs on", self.pid)
        return self.end()

    def _say(self, body: bytes) -> None:
        try:
            protocol.write_message(self._requests, body)  # type: ignore[arg-type]
        except OSError:
            _log.debug("parser process %d no longer listens", self.pid)

    def _await_ready(self) -> float:
        try:
            moment, word = self._replies.get(timeout=_STARTUP_SECONDS)
        except queue.Empty:
            moment, word = 0.0, None
        if word != b"ready":
            self.end()
            raise ReadingError("解析进程没能启动。请重新安装 pb_qa；仍然不行时请查看日志。")
        return moment

    def _collect(self, stream: IO[bytes]) -> None:
        body: bytes | None = b""
        while body is not None:
            try:
                body = protocol.read_message(stream)  # type: ignore[arg-type]
            except (ProtocolError, OSError, ValueError):
                body = None
            self._replies.put((time.monotonic(), body))

    def _log(self, stream: IO[bytes]) -> None:
        while line := stream.readline(_LONGEST_KEPT_LINE):
            text = line.decode("utf-8", "replace").rstrip()
            self._last_lines.append(text)
            _log.debug("parser: %s", text)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        _log.debug("a pipe of a dead parser process could not be flushed")
