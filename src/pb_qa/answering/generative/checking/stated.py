"""Numbers and dates as a text states them, comparable between a sentence and its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.checking.mixed_signs import mixed_spans
from pb_qa.text.dimensions import dimension_of
from pb_qa.text.numerals import Number, find_numbers
from pb_qa.understanding.figures.dates import number_of
from pb_qa.understanding.figures.quantities import Quantity, find_quantities
from pb_qa.understanding.figures.units import base_of

_YEAR: Final = (
    "(?P<y>(?<![0-9.])(?:(?:1[0-9]|20)[0-9]{2}|0[0-9])|[一二][零〇○Ｏ一二三四五六七八九]{3})\\s*年"
)
_MONTH: Final = "(?P<{0}>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\\s*月(?!以|之|来|均)份?"
_DAY: Final = (
    "(?P<{0}>[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\\s*[日号]"
)
_DATE: Final = re.compile(
    f"{_YEAR}(?:\\s*{_MONTH.format('m')}(?:\\s*{_DAY.format('d')})?)?"
    f"|(?<![0-9一二三四五六七八九十个]){_MONTH.format('m2')}(?:\\s*{_DAY.format('d2')})?"
    "|(?<![0-9.])(?P<ry>(?:19|20)[0-9]{2})(?=\\s*(?:[-—–~～至到和、]{1,2})\\s*(?:19|20)[0-9]{2}\\s*年)"
    "|(?<![0-9])(?P<iy>(?:19|20)[0-9]{2})[-./](?P<im>0?[1-9]|1[0-2])[-./](?P<id>[0-2]?[0-9]|3[01])(?![0-9])"
)

_EXTREME: Final = re.compile(
    "(?P<word>最[长多高大短少低小]|至多|至少|起码|上限|下限)(?:不?得?超过|为|是|要|需要?|须|有|应当?为?|可达?到?|可?申请|达到?|占[^，。；]{0,12})?$"
)
_NEGATED: Final = re.compile("不(?:能|可|准|许|应|宜)(?:以)?(?:超过|多于|高于)$")
_LOOK_BACK: Final = 18
_BURDEN: Final = re.compile("[减担肩欠抱自]负$")


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date with what it names: year, month and day, each 0 where it is not said."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def names(self, other: StatedDate) -> bool:
        """Whether all that the other date says is said by this one as well."""
        return all(
            not theirs or own == theirs
            for own, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
        )


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number with its unit in the terms of its dimension.

    Attributes
    ----------
    value, value_to
        With 万, 亿 and the factor of the unit applied; parts (一半, 三成) in percent.
        ``value_to`` is the upper end of a range.
    unit
        The base unit as written: ``"名"``; empty where none is said.
    dimension
        What the unit measures, by its name.
    qualifier
        ``"以上"``, ``"近"`` … as the text has it.
    ratio
        ``"3:2"`` where it is a ratio, which has no value.
    """

    value: Fraction
    unit: str
    dimension: str
    start: int
    end: int
    text: str
    value_to: Fraction | None = None
    qualifier: str = ""
    ratio: str = ""


def read_dates(text: str) -> list[StatedDate]:
    """The dates of a text: years, months of a year, days; 二〇一一年 and 2018-03-01 as well."""
    found: list[StatedDate] = []
    for match in _DATE.finditer(text):
        if match["iy"]:
            parts = (int(match["iy"]), int(match["im"]), int(match["id"]))
        elif match["ry"]:
            parts = (int(match["ry"]), 0, 0)
        elif match["y"]:
            year = number_of(match["y"].replace("〇", "零").replace("○", "零").replace("Ｏ", "零"))
            year += 2000 if year < 10 else 0  # 05年 is 2005
            parts = (year, number_of(match["m"] or ""), number_of(match["d"] or ""))
        else:
            parts = (0, number_of(match["m2"]), number_of(match["d2"] or ""))
        found.append(StatedDate(*parts, *match.span()))
    return found


def read_numbers(text: str, dates: Sequence[StatedDate] = ()) -> list[StatedNumber]:
    """The numbers of a text in their order, but for those of its dates."""
    taken = [(date.start, date.end) for date in dates]
    found: list[StatedNumber] = []
    for quantity in find_quantities(text):
        if not _overlaps(quantity.start, quantity.end, taken):
            found.append(_of_quantity(quantity, text))
            taken.append((quantity.start, quantity.end))
    for number in find_numbers(text):
        if not _overlaps(number.start, number.end, taken):
            found.append(_of_number(number, text))
    found = _whole(sorted(found, key=lambda n: n.start), text)
    return [_bounded(number, text) for number in found]


def _whole(numbers: list[StatedNumber], text: str) -> list[StatedNumber]:
    """The numbers with 3万 and 5千元 as one where 3万5千元 is written."""
    for start, end, value in mixed_spans(text):
        inside = [number for number in numbers if start <= number.start < end]
        if len(inside) > 1:
            last, factor = inside[-1], dimension_of(inside[-1].unit).factor
            written = text[start : last.start] + last.text.lstrip()
            merged = replace(last, value=value * factor, start=start, text=written)
            numbers = [merged if n is last else n for n in numbers if n is last or n not in inside]
    return numbers


def _bounded(number: StatedNumber, text: str) -> StatedNumber:
    """A number with a word such as 最长 that stands a little before it."""
    if number.qualifier:
        negated = _NEGATED.search(text, max(0, number.start - 5), number.start)
        return replace(number, qualifier="不超过") if negated else number
    extreme = _EXTREME.search(text, max(0, number.start - _LOOK_BACK), number.start)
    return replace(number, qualifier=extreme["word"]) if extreme else number


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)


def _of_quantity(quantity: Quantity, text: str) -> StatedNumber:
    written = text[quantity.outer_start : quantity.outer_end]
    unit, factor, name = quantity.base_unit, Fraction(1), ""
    if ":" in quantity.base_value:
        return StatedNumber(
            Fraction(0), unit, "", quantity.start, quantity.end, written, None,
            quantity.qualifier, quantity.base_value,
        )  # fmt: skip
    value = Fraction(quantity.base_value)
    if value < 0 and _BURDEN.search(text, max(0, quantity.start - 2), quantity.start):
        value = -value  # 减负1500万元 is no negative amount
    if "/" in quantity.base_value and not unit:
        unit, value = "%", value * 100
    dimension = dimension_of(unit)
    name, factor = dimension.name, dimension.factor
    value_to = Fraction(quantity.base_value_to) * factor if quantity.base_value_to else None
    return StatedNumber(
        value * factor, unit, name, quantity.start, quantity.end, written, value_to,
        quantity.qualifier,
    )  # fmt: skip


def _of_number(number: Number, text: str) -> StatedNumber:
    if number.value < 0 and _BURDEN.search(text, max(0, number.start - 2), number.start):
        number = replace(number, value=-number.value)
    written = text[number.start : number.end] + number.unit
    if number.percent:
        return StatedNumber(
            Fraction(number.value), "%", dimension_of("%").name, number.start, number.end, written
        )
    if text[number.start - 1 : number.start] == "第":
        value = Fraction(number.value)
        named = f"第{number.unit}"
        return StatedNumber(value, named, named, number.start, number.end, f"第{written}")
    unit, scale = base_of(number.unit)
    dimension = dimension_of(unit)
    value = Fraction(number.value) * Fraction(scale) * dimension.factor
    if text[number.start : number.end] in ("一半", "半数"):
        return StatedNumber(
            Fraction(50), "%", dimension_of("%").name, number.start, number.end, written
        )
    return StatedNumber(value, unit, dimension.name, number.start, number.end, written)


__all__ = ["StatedDate", "StatedNumber", "read_dates", "read_numbers"]
