"""Which of several numbers is whose, where 分别 tells: 甲、乙分别为3和5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import same_number

_EACH: Final = "分别"
_BREAK: Final = re.compile("[，,。；;：:\\n]")
_BETWEEN: Final = re.compile("[、和与及]|以及")
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def exchanged_number(text: str, contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A number given to another of the things that 分别 names, in Chinese; else empty."""
    said = _labels(text, contexts)
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
                return f"“{wrong[0].strip()}”的数字在原文中是“{wrong[1].strip()}”的"
    return ""


def _labels(text: str, contexts: Sequence[Context]) -> list[str]:
    """What each number is of: its name in the list before 分别, or the words before it."""
    labels = [context.before for context in contexts]
    at = text.find(_EACH)
    while at >= 0:
        names = [name for name in _BETWEEN.split(_BREAK.split(text[:at])[-1]) if name]
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


__all__ = ["exchanged_number"]
