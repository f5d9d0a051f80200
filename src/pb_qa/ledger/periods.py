"""The stretch of time that a user types."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.ledger.filters import FilterError, day_range

_YEARS: Final = re.compile(r"([0-9]{4})年?\s*(?:-|－|—+|~|～|至|到)\s*([0-9]{4})年?")
_DATE: Final = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})[日号])?)?")


def period_bounds(typed: str) -> tuple[str, str]:
    """First and last date of what was typed, as a filter takes them.

    ``"2011"``, ``"2011-12"``, ``"2010-2015"``, ``"2010-06..2011-03"``, ``"2010.."``,
    ``"2010年至2015年"``; both empty for an empty text.

    Raises
    ------
    FilterError
        When it is none of these.
    """
    text = typed.strip()
    if not text:
        return "", ""
    years = _YEARS.fullmatch(text)
    if years:
        return years[1], years[2]
    start, separator, end = text.partition("..")
    first, last = (_iso(part) for part in (start, end if separator else start))
    if not first and not last:
        raise FilterError(f"看不懂的时间：{typed}。请写 2011、2011-12 或 2010-2015。")
    return first, last


def _iso(text: str) -> str:
    bare = text.strip()
    if not bare:
        return ""
    match = _DATE.fullmatch(bare)
    if match:
        bare = "-".join(part.zfill(2) for part in match.groups() if part)
    day_range(bare)
    return bare
