"""Whether two things of a clause have changed places: 甲向乙报告, 乙向甲报告."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.aligning import edits
from pb_qa.answering.generative.checking.differences import Part
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.spelling import Spelled

_MOST_OTHERS: Final = 2
_RESTATED: Final = 0.6
_LONGEST_NAME: Final = 6
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
    if sorted(_LISTING.split(said.text)) == sorted(_LISTING.split(written.text)):
        return False
    for index, (_, a, b, c, d) in enumerate(codes):
        here, there = "".join(said.tokens[a:b]), "".join(written.tokens[c:d])
        for _, e, f, g, h in codes[index + 1 :]:
            later, others_later = "".join(said.tokens[e:f]), "".join(written.tokens[g:h])
            if _told(here) and _told(there) and here == others_later and there == later:
                between, after = "".join(said.tokens[b:e]), "".join(said.tokens[f:])
                return not _are_listed(here, there, between, after)
            if here and others_later and not (later or there):
                return _rotated(here, others_later)
            if there and later and not (here or others_later):
                return _rotated(later, there)
    return False


def exchanged_throughout(said: Spelled, evidence: Sequence[Evidence]) -> str:
    """Two names that a sentence has in each other's place, in Chinese; empty for none."""
    sources = [s.spelled for one in evidence for s in one.sentences]
    shared = [len(said.pairs & source.pairs) for source in sources]
    most = max(shared, default=0)
    if most < _RESTATED * len(said.pairs):
        return ""
    source = sources[shared.index(most)]
    pairs = {
        ("".join(said.tokens[a:b]), "".join(source.tokens[c:d]))
        for tag, a, b, c, d in edits(said.tokens, source.tokens)
        if tag == "replace" and max(b - a, d - c) <= _LONGEST_NAME
    }
    for one, other in pairs:
        if one < other and (other, one) in pairs and _told(one) and _told(other):
            return f"“{one}”和“{other}”在原文中正相反"
    return ""


def _are_listed(one: str, other: str, between: str, after: str) -> bool:
    """Whether two things that stand for one another are parts of a list: 东镇和西镇."""
    ending = _LISTING.split(between)[0]
    ending = ending if after.startswith(ending) else ""
    turned, straight = (
        sorted(_LISTING.split(f"{first}{between}{last}{ending}"))
        for first, last in ((one, other), (other, one))
    )
    return turned == straight


def _rotated(one: str, other: str) -> bool:
    """Whether the words of one are those of the other, the last first: 领导甲 for 甲领导."""
    return (
        one != other
        and any(one[cut:] + one[:cut] == other for cut in range(1, len(one)))
        and not all(_LISTING.fullmatch(sign) for sign in (one[0], other[-1]) if len(one) > 1)
    )


def _told(words: str) -> bool:
    return bool(words) and not _LISTING.fullmatch(words)


__all__ = ["exchanged", "exchanged_throughout"]
