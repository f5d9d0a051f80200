"""Whether two things of a clause have changed places: 甲向乙报告, 乙向甲报告."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from pb_qa.answering.generative.checking.aligning import edits
from pb_qa.answering.generative.checking.differences import Part

_MOST_OTHERS: Final = 2
_LISTING: Final = re.compile("、|以及|或者|[和与及或并同]")


def exchanged(said: Part, written: Part) -> bool:
    """Whether a clause has its source's words with two of them in each other's place.

    The parts of a list may stand in any order, and a word may move as a whole:
    由甲承担费用 is 费用由甲承担.
    """
    own, theirs = Counter(said.tokens), Counter(written.tokens)
    others = max((own - theirs).total(), (theirs - own).total())
    if said.text == written.text or others > _MOST_OTHERS:
        return False
    codes = [code for code in edits(said.tokens, written.tokens) if code[0] != "equal"]
    here = ["".join(said.tokens[a:b]) for _, a, b, _, _ in codes]
    there = ["".join(written.tokens[c:d]) for _, _, _, c, d in codes]
    if sorted(_LISTING.split(said.text)) == sorted(_LISTING.split(written.text)):
        return False
    for index, (a, c) in enumerate(zip(here, there, strict=True)):
        for b, d in zip(here[index + 1 :], there[index + 1 :], strict=True):
            if _told(a) and _told(c) and a == d and b == c:
                return True  # each stands where the other one did
            turned = (a, d) if a and d and not (b or c) else (c, b) if c and b else ("", "")
            if turned[0] != turned[1] and Counter(turned[0]) == Counter(turned[1]):
                return _rotated(*turned)
    return False


def _rotated(one: str, other: str) -> bool:
    """Whether the words of one are those of the other, the last first: 领导甲 for 甲领导."""
    return any(one[cut:] + one[:cut] == other for cut in range(1, len(one))) and not all(
        _LISTING.fullmatch(sign) for sign in (one[0], other[-1]) if len(one) > 1
    )


def _told(words: str) -> bool:
    return bool(words) and not _LISTING.fullmatch(words)


__all__ = ["exchanged"]
