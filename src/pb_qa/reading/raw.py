"""What a parser hands to cleaning: the text as the file gives it, with provenance beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pb_qa.models import Page


@dataclass(frozen=True, slots=True)
class RawHeading:
    """A line that the file itself marks as a heading.

    Attributes
    ----------
    level
        1 for the outermost heading.
    start, end
        The heading's line in ``RawDocument.text``, without its line break.
    """

    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    r"""A file's text before cleaning.

    Attributes
    ----------
    text
        Lines end in ``\n`` and nothing else. A table is one line a row, header
        row first, its cells joined with ``" | "``.
    headings
        In the order of the text; empty where the format knows none.
    pages
        Pages, slides or sheets, in the order of the text; empty where the
        format has none. Their spans never overlap.
    properties
        What the file says of itself. Known keys: ``title``, ``author``,
        ``issuer``, ``number``, ``issued_on``, ``publisher``.
    format
        The format found in the content: ``"txt"``, ``"markdown"``, ``"html"``,
        ``"pdf"``, ``"docx"``, ``"xlsx"``, ``"csv"`` or ``"pptx"``.
    encoding
        The text encoding of the file, empty for binary formats.
    """

    text: str
    headings: tuple[RawHeading, ...] = ()
    pages: tuple[Page, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    format: str = "txt"
    encoding: str = ""
