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
class RawNote:
    """What a person should be told about a place of the text: it goes onto the receipt.

    Attributes
    ----------
    start, end
        The characters it is about; equal where it is about something that is not in
        the text, such as an attachment that could not be read.
    reason
        One sentence in Chinese.
    """

    start: int
    end: int
    reason: str


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
        The format found in the content: a value of ``file_formats.FileFormat``.
    encoding
        The text encoding of the file, empty for binary formats.
    notes
        In the order of the text; they never overlap.
    pictures
        How many pages are pictures whose text could still be recognised.
    """

    text: str
    headings: tuple[RawHeading, ...] = ()
    pages: tuple[Page, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    format: str = "txt"
    encoding: str = ""
    notes: tuple[RawNote, ...] = ()
    pictures: int = 0
