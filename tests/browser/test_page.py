"""The page as its readers use it."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from contrast import low_contrast
from playwright.sync_api import Browser, Page, expect

Serve = Callable[..., str]
Open = Callable[..., Page]

QUESTION = "2023年全市党员总数是多少？"


def _ask(page: Page, question: str) -> None:
    page.fill("#pb-question textarea", question)
    page.press("#pb-question textarea", "Enter")
    answer = page.locator("#pb-current .pb-turn", has_text=question)
    expect(answer.locator(".pb-actions, .pb-error").first).to_be_visible()


def _documents(page: Page) -> None:
    page.locator("#pb-documents-tab-button").click()
    expect(page.locator(".pb-document-row").first).to_be_visible()


def _in_view(page: Page, selector: str) -> bool:
    return bool(
        page.evaluate(
            """(selector) => {
              const box = document.querySelector(selector).getBoundingClientRect();
              const area = document.querySelector('.pb-scroll').getBoundingClientRect();
              return box.top >= area.top && box.bottom <= area.bottom && box.height > 0;
            }""",
            selector,
        )
    )


def test_a_citation_opens_its_source_at_the_quote(site: str, open_page: Open) -> None:
    page = open_page(site)
    page.locator(".pb-example", has_text=QUESTION).click()
    expect(page.locator(".pb-direct strong")).to_have_text("46,218名")
    sentence = page.locator(".pb-sentence", has_text="46,218名")
    words = sentence.inner_text().split("[")[0].strip()
    sentence.locator(".pb-chip").click()
    expect(page.locator("#pb-source mark")).to_have_text(words)
    assert _in_view(page, "#pb-source mark")
    panel = page.locator("#pb-source")
    for fact in ("示例市2023年党员队伍统计报告", "示例市统计局", "2024-01-15"):
        expect(panel.locator(".pb-head")).to_contain_text(fact)
    # Beside the chat, not over it.
    chat, source = page.locator("#pb-composer").bounding_box(), panel.bounding_box()
    assert chat is not None and source is not None
    assert chat["x"] + chat["width"] <= source["x"]


def test_place_page_and_number_are_shown_and_the_reference_copied(
    site: str, open_page: Open
) -> None:
    page = open_page(site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _ask(page, "党支部委员会会议一般每月召开几次？")
    page.locator(".pb-sentence", has_text="第五条").locator(".pb-chip").click()
    head = page.locator("#pb-source .pb-head")
    expect(head).to_contain_text("第三章 组织生活 › 第五条 › 第 2 页")
    expect(head).to_contain_text("示组发〔2021〕7号")
    head.locator("[data-copy]").click()
    expect(page.locator(".pb-toast")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "中共示例市委组织部. 示例市基层党支部工作办法: 示组发〔2021〕7号[Z]. 2021-05-20: 2."
    )
    page.keyboard.press("Escape")
    page.locator("#pb-current [data-copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "参考文献" in copied and "[1] 中共示例市委组织部." in copied


def test_chips_work_by_keyboard(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, QUESTION)
    chip = page.locator("#pb-current .pb-chip").first
    assert "打开原文" in (chip.get_attribute("aria-label") or "")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pb-source mark")).to_be_visible()
    expect(page.locator(".pb-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#pb-source")).to_be_hidden()
    expect(chip).to_be_focused()


def test_enter_that_ends_a_chinese_word_does_not_ask(site: str, open_page: Open) -> None:
    page = open_page(site)
    page.fill("#pb-question textarea", "党员")
    page.evaluate(
        """() => {
          const area = document.querySelector('#pb-question textarea');
          for (const kind of ['keydown', 'keypress']) {
            area.dispatchEvent(new KeyboardEvent(kind, {key: 'Enter', code: 'Enter',
              keyCode: 13, isComposing: true, bubbles: true, cancelable: true}));
          }
        }"""
    )
    page.wait_for_timeout(300)
    assert page.locator(".pb-turn").count() == 0
    page.press("#pb-question textarea", "Enter")
    expect(page.locator(".pb-turn")).to_have_count(1)


def test_what_the_documents_do_not_say_looks_different(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "发展党员要经过哪些谈话和备案审批？")
    expect(page.locator(".pb-abstained")).to_contain_text("文件里没有说明这个问题")
    assert page.locator("#pb-current .pb-sentence").count() == 0
    page.locator(".pb-nearest .pb-open").first.click()
    expect(page.locator("#pb-source mark")).to_be_visible()


def test_an_incomplete_list_says_so_and_shows_all(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "有关部门应当记录办理情况")
    coverage = page.locator("#pb-current .pb-coverage")
    expect(coverage).to_contain_text(re.compile(r"已引用 5 条，共 \d{3,} 条匹配"))
    coverage.get_by_text("查看全部").click()
    expect(coverage.locator(".pb-passages li").nth(20)).to_be_attached()
    coverage.locator(".pb-open").nth(3).click()
    expect(page.locator("#pb-source mark")).to_be_visible()


def test_the_end_of_a_long_document_opens(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "第5000项 本项工作的完成时限为5000个工作日")
    page.evaluate(
        """() => { const chip = document.querySelector('#pb-current .pb-chip');
                   chip.dataset.document = 'long';
                   chip.dataset.start = 299000; chip.dataset.end = 299040; }"""
    )
    page.locator("#pb-current .pb-chip").first.click()
    expect(page.locator("#pb-source mark").first).to_be_visible()
    page.wait_for_timeout(500)
    assert _in_view(page, "#pb-source mark")


def test_history_survives_a_reload_and_a_new_chat_ends_it(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, QUESTION)
    page.wait_for_function("localStorage.length > 0")
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("#pb-past .pb-direct strong")).to_have_text("46,218名")
    page.locator("#pb-past .pb-chip").first.click()
    expect(page.locator("#pb-source mark")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#pb-new").click()
    expect(page.locator(".pb-welcome")).to_be_visible()
    assert page.locator(".pb-turn").count() == 0
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator(".pb-welcome")).to_be_visible()


def test_a_rating_is_kept(site: str, site_data: Path, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "党小组会一般每月召开几次？")
    up = page.locator("#pb-current [data-rating=up]")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    log = site_data / "ratings.txt"
    for _ in range(40):
        if log.exists() and "up\t党小组会一般每月召开几次？" in log.read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the rating did not arrive")


def test_an_error_is_chinese_and_the_page_goes_on(site: str, open_page: Open) -> None:
    page = open_page(site)
    _ask(page, "这个问题会让程序出意外")
    expect(page.locator(".pb-error")).to_contain_text("程序出了意外，详情已写入运行日志")
    _ask(page, QUESTION)
    expect(page.locator("#pb-current .pb-direct strong")).to_have_text("46,218名")


def test_nothing_leaves_the_computer_whatever_the_documents_hold(
    site: str, open_page: Open, tmp_path: Path
) -> None:
    """`open_page` fails the test for any request to another host."""
    page = open_page(site)
    remote = "http://remote.invalid"
    _ask(
        page,
        f"含有远程内容的图片 <img src={remote}/q.png> ![]({remote}/q2.png) "
        f"<script src={remote}/q.js></script> ${{fetch('{remote}/t')}} {{{{x}}}} 的数量为多少",
    )
    assert "remote.invalid" in page.locator("#pb-current").inner_text()
    page.locator("#pb-current button[data-document=hostile]").first.click()
    expect(page.locator("#pb-source mark").first).to_be_visible()
    page.keyboard.press("Escape")
    _documents(page)
    page.locator(".pb-open-record[data-open=hostile]").click()
    page.locator(".pb-sections a", has_text="正文").click()
    expect(page.locator("#pb-record .pb-text")).to_contain_text(f"{remote}/markdown.png")
    page.keyboard.press("Escape")
    upload = (
        tmp_path / "![x](http:&#47;&#47;remote.invalid&#47;n.png) <img src=x onerror=alert(1)>.txt"
    )
    upload.write_text(f"<img src={remote}/upload.png>标题\n![]({remote}/u.png) 正文。", "utf-8")
    page.set_input_files("[data-files]", upload)
    expect(page.locator(".pb-verdicts .pb-added")).to_be_visible()
    page.locator("[role=tab]:visible").first.click()
    page.reload()
    expect(page.locator("#pb-past .pb-turn")).to_be_visible()
    for tag in ("img[src*='remote']", "script[src*='remote']", "iframe", "svg[onload]"):
        assert page.locator(tag).count() == 0
    assert page.title() == "政策文件问答"


def test_the_program_itself_reaches_no_other_computer(
    site: str, site_data: Path, open_page: Open
) -> None:
    page = open_page(site)
    _ask(page, QUESTION)
    _documents(page)
    assert (site_data / "outgoing.txt").read_text(encoding="utf-8") == ""


def test_even_an_injected_image_or_script_cannot_call_out(site: str, browser: Browser) -> None:
    with socket.socket() as elsewhere:
        elsewhere.bind(("127.0.0.1", 0))
        elsewhere.listen()
        elsewhere.settimeout(0.3)
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(site)
            ran, directives = page.evaluate(_INJECT, elsewhere.getsockname()[1])
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    assert ran is False
    assert {"img-src", "connect-src", "script-src-elem", "script-src-attr"} <= set(directives)


_INJECT = """async (port) => {
  const blocked = [];
  document.addEventListener('securitypolicyviolation',
    (event) => blocked.push(event.effectiveDirective));
  window.ran = false;
  const place = document.createElement('div');
  place.innerHTML = `<img src="http://127.0.0.1:${port}/x.png">`
    + '<img src="data:," onerror="window.ran = true">';
  document.body.append(place);
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.body.append(script);
  await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
  await new Promise((done) => setTimeout(done, 300));
  return [window.ran, blocked];
}"""


def test_a_question_before_the_models_are_loaded_waits(start_site: Serve, open_page: Open) -> None:
    page = open_page(start_site("--warm-up-seconds", "8"))
    expect(page.locator(".pb-banner")).to_contain_text("正在装载检索模型")
    page.fill("#pb-question textarea", QUESTION)
    page.press("#pb-question textarea", "Enter")
    expect(page.locator("#pb-current")).to_contain_text("检索模型还在装载")
    expect(page.locator(".pb-direct strong")).to_have_text("46,218名", timeout=25000)
    expect(page.locator(".pb-banner")).to_be_hidden()


def test_a_question_asked_at_once_is_not_wiped_by_the_welcome(
    start_site: Serve, open_page: Open
) -> None:
    page = open_page(start_site("--warm-up-seconds", "3"))
    page.fill("#pb-question textarea", QUESTION)
    page.press("#pb-question textarea", "Enter")
    expect(page.locator("#pb-current .pb-question")).to_contain_text(QUESTION)
    page.wait_for_timeout(800)
    expect(page.locator("#pb-current .pb-question")).to_be_visible()
    expect(page.locator(".pb-welcome")).to_be_hidden()


def test_on_a_phone_the_source_is_a_sheet(site: str, open_page: Open) -> None:
    page = open_page(site, width=390, height=844)
    _ask(page, QUESTION)
    page.locator("#pb-current .pb-chip").first.click()
    expect(page.locator("#pb-source mark")).to_be_visible()
    box = page.locator("#pb-source").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".pb-close").click()
    expect(page.locator("#pb-source")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_light_and_dark(site: str, open_page: Open, scheme: str) -> None:
    page = open_page(site, color_scheme=scheme)
    _ask(page, QUESTION)
    _ask(page, "发展党员要经过哪些谈话和备案审批？")
    page.locator("#pb-past .pb-chip").first.click()
    expect(page.locator("#pb-source mark")).to_be_visible()
    low = low_contrast(
        page, "[class*=pb-], [id^=pb-] button, mark, dt, dd, b", ".pb-hidden, .pb-toast"
    )
    assert low == []


@pytest.mark.parametrize(
    ("locale", "send", "welcome"),
    [
        ("zh", "提问", "想从文件里查什么？"),
        ("zh-TW", "提问", "想从文件里查什么？"),
        ("en-GB", "Ask", "What would you like to find in the documents?"),
        ("de-DE", "Ask", "What would you like to find in the documents?"),
    ],
)
def test_the_language_is_the_browsers(
    site: str, open_page: Open, locale: str, send: str, welcome: str
) -> None:
    page = open_page(site, locale=locale)
    expect(page.locator("#pb-send")).to_have_text(send)
    expect(page.locator(".pb-welcome h2")).to_have_text(welcome)


def test_an_empty_library_says_what_to_do(start_site: Serve, open_page: Open) -> None:
    page = open_page(start_site("--empty"))
    expect(page.locator(".pb-welcome")).to_contain_text("请到“文档”页添加")
