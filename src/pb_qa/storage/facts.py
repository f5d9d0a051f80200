"""What lists of documents show of a text that only reading it tells."""

from __future__ import annotations

from typing import Final

from pb_qa.models import Document
from pb_qa.reading.quality import QUALITY_FORMAT, page_quality

# Changes whenever the same text gets other facts; they are then made anew.
FACTS_FORMAT: Final = f"1.{QUALITY_FORMAT}"


def weak_pages(document: Document) -> int:
    """How many pages could not be read well."""
    return sum(1 for page in page_quality(document) if page.problem)
