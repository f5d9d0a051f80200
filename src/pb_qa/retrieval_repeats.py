"""The same text in several documents: found once, the copies after what says something else.

Offices keep a law as a Word file and as a PDF, a notice and its reposts. A question that finds
one finds them all, and five places then hold two or three texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pb_qa.models import ScoredPassage

# How many of the first passages are compared; who reads on sees the copies as they came.
COMPARED: Final = 32
_BETWEEN: Final = re.compile(r"\W+")
_SHORTEST: Final = 6


def copies_last(found: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """Put passages that say only what other documents' said behind the first `COMPARED`.

    Of two copies the one is kept whose document stands above already, so that one document
    speaks for both; it gets the better score of the two. What is moved back gets the lowest of
    those compared. None is left out.

    Parameters
    ----------
    found
        Best first.
    """
    compared = list(found[:COMPARED])
    clauses = [_clauses(one.passage.text) for one in compared]
    documents = [one.document.id for one in compared]
    said_by: dict[str, set[str]] = {}
    kept: dict[int, ScoredPassage] = {}
    for index, one in enumerate(compared):
        if index in kept or _is_said(clauses[index], documents[index], said_by):
            continue
        above = {documents[at] for at in kept}
        twin = index if documents[index] in above else _twin(index, clauses, documents, above)
        kept[twin] = replace(compared[twin], score=one.score)
        for clause in clauses[twin]:
            said_by.setdefault(clause, set()).add(documents[twin])
    lowest = compared[-1].score if compared else 0.0
    moved = [replace(one, score=lowest) for at, one in enumerate(compared) if at not in kept]
    return [*kept.values(), *moved, *found[COMPARED:]]


def _clauses(text: str) -> frozenset[str]:
    """What stands between marks and blanks, if it is long enough to tell a text by."""
    return frozenset(part for part in _BETWEEN.split(text) if len(part) >= _SHORTEST)


def _is_said(clauses: frozenset[str], document: str, said_by: dict[str, set[str]]) -> bool:
    """Whether all the clauses were said by other documents."""
    return bool(clauses) and all(said_by.get(one, set()) - {document} for one in clauses)


def _twin(
    index: int, clauses: Sequence[frozenset[str]], documents: Sequence[str], above: set[str]
) -> int:
    """The first passage below that says the same in a document above; else the passage itself."""
    own = clauses[index]
    for below in range(index + 1, len(clauses)):
        if documents[below] in above and own and own <= clauses[below]:
            return below
    return index
