"""The time that a document as a whole speaks of: its year, and that of each of its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.figures import NO_PERIOD, Period
from pb_qa.models import Document, Section
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.dates import year_period
from pb_qa.understanding.figures.periods import find_moments

# Rules hold at any time; a report speaks of the years it reports on throughout.
_REPORT: Final = re.compile("报告|总结|回顾")
_OPENING: Final = re.compile("工作报告|报告工作|工作总结|各位代表|向大会报告")
_OPENING_CHARACTERS: Final = 500
_STANDING: Final = re.compile(
    "(?:法|条例|规定|办法|细则|章程|准则|规程|通则)(?:[（(][^）)]*[）)])?$"
)
_TITLE_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_REVIEW: Final = re.compile("回顾|总结|情况")
_PLAN: Final = re.compile("任务|安排|目标|部署|今年|展望|打算")


def year_spoken_in(document: Document) -> int | None:
    """The year in which a document speaks: of its issue, else the one year of its title.

    None where neither tells, and for standing rules, which hold in any year.
    """
    if _STANDING.search(document.title):
        return None
    if document.issued_on[:4].isdigit():
        return int(document.issued_on[:4])
    years = set(_TITLE_YEAR.findall(folded(document.title)))
    return int(years.pop()) if len(years) == 1 else None


def is_report(form: str, document: Document) -> bool:
    """Whether a document reports on years, so that these hold for what follows.

    Parameters
    ----------
    form
        The document's text as `amounts.folded` gives it.
    """
    return bool(_REPORT.search(document.title) or _OPENING.search(form, 0, _OPENING_CHARACTERS))


def section_periods(
    sections: Sequence[Section], year: int | None, *, reporting: bool
) -> list[Period]:
    """What each heading says of time, or the heading it stands under.

    Parameters
    ----------
    year
        The year in which the document speaks.
    reporting
        Whether the document is a report: its plans are then for that year.
    """
    periods: list[Period] = []
    open_sections: list[tuple[Section, Period]] = []
    for section in sections:
        while open_sections and section.start >= open_sections[-1][0].end:
            open_sections.pop()
        outer = open_sections[-1][1] if open_sections else NO_PERIOD
        heading = folded(section.heading)
        moments = [m for m in find_moments(heading, year, outer) if not m.basis]
        period = moments[-1].period if moments else outer
        if len(moments) > 1 and _REVIEW.search(heading, moments[0].end, moments[1].start):
            # １９９３年工作的回顾和１９９４年的方针 begins with the review.
            period = moments[0].period
        if not period.text and reporting and year and _PLAN.search(heading):
            period = year_period(year)
        periods.append(period)
        open_sections.append((section, period))
    return periods
