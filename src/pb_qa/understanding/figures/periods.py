"""Words of time, resolved by the date of the document they stand in."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from pb_qa.understanding.figures.dates import (
    NO_PERIOD,
    Period,
    day_period,
    end_of,
    first_year,
    half_period,
    is_several,
    joined,
    last_year,
    month_end_period,
    months_period,
    number_of,
    plan_years,
    quarter_period,
    span_period,
    year_before,
    year_begin_period,
    year_end_period,
    year_of,
    year_period,
)
from pb_qa.understanding.figures.time_words import EXPRESSION

_BASE_BEFORE: Final = re.compile("(?:比|较|同|与|和|超过|恢复到|相当于|等于|为|是)(?:上|了)?$")
_COMPARED: Final = re.compile(
    "(?:比(?![重例率])|较)[^，。；、：]{0,8}$|(?:同|与|超过|相当于|等于)$"
)
# 超过一九五七年计划水平: 1957 is only what something is held against.
_STANDARD: Final = re.compile("的?(?:原?计划|实际|规定|预计)?(?:的)?(?:指标|水平)")
# 第一季度完成全年计划的11%: the year is only that of the plan.
_WHOLE: Final = re.compile("(?:计划|任务|目标|预算|指标)(?:数|总数|指标)?的")
# 在一九九二年快速增长的基础上: the year before, from which the text goes on.
_GROUND: Final = re.compile("[^，。；：]{0,14}基础上")
_ALTOGETHER: Final = re.compile("累计|合计|共计|平均|支出|投入")
_FROM: Final = re.compile("(?:由|从|自)$")
_ORIGIN_OF: Final = re.compile(
    "(?:预计|计划|实际|实绩|完成)?的|[亏盈][损利余]|[0-9一二三四五六七八九十]"
)
# 自2019年1月1日起: from then on, so nothing that follows is of that day.
_ONWARD: Final = re.compile("起|开始")
# 根据今年七月一日的普查: where a number comes from, not what the text goes on about.
_SOURCE: Final = re.compile("的(?:[^，。；]{0,6})(?:普查|统计|调查|决定|规定|提案)")
_LEADING: Final = re.compile(
    "(?:[^，。；]{0,16}(?:的是|指出|强调|说明)[，,:：])?"
    "[\\s（(“,，、]*(?:按[^，。；]{2,10}价格?(?:计算)?[，,])?"
    "(?:在|到|从|自|截至|截止|预计|其中|为了|根据|按照|我们|同时|特别是|这样)?(?:刚刚)?(?:过去的)?"
    "[\\s，,]*$"
)
_LEADING_LENGTH: Final = 26
_LOOK_BACK: Final = 10
_HELD_TOGETHER: Final = re.compile("(?:年)?(?:相比|比较|对比)")
# 2010年远景目标纲要, 2008年奥运会, 1990年不变价格: part of a name.
_NAMED: Final = re.compile(
    "远景(?:目标|规划)|奥运|残奥|亚运|世博|世界杯|(?:的)?(?:不变|可比)?价格?(?:计算|，)"
)
# Of the year that the text is about, whichever that is.
_OF_CONTEXT: Final = ("当年", "同年", "这一年", "全年", "年", "年内")
_YEARS_FROM_NOW: Final = {"去年": -1, "前年": -2, "明年": 1, "后年": 2}
_LONGEST_STRETCH: Final = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """An expression of time in a text, resolved.

    Attributes
    ----------
    start, end
        Span of the expression.
    basis
        Whether it only names what something is compared with: 比上年, 是1983年的.
    origin
        Whether it names where a change begins: 由1978年的 … 增加到 ….
    passing
        Whether it holds for its own sentence only: 目前, 1985年以来.
    """

    start: int
    end: int
    period: Period
    basis: bool
    origin: bool
    passing: bool = False


@dataclass(slots=True)
class _Context:
    """What words of time are resolved by; all but `year` and `stretch` change as the text is read.

    Attributes
    ----------
    named
        The single year named last.
    main
        The year that the sentence is about, by its beginning or by what was said before.
    last, last_end
        The moment found last and where it ends.
    """

    year: int | None
    named: int | None
    main: int | None
    stretch: Period
    years: set[int]
    last: Period = NO_PERIOD
    last_end: int = 0


def find_moments(
    text: str,
    year: int | None,
    about: Period = NO_PERIOD,
    stretch: Period = NO_PERIOD,
    years: Collection[int] = (),
    *,
    reporting: bool = True,
) -> list[Moment]:
    """Find expressions of time and resolve them; pure.

    Parameters
    ----------
    text
        As `amounts.folded` gives it.
    year
        The year in which the document speaks; None leaves 去年 and its like open.
    about
        What the text before is about: 全年 and 年底 are of that year.
    stretch
        The several years spoken of before: 五年间 means them.
    years
        Single years named before in the paragraph: after 1981 and 1982, 两年 means them.
    reporting
        Whether 当年 and 本年 are the document's own year when no year is named; in rules
        they are any year.
    """
    named = last_year(about) if about.end else (year if reporting else None)
    context = _Context(year, named, named, stretch, set(years))
    found: list[Moment] = []
    for match in EXPRESSION.finditer(text):
        period = _resolve(match, context)
        if period is None or (match["at"] and _NAMED.match(text, match.end())):
            continue
        moment = _moment(text, match, period)
        if found and _continues(text, found[-1], match):
            joint = joined(found[-1].period, period)
            found[-1] = replace(found[-1], end=moment.end, period=joint)
            continue
        found.append(moment)
        if not (moment.basis or moment.origin):
            _note(context, moment, match, opens(text, 0, moment))
    return found


def _note(context: _Context, moment: Moment, match: re.Match[str], is_first: bool) -> None:
    """What a moment tells of those that follow it."""
    period = moment.period
    context.last, context.last_end = period, moment.end
    if is_several(period) or (match["at"] or "").startswith("上"):
        return
    context.named = first_year(period)
    if is_first:
        context.main = context.named
    if not period.words:
        context.years.add(context.named)


def _moment(text: str, match: re.Match[str], period: Period) -> Moment:
    start, end = match.span()
    before = text[max(0, start - _LOOK_BACK) : start]
    after = text[end : end + 1]
    basis = (
        bool(_COMPARED.search(before))
        or (after == "的" and bool(_BASE_BEFORE.search(before)))
        or bool(_STANDARD.match(text, end))
        or (match["at"] == "全年" and bool(_WHOLE.match(text, end)))
        or bool(_GROUND.match(text, end))
    )
    origin = bool(_FROM.search(before)) and bool(_ORIGIN_OF.match(text, end))
    is_year = period.start[5:] == "01-01" and period.end[5:] == "12-31"
    passing = (
        bool(match["now"] or match["from"] or match["decade"])
        or bool(_SOURCE.match(text, end))
        or (not is_year and bool(_ONWARD.match(text, end)))
    )
    return Moment(start, end, period, basis, origin, passing)


def _continues(text: str, first: Moment, match: re.Match[str]) -> bool:
    """Whether an expression is the second half of 2019年1月1日至12月31日."""
    dated = first.period.text.endswith(("日", "月"))
    return dated and match["to_end"] in ("至", "到") and not text[first.end : match.start()].strip()


def opens(text: str, start: int, moment: Moment) -> bool:
    """Whether an expression stands at the beginning of the sentence that begins at ``start``."""
    if moment.start - start > _LEADING_LENGTH:
        return False
    return bool(_LEADING.fullmatch(text, start, moment.start))


def _resolve(match: re.Match[str], context: _Context) -> Period | None:
    words = match.group().strip()
    if match["year"]:
        first = year_of(match["year"])
        last = number_of(match["year_to"])
        last = last if last >= 100 else first // 100 * 100 + last
        return span_period(first, last) if first < last else year_period(first)
    if match["years"]:
        first, last = year_of(match["years"]), year_of(match["years_to"])
        if _HELD_TOGETHER.match(match.string, match.end()):
            return year_period(first)  # 2005年与2000年相比
        return span_period(first, last) if last == first + 1 else year_period(last)
    if match["from"]:
        first = year_of(match["from"])
        last = (context.year or first) - 1
        return span_period(first, last, words) if first < last else year_period(first)
    if match["at"]:
        return _at(match, context)
    if match["plan"] or match["nth_plan"]:
        return _plan(match)
    if match["decade"]:
        first = 1900 + number_of(match["decade"])
        return span_period(first, first + 9, words)
    if match["century"]:
        return year_period(2000, words)
    if context.year is None:
        return None
    if match["now"]:
        return year_period(context.year, words)
    if match["count"]:
        return _years(match, context)
    named = context.named or context.year
    if match["part"]:
        return _part(match, named, words)
    return _months(match, ("m", "m_to", "d", "m_end"), named, words)


def _at(match: re.Match[str], context: _Context) -> Period | None:
    name = match["at"]
    words = ""
    if len(name) > 2 and name[0] in "0123456789一二四五六七八九零":
        year = year_of(name[:-1].strip())
    else:
        words = match.group().strip()
        base = _base_year(match, name, context)
        if base is None:
            return None
        year = base - 1 if name.startswith("上") else base + _YEARS_FROM_NOW.get(name, 0)
        if match.string.startswith("同期", match.end()) and _is_within(context.last, year + 1):
            return year_before(context.last, words)  # 今年1至5月…，去年同期…
    if match["end"]:
        return year_end_period(year, words)
    if match["begin"]:
        return year_begin_period(year, words)
    if match["half"]:
        return half_period(year, match["half"][0], words)
    if match["quarter"]:
        return quarter_period(year, number_of(match["quarter"]), words)
    if match["first_months"]:
        months = months_period(year, 1, number_of(match["first_months"]), words)
        return months or year_period(year, words)
    if match["month"]:
        return _months(match, ("month", "month_to", "day", "month_end"), year, words)
    return year_period(year, words)


def _is_within(period: Period, year: int) -> bool:
    return bool(period.start) and first_year(period) == last_year(period) == year


def _base_year(match: re.Match[str], name: str, context: _Context) -> int | None:
    """The year from which 去年, 本年 and their like are counted."""
    if name.startswith("本"):
        # 1955年本年收入; but 扣除1955年的…，则本年收入 in a paragraph about 1956.
        adjacent = context.last_end and context.last_end >= match.start()
        return context.named if adjacent else context.main
    if name in _OF_CONTEXT or name.startswith("上"):
        return context.named
    return context.year


def _part(match: re.Match[str], year: int, words: str) -> Period | None:
    """A part of the year that the text is about: 上半年 alone."""
    if match["part_half"]:
        return half_period(year, match["part_half"], words)
    if match["part_quarter"]:
        return quarter_period(year, number_of(match["part_quarter"]), words)
    return months_period(year, 1, number_of(match["part_months"]), words)


def _months(
    match: re.Match[str], names: tuple[str, str, str, str], year: int, words: str
) -> Period | None:
    first, last, day, at_end = (match[name] for name in names)
    month = number_of(first)
    if last:
        return months_period(year, month, number_of(last), words)
    if at_end:
        return month_end_period(year, month, words)
    if day:
        return day_period(year, month, number_of(day), words)
    return months_period(year, month, month, words)


def _plan(match: re.Match[str]) -> Period | None:
    part = match["plan_part"]
    quoted = match.group().lstrip("到至 ")[0] in '“‘"'
    if match["plan"] and part in ("计划", "规划", "的", "") and not quoted:
        return None
    years = plan_years(number_of(match["plan"] or match["nth_plan"]))
    if years is None:
        return None
    first, last = years
    words = match.group().strip()
    if part == "末" or match["nth_end"]:
        return year_end_period(last, words)
    if part == "初":
        return year_period(first, words)
    some = number_of(match["plan_first"] or match["plan_last"] or "")
    if 1 <= some < last - first + 1:
        first, last = (first, first + some - 1) if match["plan_first"] else (last - some + 1, last)
    return span_period(first, last, words)


def _years(match: re.Match[str], context: _Context) -> Period | None:
    year, count = context.year, number_of(match["count"])
    if year is None or not 1 <= count <= _LONGEST_STRETCH:
        return None
    words = match.group().strip()
    these = (match["past"] or "") == "这"
    if match["next"]:
        return span_period(year, year + count - 1, words)
    text, start = match.string, match.start()
    begins = start == 0 or text[start - 1] in "，。；：\n "
    if is_several(context.last) and not text[context.last_end : start].strip("的这"):
        return None  # 1953年到1980年的二十八年: said already
    begins = begins or bool(_ALTOGETHER.match(text, match.end()))
    looks_back = (match["since"] or "").endswith("来") or match["past"]
    if these or ((match["since"] or begins) and not looks_back):
        meant = _meant(count, context)
        if meant is not None:
            return Period(meant.text, meant.start, meant.end, words)
    return span_period(year - count, year - 1, words) if looks_back else None


def _meant(count: int, context: _Context) -> Period | None:
    """The years spoken of, when there are as many: 1981年…，1982年…，两年平均…."""
    named = sorted(context.years)
    if len(named) == count > 1 and named[-1] - named[0] == count - 1:
        return span_period(named[0], named[-1])
    stretch = context.stretch
    if stretch.start and last_year(stretch) - first_year(stretch) == count - 1:
        return stretch
    if context.named and context.year and count > 1:
        # 到1990年…。五年内新建住宅…, said in 1986 or at the end of 1985.
        first = context.named - count + 1
        if context.named == context.year - 1 or first in (context.year, context.year + 1):
            return span_period(first, context.named)
    return None


__all__ = ["NO_PERIOD", "Moment", "end_of", "find_moments", "opens", "span_period", "year_period"]
