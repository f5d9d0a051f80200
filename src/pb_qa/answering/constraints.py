"""What a question pins down (year, place, body, article) and whether a sentence is about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pb_qa.answering.entities import bodies_in, place_stem, places_in
from pb_qa.answering.question import Question, years_in
from pb_qa.models import ScoredPassage
from pb_qa.text.numerals import find_numbers
from pb_qa.text.search_form import search_form

_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百千零〇两]+[条章节款]")


@dataclass(frozen=True, slots=True)
class Constraints:
    """What must hold of a sentence before it may answer.

    Attributes
    ----------
    articles
        Clause numbers in one form: ``"第13条"``.
    """

    years: tuple[str, ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]
    articles: tuple[str, ...]

    def facets(self) -> tuple[Constraints, ...]:
        """One set of constraints for each year or place that is asked about side by side."""
        if len(self.years) > 1:
            return tuple(
                Constraints((year,), self.places, self.bodies, self.articles) for year in self.years
            )
        if len(self.articles) > 1:
            return tuple(
                Constraints(self.years, self.places, self.bodies, (article,))
                for article in self.articles
            )
        if len(self.places) > 1:
            return tuple(
                Constraints(self.years, (place,), self.bodies, self.articles)
                for place in self.places
            )
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


def constraints_of(question: Question) -> Constraints:
    """Read what the question pins down."""
    places = places_in(question.text)
    outermost = [p for p in places if not any(p != other and p in other for other in places)]
    return Constraints(
        years=tuple(sorted(question.years)),
        places=tuple(outermost),
        bodies=tuple(bodies_in(question.text)),
        articles=tuple(dict.fromkeys(articles_in(question.text))),
    )


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
