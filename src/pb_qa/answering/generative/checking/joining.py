"""Whether a case and what follows from it, told in one sentence, stand so in one of the sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.differences import Part, parts_of
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.framing import only_frames
from pb_qa.answering.generative.checking.spelling import spell
from pb_qa.answering.generative.checking.synonyms import meaning

_CASE: Final = re.compile("(?:(?<!目)的|(?<!小)时|期间|当[年月日]|期满后?|情况下|情形下|条件下)$")
_SEGMENT: Final = re.compile("[。；;！？!?\n]")
# 情节严重的给予处分 is a case of its own, as is what is excepted.
_OWN: Final = re.compile(
    "的(?=给予|应|可|不|由|予|处|责|视|按|须|要)|但|不过|除|例外|不在此|[《》]|第[^，]{1,6}条|[因据]"
)
_SHORT: Final = 12
_FEWEST: Final = 3
_KNOWN: Final = 0.6
_BORNE: Final = 0.75
_LEAD: Final = 0.12
_CLOSE: Final = 0.1
_VERY: Final = 0.9
_SHOWN: Final = 24


def misjoined(text: str, evidence: Sequence[Evidence]) -> str:
    """A case with what follows from another one, or from none, in Chinese; else empty.

    Parameters
    ----------
    text
        The sentence without its markers.
    """
    for segment in _SEGMENT.split(text):
        parts = parts_of(spell(segment)) if len(segment) > _SHORT else ()
        cases = [index for index, part in enumerate(parts[:-1]) if _CASE.search(part.text)]
        if len(cases) != 1 or only_frames(parts[cases[0]].text):
            continue
        case = parts[cases[0]]
        for told in parts[cases[0] + 1 :]:
            if _OWN.search(told.text):
                break
            if any(_is_of_another(case, told, one) for one in evidence):
                return f"原文没有把“{told.text[:_SHOWN]}”说成“{case.text[:_SHOWN]}”的结果"
    return ""


def _is_of_another(case: Part, told: Part, one: Evidence) -> bool:
    own, theirs = _words(case), _words(told)
    if min(len(own), len(theirs)) < _FEWEST or told.numbers or not one.sentences:
        return False
    fits = [_share(own, s) for s in one.sentences]
    if max(fits) < _KNOWN:
        return False
    borne = [_share(theirs, s) for s in one.sentences]
    return _elsewhere(fits, borne) or _nowhere(fits, borne, told, one)


def _elsewhere(fits: Sequence[float], borne: Sequence[float]) -> bool:
    """Whether what follows stands with a case that is clearly not this one."""
    most = max(borne)
    if most < _BORNE:
        return False
    there = max(fit for fit, share in zip(fits, borne, strict=True) if share >= most - _CLOSE)
    return there < max(fits) - _LEAD


def _nowhere(fits: Sequence[float], borne: Sequence[float], part: Part, one: Evidence) -> bool:
    """Whether nothing of what follows stands with the very case, or right after it."""
    homes = [index for index, fit in enumerate(fits) if fit >= _VERY]
    near = {index + step for index in homes for step in (0, 1) if index + step < len(borne)}
    sense = meaning(part.text)
    return (
        bool(homes)
        and not any(borne[index] for index in near)
        and not only_frames(part.text)
        and sense not in one.sense
    )


def _words(part: Part) -> frozenset[str]:
    return frozenset(pair for pair in part.pairs if not any(c.isdigit() for c in pair))


def _share(own: frozenset[str], sentence: SourceSentence) -> float:
    return len(own & sentence.spelled.pairs) / len(own)


__all__ = ["misjoined"]
