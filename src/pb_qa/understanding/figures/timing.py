"""Which period each figure of a document holds for, carried from sentence to sentence."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.figures import NO_PERIOD, Period
from pb_qa.models import Document
from pb_qa.understanding.figures.periods import Moment, end_of, find_moments, opens, year_period
from pb_qa.understanding.figures.quantities import Quantity

_REACHED: Final = re.compile("(?:到|至|为|达到?|超过|突破|有|是|共)(?:了)?(?:近|约)?$")
_AVERAGE: Final = re.compile(
    "年均|平均每年|每年平均|累计|五年|[一二三四五六七八九十]年|共|总计|合计|新增"
)
_STANDING: Final = re.compile(
    "(?:法|条例|办法|规定|规则|细则|章程|准则|规程)(?:[（(][^）)]*[）)])?$"
)
_REPORT: Final = re.compile("报告|总结|回顾|综述")
_PLAN_HEADING: Final = re.compile("任务|安排|目标|部署|今年|要求|展望|工作重点|打算|计划$")
_REVIEW_HEADING: Final = re.compile("回顾|总结|过去|成就|成绩|情况|一年来")


class Timing:
    """Follows a document's words of time from its beginning to its end.

    `enter` takes the sentences in their order; `period_of` answers for the sentence
    entered last.
    """

    def __init__(self, form: str, document: Document) -> None:
        self._form = form
        self._year = int(document.issued_on[:4]) if document.issued_on[:4].isdigit() else None
        self._standing = bool(_STANDING.search(document.title))
        self._headings = [(s.start, s.start + len(s.heading), s.end) for s in document.sections]
        self._next_heading = 0
        self._section: Period = NO_PERIOD
        self._topic: Period = NO_PERIOD
        self._paragraph: Period = NO_PERIOD
        self._moments: list[Moment] = []
        self._line_end = -1
        self._start = 0

    def enter(self, start: int, end: int) -> list[Moment]:
        """Go on to a sentence; gives the expressions of time in it, with true offsets."""
        while (
            self._next_heading < len(self._headings)
            and self._headings[self._next_heading][0] <= start
        ):
            self._enter_section(self._next_heading)
            self._next_heading += 1
        if start > self._line_end:
            newline = self._form.find("\n", start)
            self._line_end = newline if newline >= 0 else len(self._form)
            self._paragraph = NO_PERIOD
        self._start = start
        sentence = self._form[start:end]
        self._moments = [
            Moment(m.start + start, m.end + start, m.period, m.basis, m.origin)
            for m in find_moments(sentence, self._year)
        ]
        self._leave = NO_PERIOD
        for moment in self._moments:
            if not moment.basis and not moment.origin:
                if opens(self._form, start, moment):
                    self._topic = moment.period
                self._paragraph = moment.period
                break
        return self._moments

    def _enter_section(self, index: int) -> None:
        start, end, _ = self._headings[index]
        heading = self._form[start:end]
        moments = find_moments(heading, self._year)
        if moments:
            self._section = moments[-1].period
            self._topic = NO_PERIOD
        elif self._year and _PLAN_HEADING.search(heading):
            self._section = year_period(self._year)
            self._topic = NO_PERIOD

    def period_of(self, quantity: Quantity, previous: Quantity | None) -> Period:
        """The period for which a quantity of the sentence entered last holds."""
        own = self._own(quantity, previous)
        period = own or self._carried()
        if period.start[:4] != period.end[:4] and period.start:
            clause = self._form[max(self._start, quantity.outer_start - 14) : quantity.outer_start]
            if _REACHED.search(clause) and not _AVERAGE.search(clause):
                return end_of(period)
        return period

    def _own(self, quantity: Quantity, previous: Quantity | None) -> Period | None:
        for moment in reversed(self._moments):
            if moment.end > quantity.start + 1 or moment.basis:
                continue
            if moment.origin and previous is not None and moment.end <= previous.start:
                continue
            return moment.period
        return None

    def _carried(self) -> Period:
        if self._standing:
            return NO_PERIOD
        for period in (self._paragraph, self._topic, self._section):
            if period.text:
                return period
        return NO_PERIOD
