"""Mails: heads, texts of any encoding, attachments read by the parsers of their own kinds."""

from __future__ import annotations

import io
import struct

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_files import mail, outlook_mail

from pb_qa.errors import UnsupportedFormatError
from pb_qa.reading.cleaning import clean, restore
from pb_qa.reading.eml_format import decoded_words
from pb_qa.reading.msg_format import unpacked_rtf
from pb_qa.reading.parsing import parse


def word_file(text: str) -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_heading("明细", 1)
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


HEAD = (
    "关于报送材料的通知\n发件人：张三 <zhangsan@example.cn>\n收件人：各科室 <all@example.cn>\n"
    "日期：Mon, 04 Mar 2024 09:30:00 +0800\n"
)


def test_heads_and_text() -> None:
    raw = parse(mail().as_bytes(), "信.txt")
    assert raw.format == "eml"
    assert raw.text == HEAD + "请于周五前报送。\n"
    assert raw.properties == {"title": "关于报送材料的通知", "issued_on": "2024-03-04"}


def test_attachments_are_sections_and_pages_and_the_unreadable_are_named() -> None:
    message = mail()
    message.add_attachment(
        word_file("共三项。"), maintype="application", subtype="octet-stream", filename="明细.docx"
    )
    message.add_attachment(
        "甲,乙\n1,2\n".encode(), maintype="text", subtype="csv", filename="表.csv"
    )
    message.add_attachment(b"MZ\x90\0" + bytes(80), maintype="x", subtype="y", filename="程序.exe")
    inner = mail("转发的信", "里面的话。\n")
    message.add_attachment(inner)
    raw = parse(message.as_bytes(), "信.eml")
    assert [page.label for page in raw.pages][:3] == ["正文", "附件：明细.docx", "附件：表.csv"]
    assert "附件：明细.docx\n明细\n共三项。\n附件：表.csv\n甲 | 乙\n1 | 2\n" in raw.text
    assert "转发的信" in raw.text
    assert "里面的话。" in raw.text
    marked = [(h.level, raw.text[h.start : h.end]) for h in raw.headings]
    assert (1, "附件：明细.docx") in marked
    assert (1, "明细") in marked
    (note,) = raw.notes
    assert "程序.exe" in note.reason
    assert "程序或数据文件" in note.reason
    cleaned = clean(raw)
    assert restore(cleaned.text, cleaned.receipt) == raw.text
    assert any("程序.exe" in cut.reason for cut in cleaned.receipt)


def test_a_page_is_read_where_there_is_no_plain_text() -> None:
    message = mail(text="")
    message.set_content("<p>第一段</p><p>第二段</p>", subtype="html", charset="utf-8")
    assert parse(message.as_bytes(), "信.eml").text == HEAD + "第一段\n第二段\n"


def test_plain_text_counts_before_its_page() -> None:
    message = mail()
    message.add_alternative("<p>网页</p>", subtype="html")
    assert parse(message.as_bytes(), "信.eml").text == HEAD + "请于周五前报送。\n"


def test_a_mail_from_a_mailbox_begins_with_a_line_of_its_own() -> None:
    data = b"From zhangsan@example.cn Mon Mar 4 09:30:00 2024\r\n" + mail().as_bytes()
    assert parse(data, "a").text == HEAD + "请于周五前报送。\n"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?gb2312?B?zajWqg==?=", "通知"),
        ("=?GBK?Q?=CD=A8=D6=AA?=", "通知"),
        ("=?utf-8?B?6YCa?= =?utf-8?B?55+l?=", "通知"),
        ("=?utf-8?B?6YCa5w==?= =?utf-8?B?n6U=?=", "通知"),  # a character cut in two
        ("=?no-such?B?udjT2rTyzajWqg==?=", "关于打通知"),
        ("plain", "plain"),
        ("关于报送".encode("gbk").decode("ascii", "surrogateescape"), "关于报送"),
    ],
)
def test_words_of_heads_in_any_encoding(raw: str, text: str) -> None:
    assert decoded_words(raw) == text


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_head_is_decoded_to_something(raw: str) -> None:
    assert isinstance(decoded_words(raw), str)


def test_mails_within_mails_end_somewhere() -> None:
    message = mail("底", "最里面。\n")
    for depth in range(6):
        outer = mail(f"第{depth}层")
        outer.add_attachment(message)
        message = outer
    raw = parse(message.as_bytes(), "信.eml")
    assert "第2层" in raw.text
    assert "最里面" not in raw.text
    assert any("套得太深" in note.reason for note in raw.notes)
    with pytest.raises(UnsupportedFormatError):
        parse(message.as_bytes(), "信.eml", depth=9)


RICH = b"{\\rtf1\\ansicpg936 \\'c7\\'eb\\u25253?\\u36865?\\u12290?}"


def plain_rtf(text: bytes) -> bytes:
    return struct.pack("<II4sI", len(text) + 12, len(text), b"MELA", 0) + text


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("1000001F", "请报送。\r\n".encode("utf-16-le")),
        ("1000001E", "请报送。\r\n".encode("gbk")),
        ("10130102", "<p>请报送。</p>".encode("gb18030")),
        (
            "10090102",
            plain_rtf(RICH),
        ),
    ],
    ids=["wide", "narrow", "page", "rich text"],
)
def test_a_mail_of_outlook(body: str, content: bytes) -> None:
    raw = parse(outlook_mail(body, content), "信.msg")
    assert raw.format == "msg"
    assert raw.text == (
        "报送通知\n发件人：张三\n收件人：各科室\n日期：2024-03-04 01:30\n请报送。\n"
        "附件：表.csv\na | b\n1 | 2\n"
    )
    assert [page.label for page in raw.pages] == ["正文", "附件：表.csv"]
    assert raw.properties["issued_on"] == "2024-03-04"


def packed_rtf(text: bytes) -> bytes:
    """Compress as literals only, with the reference that ends a text."""
    body = b""
    for start in range(0, len(text), 8):
        chunk = text[start : start + 8]
        body += b"\0" + chunk if len(chunk) == 8 else bytes((1 << len(chunk),)) + chunk
    if len(text) % 8 == 0:
        body += b"\x01"
    end = (207 + len(text)) % 4096
    body += struct.pack(">H", end << 4)
    return struct.pack("<II4sI", len(body) + 12, len(text), b"LZFu", 0) + body


@given(st.binary(max_size=400))
def test_compressed_rich_text_comes_back(text: bytes) -> None:
    assert unpacked_rtf(packed_rtf(text)) == text


def test_references_repeat_what_stood_before() -> None:
    # Two letters, then six from the place of the first (207): an overlapping copy.
    packed = struct.pack("<II4sI", 18, 8, b"LZFu", 0) + b"\x04ab" + struct.pack(">H", 207 << 4 | 4)
    assert unpacked_rtf(packed) == b"ab" * 4


@given(st.binary(max_size=300))
def test_any_bytes_unpack_to_something_bounded(data: bytes) -> None:
    assert len(unpacked_rtf(b"\xff" * 8 + b"LZFu" + data)) <= 18 * 8 * 300
