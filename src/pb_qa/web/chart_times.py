"""Levels and shares over time, as lines."""

from __future__ import annotations

from typing import Final

from pb_qa.figures import Measure
from pb_qa.web.chart_changes import draw_changes
from pb_qa.web.chart_data import Line, Mark, Times, several_values, steps
from pb_qa.web.chart_draw import (
    INK,
    MARK_RADIUS,
    SMALL,
    Box,
    Drawing,
    Label,
    colour,
    fitted,
    rule,
    text_width,
    write,
)
from pb_qa.web.chart_frame import (
    ABOVE_PLOT,
    Frame,
    below_plot,
    build_frame,
    draw_axes,
    draw_legend,
    draw_unit,
    unit_box,
)
from pb_qa.web.chart_marks import draw_mark, extent_notes, value_box, value_text
from pb_qa.web.chart_scale import value_label
from pb_qa.web.i18n import Texts

_BESIDE: Final = 0.24
_ROW: Final = 17


def draw_times(
    times: Times, unit: str, measure: Measure, width: int, texts: Texts, label: Label
) -> Drawing:
    """A chart over time.

    Parameters
    ----------
    times
        At least one mark.
    unit
        The base unit of all values.
    label
        A figure in one line, for tooltips and for those who hear the page.
    """
    if measure is Measure.CHANGE:
        return draw_changes(times, unit, width, texts, label)
    several = len(times.lines) > 1
    legend, above = draw_legend(times.lines, width) if several else ("", 0.0)
    beside = 20.0
    if several:
        longest = max(text_width(line.name, SMALL) for line in times.lines)
        beside = min(longest + 16, width * _BESIDE)
    frame = build_frame(
        times, unit, width, from_zero=False, beside=beside, above=above + ABOVE_PLOT
    )
    body = [legend, draw_unit(frame, texts), draw_axes(frame, times)]
    body.extend(_line(line, frame, label) for line in times.lines)
    body.append(_beside(times, frame) if several else _values(times.lines[0], frame, texts))
    height = round(frame.plot.bottom + below_plot(frame, times))
    return Drawing(width, height, "".join(body), _notes(times, frame, texts))


def _line(line: Line, frame: Frame, label: Label) -> str:
    parts = []
    stroke, class_ = colour(line.style), f"pb-chart-line pb-chart-{line.style}"
    for step in steps(line):
        start, end = step.start, step.end
        ends = (frame.x(start.at), frame.y(start.value), frame.x(end.at), frame.y(end.value))
        if step.gap:
            parts.append(rule(*ends, stroke=stroke, class_=class_, dash="2 5"))
        else:
            parts.append(rule(*ends, stroke=stroke, class_=class_, width=2))
    for low, high in several_values(line):
        x = frame.x(low.at)
        ends = (x, frame.y(low.value), x, frame.y(high.value))
        parts.append(rule(*ends, stroke=stroke, class_=class_, width=1.5))
    parts.extend(draw_mark(mark, line, frame, label) for mark in line.marks)
    return "".join(parts)


def _values(line: Line, frame: Frame, texts: Texts) -> str:
    """Values beside the marks of a single line, as many as find room, the last first."""
    marks = line.marks
    by_value = sorted(marks, key=lambda mark: mark.value)
    ordered = {id(mark): mark for mark in (marks[-1], marks[0], by_value[-1], by_value[0], *marks)}
    around = {key: _around(mark, frame) for key, mark in ordered.items()}
    taken = [unit_box(frame, texts)]
    plot = frame.plot
    area = Box(plot.left - 4, plot.top - ABOVE_PLOT, plot.right + 20, plot.bottom)
    parts = []
    for key, mark in ordered.items():
        text = value_label(mark.value, frame.scale, signed=False)
        half = text_width(text, SMALL) / 2
        x, y = frame.x(mark.at), frame.y(mark.value)
        obstacles = [*taken, *(box for other, box in around.items() if other != key)]
        for across, down in ((0, -11), (0, 20), (half, -11), (half, 20), (-half, -11)):
            box = value_box(text, x + across, y + down)
            if box.within(area) and not any(box.meets(other) for other in obstacles):
                taken.append(box)
                parts.append(value_text(x + across, y + down, text))
                break
    return "".join(parts)


def _beside(times: Times, frame: Frame) -> str:
    """The name of each line at its end, moved apart where they would overlap."""
    ends = [(line, line.marks[-1]) for line in times.lines if line.marks]
    ends.sort(key=lambda end: frame.y(end[1].value))
    rows: list[float] = []
    for _, mark in ends:
        wanted = frame.y(mark.value) + 4
        rows.append(max(wanted, rows[-1] + _ROW) if rows else wanted)
    floor = frame.plot.bottom + 4
    for index in reversed(range(len(rows))):
        rows[index] = min(rows[index], floor)
        floor = rows[index] - _ROW
    x = frame.plot.right + 12
    parts = []
    for (line, mark), y in zip(ends, rows, strict=True):
        start = (frame.x(mark.at) + MARK_RADIUS + 2, frame.y(mark.value))
        parts.append(
            rule(
                *start,
                x - 3,
                y - 4,
                stroke=colour(line.style),
                class_=f"pb-chart-lead pb-chart-{line.style}",
                width=0.75,
            )
        )
        name = fitted(line.name, frame.plot.right * _BESIDE, SMALL)
        parts.append(write(x, y, name, size=SMALL, fill=INK, class_="pb-chart-ink", halo=True))
    return "".join(parts)


def _notes(times: Times, frame: Frame, texts: Texts) -> tuple[str, ...]:
    several = sum(len(several_values(line)) for line in times.lines)
    gaps = any(step.gap for line in times.lines for step in steps(line))
    told = (
        (not frame.from_zero, texts("chart_not_from_zero")),
        (gaps, texts("chart_gap")),
        (bool(several), texts("chart_several", count=several)),
    )
    return (*(note for tell, note in told if tell), *extent_notes(times, texts))


def _around(mark: Mark, frame: Frame) -> Box:
    x, y = frame.x(mark.at), frame.y(mark.value)
    return Box(x - 6, y - 6, x + 6, y + 6)
