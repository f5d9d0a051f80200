"""Where a clause differs from the clause of the sources that it restates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pb_qa.answering.generative.checking.aligning import edits, equal_tokens
from pb_qa.answering.generative.checking.spelling import Spelled

_MARKS: Final = frozenset("，。；：:;!?！？|\n")
_BESIDE: Final = 3
_ANCHORS: Final = 3
_FEWEST_ANCHORS: Final = 2
_SHORT: Final = 6
_LONGEST: Final = 14
_LONGEST_HEAD: Final = 9
_ORDINAL: Final = re.compile("[0-9零〇一二三四五六七八九十百千]+")

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A clause as tokens.

    Attributes
    ----------
    pairs
        Neighbouring tokens.
    numbers
        Its numbers but years and 第3.
    """

    tokens: Tokens
    text: str
    pairs: frozenset[str]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a clause has in place of something else; either may be empty.

    Attributes
    ----------
    before, after
        A few tokens beside it that both clauses have.
    """

    said: str
    written: str
    before: str
    after: str


def parts_of(spelled: Spelled) -> tuple[Part, ...]:
    """The clauses of a spelled sentence."""
    found: list[Part] = []
    tokens: list[str] = []
    for token in (*spelled.tokens, "，"):
        if token not in _MARKS:
            tokens.append(token)
        elif tokens:
            found.append(_part(tuple(tokens)))
            tokens = []
    return tuple(found)


def without_article(part: Part) -> Part:
    """A clause without the number of the article that it opens."""
    tokens = part.tokens
    end = tokens.index("条") + 1 if tokens[0] == "第" and "条" in tokens[:_LONGEST_HEAD] else 0
    opens = len(tokens) > end and all(_ORDINAL.fullmatch(token) for token in tokens[1 : end - 1])
    return _part(tokens[end:]) if end and opens else part


def differences(said: Part, written: Part) -> Iterator[Difference]:
    """Where one clause differs from another, the words around being the same.

    What one has more of at its beginning or end is a difference to nothing.
    """
    own, theirs = said.tokens, written.tokens
    codes = edits(own, theirs)
    for position, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            continue
        left = equal_tokens(codes, position - 1)
        right = equal_tokens(codes, position + 1)
        short = max(len(own), len(theirs)) <= _SHORT and left + right >= _FEWEST_ANCHORS
        if (left + right < _ANCHORS and not short) or max(b - a, d - c) > _LONGEST:
            continue
        yield Difference(
            "".join(own[a:b]),
            "".join(theirs[c:d]),
            "".join(own[max(0, a - min(left, _BESIDE)) : a]),
            "".join(own[b : b + min(right, _BESIDE)]),
        )


def _part(tokens: Tokens) -> Part:
    numbers = frozenset(
        token
        for before, token, following in zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False)
        if token[-1] in "0123456789%"
        and before != "第"
        and not (len(token) == 4 and following == "年")
    )
    pairs = frozenset(a + b for a, b in pairwise(tokens))
    return Part(tokens, "".join(tokens), pairs, numbers)


__all__ = ["Difference", "Part", "differences", "parts_of", "without_article"]
