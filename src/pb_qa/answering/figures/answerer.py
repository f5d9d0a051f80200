"""Answers questions about figures from the ledger: the figures, dated, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.figures.asking import FigureQuestion, read_figure_question
from pb_qa.answering.figures.candidates import Candidate, described
from pb_qa.answering.figures.cases import of_other_cases_left_out
from pb_qa.answering.figures.deciding import decide, decide_extreme
from pb_qa.answering.figures.extremes import read_extreme_question
from pb_qa.answering.figures.matching import Matcher
from pb_qa.answering.figures.ranking import FigureRanker
from pb_qa.answering.figures.showing import DocumentStore, Showing
from pb_qa.answering.named_sources import acts_side_by_side
from pb_qa.answering.sources import Sources
from pb_qa.answering.verification import verify_figures
from pb_qa.answers import Answer
from pb_qa.figures import FoundFigure
from pb_qa.models import ScoredPassage
from pb_qa.text.search_form import search_form


class FigureSource(Protocol):
    """Where figures that may answer come from."""

    def gather(
        self,
        words: Sequence[str],
        years: Sequence[tuple[int, int]],
        found: Sequence[ScoredPassage],
        collection: str = "",
    ) -> tuple[list[ScoredPassage], list[FoundFigure]]:
        """Passages that may answer, and every figure they state."""
        ...


@dataclass(frozen=True, slots=True)
class FigureAnswerer:
    """Answers from the ledger, says what is missing, or leaves a question to others."""

    source: FigureSource
    store: DocumentStore
    ranker: FigureRanker
    sources: Sources

    def answer(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str = ""
    ) -> Answer | None:
        """Answer a question about figures; None when it asks for none.

        None as well when the answer does not stand up to being checked.

        Parameters
        ----------
        asked
            The question as typed.
        resolved
            The same standing on its own.
        found
            Passages near the question, best first; shown when nothing answers.
        collection
            The folder of the corpus that they, and all figures, are taken from; empty for all.
        """
        answer = self._unchecked(asked, resolved, found, collection)
        if answer is None:
            return None
        cited = {c.document.id: c.document.version for c in answer.citations}
        documents = {id_: self.store.document(id_, version) for id_, version in cited.items()}
        if verify_figures(answer, documents):
            return answer
        if answer.abstained:
            # What there is instead cannot be shown; that nothing was found still holds.
            return replace(answer, notes=(), sentences=(), figures=())
        return None

    def matcher(
        self,
        question: FigureQuestion,
        resolved: str,
        found: Sequence[ScoredPassage],
        collection: str = "",
    ) -> Matcher | None:
        """What rates the figures that may answer; None where there are none."""
        years = [(int(p.start[:4]), int(p.end[:4])) for p in question.periods]
        words = (*question.variants, *(ask.words for ask in question.asks))
        passages, figures = self.source.gather(words, years, found, collection)
        if not figures:
            return None
        figures = self.sources.figures_once(figures, passages)
        figures = of_other_cases_left_out(figures, question.cases)
        stating = {(f.document.id, f.figure.start) for f in figures}
        placed = [
            p for p in candidate_sentences(passages) if (p.found.document.id, p.start) in stating
        ]
        return self.ranker.matcher(question, resolved, self._candidates(figures), placed)

    def _unchecked(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str
    ) -> Answer | None:
        extreme = read_extreme_question(resolved)
        question = extreme.plain if extreme else read_figure_question(resolved)
        if question is None or acts_side_by_side(search_form(resolved)):
            # Documents named side by side are answered from each for itself.
            return None
        matcher = self.matcher(question, resolved, found, collection)
        if matcher is None:
            return None
        decision = decide_extreme(extreme, matcher) if extreme else decide(question, matcher)
        if decision is None:
            return None
        showing = Showing(self.store, self.sources, asked, resolved, found, collection)
        return showing.answer(decision, question)

    def _candidates(self, figures: Sequence[FoundFigure]) -> list[Candidate]:
        ids = dict.fromkeys(figure.document.id for figure in figures)
        texts = {document_id: self.store.document(document_id) for document_id in ids}
        neighbours: dict[tuple[str, int], list[FoundFigure]] = {}
        for figure in figures:
            neighbours.setdefault((figure.document.id, figure.figure.start), []).append(figure)
        return [
            described(f, neighbours[f.document.id, f.figure.start], texts[f.document.id])
            for f in figures
        ]
