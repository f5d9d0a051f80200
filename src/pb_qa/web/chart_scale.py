"""Where an axis has its ticks and how they are labelled: pure functions on numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import Final

_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MONTH_STEPS: Final = (1, 3, 6)
# From where on a multiplier is used: labels then have at most six digits.
_MULTIPLIERS: Final = (
    (Decimal("1e12"), Decimal("1e12"), "万亿"),
    (Decimal("1e8"), Decimal("1e8"), "亿"),
    (Decimal("1e5"), Decimal("1e4"), "万"),
)
# Rates are read as they are: nobody writes 万% or 万百分点.
_UNSCALED: Final = re.compile(r"[%‰]|百分点|千分点|分之|倍|^$")
_EXACT: Final = Context(prec=400)
MINUS: Final = "\N{MINUS SIGN}"

_FROM_ZERO: Final = 0.4
_LONGEST: Final = 8
_SMALLEST: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class UnitScale:
    """What the numbers along an axis are divided by, and the unit they then have."""

    factor: Decimal
    unit: str
    base_unit: str

    def label(self, value: Decimal) -> str:
        """A number of the base unit as it stands on the axis; at most eight characters
        of it are exact, longer ones are rounded to four significant digits."""
        scaled = _EXACT.divide(value, self.factor)
        text = _plain(scaled)
        if len(text.replace(",", "")) > _LONGEST and scaled:
            whole = max(scaled.adjusted() + 1, 0)
            places = Decimal(1).scaleb(-max(0, 4 - whole) if whole else scaled.adjusted() - 3)
            text = _plain(scaled.quantize(places, ROUND_HALF_EVEN, _EXACT))
        return text


def unit_scale(largest: float, unit: str) -> UnitScale:
    """万, 亿 or 万亿 before the unit where the numbers are large enough for it."""
    if not _UNSCALED.search(unit):
        for threshold, factor, name in _MULTIPLIERS:
            if Decimal(abs(largest)) >= threshold:
                return UnitScale(factor, f"{name}{unit}", unit)
    return UnitScale(Decimal(1), unit, unit)


def value_label(value: float, scale: UnitScale, *, signed: bool) -> str:
    """A value as it stands beside its mark; with a plus too when ``signed``.

    One too small to be told on the axis is written in a unit of its own.
    """
    size = abs(Decimal(repr(value)))
    text = scale.label(size)
    if 0 < size < _SMALLEST * scale.factor:
        own = unit_scale(float(size), scale.base_unit)
        text = f"{own.label(size)}{own.unit}"
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{text}"


def nice_ticks(low: float, high: float, about: int = 5) -> tuple[Decimal, ...]:
    """Round numbers at even distances that reach from ``low`` or below to ``high`` or above.

    Parameters
    ----------
    low, high
        Finite, ``low <= high``; equal ones get room on both sides.
    about
        How many steps to aim at.

    Returns
    -------
    tuple of Decimal
        At least two, exact, ascending.
    """
    first, last = Decimal(low), Decimal(high)
    if first == last:
        room = abs(first) / 2 or Decimal(1)
        first, last = _EXACT.subtract(first, room), _EXACT.add(last, room)
    rough = _EXACT.divide(_EXACT.subtract(last, first), Decimal(about))
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(nice * power for nice in _STEPS if nice * power >= rough)
    start = _EXACT.divide(first, step).to_integral_value(ROUND_FLOOR, _EXACT)
    stop = _EXACT.divide(last, step).to_integral_value(ROUND_CEILING, _EXACT)
    return tuple(_EXACT.multiply(step, start + index) for index in range(int(stop - start) + 1))


def value_range(values: list[float], *, from_zero: bool) -> tuple[float, float]:
    """The stretch an axis must cover.

    Zero is in it when ``from_zero`` or when leaving it out would hide little: when the
    smallest value is under four tenths of the largest.
    """
    low, high = min(values), max(values)
    if low >= 0:
        return (0.0 if from_zero or low < high * _FROM_ZERO or low == high else low), high
    if high <= 0:
        return low, (0.0 if from_zero or high > low * _FROM_ZERO or low == high else high)
    return low, high


def year_step(years: float, width: float, label_width: float) -> int:
    """Every how many years a label fits under an axis of ``years`` over ``width``."""
    room = width / max(years, 1)
    return next((step for step in _YEAR_STEPS if step * room >= label_width), _YEAR_STEPS[-1])


def month_step(years: float, width: float, label_width: float) -> int | None:
    """Every how many months a label fits; None when only years do."""
    room = width / max(years * 12, 1)
    return next((step for step in _MONTH_STEPS if step * room >= label_width), None)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
