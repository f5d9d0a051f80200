"""The page of documents as its readers use it, over the whole real program."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from contrast import low_contrast
from playwright.sync_api import Locator, Page, expect
from whole_program import running

Open = Callable[..., Page]

RULES = """某单位考勤办法
示办发〔2024〕3号
某单位办公室
2024年3月1日
第一条 每天打卡2次。
第二条 迟到3次以上的，按有关规定处理。
第三条 本办法自发布之日起施行。
责任编辑：张三
"""
NOTICE = """某单位值班安排的通知
第一条 节假日每天安排2人值班。
第二条 值班人员应当保持电话畅通。
"""
TITLE = "<script>document.title='pwned'</script>\u202e反的\u202c<b>粗"
STRANGE = f"{TITLE}\n第一条 内容共5条，每条都应当照办，不得擅自变更。\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "制度").mkdir()
    (folder / "制度" / "考勤办法.txt").write_text(RULES, "utf-8")
    (folder / "值班通知.txt").write_text(NOTICE, "utf-8")
    (folder / "奇怪的.txt").write_text(STRANGE, "utf-8")
    deep = (
        folder / "名字很长的文件夹，手机上也不能撑破这一页的宽度" / "再往下还有一层同样长的文件夹"
    )
    deep.mkdir(parents=True)
    (deep / "深处的文件.txt").write_text("放在深处的通知\n第一条 这里共有1份文件。\n", "utf-8")
    (folder / "损坏的.pdf").write_bytes(b"%PDF-1.7\n%\xff\xfe broken")
    return folder


@pytest.fixture(scope="module")
def program(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The program over a small corpus of its own; its address once all of it is read."""
    with running(corpus, tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture
def desk(program: str, open_page: Open) -> Page:
    page = open_page(program)
    _show(page)
    return page


def _show(page: Page) -> None:
    page.locator("#pb-documents-tab-button").click()
    expect(page.locator(".pb-document-row").first).to_be_visible()


def _row(page: Page, title: str) -> Locator:
    return page.locator(".pb-document-row", has_text=title)


def _find(page: Page, title: str) -> Locator:
    page.fill(".pb-lookup input[name=q]", title)
    expect(page.locator(".pb-document-row")).to_have_count(1)
    return _row(page, title)


def _open(page: Page, title: str, section: str = "") -> Locator:
    _find(page, title).locator(".pb-open-record").first.click()
    panel = page.locator("#pb-record")
    expect(panel.locator(".pb-head h2")).to_have_text(title)
    if section:
        panel.locator(".pb-sections a", has_text=section).click()
        expect(panel.locator(".pb-sections [aria-current]")).to_contain_text(section)
    return panel


def _drop(page: Page, *files: Path) -> Locator:
    page.set_input_files("[data-files]", list(files))
    batch = page.locator(".pb-batch").first
    expect(batch).to_contain_text("处理完毕", timeout=30_000)
    return batch


def test_each_file_gets_its_verdict_and_the_bad_come_first(
    desk: Page, corpus: Path, tmp_path: Path
) -> None:
    good = tmp_path / "《差旅办法》〔2024〕3号.txt"
    good.write_text("某单位差旅办法\n第一条 出差每天补助100元。\n", "utf-8")
    again, bad = tmp_path / "副本.txt", tmp_path / "坏.pdf"
    again.write_text(NOTICE, "utf-8")
    bad.write_bytes(b"%PDF-1.7\n\xff\xfe")
    batch = _drop(desk, good, again, bad)
    expect(batch.locator("li").first).to_contain_text("拒收")
    expect(batch.locator("li").first).to_contain_text("坏.pdf")
    expect(batch.locator(".pb-duplicate")).to_contain_text("《某单位值班安排的通知》")
    expect(batch.locator(".pb-added")).to_contain_text("《差旅办法》〔2024〕3号.txt")
    expect(_row(desk, "某单位差旅办法")).to_be_visible()
    assert (corpus / "《差旅办法》〔2024〕3号.txt").is_file()


def test_a_changed_file_shows_word_by_word_what_changed(desk: Page, tmp_path: Path) -> None:
    changed = tmp_path / "值班通知.txt"
    changed.write_text(NOTICE.replace("2人", "3人"), "utf-8")
    batch = _drop(desk, changed)
    batch.get_by_text("改动对照").click()
    changes = desk.locator("#pb-record .pb-changes")
    expect(changes.locator("del")).to_have_text(re.compile("2"))
    expect(changes.locator("ins")).to_have_text(re.compile("3"))
    expect(desk.locator(".pb-changes-head")).to_contain_text("1 处改动")
    desk.locator(".pb-sections a", has_text="版本").click()
    versions = desk.locator(".pb-versions li")
    restore = desk.get_by_role("button", name="恢复这一版").first
    expect(restore).to_be_visible()
    before = versions.count()
    restore.click()
    expect(versions).to_have_count(before + 1)
    desk.locator(".pb-sections a", has_text="正文").click()
    expect(desk.locator("#pb-record .pb-text")).to_contain_text("每天安排2人值班")


def test_work_goes_on_while_the_page_is_loaded_again(desk: Page, tmp_path: Path) -> None:
    files = []
    for number in range(120):
        lines = "".join(f"第{n}条 第{number}号事项共{n * number}件。\n" for n in range(1, 60))
        path = tmp_path / f"事项{number}.txt"
        path.write_text(f"第{number}号事项清单\n{lines}", "utf-8")
        files.append(path)
    desk.set_input_files("[data-files]", files)
    expect(desk.locator("[data-batch]").first).to_contain_text("/ 120")
    expect(desk.locator("[data-sending]")).to_have_count(0, timeout=20_000)
    desk.reload()
    batch = desk.locator("[data-batch]").first
    expect(batch).to_contain_text("添加 120 个文件")
    expect(batch).to_contain_text("已添加 120", timeout=60_000)
    desk.fill(".pb-lookup input[name=q]", "号事项清单")
    expect(desk.locator(".pb-document-row").first).to_contain_text("号事项清单")
    expect(desk.locator(".pb-total")).to_contain_text("120")
    desk.locator(".pb-pager").get_by_text("末页").click()
    expect(desk.locator(".pb-pager")).to_contain_text("第 3 页")
    desk.fill(".pb-lookup input[name=q]", "第 77 号")
    expect(desk.locator(".pb-document-row")).to_have_count(1)
    expect(_row(desk, "第77号事项清单")).to_be_visible()


def test_a_removed_document_comes_back(desk: Page, corpus: Path) -> None:
    row = _find(desk, "某单位考勤办法")
    row.locator("[data-pick]").check()
    bar = desk.locator(".pb-selection")
    expect(bar).to_contain_text("已选 1 份")
    bar.get_by_role("button", name="移出").click()
    dialog = desk.locator("dialog")
    expect(dialog).to_contain_text("要移出这份文档吗？")
    expect(dialog).to_contain_text("以前的各个版本放进回收站")
    expect(dialog).not_to_contain_text("份转载")
    expect(dialog).to_contain_text("某单位考勤办法")
    dialog.get_by_role("button", name="移出", exact=True).click()
    expect(row).to_have_count(0)
    assert not (corpus / "制度" / "考勤办法.txt").exists()
    desk.locator(".pb-offer").get_by_role("button", name="撤销").click()
    expect(row).to_be_visible()
    assert (corpus / "制度" / "考勤办法.txt").read_text("utf-8") == RULES


def test_the_recycle_bin_gives_back(desk: Page) -> None:
    panel = _open(desk, "某单位考勤办法")
    panel.get_by_role("button", name="移出").click()
    desk.locator("dialog").get_by_role("button", name="移出", exact=True).click()
    expect(_row(desk, "某单位考勤办法")).to_have_count(0)
    expect(panel).to_be_hidden()
    desk.locator(".pb-view", has_text="回收站").click()
    thrown = _row(desk, "某单位考勤办法").filter(has_text="移出的").first
    thrown.get_by_role("button", name="放回").click()
    desk.locator(".pb-view", has_text="全部文档").click()
    expect(_row(desk, "某单位考勤办法")).to_be_visible()


def test_a_correction_is_shown_and_taken_back(desk: Page) -> None:
    panel = _open(desk, "某单位考勤办法")
    panel.get_by_role("button", name="更正").click()
    panel.locator("input[name=issuer]").fill("某单位人事处")
    panel.get_by_role("button", name="保存").click()
    expect(panel.locator(".pb-facts-list").first).to_contain_text("某单位人事处")
    expect(panel.locator(".pb-edited")).to_contain_text("人工改过")
    expect(_row(desk, "某单位考勤办法")).to_contain_text("人工改过")
    expect(_row(desk, "某单位考勤办法").locator(".pb-issuer")).to_have_text("某单位人事处")
    panel.get_by_role("button", name="更正").click()
    panel.get_by_role("button", name="全部恢复成文件里写的").click()
    expect(panel.locator(".pb-edited")).to_have_count(0)
    expect(panel.locator(".pb-facts-list").first).not_to_contain_text("某单位人事处")


def test_a_refused_correction_stays_in_its_form(desk: Page) -> None:
    panel = _open(desk, "某单位考勤办法")
    panel.get_by_role("button", name="更正").click()
    panel.locator("input[name=place]").fill("甲县")
    date = panel.locator("input[name=issued_on]")
    date.fill("去年春天")
    panel.get_by_role("button", name="保存").click()
    expect(panel.locator(".pb-edit [role=alert]")).to_contain_text("日期“去年春天”不能用")
    desk.evaluate("window.pbQaDocuments.refresh()")
    expect(desk.locator(".pb-batch", has_text="修改")).to_have_count(0)
    expect(panel.locator("input[name=place]")).to_have_value("甲县")
    expect(date).to_have_value("去年春天")
    date.fill("2024年3月5日")
    panel.get_by_role("button", name="保存").click()
    expect(panel.locator(".pb-facts-list").first).to_contain_text("2024年3月5日")
    expect(panel.locator(".pb-edit")).to_be_hidden()
    panel.get_by_role("button", name="更正").click()
    panel.get_by_role("button", name="全部恢复成文件里写的").click()
    expect(panel.locator(".pb-facts-list").first).to_contain_text("2024年3月1日")


def test_what_cleaning_took_out_comes_back(desk: Page) -> None:
    panel = _open(desk, "某单位考勤办法", "正文")
    expect(panel.locator(".pb-text")).to_contain_text("第三条")
    expect(panel.locator(".pb-text")).not_to_contain_text("责任编辑")
    panel.locator(".pb-sections a", has_text="清理记录").click()
    cut = panel.locator(".pb-cut-group li", has_text="责任编辑：张三")
    cut.get_by_role("button", name="撤销").click()
    back = panel.locator(".pb-restored-group li")
    expect(back).to_contain_text("已恢复")
    expect(back).to_contain_text(re.compile("20[0-9]{2}年.*由人工恢复"))
    expect(cut.locator("[data-undo]")).to_have_count(0)
    panel.locator(".pb-sections a", has_text="正文").click()
    expect(panel.locator(".pb-text")).to_contain_text("责任编辑：张三")
    panel.locator(".pb-sections a", has_text="版本").click()
    expect(panel.locator(".pb-versions li").first).to_contain_text("撤销")
    panel.locator(".pb-sections a", has_text="清理记录").click()
    back.get_by_role("button", name="再去掉").click()
    expect(back).to_have_count(0)
    expect(cut.locator("[data-undo]")).to_have_count(1)
    panel.locator(".pb-sections a", has_text="正文").click()
    expect(panel.locator(".pb-text")).to_be_visible()
    expect(panel.locator(".pb-text")).not_to_contain_text("责任编辑")


def test_the_original_is_downloaded_under_its_own_name(desk: Page, tmp_path: Path) -> None:
    panel = _open(desk, "某单位考勤办法")
    with desk.expect_download() as event:
        panel.get_by_text("下载原件").click()
    assert event.value.suggested_filename == "考勤办法.txt"
    saved = tmp_path / "原件.txt"
    event.value.save_as(saved)
    assert saved.read_text("utf-8") == RULES


def test_a_title_with_markup_and_signs_of_direction_is_text(desk: Page) -> None:
    row = _find(desk, "<script>")
    expect(row).to_contain_text("<b>粗")
    assert "\u202e" not in row.inner_text()
    row.locator(".pb-open-record").click()
    heading = desk.locator("#pb-record h2")
    expect(heading).to_contain_text("<script>document.title='pwned'</script>")
    assert "\u202e" not in heading.inner_text()
    assert desk.title() == "政策文件问答"
    for tag in ("#pb-record h2 b", ".pb-document-row b", "#pb-record script"):
        assert desk.locator(tag).count() == 0


def test_a_file_that_could_not_be_read_needs_attention(desk: Page) -> None:
    desk.locator(".pb-view", has_text="要处理的").click()
    refused = desk.locator(".pb-results .pb-rejected", has_text="损坏的.pdf")
    expect(refused).to_be_visible()
    assert len(refused.locator("p").inner_text()) > 10


def test_a_folder_keeps_its_structure_and_becomes_a_range(
    desk: Page, corpus: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "通知" / "2024"
    folder.mkdir(parents=True)
    (folder / "放假通知.txt").write_text("某单位放假通知\n第一条 放假3天，8日上班。\n", "utf-8")
    desk.set_input_files("[data-folder]", tmp_path / "通知")
    expect(_row(desk, "某单位放假通知")).to_be_visible(timeout=20_000)
    assert (corpus / "通知" / "2024" / "放假通知.txt").is_file()
    select = desk.locator(".pb-lookup select[name=collection]")
    select.select_option("通知/2024")
    expect(desk.locator(".pb-document-row")).to_have_count(1)
    desk.get_by_text("清除筛选").click()
    expect(desk.locator(".pb-document-row")).not_to_have_count(1)
    expect(select).to_have_value("")


def test_files_dropped_anywhere_on_the_page_are_taken(desk: Page) -> None:
    transfer = desk.evaluate_handle(
        """() => { const transfer = new DataTransfer();
             const text = '某单位印章办法\\n第一条 用印登记1次。\\n';
             transfer.items.add(new File([text], '印章办法.txt'));
             return transfer; }"""
    )
    desk.dispatch_event(".pb-results", "dragenter", {"dataTransfer": transfer})
    expect(desk.locator(".pb-drop.pb-over")).to_be_visible()
    desk.dispatch_event(".pb-results", "drop", {"dataTransfer": transfer})
    expect(_find(desk, "某单位印章办法")).to_be_visible(timeout=15_000)
    expect(desk.locator(".pb-drop.pb-over")).to_have_count(0)


def test_an_archive_is_taken_apart(desk: Page, tmp_path: Path) -> None:
    archive = tmp_path / "压缩包.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("甲/办法.txt", "某单位用车办法\n第一条 用车提前1天申请。\n")
        for number in range(60):
            packed.writestr(
                f"乙/{number}.txt", f"第{number}号出车记录\n第一条 行程{number}公里。\n"
            )
    plain = tmp_path / "派车单.txt"
    plain.write_text("某单位派车单\n第一条 每天派车2次。\n", "utf-8")
    batch = _drop(desk, archive, plain)
    expect(batch).to_contain_text("添加 2 个文件（压缩包解开后共 62 个）")
    expect(batch.locator(".pb-files")).to_have_count(0)
    batch.get_by_role("button", name="已添加 62").click()
    expect(batch.locator(".pb-files > li")).to_have_count(50)
    batch.get_by_role("button", name="再看 12 个").click()
    expect(batch.locator(".pb-files > li")).to_have_count(62)
    expect(batch.get_by_role("button", name="再看")).to_have_count(0)
    expect(_find(desk, "某单位用车办法")).to_be_visible()


def test_a_file_deleted_by_hand_is_not_said_to_be_in_the_recycle_bin(
    desk: Page, corpus: Path
) -> None:
    original = corpus / "临时通知.txt"
    original.write_text("某单位临时停水的通知\n第一条 今天停水2小时。\n", "utf-8")
    desk.fill(".pb-lookup input[name=q]", "某单位临时停水的通知")
    row = desk.locator(".pb-document-row", has_text="某单位临时停水的通知")
    expect(row).to_be_visible(timeout=30_000)
    original.unlink()
    batch = desk.locator(".pb-batch", has_text="不在原处了").first
    batch.get_by_role("button", name="不在原处了 1").click(timeout=30_000)
    expect(batch).to_contain_text("被删除或移走")
    expect(batch).to_contain_text("不在回收站里")
    expect(row).to_have_count(0)


def test_rows_and_panel_work_by_keyboard(desk: Page) -> None:
    first = desk.locator(".pb-open-record").first
    first.focus()
    desk.keyboard.press("Enter")
    title = desk.locator("#pb-record h2")
    expect(title).to_have_text(first.inner_text())
    expect(first).to_be_focused()
    desk.keyboard.press("ArrowDown")
    second = desk.locator(".pb-open-record").nth(1)
    expect(second).to_be_focused()
    expect(title).to_have_text(second.inner_text())
    desk.keyboard.press("Escape")
    expect(desk.locator("#pb-record")).to_be_hidden()
    expect(second).to_be_focused()


def test_on_a_phone_nothing_scrolls_sideways(program: str, open_page: Open) -> None:
    page = open_page(program, width=390, height=844)
    _show(page)
    expect(page.locator(".pb-lookup select[name=collection] option")).not_to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(_BEYOND, 390) == []
    panel = _open(page, "某单位考勤办法")
    box = panel.bounding_box()
    assert box is not None and (box["x"], box["width"]) == (0, 390)
    for section in ("正文", "清理记录", "文字质量", "段落", "版本", "信息"):
        panel.locator(".pb-sections a", has_text=section).click()
        expect(panel.locator(".pb-sections [aria-current]")).to_contain_text(section)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, section
        scroll = panel.locator(".pb-scroll")
        assert scroll.evaluate("(e) => e.scrollWidth <= e.clientWidth"), section
    page.go_back()
    expect(panel.locator(".pb-sections [aria-current]")).to_contain_text("版本")
    panel.locator(".pb-shut").click()
    expect(panel).to_be_hidden()
    for name in ("要处理的", "回收站"):
        page.locator(".pb-view", has_text=name).click()
        expect(page.locator(".pb-view[aria-current]")).to_contain_text(name)
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


_BEYOND = """(width) => [...document.querySelectorAll('#pb-documents *, #pb-composer *')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > width)
  .map((e) => e.outerHTML.slice(0, 80))"""


def test_a_question_is_limited_to_a_folder_and_says_so(program: str, open_page: Open) -> None:
    page = open_page(program)
    page.locator("#pb-range input").click()
    page.get_by_role("option", name="制度").click()
    page.fill("#pb-question textarea", "每天打卡几次？")
    page.press("#pb-question textarea", "Enter")
    answer = page.locator("#pb-current .pb-turn")
    expect(answer).to_contain_text("只在“制度”里查找", timeout=15_000)
    expect(answer).to_contain_text("2次")
    page.reload()
    expect(page.locator("#pb-range input")).to_have_value(re.compile("制度"))
    page.locator("#pb-figures-tab-button").click()
    expect(page.locator("#pb-figures select[name=collection]")).to_have_value("制度")
    expect(page.locator(".pb-results")).to_contain_text("只查“制度”里的文件")


_WORDS = ("#pb-documents *, #pb-record *", ".pb-hidden, option")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(program: str, open_page: Open, scheme: str, tmp_path: Path) -> None:
    page = open_page(program, color_scheme=scheme)
    _show(page)
    title = f"某单位配色的通知（{scheme}）"
    for count in (1, 2):
        file = tmp_path / f"配色{scheme}.txt"
        file.write_text(f"{title}\n第一条 共有{count}种颜色。\n责任编辑：李四\n", "utf-8")
        _drop(page, file)
    panel = _open(page, title)
    for section in ("信息", "清理记录", "文字质量", "版本"):
        panel.locator(".pb-sections a", has_text=section).click()
        expect(panel.locator(".pb-sections [aria-current]")).to_contain_text(section)
        assert low_contrast(page, *_WORDS) == []
    page.locator(".pb-version-ways a", has_text="比较").first.click()
    expect(page.locator(".pb-changes")).to_be_visible()
    assert low_contrast(page, *_WORDS) == []
