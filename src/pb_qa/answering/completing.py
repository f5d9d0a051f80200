"""What a sentence cannot be read without: the items that it announces, the text it heads.

“有下列情形之一的：” answers nothing by itself, nor does “第四十七条【经济补偿的计算】”. What
follows in the document belongs to it, whether or not it was searched for.
"""

from __future__ import annotations

import re
from typing import Final

from pb_qa.text.sentences import sentence_spans

Span = tuple[int, int]

_ANNOUNCES: Final = re.compile(r"[:：]$")
_NUMERALS: Final = "一二三四五六七八九十百"
# The ways in which items are counted; an item's own items are counted in another.
_COUNTED: Final = (
    re.compile(rf"[(（][{_NUMERALS}]{{1,4}}[)）]"),
    re.compile(rf"[{_NUMERALS}]{{1,4}}[、.．]"),
    re.compile(rf"[{_NUMERALS}]{{1,3}}是"),
    re.compile(rf"第[{_NUMERALS}]{{1,4}}[,，、]"),
    re.compile(r"[(（][0-9]{1,2}[)）]"),
    re.compile(r"[0-9]{1,2}(?:[、.．)）](?![0-9]))"),
    re.compile(r"[①-⑳]"),
    re.compile(r"[-•·●○▪]"),
)
_HEADS: Final = re.compile(
    rf"(?:第[{_NUMERALS}0-9]{{1,6}}[条章节款]|[(（]?[{_NUMERALS}]{{1,4}}[)）、.．])"
    r"[ \u3000]*[^。；;！？!?:：，,]{0,36}$"
)
_NEXT_ARTICLE: Final = re.compile(rf"第[{_NUMERALS}0-9]{{1,6}}[条章节]")
_MOST_CHARACTERS: Final = 400
_MOST_ITEMS: Final = 40


def completed_by(text: str, start: int, end: int) -> list[Span]:
    """The sentences after one that it cannot be read without.

    Parameters
    ----------
    text
        Of the whole document.
    start, end
        The sentence.

    Returns
    -------
    list of (int, int)
        In the order of the text: every item of the list that it announces, or the first
        paragraphs under the heading that it is; empty where it stands for itself.
    """
    sentence = text[start:end]
    if _ANNOUNCES.search(sentence):
        return _items_after(text, end, _way_of(sentence))
    if _is_heading(text, start, end):
        return _text_under(text, end)
    return []


def _way_of(line: str) -> re.Pattern[str] | None:
    return next((way for way in _COUNTED if way.match(line)), None)


def _items_after(text: str, end: int, around: re.Pattern[str] | None) -> list[Span]:
    """The sentences of the items after a place, as long as they are counted in one way.

    Parameters
    ----------
    around
        How what announces them is counted itself, if it is.
    """
    lines = _lines_after(text, end)
    counted: re.Pattern[str] | None = None
    markers: set[str] = set()
    found: list[Span] = []
    for start, stop in lines:
        line = text[start:stop]
        way = _way_of(line)
        if way is not None and way is around:
            break
        if counted is None:
            if way is None:
                return []
            counted = way
        if way is counted:
            marker = counted.match(line)
            assert marker is not None
            # Counted from the beginning again, it is another list.
            if marker[0] in markers and marker[0] not in "-•·●○▪":
                break
            markers.add(marker[0])
        elif way is None or _NEXT_ARTICLE.match(line):
            break
        if len(markers) > _MOST_ITEMS:
            break
        found += sentence_spans(text, start, stop)
    return found


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a line of its own that only says what comes."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    rest = text[end : len(text) if line_end < 0 else line_end]
    return (
        not text[line_start:start].strip()
        and not rest.strip()
        and bool(_HEADS.match(text[start:end]))
    )


def _text_under(text: str, end: int) -> list[Span]:
    """The sentences of the lines under a heading up to the next, a paragraph at least."""
    found: list[Span] = []
    taken = 0
    for start, stop in _lines_after(text, end):
        line = text[start:stop]
        if _NEXT_ARTICLE.match(line) or _is_heading(text, start, stop):
            break
        if found and taken + len(line) > _MOST_CHARACTERS:
            break
        found += sentence_spans(text, start, stop)
        taken += len(line)
    return found


def _lines_after(text: str, end: int) -> list[Span]:
    """The lines after the one in which a place lies, trimmed; at most as many as may matter."""
    lines: list[Span] = []
    position = text.find("\n", end)
    while 0 <= position < len(text) and len(lines) < 3 * _MOST_ITEMS:
        stop = text.find("\n", position + 1)
        stop = len(text) if stop < 0 else stop
        inner = text[position + 1 : stop]
        if inner.strip():
            first = position + 1 + len(inner) - len(inner.lstrip())
            lines.append((first, first + len(inner.strip())))
        position = stop
    return lines
