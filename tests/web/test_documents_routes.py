from __future__ import annotations

import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pb_qa.catalog import PageQuality, RestoredCut, TextChange, TrashedOriginal, VersionRecord
from pb_qa.models import Cut, Document, DocumentInfo, FileReport, FileStatus, Page
from pb_qa.settings import Settings
from pb_qa.web.documents_routes import build_documents_router
from pb_qa.web.documents_words import date_words, limit_words, size_words
from pb_qa.web.i18n import texts_for
from pb_qa.web.quality_view import confidence_words, render_quality
from pb_qa.web.receipt_view import MOST_CUTS, render_receipt
from pb_qa.web.trash_view import render_trash
from pb_qa.web.versions_view import render_changes, render_versions
from pb_qa.web.work import Warmup

ZH, EN = texts_for("zh-CN"), texts_for("en")


@pytest.fixture
def pages(small: ModuleType, page_settings: Settings) -> Iterator[TestClient]:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    app = FastAPI()
    app.include_router(build_documents_router(assistant, warmup, "/page"))
    with TestClient(app) as client:
        yield client


def test_the_list_comes_as_a_fragment(pages: TestClient) -> None:
    shown = pages.get("/page/documents/list", params={"q": "支部"}).text
    assert 'data-open="rules"' in shown and "符合的有 1 份，全部 3 份" in shown
    assert '<option value="党务">党务（1）</option>' in shown
    frame = pages.get("/page/documents/frame").text
    assert "把文件、文件夹或压缩包拖到这里" in frame and "webkitdirectory" in frame
    assert (
        "Drop files" in pages.get("/page/documents/frame", headers={"Accept-Language": "en"}).text
    )


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("about", "示组发〔2021〕7号"),
        ("text", "第三章 组织生活"),
        ("cuts", "责任编辑：张三"),
        ("quality", "文字正常"),
        ("passages", "共 1 段"),
        ("versions", "现在用的"),
        ("changes", "只有这一版"),
    ],
)
def test_each_part_of_a_document_has_an_address(pages: TestClient, section: str, said: str) -> None:
    shown = pages.get("/page/documents/panel/rules", params={"section": section})
    assert shown.status_code == 200 and said in shown.text
    assert 'data-document-id="rules"' in shown.text


def test_what_is_marked_and_what_is_gone(pages: TestClient) -> None:
    marked = pages.get("/page/documents/panel/rules", params={"section": "text", "at": "0-4"})
    assert "<mark>示例市基</mark>" in marked.text
    gone = pages.get("/page/documents/panel/nowhere")
    assert gone.status_code == 404 and "已经不在库里" in gone.text
    assert pages.get("/page/documents/panel/rules?section=nothing").status_code == 422
    assert pages.get("/page/documents/trashed").json() == []


def test_the_receipt_gives_each_cut_its_reason_its_surroundings_and_an_undo() -> None:
    text = "第一条 内容。\n第二条 <b>内容。"
    cuts = (
        Cut(8, 8, "— 1 —\n", "页码"),
        Cut(13, 13, "<i>编辑", "网页附加文字"),
        Cut(8, 8, "\n", "空行"),
    )
    shown = render_receipt(Document("d", 1, "a.txt", "题", text=text, receipt=cuts), ZH)
    assert "页码（1）" in shown and 'data-undo="0"' in shown
    assert "<del>&lt;i&gt;编辑</del>" in shown
    assert "↵" in shown and "<b>" not in shown
    many = tuple(Cut(0, 0, f"{n}", "页码") for n in range(MOST_CUTS + 7))
    document = Document("d", 1, "a.txt", "题", text=text, receipt=many)
    assert "再看 7 处" in render_receipt(document, ZH)
    rest = render_receipt(document, ZH, MOST_CUTS)
    assert rest.count("data-undo") == 7 and f'data-undo="{MOST_CUTS}"' in rest


def test_what_was_put_back_stays_listed_with_a_way_to_cut_it_again() -> None:
    text = "第一条 内容。\n<i>责任编辑：李四\n第二条 内容。"
    start = text.index("<i>")
    moment = time.mktime((2026, 11, 3, 9, 5, 0, 0, 0, -1))
    restored = (
        RestoredCut(start, start + 10, "网页附加文字", moment, True),
        RestoredCut(start + 11, start + 14),
    )
    document = Document("d", 1, "a.txt", "题", text=text)
    shown = render_receipt(document, ZH, 0, restored)
    assert "已恢复到正文里的（2）" in shown and "<ins>&lt;i&gt;责任编辑：李四</ins>" in shown
    assert "2026年11月3日 09:05 由人工恢复 · 网页附加文字" in shown
    assert "时间没有记录" in shown and "不能再去掉" in shown
    assert 'data-redo="0"' in shown and 'data-redo="1"' not in shown
    cuts = tuple(Cut(0, 0, f"{n}", "页码") for n in range(MOST_CUTS + 7))
    long = Document("d", 1, "a.txt", "题", text=text, receipt=cuts)
    assert "已恢复" not in render_receipt(long, ZH, MOST_CUTS, restored)


def test_quality_is_said_in_words_and_drawn_as_a_bar_a_page() -> None:
    pages = (
        PageQuality(1, "", 800),
        PageQuality(2, "", 0, "这一页没有文字。"),
        PageQuality(3, "表一", 400, "", 0.8),
    )
    shown = render_quality("d", pages, ZH)
    assert "3 页中有 1 页的文字有问题" in shown and "第 2 页：这一页没有文字。" in shown
    assert shown.count('class="pb-bar"') == 3
    assert [shown.count(f'data-level="{level}"') for level in ("good", "weak", "ocr")] == [1, 1, 1]
    assert 'style="height:50%"' in shown and "不太可靠，请对照原件（把握 80%）" in shown
    assert "文字正常" in render_quality("d", (PageQuality(1, "", 5),), ZH)
    assert confidence_words(0.97, ZH).startswith("认得清楚")
    assert confidence_words(0.9, ZH).startswith("大体清楚")


def _version(number: int, *, live: bool = False, characters: int = 9) -> VersionRecord:
    info = DocumentInfo("d", number, "a.txt", "题")
    return VersionRecord(info, live, 1.0, characters, f"来历{number}", not live)


def test_versions_say_how_they_came_about_and_can_be_compared_and_restored() -> None:
    shown = render_versions([_version(3, live=True), _version(2), _version(1, characters=0)], ZH)
    assert "来历3" in shown and shown.count("现在用的") == 1
    assert 'data-restore="2"' in shown and 'data-restore="3"' not in shown
    assert "old=2&amp;new=3" in shown and "原文没有保留" in shown
    assert '<option value="1"' not in shown


def test_a_comparison_shows_changes_with_some_words_around_and_folds_the_rest() -> None:
    same = "甲" * 500
    changes = (
        TextChange("same", same),
        TextChange("removed", "2人\n"),
        TextChange("added", "<b>3人"),
        TextChange("same", same),
        TextChange("added", "末"),
    )
    versions = [_version(2, live=True), _version(1)]
    shown = render_changes(changes, versions, (1, 2), ZH)
    assert "2 处改动：加了 6 字，去掉 3 字。" in shown
    assert "<ins>&lt;b&gt;3人</ins>" in shown and "<del>2人<span aria-hidden=true>↵</span>" in shown
    assert "相同的 440 字" in shown and "相同的 380 字" in shown
    whole = shown.replace("<details>", "").count("甲")
    assert whole == 1000
    assert "一字不差" in render_changes((TextChange("same", same),), versions, (1, 2), ZH)


def test_the_recycle_bin_says_what_when_and_gives_back() -> None:
    thrown = [
        TrashedOriginal("1/甲.txt", "法规/甲.txt", "<b>甲", 2048, 10.0, False),
        TrashedOriginal("2/乙.txt", "乙.txt", "", 10, 20.0, True),
        TrashedOriginal("3/丙.txt", "丙.txt", "丙", 10, 30.0, True, "newer", "丙"),
        TrashedOriginal("4/丁.txt", "丁.txt", "丁", 10, 40.0, False, "document", "<b>后来的"),
        TrashedOriginal("5/戊.txt", "戊.txt", "戊", 10, 50.0, False, "file"),
    ]
    shown = render_trash(thrown, "", ZH)
    assert shown.index("乙.txt") < shown.index("&lt;b&gt;甲")
    assert 'data-put-back="1/甲.txt"' in shown and "被新版本换下的" in shown and "2 KB" in shown
    assert "乙" not in render_trash(thrown, "甲", ZH)
    assert 'data-put-back="2/乙.txt"' in shown
    # Where something else lies in the place, it is said what to do instead.
    buttons = {key[0]: button for button in re.findall("<button[^>]*>", shown)
               for key in re.findall('data-put-back="([^"]*)"', button)}  # fmt: skip
    assert set(buttons) == {"1", "2", "4", "5"}
    assert {key for key, button in buttons.items() if " disabled" in button} == {"4", "5"}
    assert "已有新版本；要用它，请在文档的“版本”里恢复" in shown
    assert "原处现在是《&lt;b&gt;后来的》；要放回这一份，请先把它移出" in shown
    assert "没有收录的同名文件" in shown
    assert "回收站是空的" in render_trash([], "", ZH)


def test_sizes_and_dates_are_written_as_people_read_them() -> None:
    assert [size_words(size) for size in (0, 900, 1536, 5 * 1024**2, 3 * 1024**3)] == [
        "0 B", "900 B", "1.5 KB", "5 MB", "3 GB",
    ]  # fmt: skip
    assert limit_words(200_000_000) == "200 MB" and limit_words(1000) == "1000 B"
    assert [date_words(date, ZH) for date in ("", "2018", "2018-01", "2018-01-31")] == [
        "", "2018年", "2018年1月", "2018年1月31日",
    ]  # fmt: skip
    assert date_words("2018-01", EN) == "2018-01"


def test_a_rejected_file_is_counted_even_when_all_else_is_well(
    small: ModuleType, page_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = small.SmallAssistant(page_settings, [])
    refused = FileReport(
        "坏.pdf", FileStatus.REJECTED, source="坏.pdf", reason="已损坏。请重新获取。"
    )
    monkeypatch.setattr(assistant, "verdicts", lambda: [refused])
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    app = FastAPI()
    app.include_router(build_documents_router(assistant, warmup, "/page"))
    with TestClient(app) as client:
        assert 'data-attention="1"' in client.get("/page/documents/list").text
        attention = client.get("/page/documents/list?show=attention").text
    assert "坏.pdf" in attention and "已损坏。请重新获取。" in attention


def test_a_page_of_a_document_can_be_gone_to(small: ModuleType, page_settings: Settings) -> None:
    document = Document("p", 1, "p.pdf", "两页", text="甲乙", pages=(Page(1, 0, 1), Page(2, 1, 2)))
    assistant = small.SmallAssistant(page_settings, [document])
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    app = FastAPI()
    app.include_router(build_documents_router(assistant, warmup, "/page"))
    with TestClient(app) as client:
        assert 'data-leaf="1"' in client.get("/page/documents/panel/p?section=text").text
