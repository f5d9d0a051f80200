"""Whether the words that a clause puts in place of its source's words say the same.

The burden is on the sentence: where the words around are those of the source, another word
may stand only if it is known to mean the same, or only shortens what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.differences import (
    Part,
    differences,
    parts_of,
    without_article,
)
from pb_qa.answering.generative.checking.differing import Level, level_of
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.exchanging import exchanged
from pb_qa.answering.generative.checking.restated_source import RestatedSource
from pb_qa.answering.generative.checking.rivals import rival_clause
from pb_qa.answering.generative.checking.spelling import Spelled

_FEWEST_PAIRS: Final = 3
_RESTATED: Final = 0.5
_SAME_NUMBER: Final = 0.34
_MOST_SOURCES: Final = 3
_FEWEST_TOKENS: Final = 4
_SHOWN: Final = 24
_LONG: Final = re.compile("[0-9]{5,15}(?![.0-9])")
_EXACTLY: Final = 10**4
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_UNIT: Final = 3
# 第七十三条规定 says no more than where the rest stands.
_ARTICLE: Final = re.compile(
    "(?:根据|按照|依照|依据|按|据)?第[0-9一二三四五六七八九十百千零〇]+条(?:第.款)?的?(?:规定|明确|指出|要求|提出)"
)


def substituted(
    said: Spelled, evidence: Sequence[Evidence], derived: Collection[str] = ()
) -> tuple[str, list[str]]:
    """What a sentence has in place of its sources' words.

    Parameters
    ----------
    said
        The sentence with its numbers in plain spelling.
    derived
        Those of its numbers that were reckoned or rounded, which no source has.

    Returns
    -------
    (str, list of str)
        In Chinese: what differs so that it must not be shown, empty when nothing does; and
        what a reader should look at.
    """
    doubts: list[str] = []
    parts = [without_article(part) for part in parts_of(said)]
    for index, part in enumerate(parts):
        if len(part.pairs) < _FEWEST_PAIRS or _ARTICLE.fullmatch(part.text):
            continue
        if part.numbers and part.numbers <= set(derived):
            continue
        if len(_HAN.findall(part.text)) <= _UNIT and any(
            part.numbers <= other.numbers for other in parts if other is not part
        ):
            continue  # 15万平方米，具体地说，…面积15万平方米
        rival = rival_clause(part, evidence)
        if rival:
            return _unlike(part.text, rival), doubts
        beside = (parts[index - 1] if index else None, *parts[index + 1 : index + 2])
        level, words = _least(part, said, evidence, [one for one in beside if one])
        if level is Level.FAULT:
            return words, doubts
        doubts += [words] if level is Level.DOUBT else []
    return "", doubts


def _least(
    part: Part, said: Spelled, evidence: Sequence[Evidence], beside: Sequence[Part]
) -> tuple[Level, str]:
    """The gravest difference to the source that differs least."""
    best: tuple[Level, str] | None = None
    for source in _sources(part, said, evidence) or _between(part, beside, evidence):
        worst = max(
            _judged(part, source, said, evidence), default=(Level.NONE, ""), key=lambda e: e[0]
        )
        if best is None or worst[0] < best[0]:
            best = worst
    return best or (Level.NONE, "")


def _sources(part: Part, said: Spelled, evidence: Sequence[Evidence]) -> list[RestatedSource]:
    """The source clauses that a clause restates: with its numbers, if any has them."""
    found: list[tuple[bool, int, int, RestatedSource]] = []
    for one in evidence:
        for sentence in one.sentences:
            close = 0
            for theirs in sentence.parts:
                shared = len(part.pairs & theirs.pairs)
                if shared:
                    close = close or len(said.pairs & sentence.spelled.pairs)
                    same = bool(part.numbers) and part.numbers <= theirs.numbers
                    found.append((same, shared, close, RestatedSource(theirs, sentence, one)))
    same_only = [entry for entry in found if entry[0]]
    if part.numbers and not same_only:
        everywhere = frozenset[str]().union(
            *(p.numbers for one in evidence for s in one.sentences for p in s.parts)
        )
        if not part.numbers & everywhere:
            return []  # reckoned or rounded
    chosen = same_only or found
    least = (_SAME_NUMBER if same_only else _RESTATED) * len(part.pairs)
    most = max((shared for _, shared, _, _ in chosen), default=0)
    if most < least:
        return []
    nearest = [entry for entry in chosen if entry[1] == most]
    closest = max(entry[2] for entry in nearest)
    return [entry[3] for entry in nearest if entry[2] == closest][:_MOST_SOURCES]


def _between(
    part: Part, beside: Sequence[Part], evidence: Sequence[Evidence]
) -> list[RestatedSource]:
    """The source clauses that stand beside the same clauses as one of the sentence does.

    One beside is enough where both have the same numbers, or no other stands beside the
    source's, else two.
    """
    found: list[RestatedSource] = []
    known = {one.text for one in beside if len(one.tokens) >= _FEWEST_TOKENS}
    for one in evidence:
        for sentence in one.sentences:
            for index, theirs in enumerate(sentence.parts):
                if theirs.text in known:
                    continue
                near = {
                    p.text for p in sentence.parts[max(0, index - 1) : index + 2] if p != theirs
                }
                least = 1 if part.numbers else min(2, len(near))
                if near and part.numbers == theirs.numbers and len(known & near) >= least:
                    found.append(RestatedSource(theirs, sentence, one))
    return found[:_MOST_SOURCES]


def _judged(
    part: Part, source: RestatedSource, said: Spelled, evidence: Sequence[Evidence]
) -> Iterator[tuple[Level, str]]:
    if exchanged(part, source.part):
        yield Level.FAULT, _unlike(part.text, source.part.text)
    for difference in differences(part, source.part):
        level = level_of(difference, part, source, said, evidence)
        if level:
            before, after = difference.before, difference.after
            own, theirs = before + difference.said + after, before + difference.written + after
            yield level, _unlike(own, theirs)


def _unlike(said: str, written: str) -> str:
    own, theirs = (_readable(words)[:_SHOWN] for words in (said, written))
    return f"“{own}”与原文不符，原文写的是“{theirs}”"


def _readable(words: str) -> str:
    """With 万 and 亿 back in long numbers."""
    return _LONG.sub(_scaled, words)


def _scaled(match: re.Match[str]) -> str:
    value = int(match[0])
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if value >= scale and value * _EXACTLY % scale == 0:
            return f"{value / scale:.10g}{name}"
    return match[0]


__all__ = ["substituted"]
