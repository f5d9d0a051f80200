"""Questions answered from the ledger of figures, as their readers see them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Open = Callable[..., Page]


def _ask(page: Page, question: str) -> None:
    page.fill("#pb-question textarea", question)
    page.press("#pb-question textarea", "Enter")
    answer = page.locator("#pb-current .pb-turn", has_text=question)
    expect(answer.locator(".pb-actions").first).to_be_visible()


def _size(page: Page, selector: str) -> float:
    return float(
        page.locator(selector).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    )


def _underlined(page: Page, selector: str) -> bool:
    line = page.locator(selector).evaluate("e => getComputedStyle(e).textDecorationLine")
    return "underline" in str(line)


def test_a_figure_answers_big_and_opens_its_sentence(site: str, open_page: Open) -> None:
    page = open_page(site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _ask(page, "2018年丙市社区服务中心有多少个")
    card = page.locator("#pb-current .pb-stated")
    expect(card.locator(".pb-about")).to_contain_text("2018年（原文：去年） · 丙市 · 社区服务中心")
    number = card.locator(".pb-number")
    expect(number).to_have_text("210个")
    assert _size(page, "#pb-current .pb-number") >= 1.5 * _size(page, ".pb-sentence")
    number.click()
    expect(page.locator("#pb-source mark")).to_have_text("去年，丙市社区服务中心210个。")
    expect(page.locator("#pb-source mark strong")).to_have_text("210个")
    assert _underlined(page, "#pb-source mark strong")
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    page.locator("#pb-current [data-copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("210个（2018年（原文：去年），丙市，社区服务中心）[1]")
    assert "[1] 示例省民政厅. 示例省2018年养老服务公报[Z]. 2019-02-11." in copied


def test_each_of_several_figures_opens_its_own_sentence(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "丙市养老床位有多少张")
    numbers = page.locator("#pb-current .pb-dated .pb-number")
    expect(numbers).to_have_count(12)
    for index, year in ((0, 2023), (11, 2009)):
        numbers.nth(index).click()
        expect(page.locator("#pb-source mark")).to_contain_text(f"{year}年末，丙市养老床位")
        page.keyboard.press("Escape")
    page.locator("#pb-current .pb-cited summary").click()
    expect(page.locator("#pb-current .pb-sentence")).to_have_count(12)
    expect(page.locator("#pb-current .pb-sentence").last).to_be_visible()


def test_a_result_opens_each_operand(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "乙市2010年和2020年养老床位相差多少")
    expect(page.locator("#pb-current .pb-figure-one")).to_contain_text("2.8万张计算得出")
    operands = page.locator("#pb-current .pb-working .pb-number")
    expect(operands).to_have_text(["7.4万张", "4.6万张"])
    operands.nth(1).click()
    expect(page.locator("#pb-source mark")).to_have_text("2010年末，乙市养老床位4.6万张。")
    expect(page.locator("#pb-source mark strong")).to_have_text("4.6万张")


def test_an_offer_looks_like_no_answer(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "2030年乙市养老床位有多少张")
    offer = page.locator("#pb-current .pb-abstained")
    expect(offer).to_contain_text("没有2030年的数据；有2023年底的：8.6万张。")
    expect(offer.locator("strong")).to_have_text("没有2030年的数据")
    assert page.locator("#pb-current .pb-stated").count() == 0
    page.locator("#pb-current .pb-chip").click()
    expect(page.locator("#pb-source mark")).to_have_text("2023年末，乙市养老床位8.6万张。")
    expect(page.locator("#pb-source mark strong")).to_have_text("8.6万张")


def test_from_an_answer_to_all_its_records_and_back(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "乙市2020年养老床位有多少张")
    page.get_by_role("link", name="查看这项数据的全部记录").click()
    expect(page.locator("#pb-figures input[name=q]")).to_have_value("养老床位")
    expect(page.locator(".pb-total")).to_have_text("共 54 条，显示 1–50")
    page.go_back()
    expect(page.locator("#pb-current .pb-number")).to_be_in_viewport()
    assert "#" not in page.url
    page.go_forward()
    expect(page.locator("#pb-figures input[name=q]")).to_have_value("养老床位")


def test_figures_survive_a_reload(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "乙市2010年和2020年养老床位相差多少")
    page.wait_for_function("localStorage.length > 0")
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("#pb-past .pb-figure-one")).to_contain_text("2.8万张计算得出")
    page.locator("#pb-past .pb-working .pb-number").first.click()
    expect(page.locator("#pb-source mark strong")).to_have_text("7.4万张")


def test_on_a_narrow_screen_figures_fit(site: str, open_page: Open) -> None:
    page = open_page(site, width=390, height=844)
    for question in (
        "丙市养老床位有多少张",
        "乙市2010年和2020年养老床位相差多少",
        "甲市2018年养老床位",
    ):
        _ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#pb-current .pb-number").first.click()
    expect(page.locator("#pb-source mark strong")).to_be_visible()
