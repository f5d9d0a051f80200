"""Markers, markup, spellings and workings of a model's sentence, each by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.generative.checking.aligning import slots_of
from pb_qa.answering.generative.checking.deriving import workings_of
from pb_qa.answering.generative.checking.markers import read_markers
from pb_qa.answering.generative.checking.naming import unnamed
from pb_qa.answering.generative.checking.polarity import opposed
from pb_qa.answering.generative.checking.qualifying import Bound, bound_of
from pb_qa.answering.generative.checking.spelling import spell
from pb_qa.answering.generative.checking.stated import read_dates, read_numbers
from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.answering.generative.cleansing import cleansed, visible


@pytest.mark.parametrize(
    ("written", "text", "numbers"),
    [
        ("党员4116名[1]。", "党员4116名。", (1,)),
        ("甲[2][3]，乙【1】。", "甲，乙。", (2, 3, 1)),
        ("甲［1］。", "甲。", (1,)),
        ("甲[1, 2]。", "甲。", (1, 2)),
        ("甲[1-3]。", "甲。", (1, 2, 3)),
        ("甲¹²。", "甲。", (12,)),
        ("甲② 。", "甲。", (2,)),
        ("甲[citation:3]【4†source】。", "甲。", (3, 4)),
        ("甲（来源：[2]）。", "甲。", (2,)),
        ("根据[1]，甲。", "根据资料，甲。", (1,)),
        ("[2]显示，甲。", "资料显示，甲。", (2,)),
        ("[2]中提到，甲。", "资料中提到，甲。", (2,)),
        ("甲[1]、[2]和[3]。", "甲。", (1, 2, 3)),
        ("国发[2018]1号。", "国发[2018]1号。", ()),
        ("面积5 m²。", "面积5 m²。", ()),
        ("包括①甲②乙。", "包括①甲②乙。", ()),
    ],
)
def test_markers_are_read_and_taken_out(written: str, text: str, numbers: tuple[int, ...]) -> None:
    marked = read_markers(written)
    assert (marked.text, marked.numbers) == (text, numbers)


@pytest.mark.parametrize(
    ("written", "text", "removed"),
    [
        ("甲![图](http://a.example/x.png)乙", "甲乙", True),
        ("看[这里](javascript:alert(1))", "看这里", True),
        ("甲[[1]](#c1)", "甲[1]", True),
        ("奋斗![1]", "奋斗![1]", False),
        ("甲<script>alert(1)</script>乙", "甲乙", True),
        ("甲&lt;img src=x onerror=y&gt;乙", "甲乙", True),
        ("访问www.a.example/b 看", "访问看", True),
        ("邮箱a@b.com。", "邮箱。", True),
        ("**甲**有`乙`", "甲有乙", False),
        ("7*24小时", "7*24小时", False),
        ("- 甲", "甲", False),
        ("4\u200b1\u202e16名", "4116名", False),
        ("甲<sup>2</sup>", "甲[2]", False),
    ],
)
def test_what_could_call_elsewhere_or_hide_is_taken_out(
    written: str, text: str, removed: bool
) -> None:
    assert cleansed(written) == (text, removed)


@given(st.text(max_size=100))
def test_cleansed_text_holds_nothing_hidden_and_no_tag(text: str) -> None:
    plain, _ = cleansed(text)
    assert visible(plain) == plain
    assert "<script" not in plain.lower()


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("about 3,500 people", "约3,500名"),
        ("thirty-five thousand households", "35000户"),
        ("3.5 million yuan", "3500000元"),
        ("March 5, 2018", "2018年3月5日"),
        ("over 12.5 percent in 2011", "超过12.5% 2011年"),
        ("叁仟名", "三千名"),
        ("陆军", "陆军"),
        ("４１１６", "4116"),
        ("𝟒𝟏𝟏𝟔", "4116"),
        ("７，５６９元", "7,569元"),
        ("one of the", "one of the"),
    ],
)
def test_numbers_of_any_spelling_become_plain(written: str, plain: str) -> None:
    assert plain_numbers(written) == plain


def test_numbers_and_dates_are_read_with_unit_and_bound() -> None:
    text = "2011年3月，3.5万名党员中不足75%在企业，一半是干部，减负1500多万元，第十三条"
    dates = read_dates(text)
    assert [(date.year, date.month) for date in dates] == [(2011, 3)]
    numbers = {n.text: (int(n.value), n.dimension) for n in read_numbers(text, dates)}
    assert numbers["3.5万名"] == (35000, "人数")
    assert numbers["不足75%"] == (75, "比例")
    assert numbers["一半"] == (50, "比例")
    assert numbers["1500多万元"] == (15_000_000, "人民币")
    assert numbers["第十三条"] == (13, "第条")


def test_words_that_bound_a_number() -> None:
    assert bound_of("不少于") is bound_of("以上") is Bound.LOWER
    assert bound_of("不足") is bound_of("不超过") is Bound.UPPER
    assert bound_of("") is Bound.PLAIN


def test_workings_are_found_and_reckoned_again() -> None:
    (right,) = workings_of("增加125.5亿元（287.9亿元-162.4亿元=125.5亿元）")
    assert right.holds
    (wrong,) = workings_of("合计：8批+9批=18批。")
    assert not wrong.holds
    assert workings_of("甲等于乙") == []


def test_the_one_word_that_differs_is_found() -> None:
    sources = [spell("全县财政投入比2010年增长12.5%，党员达到4116名。")]
    (slot,) = slots_of(spell("全县财政投入比2009年增长12.5%，党员达到4116名。"), sources)
    assert (slot.said, slot.written) == ("2009", "2010")
    assert slots_of(spell("财政投入比2010年增长12.5%"), sources) == []


def test_forces_on_the_same_verb_are_compared() -> None:
    source = "受处分的党员不得参加评选"
    assert opposed("受处分的党员可以参加评选", [source], [source])[0].startswith("可以")
    assert opposed("受处分的党员不能参加评选", [source], [source]) == ("", "")


def test_names_are_compared_with_the_sources() -> None:
    assert unnamed("县长赵国强表示支持", ["县委书记李建国说"]) == ["赵国强"]
    assert unnamed("李建国书记表示支持", ["县委书记李建国说"]) == []
    assert unnamed("文件指出要加强领导", ["要加强领导"]) == []
