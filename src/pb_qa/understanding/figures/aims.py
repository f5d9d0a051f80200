"""Whether a figure is what was aimed at, planned or expected, or what came about."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pb_qa.figures import FoundFigure
from pb_qa.text.search_form import search_form

_SENTENCE: Final = re.compile(r"[。；;\n]")
_CLAUSE: Final = re.compile(r"[，,：:]")
_AIM: Final = re.compile(
    "目标|预期(?!寿命)|预计|预定|力争|争取|确保(?!了)|努力(?:使|实现|达到|做到)|计划(?!生育|经济|单列|完成|执行|内|外)"
    "|(?<!已)控制在|拟(?!定|订|人)|规划(?!的?面积)|要(?:达到|实现|完成|新增|控制|保持|提高到|增加到|建成|增长|确保)"
    "|将(?:达|增|新|安排|实现|提高|建成|完成|由)"
)
# 完成年度目标的105%, 高于预期2个百分点: what came about, held against the aim.
_HELD_AGAINST_AIM: Final = re.compile(
    "(?:完成|实现|超过|超额|提前|高于|低于|好于|少于|比|占)了?[^，。；]{0,12}(?:目标|预期|计划|规划|任务)"
    "|(?:目标|预期|计划|规划|任务)[^，。；]{0,4}(?:完成|实现|执行)(?:了|情况|结果)"
)
_CAME_ABOUT: Final = re.compile(
    "已|以来|截至|截止|同比|环比|实际|累计(?:完成|实现)|现有|目前|完成了|达到了|了[^，。；]{0,4}$"
)
# Of a year that was over, only what its own clause calls so was an aim.
_PLANNED: Final = re.compile("计划(?![外内任完])|预计|目标|预期|预算规定|原定|预定")
# 由A增加到B: A is where it begins.
_ORIGIN: Final = re.compile("[由从][^，。；：增提降升扩改减到]{0,12}$")
# What rules bound is neither aimed at nor has it come about.
_RULES: Final = re.compile("(?:法|条例|规定|办法|细则|章程|准则|规程|通则)(?:[（(][^）)]*[）)])?$")
_NEAR: Final = 16
_FULL_DATE: Final = len("2011-12-31")


def is_aim(found: FoundFigure) -> bool:
    """Whether a figure is an aim, a plan or a forecast.

    Its sentence says so before the number; or its period was not over on the day the
    document was issued, and nothing says that it came about. What rules bound is none.
    """
    figure, document = found.figure, found.document
    if _RULES.search(document.title.strip()):
        return False
    before = _SENTENCE.split(search_form(found.quote[: figure.number_start - figure.start]))[-1]
    clause = _CLAUSE.split(before)[-1]
    if _ORIGIN.search(clause):
        return False
    if figure.period.end and figure.period.end < document.issued_on:
        return bool(_PLANNED.search(clause)) and not _HELD_AGAINST_AIM.search(clause)
    said = list(_AIM.finditer(before))
    if said:
        held = _HELD_AGAINST_AIM.search(before, max(0, said[-1].start() - _NEAR))
        return held is None and not _CAME_ABOUT.search(clause)
    if _CAME_ABOUT.search(clause) or _CAME_ABOUT.match(search_form(figure.period.words)):
        return False
    return _is_ahead(figure.period.start, figure.period.end, document.issued_on)


def _is_ahead(start: str, end: str, issued: str) -> bool:
    """Whether most of a time was still to come when a document was issued."""
    if not start or not issued:
        return False
    if len(issued) < _FULL_DATE:
        return start[:4] > issued[:4]
    first, last, day = map(date.fromisoformat, (start, end, issued))
    return last - day > day - first


__all__ = ["is_aim"]
