from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_ledger import SmallLedger, Stated, found

from pb_qa.figures import FigureFilter, Measure
from pb_qa.ledger import series_of
from pb_qa.ledger.likeness import baseline, signed_value, stretch
from pb_qa.understanding.figures.aims import is_aim

UP = {"measure": Measure.CHANGE, "direction": "up"}


def points(*stated: Stated) -> list[list[tuple[str, str]]]:
    """For each series its points as (period, base value)."""
    return [
        [(point.figure.period.text, point.figure.base_value) for point in series.points]
        for series in series_of(found(one) for one in stated)
    ]


def test_years_stand_in_their_order_in_one_unit() -> None:
    (series,) = series_of(
        found(one)
        for one in (
            Stated("粮食产量", "1.2", "亿斤", "2012"),
            Stated("粮食总产量", "31600", "吨", "2010"),
            Stated("全县粮食产量", "33.2", "万吨", "2011"),
        )
    )
    assert series.unit == "吨" and series.measure is Measure.LEVEL
    assert [p.figure.base_value for p in series.points] == ["31600", "332000", "60000"]
    assert {p.figure.base_unit for p in series.points} == {"吨"}


def test_areas_meet_in_the_unit_that_needs_no_fraction() -> None:
    (series,) = series_of(
        found(one)
        for one in (
            Stated("造林面积", "2", "公顷", "2010"),
            Stated("造林面积", "3", "公顷", "2011"),
            Stated("造林面积", "100", "亩", "2012"),
        )
    )
    assert (series.unit, [p.figure.base_value for p in series.points]) == (
        "亩",
        ["30", "45", "100"],
    )


def test_growth_levels_and_shares_are_never_mixed() -> None:
    made = series_of(
        found(one)
        for one in (
            Stated("财政收入", "8.9", "亿元", "2011"),
            Stated("财政收入", "5", "%", "2011", **UP),
            Stated("财政收入", "0.4", "亿元", "2011", **UP),
            Stated("财政收入", "20", "%", "2011", measure=Measure.SHARE),
            Stated("财政支出", "9.9", "亿元", "2011"),
        )
    )
    assert sorted((s.indicator, s.measure.value, s.unit) for s in made) == [
        ("财政支出", "level", "元"),
        ("财政收入", "change", "%"),
        ("财政收入", "change", "元"),
        ("财政收入", "level", "元"),
        ("财政收入", "share", "%"),
    ]


def test_ranges_ratios_and_what_says_neither_when_nor_where_are_left_out() -> None:
    assert (
        points(
            Stated("粮食产量", "2", "万吨", "2010", value_to="3"),
            Stated("一二三产业比例", "3.6:48", "", "2010"),
            Stated("粮食产量", "2", "万吨"),
            Stated("", "2", "万吨", "2010"),
        )
        == []
    )


def test_places_can_be_compared_without_a_period() -> None:
    assert (
        len(
            points(
                Stated("人口", "3", "万人", place="甲县"), Stated("人口", "4", "万人", place="乙县")
            )
        )
        == 1
    )


def test_what_documents_state_alike_is_one_point_and_what_differs_is_two() -> None:
    (series,) = series_of(
        [
            found(Stated("粮食产量", "31.6", "万吨", "2010"), "甲"),
            found(Stated("粮食产量", "316000", "吨", "2010"), "乙"),
            found(Stated("粮食产量", "32", "万吨", "2010"), "丙"),
        ]
    )
    assert [point.document.title for point in series.points] == ["甲", "丙"]


def test_changes_against_other_years_are_kept_apart_and_say_so() -> None:
    stated = [
        Stated("产值", "9.2", "%", "2011", **UP, sentence="2011年产值比上年增长{}。"),
        Stated("产值", "8.1", "%", "2012", **UP, sentence="2012年产值增长{}。"),
        Stated("产值", "7.7", "%", "2013", **UP, sentence="2013年产值比2012年增长{}。"),
        Stated("产值", "57.3", "%", "2011", **UP, sentence="2011年产值比2005年增长{}。"),
        Stated("产值", "9.5", "%", "2011", **UP, sentence="产值年均增长{}。"),
        Stated("产值", "1.1", "%", "2011", **UP, sentence="产值环比增长{}。"),
    ]
    made = {series.indicator: len(series.points) for series in series_of(map(found, stated))}
    assert made == {"产值": 3, "产值（与2005年相比）": 1, "产值（年均）": 1, "产值（环比）": 1}


def test_aims_are_kept_apart_from_what_came_about() -> None:
    aim = Stated("新增就业", "900", "万人", "2012", sentence="今年新增就业的目标是{}以上。")
    done = Stated("新增就业", "1221", "万人", "2011", sentence="2011年新增就业{}。")
    assert is_aim(found(aim)) and not is_aim(found(done))
    assert is_aim(found(done, issued_on="2011-03-05"))
    assert not is_aim(found(done, issued_on="2012-03-05"))
    names = [series.indicator for series in series_of(map(found, (aim, done)))]
    assert names == ["新增就业（目标或预期）", "新增就业"]


def test_a_plan_that_was_carried_out_is_no_aim() -> None:
    done = Stated("造林面积", "3", "万亩", "2011", sentence="超额完成计划，造林{}。")
    assert not is_aim(found(done))
    kept = Stated("计划生育率", "90", "%", "2011", sentence="计划生育率达到{}。")
    assert not is_aim(found(kept))


def test_a_moment_counts_as_its_year_and_a_five_year_plan_does_not() -> None:
    assert stretch(found(Stated("党员", "1", "名", "2011底")).figure) == "年"
    assert stretch(found(Stated("党员", "1", "名", "2011")).figure) == "年"
    assert points(Stated("党员", "1", "名", "2011底"), Stated("党员", "2", "人", "2012")) == [
        [("2011底", "1"), ("2012年", "2")]
    ]


def test_a_decrease_is_negative_when_values_are_compared() -> None:
    down = Stated("产值", "3", "%", "2011", measure=Measure.CHANGE, direction="down")
    assert signed_value(found(down).figure) == -3
    assert baseline(found(Stated("产值", "3", "%", "2011"))) == ""


def test_an_indicator_is_compared_as_it_stands_or_by_its_words(ledger: SmallLedger) -> None:
    ledger.put("甲", Stated("粮食总产量", "31.6", "万吨", "2010", "清河县"),
               Stated("粮食播种面积", "9", "万亩", "2010", "清河县"))  # fmt: skip
    ledger.put("乙", Stated("粮食产量", "33.2", "万吨", "2011", "清河县"))
    ledger.put("丙", Stated("棉花产量", "1", "万吨", "2011", "清河县"))
    for asked in ("粮食产量", "全县粮食总产量", "糧食產量"):
        (series,) = series_of(ledger.lookup.alike(asked))
        assert [point.figure.value for point in series.points] == ["31.6", "33.2"]
    assert len(series_of(ledger.lookup.alike("粮食"))) == 2
    assert len(ledger.lookup.alike("粮食产量", FigureFilter(period_from="2011"))) == 1
    assert series_of(ledger.lookup.alike("没有的指标")) == []
    assert series_of(ledger.lookup.alike("")) != []


@given(
    st.lists(
        st.builds(
            Stated,
            st.sampled_from(["粮食产量", "粮食总产量", "造林面积"]),
            st.decimals(0, 10**6, places=2, allow_nan=False).map(str),
            st.sampled_from(["吨", "万吨", "公斤", "斤", "亩", "公顷", "平方公里", "%"]),
            st.sampled_from(["2010", "2011"]),
            st.sampled_from(["", "清河县"]),
            st.sampled_from(Measure),
            st.sampled_from(["", "up", "down"]),
        ),
        max_size=8,
    )
)
def test_no_value_is_changed_by_its_unit_and_none_is_lost(stated: list[Stated]) -> None:
    given_figures = [found(one) for one in stated]
    made = series_of(given_figures)
    seen = {
        (
            p.figure.indicator,
            p.figure.measure,
            p.figure.period,
            p.figure.place,
            signed_value(p.figure),
        )
        for series in made
        for p in series.points
    }
    for one in given_figures:
        figure = one.figure
        assert any(
            (name, figure.measure, figure.period, figure.place, signed_value(figure)) in seen
            for name in ("粮食产量", "粮食总产量", "造林面积")
        )
    for series in made:
        assert {point.figure.base_unit for point in series.points} == {series.unit}
        assert {point.figure.measure for point in series.points} == {series.measure}


@pytest.mark.parametrize("value", ["1/3", "0", "0.10"])
def test_fractions_and_zero_are_values(value: str) -> None:
    assert len(points(Stated("产值", value, "%", "2011", measure=Measure.SHARE))) == 1
