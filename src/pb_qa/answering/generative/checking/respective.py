"""Which of several numbers is whose, where 分别 tells: 甲、乙分别为3和5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.evidence import Evidence, letters
from pb_qa.answering.generative.checking.founding import same_number

_EACH: Final = "分别"
_IN_ORDER: Final = re.compile("依次|(?<![a-z])各自|先后(?=[是为达])")
_BEFORE: Final = 24
_FEWEST_BEFORE: Final = 12
_BREAK: Final = re.compile("[，,。；;：:\\n]")
_BETWEEN: Final = re.compile("[、和与及]|以及")
_ELIDED: Final = re.compile(
    "(?:即|约|又)?(?:同比|环比|[比较](?:上年|去年)(?:同期)?)?(?:平均)?(?:每年|年均)?(?:实际|名义|又)?"
    "(?:[增减升降]|提高|上升|下降|回落)"
)
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def exchanged_number(text: str, contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A number given to another of the things that 分别 names, in Chinese; else empty."""
    text = _IN_ORDER.sub(_EACH, text)
    said = _labels(text, contexts)
    moved = _moved(text, contexts, evidence) or _taken_from_another(said, contexts, evidence)
    if moved:
        return moved
    for one in evidence:
        for sentence in one.sentences:
            if _EACH not in sentence.form and _EACH not in text:
                continue
            written = _labels(sentence.text, sentence.contexts)
            found = [
                (own, theirs)
                for own, stated in zip(said, contexts, strict=True)
                for theirs, source in zip(written, sentence.contexts, strict=True)
                if same_number(stated.number, source.number)
            ]
            wrong = _exchanged(found)
            if wrong:
                return _of_another(*wrong)
    wrong = _exchanged(_alone(said, contexts, evidence)) if _EACH in text else None
    return _of_another(*wrong) if wrong else ""


def _of_another(said: str, written: str) -> str:
    return f"“{said.strip()}”的数字在原文中是“{written.strip()}”的"


def _alone(
    said: Sequence[str], contexts: Sequence[Context], evidence: Sequence[Evidence]
) -> list[tuple[str, str]]:
    """The labels of each number that the sources state once, in whatever sentence."""
    found: list[tuple[str, str]] = []
    sources = [
        (label, source)
        for one in evidence
        for sentence in one.sentences
        for label, source in zip(
            _labels(_IN_ORDER.sub(_EACH, sentence.text), sentence.contexts),
            sentence.contexts,
            strict=True,
        )
    ]
    for own, stated in zip(said, contexts, strict=True):
        same = [label for label, source in sources if same_number(stated.number, source.number)]
        if len(same) == 1 and len(_HAN.findall(same[0])) > 1:
            found.append((own, same[0]))
    return found


def _moved(text: str, contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """Numbers after 分别 in another order, all words before it being the source's; else empty."""
    at = text.find(_EACH)
    before = letters(text[max(0, at - _BEFORE) : at])
    own = [c.number for c in contexts if c.number.start > at]
    if at < 0 or len(before) < _FEWEST_BEFORE or len(own) < 2:
        return ""
    for one in evidence:
        for sentence in one.sentences:
            start = sentence.text.find(_EACH)
            if start < 0 or not letters(sentence.text[:start]).endswith(before):
                continue
            theirs = [c.number for c in sentence.contexts if c.number.start > start][: len(own)]
            same = [same_number(a, b) for a, b in zip(own, theirs, strict=False)]
            known = all(any(same_number(a, b) for b in theirs) for a in own)
            if known and not all(same):
                wrong = own[same.index(False)].text.strip()
                return f"“{wrong}”在原文“{_EACH}”之后的次序不同"
    return ""


def _taken_from_another(
    said: Sequence[str], contexts: Sequence[Context], evidence: Sequence[Evidence]
) -> str:
    """A number of one of the things before 分别 told of another of them; else empty.

    小学、初中和高中入学率分别为99%、98%和86%: 高中入学率 is not 98%.
    """
    for own, stated in zip(said, contexts, strict=True):
        for group in in_turn(evidence):
            theirs = [name for name, source in group if same_number(stated.number, source.number)]
            every = {name: set(_HAN.findall(name)) for name, _ in group}
            if len(theirs) != 1 or len(every) < 2:
                continue
            known = set(_HAN.findall(own))
            telling = {
                name: chars.difference(*(c for n, c in every.items() if n != name))
                for name, chars in every.items()
            }
            others = [n for n in every if n != theirs[0] and telling[n] and telling[n] <= known]
            if others and not telling[theirs[0]] & known:
                return _of_another(own, theirs[0])
    return ""


def in_turn(evidence: Sequence[Evidence]) -> Iterator[list[tuple[str, Context]]]:
    """The names before each 分别 of the sources with the numbers that it gives them."""
    for one in evidence:
        for sentence in one.sentences:
            at = sentence.text.find(_EACH)
            if at < 0:
                continue
            clauses = [part for part in _BREAK.split(sentence.text[:at])[-2:] if part.strip()]
            names = [name for name in _BETWEEN.split(clauses[-1] if clauses else "") if name]
            stop = _BREAK.search(sentence.text, at)
            end = stop.start() if stop else len(sentence.text)
            given = [c for c in sentence.contexts if at < c.number.start < end]
            if len(names) == len(given) > 1:
                yield list(zip(names, given, strict=True))


def exchanged_follower(contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A growth that the source states of another number of its sentence; else empty.

    产值100亿元，增长5%；利润20亿元，增长8%: the growths have no words of their own.
    """
    for own, said in pairwise(contexts):
        if not _ELIDED.match(said.clause.strip()):
            continue
        for one in evidence:
            found = [pair for sentence in one.sentences for pair in pairwise(sentence.contexts)]
            after = [b for a, b in found if same_number(own.number, a.number)]
            before = [a for a, b in found if same_number(said.number, b.number)]
            if not after or not before or any(_is(said, b) for b in after):
                continue
            if all(_ELIDED.match(b.clause.strip()) for b in after):
                number, theirs = said.number.text.strip(), after[0].number.text.strip()
                return f"“{number}”在原文中不是“{own.number.text.strip()}”的，那里是“{theirs}”"
    return ""


def _is(said: Context, source: Context) -> bool:
    return same_number(said.number, source.number)


def _labels(text: str, contexts: Sequence[Context]) -> list[str]:
    """What each number is of: its name in the list before 分别, or the words before it."""
    labels = [context.before for context in contexts]
    at = text.find(_EACH)
    while at >= 0:
        clauses = [clause for clause in _BREAK.split(text[:at])[-2:] if clause.strip()]
        names = [name for name in _BETWEEN.split(clauses[-1] if clauses else "") if name]
        stop = _BREAK.search(text, at)
        end = stop.start() if stop and stop[0] not in ",，" else len(text)
        numbers = [i for i, c in enumerate(contexts) if at <= c.number.start < end]
        if len(names) > 1 and len(numbers) >= len(names):
            for index, name in zip(numbers, names, strict=False):
                labels[index] = name
        at = text.find(_EACH, at + len(_EACH))
    return labels


def _exchanged(found: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Two labels of one number, where the first tells of another number's label."""
    if len({theirs for _, theirs in found}) < 2:
        return None
    every = [set(_HAN.findall(theirs)) for _, theirs in found]
    for index, (own, theirs) in enumerate(found):
        rest = [chars for i, chars in enumerate(every) if found[i][1] != theirs]
        telling = every[index].difference(*rest)
        others = set[str]().union(*rest) - every[index]
        said = set(_HAN.findall(own))
        if said & others and telling and not said & telling:
            return own, theirs
    return None


__all__ = ["exchanged_follower", "exchanged_number"]
