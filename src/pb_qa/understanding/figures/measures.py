"""Whether a quantity is a level, a change or a share, told by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.figures import Measure
from pb_qa.understanding.figures.quantities import Quantity

_UP: Final = (
    "增长率?|增加|增产|增收|增支|增幅|增速|提高|上升|上涨|扩大|涨幅|升高|上调|加快|多收|多支出?"
    "|延长|递增|升值|加薪|翻|净增|拉长"
)
_DOWN: Final = (
    "下降|减少|减产|减收|减支|降低|降幅|回落|下跌|跌幅|缩小|缩短|压缩|少收|少支出?|削减|节减|减轻"
    "|压减|下调|贬值"
)
# Alone these say how something compares only after 比 or 较.
_COMPARED: Final = (
    "[比较][^，。；：]{1,16}(?:(?P<more>[多高长快大增涨])|(?P<less>[少低短慢小减降跌]))"
)
_BETWEEN: Final = "(?:了|的幅度|幅度|速度)?(?:约|近|分别|平均|仅|又)?(?:为|是|达到?|超过|在|约|近)?"
_CHANGE: Final = re.compile(
    f"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?:实际|计划|同比|[，、；]|可)(?:(?P<rise>[增涨])"
    f"|(?P<fall>[减降跌]))|{_COMPARED}){_BETWEEN}$"
)
_REACHED: Final = re.compile(
    "(?:增加|增长|提高|上升|下降|减少|降低|降|升|扩大|延长|回落|缩小|上调|发展|恢复|调整|控制"
    "|压缩|涨|增|减|达|突破|超过)?(?:到|至|为|达到|在)(?:了)?(?:近|约|不足)?$"
)
_RATE_IS: Final = re.compile(
    "(?P<name>增长率|增长速度|递增的?速度|增长(?:的)?(?:预期)?目标|增速|增幅|涨幅"
    "|(?P<falling>降幅|跌幅))[^，。；]{0,6}(?:为|是|达到?|约|保持在|在|由|从|[:：]|控制在|回落到"
    "|下降到|上升到)?[^，。；]{0,2}$"
)
_AFTER_CHANGE: Final = re.compile(
    "(?:以上|左右|以内)?的?(?:年均|平均|较高|高)?(?:增长|增幅|增速|速度(?:递增|增长|发展)?|涨幅"
    "|(?P<down>降幅|下降|跌幅))(?![到至为了])"
)
_MONEY: Final = frozenset({"元", "美元"})
_MONEY_MOVED: Final = re.compile(
    "(?:(?P<up>(?<!新)增加|增支)|(?:减少|节减|压缩|削减|减轻"
    "|降低))(?:了)?[^，。；、：0-9]{0,8}(?:支出|收入|投入|经费|成本|负担|资金|贷款|税收"
    "|利息)(?:了|约|近)?$"
)
_SHARED: Final = frozenset({"%", "‰", "‱", "成"})
_JOINED: Final = ("和", "、", "及", "与", "，")
_LOOK_BACK: Final = 16


def measures_of(form: str, quantities: Sequence[Quantity]) -> list[tuple[Measure, str]]:
    """Measure and direction of each quantity of a sentence.

    分别降低16%和17%: what is joined to a change in the same unit changed as well.
    """
    measured: list[tuple[Measure, str]] = []
    previous: Quantity | None = None
    for quantity in quantities:
        own = measure_of(form, quantity)
        joined = (
            previous is not None
            and previous.unit == quantity.unit
            and form[previous.outer_end : quantity.outer_start] in _JOINED
        )
        measured.append(measured[-1] if joined else own)
        previous = quantity
    return measured


def measure_of(form: str, quantity: Quantity) -> tuple[Measure, str]:
    """Tell measure and direction of a quantity.

    Parameters
    ----------
    form
        The text as `amounts.folded` gives it; offsets are those of ``quantity``.

    Returns
    -------
    (Measure, direction)
        The direction is ``"up"``, ``"down"`` or empty.
    """
    before = form[max(0, quantity.outer_start - _LOOK_BACK) : quantity.outer_start]
    after = form[quantity.outer_end : quantity.outer_end + 10]
    is_share = quantity.unit in _SHARED or ("/" in quantity.value and not quantity.unit)
    rate = _RATE_IS.search(before)
    if rate and is_share and not re.search("自然增长率", before):
        return Measure.CHANGE, "down" if rate["falling"] else "up"
    if quantity.base_unit == "百分点" or quantity.unit == "番":
        return Measure.CHANGE, _direction(_CHANGE.search(before))
    if not _REACHED.search(before):
        change = _CHANGE.search(before)
        if change:
            return Measure.CHANGE, _direction(change)
    if quantity.base_unit in _MONEY:
        moved = _MONEY_MOVED.search(before)
        if moved:
            return Measure.CHANGE, "up" if moved["up"] else "down"
    after_change = _AFTER_CHANGE.match(after) if is_share else None
    if after_change:
        return Measure.CHANGE, "down" if after_change["down"] else "up"
    return (Measure.SHARE if is_share else Measure.LEVEL), ""


_GROWTH_NAMED: Final = re.compile(
    "(?<!自然)(?:增长速度|增长率|增速|增幅|涨幅|(?P<falling>降幅|跌幅))$"
)


def by_name(measure: Measure, direction: str, indicator: str) -> tuple[Measure, str]:
    """A share whose indicator is a rate of growth is a change: 增长速度…，计划为4%."""
    named = _GROWTH_NAMED.search(indicator) if measure is Measure.SHARE else None
    if named is None:
        return measure, direction
    return Measure.CHANGE, "down" if named["falling"] else "up"


def _direction(change: re.Match[str] | None) -> str:
    if change and (change["down"] or change["fall"] or change["less"]):
        return "down"
    return "up"
