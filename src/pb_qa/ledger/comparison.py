"""Series: figures of one indicator side by side over years or places, only like with like."""

from __future__ import annotations

from collections.abc import Iterable

from pb_qa.figures import FoundFigure, Series
from pb_qa.ledger.likeness import baseline, in_common_unit, signed_value, stretch
from pb_qa.storage.claims import place_form
from pb_qa.text.dimensions import dimension_of
from pb_qa.text.indicators import indicator_form
from pb_qa.understanding.figures.aims import is_aim

_Key = tuple[str, str, str, str, str, bool]


def series_of(found: Iterable[FoundFigure]) -> list[Series]:
    """Sort figures into series.

    The points of a series share indicator (`indicator_form`), measure, dimension of the
    unit, length of the period and, for changes, what they are measured against; aims are
    kept apart from what came about. Where one of these is out of the ordinary, the series'
    indicator says so: ``"国内生产总值（年均）"``. Ranges and ratios are left out, as are figures
    that name neither period nor place. What several documents state alike is one point;
    where they differ, each value is a point.

    Returns
    -------
    list of Series
        In the order in which their first figures were given, those with one point last.
    """
    groups: dict[_Key, dict[tuple[object, ...], FoundFigure]] = {}
    for one in found:
        figure = one.figure
        value = signed_value(figure)
        form = indicator_form(figure.indicator, figure.place)
        if figure.kind in ("range", "ratio") or value is None or not form:
            continue
        if not figure.period.start and not figure.place:
            continue
        key = (
            form,
            figure.measure.value,
            dimension_of(figure.base_unit).name,
            stretch(figure),
            baseline(one),
            is_aim(one),
        )
        where = place_form(figure.place)
        point = (figure.period.start, figure.period.end, where, value)
        groups.setdefault(key, {}).setdefault(point, one)
    made = [_series(key, list(points.values())) for key, points in groups.items()]
    return sorted(made, key=lambda series: len(_positions(series)) < 2)


def _series(key: _Key, points: list[FoundFigure]) -> Series:
    unit, converted = in_common_unit(points)
    first = converted[0].figure
    *_, length, against, aimed_at = key
    remarks = [
        length if length != "年" else "",
        against if against in ("年均", "环比") or not against else f"与{against}相比",
        "目标或预期" if aimed_at else "",
    ]
    remark = "，".join(filter(None, remarks))
    indicator = f"{first.indicator}（{remark}）" if remark else first.indicator
    return Series(indicator, first.measure, unit, tuple(sorted(converted, key=_in_time)))


def _in_time(found: FoundFigure) -> tuple[str, str, str]:
    figure = found.figure
    return figure.period.end, figure.period.start, figure.place


def _positions(series: Series) -> set[tuple[str, str]]:
    return {(point.figure.period.end, place_form(point.figure.place)) for point in series.points}
