"""The words that blur or bound a number: 近, 不少于, 以上, 左右."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BEFORE: Final = re.compile(
    "(?P<word>不少于|不低于|不高于|不超过|不得超过|不得少于|不得低于|不得高于|不多于|不足|不满"
    "|未满|年满|不到|超过|高达|接近|将近|突破"
    "|高于|低于|大于|小于|少于|多于|至少|最多|最少|至多|最低|最高|大约"
    "|约(?<![条契制公签合节规预])|[未不]逾|逾(?<![年未不])|超(?<![赶高反])"
    "|近(?<![最附邻亲靠将接])|满(?<![不未年圆充]))"
    "(?:了|为|有|占|达到|达|到|是|人民币)? ?$"
)
_AFTER: Final = re.compile(
    " ?(?:标准煤|标煤)?"
    "(?P<word>(?:\\(含[^()\\s。；！？]{0,8}\\)|及)?(?:以上|以下|以内|之内|左右|上下)"
    "|多(?!数|种|样|项|万|个)|余(?![额])|内(?![容地部蒙外])|强(?![化大调])|不等)"
)
# 不低于采购金额的30%, 至少保存二年: words stand between the bound and the number.
_BOUND: Final = (
    "(?P<word>不得?低于|不得?少于|不得?超过|不得?高于|不少于|不低于|不超过|不高于|至少|高于|低于)"
)
_BEFORE_WHOLE: Final = re.compile(_BOUND + "[^，。；：0-9]{1,22}的$")
_BEFORE_VERB: Final = re.compile("(?P<word>至少|最多|最长|最短)[^，。；：0-9]{1,4}$")
_RELATIVE: Final = frozenset({"%", "‰", "倍"})
_TIME_UNITS: Final = "年 个月 天 日 个工作日 工作日 小时 个小时 周 分钟 月 个季度 周年 个星期"
_TIMES: Final = frozenset(_TIME_UNITS.split())
_INSIDE: Final = re.compile(r"\(含[^()]*\)|及")
_CONTEXT: Final = 14


@dataclass(frozen=True, slots=True)
class Qualified:
    """The qualifying words, joined, and the span of the number with those beside it."""

    words: str
    start: int
    end: int


def qualified(form: str, start: int, end: int, unit: str, around: str) -> Qualified:
    """Gather the words before and after a number that qualify it.

    Parameters
    ----------
    form
        The text as `amounts.folded` gives it.
    start, end
        Span of numeral and unit.
    unit
        The unit as written.
    around
        多, 余 or 来 between numeral and unit; else empty.
    """
    words: list[str] = []
    outer_start, outer_end = start, end
    before = _BEFORE.search(form, max(0, start - _CONTEXT), start)
    if before:
        words.append(before["word"])
        outer_start = before.start()
    elif form[start - 1 : start] == "过" and form[start] in "百千万亿半":
        words.append("过")  # 过半数, 过百名
        outer_start = start - 1
    elif unit in _RELATIVE or unit in _TIMES:
        pattern = _BEFORE_WHOLE if unit in _RELATIVE else _BEFORE_VERB
        bound = pattern.search(form, max(0, start - 2 * _CONTEXT), start)
        words += [bound["word"]] if bound else []
    if around in ("多", "余", "来"):
        words.append(around)
    after = _AFTER.match(form, end)
    if after and not (after["word"] == "内" and unit not in _TIMES):
        words.append(_INSIDE.sub("", after["word"]))
        outer_end = after.end()
    return Qualified("".join(words), outer_start, outer_end)
