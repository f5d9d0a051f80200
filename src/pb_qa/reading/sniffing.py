"""Tell a file's format by its content; the name only decides between kinds of plain text."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    NoTextError,
    UnsupportedFormatError,
)


class FileFormat(StrEnum):
    """The formats that can be read."""

    TEXT = "txt"
    MARKDOWN = "markdown"
    HTML = "html"
    MHTML = "mhtml"
    CSV = "csv"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"


_READABLE = "可以添加的有：txt、md、html、pdf、docx、xlsx、csv、pptx。"
_OCR = "图片里没有文字。请先用文字识别（OCR）软件转成可以复制文字的 PDF 或 Word，再添加。"
_UNPACK = "这是压缩包。请先解压，再添加里面的文件。"
_PROGRAM = "这是程序或数据文件，不是文档，不能添加。"
_MEDIA = "这是音频或视频文件，不能添加。请添加整理好的文字稿。"

_REFUSED = (
    (b"\x89PNG", _OCR),
    (b"\xff\xd8\xff", _OCR),
    (b"GIF8", _OCR),
    (b"BM", _OCR),
    (b"II*\0", _OCR),
    (b"MM\0*", _OCR),
    (b"8BPS", _OCR),
    (b"Rar!", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"\x1f\x8b", _UNPACK),
    (b"BZh", _UNPACK),
    (b"\xfd7zXZ\0", _UNPACK),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"SQLite format 3\0", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"{\\rtf", "这是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 后再添加。"),
    (b"%!PS", "这是 PostScript 文件。请转成 PDF 后再添加。"),
    (b"HN\0", "这是 CAJ 文件。请用 CAJViewer 打开，另存为 PDF 后再添加。"),
    (b"CAJ\0", "这是 CAJ 文件。请用 CAJViewer 打开，另存为 PDF 后再添加。"),
)
_SHORT_MAGIC_NEEDS_BINARY = frozenset({b"BM", b"MZ", b"ID3", b"BZh", b"GIF8", b"OggS", b"Rar!"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("WordDocument", "旧版 .doc，请用 Word 或 WPS 打开，另存为 .docx 后再添加。"),
    ("Workbook", "旧版 .xls，请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"),
    ("Book", "旧版 .xls，请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"),
    ("PowerPoint Document", "旧版 .ppt，请用 PowerPoint 或 WPS 打开，另存为 .pptx 后再添加。"),
    ("__properties_version1.0", "这是 Outlook 邮件。请把正文另存为 .txt 或 .docx 后再添加。"),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,5000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|table|p|h[1-6]|br|center|font|span|ul|ol)"
    r"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"</?(?:p|div|table|tr|td|br|html|body|h[1-6]|span|a|ul|li)\b[^<>]*>", re.I)
_MAIL_HEADER = re.compile(rb"^(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.M)


def sniff_binary(data: bytes) -> FileFormat | None:
    """Return the format that the first bytes give away, or None for plain text.

    Raises
    ------
    NoTextError
        When the file is empty.
    EncryptedFileError, UnsupportedFormatError, DamagedFileError
        For what is recognised but not read; the message says what to do.
    """
    if not data:
        raise NoTextError("这是空文件，一个字也没有。请检查原文件后重新添加。")
    if b"%PDF-" in data[:1024]:
        return FileFormat.PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise UnsupportedFormatError(_OCR)
    if data[4:8] == b"ftyp":
        raise UnsupportedFormatError(_MEDIA)
    if data[:4] == b"RIFF":
        raise UnsupportedFormatError(_OCR if data[8:12] == b"WEBP" else _MEDIA)
    if data[257:262] == b"ustar":
        raise UnsupportedFormatError(_UNPACK)
    for magic, message in _REFUSED:
        if data.startswith(magic) and (
            magic not in _SHORT_MAGIC_NEEDS_BINARY
            or b"\0" in data[:512]
            or data[-1:] == b"\0"
            or not _is_utf8_start(data)
        ):
            raise UnsupportedFormatError(message)
    return _sniff_mail(data)


def sniff_text(text: str, name: str) -> FileFormat:
    """Return which kind of plain text ``text`` is.

    Raises
    ------
    UnsupportedFormatError
        For XML that is no web page.
    """
    start = text[:20_000].lstrip("\ufeff \t\r\n\0")
    if _HTML_START.match(start):
        return FileFormat.HTML
    suffix = PurePosixPath(name.lower()).suffix
    if start.startswith("<?xml"):
        if re.search(r"<(?:\w+:)?html[\s>]", start, re.IGNORECASE):
            return FileFormat.HTML
        if 'progid="Word.Document"' in start or "schemas.microsoft.com/office" in start:
            raise UnsupportedFormatError(
                "这是 Office 存成的 XML 文件。请用 Word、Excel 或 WPS 打开，"
                "另存为 .docx 或 .xlsx 后再添加。"
            )
        raise UnsupportedFormatError(f"这是 XML 数据文件，不是文档，不能添加。{_READABLE}")
    if suffix in (".html", ".htm", ".xhtml", ".shtml") and _HTML_TAG.search(start):
        return FileFormat.HTML
    if suffix in (".md", ".markdown"):
        return FileFormat.MARKDOWN
    if suffix in (".csv", ".tsv"):
        return FileFormat.CSV
    return FileFormat.TEXT


def _sniff_zip(data: bytes) -> FileFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            encrypted = any(entry.flag_bits & 1 for entry in archive.infolist())
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise DamagedFileError(
            "文件已损坏，打不开（压缩结构不完整，可能没有下载完）。请重新获取原文件后再添加。"
        ) from error
    if "xl/workbook.bin" in names:
        raise UnsupportedFormatError(
            "这是 Excel 二进制工作簿（.xlsb）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"
        )
    for member, found in (
        ("word/", FileFormat.DOCX),
        ("xl/", FileFormat.XLSX),
        ("ppt/", FileFormat.PPTX),
    ):
        if "[Content_Types].xml" in names and any(name.startswith(member) for name in names):
            return found
    if encrypted:
        raise EncryptedFileError("压缩包有密码。请解压后，再添加里面的文件。")
    if "OFD.xml" in names:
        raise UnsupportedFormatError(
            "这是 OFD 版式文件。请用 OFD 阅读器打开，另存（导出）为 PDF 后再添加。"
        )
    if "content.xml" in names and "mimetype" in names:
        raise UnsupportedFormatError(
            "这是 OpenDocument 文件。请用 WPS 或 LibreOffice 打开，"
            "另存为 .docx、.xlsx 或 .pptx 后再添加。"
        )
    if "META-INF/container.xml" in names:
        raise UnsupportedFormatError("这是 EPUB 电子书。请转成 PDF 或 .docx 后再添加。")
    if "[Content_Types].xml" in names:
        raise DamagedFileError(
            "文件已损坏：是 Office 文件，但里面没有正文。"
            "请用 Word、Excel 或 WPS 打开原文件，另存一份后再添加。"
        )
    raise UnsupportedFormatError(_UNPACK)


def _refuse_ole(data: bytes) -> None:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise EncryptedFileError(
            "文件有密码。请用 Word、Excel 或 WPS 输入密码打开，去掉密码另存后再添加。"
        )
    for stream, message in _OLE_KINDS:
        if holds(stream):
            raise UnsupportedFormatError(message)
    raise UnsupportedFormatError(f"这种旧版 Office 文件不能读取。请另存为新格式。{_READABLE}")


def _sniff_mail(data: bytes) -> FileFormat | None:
    head = data[:8192].replace(b"\r\n", b"\n").lstrip(b"\n")
    if not _MAIL_HEADER.match(head):
        return None
    headers = head.split(b"\n\n", 1)[0].lower()
    if b"mime-version:" not in headers and b"message-id:" not in headers:
        return None
    if b"multipart/related" in headers or b"snapshot-content-location" in headers:
        return FileFormat.MHTML
    raise UnsupportedFormatError("这是电子邮件。请把邮件正文另存为 .txt 或 .docx 后再添加。")


def _is_utf8_start(data: bytes) -> bool:
    try:
        data[:2048].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 2040
    return True
