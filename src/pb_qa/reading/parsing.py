"""From a file's bytes to a ``RawDocument``: sniff, decode where it is text, parse."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pb_qa.errors import NoTextError, UnsupportedFormatError
from pb_qa.reading.file_formats import READABLE, FileFormat
from pb_qa.reading.raw import RawDocument, RawNote
from pb_qa.reading.sniffing import sniff_binary, sniff_text

if TYPE_CHECKING:
    from pb_qa.reading.mail import ReadAttachment
    from pb_qa.reading.pictures import PageRecognizer

_DEEPEST_MAIL = 3
_UNREADABLE = re.compile("\ufffd+")
_MOST_NOTED = 200


def parse(
    data: bytes,
    name: str,
    without_pdfium: bool = False,
    recognizer: PageRecognizer | None = None,
    depth: int = 0,
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
    depth
        How many mails this file is attached to, each to the next.

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
    elif found in (FileFormat.EML, FileFormat.MSG):
        if depth > _DEEPEST_MAIL:
            raise UnsupportedFormatError("邮件里套着邮件，套得太深。请把里面的邮件另存出来再添加。")
        read = partial(parse, without_pdfium=without_pdfium, recognizer=recognizer, depth=depth + 1)
        raw = _parse_mail(data, found, read)
    else:
        raw = _parse_text(data, name) if found is None else _parse_binary(data, found)
    if not raw.text.strip():
        raise NoTextError("文件里没有文字。请打开原文件，确认有内容后再添加。")
    return raw if depth else _with_unreadable_noted(raw)


def _with_unreadable_noted(raw: RawDocument) -> RawDocument:
    """Put each character that could not be read onto the receipt, as far as these are few."""
    if "\ufffd" not in raw.text:
        return raw
    about = f"不合 {raw.encoding.upper()} 编码，" if raw.encoding else ""
    places = list(_UNREADABLE.finditer(raw.text))
    notes = [
        RawNote(match.start(), match.end(), f"此处的字节{about}读不出是什么字，显示为“\ufffd”")
        for match in places[:_MOST_NOTED]
    ]
    if len(places) > _MOST_NOTED:
        end = places[_MOST_NOTED].start()
        rest = len(places) - _MOST_NOTED
        notes.append(RawNote(end, end, f"后面还有 {rest} 处读不出是什么字，没有逐一列出"))
    return replace(raw, notes=tuple(sorted((*raw.notes, *notes), key=lambda note: note.start)))


def _parse_mail(data: bytes, found: FileFormat, read: ReadAttachment) -> RawDocument:
    if found is FileFormat.EML:
        from pb_qa.reading.eml_format import parse_eml

        return parse_eml(data, read)
    from pb_qa.reading.msg_format import parse_msg

    return parse_msg(data, read)


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
        case FileFormat.ODT:
            from pb_qa.reading.odt_format import parse_odt

            return parse_odt(data)
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
        case FileFormat.ODP:
            from pb_qa.reading.odt_format import parse_odp

            return parse_odp(data)
        case FileFormat.EPUB:
            from pb_qa.reading.epub_format import parse_epub

            return parse_epub(data)
        case FileFormat.MHTML:
            from pb_qa.reading.mhtml import parse_mhtml

            return parse_mhtml(data)
        case _:
            raise UnsupportedFormatError(READABLE)
