from __future__ import annotations

import re
from types import ModuleType

from pb_qa.catalog import Collection
from pb_qa.figures import FigureFilter, FigureOrder, FigurePage, Period
from pb_qa.web.figures_request import FiguresRequest
from pb_qa.web.figures_view import render_form, render_page, render_range
from pb_qa.web.i18n import texts_for

CHINESE, ENGLISH = texts_for("zh-CN"), texts_for("en")


def _page(small_figures: ModuleType, total: int, **fields: object) -> FigurePage:
    return FigurePage((small_figures.stated(**fields),), total)


def test_a_row_opens_its_sentence_and_says_what_it_states(small_figures: ModuleType) -> None:
    period = Period("2010年", "2010-01-01", "2010-12-31", "去年")
    found = small_figures.stated("3.5", "万名", period=period, place="甲市", indicator="党员总数",
                                 base_value="35000", base_unit="名")  # fmt: skip
    page = render_page(FigurePage((found,), 1), FiguresRequest(), CHINESE)
    figure = found.figure
    assert f'data-start="{figure.start}" data-end="{figure.end}"' in page
    assert f'data-number="{figure.number_start}-{figure.number_end}"' in page
    assert 'class="pb-excerpt">2010年甲市党员总数<b>3.5万名</b>。' in page
    assert "2010年<small>原文“去年”</small>" in page
    assert 'title="即 35,000名"' in page
    assert "甲市 2010年 党员总数 3.5万名 《示例统计》，打开原文" in page
    assert ">水平<" in page


def test_an_aim_is_told_from_what_came_about(small_figures: ModuleType) -> None:
    aimed = render_page(_page(small_figures, 1, year=2015), FiguresRequest(), CHINESE)
    assert ">目标或预期<" in aimed and "100吨（目标或预期）" in aimed
    assert "目标或预期" not in render_page(_page(small_figures, 1), FiguresRequest(), CHINESE)


def test_what_is_not_named_is_said_to_be(small_figures: ModuleType) -> None:
    page = render_page(
        _page(small_figures, 1, period=Period(), place=""), FiguresRequest(), CHINESE
    )
    assert page.count("未写明") == 2


def test_totals_are_always_shown(small_figures: ModuleType) -> None:
    page = render_page(_page(small_figures, 1234), FiguresRequest(page=3), CHINESE)
    assert "共 1,234 条，显示 101–101" in page
    assert "导出全部 1,234 条" in page
    assert "1,234 in all" in render_page(_page(small_figures, 1234), FiguresRequest(), ENGLISH)


def test_pages_lead_to_the_very_end(small_figures: ModuleType) -> None:
    request = FiguresRequest(words="粮食", order=FigureOrder.VALUE)
    page = render_page(_page(small_figures, 1234), request, CHINESE)
    assert "第 1 页，共 25 页" in page
    assert 'href="#figures?q=%E7%B2%AE%E9%A3%9F&amp;order=value&amp;page=25"' in page
    last = render_page(_page(small_figures, 1234), request.turned_to(25), CHINESE)
    assert 'data-key="page-next"' not in last and 'data-key="page-previous"' in last
    beyond = render_page(FigurePage((), 1234), request.turned_to(26), CHINESE)
    assert "没有第 26 页" in beyond and 'page=25"' in beyond
    assert "pb-pager" not in render_page(_page(small_figures, 50), request, CHINESE)


def test_headings_sort_and_say_how_it_is_sorted(small_figures: ModuleType) -> None:
    request = FiguresRequest(words="粮食", order=FigureOrder.PERIOD, descending=True)
    page = render_page(_page(small_figures, 2), request, CHINESE)
    assert page.count('aria-sort="descending"') == 1 and page.count('aria-sort="none"') == 4
    assert "order=period&quot;" not in page
    assert re.search(r'href="#figures\?q=[^"]*order=period"', page), "a second click turns round"
    assert "按相关程度" in page


def test_nothing_found_shows_the_nearest_as_links_that_keep_the_filters() -> None:
    request = FiguresRequest(words="粮产", filter=FigureFilter(place="甲市"))
    page = render_page(FigurePage((), 0, ("粮食产量", "<b>油料")), request, CHINESE)
    assert "没有找到符合的数据" in page and "共 0" not in page
    assert 'href="#figures?q=%E7%B2%AE%E9%A3%9F%E4%BA%A7%E9%87%8F&amp;place=' in page
    assert "&lt;b&gt;油料" in page and "<b>" not in page
    assert 'href="#figures?q=%E7%B2%AE%E4%BA%A7"' in page, "the filters can be cleared"


def test_a_ledger_without_figures_is_said_to_have_none() -> None:
    assert "没有可以查的数据" in render_page(FigurePage((), 0), FiguresRequest(), CHINESE)


def test_hostile_words_stay_text(small_figures: ModuleType) -> None:
    hostile = "\"'><img src=x onerror=alert(1)>${fetch(1)}{{x}}`"
    fields = {"indicator": hostile, "place": hostile, "title": hostile, "unit": hostile}
    page = render_page(_page(small_figures, 1, **fields), FiguresRequest(words=hostile), CHINESE)
    assert "<img" not in page and "${" not in page and "{{" not in page and "`" not in page
    quoted = re.sub(r'"[^"]*"', "", page)
    assert "onerror=alert" not in re.sub(r">[^<]*<", "><", quoted)


def test_the_form_has_every_filter_labelled_in_both_languages() -> None:
    for texts, labels in ((CHINESE, "地区 时期 单位 文件 类型"), (ENGLISH, "Place Period Unit")):
        form = render_form(texts)
        assert all(f">{label}<" in form for label in labels.split())
        names = re.findall(r'name="(\w+)"', form)
        assert names == ["q", "collection", "place", "from", "to", "unit", "document", "measure"]
    assert ">水平</option>" in render_form(CHINESE)


def test_folders_of_the_corpus_are_offered_and_the_chosen_one_is_named() -> None:
    form = render_form(CHINESE, [Collection("地区/宁夏", 12)])
    assert '<option value="地区/宁夏">地区/宁夏（12）</option>' in form
    assert '<label class="pb-field" hidden>' in render_form(CHINESE)
    asked = FiguresRequest(filter=FigureFilter(collection="<b>法律"))
    assert "只查“&lt;b&gt;法律”里的文件" in render_range(asked, CHINESE)
    assert render_range(FiguresRequest(), CHINESE) == ""
    assert asked.comparing("人口").filter.collection == "<b>法律"


def test_a_long_sentence_is_shown_around_its_number(small_figures: ModuleType) -> None:
    found = small_figures.stated("35", "名", indicator="很长" * 40)
    page = render_page(FigurePage((found,), 1), FiguresRequest(), CHINESE)
    excerpt = re.search(r'class="pb-excerpt">(.*?)</span>', page)
    assert excerpt is not None
    assert excerpt[1] == f"…{'很长' * 15}<b>35名</b>。"
