"""Clauses beside a number that stand in no source of it: what is judged, or given to others."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from pb_qa.answering.generative.checking.context import pairs
from pb_qa.answering.generative.checking.differences import Part, parts_of
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.framing import only_frames
from pb_qa.answering.generative.checking.spelling import Spelled
from pb_qa.answering.generative.checking.synonyms import meaning

_FEWEST: Final = 2
_STRANGE: Final = 0.2
_BORNE: Final = 0.5
_ITEM: Final = 0.4
_WRITTEN: Final = 0.9
_SHOWN: Final = 24
_HAN_PAIR: Final = re.compile("[一-鿿]{2}")
# What is so said of a number compares it, judges it, or tells what it is of.
_JUDGED: Final = re.compile(
    "完成|超额|提前|目标|任务|全?覆盖|首位|第[1一](?![0-9一二三四五六七八九十百零]|条|款|项)|领先|[低高多少快慢长短优好]于|超过|超出|突破|翻|创|新高|历史|扭亏"
    "|位[居列于]|均|都(?!市)|全部|一律|皆|全是|仅|只有|唯一|惠及|受益|用于|来自|达标|不足|持平|相当|左右"
)
_RECKONS: Final = re.compile(
    "前者|后者|这个(?:水平|数|规模|程度)|除以|计算|相加|加在|乘|减去|折合|换算|之和|合计|相差|算"
)
_INCLUDES: Final = re.compile("(?<!不)(?:包括|包含|涵盖|囊括|分为)(?P<items>[一-鿿、]{3,})$")
_LISTED: Final = re.compile("、|以及|[和与及](?!平|谐|解|睦)|等(?:[0-9]*[个项类种]?[一-鿿]{0,4})?$")
_ALL: Final = re.compile("^(?:也|且|并|而且)?(?:均|都(?!市)|全部|全数|悉数|皆|一律|全都|全是)")
_WHOLE: Final = re.compile("均|都(?!市)|全部|全数|悉数|皆|一律|全都|全是|所有|各")


def unborne(said: Spelled, evidence: Sequence[Evidence], derived: Collection[str]) -> str:
    """A clause with or beside a number that no source of the number bears out; else empty."""
    parts = parts_of(said)
    strange = _strange_item(parts, evidence)
    if strange:
        return f"引用的原文没有说其中包括“{strange[:_SHOWN]}”"
    homes: list[SourceSentence] = []
    for part in parts:
        own = part.numbers - set(derived)
        if own:
            homes = [
                s
                for one in evidence
                for s in one.sentences
                if any(own <= p.numbers for p in s.parts) or own <= _numbers(s)
            ]
            if not homes:
                continue
            if _is_strange(part, homes, evidence):
                return f"引用的原文没有这样说：“{part.text[:_SHOWN]}”"
        elif homes and not part.numbers:
            fault = _judged(part, homes, evidence)
            if fault:
                return fault
            homes = homes if _JUDGED.search(part.text) else []
    return ""


def _is_strange(part: Part, homes: Sequence[SourceSentence], evidence: Sequence[Evidence]) -> bool:
    """Whether next to none of a clause's words stand near its number in any source."""
    if _RECKONS.search(part.text) or only_frames(part.text):
        return False
    words = _words(part)
    every = frozenset(pair for pair in part.pairs if _HAN_PAIR.fullmatch(pair))
    if len(every) <= _FEWEST or not words or _most(words, homes, evidence) >= _STRANGE:
        return False
    if len(words) <= _FEWEST:
        beside = "".join(p.text for s in homes for p in s.parts if p.numbers & part.numbers)
        if _most(every, homes, evidence) >= _STRANGE or set("".join(words)) & set(beside):
            return False
    sense = meaning(part.text)
    return not any(len(sense) > 1 and sense in meaning(s.spelled.text) for s in homes)


def _strange_item(parts: Sequence[Part], evidence: Sequence[Evidence]) -> str:
    """What is told to be among other things and stands in no passage."""
    for part in parts:
        found = _INCLUDES.search(part.text)
        for item in _LISTED.split(found["items"]) if found else ():
            words = frozenset(item[i : i + 2] for i in range(len(item) - 1))
            if len(words) < _FEWEST or any(c.isdigit() for c in item):
                continue
            known = sum(any(pair in one.form for one in evidence) for pair in words)
            sense = meaning(item)
            if known < _ITEM * len(words) and not any(sense in one.sense for one in evidence):
                return item
    return ""


def _judged(part: Part, homes: Sequence[SourceSentence], evidence: Sequence[Evidence]) -> str:
    """What is said of a number that its sources do not say."""
    if only_frames(part.text) or _RECKONS.search(part.text):
        return ""
    everywhere = [
        s
        for one in evidence
        if any(s is home for s in one.sentences for home in homes)
        for s in one.sentences
    ]
    if any(len(part.pairs & s.spelled.pairs) >= _WRITTEN * len(part.pairs) for s in everywhere):
        return ""
    if _ALL.search(part.text) and not any(_WHOLE.search(s.form) for s in homes):
        return f"引用的原文没有这样说：“{part.text[:_SHOWN]}”"
    if not _JUDGED.search(part.text):
        return ""
    words = _words(part) or frozenset((part.text,))
    if _most(words, homes, evidence) < _BORNE:
        sense = meaning(part.text)
        if len(sense) > 1 and any(sense in one.sense for one in evidence):
            return ""
        return f"引用的原文没有这样说：“{part.text[:_SHOWN]}”"
    return ""


def _most(
    words: frozenset[str], homes: Sequence[SourceSentence], evidence: Sequence[Evidence]
) -> float:
    """The largest share of a clause's words that one source has, with what stands around it."""
    best = 0.0
    for one in evidence:
        for index, sentence in enumerate(one.sentences):
            if any(sentence is home for home in homes):
                near = one.sentences[max(0, index - 2) : index + 3]
                text = "\n".join((*(s.form for s in near), one.around))
                best = max(best, sum(pair in text for pair in words) / len(words))
    return best


def _words(part: Part) -> frozenset[str]:
    return frozenset(pair for pair in pairs(part.text) if not pair.isascii())


def _numbers(sentence: SourceSentence) -> frozenset[str]:
    return frozenset[str]().union(*(part.numbers for part in sentence.parts))


__all__ = ["unborne"]
