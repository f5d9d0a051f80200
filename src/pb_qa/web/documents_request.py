"""What the address of the documents' page asks for: read, checked, and written back.

The part of the address after ``#documents?`` is sent to the server as it is, as on the
page of figures. Which document is open is the browser's concern and stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

E = TypeVar("E", bound=StrEnum)

PAGE_SIZE: Final = 50
MOST_WORDS: Final = 200


class Show(StrEnum):
    """The three lists of the page."""

    ALL = "all"
    ATTENTION = "attention"
    TRASH = "trash"


class DocumentOrder(StrEnum):
    """What the list is sorted by."""

    TITLE = "title"
    ISSUER = "issuer"
    DATE = "date"
    PLACE = "place"
    ADDED = "added"


_LATEST_FIRST: Final = frozenset({DocumentOrder.DATE, DocumentOrder.ADDED})


@dataclass(frozen=True, slots=True)
class DocumentsRequest:
    """One state of the list.

    Attributes
    ----------
    words
        The search field: words of title, number, issuer or file name.
    collection
        A folder of the corpus; empty for all of it.
    year
        Four digits of the date of issue; empty for any.
    page
        The page of the list, from 1.
    """

    show: Show = Show.ALL
    words: str = ""
    collection: str = ""
    issuer: str = ""
    year: str = ""
    order: DocumentOrder = DocumentOrder.ADDED
    descending: bool = True
    page: int = 1

    @property
    def offset(self) -> int:
        """How many entries the pages before this one hold."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def filtered(self) -> bool:
        """Whether anything limits the list."""
        return bool(self.words or self.collection or self.issuer or self.year)

    def query(self) -> str:
        """The state as a query string; what is as by default is left out."""
        by_default = (
            self.order is DocumentOrder.ADDED and self.descending,
            self.descending == (self.order in _LATEST_FIRST),
        )
        pairs = [
            ("show", "" if self.show is Show.ALL else self.show.value),
            ("q", self.words),
            ("collection", self.collection),
            ("issuer", self.issuer),
            ("year", self.year),
            ("order", "" if by_default[0] else self.order.value),
            ("desc", "" if by_default[1] else str(int(self.descending))),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    def link(self) -> str:
        """An address within the page."""
        query = self.query()
        return f"#documents?{query}" if query else "#documents"

    def opening(self, document_id: str) -> str:
        """An address that shows this list and beside it a document."""
        parts = (self.query(), urlencode({"open": document_id}))
        return f"#documents?{'&'.join(part for part in parts if part)}"

    def showing(self, show: Show) -> DocumentsRequest:
        """Another list, from its beginning."""
        return DocumentsRequest(show=show, order=self.order, descending=self.descending)

    def turned_to(self, page: int) -> DocumentsRequest:
        """The same list at another page."""
        return replace(self, page=page)

    def unfiltered(self) -> DocumentsRequest:
        """The same list without limits."""
        return self.showing(self.show)

    def sorted_by(self, order: DocumentOrder) -> DocumentsRequest:
        """The same list sorted; asking twice turns the order round."""
        latest_first = order in _LATEST_FIRST
        descending = not self.descending if self.order is order else latest_first
        return replace(self, order=order, descending=descending, page=1)


def parse_documents_request(pairs: Iterable[tuple[str, str]]) -> DocumentsRequest:
    """Read the query of an address; what cannot be understood is as by default.

    Parameters
    ----------
    pairs
        Names and values as they stand in the query; of a name that stands twice the last
        value counts; unknown names are passed over.
    """
    given = {name: value.strip() for name, value in pairs}
    order = _choice(DocumentOrder, given.get("order", "")) or DocumentOrder.ADDED
    descending = order in _LATEST_FIRST
    if given.get("desc") in ("0", "1"):
        descending = given["desc"] == "1"
    year, page = given.get("year", ""), given.get("page", "")
    return DocumentsRequest(
        show=_choice(Show, given.get("show", "")) or Show.ALL,
        words=given.get("q", "")[:MOST_WORDS].strip(),
        collection=given.get("collection", "").strip("/"),
        issuer=given.get("issuer", ""),
        year=year if re.fullmatch(r"[0-9]{4}", year) else "",
        order=order,
        descending=descending,
        page=max(1, int(page)) if re.fullmatch(r"[0-9]{1,9}", page) else 1,
    )


def _choice(kind: type[E], value: str) -> E | None:
    return next((member for member in kind if member == value), None)
