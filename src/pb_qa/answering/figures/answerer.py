"""Answers questions about figures from the ledger: the figures, dated, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final, Protocol

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.figures.asking import FigureQuestion, Reckoning, read_figure_question
from pb_qa.answering.figures.matching import (
    Candidate,
    Match,
    Matcher,
    fit_of_period,
    fit_of_place,
)
from pb_qa.answering.figures.ranking import FigureRanker, RankedFigures
from pb_qa.answering.figures.reckoning import difference, from_to, total
from pb_qa.answering.figures.stating import answer_figure, citation_of
from pb_qa.answering.verification import verify_citation, verify_figures
from pb_qa.figures import FoundFigure
from pb_qa.models import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Coverage,
    DirectAnswer,
    Document,
    Period,
    ScoredPassage,
)
from pb_qa.text.indicators import indicator_form
from pb_qa.text.search_form import search_form

# Tuned on the odd-numbered questions of tests/questions/figures.jsonl.
_ANSWER_FROM: Final = 8.6
_OFFER_FROM: Final = 0.60
_FITTING_PERIOD: Final = 0.3
_SAME_SENTENCE_PERIOD: Final = 0.2
_NEIGHBOUR: Final = 320
_IN_SENTENCE: Final = 1.6
_NEAR: Final = 0.7
_ALIKE: Final = 4.5
_FIRST: Final = 6
_MOST_ALIKE: Final = 12
_AROUND: Final = 260
_NEAREST: Final = 3
_CLAUSE_END: Final = re.compile("[，,；;。、：:！？\n]")
_BEGINNING: Final = re.compile("原来|起初|年初|之前|以前|从多少|由多少|原先|当初")
_BESIDE: Final = 12
_STATED_FROM: Final = 0.8
_SHARE_OF_BEST: Final = 0.3
_UNNAMED_FROM: Final = 0.6
_SAID_FROM: Final = 0.22
_UNIT_FROM: Final = -0.5
# What fits the time but says far less than a sentence about another time is a leftover.
_BEHIND: Final = 3.5
# A figure of one of several places is none of the other's, which costs it that much.
_ONE_PLACE: Final = 1.3


_Option = tuple[float, Match]


class FigureSource(Protocol):
    """Where figures that may answer come from."""

    def gather(
        self,
        words: Sequence[str],
        years: Sequence[tuple[int, int]],
        found: Sequence[ScoredPassage],
    ) -> tuple[list[ScoredPassage], list[FoundFigure]]:
        """Passages that may answer, and every figure they state."""
        ...


@dataclass(frozen=True, slots=True)
class _Facet:
    """One of several times or places asked about side by side."""

    name: str
    periods: tuple[Period, ...]
    places: tuple[str, ...]

    def fits(self, match: Match) -> bool:
        """Whether a figure is about this time and place."""
        return fit_of_place(self.places, match.candidate) and (
            not self.periods or fit_of_period(self.periods, match.candidate) >= _FITTING_PERIOD
        )


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

    def answer(self, asked: str, resolved: str, found: Sequence[ScoredPassage]) -> Answer | None:
        """Answer a question about figures; None when it asks for none.

        Parameters
        ----------
        asked
            The question as typed.
        resolved
            The same standing on its own.
        found
            Passages near the question, best first; shown when nothing answers.
        """
        answer = self._unchecked(asked, resolved, found)
        if answer is None:
            return None
        cited = {c.document.id: c.document.version for c in answer.citations}
        documents = {id_: self.store.document(id_, version) for id_, version in cited.items()}
        return answer if verify_figures(answer, documents) else None

    def _unchecked(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage]
    ) -> Answer | None:
        question = read_figure_question(resolved)
        if question is None:
            return None
        years = [(int(p.start[:4]), int(p.end[:4])) for p in question.periods]
        passages, figures = self.source.gather(question.variants, years, found)
        if not figures:
            return None
        matcher = Matcher(question, self._candidates(figures))
        groups = [matcher.rate(ask) for ask in question.asks]
        stating = {(f.document.id, f.figure.start) for f in figures}
        placed = [
            p for p in candidate_sentences(passages) if (p.found.document.id, p.start) in stating
        ]
        ranked = self.ranker.rank(question, resolved, placed, groups, matcher)
        least = ranked[0].score - _BEHIND
        stated = max(m.stated for m in ranked[0].best)
        named = not any(matcher.is_absent(ask.subject) for ask in question.asks)
        likely = [
            r
            for r in ranked
            if named
            and r.score >= _ANSWER_FROM
            and (r.score >= least or max(m.stated for m in r.best) >= _STATED_FROM)
            and max(m.stated for m in r.best) >= _SHARE_OF_BEST * stated
            and _fits(r, question)
            and any(m.named or m.keyed >= _UNNAMED_FROM for m in r.best)
            and any(max(m.keyed, m.stated) >= _SAID_FROM for m in r.best)
            and any(m.unit_fit >= _UNIT_FROM for m in r.best)
            and not any(matcher.is_aim(m.candidate) for m in r.best)
        ]
        if question.reckoning is not None and len(question.asks) == 1:
            reckoned = self._reckoned(asked, resolved, question, matcher, ranked)
            if reckoned is not None:
                return reckoned
        facets = _facets(question)
        if facets:
            return self._side_by_side(asked, resolved, ranked, facets, matcher) or self._offer(
                asked, resolved, question, ranked, found
            )
        if likely:
            fitting = [r for r in ranked if r.score >= _ANSWER_FROM and _fits(r, question)]
            chosen = _choose(likely, fitting, ranked, question)
            if chosen:
                return self._shown(asked, resolved, chosen)
        return self._offer(asked, resolved, question, ranked, found)

    def _candidates(self, figures: Sequence[FoundFigure]) -> list[Candidate]:
        texts = {f.document.id: self.store.document(f.document.id) for f in figures}
        neighbours: dict[tuple[str, int], list[FoundFigure]] = {}
        for figure in figures:
            neighbours.setdefault((figure.document.id, figure.figure.start), []).append(figure)
        return [
            _described(f, neighbours[f.document.id, f.figure.start], texts[f.document.id])
            for f in figures
        ]

    # ---- what is shown

    def _shown(self, asked: str, resolved: str, matches: Sequence[Match]) -> Answer:
        figures, sentences = self._cited([m.candidate.found for m in matches])
        return Answer(
            question=asked,
            resolved_question=resolved,
            direct=_direct(figures),
            sentences=sentences,
            abstained=False,
            nearest=(),
            coverage=Coverage(len(sentences), len(sentences)),
            figures=figures,
        )

    def _cited(
        self, found: Sequence[FoundFigure]
    ) -> tuple[tuple[AnswerFigure, ...], tuple[AnswerSentence, ...]]:
        """Number the sentences, each once, and tie the figures to them."""
        numbers: dict[tuple[str, int], int] = {}
        figures: list[AnswerFigure] = []
        sentences: list[AnswerSentence] = []
        for item in found:
            place = (item.document.id, item.figure.start)
            document = self.store.document(item.document.id, item.document.version)
            if place not in numbers:
                citation = citation_of(item, len(numbers) + 1, document)
                if not verify_citation(document, citation):
                    continue
                numbers[place] = citation.number
                sentences.append(AnswerSentence(item.quote, (citation,)))
            figures.append(answer_figure(item, numbers[place], document))
        return tuple(figures), tuple(sentences)

    # ---- what is reckoned

    def _reckoned(
        self,
        asked: str,
        resolved: str,
        question: FigureQuestion,
        matcher: Matcher,
        ranked: Sequence[RankedFigures],
    ) -> Answer | None:
        reckon = difference if question.reckoning is Reckoning.DIFFERENCE else total
        scores = {(r.placed.found.document.id, r.placed.start): r.score for r in ranked}
        result = reckon(question, matcher, scores)
        if result is None:
            return None
        figures, sentences = self._cited([m.candidate.found for m in result.operands])
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

    def _side_by_side(
        self,
        asked: str,
        resolved: str,
        ranked: Sequence[RankedFigures],
        facets: Sequence[_Facet],
        matcher: Matcher,
    ) -> Answer | None:
        """One figure for each time or place asked about; those without one are named."""
        chosen: list[Match] = []
        missing: list[str] = []
        for facet in facets:
            match = next(
                (
                    m
                    for r in ranked
                    if r.score >= _ANSWER_FROM - _ONE_PLACE
                    for m in r.matches[0][:2]
                    if m not in chosen and facet.fits(m) and not matcher.is_aim(m.candidate)
                ),
                None,
            )
            if match is None:
                missing.append(facet.name)
            else:
                chosen.append(match)
        if not chosen:
            return None
        notes = (f"没有{'、'.join(missing)}的数据。",) if missing else ()
        return replace(self._shown(asked, resolved, chosen), notes=notes)

    # ---- what is missing

    def _offer(
        self,
        asked: str,
        resolved: str,
        question: FigureQuestion,
        ranked: Sequence[RankedFigures],
        found: Sequence[ScoredPassage],
    ) -> Answer:
        """Say that the time or place asked for is missing, and what there is instead."""
        notes: tuple[str, ...] = ()
        sentences: tuple[AnswerSentence, ...] = ()
        figures: tuple[AnswerFigure, ...] = ()
        other = next(
            (
                r.best[0]
                for r in ranked
                if r.best[0].stated >= _OFFER_FROM
                and r.best[0].unit_fit >= 0
                and not _fits(r, question)
            ),
            None,
        )
        if other is not None:
            figures, sentences = self._cited([other.candidate.found])
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
        )


def _instead(question: FigureQuestion, match: Match, figure: AnswerFigure) -> str:
    """没有2020年的数据；有2011年底的：50.2%。"""
    missing = [] if match.place_fit else list(question.places)
    if question.periods and match.period_fit < _FITTING_PERIOD:
        missing += ["、".join(period.text for period in question.periods)]
    where = "" if match.place_fit else figure.place or figure_document_name(match)
    there = "".join(part for part in (where, figure.period.text) if part)
    return f"没有{''.join(missing)}的数据；有{there}的：{figure.stated}。"


def figure_document_name(match: Match) -> str:
    """The document of a match, to be named where no place or time can be."""
    return f"《{match.candidate.found.document.title}》"


def _described(figure: FoundFigure, same: Sequence[FoundFigure], document: Document) -> Candidate:
    """A figure with its clause, sentence and surroundings."""
    this = figure.figure
    before = max(
        (f.figure.number_end for f in same if f.figure.number_end <= this.number_start),
        default=this.start,
    )
    after = min(
        (f.figure.number_start for f in same if f.figure.number_start >= this.number_end),
        default=this.end,
    )
    text = document.text
    # What comes after the next comma is about the next number.
    following = _CLAUSE_END.split(text[this.number_end : after], maxsplit=1)[0]
    line = text.rfind("\n", 0, this.start) + 1
    around = text[max(line, this.start - _AROUND) : this.start]
    headings = " ".join(s.heading for s in document.sections if s.start <= this.start < s.end)
    title = f"{figure.document.title} {figure.document.source} {figure.document.place} {figure.document.issuer}"
    return Candidate(
        found=figure,
        clause=search_form(f"{this.indicator}\n{text[before : this.number_start]}\n{following}"),
        beside=search_form(
            text[max(before, this.number_start - _BESIDE) : this.number_start]
            + "\n"
            + following[:_BESIDE]
        ),
        sentence=search_form(figure.quote),
        around=search_form(f"{title}\n{headings}\n{around}"),
        title=search_form(title),
    )


def _fits(ranked: RankedFigures, question: FigureQuestion) -> bool:
    """Whether a sentence is about the times and places asked about."""
    if not all(m.place_fit for m in ranked.best):
        return False
    periods = max(m.period_fit for some in ranked.matches for m in some)
    return not question.periods or periods >= _FITTING_PERIOD


def _facets(question: FigureQuestion) -> list[_Facet]:
    """The times, or the places, that one thing is asked for side by side."""
    if len(question.asks) > 1:
        return []
    if len(question.periods) > 1:
        return [_Facet(p.text, (p,), question.places) for p in question.periods]
    if len(question.places) > 1:
        return [_Facet(place, question.periods, (place,)) for place in question.places]
    return []


def _choose(
    likely: Sequence[RankedFigures],
    fitting: Sequence[RankedFigures],
    ranked: Sequence[RankedFigures],
    question: FigureQuestion,
) -> list[Match]:
    """The figures that answer: one for each thing asked, or one thing at all its times."""
    first = likely[0]
    if question.from_to:
        pair = from_to([m for some in first.matches for m in some])
        if pair is not None:
            return list(pair)
    if len(question.asks) == 1:
        return _alike(first, fitting, question)
    chosen: list[Match] = []
    near = [r for r in ranked if _beside(r, first) and r not in likely]
    pool = [*likely[:12], *near[:6]]
    options = [_options(index, first, pool, question) for index in range(len(question.asks))]
    best = max(product(*[some for some in options if some][:3]), key=_worth)
    seen: set[tuple[str, str]] = set()
    for _, match in best:
        figure = match.candidate.found.figure
        if (figure.base_value, figure.base_unit) not in seen:
            seen.add((figure.base_value, figure.base_unit))
            chosen.append(match)
    return chosen


def _options(
    index: int,
    first: RankedFigures,
    likely: Sequence[RankedFigures],
    question: FigureQuestion,
) -> list[_Option]:
    """Figures for one of several things asked: of the best sentence, or near it, or elsewhere."""
    options: list[_Option] = []
    for other in likely:
        bonus = _IN_SENTENCE if other is first else _NEAR if _beside(other, first) else 0.0
        options += [(m.score + bonus, m) for m in other.matches[index][:_FIRST]]
    if question.periods:
        # A total of the same sentence belongs to the year that the sentence is about.
        home = [pair for pair in options if pair[1] in first.matches[index]]
        timely = [pair for pair in options if pair[1].period_fit >= _FITTING_PERIOD]
        options = timely or [pair for pair in home if pair[1].period_fit >= _SAME_SENTENCE_PERIOD]
    return sorted(options, key=lambda pair: -pair[0])[:_FIRST]


def _latter(match: Match, ranked: RankedFigures, question: FigureQuestion) -> Match:
    """Of 由A降到B the latter, unless the beginning is asked for or the time asked is only A's."""
    if _BEGINNING.search(question.text):
        return match
    pair = from_to([m for m in ranked.matches[0]])
    if pair is None or pair[0] is not match:
        return match
    return pair[1] if pair[1].period_fit >= match.period_fit else match


def _beside(other: RankedFigures, first: RankedFigures) -> bool:
    """Whether two sentences stand near each other in one document."""
    one, two = other.placed, first.placed
    return (
        one.found.document.id == two.found.document.id and abs(one.start - two.start) <= _NEIGHBOUR
    )


def _worth(choice: Sequence[_Option]) -> float:
    """How good a choice is; the same value twice is worth nothing, the text's order a little."""
    spans = [
        (m.candidate.found.document.id, m.candidate.found.figure.number_start) for _, m in choice
    ]
    ordered = sum(a < b for a, b in pairwise(spans))
    values = {
        (m.candidate.found.figure.base_value, m.candidate.found.figure.base_unit) for _, m in choice
    }
    units = {m.candidate.found.figure.base_unit for _, m in choice}
    alike = 0.4 * (len(spans) - len(units))
    return (
        sum(score for score, _ in choice) + 0.2 * ordered + alike - 9.0 * (len(spans) - len(values))
    )


def _alike(
    first: RankedFigures, fitting: Sequence[RankedFigures], question: FigureQuestion
) -> list[Match]:
    """The best figure and, when no time is asked for, the same indicator's at other times."""
    best = first.best[0]
    if question.periods:
        timely = [m for m in first.matches[0] if m.period_fit >= _FITTING_PERIOD]
        return [_latter(match, first, question) for match in (timely[:1] or [best])]
    best = _latter(best, first, question)
    figure = best.candidate.found.figure
    form = indicator_form(figure.indicator)
    alike: dict[tuple[str, str], Match] = {(figure.period.text, figure.base_value): best}
    for other in fitting:
        match = other.best[0]
        stated = match.candidate.found.figure
        same = indicator_form(stated.indicator) == form or (
            other.score >= first.score - _ALIKE
            and match.stated >= 0.7 * best.stated
            and match.local >= 0.6 * best.local
        )
        if same and stated.base_unit == figure.base_unit and stated.measure is figure.measure:
            alike.setdefault((stated.period.text, stated.base_value), match)
    chosen = list(alike.values())[:_MOST_ALIKE]
    return sorted(chosen, key=lambda m: m.candidate.found.figure.period.end, reverse=True)


def _direct(figures: Sequence[AnswerFigure]) -> DirectAnswer | None:
    if not figures:
        return None
    first = figures[0]
    return DirectAnswer(first.text, first.document_id, first.start, first.end)
