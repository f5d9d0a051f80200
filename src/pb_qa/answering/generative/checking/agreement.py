"""Whether a number stands in its source for the same time, the same place and the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pb_qa.answering.generative.checking.changing import change_fault
from pb_qa.answering.generative.checking.context import Context, pairs
from pb_qa.answering.generative.checking.deriving import is_rounded
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.founding import same_number, units_agree
from pb_qa.answering.generative.checking.qualifying import qualifiers_agree
from pb_qa.answering.generative.checking.when_and_where import (
    body_fault,
    place_fault,
    places_agree,
    time_fault,
)
from pb_qa.text.search_form import search_form

# How much better another number fits the words before they are held to be that one's.
_LEAD: Final = 0.34
_CLEARLY: Final = 0.6
# What stands right before a number decides between two that are else alike.
_RIGHT_BEFORE: Final = 0.01
_NEARLY_ALL: Final = 0.75
_WHOLE_CLAUSE: Final = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A number of the source that may be the one a sentence states.

    Attributes
    ----------
    faults
        In Chinese: in what it differs; empty when it bears the number out.
    doubts
        In what it differs without saying anything else.
    """

    evidence: int
    sentence: SourceSentence
    context: Context
    faults: tuple[str, ...]
    doubts: tuple[str, ...]
    likeness: float


def matches_of(
    stated: Context, evidence: Sequence[Evidence], others: Sequence[Context] = ()
) -> list[Match]:
    """Every number of the cited passages with the same value and unit, best first.

    Parameters
    ----------
    others
        The other numbers of the sentence.
    """
    found: list[Match] = []
    for index, one in enumerate(evidence):
        for sentence in one.sentences:
            for source in sentence.contexts:
                if _is_same(stated, source):
                    found.append(_compared(stated, index, one, sentence, source))
    found = [_labelled(stated, match, evidence) for match in found]
    if any(not match.faults for match in found):
        rival = _best_rival(stated, evidence, others)
        if rival is not None:
            found = [_against(rival, stated, match) for match in found]
    closest = max((match.likeness for match in found), default=0.0)
    if closest >= _CLEARLY:
        # 3% of something else bears nothing out where the words are those of another 3%.
        found = [match for match in found if match.likeness > closest - _LEAD]
    return sorted(found, key=lambda m: (len(m.faults), len(m.doubts), -m.likeness))


def _compared(
    stated: Context, index: int, one: Evidence, sentence: SourceSentence, source: Context
) -> Match:
    found = [_qualifier_fault(stated, source)]
    one_such = stated.number.value == 1 and stated.number.unit == "个"  # 一个部门
    if (stated.figure or source.figure) and not one_such:  # 第十三条 holds at any time
        found += [
            "" if _same_words(stated, source) else time_fault(stated, source, one, sentence),
            place_fault(stated, source, one, sentence),
            body_fault(stated, source, one, sentence),
            change_fault(stated, source),
        ]
    faults = [fault for fault in found if fault]
    doubts = []
    if stated.number.value != source.number.value:
        doubts.append(f"“{stated.number.text.strip()}”是按原文“{source.number.text.strip()}”取整的")
    if qualifiers_agree(stated.number, source.number) is None:
        doubts.append(f"“{stated.number.text.strip()}”原文写的是“{source.number.text.strip()}”")
    return Match(index, sentence, source, tuple(faults), tuple(doubts), likeness(stated, source))


def _same_words(stated: Context, source: Context) -> bool:
    """Whether a clause is the source's own, under the same date: then so is its time."""
    years = [context.date.year if context.date else 0 for context in (stated, source)]
    own, theirs = (search_form(context.clause).strip() for context in (stated, source))
    return years[0] == years[1] and len(own) >= _WHOLE_CLAUSE and own == theirs


def _labelled(stated: Context, match: Match, evidence: Sequence[Evidence]) -> Match:
    """A match with a fault where the words right before it are those before another number.

    积累1120亿元，消费2211亿元 does not bear out 消费1120亿元, though both are in the sentence.
    """
    own, source = stated.beside, match.context
    strange = own - source.beside
    if "分别" in stated.clause:
        return match  # what each is of is told by their order
    if match.faults or not strange or not source.beside - own:
        return match
    if strange & (pairs(source.clause + source.after) | source.local):
        return match
    if pairs(stated.after) & source.local:
        return match
    for one in evidence:
        for sentence in one.sentences:
            for other in sentence.contexts:
                if (
                    len(strange & other.beside) >= _NEARLY_ALL * len(strange)
                    and not _is_same(stated, other)
                    and units_agree(stated.number, other.number)
                ):
                    fault = (
                        f"“{stated.number.text.strip()}”在原文中是“{source.before.strip()}”的数字，"
                        f"不是“{stated.before.strip()}”的"
                    )
                    return replace(match, faults=(fault,))
    return match


def likeness(stated: Context, source: Context) -> float:
    """The share of the words beside a number that stand beside the other one."""
    if not stated.local:
        return 1.0
    return len(stated.local & source.local) / len(stated.local)


# ---- the words that bound it


def _qualifier_fault(stated: Context, source: Context) -> str:
    rounded = is_rounded(stated.number, source.number)
    if not rounded and qualifiers_agree(stated.number, source.number) is False:
        return f"原文写的是“{source.number.text.strip()}”，不是“{stated.number.text.strip()}”"
    return ""


# ---- subject


def _best_rival(
    stated: Context, evidence: Sequence[Evidence], others: Sequence[Context]
) -> tuple[Context, float] | None:
    """The other number of the cited passages that the words beside this one fit best.

    Where one sentence states this number and others of the claim's, it is that sentence's.
    """
    best: tuple[Context, float] | None = None
    homes = [
        sentence
        for one in evidence
        for sentence in one.sentences
        if _states(sentence, stated) and any(_states(sentence, other) for other in others)
    ]
    for one in evidence:
        for sentence in one.sentences:
            if homes and not any(sentence is home for home in homes):
                continue
            for source in sentence.contexts:
                share = likeness(stated, source)
                if stated.beside and stated.beside <= source.beside:
                    share += _RIGHT_BEFORE
                if (best is not None and share <= best[1]) or share < _CLEARLY:
                    continue
                if _is_same(stated, source) or not units_agree(stated.number, source.number):
                    continue
                if _may_be_meant(stated, source, one, sentence) and not any(
                    same_number(other.number, source.number)
                    and _overlap(other, source) >= _overlap(stated, source)
                    for other in others
                ):
                    best = source, share
    return best


def _is_same(stated: Context, source: Context) -> bool:
    """Whether a number is the source's, or that one rounded."""
    own, theirs = stated.number, source.number
    return same_number(own, theirs) or (units_agree(own, theirs) and is_rounded(own, theirs))


def _states(sentence: SourceSentence, stated: Context) -> bool:
    return any(_is_same(stated, source) for source in sentence.contexts)


def _overlap(stated: Context, source: Context) -> float:
    """How much the words beside two numbers are the same, either way round."""
    return len(stated.local & source.local) / (len(stated.local | source.local) or 1)


def _may_be_meant(
    stated: Context, source: Context, one: Evidence, sentence: SourceSentence
) -> bool:
    """Whether a number is stated for the time and place that the sentence speaks of."""
    elsewhere = source.place and (stated.place or stated.whole)
    if elsewhere and not (stated.place and places_agree(stated.place, source.place)):
        return False
    return not time_fault(stated, source, one, sentence)


def _against(rival: tuple[Context, float], stated: Context, match: Match) -> Match:
    context = rival[0]
    if _given_in_turn(context, match.context):
        return match  # which of them is whose is told by their order
    share = likeness(stated, context)
    leads = share >= _CLEARLY and share - match.likeness >= _LEAD
    if not leads and not (share >= _NEARLY_ALL and _tells_apart(context, stated, match.context)):
        return match
    fault = (
        f"原文中与这里的说法相符的数字是“{context.number.text.strip()}”，"
        f"“{stated.number.text.strip()}”说的是另一件事"
    )
    return Match(
        match.evidence, match.sentence, match.context, (*match.faults, fault), match.doubts,
        match.likeness,
    )  # fmt: skip


def _given_in_turn(one: Context, other: Context) -> bool:
    """Whether one 分别 gives out both numbers."""
    first, last = sorted((one, other), key=lambda context: context.number.start)
    return "分别" in first.clause and last.clause.startswith(first.clause)


def _tells_apart(rival: Context, stated: Context, source: Context) -> bool:
    """Whether all that sets the two numbers apart in the sentence's words is the rival's."""
    said, right_before = stated.local, stated.beside
    meets_rival = right_before and source.beside and right_before <= rival.beside
    if meets_rival and not right_before & source.beside:
        return True  # 出口增长20.3%，进口增长24.9%: the words right before tell
    return bool((said & rival.local) - source.local) and not (said & source.local) - rival.local


__all__ = ["Match", "likeness", "matches_of"]
