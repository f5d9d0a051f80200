"""Figures of tables: lines whose cells are joined by bars, their header first."""

from __future__ import annotations

from pb_qa.figures import Figure
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures


def figures_of(text: str, issued_on: str = "2012-02-01") -> tuple[Figure, ...]:
    return extract_figures(
        Document(id="d", version=1, source="a.txt", title="", text=text, issued_on=issued_on)
    )


def rows(text: str) -> list[tuple[str, str, str, str]]:
    return [(f.indicator, f.value, f.unit, f.period.text) for f in figures_of(text)]


def test_row_and_column_header_say_what_a_cell_measures() -> None:
    text = "指标 | 2010年 | 2011年\n粮食产量（万吨） | 33212 | 35,900.5\n就业率 | 95% | 96.5%"
    assert rows(text) == [
        ("粮食产量", "33212", "万吨", "2010年"),
        ("粮食产量", "35900.5", "万吨", "2011年"),
        ("就业率", "95", "%", "2010年"),
        ("就业率", "96.5", "%", "2011年"),
    ]


def test_a_cell_is_where_it_stands_and_its_row_is_the_quote() -> None:
    text = "年末情况\n市县 | 户数（户）\n吴忠市 | 120\n"
    (figure,) = figures_of(text)
    assert text[figure.number_start : figure.number_end] == "120"
    assert text[figure.start : figure.end] == "吴忠市 | 120"
    assert (figure.base_value, figure.base_unit) == ("120", "户")


def test_the_unit_may_stand_above_the_table() -> None:
    text = "主要指标 单位：万元\n指标 | 2011年\n财政收入 | 3500\n"
    assert rows(text) == [("财政收入", "3500", "万元", "2011年")]
    assert figures_of(text)[0].base_value == "35000000"


def test_growth_stands_beside_its_year() -> None:
    text = "指标 | 2011年 | 比上年增长（%）\n工业增加值（亿元） | 86.3 | -2.5"
    level, growth = figures_of(text)
    assert (growth.value, growth.unit, growth.period.text) == ("-2.5", "%", "2011年")
    assert (level.kind, growth.kind, growth.direction) == ("level", "change", "down")


def test_a_year_in_the_first_cell_is_the_period() -> None:
    text = "年份 | 产量（万吨）\n2009 | 300\n2010 | 320"
    assert [(p, v) for _, v, _, p in rows(text)] == [("2009年", "300"), ("2010年", "320")]


def test_numbers_of_lines_are_none() -> None:
    assert rows("1 | 完善举措 | 教育部\n2 | 改进服务 | 科技部") == []
    assert rows("序号 | 名称 | 人数\n1 | 甲县 | 30\n2 | 乙县 | 40") == [
        ("甲县 人数", "30", "", ""),
        ("乙县 人数", "40", "", ""),
    ]


def test_headers_of_two_rows_are_joined() -> None:
    text = "地区 | 党员 | 党员\n | 男（名） | 女（名）\n甲县 | 30 | 20"
    assert [name for name, *_ in rows(text)] == ["甲县 党员 男", "甲县 党员 女"]


def test_phone_numbers_and_dates_of_tables_are_none() -> None:
    assert rows("单位 | 电话 | 邮编 | 日期\n甲局 | 6038888 | 750001 | 20111231") == []


def test_prose_in_a_cell_is_read_as_prose() -> None:
    (figure,) = figures_of("举措 | 说明\n培训 | 全年培训党员300人次")
    assert (figure.value, figure.unit) == ("300", "人次")


def test_a_table_ends_where_lines_without_bars_begin() -> None:
    text = "指标 | 数值（吨）\n产量 | 5\n\n人员情况\n单位 | 人数（名）\n甲局 | 3\n"
    assert [(v, u) for _, v, u, _ in rows(text)] == [("5", "吨"), ("3", "名")]
