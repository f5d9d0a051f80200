"""The type is found in the content; names only tell kinds of plain text apart."""

from __future__ import annotations

import io
import zipfile

import pytest
from ole_files import ole_file

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    NeedsConverterError,
    NoTextError,
    ReadingError,
    UnsupportedFormatError,
)
from pb_qa.reading.file_formats import FileFormat
from pb_qa.reading.parsing import parse
from pb_qa.reading.sniffing import sniff_binary, sniff_text


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", FileFormat.PDF),
        (b"\r\n\r\n%PDF-1.4\n", FileFormat.PDF),
        (packed("[Content_Types].xml", "word/document.xml"), FileFormat.DOCX),
        (packed("[Content_Types].xml", "xl/workbook.xml"), FileFormat.XLSX),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), FileFormat.PPTX),
        (packed("[Content_Types].xml", "xl/workbook.bin"), FileFormat.XLSB),
        (packed("OFD.xml", "Doc_0/Document.xml"), FileFormat.OFD),
        (packed("/ofd.xml"), FileFormat.OFD),
        (packed("META-INF/container.xml", "a.html"), FileFormat.EPUB),
        (packed("content.xml", "styles.xml", "META-INF/manifest.xml"), FileFormat.ODT),
        (ole_file({"WordDocument": b"x"}), FileFormat.DOC),
        (ole_file({"Workbook": b"x"}), FileFormat.XLS),
        (ole_file({"Book": b"x"}), FileFormat.XLS),
        (ole_file({"__properties_version1.0": b"x"}), FileFormat.MSG),
        (b"\xef\xbb\xbf \n{\\rtf1}", FileFormat.RTF),
        (b"\x09\x08\x08\0\0\x05\x05\0", FileFormat.XLS),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", FileFormat.MHTML),
        (
            b"To: a@b.cn\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n",
            FileFormat.EML,
        ),
        (b"From: a@b.cn\nMIME-Version: 1.0\n\nhello", FileFormat.EML),
        ("To: 各科室\nFrom: 办公室\n\n通知".encode(), None),
        ("BMI 指数：通知".encode(), None),
        ("MZ 是一种型号".encode(), None),
    ],
)
def test_binary_formats_are_known_by_their_bytes(data: bytes, found: FileFormat | None) -> None:
    assert sniff_binary(data) is found


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (b"", NoTextError, "空文件"),
        (b"\x89PNG\r\n\x1a\n\0\0", DamagedFileError, "重新扫描"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", DamagedFileError, "重新扫描"),
        (b"BM6\0\0\0\0\0", DamagedFileError, "重新扫描"),
        (b"RIFF\0\0\0\0WEBPVP8 ", DamagedFileError, "重新扫描"),
        (b"8BPS\0\1", UnsupportedFormatError, "PNG"),
        (b"\0\0\0\x18ftypmp42", UnsupportedFormatError, "视频"),
        (b"MZ\x90\0" + bytes(60), UnsupportedFormatError, "程序"),
        (b"Rar!\x1a\x07\0", UnsupportedFormatError, "解压"),
        (ole_file({"PowerPoint Document": b"x"}), NeedsConverterError, "ppt.*pptx"),
        (ole_file({"MatOST": b"x"}), NeedsConverterError, "Works.*docx"),
        (ole_file({"EncryptedPackage": b"x"}), EncryptedFileError, "密码"),
        (ole_file({"VisioDocument": b"x"}), UnsupportedFormatError, "Visio"),
        (ole_file({"x": b"x"}), UnsupportedFormatError, "另存为新格式.*ofd"),
        (ole_file({"WordDocument": b"x"})[:600], DamagedFileError, "损坏"),
        (b"\xdb\xa5\x2d\0\0\0", NeedsConverterError, "很早的 Word.*docx"),
        (b"CAJ\0\0", UnsupportedFormatError, "CAJViewer.*PDF"),
        (packed("Encryptions.xml"), EncryptedFileError, "OFD.*密码"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            NeedsConverterError,
            "xlsx",
        ),
        (packed("a.txt"), UnsupportedFormatError, "解压"),
        (packed("[Content_Types].xml"), DamagedFileError, "没有正文"),
        (packed("[Content_Types].xml", "word/document.xml")[:90], DamagedFileError, "损坏"),
        (b"<?xml version='1.0'?><rss/>", UnsupportedFormatError, "XML"),
    ],
)
def test_what_is_not_read_gets_a_verdict_that_says_what_to_do(
    data: bytes, kind: type[ReadingError], advice: str
) -> None:
    with pytest.raises(kind, match=advice):
        parse(data, "文件.docx")


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("<!DOCTYPE html><p>通知</p>", "通知.txt", FileFormat.HTML),
        ("<!-- 保存自网页 -->\n<html><body>通知</body></html>", "通知.txt", FileFormat.HTML),
        ("<table><tr><td>假表</td></tr></table>", "表.xlsx", FileFormat.HTML),
        ("通知<br>第一条</p>", "通知.htm", FileFormat.HTML),
        ("<通知> 第一条", "通知.txt", FileFormat.TEXT),
        ("# 标题", "通知.md", FileFormat.MARKDOWN),
        ("# 标题", "通知.txt", FileFormat.TEXT),
        ("甲,乙", "表.CSV", FileFormat.CSV),
        ("没有标签", "页.html", FileFormat.TEXT),
    ],
)
def test_kinds_of_text(text: str, name: str, found: FileFormat) -> None:
    assert sniff_text(text, name) is found


def test_a_mislabelled_file_is_read_as_what_it_is() -> None:
    raw = parse("<html><body><p>真是网页</p></body></html>".encode("gbk"), "通知.docx")
    assert (raw.format, raw.text) == ("html", "真是网页\n")


def test_white_space_alone_is_no_text() -> None:
    with pytest.raises(NoTextError):
        parse(b" \n\t\n" * 50, "空.txt")
