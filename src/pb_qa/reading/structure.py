"""Where a document's sections begin and end."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from pb_qa.models import Section
from pb_qa.reading.cleaning import CleanedText
from pb_qa.reading.cleaning_removal import Line, each_line

_NUMERAL = "[〇零一二三四五六七八九十百千0-9０-９]{1,8}"
_BLANK = "[ \u3000\t\u00a0]"
# Ranks, not levels: a smaller rank is further out. Headings that the format marks
# have 1 to 6; the levels of a document are its ranks counted from 1.
_ANNEX, _PART, _SUBPART, _CHAPTER, _SECTION_OF_CHAPTER = 0, 11, 12, 13, 14
_NUMBERED, _BRACKETED, _TITLE_LIKE, _DECIMAL, _ARTICLE = 21, 22, 23, 24, 31
_DIVISION = re.compile(
    f"第{_NUMERAL}(?P<kind>分编|编|章|节)(?:{_BLANK}+[^。；]{{1,40}}|[^。；，、的]{{0,20}})"
)
_DIVISION_RANKS = {
    "编": _PART,
    "分编": _SUBPART,
    "章": _CHAPTER,
    "节": _SECTION_OF_CHAPTER,
}
_ARTICLE_START = re.compile(
    f"(?P<heading>第{_NUMERAL}条(?:之{_NUMERAL})?)(?={_BLANK}|【|$|[（(](?!.{{0,12}}[）)][，、]))"
)
_PLAIN_DIVISION = re.compile("[总附罚]则|序言|前言|引言|结语|目录")
_ANNEX_LINE = re.compile("附(?:件|录)[ \u3000]*[0-9一二三四五六七八九十]{0,3}[:：]?")
_NUMBERED_START = re.compile("[一二三四五六七八九十]{1,3}[、．.]")
_BRACKETED_START = re.compile("[（(][一二三四五六七八九十]{1,3}[）)]")
_DECIMAL_LINE = re.compile(rf"(?P<number>\d{{1,2}}(?:[.．]\d{{1,2}}){{0,3}}){_BLANK}+\S.{{0,40}}")
_CLAUSE = re.compile("[，,；;：:]")
_LONGEST_HEADING = 45
_FEWEST_DECIMALS = 3


class _Heading(NamedTuple):
    start: int
    words: str
    rank: int


def sections(cleaned: CleanedText) -> tuple[Section, ...]:
    """Find the sections of a cleaned text, from its format's headings and its wording.

    第X编, 章, 节 and 条; 一、 and （一） with the title or first clause that follows;
    decimal numbers before short lines; 附件. Only a text that has none of these takes
    short lines between long paragraphs for headings, as articles on the web have them.

    Returns
    -------
    tuple of Section
        In the order of the text. A section reaches to the next heading of its own or an
        outer level.
    """
    text = cleaned.text
    marked = {heading.start: heading.level for heading in cleaned.headings}
    has_articles = False
    decimals: set[int] = set()
    for line in each_line(text):
        has_articles = has_articles or _ARTICLE_START.match(line.text) is not None
        if _is_decimal_heading(line):
            decimals.add(line.start)
    if len(decimals) < _FEWEST_DECIMALS:
        decimals = set()
    headings: list[_Heading] = []
    for line in each_line(text):
        heading = None if line.is_table_row else _read_heading(line, has_articles)
        if heading is None and line.start in decimals:
            depth = len(re.split("[.．]", line.text.split()[0]))
            heading = _Heading(line.start, line.text, _DECIMAL + depth)
        if heading is None and line.start in marked and len(line.text) <= 2 * _LONGEST_HEADING:
            heading = _Heading(line.start, line.text, marked[line.start])
        if heading is not None:
            headings.append(heading)
    if not any(heading.rank > 1 for heading in headings):
        headings = sorted([*headings, *_title_like(text, {h.start for h in headings})])
    return _as_sections(headings, len(text))


def _read_heading(line: Line, has_articles: bool) -> _Heading | None:
    """A heading that shows in its own wording."""
    text = line.text
    article = _ARTICLE_START.match(text)
    if article:
        return _Heading(line.start, article["heading"], _ARTICLE)
    division = _DIVISION.fullmatch(text)
    if division:
        return _Heading(line.start, text, _DIVISION_RANKS[division["kind"]])
    if _ANNEX_LINE.fullmatch(text):
        return _Heading(line.start, text, _ANNEX)
    if has_articles:
        if _PLAIN_DIVISION.fullmatch(text):
            return _Heading(line.start, text, _CHAPTER)
        return None  # 一、 and （一） are items of an article here
    for start, rank in ((_NUMBERED_START, _NUMBERED), (_BRACKETED_START, _BRACKETED)):
        number = start.match(text)
        if number:
            words = _item_title(text, number.end())
            return _Heading(line.start, words, rank) if words else None
    return None


def _item_title(text: str, number_end: int) -> str:
    """The title after a number: the line or its first sentence, else its first clause.

    An item of a list that ends in a semicolon is no section. Any other is one even when
    its sentence is long: else it would pass for part of the section before it.
    """
    if text[-1] in "；;":
        return ""
    words = text.partition("。")[0]
    if len(words) > _LONGEST_HEADING or words[-1] in "，,、":
        words = _CLAUSE.split(words, maxsplit=1)[0]
    return words[:_LONGEST_HEADING] if len(words) > number_end else ""


def _is_decimal_heading(line: Line) -> bool:
    match = _DECIMAL_LINE.fullmatch(line.text)
    return (
        match is not None
        and not line.is_table_row
        and line.text[-1] not in "。；，、：;,:"
        and not re.search(r"[0-9]$", line.text)
    )


def _title_like(text: str, taken: set[int]) -> list[_Heading]:
    """Short lines without an end, each between a finished paragraph and a long one."""
    found: list[_Heading] = []
    neighbours: deque[Line] = deque(maxlen=3)
    for following in each_line(text):
        neighbours.append(following)
        if len(neighbours) < 3:
            continue
        before, line, after = neighbours
        if (
            4 <= len(line.text) <= 30
            and line.start not in taken
            and line.text[0] not in "—-（(《“‘"
            and not re.search("[。；：，、！？…,:;!?）)]$|[。；|]|[0-9]{4}年.{0,6}月", line.text)
            and len(before.text) >= 40
            and before.text[-1] in "。！？”’‛）)!?"
            and len(after.text) >= 40
            and "。" in after.text
        ):
            found.append(_Heading(line.start, line.text, _TITLE_LIKE))
    return found


def _as_sections(headings: Sequence[_Heading], length: int) -> tuple[Section, ...]:
    levels = {rank: n for n, rank in enumerate(sorted({h.rank for h in headings}), start=1)}
    ends = [length] * len(headings)
    open_headings: list[int] = []
    for index, heading in enumerate(headings):
        while open_headings and headings[open_headings[-1]].rank >= heading.rank:
            ends[open_headings.pop()] = heading.start
        open_headings.append(index)
    return tuple(
        Section(heading.words, levels[heading.rank], heading.start, end)
        for heading, end in zip(headings, ends, strict=True)
    )
