"""Units that measure the same: exact factors between 斤, 公斤 and 吨, 亩 and 公顷, 米 and 公里."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pb_qa.text.search_form import search_form


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a unit measures, and how many of the dimension's own unit it is."""

    name: str
    factor: Fraction


# Name of the dimension, then units with their factors. The old market units are those
# fixed in 1929 and 1959: 1 里 = 500 米, 15 亩 = 1 公顷, 1 斤 = 500 克.
_TABLE: Final = {
    "质量": "克 1 两 50 斤 500 市斤 500 公斤 1000 千克 1000 担 50000 吨 1000000 公吨 1000000",
    "长度": "毫米 1/1000 厘米 1/100 公分 1/100 尺 1/3 米 1 丈 10/3 里 500 华里 500 公里 1000 "
    "千米 1000",
    "面积": "平方厘米 1/10000 平方米 1 亩 2000/3 公顷 10000 平方公里 1000000 平方千米 1000000",
    "体积": "毫升 1/1000000 升 1/1000 立方米 1",
    "电量": "千瓦时 1 千瓦小时 1 兆瓦时 1000",
    "功率": "瓦 1 千瓦 1000 兆瓦 1000000",
    "时间": "秒 1 分钟 60 小时 3600",
    "日数": "天 1 日 1 周 7 星期 7",
    "月数": "月 1 个月 1 年 12",
    "人民币": "元 1 人民币元 1 块 1 角 1/10",
    "比例": "% 1 ‰ 1/10 成 10",
    "百分点": "百分点 1 个百分点 1",
    "人数": "人 1 名 1 位 1 员 1",
    "个数": "个 1 家 1 所 1 处 1 座 1 项 1",
}


def _dimensions() -> dict[str, Dimension]:
    return {
        search_form(unit): Dimension(name, Fraction(factor))
        for name, row in _TABLE.items()
        for unit, factor in zip(row.split()[::2], row.split()[1::2], strict=True)
    }


_DIMENSIONS: Final = _dimensions()


def dimension_of(base_unit: str) -> Dimension:
    """The dimension of a base unit; a unit that is not known is one of its own."""
    form = search_form(base_unit)
    return _DIMENSIONS.get(form) or Dimension(form, Fraction(1))


def exact(value: str) -> Fraction:
    """The value of a decimal string, or of a fraction such as ``"2/3"``.

    Raises
    ------
    ValueError
        When it is neither, e.g. a ratio.
    """
    return Fraction(value)


def spelled(value: Fraction) -> str:
    """A decimal string when the value has one, else ``"numerator/denominator"``."""
    denominator = value.denominator
    places = 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        places = max(places, power)
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def common_unit(base_units: Iterable[str]) -> str:
    """The unit to show values of one dimension in.

    The one that most values have; another of theirs if only that one spares recurring
    decimals (公顷 become 亩, never the other way round).

    Raises
    ------
    ValueError
        When there are no units.
    """
    units = list(base_units)
    by_frequency = sorted(dict.fromkeys(units), key=lambda unit: (-units.count(unit), unit))
    for unit in by_frequency:
        own = dimension_of(unit).factor
        if all("/" not in spelled(dimension_of(other).factor / own) for other in by_frequency):
            return unit
    if not by_frequency:
        raise ValueError("no units")
    return by_frequency[0]


def converted(value: str, unit: str, to: str) -> str:
    """A value in another unit of the same dimension, exactly.

    Raises
    ------
    ValueError
        When the units measure different things, or the value is no number.
    """
    given, wanted = dimension_of(unit), dimension_of(to)
    if given.name != wanted.name:
        raise ValueError(f"{unit} and {to} measure different things")
    if given.factor == wanted.factor:
        return value
    return spelled(exact(value) * given.factor / wanted.factor)
