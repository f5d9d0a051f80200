"""References in the form of GB/T 7714—2015, from what a document says about itself.

Which form applies (clause 4 and appendix B of the standard):

- a standard, known by its number → ``[S]``
- a report, white paper or communiqué, known by its title → ``[R]``
- a page saved from a web site → ``[EB/OL]`` with its date in round brackets
- anything else an authority issues → ``[Z]``, with 文号 as further title information

What a document does not state is left out together with its punctuation.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from pb_qa.models import DocumentInfo

_STANDARD_NUMBER: Final = re.compile(
    r"\b(?:GB|DB\d{2}|[A-Z]{2,4})(?:/[TZ])?\s?\d{2,6}(?:\.\d+)?[-—–]\d{4}"
)
_REPORT_TITLE: Final = re.compile(r"(?:报告|[白蓝绿]皮书|统计公报)(?:[（(].*[）)])?$")
_WEB_SUFFIX: Final = re.compile(r"\.(?:html?|mhtml?|shtml)$", re.IGNORECASE)
_SHEETS: Final = re.compile(r"\.(?:xlsx?|xlsm|csv)$", re.IGNORECASE)
_WEB_PUBLISHER: Final = re.compile(r"(?:网|网站|客户端|公众号)$")


class Kind(StrEnum):
    """Document type and carrier as the standard writes them."""

    STANDARD = "S"
    REPORT = "R"
    WEB_PAGE = "EB/OL"
    OTHER = "Z"


def kind_of(document: DocumentInfo) -> Kind:
    """Which of the standard's document types this document is."""
    if _STANDARD_NUMBER.search(document.number) or _STANDARD_NUMBER.match(document.title):
        return Kind.STANDARD
    if _REPORT_TITLE.search(document.title):
        return Kind.REPORT
    if not document.number and (
        _WEB_SUFFIX.search(document.source) or _WEB_PUBLISHER.search(document.publisher)
    ):
        return Kind.WEB_PAGE
    return Kind.OTHER


def printed_page(document: DocumentInfo, page: int | None) -> int | None:
    """The page number to print: a workbook's sheets have names, not page numbers."""
    return None if _SHEETS.search(document.source) else page


def format_citation(document: DocumentInfo, page: int | None = None) -> str:
    """One reference, ending in a full stop.

    Parameters
    ----------
    document
        Title, issuer, 文号, date, place and publisher are used where stated.
    page
        The cited page, if the document has pages.

    Examples
    --------
    ``国务院. 关于示例工作的通知: 国发〔2018〕1号[Z]. 2018-01-31: 3.``
    """
    kind, page = kind_of(document), printed_page(document, page)
    responsible = document.author or document.issuer
    title = document.title.strip()
    if document.number and document.number not in title:
        title = f"{title}: {document.number}"
    parts = [responsible.strip().rstrip("."), f"{title}[{kind}]", _imprint(document, kind, page)]
    return ". ".join(part for part in parts if part) + "."


def _imprint(document: DocumentInfo, kind: Kind, page: int | None) -> str:
    """``出版地: 出版者, 年: 页``, or for a web page ``出版者(日期): 页``."""
    publisher = document.publisher.strip()
    if document.place and publisher:
        publisher = f"{document.place.strip()}: {publisher}"
    date = document.issued_on
    if kind is Kind.WEB_PAGE:
        imprint = f"{publisher}({date})" if date else publisher
    else:
        dated = date[:4] if kind in (Kind.STANDARD, Kind.REPORT) else date
        imprint = ", ".join(part for part in (publisher, dated) if part)
    if page is None:
        return imprint
    return f"{imprint}: {page}" if imprint else str(page)
