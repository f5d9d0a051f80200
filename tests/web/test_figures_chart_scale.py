from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.web.chart_scale import (
    month_step,
    nice_ticks,
    unit_scale,
    value_label,
    value_range,
    year_step,
)

_FINITE = st.floats(allow_nan=False, allow_infinity=False)
_USUAL = st.floats(-1e14, 1e14, allow_nan=False)


@given(_FINITE, _FINITE)
def test_ticks_cover_whatever_is_given(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    ticks = nice_ticks(low, high)
    assert ticks[0] <= Decimal(low) and Decimal(high) <= ticks[-1]
    assert 2 <= len(ticks) <= 12
    distances = {right - left for left, right in pairwise(ticks)}
    assert len(distances) == 1 and min(distances) > 0
    assert low > 0 or high < 0 or 0 in ticks or low == high


@given(_USUAL, _USUAL)
def test_ticks_are_round_numbers(a: float, b: float) -> None:
    ticks = nice_ticks(min(a, b), max(a, b))
    step = (ticks[1] - ticks[0]).normalize()
    assert step.as_tuple().digits in {(1,), (2,), (2, 5), (5,)}


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, "0 2 4 6 8 10"),
        (0, 12.4, "0 2.5 5 7.5 10 12.5"),
        (5.015, 6, "5.0 5.2 5.4 5.6 5.8 6.0"),
        (-3.9, 7.1, "-5.0 -2.5 0.0 2.5 5.0 7.5"),
        (3, 3, "1 2 3 4 5"),
        (0, 0, "-1.0 -0.5 0.0 0.5 1.0"),
    ],
)
def test_usual_axes(low: float, high: float, ticks: str) -> None:
    assert [float(tick) for tick in nice_ticks(low, high)] == [float(t) for t in ticks.split()]


@pytest.mark.parametrize(
    ("largest", "unit", "shown", "value", "label"),
    [
        (46218, "名", "名", "46218", "46,218"),
        (120000, "名", "万名", "52000", "5.2"),
        (662_000_000, "吨", "亿吨", "663843000", "6.63843"),
        (67_700_000_000_000, "元", "万亿元", "67700000000000", "67.7"),
        (250_000, "%", "%", "250000", "250,000"),
        (250_000, "个百分点", "个百分点", "1", "1"),
        (1e12, "元", "万亿元", "123456789123", "0.1235"),
        (3, "", "", "0.1", "0.1"),
    ],
)
def test_large_numbers_are_counted_in_wan_and_yi(
    largest: float, unit: str, shown: str, value: str, label: str
) -> None:
    scale = unit_scale(largest, unit)
    assert scale.unit == shown and scale.label(Decimal(value)) == label


@given(_FINITE)
def test_a_label_is_short_and_true_to_four_digits(value: float) -> None:
    scale = unit_scale(value, "元")
    written = scale.label(Decimal(value)).replace(",", "")
    exact = Decimal(value) / scale.factor
    assert abs(Decimal(written) - exact) <= abs(exact) * Decimal("0.0006")


def test_a_change_has_its_sign() -> None:
    scale = unit_scale(10, "%")
    assert value_label(3.2, scale, signed=True) == "+3.2"
    assert value_label(-3.2, scale, signed=True) == "\N{MINUS SIGN}3.2"
    assert value_label(0.0, scale, signed=True) == "0"
    assert value_label(3.2, scale, signed=False) == "3.2"


def test_an_axis_begins_at_zero_unless_that_hides_the_differences() -> None:
    assert value_range([3, 10], from_zero=False) == (0, 10)
    assert value_range([9, 10], from_zero=False) == (9, 10)
    assert value_range([9, 10], from_zero=True) == (0, 10)
    assert value_range([-2, 10], from_zero=False) == (-2, 10)
    assert value_range([-10, -9], from_zero=True) == (-10, 0)
    assert value_range([7], from_zero=False) == (0, 7)


@given(st.integers(1, 3000), st.integers(200, 1600))
def test_labels_under_the_axis_never_touch(years: int, width: int) -> None:
    step = year_step(years, width, 42)
    assert step * width / years >= 42 or step == 5000
    months = month_step(years, width, 44)
    assert months is None or months * width / (years * 12) >= 44


def test_a_value_too_small_for_the_axis_has_a_unit_of_its_own() -> None:
    scale = unit_scale(8e11, "元")
    assert value_label(8e11, scale, signed=False) == "8,000"
    assert value_label(12_000.0, scale, signed=False) == "12,000元"
