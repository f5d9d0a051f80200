"""Numbers that no passage has, in English words and sizes or in Chinese numerals."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import decimal, han
from .fifth_phrasing import Change, Maker, Stretch, altering
from .forge_numbers import english_words

_FORMAL: Final = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ENGLISH: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PLAIN: Final = "零一二三四五六七八九"
_STEPS: Final = (Fraction(-2), Fraction(-1), Fraction(1), Fraction(2), Fraction(3))

_Write = Callable[[str, Stretch], str]


def _other(stretch: Stretch, chance: random.Random) -> str:
    """The digits of another number with as many decimals."""
    digits = stretch.digits
    places = len(digits.partition(".")[2])
    scale = max(0, len(digits.partition(".")[0]) - 2) if not places else 0
    step = chance.choice(_STEPS) * (Fraction(10) ** (scale - places))
    near = Fraction(digits) + step * chance.choice([1, 3, 4])
    return decimal(near) if near > 2 else ""


def _told(write: _Write) -> Change:
    """Another number of the same size, in other words."""

    def change(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
        digits = _other(stretch, chance)
        written = write(digits, stretch) if digits else ""
        return (written, Fraction(digits) * stretch.size) if written else None

    return change


def _whole(write: _Write) -> Change:
    """Another number, counted in single units, in other words."""

    def change(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
        digits = _other(stretch, chance)
        value = Fraction(digits or 0) * stretch.size
        if stretch.percent or value.denominator != 1 or value < 20:
            return None
        written = write(str(int(value)), stretch)
        return (written, value) if written else None

    return change


# ---- English


def _spelt(digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    tail = "".join(f" {_ENGLISH[int(c)]}" for c in decimals)
    return english_words(int(whole)) + (f" point{tail}" if tail else "")


def _english_mantissa(digits: str, stretch: Stretch) -> str:
    return f" {_spelt(digits)} {stretch.tail}" if not stretch.percent else ""


def _english_percent(digits: str, stretch: Stretch) -> str:
    return f" {_spelt(digits)} percent " if stretch.percent else ""


def _english_capitals(digits: str, stretch: Stretch) -> str:
    return f" {_spelt(digits).title()} {stretch.unit}" if len(digits) < 10 else ""


def _english_upper(digits: str, stretch: Stretch) -> str:
    return f"{_spelt(digits).upper().replace('-', ' ')}{stretch.unit}"


def _dozens(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
    value = stretch.amount.value
    count = int(value) // 12 + chance.choice([2, 3])
    if stretch.percent or stretch.amount.multiplier or not 20 < value < 300 or count < 2:
        return None
    return f" {english_words(count)} dozen {stretch.unit}", Fraction(12 * count)


def _sizes(names: dict[str, tuple[tuple[str, int], ...]]) -> Change:
    """The right digits with an English size that is not theirs."""

    def change(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
        own = stretch.amount.multiplier
        if own not in names or stretch.percent or not stretch.unit:
            return None
        name, size = chance.choice(names[own])
        return f"{stretch.digits}{name}{stretch.unit}", Fraction(stretch.digits) * size

    return change


# ---- Chinese


def _in_han(digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    return han(int(whole)) + ("点" + "".join(_PLAIN[int(c)] for c in decimals) if decimals else "")


def _formal_mantissa(digits: str, stretch: Stretch) -> str:
    return "" if stretch.percent else _in_han(digits).translate(_FORMAL) + stretch.tail


def _formal_percent(digits: str, stretch: Stretch) -> str:
    return "百分之" + _in_han(digits).translate(_FORMAL) if stretch.percent else ""


def _formal_sum(digits: str, stretch: Stretch) -> str:
    if stretch.unit != "元":
        return ""
    return f"人民币{han(int(digits)).translate(_FORMAL)}元整"


def _formal_count(digits: str, stretch: Stretch) -> str:
    return han(int(digits)).translate(_FORMAL) + stretch.unit


def _plain_mantissa(digits: str, stretch: Stretch) -> str:
    return "" if stretch.percent else _in_han(digits) + stretch.tail


def _plain_percent(digits: str, stretch: Stretch) -> str:
    return "百分之" + _in_han(digits) if stretch.percent else ""


def _digit_by_digit(digits: str, stretch: Stretch) -> str:
    if "." in digits or len(digits) < 3 or stretch.percent:
        return ""
    return "".join("〇一二三四五六七八九"[int(c)] for c in digits) + stretch.tail


def _with_liang(digits: str, stretch: Stretch) -> str:
    written = re.sub(r"^二(?=[千百万亿])|(?<=[万亿千])二(?=[千百])", "两", han(int(digits)))
    return written + stretch.unit if "两" in written else ""


def mixed(value: int) -> str:
    """3万5千, 5千6百29: Arabic digits with a character for each size."""
    written = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百")):
        count, value = divmod(value, size)
        written += f"{count}{name}" if count else ""
    return written + (str(value) if value else "")


def _mixed(digits: str, stretch: Stretch) -> str:
    return mixed(int(digits)) + stretch.unit


def _mixed_two(digits: str, stretch: Stretch) -> str:
    """5千零50, 3万6600: the largest size, then what is left in digits."""
    value = int(digits)
    size, name = (10**4, "万") if value > 10**4 else (1000, "千")
    whole, rest = divmod(value, size)
    if not 0 < whole < 1000 or not rest:
        return ""
    return f"{whole}{name}{'零' if rest < size // 10 else ''}{rest}{stretch.unit}"


def _half_han(digits: str, stretch: Stretch) -> str:
    """二十4万, 四百三十8万: characters and digits in one number."""
    value = int(digits)
    size, name = (10**4, "万") if value >= 10**4 else (100, "百")
    whole, rest = divmod(value, size)
    if not 11 <= whole < 1000 or rest or not whole % 10:
        return ""
    return f"{han(whole // 10 * 10)}{whole % 10}{name}{stretch.unit}"


FIFTH_NUMERALS: Final[dict[str, dict[str, Maker]]] = {
    "another number in English words": {
        "with decimals": altering(_told(_english_mantissa), percent=False),
        "percent spelt": altering(_told(_english_percent), percent=True),
        "capitals": altering(_whole(_english_capitals), percent=False),
        "in upper case": altering(_whole(_english_upper), percent=False),
        "dozens": altering(_dozens, percent=False),
    },
    "English size that is not its own": {
        "billion, million": altering(
            _sizes({"亿": ((" billion ", 10**9), (" million ", 10**6)),
                    "万": ((" million ", 10**6), (" thousand ", 1000), (" billion ", 10**9))}),
            percent=False,
        ),
        "letters": altering(
            _sizes({"亿": (("B", 10**9), ("bn", 10**9), ("M", 10**6)),
                    "万": (("M", 10**6), ("K", 1000), ("k", 1000), ("mn", 10**6))}),
            percent=False,
        ),
        "where there is none": altering(
            _sizes({"": ((" thousand ", 1000), ("K", 1000), (" million ", 10**6))}),
            percent=False,
        ),
    },
    "another number in formal numerals": {
        "before 万 and 亿": altering(_told(_formal_mantissa), percent=False),
        "of a percentage": altering(_told(_formal_percent), percent=True),
        "a sum of money": altering(_whole(_formal_sum), percent=False),
        "a count": altering(_whole(_formal_count), percent=False),
    },
    "another number in Chinese": {
        "with decimals": altering(_told(_plain_mantissa), percent=False),
        "of a percentage": altering(_told(_plain_percent), percent=True),
        "digit by digit": altering(_told(_digit_by_digit), percent=False),
        "with 两": altering(_whole(_with_liang), percent=False),
    },
    "another number in mixed signs": {
        "3万5千": altering(_whole(_mixed), percent=False),
        "3万零5": altering(_whole(_mixed_two), percent=False),
        "二十4万": altering(_whole(_half_han), percent=False),
    },
}  # fmt: skip
