"""Numbers that no passage has: digits lost or changed, points moved, sizes slipped."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import decimal
from .fifth_phrasing import Change, Maker, Stretch, altering

_ALIKE: Final = {"0": "8", "1": "7", "2": "7", "3": "8", "5": "6", "6": "9", "7": "1", "8": "3",
                 "9": "6"}  # fmt: skip
_NEXT_KEYS: Final = {"1": "24", "2": "153", "3": "26", "4": "157", "5": "468", "6": "359",
                     "7": "48", "8": "579", "9": "68", "0": "12"}  # fmt: skip
_SIZES: Final = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
                 "十亿": 10**9, "万亿": 10**12}  # fmt: skip

_Redo = Callable[[str, random.Random], str]


def _digits(redo: _Redo) -> Change:
    """A change of the digits alone."""

    def change(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
        digits = redo(stretch.digits, chance)
        if not re.fullmatch(r"(?:[1-9]\d*|0)(?:\.\d+)?", digits) or digits == stretch.digits:
            return None
        return digits + stretch.tail, Fraction(digits) * stretch.size

    return change


# ---- digits


def _one_lost(digits: str, chance: random.Random) -> str:
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    if len(places) < 3:
        return ""
    place = chance.choice(places)
    return digits[:place] + digits[place + 1 :]


def _one_twice(digits: str, chance: random.Random) -> str:
    place = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
    return digits[: place + 1] + digits[place:]


def _zero_more(digits: str, _: random.Random) -> str:
    return digits + "0" if "." not in digits else ""


def _zero_less(digits: str, _: random.Random) -> str:
    return digits[:-1] if digits.endswith("0") and "." not in digits else ""


def _one_before(digits: str, chance: random.Random) -> str:
    return chance.choice("1234") + digits


def _alike(digits: str, chance: random.Random) -> str:
    places = [i for i, c in enumerate(digits) if c in _ALIKE]
    if not places:
        return ""
    place = chance.choice(places)
    return digits[:place] + _ALIKE[digits[place]] + digits[place + 1 :]


def _all_alike(digits: str, chance: random.Random) -> str:
    twice = [c for c in digits if c in _ALIKE and digits.count(c) > 1]
    old = chance.choice(twice) if twice else ""
    return digits.replace(old, _ALIKE[old]) if old else ""


def _next_key(digits: str, chance: random.Random) -> str:
    place = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
    return digits[:place] + chance.choice(_NEXT_KEYS[digits[place]]) + digits[place + 1 :]


def _ends_exchanged(digits: str, _: random.Random) -> str:
    return digits[-1] + digits[1:-1] + digits[0] if len(digits) > 2 else ""


def _backwards(digits: str, _: random.Random) -> str:
    return digits[::-1]


def _one_step(digits: str, chance: random.Random) -> str:
    whole, point, rest = digits.partition(".")
    return f"{int(whole) + chance.choice([-1, 1])}{point}{rest}" if int(whole) > 20 else ""


# ---- the point


def _point_lost(digits: str, _: random.Random) -> str:
    return digits.replace(".", "").lstrip("0") if "." in digits else ""


def _point_far(digits: str, chance: random.Random) -> str:
    if "." not in digits:
        return ""
    return decimal(Fraction(digits) * chance.choice([Fraction(100), Fraction(1, 100)]))


def _point_put_in(digits: str, chance: random.Random) -> str:
    if "." in digits or len(digits) < 3:
        return ""
    place = chance.randrange(1, len(digits))
    return f"{digits[:place]}.{digits[place:]}"


def _decimals_cut(digits: str, _: random.Random) -> str:
    return digits.partition(".")[0] if "." in digits and not digits.endswith(".0") else ""


def _decimals_more(digits: str, chance: random.Random) -> str:
    return digits + chance.choice("123456789") if "." in digits else ""


# ---- sizes


def _resized(stretch: Stretch, factor: Fraction, size: str) -> tuple[str, Fraction] | None:
    """A value a power of ten beside the right one, in another size."""
    value = stretch.amount.value * factor
    written = decimal(value / _SIZES[size], 4)
    return (f"{written}{size}{stretch.unit}", value) if written else None


def _own_size(stretch: Stretch) -> str:
    """万 or 亿, where a number is written with it and with a unit."""
    size = stretch.amount.multiplier
    return size if size in ("万", "亿") and stretch.unit else ""


def _converted(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
    size = _own_size(stretch)
    if not size:
        return None
    factor = chance.choice([Fraction(1, 10), Fraction(1, 100), Fraction(10), Fraction(1, 1000)])
    return _resized(stretch, factor, "" if size == "万" else "万")


def _explained(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
    converted = _converted(stretch, chance)
    if converted is None:
        return None
    mark = chance.choice(("{n}（即{w}）", "{n}，也就是{w}", "{n}（折合{w}）", "{w}（{n}）"))
    return mark.format(n=stretch.text, w=converted[0]), converted[1]


def _spread(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
    if not _own_size(stretch):
        return None
    value = stretch.amount.value * chance.choice([Fraction(1, 10), Fraction(10)])
    return (f"{int(value):,}{stretch.unit}", value) if value.denominator == 1 else None


def _as_wan(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
    if stretch.percent or stretch.amount.multiplier or stretch.amount.value < 1000:
        return None
    return _resized(stretch, chance.choice([Fraction(10), Fraction(1, 10)]), "万")


def _size_word(words: dict[str, tuple[str, ...]]) -> Change:
    """The same digits with another word of size."""

    def change(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
        own = stretch.amount.multiplier
        if stretch.percent or own not in words or not stretch.unit:
            return None
        size = chance.choice(words[own])
        wrong = f"{stretch.digits}{size}{stretch.unit}"
        return wrong, Fraction(stretch.digits) * _SIZES[size]

    return change


# ---- in groups


def _near(stretch: Stretch, chance: random.Random) -> int | None:
    """Another whole number of four or more digits; for larger sizes, in single units."""
    value = stretch.amount.value
    if stretch.percent or value.denominator != 1 or not 1000 <= value < 10**11:
        return None
    step = 10 ** (len(str(int(value))) - chance.choice([2, 3]))
    near = int(value) + chance.choice([-2, -1, 1, 2, 3]) * step
    return near if near >= 1000 else None


def _grouped(write: Callable[[int], str]) -> Change:
    def change(stretch: Stretch, chance: random.Random) -> tuple[str, Fraction] | None:
        near = _near(stretch, chance)
        return None if near is None else (write(near) + stretch.unit, Fraction(near))

    return change


def _by_four(value: int) -> str:
    digits = str(value)
    head = len(digits) % 4
    parts = [digits[:head]] if head else []
    return ",".join(parts + [digits[i : i + 4] for i in range(head, len(digits), 4)])


FIFTH_NUMBERS: Final[dict[str, dict[str, Maker]]] = {
    "digit lost, doubled or put before": {
        "one lost": altering(_digits(_one_lost)),
        "one twice": altering(_digits(_one_twice)),
        "a zero more": altering(_digits(_zero_more), percent=False),
        "a zero less": altering(_digits(_zero_less), percent=False),
        "one put before": altering(_digits(_one_before)),
    },
    "digit misread or mistyped": {
        "alike in shape": altering(_digits(_alike)),
        "alike wherever it stands": altering(_digits(_all_alike)),
        "the next key": altering(_digits(_next_key)),
        "first and last exchanged": altering(_digits(_ends_exchanged)),
        "read backwards": altering(_digits(_backwards)),
        "one more or less": altering(_digits(_one_step)),
    },
    "point lost, moved or put in": {
        "lost": altering(_digits(_point_lost)),
        "two places on": altering(_digits(_point_far)),
        "put into a whole number": altering(_digits(_point_put_in), percent=False),
        "decimals cut off": altering(_digits(_decimals_cut)),
        "a decimal more": altering(_digits(_decimals_more)),
    },
    "size slipped in conversion": {
        "万 for 亿, digits for 万": altering(_converted, percent=False),
        "beside the right number": altering(_explained, percent=False),
        "written out in full": altering(_spread, percent=False),
        "万 for digits": altering(_as_wan, percent=False),
    },
    "another word of size": {
        "smaller": altering(
            _size_word({"亿": ("千万", "百万"), "万": ("千",), "万亿": ("十亿", "千万")}),
            percent=False,
        ),
        "greater": altering(_size_word({"亿": ("十亿",), "万": ("百万", "千万")}), percent=False),
        "where there is none": altering(_size_word({"": ("万", "亿", "千")}), percent=False),
    },
    "another number in groups": {
        "of three, wide comma": altering(_grouped(lambda n: f"{n:,}".replace(",", "，"))),
        "of three, blank": altering(_grouped(lambda n: f"{n:,}".replace(",", " "))),
        "of three, comma": altering(_grouped(lambda n: f"{n:,}")),
        "of four": altering(_grouped(_by_four)),
    },
}
