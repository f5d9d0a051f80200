"""An event loop on a thread of its own, on which requests run and can be broken off at once."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from typing import Any, Final

_log = logging.getLogger(__name__)

# What a server that does not let go may hold up the end of the program.
_CLOSING_SECONDS: Final = 5.0

Request = Callable[[], Coroutine[Any, Any, None]]
Ended = Callable[[BaseException | None], None]


class RequestLoop:
    """Runs requests until it is closed; its thread starts with the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._requests: set[asyncio.Task[None]] = set()

    def begin(self, request: Request, ended: Ended) -> Callable[[], None]:
        """Start a request; what is returned breaks it off.

        Parameters
        ----------
        ended
            Told on the thread of the loop what went wrong, `asyncio.CancelledError` when it
            was broken off, ``None`` when nothing did. An exception holds the streams that
            were read when it was raised; it is not to be kept longer than that.
        """
        loop = self._running()
        begun: list[asyncio.Task[None]] = []

        def start() -> None:
            task = loop.create_task(request())
            begun.append(task)
            self._requests.add(task)
            task.add_done_callback(end)

        def end(task: asyncio.Task[None]) -> None:
            self._requests.discard(task)
            ended(asyncio.CancelledError() if task.cancelled() else task.exception())

        def break_off() -> None:
            for task in begun:
                task.cancel()

        def break_off_there() -> None:
            # A loop that has been closed meanwhile has ended every request itself.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(break_off)

        # What callbacks look up in the caller's context is found there as well.
        loop.call_soon_threadsafe(start, context=copy_context())
        return break_off_there

    def close(self, last: Request | None = None) -> None:
        """End every request, then the thread. Twice does no harm.

        Parameters
        ----------
        last
            Run on the loop once all requests have ended.
        """
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._end_all(last), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    async def _end_all(self, last: Request | None) -> None:
        """End the requests and wait for what they leave to be tidied up.

        A stream left in the middle of its reading is closed by a task that the loop itself
        begins; a loop that stops before would leave it to the interpreter, which cannot.
        """
        loop = asyncio.get_running_loop()
        for task in list(self._requests):
            task.cancel()
        until = loop.time() + _CLOSING_SECONDS
        await _settled(until)
        if last is not None:
            await last()
        await loop.shutdown_asyncgens()
        await _settled(until)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_exception_handler(_note)
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="pb_qa language model", daemon=True
                )
                self._thread.start()
            return self._loop


async def _settled(until: float) -> None:
    """Wait until nothing else runs on the loop, and cancel what still does by then."""
    loop = asyncio.get_running_loop()
    # What has just been let go of begins its tasks with the next round.
    await asyncio.sleep(0)
    own = asyncio.current_task()
    while others := asyncio.all_tasks() - {own}:
        left = until - loop.time()
        if left <= 0:
            for task in others:
                task.cancel()
            await asyncio.wait(others, timeout=1.0)
            return
        await asyncio.wait(others, timeout=left)
        await asyncio.sleep(0)


def _note(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What goes wrong in tidying up after a request concerns no reader."""
    error = context.get("exception")
    _log.debug("%s (%s)", context.get("message"), type(error).__name__)
