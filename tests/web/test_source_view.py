from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import Document, Page
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.source_view import headings_at, page_at, render_document

ZH = Texts(Language.CHINESE)


def _marked(html: str) -> str:
    return "".join(
        unescape(re.sub("<[^>]*>", "", part))
        for part in re.findall(r"<mark>(.*?)</mark>", html, re.S)
    )


def _document(text: str) -> Document:
    return Document(id="a", version=1, source="a.txt", title="题", text=text)


@given(st.text(alphabet="字<&\n {", max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_exactly_the_span_is_marked(text: str, start: int, end: int) -> None:
    html = render_document(_document(text), ZH, (start, end))
    begin, stop = max(0, min(start, len(text))), max(0, min(end, len(text)))
    expected, offset = "", 0
    for line in text.split("\n"):
        if line.strip():
            # Empty lines are not shown, so nothing of them is marked.
            expected += text[max(offset, begin) : min(offset + len(line), stop)]
        offset += len(line) + 1
    assert _marked(html) == expected


def test_a_heading_and_a_quote_in_one_line_keep_their_words(small: ModuleType) -> None:
    rules = small.sample_documents()[0]
    start = rules.text.index("第五条")
    end = rules.text.index("\n", start)
    html = render_document(rules, ZH, (start, end))
    assert _marked(html) == rules.text[start:end]
    assert "<mark><b>第五条</b>" in html


def test_place_facts_and_reference_are_shown(small: ModuleType) -> None:
    rules = small.sample_documents()[0]
    start = rules.text.index("第五条")
    html = render_document(rules, ZH, (start, start + 10))
    assert "第三章 组织生活 › 第五条 › 第 2 页" in html
    for fact in ("中共示例市委组织部", "示组发〔2021〕7号", "2021-05-20", "支部工作办法.txt"):
        assert fact in html
    assert "[Z]. 2021-05-20: 2." in html


def test_the_receipt_lists_every_cut_by_reason(small: ModuleType) -> None:
    html = render_document(small.sample_documents()[0], ZH)
    assert "整理时去掉了 2 处" in html
    assert "页码（1）" in html and "责任编辑：张三" in html
    assert "没有去掉" in render_document(small.sample_documents()[1], ZH)


def test_a_sheet_is_named_and_not_numbered(small: ModuleType) -> None:
    report = small.sample_documents()[1]
    sheet = replace(report, source="对照表.xlsx", pages=(Page(1, 0, len(report.text), "历年对照"),))
    html = render_document(sheet, ZH, (0, 5))
    assert "历年对照" in html and "第 1 页" not in html
    assert '[R]. 2024."' in html


def test_a_superseded_version_is_said_to_be(small: ModuleType) -> None:
    rules = replace(small.sample_documents()[0], version=1)
    assert "换了新版本" in render_document(rules, ZH, superseded=True)


def test_headings_and_pages_at_an_offset(small: ModuleType) -> None:
    rules = small.sample_documents()[0]
    assert headings_at(rules.sections, 0) == ()
    first = page_at(rules, 0)
    assert first is not None and first.number == 1
    assert page_at(rules, len(rules.text) + 1) is None


def test_a_document_of_300_000_characters_is_rendered(small: ModuleType) -> None:
    document = small.long_document(300_000)
    middle = len(document.text) // 2
    html = render_document(document, ZH, (middle, middle + 30))
    assert _marked(html) == document.text[middle : middle + 30].replace("\n", "")


def test_the_figure_is_emphasised_within_its_sentence(small: ModuleType) -> None:
    report = small.sample_documents()[1]
    start = report.text.index("截至2023年")
    end = report.text.index("\n", start)
    number = report.text.index("46,218名")
    page = render_document(report, ZH, (start, end), number=(number, number + 7))
    assert "全市党员总数为<strong>46,218名</strong>，比上年末" in page
    for nonsense in ((0, 5), (number, number), (number + 7, number), (10**9, 10**9 + 1)):
        assert "<strong>" not in render_document(report, ZH, (start, end), number=nonsense)
