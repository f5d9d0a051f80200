"""Words beside a number that tell which part of the time spoken of it holds for."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.understanding.figures.dates import number_of

_NEAR: Final = 24
_COMPARED_WITH: Final = re.compile("(?:比|较|高于|低于|超过)[^，。；：]{0,8}$")
_VALUE_OF: Final = re.compile("的?(?:实际|计划|预计|原有?)?(?:水平|数)?的?")
_RELATIVE: Final = frozenset({"倍", "%"})
# 2016年实施的24项…调整为30项: the year of the first of them.
_EVENT: Final = re.compile(
    "(?:实施|施行|颁布|制定|印发|发布|出台|开始|启动|到期|通过|批准|签订|成立|提出|规定|确定|下达)的"
)
_BY: Final = re.compile("(?:根据|按照|依照|依据|遵照)[^，。；]{0,4}$")
_RULING: Final = re.compile(
    "[^，。；]{1,40}?(?:决定|提案|规定|决议|通知|建议|方针|精神|法令|条例|协议|协定|指示|要求|意见|部署)[，,]"
)
# What there was at the end of a year, after a sentence that speaks of it.
_AT_THE_END: Final = re.compile(
    "(?:达到?|有|占|到|至|为|比重|余额|储备|总[数量]|人数|户数|拥有|覆盖[面率]?)[^，。；增减升降]{0,6}$|已"
)
# 到2020年新增就业5000万人: what adds up until then.
_ADDED_UP: Final = re.compile("(?:新增|新建|新开工|累计|共[新建]|投资总额)[^，。；]{0,12}$")
_NORMAL: Final = re.compile("(?:年均|常年|历年|多年平均|正常年份)[^，。；]{0,3}$")
_HELD_AGAINST: Final = re.compile("的(?:水平|[0-9一二两三四五六七八九十百点.]{1,8}倍)")
_IN_A_ROW: Final = re.compile(
    "连续 ?(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,3}) ?年[^，。；0-9]{0,8}"
    "(?:增[长加]|下降|减少|提高|超过|保持)[^，。；0-9]{0,3}$"
)
_SAME_PART: Final = re.compile("[比较](?:去年|上年)同期[^，。；]{0,12}$")
_HEREAFTER: Final = re.compile(
    "[\\s（(，,]*(?:在)?(?:今后|以后)(?!的?(?:这)?[0-9一二两三四五六七八九十]{1,3}年)"
)
_STOCK: Final = re.compile(
    "在校|参[合保]|余额|覆盖率|普及率|入学率|储备|人均(?:居住|拥有|占有)|总人口|人口的?$|拥有|建交|世界(?:人口|总量)"
)
_GOES_ON: Final = re.compile("[\\s，,]*(?:其中|但是?|另外|此外|同时|而)")


def is_value_of_basis(form: str, basis: tuple[int, int], number: int, unit: str) -> bool:
    """Whether a number is what was so at the time that something is compared with.

    比一九五八年的一千二百亿元; 比1957年的水平498亿元; but not 是1983年的3.4倍.

    Parameters
    ----------
    form
        The text as `amounts.folded` gives it.
    basis
        Span of the words of time.
    number
        Where the number begins.
    """
    between = form[basis[1] : number]
    if not _VALUE_OF.fullmatch(between):
        return False
    if unit not in _RELATIVE:
        return True
    before = form[max(0, basis[0] - _NEAR) : basis[0]]
    return unit == "%" and between.startswith("的") and bool(_COMPARED_WITH.search(before))


def names_an_event(form: str, end: int) -> bool:
    """Whether the words of time that end there tell when something named came about."""
    return bool(_EVENT.match(form, end))


def names_a_ruling(form: str, start: int, end: int) -> bool:
    """Whether words of time tell when that was ruled by which the sentence goes."""
    return bool(_BY.search(form[max(0, start - 8) : start]) and _RULING.match(form, end))


def is_at_the_end(clause: str) -> bool:
    """Whether a clause speaks of what there was at a moment, not in the course of a time."""
    return bool(_AT_THE_END.search(clause))


def adds_up(clause: str) -> bool:
    """Whether a clause speaks of what comes together over the years up to a time."""
    return bool(_ADDED_UP.search(clause))


def is_stock(clause: str) -> bool:
    """Whether a clause speaks of what there is at a time."""
    return bool(_STOCK.search(clause))


def is_normal(clause: str, form: str, end: int) -> bool:
    """Whether a number is what is usual, and something else is held against it: 年均19次的水平."""
    return bool(_NORMAL.search(clause) and _HELD_AGAINST.match(form, end))


def years_in_a_row(clause: str) -> int:
    """How many years a change went on: 连续两年增长; 0 where nothing is said of it."""
    match = _IN_A_ROW.search(clause)
    return number_of(match["count"]) if match else 0


def is_of_same_part(clause: str) -> bool:
    """Whether a clause compares with the same part of the year before."""
    return bool(_SAME_PART.search(clause))


def looks_ahead(form: str, start: int) -> bool:
    """Whether a sentence begins with 今后, of no certain years."""
    return bool(_HEREAFTER.match(form, start))


def goes_on(form: str, start: int) -> bool:
    """Whether a sentence begins by going on with the one before: 其中, 但是."""
    return bool(_GOES_ON.match(form, start))
