"""Tell a file's format by its content; the name only decides between kinds of plain text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pb_qa.errors import NeedsConverterError, NoTextError, UnsupportedFormatError
from pb_qa.reading.file_formats import READABLE, FileFormat
from pb_qa.reading.sniffing_containers import UNPACK, sniff_ole, sniff_zip

_PICTURE = "这种图片不能读取。请另存为 PNG、JPG 或 TIFF 后再添加。"
_PROGRAM = "这是程序或数据文件，不是文档，不能添加。"
_MEDIA = "这是音频或视频文件，不能添加。请添加整理好的文字稿。"

_REFUSED = (
    (b"8BPS", _PICTURE),
    (b"Rar!", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", UNPACK),
    (b"\x1f\x8b", UNPACK),
    (b"BZh", UNPACK),
    (b"\xfd7zXZ\0", UNPACK),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"SQLite format 3\0", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"%!PS", "这是 PostScript 文件。请转成 PDF 后再添加。"),
    (b"KDH ", "这是 KDH 文件。请用 CAJViewer 打开，另存为 PDF 后再添加。"),
    (b"HN\0", "这是 CAJ 文件。请用 CAJViewer 打开，另存为 PDF 后再添加。"),
    (b"CAJ\0", "这是 CAJ 文件。请用 CAJViewer 打开，另存为 PDF 后再添加。"),
)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_SHORT_MAGIC_NEEDS_BINARY = frozenset({b"BM", b"MZ", b"ID3", b"BZh", b"GIF8", b"OggS", b"Rar!"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY_SHEETS = (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0", b"\x09\x08\x08\0")
_OLD_WORD = (b"\xdb\xa5\x2d\0", b"\xfe\x37\0\x23", b"\x31\xbe\0\0", b"\x32\xbe\0\0")
_SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后再添加。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,5000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|table|p|h[1-6]|br|center|font|span|ul|ol)"
    r"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"</?(?:p|div|table|tr|td|br|html|body|h[1-6]|span|a|ul|li)\b[^<>]*>", re.I)
_MAIL_MARKS = ("mime-version", "message-id", "received")
_TRAVEL_MARKS = ("to", "cc", "message-id", "received", "delivered-to", "x-unsent")
_MAIL_HEADER = re.compile(rb"^(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.M)


def sniff_binary(data: bytes) -> FileFormat | None:
    """Return the format that the first bytes give away, or None for plain text.

    Raises
    ------
    NoTextError
        When the file is empty.
    EncryptedFileError, UnsupportedFormatError, NeedsConverterError, DamagedFileError
        For what is recognised but not read; the message says what to do.
    """
    if not data:
        raise NoTextError("这是空文件，一个字也没有。请检查原文件后重新添加。")
    if b"%PDF-" in data[:1024]:
        return FileFormat.PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return sniff_zip(data)
    if data.startswith(_OLE):
        return sniff_ole(data)
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return FileFormat.RTF
    if data.startswith(_BINARY_SHEETS):
        return FileFormat.XLS
    if data.startswith(_OLD_WORD):
        raise NeedsConverterError(f"这是很早的 Word 文件。{_SAVE_AS_DOCX}", "docx")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise UnsupportedFormatError(_PICTURE)
    if data[4:8] == b"ftyp":
        raise UnsupportedFormatError(_MEDIA)
    if data[:4] == b"RIFF":
        if data[8:12] == b"WEBP":
            return FileFormat.IMAGE
        raise UnsupportedFormatError(_MEDIA)
    if data[257:262] == b"ustar":
        raise UnsupportedFormatError(UNPACK)
    if any(_begins(data, magic) for magic in _IMAGES):
        return FileFormat.IMAGE
    for magic, message in _REFUSED:
        if _begins(data, magic):
            raise UnsupportedFormatError(message)
    return _sniff_mail(data)


def _begins(data: bytes, magic: bytes) -> bool:
    """Whether data begin so, and are no text where letters are what they begin with."""
    return data.startswith(magic) and (
        magic not in _SHORT_MAGIC_NEEDS_BINARY
        or b"\0" in data[:512]
        or data[-1:] == b"\0"
        or not _is_utf8_start(data)
    )


def sniff_text(text: str, name: str) -> FileFormat:
    """Return which kind of plain text ``text`` is.

    Raises
    ------
    UnsupportedFormatError
        For XML that is no web page; NeedsConverterError for an office program's.
    """
    start = text[:20_000].lstrip("\ufeff \t\r\n\0")
    if _HTML_START.match(start):
        return FileFormat.HTML
    suffix = PurePosixPath(name.lower()).suffix
    if start.startswith("<?xml"):
        if re.search(r"<(?:\w+:)?html[\s>]", start, re.IGNORECASE):
            return FileFormat.HTML
        _refuse_office_xml(start)
        raise UnsupportedFormatError(f"这是 XML 数据文件，不是文档，不能添加。{READABLE}")
    if suffix in (".html", ".htm", ".xhtml", ".shtml") and _HTML_TAG.search(start):
        return FileFormat.HTML
    if suffix in (".md", ".markdown"):
        return FileFormat.MARKDOWN
    if suffix in (".csv", ".tsv"):
        return FileFormat.CSV
    return FileFormat.TEXT


def _refuse_office_xml(start: str) -> None:
    """Raise for documents that an office program has saved as one XML file."""
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise NeedsConverterError(f"这是 Excel 存成的 XML 文件。{_SAVE_AS_XLSX}", "xlsx")
    if 'progid="Word.Document"' in start or "schemas.microsoft.com/office" in start:
        raise NeedsConverterError(f"这是 Word 存成的 XML 文件。{_SAVE_AS_DOCX}", "docx")
    if re.search(r"<(?:\w+:)?UOF\s", start):
        raise NeedsConverterError(f"这是标文通（UOF）文件。{_SAVE_AS_DOCX}", "docx")
    if "urn:oasis:names:tc:opendocument:xmlns:office:1.0" in start:
        raise NeedsConverterError(
            "这是 OpenDocument 的单个 XML 文件。请用 WPS 或 LibreOffice 打开，"
            "另存为 .docx、.xlsx 或 .pptx 后再添加。",
            "docx",
        )


def _sniff_mail(data: bytes) -> FileFormat | None:
    head = data[:8192].replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf").lstrip(b"\n")
    if head.startswith(b"From "):  # mailboxes put a line before each mail
        head = head.partition(b"\n")[2]
    if not _MAIL_HEADER.match(head):
        return None
    headers = b"\n" + head.split(b"\n\n", 1)[0].lower()
    if not any(f"\n{name}:".encode() in headers for name in _MAIL_MARKS):
        return None
    travelled = any(f"\n{name}:".encode() in headers for name in _TRAVEL_MARKS)
    archived = b"multipart/related" in headers or b"snapshot-content-location" in headers
    # Browsers save a page as a message that nobody was sent.
    return FileFormat.MHTML if archived and not travelled else FileFormat.EML


def _is_utf8_start(data: bytes) -> bool:
    try:
        data[:2048].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 2040
    return True
