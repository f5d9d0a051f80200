"""Which of the dates of a sentence governs a number of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.stated import StatedDate, StatedNumber

_EQUALS: Final = re.compile("(?:是|为|相当于|等于|超过)(?:[0-9]{4}年?(?:到|至|[-—~～]))?$")
_OF: Final = re.compile("(?:[0-9]+年)?的")
_BASIS_BEFORE: Final = re.compile("(?:比|较|与|同)[^，。；：]{0,4}$")
_FROM_BEFORE: Final = re.compile("[自从由][^，。；：]{0,4}$")
# 今年 or 去年 begins a clause of its own.
_OTHER_YEAR: Final = re.compile("[，,。；;][今去本]年")
_REPORT_AFTER: Final = re.compile("的?(?:政府)?(?:工作)?(?:报告|文件|公报|讲话|文章)")
_WRITTEN_BEFORE: Final = re.compile("(?:[作写成]于|发[布表]于|印发于)$")
_NEXT: Final = 8
# 1790个党组织（截至2011年底）, and 1790个，这是2011年的数字.
_DATED_AFTER: Final = re.compile(
    "[^，。；,;]{0,12}[（(](?:截[至止]|数据)?|[^，。；,;]{0,4}[，,]?(?:[这那此也][就正便即]?是|[就正便]?是)(?:截至|在)?"
)
_STRETCH: Final = re.compile("\\s*(?:年)?\\s*(?:至|到|[-—–~～]{1,2})\\s*")


def stretch_of(
    text: str, dates: Sequence[StatedDate], date: StatedDate | None
) -> tuple[StatedDate | None, int]:
    """The first date of 2019年至2020年 and the year in which the stretch ends."""
    if date is None:
        return None, 0
    index = dates.index(date)
    for first, last in ((index - 1, index), (index, index + 1)):
        if first >= 0 and last < len(dates) and dates[last].year > dates[first].year > 0:
            between = text[dates[first].end : dates[last].start]
            if _STRETCH.fullmatch(between):
                return dates[first], dates[last].year
    return date, date.year


def governing_date(
    text: str, dates: Sequence[StatedDate], number: StatedNumber
) -> StatedDate | None:
    """The date that a number is stated for, by where it stands; None where that is open."""
    total = None
    for date in reversed(dates):
        if date.end > number.start or not date.year:
            continue
        if total and _STRETCH.fullmatch(text, date.end, total.start):
            continue  # 是1950年到2002年的总和
        if _has_its_own(text, date) and not _is_beside(text, date.end, number.start):
            continue  # 增加到106个（1954年为97个），
        if _OTHER_YEAR.search(text, date.end, number.start):
            return None  # 2010年5元，今年上半年6元
        before = text[max(0, date.start - 6) : date.start]
        if _REPORT_AFTER.match(text, date.end) or _WRITTEN_BEFORE.search(before):
            continue  # 2011年（2012年的报告称“去年”）
        if _OF.match(text, date.end) and _EQUALS.search(text, 0, date.start):
            total = date
            continue
        # 由2010年的5.24亿元增加到15.07亿元: 2010 is the first number's only.
        origin = number.start - date.end > _NEXT and _FROM_BEFORE.search(before)
        if not _BASIS_BEFORE.search(before) and not origin:
            return date
    # 1790个党组织（截至2011年底）: right after it.
    for date in dates:
        if date.year and date.start >= number.end:
            between = text[number.end : date.start]
            if _DATED_AFTER.fullmatch(between) and not _has_its_own(text, date):
                return date
            break
    return None


def _has_its_own(text: str, date: StatedDate) -> bool:
    """Whether a date stands in brackets with a number of its own: （1954年为97个）."""
    opening = max(text.rfind(sign, 0, date.start) for sign in "（(")
    if opening < 0 or re.search("[）)]", text[opening : date.start]):
        return False
    inside = re.split("[）)]", text[date.end :], maxsplit=1)[0]
    return re.search("[0-9]", inside) is not None


def _is_beside(text: str, start: int, stop: int) -> bool:
    """Whether no bracket closes between two places."""
    return not re.search("[）)]", text[start:stop])


__all__ = ["governing_date", "stretch_of"]
