"""Surveys in the background: after writes, looks for passages that they have cut off."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from pb_qa.errors import LibraryError
from pb_qa.storage.chroma import ChromaVectors
from pb_qa.storage.strays import Strays

_log = logging.getLogger(__name__)

# Times as long as each step took: searches go first.
_REST: Final = 4.0


class BackgroundSurvey:
    """One thread at most; it goes on until nothing has been written since it last began.

    Parameters
    ----------
    lock
        Guards what `answering` says; held by whoever calls `written` or `start`.
    answering
        The Chroma that answers searches and its strays; None when none does.
    """

    def __init__(
        self,
        lock: threading.RLock,
        answering: Callable[[], tuple[ChromaVectors, Strays] | None],
    ) -> None:
        self._lock = lock
        self._answering = answering
        self._due = False
        self._thread: threading.Thread | None = None

    def written(self) -> None:
        """Say that vectors have been written which no survey has seen."""
        self._due = True

    def start(self) -> None:
        """Survey if anything has been written since the last one."""
        if self._due and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="survey", daemon=True)
            self._thread.start()

    def join(self) -> None:
        """Wait until the survey under way is over."""
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        try:
            while (found := self._next()) is not None:
                chroma, strays = found
                strays.survey(chroma, partial(self._still_answers, chroma), rest=_REST)
        except LibraryError as error:
            # Searches go on as they were; whether Chroma still answers, they find out.
            _log.warning("vectors not surveyed: %s", error)
        finally:
            with self._lock:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _next(self) -> tuple[ChromaVectors, Strays] | None:
        with self._lock:
            found = self._answering() if self._due else None
            if found is None:
                # Under the same lock: what is written from here on starts another survey.
                self._thread = None
            else:
                self._due = False
            return found

    def _still_answers(self, chroma: ChromaVectors) -> bool:
        found = self._answering()
        return found is not None and found[0] is chroma
