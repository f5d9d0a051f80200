"""Periods out of years, months and days; numerals of dates."""

from __future__ import annotations

import calendar
import re
from typing import Final

from pb_qa.figures import NO_PERIOD, Period

_ONES: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS: Final = re.compile("(?P<tens>[一二两三四五六七八九]?)十(?P<ones>[一二三四五六七八九]?)")
_FIRST_PLANS: Final = {1: 1953, 2: 1958}
_FIRST_REGULAR_PLAN: Final = 3
_MOST_PLANS: Final = 20


def number_of(numeral: str) -> int:
    """A short numeral in digits or characters as a whole number; 0 when it is none."""
    compact = numeral.replace(" ", "")
    if compact.isascii():
        return int(compact) if compact.isdigit() else 0
    tens = _TENS.fullmatch(compact)
    if tens:
        return _ONES.get(tens["tens"], 1) * 10 + _ONES.get(tens["ones"], 0)
    if all(character in _ONES for character in compact):
        return int("".join(str(_ONES[character]) for character in compact))
    return 0


def year_of(numeral: str) -> int:
    """The year that a numeral of two or four digits names."""
    value = number_of(numeral)
    if value >= 100:
        return value
    return 1900 + value if value >= 40 else 2000 + value


def year_period(year: int, words: str = "") -> Period:
    """A whole year."""
    return Period(f"{year}年", f"{year}-01-01", f"{year}-12-31", words)


def span_period(first: int, last: int, words: str = "") -> Period:
    """Whole years from the first to the last."""
    if first == last:
        return year_period(first, words)
    return Period(f"{first}年至{last}年", f"{first}-01-01", f"{last}-12-31", words)


def end_of(period: Period) -> Period:
    """The last year of a period of several."""
    if not is_several(period):
        return period
    return year_period(last_year(period), period.words or period.text)


def is_several(period: Period) -> bool:
    """Whether a period is of several years."""
    return period.start[:4] != period.end[:4]


def first_year(period: Period) -> int:
    """The year in which a period begins."""
    return int(period.start[:4])


def last_year(period: Period) -> int:
    """The year in which a period ends."""
    return int(period.end[:4])


def months_period(year: int, first: int, last: int, words: str = "") -> Period | None:
    """Whole months of a year; None when there are none such."""
    if not 1 <= first <= last <= 12:
        return None
    text = f"{year}年{first}月" if first == last else f"{year}年{first}至{last}月"
    return Period(text, f"{year}-{first:02}-01", last_day(year, last), words)


def month_end_period(year: int, month: int, words: str = "") -> Period | None:
    """The end of a month."""
    if not 1 <= month <= 12:
        return None
    day = last_day(year, month)
    return Period(f"{year}年{month}月底", day, day, words)


def day_period(year: int, month: int, day: int, words: str = "") -> Period | None:
    """A single day; None when there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    date = f"{year}-{month:02}-{day:02}"
    return Period(f"{year}年{month}月{day}日", date, date, words)


def year_end_period(year: int, words: str = "") -> Period:
    """The end of a year."""
    return Period(f"{year}年底", f"{year}-12-31", f"{year}-12-31", words)


def year_begin_period(year: int, words: str = "") -> Period:
    """The beginning of a year."""
    return Period(f"{year}年初", f"{year}-01-01", f"{year}-01-01", words)


def half_period(year: int, half: str, words: str = "") -> Period:
    """The first or the second half of a year, by 上 or 下."""
    first, last = ("01-01", "06-30") if half == "上" else ("07-01", "12-31")
    return Period(f"{year}年{half}半年", f"{year}-{first}", f"{year}-{last}", words)


def quarter_period(year: int, quarter: int, words: str = "") -> Period:
    """A quarter of a year, 1 to 4."""
    last = quarter * 3
    name = f"{year}年第{'一二三四'[quarter - 1]}季度"
    return Period(name, f"{year}-{last - 2:02}-01", last_day(year, last), words)


def plan_years(number: int) -> tuple[int, int] | None:
    """First and last year of a five-year plan; None when there is none of that number."""
    if not 1 <= number <= _MOST_PLANS:
        return None
    first = _FIRST_PLANS.get(number, 1966 + 5 * (number - _FIRST_REGULAR_PLAN))
    return first, first + 4


def joined(first: Period, last: Period) -> Period:
    """From the beginning of one period to the end of another."""
    if first.start[5:] == "01-01" and last.end[5:] == "12-31":
        years = span_period(first_year(first), last_year(last))
        return Period(years.text, years.start, years.end, first.words or last.words)
    text = f"{first.text}至{last.text}"
    return Period(text, first.start, last.end, first.words or last.words)


def year_before(period: Period, words: str) -> Period:
    """The same part of the year before."""
    text = re.sub("[0-9]{4}(?=年)", lambda year: str(int(year.group()) - 1), period.text)
    start, end = (_a_year_before(date) for date in (period.start, period.end))
    return Period(text, start, end, words)


def last_day(year: int, month: int) -> str:
    """The last day of a month as an ISO date."""
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def _a_year_before(date: str) -> str:
    year, rest = int(date[:4]) - 1, date[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"


__all__ = [
    "NO_PERIOD",
    "Period",
    "day_period",
    "end_of",
    "first_year",
    "half_period",
    "is_several",
    "joined",
    "last_day",
    "last_year",
    "month_end_period",
    "months_period",
    "number_of",
    "plan_years",
    "quarter_period",
    "span_period",
    "year_before",
    "year_begin_period",
    "year_end_period",
    "year_of",
    "year_period",
]
