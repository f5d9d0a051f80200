"""Word 97-2003: a file that LibreOffice wrote, and small ones written byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_measures import check_measures
from ole_files import ole_file

from pb_qa.errors import DamagedFileError, EncryptedFileError, NeedsConverterError
from pb_qa.reading.doc_file import changes
from pb_qa.reading.doc_lists import numbering, style_changes
from pb_qa.reading.parsing import parse

MEASURES = (Path(__file__).parent / "files" / "measures.doc").read_bytes()
CHINESE, ENGLISH = 0x0804, 0x0409


def doc(
    *pieces: bytes | str,
    language: int = CHINESE,
    flags: int = 0x0200,
    identity: int = 0xA5EC,
    version: int = 0xC1,
    body: int | None = None,
    footnotes: int = 0,
) -> bytes:
    """Return a Word file: bytes become 8-bit pieces, strings 16-bit ones."""
    text, starts, places = b"", [0], []
    for piece in pieces:
        offset = 1024 + len(text)
        raw = piece if isinstance(piece, bytes) else piece.encode("utf-16-le")
        places.append(0x40000000 | 2 * offset if isinstance(piece, bytes) else offset)
        starts.append(starts[-1] + len(raw) // (1 if isinstance(piece, bytes) else 2))
        text += raw
    plc = struct.pack(f"<{len(starts)}I", *starts)
    plc += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00\x00\x00\x02" + struct.pack("<I", len(plc)) + plc
    head = bytearray(1024)
    struct.pack_into("<HH", head, 0, identity, version)
    struct.pack_into("<H", head, 6, language)
    struct.pack_into("<H", head, 10, flags)
    main = starts[-1] - footnotes if body is None else body
    struct.pack_into("<II", head, 76, main, footnotes)
    struct.pack_into("<II", head, 154 + 8 * 33, 0, len(clx))
    return ole_file({"WordDocument": bytes(head) + text, "1Table": clx})


def test_a_file_that_an_office_program_wrote() -> None:
    raw = parse(MEASURES, "办法.wps")
    assert raw.format == "doc"
    check_measures(raw)


def test_pieces_of_both_widths_are_put_together() -> None:
    raw = parse(doc("第一条　", b"No. 7 \x93A\x94\r", "施行。\r"), "a.doc")
    assert raw.text == "第一条　No. 7 “A”\n施行。\n"


@pytest.mark.parametrize(
    ("language", "text"), [(CHINESE, "通知\n"), (ENGLISH, "Í¨Öª\n")], ids=["Chinese", "English"]
)
def test_bytes_above_ascii_mean_what_the_language_of_the_file_says(
    language: int, text: str
) -> None:
    assert parse(doc("通知".encode("gbk") + b"\r", language=language), "a.doc").text == text


def test_a_pair_of_bytes_counts_as_two_places_of_the_text() -> None:
    raw = parse(doc("通知".encode("gbk") + b"\r", "脚注\r", footnotes=3), "a.doc")
    assert raw.text == "通知\n脚注\n"


def test_fields_count_with_their_results_and_drawn_words_with_what_they_draw() -> None:
    text = (
        "见\x13 HYPERLINK \x13 INNER \x14内\x15 \x14网站\x15。第\x13 PAGE \x15页"
        "\x13 EQ \\* jc2 \\o\\ad(\\s\\up 9(han),汉)\x15字\r"
    )
    assert parse(doc(text), "a.doc").text == "见网站。第页汉字\n"


def test_marks_of_pictures_notes_and_breaks_are_no_text() -> None:
    assert (
        parse(doc("甲\x01\x02\x08乙\x1f丙\x0b丁\x1e戊\r"), "a.doc").text == "甲乙丙\n丁\u2011戊\n"
    )


def test_a_password_and_an_older_word_are_verdicts() -> None:
    with pytest.raises(EncryptedFileError, match="密码"):
        parse(doc("密\r", flags=0x0300), "a.doc")
    for old in (doc("旧\r", identity=0xA5DC), doc("旧\r", version=0x68)):
        with pytest.raises(NeedsConverterError, match="docx") as verdict:
            parse(old, "a.doc")
        assert verdict.value.target == "docx"


def test_missing_structures_are_damage() -> None:
    with pytest.raises(DamagedFileError):
        parse(ole_file({"WordDocument": b"\xec\xa5\xc1\0" + bytes(2000)}), "a.doc")
    with pytest.raises(DamagedFileError):
        parse(ole_file({"WordDocument": b"\xec\xa5"}), "a.doc")


def test_pieces_that_overlap_do_not_multiply_the_text() -> None:
    """A small file whose pieces all point at the same bytes."""
    one = doc("字" * 2000 + "\r")
    pieces = 4000
    plc = struct.pack(f"<{pieces + 1}I", *(2000 * i for i in range(pieces + 1)))
    plc += struct.pack("<HIH", 0, 1024, 0) * pieces
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    head = bytearray(one[one.index(b"\xec\xa5\xc1\x00") :][:5024])
    struct.pack_into("<I", head, 76, 2000 * pieces)
    struct.pack_into("<II", head, 154 + 8 * 33, 0, len(clx))
    data = ole_file({"WordDocument": bytes(head), "1Table": clx})
    assert len(parse(data, "a.doc").text) <= 5024


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_as_structures_are_survived(data: bytes) -> None:
    assert sum(1 for _ in changes(data)) <= len(data)
    assert isinstance(style_changes(data), list)
    numbering(data, data).label("1", 0)
