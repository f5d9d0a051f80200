"""Sentences beside a chosen one without which it does not answer: what leads in an item, what goes
on after a semicolon, the reason given just before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.held import is_salutation, speaks_to
from pb_qa.answering.reader import RankedSentence
from pb_qa.answering.typed import gives_reason

_LEAD_WITHIN: Final = 900
_MOST_CHARACTERS: Final = 160
_ITEM: Final = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）、.]")
# “（四）女职工在孕期、产期、哺乳期的；” is a case, and its lead says what holds in it.
_CASE: Final = re.compile(r"的[;；。]?$")
_ASKS: Final = re.compile(
    "多少|几[天日月年个]|多久|谁|怎么|咋|什么|啥|哪|如何|能不能|是否|[没不呢吗][?？]?$"
    "|能(?:拖|延|缓|宽)|多长"
)
_IN_DETAIL: Final = re.compile(
    "(?:主要|具体|其中|一般)?(?:包括|包含|分为|是指|有)(?!关)|即[^使便]|其中[,，]"
)
_PIECES: Final = re.compile("[,，?？;；]")


def asks_several(form: str) -> bool:
    """Whether several things are asked in one question: 多久内要报告,报给谁.

    Parameters
    ----------
    form
        The question in its search form.
    """
    return sum(asks(piece) for piece in _PIECES.split(form) if piece.strip()) > 1


def asks(piece: str) -> bool:
    """Whether a piece of a question, in its search form, asks for something itself."""
    return _ASKS.search(piece) is not None


def lead_of(item: RankedSentence, placed: Sequence[PlacedSentence]) -> RankedSentence | None:
    """The sentence that announces the list of which a case is an item; None for all others."""
    sentence = item.placed.described.sentence
    if not _ITEM.match(sentence) or not _CASE.search(sentence):
        return None
    before = [
        one
        for one in placed
        if one.found.document.id == item.placed.found.document.id
        and 0 < item.placed.start - one.start <= _LEAD_WITHIN
        and one.described.sentence.endswith((":", "："))
    ]
    lead = max(before, key=lambda one: one.start, default=None)
    return None if lead is None else RankedSentence(lead, item.score)


def continued(ranked: RankedSentence, placed: Sequence[PlacedSentence]) -> list[RankedSentence]:
    """What a sentence that ends in a semicolon goes on with, up to the full stop."""
    result: list[RankedSentence] = []
    position, length = ranked.placed, 0
    while position.text.endswith((";", "；")) and not _ITEM.match(position.described.sentence):
        following = next((one for one in placed if _is_next(position, one)), None)
        if following is None or length + len(following.text) > _MOST_CHARACTERS:
            break
        result.append(RankedSentence(following, ranked.score))
        position, length = following, length + len(following.text)
    return result


def said_in_detail(
    ranked: RankedSentence, placed: Sequence[PlacedSentence]
) -> list[RankedSentence]:
    """The sentence after a definition that says what the thing consists of: 主要包括…"""
    following = next((one for one in placed if _is_next(ranked.placed, one)), None)
    if following is None or not _IN_DETAIL.match(following.described.sentence):
        return []
    return [RankedSentence(following, ranked.score)]


def addressee_of(ranked: RankedSentence, placed: Sequence[PlacedSentence]) -> RankedSentence | None:
    """The line that names whom a sentence speaks to; None where it speaks to nobody."""
    if not speaks_to(ranked.placed.described.sentence):
        return None
    before = next((one for one in placed if _is_next(one, ranked.placed)), None)
    if before is None or not is_salutation(before.described.sentence):
        return None
    return RankedSentence(before, ranked.score)


def _is_next(placed: PlacedSentence, other: PlacedSentence) -> bool:
    return (
        other.found.passage.id == placed.found.passage.id
        and other.described.index == placed.described.index + 1
    )


def reason_before(first: RankedSentence, fitting: Sequence[RankedSentence]) -> list[RankedSentence]:
    """The sentence before one that gives no reason itself: there it often stands."""
    own = first.placed.described
    if gives_reason(own.sentence):
        return []
    return [
        ranked
        for ranked in fitting
        if _is_next(ranked.placed, first.placed) and ranked.placed.described.sentence.endswith("。")
    ]
