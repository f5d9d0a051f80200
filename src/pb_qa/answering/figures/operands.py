"""Figures that something can be reckoned from."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.figures import Measure

# 涨幅 is told as a change; between two of them there is a difference as well.
_RATE_OF_CHANGE: Final = re.compile("[涨增降]幅|增速|增长率")


def usable(matcher: Matcher, ask: Ask, *, begun: bool = True) -> list[Match]:
    """Levels and shares of the place asked about, the likeliest first.

    Their sentence itself names the thing: 公路 of the next sentence is no 铁路.

    Parameters
    ----------
    begun
        Whether it must have the very word with which the thing's name begins.
    """
    rates = _RATE_OF_CHANGE.search(ask.words) is not None
    found = [
        m
        for m in matcher.rate(ask)
        if m.place_fit
        and _is_single(m)
        and (rates or m.candidate.found.figure.measure is not Measure.CHANGE)
        and m.stated > 0
        and m.keyed > 0
        and (not begun or matcher.begins_alike(m.candidate, ask))
        and not matcher.is_named_otherwise(m.candidate, ask)
    ]
    if not begun:
        return found
    # 国家机构经费占60.8%，其中国防费41.5%: of one sentence those whose own words name it.
    itself = {id(m) for m in found if matcher.begins_alike(m.candidate, ask, clause_only=True)}
    places = {m.place for m in found if id(m) in itself}
    return [m for m in found if id(m) in itself or m.place not in places]


def _is_single(match: Match) -> bool:
    figure = match.candidate.found.figure
    return not figure.value_to and ":" not in figure.value and "/" not in figure.value


def value_of(match: Match) -> Decimal:
    """In its base unit."""
    return Decimal(match.candidate.found.figure.base_value)
