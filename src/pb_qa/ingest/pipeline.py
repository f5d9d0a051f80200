"""Stages in threads with bounded channels between them; a failure ends them all."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, Generic, TypeVar

_POLL_SECONDS: Final = 0.1

T = TypeVar("T")


class Stopped(Exception):
    """The run is over; nobody will take what is put, or put what is waited for."""


class _End:
    """Marks the end of a channel."""


class Channel(Generic[T]):
    """A bounded queue between two stages that ends, or stops with the run."""

    def __init__(self, size: int, stop: threading.Event) -> None:
        self._queue: queue.Queue[T | _End] = queue.Queue(size)
        self._stop = stop

    def put(self, item: T) -> None:
        """Hand an item on; waits while the channel is full."""
        self._put(item)

    def end(self) -> None:
        """Say that nothing follows."""
        with suppress(Stopped):
            self._put(_End())

    def _put(self, item: T | _End) -> None:
        while not self._stop.is_set():
            with suppress(queue.Full):
                self._queue.put(item, timeout=_POLL_SECONDS)
                return
        raise Stopped

    def get(self, timeout: float | None = None) -> T | _End | None:
        """The next item or the end; None when there is none within ``timeout`` seconds."""
        if timeout is not None:
            with suppress(queue.Empty):
                return self._queue.get(timeout=timeout)
            return None
        while not self._stop.is_set():
            with suppress(queue.Empty):
                return self._queue.get(timeout=_POLL_SECONDS)
        raise Stopped

    def __iter__(self) -> Iterator[T]:
        while True:
            item = self.get()
            if isinstance(item, _End):
                return
            if item is not None:
                yield item

    def batches(
        self, size_of: Callable[[T], int], sizes: Iterator[int], seconds: float
    ) -> Iterator[list[T]]:
        """Gather items until they are enough, or none has come for ``seconds``.

        Parameters
        ----------
        sizes
            How much is enough for each batch in turn; must not end.
        """
        batch: list[T] = []
        size, enough = 0, next(sizes)
        while True:
            item = self.get(seconds if batch else None)
            if item is not None and not isinstance(item, _End):
                batch.append(item)
                size += size_of(item)
                if size < enough:
                    continue
            if batch:
                yield batch
                batch, size, enough = [], 0, next(sizes)
            if isinstance(item, _End):
                return


class Allowance:
    """How much may be under way at once; what alone is more than that goes alone."""

    def __init__(self, most: int, stop: threading.Event) -> None:
        self._most = most
        self._stop = stop
        self._under_way = 0
        self._changed = threading.Condition()

    def take(self, amount: int) -> None:
        """Wait until this much more may be under way."""
        with self._changed:
            while self._under_way and self._under_way + amount > self._most:
                if self._stop.is_set():
                    raise Stopped
                self._changed.wait(_POLL_SECONDS)
            self._under_way += amount

    def give_back(self, amount: int) -> None:
        """Say that so much is done with."""
        with self._changed:
            self._under_way -= amount
            self._changed.notify_all()


class Pipeline:
    """Runs stages in threads; a context manager that leaves none of them behind."""

    def __init__(self, stages: int) -> None:
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(stages, thread_name_prefix="ingest")
        self._running: list[Future[None]] = []

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True)

    def channel(self, size: int) -> Channel[Any]:
        """A channel that stops with this run."""
        return Channel(size, self._stop)

    def allowance(self, most: int) -> Allowance:
        """An allowance that stops with this run."""
        return Allowance(most, self._stop)

    def start(self, stage: Callable[[], None], into: Channel[Any]) -> None:
        """Run a stage in a thread of its own; ``into`` ends when it does."""
        self._running.append(self._pool.submit(self._run, stage, into))

    def _run(self, stage: Callable[[], None], into: Channel[Any]) -> None:
        finished = False
        try:
            with suppress(Stopped):
                stage()
            finished = True
        finally:
            if not finished:
                self._stop.set()
            into.end()

    def results(self, messages: Channel[T]) -> Iterator[T]:
        """What the last stage says; raises what any stage raised."""
        with suppress(Stopped):
            yield from messages
        for stage in self._running:
            stage.result()
