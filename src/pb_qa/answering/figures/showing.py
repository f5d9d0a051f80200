"""Puts what was decided into an answer: figures verbatim, each tied to its cited sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.choosing import FITTING_PERIOD
from pb_qa.answering.figures.deciding import Decision, Outcome
from pb_qa.answering.figures.matching import Match
from pb_qa.answering.figures.reckoning import Reckoned
from pb_qa.answering.figures.stating import answer_figure, citation_of
from pb_qa.answering.sources import Sources, with_reposts
from pb_qa.answering.verification import verify_citation
from pb_qa.answers import Answer, AnswerFigure, AnswerSentence, Coverage, DirectAnswer
from pb_qa.figures import FoundFigure
from pb_qa.models import Document, ScoredPassage

_NEAREST: Final = 3


class DocumentStore(Protocol):
    """Where the whole text of a cited document is looked up."""

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A stored document."""
        ...


@dataclass(frozen=True, slots=True)
class Showing:
    """Words decisions about one question.

    Attributes
    ----------
    asked, resolved
        The question as typed, and standing on its own.
    found
        Passages near it, best first; shown when nothing answers.
    """

    store: DocumentStore
    sources: Sources
    asked: str
    resolved: str
    found: Sequence[ScoredPassage]
    collection: str

    def answer(self, decision: Decision, question: FigureQuestion) -> Answer:
        """The answer that a decision comes to."""
        if decision.reckoned is not None:
            return self._reckoned(decision.reckoned)
        if decision.outcome is Outcome.FIGURES:
            return replace(self._stated(decision.matches), notes=decision.notes)
        figures, sentences = self._cited([m.candidate.found for m in decision.matches])
        if not figures:
            return self._refusal()
        if decision.outcome is Outcome.INSTEAD:
            note = _instead(question, decision.matches[0], figures[0])
        else:
            stated = "；".join(figure.described for figure in figures)
            note = f"没有找到与问题完全对应的数据；最接近的是：{stated}。请点开原文核对。"
        return replace(
            self._refusal(),
            sentences=sentences,
            figures=figures,
            notes=(note,),
            otherwise=decision.outcome is Outcome.INSTEAD,
        )

    def _stated(self, matches: Sequence[Match]) -> Answer:
        figures, sentences = self._cited([m.candidate.found for m in matches])
        return Answer(
            question=self.asked,
            resolved_question=self.resolved,
            direct=_direct(figures),
            sentences=sentences,
            abstained=False,
            nearest=(),
            coverage=Coverage(len(sentences), len(sentences)),
            figures=figures,
            likelihood=min(match.trust for match in matches),
        )

    def _reckoned(self, result: Reckoned) -> Answer:
        figures, sentences = self._cited([m.candidate.found for m in result.operands])
        return Answer(
            question=self.asked,
            resolved_question=self.resolved,
            direct=None,
            sentences=sentences,
            abstained=False,
            nearest=(),
            coverage=Coverage(len(sentences), len(sentences)),
            figures=figures,
            reckoned=result.text,
            working=result.working,
        )

    def _refusal(self) -> Answer:
        return Answer(
            question=self.asked,
            resolved_question=self.resolved,
            direct=None,
            sentences=(),
            abstained=True,
            nearest=tuple(self.found[:_NEAREST]),
            coverage=Coverage(0, 0),
        )

    def _cited(
        self, found: Sequence[FoundFigure]
    ) -> tuple[tuple[AnswerFigure, ...], tuple[AnswerSentence, ...]]:
        """Number the sentences, each once, and tie the figures to them.

        Of reposts the one that leads is cited.
        """
        numbers: dict[tuple[str, int], int] = {}
        figures: list[AnswerFigure] = []
        sentences: list[AnswerSentence] = []
        for stated in found:
            item = self.sources.leading(stated, self.collection)
            place = (item.document.id, item.figure.start)
            document = self.store.document(item.document.id, item.document.version)
            if place not in numbers:
                citation = citation_of(item, len(numbers) + 1, document)
                if not verify_citation(document, citation):
                    continue
                numbers[place] = citation.number
                others = self.sources.places(item.document, item.quote, self.collection)
                citation = with_reposts(citation, others)
                sentences.append(AnswerSentence(item.quote, (citation,)))
            figures.append(answer_figure(item, numbers[place], document))
        return tuple(figures), tuple(sentences)


def _instead(question: FigureQuestion, match: Match, figure: AnswerFigure) -> str:
    """没有2020年的数据；有2011年底的：50.2%。"""
    missing = [] if match.place_fit else list(question.places)
    if question.periods and match.period_fit < FITTING_PERIOD:
        missing += ["、".join(period.text for period in question.periods)]
    # The document is named where no place or time can be.
    other = figure.place or f"《{match.candidate.found.document.title}》"
    where = "" if match.place_fit else other
    there = "".join(part for part in (where, figure.period.text) if part)
    return f"没有{''.join(missing)}的数据；有{there}的：{figure.stated}。"


def _direct(figures: Sequence[AnswerFigure]) -> DirectAnswer | None:
    if not figures:
        return None
    first = figures[0]
    return DirectAnswer(first.text, first.document_id, first.start, first.end)
