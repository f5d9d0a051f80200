"""Whether the cause that a sentence gives is what its source says is the cause, not the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.evidence import Evidence

# A因此B: what stands before is the cause.
_RESULT: Final = re.compile(
    "因此|因而|从而|由此(?![及看])|致使|导致|造成|使得|促使|引起|引发|以致|带来|所以(?!称)|才有了?|才使得?"
)
# 由于A，B and B，原因是A.
_REASON: Final = re.compile(
    "由于|因为|得益于|受益于|归功于|归因于|鉴于|源于|起因于|取决于|原因(?:之一)?(?:就?是|在于)"
    "|(?<![原起成诱病])因(?![工病公婚灾残贫势此而素为果地公病人材势时事特私故])"
)
# 为了A，B and B，目的在于A.
_PURPOSE: Final = re.compile(
    "为了(?!解)|(?:^|(?<=[,，;；。]))为(?=[^，,。；;：:]{4,60}[，,])(?![止期主准此何])|以便|以期|旨在|(?:其|主要)?目的(?:就?是|在于)(?:为了)?"
)
# 虽然A，但B: the one is not because of the other.
_CONCEDED: Final = re.compile("虽然|尽管|虽(?![已经])|即使|即便|纵然")
_CLAIMED: Final = re.compile("由于|因为|正是|(?:的)?结果|原因|导致|使得|因此|因而|所以|从而|造成")
_MARK: Final = re.compile("[，,。；;：:]")
_FEWEST: Final = 2
_SAME: Final = 0.6
_CLOSE: Final = 0.8


def turned_cause(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A cause that is a result in the source, in Chinese; empty without one."""
    sources = [sentence for one in evidence for sentence in one.sentences]
    for cause, effect in _links(claims.form):
        for sentence in sources:
            for known, result in _links(sentence.form):
                if _share(cause, known) < _SAME <= _share(cause, result) and (
                    _share(effect, known) >= _SAME or _comes_first(effect, cause, result)
                ):
                    return f"“{cause.strip()}”在原文中不是原因，是结果"
    for end, means in _purposes(claims.form):
        for sentence in sources:
            for known, done in _purposes(sentence.form):
                if _share(end, known) < _SAME <= min(_share(end, done), _share(means, known)):
                    return f"“{end.strip()}”在原文中不是目的，是做法"
    return _conceded(claims.form, [sentence.form for sentence in sources])


def _purposes(form: str) -> Iterator[tuple[str, str]]:
    """What is said to be an end, with what serves it."""
    for match in _PURPOSE.finditer(form):
        before, after = form[: match.start()].strip("，, "), form[match.end() :].strip("，, ")
        if match[0].startswith("为"):
            parts = [part for part in _MARK.split(after) if part]
            for cut in range(1, len(parts)):
                yield "，".join(parts[:cut]), "，".join(parts[cut:])
        if len(before) > _FEWEST:
            yield after, before


def _conceded(form: str, sources: Sequence[str]) -> str:
    """What the source only concedes, told as the cause, in Chinese; else empty."""
    if not _CLAIMED.search(form) or _CONCEDED.search(form):
        return ""
    for source in sources:
        match = _CONCEDED.search(source)
        if match is None:
            continue
        conceded = _MARK.split(source[match.end() :])[0]
        rest = source[match.end() + len(conceded) :]
        both = _share(conceded, form) >= _CLOSE and _share(_MARK.split(rest.strip("，,"))[0], form)
        if both and both >= _SAME and not _CLAIMED.search(source):
            return f"“{conceded}”在原文中不是原因，原文写的是“{match[0]}{conceded}”"
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
