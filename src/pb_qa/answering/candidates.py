"""The sentences of the passages found, each with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.features import Candidate
from pb_qa.embedding import Embedder
from pb_qa.models import ScoredPassage
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence with its place: ``document.text[start:end] == text``."""

    found: ScoredPassage
    start: int
    end: int
    text: str
    described: Candidate


def candidate_sentences(
    question: str, found: Sequence[ScoredPassage], embedder: Embedder
) -> list[PlacedSentence]:
    """Take the passages apart into sentences and describe their surroundings.

    Parameters
    ----------
    found
        In the order of the retriever, best first.
    embedder
        The one that the sentence ranker was trained with.

    Returns
    -------
    list of PlacedSentence
        Passage by passage in the order of ``found``.
    """
    spans = [sentence_spans(hit.passage.text) for hit in found]
    forms = [
        [search_form(hit.passage.text[start:end]) for start, end in own]
        for hit, own in zip(found, spans, strict=True)
    ]
    flat = [form for own in forms for form in own]
    if not flat:
        return []
    vectors = embedder.embed_passages(flat)
    query = embedder.embed_query(question)
    best = found[0].score or 1.0
    placed: list[PlacedSentence] = []
    offset = 0
    for rank, (hit, own_spans, own_forms) in enumerate(zip(found, spans, forms, strict=True)):
        own_vectors = vectors[offset : offset + len(own_forms)]
        offset += len(own_forms)
        similarity = own_vectors @ query
        context = _context_similarity(own_vectors, own_forms, query)
        whole = _cosine(_weighted_sum(own_vectors, own_forms), query)
        passage_form = "\n".join(own_forms)
        headings = search_form(" ".join((hit.document.title, *hit.passage.headings)))
        for index, (start, end) in enumerate(own_spans):
            placed.append(
                PlacedSentence(
                    found=hit,
                    start=hit.passage.start + start,
                    end=hit.passage.start + end,
                    text=hit.passage.text[start:end],
                    described=Candidate(
                        sentence=own_forms[index],
                        previous=own_forms[index - 1] if index else "",
                        following=own_forms[index + 1] if index + 1 < len(own_forms) else "",
                        passage=passage_form,
                        headings=headings,
                        index=index,
                        count=len(own_forms),
                        passage_score=hit.score / best,
                        passage_rank=rank,
                        similarity=float(similarity[index]),
                        context_similarity=context[index],
                        passage_similarity=whole,
                    ),
                )
            )
    return placed


def _weighted_sum(vectors: NDArray[np.float32], forms: Sequence[str]) -> NDArray[np.float32]:
    """Sum of unit rows weighted by length: what a mean of token vectors would point to."""
    lengths = np.asarray([len(form) for form in forms], dtype=np.float32)
    total: NDArray[np.float32] = (vectors * lengths[:, None]).sum(axis=0)
    return total


def _cosine(vector: NDArray[np.float32], query: NDArray[np.float32]) -> float:
    norm = float(np.linalg.norm(vector))
    return float(vector @ query) / norm if norm else 0.0


def _context_similarity(
    vectors: NDArray[np.float32], forms: Sequence[str], query: NDArray[np.float32]
) -> list[float]:
    return [
        _cosine(
            _weighted_sum(vectors[max(0, i - 1) : i + 2], forms[max(0, i - 1) : i + 2]),
            query,
        )
        for i in range(len(forms))
    ]
