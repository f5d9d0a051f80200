"""Workings are read and reckoned again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.arithmetic import read_working


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("287.9万元（2015年） － 162.4万元（2010年底） ＝ 125.5万元", ["2879000", "1624000"]),
        ("50.2%（2011年底） － 31%（2010年） ＝ 19.2个百分点", ["50.2", "31"]),
        ("8批 ＋ 9批 ＋ 1批 ＝ 18批", ["8", "9", "1"]),
        ("1.2万人（1981年至1985年） ＋ 3000人 ＝ 1.5万人", ["12000", "3000"]),
        ("1790个 ÷ 14770家 ＝ 12.1%", ["1790", "14770"]),
        ("1790个 ÷ 14770家 × 100% ＝ 12.12%", ["1790", "14770", "100"]),
        ("（287.9亿元（2015年） － 162.4亿元（2010年）） ÷ 162.4亿元 ＝ 77.3%",
         ["28790000000", "16240000000", "16240000000"]),
        ("183万人次 ÷ 61万人次 ＝ 3倍", ["1830000", "610000"]),
        ("10000元 ÷ 3 ＝ 0.3333万元", ["10000", "3"]),
    ],
)  # fmt: skip
def test_right_workings_hold(text: str, values: list[str]) -> None:
    working = read_working(text)
    assert working is not None and working.holds
    assert [operand.number.value for operand in working.operands] == [Decimal(v) for v in values]
    assert "（" not in text[working.operands[0].start : working.operands[0].end]


@pytest.mark.parametrize(
    "text",
    [
        "287.9亿元 － 162.4亿元 ＝ 125.5万元",
        "287.9亿元 － 162.4亿元 ＝ 125.6亿元",
        "287.9亿元 ＋ 162.4亿元 ＝ 125.5亿元",
        "1790个 ÷ 14770家 ＝ 12.2%",
        "1790个 ÷ 14770家 ＝ 0.121%",
        "8 － （3 － 2） ＝ 3",
    ],
)
def test_wrong_workings_do_not_hold(text: str) -> None:
    working = read_working(text)
    assert working is not None and not working.holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17批",
        "＝ 3",
        "8批 ＋ ＝ 8批",
        "8批 ＋ 若干 ＝ 9批",
        "8 9 ＝ 17",
        "8 ÷ 0 ＝ 0",
        "（8 ＋ 9 ＝ 17",
        f"{'（1＋' * 400}1{'）' * 400} ＝ 401",
        f"{'9' * 9000} ＋ 1 ＝ 2",
    ],
)
def test_what_is_no_working_is_none(text: str) -> None:
    assert read_working(text) is None


_NUMBERS = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)


@given(st.lists(st.tuples(_NUMBERS, st.sampled_from(["", "万", "亿"])), min_size=2, max_size=6))
def test_sums_are_exact(amounts: list[tuple[Decimal, str]]) -> None:
    scale = {"": 1, "万": 10**4, "亿": 10**8}
    total = sum(number * scale[times] for number, times in amounts)
    left = " ＋ ".join(f"{number}{times}元" for number, times in amounts)
    right = read_working(f"{left} ＝ {total:f}元")
    wrong = read_working(f"{left} ＝ {total + Decimal('0.01'):f}元")
    assert right is not None and right.holds and len(right.operands) == len(amounts)
    assert wrong is not None and not wrong.holds


@given(st.text(alphabet="0123456789.，,（）＋－×÷＝ 万亿元%年", max_size=60))
def test_nothing_makes_it_raise(text: str) -> None:
    read_working(text)
