"""Whether the words that a clause puts in place of its source's words say the same.

The burden is on the sentence: where the words around are those of the source, another word
may stand only if it is known to mean the same, or only shortens what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from pb_qa.answering.generative.checking.aligning import LESSENING, Spelled
from pb_qa.answering.generative.checking.differences import (
    Difference,
    Part,
    differences,
    parts_of,
)
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.synonyms import meaning
from pb_qa.answering.generative.checking.telling import NARROWING, PLANNED, TELLING

_FEWEST_PAIRS: Final = 3
_RESTATED: Final = 0.5
_SAME_NUMBER: Final = 0.34
_MOST_SOURCES: Final = 3
_SHOWN: Final = 24
_NEW: Final = 2
_FIGURES: Final = re.compile(
    "[0-9]+/[0-9]+|[0-9]+(?:\\.[0-9]+)?(?:%|个百分点|年(?:度)?|个?月份?|日)?"
    "|[一二三四五六七八九十]+分之[一二三四五六七八九十]+|[一二三四五六七八九]成|一半|半数"
)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_LAST_YEAR: Final = re.compile("去年|上(?:一|1)?年|前1年|同比")
_THIS_YEAR: Final = re.compile("今年|本年|当年")
_BESIDE: Final = re.compile("^(?:和|与|及|、|或)$")


class Level(IntEnum):
    """How grave a difference is."""

    NONE = 0
    DOUBT = 1
    FAULT = 2


@dataclass(frozen=True, slots=True)
class _Source:
    """A clause of the sources that one of the sentence may restate."""

    part: Part
    sentence: SourceSentence
    evidence: Evidence


def substituted(said: Spelled, evidence: Sequence[Evidence]) -> tuple[str, list[str]]:
    """What a sentence has in place of its sources' words.

    Parameters
    ----------
    said
        The sentence with its numbers in plain spelling.

    Returns
    -------
    (str, list of str)
        In Chinese: what differs so that it must not be shown, empty when nothing does; and
        what a reader should look at.
    """
    doubts: list[str] = []
    for part in parts_of(said):
        if len(part.pairs) < _FEWEST_PAIRS:
            continue
        level, words = _least(part, said, evidence)
        if level is Level.FAULT:
            return words, doubts
        doubts += [words] if level is Level.DOUBT else []
    return "", doubts


def strange_words(said: Spelled, evidence: Sequence[Evidence]) -> tuple[str, list[str]]:
    """Words that tell a thing from its like and stand in none of the passages.

    Returns
    -------
    (str, list of str)
        In Chinese: the first that bears upon a number, and the others, to be looked at.
    """
    doubts: list[str] = []
    parts = parts_of(said)
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        found = [
            f"引用的原文没有这样说：“{match[0]}”"
            for match in TELLING.finditer(part.text)
            if not any(match[0] in one.form or match[0] in one.around for one in evidence)
            and not any(meaning(match[0]) in one.sense for one in evidence)
        ]
        if found and (part.numbers or (following is not None and following.numbers)):
            return found[0], doubts
        doubts += found
    return "", doubts


def _least(part: Part, said: Spelled, evidence: Sequence[Evidence]) -> tuple[Level, str]:
    """The gravest difference to the source that differs least."""
    best: tuple[Level, str] | None = None
    for source in _sources(part, said, evidence):
        worst = max(
            _judged(part, source, said, evidence), default=(Level.NONE, ""), key=lambda e: e[0]
        )
        if best is None or worst[0] < best[0]:
            best = worst
    return best or (Level.NONE, "")


def _sources(part: Part, said: Spelled, evidence: Sequence[Evidence]) -> list[_Source]:
    """The source clauses that a clause restates: with its numbers, if any has them."""
    found: list[tuple[bool, int, int, _Source]] = []
    for one in evidence:
        for sentence in one.sentences:
            close = 0
            for theirs in sentence.parts:
                shared = len(part.pairs & theirs.pairs)
                if shared:
                    close = close or len(said.pairs & sentence.spelled.pairs)
                    same = bool(part.numbers) and part.numbers <= theirs.numbers
                    found.append((same, shared, close, _Source(theirs, sentence, one)))
    same_only = [entry for entry in found if entry[0]]
    chosen = same_only or found
    least = (_SAME_NUMBER if same_only else _RESTATED) * len(part.pairs)
    most = max((shared for _, shared, _, _ in chosen), default=0)
    if most < least:
        return []
    nearest = [entry for entry in chosen if entry[1] == most]
    closest = max(entry[2] for entry in nearest)
    return [entry[3] for entry in nearest if entry[2] == closest][:_MOST_SOURCES]


def _judged(
    part: Part, source: _Source, said: Spelled, evidence: Sequence[Evidence]
) -> Iterator[tuple[Level, str]]:
    for difference in differences(part, source.part):
        level = _level(difference, part, source, said, evidence)
        if level:
            own = _around(difference.before, difference.said, difference.after)
            theirs = _around(difference.before, difference.written, difference.after)
            yield level, f"“{own}”与原文不符，原文写的是“{theirs}”"


def _around(before: str, words: str, after: str) -> str:
    return f"{before}{words}{after}"[:_SHOWN]


def _level(
    difference: Difference,
    part: Part,
    source: _Source,
    said: Spelled,
    evidence: Sequence[Evidence],
) -> Level:
    own, theirs = _rests(difference)
    year = _year_level(difference, source)
    if year is not None:
        return year
    if own == theirs:
        return Level.NONE
    if not own or _is_within(own, theirs):
        return _dropped(theirs, difference, said)
    if not theirs or _is_within(theirs, own):
        return _added(own, difference, part, source, evidence)
    return _replaced(difference, part, source, said, evidence)


def _rests(difference: Difference) -> tuple[str, str]:
    """What both sides say, without what they share and without figures."""
    before, after = difference.before, difference.after
    own = meaning(before + difference.said + after)
    theirs = meaning(before + difference.written + after)
    start = 0
    while start < min(len(own), len(theirs)) and own[start] == theirs[start]:
        start += 1
    own, theirs = own[start:], theirs[start:]
    stop = 0
    while stop < min(len(own), len(theirs)) and own[-1 - stop] == theirs[-1 - stop]:
        stop += 1
    own, theirs = own[: len(own) - stop], theirs[: len(theirs) - stop]
    return _FIGURES.sub("", own), _FIGURES.sub("", theirs)


def _is_within(short: str, whole: str) -> bool:
    """Whether the one has all characters of the other in their order: 县政府 of 县人民政府."""
    rest = iter(whole)
    return all(character in rest for character in short)


def _dropped(rest: str, difference: Difference, said: Spelled) -> Level:
    """Whether what is left out had narrowed or denied what is said."""
    written = difference.written
    if any(word in rest and word not in difference.said for word in LESSENING):
        return Level.FAULT
    for pattern, level in ((PLANNED, Level.FAULT), (NARROWING, Level.DOUBT)):
        for match in pattern.finditer(written):
            if match[0] not in said.text and match[0] not in difference.said:
                return level
    return Level.NONE


def _added(
    rest: str, difference: Difference, part: Part, source: _Source, evidence: Sequence[Evidence]
) -> Level:
    """Whether words are added that the source does not have for this clause."""
    words = difference.said
    context = "\n".join(
        (
            source.sentence.spelled.text,
            source.evidence.around,
            *(sentence.spelled.text for sentence in source.evidence.before(source.sentence)),
        )
    )
    for match in TELLING.finditer(words):
        sense = meaning(match[0])
        if match[0] not in context and sense in rest and sense not in meaning(source.part.text):
            measured = part.numbers or _FIGURES.search(difference.written)
            return Level.FAULT if measured else Level.DOUBT
    if len(_HAN.findall(rest)) < _NEW:
        return Level.NONE
    runs = re.findall("[\u4e00-\u9fff]{2,}", words)
    new = [run for run in runs if not _is_borne(run, context)]
    everywhere = "\n".join(one.form for one in evidence)
    unknown = [run for run in new if not _is_borne(run, everywhere)]
    return Level.DOUBT if unknown else Level.NONE


def _is_borne(run: str, text: str) -> bool:
    """Whether most pairs of characters of a few words stand in a text."""
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _replaced(
    difference: Difference,
    part: Part,
    source: _Source,
    said: Spelled,
    evidence: Sequence[Evidence],
) -> Level:
    own, theirs = difference.said, difference.written
    near = f"{difference.before[-1:]}{own}{difference.after[:1]}"
    if not part.numbers and (
        any(near in s.spelled.text for one in evidence for s in one.sentences)
        or (own in source.sentence.spelled.text and theirs in said.text)
    ):
        return Level.NONE
    marked = TELLING.search(own) or TELLING.search(theirs) or set(own + theirs) & set(LESSENING)
    return Level.FAULT if part.numbers or marked else Level.DOUBT


def _year_level(difference: Difference, source: _Source) -> Level | None:
    """How grave it is that a year stands for 去年 or the other way round; None without."""
    own, theirs = (words + difference.after[:1] for words in (difference.said, difference.written))
    years, sentence = {int(year) for year in _YEAR.findall(own)}, source.sentence
    if years and (_LAST_YEAR.search(theirs) or _THIS_YEAR.search(theirs)):
        meant = {year for year, words in sentence.relative_years if words[:2] in theirs}
        return Level.FAULT if meant and not years & meant else Level.NONE
    years = {int(year) for year in _YEAR.findall(theirs)}
    if not years or not (_LAST_YEAR.search(own) or _THIS_YEAR.search(own)):
        return None
    dates = (*sentence.dates, *source.evidence.context_dates)
    known = {date.year for date in dates if date.year}
    known |= {year for year, _ in sentence.relative_years}
    shift = 1 if _LAST_YEAR.search(own) else 0
    if not known or any(year + shift in known for year in years):
        return Level.NONE
    return None


__all__ = ["Level", "strange_words", "substituted"]
