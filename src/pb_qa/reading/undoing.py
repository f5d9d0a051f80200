"""Put back what cleaning took out of a document, or take it out again.

Pages and sections follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pb_qa.models import Cut, Document, Page
from pb_qa.reading.cleaning import CleanedText, undo
from pb_qa.reading.raw import RawHeading
from pb_qa.reading.structure import sections

Span = tuple[int, int]


def raw_spans(receipt: Sequence[Cut]) -> list[Span]:
    """Where each entry of a receipt stands in the raw text, the text before cleaning."""
    spans: list[Span] = []
    restored = 0
    for cut in receipt:
        start = cut.start + restored
        spans.append((start, start + len(cut.original)))
        restored += len(cut.original) - (cut.end - cut.start)
    return spans


def is_remark(text: str, cut: Cut) -> bool:
    """Whether an entry of a receipt only says something about the text and cuts nothing."""
    return text[cut.start : cut.end] == cut.original


def undo_cuts(document: Document, indexes: Iterable[int]) -> Document:
    """Put back what these entries of the receipt cut out.

    Returns
    -------
    Document
        The receipt keeps the other entries, in offsets of the new text, so that
        `reading.cleaning.restore` gives the same raw text as before. Pages are moved; what
        stood between two pages belongs to the first. Sections are told anew.
    """
    text, receipt, pages = document.text, document.receipt, document.pages
    starts = [section.start for section in document.sections]
    # From the last to the first, so that the entries before keep their indexes.
    for index in sorted(set(indexes), reverse=True):
        cut = receipt[index]
        if is_remark(text, cut):
            continue
        text, receipt = undo(text, receipt, index)
        shift = len(cut.original) - (cut.end - cut.start)
        receipt = tuple(_stretched(entry, cut, shift, text) for entry in receipt)
        pages = _moved_pages(pages, cut, shift)
        starts = [start + shift if start >= cut.end else start for start in starts]
    if text == document.text:
        return document
    headings = tuple(
        _heading(text, section.level, start, len(section.heading))
        for section, start in zip(document.sections, starts, strict=True)
    )
    told = sections(CleanedText(text, receipt, pages, headings))
    return replace(document, text=text, receipt=receipt, pages=pages, sections=told)


def place_of(receipt: Sequence[Cut], raw: Span) -> Span:
    """Where a span of the raw text that nothing was cut out of stands in the cleaned text."""
    cut = sum(
        len(entry.original) - (entry.end - entry.start)
        for entry, span in zip(receipt, raw_spans(receipt), strict=True)
        if span[1] <= raw[0]
    )
    return raw[0] - cut, raw[1] - cut


def redo_cut(document: Document, span: Span, reason: str, replacement: str = "") -> Document:
    """Take out again what an undone cut had taken out.

    Parameters
    ----------
    span
        Of the text; no other cut stands within it.
    replacement
        What cleaning had put in its place.

    Returns
    -------
    Document
        The receipt has the cut again, in its place; `undo_cuts` gives back ``document``.
    """
    start, end = span
    text = f"{document.text[:start]}{replacement}{document.text[end:]}"
    shift = len(replacement) - (end - start)

    def moved(offset: int) -> int:
        return offset if offset <= start else max(start + len(replacement), offset + shift)

    before = tuple(
        replace(entry, end=moved(entry.end), original=text[entry.start : moved(entry.end)])
        if entry.end > start
        else entry
        for entry in document.receipt
        if entry.start < start or entry.end <= start
    )
    after = tuple(
        replace(entry, start=moved(entry.start), end=moved(entry.end))
        for entry in document.receipt[len(before) :]
    )
    cut = Cut(start, start + len(replacement), document.text[start:end], reason)
    receipt = (*before, cut, *after)
    pages = tuple(
        replace(page, start=moved(page.start), end=moved(page.end)) for page in document.pages
    )
    spans = [
        (section.level, moved(section.start), moved(section.start + len(section.heading)))
        for section in document.sections
    ]
    headings = tuple(
        _heading(text, level, first, last - first) for level, first, last in spans if first < last
    )
    told = sections(CleanedText(text, receipt, pages, headings))
    return replace(document, text=text, receipt=receipt, pages=pages, sections=told)


def _stretched(entry: Cut, undone: Cut, shift: int, text: str) -> Cut:
    """A remark about the text around an undone cut is about what was put back as well."""
    if entry.start < undone.start < entry.end:
        end = entry.end + shift
        return replace(entry, end=end, original=text[entry.start : end])
    return entry


def _moved_pages(pages: Sequence[Page], cut: Cut, shift: int) -> tuple[Page, ...]:
    moved: list[Page] = []
    taken = False
    for page in pages:
        if not taken and page.start <= cut.start <= page.end:
            moved.append(replace(page, end=page.end + shift))
            taken = True
        elif page.start >= cut.end:
            moved.append(replace(page, start=page.start + shift, end=page.end + shift))
        else:
            moved.append(page)
    return tuple(moved)


def _heading(text: str, level: int, start: int, length: int) -> RawHeading:
    """A heading at the first character of its line that is not blank."""
    line = text.rfind("\n", 0, start) + 1
    while line < start and text[line].isspace():
        line += 1
    return RawHeading(level, line, start + length)
