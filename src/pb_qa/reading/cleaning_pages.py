"""What printing pages puts into a text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pb_qa.reading.cleaning_removal import HAN, Line, Removal, lines_of, whole_line
from pb_qa.reading.raw import RawDocument

_NUMBER_REASON = "页码"
_DASHES = "-－—–―─~～·•"
_PAGE_LINE = re.compile(
    rf"[{_DASHES}]{{1,3}}\s*\d{{1,4}}\s*[{_DASHES}]{{1,3}}"
    r"|第\s*\d{1,4}\s*页\s*(?:[,，/、]?\s*[（(]?\s*共\s*\d{1,4}\s*页\s*[)）]?)?"
    r"|共\s*\d{1,4}\s*页\s*[,，/、]?\s*第\s*\d{1,4}\s*页"
    r"|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?")
_DIGITS = re.compile(r"\d+")
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_LONGEST_RUNNING_HEAD = 50
_FEWEST_PAGES = 3


def find_page_numbers(raw: RawDocument) -> Iterator[Removal]:
    """Lines that hold nothing but a page number.

    “- 3 -” and “第 3 页” anywhere; a bare number only at the edge of a page that it
    counts, or, where pages are unknown, in a series 1, 2, 3 … of three at least.
    """
    lines = lines_of(raw.text)
    for line in lines:
        if _PAGE_LINE.fullmatch(line.text):
            yield whole_line(raw.text, line, _NUMBER_REASON)
    if raw.format == "pdf" and len(raw.pages) > 1:
        yield from _numbers_at_page_edges(raw)
    elif not raw.pages:
        yield from _number_series(raw.text, lines)


def _numbers_at_page_edges(raw: RawDocument) -> Iterator[Removal]:
    found: list[tuple[int, Line]] = []
    for page in raw.pages:
        lines = lines_of(raw.text, page.start, page.end)
        for line in lines[-1:] + (lines[:1] if len(lines) > 1 else []):
            match = _BARE_NUMBER.fullmatch(line.text)
            if match:
                found.append((int(match[1]) - page.number, line))
    # Numbers that count the pages differ from the page's place by the same amount.
    for offset, count in Counter(offset for offset, _ in found).items():
        if count >= min(_FEWEST_PAGES, len(raw.pages)):
            for other, line in found:
                if other == offset:
                    yield whole_line(raw.text, line, _NUMBER_REASON)


def _number_series(text: str, lines: Sequence[Line]) -> Iterator[Removal]:
    """Bare numbers that go up by one, each a page's length of text after the one before."""
    series: list[tuple[int, Line]] = []
    for line in lines:
        if not line.text.isascii() or not line.text.isdecimal() or len(line.text) > 3:
            continue
        number = int(line.text)
        if not series and number > 2:
            return
        if series and (number != series[-1][0] + 1 or line.start - series[-1][1].end < 200):
            return
        series.append((number, line))
    if len(series) >= _FEWEST_PAGES:
        for _, line in series:
            yield whole_line(text, line, _NUMBER_REASON)


def find_repeated_lines(raw: RawDocument) -> Iterator[Removal]:
    """Running heads and feet: the same short line at the same edge of several pages."""
    if raw.format not in ("pdf", "docx") or len(raw.pages) < _FEWEST_PAGES:
        return
    for top in (True, False):
        places: dict[tuple[str, int | None], list[Line]] = {}
        for page in raw.pages:
            lines = lines_of(raw.text, page.start, page.end)
            for line in lines[:_EDGE] if top else lines[-_EDGE:]:
                if _may_run(line):
                    places.setdefault(_running_key(line.text, page.number), []).append(line)
        for found in places.values():
            if len(found) >= _FEWEST_PAGES and len(found) * 3 >= len(raw.pages):
                for line in found:
                    yield whole_line(raw.text, line, "重复的页眉页脚")


def _may_run(line: Line) -> bool:
    return (
        len(line.text) <= _LONGEST_RUNNING_HEAD
        and line.text[-1] not in "。！？；："
        and not line.is_table_row
    )


def _running_key(text: str, page: int) -> tuple[str, int | None]:
    """Lines with the same key are one running head: equal but for the page's number."""
    numbers = list(_DIGITS.finditer(text))
    if not numbers or len(numbers[-1].group()) > 4:
        return text, None
    last = numbers[-1]
    counted = int(last.group()) - page
    if abs(counted) > 50:
        return text, None
    return text[: last.start()] + "#" + text[last.end() :], counted


_IN_SENTENCE = re.compile(
    f"(?<=[{HAN}])(?P<gap>(?: |\n| \n|\n )(?P<number>[0-9]{{1,3}})(?: |\n| \n|\n ))(?=[{HAN}])"
)
_CLOSE_NUMBER = re.compile(f"[{HAN}][0-9][0-9.]*[{HAN}%％]")
_COUNTED = frozenset(
    "个名家条项件次户所座位台辆套间处批期届章节款岁年月日号天周倍元万亿千百人吨斤米度亩张支只"
    "艘架头匹棵株篇份本册部集场对组队班级类种层村镇乡县市省股笔字页卷点多余来至到分小秒公平立角"
)
_COUNTING = frozenset(
    "第共约达为至近超有过到等增减少于了在每各前后约余满仅占长高出成是的新建完设举办开展组织及和与或"
)
_PAGE_LENGTHS = range(100, 2600)
_FEWEST_CLOSE_NUMBERS = 4


def find_page_numbers_in_sentences(raw: RawDocument) -> Iterator[Removal]:
    """Page numbers that fell into a sentence: “实 1 现了”. A figure (“共 3 个”) stays.

    All of this must hold: the text sets its other numbers without blanks; nothing is
    counted before or after; the numbers go up, a page's length of text apart; and the
    two characters stand together elsewhere in the text, so that a word was torn, or
    three numbers at least count the pages one by one.
    """
    text = raw.text
    spaced = list(_IN_SENTENCE.finditer(text))
    close = sum(1 for _ in _CLOSE_NUMBER.finditer(text)) if spaced else 0
    if close < _FEWEST_CLOSE_NUMBERS or len(spaced) * 3 > close:
        return
    plausible: list[re.Match[str]] = []
    number, place = 0, 0
    for match in spaced:
        if text[match.end()] in _COUNTED or text[match.start() - 1] in _COUNTING:
            continue
        pages = int(match["number"]) - number
        if pages >= 1 and (match.start() - place) // pages in _PAGE_LENGTHS:
            plausible.append(match)
            number, place = int(match["number"]), match.start()
    counted = [int(match["number"]) for match in plausible]
    is_series = len(counted) >= _FEWEST_PAGES and counted == list(
        range(counted[0], counted[0] + len(counted))
    )
    for match in plausible:
        torn = text[match.start() - 1] + text[match.end()]
        if is_series or torn in text:
            yield Removal(*match.span("gap"), "落入句中的页码")
