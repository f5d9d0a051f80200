from __future__ import annotations

import re
from types import ModuleType

from pb_qa.figures import FigureFilter, Measure, Period, Series
from pb_qa.web.figures_compare import Comparison, compare, series_keys
from pb_qa.web.figures_compare_view import chart_image, render_comparison, render_nothing
from pb_qa.web.figures_request import Axis, FiguresRequest, View
from pb_qa.web.i18n import texts_for

TEXTS = texts_for("zh-CN")


def _series(small_figures: ModuleType, *points: tuple[str, int, str]) -> Series:
    figures = tuple(small_figures.stated(v, year=y, place=p) for p, y, v in points)
    return Series("粮食产量", Measure.LEVEL, "吨", figures)


def _view(every: list[Series], request: FiguresRequest) -> str:
    return render_comparison(compare(every, request, TEXTS), every, request, 680, TEXTS)


def _shown(comparison: Comparison) -> list[str]:
    return [line.name for line in comparison.lines if line.shown]


def test_it_runs_along_what_more_figures_share(small_figures: ModuleType) -> None:
    over_years = _series(small_figures, ("甲市", 2010, "1"), ("甲市", 2011, "2"))
    over_places = _series(small_figures, *((f"{p}市", 2010, "1") for p in "甲乙丙丁"))
    mixed = _series(small_figures, ("甲市", 2009, "1"), *((f"{p}市", 2010, "1") for p in "甲乙丙"))
    request = FiguresRequest()
    assert compare([over_years], request, TEXTS).axes == (Axis.TIME,)
    assert compare([over_places], request, TEXTS).axis is Axis.PLACE
    assert compare([mixed], request, TEXTS).axis is Axis.PLACE
    assert compare([mixed], request.along(Axis.TIME), TEXTS).axis is Axis.TIME


def test_places_are_compared_at_the_period_that_most_of_them_have(
    small_figures: ModuleType,
) -> None:
    series = _series(
        small_figures,
        *((f"{p}市", 2010, str(i)) for i, p in enumerate("甲乙丙")),
        ("甲市", 2012, "9"),
    )
    comparison = compare([series], FiguresRequest(axis=Axis.PLACE), TEXTS)
    assert comparison.period == "2010年" and comparison.periods == ("2010年", "2012年")
    assert [bar.name for bar in comparison.places] == ["丙市", "乙市", "甲市"]
    later = compare([series], FiguresRequest(axis=Axis.PLACE, at="2012年"), TEXTS)
    assert [bar.value for bar in later.places] == [9]
    page = _view([series], FiguresRequest(view=View.COMPARE, axis=Axis.PLACE, at="2012年"))
    assert "2 个地区没有这个时期的数" in page and "2012年粮食产量 · 水平" in page


def test_the_fullest_lines_are_drawn_first_and_the_rest_can_be_chosen(
    small_figures: ModuleType,
) -> None:
    points = [
        (f"{place}市", 2000 + year, str(rank))
        for rank, place in enumerate("甲乙丙丁戊己庚辛壬癸")
        for year in range(rank + 1)
    ]
    series = _series(small_figures, *points)
    request = FiguresRequest(axis=Axis.TIME, view=View.COMPARE)
    assert _shown(compare([series], request, TEXTS)) == ["己市", "庚市", "辛市", "壬市", "癸市"]
    asked = FiguresRequest(axis=Axis.TIME, view=View.COMPARE, lines=("甲市", "癸市", "火星"))
    assert _shown(compare([series], asked, TEXTS)) == ["甲市", "癸市"]
    page = _view([series], request)
    assert "图中画了 5 条线，共 10 条可选" in page
    assert page.count('type="checkbox"') == 10 and page.count(" checked") == 5


def test_a_line_without_a_place_can_be_chosen_too(small_figures: ModuleType) -> None:
    series = _series(small_figures, ("", 2010, "1"), ("", 2011, "2"), ("甲市", 2010, "3"))
    comparison = compare([series], FiguresRequest(axis=Axis.TIME, lines=("-",)), TEXTS)
    assert _shown(comparison) == ["地区未写明"]


def test_series_of_one_name_are_told_apart(small_figures: ModuleType) -> None:
    series = [_series(small_figures, ("甲市", 2010, str(n))) for n in range(3)]
    keys = series_keys(series)
    assert len(set(keys)) == 3
    request = FiguresRequest(series=keys[2])
    assert compare(series, request, TEXTS).series is series[2]
    assert compare(series, FiguresRequest(series="gone"), TEXTS).series is series[0]
    assert _view(series, request).count('aria-current="true"') == 1


def test_unlike_series_are_never_in_one_chart(small_figures: ModuleType) -> None:
    level = _series(small_figures, ("甲市", 2010, "1"), ("甲市", 2011, "2"))
    growth = Series("粮食产量（年均）", Measure.CHANGE, "%", level.points)
    comparison = compare([level, growth], FiguresRequest(), TEXTS)
    assert comparison.figures == level.points
    page = _view([level, growth], FiguresRequest(words="粮食产量", view=View.COMPARE))
    assert re.search(r"粮食产量（年均） <small>变化 · % · 2 个数", page)


def test_figures_that_are_not_drawn_are_counted_and_in_the_table(
    small_figures: ModuleType,
) -> None:
    dated = [small_figures.stated(str(year), year=year) for year in (2010, 2011)]
    undated = small_figures.stated("77", period=Period())
    page = _view([Series("粮食产量", Measure.LEVEL, "吨", (*dated, undated))], FiguresRequest())
    assert "1 个数没有画入图" in page and page.count('<tr class="pb-figure">') == 3
    alone = _view([Series("粮食产量", Measure.LEVEL, "吨", (undated,))], FiguresRequest())
    assert "画不成图" in alone and "<svg" not in alone


def test_the_image_names_its_sources(small_figures: ModuleType) -> None:
    points = tuple(
        small_figures.stated(str(n), year=2000 + n, document=f"d{n}", title=f"第{n}号公报")
        for n in range(15)
    )
    series = [Series("粮食产量", Measure.LEVEL, "吨", points)]
    drawn = chart_image(compare(series, FiguresRequest(), TEXTS), TEXTS)
    assert drawn is not None
    words = "".join(re.findall(r">([^<]+)</text>", drawn))
    assert "资料来源：《第0号公报》（示例局，2012-01-31）；《第1号公报》" in words
    assert "另有 3 份" in words
    undated = [Series("粮食产量", Measure.LEVEL, "吨", (small_figures.stated(period=Period()),))]
    assert chart_image(compare(undated, FiguresRequest(), TEXTS), TEXTS) is None


def test_nothing_to_compare_leads_on() -> None:
    request = FiguresRequest(view=View.COMPARE, words="<i>粮", filter=FigureFilter(place="甲市"))
    page = render_nothing(request, ["粮食产量"], TEXTS)
    assert "没有找到可以对比的数据" in page and "<i>" not in page
    assert 'href="#figures?q=' in page and "清除筛选" in page
    assert 'href="#figures?view=compare&amp;q=%E7%B2%AE%E9%A3%9F%E4%BA%A7%E9%87%8F"' in page
