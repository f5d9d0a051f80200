"""Workings such as “287.9亿元（2015年） － 162.4亿元 ＝ 125.5亿元”, read and reckoned again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pb_qa.text.numerals import Number, find_numbers

_SIGNS: Final = "＋－×÷"
# What stands in brackets is a remark, unless there is something to reckon in them.
_REMARK: Final = re.compile(f"（[^（）{_SIGNS}＝]*）")
_TOKEN: Final = re.compile(f"[{_SIGNS}（）]|[^{_SIGNS}（）]+")
_DIGITS: Final = re.compile(r"([0-9][0-9,]*)(?:\.([0-9]+))?")
# Nobody can follow longer ones.
_LONGEST: Final = 2000
_MOST_BRACKETS: Final = 20


@dataclass(frozen=True, slots=True)
class Operand:
    """A number of a working, with its span there: numeral and unit, without remarks."""

    number: Number
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Working:
    """What a working reckons with and what it says comes out.

    Attributes
    ----------
    operands
        In their order.
    result
        The number after the last ＝.
    holds
        Whether the result is what comes out: exactly, or after a division rounded to the
        digits shown.
    """

    operands: tuple[Operand, ...]
    result: Operand
    holds: bool


def read_working(text: str) -> Working | None:
    """Read a working and reckon it again; None when it is none.

    It is written with ＋ － × ÷ ＝ and full-width brackets. Where percentages are not
    multiplied by 100%, a quotient that is stated as a percentage is.

    Examples
    --------
    >>> read_working("8批（2010年） ＋ 9批 ＝ 17批").holds
    True
    """
    if len(text) > _LONGEST:
        return None
    left, equals, right = text.rpartition("＝")
    result = _operand(text, len(text) - len(right), len(text))
    if not equals or result is None:
        return None
    bare = _REMARK.sub(lambda remark: " " * len(remark[0]), left)
    tokens: list[Operand | str] = []
    for match in _TOKEN.finditer(bare):
        if match[0] in f"{_SIGNS}（）":
            tokens.append(match[0])
        elif match[0].strip():
            operand = _operand(bare, *match.span())
            if operand is None:
                return None
            tokens.append(operand)
    operands = tuple(token for token in tokens if isinstance(token, Operand))
    exact = _Reckoner(tokens).value() if tokens.count("（") <= _MOST_BRACKETS else None
    if exact is None:
        return None
    whole = any(o.number.percent and o.number.value == 100 for o in operands)
    if "÷" in tokens and result.number.percent and not whole:
        exact *= 100
    stated = Fraction(result.number.value)
    tolerance = _half_a_digit(text, result) if "÷" in tokens else 0
    return Working(operands, result, abs(stated - exact) <= tolerance)


def _operand(text: str, start: int, end: int) -> Operand | None:
    """The one number between two offsets, without the blanks around it."""
    piece = text[start:end]
    numbers = find_numbers(piece.strip())
    if len(numbers) != 1:
        return None
    start += len(piece) - len(piece.lstrip())
    return Operand(numbers[0], start, start + len(piece.strip()))


def _half_a_digit(text: str, operand: Operand) -> Fraction:
    """Half of the last digit shown: 0.05亿 for 125.5亿."""
    match = _DIGITS.search(text, operand.start, operand.end)
    if match is None:
        return Fraction(0)
    whole, decimals = match[1].replace(",", ""), match[2] or ""
    shown = Fraction(f"{whole}.{decimals}" if decimals else whole)
    scale = Fraction(operand.number.value) / shown if shown else Fraction(1)
    return Fraction(1, 2 * 10 ** len(decimals)) * abs(scale)


class _Reckoner:
    """Evaluates numbers, signs and brackets by descent; exact."""

    def __init__(self, tokens: Sequence[Operand | str]) -> None:
        self._tokens = tokens
        self._at = 0

    def value(self) -> Fraction | None:
        """What all of it comes to; None when it is malformed or divides by zero."""
        value = self._sum()
        return value if self._at == len(self._tokens) else None

    def _sum(self) -> Fraction | None:
        value = self._product()
        while value is not None and self._next in ("＋", "－"):
            sign = self._take()
            other = self._product()
            if other is None:
                return None
            value = value + other if sign == "＋" else value - other
        return value

    def _product(self) -> Fraction | None:
        value = self._single()
        while value is not None and self._next in ("×", "÷"):
            sign = self._take()
            other = self._single()
            if other is None or (sign == "÷" and other == 0):
                return None
            value = value * other if sign == "×" else value / other
        return value

    def _single(self) -> Fraction | None:
        token = self._take()
        if isinstance(token, Operand):
            return Fraction(token.number.value)
        if token != "（":
            return None
        value = self._sum()
        return value if self._take() == "）" else None

    @property
    def _next(self) -> Operand | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> Operand | str | None:
        token = self._next
        self._at += 1
        return token
