"""What an asking word counts: the words around it that name the thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.figures.asking_words import unit_after
from pb_qa.answering.figures.contents import content_of, within
from pb_qa.answering.units import unit_class
from pb_qa.understanding.figures.periods import Moment

LONGEST_KEY: Final = 7
NO_KEY: Final = re.compile(
    "[比到从由各约占]|相差|差距?|增长|增加|减少|下降|提高|上升|扩大|多|少|高|低|降|涨|末|底|初"
)
_SUBJECT: Final = re.compile(
    "(?P<subject>[一-龥]{2})(?:总数|总人数|人数|数量|总量|量|数)?(?:大约|大概|约)?各?(?:一?共有?|总共有?|共|有|是|为|达到?)$"
)
_GENERAL_WORDS: Final = (
    "经费 费用 资金 金额 总额 数额 比例 比重 规模 期限 标准 面积 产量 产值 收入 支出 "
    "投资 人口 学生 存款 补助 时间"
)
_GENERAL: Final = frozenset(_GENERAL_WORDS.split())
_NO_SUBJECT: Final = re.compile("[年月日里中的各了又分别率约]|总数|目标|大概")
_MODAL: Final = re.compile("(?:应[当该]|可以|必须|需要|[要得须就才能]){0,2}")
_NO_NOUN: Final = re.compile("[了的呢吗比为是在]|左右|以上|以下|降到|增加|提高|上升")


def key_of(
    form: str,
    floor: int,
    match: re.Match[str],
    until: int,
    moments: Sequence[Moment],
    places: Sequence[str],
) -> str:
    """What is counted: the words before and after the asking word, without the unit."""
    before = content_of(form[floor : match.start()], within(moments, floor, match.start()), places)
    before = before[-2 * LONGEST_KEY :]
    after_start = match.end()
    if match["count"]:
        unit = unit_after("", match["unit"])
        after_start += len(unit)
    after = content_of(form[min(after_start, until) : until], [], places)
    stem = match.group() if match["size"] or match["rate"] else ""
    words = " ".join(NO_KEY.sub(" ", before).split())
    return f"{words[-LONGEST_KEY:]} {stem} {after}".strip()


def subject_of(before: str) -> str:
    """The end of the word before 有多少 or 是几: 村官|有多少名; empty where it says little."""
    match = _SUBJECT.search(before)
    if match is None or _NO_SUBJECT.search(match["subject"]) or match["subject"] in _GENERAL:
        return ""
    return match["subject"]


def noun_of(form: str, match: re.Match[str], until: int) -> str:
    """The word that is counted, or done within a time, where it follows the asking word."""
    if not match["count"]:
        return ""
    unit = unit_after("", match["unit"])
    start = match.end() + len(unit)
    if unit_class(unit) == "time":
        # 几天要|提出: what is to be done within the term.
        modal = _MODAL.match(form, start)
        start = modal.end() if modal else start
    noun = re.match("[一-龥]{2,4}", form[start : max(start, until)])
    if noun is None or _NO_NOUN.match(noun.group()):
        return ""
    return noun.group()[:2]
