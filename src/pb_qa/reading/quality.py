"""How well each page of a document could be read, told from the cleaned text alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from pb_qa.catalog import PageQuality
from pb_qa.errors import GarbledTextError, NoTextError
from pb_qa.models import Document, Page
from pb_qa.reading.garbage import (
    SHORTEST_JUDGED,
    find_garbage,
    is_letter_spaced,
    sample_of,
    unreadable_share,
)

# Changes whenever a page may get another verdict.
QUALITY_FORMAT: Final = "1"
# Measured (docs/decisions/ocr.md): above the first, pages had 0.4% wrong characters or
# fewer; below the second, a third or more.
LEAST_CONFIDENCE: Final = 0.97
LEAST_USABLE_CONFIDENCE: Final = 0.8

_EMPTY = "没有文字，可能是扫描的图片或空白页。"
_EMPTY_ADVICE = (
    "如果原件这里有字，请用文字识别（OCR）软件转换后重新添加，"
    '或运行 pip install "pb-qa[ocr]" 装上文字识别后重新添加。'
)
_SOME_UNREADABLE = "有一部分字认不出来，检索时会漏掉这些字。请找文字版的原件重新添加。"
_LETTER_SPACED = "每个字之间都隔着空格，按词语可能查不到。请找文字版的原件重新添加。"
_UNSURE = "是从图片里识别出来的，有些字可能认错了。请对照原件核对。"
_GARBLED_ADVICE = "请找文字版的原件，或用文字识别（OCR）软件转换后重新添加。"
_WEAK_SHARE = 0.03
_FEWEST_UNREADABLE = 3
_MOST_NAMED = 12
_CHUNK = 1 << 20


def page_quality(document: Document) -> tuple[PageQuality, ...]:
    """Judge every page, slide or sheet; a text without pages counts as one.

    Linear in the length of the text, most of it at the speed of ``str.split``: what is
    looked at closely is a sample of each page.
    """
    return judge(document.text, document.pages)


def judge(text: str, pages: Sequence[Page]) -> tuple[PageQuality, ...]:
    """Judge the pages of a text; see ``page_quality``."""
    whole = (Page(1, 0, len(text)),)
    return tuple(_judged(text, page) for page in pages or whole)


def quality_warning(document: Document) -> str:
    """Say in Chinese which pages could not be read well and what to do; else ``""``.

    >>> pages = (Page(1, 0, 4), Page(2, 4, 4))
    >>> quality_warning(Document("a", 1, "a.pdf", "标题", text="正文。\\n", pages=pages))[:10]
    '第2页没有文字，可能'
    """
    weak = sorted(
        (page for page in page_quality(document) if page.problem), key=lambda page: page.problem
    )
    sentences = []
    for problem, found in groupby(weak, key=lambda page: page.problem):
        where = _named(list(found)) if document.pages else "全文"
        sentences.append(f"{where}{problem}")
    return "".join(sentences)


def refuse_unreadable(text: str, pages: Sequence[Page]) -> None:
    """Raise when not one page can be used: such a document must not count as ready.

    Raises
    ------
    GarbledTextError, NoTextError
    """
    whole = (Page(1, 0, len(text)),)
    garbage = ""
    for page in pages or whole:
        if _characters(text, page):
            problem = _garbage(text, page)
            if not problem:
                return
            garbage = garbage or problem
    if garbage:
        raise GarbledTextError(f"取出来的文字不能用：{garbage}{_GARBLED_ADVICE}")
    raise NoTextError(f"全部页面都{_EMPTY}{_EMPTY_ADVICE}")


def _judged(text: str, page: Page) -> PageQuality:
    characters = _characters(text, page)
    problem = _problem(text, page, characters)
    return PageQuality(page.number, page.label, characters, problem, page.confidence)


def _problem(text: str, page: Page, characters: int) -> str:
    if not characters:
        # A sheet has a name, and an empty one is what every new workbook brings along.
        return "" if page.label else f"{_EMPTY}{_EMPTY_ADVICE}"
    garbage = _garbage(text, page)
    if garbage:
        return f"{garbage}{_GARBLED_ADVICE}"
    if page.confidence is not None and page.confidence < LEAST_CONFIDENCE:
        return _UNSURE
    sample = sample_of(text, page.start, page.end)
    if is_letter_spaced(sample):
        return _LETTER_SPACED
    unreadable, share = unreadable_share(sample)
    least = _FEWEST_UNREADABLE if characters >= SHORTEST_JUDGED else 1
    if unreadable >= least and share >= _WEAK_SHARE:
        return _SOME_UNREADABLE
    return ""


def _garbage(text: str, page: Page) -> str:
    if page.confidence is not None and page.confidence < LEAST_USABLE_CONFIDENCE:
        return "图片太模糊，识别出来的字多半是错的。"
    return find_garbage(sample_of(text, page.start, page.end))


def _characters(text: str, page: Page) -> int:
    """Characters that are no white space, counted without a copy of a long page."""
    return sum(
        len("".join(text[start : min(start + _CHUNK, page.end)].split()))
        for start in range(page.start, page.end, _CHUNK)
    )


def _named(pages: Sequence[PageQuality]) -> str:
    """“第3、7至9页”, sheets and attachments by name; a long list ends in how many there are."""
    if any(page.label for page in pages):
        names = [f"“{page.label or page.number}”" for page in pages]
    else:
        names = []
        for _, run in groupby(enumerate(pages), key=lambda pair: pair[1].number - pair[0]):
            numbers = [page.number for _, page in run]
            few = len(numbers) < 3
            names += map(str, numbers) if few else [f"{numbers[0]}至{numbers[-1]}"]
    listed = "、".join(names[:_MOST_NAMED])
    labelled = any(page.label for page in pages)
    where = listed if labelled else f"第{listed}页"
    unit = "处" if labelled else "页"
    return f"{where}等{len(pages)}{unit}" if len(names) > _MOST_NAMED else where
