"""One client's connection, written to byte by byte as a script wants it."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Final

_STEP: Final = 0.02


class ClientGone(Exception):
    """The client hung up, or the server is being stopped."""


class Connection:
    """What a behaviour needs of the socket: send, wait, look whether anybody still listens."""

    def __init__(self, handler: BaseHTTPRequestHandler, stopping: threading.Event) -> None:
        self._handler = handler
        self._socket: socket.socket = handler.connection
        self._stopping = stopping
        self._chunked = False

    def begin(
        self, status: int, content_type: str, headers: Mapping[str, str] | None = None
    ) -> None:
        """Send the status and headers of a reply whose length is not known."""
        self._chunked = True
        self._start(status, content_type, {"Transfer-Encoding": "chunked", **(headers or {})})

    def whole(
        self,
        status: int,
        content_type: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Send a reply at once."""
        self._start(status, content_type, {"Content-Length": str(len(body)), **(headers or {})})
        self._write(body)

    def send(self, data: bytes) -> None:
        """Send one piece.

        Raises
        ------
        ClientGone
            When nobody listens any more.
        """
        if not data:
            return
        if self.gone():
            raise ClientGone
        self._write(b"%x\r\n%s\r\n" % (len(data), data) if self._chunked else data)

    def end(self) -> None:
        """Finish a reply properly."""
        self._write(b"0\r\n\r\n")

    def cut(self) -> None:
        """Close the connection in the middle of whatever was being sent."""
        self._handler.close_connection = True
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def wait(self, seconds: float) -> None:
        """Let time pass.

        Raises
        ------
        ClientGone
            When nobody waits any more.
        """
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if self.gone():
                raise ClientGone
            time.sleep(min(left, _STEP))

    def gone(self) -> bool:
        """Whether the client hung up, or the server is being stopped."""
        if self._stopping.is_set():
            return True
        try:
            readable, _, _ = select.select([self._socket], [], [], 0)
            return bool(readable) and not self._socket.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def _start(self, status: int, content_type: str, headers: Mapping[str, str]) -> None:
        try:
            self._handler.send_response(status)
            self._handler.send_header("Content-Type", content_type)
            for name, value in headers.items():
                self._handler.send_header(name, value)
            self._handler.end_headers()
        except OSError as error:
            raise ClientGone from error

    def _write(self, data: bytes) -> None:
        try:
            self._handler.wfile.write(data)
            self._handler.wfile.flush()
        except OSError as error:
            raise ClientGone from error
