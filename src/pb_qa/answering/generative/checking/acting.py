"""Whether somebody else is told to do, or to have to do, what the source says of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.differences import Part, parts_of
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.spelling import Spelled

# In the spelling of `spelling.spell`: 应 for 应当, 可 for 可以.
_BOUND: Final = re.compile(
    "应(?![用对急届邀聘征缴变])|须(?![知要])|不得|可(?![能见持靠行信再比观喜贵])|要(?![求素点件塞害闻领么])"
    "|有权|无权|有义务|有责任|负责(?!人)|承担|享有|不予|予以|依法"
)
_ACTOR: Final = re.compile(
    "(?:部门|政府|机关|机构|单位|企业|学校|公司|大会|组织|中心|支部|干部|代表|主任|书记|银行|公民|[院厅局处会社团部委办室人者员方商户所科站队])$"
)
_TO_DO: Final = 8
_FEWEST_PAIRS: Final = 2
_SAME_DEED: Final = 0.6
_SAME_ACTOR: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Duty:
    """Who is to do what, the latter as pairs of characters."""

    actor: str
    deed: frozenset[str]


def other_actor(said: Spelled, evidence: Sequence[Evidence]) -> str:
    """Who is put for the one that the source names, in Chinese; empty for nobody.

    A source that names nobody leaves open who it is.
    """
    for own in _duties(parts_of(said)):
        same = [
            theirs
            for one in evidence
            for sentence in one.sentences
            for theirs in _duties(sentence.parts)
            if len(own.deed & theirs.deed) >= _SAME_DEED * len(own.deed)
        ]
        known = [theirs.actor for theirs in same]
        if known and all(_is_other(own.actor, actor) for actor in known):
            return f"“{own.actor}”与原文不符，原文写的是“{known[0]}”"
    return ""


def _duties(parts: Sequence[Part]) -> Iterator[_Duty]:
    for part in parts:
        word = _BOUND.search(part.text)
        if word is None:
            continue
        deed = part.text[word.end() : word.end() + _TO_DO]
        pairs = frozenset(deed[i : i + 2] for i in range(len(deed) - 1))
        if len(pairs) >= _FEWEST_PAIRS or deed:
            yield _Duty(part.text[: word.start()], pairs or frozenset({deed}))


def _is_other(said: str, written: str) -> bool:
    """Whether two names of actors are names of two: 人民政府 is in 县级人民政府."""
    if not (_ACTOR.search(said) and _ACTOR.search(written)):
        return False
    short, whole = sorted((said, written), key=len)
    pairs = [short[i : i + 2] for i in range(len(short) - 1)]
    return sum(pair in whole for pair in pairs) < _SAME_ACTOR * len(pairs)


__all__ = ["other_actor"]
