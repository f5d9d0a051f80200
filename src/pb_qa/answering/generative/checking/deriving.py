"""Numbers that a sentence works out from others it states, reckoned again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import Final

from pb_qa.answering.generative.checking.qualifying import Bound, bound_of
from pb_qa.answering.generative.checking.stated import StatedNumber
from pb_qa.text.arithmetic import Working, read_working

_EQUALS: Final = re.compile("[=＝≈]|等于")
_SIGNS: Final = str.maketrans("+-−–*xX/=≈()", "＋－－－×××÷＝＝（）")
_BEGINNING: Final = re.compile("[，,。；;：:（(为是即]|^")
_ENDING: Final = re.compile("[，,。；;）)]|$")
_RECKONED: Final = re.compile(
    "其余|剩余|剩下|余下|之和|总和|和[是为]|差距|合计|共计|总计|一共|总共|合起来|加起来|相加|相差|差额|之差|净增"
)
# These of their own clause only.
_RECKONED_BESIDE: Final = re.compile("(?:等于|即|多出|高出|超[过出])[^，,。；;]*$")
# 增加建设投资400亿元 is no difference, 增加400亿元 may be.
_CHANGED: Final = re.compile("(?:增加|减少|增长了|上升了|下降了|提高了|多|少|共)了?[约近]?$")
_LOOK_BACK: Final = 24
_ITEMS: Final = re.compile(
    "[、；;]|以及|(?<![共温饱总])和(?!谐|平|解|睦|县|林)|及(?!时|格|其)|与(?!会)"
)
_CLAUSE: Final = re.compile("[^，。；：:（）()\\n]+")
_COUNTED: Final = frozenset(re.findall("[^ ]+", "种 类 项 方面 条 点 个 大类 款 步"))
_ADDED: Final = _COUNTED | frozenset("者家户地处笔部批")
_ADDING: Final = re.compile(
    "[一-鿿]{0,4}?(?:合计|共计|总计|一共|总共|相加|之和|加起来|合起来|相差|之差)"
)
_LIST_BEGINS: Final = re.compile("[^，。；：]{0,12}：")
_NUMBERED: Final = re.compile("(?<=[：；，。:;,]) {2,}")
_AREAS: Final = frozenset("省市县区州镇乡村国")
_MOST_ITEMS: Final = 20
_MOST_ADDED: Final = 4
_FINEST: Final = Fraction(1, 10**6)
# 共6人 is no difference of 7 and 1.
_ADDED_UP: Final = re.compile("(?:共|合计|总计|共计|总共)(?:有|为|是|达)?$")
_UNBOUNDED: Final = frozenset({Bound.PLAIN, Bound.MORE})
# 一成, 两成, …, and halves, thirds, quarters, in percent.
_ROUND_SHARES: Final = frozenset([*range(10, 100, 10), 25, 75, Fraction(100, 3), Fraction(200, 3)])
_STEP_OF_SHARES: Final = 10
_LITTLE: Final = Fraction(5, 2)
# 超过10周岁 for 18周岁 is no rounding.
_FEWEST: Final = 100
_ABOUT: Final = re.compile("约|左右|上下")
_PART: Final = re.compile("占|比重|相当于")
_OF: Final = re.compile("[的中]约?$")
_FALLS: Final = re.compile("(?:[减降]|缩小|下[跌滑])[^，。；0-9]{0,6}$")
_FROM_TO: Final = re.compile("[增减升降]|提高|扩大|缩小")


def workings_of(text: str) -> list[Working]:
    """The workings that a sentence shows: 287.9亿元－162.4亿元＝125.5亿元."""
    found: list[Working] = []
    for sign in _EQUALS.finditer(text):
        end_match = _ENDING.search(text, sign.end())
        end = end_match.start() if end_match else len(text)
        for begin in reversed(list(_BEGINNING.finditer(text, 0, sign.start()))):
            left = text[begin.end() : sign.start()].translate(_SIGNS)
            working = read_working(f"{left}＝{text[sign.end() : end].translate(_SIGNS)}")
            if working is not None and len(working.operands) > 1:
                found.append(working)
                break
    return found


def is_reckoned(number: StatedNumber, text: str, founded: Sequence[StatedNumber]) -> bool:
    """Whether a number is the sum or the difference of numbers that the sentence states."""
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    if not (_RECKONED.search(before) or _RECKONED_BESIDE.search(before) or _CHANGED.search(before)):
        return False
    values = [n.value for n in founded if n.dimension == number.dimension and not n.ratio]
    values = list(dict.fromkeys(values))[:_MOST_ITEMS]
    if len(values) < 2:
        return False
    apart = not _ADDED_UP.search(before) and any(
        abs(a - b) == number.value for a, b in combinations(values, 2)
    )
    return apart or any(
        sum(some, Fraction(0)) == number.value
        for count in range(2, min(len(values), _MOST_ADDED) + 1)
        for some in combinations(values, count)
    )


def is_proportion(number: StatedNumber, text: str, founded: Sequence[StatedNumber]) -> bool:
    """Whether a percentage or a multiple is that of two numbers which the sentence states."""
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    beside = before + text[number.end : number.end + 2]
    wanted = _FROM_TO.search(before), _PART.search(beside) or _OF.search(before)
    if number.unit not in ("%", "倍") or not any(wanted) or number.value_to is not None:
        return False
    counted = [n for n in founded if n.unit not in ("%", "倍") and not n.ratio and n.value > 0]
    whole, finest = (100, Fraction(1)) if number.unit == "%" else (1, Fraction(1, 10))
    step = min(_step(number.value), finest)
    for a, b in permutations(counted[:_MOST_ITEMS], 2):
        if a.dimension != b.dimension:
            continue
        share = a.value / b.value * whole
        shares = [share] if wanted[1] else []
        shares += [whole - share if _FALLS.search(before) else share - whole] if wanted[0] else []
        if any(abs(one - number.value) * 2 <= step for one in shares):
            return True
    return False


def is_rounded(stated: StatedNumber, source: StatedNumber) -> bool:
    """Whether 约4100名 stands for 4116名: rounded as it is written, by a twentieth at most.

    超过4100名 and 4100多名 stand for more, 近4200名 for less than they say, by less than the
    last digit written; not for what the source bounds itself.
    """
    if stated.value == source.value or not source.value:
        return False
    if stated.value_to is not None or source.value_to is not None:
        return False
    distance = source.value - stated.value
    if stated.unit == source.unit == "%" and stated.value in _ROUND_SHARES:
        return bound_of(source.qualifier) is Bound.PLAIN and _sums_up(stated, distance)
    if abs(distance) * 20 > abs(source.value):
        return False
    bound = bound_of(stated.qualifier)
    if bound is Bound.PLAIN:
        return False
    step = _step(stated.value)
    if _ABOUT.search(stated.qualifier):
        return abs(distance) * 2 <= step
    few = source.value <= _FEWEST and source.value.denominator == 1
    if bound_of(source.qualifier) not in _UNBOUNDED or few:
        return False
    if bound in (Bound.MORE, Bound.LOWER):
        return 0 < distance < step
    return bound in (Bound.NEARLY, Bound.UPPER) and 0 < -distance < step


def _sums_up(stated: StatedNumber, distance: Fraction) -> bool:
    """Whether 超过四分之一, 八成以上, 近九成 or 不足三成 is so of a share a little beside."""
    bound = bound_of(stated.qualifier)
    if _ABOUT.search(stated.qualifier):
        return abs(distance) <= _LITTLE
    if bound in (Bound.MORE, Bound.LOWER):
        return 0 < distance < _STEP_OF_SHARES
    if bound is Bound.NEARLY:
        return 0 < -distance <= _LITTLE
    return bound is Bound.UPPER and 0 < -distance < _STEP_OF_SHARES


def _step(value: Fraction) -> Fraction:
    """The place of the last digit that is no nought: 100 of 4100, 1/10 of 37.5."""
    step = Fraction(1)
    while value and (value / step).denominator == 1 and (value / (step * 10)).denominator == 1:
        step *= 10
    while value and (value / step).denominator != 1 and step > _FINEST:
        step /= 10
    return step


def is_count_of_items(number: StatedNumber, text: str) -> bool:
    """Whether a number counts what the sentence lists: 嘉奖、记功和奖金三种.

    To be asked only of a number that the sources do not state of anything.
    """
    if number.unit not in _COUNTED or not 2 <= number.value <= _MOST_ITEMS:
        return False
    return any(
        len(_ITEMS.findall(clause[0])) + 1 == number.value for clause in _CLAUSE.finditer(text)
    )


def is_count_of_said(number: StatedNumber, text: str, others: Sequence[StatedNumber]) -> bool:
    """Whether a number counts what its sentence says itself: 两项合计, 三个方面：一是….

    Parameters
    ----------
    text
        With blanks in place of 一是, （二） and the like.
    others
        All numbers of the sentence.
    """
    if number.unit not in _ADDED or not 2 <= number.value <= _MOST_ITEMS:
        return False
    if _ADDING.match(text, number.end):
        alike = Counter(other.dimension for other in others if other.end <= number.start)
        return max(alike.values(), default=0) >= number.value
    listed = _LIST_BEGINS.match(text, number.end)
    return listed is not None and len(_NUMBERED.findall(text, listed.end() - 1)) == number.value


def is_count_of_places(number: StatedNumber, places: Sequence[str]) -> bool:
    """Whether a number counts the places that the sentence names: 两县."""
    return number.unit in _AREAS and number.value == len(set(places)) > 1


__all__ = [
    "is_count_of_items",
    "is_count_of_places",
    "is_count_of_said",
    "is_proportion",
    "is_reckoned",
    "is_rounded",
    "workings_of",
]
