"""Numerals that a comparison with other readers showed to be read wrongly."""

from __future__ import annotations

import pytest

from pb_qa.understanding.figures.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "base_value", "base_unit"),
    [("一万五千亿元", "1500000000000", "元"), ("二十万亿元", "20000000000000", "元")],
)
def test_ten_thousands_of_hundred_millions(text: str, base_value: str, base_unit: str) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.base_value, quantity.base_unit) == (base_value, base_unit)


@pytest.mark.parametrize("text", ["廿五人", "卅六户"])
def test_a_numeral_that_is_not_understood_is_not_read_in_part(text: str) -> None:
    assert find_quantities(text) == []
