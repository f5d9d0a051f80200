"""Figures of the ledger as an answer states them: verbatim, each with its citation."""

from __future__ import annotations

from pb_qa.answering.figures.aims import is_aim
from pb_qa.answers import AnswerFigure
from pb_qa.figures import FoundFigure
from pb_qa.models import Citation, Document
from pb_qa.text.numerals import find_numbers
from pb_qa.understanding.figures.conditions import conditions_of, words_of


def citation_of(found: FoundFigure, number: int, document: Document) -> Citation:
    """The sentence or table row that states a figure, with its place in the document."""
    start = found.figure.start
    sections = sorted(
        (s for s in document.sections if s.start <= start < s.end), key=lambda s: s.level
    )
    return Citation(
        number=number,
        document=found.document,
        passage_id="",
        start=start,
        end=found.figure.end,
        quote=found.quote,
        headings=tuple(section.heading for section in sections),
        page=next((p.number for p in document.pages if p.start <= start < p.end), None),
    )


def answer_figure(found: FoundFigure, number: int, document: Document) -> AnswerFigure:
    """A figure as it is written, without blanks around it."""
    figure = found.figure
    written = document.text[figure.number_start : figure.number_end]
    start = figure.number_start + len(written) - len(written.lstrip())
    text = written.strip()
    cases = conditions_of(found.quote, figure.number_start - figure.start)
    return AnswerFigure(
        text=text,
        indicator=figure.indicator,
        place=figure.place,
        period=figure.period,
        number=number,
        document_id=found.document.id,
        start=start,
        end=start + len(text),
        unit=figure.unit if _is_bare(text) else "",
        condition="，".join(words_of(found.quote, case) for case in cases),
        aim=is_aim(found, document),
    )


def _is_bare(text: str) -> bool:
    """Whether it is a numeral and nothing else."""
    numbers = find_numbers(text)
    return (
        len(numbers) == 1
        and (numbers[0].start, numbers[0].end) == (0, len(text))
        and not numbers[0].percent
        and not text.endswith(("万", "亿"))
    )
