"""Questions go before changes: whoever takes documents in steps back while one is answered.

Threads of Python take turns whatever they do. While thousands of documents are taken in, a
question would wait for its turn dozens of times; now what can wait does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

# A question that takes longer waits for somebody else, e.g. a language model.
_PRECEDENCE_SECONDS: Final = 1.0
_LONGEST_WAIT: Final = 0.25
# Of waiting for each second of work: questions without end cannot stop the work.
_MOST_WAITING: Final = 2.0


class Precedence:
    """Knows the questions that are being answered; safe to use from several threads.

    Parameters
    ----------
    clock
        Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._begun: dict[object, float] = {}
        self._thread = threading.local()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Answer a question; others step back meanwhile."""
        this = object()
        with self._changed:
            self._begun[this] = self._clock()
        try:
            yield
        finally:
            with self._changed:
                del self._begun[this]
                if not self._begun:
                    self._changed.notify_all()

    def give_way(self) -> None:
        """Wait while a question is answered: call it after every few milliseconds of work.

        Each thread waits at most a quarter of a second at once, and at most twice as long as
        it has worked since it last did.
        """
        if not self._begun:
            return
        began = self._clock()
        worked: float = began - getattr(self._thread, "resumed", 0.0)
        until = began + min(_LONGEST_WAIT, _MOST_WAITING * worked)
        with self._changed:
            while self._begun:
                now = self._clock()
                first = max(self._begun.values()) + _PRECEDENCE_SECONDS
                left = min(until, first) - now
                if left <= 0:
                    break
                self._changed.wait(left)
        self._thread.resumed = self._clock()
