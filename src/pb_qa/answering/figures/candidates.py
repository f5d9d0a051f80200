"""A figure with the words around it, ready to be compared with a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import FoundFigure
from pb_qa.models import Document
from pb_qa.text.search_form import search_form

_AROUND: Final = 260
_CLAUSE_END: Final = re.compile("[，,；;。、：:！？\n]")
_BESIDE: Final = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with the words around it, all in search form.

    Attributes
    ----------
    clause
        The indicator, the words back to the figure before, and those up to the next comma or
        figure, each on a line of its own.
    beside
        The words right before and after the number.
    sentence
        The whole sentence.
    around
        Title, headings and the text around the sentence.
    title
        Title and source of the document.
    """

    found: FoundFigure
    clause: str
    beside: str
    sentence: str
    around: str
    title: str

    @property
    def before(self) -> str:
        """The words between the figure before and this one."""
        return self.clause.split("\n", 1)[-1].rsplit("\n", 1)[0]

    @property
    def after(self) -> str:
        """The words after it, up to the next comma or figure."""
        return self.clause.rsplit("\n", 1)[-1]


def described(figure: FoundFigure, same: Sequence[FoundFigure], document: Document) -> Candidate:
    """A figure with its clause, sentence and surroundings."""
    this = figure.figure
    before = max(
        (f.figure.number_end for f in same if f.figure.number_end <= this.number_start),
        default=this.start,
    )
    after = min(
        (f.figure.number_start for f in same if f.figure.number_start >= this.number_end),
        default=this.end,
    )
    text = document.text
    # What comes after the next comma is about the next number.
    following = _CLAUSE_END.split(text[this.number_end : after], maxsplit=1)[0]
    line = text.rfind("\n", 0, this.start) + 1
    around = text[max(line, this.start - _AROUND) : this.start]
    headings = " ".join(s.heading for s in document.sections if s.start <= this.start < s.end)
    info = figure.document
    title = f"{info.title} {info.source} {info.place} {info.issuer}"
    return Candidate(
        found=figure,
        clause=search_form(f"{this.indicator}\n{text[before : this.number_start]}\n{following}"),
        beside=search_form(
            text[max(before, this.number_start - _BESIDE) : this.number_start]
            + "\n"
            + following[:_BESIDE]
        ),
        sentence=search_form(figure.quote),
        around=search_form(f"{title}\n{headings}\n{around}"),
        title=search_form(title),
    )
