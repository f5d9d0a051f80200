"""How much of the words asked for a text has; words that all candidates share count little."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

_RUN: Final = re.compile("[a-z]+|[0-9]+(?:\\.[0-9]+)?|[^\\W\\d_a-z]+")


def grams(text: str) -> list[str]:
    """Pairs of Chinese characters, whole Latin words and numbers."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


class Coverage:
    """The share of some words that a text has, rare words counting more.

    Parameters
    ----------
    texts
        The sentences among which a word may be rare, each once.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        distinct = set(texts)
        frequency = Counter(g for text in distinct for g in set(grams(text)))
        count = max(1, len(distinct))
        self._weights = {g: math.log(1 + count / n) for g, n in frequency.items()}
        self._rare = math.log(1 + count)

    def of(self, terms: Sequence[str], text: str) -> float:
        """The share of the terms' weight that a text has; 0 without terms."""
        total = have = 0.0
        for term in set(terms):
            weight = self._weights.get(term, self._rare)
            total += weight
            if term in text:
                have += weight
        return have / total if total else 0.0

    def rarest(self, terms: Iterable[str]) -> float:
        """The weight of the rarest term as a share of the highest; 0 without terms."""
        weights = [self._weights.get(term, self._rare) for term in terms]
        return max(weights, default=0.0) / self._rare

    def is_known(self, term: str) -> bool:
        """Whether any of the texts has a term."""
        return term in self._weights

    def best(self, variants: Sequence[Sequence[str]], text: str) -> float:
        """The same for the best of several wordings."""
        return max((self.of(terms, text) for terms in variants), default=0.0)
