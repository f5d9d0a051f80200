"""A number told again in another unit, or as what is left of a hundred: reckoned again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.checking.stated import StatedNumber
from pb_qa.text.dimensions import Dimension, dimension_of

_SAME_AS: Final = re.compile(
    "(?:[（(，,]|也就是说?|换算(?:成|为|过来)?|折算?[合为成]|[即合约]|相当于|等于|计|大?约)+[为是]?$"
)
_REST: Final = re.compile(
    "(?:其余|剩余|剩下|余下|其他|其它)(?:的?部分)?(?:则|约|仅)*(?:[占为是有]|达到?)?约?$"
)
# 里 alone is read as a word where no number in digits is expected to count it.
_BARE_UNIT: Final = re.compile("(?:华?里|市?斤|担|公分)(?!程|面|边)")
_DAY_SECONDS: Final = 24 * 3600
_REACH: Final = 14
_FURTHEST: Final = 10
_HUNDRED: Final = 100
# At most so much beside the exact value, whatever the last digit written is.
_EXACTNESS: Final = 200
_FINEST: Final = Fraction(1, 1000)


def is_converted(number: StatedNumber, text: str, founded: Sequence[StatedNumber]) -> bool:
    """Whether a number is the one right before it, in another unit: 2.5万亩（约合1667公顷）."""
    if not _SAME_AS.search(text[max(0, number.start - _REACH) : number.start]):
        return False
    before = [n for n in founded if n.end <= number.start]
    if not before or number.value_to is not None:
        return False
    last = max(before, key=lambda n: n.end)
    if number.start - last.end > _FURTHEST or last.ratio or last.value_to is not None:
        return False
    size, name = _size(number, text)
    known, theirs = _size(last, text)
    if name != theirs or not known:
        return False
    distance, step = abs(size - known), _last_place(number, text)
    return 2 * distance <= step and _EXACTNESS * distance <= known


def is_rest(number: StatedNumber, text: str, founded: Sequence[StatedNumber]) -> bool:
    """Whether a percentage is what a share before it leaves of the whole."""
    if number.unit != "%" or not _REST.search(text[max(0, number.start - _REACH) : number.start]):
        return False
    before = [n for n in founded if n.end <= number.start and n.unit == "%"]
    return bool(before) and number.value + before[-1].value == _HUNDRED


def _size(number: StatedNumber, text: str) -> tuple[Fraction, str]:
    """A number in the terms of its dimension, with its name; days and hours are of one."""
    dimension = _bare(number, text)
    if dimension is not None:
        return number.value * dimension.factor, dimension.name
    if number.dimension == "日数":
        return number.value * _DAY_SECONDS, "时间"
    return number.value, number.dimension


def _bare(number: StatedNumber, text: str) -> Dimension | None:
    unit = _BARE_UNIT.match(text, number.end) if not number.unit else None
    return dimension_of(unit[0]) if unit else None


def _last_place(number: StatedNumber, text: str) -> Fraction:
    """What one of the last digit written stands for."""
    size, _ = _size(number, text)
    digits = re.search("[0-9]+(?:\\.([0-9]+))?", number.text)
    if digits is None or not size:
        return Fraction(1)
    written = Fraction(digits[0])
    one = size / written if written else Fraction(1)
    return max(one / Fraction(10 ** len(digits[1] or "")), _FINEST)


__all__ = ["is_converted", "is_rest"]
