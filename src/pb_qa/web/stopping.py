"""Answers that are under way, so that they can be stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

# How long whatever takes an answer's place waits for the last of it to be drawn.
_WAIT_SECONDS: Final = 1.0


@dataclass(eq=False, slots=True)
class UnderWay:
    """One answer that is being written for an open page.

    Attributes
    ----------
    stop
        Set to end it.
    abandoned
        Whether nobody is going to read it: something else has begun in its place.
    ended
        Set once nothing of it is drawn any more.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    abandoned: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class AnswersUnderWay:
    """Which answer is being written for which open page, at most one each.

    Used from the event loop only.
    """

    def __init__(self) -> None:
        self._answers: dict[str, UnderWay] = {}

    @contextmanager
    def begin(self, session: str) -> Iterator[UnderWay]:
        """An answer of an open page. Without a session it is nobody's to stop."""
        answer = UnderWay()
        if session:
            self._answers[session] = answer
        try:
            yield answer
        finally:
            answer.stop.set()
            answer.ended.set()
            if self._answers.get(session) is answer:
                del self._answers[session]

    def stop(self, session: str) -> None:
        """End the answer of an open page; what it has so far is kept."""
        if session in self._answers:
            self._answers[session].stop.set()

    async def abandon(self, session: str) -> None:
        """End the answer of an open page and show no more of it, so that something else can
        take its place.
        """
        answer = self._answers.get(session)
        if answer is None:
            return
        answer.abandoned = True
        answer.stop.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(answer.ended.wait(), _WAIT_SECONDS)
