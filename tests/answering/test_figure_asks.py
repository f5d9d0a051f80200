"""Several quantities asked for in one question, each with its own words, unit and time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.figures.asking import Reckoning, read_figure_question
from pb_qa.answering.figures.choosing import slots_of
from pb_qa.answering.figures.named_lists import names_added
from pb_qa.answering.figures.shares import part_and_whole

NAMED = [
    ("79年粮食、油料、肉各产了多少", ["粮食", "油料", "肉"]),
    ("八三年工业和农业产值各涨了百分之几", ["工业产值", "农业产值"]),
    ("规划给煤、石油、电力各投多少亿", ["煤", "石油", "电力"]),
    ("59年定的四大指标，钢煤粮棉各是多少", ["钢", "煤", "粮食", "棉花"]),
    ("85年原煤和原油产了多少", ["原煤", "原油"]),
    ("那三年造成多大损失？工业产值、钢、财政三个数都要", ["工业产值", "钢", "财政"]),
]


@pytest.mark.parametrize(("question", "names"), NAMED)
def test_things_named_one_after_another_are_asked_for_one_by_one(
    question: str, names: list[str]
) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert [ask.key for ask in read.asks] == names


@pytest.mark.parametrize(
    "question",
    [
        "工业和农业产值合计多少",
        "城镇和农村居民收入之比是多少",
        "广东和香港合建几个气象站",
        "民族地区、不发达地区的专款有多少亿",
    ],
)
def test_one_figure_about_several_things_is_asked_for_once(question: str) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert len(read.asks) == 1


def test_the_same_thing_at_another_time_needs_no_name_of_its_own() -> None:
    read = read_figure_question("军费占财政支出的份额，50年多少，54年降到多少")
    assert read is not None
    first, second = read.asks
    assert [ask.periods[0].text for ask in (first, second)] == ["1950年", "1954年"]
    assert second.key == first.key
    assert first.words in second.words


def test_the_same_thing_counted_otherwise_keeps_its_own_unit() -> None:
    read = read_figure_question("建档立卡贫困人口有多少户多少人")
    assert read is not None
    assert [ask.unit for ask in read.asks] == ["户", "人"]
    assert all("贫困人口" in ask.words for ask in read.asks)


def test_what_follows_the_first_quantity_does_not_name_the_second() -> None:
    read = read_figure_question("全国登记了多少选民，投票率多高")
    assert read is not None
    assert "选民" not in read.asks[1].words
    assert read.asks[1].share


def test_both_times_of_a_comparison_are_wanted_when_each_is_asked_for() -> None:
    read = read_figure_question("5级以上地震，96年比95年多了还是少了，各多少次")
    assert read is not None
    assert [slot.periods[0].text for slot in slots_of(read)] == ["1996年", "1995年"]
    assert not read.asks[0].change


def test_one_thing_at_several_times_or_places_is_several_slots() -> None:
    times = read_figure_question("大学生人数52年57年58年分别有多少")
    places = read_figure_question("北京和上海2010年的常住人口各是多少万")
    assert times is not None and places is not None
    assert [slot.periods[0].text for slot in slots_of(times)] == ["1952年", "1957年", "1958年"]
    assert [slot.places for slot in slots_of(places)] == [("北京",), ("上海",)]


@given(st.text("粮食棉花钢和、与各是多少几亿吨年比1985，。？呢的从到占", max_size=60))
def test_no_question_however_odd_fails_to_be_read(question: str) -> None:
    read = read_figure_question(question)
    assert read is None or slots_of(read)


@pytest.mark.parametrize(
    "named", ["54年钢产量", "2011年城镇居民人均可支配收入？", "全县财政收入", "党组织组建率"]
)
def test_who_names_a_measure_asks_how_much_it_is(named: str) -> None:
    read = read_figure_question(named)
    assert read is not None and read.text.endswith("是多少")


@pytest.mark.parametrize(
    "other", ["什么是财政收入", "党组织的组建", "哪些单位公布收入", "收入分配"]
)
def test_who_asks_something_else_does_not(other: str) -> None:
    assert read_figure_question(other) is None


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("89年粮食、钢、煤产量", ["粮食产量", "钢产量", "煤产量"]),
        ("六五计划里85年粮、棉、钢定多少", ["粮食", "棉花", "钢"]),
        ("11年生产总值多少、财政总收入多少", ["生产总值", "财政总收入"]),
    ],
)
def test_a_series_needs_no_each(question: str, names: list[str]) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert [ask.key for ask in read.asks] == names


def test_each_of_a_series_is_of_its_own_kind() -> None:
    read = read_figure_question("13年GDP总量、物价涨幅、城镇登记失业率都是多少")
    assert read is not None
    assert [(ask.share, ask.change) for ask in read.asks] == [
        (False, False),
        (True, True),
        (True, False),
    ]


def test_by_how_much_it_grew_is_asked_beside_how_much_it_is() -> None:
    read = read_figure_question("99年国有企业赚了多少利润，涨了多少？")
    assert read is not None
    level, change = read.asks
    assert (level.change, change.change, change.key) == (False, True, level.key)


def test_both_ends_of_a_stretch_are_asked_for() -> None:
    read = read_figure_question("生产总值10年到15年从多少到多少")
    assert read is not None and read.from_to
    assert [period.text for period in read.periods] == ["2010年", "2015年"]


@pytest.mark.parametrize(
    ("question", "period"),
    [("15年来了多少游客", "2015年"), ("六五一共进出口多少", "1981年至1985年")],
)
def test_times_as_people_shorten_them(question: str, period: str) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert [p.text for p in read.periods] == [period]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("县医院、县中医院和县妇幼保健院合计多少所", ["县医院", "县中医院", "县妇幼保健院"]),
        ("中专和普通中学的毕业生总共多少万人", ["中专的毕业生", "普通中学的毕业生"]),
        ("死亡和重伤的加起来多少人", ["死亡", "重伤"]),
        ("全国一共有多少名党员", []),
    ],
)
def test_things_added_up_are_told_apart(question: str, names: list[str]) -> None:
    assert names_added(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "按“六五”计划，85年高校招生要比80年多招几万人",
        "第六个五年计划里，高校招生从80年到85年要增加多少万",
    ],
)
def test_years_within_a_plan_are_compared_not_the_plan(question: str) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert read.reckoning is Reckoning.DIFFERENCE
    assert sorted(period.start[:4] for period in read.compared) == ["1980", "1985"]


@pytest.mark.parametrize(
    ("question", "part", "whole"),
    [
        ("旅游收入在生产总值里占多大比重", "旅游收入", "生产总值"),
        ("5级以上地震里，大陆地区的占比是多少", "大陆地区", "5级以上地震"),
        ("农村居民收入相当于城镇居民的百分之几", "农村居民收入", "城镇居民"),
        ("非公企业占工业总量的几成", "非公企业", "工业总量"),
    ],
)
def test_part_and_whole_of_a_share(question: str, part: str, whole: str) -> None:
    read = read_figure_question(question)
    assert read is not None
    asked = part_and_whole(read)
    assert asked is not None
    assert (asked["part"], asked["whole"]) == (part, whole)


def test_a_difference_of_two_things_is_asked_for_once() -> None:
    read = read_figure_question("2013年城镇居民可支配收入跟农民纯收入差多少钱")
    assert read is not None
    assert len(read.asks) == 1


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("到1964年的四年里新增了多少个品种", "1961", "1964"),
        ("94年起的扶贫攻坚计划，七年里要解决多少人的温饱", "1994", "2000"),
        ("“六五”五年打算在城镇解决多少人的就业", "1981", "1985"),
    ],
)
def test_several_years_are_one_time(question: str, first: str, last: str) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert [(p.start[:4], p.end[:4]) for p in read.periods] == [(first, last)]


def test_what_each_is_held_against_is_no_time_asked_for() -> None:
    read = read_figure_question("64年拖拉机、排灌设备、农村用电量分别比57年增长几倍")
    assert read is not None
    assert [p.text for p in read.periods] == ["1964年"]
    assert [ask.key for ask in read.asks] == ["拖拉机", "排灌设备", "农村用电量"]


@pytest.mark.parametrize(
    ("question", "done"),
    [("申诉多少天内提出", "提出"), ("申诉应当在几日之内提出", "提出"), ("几个月内要报告", "报告")],
)
def test_within_how_long_asks_for_what_is_to_be_done(question: str, done: str) -> None:
    read = read_figure_question(question)
    assert read is not None
    assert read.asks[0].noun == done
    assert read.asks[0].unit in ("天", "个月")
