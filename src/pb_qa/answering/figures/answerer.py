"""Answers questions about figures from the ledger: the figures, dated, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.figures.asking import (
    FigureQuestion,
    Reckoning,
    at_both_ends,
    read_figure_question,
)
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate, described
from pb_qa.answering.figures.cases import of_other_cases_left_out
from pb_qa.answering.figures.choosing import (
    FITTING_PERIOD,
    at_all_times,
    choose,
    fits,
    name_of,
    slots_of,
)
from pb_qa.answering.figures.extremes import (
    ExtremeQuestion,
    compared,
    note_on,
    read_extreme_question,
)
from pb_qa.answering.figures.fitting import part_only
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.ranking import FigureRanker, RankedFigures, rank_sentences
from pb_qa.answering.figures.reckoning import Reckoned, difference, total
from pb_qa.answering.figures.shares import growth, share_of_whole
from pb_qa.answering.figures.stating import answer_figure, citation_of
from pb_qa.answering.figures.trusting import is_possible, trusted
from pb_qa.answering.named_sources import acts_side_by_side
from pb_qa.answering.sources import Sources, with_reposts
from pb_qa.answering.verification import verify_citation, verify_figures
from pb_qa.answers import Answer, AnswerFigure, AnswerSentence, Coverage, DirectAnswer
from pb_qa.figures import FoundFigure
from pb_qa.models import Document, ScoredPassage
from pb_qa.text.search_form import search_form

_NEAREST_FROM: Final = 0.25
_NEAREST_SAID_FROM: Final = 0.5
_OFFER_FROM: Final = 0.60
_OFFER_NAMED_FROM: Final = 0.80
_NEAREST: Final = 3


# 每半年 answers how often, and states no figure: sentences may know.
_HOW_LONG: Final = re.compile("多久|多长")


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


class DocumentStore(Protocol):
    """Where the whole text of a cited document is looked up."""

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A stored document."""
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

    def _unchecked(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str
    ) -> Answer | None:
        extreme = read_extreme_question(resolved)
        question = extreme.plain if extreme else read_figure_question(resolved)
        if question is None or acts_side_by_side(search_form(resolved)):
            # Documents named side by side are answered from each for itself.
            return None
        years = [(int(p.start[:4]), int(p.end[:4])) for p in question.periods]
        passages, figures = self.source.gather(question.variants, years, found, collection)
        if not figures:
            return None
        figures = self.sources.figures_once(figures, passages)
        figures = of_other_cases_left_out(figures, question.cases)
        stating = {(f.document.id, f.figure.start) for f in figures}
        placed = [
            p for p in candidate_sentences(passages) if (p.found.document.id, p.start) in stating
        ]
        matcher = self.ranker.matcher(question, resolved, self._candidates(figures), placed)
        if extreme is not None:
            return self._held_against(asked, resolved, extreme, matcher, collection)
        if question.reckoning is not None and len(question.asks) == 1:
            reckon = difference if question.reckoning is Reckoning.DIFFERENCE else total
            result = reckon(question, matcher)
            if result is not None:
                return self._reckoned(asked, resolved, result, collection)
            question = at_both_ends(question)
        slots = slots_of(question)
        ranked = rank_sentences(matcher, slots)
        if not ranked:
            return None
        chosen = choose(ranked, question, slots)
        likely = trusted(chosen, slots, matcher, question)
        sure = [match for match in likely if match is not None]
        if not sure and _HOW_LONG.search(question.text) and not question.periods:
            return None
        if not sure and len(question.asks) == 1:
            result = share_of_whole(question, matcher) or growth(question, matcher)
            if result is not None:
                return self._reckoned(asked, resolved, result, collection)
        if not sure:
            offer = self._offer(asked, resolved, question, ranked, found, collection)
            return (
                offer if offer.notes else self._nearest(offer, chosen, slots, matcher, collection)
            )
        if len(slots) == 1:
            everywhere = at_all_times(sure[0], ranked, question)
            answer = self._shown(asked, resolved, everywhere, collection)
            stated = [figure.period for figure in answer.figures]
            remark = "" if question.from_to else part_only(question.periods, stated)
            return replace(answer, notes=(remark,)) if remark else answer
        missing = [
            name_of(slot, question)
            for match, slot in zip(likely, slots, strict=True)
            if match is None
        ]
        notes = (f"没有找到{'、'.join(missing)}的数据。",) if missing else ()
        return replace(self._shown(asked, resolved, sure, collection), notes=notes)

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

    # ---- what is shown

    def _shown(
        self, asked: str, resolved: str, matches: Sequence[Match], collection: str
    ) -> Answer:
        figures, sentences = self._cited([m.candidate.found for m in matches], collection)
        return Answer(
            question=asked,
            resolved_question=resolved,
            direct=_direct(figures),
            sentences=sentences,
            abstained=False,
            nearest=(),
            coverage=Coverage(len(sentences), len(sentences)),
            figures=figures,
            likelihood=min(match.trust for match in matches),
        )

    def _cited(
        self, found: Sequence[FoundFigure], collection: str
    ) -> tuple[tuple[AnswerFigure, ...], tuple[AnswerSentence, ...]]:
        """Number the sentences, each once, and tie the figures to them.

        Of reposts the one that leads is cited.
        """
        numbers: dict[tuple[str, int], int] = {}
        figures: list[AnswerFigure] = []
        sentences: list[AnswerSentence] = []
        for stated in found:
            item = self.sources.leading(stated, collection)
            place = (item.document.id, item.figure.start)
            document = self.store.document(item.document.id, item.document.version)
            if place not in numbers:
                citation = citation_of(item, len(numbers) + 1, document)
                if not verify_citation(document, citation):
                    continue
                numbers[place] = citation.number
                others = self.sources.places(item.document, item.quote, collection)
                citation = with_reposts(citation, others)
                sentences.append(AnswerSentence(item.quote, (citation,)))
            figures.append(answer_figure(item, numbers[place], document))
        return tuple(figures), tuple(sentences)

    # ---- what is reckoned

    def _held_against(
        self,
        asked: str,
        resolved: str,
        extreme: ExtremeQuestion,
        matcher: Matcher,
        collection: str,
    ) -> Answer | None:
        """The highest or lowest with what it was compared with; None where there is nothing."""
        chosen = compared(extreme, rank_sentences(matcher, extreme.plain.asks[:1]))
        if not chosen:
            return None
        answer = self._shown(asked, resolved, chosen, collection)
        return replace(answer, notes=(note_on(extreme, chosen),))

    def _reckoned(
        self,
        asked: str,
        resolved: str,
        result: Reckoned,
        collection: str,
    ) -> Answer:
        figures, sentences = self._cited([m.candidate.found for m in result.operands], collection)
        return Answer(
            question=asked,
            resolved_question=resolved,
            direct=None,
            sentences=sentences,
            abstained=False,
            nearest=(),
            coverage=Coverage(len(sentences), len(sentences)),
            figures=figures,
            reckoned=result.text,
            working=result.working,
        )

    # ---- what is missing

    def _offer(
        self,
        asked: str,
        resolved: str,
        question: FigureQuestion,
        ranked: Sequence[RankedFigures],
        found: Sequence[ScoredPassage],
        collection: str,
    ) -> Answer:
        """Say that the time or place asked for is missing, and what there is instead."""
        notes: tuple[str, ...] = ()
        sentences: tuple[AnswerSentence, ...] = ()
        figures: tuple[AnswerFigure, ...] = ()
        other = next(
            (
                r.best[0]
                for r in ranked
                if (
                    r.best[0].stated >= _OFFER_FROM
                    or (question.asks[0].key and r.best[0].keyed >= _OFFER_NAMED_FROM)
                )
                and r.best[0].unit_fit >= 0
                and not fits(r.best[0], question.asks[0], question)
            ),
            None,
        )
        if other is not None:
            figures, sentences = self._cited([other.candidate.found], collection)
            notes = (_instead(question, other, figures[0]),) if figures else ()
        return Answer(
            question=asked,
            resolved_question=resolved,
            direct=None,
            sentences=sentences if notes else (),
            abstained=True,
            nearest=tuple(found[:_NEAREST]),
            coverage=Coverage(0, 0),
            notes=notes,
            figures=figures,
            otherwise=bool(notes),
        )

    def _nearest(
        self,
        refusal: Answer,
        chosen: Sequence[Match | None],
        slots: Sequence[Ask],
        matcher: Matcher,
        collection: str,
    ) -> Answer:
        """What comes nearest, said to be no more than that."""
        near = [
            match
            for match, slot in zip(chosen, slots, strict=True)
            if match is not None
            and match.trust >= _NEAREST_FROM
            and max(match.stated, match.keyed if slot.key else 0.0) >= _NEAREST_SAID_FROM
            and is_possible(match, slot, matcher)
        ]
        figures, sentences = self._cited([m.candidate.found for m in near], collection)
        if not figures:
            return refusal
        stated = "；".join(figure.described for figure in figures)
        note = f"没有找到与问题完全对应的数据；最接近的是：{stated}。请点开原文核对。"
        return replace(refusal, sentences=sentences, figures=figures, notes=(note,))


def _instead(question: FigureQuestion, match: Match, figure: AnswerFigure) -> str:
    """没有2020年的数据；有2011年底的：50.2%。"""
    missing = [] if match.place_fit else list(question.places)
    if question.periods and match.period_fit < FITTING_PERIOD:
        missing += ["、".join(period.text for period in question.periods)]
    where = "" if match.place_fit else figure.place or figure_document_name(match)
    there = "".join(part for part in (where, figure.period.text) if part)
    return f"没有{''.join(missing)}的数据；有{there}的：{figure.stated}。"


def figure_document_name(match: Match) -> str:
    """The document of a match, to be named where no place or time can be."""
    return f"《{match.candidate.found.document.title}》"


def _direct(figures: Sequence[AnswerFigure]) -> DirectAnswer | None:
    if not figures:
        return None
    first = figures[0]
    return DirectAnswer(first.text, first.document_id, first.start, first.end)
