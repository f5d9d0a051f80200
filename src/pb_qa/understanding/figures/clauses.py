"""The clauses of a sentence, and what is left of them without words that name nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pb_qa.understanding.figures import indicator_words as words
from pb_qa.understanding.figures.periods import Moment

# What names a number stands near it: of more, only the last characters are looked at.
_LONGEST_CLAUSE = 160
_MOST_CLAUSES = 16


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence to be read clause by clause.

    Attributes
    ----------
    form
        The document's text as `amounts.folded` gives it.
    text
        The same text as it is.
    moments
        The words of time of the sentence, in their order.
    """

    form: str
    text: str
    moments: Sequence[Moment]

    def beginning(self, floor: int, stop: int) -> int:
        """Where the clause begins that ends at ``stop``, not before ``floor``."""
        start = floor
        for match in words.BOUNDARY.finditer(self.form, floor, stop):
            start = match.end()
        return start

    def cleaned(self, start: int, stop: int) -> str:
        """A stretch without words of time and comparison and without linking verbs."""
        position = max(start, stop - _LONGEST_CLAUSE)
        pieces: list[str] = []
        index = bisect_left(self.moments, position, key=lambda moment: moment.start)
        for moment in self.moments[index:]:
            if moment.end > stop:
                break
            if position <= moment.start:
                pieces.append(self.text[position : moment.start])
                position = moment.end
        pieces.append(self.text[position:stop])
        phrase = words.COMPARISON.sub("", "".join(pieces)).strip()
        previous = None
        while previous != phrase:
            previous = phrase
            phrase = words.HEAD.sub("", words.TAIL.sub("", phrase)).strip()
        return phrase if len(phrase) > 1 or phrase in words.GOODS else ""

    def earlier(self, floor: int, stop: int) -> str:
        """What the clauses before say, nearest first."""
        edges = [floor, *(m.end() for m in words.BOUNDARY.finditer(self.form, floor, stop))]
        for begin, until in reversed(list(pairwise(edges))[-_MOST_CLAUSES:]):
            phrase = self.cleaned(begin, until - 1)
            if phrase:
                return phrase
        return ""
