from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import Cut, Document, Page
from pb_qa.reading.cleaning import clean, restore
from pb_qa.reading.raw import RawDocument, RawHeading
from pb_qa.reading.structure import sections
from pb_qa.reading.undoing import is_remark, place_of, raw_spans, redo_cut, undo_cuts


def read(raw: str, pages: tuple[Page, ...] = (), marked: tuple[RawHeading, ...] = ()) -> Document:
    cleaned = clean(RawDocument(raw, marked, pages))
    return Document(
        "甲",
        1,
        "甲.txt",
        "甲",
        text=cleaned.text,
        sections=sections(cleaned),
        pages=cleaned.pages,
        receipt=cleaned.receipt,
    )


LINES = st.sampled_from(
    [
        "第一条 党员三百人，分属十个支部，",
        "并报上级党组织备案。",
        "— 3 —",
        "责任编辑：王小明",
        "上一篇：关于预算的通知",
        "一、总体要求",
        "预算收入　比上年增长\u200b百分之五。   ",
        "",
        "第 7 页 共 9 页",
        "![图](甲.png)",
    ]
)
RAWS = st.lists(LINES, min_size=1, max_size=14).map("\n".join)


@given(RAWS, st.data())
def test_undoing_all_in_any_order_gives_the_raw_text(raw: str, data: st.DataObject) -> None:
    document = read(raw)
    assert restore(document.text, document.receipt) == raw
    spans = raw_spans(document.receipt)
    assert [raw[start:end] for start, end in spans] == [cut.original for cut in document.receipt]
    while document.receipt:
        index = data.draw(st.integers(0, len(document.receipt) - 1))
        gone = raw_spans(document.receipt)[index]
        document = undo_cuts(document, [index])
        assert restore(document.text, document.receipt) == raw
        spans.remove(gone)
        assert raw_spans(document.receipt) == spans
    assert document.text == raw


@given(RAWS, st.data())
def test_undoing_some_at_once_is_undoing_them_one_by_one(raw: str, data: st.DataObject) -> None:
    document = read(raw)
    chosen = data.draw(st.sets(st.sampled_from(range(len(document.receipt) or 1))))
    chosen = {index for index in chosen if index < len(document.receipt)}
    at_once = undo_cuts(document, chosen)
    for index in sorted(chosen, reverse=True):
        document = undo_cuts(document, [index])
    assert at_once == document


@given(RAWS, RAWS, st.data())
def test_pages_follow(first: str, second: str, data: st.DataObject) -> None:
    raw = f"{first}\n{second}"
    cut = len(first) + 1
    document = read(raw, (Page(1, 0, cut), Page(2, cut, len(raw))))
    while document.receipt:
        index = data.draw(st.integers(0, len(document.receipt) - 1))
        document = undo_cuts(document, [index])
        one, two = document.pages
        assert 0 == one.start <= one.end <= two.start <= two.end <= len(document.text)
        for section in document.sections:
            assert document.text[section.start :].startswith(section.heading[:1])
            assert 0 <= section.start < section.end <= len(document.text)
    assert (document.pages[0].start, document.pages[1].end) == (0, len(raw))


def test_sections_follow_and_headings_that_the_file_marked_stay() -> None:
    raw = "总则\n第一条 党员三百人。\n责任编辑：王小明\n附件说明\n本办法自印发之日起施行。"
    marked = tuple(RawHeading(2, raw.index(words), raw.index(words) + 4) for words in ("附件说明",))
    document = read(raw, marked=marked)
    assert "责任编辑" not in document.text
    (index,) = [n for n, cut in enumerate(document.receipt) if "责任编辑" in cut.original]
    undone = undo_cuts(document, [index])
    assert undone.text == raw and undone.receipt == ()
    for section in undone.sections:
        assert undone.text[section.start : section.start + 2] == section.heading[:2]
    assert [s.heading for s in undone.sections] == [s.heading for s in document.sections]
    assert [s.level for s in undone.sections] == [s.level for s in document.sections]


def test_a_remark_cuts_nothing_and_grows_with_what_is_put_back_inside_it() -> None:
    text = "识别出来的一段文字。"
    receipt = (Cut(0, 10, text, "文字识别"), Cut(3, 3, "甲", "页码"), Cut(10, 10, "尾", "页码"))
    document = Document("甲", 1, "甲.txt", "甲", text=text, receipt=receipt)
    assert is_remark(text, receipt[0]) and not is_remark(text, receipt[1])
    assert undo_cuts(document, [0]) == document
    undone = undo_cuts(document, [1])
    assert undone.text == "识别出甲来的一段文字。"
    assert undone.receipt == (
        Cut(0, 11, undone.text, "文字识别"),
        Cut(11, 11, "尾", "页码"),
    )


@given(RAWS, RAWS, st.data())
def test_cutting_again_takes_the_undoing_back(first: str, second: str, data: st.DataObject) -> None:
    raw = f"{first}\n{second}"
    middle = len(first) + 1
    document = read(raw, (Page(1, 0, middle), Page(2, middle, len(raw))))
    steps = []
    while document.receipt:
        index = data.draw(st.integers(0, len(document.receipt) - 1))
        steps.append((document, document.receipt[index], raw_spans(document.receipt)[index]))
        document = undo_cuts(document, [index])
    for before, cut, span in reversed(steps):
        place = place_of(document.receipt, span)
        assert document.text[slice(*place)] == cut.original
        replacement = before.text[cut.start : cut.end]
        document = redo_cut(document, place, cut.reason, replacement)
        assert (document.text, document.receipt) == (before.text, before.receipt)
        assert [(s.heading, s.start) for s in document.sections] == [
            (s.heading, s.start) for s in before.sections
        ]
        one, two = document.pages
        assert 0 == one.start <= one.end <= two.start <= two.end <= len(document.text)


def test_a_remark_shrinks_again() -> None:
    text = "识别出来的一段文字。"
    receipt = (Cut(0, 10, text, "文字识别"), Cut(3, 3, "甲", "页码"), Cut(10, 10, "尾", "页码"))
    document = Document("甲", 1, "甲.txt", "甲", text=text, receipt=receipt)
    assert redo_cut(undo_cuts(document, [1]), (3, 4), "页码") == document


def test_only_what_stands_in_the_receipt_can_be_undone() -> None:
    with pytest.raises(IndexError):
        undo_cuts(replace(read("党员三百人。"), receipt=()), [0])
