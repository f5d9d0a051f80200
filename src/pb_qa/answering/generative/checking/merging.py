"""Whether what is told of one time in its source falls to another one's in the sentence.

去年甲增长5%；乙达到3亿元 tells 乙 of 去年 as well, whatever its own source begins with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Restated, clauses_of, restated
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

# Only what begins a clause governs what follows: 比去年, 到2020年 inside one does not.
_TIME: Final = re.compile(
    "(?:截至|截止|到|至|在|即|也就是)?(?:(?P<year>(?:19|20)[0-9]{2})年(?:底|末)?|(?P<words>去年|今年|上年|本年|前年|同年))"
    "(?![以初度]|的?(?:政府)?(?:工作)?(?:报告|文件|公报|讲话))"
)
_SHIFTS: Final = {"今年": 0, "本年": 0, "去年": 1, "上年": 1, "前年": 2}
_SAME: Final = 0.6
_FEWEST: Final = 4
_SHOWN: Final = 24
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Time:
    words: str
    year: int


def merged(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A clause with a number under a time that is not its source's, in Chinese; else empty."""
    places = [(one, sentence) for one in evidence for sentence in one.sentences]
    said = clauses_of(claims.form)
    if len(said) < 2:
        return ""
    time: _Time | None = None
    for fit in restated(said, [sentence.clauses for _, sentence in places]):
        if fit is None:
            continue
        one, sentence = places[fit.source]
        own = _TIME.match(fit.said.text)
        if own is not None and own["words"] != "同年":
            time = _read(own, one)
            continue
        if time is None or not _NUMBER.search(fit.said.text) or len(fit.said.pairs) < _FEWEST:
            continue
        # 2006年产量30万吨，2010年达到34万吨: the clause with its words is not that of its number.
        numbers = set(_NUMBER.findall(fit.said.text))
        if fit.share < _SAME or not numbers <= set(_NUMBER.findall(fit.written.text)):
            continue
        theirs = _governing(fit, sentence, one)
        if theirs is not None and _apart(time, theirs):
            words = f"{theirs.words}…{fit.written.text}"[:_SHOWN]
            return f"“{fit.said.text[:_SHOWN]}”在句中归于“{time.words}”，原文说的是“{words}”"
    return ""


def _governing(fit: Restated, sentence: SourceSentence, one: Evidence) -> _Time | None:
    """The time that begins a clause of the source sentence, up to the one restated."""
    found: _Time | None = None
    for clause in sentence.clauses:
        match = _TIME.match(clause.text)
        found = _read(match, one) if match else found
        if clause.start >= fit.written.start:
            break
    return found


def _read(match: re.Match[str], one: Evidence) -> _Time | None:
    if match["year"]:
        return _Time(match[0], int(match["year"]))
    shift = _SHIFTS.get(match["words"])
    if shift is None:
        return None
    years = [date.year for date in one.context_dates if date.year]
    issued = one.found.document.issued_on[:4]
    written = int(issued) if issued.isdigit() else (years[0] if years else 0)
    return _Time(match[0], written - shift if written else 0)


def _apart(said: _Time, written: _Time) -> bool:
    """Whether two times are different years; without a date by their words alone."""
    if said.year and written.year:
        return said.year != written.year
    both = said.year == written.year == 0
    return both and _SHIFTS.get(said.words[-2:]) != _SHIFTS.get(written.words[-2:])


__all__ = ["merged"]
