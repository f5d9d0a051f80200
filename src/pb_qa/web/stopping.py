"""Answers that are under way, so that they can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class UnderWay:
    """One answer that is being written for an open page.

    Attributes
    ----------
    stop
        Set to end it.
    abandoned
        Whether nobody is going to read it: something else has begun in its place.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    abandoned: bool = False


class AnswersUnderWay:
    """Which answer is being written for which open page, at most one each.

    Used from the event loop only.
    """

    def __init__(self) -> None:
        self._answers: dict[str, UnderWay] = {}

    @contextmanager
    def begin(self, session: str) -> Iterator[UnderWay]:
        """An answer of an open page, which takes the place of the one before it.

        Without a session it is nobody's to stop.
        """
        self.abandon(session)
        answer = UnderWay()
        if session:
            self._answers[session] = answer
        try:
            yield answer
        finally:
            answer.stop.set()
            if self._answers.get(session) is answer:
                del self._answers[session]

    def stop(self, session: str) -> None:
        """End the answer of an open page; what it has so far is kept."""
        if session in self._answers:
            self._answers[session].stop.set()

    def abandon(self, session: str) -> None:
        """End the answer of an open page and show no more of it."""
        if session in self._answers:
            self._answers[session].abandoned = True
            self._answers[session].stop.set()
