"""A day of a month named without its month: 28日在伦敦举行, against 三十日内."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_LAST_DAY: Final = 31
# What is counted in days is a limit, or says how long something lasts.
_LENGTH_AFTER: Final = re.compile(
    " ?(?:以?内|之内|以上|以下|以前|之前|以后|之后|前(?!往|后|来|去|夕|线|总)|后|左右|不等|龄|游|期"
    "|[届期]满|的?(?:[期时]限|时间|工资|假|拘留|利息|租金|费用)|无理由|折抵|\\([0-9]+小时\\))"
)
_LENGTH_BEFORE: Final = re.compile(
    "(?:提前|延长|延期|推迟|顺延|缩短|增加|减少|满|逾|超过|不超|少于|多于|低于|高于|至少|至多|最[长短多少]"
    "|不足|不到|达到?|共|[总合累]计|每|连续|历时|为期|长达|期限?|为|是|拘留|假|间隔|相[隔距差]|时隔|用时|需要?|约|折抵|扣除?|补|给予"
    "|公[示告]|持续|经过)[^，。；、：:\n]{0,4}\\Z|[前后按有连]的?\\Z|规定的\\Z"
)
_OF_A_MONTH: Final = re.compile("[每本当次上下]个?月(?:的)?$")
_CONTEXT: Final = 12


def is_calendar_day(form: str, start: int, end: int, value: Decimal) -> bool:
    """Whether a number of 日 names a day of a month instead of saying how many there are.

    Parameters
    ----------
    form
        The text as `amounts.folded` gives it.
    start, end
        Span of numeral and unit.
    value
        The number.
    """
    if not 1 <= value <= _LAST_DAY or value != value.to_integral_value():
        return False
    before = form[max(0, start - _CONTEXT) : start]
    if _OF_A_MONTH.search(before):
        return True
    if form[start] not in "0123456789":
        return False  # In characters, a day without its month is hardly ever a date.
    return not (_LENGTH_AFTER.match(form, end) or _LENGTH_BEFORE.search(before))
