"""PDF files, written by hand: a Chinese font without glyphs that says which characters it shows."""

from __future__ import annotations

import io
import random

import pypdf
import pytest

from pb_qa.errors import DamagedFileError, EncryptedFileError, GarbledTextError, NoTextError
from pb_qa.reading.parsing import parse

PAGES = ["关于印发工作方案的通知\n各县人民政府：", "第一条 为规范资金使用，制定本办法。"]


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def pdf(pages: list[str], private_use: bool = False) -> bytes:
    """Return a PDF that shows ``pages``; with ``private_use`` its font names no characters."""

    def shown(line: str) -> bytes:
        return line.encode("utf-16-be").hex().encode()

    first = b"<E000> <FFFF> <E000>" if private_use else b"<0000> <FFFF> <0000>"
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange " + first + b" endbfrange\nendcmap end end"
    )
    count = len(pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (count, b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(count))),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        stream(to_unicode),
    ]
    for index, page in enumerate(pages):
        lines = b" ".join(b"<%s> Tj 0 -20 Td" % shown(line) for line in page.split("\n"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (7 + 2 * index)
        )
        objects.append(stream(b"BT /F 12 Tf 50 700 Td " + lines + b" ET"))
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + trailer % (len(objects) + 1, start)


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
