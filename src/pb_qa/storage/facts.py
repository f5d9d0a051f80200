"""What lists of documents show of a text: how long it is and how well it could be read."""

from __future__ import annotations

from typing import Final

from pb_qa.catalog import PageQuality
from pb_qa.models import Document, Page

# Changes whenever the same text gets other facts; they are then made anew.
FACTS_FORMAT: Final = "1"


def page_quality(document: Document) -> tuple[PageQuality, ...]:
    """How well each page could be read; a text without pages counts as one."""
    pages = document.pages or (Page(1, 0, len(document.text)),)
    return tuple(_quality(page, document.text[page.start : page.end]) for page in pages)


def _quality(page: Page, text: str) -> PageQuality:
    characters = len("".join(text.split()))
    problem = "" if characters else "这一页没有文字。请核对原件。"
    return PageQuality(page.number, page.label, characters, problem)


def weak_pages(document: Document) -> int:
    """How many pages have a problem."""
    return sum(1 for page in page_quality(document) if page.problem)
