"""What people have put back into a document: where it stands, and the cut that it was."""

from __future__ import annotations

from dataclasses import dataclass

from pb_qa.catalog import RestoredCut
from pb_qa.models import Cut, Document
from pb_qa.reading.undoing import Span, place_of, raw_spans
from pb_qa.storage.library import Library


@dataclass(frozen=True, slots=True)
class Restored:
    """A span of the raw text that cleaning had cut and a person has put back.

    Attributes
    ----------
    raw
        The span of the raw text.
    place
        The same words in the text of the live version.
    cut, replacement
        The entry of an earlier version's receipt and what stood in its place; None when no
        kept version tells.
    at
        When it was put back, in seconds since the epoch; None when no version tells.
    """

    raw: Span
    place: Span
    cut: Cut | None = None
    replacement: str = ""
    at: float | None = None

    @property
    def shown(self) -> RestoredCut:
        """What the page shows of it."""
        reason = "" if self.cut is None else self.cut.reason
        return RestoredCut(*self.place, reason, self.at, self.cut is not None)


def restored_in(library: Library, live: Document) -> list[Restored]:
    """Everything that people have put back into the live version, in the order of the text."""
    kept = library.records.versions(live.id)
    origins = [version for version in kept if version.info.content_hash == live.content_hash]
    spans = next((version.origin.undone for version in kept if version.live), ())
    read: dict[int, Document] = {}
    found = []
    for raw in sorted(set(spans)):
        place = place_of(live.receipt, raw)
        restored = Restored(raw, place)
        # From the newest version to the one in which it was still cut out.
        at: float | None = None
        for version in origins:
            if raw not in version.origin.undone:
                number = version.info.version
                if number not in read:
                    read[number] = library.document(live.id, number)
                cut, replacement = _cut_at(read[number], raw)
                if cut is not None and cut.original == live.text[slice(*place)]:
                    restored = Restored(raw, place, cut, replacement, at)
                break
            at = version.created_at
        found.append(restored)
    return found


def _cut_at(document: Document, raw: Span) -> tuple[Cut | None, str]:
    for cut, span in zip(document.receipt, raw_spans(document.receipt), strict=True):
        if span == raw and cut.original:
            return cut, document.text[cut.start : cut.end]
    return None, ""
