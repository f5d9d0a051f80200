from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.numerals import find_numbers, normal_numbers


@pytest.mark.parametrize(
    ("text", "value", "written", "unit", "percent"),
    [
        ("已有4116名指导员", "4116", "4116", "名", False),
        ("共35,000人", "35000", "35,000", "人", False),
        ("共３３，２１２户", "33212", "３３，２１２", "户", False),
        ("投入3.5万元", "35000", "3.5万", "元", False),
        ("投入 3.5 万元", "35000", "3.5 万", "元", False),
        ("增长百分之十点八", "10.8", "百分之十点八", "", True),
        ("占百分之62.5", "62.5", "百分之62.5", "", True),
        ("千分之三", "0.3", "千分之三", "", True),
        ("收入三千二百万元", "32000000", "三千二百万", "元", False),
        ("二〇一一年", "2011", "二〇一一", "年", False),
        ("二○一一年", "2011", "二○一一", "年", False),
        ("一九五四年", "1954", "一九五四", "年", False),
        ("占62%。", "62", "62%", "", True),
        ("占６２．５％", "62.5", "６２．５％", "", True),
        ("效益300多万元", "3000000", "300多万", "元", False),
        ("1·6倍", "1.6", "1·6", "倍", False),
        ("两个覆盖", "2", "两", "个", False),
        ("半年内", "0.5", "半", "年", False),
        ("一半", "0.5", "一半", "", False),
        ("10余次", "10", "10", "次", False),
        ("二百一十七项", "217", "二百一十七", "项", False),
        ("二百十七项", "217", "二百十七", "项", False),
        ("一千零五人", "1005", "一千零五", "人", False),
        ("十二亿三千万", "1230000000", "十二亿三千万", "", False),
        ("三点五万人", "35000", "三点五万", "人", False),
        ("第十三条", "13", "十三", "条", False),
        ("第13条", "13", "13", "条", False),
        ("第一书记", "1", "一", "", False),
        ("3亿5000万元", "350000000", "3亿5000万", "元", False),
        ("2万亿元", "2000000000000", "2万亿", "元", False),
        ("装机10万千瓦", "100000", "10万", "千瓦", False),
        ("跑了5千米", "5", "5", "千米", False),
        ("三成以上", "30", "三成", "", True),
        ("四分之三", "0.75", "四分之三", "", False),
        ("提高5个百分点", "5", "5", "个百分点", False),
        ("两千余家", "2000", "两千", "家", False),
        ("三百多万元", "3000000", "三百多万", "元", False),
        ("增速 | -3.5%", "-3.5", "3.5%", "", True),
        ("八项规定", "8", "八", "项", False),
        ("一万三", "13000", "一万三", "", False),
        ("上涨12‰", "1.2", "12‰", "", True),
    ],
)
def test_one_number(text: str, value: str, written: str, unit: str, percent: bool) -> None:
    (number,) = find_numbers(text)
    assert number.value == Decimal(value)
    assert text[number.start : number.end] == written
    assert (number.unit, number.percent) == (unit, percent)


@pytest.mark.parametrize(
    "text",
    ["统一思想", "进一步", "十分重要", "千方百计", "万一", "（二）加强领导", "一是抓学习", "百姓",
     "十一、附则", "1.加强领导", "（1）加强领导", "几十个", "一方面", "一部分", "五四运动", "一起"],
)  # fmt: skip
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("二〇一一年三月五日", {"2011", "3", "5"}),
        ("2011年03月05日", {"2011", "3", "5"}),
        ("2011-03-05", {"2011", "3", "5"}),
        ("2011.3.5", {"2011", "3", "5"}),
        ("国发〔2018〕1号", {"2018", "1"}),
        ("占50.20%，共1,790个", {"50.2%", "1790"}),
        ("百分之五十点二", {"50.2%"}),
        ("比上年增长10%-15%", {"10%", "15%"}),
        ("三四个人", {"3", "4"}),
        ("十四五规划", {"14"}),
        ("第（二）项", {"2"}),
        ("2010年1万2千人", {"2010", "12000"}),
        ("2012年2013年", {"2012", "2013"}),
        ("5万2012年", {"50000", "2012"}),
        ("没有数字", set()),
    ],
)
def test_normal_numbers(text: str, numbers: set[str]) -> None:
    assert normal_numbers(text) == numbers


def _chinese(number: int) -> str:
    """Write a number below 100,000,000 in characters, independently of the reader."""
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return _chinese(high) + "万" + gap + (_chinese(low) if low else "")
    written = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += digits[digit] + name
        elif written and number and not written.endswith("零"):
            written += "零"
    return written


@given(st.integers(10, 99_999_999))
def test_numerals_in_characters_have_the_value_they_were_written_from(number: int) -> None:
    assert normal_numbers(f"共{_chinese(number)}元") == {str(number)}


@given(st.integers(0, 10**15), st.integers(0, 9999))
def test_digits_have_their_value(whole: int, fraction: int) -> None:
    for written in (f"{whole}.{fraction:04d}", f"{whole:,}.{fraction:04d}"):
        (number,) = find_numbers(f"达到{written}元")
        assert number.value == Decimal(f"{whole}.{fraction:04d}")


@given(st.text(alphabet="0１9,，.·点%％‰一二十百千万亿零〇两半多余分之成第（）个元年-\n、"))
def test_spans_are_in_order_and_apart(text: str) -> None:
    numbers = find_numbers(text)
    for before, after in pairwise(numbers):
        assert before.end <= after.start
    for number in numbers:
        assert text[number.start : number.end].strip() == text[number.start : number.end] != ""


def test_long_hostile_runs_are_read_in_linear_time() -> None:
    """A pattern that backtracks would not come back from these."""
    for run in ("1" * 200_000, "1," * 100_000, "一" * 100_000, "百" * 100_000, "1.1" * 60_000):
        assert all(number.end <= len(run) for number in find_numbers(run))
