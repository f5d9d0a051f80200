"""What stands in a shown sentence and not in the passages that it cites, read independently.

Nothing here is shared with the product: it has its own reading of numbers, dates, 文号 and
of shares in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .amounts import amounts, han_value, plain

_DATE: Final = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_DOCUMENT: Final = re.compile(
    r"[〔\[(【]\s*([\d〇零一二三四五六七八九]{4})\s*[〕\])】]\s*(?:第)?\s*"
    r"(\d+|[一二三四五六七八九十百]+)\s*号"
)
_SHARE: Final = re.compile(
    r"[一二两三四五六七八九1-9]成(?!为|立|员|果|功|长|效|本|熟|品|交|套|分|就|都|绩|年|以|人|份|了|语|片|批)"
    r"|[一二三四五六七八九十]+分之[一二三四五六七八九十百]+|过半|近半|半数|翻[一两二三番]"
)
_RANK: Final = re.compile(
    r"(?:位居|居|排名|列|名列)[^，。；]{0,6}?(?:第[一二三四五六七八九十\d]+|首位)"
)
_MARKER: Final = re.compile(r"[\[【［]\s*\d{1,3}(?:\s*[,，、-]\s*\d{1,3})*\s*[\]】］]")
_MARKUP: Final = re.compile(
    r"https?:|ftp:|file:|mailto:|javascript:|data:|\]\(|</?[a-zA-Z!]|!\[|&(?:lt|gt|#\d+);|url\(",
    re.IGNORECASE,
)
# “2. ”, “（2）” at the head of a list's line counts nothing.
_LABEL: Final = re.compile(r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.、](?!\d))\s*", re.MULTILINE)
_ENGLISH: Final = re.compile(
    r"(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)(?![a-z])",
    re.IGNORECASE,
)
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def absent_numbers(text: str, sources: Sequence[str]) -> list[str]:
    """The numbers of a sentence, written in any way, that none of the sources has."""
    known = {a.value for source in sources for a in amounts(plain(source))}
    shown = plain(_LABEL.sub("", text))
    absent = [a.text for a in amounts(shown) if a.value not in known and a.value > 1]
    joined = "\n".join(plain(source) for source in sources)
    absent += [found for found in _RANK.findall(shown) if found not in joined]
    absent += [found for found in _SHARE.findall(shown) if found not in joined]
    absent += [found for found in _ENGLISH.findall(shown) if found.lower() not in joined.lower()]
    return absent


def absent_dates(text: str, sources: Sequence[str]) -> list[str]:
    """Days of a month that none of the sources names."""
    known = {day for source in sources for day in _days(source)}
    return [f"{month}月{day}日" for month, day in _days(text) if (month, day) not in known]


def _days(text: str) -> list[tuple[int, int]]:
    return [(_whole(month), _whole(day)) for month, day in _DATE.findall(plain(text))]


def _whole(written: str) -> int:
    return int(written) if written.isdigit() else int(han_value(written) or 0)


def absent_documents(text: str, sources: Sequence[str]) -> list[str]:
    """文号 that none of the sources has."""
    known = {found for source in sources for found in _documents(source)}
    return [f"〔{y}〕{n}号" for y, n in _documents(text) if (y, n) not in known]


def _documents(text: str) -> list[tuple[int, int]]:
    return [(_whole(year), _whole(number)) for year, number in _DOCUMENT.findall(plain(text))]


def left_markers(text: str) -> list[str]:
    """Citation markers that were left in a shown text."""
    return _MARKER.findall(text)


def without_markers(text: str) -> str:
    """A sentence of the model without its citation markers."""
    return _MARKER.sub("", text)


def markup(text: str) -> list[str]:
    """Links, images, HTML and characters that show nothing."""
    return [*_MARKUP.findall(text), *(repr(c) for c in _INVISIBLE.findall(text))]
