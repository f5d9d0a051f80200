"""The marks of charts over time: points, ranges, figures over several years, values."""

from __future__ import annotations

from pb_qa.web.chart_data import Line, Mark, Times
from pb_qa.web.chart_draw import (
    INK,
    SIZE,
    SMALL,
    Box,
    Label,
    colour,
    point,
    rule,
    shape,
    text_width,
    write,
)
from pb_qa.web.chart_frame import Frame
from pb_qa.web.i18n import Texts


def draw_mark(mark: Mark, line: Line, frame: Frame, label: Label) -> str:
    """A point that opens its sentence."""
    x, y = frame.x(mark.at), frame.y(mark.value)
    body = draw_extent(mark, line, frame, x) + shape(line.style, x, y)
    return point(mark.figures, spoken_mark(mark, label), x, y, body)


def draw_extent(mark: Mark, line: Line, frame: Frame, x: float) -> str:
    """The years or the range that a mark stands for, when it is more than a point."""
    stroke, class_ = colour(line.style), f"pb-chart-line pb-chart-{line.style}"
    y, body = frame.y(mark.value), ""
    if mark.stretch is not None:
        ends = (frame.x(mark.stretch[0]), y, frame.x(mark.stretch[1]), y)
        body += rule(*ends, stroke=stroke, class_=class_, width=3)
    if mark.upper is not None:
        upper = frame.y(mark.upper)
        body += rule(x, y, x, upper, stroke=stroke, class_=class_, width=1.5)
        for end in (y, upper):
            body += rule(x - 6, end, x + 6, end, stroke=stroke, class_=class_, width=1.5)
    return body


def spoken_mark(mark: Mark, label: Label) -> str:
    """The first figure of a mark in one line, and how many more state the same."""
    more = len(mark.figures) - 1
    return label(mark.figures[0]) + (f" +{more}" if more else "")


def extent_notes(times: Times, texts: Texts) -> tuple[str, ...]:
    """What must be said of marks that are more than points."""
    told = (
        (any(mark.upper is not None for mark in times.marks), texts("chart_range")),
        (any(mark.stretch for mark in times.marks), texts("chart_years")),
    )
    return tuple(note for tell, note in told if tell)


def value_text(x: float, y: float, text: str) -> str:
    """A value beside its mark."""
    ink = {"fill": INK, "class_": "pb-chart-ink"}
    return write(x, y, text, anchor="middle", size=SMALL, halo=True, **ink)


def value_box(text: str, x: float, baseline: float) -> Box:
    """The room that `value_text` takes."""
    half = text_width(text, SMALL) / 2 + 2
    return Box(x - half, baseline - SIZE, x + half, baseline + 3)
