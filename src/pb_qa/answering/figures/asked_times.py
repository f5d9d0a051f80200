"""The times that a question names, as people write them: 54年, 零九年, 83到87这五年."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pb_qa.models import Period
from pb_qa.text.short_years import with_long_years
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.periods import Moment, find_moments, year_period

# 15年来了多少游客: who came in 2015, not for fifteen years.
_CAME_IN: Final = re.compile("(?<![0-9])([0-9]{2})(?=年来(?:了|多少|几))")
# 六五 stands for its five years only where it is no part of a number or of 六五计划.
_PLAN: Final = re.compile(
    "(?<![一二三四五六七八九十百千万亿第分])(?P<plan>[一二三四五六七八九]五|十[一二三]?五)"
    "(?:计划(?!经济)|规划)?(?=那|末|这|五年|一共|总共|共|新|全国|我国|给|里|要|安排|投|定|[，,])"
)
# 八几年 is 八十年代; 几年 asks for nothing there.
_DECADE: Final = re.compile("(?<![0-9一二三四五六七八九十])(?P<decade>[五六七八九])几年")
_TWO_YEARS: Final = re.compile("(?P<first>[0-9]{4}年?)[、和与跟](?P<second>[0-9]{4}年)")


def with_times_in_full(form: str) -> str:
    """54年 as 1954年, 15年来了 as 2015年来了, 六五一共 as 六五期间一共, 八几年 as 八十年代."""
    form = _DECADE.sub(r"\g<decade>十年代", form)
    form = with_long_years(_CAME_IN.sub(lambda m: with_long_years(f"{m[0]}年")[:4], form))
    if not find_moments(folded(form), None):
        form = _PLAN.sub(lambda m: f"“{m['plan']}”期间", form)
    return form


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
