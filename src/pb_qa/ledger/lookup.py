"""Look figures up: by the words of their indicators, by meaning, through filters, sorted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pb_qa.embedding import Embedder
from pb_qa.figures import FigureFilter, FigureOrder, FigurePage, FoundFigure
from pb_qa.ledger.filters import FilterScope, filter_queries, sound
from pb_qa.ledger.matching import Similar, matching, sharing_a_term
from pb_qa.ledger.meaning import IndicatorMeaning, NearestPassages
from pb_qa.ledger.query import FigureQuery, parse_query
from pb_qa.models import DocumentInfo
from pb_qa.storage.figure_index import FigureIndex, FigureSnapshot, Scored, version_term
from pb_qa.storage.figure_queries import Query
from pb_qa.storage.library import Library
from pb_qa.text.indicators import indicator_form
from pb_qa.text.synonyms import NoSynonyms, SynonymSource, with_own

# How near in meaning a figure has to come to be found, and to be named as near when
# nothing is found; see docs/decisions/figure-lookup.md.
_LEAST_SIMILARITY: Final = 0.55
_LEAST_FOR_NEAREST: Final = 0.2
_MOST_BY_MEANING: Final = 200
_NEAREST_INDICATORS: Final = 8
_LAST_RESORT: Final = 3
_STREAM_PAGE: Final = 500
_MOST_ALIKE: Final = 2000


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
        synonyms: SynonymSource | None = None,
    ) -> None:
        self._library = library
        self._synonyms = synonyms or NoSynonyms()
        self._index = index
        self._meaning = IndicatorMeaning(library, passages, embedder)
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
        CollectionNotFoundError
            When no document lies in the filter's collection.
        """
        words = sound(query).strip()
        wanted = self._existing(wanted)
        ranking = self._meaning.ranking(self._parsed(words).words, wanted.collection)
        similar = _similar(ranking)

        def read() -> FigurePage:
            plan = self._plan(words, similar, wanted, order, descending=descending)
            hits, total = plan.keys(max(1, limit), max(0, offset))
            return FigurePage(self._fetched(hits[: max(0, limit)]), total)

        found = self._consistent(read)
        if found.total == 0 and words:
            found = replace(found, nearest=self._nearest_indicators(words, ranking, wanted))
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
        words = sound(query).strip()
        wanted = self._existing(wanted)
        similar = _similar(self._meaning.ranking(self._parsed(words).words, wanted.collection))
        plan = self._plan(words, similar, wanted, order, descending=descending)
        total = plan.snapshot.count(plan.query)
        if total:
            hits, _ = plan.keys(total, 0)
            for start in range(0, len(hits), _STREAM_PAGE):
                yield from self._fetched(hits[start : start + _STREAM_PAGE])

    def alike(self, indicator: str, wanted: FigureFilter | None = None) -> list[FoundFigure]:
        """Figures with this indicator as `indicator_form` folds it; else those that have its words.

        Of the latter no more than the first `_MOST_ALIKE`; what only means nearly the same
        is not like it.

        Raises
        ------
        FilterError
            When a date of the filter is none.
        CollectionNotFoundError
            When no document lies in the filter's collection.
        """
        wanted = self._existing(wanted)
        snapshot, conditions = self._scope(wanted)
        queries = self._index.queries
        form = indicator_form(sound(indicator))

        def all_that_have(names: Query) -> list[FoundFigure]:
            plan = _Plan(snapshot, self._live(queries.all_of(names, *conditions)), None)
            total = snapshot.count(plan.query)
            return list(self._fetched(plan.keys(total, 0)[0])) if total else []

        same = all_that_have(queries.form(form))
        if same:
            # 清河县粮食产量 is also what others call 粮食产量 where they speak of 清河县.
            also = {
                (indicator_form(one.figure.indicator, one.figure.place), one.figure.place)
                for one in same
            }
            ways = [
                queries.all_of(queries.form(name), queries.places([place]))
                for name, place in sorted(also)
                if place and name != form
            ]
            return all_that_have(queries.any_of([queries.form(form), *ways])) if ways else same
        plan = self._plan(sound(indicator).strip(), (), wanted, FigureOrder.RELEVANCE)
        total = min(_MOST_ALIKE, plan.snapshot.count(plan.query))
        return list(self._fetched(plan.keys(total, 0)[0])) if total else []

    # ---- how it is found

    def _parsed(self, words: str, *, places: bool = True) -> FigureQuery:
        with with_own(self._synonyms.current()):
            return parse_query(words, places=places)

    def _existing(self, wanted: FigureFilter | None) -> FigureFilter:
        """The filter with its collection as the corpus writes it."""
        given = wanted or FigureFilter()
        return replace(given, collection=self._library.collections.named(given.collection))

    def _nearest_indicators(
        self, words: str, ranking: Similar, wanted: FigureFilter
    ) -> tuple[str, ...]:
        """Indicators of the collection that come nearest, without regard to other filters.

        Those that share its words first, then those that mean something like it; if there
        are none, a few that at least stand in the passages nearest to it.
        """
        keys: list[int] = []
        indicator = self._parsed(words, places=False).words or words
        sharing = sharing_a_term(indicator, self._index.queries)
        if sharing is not None:
            _, there = self._scope(FigureFilter(collection=wanted.collection))
            sharing = self._index.queries.all_of(sharing, *self._silent(there))
            hits, _ = self._index.snapshot().find(self._live(sharing), 20 * _NEAREST_INDICATORS)
            keys = [key for key, _ in hits]
        keys += [key for key, near in ranking[:_MOST_BY_MEANING] if near >= _LEAST_FOR_NEAREST]
        keys = keys or [key for key, _ in ranking[:_LAST_RESORT]]
        names: dict[str, str] = {}
        for found in self._library.figures.fetch(keys).values():
            name = found.figure.indicator
            names.setdefault(indicator_form(name) or name, name)
        return tuple(name for name in names.values() if name)[:_NEAREST_INDICATORS]

    def _scope(self, wanted: FigureFilter) -> tuple[FigureSnapshot, list[Query]]:
        snapshot = self._index.snapshot()
        lying_in = self._library.collections.document_ids
        scope = FilterScope(self._index.queries, snapshot, self._live_documents, lying_in)
        return snapshot, filter_queries(wanted, scope)

    def _silent(self, conditions: Sequence[Query]) -> list[Query]:
        """The same conditions without a say in the order."""
        return [self._index.queries.scored(condition, 0.0) for condition in conditions]

    def _plan(
        self,
        words: str,
        similar: Similar,
        wanted: FigureFilter,
        order: FigureOrder,
        *,
        descending: bool = False,
    ) -> _Plan:
        queries = self._index.queries
        snapshot, conditions = self._scope(wanted)
        silent = self._silent(conditions)
        if not words:
            whole = self._live(queries.all_of(queries.everything(), *silent))
            sorted_by = None if order is FigureOrder.RELEVANCE else order
            return _Plan(snapshot, whole, sorted_by, descending)
        parsed = self._parsed(words)
        found = matching(parsed, similar, queries, snapshot)
        whole = self._live(queries.all_of(found, *silent))
        if parsed.places and not snapshot.count(whole):
            # Perhaps it is no place, but a part of the indicator's name.
            found = matching(self._parsed(words, places=False), similar, queries, snapshot)
            whole = self._live(queries.all_of(found, *silent))
        return _Plan(snapshot, whole, order, descending)

    # ---- only what is live

    def _consistent(self, read: Callable[[], FigurePage]) -> FigurePage:
        """What is read while no document comes or goes, so that the count is that of the page."""
        writes, committing = self._library.writes, self._library.committing
        found = read()
        if committing or self._library.committing or self._library.writes != writes:
            # Nothing that takes a lock of its own may be called in here.
            with self._library.unchanged():
                found = read()
        return found

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


def _similar(ranking: Similar) -> Similar:
    """Those that come near enough to be found."""
    return [item for item in ranking[:_MOST_BY_MEANING] if item[1] >= _LEAST_SIMILARITY]
