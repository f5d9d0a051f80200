"""From a filter to a query of the index of figures."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.errors import PbQaError
from pb_qa.figures import FigureFilter
from pb_qa.models import DocumentInfo
from pb_qa.storage.figure_index import FigureSnapshot
from pb_qa.storage.figure_queries import FigureQueries, Query
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_REGIONS: Final = ("省", "自治区")


class FilterError(PbQaError):
    """A filter has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class FilterScope:
    """What a filter is resolved against: the index, and the live documents when needed.

    Attributes
    ----------
    lying_in
        The ids of the live documents of a collection.
    """

    queries: FigureQueries
    snapshot: FigureSnapshot
    documents: Callable[[], Sequence[DocumentInfo]]
    lying_in: Callable[[str], Sequence[str]]


def filter_queries(wanted: FigureFilter, scope: FilterScope) -> list[Query]:
    """The conditions of a filter; none when it lets everything pass.

    Raises
    ------
    FilterError
        When a date is none.
    """
    queries = scope.queries
    conditions: list[Query] = []
    if wanted.place:
        conditions.append(queries.places(places_meant(wanted.place, scope.snapshot)))
    if wanted.period_from or wanted.period_to:
        first = day_range(wanted.period_from)[0] if wanted.period_from else _FIRST_YEAR * 10000
        last = day_range(wanted.period_to)[1] if wanted.period_to else _LAST_YEAR * 10000 + 1231
        if first > last:
            raise FilterError(
                f"时间的先后反了：从 {wanted.period_from} 到 {wanted.period_to}。请把早的写在前面。"
            )
        conditions.append(queries.overlapping(first, last))
    if wanted.unit:
        conditions.append(queries.unit(search_form(sound(wanted.unit)).strip()))
    if wanted.document:
        conditions.append(queries.documents(_documents_meant(wanted.document, scope.documents())))
    if wanted.collection:
        conditions.append(queries.documents(scope.lying_in(wanted.collection)))
    if wanted.measure is not None:
        conditions.append(queries.measure(wanted.measure.value))
    return conditions


def day_range(date: str) -> tuple[int, int]:
    """First and last day of an ISO date or a part of one, as `day_number`s.

    Raises
    ------
    FilterError
        When it is no date.
    """
    match = _DATE.fullmatch(date.strip())
    if match is None or int(match[1]) < _FIRST_YEAR:
        raise _no_date(date)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not month:
        if match[2]:
            raise _no_date(date)
        return year * 10000 + 101, year * 10000 + 1231
    if month > 12:
        raise _no_date(date)
    last = calendar.monthrange(year, month)[1]
    start = year * 10000 + month * 100
    if match[3] is None:
        return start + 1, start + last
    if not 1 <= day <= last:
        raise _no_date(date)
    return start + day, start + day


def sound(text: str) -> str:
    """The text without halves of characters, which no index takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _no_date(date: str) -> FilterError:
    return FilterError(f"不是日期：{date}。请写年（2011）、年月（2011-12）或年月日（2011-12-31）。")


def places_meant(asked: str, snapshot: FigureSnapshot) -> list[str]:
    """The places on record that a name stands for, see `place_matches`."""
    return [place for place in snapshot.values("place") if place_matches(asked, place)]


def place_matches(asked: str, place: str) -> bool:
    """Whether a place is the one asked for, or lies in it by its own name.

    “宁夏” and “宁夏回族自治区” meet, as do “固原” and “固原市”; “固原市” lets “宁夏固原市” pass
    but not “固原县”, “宁夏回族自治区” lets “宁夏固原市” pass.
    """
    name, stated = (search_form(text).replace(" ", "") for text in (asked, place))
    if not name or name in stated:
        return bool(name)
    stem = place_stem(name)
    if stated.endswith(stem):
        return True
    return name.endswith(_REGIONS) and stem in stated and not stated.startswith(f"{stem}市")


def _documents_meant(asked: str, live: Iterable[DocumentInfo]) -> list[str]:
    """The document with this id, or those whose title or source have every word asked for."""
    infos = list(live)
    if any(info.id == asked for info in infos):
        return [asked]
    words = search_form(asked).split()
    return [
        info.id
        for info in infos
        if all(word in search_form(f"{info.title}\n{info.source}") for word in words)
    ]
