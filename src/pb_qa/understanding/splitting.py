"""Document → passages, along headings, paragraphs and sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pb_qa.models import Document, Page, Passage, Section
from pb_qa.text.sentences import sentence_spans

# A sentence longer than the limit stays whole up to this many times the limit.
_HARD_FACTOR = 4
_OPENING_HEADING = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+[编章节条]")
_CLAUSE_END = re.compile(r"[，,、：:]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a heading's line, with what packing has to know about it."""

    start: int
    end: int
    heading: bool
    level: int  # of the section that starts here; 0 where none does
    opens_article: bool


@dataclass(slots=True)
class _Packer:
    """Collects paragraphs into spans of at most ``limit`` characters."""

    limit: int
    spans: list[Span] = field(default_factory=list)
    start: int = -1
    end: int = -1
    has_body: bool = False
    level: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start if self.start >= 0 else 0

    def flush(self) -> None:
        """Close the passage in hand."""
        if self.start >= 0:
            self.spans.append((self.start, self.end))
        self.start = self.end = -1
        self.has_body = False
        self.level = 0

    def add(self, paragraph: Sequence[_Unit]) -> None:
        """Add one paragraph, closing passages where it asks for it."""
        first, last = paragraph[0], paragraph[-1]
        if self.has_body and (
            any(unit.opens_article for unit in paragraph)
            or (first.level > 0 and self.length >= self.limit // 4)
            or 0 < first.level < self.level
            or (last.end - self.start > self.limit and self.length >= self.limit // 2)
        ):
            self.flush()
        for unit in paragraph:
            if self.start >= 0 and unit.end - self.start > self.limit:
                self.flush()
            if self.start < 0:
                self.start = unit.start
            self.end = unit.end
            self.has_body = self.has_body or not unit.heading
            self.level = unit.level or self.level


def split(document: Document, max_characters: int) -> list[Passage]:
    """Cut a document into passages of at most ``max_characters`` characters.

    An article (第X条) begins a passage; so does a heading of an outer level, and any heading
    once the passage in hand is of some length. The paragraphs of a section are packed
    together. No sentence is cut
    unless it alone is longer than four times the limit: then it is cut after a comma.

    Returns
    -------
    list of Passage
        In the order of the text, not overlapping; together they hold every character
        that is not white space. Each knows the headings that govern its first sentence
        and the page it starts on.
    """
    packer = _Packer(max_characters)
    for paragraph in _paragraphs(document, max_characters * _HARD_FACTOR):
        packer.add(paragraph)
    packer.flush()
    paths = _HeadingPaths(document.sections)
    pages = sorted(document.pages, key=lambda page: page.start)
    return [
        Passage(
            id=f"{document.id}-{document.version}-{ordinal}",
            document_id=document.id,
            start=start,
            end=end,
            text=document.text[start:end],
            headings=paths.within(start, end),
            page=_page_at(pages, start),
        )
        for ordinal, (start, end) in enumerate(packer.spans)
    ]


def _paragraphs(document: Document, hard_limit: int) -> Iterator[list[_Unit]]:
    """Yield the units of each line, headings together with the line below them."""
    headings: list[_Unit] = []
    for line in _lines(document, hard_limit):
        if all(unit.heading for unit in line):
            headings.extend(line)
            continue
        yield from _with_headings(headings, line)
        headings = []
    if headings:
        yield headings


def _with_headings(headings: list[_Unit], line: list[_Unit]) -> Iterator[list[_Unit]]:
    """Put the headings that govern the line before it.

    They are the last of the run, each deeper than the one before. What stands before them
    is a table of contents, and a paragraph of its own.
    """
    first = max(len(headings) - 1, 0)
    while first > 0 and headings[first - 1].level < headings[first].level:
        first -= 1
    if first > 0:
        yield [replace(unit, heading=False) for unit in headings[:first]]
    yield headings[first:] + line


def _lines(document: Document, hard_limit: int) -> Iterator[list[_Unit]]:
    """Yield the units of each line; a section that starts within a line starts a new one."""
    text = document.text
    openings = {section.start: section for section in document.sections}
    line: list[_Unit] = []
    for start, end in _sentences(text, sorted(openings)):
        section = openings.get(start)
        if line and (section or _has_line_break(text, line[-1].end, start)):
            yield line
            line = []
        heading = section.heading if section else ""
        for piece_start, piece_end in _pieces(text, start, end, hard_limit):
            line.append(
                _Unit(
                    start=piece_start,
                    end=piece_end,
                    heading=section is not None and heading == text[start:end],
                    level=section.level if section and piece_start == start else 0,
                    opens_article=_OPENING_HEADING.match(heading) is not None,
                )
            )
    if line:
        yield line


def _sentences(text: str, openings: Sequence[int]) -> Iterator[Span]:
    """Sentences, with a boundary wherever a section starts."""
    bounds = sorted({0, len(text), *(o for o in openings if 0 < o < len(text))})
    for start, end in pairwise(bounds):
        yield from sentence_spans(text, start, end)


def _has_line_break(text: str, start: int, end: int) -> bool:
    return any(mark in text[start:end] for mark in "\n\r\u2028\u2029")


def _pieces(text: str, start: int, end: int, hard_limit: int) -> Iterator[Span]:
    """Cut an overlong sentence after its last comma within the limit, else at the limit."""
    while end - start > hard_limit:
        cut = start + hard_limit
        for match in _CLAUSE_END.finditer(text, start + hard_limit // 2, cut):
            cut = match.end()
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


class _HeadingPaths:
    """The headings that govern a place, from the outermost in."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._starts: list[int] = []
        self._paths: list[tuple[Section, ...]] = []
        path: tuple[Section, ...] = ()
        for section in sorted(sections, key=lambda s: (s.start, s.level)):
            path = (
                *(p for p in path if p.end > section.start and p.level < section.level),
                section,
            )
            self._starts.append(section.start)
            self._paths.append(path)

    def within(self, start: int, end: int) -> tuple[str, ...]:
        """Headings at ``start``, and deeper ones as long as each directly follows."""
        index = bisect_right(self._starts, start) - 1
        while (
            0 <= index < len(self._starts) - 1
            and self._starts[index + 1] < end
            and self._starts[index] >= start
            and len(self._paths[index + 1]) > len(self._paths[index])
            and self._starts[index + 1] - self._starts[index]
            <= len(self._paths[index][-1].heading) + 2
        ):
            index += 1
        if index < 0:
            return ()
        return tuple(section.heading for section in self._paths[index] if section.end > start)


def _page_at(pages: Sequence[Page], position: int) -> int | None:
    """The number of the page that ``position`` lies on."""
    index = bisect_right(pages, position, key=lambda page: page.start) - 1
    return pages[index].number if index >= 0 else None
