"""Collects a document line by line and keeps count of where each line stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pb_qa.models import Page
from pb_qa.reading.raw import RawDocument, RawHeading, RawNote

CELL_SEPARATOR = " | "
_MOST_PARTS = 20_000

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Code points that carry no text: C0 and C1 controls but tab and line feed, and lone
# halves of UTF-16 pairs, which cannot be written out again as UTF-8.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def with_plain_line_breaks(text: str) -> str:
    r"""Return ``text`` with every kind of line break as ``\n`` and no control characters."""
    if text.isprintable():
        return text
    return _UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", text))


def table_row(cells: list[str]) -> str:
    """Return one line for a table's row; empty cells at its end are left out."""
    flat = [cell.replace("\n", " ").strip() for cell in cells]
    while flat and not flat[-1]:
        flat.pop()
    return CELL_SEPARATOR.join(flat)


class RawBuilder:
    """Builds a ``RawDocument`` from lines, headings and pages in their order."""

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[RawHeading] = []
        self._pages: list[Page] = []
        self._page_start = 0
        self._notes: list[RawNote] = []

    @property
    def length(self) -> int:
        """Characters collected so far."""
        return self._length

    def add(self, text: str, heading_level: int | None = None) -> None:
        """Append ``text`` as one line or, where it holds line breaks, several.

        With ``heading_level`` the text becomes a single line and is recorded as heading.
        """
        line = with_plain_line_breaks(text)
        if heading_level is not None:
            line = " ".join(line.split("\n")).strip()
            if not line:
                return
            self._headings.append(RawHeading(heading_level, self._length, self._length + len(line)))
        self._parts.append(line)
        self._parts.append("\n")
        self._length += len(line) + 1
        if len(self._parts) >= _MOST_PARTS:
            # Millions of short strings take several times the memory of their text.
            self._chunks.append("".join(self._parts))
            self._parts.clear()

    def end_page(self, number: int, label: str = "", confidence: float | None = None) -> None:
        """Close the page that began where the page before it ended."""
        self._pages.append(Page(number, self._page_start, self._length, label, confidence))
        self._page_start = self._length

    def note(self, reason: str) -> None:
        """Put a sentence about the place reached onto the receipt."""
        self._notes.append(RawNote(self._length, self._length, reason))

    def include(self, other: RawDocument) -> None:
        """Append a whole document with its headings and notes; its pages are not kept."""
        shift = self._length
        self._headings.extend(
            RawHeading(heading.level, heading.start + shift, heading.end + shift)
            for heading in other.headings
        )
        self._notes.extend(
            RawNote(note.start + shift, note.end + shift, note.reason) for note in other.notes
        )
        self._parts.append(other.text)
        self._length += len(other.text)
        if not other.text.endswith("\n"):
            self._parts.append("\n")
            self._length += 1

    def build(
        self,
        file_format: str,
        properties: Mapping[str, str] | None = None,
        encoding: str = "",
        pictures: int = 0,
    ) -> RawDocument:
        """Return what was collected."""
        return RawDocument(
            text="".join((*self._chunks, *self._parts)),
            headings=tuple(self._headings),
            pages=tuple(self._pages),
            properties={k: v for k, v in (properties or {}).items() if v},
            format=file_format,
            encoding=encoding,
            notes=tuple(self._notes),
            pictures=pictures,
        )
