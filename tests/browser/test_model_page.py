"""Answers that a language model words, as their readers get them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from contrast import low_contrast
from playwright.sync_api import Page, expect

Serve = Callable[..., str]
Open = Callable[..., Page]

QUESTION = "党支部每月要做哪些事？"
MODEL = "small-model:7b"
ADDRESS = "http://127.0.0.1:1/v1"
# How long the small model may take on a busy computer.
SLOW = 20_000
REASON = "数字“2345”在引用的原文中找不到"


@pytest.fixture(scope="module")
def worded_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worded")


@pytest.fixture(scope="module")
def worded_site(start_site: Serve, worded_data: Path) -> str:
    return start_site("--model-address", ADDRESS, data_dir=worded_data)


@pytest.fixture(scope="module")
def slow_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slow")


@pytest.fixture(scope="module")
def slow_site(start_site: Serve, slow_data: Path) -> str:
    return start_site("--model-address", ADDRESS, "--model-seconds", "1", data_dir=slow_data)


def _begin(page: Page, question: str = QUESTION) -> None:
    expect(page.locator(".pb-model")).to_have_attribute("data-state", "ready")
    page.fill("#pb-question textarea", question)
    page.press("#pb-question textarea", "Enter")


def _ask(page: Page, question: str = QUESTION) -> None:
    _begin(page, question)
    answer = page.locator("#pb-current .pb-turn", has_text=question)
    expect(answer.locator(".pb-actions, .pb-error").first).to_be_visible()


def _written(file: Path, line: str) -> bool:
    for _ in range(100):
        if file.exists() and line in file.read_text(encoding="utf-8"):
            return True
        time.sleep(0.05)
    return False


def test_sentences_appear_one_by_one_and_their_citations_open(
    slow_site: str, open_page: Open
) -> None:
    page = open_page(slow_site)
    _begin(page)
    expect(page.locator("#pb-send")).to_be_hidden()
    expect(page.locator("#pb-stop")).to_be_visible()
    expect(page.locator(".pb-waiting")).to_contain_text(
        "正在请模型“small-model:7b”归纳", timeout=SLOW
    )
    reasoning = page.locator("#pb-current .pb-reasoning")
    reasoning.locator("summary").click()
    expect(page.locator(".pb-waiting")).to_contain_text("已核对 2 句，模型还在写", timeout=SLOW)
    first = page.locator("#pb-current .pb-said").nth(1)
    first.locator(".pb-chip").click()
    expect(page.locator("#pb-source mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#pb-current .pb-said")).to_have_count(4, timeout=SLOW)
    expect(page.locator("#pb-current .pb-actions")).to_be_visible(timeout=SLOW)
    # What the reader had opened stays open, whatever was drawn since.
    expect(reasoning.locator(".pb-thoughts")).to_contain_text("再看第二份")
    expect(reasoning.locator(".pb-thoughts")).to_be_visible()
    expect(page.locator("#pb-stop")).to_be_hidden()
    expect(page.locator("#pb-send")).to_be_visible()


def test_the_stop_button_stops_the_request_and_keeps_what_was_checked(
    slow_site: str, slow_data: Path, open_page: Open
) -> None:
    page = open_page(slow_site)
    question = "党支部党员大会一般每季度做哪些事？"
    _begin(page, question)
    expect(page.locator("#pb-current .pb-said")).to_have_count(2, timeout=SLOW)
    page.locator("#pb-stop").click()
    expect(page.locator("#pb-current .pb-actions")).to_be_visible()
    expect(page.locator("#pb-current .pb-notes")).to_contain_text("已按您的要求停止")
    expect(page.locator("#pb-current .pb-said")).to_have_count(2)
    assert _written(slow_data / "stopped.txt", question)
    # And it can be asked again at once.
    expect(page.locator("#pb-send")).to_be_visible()
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("#pb-past .pb-said")).to_have_count(2)


def test_a_question_put_while_another_is_answered_waits_its_turn(
    slow_site: str, open_page: Open
) -> None:
    page = open_page(slow_site)
    _begin(page)
    expect(page.locator("#pb-current .pb-said").first).to_be_visible(timeout=SLOW)
    second = "党小组会一般每月召开几次？"
    page.fill("#pb-question textarea", second)
    page.press("#pb-question textarea", "Enter")
    expect(page.locator("#pb-current .pb-turn")).to_contain_text(second, timeout=SLOW)
    expect(page.locator("#pb-past .pb-said")).to_have_count(4)
    expect(page.locator("#pb-past .pb-turn")).to_contain_text(QUESTION)
    expect(page.locator("#pb-question textarea")).to_have_value("")
    page.locator("#pb-stop").click()
    expect(page.locator("#pb-current .pb-actions")).to_be_visible(timeout=SLOW)


def test_leaving_the_page_stops_the_request(
    slow_site: str, slow_data: Path, open_page: Open
) -> None:
    page = open_page(slow_site)
    question = "党小组会一般每月要做哪些事？"
    _begin(page, question)
    expect(page.locator("#pb-current .pb-said").first).to_be_visible(timeout=SLOW)
    page.goto("about:blank")
    assert _written(slow_data / "stopped.txt", question)


def test_a_new_chat_ends_the_answer_and_nothing_of_it_comes_back(
    slow_site: str, slow_data: Path, open_page: Open
) -> None:
    page = open_page(slow_site)
    question = "党支部每年要做哪些事？"
    _begin(page, question)
    expect(page.locator("#pb-current .pb-said").first).to_be_visible(timeout=SLOW)
    page.locator("#pb-new").click()
    expect(page.locator(".pb-welcome")).to_be_visible()
    assert _written(slow_data / "stopped.txt", question)
    page.wait_for_timeout(1000)
    expect(page.locator(".pb-turn")).to_have_count(0)
    expect(page.locator("#pb-send")).to_be_visible()
    _begin(page)
    expect(page.locator("#pb-current .pb-said").first).to_be_visible(timeout=SLOW)
    page.locator("#pb-stop").click()


def test_withheld_words_open_and_are_marked_and_not_copied(
    worded_site: str, open_page: Open
) -> None:
    page = open_page(worded_site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _ask(page)
    withheld = page.locator("#pb-current .pb-withheld")
    expect(withheld.locator("summary")).to_have_text(f"已隐去1句：{REASON}")
    expect(withheld.locator("li")).to_be_hidden()
    withheld.locator("summary").click()
    expect(withheld.locator("li")).to_have_text("未经核实全市共有2345名。")
    expect(page.locator("#pb-current .pb-said").nth(2)).to_contain_text(
        "请核对：“王五”不在所引原文中"
    )
    page.locator("#pb-current [data-copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"（本回答由语言模型“{MODEL}”归纳，不是文件原话")
    assert "所引原文\n[1] " in copied and "参考文献\n[1] " in copied and "2345" not in copied
    # Nor with everything on the page.
    page.locator("#pb-current .pb-answer").evaluate("(e) => getSelection().selectAllChildren(e)")
    selected = page.evaluate("getSelection().toString()")
    assert "据文件所述" in selected and "2345名" not in selected
    expect(page.locator("#pb-current .pb-actions")).to_contain_text("输入 1,234、输出 56 个词元")


def test_a_worded_answer_outlives_a_reload_but_not_its_documents(
    start_site: Serve, open_page: Open
) -> None:
    page = open_page(start_site("--model-address", ADDRESS))
    _ask(page)
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("#pb-past .pb-worded-by")).to_contain_text(MODEL)
    expect(page.locator("#pb-past .pb-withheld summary")).to_contain_text(REASON)
    expect(page.locator("#pb-past .pb-said")).to_have_count(4)
    page.locator("#pb-documents-tab-button").click()
    row = page.locator(".pb-document-row", has_text="支部工作办法")
    row.locator("[data-pick]").check()
    page.locator(".pb-selection").get_by_role("button", name="移出").click()
    page.locator("dialog").get_by_role("button", name="移出", exact=True).click()
    expect(row).to_have_count(0)
    page.locator("#pb-chat-tab-button").click()
    expect(page.locator("#pb-past .pb-turn")).to_contain_text("《示例市基层党支部工作办法》已移出")
    assert "第八条" not in page.locator("#pb-past").inner_html()
    assert "2345" not in page.locator("#pb-past").inner_html()


def test_the_switch_is_remembered_and_quotes_ask_no_model(
    worded_site: str, open_page: Open
) -> None:
    page = open_page(worded_site)
    expect(page.locator(".pb-model")).to_contain_text(MODEL)
    generative = page.get_by_role("radio", name="智能归纳")
    quotes = page.get_by_role("radio", name="原文摘录")
    expect(generative).to_be_checked()
    generative.focus()
    page.keyboard.press("ArrowLeft")
    expect(quotes).to_be_checked()
    _ask(page)
    expect(page.locator("#pb-current .pb-sentence").first).to_be_visible()
    expect(page.locator("#pb-current .pb-worded-by")).to_have_count(0)
    page.reload()
    expect(page.locator(".pb-model")).to_have_attribute("data-state", "ready")
    expect(quotes).to_be_checked()
    page.locator(".pb-mode label", has_text="智能归纳").click()
    _ask(page, "党小组会一般每月召开几次？")
    expect(page.locator("#pb-current .pb-worded-by")).to_be_visible()


def test_without_a_model_the_switch_says_what_to_do(site: str, open_page: Open) -> None:
    page = open_page(site)
    expect(page.locator(".pb-model")).to_contain_text("智能归纳未启用")
    expect(page.get_by_role("radio", name="智能归纳")).to_be_disabled()
    expect(page.get_by_role("radio", name="原文摘录")).to_be_checked()
    # Who clicks what cannot be chosen is told why.
    page.locator(".pb-mode label", has_text="智能归纳").click(force=True)
    panel = page.locator("dialog.pb-model-panel")
    expect(panel).to_contain_text("还没有设置语言模型")
    expect(panel).to_contain_text("PB_QA_LLM_BASE_URL=http://127.0.0.1:11434/v1")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_a_model_that_is_down_says_why_and_how_to_try_again(
    start_site: Serve, open_page: Open
) -> None:
    page = open_page(start_site("--model-address", "http://127.0.0.1:1/down"))
    named = page.locator(".pb-model")
    expect(named).to_have_attribute("data-state", "failed")
    expect(named).to_contain_text("模型暂时不可用")
    expect(page.get_by_role("radio", name="智能归纳")).to_be_disabled()
    named.click()
    panel = page.locator("dialog.pb-model-panel")
    expect(panel.locator(".pb-model-bad")).to_contain_text("请确认模型服务已经启动")
    expect(panel).to_contain_text("http://127.0.0.1:1/down")
    expect(panel).to_contain_text("已设置（不显示）")
    panel.get_by_role("button", name="测试连接").click()
    expect(panel.locator(".pb-model-bad")).to_contain_text("请确认模型服务已经启动")
    assert "secret-of-the-test" not in page.content()
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_have_count(0)


def test_quotes_shown_instead_say_why(worded_site: str, open_page: Open) -> None:
    page = open_page(worded_site)
    _ask(page, "党支部党员大会多久召开一次？")
    expect(page.locator("#pb-current .pb-unused")).to_have_text(
        "语言模型在 60 秒内没有答完。以下是原文摘录。"
    )
    expect(page.locator("#pb-current .pb-sentence").first).to_be_visible()


def test_hostile_words_of_a_model_do_nothing(worded_site: str, open_page: Open) -> None:
    """`open_page` fails the test for any request to another host."""
    page = open_page(worded_site)
    _ask(page, "含有远程内容的图片与链接脚本有多少")
    for folded in page.locator("#pb-current .pb-folded summary").all():
        folded.click()
    expect(page.locator("#pb-current .pb-thoughts")).to_contain_text("remote.invalid/m.png")
    expect(page.locator("#pb-current .pb-withheld li")).to_contain_text("remote.invalid/m2.png")
    expect(page.locator("#pb-current .pb-said").nth(1)).to_contain_text("${fetch(")
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("#pb-past .pb-said").nth(1)).to_contain_text("${fetch(")
    for tag in ("img[src*='remote']", "script[src*='remote']", "iframe", "svg[onload]"):
        assert page.locator(tag).count() == 0
    assert page.title() == "政策文件问答"


@pytest.mark.parametrize(
    ("width", "height", "locale"),
    [
        (390, 844, "zh-CN"),
        (360, 640, "zh-CN"),
        (320, 568, "zh-CN"),
        (1280, 860, "zh-CN"),
        (390, 844, "en-GB"),
        (360, 640, "en-GB"),
    ],
)
def test_the_composer_fits_and_its_parts_do_not_overlap(
    worded_site: str, open_page: Open, width: int, height: int, locale: str
) -> None:
    page = open_page(worded_site, width=width, height=height, locale=locale)
    expect(page.locator(".pb-model")).to_have_attribute("data-state", "ready")
    expect(page.locator("#pb-range input")).to_be_visible()
    parts = ("#pb-question", "#pb-send", "#pb-range", ".pb-mode", ".pb-model", "#pb-new")
    boxes = {part: page.locator(part).bounding_box() for part in parts}
    for part, box in boxes.items():
        assert box is not None, part
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, part
        assert box["height"] >= 30, part
    for part, box in boxes.items():
        for other, beside in boxes.items():
            if part < other and box is not None and beside is not None:
                apart = (
                    box["x"] + box["width"] <= beside["x"]
                    or beside["x"] + beside["width"] <= box["x"]
                    or box["y"] + box["height"] <= beside["y"]
                    or beside["y"] + beside["height"] <= box["y"]
                )
                assert apart, (part, other)
    composer = page.locator("#pb-composer").bounding_box()
    assert composer is not None and composer["height"] <= 150
    _ask(page)
    page.locator("#pb-current .pb-withheld summary").click()
    page.locator(".pb-model").click()
    expect(page.locator("dialog.pb-model-panel")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_worded_answers_have_contrast_in_light_and_dark(
    worded_site: str, open_page: Open, scheme: str
) -> None:
    page = open_page(worded_site, color_scheme=scheme)
    _ask(page, "党支部党员大会多久召开一次？")
    _ask(page)
    for folded in page.locator("#pb-current .pb-folded summary").all():
        folded.click()
    page.locator(".pb-model").click()
    page.get_by_role("button", name="测试连接").click()
    expect(page.locator(".pb-model-good")).to_be_visible()
    low = low_contrast(
        page, "[class*=pb-], [class*=pb-] *, [id^=pb-] button, dt, dd", ".pb-hidden, .pb-toast"
    )
    assert low == []
