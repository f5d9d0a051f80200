"""The sentences of the passages found, each with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pb_qa.answering.features import Candidate
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


def candidate_sentences(found: Sequence[ScoredPassage]) -> list[PlacedSentence]:
    """Take the passages apart into sentences and describe their surroundings.

    Parameters
    ----------
    found
        In the order of the retriever, best first.

    Returns
    -------
    list of PlacedSentence
        Passage by passage in the order of ``found``.
    """
    best = (found[0].score if found else 0.0) or 1.0
    documents: dict[str, tuple[float, int]] = {}
    for hit in found:
        documents.setdefault(hit.document.id, (hit.score / best, len(documents)))
    placed: list[PlacedSentence] = []
    for rank, hit in enumerate(found):
        document_score, document_rank = documents[hit.document.id]
        spans = sentence_spans(hit.passage.text)
        forms = [search_form(hit.passage.text[start:end]) for start, end in spans]
        passage_form = "\n".join(forms)
        headings = search_form(" ".join((hit.document.title, *hit.passage.headings)))
        for index, (start, end) in enumerate(spans):
            placed.append(
                PlacedSentence(
                    found=hit,
                    start=hit.passage.start + start,
                    end=hit.passage.start + end,
                    text=hit.passage.text[start:end],
                    described=Candidate(
                        sentence=forms[index],
                        previous=forms[index - 1] if index else "",
                        following=forms[index + 1] if index + 1 < len(forms) else "",
                        passage=passage_form,
                        headings=headings,
                        index=index,
                        count=len(forms),
                        passage_score=hit.score / best,
                        passage_rank=rank,
                        document_score=document_score,
                        document_rank=document_rank,
                    ),
                )
            )
    return placed
