"""Charts: everything is drawn, inside the plot, true to scale, and opens its sentence."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pb_qa.figures import FoundFigure, Measure, Period
from pb_qa.web.chart_data import Times, lay_out_times, several_values, steps, values_of
from pb_qa.web.chart_draw import STYLES, image, svg, text_width, wrapped
from pb_qa.web.chart_frame import build_frame
from pb_qa.web.chart_places import draw_places, lay_out_places
from pb_qa.web.chart_times import draw_times
from pb_qa.web.i18n import texts_for

TEXTS = texts_for("zh-CN")
SVG = "{http://www.w3.org/2000/svg}"

_WIDTHS = st.sampled_from([240, 358, 390, 680, 1180, 1600])
_DAYS = st.dates(date(1912, 1, 1), date(2049, 12, 31))


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    first = draw(_DAYS)
    length = draw(st.sampled_from([0, 0, 30, 90, 364, 365, 1826]))
    last = min(first + timedelta(days=length), date(2050, 12, 31))
    return Period(f"{first.year}年", first.isoformat(), last.isoformat())


_VALUES = st.one_of(
    st.integers(0, 10**13).map(str),
    st.decimals(0, 10**6, places=2).map(lambda value: f"{value:f}"),
)
_FIGURES = st.lists(
    st.tuples(_VALUES, _periods(), st.sampled_from(["甲市", "乙市", "", "很长很长的自治州名字"])),
    min_size=1,
    max_size=25,
)


def _label(found: FoundFigure) -> str:
    return found.quote


def _times(found: list[FoundFigure]) -> Times:
    by_place: dict[str, list[FoundFigure]] = {}
    for one in found:
        by_place.setdefault(one.figure.place, []).append(one)
    return lay_out_times(
        {
            place: (place or "未写明", style, figures)
            for style, (place, figures) in enumerate(by_place.items())
        }
    )


def _yearly(small_figures: ModuleType, *values: tuple[int, str], **fields: object) -> Times:
    return _times([small_figures.stated(value, year=year, **fields) for year, value in values])


def _root(body: str) -> ET.Element:
    return ET.fromstring(body)


def _draw(times: Times, measure: Measure = Measure.LEVEL, width: int = 680) -> ET.Element:
    return _root(svg(draw_times(times, "吨", measure, width, TEXTS, _label), "图"))


def _words(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_FIGURES, _WIDTHS, st.sampled_from(list(Measure)), st.booleans())
def test_every_figure_has_a_point_inside_the_plot(
    small_figures: ModuleType,
    drawn: list[tuple[str, Period, str]],
    width: int,
    measure: Measure,
    down: bool,
) -> None:
    direction = "down" if down and measure is Measure.CHANGE else ""
    found = [
        small_figures.stated(value, period=period, place=place, direction=direction)
        for value, period, place in drawn
    ]
    times = _times(found)
    assert sorted(f.quote for mark in times.marks for f in mark.figures) == sorted(
        f.quote for f in found
    )
    changes = measure is Measure.CHANGE
    frame = build_frame(times, "吨", width, from_zero=changes, beside=20, above=38)
    low, high = values_of(times.marks), (float(frame.ticks[0]), float(frame.ticks[-1]))
    assert high[0] <= min(low) and max(low) <= high[1]
    for mark in times.marks:
        x, y = frame.x(mark.at), frame.y(mark.value)
        assert frame.plot.left <= x <= frame.plot.right
        assert frame.plot.top - 0.01 <= y <= frame.plot.bottom + 0.01

    drawing = draw_times(times, "吨", measure, width, TEXTS, _label)
    root = _root(svg(drawing, "图"))
    points = root.findall(f".//{SVG}a")
    assert len(points) == len(times.marks)
    for point in points:
        area = point.find(f"{SVG}circle[@class='pb-point-area']")
        assert area is not None and point.get("href", "").startswith("#source/")
        assert point.get("data-start") and point.get("aria-label")
        assert 0 <= float(area.get("cx", "nan")) <= width
        assert 0 <= float(area.get("cy", "nan")) <= drawing.height
    for text in root.iter(f"{SVG}text"):
        room = text_width(text.text or "", float(text.get("font-size", "nan")))
        left = float(text.get("x", "nan"))
        left -= room * {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0)
        assert left >= -1 and left + room <= width + 24, text.text


@settings(max_examples=40, deadline=None)
@given(st.lists(_VALUES, min_size=1, max_size=60), _WIDTHS, st.booleans())
def test_bars_of_places_begin_at_zero_and_stay_inside(
    small_figures: ModuleType, values: list[str], width: int, down: bool
) -> None:
    direction = "down" if down else ""
    found = [
        small_figures.stated(value, place=f"第{index}市", direction=direction)
        for index, value in enumerate(values)
    ]
    bars = lay_out_places(found, TEXTS)
    drawing = draw_places(bars, "吨", Measure.LEVEL, width, TEXTS, _label)
    root = _root(svg(drawing, "图"))
    rectangles = list(root.iter(f"{SVG}rect"))
    assert len(rectangles) == min(len(values), 40)
    starts = set()
    for rectangle in rectangles:
        left, wide = (float(rectangle.get(name, "nan")) for name in ("x", "width"))
        assert left >= 0 and left + wide <= width + 1
        starts.add(left + wide if down else left)
    assert max(starts) - min(starts) <= 1.2
    assert bool(drawing.notes) == (len(values) > 40)


def test_missing_years_are_seen(small_figures: ModuleType) -> None:
    times = _yearly(small_figures, (2010, "5"), (2011, "6"), (2014, "8"), (2015, "9"))
    assert [step.gap for step in steps(times.lines[0])] == [False, True, False]
    root = _draw(times)
    dashed = [line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray")]
    assert len(dashed) == 1
    at = [mark.at for mark in times.marks]
    assert at == [2010.5, 2011.5, 2014.5, 2015.5], "distances are those of time"
    drawing = draw_times(times, "吨", Measure.LEVEL, 680, TEXTS, _label)
    assert "虚线：中间的年份没有数据" in drawing.notes


def test_of_every_second_year_those_with_figures_are_labelled(small_figures: ModuleType) -> None:
    odd = _yearly(small_figures, *((year, "5") for year in range(2001, 2016, 2)))
    assert {"2001", "2003", "2015"} <= set(_words(_draw(odd, width=390)))
    even = _yearly(small_figures, *((year, "5") for year in range(2000, 2015, 2)))
    assert {"2000", "2002", "2014"} <= set(_words(_draw(even, width=390)))


def test_differing_values_of_one_period_are_all_drawn_and_none_is_averaged(
    small_figures: ModuleType,
) -> None:
    times = _yearly(small_figures, (2010, "5"), (2011, "6"), (2011, "9"), (2012, "7"))
    (line,) = times.lines
    assert sorted(mark.value for mark in line.marks) == [5, 6, 7, 9]
    assert [(step.start.value, step.end.value) for step in steps(line)] == [(5, 6), (6, 7)]
    assert [(low.value, high.value) for low, high in several_values(line)] == [(6, 9)]
    drawing = draw_times(times, "吨", Measure.LEVEL, 680, TEXTS, _label)
    assert any("1 处" in note for note in drawing.notes)


def test_figures_that_state_the_same_share_a_point(small_figures: ModuleType) -> None:
    found = [small_figures.stated("5", document=name) for name in ("a", "b", "c")]
    times = _times(found)
    (mark,) = times.marks
    assert len(mark.figures) == 3
    (point,) = _draw(times).findall(f".//{SVG}a")
    assert point.get("data-document") == "a" and (point.get("aria-label") or "").endswith("+2")


def test_several_years_together_stand_by_themselves(small_figures: ModuleType) -> None:
    plan = small_figures.stated("40", period=Period("“六五”", "1981-01-01", "1985-12-31"))
    times = _times([plan, *(small_figures.stated(str(y), year=y) for y in (1980, 1981, 1986))])
    stretched = [mark for mark in times.marks if mark.stretch]
    assert [mark.stretch for mark in stretched] == [(1981, 1986)]
    joined = {id(mark) for step in steps(times.lines[0]) for mark in (step.start, step.end)}
    assert id(stretched[0]) not in joined


def test_months_of_one_year_stand_apart_and_year_ends_in_their_year(
    small_figures: ModuleType,
) -> None:
    months = [Period(f"2023年{m}月", f"2023-{m:02}-01", f"2023-{m:02}-28") for m in (1, 2, 3, 12)]
    end = Period("2023年底", "2023-12-31", "2023-12-31")
    times = _times([small_figures.stated(str(i), period=p) for i, p in enumerate([*months, end])])
    assert not times.yearly
    at = [mark.at for mark in times.marks]
    assert at == sorted(at) and len(set(at)) == 5 and at[0] > 2023 and at[-1] < 2024
    assert "1月" in _words(_draw(times, width=900))
    assert "一季度" in _words(_draw(times, width=390))


def test_what_has_no_time_or_no_single_value_is_left_to_the_table(
    small_figures: ModuleType,
) -> None:
    undated = small_figures.stated("5", period=Period())
    ratio = small_figures.stated("1:3")
    huge = small_figures.stated("1" * 400)
    times = _times([undated, ratio, huge])
    assert times.undrawn == (undated, ratio, huge) and times.marks == ()


def test_a_change_is_a_bar_from_zero_with_its_sign(small_figures: ModuleType) -> None:
    change = {"measure": Measure.CHANGE, "unit": "%"}
    found = [
        small_figures.stated("3.2", year=2010, direction="up", **change),
        small_figures.stated("1.5", year=2011, direction="down", **change),
    ]
    root = _draw(_times(found), Measure.CHANGE)
    words = _words(root)
    assert "+3.2" in words and "\N{MINUS SIGN}1.5" in words and "0" in words
    (zero,) = (line for line in root.iter(f"{SVG}line") if line.get("class") == "pb-chart-zero")
    level = float(zero.get("y1", "nan"))
    up, down = root.iter(f"{SVG}rect")
    assert float(up.get("y", "nan")) + float(up.get("height", "nan")) == pytest.approx(
        level, abs=0.2
    )
    assert float(down.get("y", "nan")) == pytest.approx(level, abs=0.2)


def test_changes_of_several_places_have_a_panel_each(small_figures: ModuleType) -> None:
    found = [
        small_figures.stated(str(i), year=2010 + i, place=place, measure=Measure.CHANGE)
        for place in ("甲市", "乙市", "丙市")
        for i in range(1, 9)
    ]
    root = _draw(_times(found), Measure.CHANGE, width=390)
    names = {word: float(t.get("y", "nan")) for t in root.iter(f"{SVG}text")
             for word in [t.text or ""] if word.endswith("市")}  # fmt: skip
    assert list(names) == ["甲市", "乙市", "丙市"] and len(set(names.values())) == 3
    assert all(float(r.get("width", "0")) >= 8 for r in root.iter(f"{SVG}rect"))


def test_lines_are_named_at_their_ends_and_in_the_legend(small_figures: ModuleType) -> None:
    found = [
        small_figures.stated(str(100 + rank), year=year, place=place)
        for year in (2010, 2011)
        for rank, place in enumerate("甲乙丙丁戊己庚辛")
    ]
    root = _draw(_times(found))
    words = [(t.text, float(t.get("y", "nan"))) for t in root.iter(f"{SVG}text")]
    beside = [y for text, y in words if text == "甲"] + [
        y for text, y in words if text in set("乙丙丁戊己庚辛")
    ]
    assert len(beside) == 16
    ends = sorted(y for y in beside if y > 60)
    assert all(below - above >= 16.9 for above, below in pairwise(ends))


def test_an_axis_that_does_not_begin_at_zero_says_so(small_figures: ModuleType) -> None:
    close = _yearly(small_figures, (2010, "98"), (2011, "99"))
    apart = _yearly(small_figures, (2010, "10"), (2011, "99"))
    said = "纵轴不从 0 开始"
    assert said in draw_times(close, "吨", Measure.LEVEL, 680, TEXTS, _label).notes
    assert said not in draw_times(apart, "吨", Measure.LEVEL, 680, TEXTS, _label).notes


def test_lines_differ_in_shape_and_stand_out_on_white_without_colour() -> None:
    assert len({name for _, name in STYLES}) == len({colour for colour, _ in STYLES}) == 8

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert all(1.05 / (light(colour) + 0.05) >= 3 for colour, _ in STYLES)


_HOSTILE = "</svg><script>alert(1)</script>\"'><img src=x onerror=1>\x01\x0b\ufffe${x}{{y}}]]>"


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), max_size=30) | st.just(_HOSTILE))
def test_any_words_leave_the_image_a_picture_without_script(
    small_figures: ModuleType, words: str
) -> None:
    found = [
        small_figures.stated(v, words, year=y, place=words, indicator=words)
        for v, y in (("5", 2010), ("6", 2011))
    ]
    drawing = draw_times(_times(found), words, Measure.LEVEL, 680, TEXTS, _label)
    root = _root(image(drawing, words, [words]).encode("utf-8", "replace").decode())
    allowed = {"svg", "g", "a", "title", "circle", "polygon", "line", "rect", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    names = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") for name in names)


def test_an_image_carries_title_notes_and_sources(small_figures: ModuleType) -> None:
    times = _yearly(small_figures, (2010, "98"), (2015, "99"))
    drawing = draw_times(times, "吨", Measure.LEVEL, 680, TEXTS, _label)
    footer = [*drawing.notes, "资料来源：" + "《很长的文件标题》；" * 20]
    root = _root(image(drawing, "粮食产量", footer))
    words = "".join(_words(root))
    assert "粮食产量" in words and "《很长的文件标题》；" * 20 in words
    assert "纵轴不从 0 开始" in words
    height = float(root.get("height", "nan"))
    assert all(float(t.get("y", "nan")) < height for t in root if t.tag == f"{SVG}text")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80), st.integers(30, 300))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == text
    assert all(text_width(line) <= width or len(line) == 1 for line in lines)
