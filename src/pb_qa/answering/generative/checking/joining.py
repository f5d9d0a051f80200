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
    "的(?=给予|应|可|不|由|予|处|责|视|按|须|要)|但|不过|除|例外|不在此|[《》]|第[^，]{1,6}条|对于|关于|[因据]"
)
_SHORT: Final = 12
_FORCED: Final = re.compile(
    "(?:(?P<may>可以?)|应?予以?|应|须|不得|给予|责令)(?P<deed>[一-鿿]{2,})$"
)
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
    if len(own) < _FEWEST or told.numbers or not one.sentences:
        return False
    fits = [_share(own, s) for s in one.sentences]
    if max(fits) < _KNOWN:
        return False
    if len(theirs) < _FEWEST:
        homes = [s for s, fit in zip(one.sentences, fits, strict=True) if fit >= _KNOWN]
        return _is_forced_otherwise(told, homes)
    borne = [_share(theirs, s) for s in one.sentences]
    return _elsewhere(fits, borne) or _nowhere(fits, borne, told, one)


def _is_forced_otherwise(told: Part, homes: Sequence[SourceSentence]) -> bool:
    """Whether a bare deed is permitted that the source orders, or the other way round."""
    own = _FORCED.match(told.text)
    if own is None:
        return False
    same = [
        theirs
        for sentence in homes
        for part in sentence.parts
        if (theirs := _FORCED.match(part.text)) and theirs["deed"] == own["deed"]
    ]
    return bool(same) and all((one["may"] is None) != (own["may"] is None) for one in same)


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
