"""Answers to figure questions from the small ledger, with spans that hold for real.

A question names words of an indicator, and may name years, places, 相差 or 合计.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from small_figures import SmallFigures

from pb_qa.answering.figures.stating import answer_figure, citation_of
from pb_qa.answers import Answer, AnswerFigure, AnswerSentence, Coverage
from pb_qa.figures import FigureFilter, FigureOrder, FoundFigure
from pb_qa.models import Document

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_PLACE = re.compile("[甲乙丙丁戊己庚辛壬癸]市|全省|全国")
_INDICATORS = ("养老床位", "机动车保有量", "绿化覆盖率", "粮食产量", "社区服务中心", "新增床位")
_MOST = 12


def answer_from_ledger(
    question: str, ledger: SmallFigures, documents: Mapping[str, Document]
) -> Answer | None:
    """An answer from the ledger; None when the question is about none of its indicators."""
    indicator = next((name for name in _INDICATORS if name in question), None)
    if indicator is None:
        return None
    place = _PLACE.search(question)
    wanted = FigureFilter(place=place[0] if place else "")
    stated = [
        found
        for found in ledger.each(indicator, wanted, FigureOrder.PERIOD, descending=True)
        if found.figure.indicator == indicator
    ]
    years = _YEAR.findall(question)
    fitting = [f for f in stated if not years or f.figure.period.end[:4] in years]
    if not fitting and stated:
        return _offer(question, years, stated[0], documents)
    if not fitting:
        return None
    if len(years) == 2 and ("相差" in question or "合计" in question):
        operands = [next(f for f in fitting if f.figure.period.end[:4] == y) for y in years]
        return _reckoned(question, operands, documents)
    figures, sentences = _cited(fitting[:_MOST], documents)
    coverage = Coverage(len(figures), len(fitting))
    return Answer(question, question, None, sentences, False, (), coverage, figures=figures)


def _cited(
    found: Sequence[FoundFigure], documents: Mapping[str, Document]
) -> tuple[tuple[AnswerFigure, ...], tuple[AnswerSentence, ...]]:
    numbers: dict[tuple[str, int], int] = {}
    figures, sentences = [], []
    for one in found:
        place, document = (one.document.id, one.figure.start), documents[one.document.id]
        if place not in numbers:
            numbers[place] = len(numbers) + 1
            citation = citation_of(one, numbers[place], document)
            sentences.append(AnswerSentence(one.quote, (citation,)))
        figures.append(answer_figure(one, numbers[place], document))
    return tuple(figures), tuple(sentences)


def _offer(
    question: str, years: Sequence[str], other: FoundFigure, documents: Mapping[str, Document]
) -> Answer:
    figures, sentences = _cited([other], documents)
    figure = figures[0]
    note = f"没有{'、'.join(years)}年的数据；有{figure.period.text}的：{figure.stated}。"
    return Answer(
        question, question, None, sentences, True, (), Coverage(0, 0), (note,), figures=figures
    )


def _reckoned(
    question: str, operands: Sequence[FoundFigure], documents: Mapping[str, Document]
) -> Answer:
    figures, sentences = _cited(operands, documents)
    one, two = (Decimal(found.figure.value) for found in operands)
    unit = operands[0].figure.unit
    sign, result = ("＋", one + two) if "合计" in question else ("－", one - two)
    if result < 0:
        figures, result = figures[::-1], -result
    working = f" {sign} ".join(f"{f.stated}（{f.period.text}）" for f in figures)
    shown = f"{result}{unit}"
    return Answer(
        question,
        question,
        None,
        sentences,
        False,
        (),
        Coverage(len(sentences), len(sentences)),
        figures=figures,
        reckoned=shown,
        working=f"{working} ＝ {shown}",
    )
