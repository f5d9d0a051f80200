"""Words of time, resolved by the date of the document they stand in."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import NO_PERIOD, Period

_FULL_YEAR: Final = (
    "(?:(?<![0-9.])(?:1[5-9]|20)[0-9]{2}|(?<![0-9.])1 9 [0-9] [0-9]|[一二][零一二三四五六七八九]{3}"
    "|(?<![0-9.第十百千万])[4-9][0-9](?=年(?!来|以|多|左|内|时间|代))"
    "|(?<![一二三四五六七八九零十百千万第])[四五六七八九零][零一二三四五六七八九](?=年(?!来|以|多|左|内|时间|代)))"
)
_COUNT: Final = "(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_OF_YEAR: Final = (
    f"(?:(?P<end>年?[底末]|年终)|(?P<begin>年?初)|(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度"
    f"|前(?P<first_months>{_COUNT})个月"
    f"|(?:(?P<month>{_COUNT}) ?(?:(?:[-~至到]|—{1, 2})(?P<month_to>{_COUNT}) ?)?月(?:份)?(?:(?P<day>{_COUNT})[日号]|(?P<month_end>[底末]))?))"
)
_EXPRESSION: Final = re.compile(
    # Nothing below begins otherwise; looking at one character first saves most of the time.
    '(?=[0-9零一二两三四五六七八九十 到至截去上前今本当同这明后年全目现迄如“‘"第过近最未下刚])'
    "(?P<to_end>到|至|截至|截止|截止到|截至到)? ?(?:"
    f"(?P<year>{_FULL_YEAR}) ?(?:年度?)? ?(?:[-~至到]|—{1, 2}) ?(?P<year_to>{_FULL_YEAR}|[0-9]{{2}}) ?年(?:底|末|度|期间)?"
    f"|(?P<years>{_FULL_YEAR}) ?(?:年)?[、和与] ?(?P<years_to>{_FULL_YEAR}) ?两?年"
    f"|(?P<from>{_FULL_YEAR}) ?年(?:以来|以后|至今|起)"
    f"|(?P<at>{_FULL_YEAR} ?年|去年|上一?年度?|前年|今年|本年度?|当年|同年|这一年|明年|后年|年内|全年|年(?=[底末初]))(?:度)? ?(?:{_OF_YEAR})?"
    "|(?P<now>目前|现在|现有(?=[约近共]?[0-9一二三四五六七八九])|迄今|当前|如今)"
    '|[“‘"]?(?P<plan>[一二三四五六七八九十]{1,2})五[”’"]?(?P<plan_part>期间|时期|以来|末|初|计划|规划|的|$|头|前)'
    "|第(?P<nth_plan>[一二三四五六七八九十]{1,2})个五年(?:计划|规划)?(?:期间|时期)?(?P<nth_end>末)?"
    f"|(?:(?P<past>过去|近|最近|前|这|刚过去)的?这?|(?P<next>今后|未来|今后的|下)|(?P<plain>))(?P<count>{_COUNT})(?:多|余)?年(?P<since>来|以来|间|里|中(?![央国小型期等医外])|时间|内|的时间|期间|左右的时间|左右时间)?"
    "|(?P<decade>(?:[2-9]0|[二三四五六七八九]十)) ?年代(?P<decade_part>初|末|中期|后期)?"
    "|(?P<century>本世纪|20世纪|二十世纪)末"
    "|(?P<alone>(?<![0-9一二三四五六七八九十年个])(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])(?:(?:[-~至到]|—{1,2})(?P<m_to>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九]))?月(?:份)?(?:(?P<d>[0-9]{1,2}|[一二三]?十?[一二三四五六七八九]?)[日号]|(?P<m_end>[底末]))?)"
    ")"
)
_BASE_BEFORE: Final = re.compile("(?:比|较|同|与|和|超过|恢复到|相当于|等于|为|是)(?:上|了)?$")
_COMPARED: Final = re.compile(
    "(?:比(?![重例率])|较)[^，。；、：]{0,8}$|(?:同|与|超过|相当于|等于)$"
)
# 超过一九五七年计划水平: 1957 is only what something is held against.
_STANDARD: Final = re.compile("的?(?:原?计划|实际|规定|预计)?(?:的)?(?:指标|水平)")
# 在一九九二年快速增长的基础上: the year before, from which the text goes on.
_GROUND: Final = re.compile("[^，。；：]{0,14}基础上")
_ALTOGETHER: Final = re.compile("累计|合计|共计|平均|支出|投入")
_FROM: Final = re.compile("(?:由|从|自)$")
_LEADING: Final = re.compile(
    "[\\s（(“,，、]*(?:在|到|从|自|截至|截止|预计|其中|为了|根据|按照|我们|同时|特别是|这样)?[\\s，,]*$"
)
_FIRST_YEARS: Final = {1: 1953, 2: 1958}
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


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


def find_moments(
    text: str, year: int | None, about: Period = NO_PERIOD, stretch: Period = NO_PERIOD
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
    """
    found: list[Moment] = []
    named = int(about.end[:4]) if about.end else year
    for match in _EXPRESSION.finditer(text):
        period = _resolve(match, year, named, stretch)
        if period is None:
            continue
        start = match.start()
        before = text[max(0, start - 10) : start]
        after = text[match.end() : match.end() + 1]
        basis = (
            bool(_COMPARED.search(before))
            or (after == "的" and bool(_BASE_BEFORE.search(before)))
            or bool(_STANDARD.match(text, match.end()))
            or bool(_GROUND.match(text, match.end()))
        )
        origin = bool(_FROM.search(before)) and after == "的"
        found.append(
            Moment(start, match.end(), period, basis, origin, bool(match["now"] or match["from"]))
        )
        if not basis and period.start[:4] == period.end[:4]:
            named = int(period.start[:4])
    return found


def opens(text: str, start: int, moment: Moment) -> bool:
    """Whether an expression stands at the beginning of the sentence that begins at ``start``."""
    return moment.start - start <= 8 and bool(_LEADING.match(text[start : moment.start]))


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
    if period.start[:4] == period.end[:4]:
        return period
    return year_period(int(period.end[:4]), period.words or period.text)


def number_of(numeral: str) -> int:
    """A short numeral in digits or characters as a whole number."""
    compact = numeral.replace(" ", "")
    if compact.isascii():
        return int(compact)
    if "十" in compact:
        tens, _, ones = compact.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in compact))


def _year_of(numeral: str) -> int:
    value = number_of(numeral)
    if value >= 100:
        return value
    return 1900 + value if value >= 40 else 2000 + value


def _resolve(
    match: re.Match[str], year: int | None, named: int | None, stretch: Period
) -> Period | None:
    words = match.group().strip()
    if match["year"]:
        first = _year_of(match["year"])
        last = number_of(match["year_to"])
        last = last if last >= 100 else first // 100 * 100 + last
        return span_period(first, last) if first < last else year_period(first)
    if match["years"]:
        first, last = _year_of(match["years"]), _year_of(match["years_to"])
        return span_period(first, last) if last == first + 1 else year_period(last)
    if match["from"]:
        first = _year_of(match["from"])
        last = (year or first) - 1
        return span_period(first, last, words) if first < last else year_period(first)
    if match["at"]:
        return _at(match, year, named)
    if match["plan"] or match["nth_plan"]:
        return _plan(match)
    if match["decade"]:
        first = 1900 + number_of(match["decade"])
        return span_period(first, first + 9, words)
    if match["century"]:
        return year_period(2000, words)
    if year is None:
        return None
    if match["now"]:
        return year_period(year, words)
    if match["count"]:
        return _years(match, year, stretch)
    return _months(
        match, match["m"], match["m_to"], match["d"], match["m_end"], named or year, words
    )


def _at(match: re.Match[str], year: int | None, named: int | None) -> Period | None:
    name = match["at"]
    words = ""
    if name[0] in "0123456789一二四五六七八九零" and name.endswith("年") and len(name) > 2:
        at = _year_of(name[:-1].strip())
    else:
        offset = {"去年": -1, "上": -1, "前年": -2, "明年": 1, "后年": 2}
        step = next((by for word, by in offset.items() if name.startswith(word)), 0)
        context = named if name in ("当年", "同年", "这一年", "全年", "年", "年内") else year
        if context is None:
            return None
        at = context + step
        words = match.group().strip()
    if match["end"]:
        return Period(f"{at}年底", f"{at}-12-31", f"{at}-12-31", words)
    if match["begin"]:
        return Period(f"{at}年初", f"{at}-01-01", f"{at}-01-01", words)
    if match["half"]:
        half = (("01-01", "06-30"), ("07-01", "12-31"))[match["half"][0] == "下"]
        return Period(f"{at}年{match['half']}", f"{at}-{half[0]}", f"{at}-{half[1]}", words)
    if match["quarter"]:
        quarter = number_of(match["quarter"])
        last = quarter * 3
        ordinal = "一二三四"[quarter - 1]
        return Period(
            f"{at}年第{ordinal}季度", f"{at}-{last - 2:02}-01", _last_day(at, last), words
        )
    if match["first_months"]:
        last = number_of(match["first_months"])
        if not 1 <= last <= 12:
            return year_period(at, words)
        return Period(f"{at}年1至{last}月", f"{at}-01-01", _last_day(at, last), words)
    if match["month"]:
        return _months(
            match, match["month"], match["month_to"], match["day"], match["month_end"], at, words
        )
    return year_period(at, words)


def _months(
    match: re.Match[str],
    first: str,
    last: str | None,
    day: str | None,
    at_end: str | None,
    year: int,
    words: str,
) -> Period | None:
    month = number_of(first)
    if not 1 <= month <= 12:
        return None
    if last:
        to = number_of(last)
        if not month < to <= 12:
            return None
        return Period(
            f"{year}年{month}至{to}月", f"{year}-{month:02}-01", _last_day(year, to), words
        )
    if at_end:
        final = _last_day(year, month)
        return Period(f"{year}年{month}月底", final, final, words)
    if day:
        number = number_of(day)
        if not 1 <= number <= calendar.monthrange(year, month)[1]:
            return None
        date = f"{year}-{month:02}-{number:02}"
        return Period(f"{year}年{month}月{number}日", date, date, words)
    return Period(f"{year}年{month}月", f"{year}-{month:02}-01", _last_day(year, month), words)


def _plan(match: re.Match[str]) -> Period | None:
    if (
        match["plan"]
        and match["plan_part"] in ("计划", "规划", "的", "")
        and match.group()[0] not in '“‘"'
    ):
        return None
    number = number_of(match["plan"] or match["nth_plan"])
    if not 1 <= number <= 20:
        return None
    first = _FIRST_YEARS.get(number, 1966 + 5 * (number - 3))
    words = match.group().strip()
    if match["plan_part"] in ("末",) or match["nth_end"]:
        return Period(f"{first + 4}年底", f"{first + 4}-12-31", f"{first + 4}-12-31", words)
    if match["plan_part"] == "初":
        return year_period(first, words)
    return span_period(first, first + 4, words)


def _years(match: re.Match[str], year: int, stretch: Period) -> Period | None:
    count = number_of(match["count"])
    words = match.group().strip()
    if not 1 <= count <= 60:
        return None
    if match["past"] or (match["since"] or "").endswith("来"):
        return span_period(year - count, year - 1, words)
    if match["next"]:
        return span_period(year, year + count - 1, words)
    begins = match.start() == 0 or match.string[match.start() - 1] in "，。；：\n "
    begins = begins or bool(_ALTOGETHER.match(match.string, match.end()))
    if (
        (match["since"] or begins)
        and stretch.start
        and int(stretch.end[:4]) - int(stretch.start[:4]) == count - 1
    ):
        return Period(stretch.text, stretch.start, stretch.end, words)
    return None


def _last_day(year: int, month: int) -> str:
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


__all__ = ["NO_PERIOD", "Moment", "end_of", "find_moments", "opens", "span_period", "year_period"]
