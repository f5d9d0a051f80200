"""The questions that the index of figures can be asked, composed of small ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import tantivy

from pb_qa.figures import FigureOrder

Query = tantivy.Query

ORDER_FIELDS: Final = {
    FigureOrder.VALUE: "value",
    FigureOrder.PERIOD: "period_from",
    FigureOrder.INDICATOR: "indicator",
    FigureOrder.PLACE: "place",
    FigureOrder.DOCUMENT: "title",
}
_LAST_DAY: Final = 99_991_231


def collated(text: str) -> str:
    """A text that sorts by its GB 18030 code: common Chinese characters by pronunciation."""
    return text.encode("gb18030", "replace").decode("latin-1")


def uncollated(text: str) -> str:
    """The inverse of `collated`."""
    return text.encode("latin-1").decode("gb18030")


def day_number(iso: str) -> int:
    """An ISO date as a number that sorts as it: ``"2011-12-31"`` is 20111231."""
    return int(iso.replace("-", ""))


class FigureQueries:
    """Builds queries; each can be a part of another."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    # ---- composing

    def all_of(self, *queries: Query) -> Query:
        """Figures that match every one; scores are added up."""
        return Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])

    def any_of(self, queries: Iterable[Query], at_least: int = 1) -> Query:
        """Figures that match as many as ``at_least``; scores are added up."""
        parts = [(tantivy.Occur.Should, query) for query in queries]
        return Query.boolean_query(parts, minimum_number_should_match=at_least)

    def ranked(self, query: Query, hints: Iterable[Query]) -> Query:
        """Figures that match ``query``; those that match a hint as well score higher."""
        parts = [(tantivy.Occur.Should, hint) for hint in hints]
        return Query.boolean_query([(tantivy.Occur.Must, query), *parts])

    def without(self, query: Query, excluded: Query) -> Query:
        """Figures that match the first but not the second."""
        return Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.MustNot, excluded)])

    def weighted(self, query: Query, weight: float) -> Query:
        """The same with scores multiplied."""
        return Query.boost_query(query, weight)

    def scored(self, query: Query, score: float) -> Query:
        """The same with one score for all."""
        return Query.const_score_query(query, score)

    def everything(self) -> Query:
        """All figures."""
        return Query.all_query()

    # ---- what is asked of a figure

    def in_indicator(self, term: str) -> Query:
        """The indicator has this term."""
        return Query.term_query(self._schema, "indicator_terms", term, "freq")

    def in_context(self, term: str) -> Query:
        """Sentence, indicator, document's title or place have this term of `pairs`."""
        return Query.term_query(self._schema, "context_terms", term, "freq")

    def form(self, form: str) -> Query:
        """The indicator's form is exactly this."""
        return Query.term_query(self._schema, "form", form, "basic")

    def keys(self, keys: Sequence[int]) -> Query:
        """Exactly these figures."""
        return Query.term_set_query(self._schema, "key", list(keys))

    def places(self, names: Sequence[str]) -> Query:
        """The place is one of these."""
        return self._one_of("place", [collated(name) for name in names])

    def placeless(self) -> Query:
        """No place is named."""
        return self.without(Query.all_query(), Query.exists_query("place"))

    def unit(self, form: str) -> Query:
        """Unit or base unit have this search form."""
        return Query.term_query(self._schema, "unit", form, "basic")

    def measure(self, measure: str) -> Query:
        """Level, change or share."""
        return Query.term_query(self._schema, "measure", measure, "basic")

    def documents(self, ids: Sequence[str]) -> Query:
        """Stated in one of these documents."""
        return self._one_of("document", ids)

    def versions(self, terms: Sequence[str]) -> Query:
        """Stated in one of these versions, see `version_term`."""
        return self._one_of("version", terms)

    def overlapping(self, first: int, last: int) -> Query:
        """The period has a day in common with the stretch between two `day_number`s."""
        kind = tantivy.FieldType.Unsigned
        return self.all_of(
            Query.range_query(self._schema, "period_from", kind, 0, last),
            Query.range_query(self._schema, "period_to", kind, first, _LAST_DAY),
        )

    def timeless(self) -> Query:
        """No period is known."""
        return self.without(Query.all_query(), Query.exists_query("period_from"))

    def _one_of(self, field: str, values: Sequence[str]) -> Query:
        if not values:
            return Query.empty_query()
        return Query.term_set_query(self._schema, field, list(values))
