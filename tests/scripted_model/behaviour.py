"""What the scripted model says, and what is known of each sentence it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .prompt import Prompt

HONEST = "honest"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence with its markers, and the truth about it.

    Attributes
    ----------
    text
        As the model writes it, citation markers included.
    kind
        ``"honest"``, or the kind of forgery.
    way
        How an honest sentence was worded or on what the forgery works; for tables only.
    truth
        For a forgery what the documents say instead, in Chinese.
    cited
        The numbers of the passages that the markers name.
    wrong
        The forged stretch of ``text``, e.g. the altered number.
    """

    text: str
    kind: str = HONEST
    way: str = ""
    truth: str = ""
    cited: tuple[int, ...] = ()
    wrong: str = ""

    @property
    def honest(self) -> bool:
        """Whether the cited passages bear the sentence out."""
        return self.kind == HONEST


@dataclass(frozen=True, slots=True)
class Said:
    """A whole answer, with what was thought aloud before it."""

    utterances: tuple[Utterance, ...]
    reasoning: str = ""
    reasoning_in_text: bool = False
    between: str = field(default="")

    @property
    def text(self) -> str:
        """The answer as it is streamed."""
        body = self.between.join(utterance.text for utterance in self.utterances)
        if self.reasoning and self.reasoning_in_text:
            return f"<think>{self.reasoning}</think>{body}"
        return body


class Behaviour(Protocol):
    """Something that answers a prompt."""

    def answer(self, prompt: Prompt) -> Said:
        """What the model says to this prompt."""
        ...


def said(text: str) -> Said:
    """An answer of which nothing more is known."""
    return Said((Utterance(text),))
