"""Whether a sentence is about what a question pins down: the year, place, body, article named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.constraints import COUNTED, TARGET, Constraints, articles_in, ordinals_in
from pb_qa.answering.held import is_salutation, speaks_to
from pb_qa.answering.named_sources import is_official, is_so_named, is_the_law, year_of
from pb_qa.answering.opposites import tells_only_the_opposite
from pb_qa.answering.question import years_in
from pb_qa.answering.units import class_of, classes_in, is_too_coarse, time_unit_of
from pb_qa.models import ScoredPassage
from pb_qa.text.numerals import find_numbers
from pb_qa.text.places import place_stem, places_in
from pb_qa.text.search_form import search_form
from pb_qa.understanding.figures.conditions import Condition, Fit, cases_in, fit_of

# Between the cells of a table's row.
_CELL = " | "
# The whole area is meant, not one of its parts.
_WHOLE = re.compile(r"全[国省区市县州]")
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around a sentence, in the search form.

    Attributes
    ----------
    document
        Title, issuer, place, publisher and headings: what all sentences below share.
    passage
        The passage's text.
    headings
        From the innermost heading outwards.
    title
        The document's title.
    official
        Whether the document is an authority's.
    """

    document: str
    passage: str
    issued_on: str
    headings: tuple[str, ...] = ()
    title: str = ""
    official: bool = False

    @property
    def heading(self) -> str:
        """The innermost heading."""
        return self.headings[0] if self.headings else ""

    @classmethod
    def of(cls, found: ScoredPassage, passage_form: str) -> Surroundings:
        """The surroundings that a found passage gives its sentences."""
        info = found.document
        parts = (
            info.title, info.issuer, info.place, info.publisher, info.source,
            *found.passage.headings,
        )  # fmt: skip
        headings = tuple(search_form(heading) for heading in reversed(found.passage.headings))
        return cls(
            search_form("\n".join(parts)), passage_form, info.issued_on, headings,
            search_form(info.title), is_official(info),
        )  # fmt: skip


def fitting(variants: Sequence[Constraints], placed: Sequence[PlacedSentence]) -> NDArray[np.bool_]:
    """Which sentences are about what the question pins down; shape (sentences,).

    Parameters
    ----------
    variants
        The constraints of the question and of the same question in other words; a
        sentence has to meet those of one.
    """

    def fits(sentence: PlacedSentence) -> bool:
        around = Surroundings.of(sentence.found, sentence.described.passage)
        return any(meets(own, sentence.described.sentence, around) for own in variants)

    return np.asarray([fits(sentence) for sentence in placed], dtype=np.bool_)


def meets(constraints: Constraints, sentence: str, around: Surroundings) -> bool:
    """Whether a sentence (search form) is about what the question pins down."""
    if _CELL in sentence:
        sentence = f"{_header_of(sentence, around)} {sentence}"
    return (
        all(_meets_year(year, sentence, around, constraints) for year in constraints.years)
        and _meets_places(constraints.places, sentence, around)
        and all(_meets_body(body, sentence, around) for body in constraints.bodies)
        and all(_meets_article(article, sentence, around) for article in constraints.articles)
        and all(_meets_ordinal(ordinal, sentence, around) for ordinal in constraints.ordinals)
        and all(share in f"{around.passage}\n{sentence}" for share in constraints.shares)
        and _meets_figure(constraints, sentence)
        and (not constraints.holds or re.search(constraints.holds, sentence) is not None)
        and _meets_name(constraints.name, sentence, around)
        and _meets_focus(constraints.focus, sentence, around)
        and (not constraints.titled or sentence in around.title)
        and not (constraints.planned is False and TARGET.search(sentence))
        and _meets_case(constraints.cases, sentence)
        and all(_meets_act(act, around) for act in constraints.acts)
        and (not constraints.law or is_the_law(constraints.law, around.title))
        and not tells_only_the_opposite(constraints.asked, sentence)
    )


def _meets_name(name: str, sentence: str, around: Surroundings) -> bool:
    """Who holds a post stands beside it by name, foreign names in stories aside.

    Of who is spoken to, the name stands in the line before: 王青委员:您提出的提案收悉。
    """
    if not name or not around.official or re.search(name, sentence) is not None:
        return True
    before = around.passage[: max(0, around.passage.find(sentence))].rstrip().rpartition("\n")[2]
    return speaks_to(sentence) and is_salutation(before) and re.search(name, before) is not None


def _meets_act(act: str, around: Surroundings) -> bool:
    """Whether a sentence is of a document so named, in full or shortened: 劳动合同法."""
    return act in around.document or is_so_named(act, around.title)


def _meets_case(cases: tuple[Condition, ...], sentence: str) -> bool:
    """Whether a sentence may hold for the case asked about: 三年以上的合同 are no 不满一年的."""
    return not cases or fit_of(cases, cases_in(sentence)) is not Fit.ANOTHER


def _header_of(row: str, around: Surroundings) -> str:
    """The heading and the header row above a table's row, which say what its cells are."""
    above = around.passage[: max(0, around.passage.find(row))].splitlines()
    rows = list(takewhile(lambda line: _CELL in line, reversed(above)))
    return f"{around.heading} {rows[-1]}" if rows else around.heading


def _meets_year(year: str, sentence: str, around: Surroundings, constraints: Constraints) -> bool:
    """The year nearest to the sentence decides: its own, its heading's, the last one named.

    A title that names several years decides nothing. Of a report of that year anything may
    be asked, of a report of another year nothing.
    """
    if constraints.of_reports and (own := year_of(around.title, around.issued_on)):
        return own == year
    before = around.passage[: max(0, around.passage.find(sentence))]
    for text in (sentence, around.heading, before.rpartition("\n")[2]):
        named = years_in(text)
        if named:
            return year in named
    named = years_in(before)
    if named:
        return year == max(named, key=before.rfind)
    for heading in around.headings[1:]:
        if years_in(heading):
            return year in years_in(heading)
    titled = years_in(around.title)
    return titled == {year} or (not titled and around.issued_on.startswith(year))


def _meets_places(places: tuple[str, ...], sentence: str, around: Surroundings) -> bool:
    """Whether each place is in the sentence, over the whole document, or the last one named."""
    for place in places:
        stem = place_stem(place)
        if stem in sentence or stem in around.document:
            continue
        if _WHOLE.search(sentence):
            return False
        before = around.passage[: max(0, around.passage.find(sentence))]
        named = places_in(before)
        if not named or stem != place_stem(max(named, key=before.rfind)) or places_in(sentence):
            return False
    return True


def _meets_focus(pairs: frozenset[str], sentence: str, around: Surroundings) -> bool:
    """A figure whose sentence shares no word with what is measured measures something else."""
    return not pairs or any(pair in sentence or pair in around.heading for pair in pairs)


def _meets_body(body: str, sentence: str, around: Surroundings) -> bool:
    """Names are often shortened, so half of a name's pairs of characters are enough."""
    text = sentence + around.passage + around.document
    pairs = [body[i : i + 2] for i in range(len(body) - 1)]
    return sum(pair in text for pair in pairs) * 2 >= len(pairs)


def _meets_ordinal(ordinal: str, sentence: str, around: Surroundings) -> bool:
    """Of the second batch nothing is said where none is counted so: 第二批."""
    return ordinal in ordinals_in(f"{around.document}\n{around.passage}\n{sentence}")


def _meets_article(article: str, sentence: str, around: Surroundings) -> bool:
    return article in articles_in(f"{around.document}\n{around.passage}\n{sentence}")


def _meets_figure(constraints: Constraints, sentence: str) -> bool:
    """Whether a figure of the class asked for stands near what is counted."""
    if not constraints.figure and not constraints.counted:
        return True
    if not constraints.counted and constraints.figure == "time" and constraints.time_unit:
        units = (time_unit_of(number, sentence) for number in find_numbers(sentence))
        return any(unit and not is_too_coarse(constraints.time_unit, unit) for unit in units)
    if not constraints.counted:
        same = any(number.unit == constraints.unit for number in find_numbers(sentence))
        return same if constraints.unit else constraints.figure in classes_in(sentence)
    if _CELL in sentence:
        return constraints.counted in sentence and bool(find_numbers(sentence))
    nouns = [match.start() for match in re.finditer(re.escape(constraints.counted), sentence)]
    return any(
        class_of(number, sentence) in ({constraints.figure, ""} if constraints.figure else COUNTED)
        and any(-_NEAR - 2 <= noun - number.end <= _NEAR for noun in nouns)
        for number in find_numbers(sentence)
    )
