"""Plain text: the decoded characters and nothing else."""

from __future__ import annotations

from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import with_plain_line_breaks


def parse_text(text: str, encoding: str) -> RawDocument:
    """Return the text as it is, with plain line breaks."""
    return RawDocument(text=with_plain_line_breaks(text), format="txt", encoding=encoding)
