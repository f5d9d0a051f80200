"""Figures by their words: a tantivy index over indicators, their sentences, places and periods.

It also counts, filters and sorts, which at a million figures SQLite does not do in time.
It holds no figure, only the key of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Final

import tantivy

from pb_qa.figures import Figure, FigureOrder
from pb_qa.models import DocumentInfo
from pb_qa.storage.figure_queries import (
    ORDER_FIELDS,
    FigureQueries,
    collated,
    day_number,
    uncollated,
)
from pb_qa.storage.figure_reader import StoredFigure, VersionKey
from pb_qa.storage.rows import NewVersion
from pb_qa.storage.seal import Seal
from pb_qa.storage.tantivy_index import RAW, TERMS, TantivyIndex
from pb_qa.text.indicators import indicator_form
from pb_qa.text.search_form import search_form, search_terms

# Changes whenever what is written to the index changes; an index of another format is
# rebuilt.
FIGURE_INDEX_FORMAT: Final = "1"

# Of a longer sentence, a row of a wide table, only what stands this near a figure.
_CONTEXT_REACH: Final = 200
_LOOSE: Final = 3
_CHINESE: Final = re.compile("[\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
Scored = tuple[int, float]


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure as the index sees it: terms joined with spaces."""

    key: int
    document: DocumentInfo
    figure: Figure
    indicator_terms: str
    context_terms: str


def figure_entries(stored: Iterable[StoredFigure]) -> list[FigureEntry]:
    """Cut the indicators and sentences of figures into terms; neighbours share a sentence."""
    entries: list[FigureEntry] = []
    cut: dict[str, list[str]] = {}

    def pairs_of(text: str) -> list[str]:
        if text not in cut:
            cut[text] = pairs(text)
        return cut[text]

    for one in stored:
        document, figure = one.document, one.figure
        context = (document.title, document.place, figure.indicator, _near(figure, one.quote))
        terms = dict.fromkeys(term for text in context for term in pairs_of(text))
        indicator = " ".join(_indicator_terms(figure.indicator))
        entries.append(FigureEntry(one.key, document, figure, indicator, " ".join(terms)))
    return entries


def new_entries(batch: Sequence[NewVersion], first_keys: Sequence[int]) -> list[FigureEntry]:
    """The entries of versions just stored, under the keys that `Library.store` gave."""
    return figure_entries(
        StoredFigure(key, figure, new.document.text[figure.start : figure.end], new.document)
        for new, first in zip(batch, first_keys, strict=True)
        for key, figure in enumerate(new.figures, first)
    )


def loose_pairs(run: str) -> list[str]:
    """Two characters of a run of Chinese that stand at most `_LOOSE` apart, as one term each.

    “粮食产量” and “粮食总产量” have five of them in common, “棉花总产量” and the latter three.
    """
    return [
        f"{first}~{second}"
        for start, first in enumerate(run)
        for second in run[start + 1 : start + 1 + _LOOSE]
    ]


def chinese_runs(form: str) -> list[str]:
    """The unbroken runs of Chinese characters of a text in its search form."""
    return _CHINESE.findall(form)


def _indicator_terms(indicator: str) -> list[str]:
    runs = chinese_runs(search_form(indicator))
    return [*search_terms(indicator), *(term for run in runs for term in loose_pairs(run))]


def pairs(text: str) -> list[str]:
    """The terms of a text without the single Chinese characters, which say too little."""
    form = search_form(text)
    runs = chinese_runs(form)
    terms = [pair for run in runs for pair in map(add, run, run[1:])]
    return terms + search_terms(_CHINESE.sub(" ", form))


def _near(figure: Figure, quote: str) -> str:
    if len(quote) <= 2 * _CONTEXT_REACH:
        return quote
    middle = figure.number_start - figure.start
    return quote[max(0, middle - _CONTEXT_REACH) : middle + _CONTEXT_REACH]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("version", "document", "form", "unit", "measure"):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic")
    for name in ("indicator", "place", "title"):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic", fast=True)
    for name in ("indicator_terms", "context_terms"):
        builder.add_text_field(name, tokenizer_name=TERMS, index_option="freq")
    builder.add_unsigned_field("key", indexed=True, fast=True)
    for name in ("period_from", "period_to"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field("value", fast=True)
    return builder.build()


class FigureIndex(TantivyIndex[FigureEntry]):
    """A tantivy index of all figures."""

    def __init__(self, folder: Path, seal: Seal | None = None) -> None:
        super().__init__(folder, _schema(), seal)
        self.queries = FigureQueries(self._schema)

    def snapshot(self) -> FigureSnapshot:
        """The index as it is now; later commits do not change what it gives."""
        return FigureSnapshot(self._index.searcher())

    def keys(self) -> list[int]:
        """The keys of all figures indexed."""
        snapshot = self.snapshot()
        found, _ = snapshot.find(tantivy.Query.all_query(), max(1, self.count()), order=None)
        return [key for key, _ in found]

    def delete(self, versions: Sequence[VersionKey]) -> None:
        """Take the figures of versions out."""
        if versions:
            self._delete_by("version", map(version_term, versions))

    def _add(
        self, writer: tantivy.IndexWriter, entries: Iterable[FigureEntry], *, replace: bool
    ) -> None:
        replaced: set[str] = set()
        for entry in entries:
            version = version_term((entry.document.id, entry.document.version))
            if replace and version not in replaced:
                replaced.add(version)
                writer.delete_documents_by_term("version", version)
            writer.add_document(_document(entry, version))


def version_term(version: VersionKey) -> str:
    """A version of a document as one term."""
    return f"{version[0]}@{version[1]}"


def _document(entry: FigureEntry, version: str) -> tantivy.Document:
    figure, document = entry.figure, entry.document
    made = tantivy.Document()
    made.add_unsigned("key", entry.key)
    made.add_text("version", version)
    made.add_text("document", document.id)
    made.add_text("title", collated(f"{document.title}\n{document.source}"))
    made.add_text("measure", figure.measure.value)
    made.add_text("indicator_terms", entry.indicator_terms)
    made.add_text("context_terms", entry.context_terms)
    # What is empty is left out, so that it sorts behind everything else either way.
    if figure.indicator:
        made.add_text("indicator", collated(figure.indicator))
        for form in {
            indicator_form(figure.indicator),
            indicator_form(figure.indicator, figure.place),
        }:
            made.add_text("form", form)
    if figure.place:
        made.add_text("place", collated(figure.place))
    for unit in {search_form(figure.unit), search_form(figure.base_unit)} - {""}:
        made.add_text("unit", unit)
    if figure.period.start and figure.period.end:
        made.add_unsigned("period_from", day_number(figure.period.start))
        made.add_unsigned("period_to", day_number(figure.period.end))
    if figure.magnitude is not None:
        made.add_float("value", figure.magnitude)
    return made


class FigureSnapshot:
    """One state of the index; what one list is made of has to come out of one snapshot."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def count(self, query: tantivy.Query) -> int:
        """How many figures match."""
        return _counted(self._searcher.search(query, limit=1))

    def find(
        self,
        query: tantivy.Query,
        limit: int,
        offset: int = 0,
        order: FigureOrder | None = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
    ) -> tuple[list[Scored], int]:
        """Keys of the figures that match, with their scores, and how many match in all.

        Without an ``order`` they come as they came into the library. Equal ones come in an
        order that is the same for every ``offset``. What has no value, place … comes last,
        whether ascending or descending. Relevance is always best first.
        """
        if order is FigureOrder.RELEVANCE:
            found = self._searcher.search(query, limit=limit, offset=offset)
        else:
            found = self._searcher.search(
                query,
                limit=limit,
                offset=offset,
                order_by_field=ORDER_FIELDS[order] if order else "key",
                order=tantivy.Order.Desc if order and descending else tantivy.Order.Asc,
            )
        addresses = [address for _, address in found.hits]
        keys = self._searcher.fast_field_values("key", addresses) if addresses else []
        relevance = order is FigureOrder.RELEVANCE
        scores = [float(score) if relevance else 0.0 for score, _ in found.hits]
        return [
            (int(key), score) for key, score in zip(keys, scores, strict=True) if key is not None
        ], _counted(found)

    def values(self, field: str) -> list[str]:
        """Every different value of ``place`` or ``indicator``, most frequent first."""
        return [uncollated(value) for value, _ in self._searcher.terms_with_prefix(field, "")]


def _counted(found: tantivy.SearchResult) -> int:
    # Its type stub leaves the count out.
    count: int = found.count  # type: ignore[attr-defined]
    return count
