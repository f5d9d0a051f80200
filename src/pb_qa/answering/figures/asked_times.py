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
