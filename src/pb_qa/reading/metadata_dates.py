"""Dates as official documents write them."""

from __future__ import annotations

import re
from datetime import date

_WIDE = str.maketrans("０１２３４５６７８９○０", "0123456789〇0")
_DIGITS = {character: str(n) for n, character in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_YEAR = "(?P<year>(?:1[89]|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})"
_PART = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
DATE = re.compile(
    f"{_YEAR} ?(?:年 ?(?:(?P<month>{_PART}) ?月 ?(?:(?P<day>{_PART}) ?[日号])?)?"
    "|(?P<separator>[-./])(?P<month2>[01]?[0-9])(?P=separator)(?P<day2>[0-3]?[0-9])(?![0-9]))"
)


def find_dates(text: str) -> list[tuple[int, int, str]]:
    """Find dates with a year, in digits or characters.

    Returns
    -------
    list of (int, int, str)
        Span and ISO date, as precise as written: ``"2018"``, ``"2018-01"``,
        ``"2018-01-31"``. Impossible dates are left out.
    """
    found: list[tuple[int, int, str]] = []
    for match in DATE.finditer(text.translate(_WIDE)):
        iso = _iso(match)
        if iso:
            found.append((*match.span(), iso))
    return found


def _iso(match: re.Match[str]) -> str:
    year = int("".join(_DIGITS.get(character, character) for character in match["year"]))
    month = _small_number(match["month"] or match["month2"] or "")
    day = _small_number(match["day"] or match["day2"] or "")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _small_number(written: str) -> int:
    """Read 1 to 99, in digits or characters."""
    if not written or written.isdecimal():
        return int(written or 0)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[character] for character in written))
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
