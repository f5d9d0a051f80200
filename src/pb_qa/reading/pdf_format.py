"""PDF: page by page, by pdfium first and by pypdf when pdfium cannot."""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    FileTooLargeError,
    GarbledTextError,
    NoTextError,
)
from pb_qa.reading.pdf_pictures import is_picture, render
from pb_qa.reading.pictures import (
    NOTHING_FOUND,
    PageRecognizer,
    RecognizedPage,
    how_to,
)
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, with_plain_line_breaks

_MOST_PAGES = 20_000
_NOT_TEXT = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MOST_UNREADABLE_SHARE = 0.3
_LEAST_DISTINCT_CHARACTERS = 20
_PASSWORD = "PDF 有密码。请用密码打开，打印或另存为没有密码的 PDF 后再添加。"
_DAMAGED = "PDF 已损坏，打不开。请重新获取原文件；能用浏览器打开的话，“打印”成新的 PDF 后再添加。"
_TOO_MANY_PAGES = f"PDF 超过 {_MOST_PAGES} 页，太大。请拆成几个文件后再添加。"
_SCANNED = "PDF 里没有文字，多半是扫描件，里面的字要先识别出来。"
_NO_CHARACTERS = "PDF 的字体没有说明各是什么字，取出来是乱码。请找文字版的原件；没有的话，"


class _PageText(NamedTuple):
    """A page: its text, whether it is a picture, and what was recognised there."""

    text: str
    is_picture: bool = False
    recognized: RecognizedPage | None = None


def parse_pdf(
    data: bytes, without_pdfium: bool = False, recognizer: PageRecognizer | None = None
) -> RawDocument:
    """Return the text of every page.

    Parameters
    ----------
    data
        The file's bytes.
    without_pdfium
        Use pypdf alone: pdfium is native code and has just brought the process down.
    recognizer
        Reads the pages that are pictures; without one they stay empty and are counted.

    Raises
    ------
    EncryptedFileError, DamagedFileError
        When the file cannot be opened.
    FileTooLargeError
        When it has more than 20,000 pages.
    NoTextError
        For scanned pages.
    GarbledTextError
        When the fonts do not say which characters they show.
    """
    if b"\0\0" not in data[:1024] and data.lstrip()[:5] != b"%PDF-":
        data = data[data.find(b"%PDF-") :]
    pages: list[_PageText] | None = None
    properties: dict[str, str] = {}
    if not without_pdfium:
        opened = _by_pdfium(data, recognizer)
        if opened is not None:
            pages, properties = opened
    pictures = sum(page.is_picture for page in pages or ())
    if pages is None or not any(page.text.strip() for page in pages):
        other = _by_pypdf(data)
        if other is not None and (pages is None or any(text.strip() for text in other[0])):
            pages, properties = [_PageText(text) for text in other[0]], other[1]
            pictures = 0
    if pages is None:
        raise DamagedFileError(_DAMAGED)
    if recognizer is not None and pictures and not any(page.text.strip() for page in pages):
        raise NoTextError(NOTHING_FOUND)
    _check(pages, pictures if recognizer is None else 0)
    builder = RawBuilder()
    for number, page in enumerate(pages, start=1):
        if page.recognized:
            builder.note(page.recognized.note)
        builder.add(page.text.strip("\n"))
        builder.end_page(number, confidence=page.recognized and page.recognized.confidence)
    return builder.build("pdf", properties, pictures=pictures if recognizer is None else 0)


def _by_pdfium(
    data: bytes, recognizer: PageRecognizer | None
) -> tuple[list[_PageText], dict[str, str]] | None:
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise EncryptedFileError(_PASSWORD) from None
        return None
    pages = []
    try:
        if len(document) > _MOST_PAGES:
            raise FileTooLargeError(_TOO_MANY_PAGES)
        for index in range(len(document)):
            pages.append(_pdfium_page(document, index, recognizer))
        names = {"Title": "title", "Author": "author"}
        properties = {names[k]: v for k, v in document.get_metadata_dict().items() if k in names}
    except pypdfium2.PdfiumError:
        return None
    return pages, properties


def _pdfium_page(document: Any, index: int, recognizer: PageRecognizer | None) -> _PageText:
    page = document[index]
    text_page = page.get_textpage()
    # pdfium writes U+FFFE where a word is hyphenated at the end of a line.
    text = with_plain_line_breaks(str(text_page.get_text_range()).replace("\ufffe", ""))
    text_page.close()
    result = _PageText(text, is_picture(page, text))
    if result.is_picture and recognizer is not None:
        recognized = recognizer.read(render(page))
        if recognized is not None and recognized.text:
            result = _PageText(recognized.text, True, recognized)
    page.close()
    return result


def _by_pypdf(data: bytes) -> tuple[list[str], dict[str, str]] | None:
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    pages = []
    properties: dict[str, str] = {}
    # pypdf meets malformed objects with whatever the operation on them raises.
    malformed = (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        NotImplementedError,
        ZeroDivisionError,
        OSError,
        RecursionError,
    )
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedFileError(_PASSWORD)
        for page in reader.pages:
            pages.append(with_plain_line_breaks(page.extract_text()))
            if len(pages) > _MOST_PAGES:
                raise FileTooLargeError(_TOO_MANY_PAGES)
        if reader.metadata is not None:
            properties = {
                "title": str(reader.metadata.title or ""),
                "author": str(reader.metadata.author or ""),
            }
    except (FileNotDecryptedError, DependencyError):
        raise EncryptedFileError(_PASSWORD) from None
    except malformed:
        return None
    return pages, properties


def _check(pages: list[_PageText], pictures: int) -> None:
    """Refuse scans, also those whose every page carries the same few words of a stamp."""
    distinct = {page.text.strip() for page in pages if not page.recognized} - {""}
    if any(page.recognized for page in pages):
        return
    characters = sum(len("".join(text.split())) for text in distinct)
    if not distinct or (len(pages) > 2 and characters < _LEAST_DISTINCT_CHARACTERS):
        raise NoTextError(f"{_SCANNED}{how_to()}", pictures)
    unreadable = sum(len(_NOT_TEXT.findall(text)) for text in distinct)
    if unreadable > _MOST_UNREADABLE_SHARE * characters:
        raise GarbledTextError(f"{_NO_CHARACTERS}{how_to()}", pictures)
