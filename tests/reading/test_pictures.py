"""Scanned pages: without the extra a verdict, with it their text, with its confidence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pdf_files import PAGES, pdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pb_qa.errors import DamagedFileError, FileTooLargeError, NoTextError
from pb_qa.models import Document
from pb_qa.reading import DocumentReader, ocr_engine, pictures
from pb_qa.reading.cleaning import restore
from pb_qa.reading.ocr_lines import Line
from pb_qa.reading.parsing import parse
from pb_qa.reading.pictures import PageRecognizer
from pb_qa.reading.quality import page_quality, quality_warning
from pb_qa.settings import load_settings
from pb_qa.text.search_form import search_form

NOTICE = (
    "关于做好二〇一一年度发展党员工作的通知",
    "各县（市、区）委组织部：现就有关事项通知如下。",
    "截至2011年底，全区共有基层党组织4116个，党员15.8万名。",
    "请于3月31日前报送总结材料，联系电话见附件。",
)
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
_FONT = next((font for font in _FONTS if Path(font).is_file()), "")
needs_ocr = pytest.mark.skipif(
    not (ocr_engine.is_installed() and _FONT),
    reason="没有安装 pb-qa[ocr]，或没有中文字体可画图",
)


def drawn(*lines: str) -> Image.Image:
    page = Image.new("L", (1240, 600), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(_FONT, 36)
    for number, line in enumerate(lines):
        pen.text((80, 60 + 70 * number), line, font=font, fill=0)
    return page


def saved(page: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, kind, **options)
    return buffer.getvalue()


def blank(kind: str = "PNG", **options: Any) -> bytes:
    return saved(Image.new("L", (300, 200), 255), kind, **options)


def test_a_page_that_lies_on_its_side_is_turned() -> None:
    upright = np.zeros((20, 10), np.uint8)

    def recognize(picture: Any) -> list[Line]:
        return [
            Line(0, 0, 9, 9, "正" if picture.shape == (20, 10) else "乱", picture.shape[0] / 20)
        ]

    recognizer = PageRecognizer(recognize, lambda seconds: None, 10, 60)
    for quarters in (0, 1, 3):
        page = recognizer.read(np.rot90(upright, quarters))
        assert page is not None and (page.text, page.confidence) == ("正", 1.0)


def reads(*texts: str) -> PageRecognizer:
    """A recogniser that finds the given texts, one a page."""
    left = iter(texts)

    def recognize(_: object) -> list[Line]:
        text = next(left, "")
        return [Line(0, 0, 100, 20, text, 0.8)] if text else []

    return PageRecognizer(recognize, lambda seconds: None, 10, 60)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_without_the_extra_a_picture_gets_a_verdict_with_both_ways(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "is_installed", lambda: False)
    with pytest.raises(
        NoTextError, match=r'pip install "pb-qa\[ocr\]".*；或者用文字识别'
    ) as caught:
        parse(blank(kind), "扫描.png")
    assert caught.value.pictures == 1


def test_pages_of_a_tiff_and_of_a_scanned_pdf_are_counted() -> None:
    more = [Image.new("L", (300, 200), 255)] * 2
    for kind in ("TIFF", "PDF"):
        with pytest.raises(NoTextError, match="文字识别") as caught:
            parse(blank(kind, save_all=True, append_images=more), "扫描件")
        assert caught.value.pictures == 3


def test_what_is_recognised_becomes_pages_with_confidence_and_a_note_on_the_receipt() -> None:
    more = [Image.new("L", (300, 200), 255)]
    data = blank("TIFF", save_all=True, append_images=more)
    raw = parse(data, "扫描.tif", recognizer=reads(NOTICE[0], NOTICE[2]))
    assert [raw.text[p.start : p.end] for p in raw.pages] == [NOTICE[0] + "\n", NOTICE[2] + "\n"]
    assert [page.confidence for page in raw.pages] == pytest.approx([0.8, 0.8])
    assert [note.start for note in raw.notes] == [0, len(NOTICE[0]) + 1]
    assert "OCR" in raw.notes[0].reason and "80%" in raw.notes[0].reason


def test_pictures_in_which_nothing_is_found_are_refused() -> None:
    for data in (blank(), blank("PDF")):
        with pytest.raises(NoTextError, match="没有认出文字"):
            parse(data, "照片", recognizer=reads(""))


def test_pages_for_which_no_time_is_left_stay_empty() -> None:
    late = PageRecognizer(lambda _: [Line(0, 0, 9, 9, "字", 1.0)], lambda seconds: None, 1, -1)
    assert late.read(None) is None  # type: ignore[arg-type]


def test_pages_with_text_are_not_recognised() -> None:
    assert parse(pdf(PAGES), "a.pdf", recognizer=reads()).text.startswith(PAGES[0])


def test_damaged_and_huge_pictures_get_a_verdict() -> None:
    whole = blank("PNG")
    header = whole[:16] + (60_000).to_bytes(4, "big") * 2 + whole[24:]
    with pytest.raises((FileTooLargeError, DamagedFileError)):
        parse(header, "a.png")
    with pytest.raises(FileTooLargeError, match="像素"):
        parse(saved(Image.new("1", (11_000, 10_000)), "PNG"), "a.png")
    with pytest.raises((DamagedFileError, NoTextError)):
        parse(whole[: len(whole) // 2], "a.png", recognizer=reads(""))


# ---- with the extra, in the child process


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(load_settings()) as shared:
        yield shared


@needs_ocr
def test_pictures_and_scans_are_read_after_the_other_files(
    reader: DocumentReader, tmp_path: Path
) -> None:
    page, annex = drawn(*NOTICE), drawn("附件：名额分配表")
    (tmp_path / "通知.png").write_bytes(saved(page, "PNG"))
    (tmp_path / "通知.pdf").write_bytes(
        saved(page, "PDF", save_all=True, append_images=[annex], resolution=150)
    )
    (tmp_path / "说明.txt").write_text("本文件有效。", "utf-8")
    items = [(path, path.name) for path in sorted(tmp_path.iterdir(), reverse=True)]
    outcomes = {item[1]: outcome for item, outcome in reader.read_many(items)}
    assert next(iter(outcomes)) == "说明.txt"
    for name in ("通知.png", "通知.pdf"):
        document = outcomes[name]
        assert isinstance(document, Document), document
        assert document.title == NOTICE[0]
        for line in NOTICE:
            assert search_form(line) in search_form(document.text)
        assert all(page.confidence and page.confidence > 0.9 for page in document.pages)
        notes = [cut for cut in document.receipt if "OCR" in cut.reason]
        assert [note.start for note in notes] == [page.start for page in document.pages]
        assert NOTICE[3] in restore(document.text, document.receipt)
        assert quality_warning(document) == ""
    assert "附件：名额分配表" in outcomes["通知.pdf"].text  # type: ignore[union-attr]


@needs_ocr
def test_a_page_that_cannot_be_made_out_is_said_to_be_unsure(
    reader: DocumentReader, tmp_path: Path
) -> None:
    small = drawn(*NOTICE).filter(ImageFilter.GaussianBlur(4.5))
    path = tmp_path / "模糊.png"
    path.write_bytes(saved(small, "PNG"))
    (page,) = page_quality(reader.read(path, path.name))
    assert page.confidence is not None and 0.8 < page.confidence < 0.97
    assert "核对" in page.problem


@needs_ocr
def test_recognising_leaves_nothing_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    path = tmp_path / "附件.png"
    path.write_bytes(saved(drawn("附件：名额分配表"), "PNG"))
    with DocumentReader(load_settings()) as reader:
        assert "名额分配表" in reader.read(path, path.name).text
    assert list(home.rglob("*")) == []


@needs_ocr
def test_recognition_that_is_stopped_leaves_the_pages_with_text(tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    for data in (pdf(PAGES), saved(drawn(*NOTICE), "PDF")):
        writer.append(io.BytesIO(data))
    path = tmp_path / "混合.pdf"
    writer.write(path)
    with DocumentReader(load_settings(ocr_megabytes=512)) as starved:
        document = starved.read(path, path.name)
        assert PAGES[1] in document.text
        assert "第3页没有文字" in quality_warning(document)


def test_without_the_extra_a_mixed_file_is_added_and_its_scans_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdf

    monkeypatch.setattr(ocr_engine, "is_installed", lambda: False)
    writer = pypdf.PdfWriter()
    for data in (pdf(PAGES), blank("PDF")):
        writer.append(io.BytesIO(data))
    path = tmp_path / "混合.pdf"
    writer.write(path)
    with DocumentReader(load_settings()) as reader:
        document = reader.read(path, path.name)
    assert quality_warning(document).startswith("第3页没有文字")
