"""Sentences by their clauses, and which clause of the sources one restates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.spelling import arabic
from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.text.search_form import search_form

_CLAUSE: Final = re.compile("(?:[^,，。;；:：!?！？\\n|]|(?<=[0-9]),(?=[0-9]{3}))+")
_NO_WORDS: Final = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in the search form, with its pairs of neighbouring characters.

    Attributes
    ----------
    start
        Where it begins in its sentence.
    """

    text: str
    start: int
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Restated:
    """A clause with that of the sources which it is closest to.

    Attributes
    ----------
    source
        Index of the sentence among those searched.
    share
        The share of the clause's pairs that its source has, 0 to 1.
    """

    said: Clause
    written: Clause
    source: int
    share: float


def counted_form(text: str) -> str:
    """A text in the search form with its counted numbers in digits."""
    return search_form(arabic(plain_numbers(text)))


def clauses_of(form: str) -> tuple[Clause, ...]:
    """The clauses of a text that `counted_form` gave."""
    found: list[Clause] = []
    for match in _CLAUSE.finditer(form):
        words = _NO_WORDS.sub("", match[0])
        if words:
            pairs = frozenset(words[i : i + 2] for i in range(len(words) - 1))
            found.append(Clause(match[0].strip(), match.start(), pairs))
    return tuple(found)


def restated(
    said: Sequence[Clause], sources: Sequence[tuple[Clause, ...]]
) -> Iterator[Restated | None]:
    """For each clause that of the sources which shares most with it; None without any.

    Of several alike that is taken whose sentence shares most with the whole sentence, then
    the shortest.

    Parameters
    ----------
    sources
        The clauses of each source sentence.
    """
    whole = frozenset[str]().union(*(clause.pairs for clause in said))
    close = [sum(len(whole & clause.pairs) for clause in clauses) for clauses in sources]
    for own in said:
        best: tuple[int, int, int] = (0, 0, 0)
        found: Restated | None = None
        for index, clauses in enumerate(sources):
            for theirs in clauses:
                shared = len(own.pairs & theirs.pairs)
                rank = (shared, close[index], -len(theirs.text))
                if shared and rank > best:
                    best = rank
                    found = Restated(own, theirs, index, shared / len(own.pairs))
        yield found


__all__ = ["Clause", "Restated", "clauses_of", "counted_form", "restated"]
