"""The figures page as its readers use it."""

from __future__ import annotations

import csv
import io
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect

Serve = Callable[..., str]
Open = Callable[..., Page]

_FIELD = "#pb-figures input[name=q]"


def _figures(page: Page, words: str = "") -> None:
    page.locator("#pb-figures-tab-button").click()
    expect(page.locator(".pb-total")).to_be_visible()
    if words:
        page.fill(_FIELD, words)
        page.press(_FIELD, "Enter")
        expect(page.locator(".pb-indicator").first).to_contain_text(words)


def _compare(page: Page, words: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"#figures?view=compare&q={quote(words)}")
    expect(page.locator("svg.pb-chart")).to_be_visible()


def _saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def _marked_in_view(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => {
              const box = document.querySelector('#pb-source mark').getBoundingClientRect();
              const area = document.querySelector('.pb-scroll').getBoundingClientRect();
              return box.height > 0 && box.top >= area.top && box.bottom <= area.bottom;
            }"""
        )
    )


def test_a_row_opens_its_sentence_beside_the_table(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")
    row = page.locator("tr.pb-figure").nth(7)
    value = row.locator(".pb-figure-open").inner_text()
    row.locator(".pb-when").click()
    expect(page.locator("#pb-source mark")).to_contain_text(f"养老床位{value}")
    expect(page.locator("#pb-source mark strong")).to_have_text(value)
    page.wait_for_timeout(500)
    assert _marked_in_view(page)
    table, panel = (
        page.locator(".pb-results").bounding_box(),
        page.locator("#pb-source").bounding_box(),
    )
    assert table is not None and panel is not None and table["x"] + table["width"] <= panel["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_rows_are_walked_with_the_keyboard(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    page.locator(".pb-figure-open").first.focus()
    page.keyboard.press("Enter")
    mark = page.locator("#pb-source mark")
    expect(mark).to_contain_text("甲市养老床位3.1万张")
    page.keyboard.press("ArrowDown")
    expect(mark).to_contain_text("乙市养老床位3.8万张")
    expect(page.locator(".pb-figure-open").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#pb-source")).to_be_hidden()
    expect(page.locator(".pb-figure-open").nth(1)).to_be_focused()


def test_headings_sort_and_pages_turn_to_the_end(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    heading = page.locator("th", has_text="数值")
    heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(page.locator(".pb-figure-open").first).to_have_text("12.4万张")
    expect(heading.locator("a")).to_be_focused()
    heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".pb-figure-open").first).to_have_text("3.1万张")
    page.locator(".pb-pager").get_by_text("末页").click()
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 51–54")
    expect(page.locator(".pb-figure-open").last).to_have_text("12.4万张")
    page.fill(".pb-jump input", "1")
    page.press(".pb-jump input", "Enter")
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")


def test_a_search_is_kept_in_the_address(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    page.fill("#pb-figures input[name=place]", "甲市")
    page.press("#pb-figures input[name=place]", "Enter")
    expect(page.locator(".pb-total")).to_have_text("共 14 条，显示 1–14")
    bookmark = page.url
    page.go_back()
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")
    expect(page.locator("#pb-figures input[name=place]")).to_have_value("")
    page.goto("about:blank")
    page.goto(bookmark)
    expect(page.locator(".pb-total")).to_have_text("共 14 条，显示 1–14")
    expect(page.locator(_FIELD)).to_have_value("养老床位")
    # Another tab has an address of its own, and the search is there on coming back.
    page.locator("[role=tab]:visible").first.click()
    expect(page.locator("#pb-question textarea")).to_be_visible()
    assert "#" not in page.url
    page.locator("#pb-figures-tab-button").click()
    expect(page.locator(".pb-total")).to_have_text("共 14 条，显示 1–14")
    assert page.url == bookmark


def test_filters_mistakes_and_nothing_found(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    page.locator("#pb-figures select[name=measure]").select_option("change")
    expect(page.locator(".pb-abstained")).to_contain_text("没有找到符合的数据")
    page.locator(".pb-abstained a").click()
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")
    page.fill("#pb-figures input[name=from]", "去年")
    page.press("#pb-figures input[name=from]", "Enter")
    expect(page.locator("#pb-figures .pb-error")).to_contain_text("请写成 2011、2011-12")
    page.locator("[data-clear-filters]").click()
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")
    page.fill(_FIELD, "床位总量")
    page.press(_FIELD, "Enter")
    page.locator(".pb-indicators a", has_text="养老床位").click()
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")


def test_a_point_of_the_chart_opens_its_sentence(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    page.locator("tr.pb-figure .pb-link").first.click()
    expect(page.locator("svg.pb-chart")).to_be_visible()
    point = page.locator('.pb-point[aria-label^="丙市 2016年底"]')
    point.click()
    expect(page.locator("#pb-source mark")).to_contain_text("2016年末，丙市养老床位7.5万张")
    # The chart is drawn anew in the width that is left, and says which point is open.
    expect(page.locator('.pb-point[aria-current="location"]')).to_have_attribute(
        "aria-label", re.compile("^丙市 2016年底")
    )
    page.wait_for_function(
        "() => { const chart = document.querySelector('svg.pb-chart');"
        " const wide = chart.getBoundingClientRect().width;"
        " return Math.abs(wide - Number(chart.getAttribute('width'))) <= 2; }"
    )
    chart, panel = (
        page.locator("svg.pb-chart").bounding_box(),
        page.locator("#pb-source").bounding_box(),
    )
    assert chart is not None and panel is not None and chart["x"] + chart["width"] <= panel["x"]
    page.keyboard.press("Escape")
    page.locator('.pb-point[aria-label^="甲市 2018年底"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pb-source mark")).to_contain_text("2018年末，甲市养老床位")


def test_lines_and_axes_are_chosen(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page)
    _compare(page, "养老床位")
    expect(page.locator(".pb-point")).to_have_count(54)
    page.locator(".pb-lines summary").click()
    page.locator(".pb-lines label", has_text="丁市").locator("input").uncheck()
    expect(page.locator(".pb-point")).to_have_count(41)
    expect(page.locator(".pb-lines label", has_text="丁市").locator("input")).to_be_focused()
    page.get_by_role("link", name="按地区").click()
    expect(page.locator(".pb-comparison h3")).to_contain_text("2023年底")
    page.locator(".pb-options select").select_option("2020年底")
    expect(page.locator(".pb-comparison h3")).to_contain_text("2020年底")
    expect(page.locator(".pb-point")).to_have_count(4)
    page.locator(".pb-point").first.click()
    expect(page.locator("#pb-source mark")).to_contain_text("2020年末")


def test_disagreements_open_each_sentence(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page)
    page.get_by_role("link", name="数据不一致").click()
    expect(page.locator(".pb-total")).to_have_text("共 2 处，显示 1–2")
    entry = page.locator(".pb-disagreements > li", has_text="甲市 · 2018年底")
    for document, sentence in (
        ("示例省历年民生统计", "2018年末，甲市养老床位5.5万张"),
        ("示例省2018年养老服务公报", "甲市养老床位6.2万张，乙市"),
    ):
        entry.locator(".pb-figure-open", has_text=document).click()
        expect(page.locator("#pb-source mark")).to_contain_text(sentence)


def test_table_and_chart_are_exported_whole(site: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(site, accept_downloads=True)
    _figures(page, "养老床位")
    for name, suffix in (("CSV", "csv"), ("Excel", "xlsx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        path = _saved(download.value, tmp_path)
        assert path.name == f"数据查询-养老床位.{suffix}"
        if suffix == "csv":
            text = path.read_bytes().decode("utf-8-sig")
            assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == 54
        else:
            assert openpyxl.load_workbook(path).active.max_row == 55
    _compare(page, "养老床位")
    with page.expect_download() as download:
        page.get_by_role("button", name="图片 PNG").click()
    picture = _saved(download.value, tmp_path)
    assert picture.name == "数据对比-养老床位.png"
    width, height, share = _inked(picture.read_bytes())
    assert width > 2000 and height > 1000
    assert 0.005 < share < 0.5, "the image is neither empty nor black"
    expect(page.locator(".pb-toast")).to_have_text("已导出")


def _inked(png: bytes) -> tuple[int, int, float]:
    """Width, height and the share of lines of pixels that are not all white."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw = zlib.decompress(data)
    line = len(raw) // height
    rows = [raw[start + 1 : start + line] for start in range(0, len(raw), line)]
    # A filtered row of one colour is zero all along after its first pixel.
    changes = sum(sum(map(bool, row[4:])) for row in rows)
    return width, height, changes / len(raw)


def test_an_export_that_fails_says_why(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    page.evaluate(
        """() => { const button = document.querySelector('[data-export*=csv]');
                   button.dataset.export = 'page/figures/export.csv?from=nonsense'; }"""
    )
    with page.expect_response(re.compile("export.csv")) as response:
        page.get_by_role("button", name="CSV").click()
    assert response.value.status == 422
    expect(page.locator(".pb-toast")).to_contain_text("看不懂时期“nonsense”")


def test_a_lost_connection_and_a_failure_are_told(site: str, browser: Browser) -> None:
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.goto(site)
        page.wait_for_selector("#pb-figures-tab-button")
        _figures(page)
        page.route("**/page/figures/view*", lambda route: route.abort())
        page.press(_FIELD, "Enter")
        expect(page.locator(".pb-results .pb-note")).to_contain_text("请确认程序还在运行")
        page.unroute("**/page/figures/view*")
        page.press(_FIELD, "Enter")
        expect(page.locator(".pb-total")).to_be_visible()
        page.fill(_FIELD, "这个问题会让程序出意外")
        page.press(_FIELD, "Enter")
        expect(page.locator(".pb-results .pb-note")).to_contain_text("详情已写入运行日志")


def test_an_address_of_a_sentence_opens_it(site: str, open_page: Open) -> None:
    page = open_page(site)
    _figures(page, "养老床位")
    _compare(page, "养老床位")
    address = page.locator(".pb-point").first.get_attribute("href") or ""
    page.goto("about:blank")
    page.goto(f"{site}/{address}")
    expect(page.locator("#pb-source mark strong")).to_have_text(re.compile("万张"))
    page.keyboard.press("Escape")
    _figures(page, "养老床位")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_have_contrast_in_light_and_dark(site: str, open_page: Open, scheme: str) -> None:
    page = open_page(site, color_scheme=scheme)
    _figures(page, "养老床位")
    page.locator(".pb-figure-open").first.click()
    expect(page.locator("#pb-source mark")).to_be_visible()
    assert page.evaluate(_CONTRAST) == []
    _compare(page, "养老床位")
    page.wait_for_timeout(300)
    assert page.evaluate(_CONTRAST) == []
    page.get_by_role("link", name="数据不一致").click()
    expect(page.locator(".pb-disagreements")).to_be_visible()
    assert page.evaluate(_CONTRAST) == []


_CONTRAST = """() => {
  const light = (c) => { const l = c.map((v) => { v /= 255;
      return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
  const rgba = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const ground = (e) => { for (; e; e = e.parentElement) {
      const c = rgba(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c.slice(0, 3); }
    return [255, 255, 255]; };
  const low = [];
  for (const e of document.querySelectorAll('#pb-figures *, #pb-source mark, #pb-source strong')) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const svg = e instanceof SVGElement;
    if (!words && !(svg && e.matches('.pb-chart-mark, .pb-chart-line'))) continue;
    if (!e.checkVisibility() || e.matches('.pb-hidden, option, title, [aria-disabled]')) continue;
    const style = getComputedStyle(e);
    const ink = !svg ? style.color : e.matches('line') ? style.stroke : style.fill;
    const a = light(rgba(ink).slice(0, 3)), b = light(ground(e.closest('svg') || e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < (words ? 4.5 : 3)) low.push([e.tagName, String(e.className), e.textContent, ratio]);
  }
  return low;
}"""


def test_on_a_phone_rows_are_cards_and_the_chart_fits(site: str, open_page: Open) -> None:
    page = open_page(site, width=390, height=844)
    _figures(page, "养老床位")

    def width() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth"))

    assert width() <= 390
    card = page.locator("tr.pb-figure").first.bounding_box()
    assert card is not None and card["width"] <= 366 and card["height"] < 170
    page.locator("tr.pb-figure").nth(2).locator(".pb-when").click()
    panel = page.locator("#pb-source").bounding_box()
    assert panel is not None and (panel["x"], panel["width"]) == (0, 390)
    expect(page.locator(".pb-close")).to_be_focused()
    page.locator(".pb-close").click()
    _compare(page, "养老床位")
    chart = page.locator("svg.pb-chart")
    box = chart.bounding_box()
    assert box is not None and width() <= 390
    # Text keeps its size: the chart is drawn for this width, not shrunk to it.
    assert box["width"] == pytest.approx(float(chart.get_attribute("width") or 0), abs=1)
    page.locator('.pb-point[aria-label^="丁市 2023年底"]').click()
    expect(page.locator("#pb-source mark")).to_contain_text("2023年末，丁市")
    page.locator(".pb-close").click()
    page.get_by_role("link", name="数据不一致").click()
    expect(page.locator(".pb-disagreements")).to_be_visible()
    assert width() <= 390


def test_hostile_documents_stay_text(site: str, open_page: Open) -> None:
    """`open_page` fails the test for any request to another host and any script error."""
    page = open_page(site)
    _figures(page)
    page.evaluate("() => { location.hash = '#figures?document=hostile'; }")
    expect(page.locator(".pb-from").first).to_contain_text("<img src=http://remote.invalid")
    page.locator(".pb-figure-open").first.click()
    expect(page.locator("#pb-source mark")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("tr.pb-figure .pb-link").first.click()
    expect(page.locator(".pb-comparison, .pb-abstained").first).to_be_visible()
    assert page.locator("img[src*=remote], script[src*=remote], iframe").count() == 0
    assert page.title() == "政策文件问答"


def test_an_empty_library_says_what_to_do(start_site: Serve, open_page: Open) -> None:
    page = open_page(start_site("--empty"))
    page.locator("#pb-figures-tab-button").click()
    expect(page.locator("#pb-figures .pb-empty")).to_contain_text("请到“文件”页添加")


def test_the_page_speaks_english(site: str, open_page: Open) -> None:
    page = open_page(site, locale="en-GB")
    expect(page.locator("#pb-figures-tab-button")).to_have_text("Figures")
    _figures(page, "养老床位")
    expect(page.locator(".pb-total")).to_have_text("54 in all, showing 1–50")
