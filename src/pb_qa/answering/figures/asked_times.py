"""The times that a question names, as people write them: 54年, 零九年, 83到87这五年."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pb_qa.models import Period
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.periods import Moment, find_moments, year_period

_TWO_YEARS: Final = re.compile("(?P<first>[0-9]{4}年?)[、和与跟](?P<second>[0-9]{4}年)")
_SHORT_SPAN: Final = re.compile("(?<![0-9])([0-9]{2})(?:年)?[到至—-]([0-9]{2})(?=年|这)")
_SHORT_YEAR: Final = re.compile("(?<![0-9])([0-9]{2})(?=年(?!级|代|来|间|以|龄|后|前|内|期|里))")
_DIGITS: Final = {c: str(n) for n, c in enumerate("零一二三四五六七八九")}
_CHINESE_SHORT: Final = re.compile(
    "(?<![一二三四五六七八九零十])([零一][零一二三四五六七八九])(?=年)"
)


def once(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Each stretch of time once, whatever words name it."""
    return tuple({(p.start, p.end): p for p in periods}.values())


def times_compared(moments: list[Moment], *, difference: bool) -> tuple[Period, ...]:
    """The times named; a difference over several years is one between the first and the last."""
    periods = once(m.period for m in moments)
    if difference and len(periods) == 1:
        first, last = periods[0].start[:4], periods[0].end[:4]
        if first != last and not periods[0].words:
            return year_period(int(first)), year_period(int(last))
    return periods


def moments_of(form: str) -> list[Moment]:
    """The times named; 2021年和2022年 are two."""
    moments: list[Moment] = []
    for moment in find_moments(folded(form), None):
        pair = _TWO_YEARS.fullmatch(form[moment.start : moment.end])
        if pair is None:
            moments.append(moment)
            continue
        for name in ("first", "second"):
            start, end = pair.span(name)
            year = year_period(int(pair[name][:4]))
            moments.append(
                replace(moment, start=moment.start + start, end=moment.start + end, period=year)
            )
    return moments


def with_long_years(form: str) -> str:
    """54年 as 1954年, 83到87这五年 as 1983年至1987年, 零九年 as 2009年."""

    def full(year: str) -> str:
        return ("19" if int(year) >= 40 else "20") + year

    form = _SHORT_SPAN.sub(
        lambda m: f"{full(m[1])}年至{full(m[2])}年" if int(m[1]) < int(m[2]) else m[0], form
    )
    form = re.sub("(年至[0-9]{4}年)年", r"\1", form)
    form = _SHORT_YEAR.sub(lambda m: full(m[1]), form)
    return _CHINESE_SHORT.sub(lambda m: full("".join(_DIGITS[c] for c in m[1])), form)
