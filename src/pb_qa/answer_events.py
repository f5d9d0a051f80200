"""What callers are told of a language model: whether it answers, and its answer bit by bit.

An answer comes as `AnswerBegun`, then sentences and reasoning in the order in which they
arise, and at last one `AnswerDone`, which alone is valid: what was shown before may have
been replaced by the documents' own sentences. Without a model there is `AnswerDone` only.
"""

from __future__ import annotations

from dataclasses import dataclass

from pb_qa.answers import Answer, AnswerSentence, WithheldSentence


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Whether the language model that is configured can be used.

    Attributes
    ----------
    configured
        Whether an address and a model are set.
    answers
        Whether it has just answered a small request.
    model
        As its server names it, or else as it is set.
    message
        In Chinese: what is wrong and what to do about it; when it answers, that it does.
    seconds
        Until the first sign of an answer.
    """

    configured: bool
    answers: bool
    model: str
    message: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Event:
    """An event; of two in succession, the later one stands for both.

    With that ``+``, what LangChain gathers from a stream is its last event.
    """

    def __add__(self, later: AnswerEvent) -> AnswerEvent:
        return later


@dataclass(frozen=True, slots=True)
class AnswerBegun(_Event):
    """The documents have been searched, and the model is being asked.

    Attributes
    ----------
    read
        What it is given, as `Answer.read`.
    """

    model: str
    read: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceShown(_Event):
    """A sentence of the model that its sources bear out."""

    sentence: AnswerSentence


@dataclass(frozen=True, slots=True)
class SentenceWithheld(_Event):
    """A sentence of the model that is not shown."""

    withheld: WithheldSentence


@dataclass(frozen=True, slots=True)
class ReasoningAdded(_Event):
    """More of what the model thinks aloud before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerDone(_Event):
    """The answer, whole; always the last event."""

    answer: Answer


AnswerEvent = AnswerBegun | SentenceShown | SentenceWithheld | ReasoningAdded | AnswerDone
