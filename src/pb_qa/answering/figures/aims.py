"""Whether a figure is what was aimed at, so that nobody takes it for what came about."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.figures import FoundFigure
from pb_qa.models import Document
from pb_qa.text.search_form import search_form

_CLAUSES: Final = re.compile("[。；;\n]")
_AIM: Final = re.compile(
    "目标|预期|力争|争取|确保(?!了)|努力(?:使|实现|达到|做到)|计划(?!生育|经济|单列|完成|执行|内|外)"
    "|(?<!已)控制在|拟(?!定|订)|预计|规划|要(?:达到|实现|完成|新增|控制|保持|提高到|建成|增长)"
    "|将(?:达到?|增加|增长|新增|安排|实现|提高|建成|完成)"
)
# 完成年度目标的105%, 高于预期目标2个百分点: what came about, held against the aim.
_ACHIEVED: Final = re.compile(
    "(?:完成|实现|超过|超额|高于|低于|比|达到|占|好于)了?[^，。；]{0,12}(?:目标|预期|计划|规划)"
    "|已(?:经)?(?:达|完成|实现|超)|实际|了[^，。；]{0,4}$"
)
_AIM_ASKED: Final = re.compile("目标|预期(?!寿命)|力争|打算|(?<!五)计划(?!生育|经济|单列)")
# 花了多少 asks for what came about; 多了多少 for a difference, whatever its ends are.
_DONE_ASKED: Final = re.compile(
    "实际|已经|[^多少高低涨降差快慢增减翻]了(?:大概|大约|约)?(?:多少|几|百分之)"
)
_NEAR: Final = 14
_AIMS_HEADED: Final = re.compile("目标|任务|安排|规划|展望|工作要点")
_REPORTS: Final = re.compile("回顾|完成情况|成就|总结")


def asks_for_aim(form: str) -> bool:
    """Whether a question, in search form, asks for what was aimed at."""
    return _AIM_ASKED.search(form) is not None


def asks_what_was_done(form: str) -> bool:
    """Whether a question, in search form, asks for what came about."""
    return _DONE_ASKED.search(form) is not None and not asks_for_aim(form)


def is_said_to_be_aim(found: FoundFigure) -> bool:
    """Whether the sentence says so, or the figure is for a time after the year of issue."""
    figure, issued = found.figure, found.document.issued_on[:4]
    before = _before(found)
    said = list(_AIM.finditer(before))
    if said:
        return _ACHIEVED.search(before, max(0, said[-1].start() - _NEAR)) is None
    return bool(issued) and figure.period.start[:4] > issued


def _before(found: FoundFigure) -> str:
    """The words of the sentence before the number, back to the last full stop or semicolon."""
    at = found.figure.number_start - found.figure.start
    return _CLAUSES.split(search_form(found.quote[:at]))[-1]


def is_aim(found: FoundFigure, document: Document) -> bool:
    """Whether its sentence says so, or it is for a time after the document was issued.

    A figure for the year of issue counts as an aim under a heading that announces aims.
    """
    if is_said_to_be_aim(found):
        return True
    figure, before = found.figure, _before(found)
    if _AIM.search(before) or figure.period.start[:4] != found.document.issued_on[:4]:
        return False
    headings = [s for s in document.sections if s.start <= figure.start < s.end]
    if not headings or not figure.period.start:
        return False
    innermost = max(headings, key=lambda section: section.level).heading
    return bool(_AIMS_HEADED.search(innermost)) and not (
        _REPORTS.search(innermost) or _ACHIEVED.search(before)
    )
