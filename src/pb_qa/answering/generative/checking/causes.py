"""Whether the cause that a sentence gives is what its source says is the cause, not the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.evidence import Evidence

# A因此B: what stands before is the cause.
_RESULT: Final = re.compile(
    "因此|因而|从而|由此(?![及看])|致使|导致|造成|使得|促使|引起|引发|以致|带来|所以(?!称)"
)
# 由于A，B and B，原因是A.
_REASON: Final = re.compile(
    "由于|因为|得益于|受益于|归功于|归因于|鉴于|源于|起因于|取决于|原因(?:之一)?(?:就?是|在于)"
    "|(?<![原起成诱病])因(?![工病公婚灾残贫势此而素为果地公病人材势时事特私故])"
)
_MARK: Final = re.compile("[，,。；;：:]")
_FEWEST: Final = 2
_SAME: Final = 0.6


def turned_cause(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A cause that is a result in the source, in Chinese; empty without one."""
    for cause, effect in _links(claims.form):
        for one in evidence:
            for sentence in one.sentences:
                for known, result in _links(sentence.form):
                    if _share(cause, known) < _SAME <= _share(cause, result) and (
                        _share(effect, known) >= _SAME or _comes_first(effect, cause, result)
                    ):
                        return f"“{cause.strip()}”在原文中不是原因，是结果"
    return ""


def _links(form: str) -> Iterator[tuple[str, str]]:
    """What is said to be a cause, with what follows from it."""
    for match in _RESULT.finditer(form):
        yield form[: match.start()].strip("，, "), form[match.end() :].strip("，, ")
    for match in _REASON.finditer(form):
        stop = _MARK.search(form, match.end() + 1)
        end = stop.start() if stop else len(form)
        before, after = form[: match.start()], form[end:]
        leads = not _MARK.sub("", before).strip() or len(_MARK.sub("", after)) > _FEWEST
        yield form[match.end() : end], (after if leads else before).strip("，, ")


def _share(words: str, text: str) -> float:
    """The share of a few words that stands in a text."""
    bare = re.sub(r"[\W_]", "", words)
    pairs = [bare[i : i + 2] for i in range(len(bare) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if len(pairs) >= _FEWEST else 0.0


def _comes_first(effect: str, cause: str, result: str) -> bool:
    """Whether the source tells both as results, the one told as the effect before the other."""
    one, other = (re.sub(r"[\W_]", "", words)[:4] for words in (effect, cause))
    return -1 < result.find(one) < result.find(other)


__all__ = ["turned_cause"]
