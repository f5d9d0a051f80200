"""The figure of a sentence that answers, with its unit and what qualifies it, by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.text.search_form import folded

_HAN = "\u3400-\u9fff"
_DIGITS = "0-9一二三四五六七八九十百千万亿零〇两半"
_BEFORE = r"(?:不少于|不低于|不超过|不多于|至少|最多|超过|大约|约|近|突破|将近|接近)?"
_UNIT = (
    r"平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千克|厘米|毫米|人次|万亿|个百分点|百分点|个工作日|小时|分钟"
    r"|美元|欧元|元|名|人|位|家|个|所|座|条|项|种|类|次|批|期|届|户|岁|年|月|天|日|倍|亩|度|级|层|间|张|本|部|篇|支|台|辆"
    r"|艘|架|场|集|枚|块|票|字|点|成|分|回|代|件|套|根|棵|头|只|匹|对|双|吨|斤|秒|米|册|站|支部|部门|处|门|组|队|人"
)
FIGURE = re.compile(
    rf"(?P<before>{_BEFORE})(?P<number>百分之[{_DIGITS}点]+|[0-9]+(?:[.,·][0-9]+)*|[一二三四五六七八九十百千两半〇零]+)"
    rf"(?P<more>[余多几来]?)(?P<scale>[万亿千百]*)(?P<more2>[余多]?)(?P<unit>%|‰|{_UNIT})?(?P<after>以上|以下|以内|左右|之多)?"
)
DATE = re.compile(
    r"(?:截至|自|从)?(?:公元前?)?(?:(?:[0-9]{2,4}|[〇一二三四五六七八九零○]{4})(?:-|—|~|至)?(?:[0-9]{2,4})?年(?:代|度)?"
    rf"(?:[{_DIGITS}]{{1,3}}月(?:份)?(?:[{_DIGITS}]{{1,3}}[日号])?)?(?:底|末|初|以来|前|后)?"
    rf"|[{_DIGITS}]{{1,3}}月(?:份)?(?:[{_DIGITS}]{{1,3}}[日号])?|[0-9]{{1,2}}世纪(?:[0-9]{{2}}年代)?)"
)
# What was not achieved is never shown without the word that says so.
_AIM = re.compile(
    "(?:预期)?目标|预期|力争|争取|确保|计划(?!生育|经济|单列|完成)|预计|要(?=达到|实现|完成|新增|控制)"
)
_LONGEST_AIM = 16
_CLAUSE_MARK = re.compile("[,，;；。:：]")
_CLAUSES_APART = 12
_PEOPLE_UNITS = frozenset({"名", "人", "位"})


def direct_span(question: Question, sentence: str) -> tuple[int, int] | None:
    """Find the figure of ``sentence`` that answers; None where none does or none is asked for.

    Returns
    -------
    (int, int) or None
        A half-open span into ``sentence``.
    """
    if question.kind is not QuestionKind.FIGURE:
        return None
    form = folded(sentence)
    best = _closest(question, form.text, _figures(question, form.text))
    if best is None:
        return None
    start, end = best
    if not _AIM.search(question.text):
        start = _with_aim(form.text, start)
    return form.origins[start], form.origins[end - 1] + 1


def _with_aim(text: str, start: int) -> int:
    """Back to the word that makes a figure an aim: 力争达到7%, not 7%."""
    aims = list(_AIM.finditer(text, max(0, start - _LONGEST_AIM), start))
    if not aims or re.search("[，。；:：,;、]", text[aims[-1].end() : start]):
        return start
    return aims[-1].start()


Candidates = Sequence[tuple[int, int, float]]


def _figures(question: Question, text: str) -> Candidates:
    found: list[tuple[int, int, float]] = []
    for match in FIGURE.finditer(text):
        unit = match["unit"] or ""
        number = match["number"]
        if not unit and not number[0].isdigit() and not number.startswith("百分"):
            continue
        if (re.fullmatch(r"[0-9]{4}", number) and unit == "年") or match.group() in question.text:
            continue
        if text[max(0, match.start() - 1) : match.start()] == "第" or _is_date(text, match):
            continue
        share = unit in ("%", "‰") or "百分" in match.group()
        if question.unit == "%":
            bonus = 3.0 if share else -1.0
        elif question.unit:
            same = unit == question.unit or {unit, question.unit} <= _PEOPLE_UNITS
            scaled = question.unit.endswith(unit) and bool(unit)
            bonus = 3.0 if same else 2.0 if scaled else -1.5 if share else -0.5
        else:
            bonus = 0.5 if unit else 0.0
        found.append((match.start(), match.end(), bonus))
    return found


def _is_date(text: str, match: re.Match[str]) -> bool:
    return match["unit"] in ("月", "日", "年") and bool(
        re.search(r"[0-9]{4}年[0-9一二三四五六七八九十月]*$", text[: match.end()])
    )


def _closest(question: Question, text: str, spans: Candidates) -> tuple[int, int] | None:
    """The candidate that fits best: its sort, and how near the question's words stand."""
    if not spans:
        return None
    matched = [
        position for gram in content_grams(question, 2) for position in _occurrences(gram, text)
    ]

    def fitness(candidate: tuple[int, int, float]) -> float:
        start, end, bonus = candidate
        near = sum(1.0 / (2.0 + _apart(text, start, end, m)) for m in matched)
        follows = question.after[:2] and text[end : end + 2] == question.after[:2]
        precedes = question.before[-2:] and text[max(0, start - 2) : start] == question.before[-2:]
        return bonus + near + 1.0 * bool(follows) + 0.7 * bool(precedes)

    start, end, _ = max(spans, key=lambda candidate: (fitness(candidate), -candidate[0]))
    return start, end


def _apart(text: str, start: int, end: int, position: int) -> int:
    """How far a word stands from a candidate; in another clause twelve times as far."""
    distance = min(abs(start - position), abs(end - position))
    between = text[end:position] if position >= end else text[position:start]
    return distance * _CLAUSES_APART if _CLAUSE_MARK.search(between) else distance


def _occurrences(gram: str, text: str) -> list[int]:
    found: list[int] = []
    position = text.find(gram)
    while position >= 0 and len(found) < 8:
        found.append(position)
        position = text.find(gram, position + 1)
    return found
