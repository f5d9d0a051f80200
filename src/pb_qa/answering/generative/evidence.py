"""A passage made ready for checking what is said to stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pb_qa.answering.generative.aligning import Spelled, spell
from pb_qa.answering.generative.context import Context, read_contexts
from pb_qa.answering.generative.stated import (
    StatedDate,
    StatedNumber,
    read_dates,
    read_numbers,
)
from pb_qa.answering.generative.wording import plain_numbers
from pb_qa.figures import Figure, FoundFigure
from pb_qa.models import Document, ScoredPassage
from pb_qa.text.places import listed_place_spans
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans
from pb_qa.understanding.figures.amounts import folded

_NO_WORDS: Final = re.compile(r"[\s\W_]+")


class FigureStore(Protocol):
    """The ledger, as far as checking needs it."""

    def in_passages(self, passage_ids: Sequence[str]) -> Mapping[int, str]:
        """The live figures whose numerals stand in these passages, by key."""
        ...

    def fetch(self, keys: Sequence[int]) -> Mapping[int, FoundFigure]:
        """The live ones among these figures, by key."""
        ...


class CheckedLibrary(Protocol):
    """Where documents and their figures are looked up."""

    @property
    def figures(self) -> FigureStore:
        """The ledger."""
        ...

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A stored document."""
        ...


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of a passage, read.

    Attributes
    ----------
    start, end
        Span in the passage.
    form
        In the search form.
    dates, numbers
        With spans in ``text``.
    contexts
        What governs each of ``numbers``.
    places
        The listed places named, in their order.
    spelled
        As tokens, to be laid beside another sentence.
    """

    index: int
    start: int
    end: int
    text: str
    form: str
    dates: tuple[StatedDate, ...]
    numbers: tuple[StatedNumber, ...]
    contexts: tuple[Context, ...]
    spelled: Spelled
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with all that is compared with it.

    Attributes
    ----------
    around
        Title, headings, issuer, place, number and date of the document, in the search form.
    context_dates
        The dates of those.
    letters
        The passage without blanks and punctuation, numbers in one spelling; what a
        quotation is looked for in.
    """

    found: ScoredPassage
    sentences: tuple[SourceSentence, ...]
    form: str
    around: str
    context_dates: tuple[StatedDate, ...]
    letters: str

    def places_before(self, index: int) -> list[str]:
        """The listed places that the sentences before one name."""
        return [name for sentence in self.sentences[:index] for name in sentence.places]


def read_evidence(found: ScoredPassage, figures: Sequence[Figure]) -> Evidence:
    """Read a passage; pure."""
    text = found.passage.text
    info = found.document
    sentences = []
    for index, (start, end) in enumerate(sentence_spans(text)):
        own = text[start:end]
        dates = tuple(read_dates(folded(own)))
        inside = tuple(
            figure for figure in figures if start <= figure.number_start - found.passage.start < end
        )
        numbers = tuple(read_numbers(own, dates))
        contexts = read_contexts(own, numbers, dates, inside, found.passage.start + start)
        places = tuple(own[a:b] for a, b in listed_place_spans(own, 0, len(own)))
        sentences.append(
            SourceSentence(
                index,
                start,
                end,
                own,
                search_form(own),
                dates,
                numbers,
                contexts,
                spell(own),
                places,
            )
        )
    headings = " ".join(found.passage.headings)
    parts = (
        info.title,
        headings,
        info.issuer,
        info.number,
        info.place,
        info.publisher,
        info.author,
    )
    around = "\n".join(parts)
    return Evidence(
        found=found,
        sentences=tuple(sentences),
        form=search_form(text),
        around=search_form(around),
        context_dates=tuple(read_dates(f"{info.title} {headings} {_written_date(info.issued_on)}")),
        letters=letters(f"{text}\n{around}"),
    )


def letters(text: str) -> str:
    """The words of a text alone, in which quotations are compared."""
    return _NO_WORDS.sub("", search_form(plain_numbers(text)))


def _written_date(iso: str) -> str:
    parts = [part for part in iso.split("-") if part.isdigit()]
    return "".join(
        f"{int(part)}{unit}" for part, unit in zip(parts, ("年", "月", "日"), strict=False)
    )


__all__ = [
    "CheckedLibrary",
    "Evidence",
    "FigureStore",
    "SourceSentence",
    "letters",
    "read_evidence",
]
