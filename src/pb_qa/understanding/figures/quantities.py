"""Find the quantities of a text: numeral, unit, and the words that blur or bound them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pb_qa.understanding.figures.amounts import (
    DIGITS,
    folded,
    plain,
    read_chinese,
    read_digits,
)
from pb_qa.understanding.figures.calendar_days import is_calendar_day
from pb_qa.understanding.figures.counting import counts_nothing
from pb_qa.understanding.figures.lookalikes import lookalike_spans
from pb_qa.understanding.figures.operands import (
    TOKEN,
    Operand,
    follows,
    read_number,
    read_operand,
)
from pb_qa.understanding.figures.qualifiers import qualified
from pb_qa.understanding.figures.units import UNIT, base_of

_TO: Final = re.compile(" ?(?:[至到~]|-{1,2}|—{1,2}) ?")
_LIST_TO: Final = re.compile("[、,]")
_SHARED_QUALIFIERS: Final = frozenset({"以上", "以下", "左右", "以内"})
_BARE: Final = re.compile("(?:指数|系数|得分|总分|分数)[^0-9，。；,;]{0,6}$")
# 收入/支出×100% is how a share is reckoned.
_FORMULA: Final = re.compile("[^0-9 ] ?[×xX*] ?$")
# 8:30 is a time of day, unless something says that it is a ratio.
_CLOCK: Final = re.compile("(?:[01]?[0-9]|2[0-4]):[0-5][0-9]")
_RATIO_BEFORE: Final = re.compile("比[例重值率]|之比|按[^，。]{0,6}$|比为|倍")
_RATIO_AFTER: Final = re.compile("比[例重值率]|之比|比为|倍")
_LONGEST_PART: Final = 20
_CONTEXT: Final = 14


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as a text states it.

    Attributes
    ----------
    start, end
        Span of numeral and unit, without the words that qualify them.
    outer_start, outer_end
        The same with those words.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    value: str
    unit: str
    base_value: str
    base_unit: str
    value_to: str = ""
    base_value_to: str = ""
    qualifier: str = ""


def find_quantities(text: str, *, bare: bool = False) -> list[Quantity]:
    """Find the quantities of a text in their order; pure, in time linear in its length.

    Parameters
    ----------
    bare
        Whether a number without a unit counts, as in the cell of a table.
    """
    form = folded(text)
    hidden = lookalike_spans(form)
    found: list[Quantity] = []
    done = index = 0
    for token in TOKEN.finditer(form):
        start = token.start()
        while index < len(hidden) and hidden[index][1] <= start:
            index += 1
        if start < done or (index < len(hidden) and hidden[index][0] <= start):
            continue
        quantity = _read(form, token, bare)
        if quantity is not None:
            if found and quantity.qualifier in _SHARED_QUALIFIERS:
                _share_qualifier(form, found, quantity)
            found.append(quantity)
            done = quantity.end
    return found


def _share_qualifier(form: str, found: list[Quantity], last: Quantity) -> None:
    """95%、85%、80%以上: what is said of the last one is said of all."""
    follower = last
    for index in range(len(found) - 1, -1, -1):
        quantity = found[index]
        listed = form[quantity.outer_end : follower.outer_start] in ("、", "和")
        if not listed or quantity.qualifier or quantity.unit != last.unit:
            return
        found[index] = replace(quantity, qualifier=last.qualifier)
        follower = quantity


def _read(form: str, token: re.Match[str], bare: bool) -> Quantity | None:
    if token["ratio"]:
        ratio = _ratio(form, token)
        if ratio is not None:
            return ratio
        first = re.match(DIGITS, token["ratio"])
        operand = first and read_number(form, token.start(), first.end() + token.start(), first[0])
        return _quantity(form, operand, bare) if operand else None
    if token["fraction"]:
        return _fraction(form, token)
    if token["slash"]:
        above, below = token["slash"].split("/")
        return _part(form, *token.span(), above, below) if int(above) < int(below) else None
    if token["half"]:
        return _half(form, token)
    return _quantity(form, read_operand(form, token), bare)


def _quantity(form: str, first: Operand | None, bare: bool) -> Quantity | None:
    """One quantity out of an operand, and out of a second one where they make a range."""
    if first is None:
        return None
    second = _second(form, first)
    last = second or first
    if not last.unit and not _stands_without_unit(form, first, last, bare):
        return None
    if last.unit in ("%", "‰") and _FORMULA.search(form, max(0, first.start - 4), first.start):
        return None
    if (
        not bare
        and last.unit == "日"
        and is_calendar_day(form, first.start, last.end, last.amount.value)
    ):
        return None
    if (
        second is None
        and first.low is None
        and counts_nothing(form, first.start, first.end, first.unit)
    ):
        return None
    scale = last.amount.scale
    base_unit, factor = base_of(last.written_unit)
    sign = -1 if second is None and _negative(form, first.start) else 1
    value, value_to = last.amount.value * sign, ""
    if second is not None:
        low = first.amount.value
        if first.unit or first.amount.scale:
            low = low * first.amount.factor / last.amount.factor
        value, value_to = low, plain(second.amount.value)
    elif first.low is not None:
        value, value_to = first.low, plain(first.amount.value)
    return _qualified(
        form,
        first.start,
        last.end,
        first.around or last.around,
        value=plain(value),
        unit=scale + last.unit,
        base_value=plain(value * factor),
        base_unit=base_unit,
        value_to=value_to,
        base_value_to=plain(Decimal(value_to) * factor) if value_to else "",
    )


def _qualified(form: str, start: int, end: int, around: str, **fields: str) -> Quantity:
    """A quantity with the words that qualify it."""
    if fields["value"].startswith("-") and form[start - 1 : start] in ("-", "−"):
        start -= 1  # the sign is part of what is shown
    outer = qualified(form, start, end, fields["unit"], around)
    return Quantity(start, end, outer.start, outer.end, qualifier=outer.words, **fields)


def _second(form: str, first: Operand) -> Operand | None:
    """The upper end of a range, if one follows: 2至3倍, 5%-7%, 两、三年."""
    link = _TO.match(form, first.end)
    listed = None if link or first.unit else _LIST_TO.match(form, first.end)
    link = link or listed
    token = TOKEN.match(form, link.end()) if link else None
    if link is None or token is None:
        return None
    if re.search("[从由自](?:[^，。；,]{0,4})$", form[max(0, first.start - 6) : first.start]):
        return None
    second = read_operand(form, token)
    if second and not second.unit and first.unit in ("%", "‰") and form[first.start + 1] == "分":
        second = replace(second, unit=first.unit)  # 百分之四到五
    if second is None or not second.unit or second.low is not None:
        return None
    if first.unit and first.unit != second.unit:
        return None
    if listed:
        numerals = form[first.start : first.end], token.group()
        return (
            second
            if len(numerals[0]) == 1
            and follows(numerals[0], numerals[1][:1])
            and len(token.group()) == 1
            else None
        )
    low = first.amount.value * (
        first.amount.factor if first.unit or first.amount.scale else second.amount.factor
    )
    return second if low < second.amount.value * second.amount.factor else None


def _stands_without_unit(form: str, first: Operand, last: Operand, bare: bool) -> bool:
    """Whether a number counts though no unit follows: 3000万, an index, a cell."""
    if bare:
        return True
    if last.amount.scale and last.amount.scale[-1] in "万亿":
        return True
    in_digits = form[first.start] in "0123456789"
    return in_digits and bool(_BARE.search(form, max(0, first.start - _CONTEXT), first.start))


def _negative(form: str, start: int) -> bool:
    """Whether a minus sign stands before; between two numbers it is a dash."""
    if form[start - 1 : start] == "负" or form[max(0, start - 2) : start] == "零下":
        return True
    signed = form[start - 1 : start] in ("-", "−")
    return signed and (start == 1 or form[start - 2] in " (为长|:\n")


def _ratio(form: str, token: re.Match[str]) -> Quantity | None:
    parts = [re.sub("[ ,]", "", part) for part in re.split("[:比]", token["ratio"])]
    if any(len(part) > _LONGEST_PART for part in parts):
        return None
    if len(parts) == 2 and _CLOCK.fullmatch(":".join(parts)):
        start, end = token.span()
        before = _RATIO_BEFORE.search(form, max(0, start - _CONTEXT), start)
        if not before and not _RATIO_AFTER.search(form, end, end + _CONTEXT // 2):
            return None
    value = ":".join(plain(Decimal(re.sub("[·•・‧]", ".", part))) for part in parts)
    return Quantity(*token.span(), *token.span(), value, "", value, "")


def _fraction(form: str, token: re.Match[str]) -> Quantity | None:
    parts = []
    for numeral in (token["above"], token["below"]):
        amount = read_digits(numeral) if numeral[0].isascii() else read_chinese(numeral)
        if amount is None or not amount.value:
            return None
        parts.append(plain(amount.value))
    return _part(form, *token.span(), *parts)


def _part(form: str, start: int, end: int, above: str, below: str) -> Quantity:
    value = f"{above}/{below}"
    around = form[end : end + 1] if form[end : end + 1] in ("多", "余", "强") else ""
    return _qualified(
        form, start, end, around, value=value, unit="", base_value=value, base_unit=""
    )


def _half(form: str, token: re.Match[str]) -> Quantity:
    unit = UNIT.match(form, token.end()) if token["half"] == "半" else None
    name = unit.group() if unit else ""
    end = unit.end() if unit else token.end()
    return _qualified(
        form,
        token.start(),
        end,
        "",
        value="1/2",
        unit=name,
        base_value="1/2",
        base_unit=base_of(name)[0],
    )
