"""The page of documents for somebody with many files, little time and a small screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from contrast import low_contrast
from playwright.sync_api import Locator, Page, expect
from whole_program import running

Open = Callable[..., Page]

DUTY = "关于做好值班工作的通知\n{place}办公室\n{day}\n第一条 {place}每天安排{n}人值班。\n"
_SCROLLS = """() => [...document.querySelectorAll('#pb-documents *')]
  .filter((e) => e.checkVisibility() && e.scrollHeight > e.clientHeight + 1
    && ['auto', 'scroll'].includes(getComputedStyle(e).overflowY))
  .map((e) => e.outerHTML.slice(0, 80))"""
_BEYOND = """(width) => [...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && !e.closest('svg, .pb-hidden')
    && e.getBoundingClientRect().right > width + .5)
  .map((e) => e.outerHTML.slice(0, 80))"""
_NAMELESS = """() => [...document.querySelectorAll('#pb-documents :is(a, button, input, select),'
    + '#pb-record :is(a, button, input, select)')]
  .filter((e) => e.checkVisibility() && e.type !== 'file' && e.tabIndex >= 0)
  .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.title))
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for number, place in enumerate(("甲县", "乙县"), start=2):
        (folder / place).mkdir()
        text = DUTY.format(place=place, day=f"2024年{number}月1日", n=number)
        (folder / place / "关于做好值班工作的通知.txt").write_text(text, "utf-8")
    (folder / "用车.txt").write_text("某单位用车办法\n第一条 用车提前1天申请。\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def program(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    with running(corpus, data, PB_QA_MAX_FILE_BYTES="20000") as address:
        yield address


@pytest.fixture
def desk(program: str, open_page: Open) -> Page:
    return _documents(open_page(program))


def _documents(page: Page) -> Page:
    page.locator("#pb-documents-tab-button").click()
    expect(page.locator(".pb-document-row").first).to_be_visible()
    return page


def _files(folder: Path, word: str, good: int, bad: int) -> list[Path]:
    """So many files that are taken in, and so many that are refused, each for its reason."""
    made = []
    for number in range(good):
        lines = "".join(f"第{n}条 {word}{number}号共{n + number}件。\n" for n in range(1, 9))
        made.append(folder / f"{word}{number}.txt")
        made[-1].write_text(f"{word}{number}号清单\n{lines}", "utf-8")
    contents = (b"", b"%PDF-1.7\n\xff", b"MZ\x90\x00" * 90, "太大。".encode() * 3000)
    for number in range(bad):
        kind = number % len(contents)
        made.append(folder / f"{word}坏{number}{('.txt', '.pdf', '.exe', '.txt')[kind]}")
        made[-1].write_bytes(contents[kind] + b"%d" % number * bool(contents[kind]))
    return made


def _send(page: Page, files: list[Path], seconds: float = 40) -> Locator:
    page.set_input_files("[data-files]", files)
    batch = page.locator("[data-work] > .pb-batch").first
    expect(batch).to_contain_text(f"添加 {len(files)} 个文件")
    expect(batch).to_contain_text("处理完毕", timeout=seconds * 1000)
    return batch


def _chip(batch: Locator, name: str) -> Locator:
    return batch.locator(".pb-kinds").get_by_role("button", name=name)


def test_refused_files_are_found_later_until_seen_to(
    desk: Page, tmp_path: Path, corpus: Path
) -> None:
    files = _files(tmp_path, "甲类", 2, 8)
    _send(desk, files)
    expect(desk.locator("[data-count=attention]")).to_have_text("8", use_inner_text=True)
    # Another day: another browser, everything else forgotten.
    desk.evaluate("localStorage.clear()")
    desk.reload()
    _documents(desk)
    desk.locator(".pb-view", has_text="要处理的").click()
    groups = desk.locator(".pb-results .pb-rejected")
    expect(groups).to_have_count(4)
    empty = groups.filter(has_text="是空文件")
    expect(empty).to_contain_text("请重新获取原文件")
    expect(empty.locator(".pb-refused li")).to_have_count(2)
    expect(groups.filter(has_text="太大")).to_contain_text("请拆成几个文件")
    empty.get_by_role("button", name="知道了，不再列出：甲类坏0.txt").click()
    expect(empty.locator(".pb-refused li")).to_have_count(1)
    # What comes in at last is no longer listed.
    (tmp_path / "甲类坏4.txt").write_text("甲类补报的清单\n第一条 共4件。\n", "utf-8")
    desk.set_input_files("[data-files]", tmp_path / "甲类坏4.txt")
    expect(empty).to_have_count(0, timeout=15_000)
    assert (corpus / "甲类坏4.txt").is_file() and not (corpus / "甲类坏0.txt").exists()
    groups.filter(has_text="PDF").get_by_role("button", name="这 2 个都知道了").click()
    expect(groups).to_have_count(2)
    desk.get_by_role("button", name="全部知道了").click()
    expect(desk.locator(".pb-results .pb-empty")).to_contain_text("没有要处理的")


def test_work_has_one_scroll_and_takes_one_line_when_it_is_over(desk: Page, tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    batch = _send(desk, _files(first, "乙类", 30, 8))
    chips = batch.locator(".pb-kinds button")
    assert [re.sub(r"\s+", " ", text) for text in chips.all_inner_texts()] == [
        "拒收 8", "已添加 30", "全部 38",
    ]  # fmt: skip
    # Some of what was refused is told at once, the rest on demand.
    expect(_chip(batch, "拒收 8")).to_have_attribute("aria-expanded", "true")
    expect(batch.locator(".pb-files > li")).to_have_count(3)
    batch.get_by_role("button", name="再看 5 个").click()
    expect(batch.locator(".pb-files > li.pb-rejected")).to_have_count(8)
    _chip(batch, "已添加 30").click()
    expect(batch.locator(".pb-files > li.pb-added")).to_have_count(30)
    assert desk.evaluate(_SCROLLS) == []
    _chip(batch, "全部 38").click()
    expect(batch.locator(".pb-files > li")).to_have_count(38)
    expect(batch.locator(".pb-files > li").first).to_contain_text("拒收")
    assert desk.evaluate(_SCROLLS) == []
    _chip(batch, "全部 38").click()
    expect(batch.locator(".pb-files")).to_have_count(0)
    box = batch.bounding_box()
    assert box is not None and box["height"] < 64
    newer = _send(desk, _files(second, "丙类", 5, 0))
    expect(newer.locator(".pb-files")).to_have_count(0)
    shown = desk.locator("[data-work] > .pb-batch")
    expect(shown).to_have_count(1)
    earlier = desk.locator(".pb-batch-fold")
    expect(earlier).not_to_have_attribute("open", "")
    earlier.locator("summary").click()
    expect(earlier.locator(".pb-batch", has_text="添加 38 个文件")).to_be_visible()
    assert desk.evaluate(_SCROLLS) == []


def test_while_it_runs_each_file_has_its_stage_and_the_bar_says_what_the_words_say(
    desk: Page, tmp_path: Path
) -> None:
    desk.set_input_files("[data-files]", _files(tmp_path, "丁类", 80, 4))
    batch = desk.locator("[data-work] > .pb-batch[data-batch]").first
    expect(batch.locator(".pb-under-way").first).to_be_visible(timeout=15_000)
    seen = batch.evaluate(
        """(e) => ({ stages: [...e.querySelectorAll('.pb-under-way strong')].map((s) =>
              s.textContent), bar: e.querySelector('progress').value,
            how: e.querySelector('.pb-batch-how').textContent })"""
    )
    assert set(seen["stages"]) <= {"等待", "正在读取", "正在清理", "正在建索引"}
    done, total = map(int, re.findall(r"\d+", seen["how"])[:2])
    assert total == 84 and abs(seen["bar"] - done / total) < 0.01
    assert re.search("正在估计时间|大约还要|马上就好", seen["how"])
    expect(batch).to_contain_text("处理完毕", timeout=60_000)
    expect(_chip(batch, "已添加 80")).to_be_visible()


def test_documents_with_one_title_are_told_apart(desk: Page) -> None:
    desk.fill(".pb-lookup input[name=q]", "做好值班工作")
    rows = desk.locator(".pb-document-row")
    expect(rows).to_have_count(2)
    for place in ("甲县", "乙县"):
        source = f"{place}/关于做好值班工作的通知.txt"
        expect(rows.filter(has_text=source)).to_have_count(1)
    for box in desk.locator("[data-pick]").all():
        box.check()
    desk.locator(".pb-selection").get_by_role("button", name="移出").click()
    items = desk.locator("dialog li small")
    assert sorted(items.all_inner_texts()) == [
        "乙县/关于做好值班工作的通知.txt",
        "甲县/关于做好值班工作的通知.txt",
    ]
    # The title and the file do not run together.
    title, file = desk.evaluate(
        """() => { const item = document.querySelector('dialog li');
             const range = document.createRange(); range.selectNode(item.firstChild);
             return [range.getBoundingClientRect().bottom,
               item.querySelector('small').getBoundingClientRect().top]; }"""
    )
    assert file >= title - 6
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog")).to_have_count(0)


def test_a_source_that_is_read_closes_when_its_document_goes(
    program: str, open_page: Open, corpus: Path
) -> None:
    original = corpus / "停水.txt"
    original.write_text("某单位停水的通知\n第一条 明天停水7小时。\n", "utf-8")
    page = _documents(open_page(program))
    page.fill(".pb-lookup input[name=q]", "某单位停水的通知")
    expect(page.locator(".pb-document-row")).to_have_count(1, timeout=30_000)
    page.locator("#pb-chat-tab-button").click()
    page.fill("#pb-question textarea", "明天停水几小时？")
    page.press("#pb-question textarea", "Enter")
    page.locator("#pb-current .pb-chip").first.click(timeout=20_000)
    source = page.locator("#pb-source")
    expect(source).to_contain_text("某单位停水的通知")
    original.unlink()
    expect(source).to_be_hidden(timeout=30_000)
    expect(page.locator(".pb-toast")).to_contain_text("原文已关闭")


def test_details_close_with_a_line_when_their_document_goes(desk: Page, corpus: Path) -> None:
    original = corpus / "停电.txt"
    original.write_text("某单位停电的通知\n第一条 明天停电6小时。\n", "utf-8")
    desk.fill(".pb-lookup input[name=q]", "某单位停电的通知")
    expect(desk.locator(".pb-document-row")).to_have_count(1, timeout=30_000)
    desk.locator(".pb-open-record").click()
    panel = desk.locator("#pb-record")
    expect(panel.locator("h2")).to_have_text("某单位停电的通知")
    original.unlink()
    expect(panel).to_be_hidden(timeout=30_000)
    expect(desk.locator(".pb-toast")).to_contain_text("详情已关闭")
    assert "open=" not in desk.url


def test_what_cannot_be_put_back_says_why_until_its_place_is_free(
    desk: Page, tmp_path: Path
) -> None:
    def send(title: str) -> None:
        file = tmp_path / "会议.txt"
        file.write_text(f"{title}\n第一条 会议每周召开1次，{title}。\n", "utf-8")
        desk.set_input_files("[data-files]", file)
        desk.locator(".pb-view", has_text="全部文档").click()
        desk.fill(".pb-lookup input[name=q]", title)
        expect(desk.locator(".pb-document-row", has_text=title)).to_be_visible(timeout=15_000)

    def remove(title: str) -> None:
        row = desk.locator(".pb-document-row", has_text=title)
        row.locator("[data-pick]").check()
        desk.locator(".pb-selection").get_by_role("button", name="移出").click()
        desk.locator("dialog").get_by_role("button", name="移出", exact=True).click()
        expect(row).to_have_count(0)

    send("某单位旧的会议办法")
    remove("某单位旧的会议办法")
    send("某单位新的会议办法")
    desk.locator(".pb-view", has_text="回收站").click()
    desk.fill(".pb-lookup input[name=q]", "旧的会议办法")
    thrown = desk.locator(".pb-document-row", has_text="旧的会议办法")
    put_back = thrown.get_by_role("button", name="放回")
    expect(put_back).to_be_disabled()
    expect(thrown).to_contain_text("原处现在是《某单位新的会议办法》")
    desk.locator(".pb-view", has_text="全部文档").click()
    desk.fill(".pb-lookup input[name=q]", "某单位新的会议办法")
    remove("某单位新的会议办法")
    desk.locator(".pb-view", has_text="回收站").click()
    desk.fill(".pb-lookup input[name=q]", "旧的会议办法")
    put_back.click()
    desk.locator(".pb-view", has_text="全部文档").click()
    expect(desk.locator(".pb-document-row", has_text="某单位旧的会议办法")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_results_leave_room_for_the_list(
    program: str, open_page: Open, tmp_path: Path, width: int
) -> None:
    page = _documents(open_page(program, width=width, height=844))
    batch = _send(page, _files(tmp_path, f"戊类{width}", 8, 4))
    expect(batch.locator(".pb-files")).to_have_count(0)
    lists = page.locator(".pb-views").first.bounding_box()
    assert lists is not None and lists["y"] < 520
    assert page.evaluate(_BEYOND, width) == []
    for kind in ("拒收 4", "全部 12"):
        _chip(batch, kind).click()
        expect(batch.locator(".pb-files > li").first).to_be_visible()
        assert page.evaluate(_BEYOND, width) == [], kind
    page.locator(".pb-view", has_text="要处理的").click()
    expect(page.locator(".pb-results .pb-rejected").first).to_be_visible()
    assert page.evaluate(_BEYOND, width) == []
    page.locator(".pb-view", has_text="全部文档").click()
    page.locator("[data-pick]").first.check()
    page.locator(".pb-selection").get_by_role("button", name="移出").click()
    dialog = page.locator("dialog").bounding_box()
    assert dialog is not None and dialog["x"] > 0 and dialog["x"] + dialog["width"] < width
    page.keyboard.press("Escape")
    page.locator("#pb-figures-tab-button").click()
    expect(page.locator(".pb-figure").first).to_be_visible()
    assert page.evaluate(_BEYOND, width) == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390), (768, 1024)])
def test_on_a_small_screen_heads_do_not_lie_over_rows(
    program: str, open_page: Open, width: int, height: int
) -> None:
    page = open_page(program, width=width, height=height)
    for tab, row in (("documents", ".pb-document-row"), ("figures", ".pb-figure")):
        page.locator(f"#pb-{tab}-tab-button").click()
        expect(page.locator(row).first).to_be_visible()
        page.locator(row).nth(3).scroll_into_view_if_needed()
        page.evaluate("scrollBy(0, 260)")
        over = page.evaluate(
            """(row) => { const below = [...document.querySelectorAll(row)].filter((e) =>
                 e.checkVisibility()).map((e) => e.getBoundingClientRect());
               return [...document.querySelectorAll('th')].filter((e) => e.checkVisibility())
                 .map((e) => e.getBoundingClientRect()).filter((head) => below.some((one) =>
                   one.top < head.bottom - 1 && one.bottom > head.top + 1)).length; }""",
            row,
        )
        assert over == 0, tab


def test_everything_has_a_name_and_works_by_keyboard(desk: Page, tmp_path: Path) -> None:
    batch = _send(desk, _files(tmp_path, "己类", 5, 4))
    assert desk.evaluate(_NAMELESS) == []
    chip = _chip(batch, "已添加 5")
    chip.focus()
    desk.keyboard.press("Enter")
    expect(_chip(batch, "已添加 5")).to_be_focused()
    expect(_chip(batch, "已添加 5")).to_have_attribute("aria-expanded", "true")
    desk.keyboard.press("Tab")
    expect(_chip(batch, "全部 9")).to_be_focused()
    link = batch.locator(".pb-files a").first
    link.focus()
    desk.keyboard.press("Enter")
    panel = desk.locator("#pb-record")
    expect(panel.locator("h2")).to_contain_text("己类")
    assert desk.evaluate(_NAMELESS) == []
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    desk.locator(".pb-view", has_text="要处理的").click()
    dismiss = desk.locator("[data-dismiss]", has_text="知道了").first
    dismiss.focus()
    before = desk.locator("[data-dismiss]").count()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-dismiss]")).to_have_count(before - 1)
    assert desk.evaluate(_NAMELESS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_work_and_refused_files_have_contrast(
    program: str, open_page: Open, tmp_path: Path, scheme: str
) -> None:
    page = _documents(open_page(program, color_scheme=scheme))
    batch = _send(page, _files(tmp_path, f"庚类{scheme}", 3, 4))
    _chip(batch, "全部 7").click()
    expect(batch.locator(".pb-files > li")).to_have_count(7)
    page.locator(".pb-view", has_text="要处理的").click()
    expect(page.locator(".pb-results .pb-rejected").first).to_be_visible()
    assert low_contrast(page, "#pb-documents *", ".pb-hidden, option") == []
