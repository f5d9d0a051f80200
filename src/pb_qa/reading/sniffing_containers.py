"""What is inside a zip or an OLE container tells its format."""

from __future__ import annotations

import io
import struct
import zipfile

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    NeedsConverterError,
    UnsupportedFormatError,
)
from pb_qa.reading.file_formats import READABLE, FileFormat

UNPACK = "这是压缩包。请先解压，再添加里面的文件。"
_OPEN_DOCUMENT = {
    "text": FileFormat.ODT,
    "spreadsheet": FileFormat.ODS,
    "presentation": FileFormat.ODP,
}
_OLE_READ = (
    ("worddocument", FileFormat.DOC),
    ("workbook", FileFormat.XLS),
    ("book", FileFormat.XLS),
    ("__properties_version1.0", FileFormat.MSG),
)
_OLE_CONVERTED = (
    (
        "powerpoint document",
        "pptx",
        "这是旧版演示文稿（.ppt 或 .dps）。请用 PowerPoint 或 WPS 打开，另存为 .pptx 后再添加。",
    ),
    (
        "matost",
        "docx",
        "这是 Works 文字文件（.wps）。请用 Word 或 WPS 打开，另存为 .docx 后再添加。",
    ),
)
_OLE_REFUSED = (
    ("visiodocument", "这是 Visio 图。请用 Visio 打开，另存为 PDF 后再添加。"),
    ("hwpsummaryinformation", "这是 HWP 文件。请用 Hancom 软件打开，另存为 .docx 后再添加。"),
)


def sniff_zip(data: bytes) -> FileFormat:
    """Return the format of a document that is a zip file.

    Raises
    ------
    EncryptedFileError, UnsupportedFormatError, DamagedFileError
        When it is none that can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
            encrypted = any(entry.flag_bits & 1 for entry in archive.infolist())
            kind = _mimetype(archive) if "mimetype" in names and not encrypted else ""
    except (
        zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError, RuntimeError
    ) as error:  # fmt: skip
        raise DamagedFileError(
            "文件已损坏，打不开（压缩结构不完整，可能没有下载完）。请重新获取原文件后再添加。"
        ) from error
    if "xl/workbook.bin" in names:
        return FileFormat.XLSB
    for member, found in (
        ("word/", FileFormat.DOCX),
        ("xl/", FileFormat.XLSX),
        ("ppt/", FileFormat.PPTX),
    ):
        if "[Content_Types].xml" in names and any(name.startswith(member) for name in names):
            return found
    lower = {name.lower() for name in names}
    if "ofd.xml" in lower:
        return FileFormat.OFD
    if "encryptions.xml" in lower:
        raise EncryptedFileError(
            "OFD 文件有密码。请用 OFD 阅读器输入密码打开，另存为没有密码的文件后再添加。"
        )
    if encrypted:
        raise EncryptedFileError("压缩包有密码。请解压后，再添加里面的文件。")
    if "content.xml" in names and ("mimetype" in names or "META-INF/manifest.xml" in names):
        return _open_document(kind, names)
    if "META-INF/container.xml" in names:
        return FileFormat.EPUB
    if "[Content_Types].xml" in names:
        raise DamagedFileError(
            "文件已损坏：是 Office 文件，但里面没有正文。"
            "请用 Word、Excel 或 WPS 打开原文件，另存一份后再添加。"
        )
    raise UnsupportedFormatError(UNPACK)


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as stream:
        return stream.read(200).decode("ascii", "replace").strip()


def _open_document(kind: str, names: set[str]) -> FileFormat:
    for word, found in _OPEN_DOCUMENT.items():
        if word in kind:
            return found
    if kind.startswith("application/vnd.oasis.opendocument"):
        raise UnsupportedFormatError(
            "这是 OpenDocument 的图形或公式文件。请用 LibreOffice 打开，另存为 PDF 后再添加。"
        )
    if "styles.xml" in names:
        return FileFormat.ODT
    raise UnsupportedFormatError(UNPACK)


def sniff_ole(data: bytes) -> FileFormat:
    """Return the format of a document that is an OLE container.

    Raises
    ------
    EncryptedFileError, UnsupportedFormatError, NeedsConverterError, DamagedFileError
        When it is none that can be read.
    """
    from pb_qa.reading.ole_streams import OleStreams

    names = OleStreams(data).root_names
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise EncryptedFileError(
            "文件有密码。请用 Word、Excel 或 WPS 输入密码打开，去掉密码另存后再添加。"
        )
    for stream, found in _OLE_READ:
        if stream in names:
            return found
    for stream, target, message in _OLE_CONVERTED:
        if stream in names:
            raise NeedsConverterError(message, target)
    for stream, message in _OLE_REFUSED:
        if stream in names:
            raise UnsupportedFormatError(message)
    raise UnsupportedFormatError(f"这种旧版 Office 文件不能读取。请另存为新格式。{READABLE}")
