"""What must hold of a library after a kill, compared with a fresh ingest of the same texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pb_qa.assistant import Assistant
from pb_qa.figures import Figure
from pb_qa.ingest.extraction import EXTRACTION
from pb_qa.ingest.preparing import embedding_text
from pb_qa.models import Document, Passage
from pb_qa.storage.corpus import hash_of
from pb_qa.storage.keyword_index import keyword_entry
from pb_qa.storage.rows import Vectors
from pb_qa.storage.vector_index import VectorState
from pb_qa.text.search_form import search_terms
from pb_qa.understanding.splitting import split

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder
    from pb_qa.wiring import Engine

_TIE = 1e-4


@dataclass(frozen=True, slots=True)
class Fresh:
    """What an ingest makes of a document."""

    passages: tuple[Passage, ...]
    vectors: Vectors
    figures: tuple[Figure, ...]


@dataclass(slots=True)
class FreshIngests:
    """Every document ingested afresh, once; `known` outlives a forked process's check."""

    embedder: Embedder
    passage_characters: int
    known: dict[tuple[str, int, str, str], Fresh] = field(default_factory=dict)

    def of(self, document: Document) -> Fresh:
        """Passages, vectors and figures of this version."""
        key = (document.id, document.version, document.title, document.text)
        if key not in self.known:
            passages = tuple(split(document, self.passage_characters))
            vectors = self.embedder.embed_passages([embedding_text(p) for p in passages])
            self.known[key] = Fresh(passages, vectors, EXTRACTION.extract(document))
        return self.known[key]


def damages(assistant: Assistant, engine: Engine, fresh: FreshIngests) -> list[str]:
    """Everything that is not as a fresh ingest of the live documents would have it."""
    engine.indexes.vectors.wait()
    library, indexes = assistant.library, engine.indexes
    found: list[str] = []
    if indexes.vectors.state is not VectorState.READY:
        found.append(f"the vector index does not answer: {indexes.vectors.reason}")
    if library.pending() or library.dead_passages() or library.figures.dead():
        found.append("something is still half done after the start")
    infos = library.documents()
    if len({info.source for info in infos}) != len(infos):
        found.append("a document is there twice")
    passages: dict[str, Passage] = {}
    vectors: dict[str, Vectors] = {}
    figures = 0
    for info in infos:
        document = library.document(info.id)
        made = fresh.of(document)
        if library.document_passages(info.id) != list(made.passages):
            found.append(f"{info.source}: its passages are not those of its text")
        passages.update({passage.id: passage for passage in made.passages})
        vectors.update(zip((p.id for p in made.passages), made.vectors, strict=True))
        stored = tuple(s.figure for s in library.figures.of_version((info.id, info.version)))
        if stored != made.figures:
            found.append(f"{info.source}: its figures are not those of its text")
        figures += len(made.figures)
        for passage in made.passages:
            if keyword_entry(passage, document).body and not _by_words(engine, passage):
                found.append(f"{info.source}: a passage is not found by its own words")
    found += _stored_vectors(assistant, engine, vectors)
    found += _index_entries(assistant, engine, set(passages), figures)
    found += [
        f"{passages[name].document_id}: a passage is not found by its own vector"
        for name, vector in vectors.items()
        if not _by_vector(engine, name, vector)
    ]
    return found + list(library.damage())


def originals(corpus: Path, known: dict[tuple[str, int, int], str]) -> set[str]:
    """Hashes of every file in the corpus folder and its recycle bin."""
    found = set()
    for path in corpus.rglob("*"):
        if path.is_file():
            status = path.stat()
            key = (str(path), status.st_size, status.st_mtime_ns)
            if key not in known:
                known[key] = hash_of(path)
            found.add(known[key])
    return found


def rubbish(corpus: Path, data: Path) -> list[str]:
    """Files that a killed process left and that nobody will take away."""
    left = [path for path in corpus.rglob("*") if ".incoming" in path.parts]
    left += [path for path in corpus.rglob("tmp*") if ".trash" not in path.parts]
    left += [path for path in data.rglob("*.tmp") if path.name != "owner.tmp"]
    left += [path for path in (data / "uploads").rglob("*") if path.is_file()]
    return [str(path) for path in left]


def folder_bytes(folder: Path) -> int:
    """Size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _by_words(engine: Engine, passage: Passage) -> bool:
    hits = engine.indexes.keywords.search(search_terms(passage.text), 3)
    best = hits[0][1] if hits else 0.0
    return any(name == passage.id and score >= best - _TIE for name, score in hits)


def _by_vector(engine: Engine, name: str, vector: Vectors) -> bool:
    hits = engine.indexes.vectors.search(vector, 1)
    return bool(hits) and (hits[0][0] == name or hits[0][1] >= float(vector @ vector) - _TIE)


def _stored_vectors(assistant: Assistant, engine: Engine, wanted: dict[str, Vectors]) -> list[str]:
    stored: dict[str, Vectors] = {}
    for ids, rows in assistant.library.vector_pages(engine.indexes.vectors.model):
        stored.update(zip(ids, rows, strict=True))
    if stored.keys() != wanted.keys():
        return ["the library's vectors are not those of its passages"]
    # A batch of another make-up may round the last digit differently.
    off = [name for name in wanted if not np.allclose(stored[name], wanted[name], atol=1e-5)]
    return [f"{len(off)} vectors are not those of their passages"] if off else []


def _index_entries(
    assistant: Assistant, engine: Engine, wanted: set[str], figures: int
) -> list[str]:
    indexes, library = engine.indexes, assistant.library
    held: Sequence[tuple[str, list[str]]] = (
        ("Chroma", indexes.vectors.ids()),
        ("the keyword index", indexes.keywords.ids()),
    )
    found = [
        f"{name} lacks {len(wanted - set(ids))} passages, has {len(set(ids) - wanted)} too many"
        for name, ids in held
        if set(ids) != wanted or len(ids) != len(wanted)
    ]
    keys = indexes.figures.keys()
    if len(keys) != figures or set(keys) != set(library.figures.keys()):
        found.append(f"the figure index has {len(keys)} figures, the texts state {figures}")
    return found
