"""The frame of a chart over time: its scales, gridlines, ticks and legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pb_qa.web.chart_data import Line, Times, values_of
from pb_qa.web.chart_draw import (
    INK,
    RULE,
    SIZE,
    SMALL,
    SOFT,
    Box,
    fitted,
    readable,
    rule,
    shape,
    text_width,
    write,
)
from pb_qa.web.chart_scale import (
    UnitScale,
    month_step,
    nice_ticks,
    unit_scale,
    value_range,
    year_step,
)
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import escape

ABOVE_PLOT: Final = 38
_LEGEND_ROW: Final = 24
_QUARTERS: Final = ("一季度", "二季度", "三季度", "四季度")
_HALVES: Final = ("上半年", "下半年")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values and times fall in the drawing.

    Attributes
    ----------
    plot
        The rectangle that marks are drawn in.
    first, last
        The years that the axis begins with and ends before.
    ticks
        Values with a gridline; the plot reaches from the first to the last.
    """

    plot: Box
    first: int
    last: int
    ticks: tuple[Decimal, ...]
    scale: UnitScale

    def x(self, at: float) -> float:
        """Across: years with a fraction."""
        share = (at - self.first) / (self.last - self.first)
        return self.plot.left + share * (self.plot.right - self.plot.left)

    def y(self, value: float) -> float:
        """Down: a value in the base unit."""
        low, high = float(self.ticks[0]), float(self.ticks[-1])
        share = (value / 2 - low / 2) / (high / 2 - low / 2)
        return self.plot.bottom - share * (self.plot.bottom - self.plot.top)

    @property
    def from_zero(self) -> bool:
        """Whether zero is on the axis."""
        return self.ticks[0] <= 0 <= self.ticks[-1]

    def year_width(self) -> float:
        """How wide a year is."""
        return (self.plot.right - self.plot.left) / (self.last - self.first)


def build_frame(
    times: Times,
    unit: str,
    width: int,
    *,
    from_zero: bool,
    beside: float,
    above: float,
    height: float | None = None,
) -> Frame:
    """Scales for all marks of ``times``, of which there must be one.

    Parameters
    ----------
    beside, above
        Room to leave right of the plot and over it.
    height
        Of the plot; None for one that suits the width.
    """
    low, high = value_range(values_of(times.marks), from_zero=from_zero)
    ticks = nice_ticks(low, high, 5 if height is None else 3)
    scale = unit_scale(max(abs(float(ticks[0])), abs(float(ticks[-1]))), unit)
    left = max(text_width(scale.label(tick), SMALL) for tick in ticks) + 12
    tall = min(max(width * 0.45, 200), 340) if height is None else height
    years = [math.floor(mark.at) for mark in times.marks if mark.stretch is None]
    for mark in times.marks:
        if mark.stretch is not None:
            years.extend((mark.stretch[0], mark.stretch[1] - 1))
    return Frame(
        plot=Box(left, above, width - beside, above + tall),
        first=min(years),
        last=max(years) + 1,
        ticks=ticks,
        scale=scale,
    )


def draw_axes(frame: Frame, times: Times, *, labelled: bool = True) -> str:
    """Gridlines with their values, and if ``labelled`` years or parts of them below."""
    plot = frame.plot
    parts = []
    for tick in frame.ticks:
        y = frame.y(float(tick))
        base = tick == 0
        parts.append(
            rule(
                plot.left,
                y,
                plot.right,
                y,
                stroke=SOFT if base else RULE,
                class_="pb-chart-zero" if base else "pb-chart-rule",
            )
        )
        label = frame.scale.label(tick).replace("-", "\N{MINUS SIGN}")
        parts.append(write(plot.left - 8, y + 4, label, anchor="end", size=SMALL))
    if not labelled:
        return "".join(parts)
    parts.append(rule(plot.left, plot.bottom, plot.right, plot.bottom, stroke=SOFT))
    years = frame.last - frame.first
    step = None if times.yearly else month_step(years, plot.right - plot.left, 44)
    parts.append(_years(frame, times) if step is None else _months(frame, step))
    return "".join(parts)


def draw_legend(lines: Sequence[Line], width: int) -> tuple[str, float]:
    """Shape and name of each line, in as many rows as they take; and their height."""
    x, y, parts = 0.0, 14.0, []
    for line in lines:
        name = fitted(line.name, width - 40, SIZE)
        taken = 22 + text_width(name, SIZE) + 18
        if x and x + taken > width:
            x, y = 0.0, y + _LEGEND_ROW
        parts.append(
            f"<g><title>{escape(readable(line.name))}</title>{shape(line.style, x + 8, y - 4)}"
            f"{write(x + 20, y, name, fill=INK, class_='pb-chart-ink')}</g>"
        )
        x += taken
    return "".join(parts), y + 10


def draw_unit(frame: Frame, texts: Texts, above: float = 14) -> str:
    """What the values are counted in, over the axis."""
    return write(0, frame.plot.top - above, _unit_words(frame, texts), size=SMALL)


def unit_box(frame: Frame, texts: Texts) -> Box:
    """The room that `draw_unit` takes."""
    width, y = text_width(_unit_words(frame, texts), SMALL), frame.plot.top - 14
    return Box(0, y - SIZE, width, y + 4)


def _unit_words(frame: Frame, texts: Texts) -> str:
    unit = frame.scale.unit
    label = texts("chart_unit", unit=unit) if unit else texts("chart_unit_none")
    return fitted(label, frame.plot.right, SMALL)


def _years(frame: Frame, times: Times) -> str:
    plot = frame.plot
    step = year_step(frame.last - frame.first, plot.right - plot.left, 42)
    with_figures = {math.floor(mark.at) for mark in times.marks if not mark.stretch}
    start = _label_start(with_figures, step)
    labelled = [year for year in range(frame.first, frame.last) if year % step == start]
    labelled = labelled or [frame.first]
    suffix = "年" if step * frame.year_width() >= 56 else ""
    parts = []
    if frame.year_width() >= 3:
        for year in sorted(with_figures):
            x = frame.x(year + 0.5)
            parts.append(rule(x, plot.bottom, x, plot.bottom + 5, stroke=SOFT))
    for year in labelled:
        x = frame.x(year + 0.5)
        parts.append(write(x, plot.bottom + 20, f"{year}{suffix}", anchor="middle", size=SMALL))
    return "".join(parts)


def _label_start(with_figures: set[int], step: int) -> int:
    """The remainder of the years to label: round ones, but of every second the fuller half."""
    odd = sum(year % 2 for year in with_figures)
    return int(step == 2 and odd * 2 > len(with_figures))


def _months(frame: Frame, step: int) -> str:
    plot, parts = frame.plot, []
    for year in range(frame.first, frame.last):
        for month in range(0, 12, step):
            left, right = frame.x(year + month / 12), frame.x(year + (month + step) / 12)
            name = {1: f"{month + 1}月", 3: _QUARTERS[month // 3], 6: _HALVES[month // 6]}[step]
            parts.append(rule(left, plot.bottom, left, plot.bottom + 5, stroke=SOFT))
            parts.append(
                write((left + right) / 2, plot.bottom + 18, name, anchor="middle", size=SMALL)
            )
        x = frame.x(year + 0.5)
        parts.append(write(x, plot.bottom + 36, f"{year}年", anchor="middle", size=SMALL, fill=INK))
        edge = frame.x(year)
        parts.append(rule(edge, plot.bottom, edge, plot.bottom + 40, stroke=SOFT))
    return "".join(parts)


def below_plot(frame: Frame, times: Times) -> int:
    """How much room the labels under the axis take."""
    months = not times.yearly and month_step(
        frame.last - frame.first, frame.plot.right - frame.plot.left, 44
    )
    return 46 if months else 30
