"""What has to be the same before two figures may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from pb_qa.figures import Figure, FoundFigure, Measure
from pb_qa.text.dimensions import common_unit, converted, dimension_of, exact
from pb_qa.text.search_form import search_form

_CLAUSE: Final = re.compile(r"[，,。；;：:\n]")
_AGAINST: Final = re.compile(
    r"(?P<average>年均|平均每年)|(?P<month>环比|比上个?[月季])"
    r"|[比较](?P<other>(?:[0-9〇零一二三四五六七八九]{2,4}年|“[^”]*”|[^，。；\s]{2,10}?(?:时|前|初|末))[^，。；\s增上下降减提]*)"
)
# A change is against the year before unless the sentence says otherwise.
_YEAR_BEFORE: Final = ""
_STRETCHES: Final = ((31, "月"), (92, "季"), (184, "半年"), (366, "年"))
_DAYS_A_YEAR: Final = 365.25


def baseline(found: FoundFigure) -> str:
    """What a change is measured against, e.g. ``"2005年"``; empty for the year before.

    Figures that are no change have none.
    """
    figure = found.figure
    if figure.measure is not Measure.CHANGE:
        return ""
    before = found.quote[: max(0, figure.number_start - figure.start)]
    clause = _CLAUSE.split(search_form(before))[-1]
    all_stated = list(_AGAINST.finditer(clause))
    if not all_stated:
        return _YEAR_BEFORE
    stated = all_stated[-1]
    if stated["average"]:
        return "年均"
    if stated["month"]:
        return "环比"
    named = str(stated["other"])
    year_before = str(int(figure.period.start[:4]) - 1) if figure.period.start else ""
    return _YEAR_BEFORE if year_before and named.startswith(year_before) else named


def stretch(figure: Figure) -> str:
    """How long the period is: ``"年"`` for a year or a moment, ``"月"``, ``"5年"`` …"""
    if not figure.period.start or figure.period.start == figure.period.end:
        return "年"
    first, last = (date.fromisoformat(day) for day in (figure.period.start, figure.period.end))
    days = (last - first).days + 1
    for most, name in _STRETCHES:
        if days <= most:
            return name
    return f"{round(days / _DAYS_A_YEAR)}年"


def signed_value(figure: Figure) -> Fraction | None:
    """The value in its dimension's own unit, negative for a decrease; None for a ratio."""
    try:
        value = exact(figure.base_value) * dimension_of(figure.base_unit).factor
    except (ValueError, ZeroDivisionError):
        return None
    return -value if figure.direction == "down" else value


def in_common_unit(figures: Iterable[FoundFigure]) -> tuple[str, tuple[FoundFigure, ...]]:
    """The same figures, of one dimension, with their base values in one unit, and that unit."""
    given = list(figures)
    unit = common_unit(found.figure.base_unit for found in given)
    return unit, tuple(
        replace(
            found,
            figure=replace(
                found.figure,
                base_value=converted(found.figure.base_value, found.figure.base_unit, unit),
                base_unit=unit,
            ),
        )
        for found in given
    )
