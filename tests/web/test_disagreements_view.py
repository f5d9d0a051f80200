from __future__ import annotations

import re
from types import ModuleType

from pb_qa.figures import Disagreement
from pb_qa.web.disagreements_view import fitting, render_disagreements
from pb_qa.web.figures_request import FiguresRequest, View
from pb_qa.web.i18n import texts_for

TEXTS = texts_for("zh-CN")
REQUEST = FiguresRequest(view=View.DISAGREEMENTS)


def _one(
    small_figures: ModuleType, *values: tuple[str, str], indicator: str = "粮食产量"
) -> Disagreement:
    figures = tuple(
        small_figures.stated(v, place="甲市", indicator=indicator, document=d, title=f"{d}号文")
        for d, v in values
    )
    return Disagreement(indicator, "甲市", figures[0].figure.period, figures)


def test_each_value_stands_with_its_documents_and_none_is_averaged(
    small_figures: ModuleType,
) -> None:
    one = _one(small_figures, ("一", "10"), ("二", "14"), ("三", "10"))
    page = render_disagreements([one], REQUEST, TEXTS)
    values = re.findall(r"<dt><strong>([^<]+)</strong></dt>(.*?)</div>", page)
    assert [value for value, _ in values] == ["10吨", "14吨"]
    assert values[0][1].count("data-document") == 2 and values[1][1].count("data-document") == 1
    assert "12吨" not in page and "2 个不同的数" in page
    assert "2011年甲市粮食产量14吨。" in page, "the sentence itself is shown"


def test_totals_pages_and_export_cover_all(small_figures: ModuleType) -> None:
    every = [_one(small_figures, ("一", "1"), ("二", str(n + 2))) for n in range(120)]
    page = render_disagreements(every, REQUEST, TEXTS)
    assert "共 120 处，显示 1–50" in page and "第 1 页，共 3 页" in page
    assert "导出全部 240 条" in page
    last = render_disagreements(every, REQUEST.turned_to(3), TEXTS)
    assert "显示 101–120" in last and last.count("<li><h3>") == 20


def test_words_narrow_the_list(small_figures: ModuleType) -> None:
    grain = _one(small_figures, ("一", "1"), ("二", "2"))
    beds = _one(small_figures, ("Bulletin", "1"), ("四", "2"), indicator="床位")
    assert fitting([grain, beds], "床位 甲市") == [beds]
    assert fitting([grain, beds], "bulletin") == [beds]
    assert fitting([grain, beds], "") == [grain, beds]
    request = FiguresRequest(view=View.DISAGREEMENTS, words="油料")
    assert "没有符合的条目" in render_disagreements([grain, beds], request, TEXTS)


def test_agreement_is_said(small_figures: ModuleType) -> None:
    assert "没有发现不一致" in render_disagreements([], REQUEST, TEXTS)


def test_hostile_words_stay_text(small_figures: ModuleType) -> None:
    hostile = '"><img src=x onerror=alert(1)>'
    one = _one(small_figures, (hostile, "1"), ("二", "2"), indicator=hostile)
    assert "<img" not in render_disagreements([one], REQUEST, TEXTS)
