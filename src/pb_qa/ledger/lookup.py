"""Look figures up: by the words of their indicators, by meaning, through filters, sorted."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from pb_qa.embedding import Embedder
from pb_qa.figures import FigureFilter, FigureOrder, FigurePage, FoundFigure
from pb_qa.ledger.filters import FilterScope, filter_queries, place_matches
from pb_qa.ledger.query import (
    FigureQuery,
    bare_words,
    measure_meant,
    parse_query,
    wanted_pairs,
    wanted_terms,
)
from pb_qa.models import DocumentInfo
from pb_qa.storage.figure_index import FigureIndex, FigureSnapshot, Scored, version_term
from pb_qa.storage.figure_queries import Query
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Vectors
from pb_qa.text.indicators import indicator_form
from pb_qa.text.search_form import search_terms

# A figure is found by its words when its indicator has them, see `wanted_terms`; or when
# its sentence has this share of their pairs, and its indicator at least one.
_SHARE_OF_SENTENCE: Final = 0.85
# It is found by its meaning when it stands in one of the nearest passages, and its
# indicator means nearly the same; see docs/decisions/figure-lookup.md.
_NEAREST_PASSAGES: Final = 20
_LEAST_SIMILARITY: Final = 0.55
_LEAST_FOR_NEAREST: Final = 0.2
_MOST_BY_MEANING: Final = 200

_CONTEXT_WEIGHT: Final = 0.2
_SAME_INDICATOR: Final = 100.0
_MEASURE_MEANT: Final = 10.0
_NEAREST_INDICATORS: Final = 8
_LAST_RESORT: Final = 3
_STREAM_PAGE: Final = 500
_MOST_TRIES: Final = 5
_MOST_ALIKE: Final = 2000


class NearestPassages(Protocol):
    """What the lookup needs of the vector index."""

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest passages with their cosine similarity."""
        ...


@dataclass(frozen=True, slots=True)
class _Plan:
    """A search ready to be run, on one state of the index."""

    snapshot: FigureSnapshot
    query: Query
    order: FigureOrder | None
    descending: bool = False

    def keys(self, limit: int, offset: int) -> tuple[list[Scored], int]:
        return self.snapshot.find(self.query, limit, offset, self.order, descending=self.descending)


class FigureLookup:
    """Finds figures of live documents; safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        index: FigureIndex,
        passages: NearestPassages,
        embedder: Embedder,
    ) -> None:
        self._library = library
        self._index = index
        self._passages = passages
        self._embedder = embedder
        self._cache_lock = threading.Lock()
        self._cached_at = -1
        self._not_live: Query | None = None
        self._documents: list[DocumentInfo] | None = None

    # ---- what can be asked

    def page(
        self,
        query: str = "",
        wanted: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> FigurePage:
        """Figures ``offset`` … ``offset + limit`` of those found, and how many there are.

        Raises
        ------
        FilterError
            When a date of the filter is none.
        """
        found = FigurePage((), 0)
        for _ in range(_MOST_TRIES):
            writes = self._library.writes
            plan = self._plan(query, wanted or FigureFilter(), order, descending=descending)
            hits, total = plan.keys(max(1, limit), max(0, offset))
            figures = self._fetched(hits[: max(0, limit)])
            found = FigurePage(figures, total)
            if self._library.writes == writes:
                break
        if found.total == 0 and query.strip():
            found = replace(found, nearest=self.nearest_indicators(query))
        return found

    def each(
        self,
        query: str = "",
        wanted: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
    ) -> Iterator[FoundFigure]:
        """Every figure found, one after another, as the index is when it begins.

        Figures of documents that are taken out meanwhile are left out.
        """
        plan = self._plan(query, wanted or FigureFilter(), order, descending=descending)
        total = plan.snapshot.count(plan.query)
        if total:
            hits, _ = plan.keys(total, 0)
            for start in range(0, len(hits), _STREAM_PAGE):
                yield from self._fetched(hits[start : start + _STREAM_PAGE])

    def alike(self, indicator: str, wanted: FigureFilter | None = None) -> list[FoundFigure]:
        """Figures with this indicator as `indicator_form` folds it; else those found by its words.

        Of the latter no more than the first `_MOST_ALIKE`.
        """
        snapshot = self._index.snapshot()
        scope = FilterScope(self._index.queries, snapshot, self._live_documents)
        conditions = filter_queries(wanted or FigureFilter(), scope)
        same = self._index.queries.form(indicator_form(indicator))
        plan = _Plan(snapshot, self._live(self._index.queries.all_of(same, *conditions)), None)
        total = snapshot.count(plan.query)
        if not total:
            plan = self._plan(indicator, wanted or FigureFilter(), FigureOrder.RELEVANCE)
            total = min(_MOST_ALIKE, snapshot.count(plan.query))
        return list(self._fetched(plan.keys(total, 0)[0])) if total else []

    def nearest_indicators(self, query: str, limit: int = _NEAREST_INDICATORS) -> tuple[str, ...]:
        """Indicators on record that come nearest to a query, without regard to filters.

        Those that share its words first, then those that mean something like it; if there
        are none, a few that at least stand in the passages nearest to it.
        """
        queries = self._index.queries
        words = parse_query(query, places=False).words or query
        keys: list[int] = []
        terms = dict.fromkeys(search_terms(bare_words(words)))
        if terms:
            some = queries.any_of(queries.in_indicator(term) for term in terms)
            hits, _ = self._index.snapshot().find(self._live(some), 20 * limit)
            keys = [key for key, _ in hits]
        keys += [key for key, _ in self._by_meaning(words, _MOST_BY_MEANING, _LEAST_FOR_NEAREST)]
        if not keys:
            keys = [key for key, _ in self._by_meaning(words, _LAST_RESORT, -1.0)]
        names: dict[str, str] = {}
        for found in self._library.figures.fetch(keys).values():
            name = found.figure.indicator
            names.setdefault(indicator_form(name) or name, name)
        return tuple(name for name in names.values() if name)[:limit]

    # ---- how it is found

    def _plan(
        self, query: str, wanted: FigureFilter, order: FigureOrder, *, descending: bool = False
    ) -> _Plan:
        snapshot = self._index.snapshot()
        self._refresh()
        scope = FilterScope(self._index.queries, snapshot, self._live_documents)
        conditions = filter_queries(wanted, scope)
        if not query.strip():
            everything = self._index.queries.everything()
            whole = self._live(self._index.queries.all_of(everything, *conditions))
            sorted_by = None if order is FigureOrder.RELEVANCE else order
            return _Plan(snapshot, whole, sorted_by, descending)
        parsed = parse_query(query)
        whole = self._matching(parsed, conditions, snapshot)
        if parsed.places and not snapshot.count(whole):
            # Perhaps it is no place, but a part of the indicator's name.
            whole = self._matching(parse_query(query, places=False), conditions, snapshot)
        return _Plan(snapshot, whole, order, descending)

    def _matching(
        self, parsed: FigureQuery, conditions: Sequence[Query], snapshot: FigureSnapshot
    ) -> Query:
        queries = self._index.queries
        parts = [*conditions]
        if parsed.years:
            parts.append(queries.any_of(self._in_year(year) for year in parsed.years))
        if parsed.places:
            named = [
                place
                for place in snapshot.values("place")
                if any(place_matches(asked, place) for asked in parsed.places)
            ]
            parts.append(queries.any_of([queries.places(named), self._place_in_context(parsed)]))
        silent = [queries.scored(part, 0.0) for part in parts]
        if not parsed.variants:
            return self._live(queries.all_of(queries.everything(), *silent))
        by_words = [self._by_words(variant) for variant in parsed.variants]
        similar: dict[float, list[int]] = {}
        for key, similarity in self._by_meaning(parsed.words, _MOST_BY_MEANING, _LEAST_SIMILARITY):
            similar.setdefault(round(similarity, 1), []).append(key)
        # Whatever has the words comes before whatever only means the same.
        means = [
            queries.scored(queries.keys(keys), similarity / 1000)
            for similarity, keys in similar.items()
        ]
        found = queries.any_of([*by_words, *means])
        measure = measure_meant(parsed.words)
        if measure is not None:
            hint = queries.scored(queries.measure(measure.value), _MEASURE_MEANT)
            found = queries.ranked(found, [hint])
        return self._live(queries.all_of(found, *silent))

    def _by_words(self, words: str) -> Query:
        queries = self._index.queries
        asked = wanted_terms(words)
        in_indicator = [
            queries.any_of(map(queries.in_indicator, one.terms), one.at_least) for one in asked
        ]
        ways = [queries.scored(queries.form(indicator_form(words)), _SAME_INDICATOR)]
        if in_indicator:
            ways.append(queries.all_of(*in_indicator))
        sentence = wanted_pairs(words)
        if sentence:
            most = queries.any_of(
                map(queries.in_context, sentence), math.ceil(_SHARE_OF_SENTENCE * len(sentence))
            )
            some = queries.any_of(map(queries.in_indicator, sentence))
            ways.append(queries.all_of(queries.weighted(most, _CONTEXT_WEIGHT), some))
        return queries.any_of(ways)

    def _in_year(self, year: int) -> Query:
        """The figure's period is in the year; or it has none and its sentence names the year."""
        queries = self._index.queries
        return queries.any_of(
            [
                queries.overlapping(year * 10000 + 101, year * 10000 + 1231),
                queries.all_of(queries.timeless(), queries.in_context(str(year))),
            ]
        )

    def _place_in_context(self, parsed: FigureQuery) -> Query:
        """The figure names no place, and its sentence or document the one asked for."""
        queries = self._index.queries
        named = [
            queries.all_of(*(queries.in_context(term) for term in wanted_pairs(place)))
            for place in parsed.places
            if wanted_pairs(place)
        ]
        return queries.all_of(queries.placeless(), queries.any_of(named))

    def _by_meaning(self, words: str, limit: int, least: float) -> list[tuple[int, float]]:
        """Figures of the passages nearest in meaning, by how near their indicators come.

        Models differ in how similar they find what has nothing to do with each other: 0
        stands for the average indicator of those passages, 1 for the very words.
        """
        vector = self._embedder.embed_query(words)
        nearest = [passage_id for passage_id, _ in self._passages.search(vector, _NEAREST_PASSAGES)]
        stated = self._library.figures.in_passages(nearest)
        names = [name for name in dict.fromkeys(stated.values()) if name]
        if not names:
            return []
        similarity = np.asarray(self._embedder.embed_passages(names) @ vector, dtype=float)
        average = float(similarity.mean()) if len(names) > 1 else 0.0
        if average >= 1.0:
            return []
        scaled = dict(zip(names, (similarity - average) / (1.0 - average), strict=True))
        near = [
            (key, float(scaled[name]))
            for key, name in stated.items()
            if name and scaled[name] >= least
        ]
        return sorted(near, key=lambda item: -item[1])[:limit]

    # ---- only what is live

    def _live(self, query: Query) -> Query:
        """The query without versions that are pending or wait to be purged."""
        self._refresh()
        excluded = self._not_live
        return query if excluded is None else self._index.queries.without(query, excluded)

    def _live_documents(self) -> list[DocumentInfo]:
        with self._cache_lock:
            if self._documents is None:
                self._documents = self._library.documents()
            return self._documents

    def _refresh(self) -> None:
        """Forget what was remembered of the library before it was last written to."""
        with self._cache_lock:
            writes = self._library.writes
            if writes != self._cached_at:
                others = self._library.figures.of_versions_not_live()
                terms = [version_term(version) for version in others]
                self._not_live = self._index.queries.versions(terms) if terms else None
                self._documents = None
                self._cached_at = writes

    def _fetched(self, hits: Sequence[Scored]) -> tuple[FoundFigure, ...]:
        live = self._library.figures.fetch([key for key, _ in hits])
        return tuple(replace(live[key], score=score) for key, score in hits if key in live)
