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
# Files of one text are not cut at the same places.
_SAME_FROM: Final = 0.7


def copies_last(found: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """Put passages that say again what another document's said behind the first `COMPARED`.

    Of two copies the one is kept whose document stands above already, so that one document
    speaks for both. The scores are dealt out anew in the new order; none is left out.

    Parameters
    ----------
    found
        Best first.
    """
    compared = list(found[:COMPARED])
    clauses = [_clauses(one.passage.text) for one in compared]
    documents = [one.document.id for one in compared]
    said_by: dict[str, set[str]] = {}
    kept: list[int] = []
    for index in range(len(compared)):
        if index in kept or _is_said(clauses[index], documents[index], said_by):
            continue
        above = {documents[one] for one in kept}
        twin = index if documents[index] in above else _twin(index, clauses, documents, above)
        kept.append(twin)
        for clause in clauses[twin]:
            said_by.setdefault(clause, set()).add(documents[twin])
    order = [*kept, *(index for index in range(len(compared)) if index not in kept)]
    scores = [one.score for one in compared]
    moved = [replace(compared[i], score=score) for i, score in zip(order, scores, strict=True)]
    return [*moved, *found[COMPARED:]]


def _clauses(text: str) -> frozenset[str]:
    """What stands between marks and blanks, if it is long enough to tell a text by."""
    return frozenset(part for part in _BETWEEN.split(text) if len(part) >= _SHORTEST)


def _is_said(clauses: frozenset[str], document: str, said_by: dict[str, set[str]]) -> bool:
    """Whether most of the clauses were said by other documents."""
    said = sum(any(other != document for other in said_by.get(one, ())) for one in clauses)
    return bool(clauses) and said >= _SAME_FROM * len(clauses)


def _twin(
    index: int, clauses: Sequence[frozenset[str]], documents: Sequence[str], above: set[str]
) -> int:
    """The first passage below that says the same in a document above; else the passage itself."""
    own = clauses[index]
    for below in range(index + 1, len(clauses)):
        if documents[below] in above and own and len(own & clauses[below]) >= _SAME_FROM * len(own):
            return below
    return index
