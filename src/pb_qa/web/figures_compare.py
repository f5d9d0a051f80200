"""Which figures a comparison draws, and along what: pure functions on series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import FoundFigure, Series
from pb_qa.web.chart_data import Times, lay_out_times
from pb_qa.web.chart_draw import Drawing
from pb_qa.web.chart_places import PlaceBar, draw_places, lay_out_places
from pb_qa.web.chart_times import draw_times
from pb_qa.web.figures_request import Axis, FiguresRequest
from pb_qa.web.figures_words import period_words, place_words, spoken
from pb_qa.web.i18n import Texts

_LINES_AT_FIRST: Final = 5


@dataclass(frozen=True, slots=True)
class LineChoice:
    """One line that can be drawn: the figures of a place.

    Attributes
    ----------
    key
        Names it in an address.
    """

    key: str
    name: str
    figures: tuple[FoundFigure, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One chart's worth of figures.

    Attributes
    ----------
    lines
        One for each place of the series.
    places
        The bars of ``period`` when the axis is that of places, else empty.
    periods
        Periods to choose from when places are compared, the fullest first.
    """

    series: Series
    axis: Axis
    axes: tuple[Axis, ...]
    lines: tuple[LineChoice, ...]
    times: Times
    places: tuple[PlaceBar, ...]
    period: str
    periods: tuple[str, ...]

    @property
    def figures(self) -> tuple[FoundFigure, ...]:
        """Every figure the chart is about, drawn or not."""
        if self.axis is Axis.PLACE:
            return self.series.points
        return tuple(found for line in self.lines if line.shown for found in line.figures)

    @property
    def drawn(self) -> tuple[FoundFigure, ...]:
        """The figures that have a mark."""
        if self.axis is Axis.PLACE:
            return tuple(found for bar in self.places for found in bar.figures)
        return tuple(found for mark in self.times.marks for found in mark.figures)


def series_keys(every: Sequence[Series]) -> list[str]:
    """What names each series in an address; no two are the same."""
    keys: list[str] = []
    for one in every:
        key = f"{one.measure}|{one.unit}|{one.indicator}"
        same = sum(other == key or other.startswith(f"{key}#") for other in keys)
        keys.append(f"{key}#{same + 1}" if same else key)
    return keys


def compare(every: Sequence[Series], request: FiguresRequest, texts: Texts) -> Comparison:
    """Plan the chart that a request asks for.

    Parameters
    ----------
    every
        At least one series.
    """
    keys = series_keys(every)
    series = every[keys.index(request.series) if request.series in keys else 0]
    lines = _lines(series, request, texts)
    shown = [line for line in lines if line.shown]
    times = lay_out_times(
        {line.key: (line.name, style, line.figures) for style, line in enumerate(shown)}
    )
    periods = _periods(series, texts)
    axes = _axes(series)
    axis = request.axis if request.axis in axes else axes[0]
    period = request.at if request.at in periods else next(iter(periods), "")
    places: tuple[PlaceBar, ...] = ()
    if axis is Axis.PLACE:
        at = [found for found in series.points if period_words(found, texts) == period]
        places = lay_out_places(at, texts)
    return Comparison(series, axis, axes, lines, times, places, period, periods)


def draw(comparison: Comparison, width: int, texts: Texts) -> Drawing | None:
    """The chart; None when no figure can be drawn."""

    def label(found: FoundFigure) -> str:
        return spoken(found, texts)

    series = comparison.series
    if comparison.axis is Axis.PLACE:
        if not comparison.places:
            return None
        return draw_places(comparison.places, series.unit, series.measure, width, texts, label)
    if not comparison.times.marks:
        return None
    return draw_times(comparison.times, series.unit, series.measure, width, texts, label)


def _lines(series: Series, request: FiguresRequest, texts: Texts) -> tuple[LineChoice, ...]:
    """One line for each place; those asked for are shown, else the fullest."""
    by_place: dict[str, list[FoundFigure]] = {}
    for found in series.points:
        by_place.setdefault(found.figure.place, []).append(found)
    wanted = {_line_key(place) for place in by_place} & set(request.lines)
    if not wanted:
        fullest = sorted(by_place, key=lambda place: -len(_times(by_place[place])))
        wanted = {_line_key(place) for place in fullest[:_LINES_AT_FIRST]}
    return tuple(
        LineChoice(
            _line_key(place), place_words(place, texts), tuple(figures), _line_key(place) in wanted
        )
        for place, figures in by_place.items()
    )


def _line_key(place: str) -> str:
    """The place; something else than nothing where none is named."""
    return place or "-"


def _times(figures: Sequence[FoundFigure]) -> set[tuple[str, str]]:
    periods = (found.figure.period for found in figures)
    return {(period.start, period.end) for period in periods if period.start}


def _axes(series: Series) -> tuple[Axis, ...]:
    """What there is to run along, that first on which more figures can be compared."""
    by_place: dict[str, set[tuple[str, str]]] = {}
    by_period: dict[str, set[str]] = {}
    for found in series.points:
        figure = found.figure
        by_place.setdefault(figure.place, set()).update(_times([found]))
        by_period.setdefault(figure.period.text, set()).add(figure.place)
    if len(by_place) < 2:
        return (Axis.TIME,)
    over_time = sum(len(times) for times in by_place.values() if len(times) > 1)
    over_places = max(len(places) for places in by_period.values())
    return (Axis.TIME, Axis.PLACE) if over_time >= over_places else (Axis.PLACE, Axis.TIME)


def _periods(series: Series, texts: Texts) -> tuple[str, ...]:
    places = Counter(
        words
        for words, _ in {
            (period_words(found, texts), found.figure.place) for found in series.points
        }
    )
    latest = {period_words(found, texts): found.figure.period.end for found in series.points}
    return tuple(sorted(places, key=lambda words: (places[words], latest[words]), reverse=True))
