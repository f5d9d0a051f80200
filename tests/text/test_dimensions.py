from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.dimensions import common_unit, converted, dimension_of, exact, spelled

_KNOWN = [
    "克",
    "斤",
    "公斤",
    "担",
    "吨",
    "米",
    "公里",
    "里",
    "亩",
    "公顷",
    "平方公里",
    "升",
    "立方米",
]
_KNOWN += ["千瓦时", "元", "角", "%", "‰", "百分点", "人", "名", "个", "家", "天", "小时"]


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("1", "吨", "斤", "2000"),
        ("3", "斤", "公斤", "1.5"),
        ("12", "担", "吨", "0.6"),
        ("15", "亩", "公顷", "1"),
        ("1", "亩", "公顷", "1/15"),
        ("2.5", "公顷", "亩", "37.5"),
        ("1", "平方公里", "亩", "1500"),
        ("1", "里", "米", "500"),
        ("3.2", "公里", "米", "3200"),
        ("35", "‰", "%", "3.5"),
        ("8126", "名", "人", "8126"),
        ("0.10", "元", "元", "0.10"),
        ("-2/3", "吨", "公斤", "-2000/3"),
    ],
)
def test_units_are_converted_exactly(value: str, unit: str, to: str, expected: str) -> None:
    assert converted(value, unit, to) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("吨", "亩"), ("人", "人次"), ("%", "百分点"), ("元", "美元"), ("人", "户")]
)
def test_what_measures_different_things_is_not_converted(one: str, other: str) -> None:
    with pytest.raises(ValueError, match="different things"):
        converted("1", one, other)


def test_a_ratio_is_no_number() -> None:
    with pytest.raises(ValueError):
        converted("3:2", "吨", "斤")


def test_an_unknown_unit_is_its_own_measure() -> None:
    assert dimension_of("艘") == dimension_of("艘") != dimension_of("架")


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (["吨", "吨", "斤"], "吨"),
        (["公顷", "公顷", "亩"], "亩"),
        (["平方公里", "公顷"], "公顷"),
        (["名", "人", "人"], "人"),
    ],
)
def test_the_common_unit_needs_no_recurring_decimals(units: list[str], expected: str) -> None:
    assert common_unit(units) == expected


def test_no_units_have_no_common_one() -> None:
    with pytest.raises(ValueError):
        common_unit([])


@given(st.fractions(max_denominator=10**6))
def test_what_is_spelled_is_read_back(value: Fraction) -> None:
    assert exact(spelled(value)) == value


@given(
    st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(_KNOWN),
    st.sampled_from(_KNOWN),
)
def test_there_and_back_is_the_same_value(value: str, unit: str, to: str) -> None:
    if dimension_of(unit).name == dimension_of(to).name:
        assert exact(converted(converted(value, unit, to), to, unit)) == exact(value)
