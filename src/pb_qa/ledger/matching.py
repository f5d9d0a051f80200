"""Which figures match a search: its words, what means the same, its years and places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pb_qa.ledger.filters import place_matches
from pb_qa.ledger.query import (
    FigureQuery,
    bare_words,
    measure_meant,
    wanted_pairs,
    wanted_terms,
)
from pb_qa.storage.figure_index import FigureSnapshot
from pb_qa.storage.figure_queries import FigureQueries, Query
from pb_qa.text.indicators import indicator_form
from pb_qa.text.search_form import search_terms

# A figure is found by its words when its indicator has them, see `wanted_terms`; or when
# its sentence has this share of their pairs, and its indicator at least one.
_SHARE_OF_SENTENCE: Final = 0.85
_CONTEXT_WEIGHT: Final = 0.2
_SAME_INDICATOR: Final = 100.0
_MEASURE_MEANT: Final = 10.0
# Whatever has the words comes before whatever only means the same.
_MEANING_WEIGHT: Final = 0.001

Similar = Sequence[tuple[int, float]]


def matching(
    parsed: FigureQuery, similar: Similar, queries: FigureQueries, snapshot: FigureSnapshot
) -> Query:
    """Figures that match a search.

    Parameters
    ----------
    similar
        Keys of figures that mean the same, with their similarity.
    """
    narrowing: list[Query] = []
    if parsed.years:
        narrowing.append(queries.any_of(_in_year(year, queries) for year in parsed.years))
    if parsed.places:
        narrowing.append(_in_places(parsed.places, queries, snapshot))
    silent = [queries.scored(part, 0.0) for part in narrowing]
    if not parsed.variants:
        return queries.all_of(queries.everything(), *silent)
    found = queries.any_of(_by_words(variant, queries) for variant in parsed.variants)
    measure = measure_meant(parsed.words)
    if measure is not None:
        hint = queries.scored(queries.measure(measure.value), _MEASURE_MEANT)
        found = queries.ranked(found, [hint])
    return queries.all_of(queries.any_of([found, *_by_meaning(similar, queries)]), *silent)


def sharing_a_term(words: str, queries: FigureQueries) -> Query | None:
    """Figures whose indicators have any term of the words; None when there are no terms."""
    terms = dict.fromkeys(search_terms(bare_words(words)))
    return queries.any_of(map(queries.in_indicator, terms)) if terms else None


def _by_words(words: str, queries: FigureQueries) -> Query:
    ways = [queries.scored(queries.form(indicator_form(words)), _SAME_INDICATOR)]
    in_indicator = [
        queries.any_of(map(queries.in_indicator, one.terms), one.at_least)
        for one in wanted_terms(words)
    ]
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


def _by_meaning(similar: Similar, queries: FigureQueries) -> list[Query]:
    """A query a tenth of similarity: a few are faster than one for each figure."""
    keys: dict[float, list[int]] = {}
    for key, similarity in similar:
        keys.setdefault(round(similarity, 1), []).append(key)
    return [
        queries.scored(queries.keys(some), similarity * _MEANING_WEIGHT)
        for similarity, some in keys.items()
    ]


def _in_year(year: int, queries: FigureQueries) -> Query:
    """The figure's period is in the year; or it has none and its sentence names the year."""
    return queries.any_of(
        [
            queries.overlapping(year * 10000 + 101, year * 10000 + 1231),
            queries.all_of(queries.timeless(), queries.in_context(str(year))),
        ]
    )


def _in_places(asked: Sequence[str], queries: FigureQueries, snapshot: FigureSnapshot) -> Query:
    """The figure's place is one of these; or it names none and its sentence or document does."""
    named = [
        place
        for place in snapshot.values("place")
        if any(place_matches(one, place) for one in asked)
    ]
    in_context = [
        queries.all_of(*map(queries.in_context, pairs))
        for pairs in map(wanted_pairs, asked)
        if pairs
    ]
    silent_on_it = queries.all_of(queries.placeless(), queries.any_of(in_context))
    return queries.any_of([queries.places(named), silent_on_it])
