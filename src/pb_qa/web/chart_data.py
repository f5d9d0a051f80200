"""What a chart draws: figures as marks at their time, gathered into lines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from pb_qa.figures import Figure, FoundFigure

_Entry = tuple[FoundFigure, date, date, float]
_Key = tuple[float, float, float | None, tuple[int, int] | None]

_YEAR_DAYS: Final = 366
_NEXT_YEAR: Final = 1.05


@dataclass(frozen=True, slots=True)
class Mark:
    """One value at one time, with every figure that states it.

    Attributes
    ----------
    at
        Years with a fraction; a figure of a whole year, or the only one of its year,
        stands in the year's middle.
    stretch
        For a figure over several years, the first year and the year after the last.
    upper
        The upper end of a range.
    """

    figures: tuple[FoundFigure, ...]
    at: float
    value: float
    upper: float | None = None
    stretch: tuple[int, int] | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """The value, and the upper end of a range."""
        return (self.value,) if self.upper is None else (self.value, self.upper)


@dataclass(frozen=True, slots=True)
class Line:
    """Marks that belong together, in the order of time.

    Attributes
    ----------
    style
        Which colour and shape it has: its place among all lines that can be drawn.
    """

    name: str
    style: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one mark of a line to the next; ``gap`` when years between are missing."""

    start: Mark
    end: Mark
    gap: bool


@dataclass(frozen=True, slots=True)
class Times:
    """Lines over time, and the figures that have no place in time or no single value.

    Attributes
    ----------
    yearly
        Whether each line has at most one time in a year.
    """

    lines: tuple[Line, ...]
    undrawn: tuple[FoundFigure, ...]
    yearly: bool

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all lines."""
        return tuple(mark for line in self.lines for mark in line.marks)


def signed_value(figure: Figure) -> float | None:
    """The base value with the sign of its direction; None when it cannot be drawn."""
    magnitude = figure.magnitude
    if magnitude is None or not math.isfinite(magnitude):
        return None
    return -abs(magnitude) if figure.direction == "down" else magnitude


def signed_upper(figure: Figure) -> float | None:
    """The upper end of a range with the sign of its direction."""
    if not figure.base_value_to:
        return None
    upper = float(figure.base_value_to)
    if not math.isfinite(upper):
        return None
    return -abs(upper) if figure.direction == "down" else upper


def lay_out_times(lines: Mapping[str, tuple[str, int, Sequence[FoundFigure]]]) -> Times:
    """Place figures in time.

    Parameters
    ----------
    lines
        By a key of its own the name, the style and the figures of each line.
    """
    undrawn: list[FoundFigure] = []
    placed: dict[str, list[_Entry]] = {key: [] for key in lines}
    for key, (_, _, figures) in lines.items():
        for found in figures:
            days, value = _days(found.figure), signed_value(found.figure)
            if days is None or value is None:
                undrawn.append(found)
            else:
                placed[key].append((found, *days, value))
    yearly = all(_one_a_year(entries) for entries in placed.values())
    drawn = tuple(
        Line(name, style, _marks(placed[key], yearly))
        for key, (name, style, _) in lines.items()
        if placed[key]
    )
    return Times(drawn, tuple(undrawn), yearly)


def steps(line: Line) -> list[Step]:
    """How the marks of a line are joined; figures over several years stay by themselves.

    Where one time has several values the first stands for it: none is averaged.
    """
    firsts: dict[float, Mark] = {}
    for mark in line.marks:
        if mark.stretch is None:
            firsts.setdefault(mark.at, mark)
    chain = sorted(firsts.values(), key=lambda mark: mark.at)
    return [Step(left, right, right.at - left.at > _NEXT_YEAR) for left, right in pairwise(chain)]


def several_values(line: Line) -> list[tuple[Mark, Mark]]:
    """Where a line has more than one value at a time: the lowest and the highest mark."""
    groups: dict[float, list[Mark]] = {}
    for mark in line.marks:
        if mark.stretch is None:
            groups.setdefault(mark.at, []).append(mark)
    return [
        (min(group, key=lambda mark: mark.value), max(group, key=lambda mark: mark.value))
        for group in groups.values()
        if len(group) > 1
    ]


def values_of(marks: Iterable[Mark]) -> list[float]:
    """Every value that must lie within the axis."""
    return [value for mark in marks for value in mark.values]


def _days(figure: Figure) -> tuple[date, date] | None:
    try:
        first = date.fromisoformat(figure.period.start)
        last = date.fromisoformat(figure.period.end)
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _stretch(first: date, last: date) -> tuple[int, int] | None:
    return (first.year, last.year + 1) if (last - first).days > _YEAR_DAYS else None


def _one_a_year(entries: Sequence[_Entry]) -> bool:
    times = {(first, last) for _, first, last, _ in entries if _stretch(first, last) is None}
    years = Counter(_middle(first, last).year for first, last in times)
    return all(count == 1 for count in years.values())


def _middle(first: date, last: date) -> date:
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2)


def _marks(entries: Sequence[_Entry], yearly: bool) -> tuple[Mark, ...]:
    gathered: dict[_Key, list[FoundFigure]] = {}
    for found, first, last, value in entries:
        stretch = _stretch(first, last)
        if stretch is not None:
            at = sum(stretch) / 2
        elif yearly:
            at = _middle(first, last).year + 0.5
        else:
            at = _in_year(first, last)
        key = (at, value, signed_upper(found.figure), stretch)
        gathered.setdefault(key, []).append(found)
    marks = [
        Mark(tuple(figures), at, value, upper, stretch)
        for (at, value, upper, stretch), figures in gathered.items()
    ]
    return tuple(sorted(marks, key=lambda mark: mark.at))


def _in_year(first: date, last: date) -> float:
    """The middle of a stretch of days, in years; never at the very edge of its year."""
    middle = (first.toordinal() + last.toordinal()) / 2
    year = _middle(first, last).year
    start = date(year, 1, 1).toordinal()
    days = 366 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 365
    return year + (middle - start + 0.5) / days
