"""Encodings: strict decoding plus plausibility, never a lossy guess."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb_qa.errors import GarbledTextError
from pb_qa.reading.cleaning import clean, restore
from pb_qa.reading.encodings import decode, plausibility
from pb_qa.reading.parsing import parse

NOTICE = "关于进一步加强资金管理的通知：各级财政部门应当于2024年12月31日前完成。\n"
TRADITIONAL = "國務院辦公廳關於進一步加強資金管理的通知：各級財政部門應當於十二月底前完成。\n"
CLAUSES = (
    "第三条　县级以上地方人民政府应当加强对本行政区域内工作的领导。",
    "二、主要任务（一）深化改革，完善制度，推进重点项目建设。",
    "补贴标准为每人每月300元，自2024年1月1日起执行。",
    "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
)


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("gb2312", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("utf-32-be", "utf-32-be"),
    ],
)
def test_simplified_text_is_decoded_whatever_its_encoding(codec: str, found: str) -> None:
    assert decode(NOTICE.encode(codec)) == (NOTICE, found)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_text_without_chinese_is_known_by_having_no_odd_characters(codec: str) -> None:
    text = "Notice No. 12 (2024), effective 1 March.\n" * 3
    assert decode(text.encode(codec)) == (text, codec)


def test_big5_is_told_from_gb18030() -> None:
    text, codec = decode(TRADITIONAL.encode("big5"))
    assert text == TRADITIONAL
    assert codec == "big5hkscs"


def test_traditional_text_in_gb18030_is_not_taken_for_big5() -> None:
    assert decode(TRADITIONAL.encode("gb18030"))[0] == TRADITIONAL


def test_characters_beyond_gbk_survive() -> None:
    text = NOTICE + "㐀𠮷龦"
    assert decode(text.encode("gb18030"))[0] == text


@given(
    st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=6).map("\n".join),
    st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
)
@settings(max_examples=60, deadline=None)
def test_prose_comes_back_from_every_encoding(text: str, codec: str) -> None:
    assert decode(text.encode(codec))[0] == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(deadline=None)
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text.removeprefix("\ufeff"), "utf-8")


def test_a_false_declaration_is_not_believed() -> None:
    assert decode(NOTICE.encode("gbk"), declared="utf-8")[0] == NOTICE
    assert decode(NOTICE.encode("utf-8"), declared="gb2312")[0] == NOTICE
    assert decode(NOTICE.encode("gbk"), declared="no-such-codec")[0] == NOTICE


def test_a_character_cut_off_at_the_end_is_shown_as_missing() -> None:
    text, _ = decode(NOTICE.encode("utf-8")[:-2])
    assert text == NOTICE[:-2] + "\ufffd"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("stray", [b"\xff", b"\xff\xff"])
def test_a_stray_byte_is_shown_and_listed_and_nothing_else_changes(
    codec: str, stray: bytes
) -> None:
    page = (TRADITIONAL if codec == "big5" else NOTICE) * 60
    data = page.encode(codec)
    middle = len((page[: len(page) // 2]).encode(codec))
    raw = parse(data[:middle] + stray + data[middle:], "通知.txt")
    half = len(page) // 2
    assert raw.text.replace("\ufffd", "") == page
    assert raw.text[half] == "\ufffd"
    (note,) = raw.notes
    assert (note.start, raw.text[note.start : note.end]) == (half, "\ufffd" * (note.end - half))
    cleaned = clean(raw)
    (cut,) = [cut for cut in cleaned.receipt if "读不出" in cut.reason]
    assert cleaned.text[cut.start : cut.end] == cut.original == raw.text[note.start : note.end]
    assert restore(cleaned.text, cleaned.receipt) == raw.text


@pytest.mark.parametrize(
    ("mark", "codec", "stray"),
    [
        (b"\xef\xbb\xbf", "utf-8", b"\xff"),
        (b"\xff\xfe", "utf-16-le", b"\x00\xd8"),
        (b"\xfe\xff", "utf-16-be", b"\xdc\x00"),
    ],
)
def test_a_stray_unit_behind_a_mark_is_shown(mark: bytes, codec: str, stray: bytes) -> None:
    half = NOTICE * 30
    data = mark + half.encode(codec) + stray + half.encode(codec)
    assert decode(data) == (f"{half}\ufffd{half}", codec)


def test_more_than_one_stray_byte_in_a_thousand_is_refused() -> None:
    sentence = NOTICE.encode("gbk")
    with pytest.raises(GarbledTextError):
        decode((sentence + b"\xff") * 20)


def test_a_short_text_with_a_stray_byte_is_refused() -> None:
    with pytest.raises(GarbledTextError):
        decode("关于报送材料的通知".encode("gbk") + b"\xff" + "请报送".encode("gbk"))


@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=2))
@settings(max_examples=150, deadline=None)
def test_any_byte_put_anywhere_costs_at_most_the_line_it_stands_in(
    place: int, stray: bytes
) -> None:
    data = (NOTICE * 40).encode("gbk")
    place = min(place, len(data))
    try:
        text, _ = decode(data[:place] + stray + data[place:])
    except GarbledTextError:
        return
    assert text.count(NOTICE.strip()) >= 38


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(50_000),
        b"\xed\xa0\x80\xed\xb0\x80 abc",
        NOTICE.encode("utf-8") + NOTICE.encode("gbk"),
    ],
    ids=["random", "surrogates", "two encodings"],
)
def test_garbage_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(GarbledTextError, match="另存为"):
        decode(data)


def test_the_right_encoding_is_more_plausible_than_the_wrong_one() -> None:
    wrong = TRADITIONAL.encode("big5").decode("gb18030", "ignore")
    assert plausibility(TRADITIONAL) > 0.9 > plausibility(wrong) + 0.3
