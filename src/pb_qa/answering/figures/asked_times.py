"""The times that a question names, as people write them: 54年, 零九年, 83到87这五年."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pb_qa.models import Period
from pb_qa.text.short_years import with_long_years
from pb_qa.understanding.figures.amounts import folded, read_chinese, read_digits
from pb_qa.understanding.figures.periods import Moment, find_moments, year_period

# 15年来了多少游客: who came in 2015, not for fifteen years.
_CAME_IN: Final = re.compile("(?<![0-9])([0-9]{2})(?=年来(?:了|多少|几))")
# 六五 stands for its five years only where it is no part of a number or of 六五计划.
_PLAN: Final = re.compile(
    '(?<![一二三四五六七八九十百千万亿第分])["“]?(?P<plan>[一二三四五六七八九]五|十[一二三]?五)["”]?'
    "(?:计划(?!经济)|规划)?(?=那|末|这|五年|一共|总共|共|新|全国|我国|给|里|要|安排|投|定|[，,])"
)
# 八几年 is 八十年代; 几年 asks for nothing there.
_DECADE: Final = re.compile("(?<![0-9一二三四五六七八九十])(?P<decade>[五六七八九])几年")
_NUMBER: Final = "(?P<count>[0-9]{1,2}|[二两三四五六七八九十]{1,2})"
# 1994年起的计划，七年里: from that year on; 到1964年的四年里: up to it.
_YEARS_FROM: Final = re.compile(
    f"(?P<year>(?:19|20)[0-9]{{2}})年(?:起|开始)(?P<words>[^0-9。；?？]{{0,16}}?[,，的]?){_NUMBER}年(?=[里内间中])"
)
_YEARS_TO: Final = re.compile(
    f"到(?P<year>(?:19|20)[0-9]{{2}})年(?:为止)?的{_NUMBER}年(?=[里内间中])"
)
_TWO_YEARS: Final = re.compile("(?P<first>[0-9]{4}年?)[、和与跟](?P<second>[0-9]{4}年)")


def with_times_in_full(form: str) -> str:
    """54年 as 1954年, 15年来了 as 2015年来了, 六五一共 as 六五期间一共, 八几年 as 八十年代."""
    form = _DECADE.sub(r"\g<decade>十年代", form)
    form = with_long_years(_CAME_IN.sub(lambda m: with_long_years(f"{m[0]}年")[:4], form))
    form = _YEARS_FROM.sub(_from_year, form)
    form = _YEARS_TO.sub(_to_year, form)
    if not find_moments(folded(form), None):
        form = _PLAN.sub(lambda m: f"“{m['plan']}”期间", form)
    return form


def _from_year(match: re.Match[str]) -> str:
    first, count = int(match["year"]), _count(match)
    return f"{first}年至{first + count - 1}年{match['words']}" if count else match.group()


def _to_year(match: re.Match[str]) -> str:
    last, count = int(match["year"]), _count(match)
    return f"{last - count + 1}年至{last}年" if count else match.group()


def _count(match: re.Match[str]) -> int:
    """How many years are counted; 0 where that is no number, or only one."""
    numeral = match["count"]
    amount = read_digits(numeral) if numeral.isascii() else read_chinese(numeral)
    return int(amount.value) if amount and amount.value > 1 else 0


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


def without_frame(moments: list[Moment]) -> list[Moment]:
    """Without the plan that other times lie in: 按"六五"计划，85年比80年 compares two years."""
    frames = [
        m
        for m in moments
        if m.period.words and any(o is not m and _lies_in(o.period, m.period) for o in moments)
    ]
    return [m for m in moments if m not in frames]


def _lies_in(period: Period, frame: Period) -> bool:
    years = frame.start[:4] != frame.end[:4]
    return years and frame.start[:4] <= period.end[:4] <= frame.end[:4] and period != frame


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
