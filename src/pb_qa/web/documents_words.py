"""Sizes, times and names as the documents' page writes them."""

from __future__ import annotations

import re
import time
from typing import Final

from pb_qa.web.i18n import Language, Texts
from pb_qa.web.markup import escape

_UNITS: Final = ("B", "KB", "MB", "GB")
# Characters that turn the direction of what follows: a name must not pose as another.
_TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHOWN: Final = "\N{REPLACEMENT CHARACTER}"


def named(text: str) -> str:
    """A title or a file name as HTML: inert, and never turning the direction of the page."""
    return f"<bdi>{escape(plain(text))}</bdi>"


def plain(text: str) -> str:
    """A title or a file name with marks of direction made visible."""
    return _TURNING.sub(_SHOWN, text)


def size_words(size: int) -> str:
    """Bytes in the unit that people read: ``"2.4 MB"``."""
    amount, unit = float(size), _UNITS[0]
    for unit in _UNITS:
        if amount < 1024 or unit == _UNITS[-1]:
            break
        amount /= 1024
    decimals = 0 if unit == _UNITS[0] or amount >= 100 or amount.is_integer() else 1
    return f"{amount:.{decimals}f} {unit}"


def limit_words(size: int) -> str:
    """A limit as it was most likely set: ``"200 MB"`` for 200,000,000 bytes."""
    return f"{size // 10**6} MB" if size >= 10**6 and size % 10**6 == 0 else size_words(size)


def day_words(seconds: float) -> str:
    """The local day of a moment: ``"2026-11-22"``."""
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def moment_words(seconds: float, texts: Texts) -> str:
    """A moment in local time, to the minute: ``"2026年11月22日 21:05"``."""
    moment = time.localtime(seconds)
    if texts.language is Language.CHINESE:
        return f"{moment.tm_year}年{moment.tm_mon}月{moment.tm_mday}日 " + time.strftime(
            "%H:%M", moment
        )
    return time.strftime("%Y-%m-%d %H:%M", moment)


def date_words(iso: str, texts: Texts) -> str:
    """An ISO date as precise as it is: ``"2018-01"`` → ``"2018年1月"``."""
    if texts.language is not Language.CHINESE:
        return iso
    return "".join(
        f"{int(part)}{unit}" for part, unit in zip(iso.split("-"), "年月日", strict=False) if part
    )
