"""Rich text: bytes by font and file, Unicode escapes, groups, tables, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_measures import check_measures

from pb_qa.errors import DamagedFileError, NoTextError, ReadingError
from pb_qa.reading.parsing import parse
from pb_qa.reading.raw import RawDocument

MEASURES = (Path(__file__).parent / "files" / "measures.rtf").read_bytes()


def rtf(body: str, head: str = r"\ansi\ansicpg936\uc1") -> RawDocument:
    return parse(f"{{\\rtf1{head} {body}}}".encode("ascii"), "通知.rtf")


def escaped(text: str, codec: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(codec))


def test_a_file_that_an_office_program_wrote() -> None:
    raw = parse(MEASURES, "办法.doc")
    assert raw.format == "rtf"
    check_measures(raw)


def test_bytes_are_read_in_the_code_page_of_the_file() -> None:
    assert rtf(escaped("关于\n通知").replace(r"\'0a", "\n")).text == "关于通知\n"
    assert rtf(escaped("國務院", "big5"), r"\ansi\ansicpg950").text == "國務院\n"


def test_a_font_of_another_alphabet_counts_before_the_file() -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fnil\fcharset134 SimSun;}{\f2\fcharset204 X;}}"
    body = f"{fonts}{{\\f1 {escaped('办法')}}}{{\\f2 {escaped('да', 'cp1251')}}}\\f0 caf\\'e9"
    assert rtf(body, r"\ansi\ansicpg1252\deff0").text == "办法даcafé\n"


def test_a_character_split_over_tokens_and_lines_is_one() -> None:
    first, second = "办".encode("gbk")
    assert rtf(f"\\'{first:02x}\r\n\\'{second:02x}").text == "办\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u21150?\u27861?", "办法"),
        (r"\uc2\u21150\'b0\'ec\u27861\'b7\'a8", "办法"),
        (r"\uc0\u21150\u27861", "办法"),
        (r"\u-10174?\u-9063?", "𠢙"),
        (r"{\uc0{\u21150}}\u27861?", "办法"),
    ],
)
def test_unicode_escapes_stand_before_what_replaces_them(body: str, text: str) -> None:
    assert rtf(body).text == text + "\n"


def test_what_is_no_text_of_the_document_is_left_out() -> None:
    body = (
        r"{\header head}{\*\generator X;}{\pict\wmetafile8 0123456789abcdef}{\colortbl;\red0;}"
        r"{\v hidden}{\deleted gone}{\*\unknown{\b nested}}{\object{\*\objdata 00}}"
        r"before{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\bin4 }}}}after"
    )
    assert rtf(body).text == "beforelinkafter\n"


def test_a_star_in_mid_group_hides_nothing() -> None:
    assert rtf(r"{\loch\f2\*\cs7\cf0 shown}").text == "shown\n"


def test_special_characters_and_escaped_braces() -> None:
    assert rtf(r"\{a\}\\\~b\_c\-d\emdash\ldblquote e\rdblquote\tab f\line g").text == (
        "{a}\\\u00a0b\u2011cd—“e”\tf\ng\n"
    )


def test_tables_are_rows_and_footnotes_follow() -> None:
    body = (
        r"x{\footnote note}\par\trowd\intbl a\cell b\par c\cell\row\trowd\intbl 1\cell 2\cell\row"
        r"\pard y\par\trowd\intbl frame\cell\row\pard z"
    )
    assert rtf(body).text == "x\na | b c\n1 | 2\ny\nframe\nz\nnote\n"


def test_headings_by_style_and_by_outline_level() -> None:
    body = (
        r"{\stylesheet{\s0 Normal;}{\s3 heading 2;}}\pard\s3 A\par\pard\plain body\par"
        r"\pard\outlinelevel0 B\par"
    )
    raw = rtf(body)
    assert [(h.level, raw.text[h.start : h.end]) for h in raw.headings] == [(2, "A"), (1, "B")]


def test_written_numbers_are_kept_and_bullets_are_not() -> None:
    body = rf"{{\listtext\pard\plain {escaped('第一条')}\tab}}a\par{{\listtext\'b7\tab}}b\par"
    assert rtf(body).text == "第一条 a\nb\n"


def test_bottomless_groups_are_damage_and_no_words_are_no_text() -> None:
    with pytest.raises(DamagedFileError, match="嵌套过深"):
        parse(b"{\\rtf1 " + b"{" * 5_000 + b"x", "a.rtf")
    with pytest.raises(NoTextError):
        rtf("")


PIECES = st.sampled_from(
    [b"{", b"}", b"\\par ", b"\\'c4", b"\\'e3", b"\\u20320?", b"\\uc2", b"\\cell", b"\\row",
     b"\\intbl", b"\\*", b"\\f1", b"{\\fonttbl{\\f1\\fcharset134 x;}}", b"\\bin99999999 ",
     b"{\\stylesheet", b"{\\upr{a}{\\*\\ud{b}}}", b"\\ansicpg950", b"text", b"\\listtext", b"\\"]
)  # fmt: skip


@given(st.lists(PIECES | st.binary(max_size=6), max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_tokens_give_text_or_a_verdict(pieces: list[bytes]) -> None:
    try:
        raw = parse(b"{\\rtf1" + b"".join(pieces), "a.rtf")
    except ReadingError:
        return
    assert raw.format == "rtf"
