from __future__ import annotations

import re
import time
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.catalog import DocumentRecord, RefusedUpload
from pb_qa.models import DocumentInfo, FileReport, FileStatus
from pb_qa.web.documents_list import (
    cluster_of,
    list_documents,
    matching_files,
    matching_uploads,
    needing_attention,
    rejected,
)
from pb_qa.web.documents_list_view import render_attention, render_counts, render_documents
from pb_qa.web.documents_request import (
    PAGE_SIZE,
    DocumentOrder,
    DocumentsRequest,
    Show,
    parse_documents_request,
)
from pb_qa.web.i18n import texts_for

ZH = texts_for("zh-CN")


def record(identity: str, title: str, source: str = "", **known: object) -> DocumentRecord:
    names = ("issuer", "number", "issued_on", "place")
    facts = {name: str(known.pop(name)) for name in names if name in known}
    info = DocumentInfo(identity, 1, source or f"{identity}.txt", title, **facts)
    return replace(DocumentRecord(info, 10, 1, 0, 1, 100, 5.0, 5.0), **known)  # type: ignore[arg-type]


LIBRARY = [
    record("a", "安全生产条例", "法规/安全.txt", issuer="财政局", issued_on="2019-05",
           changed_at=1.0),
    record(
        "b", "保障房办法", "法规/住房/保障.docx", issuer="住建局", number="建发〔2021〕3号",
        issued_on="2021-01-02", place="宁夏", changed_at=3.0, weak_pages=2,
    ),
    record("c", "党費收繳通知", issuer="組織部", issued_on="2020", changed_at=2.0),
    record("d", "保障房办法（转载）", "网站/保障.html", repost_of="b", changed_at=9.0),
    record("e", "没有日期的材料", "法规材料/其他.txt", changed_at=0.5, own_words="旧称的材料"),
]  # fmt: skip


def titles(**asked: object) -> list[str]:
    request = DocumentsRequest(**asked)  # type: ignore[arg-type]
    return [row.record.info.id for row in list_documents(LIBRARY, request).rows]


def test_the_last_added_come_first_and_reposts_stand_under_what_they_repost() -> None:
    listing = list_documents(LIBRARY, DocumentsRequest())
    assert [row.record.info.id for row in listing.rows] == ["b", "c", "a", "e"]
    assert [repost.info.id for repost in listing.rows[0].reposts] == ["d"]
    assert (listing.total, listing.documents, listing.library) == (4, 5, 5)
    assert "另有 1 份转载" in render_documents(listing, DocumentsRequest(), ZH)


@pytest.mark.parametrize(
    ("order", "descending", "found"),
    [
        (DocumentOrder.TITLE, False, "abce"),
        (DocumentOrder.DATE, True, "bcae"),
        (DocumentOrder.DATE, False, "acbe"),
        (DocumentOrder.ISSUER, False, "abce"),
        (DocumentOrder.PLACE, False, "bace"),
        (DocumentOrder.ADDED, False, "eacb"),
    ],
)
def test_sorting_goes_by_pinyin_and_keeps_what_is_not_known_last(
    order: DocumentOrder, descending: bool, found: str
) -> None:
    assert "".join(titles(order=order, descending=descending)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "安全"}, {"a"}),
        ({"words": "建发 ２０２１"}, {"b"}),
        ({"words": "党费收缴"}, {"c"}),
        ({"words": "组织部"}, {"c"}),
        ({"words": "网站/"}, {"d"}),
        ({"words": "没有这样的"}, set()),
        ({"collection": "法规"}, {"a", "b"}),
        ({"collection": "法规/住房"}, {"b"}),
        ({"issuer": "财政局"}, {"a"}),
        ({"year": "2021"}, {"b"}),
        ({"show": Show.ATTENTION}, {"b"}),
        ({"words": "旧称"}, {"e"}),
    ],
)
def test_filters_and_words_in_any_script_and_width(
    asked: dict[str, object], found: set[str]
) -> None:
    assert set(titles(**asked)) == found


def test_a_repost_found_alone_says_what_it_reposts() -> None:
    request = DocumentsRequest(words="网站")
    shown = render_documents(list_documents(LIBRARY, request), request, ZH)
    assert "转载自《保障房办法》" in shown
    assert [info.id for info in cluster_of(LIBRARY[3], LIBRARY)] == ["b"]
    assert [info.id for info in cluster_of(LIBRARY[1], LIBRARY)] == ["d"]
    assert cluster_of(LIBRARY[0], LIBRARY) == ()


def test_what_needs_attention_names_the_file_and_what_to_do() -> None:
    reports = [
        FileReport("x", FileStatus.DUPLICATE, source="法规/重复.txt"),
        FileReport("y", FileStatus.REJECTED, source="法规/<b>密.pdf", reason="要密码。请解密。"),
    ]
    refused = rejected(reports)
    assert [report.path for report in refused] == ["y"]
    request = DocumentsRequest(show=Show.ATTENTION)
    listing = list_documents(LIBRARY, request)
    shown = render_attention(listing, refused, (), request, ZH)
    assert "法规/&lt;b&gt;密.pdf" in shown and "要密码。请解密。" in shown
    assert shown.index("密.pdf") < shown.index("2 页文字有问题")
    assert matching_files(refused, replace(request, collection="网站")) == ()
    assert matching_files(refused, replace(request, words="密")) == refused
    counts = render_counts(listing, len(refused) + needing_attention(LIBRARY), ZH)
    assert 'data-attention="2"' in counts and 'data-all="5"' in counts


def test_refused_uploads_stand_under_their_reason_until_dismissed() -> None:
    moment = time.mktime((2026, 11, 3, 9, 5, 0, 0, 0, -1))
    uploads = [
        RefusedUpload("法规/<b>空.txt", "是空文件。请重新获取。", moment),
        RefusedUpload("太大.txt", "太大。请拆开。", moment),
        RefusedUpload("空2.txt", "是空文件。请重新获取。", moment),
    ]
    request = DocumentsRequest(show=Show.ATTENTION)
    nothing = list_documents([], request)
    shown = render_attention(nothing, (), matching_uploads(uploads, request), request, ZH)
    assert "添加时没有收下的文件" in shown and shown.count("是空文件。请重新获取。") == 1
    assert shown.index("太大。请拆开。") < shown.index("空.txt") < shown.index("空2.txt")
    assert shown.count("data-dismiss-group") == 1 and "这 2 个都知道了" in shown
    assert 'data-dismiss="法规/&lt;b&gt;空.txt"' in shown and "2026年11月3日 09:05" in shown
    assert shown.count("data-dismiss=") == 3 and shown.count("data-dismiss-all") == 1
    within = replace(request, collection="法规")
    assert [one.name for one in matching_uploads(uploads, within)] == ["法规/<b>空.txt"]
    assert matching_uploads(uploads, replace(request, words="太大")) == (uploads[1],)
    assert matching_uploads(uploads, replace(request, year="2021")) == ()
    one = render_attention(nothing, (), uploads[:1], request, ZH)
    assert "data-dismiss-all" not in one and "data-dismiss=" in one


def test_documents_with_the_same_title_are_told_apart() -> None:
    twins = [
        record("p", "防汛通知", "甲县/防汛通知.txt", issued_on="2021"),
        record("q", "防汛通知", "乙县/防汛通知.txt", issued_on="2022"),
        record("r", "抗旱通知", "丙县/抗旱通知.txt"),
    ]
    shown = render_documents(list_documents(twins, DocumentsRequest()), DocumentsRequest(), ZH)
    assert "<small>甲县/防汛通知.txt</small>" in shown
    assert "<small>乙县/防汛通知.txt</small>" in shown
    assert "<small>丙县</small>" in shown
    assert 'aria-label="选择《防汛通知》，甲县/防汛通知.txt"' in shown


def test_what_a_document_says_of_itself_is_only_text() -> None:
    hostile = record(
        "h", "<img src=x onerror=alert(1)>\u202e${x}{{y}}`", "<b>/\u202etxt.exe",
        issuer="<i>", number="<u>", place="<s>", issued_on="2020", weak_pages=1,
    )  # fmt: skip
    request = DocumentsRequest(words='"><script>')
    for shown in (
        render_documents(list_documents([hostile], DocumentsRequest()), DocumentsRequest(), ZH),
        render_documents(list_documents([hostile], request), request, ZH),
        render_counts(list_documents([hostile], request), 0, ZH),
    ):
        for tag in ("<img", "<b>", "<i>", "<u>", "<s>", "<script", "${", "{{", "`", "\u202e"):
            # Where it lies is what the browser names it by, and is not shown.
            assert tag not in re.sub(r' data-source="[^"]*"', "", shown)


def test_pages_of_five_thousand_documents_come_at_once() -> None:
    library = [
        record(
            str(n), f"第{n}号文件关于某项工作的通知", f"文件夹{n % 40}/第{n}号文件.docx",
            issuer=f"单位{n % 200}", issued_on=f"{1990 + n % 30}-01-01", changed_at=float(n),
        )
        for n in range(5000)
    ]  # fmt: skip
    request = DocumentsRequest(words="通知", order=DocumentOrder.TITLE, descending=False, page=100)
    list_documents(library, request)
    started = time.perf_counter()
    listing = list_documents(library, request)
    shown = render_documents(listing, request, ZH) + render_counts(listing, 0, ZH)
    assert time.perf_counter() - started < 1.0
    assert len(listing.rows) == PAGE_SIZE and listing.total == 5000
    assert len(shown) < 150_000 and "第 100 页，共 100 页" in shown


_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(str.strip)


@given(
    st.builds(
        DocumentsRequest,
        show=st.sampled_from(Show),
        words=_TEXT,
        collection=_TEXT.map(lambda text: text.strip("/").strip().strip("/")).filter(
            lambda text: text == text.strip().strip("/")
        ),
        issuer=_TEXT,
        year=st.sampled_from(["", "2020"]),
        order=st.sampled_from(DocumentOrder),
        descending=st.booleans(),
        page=st.integers(1, 10**8),
    )
)
def test_a_request_is_read_as_it_was_written(request_: DocumentsRequest) -> None:
    assert parse_documents_request(parse_qsl(request_.query())) == request_


@given(st.dictionaries(st.sampled_from(["show", "order", "desc", "page", "year", "q"]), _TEXT))
def test_any_address_is_understood_or_passed_over(given_: dict[str, str]) -> None:
    request = parse_documents_request(given_.items())
    assert request.page >= 1 and request.show in Show
