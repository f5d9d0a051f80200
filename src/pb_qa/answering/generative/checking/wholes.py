"""Whether what is told as a part (其中) is one of the whole that it is told of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import same_number

_PART: Final = re.compile("其中|当中|之中|内含|里面有?")
_SENTENCE: Final = re.compile("[。！？!?\n]")
# So many sentences on, a source may still tell of the parts of one whole.
_REACH: Final = 4


@dataclass(frozen=True, slots=True)
class _Home:
    """A sentence that states a number."""

    passage: int
    sentence: int
    paragraph: int
    is_part: bool


def part_of_another(text: str, contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A number told as a part of one that its source does not have it beside; else empty.

    Parameters
    ----------
    text
        The sentence, which ``contexts`` have their spans in.
    """
    for index in range(1, len(contexts)):
        part = contexts[index]
        start = max((m.end() for m in _SENTENCE.finditer(text, 0, part.number.start)), default=0)
        before = [c for c in contexts[:index] if c.number.start >= start]
        if not before or not _PART.search(text[before[-1].number.end : part.number.start]):
            continue
        whole = before[-1].number
        alike = whole.dimension == part.number.dimension and "%" not in (whole.unit, whole.ratio)
        if alike and part.number.value > whole.value:
            return f"“{part.number.text.strip()}”大于“{whole.text.strip()}”，不是其中的一部分"
        wholes = [place for whole in before for place in _places(whole, evidence)]
        parts = _places(part, evidence)
        if wholes and parts and not any(_near(w, p) for w in wholes for p in parts):
            written = part.number.text.strip()
            return f"原文没有说“{written}”是“{before[-1].number.text.strip()}”的一部分"
    return ""


def _places(stated: Context, evidence: Sequence[Evidence]) -> list[_Home]:
    return [
        _Home(e, sentence.index, sentence.paragraph, bool(_PART.search(sentence.form)))
        for e, one in enumerate(evidence)
        for sentence in one.sentences
        if any(same_number(stated.number, number) for number in sentence.numbers)
    ]


def _near(whole: _Home, part: _Home) -> bool:
    """Whether a part stands in the sentence of its whole, or as a part soon after it."""
    after = part.sentence - whole.sentence
    return whole.passage == part.passage and (
        after == 0 or (whole.paragraph == part.paragraph and 0 < after <= _REACH and part.is_part)
    )


__all__ = ["part_of_another"]
