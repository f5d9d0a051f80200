"""Numerals with their multipliers, in digits of either width or in Chinese characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pb_qa.understanding.figures.units import MULTIPLIERS

_WIDE: Final = str.maketrans(
    "０１２３４５６７８９％．：∶﹕－–～／（）萬億兩幾個餘〇○０零　 ",
    "0123456789%.:::--~/()万亿两几个余零零0零  ",
)
_WIDE_THOUSANDS: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")

_ONES: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}

DIGITS: Final = (
    "(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9](?: [0-9])+(?![0-9])|[0-9]+)"
    "(?: ?[.·•・‧] ?[0-9]+(?: [0-9](?![0-9]))*)?"
)
CHINESE: Final = "[零一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+[万亿]*)?"
# 千 before these belongs to the unit: 千瓦, 千克.
SCALE: Final = "(?:百(?![分米])|千(?![瓦克米卡伏])|万|亿)"
_DIGITS: Final = re.compile(DIGITS)
_SECTION: Final = "(?:零?[D]?千)?(?:零?[D]?百)?(?:零?[D]?十)?(?:零?[D])?".replace(
    "D", "一二两三四五六七八九"
)
_WELL_FORMED: Final = re.compile(
    "(?:[零一二三四五六七八九]+|"
    f"(?:(?:{_SECTION}万)?{_SECTION}亿)?(?:{_SECTION}万亿?)?{_SECTION})"
    "(?:点[零一二三四五六七八九]+[万亿]*)?"
)
# Longer ones are no numerals that anybody states, and Decimal would round them.
_LONGEST: Final = 24
_TRAILING: Final = re.compile("[万亿]+$")


def folded(text: str) -> str:
    """The text with one form for each numeral, of the same length: offsets stay true."""
    return _WIDE_THOUSANDS.sub(",", text).translate(_WIDE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral read: ``value`` times ``scale`` is what it comes to.

    Attributes
    ----------
    value
        With the last 万 or 亿 left out: 3200 of 三千二百万.
    scale
        The multipliers left out, as written: ``"万"``; empty when there are none.
    """

    value: Decimal
    scale: str

    @property
    def factor(self) -> Decimal:
        """What ``scale`` comes to."""
        factor = Decimal(1)
        for character in self.scale:
            factor *= MULTIPLIERS[character]
        return factor


def read_digits(numeral: str, scale: str = "") -> Amount | None:
    """Read 33,212 or ``3.5``, or 3亿5000 with the scale 万 after it; None when it is too long."""
    compact = re.sub("[·•・‧]", ".", re.sub("[ ,]", "", numeral))
    if len(compact) > _LONGEST:
        return None
    larger, _, value = compact.rpartition("亿")
    if not larger:
        return Amount(Decimal(value), scale)
    # 3亿5000万 is 35,000 万.
    factor = Amount(Decimal(0), scale).factor
    return Amount(Decimal(larger) * 10**8 / factor + Decimal(value), scale)


def read_chinese(numeral: str) -> Amount | None:
    """Read 三千二百万, 十点八 or 二零一一; None when it is no well-formed numeral."""
    if len(numeral) > _LONGEST or not _WELL_FORMED.fullmatch(numeral):
        return None
    trailing = _TRAILING.search(numeral)
    scale = trailing.group() if trailing else ""
    bare = numeral[: len(numeral) - len(scale)] if trailing else numeral
    whole, _, fraction = bare.partition("点")
    if not whole:
        return None  # 万, 亿 alone
    if fraction:
        digits = "".join(str(_ONES[character]) for character in fraction)
        return Amount(Decimal(f"{_integer(whole)}.{digits}"), scale)
    if not scale:
        return Amount(Decimal(_integer(whole)), "")
    # The whole numeral divided by its last multiplier: 十四亿零六百万 is 140,600 万.
    factor = Amount(Decimal(0), scale).factor
    return Amount(Decimal(_integer(numeral)) / factor, scale)


def _integer(numeral: str) -> int:
    if all(character in _ONES for character in numeral):
        return int("".join(str(_ONES[character]) for character in numeral))
    total = section = digit = 0
    last = 1
    for character in numeral:
        if character in _ONES:
            digit = _ONES[character]
            last = 1 if digit == 0 else last
        elif character in _SMALL:
            last = _SMALL[character]
            section += (digit or 1) * last
            digit = 0
        else:
            last = _LARGE[character]
            if last == 10**8:
                total = (total + section + digit) * last
            else:
                # 万 multiplies what stands after the last 亿 only.
                hundreds, total = divmod(total, 10**8)
                total = hundreds * 10**8 + (total + section + digit) * last
            section = digit = 0
    # 三百五 is 350, 一万三 is 13,000.
    tail = digit * last // 10 if last > 10 else digit
    return total + section + tail


def plain(value: Decimal) -> str:
    """A decimal string without exponent or needless zeros."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
