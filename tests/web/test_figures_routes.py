"""The figures page's addresses, over the small assistant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from types import ModuleType
from urllib.parse import unquote

import httpx
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pb_qa.settings import Settings
from pb_qa.web.figures_routes import build_figures_router
from pb_qa.web.work import Warmup


def _client(assistant: object) -> TestClient:
    warmup = Warmup(assistant.warm_up)  # type: ignore[attr-defined]
    warmup.start()
    app = FastAPI()
    app.include_router(build_figures_router(assistant, warmup, "/page"))  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def client(
    small: ModuleType, small_figures: ModuleType, page_settings: Settings
) -> Iterator[TestClient]:
    documents = [*small.sample_documents(), *small_figures.statistics_documents()]
    with _client(small.SmallAssistant(page_settings, documents)) as client:
        yield client


def _view(client: TestClient, **query: str) -> str:
    response = client.get("/page/figures/view", params=query)
    assert response.status_code == 200
    return response.text


def _rows(page: str) -> list[tuple[str, str, str]]:
    return re.findall(r'data-document="([^"]+)".*?data-start="(\d+)".*?data-number="([^"]+)"', page)


def _total(page: str) -> int:
    match = re.search(r"共 ([\d,]+) 条", page)
    assert match is not None
    return int(match[1].replace(",", ""))


def test_turning_all_pages_shows_every_figure_once(client: TestClient) -> None:
    first = _view(client)
    total, seen, page = _total(first), [], 0
    while len(seen) < total:
        page += 1
        rows = _rows(_view(client, page=str(page)))
        assert rows
        seen.extend(rows)
    assert len(seen) == len(set(seen)) == total > 150
    assert f"没有第 {page + 1} 页" in _view(client, page=str(page + 1))


def test_filters_reach_the_ledger(client: TestClient) -> None:
    page = _view(client, q="养老床位", place="甲市", **{"from": "2015年", "to": "2018"}, unit="张")
    assert _total(page) == 5
    assert _total(_view(client, measure="change", place="甲市")) == 13
    assert _total(_view(client, document="公报")) == 3
    assert "没有找到符合的数据" in _view(client, q="养老床位", unit="吨")


def test_an_export_holds_all_matches_and_only_those(client: TestClient) -> None:
    query = {"q": "养老床位", "order": "period", "desc": "1", "page": "2"}
    total = _total(_view(client, **query))
    assert total == 54
    response = client.get("/page/figures/export.csv", params=query)
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(lines) == total and lines[0]["时期"] == "2023年底"
    response = client.get("/page/figures/export.xlsx", params=query)
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert len(rows) == total + 1
    assert [row[1:4] for row in rows[1:]] == [
        (line["地区"], line["时期"], float(line["数值"])) for line in lines
    ]


def test_every_view_can_be_exported(client: TestClient) -> None:
    for query in ({"view": "compare", "q": "养老床位"}, {"view": "disagreements"}, {}):
        for suffix in ("csv", "xlsx"):
            response = client.get(f"/page/figures/export.{suffix}", params=query)
            assert response.status_code == 200 and len(response.content) > 100
    response = client.get("/page/figures/export.csv", params={"view": "disagreements"})
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert [line["组"] for line in lines] == ["1", "1", "2", "2"]


def test_a_file_is_named_after_what_is_in_it(client: TestClient) -> None:
    response = client.get("/page/figures/export.csv", params={"q": '养老/床位:*?"<>|\r\nX: y'})
    name = unquote(response.headers["content-disposition"].partition("UTF-8''")[2])
    assert name == "数据查询-养老 床位 X y.csv"


def test_a_chart_is_drawn_at_the_width_asked_for(client: TestClient) -> None:
    for width in ("358", "1180"):
        page = _view(client, view="compare", q="养老床位", width=width)
        assert f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}"' in page
    response = client.get("/page/figures/chart.svg", params={"view": "compare", "q": "养老床位"})
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert "资料来源" in response.text
    nothing = client.get("/page/figures/chart.svg", params={"view": "compare", "q": "不存在的事"})
    assert nothing.status_code == 404 and "画不成图" in nothing.text


def test_comparing_begins_with_indicators_to_choose(client: TestClient) -> None:
    page = _view(client, view="compare")
    assert "view=compare&amp;q=" in page and ">养老床位<" in page
    assert "没有找到可以对比的数据" in _view(client, view="compare", q="不存在的事")


def test_disagreements_name_both_documents(client: TestClient) -> None:
    page = _view(client, view="disagreements")
    assert "共 2 处" in page and "5.5万张" in page and "6.2万张" in page
    assert "示例省历年民生统计" in page and "示例省2018年养老服务公报" in page


@pytest.mark.parametrize(
    "query", [{"from": "去年"}, {"q": "长" * 300}, {"from": "2012", "to": "2010"}]
)
def test_mistakes_are_told_in_chinese_wherever_they_are_made(
    client: TestClient, query: dict[str, str]
) -> None:
    page = _view(client, **query)
    assert "没能查到数据" in page and "请" in page
    for name in ("export.csv", "export.xlsx", "chart.svg"):
        response = client.get(f"/page/figures/{name}", params=query)
        assert response.status_code == 422 and "请" in response.text


def test_an_error_of_the_assistant_is_told_and_another_is_not_shown(
    client: TestClient, small: ModuleType
) -> None:
    assert "模型文件损坏。请重新安装。" in _view(client, q=small.UNANSWERABLE_QUESTION)
    response: httpx.Response = client.get(
        "/page/figures/view", params={"q": small.UNEXPECTED_QUESTION}
    )
    assert response.status_code == 500 and "details for the log" not in response.text


def test_an_empty_library_says_what_to_do(small: ModuleType, page_settings: Settings) -> None:
    with _client(small.SmallAssistant(page_settings, [])) as client:
        for view in ("search", "compare", "disagreements"):
            assert "请到“文件”页添加" in _view(client, view=view)


def test_hostile_documents_stay_text(client: TestClient) -> None:
    page = _view(client, document="hostile")
    assert _total(page) > 3 and "<img" not in page and "<script" not in page and "{{" not in page
    assert "<img" not in _view(client, q="<img src=x>", view="compare")
    chart = client.get("/page/figures/chart.svg", params={"view": "compare", "q": "图片"}).text
    assert "<img" not in chart


def test_the_page_speaks_english_too(client: TestClient) -> None:
    headers = {"Accept-Language": "en"}
    page = client.get("/page/figures/view", params={"q": "养老床位"}, headers=headers).text
    assert "54 in all, showing 1–50" in page and "Export all 54" in page
    form = client.get("/page/figures/form", headers=headers).text
    assert "Disagreements" in form and "查找" not in form


def test_disagreements_are_limited_to_the_folder_chosen(client: TestClient) -> None:
    page = _view(client, view="disagreements", collection="统计")
    assert "统计" in page and "共 2 处" not in page and "没有发现不一致" in page
    exported = client.get(
        "/page/figures/export.csv", params={"view": "disagreements", "collection": "统计"}
    )
    assert len(exported.text.splitlines()) == 1
