"""Extract the figures of a document: quantities, each with indicator, place and period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import NO_PERIOD, Figure, Measure, Period
from pb_qa.models import Document
from pb_qa.text.sentences import sentence_spans
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.clauses import Clauses
from pb_qa.understanding.figures.indicators import IndicatorReader
from pb_qa.understanding.figures.measures import by_name, measures_of
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
FIGURES_FORMAT: Final = "14"


def extract_figures(document: Document) -> tuple[Figure, ...]:
    """The figures of a document in the order of its text; pure, linear in its length."""
    form = folded(document.text)
    timing = Timing(form, document)
    figures = _in_tables(document, form, timing)
    in_cells = {figure.number_start for figure in figures}
    quantities = [q for q in find_quantities(document.text) if q.outer_start not in in_cells]
    if quantities:
        figures += _in_sentences(document, form, timing, quantities)
    return tuple(sorted(figures, key=lambda figure: figure.number_start))


def _in_tables(document: Document, form: str, timing: Timing) -> list[Figure]:
    if SEPARATOR.rstrip() not in form:
        return []
    return [
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
        for found in table_figures(form, document.text, table_rows(form), timing.year)
    ]


@dataclass(slots=True)
class _Paragraph:
    """What the sentences of a paragraph so far leave for the next one.

    Attributes
    ----------
    end
        Where the last of them ends.
    named
        What the last number of it measured.
    change
        ``"up"`` or ``"down"`` when that number was a change.
    lists_output
        Whether what was produced is being listed.
    """

    end: int = 0
    named: str = ""
    change: str = ""
    lists_output: bool = False


def _in_sentences(
    document: Document, form: str, timing: Timing, quantities: Sequence[Quantity]
) -> list[Figure]:
    figures: list[Figure] = []
    paragraph = _Paragraph()
    position = 0
    for start, end in sentence_spans(document.text):
        moments = timing.enter(start, end)
        first = position
        while position < len(quantities) and quantities[position].start < end:
            position += 1
        if position > first:
            if "\n" in document.text[paragraph.end : start]:
                paragraph = _Paragraph()
            inside = quantities[first:position]
            clauses = Clauses(form, document.text, moments)
            figures += _in_sentence(document, clauses, (start, end), inside, timing, paragraph)
            paragraph.end = end
        timing.leave()
    return figures


def _in_sentence(
    document: Document,
    clauses: Clauses,
    span: tuple[int, int],
    inside: Sequence[Quantity],
    timing: Timing,
    paragraph: _Paragraph,
) -> Iterator[Figure]:
    """The figures of one sentence; ``paragraph`` is brought up to it."""
    start, end = span
    measured = measures_of(clauses.form, inside)
    reader = IndicatorReader(
        clauses, start, end, inside, paragraph.named, timing.heading, paragraph.lists_output
    )
    names = reader.read([measure for measure, _ in measured])
    places = PlaceReader(document.text, start, inside[-1].outer_start, document.place)
    for index, (quantity, name) in enumerate(zip(inside, names, strict=True)):
        measure, direction = measured[index]
        if measure is Measure.SHARE and reader.carried[index] and paragraph.change:
            # 工农业总产值增长…。计划为百分之四: still the growth.
            measure, direction = Measure.CHANGE, paragraph.change
        measure, direction = by_name(measure, direction, name)
        paragraph.change = direction if measure is Measure.CHANGE else ""
        period = timing.period_of(quantity, inside[index - 1] if index else None)
        place = places.place_of(quantity.outer_start)
        yield _figure(document, start, end, quantity, measure, direction, name, place, period)
    paragraph.named, paragraph.lists_output = names[-1], reader.output


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
