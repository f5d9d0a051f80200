"""Keyword search over passages: BM25 in tantivy over the terms of the search form."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy

from pb_qa.models import DocumentInfo, Passage
from pb_qa.storage.collections import folders_of
from pb_qa.storage.seal import Seal
from pb_qa.storage.tantivy_index import RAW, TERMS, TantivyIndex
from pb_qa.text.search_form import search_terms

# Changes whenever what is written to the index changes; an index of another format is
# rebuilt.
KEYWORD_FORMAT: Final = "3"

# A hit in the title or headings says what a passage is about, but all passages of the
# document share it.
_TITLE_BOOST: Final = 0.3

# The k1 of tantivy's BM25: a term's weight grows with its count up to 1 + k1 times its rarity.
_TERM_SATURATION: Final = 1.2


@dataclass(frozen=True, slots=True)
class KeywordEntry:
    """A passage as the keyword index sees it: terms joined with spaces.

    Attributes
    ----------
    folders
        The collections it belongs to.
    """

    id: str
    body: str
    title: str
    folders: tuple[str, ...] = ()


def keyword_entry(passage: Passage, document: DocumentInfo, own_words: str = "") -> KeywordEntry:
    """Cut a passage, and its headings with the document's title, into terms.

    Parameters
    ----------
    own_words
        Title and number that the document itself states, where people have corrected them:
        it is found by both.
    """
    title = " ".join((document.title, document.number, own_words, *passage.headings))
    return KeywordEntry(
        id=passage.id,
        body=" ".join(search_terms(passage.text)),
        title=" ".join(dict.fromkeys(search_terms(title))),
        folders=tuple(folders_of(document.source)),
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name=RAW, index_option="basic")
    builder.add_text_field("body", tokenizer_name=TERMS, index_option="freq")
    builder.add_text_field("title", tokenizer_name=TERMS, index_option="freq")
    builder.add_text_field("folder", tokenizer_name=RAW, index_option="basic")
    return builder.build()


class KeywordIndex(TantivyIndex[KeywordEntry]):
    """A tantivy index of all passages."""

    def __init__(self, folder: Path, seal: Seal | None = None) -> None:
        super().__init__(folder, _schema(), seal)

    def ids(self) -> list[str]:
        """The ids of all passages indexed."""
        searcher = self._index.searcher()
        query = tantivy.Query.all_query()
        hits = searcher.search(query, limit=max(1, self.count()), count=False).hits
        return [str(searcher.doc(address)["id"][0]) for _, address in hits]

    def delete(self, ids: Sequence[str]) -> None:
        """Take passages out; ids that are not there are passed over."""
        if ids:
            self._delete_by("id", ids)

    def _add(
        self, writer: tantivy.IndexWriter, entries: Iterable[KeywordEntry], *, replace: bool
    ) -> None:
        for entry in entries:
            if replace:
                writer.delete_documents_by_term("id", entry.id)
            document = tantivy.Document()
            document.add_text("id", entry.id)
            document.add_text("body", entry.body)
            document.add_text("title", entry.title)
            for folder in entry.folders:
                document.add_text("folder", folder)
            writer.add_document(document)

    def search(
        self,
        terms: Sequence[str],
        k: int,
        collection: str = "",
        title_boost: float = _TITLE_BOOST,
    ) -> list[tuple[str, float]]:
        """The passages that share most with the terms, best first.

        Parameters
        ----------
        terms
            From `search_terms`; a term given twice counts once.
        collection
            Only passages of this collection; empty for all.
        title_boost
            Weight of a hit in title and headings against one in the passage's text.

        Returns
        -------
        list of (passage id, BM25 score)
        """
        unique = dict.fromkeys(terms)
        if not unique or k <= 0:
            return []
        should = tantivy.Occur.Should
        clauses = [(should, self._term("body", term)) for term in unique]
        if title_boost > 0:
            clauses += [
                (should, tantivy.Query.boost_query(self._term("title", term), title_boost))
                for term in unique
            ]
        searcher = self._index.searcher()
        query = tantivy.Query.boolean_query(clauses)
        if collection:
            lies_there = tantivy.Query.term_query(self._schema, "folder", collection, "basic")
            must = tantivy.Occur.Must
            query = tantivy.Query.boolean_query(
                [(must, query), (must, tantivy.Query.const_score_query(lies_there, 0.0))]
            )
        hits = searcher.search(query, limit=k, count=False).hits
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def coverage(self, terms: Sequence[str], score: float) -> float:
        """How much of a question a passage with this BM25 score covers, 0 … 1.

        The score is compared with the most that these terms could earn in one passage;
        a term that few passages have counts for more, one that none has for most.
        """
        most = sum(self.rarities(terms).values()) * (1.0 + _TERM_SATURATION)
        return min(1.0, score / most) if most > 0 else 0.0

    def rarities(self, terms: Sequence[str]) -> dict[str, float]:
        """How rare each term is among the passages' texts: BM25's inverse document frequency."""
        searcher = self._index.searcher()
        passages = searcher.num_docs
        rarity: dict[str, float] = {}
        for term in terms:
            if term not in rarity:
                having = searcher.doc_freq("body", term)
                rarity[term] = math.log1p((passages - having + 0.5) / (having + 0.5))
        return rarity

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq")
