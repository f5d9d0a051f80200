"""A passage made ready for checking what is said to stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pb_qa.answering.generative.checking.clauses import Clause, clauses_of, counted_form
from pb_qa.answering.generative.checking.context import Context, named_bodies, pairs, read_contexts
from pb_qa.answering.generative.checking.differences import Part, parts_of, without_article
from pb_qa.answering.generative.checking.spelling import Spelled, spell
from pb_qa.answering.generative.checking.stated import (
    StatedDate,
    StatedNumber,
    read_dates,
    read_numbers,
)
from pb_qa.answering.generative.checking.synonyms import meaning
from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.figures import Figure, FoundFigure
from pb_qa.models import Document, DocumentInfo, ScoredPassage
from pb_qa.text.places import listed_place_spans
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.periods import find_moments

_NO_WORDS: Final = re.compile(r"[\s\W_]+")
# 第一，… begins a point; it is no rank that 居第一 could rest on.
_POINT: Final = re.compile(
    "(?:^|(?<=[。；;：:\n，,　 ]))第[一二三四五六七八九十0-9]{1,2}(?=[，,、：:]|是)"
)


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
    bodies
        The companies, offices and associations named.
    relative_years
        The years meant by words such as 去年, with those words.
    spelled
        As tokens, to be laid beside another sentence.
    parts
        The same by clauses.
    letters
        Without blanks and punctuation, numbers in one spelling.
    """

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    form: str
    dates: tuple[StatedDate, ...]
    numbers: tuple[StatedNumber, ...]
    contexts: tuple[Context, ...]
    spelled: Spelled
    letters: str
    places: tuple[str, ...]
    bodies: tuple[str, ...]
    relative_years: tuple[tuple[int, str], ...]
    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...]


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
    pairs
        Pairs of characters of all that.
    sense
        The passage with its synonyms brought to one sign.
    """

    found: ScoredPassage
    sentences: tuple[SourceSentence, ...]
    form: str
    around: str
    context_dates: tuple[StatedDate, ...]
    letters: str
    pairs: frozenset[str]
    sense: str

    def before(self, sentence: SourceSentence) -> list[SourceSentence]:
        """The sentences before one in its paragraph."""
        earlier = self.sentences[: sentence.index]
        return [other for other in earlier if other.paragraph == sentence.paragraph]


def read_evidence(found: ScoredPassage, figures: Sequence[Figure]) -> Evidence:
    """Read a passage; pure."""
    text = found.passage.text
    info = found.document
    sentences = tuple(
        _read_sentence(found, index, span, figures)
        for index, span in enumerate(sentence_spans(text))
    )
    headings = " ".join(found.passage.headings)
    around = "\n".join(
        (info.title, headings, info.issuer, info.number, info.place, info.publisher, info.author)
    )
    return Evidence(
        found=found,
        sentences=sentences,
        form=search_form(text),
        around=search_form(around),
        context_dates=tuple(read_dates(f"{info.title} {headings} {_written_date(info.issued_on)}")),
        letters=letters(f"{text}\n{around}"),
        pairs=pairs(f"{text}\n{around}"),
        sense="\n".join(meaning(sentence.spelled.text) for sentence in sentences),
    )


def _read_sentence(
    found: ScoredPassage, index: int, span: tuple[int, int], figures: Sequence[Figure]
) -> SourceSentence:
    start, end = span
    text = found.passage.text[start:end]
    offset = found.passage.start + start
    form = search_form(text)
    dates = tuple(read_dates(folded(text)))
    points = {match.start() for match in _POINT.finditer(text)}
    numbers = tuple(
        number
        for number in read_numbers(text, dates)
        if not points & {number.start, number.start - 1}
    )
    spelled = spell(text)
    inside = [figure for figure in figures if 0 <= figure.number_start - offset < end - start]
    return SourceSentence(
        index=index,
        paragraph=found.passage.text.count("\n", 0, start),
        start=start,
        end=end,
        text=text,
        form=form,
        dates=dates,
        numbers=numbers,
        contexts=read_contexts(text, numbers, dates, inside, offset),
        spelled=spelled,
        letters=letters(text),
        places=tuple(text[a:b] for a, b in listed_place_spans(text, 0, len(text))),
        bodies=tuple(named_bodies(form)),
        relative_years=tuple(_relative_years(text, _year_of(found.document))),
        clauses=clauses_of(counted_form(text)),
        parts=tuple(without_article(part) for part in parts_of(spelled)),
    )


def _year_of(info: DocumentInfo) -> int | None:
    """The year of a document by its date, or else the first one of its title."""
    if info.issued_on[:4].isdigit():
        return int(info.issued_on[:4])
    return next((date.year for date in read_dates(info.title) if date.year), None)


def _relative_years(text: str, year: int | None) -> list[tuple[int, str]]:
    """去年 of a document of 2016 is 2015."""
    moments = find_moments(folded(text), year) if year else []
    return [
        (int(moment.period.start[:4]), moment.period.words)
        for moment in moments
        if moment.period.words and moment.period.start[:4] == moment.period.end[:4]
    ]


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
