"""Extract the figures of a document: quantities, each with indicator, place and period."""

from __future__ import annotations

from typing import Final

from pb_qa.figures import NO_PERIOD, Figure, Measure, Period
from pb_qa.models import Document
from pb_qa.text.sentences import sentence_spans
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.clauses import Clauses
from pb_qa.understanding.figures.indicators import IndicatorReader
from pb_qa.understanding.figures.measures import by_name, measure_of
from pb_qa.understanding.figures.placing import PlaceReader
from pb_qa.understanding.figures.quantities import Quantity, find_quantities
from pb_qa.understanding.figures.tables import (
    SEPARATOR,
    TableFigure,
    table_figures,
    table_rows,
)
from pb_qa.understanding.figures.timing import Timing

# Changes whenever other figures come out of the same text; the ledger is then made anew.
FIGURES_FORMAT: Final = "1"


def extract_figures(document: Document) -> tuple[Figure, ...]:
    """The figures of a document in the order of its text; pure, linear in its length."""
    text = document.text
    form = folded(text)
    rows = table_rows(form) if SEPARATOR.rstrip() in form else []
    timing = Timing(form, document)
    figures = [
        _figure(
            document,
            found.row.start,
            found.row.end,
            found.quantity,
            found.measure,
            _table_direction(found),
            found.indicator or timing.heading,
            document.place,
            found.period or NO_PERIOD,
        )
        for found in table_figures(form, text, rows, timing.year)
    ]
    in_cells = {figure.number_start for figure in figures}
    quantities = [q for q in find_quantities(text) if q.outer_start not in in_cells]
    if not quantities:
        return tuple(figures)
    position = 0
    before, before_end, change, output = "", 0, "", False
    for start, end in sentence_spans(text):
        moments = timing.enter(start, end)
        first = position
        while position < len(quantities) and quantities[position].start < end:
            position += 1
        inside = quantities[first:position]
        if not inside:
            timing.leave()
            continue
        if "\n" in text[before_end:start]:
            before = change = ""
            output = False
        measured = [measure_of(form, quantity) for quantity in inside]
        reader = IndicatorReader(
            Clauses(form, text, moments), start, end, inside, before, timing.heading, output
        )
        names = reader.read([measure for measure, _ in measured])
        output = reader.output
        places = PlaceReader(text, start, inside[-1].outer_start, document.place)
        for index, (quantity, name) in enumerate(zip(inside, names, strict=True)):
            measure, direction = measured[index]
            if measure is Measure.SHARE and reader.carried[index] and change:
                # 工农业总产值增长…。计划为百分之四: still the growth.
                measure, direction = Measure.CHANGE, change
            measure, direction = by_name(measure, direction, name)
            change = direction if measure is Measure.CHANGE else ""
            period = timing.period_of(quantity, inside[index - 1] if index else None)
            place = places.place_of(quantity.outer_start)
            figures.append(
                _figure(document, start, end, quantity, measure, direction, name, place, period)
            )
        before, before_end = names[-1], end
        timing.leave()
    return tuple(sorted(figures, key=lambda figure: figure.number_start))


def _table_direction(found: TableFigure) -> str:
    if found.measure is not Measure.CHANGE:
        return ""
    return "down" if found.quantity.value.startswith("-") else "up"


def _figure(
    document: Document,
    start: int,
    end: int,
    quantity: Quantity,
    measure: Measure,
    direction: str,
    indicator: str,
    place: str,
    period: Period,
) -> Figure:
    return Figure(
        document_id=document.id,
        start=start,
        end=end,
        number_start=quantity.outer_start,
        number_end=quantity.outer_end,
        value=quantity.value,
        unit=quantity.unit,
        base_value=quantity.base_value,
        base_unit=quantity.base_unit,
        value_to=quantity.value_to,
        base_value_to=quantity.base_value_to,
        qualifier=quantity.qualifier,
        measure=measure,
        direction=direction,
        indicator=indicator,
        place=place,
        period=period,
    )
