"""What became of each sentence that the scripted model said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .amounts import plain
from .behaviour import Utterance

_MARKER: Final = re.compile(r"[\[【［]\s*\d{1,3}(?:\s*[,，、-]\s*\d{1,3})*\s*[\]】］]")


class Fate(StrEnum):
    """Whether a reader sees a sentence."""

    SHOWN = "shown"
    DOUBTED = "doubted"
    WITHHELD = "withheld"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence as the product told of it.

    Attributes
    ----------
    at
        When it was told, by ``time.perf_counter``.
    """

    text: str
    fate: Fate
    reason: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence of the model with what was told of it, in one part or in several."""

    utterance: Utterance
    told: tuple[Told, ...]

    @property
    def fate(self) -> Fate:
        """Of a forgery, the fate of the forged stretch; of an honest sentence, its worst."""
        parts = self._forged_parts() if not self.utterance.honest else self.told
        fates = {part.fate for part in parts}
        order = [Fate.WITHHELD, Fate.DOUBTED, Fate.SHOWN]
        if not self.utterance.honest:
            order = [Fate.SHOWN, Fate.DOUBTED, Fate.WITHHELD]
        return next((fate for fate in order if fate in fates), Fate.LOST)

    def _forged_parts(self) -> Sequence[Told]:
        """Where a sentence was taken apart, the part with the forged words, if one has them."""
        wrong = essence(self.utterance.wrong)
        having = [part for part in self.told if wrong and wrong in essence(part.text)]
        return having or self.told


def essence(text: str) -> str:
    """The words of a sentence without markers, marks and blanks."""
    return re.sub(r"[\W_]+", "", plain(_MARKER.sub("", text)))


def outcomes(utterances: Sequence[Utterance], told: Sequence[Told]) -> list[Outcome]:
    """Which of what was told belongs to which sentence, by the words they share."""
    essences = [essence(utterance.text) for utterance in utterances]
    parts: list[list[Told]] = [[] for _ in utterances]
    reached = 0
    for one in told:
        words = essence(one.text)
        if not words:
            continue
        # Sentences come in order: a part that several could have is the next one's.
        later = [i for i in range(reached, len(essences)) if words in essences[i]]
        rated = [_shared(words, whole) for whole in essences]
        best = later[0] if later else max(range(len(rated)), key=rated.__getitem__, default=-1)
        if best >= 0 and rated[best] > 0.5:
            parts[best].append(one)
            reached = max(reached, best)
    return [
        Outcome(utterance, tuple(some)) for utterance, some in zip(utterances, parts, strict=True)
    ]


def _shared(part: str, whole: str) -> float:
    """How much of a part stands in a whole: 1 for all, then the share of its pairs."""
    if part in whole:
        return 1.0 + len(part) / (len(whole) + 1)
    pairs = [part[i : i + 2] for i in range(len(part) - 1)]
    return sum(pair in whole for pair in pairs) / max(1, len(pairs))
