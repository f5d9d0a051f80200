"""Keyword search: BM25 in tantivy over the terms of the search form.

The terms come ready cut from `pb_qa.text.search_form.search_terms`; tantivy only takes
them apart again at spaces and neither stems, folds nor drops any.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy

from pb_qa.models import DocumentInfo, Passage
from pb_qa.text.search_form import search_terms

# Changes whenever what is written to the index changes; an index of another format is
# rebuilt.
KEYWORD_FORMAT: Final = "1"

# A hit in the title or headings says what a passage is about, but all passages of the
# document share it.
_TITLE_BOOST: Final = 0.3
_HEAP_BYTES: Final = 128_000_000
_TOKENIZER: Final = "terms"


@dataclass(frozen=True, slots=True)
class KeywordEntry:
    """A passage as the keyword index sees it: terms joined with spaces."""

    id: str
    body: str
    title: str


def keyword_entry(passage: Passage, document: DocumentInfo) -> KeywordEntry:
    """Cut a passage, and its headings with the document's title, into terms."""
    title = " ".join((document.title, document.number, *passage.headings))
    return KeywordEntry(
        id=passage.id,
        body=" ".join(search_terms(passage.text)),
        title=" ".join(dict.fromkeys(search_terms(title))),
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("title", tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


class KeywordIndex:
    """A tantivy index of all passages; one process and one writer at a time.

    Searches may run in several threads while one thread writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._schema = _schema()
        self._open()

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(self._schema, path=str(self._folder))
        except ValueError:
            # Damaged or of another schema: start empty, the library fills it again.
            shutil.rmtree(self._folder)
            self._folder.mkdir(mode=0o700)
            self._index = tantivy.Index(self._schema, path=str(self._folder))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_TOKENIZER, whitespace)
        self._writer: tantivy.IndexWriter | None = None

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer

    def close(self) -> None:
        """Finish merging and release the index; a later write opens it again."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def count(self) -> int:
        """How many passages are indexed."""
        return int(self._index.searcher().num_docs)

    def upsert(self, entries: Iterable[KeywordEntry]) -> None:
        """Index passages, in place of what was there under their ids; one commit."""
        self.stage(entries)
        self.commit()

    def stage(self, entries: Iterable[KeywordEntry]) -> None:
        """Begin to index passages; nothing of it is found, or kept, before `commit`."""
        with self._lock:
            self._add(self._writing(), entries)

    def commit(self) -> None:
        """Make what was staged durable and findable."""
        with self._lock:
            self._writing().commit()
            self._index.reload()

    def forget_staged(self) -> None:
        """Drop what was staged since the last `commit`."""
        with self._lock:
            self._writing().rollback()

    def delete(self, ids: Sequence[str]) -> None:
        """Take passages out; ids that are not there are passed over."""
        if not ids:
            return
        with self._lock:
            writer = self._writing()
            for passage_id in ids:
                writer.delete_documents_by_term("id", passage_id)
            writer.commit()
            self._index.reload()

    def rebuild(self, pages: Iterable[Iterable[KeywordEntry]]) -> None:
        """Index exactly these passages; until it is done the old ones answer."""
        with self._lock:
            writer = self._writing()
            committed = False
            try:
                writer.delete_all_documents()
                for page in pages:
                    self._add(writer, page, replace=False)
                writer.commit()
                committed = True
            finally:
                if not committed:
                    writer.rollback()
            self._index.reload()

    def _add(
        self, writer: tantivy.IndexWriter, entries: Iterable[KeywordEntry], replace: bool = True
    ) -> None:
        for entry in entries:
            if replace:
                writer.delete_documents_by_term("id", entry.id)
            document = tantivy.Document()
            document.add_text("id", entry.id)
            document.add_text("body", entry.body)
            document.add_text("title", entry.title)
            writer.add_document(document)

    def search(
        self, terms: Sequence[str], k: int, title_boost: float = _TITLE_BOOST
    ) -> list[tuple[str, float]]:
        """The passages that share most with the terms, best first.

        Parameters
        ----------
        terms
            From `search_terms`; a term given twice counts once.
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
        hits = searcher.search(query, limit=k, count=False).hits
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq")
