"""Value types of the ledger of figures: plain, frozen, without behaviour that does work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pb_qa.models import NO_PERIOD, DocumentInfo, Period


class Measure(StrEnum):
    """What a figure says of its indicator: how much there is, how it changed, what part it is.

    Figures of different measures are never compared with one another.
    """

    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with a unit, or a percentage, that a document states about something.

    Numbers are decimal strings, exact; a fraction is ``"2/3"``, a ratio ``"3.6:48:48.4"``.

    Attributes
    ----------
    start, end
        Span of the sentence, or the table row, that states it.
    number_start, number_end
        Span of the numeral with its unit and the words that qualify it.
    value, unit
        As written, in half-width digits: ``"3.5"`` and ``"万名"``.
    value_to
        The upper end of a range, else empty.
    base_value, base_unit
        With multipliers applied: ``"35000"`` and ``"名"``.
    base_value_to
        The upper end of a range in the base unit, else empty.
    qualifier
        ``"以上"``, ``"近"``, ``"不少于"``, ``"多"`` …; empty when the value is plain.
    direction
        Of a change: ``"up"`` or ``"down"``; else empty.
    indicator
        What is measured, in the document's own words.
    place
        The place it is stated for; empty when none is named.
    """

    document_id: str
    start: int
    end: int
    number_start: int
    number_end: int
    value: str
    unit: str
    base_value: str
    base_unit: str
    value_to: str = ""
    base_value_to: str = ""
    qualifier: str = ""
    measure: Measure = Measure.LEVEL
    direction: str = ""
    indicator: str = ""
    place: str = ""
    period: Period = NO_PERIOD

    @property
    def kind(self) -> str:
        """``range`` or ``ratio`` by the number's form, else the measure."""
        if self.value_to:
            return "range"
        return "ratio" if ":" in self.value else self.measure.value

    @property
    def magnitude(self) -> float | None:
        """The (lower) base value as a float, for sorting and drawing; None for a ratio."""
        if ":" in self.base_value:
            return None
        numerator, _, denominator = self.base_value.partition("/")
        return float(numerator) / float(denominator or 1)


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure of the ledger with the document that states it; a higher score fits better.

    Attributes
    ----------
    quote
        The sentence: ``document.text[figure.start:figure.end]``.
    """

    figure: Figure
    document: DocumentInfo
    quote: str
    score: float = 0.0


class FigureOrder(StrEnum):
    """What a list of figures is sorted by."""

    RELEVANCE = "relevance"
    VALUE = "value"
    PERIOD = "period"
    INDICATOR = "indicator"
    PLACE = "place"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which figures are wanted; an empty field lets all pass.

    Attributes
    ----------
    period_from, period_to
        ISO dates or parts of them (``"1978"``, ``"2011-12"``); a figure passes whose
        period overlaps the stretch between them.
    unit
        A unit or base unit: ``"万元"`` and ``"元"`` both let 300万元 pass.
    document
        A document's id, or words of its title or source.
    collection
        A folder of the corpus; a figure passes whose document lies in it or below.
    """

    place: str = ""
    period_from: str = ""
    period_to: str = ""
    unit: str = ""
    document: str = ""
    measure: Measure | None = None
    collection: str = ""


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One page of the figures found.

    Attributes
    ----------
    total
        How many pass query and filters in all.
    nearest
        When nothing was found: indicators of the ledger that come nearest.
    """

    figures: tuple[FoundFigure, ...]
    total: int
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that can stand in one chart: same indicator, measure and dimension.

    Attributes
    ----------
    unit
        The common base unit; every value of ``points`` is in it.
    points
        In the order of time, then place.
    """

    indicator: str
    measure: Measure
    unit: str
    points: tuple[FoundFigure, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different values that documents state for the same indicator, place and period."""

    indicator: str
    place: str
    period: Period
    figures: tuple[FoundFigure, ...]


__all__ = [
    "NO_PERIOD",
    "Disagreement",
    "Figure",
    "FigureFilter",
    "FigureOrder",
    "FigurePage",
    "FoundFigure",
    "Measure",
    "Period",
    "Series",
]
