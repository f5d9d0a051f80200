"""PDF files: text, passwords, scans, damage."""

from __future__ import annotations

import io
import random

import pypdf
import pytest
from pdf_files import PAGES, pdf

from pb_qa.errors import DamagedFileError, EncryptedFileError, GarbledTextError, NoTextError
from pb_qa.reading.parsing import parse


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("without_pdfium", [False, True])
def test_pages_are_read_and_recorded_by_either_parser(without_pdfium: bool) -> None:
    raw = parse(pdf(PAGES), "通知.pdf", without_pdfium)
    assert raw.format == "pdf"
    assert [raw.text[p.start : p.end] for p in raw.pages] == [page + "\n" for page in PAGES]
    assert [page.number for page in raw.pages] == [1, 2]


def test_bytes_before_the_header_do_no_harm() -> None:
    assert PAGES[1] in parse(b"\n\njunk\n" + pdf(PAGES), "a.pdf").text


def test_a_password_is_asked_for_only_where_one_is_needed() -> None:
    with pytest.raises(EncryptedFileError, match="密码"):
        parse(encrypted(pdf(PAGES), "secret"), "a.pdf")
    with pytest.raises(EncryptedFileError, match="密码"):
        parse(encrypted(pdf(PAGES), "secret"), "a.pdf", without_pdfium=True)
    assert PAGES[1] in parse(encrypted(pdf(PAGES), ""), "a.pdf").text


def test_scans_are_told_from_success() -> None:
    with pytest.raises(NoTextError, match="扫描件"):
        parse(pdf([""]), "a.pdf")
    with pytest.raises(NoTextError, match="扫描件"):
        parse(pdf(["扫描全能王"] * 5), "a.pdf")


def test_a_short_page_is_no_scan() -> None:
    assert parse(pdf(["此页无正文"]), "a.pdf").text == "此页无正文\n"


def test_fonts_without_characters_are_garbage() -> None:
    text = "".join(chr(0xE000 + i) for i in range(60))
    with pytest.raises(GarbledTextError, match="乱码"):
        parse(pdf([text], private_use=True), "a.pdf")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + random.Random(5).randbytes(20_000),
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n"
        b"<</Type/Pages/Kids[2 0 R]/Count 1>>\nendobj\ntrailer<</Root 1 0 R>>",
    ],
    ids=["random", "page tree loop"],
)
def test_damaged_files_get_a_verdict(data: bytes) -> None:
    with pytest.raises((DamagedFileError, NoTextError)):
        parse(data, "a.pdf")


def test_a_truncated_file_is_read_as_far_as_it_goes_or_refused() -> None:
    data = pdf(PAGES)
    for cut in range(100, len(data), 97):
        try:
            text = parse(data[:cut], "a.pdf").text
        except (DamagedFileError, NoTextError):
            continue
        assert text.strip()
