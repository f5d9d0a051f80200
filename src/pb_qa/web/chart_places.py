"""Figures of one period over places, as bars from zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import FoundFigure, Measure
from pb_qa.web.chart_data import signed_upper, signed_value
from pb_qa.web.chart_draw import (
    INK,
    RULE,
    SIZE,
    SMALL,
    SOFT,
    Drawing,
    Label,
    colour,
    fitted,
    point,
    readable,
    rule,
    text_width,
    write,
)
from pb_qa.web.chart_scale import UnitScale, nice_ticks, unit_scale, value_label
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import escape

MOST_BARS: Final = 40
_ROW: Final = 30
_BAR: Final = 16
_NAMES: Final = 0.34
_NUMBERS: Final = 0.25
_TOP: Final = 44


@dataclass(frozen=True, slots=True)
class PlaceBar:
    """A place's value, with every figure that states it."""

    name: str
    value: float
    upper: float | None
    figures: tuple[FoundFigure, ...]


def lay_out_places(figures: Sequence[FoundFigure], texts: Texts) -> tuple[PlaceBar, ...]:
    """One bar for each place and value, the largest first; ratios are left out."""
    gathered: dict[tuple[str, float, float | None], list[FoundFigure]] = {}
    for found in figures:
        value = signed_value(found.figure)
        if value is not None:
            key = (found.figure.place, value, signed_upper(found.figure))
            gathered.setdefault(key, []).append(found)
    bars = [
        PlaceBar(place or texts("place_unnamed"), value, upper, tuple(same))
        for (place, value, upper), same in gathered.items()
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.value))


def draw_places(
    bars: Sequence[PlaceBar], unit: str, measure: Measure, width: int, texts: Texts, label: Label
) -> Drawing:
    """A chart of one bar a row.

    Parameters
    ----------
    bars
        At least one; the first ``MOST_BARS`` are drawn, and how many there are is noted.
    """
    shown = bars[:MOST_BARS]
    values = [v for bar in shown for v in (bar.value, bar.upper) if v is not None]
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values), 4 if width < 480 else 6)
    scale = unit_scale(max(abs(float(ticks[0])), abs(float(ticks[-1]))), unit)
    signed = measure is Measure.CHANGE
    numbers = [_number(bar, scale, signed=signed) for bar in shown]
    widest = min(max(text_width(number, SMALL) for number in numbers) + 8, width * _NUMBERS)
    names = min(max(text_width(bar.name, SIZE) for bar in shown) + 12, width * _NAMES)
    left = names + (widest if ticks[0] < 0 else 0)
    right = width - widest
    bottom = _TOP + len(shown) * _ROW
    low, high = float(ticks[0]), float(ticks[-1])

    def x(value: float) -> float:
        return left + (value / 2 - low / 2) / (high / 2 - low / 2) * (right - left)

    title = texts("chart_unit", unit=scale.unit) if scale.unit else texts("chart_unit_none")
    parts = [write(0, 14, fitted(title, width, SMALL), size=SMALL)]
    every = _every([scale.label(tick) for tick in ticks], (right - left) / (len(ticks) - 1))
    for index, tick in enumerate(ticks):
        at = x(float(tick))
        zero = tick == 0
        parts.append(
            rule(
                at,
                _TOP - 6,
                at,
                bottom,
                stroke=SOFT if zero else RULE,
                class_="pb-chart-zero" if zero else "pb-chart-rule",
            )
        )
        if index % every == 0:
            text = scale.label(tick).replace("-", "\N{MINUS SIGN}")
            parts.append(write(at, _TOP - 12, text, anchor="middle", size=SMALL))
    for index, (bar, number) in enumerate(zip(shown, numbers, strict=True)):
        middle = _TOP + index * _ROW + _ROW / 2
        parts.append(_row(bar, number, middle, x, names, label))
    notes = (texts("chart_top", count=len(bars), most=MOST_BARS),) if len(bars) > len(shown) else ()
    return Drawing(width, bottom + 8, "".join(parts), notes)


def _row(
    bar: PlaceBar,
    number: str,
    middle: float,
    x: Callable[[float], float],
    names: float,
    label: Label,
) -> str:
    start, end = sorted((x(0.0), x(bar.value)))
    body = (
        f'<rect x="{start:.1f}" y="{middle - _BAR / 2:.1f}" width="{max(end - start, 1):.1f}"'
        f' height="{_BAR}" fill="{colour(0)}" class="pb-chart-bar pb-chart-0"/>'
    )
    tip = x(bar.value)
    if bar.upper is not None:
        upper = x(bar.upper)
        for ends in ((tip, middle, upper, middle), (upper, middle - 6, upper, middle + 6)):
            body += rule(*ends, stroke=INK, class_="pb-chart-zero", width=1.5)
        end = max(end, upper)
    negative = bar.value < 0
    said = label(bar.figures[0])
    name = fitted(bar.name, names - 10)
    title = f"<title>{escape(readable(bar.name))}</title>"
    return (
        f"<g>{title}{write(0, middle + 4, name, fill=INK, class_='pb-chart-ink')}</g>"
        + point(bar.figures, said, tip, middle, body)
        + write(
            start - 6 if negative else end + 6,
            middle + 4,
            number,
            anchor="end" if negative else "start",
            size=SMALL,
            fill=INK,
            class_="pb-chart-ink",
        )
    )


def _number(bar: PlaceBar, scale: UnitScale, *, signed: bool) -> str:
    text = value_label(bar.value, scale, signed=signed)
    if bar.upper is None:
        return text
    return f"{text}–{value_label(bar.upper, scale, signed=signed)}"


def _every(labels: Sequence[str], room: float) -> int:
    """Every which label is written so that none touches the next."""
    widest = max(text_width(text, SMALL) for text in labels) + 10
    return max(1, -int(-widest // max(room, 1)))
