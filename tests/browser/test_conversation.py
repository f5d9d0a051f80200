"""A conversation that is left, begun anew, widened, or outlives its documents."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Serve = Callable[..., str]
Open = Callable[..., Page]

QUESTION = "2023年全市党员总数是多少？"


def _ask(page: Page, question: str) -> None:
    page.fill("#pb-question textarea", question)
    page.press("#pb-question textarea", "Enter")
    answer = page.locator("#pb-current .pb-turn", has_text=question)
    expect(answer.locator(".pb-actions, .pb-error").first).to_be_visible()


def test_what_was_removed_is_gone_when_the_questions_are_shown_again(
    start_site: Serve, open_page: Open
) -> None:
    page = open_page(start_site())
    _ask(page, "党小组会一般每月召开几次？")
    _ask(page, QUESTION)
    expect(page.locator("#pb-current .pb-direct strong")).to_have_text("46,218名")
    page.locator("#pb-documents-tab-button").click()
    row = page.locator(".pb-document-row", has_text="统计报告")
    row.locator("[data-pick]").check()
    page.locator(".pb-selection").get_by_role("button", name="移出").click()
    page.locator("dialog").get_by_role("button", name="移出", exact=True).click()
    expect(row).to_have_count(0)
    page.locator("#pb-chat-tab-button").click()
    turn = page.locator("#pb-current .pb-turn", has_text=QUESTION)
    expect(turn).to_contain_text("《示例市2023年党员队伍统计报告》已移出")
    expect(page.locator("body")).not_to_contain_text("46,218")
    assert "46,218" not in page.locator("#pb-past, #pb-current").evaluate_all(
        "(parts) => parts.map((part) => part.innerHTML).join('')"
    )
    # The other answer is as it was, and each stands once.
    expect(page.locator("#pb-past .pb-turn")).to_contain_text("第六条")
    expect(page.locator(".pb-turn")).to_have_count(2)


def test_what_the_range_does_not_say_is_asked_for_in_all_documents(
    site: str, open_page: Open
) -> None:
    page = open_page(site)
    page.locator("#pb-range input").click()
    page.get_by_role("option", name="党务").click()
    _ask(page, QUESTION)
    nothing = page.locator("#pb-current .pb-abstained")
    expect(nothing).to_contain_text("所选范围“党务”里没有找到；别的文件夹里有相关内容。")
    page.get_by_role("button", name="在全部资料里找").click()
    expect(page.locator("#pb-current .pb-direct strong")).to_have_text("46,218名")
    expect(page.locator("#pb-past .pb-turn")).to_have_count(1)
    expect(page.locator("#pb-current")).not_to_contain_text("只在“党务”里查找")


def test_the_conversation_before_a_new_one_is_brought_back(site: str, open_page: Open) -> None:
    page = open_page(site)
    page.locator("#pb-new").click()
    expect(page.locator(".pb-welcome")).to_be_visible()
    _ask(page, QUESTION)
    page.locator("#pb-new").click()
    expect(page.locator(".pb-begun")).to_have_text("已开始新对话 · 恢复上一个对话")
    expect(page.locator(".pb-turn")).to_have_count(0)
    page.get_by_role("button", name="恢复上一个对话").click()
    expect(page.locator("#pb-past .pb-direct strong")).to_have_text("46,218名")
    expect(page.locator(".pb-begun")).to_have_count(0)
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("#pb-past .pb-direct strong")).to_have_text("46,218名")
    page.locator("#pb-new").click()
    expect(page.locator(".pb-begun")).to_be_visible()
    _ask(page, "党小组会一般每月召开几次？")
    expect(page.locator(".pb-begun")).to_have_count(0)
    expect(page.locator(".pb-turn")).to_have_count(1)
