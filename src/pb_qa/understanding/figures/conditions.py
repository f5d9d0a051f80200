"""The case for which a figure holds: 三个月以上不满一年的, 满十年的, 超过三年的."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Final

from pb_qa.text.dimensions import dimension_of, exact
from pb_qa.understanding.figures.quantities import Quantity, find_quantities

_LOWER: Final = re.compile("以上|^年?满|^已?满|逾|高于|多于|大于")
_LOWER_OPEN: Final = re.compile("超过|高于|多于|大于|逾")
_UPPER: Final = re.compile("以下|以内|之内|^内$")
_UPPER_OPEN: Final = re.compile("不满|未满|不足|不到|低于|少于|小于")
# 不得超过 and 至少 state the limit itself.
_LIMIT: Final = re.compile("不得|不[少低高多超]|至[少多]|最")
# 三年以上固定期限的劳动合同, 满一年不满十年的: what is said so is a case.
_CASE: Final = re.compile("[^，。；;：:、]{0,14}?的")
_ALONE: Final = frozenset({"月数", "日数", "时间", "人民币", "周岁", "岁"})
# 05年 is a year.
_SHORT_YEAR: Final = re.compile("0[0-9]年|[4-9][0-9]年")
_LONGEST_LEAD: Final = 12
_LEAD: Final = re.compile("[^，。；;：:、（）()\\s]+$")
_JOINED: Final = ("", "、", "但", "且", "并", "、但", "，", "，但")


class Fit(IntEnum):
    """How the case that is asked about lies to the case for which something is stated."""

    ANOTHER = -1
    OPEN = 0
    WITHIN = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """A stretch of values in the own unit of a dimension; None where it has no end.

    Attributes
    ----------
    start, end
        The span of its words.
    """

    dimension: str
    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool
    start: int
    end: int

    def holds_all_of(self, other: Condition) -> bool:
        """Whether every value of another one of the same dimension lies in this one."""
        above = self.low is None or (
            other.low is not None
            and (
                other.low > self.low
                or (other.low == self.low and (other.low_open or not self.low_open))
            )
        )
        below = self.high is None or (
            other.high is not None
            and (
                other.high < self.high
                or (other.high == self.high and (other.high_open or not self.high_open))
            )
        )
        return above and below

    def is_apart_from(self, other: Condition) -> bool:
        """Whether no value lies in both."""
        return _ends_before(self, other) or _ends_before(other, self)


def conditions_in(text: str) -> list[Condition]:
    """Every stretch of values that a text names, one bound joined with the next.

    A length of time, an age or an amount without a bound, 两年的合同, is a stretch of
    itself alone.
    """
    found = find_quantities(text)
    return _conditions([q for q in found if _bounds(q) or _is_case_alone(q, text)], text)


def conditions_of(text: str, number_start: int) -> list[Condition]:
    """The cases that a sentence names for the number that begins at ``number_start``.

    The last one before it, as 满一年的五天，满十年的十天 has one for each.
    """
    before = [q for q in find_quantities(text) if q.outer_end <= number_start]
    cases = [
        condition
        for condition in _conditions([q for q in before if _bounds(q)], text)
        if _CASE.match(text, condition.end, number_start)
        or (text[condition.start] == "满" and text[condition.end : condition.end + 1] in "，,")
    ]
    last: dict[str, Condition] = {}
    for condition in cases:
        last[condition.dimension] = condition
    return list(last.values())


def cases_in(text: str) -> list[Condition]:
    """The cases that a sentence names, whichever numbers they are for."""
    return [
        condition
        for condition in _conditions([q for q in find_quantities(text) if _bounds(q)], text)
        if _CASE.match(text, condition.end)
    ]


def words_of(text: str, condition: Condition) -> str:
    """The words of a case with what stands right before them: 合同期三个月以上不满一年."""
    lead = _LEAD.search(text, max(0, condition.start - _LONGEST_LEAD), condition.start)
    start = lead.start() if lead and lead.start() > condition.start - _LONGEST_LEAD else None
    return text[condition.start if start is None else start : condition.end].strip()


def fit_of(asked: Sequence[Condition], stated: Sequence[Condition]) -> Fit:
    """How what is asked about fits a case; open where the two speak of different things."""
    pairs = [(one, other) for one in asked for other in stated if other.dimension == one.dimension]
    if any(other.holds_all_of(one) for one, other in pairs):
        return Fit.WITHIN
    apart = bool(pairs) and all(other.is_apart_from(one) for one, other in pairs)
    return Fit.ANOTHER if apart else Fit.OPEN


def _ends_before(one: Condition, other: Condition) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _is_case_alone(quantity: Quantity, text: str) -> bool:
    named = dimension_of(quantity.base_unit).name in _ALONE
    return named and _SHORT_YEAR.fullmatch(text, quantity.start, quantity.end) is None


def _bounds(quantity: Quantity) -> bool:
    words = quantity.qualifier
    return not _LIMIT.search(words) and bool(
        _LOWER.search(words)
        or _LOWER_OPEN.search(words)
        or _UPPER.search(words)
        or _UPPER_OPEN.search(words)
    )


def _conditions(quantities: Sequence[Quantity], text: str) -> list[Condition]:
    found: list[Condition] = []
    for quantity in quantities:
        condition = _condition(quantity)
        if condition is None:
            continue
        last = found[-1] if found else None
        if (
            last is not None
            and last.dimension == condition.dimension
            and text[last.end : condition.start].strip() in _JOINED
            and last.high is None
            and condition.low is None
        ):
            found[-1] = Condition(
                last.dimension, last.low, last.low_open,
                condition.high, condition.high_open, last.start, condition.end,
            )  # fmt: skip
        else:
            found.append(condition)
    return found


def _condition(quantity: Quantity) -> Condition | None:
    dimension = dimension_of(quantity.base_unit)
    try:
        value = exact(quantity.base_value) * dimension.factor
        upper = exact(quantity.base_value_to) * dimension.factor if quantity.value_to else value
    except (ValueError, ZeroDivisionError):
        return None
    words = quantity.qualifier
    low: Fraction | None = value
    high: Fraction | None = upper
    if not quantity.value_to:
        if _UPPER_OPEN.search(words) or _UPPER.search(words):
            low = None
        elif _LOWER.search(words) or _LOWER_OPEN.search(words):
            high = None
    return Condition(
        dimension=dimension.name,
        low=low,
        low_open=bool(_LOWER_OPEN.search(words)),
        high=high,
        high_open=bool(_UPPER_OPEN.search(words)),
        start=quantity.outer_start,
        end=quantity.outer_end,
    )
