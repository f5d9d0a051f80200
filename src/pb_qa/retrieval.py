"""Passages for a question: keyword and dense search, fused by a weighted sum of their scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, SkipValidation

from pb_qa.embedding import Embedder, settled
from pb_qa.models import DocumentInfo, Passage, ScoredPassage
from pb_qa.text.search_form import search_terms
from pb_qa.text.synonyms import NoSynonyms, SynonymSource, known_synonyms, with_own

_SHORTLIST = 50

Hits = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Fusion:
    """How much meaning weighs beside the words, depending on the question.

    Who asks in a document's own words has passages that cover the question, and keywords
    decide; who asks in other words has none, and meaning does.

    Attributes
    ----------
    most
        The weight of the dense score where keywords find next to nothing of the question.
    half_at
        The coverage (see `KeywordSearch.coverage`) at which it weighs half of that.
    softness
        How slowly it goes from one to the other, in coverage.
    """

    most: float
    half_at: float
    softness: float

    def dense_weight(self, coverage: float) -> float:
        """The weight of the dense score, 0 … ``most``."""
        return self.most / (1.0 + math.exp((coverage - self.half_at) / self.softness))


# Fitted on dev data by training/fit_fusion.py; see docs/decisions/fusion.md.
DEFAULT_FUSION = Fusion(most=0.7, half_at=0.19, softness=0.015)


class KeywordSearch(Protocol):
    """What retrieval needs of the keyword index."""

    def search(self, terms: Sequence[str], k: int, collection: str = "") -> list[tuple[str, float]]:
        """The ``k`` best passages, of a collection if one is named, with their BM25 scores."""
        ...

    def coverage(self, terms: Sequence[str], score: float) -> float:
        """How much of the terms a passage with this score covers, 0 … 1."""
        ...


class VectorSearch(Protocol):
    """What retrieval needs of the vector index."""

    def search(
        self,
        vector: NDArray,  # type: ignore[type-arg]
        k: int,
        collection: str = "",
        model: str = "",
    ) -> list[tuple[str, float]]:
        """The ``k`` nearest passages, of a collection if one is named, with their similarity.

        None, when the vectors that are searched are of another ``model``.
        """
        ...


class PassageStore(Protocol):
    """What retrieval needs of the library."""

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        """The live ones among these passages."""
        ...


def fuse(keyword: Hits, dense: Hits, dense_weight: float) -> list[tuple[str, float]]:
    """Fuse two rankings into one by a weighted sum of normalised scores.

    Keyword scores are divided by the best one, similarities stay as they are. A passage that
    only keywords found gets the lowest similarity of the dense shortlist; one that only the
    dense search found gets 0 for its keywords.

    Parameters
    ----------
    dense_weight
        Between 0 and 1; the keywords weigh the rest.

    Returns
    -------
    list of (passage id, score in 0 … 1), best first; ties in the order of ``keyword``.
    """
    if not keyword:
        return list(dense)
    best = keyword[0][1] or 1.0
    weight = dense_weight
    similarity = dict(dense)
    lowest = dense[-1][1] if dense else 0.0
    scores = {
        passage_id: (1.0 - weight) * score / best + weight * similarity.get(passage_id, lowest)
        for passage_id, score in keyword
    }
    for passage_id, score in dense:
        scores.setdefault(passage_id, weight * score)
    return sorted(scores.items(), key=lambda item: -item[1])


class PassageRetriever(BaseRetriever):
    """The retrieval of pb_qa as a LangChain retriever.

    `search` gives typed passages; ``invoke`` gives LangChain documents whose metadata
    hold ``passage_id``, ``document_id``, ``source``, ``title``, ``start``, ``end``,
    ``score`` and the rest of what is known; ``invoke(query, k=…, collection=…)`` overrides
    ``k`` and limits the search to a folder of the corpus.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: SkipValidation[PassageStore]
    keyword_index: SkipValidation[KeywordSearch]
    vector_index: SkipValidation[VectorSearch]
    embedder: SkipValidation[Embedder]
    k: int = 10
    fusion: SkipValidation[Fusion] = DEFAULT_FUSION
    synonyms: SkipValidation[SynonymSource] = NoSynonyms()

    def search(self, query: str, k: int | None = None, collection: str = "") -> list[ScoredPassage]:
        """The ``k`` best passages of live documents, best first; fewer if fewer match.

        Parameters
        ----------
        collection
            A `pb_qa.catalog.Collection.name`: both searches look at its passages only, as
            if there were no others.
        """
        wanted = self.k if k is None else k
        if not query.strip() or wanted < 1:
            return []
        shortlist = max(_SHORTLIST, wanted)
        with with_own(self.synonyms.current()):
            terms = search_terms(known_synonyms().expanded(query))
        keyword = self.keyword_index.search(terms, shortlist, collection)
        embedder = settled(self.embedder)
        vector = embedder.embed_query(query)
        dense = self.vector_index.search(vector, shortlist, collection, embedder.name)
        best_score = keyword[0][1] if keyword else 0.0
        coverage = self.keyword_index.coverage(search_terms(query), best_score)
        ranking = fuse(keyword, dense, self.fusion.dense_weight(coverage))
        found: list[ScoredPassage] = []
        # What is not live any more is dropped here, so that further ones move up.
        while ranking and len(found) < wanted:
            best, ranking = ranking[:wanted], ranking[wanted:]
            live = self.library.passages([passage_id for passage_id, _ in best])
            found += [
                ScoredPassage(*live[passage_id], score)
                for passage_id, score in best
                if passage_id in live
            ]
        return found[:wanted]

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        collection: str = "",
    ) -> list[LangChainDocument]:
        return [langchain_document(found) for found in self.search(query, k, collection)]


def langchain_document(found: ScoredPassage) -> LangChainDocument:
    """A found passage as LangChain knows documents; `scored_passage` is the way back."""
    passage = {
        field.name: getattr(found.passage, field.name)
        for field in fields(Passage)
        if field.name not in ("id", "text")
    }
    info = {f"document_{f.name}": getattr(found.document, f.name) for f in fields(DocumentInfo)}
    return LangChainDocument(
        id=found.passage.id,
        page_content=found.passage.text,
        metadata={
            "passage_id": found.passage.id,
            "source": found.document.source,
            "title": found.document.title,
            "score": found.score,
            **passage,
            **info,
        },
    )


def scored_passage(document: LangChainDocument) -> ScoredPassage:
    """The inverse of `langchain_document`."""
    metadata = document.metadata
    return ScoredPassage(
        Passage(
            id=metadata["passage_id"],
            text=document.page_content,
            **{f.name: metadata[f.name] for f in fields(Passage) if f.name not in ("id", "text")},
        ),
        DocumentInfo(**{f.name: metadata[f"document_{f.name}"] for f in fields(DocumentInfo)}),
        metadata["score"],
    )
