"""Raw text → cleaned text with a receipt. Only cuts, never a changed character."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pb_qa.models import Cut, Page
from pb_qa.reading.cleaning_characters import (
    find_blank_lines,
    find_images,
    find_invisible,
    find_line_ends,
    find_spaced_characters,
    find_spaced_digits,
)
from pb_qa.reading.cleaning_lines import find_boilerplate, find_search_titles, find_teasers
from pb_qa.reading.cleaning_origins import Origins
from pb_qa.reading.cleaning_pages import (
    find_page_numbers,
    find_page_numbers_in_sentences,
    find_repeated_lines,
)
from pb_qa.reading.cleaning_removal import Removal, Rule
from pb_qa.reading.cleaning_wraps import find_wraps
from pb_qa.reading.raw import RawDocument, RawHeading, RawNote

# Each pass sees what the passes before it left: a teaser stands last only once the
# picture below it is gone, and a line is joined across a page once its number is gone.
_PASSES: tuple[tuple[Rule, ...], ...] = (
    (find_invisible, find_images),
    (find_page_numbers, find_repeated_lines, find_boilerplate, find_search_titles),
    (find_teasers,),
    (find_page_numbers_in_sentences, find_spaced_characters, find_spaced_digits),
    (find_wraps,),
    (find_line_ends,),
    (find_blank_lines,),
)
# A spreadsheet has no pages, sentences or site around it; its cells are figures.
_TABLE_PASSES = (_PASSES[0], *_PASSES[-2:])
_TABLE_FORMATS = frozenset({"xlsx", "csv", "xls", "xlsb", "ods"})


@dataclass(frozen=True, slots=True)
class CleanedText:
    """The text that is stored and cited, with everything that leads back to the original.

    Attributes
    ----------
    text
        The raw text without what was cut.
    receipt
        The cuts in the order of the text; ``restore(text, receipt)`` is the raw text.
        A remark on the text is an entry that cuts nothing: ``text[start:end] == original``.
    pages, headings
        Those of the raw document, in offsets of ``text``. A heading that was cut is gone.
    """

    text: str
    receipt: tuple[Cut, ...] = ()
    pages: tuple[Page, ...] = ()
    headings: tuple[RawHeading, ...] = ()


def clean(raw: RawDocument) -> CleanedText:
    """Cut what is not part of the document: see ``docs/decisions/cleaning.md``."""
    current = raw
    origins = Origins(len(raw.text))
    removed: list[Removal] = []
    for rules in _TABLE_PASSES if raw.format in _TABLE_FORMATS else _PASSES:
        removals = _disjoint([removal for rule in rules for removal in rule(current)])
        if not removals:
            continue
        for removal in removals:
            removed.extend(_in_original(origins, removal))
        current, origins = _without(current, origins, removals)
    receipt = _receipt(raw.text, removed)
    if raw.notes:
        notes = _notes(current.text, origins, raw.notes, [cut.start for cut in receipt])
        receipt = tuple(sorted((*receipt, *notes), key=lambda cut: (cut.start, cut.end)))
    return CleanedText(current.text, receipt, current.pages, current.headings)


def restore(text: str, receipt: Sequence[Cut]) -> str:
    """Undo every cut of a receipt and so give back the raw text."""
    parts: list[str] = []
    position = 0
    for cut in receipt:
        parts += text[position : cut.start], cut.original
        position = cut.end
    parts.append(text[position:])
    return "".join(parts)


def undo(text: str, receipt: Sequence[Cut], index: int) -> tuple[str, tuple[Cut, ...]]:
    """Put back what one cut took out.

    Returns
    -------
    (str, tuple of Cut)
        The text with it, and the receipt of the cuts that remain, in its offsets.
    """
    undone = receipt[index]
    shift = len(undone.original) - (undone.end - undone.start)
    later = (
        replace(cut, start=cut.start + shift, end=cut.end + shift) for cut in receipt[index + 1 :]
    )
    whole = text[: undone.start] + undone.original + text[undone.end :]
    return whole, (*receipt[:index], *later)


def _disjoint(removals: list[Removal]) -> list[Removal]:
    """Sort by place; what two rules claim goes to the one that starts first."""
    result: list[Removal] = []
    position = 0
    for removal in sorted(removals, key=lambda r: (r.start, -r.end)):
        start = max(removal.start, position)
        if start < removal.end:
            result.append(removal._replace(start=start))
            position = removal.end
    return result


def _in_original(origins: Origins, removal: Removal) -> list[Removal]:
    """The stretches of the original that a removal from the current text stands for."""
    first, last = origins[removal.start], origins[removal.end - 1]
    if last - first == removal.end - 1 - removal.start:
        return [Removal(first, last + 1, removal.reason)]
    pieces: list[Removal] = []
    start = removal.start
    for index in range(removal.start + 1, removal.end + 1):
        if index == removal.end or origins[index] != origins[index - 1] + 1:
            pieces.append(Removal(origins[start], origins[index - 1] + 1, removal.reason))
            start = index
    return pieces


def _without(
    current: RawDocument, origins: Origins, removals: Sequence[Removal]
) -> tuple[RawDocument, Origins]:
    """Apply the removals of one pass to the text, its origins, headings and pages."""
    parts: list[str] = []
    position = 0
    starts: list[int] = []
    gone_before: list[int] = [0]
    for removal in removals:
        parts.append(current.text[position : removal.start])
        position = removal.end
        starts.append(removal.start)
        gone_before.append(gone_before[-1] + removal.end - removal.start)
    parts.append(current.text[position:])

    def moved(offset: int) -> int:
        index = bisect_right(starts, offset - 1)
        inside = max(0, removals[index - 1].end - offset) if index else 0
        return offset - gone_before[index] + inside

    headings = tuple(
        replace(heading, start=moved(heading.start), end=moved(heading.end))
        for heading in current.headings
    )
    text = "".join(parts)
    return (
        replace(
            current,
            text=text,
            headings=tuple(h for h in headings if text[h.start : h.end].strip()),
            pages=tuple(
                replace(page, start=moved(page.start), end=moved(page.end))
                for page in current.pages
            ),
        ),
        origins.without(removals),
    )


def _notes(
    text: str, origins: Origins, notes: Sequence[RawNote], cuts: Sequence[int]
) -> Iterator[Cut]:
    """Remarks as cuts that take nothing out: ``original`` is what stands there.

    A remark ends where something was cut in its midst: entries of a receipt never overlap.
    """
    for note in notes:
        start, end = bisect_left(origins, note.start), bisect_left(origins, note.end)
        within = bisect_right(cuts, start)
        if within < len(cuts):
            end = max(start, min(end, cuts[within]))
        yield Cut(start, end, text[start:end], note.reason)


def _receipt(original: str, removed: list[Removal]) -> tuple[Cut, ...]:
    """Put the removed stretches in order, neighbours with one reason as one cut."""
    merged: list[Removal] = []
    for removal in sorted(removed):
        if merged and merged[-1].end == removal.start and merged[-1].reason == removal.reason:
            merged[-1] = merged[-1]._replace(end=removal.end)
        else:
            merged.append(removal)
    cuts: list[Cut] = []
    gone = 0
    for start, end, reason in merged:
        cuts.append(Cut(start - gone, start - gone, original[start:end], reason))
        gone += end - start
    return tuple(cuts)
