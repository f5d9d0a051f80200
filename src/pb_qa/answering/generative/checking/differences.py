"""Where a clause differs from the clause of the sources that it restates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from pb_qa.answering.generative.checking.aligning import Spelled

_MARKS: Final = frozenset("，。；：:;!?！？|\n")
_BESIDE: Final = 3
_ANCHORS: Final = 3
_LONGEST: Final = 14

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


def differences(said: Part, written: Part) -> Iterator[Difference]:
    """Where one clause differs from another, the words around being the same.

    What one has more of at its beginning or end is a difference to nothing.
    """
    own, theirs = said.tokens, written.tokens
    matcher = SequenceMatcher(None, own, theirs, autojunk=False)
    codes = _merged(matcher.get_opcodes())
    for position, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            continue
        left = _equal(codes, position - 1)
        right = _equal(codes, position + 1)
        if left + right < _ANCHORS or max(b - a, d - c) > _LONGEST:
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


_Code = tuple[str, int, int, int, int]


def _merged(codes: Sequence[_Code]) -> list[_Code]:
    """The same with a single equal token between two differences as part of one."""
    merged: list[_Code] = []
    for position, (tag, a, b, c, d) in enumerate(codes):
        inside = 0 < position < len(codes) - 1
        if tag == "equal" and (b - a > 1 or not inside):
            merged.append((tag, a, b, c, d))
        elif merged and merged[-1][0] != "equal":
            merged[-1] = ("replace", merged[-1][1], b, merged[-1][3], d)
        else:
            merged.append(("replace", a, b, c, d))
    return merged


def _equal(codes: Sequence[_Code], position: int) -> int:
    """How many tokens are the same there."""
    inside = 0 <= position < len(codes) and codes[position][0] == "equal"
    return codes[position][2] - codes[position][1] if inside else 0


__all__ = ["Difference", "Part", "differences", "parts_of"]
