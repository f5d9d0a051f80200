"""Blocking calls from async code, with failures as values instead of exceptions.

A callback that raises leaves the reader with an English toast. Here a failure is
logged with its details and comes back as a sentence fit to show.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pb_qa.errors import PbQaError
from pb_qa.web.i18n import Texts

T = TypeVar("T")

_LOGGER: Final = logging.getLogger(__name__)
_WORKERS: Final = 80
_POLL_SECONDS: Final = 0.05

# Threads start on demand; as many as questions that may be under way at once, and again as
# many: a model may take a minute for its answer, and the page goes on meanwhile.
_EXECUTOR: Final = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pb_qa-page")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The call returned."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """The call raised."""

    error: BaseException

    def message(self, texts: Texts) -> str:
        """What to show: the error's own words if they are meant for people."""
        return str(self.error) if isinstance(self.error, PbQaError) else texts("unexpected")


async def call(function: Callable[[], T]) -> Done[T] | Failed:
    """Run a blocking function in a worker thread."""
    future = asyncio.get_running_loop().run_in_executor(_EXECUTOR, function)
    await asyncio.wait({future})
    error = future.exception()
    if error is None:
        return Done(future.result())
    if not isinstance(error, PbQaError):
        _LOGGER.error("a call from the page failed", exc_info=error)
    return Failed(error)


async def stream(
    function: Callable[[Callable[[T], None]], None], tick: float | None = None
) -> AsyncGenerator[T | Failed | None]:
    """Run a blocking function that reports by a callback; yield what it reports.

    A failure is the last thing yielded. ``None`` is yielded when nothing was reported for
    ``tick`` seconds.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[T] = asyncio.Queue()

    def report(item: T) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, item)

    working = asyncio.create_task(call(lambda: function(report)))
    waiting = asyncio.create_task(queue.get())
    try:
        while not working.done() or not queue.empty() or waiting.done():
            await asyncio.wait(
                {working, waiting}, timeout=tick, return_when=asyncio.FIRST_COMPLETED
            )
            if waiting.done():
                item = waiting.result()
                waiting = asyncio.create_task(queue.get())
                yield item
            elif not working.done():
                yield None
            # Reports are scheduled before the worker ends; let them reach the queue.
            await asyncio.sleep(0)
    finally:
        waiting.cancel()
    outcome = working.result()
    if isinstance(outcome, Failed):
        yield outcome


class Warmup:
    """Loads the models in a thread of its own once the page is served."""

    def __init__(self, load: Callable[[], None]) -> None:
        self._load = load
        self._outcome: Done[None] | Failed | None = None
        self._started = threading.Event()

    def start(self) -> None:
        """Begin to load; a second call does nothing."""
        if not self._started.is_set():
            self._started.set()
            threading.Thread(target=self._run, name="pb_qa-warm-up", daemon=True).start()

    @property
    def finished(self) -> bool:
        """Whether loading ended, well or badly."""
        return self._outcome is not None

    @property
    def failure(self) -> Failed | None:
        """Why loading failed, if it did."""
        return self._outcome if isinstance(self._outcome, Failed) else None

    async def wait(self) -> Failed | None:
        """Wait for the end; holds no thread meanwhile."""
        while not self.finished:
            await asyncio.sleep(_POLL_SECONDS)
        return self.failure

    def _run(self) -> None:
        future = _EXECUTOR.submit(self._load)
        error = future.exception()
        if error is not None and not isinstance(error, PbQaError):
            _LOGGER.error("warming up failed", exc_info=error)
        self._outcome = Done(None) if error is None else Failed(error)
