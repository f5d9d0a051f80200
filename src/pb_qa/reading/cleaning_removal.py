"""What a rule of cleaning returns, and how it looks at lines."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pb_qa.reading.raw import RawDocument

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LINE = re.compile(r"[^\n]+")
_CELL_BORDER = re.compile(r" \|(?: |$)")


class Removal(NamedTuple):
    """A stretch of the text that is not part of the document, and why."""

    start: int
    end: int
    reason: str


class Line(NamedTuple):
    """A line that is not blank: its place without surrounding white space, its words."""

    start: int
    end: int
    text: str

    @property
    def is_table_row(self) -> bool:
        """Whether it is a row of a table, which no rule may touch."""
        return " | " in self.text


Rule = Callable[[RawDocument], Iterable[Removal]]


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of ``text[start:end]`` that are not blank, in their order."""
    return list(each_line(text, start, end))


def each_line(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The same one by one: a list of all lines takes several times the memory of the text."""
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        line = match.group()
        words = line.strip()
        if words:
            offset = match.start() + len(line) - len(line.lstrip())
            yield Line(offset, offset + len(words), words)


def table_rows(text: str) -> Callable[[int], bool]:
    """Return a test of whether the line at a position is a row of a table."""
    starts, ends = array("Q"), array("Q")
    for match in _LINE.finditer(text):
        if _CELL_BORDER.search(match.group()):
            starts.append(match.start())
            ends.append(match.end())

    def is_in_row(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index >= 0 and position <= ends[index]

    return is_in_row


def whole_line(text: str, line: Line, reason: str) -> Removal:
    """Remove a line with its surrounding blanks and one line break."""
    start = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    if end < 0:
        # The last line takes the break before it along, so that none is left behind.
        return Removal(max(start - 1, 0), len(text), reason)
    return Removal(start, end + 1, reason)
