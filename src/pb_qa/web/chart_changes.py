"""Changes over time, as bars around zero: one panel for each line, all to one scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pb_qa.web.chart_data import Line, Mark, Times
from pb_qa.web.chart_draw import (
    INK,
    Box,
    Drawing,
    Label,
    colour,
    fitted,
    point,
    readable,
    shape,
    write,
)
from pb_qa.web.chart_frame import (
    ABOVE_PLOT,
    Frame,
    below_plot,
    build_frame,
    draw_axes,
    draw_unit,
)
from pb_qa.web.chart_marks import (
    draw_extent,
    draw_mark,
    extent_notes,
    spoken_mark,
    value_box,
    value_text,
)
from pb_qa.web.chart_scale import value_label
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import escape

_PANEL: Final = 130
_BETWEEN: Final = 44
_BARS: Final = 0.76
_WIDEST: Final = 46


def draw_changes(times: Times, unit: str, width: int, texts: Texts, label: Label) -> Drawing:
    """A chart of changes; ``times`` has at least one mark.

    Bars of several lines side by side are too thin to tell apart on a phone.
    """
    several = len(times.lines) > 1
    frame = build_frame(
        times,
        unit,
        width,
        from_zero=True,
        beside=20,
        above=ABOVE_PLOT + (20 if several else 0),
        height=_PANEL if several else None,
    )
    parts = [draw_unit(frame, texts, above=34 if several else 14)]
    bottom = frame.plot.bottom
    for index, line in enumerate(times.lines):
        down = index * (_PANEL + _BETWEEN)
        plot = frame.plot
        panel = replace(frame, plot=Box(plot.left, plot.top + down, plot.right, plot.bottom + down))
        bottom = panel.plot.bottom
        if several:
            parts.append(_name(line, panel, width))
        last = index == len(times.lines) - 1
        parts.append(draw_axes(panel, times, labelled=last))
        parts.append(_bars(line, panel, label))
    height = round(bottom + below_plot(frame, times))
    return Drawing(width, height, "".join(parts), extent_notes(times, texts))


def _name(line: Line, panel: Frame, width: int) -> str:
    y = panel.plot.top - 14
    name = fitted(line.name, width - 30)
    return (
        f"<g><title>{escape(readable(line.name))}</title>{shape(line.style, 8, y - 4)}"
        f"{write(20, y, name, fill=INK, class_='pb-chart-ink')}</g>"
    )


def _bars(line: Line, frame: Frame, label: Label) -> str:
    slots: dict[float, list[Mark]] = {}
    for mark in line.marks:
        if mark.stretch is None:
            slots.setdefault(mark.at, []).append(mark)
    most = max((len(marks) for marks in slots.values()), default=1)
    width = _bar_width(slots, most, frame)
    parts: list[str] = []
    values: list[tuple[str, float, float]] = []
    for at, marks in slots.items():
        left = frame.x(at) - width * len(marks) / 2
        for index, mark in enumerate(marks):
            x, y = left + width * (index + 0.5), frame.y(mark.value)
            body = _bar(x, y, width * 0.9, line, frame) + draw_extent(mark, line, frame, x)
            parts.append(point(mark.figures, spoken_mark(mark, label), x, y, body))
            number = value_label(mark.value, frame.scale, signed=True)
            values.append((number, x, y - 6 if mark.value >= 0 else y + 14))
    parts.extend(draw_mark(mark, line, frame, label) for mark in line.marks if mark.stretch)
    return "".join(parts) + _values(values, frame)


def _bar_width(moments: Iterable[float], most: int, frame: Frame) -> float:
    nearest = min((right - left for left, right in pairwise(sorted(moments))), default=1.0)
    room = min(nearest, 1.0) * frame.year_width()
    return max(min(room * _BARS / most, _WIDEST), 1.5)


def _bar(x: float, y: float, width: float, line: Line, frame: Frame) -> str:
    zero = frame.y(0.0)
    return (
        f'<rect x="{x - width / 2:.1f}" y="{min(y, zero):.1f}" width="{width:.1f}"'
        f' height="{max(abs(y - zero), 1):.1f}" fill="{colour(line.style)}"'
        f' class="pb-chart-bar pb-chart-{line.style}"/>'
    )


def _values(values: Sequence[tuple[str, float, float]], frame: Frame) -> str:
    """The values with their signs, as many as find room."""
    plot = frame.plot
    area = Box(plot.left - 4, plot.top - 18, plot.right + 20, plot.bottom + 18)
    taken: list[Box] = []
    parts = []
    for text, x, y in values:
        box = value_box(text, x, y)
        if box.within(area) and not any(box.meets(other) for other in taken):
            taken.append(box)
            parts.append(value_text(x, y, text))
    return "".join(parts)
