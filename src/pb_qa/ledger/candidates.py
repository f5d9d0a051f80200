"""Figures that may answer a question put in anybody's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.figures import FoundFigure
from pb_qa.models import ScoredPassage
from pb_qa.storage.figure_index import FigureIndex, pairs
from pb_qa.storage.figure_queries import Query
from pb_qa.storage.library import Library

_BY_WORDS: Final = 60
_MORE_PASSAGES: Final = 24
_CONTEXT_WEIGHT: Final = 0.6
_MOST_TERMS: Final = 60


class FigureCandidates:
    """Gathers figures loosely: any shared words count; whoever asks rates them."""

    def __init__(self, library: Library, index: FigureIndex) -> None:
        self._library = library
        self._index = index

    def gather(
        self,
        words: Sequence[str],
        years: Sequence[tuple[int, int]],
        found: Sequence[ScoredPassage],
        collection: str = "",
    ) -> tuple[list[ScoredPassage], list[FoundFigure]]:
        """Passages that may answer, and every figure they state.

        Parameters
        ----------
        words
            The question's words, and the same in other words.
        years
            First and last years of the times asked about; for each the best are looked
            for apart, so that other years do not crowd them out.
        found
            Passages found already; those of figures with the same words are added.
        collection
            Only figures of this collection; empty for all.
        """
        passages = list(found)
        known = {hit.passage.id for hit in found}
        queries = self._queries(words, years, collection)
        # The narrowest search first: what it finds is kept when there is too much.
        keys = [key for query in reversed(queries) for key in self._hits(query)]
        places = self._library.figures.passages_with(list(dict.fromkeys(keys)))
        more = [place for place in dict.fromkeys(places.values()) if place not in known]
        added = self._library.passages(more[:_MORE_PASSAGES])
        passages += [ScoredPassage(passage, info, 0.0) for passage, info in added.values()]
        return passages, self.stated_in([hit.passage.id for hit in passages])

    def stated_in(self, passages: Sequence[str]) -> list[FoundFigure]:
        """Every figure of some passages, in the order in which they came into the library."""
        stated = self._library.figures.in_passages(passages)
        return list(self._library.figures.fetch(list(stated)).values())

    def _queries(
        self, words: Sequence[str], years: Sequence[tuple[int, int]], collection: str
    ) -> list[Query]:
        terms = list(dict.fromkeys(term for text in words for term in pairs(text)))[:_MOST_TERMS]
        if not terms:
            return []
        queries = self._index.queries
        matching = queries.any_of(self._either(term) for term in terms)
        if collection:
            there = queries.documents(self._library.collections.document_ids(collection))
            matching = queries.all_of(matching, queries.scored(there, 0.0))
        dated = [
            queries.all_of(
                matching,
                queries.scored(queries.overlapping(first * 10000 + 101, last * 10000 + 1231), 0.0),
            )
            for first, last in years
        ]
        return [matching, *dated]

    def _hits(self, query: Query) -> list[int]:
        hits, _ = self._index.snapshot().find(query, _BY_WORDS)
        return [key for key, _ in hits]

    def _either(self, term: str) -> Query:
        queries = self._index.queries
        return queries.any_of(
            [
                queries.in_indicator(term),
                queries.weighted(queries.in_context(term), _CONTEXT_WEIGHT),
            ]
        )
