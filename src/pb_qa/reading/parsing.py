"""From a file's bytes to a ``RawDocument``: sniff, decode where it is text, parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pb_qa.errors import NoTextError, UnsupportedFormatError
from pb_qa.reading.file_formats import READABLE, FileFormat
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.sniffing import sniff_binary, sniff_text

if TYPE_CHECKING:
    from pb_qa.reading.pictures import PageRecognizer


def parse(
    data: bytes,
    name: str,
    without_pdfium: bool = False,
    recognizer: PageRecognizer | None = None,
) -> RawDocument:
    """Parse a file by what it holds.

    Parameters
    ----------
    data
        The file's bytes, whole.
    name
        Its name; decides between kinds of plain text only.
    without_pdfium
        See ``pdf_format.parse_pdf``.
    recognizer
        Reads pages that are pictures; without one they stay empty.

    Raises
    ------
    ReadingError
        The verdict on a file that cannot become a document.
    """
    found = sniff_binary(data)
    if found is FileFormat.PDF:
        from pb_qa.reading.pdf_format import parse_pdf

        raw = parse_pdf(data, without_pdfium, recognizer)
    elif found is FileFormat.IMAGE:
        from pb_qa.reading.image_format import parse_image

        raw = parse_image(data, recognizer)
    else:
        raw = _parse_text(data, name) if found is None else _parse_binary(data, found)
    if not raw.text.strip():
        raise NoTextError("文件里没有文字。请打开原文件，确认有内容后再添加。")
    return raw


def _parse_text(data: bytes, name: str) -> RawDocument:
    from pb_qa.reading.encodings import decode

    declared = ""
    if b"<" in data[:2048]:
        from pb_qa.reading.html_format import declared_charset

        declared = declared_charset(data)
    text, encoding = decode(data, declared)
    match sniff_text(text, name):
        case FileFormat.HTML:
            from pb_qa.reading.html_format import parse_html

            return parse_html(text, encoding)
        case FileFormat.MARKDOWN:
            from pb_qa.reading.markdown_format import parse_markdown

            return parse_markdown(text, encoding)
        case FileFormat.CSV:
            from pb_qa.reading.csv_format import parse_csv

            return parse_csv(text, encoding)
        case _:
            from pb_qa.reading.text_format import parse_text

            return parse_text(text, encoding)


def _parse_binary(data: bytes, found: FileFormat) -> RawDocument:
    match found:
        case FileFormat.OFD:
            from pb_qa.reading.ofd_format import parse_ofd

            return parse_ofd(data)
        case FileFormat.DOCX:
            from pb_qa.reading.docx_format import parse_docx

            return parse_docx(data)
        case FileFormat.DOC:
            from pb_qa.reading.doc_format import parse_doc

            return parse_doc(data)
        case FileFormat.RTF:
            from pb_qa.reading.rtf_format import parse_rtf

            return parse_rtf(data)
        case FileFormat.XLSX:
            from pb_qa.reading.xlsx_format import parse_xlsx

            return parse_xlsx(data)
        case FileFormat.XLS:
            from pb_qa.reading.xls_format import parse_xls

            return parse_xls(data)
        case FileFormat.XLSB:
            from pb_qa.reading.xlsb_format import parse_xlsb

            return parse_xlsb(data)
        case FileFormat.ODS:
            from pb_qa.reading.ods_format import parse_ods

            return parse_ods(data)
        case FileFormat.PPTX:
            from pb_qa.reading.pptx_format import parse_pptx

            return parse_pptx(data)
        case FileFormat.MHTML:
            from pb_qa.reading.mhtml import parse_mhtml

            return parse_mhtml(data)
        case _:
            raise UnsupportedFormatError(READABLE)
