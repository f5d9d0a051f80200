"""Ways of finding passages that are compared: ours, BM25, and LangChain's as its guides show it.

Every one gets the same texts and the same embedding model, and gives for a question the
indices of the texts it found, best first, each once.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pb_qa.embedding import Embedder
from pb_qa.ingest.preparing import embedding_text
from pb_qa.models import Document, DocumentInfo, Passage
from pb_qa.retrieval import PassageRetriever
from pb_qa.settings import Settings
from pb_qa.storage.keyword_index import KeywordEntry, KeywordIndex, keyword_entry
from pb_qa.storage.vectors import ExactVectors
from pb_qa.text.search_form import search_terms
from pb_qa.understanding.splitting import split

DEPTH = 10
_BATCH = 2000

BM25, BOTH = "BM25, bigrams", "BM25, unigrams and bigrams"
TUTORIAL, ENSEMBLE = "LangChain tutorial chain", "LangChain EnsembleRetriever"
DENSE, FUSED = "pb_qa, dense alone", "pb_qa, fused"

Find = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class System:
    """A way of finding passages.

    Attributes
    ----------
    make
        From the texts, the embedding model and a folder of its own to `Find`.
    needs
        Packages that are no dependencies of the project.
    """

    name: str
    make: Callable[[Sequence[str], Embedder, Path], Find]
    needs: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """Packages that would have to be installed."""
        return [name for name in self.needs if importlib.util.find_spec(name) is None]


# ---- keywords alone


def _bigrams(text: str) -> list[str]:
    return [term for term in search_terms(text) if len(term) > 1]


def _bm25(terms: Callable[[str], list[str]]) -> Callable[[Sequence[str], Embedder, Path], Find]:
    def make(texts: Sequence[str], _: Embedder, folder: Path) -> Find:
        index = KeywordIndex(folder)
        index.upsert(
            [KeywordEntry(str(n), " ".join(terms(text)), "") for n, text in enumerate(texts)]
        )
        return lambda question: [
            int(found) for found, _ in index.search(terms(question), DEPTH, title_boost=0.0)
        ]

    return make


# ---- ours


@dataclass(frozen=True, slots=True)
class _Passages:
    """The passages of the texts, as the product cuts them; a text's index is its document."""

    found: dict[str, Passage]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Passages:
        longest = Settings.model_fields["passage_characters"].default
        found: dict[str, Passage] = {}
        for number, text in enumerate(texts):
            document = Document(str(number), 1, f"{number}.txt", "", text=text)
            found.update((passage.id, passage) for passage in split(document, longest))
        return cls(found)

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        """All are live."""
        return {one: (self.found[one], _info(self.found[one].document_id)) for one in ids}

    def vectors(self, embedder: Embedder) -> ExactVectors:
        kept = list(self.found.values())
        pages = (kept[start : start + _BATCH] for start in range(0, len(kept), _BATCH))
        return ExactVectors(
            (
                [passage.id for passage in page],
                embedder.embed_passages([embedding_text(passage) for passage in page]),
            )
            for page in pages
        )


def _info(number: str) -> DocumentInfo:
    return DocumentInfo(id=number, version=1, source=f"{number}.txt", title="")


class _Nearest:
    """Exact search, which Chroma approximates, with the product's parameters."""

    def __init__(self, vectors: ExactVectors) -> None:
        self._vectors = vectors

    def search(
        self, vector: np.ndarray, k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        return self._vectors.search(vector, k)


def _dense(texts: Sequence[str], embedder: Embedder, _: Path) -> Find:
    vectors = _Passages.of(texts).vectors(embedder)

    def find(question: str) -> list[int]:
        # A text may be cut into several passages.
        hits = vectors.search(embedder.embed_query(question), 4 * DEPTH)
        return _first(int(found.partition("-")[0]) for found, _ in hits)

    return find


def retriever_of(texts: Sequence[str], embedder: Embedder, folder: Path) -> PassageRetriever:
    """The product's retriever over texts; a text's index is its document's id."""
    passages = _Passages.of(texts)
    keywords = KeywordIndex(folder)
    keywords.upsert([keyword_entry(one, _info(one.document_id)) for one in passages.found.values()])
    return PassageRetriever(
        library=passages,
        keyword_index=keywords,
        vector_index=_Nearest(passages.vectors(embedder)),
        embedder=embedder,
    )


def _fused(texts: Sequence[str], embedder: Embedder, folder: Path) -> Find:
    retriever = retriever_of(texts, embedder, folder)
    return lambda question: _first(
        int(found.document.id) for found in retriever.search(question, 4 * DEPTH)
    )


# ---- LangChain, with the defaults of its guides


def _tutorial(texts: Sequence[str], embedder: Embedder, folder: Path) -> Find:
    store = _chroma(_pieces(texts), embedder, folder)
    return lambda question: _sources(store.similarity_search(question, k=DEPTH))


def _ensemble(texts: Sequence[str], embedder: Embedder, folder: Path) -> Find:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
    pieces = _pieces(texts)
    retriever = EnsembleRetriever(
        retrievers=[
            BM25Retriever.from_documents(pieces),
            _chroma(pieces, embedder, folder).as_retriever(),
        ],
        weights=[0.5, 0.5],
    )
    return lambda question: _sources(retriever.invoke(question))


def _pieces(texts: Sequence[str]) -> list:  # type: ignore[type-arg]
    from langchain_core.documents import Document as LangChainDocument
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    documents = [
        LangChainDocument(page_content=text, metadata={"source": number})
        for number, text in enumerate(texts)
    ]
    return splitter.split_documents(documents)


def _chroma(pieces: list, embedder: Embedder, folder: Path):  # type: ignore[no-untyped-def, type-arg]
    from langchain_chroma import Chroma

    from pb_qa.embedding.langchain_adapter import LangChainEmbeddings

    store = Chroma(embedding_function=LangChainEmbeddings(embedder), persist_directory=str(folder))
    for start in range(0, len(pieces), _BATCH):
        store.add_documents(pieces[start : start + _BATCH])
    return store


def _sources(found: Iterable) -> list[int]:  # type: ignore[type-arg]
    return _first(int(document.metadata["source"]) for document in found)


def _first(numbers: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(numbers))[:DEPTH]


_LANGCHAIN = ("langchain_chroma", "langchain_text_splitters")
SYSTEMS = (
    System(BM25, _bm25(_bigrams)),
    System(BOTH, _bm25(search_terms)),
    System(TUTORIAL, _tutorial, _LANGCHAIN),
    System(
        ENSEMBLE,
        _ensemble,
        (*_LANGCHAIN, "langchain_classic", "langchain_community", "rank_bm25"),
    ),
    System(DENSE, _dense),
    System(FUSED, _fused),
)
