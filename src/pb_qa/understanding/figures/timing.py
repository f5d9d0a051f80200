"""Which period each figure of a document holds for, carried from sentence to sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from pb_qa.figures import NO_PERIOD, Period
from pb_qa.models import Document
from pb_qa.understanding.figures import time_cues
from pb_qa.understanding.figures.dates import (
    end_of,
    first_year,
    is_several,
    last_year,
    number_of,
    span_period,
    year_period,
)
from pb_qa.understanding.figures.document_times import (
    is_report,
    section_periods,
    year_spoken_in,
)
from pb_qa.understanding.figures.periods import Moment, find_moments, opens
from pb_qa.understanding.figures.quantities import Quantity

_REACHED: Final = re.compile("(?:到|至|达|超过|突破)(?:了)?(?:近|约)?$")
_OVER_YEARS: Final = re.compile("年均|平均每年|每年平均|逐年|每年递增")
_SUMMED: Final = re.compile("累计|共|总计|合计|新增|增加(?![到至为])")
# 由A提高到B: nothing is said of when A held.
_ORIGIN: Final = re.compile("[由从][^，。；：]{0,12}$")
_TARGET: Final = re.compile(
    "[^，。；：0-9]{0,6}[提增上下降减升扩回转延缩调发][^，。；：0-9]{0,3}[到至为]"
)
_NUMBERING: Final = re.compile("^[（(]?[0-9零一二三四五六七八九十百千第]+[）)、.．章节条]*\\s*")
_LONGEST_ASIDE: Final = 20
# How many times named before a number are looked at: a sentence may be as long as a list.
_MOST_MOMENTS: Final = 12
_CLAUSE: Final = re.compile("[，；。：]")
_LOOK_BACK: Final = 24
# 据四川省试点的84个企业的统计，1979年…: the year comes after.
_AUTHORITY: Final = re.compile("[^，。；：]{0,16}(?:统计|调查|测算|材料)[，,]")
# 力争用三年时间: the years from now on.
_UNDERTAKEN: Final = re.compile("(?:力争|争取|用)(?:用|在)?$")
_LONGEST_TASK: Final = 50
_SHORT_TERMS: Final = frozenset({"个月", "天", "日", "小时", "个小时", "周", "个星期", "个工作日"})
# 已有, 只有: not of the year to come that was spoken of before.
_OF_NOW: Final = re.compile("[已只现]有|已经")


class Timing:
    """Follows a document's words of time from its beginning to its end.

    `enter` takes the sentences in their order; `period_of` answers for the sentence
    entered last.

    Parameters
    ----------
    form
        The document's text as `amounts.folded` gives it.

    Attributes
    ----------
    year
        The year in which the document speaks; None when it does not tell or does not matter.
    """

    def __init__(self, form: str, document: Document) -> None:
        self._form = form
        self.year = year_spoken_in(document)
        self._is_report = is_report(form, document)
        periods = section_periods(document.sections, self.year, reporting=self._is_report)
        self._sections = list(zip(document.sections, periods, strict=True))
        self._next_section = 0
        self._section = self._topic = self._paragraph = self._stretch = NO_PERIOD
        # What 翻两番 was to be reached by, the last part of a year named, what alone was named.
        self._doubling = self._part = self._alone = NO_PERIOD
        self._is_as_of = False  # 截至2011年底: all that follows is of that day
        self._moments: list[Moment] = []
        self._years: set[int] = set()
        self._start = 0
        self._line_end = -1

    def enter(self, start: int, end: int) -> list[Moment]:
        """Go on to a sentence; gives the expressions of time in it, with true offsets."""
        self._start = start
        while (
            self._next_section < len(self._sections)
            and self._sections[self._next_section][0].start <= start
        ):
            section, period = self._sections[self._next_section]
            if period != self._section or section.level == 1:
                self._topic = NO_PERIOD
            self._section = period
            self._note_stretch(period)
            self._next_section += 1
        if start > self._line_end:
            newline = self._form.find("\n", start)
            self._line_end = newline if newline >= 0 else len(self._form)
            self._paragraph = self._part = self._alone = NO_PERIOD
            self._years = set()
        if self._alone.text and not self._paragraph.text and time_cues.goes_on(self._form, start):
            self._paragraph = self._alone
        moments = find_moments(
            self._form[start:end],
            self.year,
            self._carried(),
            self._stretch,
            self._years,
            reporting=self._is_report,
        )
        self._moments = [
            Moment(m.start + start, m.end + start, m.period, m.basis, m.origin, m.passing)
            for m in moments
        ]
        self._years |= {
            first_year(m.period)
            for m in moments
            if not (m.basis or m.period.words or is_several(m.period))
        }
        return self._moments

    def leave(self) -> None:
        """The sentence is done: what it says of time holds for those that follow."""
        if not self._moments:
            self._alone = NO_PERIOD
            return
        named = [m for m in self._moments if not (m.basis or m.origin or m.passing)]
        parts = [m.period for m in named if _is_part(m.period)]
        self._part = parts[0] if parts else self._part
        self._alone = named[0].period if len({m.period for m in named}) == 1 else NO_PERIOD
        if not named:
            return
        first = named[0]
        after_basis = self._moments[0].basis and self._form[first.start - 1] in "，,"
        if not after_basis and not opens(self._form, self._start, first):
            return
        lasting = first.period.start[5:] == "01-01" and first.period.end[5:] == "12-31"
        if not lasting and self._is_detail(first.period):
            return
        # What happened on a day is followed by more of its year.
        is_day = _is_day(first.period)
        self._is_as_of = self._form.startswith("截", first.start)
        self._paragraph = year_period(first_year(first.period)) if is_day else first.period
        if lasting:
            self._topic = first.period
            if not is_several(self._section):
                self._note_stretch(first.period)

    def _is_detail(self, period: Period) -> bool:
        """Whether a part of a year only illustrates the several past years spoken of."""
        past = self.year is not None and last_year(period) < self.year
        return past and is_several(self._carried())

    @property
    def heading(self) -> str:
        """The heading that governs the sentence entered last, without its number."""
        if not self._next_section:
            return ""
        return _NUMBERING.sub("", self._sections[self._next_section - 1][0].heading)

    def _note_stretch(self, period: Period) -> None:
        if is_several(period):
            self._stretch = period

    def period_of(self, quantity: Quantity, previous: Quantity | None) -> Period:
        """The period for which a quantity of the sentence entered last holds."""
        own = self._own(quantity, previous) or self._announced(quantity)
        if quantity.unit == "番":
            own = self._doubled(own)
        period = own or self._carried()
        if self._is_origin(quantity):
            return self._before(quantity, period, own)
        before = self._form[
            max(self._start, quantity.outer_start - _LOOK_BACK) : quantity.outer_start
        ]
        clause = _CLAUSE.split(before)[-1]
        several = is_several(period)
        if own is None and self.year and quantity.base_unit == "年" and _UNDERTAKEN.search(clause):
            count = number_of(quantity.base_value)
            return span_period(self.year, self.year + max(1, min(count, _LONGEST_TASK)) - 1)
        if own is None and self._is_ahead(period) and _OF_NOW.search(clause):
            return year_period(self.year) if self.year else NO_PERIOD
        if time_cues.is_normal(clause, self._form, quantity.outer_end) and not several:
            return NO_PERIOD
        if own is None:
            period = self._narrowed(period, quantity, clause)
        if is_several(period) and not self._names_years(quantity, len(clause)):
            period = self._of_several(period, quantity, clause)
        several = is_several(period)
        if _OVER_YEARS.search(clause) and not several:
            return self._stretch_until(period)
        if not several and self._is_against_years(quantity, len(clause)):
            return self._stretch_that_ends_with(period) or period
        if not several and self._is_ahead(period) and time_cues.adds_up(clause):
            years = self._stretch_that_ends_with(period)
            return years if years and last_year(years) - first_year(years) > 1 else period
        if (
            several
            and _REACHED.search(clause)
            and not _OVER_YEARS.search(clause)
            and not _SUMMED.search(clause)
        ):
            return end_of(period)
        return period

    def _doubled(self, own: Period | None) -> Period | None:
        """When 翻两番 is to be reached: the time to come that was last named for it."""
        if own and self._is_ahead(own):
            self._doubling = own
        return self._doubling if self._doubling.start else own

    def _narrowed(self, period: Period, quantity: Quantity, clause: str) -> Period:
        """Which part of a time carried from before the words beside a number mean."""
        part = self._part
        in_it = not period.start or (_is_year(period) and part.start[:4] == period.start[:4])
        if part.start and in_it and time_cues.is_of_same_part(clause):
            return part
        if not period.start:
            return period
        count = time_cues.years_in_a_row(clause)
        if count > 1:
            last = last_year(period) - (last_year(period) == self.year)
            return span_period(last - count + 1, last)
        if time_cues.looks_ahead(self._form, self._start) and not self._is_ahead(end_of(period)):
            ahead = self._stretch.start and self._is_ahead(end_of(self._stretch))
            return self._stretch if ahead else NO_PERIOD
        if (
            period.start == period.end
            and period.end[5:] == "12-31"
            and not (self._is_as_of or time_cues.is_at_the_end(clause))
        ):
            return year_period(first_year(period))
        return period

    def _names_years(self, quantity: Quantity, length: int) -> bool:
        """Whether the last ``length`` characters before a number name several years."""
        start = quantity.outer_start - length
        return any(
            moment.start >= start and is_several(moment.period) and not moment.basis
            for moment in self._named_before(quantity)
        )

    def _of_several(self, period: Period, quantity: Quantity, clause: str) -> Period:
        """The last of several years, where only that can be meant."""
        if _OVER_YEARS.search(clause) or _SUMMED.search(clause):
            return period
        if quantity.qualifier.endswith("内") and quantity.base_unit in _SHORT_TERMS:
            return year_period(self.year) if self.year else NO_PERIOD
        past = self.year is not None and last_year(period) <= self.year
        if past and time_cues.is_stock(clause):
            return end_of(period)
        bases = [m for m in self._named_before(quantity) if m.basis and not m.period.words]
        since = bases and not _CLAUSE.search(self._form[bases[-1].end : quantity.outer_start])
        return end_of(period) if since else period

    def _is_origin(self, quantity: Quantity) -> bool:
        """Whether a quantity is what a change begins with, at a time not said."""
        start = max(self._start, quantity.outer_start - _LOOK_BACK)
        origin = _ORIGIN.search(self._form, start, quantity.outer_start)
        if not origin or not _TARGET.match(self._form, quantity.outer_end):
            return False
        return not any(origin.start() < m.end for m in self._named_before(quantity))

    def _before(self, quantity: Quantity, period: Period, own: Period | None) -> Period:
        """When a change begins that ends with a period."""
        for moment in reversed(self._named_before(quantity)):
            if moment.origin:
                return moment.period  # 学校由1980年的…增加到…，招生数由…增加到…
        if not period.start or not (own or is_several(period)):
            return NO_PERIOD
        return year_period(first_year(period) - 1)

    def _is_ahead(self, period: Period) -> bool:
        return bool(self.year and period.start and first_year(period) > self.year)

    def _stretch_until(self, period: Period) -> Period:
        """The several years that end with a period: 到1992年，…平均每年增长."""
        several = self._several()
        ending = self._stretch_that_ends_with(period)
        if ending is not None:
            return ending
        if self.year and period.start and last_year(period) > self.year:
            return span_period(self.year, last_year(period))
        return several[0] if several else period

    def _several(self) -> list[Period]:
        """The stretches of years spoken of, those of the narrowest context first."""
        spans = (self._paragraph, self._topic, self._section, self._stretch)
        return [span for span in spans if is_several(span)]

    def _stretch_that_ends_with(self, period: Period) -> Period | None:
        return next((span for span in self._several() if span.end == period.end), None)

    def _is_against_years(self, quantity: Quantity, length: int) -> bool:
        """Whether several years are what the clause of a number compares with: 比“六五”期间."""
        start = quantity.outer_start - length
        return any(
            moment.basis and moment.start >= start and is_several(moment.period)
            for moment in self._named_before(quantity)
        )

    def _announced(self, quantity: Quantity) -> Period | None:
        """The time named right after 据…统计，."""
        authority = _AUTHORITY.match(self._form, quantity.outer_end)
        if authority is None:
            return None
        index = bisect_left(self._moments, authority.end(), key=lambda moment: moment.start)
        following = self._moments[index : index + 1]
        return following[0].period if following and following[0].start == authority.end() else None

    def _own(self, quantity: Quantity, previous: Quantity | None) -> Period | None:
        """What the sentence itself says before the quantity, nearest first."""
        for moment in reversed(self._named_before(quantity)):
            if previous is not None and self._is_aside(moment, previous, quantity):
                continue
            if moment.basis:
                span, number = (moment.start, moment.end), quantity.outer_start
                if time_cues.is_value_of_basis(self._form, span, number, quantity.base_unit):
                    return moment.period  # 比一九五八年的一千二百亿元: that value itself
                continue
            if time_cues.names_a_ruling(self._form, moment.start, moment.end):
                continue
            later = previous is not None and moment.end <= previous.start
            if later and time_cues.names_an_event(self._form, moment.end):
                continue
            if moment.origin and previous is not None and moment.end <= previous.start:
                continue
            return moment.period
        return None

    def _named_before(self, quantity: Quantity) -> list[Moment]:
        """The last times named before a quantity in its sentence."""
        stop = bisect_right(self._moments, quantity.start + 1, key=lambda moment: moment.end)
        return self._moments[max(0, stop - _MOST_MOMENTS) : stop]

    def _is_aside(self, moment: Moment, previous: Quantity, quantity: Quantity) -> bool:
        """Whether a time only explains the number before: 2300元（2010年不变价）."""
        if self._form[previous.outer_end : moment.start] != "(":
            return False
        end = min(quantity.start, moment.end + _LONGEST_ASIDE)
        return self._form.find(")", moment.end, end) >= 0

    def _carried(self) -> Period:
        if self._paragraph.text:
            return self._paragraph
        if not self._is_report:
            return NO_PERIOD
        section_is_year = self._section.text and not is_several(self._section)
        return self._section if section_is_year or not self._topic.text else self._topic


def _is_year(period: Period) -> bool:
    """Whether a period is a whole year."""
    whole = period.start[5:] == "01-01" and period.end[5:] == "12-31"
    return whole and not is_several(period)


def _is_part(period: Period) -> bool:
    """Whether a period is a part of a year, more than a day of it."""
    return not is_several(period) and not _is_year(period) and period.start != period.end


def _is_day(period: Period) -> bool:
    """Whether a period is a single day that is not the last of a year."""
    return period.start == period.end and period.end[5:] != "12-31"
