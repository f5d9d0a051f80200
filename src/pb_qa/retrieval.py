"""Passages for a question: keyword and dense search, fused by a weighted sum of their scores.

What both found is then put in order by a small learned ranker (`pb_qa.retrieval_ranker`), which
looks into the texts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, SkipValidation

from pb_qa.embedding import BUILTIN, Embedder, settled
from pb_qa.embedding.static import StaticEmbedder
from pb_qa.models import DocumentInfo, Passage, ScoredPassage
from pb_qa.retrieval_ranker import Ranker, shipped_ranker
from pb_qa.retrieval_repeats import COMPARED, copies_last
from pb_qa.retrieval_signals import Hits, Shortlists, signals
from pb_qa.retrieval_years import asked_years, with_full_years, year_of
from pb_qa.text.search_form import search_form, search_terms
from pb_qa.text.synonyms import NoSynonyms, SynonymSource, known_synonyms, with_own

_SHORTLIST = 50
# How many of either list the ranker looks into; the others follow as they were fused.
_LOOKED_INTO = 20


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

    def rarities(self, terms: Sequence[str]) -> dict[str, float]:
        """How rare each term is among the passages, at least 0."""
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


Live = Mapping[str, tuple[Passage, DocumentInfo]]


def signals_of(found: Shortlists, ids: Sequence[str], live: Live) -> NDArray[np.float32]:
    """Describe passages that were found for the ranker; shape (passages, signals)."""
    texts = [live[one][0].text for one in ids]
    titles = [" ".join((live[one][1].title, *live[one][0].headings)) for one in ids]
    years = [year_of(live[one][1]) for one in ids]
    return signals(found, ids, texts, titles, years)


def ranked(found: Shortlists, live: Live, ranker: Ranker) -> list[tuple[str, float]]:
    """Put the fused passages in the ranker's order, the fused scores dealt out anew.

    Parameters
    ----------
    live
        The live ones among `worth_a_look`. The others that were found follow as fused.
    """
    looked_into = [one for one in worth_a_look(found) if one in live]
    rated = ranker.rate(signals_of(found, looked_into, live))
    order = [looked_into[index] for index in (-rated).argsort(kind="stable")]
    seen = set(order)
    order += [one for one in found.fused if one not in seen]
    return list(zip(order, sorted(found.fused.values(), reverse=True), strict=True))


def worth_a_look(found: Shortlists) -> list[str]:
    """The first passages of either search, in the fused order."""
    first = {one for hits in (found.keyword, found.dense) for one, _ in hits[:_LOOKED_INTO]}
    return [one for one in found.fused if one in first]


class PassageRetriever(BaseRetriever):
    """The retrieval of pb_qa as a LangChain retriever.

    `search` gives typed passages; ``invoke`` gives LangChain documents whose metadata
    hold ``passage_id``, ``document_id``, ``source``, ``title``, ``start``, ``end``,
    ``score`` and the rest of what is known; ``invoke(query, k=…, collection=…)`` overrides
    ``k`` and limits the search to a folder of the corpus.

    ``ranker`` is the one that comes with the package if none is given; that one was learned for
    the built-in embedder and is used with no other.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: SkipValidation[PassageStore]
    keyword_index: SkipValidation[KeywordSearch]
    vector_index: SkipValidation[VectorSearch]
    embedder: SkipValidation[Embedder]
    k: int = 10
    fusion: SkipValidation[Fusion] = DEFAULT_FUSION
    ranker: SkipValidation[Ranker | None] = None
    synonyms: SkipValidation[SynonymSource] = NoSynonyms()

    def search(
        self, query: str, k: int | None = None, collection: str = "", *, for_reading: bool = False
    ) -> list[ScoredPassage]:
        """The ``k`` best passages of live documents, best first; fewer if fewer match.

        What another document says again comes after what says something else.

        Parameters
        ----------
        collection
            A `pb_qa.catalog.Collection.name`: both searches look at its passages only, as
            if there were no others.
        for_reading
            Find what the reader of answers was calibrated on: years are left as they were asked,
            the ranker knows nothing of them, and copies stay where they are, of which the reader
            knows more.
        """
        wanted = self.k if k is None else k
        if not query.strip() or wanted < 1:
            return []
        found = self.shortlists(query, max(_SHORTLIST, wanted), collection, for_reading=for_reading)
        ranker = (
            self.ranker
            if self.ranker is not None
            else _ranker_for(settled(self.embedder), for_reading)
        )
        fused = list(found.fused.items())
        live: Live = {}
        if ranker is not None and found.keyword and found.dense:
            live = self.library.passages(worth_a_look(found))
            fused = ranked(found, live, ranker)
        if for_reading:
            return self._first_live(fused, wanted, live)
        return copies_last(self._first_live(fused, max(wanted, COMPARED), live))[:wanted]

    def shortlists(
        self, query: str, shortlist: int, collection: str = "", *, for_reading: bool = False
    ) -> Shortlists:
        """What both searches find for a question, fused; at most so many passages each."""
        query = query if for_reading else with_full_years(query)
        asked = search_form(query)
        with with_own(self.synonyms.current()):
            terms = search_terms(known_synonyms().expanded(asked))
        keyword = self.keyword_index.search(terms, shortlist, collection)
        embedder = settled(self.embedder)
        vector = embedder.embed_query(query)
        dense = self.vector_index.search(vector, shortlist, collection, embedder.name)
        asked_terms = search_terms(asked)
        coverage = self.keyword_index.coverage(asked_terms, keyword[0][1] if keyword else 0.0)
        weight = self.fusion.dense_weight(coverage)
        return Shortlists(
            keyword,
            dense,
            fused=dict(fuse(keyword, dense, weight)),
            rarity=self.keyword_index.rarities(asked_terms),
            coverage=coverage,
            dense_weight=weight,
            pieces=embedder.pieces(asked) if isinstance(embedder, StaticEmbedder) else {},
            years=frozenset() if for_reading else asked_years(asked),
        )

    def _first_live(
        self, ranking: Sequence[tuple[str, float]], wanted: int, live: Live
    ) -> list[ScoredPassage]:
        """The first live passages; ``live`` are those of them that are fetched already."""
        found: list[ScoredPassage] = []
        # What is not live any more is dropped here, so that further ones move up.
        while ranking and len(found) < wanted:
            best, ranking = ranking[:wanted], ranking[wanted:]
            missing = [one for one, _ in best if one not in live]
            there = {**live, **(self.library.passages(missing) if missing else {})}
            found += [ScoredPassage(*there[one], score) for one, score in best if one in there]
        return found[:wanted]

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        collection: str = "",
        for_reading: bool = False,
    ) -> list[LangChainDocument]:
        found = self.search(query, k, collection, for_reading=for_reading)
        return [langchain_document(one) for one in found]


def _ranker_for(embedder: Embedder, for_reading: bool) -> Ranker | None:
    """The package's ranker for its own embedder: other models' similarities mean other things."""
    built_in = embedder.name.startswith(BUILTIN)
    return shipped_ranker(for_reading=for_reading) if built_in else None


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
