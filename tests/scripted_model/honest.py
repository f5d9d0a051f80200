"""The honest model: every sentence it says stands in the passages that it cites."""

from __future__ import annotations

import re

from .behaviour import Said, Utterance
from .prompt import Prompt, PromptPassage

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]")
_MOST = 4


def sentences(text: str) -> list[str]:
    """The whole sentences of a passage."""
    return [found.strip() for found in _SENTENCE.findall(text) if len(found.strip()) >= 8]


def likeness(question: str, sentence: str) -> int:
    """How many pairs of characters a sentence shares with the question."""
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}
    return sum(pair in sentence for pair in pairs)


def fitting(prompt: Prompt, most: int = _MOST) -> list[tuple[PromptPassage, str]]:
    """The sentences of the passages that share most with the question, best first."""
    every = [(passage, one) for passage in prompt.passages for one in sentences(passage.text)]
    rated = sorted(
        enumerate(every), key=lambda item: (-likeness(prompt.question, item[1][1]), item[0])
    )
    return [item for _, item in rated[:most]]


def quote(passage: PromptPassage, sentence: str) -> Utterance:
    """A sentence of the passage, word for word, with its marker before the full stop."""
    body, stop = sentence[:-1], sentence[-1]
    stop = "。" if stop == "；" else stop
    return Utterance(f"{body}[{passage.number}]{stop}", way="quote", cited=(passage.number,))


class Honest:
    """Answers with the sentences of the passages that come nearest to the question."""

    def __init__(self, most: int = _MOST, reasoning: str = "") -> None:
        self._most = most
        self._reasoning = reasoning

    def answer(self, prompt: Prompt) -> Said:
        """Quotations with their markers; without passages the question itself, made whole."""
        if prompt.rewriting or not prompt.passages:
            return Said((Utterance(prompt.question),))
        chosen = fitting(prompt, self._most)
        return Said(tuple(quote(passage, one) for passage, one in chosen), self._reasoning)
