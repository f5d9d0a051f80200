"""The formats that can be read, by the names that documents carry."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FileFormat(StrEnum):
    """The formats that can be read."""

    TEXT = "txt"
    MARKDOWN = "markdown"
    HTML = "html"
    MHTML = "mhtml"
    CSV = "csv"
    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    PPTX = "pptx"
    ODP = "odp"
    EPUB = "epub"
    EML = "eml"
    MSG = "msg"
    IMAGE = "image"


READABLE: Final = (
    "可以添加的有：pdf、ofd、docx、doc、wps、rtf、odt、xlsx、xls、et、xlsb、ods、csv、pptx、odp、"
    "txt、md、html、mht、epub、eml、msg。"
)
