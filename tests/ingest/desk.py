"""A library with its indexes, reader and ingester on real files, for the tests of ingest.

Run as a script it adds files and kills itself at a given stage:
``python desk.py ROOT STAGE FILE…``
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))

from small_library import LetterEmbedder, counted_people

from pb_qa.catalog import MetadataEdit
from pb_qa.figures import FigureFilter
from pb_qa.ingest import Ingester
from pb_qa.ingest.extraction import FigureExtraction, extract_again
from pb_qa.ledger import FigureLookup
from pb_qa.models import FileReport
from pb_qa.reading.reader import DocumentReader
from pb_qa.settings import load_settings
from pb_qa.storage import doctor, version_bundle
from pb_qa.storage.corpus import Corpus
from pb_qa.storage.figure_index import FigureIndex
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.keyword_index import KeywordIndex
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import recover
from pb_qa.storage.seal import Seal
from pb_qa.storage.trash import Trash
from pb_qa.storage.vector_index import VectorIndex
from pb_qa.text.search_form import search_terms

PEOPLE = FigureExtraction(counted_people, "people-1")


class Desk:
    """Everything that an ingest needs, in one folder."""

    def __init__(self, root: Path, extraction: FigureExtraction = PEOPLE, **more: object) -> None:
        self.corpus = root / "corpus"
        self.settings = load_settings(
            corpus_dir=self.corpus, data_dir_override=root / "data", parse_seconds=20, **more
        )
        data = self.settings.data_dir
        self.embedder = LetterEmbedder()
        self.library = Library(data / "library.sqlite3")
        self.keywords = KeywordIndex(data / "keywords", Seal(self.library, "keyword", lasting=True))
        self.vectors = VectorIndex(self.library, data / "vectors", self.embedder.name)
        self.figures = FigureIndex(data / "figures", Seal(self.library, "figure", lasting=True))
        self.indexes = Indexes(self.vectors, self.keywords, self.figures)
        self.extracted_again = extract_again(self.library, lambda *_: None, extraction)
        self.recovered = recover(self.library, self.indexes)
        self.vectors.open()
        self.reader = DocumentReader(self.settings)
        self.ingester = Ingester(
            self.reader,
            self.embedder,
            self.library,
            self.indexes,
            self.settings,
            extraction,
        )
        self.lookup = FigureLookup(self.library, self.figures, self.vectors, self.embedder)

    def add(self, *paths: Path) -> list[FileReport]:
        return list(self.ingester.add(paths))

    def sync(self) -> dict[str, FileReport]:
        return {str(report.source): report for report in self.ingester.sync()}

    def answers(self, question: str) -> list[str]:
        """The texts of the live passages that keyword and vector search give, together."""
        ids = [found for found, _ in self.keywords.search(search_terms(question), 5)]
        ids += [found for found, _ in self.vectors.search(self.embedder.embed_query(question), 5)]
        return [passage.text for passage, _ in self.library.passages(ids).values()]

    def counted(self, query: str = "", wanted: FigureFilter | None = None) -> list[str]:
        """The figures that the ledger gives, as they are written."""
        page = self.lookup.page(query, wanted, limit=1000)
        assert page.total == len(page.figures)
        assert list(self.lookup.each(query, wanted)) == list(page.figures)
        return [found.figure.value + found.figure.unit for found in page.figures]

    def consistent(self) -> None:
        """Assert that the library and its indexes hold the same, and nothing is half done."""
        live = self.library.count_passages()
        assert self.library.pending() == [] and self.library.dead_passages() == []
        assert (self.keywords.count(), self.vectors.count()) == (live, live)
        assert self.library.damage() == []
        assert self.library.figures.of_versions_not_live() == []
        assert self.figures.count() == self.library.figures.count() == len(self.counted())
        assert self.library.figures.damage() == 0
        for found in self.lookup.each():
            text = self.library.document(found.document.id).text
            assert text[found.figure.start : found.figure.end] == found.quote

    def problems(self) -> tuple[str, ...]:
        report = doctor.examine(self.corpus, self.library, self.indexes)
        return report.problems

    def close(self) -> None:
        self.reader.close()
        self.vectors.close()
        self.keywords.close()
        self.figures.close()
        self.library.close()


def _killing(of: Any, name: str, *, after: bool) -> None:
    original: Callable[..., Any] = getattr(of, name)

    def killed(*arguments: Any, **named: Any) -> None:
        if after:
            original(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(of, name, killed)


STAGES: dict[str, tuple[type, str, bool]] = {
    "before the library": (Library, "store", False),
    "after the library": (Library, "store", True),
    "after Chroma": (VectorIndex, "upsert", True),
    "after tantivy": (KeywordIndex, "commit", True),
    "after the figures": (FigureIndex, "commit", True),
    "before the flip": (Library, "flip", False),
    "after the flip": (Library, "flip", True),
    "before the figures are purged": (Library, "purge_figures", False),
    "after the figures are purged": (Library, "purge_figures", True),
}

# What a process does when it is killed while a document is corrected.
CORRECTIONS: dict[str, Callable[[Desk, str], object]] = {
    "undo": lambda desk, document_id: desk.ingester.undo_cut(document_id, 0),
    "edit": lambda desk, document_id: desk.ingester.edit(document_id, MetadataEdit(title="改过")),
    "restore": lambda desk, document_id: desk.ingester.restore_version(document_id, 1),
    "put back": lambda desk, _: list(desk.ingester.put_back([Trash(desk.corpus).files()[0].key])),
    "remove": lambda desk, document_id: list(desk.ingester.remove([document_id])),
    "sync": lambda desk, _: desk.sync(),
}
CORRECTION_STAGES: dict[str, tuple[Any, str, bool]] = {
    "before the original": (Corpus, "take_in", False),
    "after the original": (Corpus, "take_in", True),
    "after the library": (Library, "store", True),
    "after the flip": (Library, "flip", True),
    "before the trash": (Trash, "forget", False),
    "before the bin": (Corpus, "throw_away", False),
    "half in the bin": (version_bundle, "_flush_folder", True),
    "after the bin": (Corpus, "throw_away", True),
    "after the removal": (Library, "remove", True),
}

REPEATED = FigureExtraction(counted_people, "people-2")

if __name__ == "__main__":
    if sys.argv[2] == "correcting":
        desk = Desk(Path(sys.argv[1]))
        of, name, after = CORRECTION_STAGES[sys.argv[4]]
        _killing(of, name, after=after)
        CORRECTIONS[sys.argv[3]](desk, sys.argv[5])
    elif sys.argv[2] == "extracting again":
        _killing(Library, "replace_figures", after=sys.argv[3] == "after")
        Desk(Path(sys.argv[1]), REPEATED)
    else:
        desk = Desk(Path(sys.argv[1]))
        of, name, after = STAGES[sys.argv[2]]
        _killing(of, name, after=after)
        desk.add(*map(Path, sys.argv[3:]))
