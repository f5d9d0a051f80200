"""The lists in the passages found: which sentence announces each, and what its items say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.candidates import PlacedSentence

_NUMERALS: Final = "一二三四五六七八九十"
_ANNOUNCES: Final = re.compile(r"[:：]$|(?:如下|以下(?!简称|称)|下列|下面)[^。]{0,16}。$")
_OPENS_INLINE: Final = re.compile(
    rf"(?:[:：,，]一[是要]|[:：,，]第一[、,，]|[:：][(（]?一[)）、])(?![{_NUMERALS}])"
)
_ITEM: Final = re.compile(
    rf"^(?:[(（]?[{_NUMERALS}0-9]{{1,3}}[)）.、．]|[{_NUMERALS}]{{1,2}}[是要]|第[{_NUMERALS}]+[、,，]"
    rf"|其[{_NUMERALS}][、,，]|[-•·●○▪①-⑳])"
)
_FIRST_ITEM: Final = re.compile(r"^(?:[(（]?[一1][)）.、．]|一[是要]|第一[、,，]|其一[、,，]|①)")
_COUNTED_IN_SPEECH: Final = re.compile("一[是要]|第一[、,，]|其一")
_ARTICLE: Final = re.compile(rf"^第[{_NUMERALS}百0-9]+[条章节]")
# To whom a letter is addressed, and that its text follows.
_ADDRESSES: Final = re.compile(
    r"^(?:各|尊敬|同志|现)[^:：]*[:：]$|^现[^。]*如下。$|(?:政府|机构|部门|单位|代表|同志们?)[:：]$"
)
_CELL: Final = " | "
_FEWEST: Final = 2
_MOST_ITEMS: Final = 24


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list in a passage found.

    Attributes
    ----------
    lead
        The index, among the sentences found, of the one that announces it; the first item
        itself where nothing stands before it.
    first
        The index of the first item; the lead's, where that opens the list within itself.
    items
        The sentences after the lead, in the search form.
    counted
        How many of the items bear a number or a mark.
    """

    lead: int
    first: int
    items: tuple[str, ...]
    counted: int


def found_lists(placed: Sequence[PlacedSentence]) -> list[FoundList]:
    """Every list of several items in the passages found, in the order of the leads."""
    lists: list[FoundList] = []
    for index, one in enumerate(placed):
        described = one.described
        announces = _ANNOUNCES.search(described.sentence) is not None
        inline = _OPENS_INLINE.search(described.sentence) is not None
        begins = _FIRST_ITEM.match(described.sentence) is not None
        heads = not begins and _heads(described.sentence, described.following)
        leadless = begins and not described.previous
        if not (announces or inline or heads or leadless) or not _may_lead(described.sentence):
            continue
        items = _items_after(placed, index)
        counted = sum(_ITEM.match(item) is not None for item in items) + (inline or leadless)
        if counted >= _FEWEST or (described.sentence[-1] in ":：" and not items):
            within = inline or leadless or not items
            lists.append(FoundList(index, index if within else index + 1, items, counted))
    return lists


def _heads(sentence: str, following: str) -> bool:
    """Whether the next sentence is the first item of a list that this one heads.

    After a sentence that is none “一、” begins a part of the document.
    """
    if not _FIRST_ITEM.match(following):
        return False
    return _COUNTED_IN_SPEECH.match(following) is not None or not sentence.endswith("。")


def _may_lead(sentence: str) -> bool:
    return _CELL not in sentence and not _ADDRESSES.search(sentence)


def _items_after(placed: Sequence[PlacedSentence], lead: int) -> tuple[str, ...]:
    """The sentences of the passage after a lead, up to where another list or article begins."""
    items: list[str] = []
    passage = placed[lead].found.passage.id
    for one in placed[lead + 1 :][:_MOST_ITEMS]:
        sentence = one.described.sentence
        if one.found.passage.id != passage or _ARTICLE.match(sentence):
            break
        if items and (_ANNOUNCES.search(sentence) or _FIRST_ITEM.match(sentence)):
            break
        items.append(sentence)
    return tuple(items)
