from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from types import ModuleType

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb_qa.figures import FigureFilter, Measure, Period, Series
from pb_qa.web.figures_compare import compare
from pb_qa.web.figures_export import cell_names, cells, csv_lines, guarded
from pb_qa.web.figures_request import Axis, FiguresRequest
from pb_qa.web.figures_workbook import (
    MOST_ROWS,
    TooManyRowsError,
    write_comparison,
    write_table,
)
from pb_qa.web.i18n import texts_for

TEXTS = texts_for("zh-CN")
NAMES = cell_names(TEXTS)


def _read_csv(lines: object) -> list[dict[str, str]]:
    raw = b"".join(lines)  # type: ignore[arg-type]
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def _read_sheet(file: io.BytesIO, sheet: int = 0) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(file)
    head, *rows = book.worksheets[sheet].values
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def _workbook(*found: object) -> list[dict[str, object]]:
    file = io.BytesIO()
    rows = [cells(one, TEXTS) for one in found]  # type: ignore[arg-type]
    write_table(file, NAMES, rows, len(rows), TEXTS)
    return _read_sheet(file)


def test_a_row_has_what_is_needed_to_cite_it(small_figures: ModuleType) -> None:
    found = small_figures.stated("3.5", "万名", place="甲市", base_value="35000", base_unit="名",
                                 qualifier="约", title="《示例》")  # fmt: skip
    (row,) = _workbook(found)
    assert row["数值"] == 3.5 and isinstance(row["数值"], float)
    assert row["基本单位数值（减少为负）"] == 35000
    assert (row["单位"], row["基本单位"], row["限定词"], row["类型"]) == (
        "万名",
        "名",
        "约",
        "水平",
    )
    assert (row["原句"], row["文件标题"], row["来源文件"]) == (found.quote, "《示例》", "doc.txt")
    assert (row["原句起"], row["原句止"]) == (found.figure.start, found.figure.end)
    (line,) = _read_csv(csv_lines([found], TEXTS))
    assert line["数值"] == "3.5" and line["原句"] == found.quote


def test_aims_are_marked(small_figures: ModuleType) -> None:
    rows = _workbook(small_figures.stated(year=2011), small_figures.stated(year=2015))
    assert [row["目标或预期"] for row in rows] == [None, "目标或预期"]


def test_a_decrease_is_negative_in_the_base_unit_only(small_figures: ModuleType) -> None:
    down = small_figures.stated("3.2", "%", measure=Measure.CHANGE, direction="down")
    (row,) = _workbook(down)
    assert (row["数值"], row["增减"], row["基本单位数值（减少为负）"]) == (3.2, "减", -3.2)


def test_fractions_are_divided_and_ratios_stay_text(small_figures: ModuleType) -> None:
    third = small_figures.stated("2/3", "", base_value="2/3")
    ratio = small_figures.stated("3.6:48:48.4", "", base_value="3.6:48:48.4")
    rows = _workbook(third, ratio)
    assert rows[0]["数值"] == "2/3"
    assert rows[0]["基本单位数值（减少为负）"] == pytest.approx(2 / 3)
    assert rows[1]["数值"] == rows[1]["基本单位数值（减少为负）"] == "3.6:48:48.4"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＠x", "=cmd|' /C calc'!A0"],
)
def test_nothing_in_a_file_is_taken_for_a_formula(small_figures: ModuleType, text: str) -> None:
    assert guarded(text) == f"'{text}"
    found = small_figures.stated(indicator=text, title=text, place=text, unit=text)
    (line,) = _read_csv(csv_lines([found], TEXTS))
    assert line["指标"] == line["文件标题"] == line["地区"] == line["单位"] == f"'{text}"
    file = io.BytesIO()
    write_table(file, NAMES, [cells(found, TEXTS)], 1, TEXTS)
    sheet = openpyxl.load_workbook(file).active
    assert {cell.data_type for cell in next(sheet.iter_rows(min_row=2))} <= {"s", "n"}


def test_numbers_are_not_guarded(small_figures: ModuleType) -> None:
    (line,) = _read_csv(csv_lines([small_figures.stated("-3.2", "度")], TEXTS))
    assert line["数值"] == "-3.2"


_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(_TEXT, _TEXT, st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_csv_parsed_back_is_what_was_written(
    small_figures: ModuleType, indicator: str, title: str, value: Decimal
) -> None:
    found = small_figures.stated(f"{value:f}", indicator=indicator, title=title)
    (line,) = _read_csv(csv_lines([found], TEXTS))
    assert line["指标"] == guarded(indicator) and line["文件标题"] == guarded(title)
    assert Decimal(line["数值"]) == value


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_any_text_makes_a_workbook_that_opens(small_figures: ModuleType, text: str) -> None:
    (row,) = _workbook(small_figures.stated(indicator=text))
    kept = [c for c in text if c.isprintable() and c != "\N{REPLACEMENT CHARACTER}"]
    assert all(character in str(row["指标"]) for character in kept)


def test_a_sentence_too_long_for_a_cell_says_that_it_was_cut(small_figures: ModuleType) -> None:
    (row,) = _workbook(small_figures.stated(indicator="长" * 40_000))
    assert len(str(row["指标"])) == 32_767 and str(row["指标"]).endswith("其余见原文）")


def test_more_rows_than_a_sheet_holds_are_told() -> None:
    with pytest.raises(TooManyRowsError, match="请导出 CSV"):
        write_table(io.BytesIO(), NAMES, [], MOST_ROWS + 1, TEXTS)


def test_a_comparison_comes_with_its_chart_and_its_gaps(small_figures: ModuleType) -> None:
    ledger = small_figures.SmallFigures(small_figures.statistics_documents())
    every = ledger.compare("养老床位", FigureFilter())
    comparison = compare(every, FiguresRequest(words="养老床位"), TEXTS)
    file = io.BytesIO()
    write_comparison(file, comparison, TEXTS)
    assert len(_read_sheet(file)) == len(comparison.figures) == 54
    grid = {row["时期"]: row for row in _read_sheet(file, 1)}
    assert list(grid) == [str(year) for year in range(2008, 2024)]
    assert grid["2008"]["甲市（张）"] == 31000 and grid["2012"]["甲市（张）"] is None
    (chart,) = openpyxl.load_workbook(file).worksheets[1]._charts
    assert len(chart.series) == 4
    with zipfile.ZipFile(file) as parts:
        assert b'dispBlanksAs val="gap"' in parts.read("xl/charts/chart1.xml")


def test_places_and_changes_come_as_bars(small_figures: ModuleType) -> None:
    points = tuple(
        small_figures.stated(str(value), "%", place=place, measure=Measure.CHANGE, direction=way)
        for place, value, way in (("甲市", 3, "up"), ("乙市", 2, "down"), ("丙市", 1, "up"))
    )
    series = [Series("产量", Measure.CHANGE, "%", points)]
    comparison = compare(series, FiguresRequest(axis=Axis.PLACE), TEXTS)
    file = io.BytesIO()
    write_comparison(file, comparison, TEXTS)
    rows = _read_sheet(file, 1)
    assert [row["地区"] for row in rows] == ["甲市", "丙市", "乙市"]
    assert [list(row.values())[1] for row in rows] == [3, 1, -2]
    (chart,) = openpyxl.load_workbook(file).worksheets[1]._charts
    assert chart.type == "bar"


def test_a_comparison_of_undated_figures_is_still_a_table(small_figures: ModuleType) -> None:
    series = [Series("产量", Measure.LEVEL, "吨", (small_figures.stated(period=Period()),))]
    file = io.BytesIO()
    write_comparison(file, compare(series, FiguresRequest(), TEXTS), TEXTS)
    assert len(openpyxl.load_workbook(file).worksheets) == 1 and len(_read_sheet(file)) == 1
