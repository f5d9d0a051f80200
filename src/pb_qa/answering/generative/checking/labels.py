"""Whether a date stands in its sources under the label, or beside the verb, it is given.

成文日期 and 发布日期 of a table, 公布 and 施行 of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.context import pairs
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.stated import StatedDate

_LABEL: Final = re.compile(
    "(?P<label>[一-鿿]{1,6}(?:日期|时间|之日|日))[\\s：:|]*(?:为|是|在|于)?[\\s：:|]*$"
)
_WINDOW: Final = 24


def other_label(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A date under a label that has another date in the sources, in Chinese; else empty."""
    for date in claims.dates:
        said = _label(claims.text, date)
        if not said:
            continue
        own: list[str] = []
        rivals: list[str] = []
        for label, other in _labelled(evidence):
            (own if other.names(date) and date.names(other) else rivals).append(label)
        if not own or any(_same(said, label) for label in own):
            continue
        if any(_same(said, label) for label in rivals):
            written = claims.text[date.start : date.end].strip()
            return f"“{written}”在原文中是“{own[0]}”，不是“{said}”"
    return ""


def _labelled(evidence: Sequence[Evidence]) -> Iterator[tuple[str, StatedDate]]:
    for one in evidence:
        for sentence in one.sentences:
            yield from _of_sentence(sentence)


def _of_sentence(sentence: SourceSentence) -> Iterator[tuple[str, StatedDate]]:
    for date in sentence.dates:
        label = _label(sentence.text, date)
        if label:
            yield label, date


def _label(text: str, date: StatedDate) -> str:
    found = _LABEL.search(text[max(0, date.start - _WINDOW) : date.start])
    return found["label"] if found else ""


def _same(said: str, label: str) -> bool:
    return said.endswith(label) or label.endswith(said) or pairs(said) == pairs(label)


__all__ = ["other_label"]
