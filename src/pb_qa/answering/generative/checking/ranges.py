"""Whether a sentence keeps both ends of its source's range: 三年以上七年以下, 5至10年."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.founding import same_number, units_agree
from pb_qa.answering.generative.checking.qualifying import Bound, bound_of
from pb_qa.answering.generative.checking.stated import StatedNumber

_BETWEEN: Final = re.compile("[，,、]?(?:但|并|且)?[^，。；0-9一二三四五六七八九十]{0,3}")
_OF_A_RANGE: Final = {Bound.LOWER: Bound.UPPER}
# 最高七年 tells one end and says so.
_SAYS_SO: Final = re.compile("最[高多低少长短大小]|至[多少]|[上下]限|起码")
_NEAR: Final = 0.6
_APART: Final = 12


def range_fault(contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A range of which one end is told, in Chinese; empty without.

    A number that the sources state by itself as well, in words as close, is no end.
    """
    for stated in contexts:
        beside = {c.number.value for c in contexts if _is_beside(c.number, stated.number)}
        number = stated.number
        if number.value_to is not None or _SAYS_SO.search(stated.clause + number.text):
            continue
        found: list[tuple[float, str]] = []
        for one in evidence:
            for sentence in one.sentences:
                found += _ends(stated, beside, sentence)
        if not found:
            continue
        closest = max(share for share, _ in found)
        cut = [whole for share, whole in found if share >= _NEAR * closest]
        if all(cut):
            return f"“{number.text.strip()}”在原文中只是“{cut[0]}”的一端"
    return ""


def _is_beside(one: StatedNumber, other: StatedNumber) -> bool:
    return abs(max(one.start, other.start) - min(one.end, other.end)) <= _APART


def is_both_ends(number: StatedNumber, evidence: Sequence[Evidence]) -> bool:
    """Whether 18至60周岁 is the 18周岁以上、60周岁以下 of a source."""
    return number.value_to is not None and any(
        index in partners
        and context.number.value == number.value
        and partners[index].value == number.value_to
        and units_agree(number, context.number)
        for one in evidence
        for sentence in one.sentences
        if (partners := _partners(sentence))
        for index, context in enumerate(sentence.contexts)
    )


def _ends(
    stated: Context, beside: set[Fraction], sentence: SourceSentence
) -> Iterator[tuple[float, str]]:
    """For each such number of a source its likeness, and the range that it is cut from."""
    partners = _partners(sentence)
    for index, source in enumerate(sentence.contexts):
        theirs = source.number
        upper = theirs.value_to is not None and theirs.value_to == stated.number.value
        if not (
            same_number(stated.number, theirs) or (upper and units_agree(stated.number, theirs))
        ):
            continue
        likeness = len(stated.local & source.local) / (len(stated.local) or 1)
        if theirs.value_to is not None:
            yield likeness, theirs.text.strip()
            continue
        partner = partners.get(index)
        whole = ""
        if partner is not None and partner.value not in beside:
            first, last = sorted((theirs, partner), key=lambda n: n.start)
            whole = f"{first.text.strip()}{last.text.strip()}"
        yield likeness, whole


def _partners(sentence: SourceSentence) -> dict[int, StatedNumber]:
    """The other end of each number that is one end of 三年以上七年以下."""
    found: dict[int, StatedNumber] = {}
    numbers = [context.number for context in sentence.contexts]
    for index, (first, last) in enumerate(pairwise(numbers)):
        between = sentence.text[first.end : last.start]
        for qualifier in (first.qualifier, last.qualifier):
            between = between.replace(qualifier, "", 1)
        if (
            first.unit == last.unit
            and first.value < last.value
            and _OF_A_RANGE.get(bound_of(first.qualifier)) is bound_of(last.qualifier)
            and _BETWEEN.fullmatch(between)
        ):
            found[index], found[index + 1] = last, first
    return found


__all__ = ["is_both_ends", "range_fault"]
