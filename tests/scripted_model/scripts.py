"""Behaviours that say what they were told to, whatever the prompt."""

from __future__ import annotations

from collections.abc import Sequence

from .behaviour import Behaviour, Said, said
from .prompt import Prompt


class Fixed:
    """Says the same to every prompt."""

    def __init__(self, text: str, reasoning: str = "", *, reasoning_in_text: bool = False) -> None:
        base = said(text)
        self._said = Said(base.utterances, reasoning, reasoning_in_text)

    def answer(self, prompt: Prompt) -> Said:
        """The given text."""
        return self._said


class InTurn:
    """Behaves differently from one request to the next; the last behaviour stays."""

    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        self._behaviours = list(behaviours)

    def next(self) -> Behaviour:
        """The behaviour for the next request."""
        return self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]

    def answer(self, prompt: Prompt) -> Said:
        """What the behaviour whose turn it is says."""
        return self.next().answer(prompt)
