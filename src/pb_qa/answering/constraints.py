"""What a question pins down (year, place, body, article) and whether a sentence is about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.entities import bodies_in, place_stem, places_in
from pb_qa.answering.question import Question, QuestionKind, years_in
from pb_qa.answering.units import class_asked_for, class_of, classes_in
from pb_qa.models import ScoredPassage
from pb_qa.text.numerals import find_numbers
from pb_qa.text.search_form import search_form

_COUNTED = frozenset({"people", "count"})
_NEAR = 14
# “多少名党建工作指导员”: the noun right after the counting word is what is counted.
_ASKED_COUNT = re.compile(
    r"(?:多少|几)[万亿]?(?:名|人次|位|家|个|项|条|件|种|所|座|户|批|期|次)(?P<noun>[\u3400-\u9fff]{2})"
)
_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百千零〇两]+[条章节款]")


@dataclass(frozen=True, slots=True)
class Constraints:
    """What must hold of a sentence before it may answer.

    Attributes
    ----------
    articles
        Clause numbers in one form: ``"第13条"``.
    figure
        The class of the figure asked for, see `pb_qa.answering.units`.
    counted
        The first characters of what is counted, e.g. ``"党员"`` in “多少名党员”.
    """

    years: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    figure: str = ""
    counted: str = ""

    def facets(self) -> tuple[Constraints, ...]:
        """One set of constraints for each year or place that is asked about side by side."""
        if len(self.years) > 1:
            return tuple(replace(self, years=(year,)) for year in self.years)
        if len(self.articles) > 1:
            return tuple(replace(self, articles=(article,)) for article in self.articles)
        if len(self.places) > 1:
            return tuple(replace(self, places=(place,)) for place in self.places)
        return (self,)

    def describe(self) -> str:
        """The constraints in words, for a note to the reader."""
        years = [f"{year}年" for year in self.years]
        return "、".join([*years, *self.places, *self.bodies, *self.articles])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around a sentence, in the search form.

    Attributes
    ----------
    document
        Title, issuer, place, publisher and headings: what all sentences below share.
    passage
        The passage's text.
    """

    document: str
    passage: str
    issued_on: str

    @classmethod
    def of(cls, found: ScoredPassage, passage_form: str) -> Surroundings:
        """The surroundings that a found passage gives its sentences."""
        info = found.document
        parts = (
            info.title, info.issuer, info.place, info.publisher, info.source,
            *found.passage.headings,
        )  # fmt: skip
        return cls(search_form("\n".join(parts)), passage_form, info.issued_on)


def fitting(constraints: Constraints, placed: Sequence[PlacedSentence]) -> NDArray[np.bool_]:
    """Which sentences are about what the question pins down; shape (sentences,)."""
    return np.asarray(
        [
            meets(
                constraints,
                sentence.described.sentence,
                Surroundings.of(sentence.found, sentence.described.passage),
            )
            for sentence in placed
        ],
        dtype=np.bool_,
    )


def constraints_of(question: Question) -> Constraints:
    """Read what the question pins down."""
    places = places_in(question.text)
    sought = question.kind is QuestionKind.FIGURE
    figure = class_asked_for(question.text, question.unit) if sought else ""
    outermost = [p for p in places if not any(p != other and p in other for other in places)]
    return Constraints(
        years=tuple(sorted(question.years)),
        places=tuple(outermost),
        bodies=tuple(bodies_in(question.text)),
        articles=tuple(dict.fromkeys(articles_in(question.text))),
        figure=figure,
        counted=_counted(question) if figure in _COUNTED else "",
    )


def _counted(question: Question) -> str:
    match = _ASKED_COUNT.search(question.text)
    return match["noun"] if match else ""


def articles_in(form: str) -> list[str]:
    """Clause numbers with Arabic digits, e.g. 第十三条 as ``"第13条"``."""
    found = []
    for match in _ARTICLE.finditer(form):
        numbers = find_numbers(match.group())
        if numbers:
            found.append(f"第{numbers[0].value}{match.group()[-1]}")
    return found


def meets(constraints: Constraints, sentence: str, around: Surroundings) -> bool:
    """Whether a sentence (search form) is about what the question pins down."""
    return (
        all(_meets_year(year, sentence, around) for year in constraints.years)
        and _meets_places(constraints.places, sentence, around)
        and all(_meets_body(body, sentence, around) for body in constraints.bodies)
        and all(_meets_article(article, sentence, around) for article in constraints.articles)
        and _meets_figure(constraints, sentence)
    )


def _meets_year(year: str, sentence: str, around: Surroundings) -> bool:
    own = years_in(sentence)
    if own:
        return year in own
    named = years_in(around.passage) | years_in(around.document)
    return year in named or (not named and around.issued_on.startswith(year))


def _meets_places(places: tuple[str, ...], sentence: str, around: Surroundings) -> bool:
    for place in places:
        stem = place_stem(place)
        if stem in sentence or stem in around.document:
            continue
        if stem not in around.passage:
            return False
        others = [p for p in places_in(sentence) if place_stem(p) != stem]
        if others:
            return False
    return True


def _meets_body(body: str, sentence: str, around: Surroundings) -> bool:
    """Names are often shortened, so half of a name's pairs of characters are enough."""
    text = sentence + around.passage + around.document
    pairs = [body[i : i + 2] for i in range(len(body) - 1)]
    return sum(pair in text for pair in pairs) * 2 >= len(pairs)


def _meets_article(article: str, sentence: str, around: Surroundings) -> bool:
    return article in articles_in(f"{around.document}\n{around.passage}\n{sentence}")


def _meets_figure(constraints: Constraints, sentence: str) -> bool:
    """Whether a figure of the class asked for stands near what is counted."""
    if not constraints.figure:
        return True
    if not constraints.counted:
        return constraints.figure in classes_in(sentence)
    nouns = [match.start() for match in re.finditer(re.escape(constraints.counted), sentence)]
    return any(
        class_of(number, sentence) in (constraints.figure, "")
        and any(-_NEAR - 2 <= noun - number.end <= _NEAR for noun in nouns)
        for number in find_numbers(sentence)
    )
