"""What the address of the figures page asks for: read, checked, and written back.

The part of the address after ``#figures?`` is sent to the server as it is, so that a
bookmark, a link in the page and a request for a fragment all have one form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

from pb_qa.errors import PbQaError
from pb_qa.figures import FigureFilter, FigureOrder, Measure

E = TypeVar("E", bound=StrEnum)

NO_FILTER: Final = FigureFilter()
PAGE_SIZE: Final = 50
MOST_WORDS: Final = 200
MOST_LINES: Final = 8

_DATE: Final = re.compile(
    r"(\d{4})\s*(?:年|[-./]|$)\s*(?:(\d{1,2})\s*(?:月|[-./]|$)\s*(?:(\d{1,2})\s*日?)?)?"
)


class FiguresRequestError(PbQaError):
    """What was typed into the form cannot be looked up."""


class View(StrEnum):
    """The three sights of the ledger."""

    SEARCH = "search"
    COMPARE = "compare"
    DISAGREEMENTS = "disagreements"


class Axis(StrEnum):
    """What a comparison runs along."""

    TIME = "time"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class FiguresRequest:
    """One state of the page.

    Attributes
    ----------
    words
        The search field: words of an indicator.
    page
        The page of the list, from 1.
    series
        In a comparison, the key of the chosen series; empty for the first.
    lines
        Names of the lines to draw; empty for the first few.
    axis
        None for whichever the figures allow, time first.
    at
        The period to compare places at; empty for the one that most places have.
    """

    view: View = View.SEARCH
    words: str = ""
    filter: FigureFilter = NO_FILTER
    order: FigureOrder = FigureOrder.RELEVANCE
    descending: bool = False
    page: int = 1
    series: str = ""
    lines: tuple[str, ...] = ()
    axis: Axis | None = None
    at: str = ""

    @property
    def offset(self) -> int:
        """How many entries the pages before this one hold."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return self.filter != NO_FILTER

    def query(self) -> str:
        """The state as a query string; what is as by default is left out."""
        wanted = self.filter
        pairs: list[tuple[str, str]] = [
            ("view", "" if self.view is View.SEARCH else self.view),
            ("q", self.words),
            ("collection", wanted.collection),
            ("place", wanted.place),
            ("from", wanted.period_from),
            ("to", wanted.period_to),
            ("unit", wanted.unit),
            ("document", wanted.document),
            ("measure", wanted.measure or ""),
            ("order", "" if self.order is FigureOrder.RELEVANCE else self.order),
            ("desc", "1" if self.descending else ""),
            ("page", str(self.page) if self.page > 1 else ""),
            ("series", self.series),
            *(("line", line) for line in self.lines),
            ("axis", self.axis or ""),
            ("at", self.at),
        ]
        return urlencode([(name, str(value)) for name, value in pairs if value])

    def link(self) -> str:
        """An address within the page."""
        query = self.query()
        return f"#figures?{query}" if query else "#figures"

    def searching(self, words: str) -> FiguresRequest:
        """A search for these words, with the filters of this request."""
        return FiguresRequest(words=words, filter=self.filter)

    def comparing(self, indicator: str) -> FiguresRequest:
        """A comparison of this indicator over all years and places, in the same documents."""
        wanted = FigureFilter(collection=self.filter.collection)
        return FiguresRequest(view=View.COMPARE, words=indicator, filter=wanted)

    def with_series(self, key: str) -> FiguresRequest:
        """The comparison of another series of the same search."""
        return FiguresRequest(self.view, self.words, self.filter, series=key)

    def along(self, axis: Axis) -> FiguresRequest:
        """The same comparison over time, or by place."""
        return replace(self, axis=axis, at="")

    def turned_to(self, page: int) -> FiguresRequest:
        """The same list at another page."""
        return replace(self, page=page)

    def sorted_by(self, order: FigureOrder) -> FiguresRequest:
        """The same list sorted; asking twice turns the order round."""
        largest_first = order in (FigureOrder.VALUE, FigureOrder.PERIOD)
        descending = not self.descending if self.order is order else largest_first
        return replace(self, order=order, descending=descending, page=1)


def parse_request(pairs: Iterable[tuple[str, str]]) -> FiguresRequest:
    """Read the query of an address.

    Parameters
    ----------
    pairs
        Names and values as they stand in the query; of a name that stands twice the
        last value counts, but for ``line``; unknown names are passed over.

    Raises
    ------
    FiguresRequestError
        When a period cannot be read or the words are too many.
    """
    pairs = list(pairs)
    given = {name: value.strip() for name, value in pairs}
    words = given.get("q", "")
    if len(words) > MOST_WORDS:
        raise FiguresRequestError(f"查找的词太长。请只写要查的指标，不超过 {MOST_WORDS} 个字。")
    wanted = FigureFilter(
        place=given.get("place", ""),
        period_from=iso_date(given.get("from", "")),
        period_to=iso_date(given.get("to", "")),
        unit=given.get("unit", ""),
        document=given.get("document", ""),
        measure=_choice(Measure, given.get("measure", "")),
        collection=given.get("collection", ""),
    )
    first, last = wanted.period_from, wanted.period_to
    if first and last and first > last and not first.startswith(last):
        raise FiguresRequestError(f"时期从 {first} 到 {last}，前后颠倒了。请把两个时间对换。")
    page = given.get("page", "")
    return FiguresRequest(
        view=_choice(View, given.get("view", "")) or View.SEARCH,
        words=words,
        filter=wanted,
        order=_choice(FigureOrder, given.get("order", "")) or FigureOrder.RELEVANCE,
        descending=given.get("desc") == "1",
        page=max(1, int(page)) if re.fullmatch(r"[0-9]{1,9}", page) else 1,
        series=given.get("series", ""),
        lines=tuple(dict.fromkeys(value for name, value in pairs if name == "line"))[:MOST_LINES],
        axis=_choice(Axis, given.get("axis", "")),
        at=given.get("at", ""),
    )


def iso_date(text: str) -> str:
    """A date as people type it, as an ISO date or the part of one that is given.

    Examples
    --------
    ``"1978年"`` → ``"1978"``, ``"２０１１.12"`` → ``"2011-12"``.

    Raises
    ------
    FiguresRequestError
        When it is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    match = _DATE.fullmatch(plain)
    if match is not None:
        year, month, day = match.groups()
        if (month is None or 1 <= int(month) <= 12) and (day is None or 1 <= int(day) <= 31):
            return "-".join(part.zfill(2) for part in (year, month, day) if part is not None)
    raise FiguresRequestError(f"看不懂时期“{text}”。请写成 2011、2011-12 或 2011年12月。")


def _choice(kind: type[E], value: str) -> E | None:
    return next((member for member in kind if member == value), None)
