"""Answers in the documents' own words, without a language model."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from pb_qa.answering.candidates import PlacedSentence, candidate_sentences
from pb_qa.answering.constraints import Constraints, constraints_of
from pb_qa.answering.figures.asking import read_figure_question
from pb_qa.answering.question import Question, QuestionKind, read_question
from pb_qa.answering.reader import RankedSentence, RatedSentences, Reader
from pb_qa.answering.selection import choose
from pb_qa.answering.sources import Sources
from pb_qa.answering.span_reader import SpanReader
from pb_qa.answering.statements import DocumentStore, numbered
from pb_qa.answers import NOT_ALONE, Answer, AnswerSentence, Coverage, DirectAnswer
from pb_qa.models import Citation, ScoredPassage
from pb_qa.text.search_form import search_form
from pb_qa.text.short_years import with_long_years
from pb_qa.text.synonyms import known_synonyms

_PASSAGES = 8
_LIST_PASSAGES = 24
_NEAREST = 3
_HEADED_WITHIN = 600


def passages_wanted(question: str) -> int:
    """How many passages to read for a question: more where a list is asked for."""
    kind = read_question(question).kind
    many = kind is QuestionKind.LIST or read_figure_question(question) is not None
    return _LIST_PASSAGES if many else _PASSAGES


def queries_for(question: str) -> list[str]:
    """What to search for: each year, place or document asked about side by side for itself."""
    form = search_form(question)
    facets = constraints_of(read_question(question)).facets()
    if len(facets) == 1:
        return [question]
    named = {name for facet in facets for name in _names(facet)}
    whole = with_long_years(form)
    return [_only(whole, named - {*_names(facet)}) for facet in facets]


def _names(facet: Constraints) -> tuple[str, ...]:
    return (*facet.years, *facet.places, *facet.acts)


def _only(form: str, others: set[str]) -> str:
    for name in others:
        named = rf"[《〈]?{re.escape(name)}[》〉]?年?[底末度]?"
        form, taken = re.subn(rf"{named}[和与、,，跟及比]", "", form)
        form = form if taken else re.sub(rf"[和与、,，跟及比]?{named}", "", form)
    return form


@dataclass(frozen=True, slots=True)
class ExtractiveAnswerer:
    """Picks the sentences that answer, checks them against the library, cites them."""

    store: DocumentStore
    reader: Reader
    sources: Sources
    spans: SpanReader

    def answer(
        self, asked: str, resolved: str, found: Sequence[ScoredPassage], collection: str = ""
    ) -> Answer:
        """Answer from the passages found.

        Parameters
        ----------
        asked
            The question as the reader typed it.
        resolved
            The same question standing on its own, as it was searched for.
        found
            Best first.
        collection
            The folder of the corpus that they are taken from; empty for all.
        """
        started = time.perf_counter()
        question = read_question(resolved)
        placed = self.sources.once(candidate_sentences(found))
        variants = [read_question(form) for form in known_synonyms().variants(resolved)]
        rated = self.reader.rate(variants, placed)
        choice = choose(variants, rated, self.reader, self._apart(resolved, placed))
        groups = [[ranked.placed for ranked in group] for group in choice.shown]
        stated = self._enumerated(question, groups, collection)
        further = [] if stated else self._cited(choice.further, collection)
        stated = stated or self._completed(groups, collection)
        sentences = numbered([*stated, *further], self.store)
        cited = sum(len(sentence.citations) for sentence in sentences)
        return Answer(
            question=asked,
            resolved_question=resolved,
            direct=self._direct(question, sentences) if choice.single else None,
            sentences=sentences,
            abstained=not sentences,
            nearest=() if sentences else tuple(found[:_NEAREST]),
            coverage=Coverage(cited, max(cited, choice.matched) if sentences else 0),
            notes=(*choice.notes, *([NOT_ALONE] if further else [])) if sentences else (),
            likelihood=choice.likelihood if sentences else 0.0,
            seconds=time.perf_counter() - started,
        )

    def _direct(
        self, question: Question, sentences: Sequence[AnswerSentence]
    ) -> DirectAnswer | None:
        if not sentences:
            return None
        first = sentences[0]
        span = self.spans.direct(question, first.text)
        if span is None:
            return None
        citation = first.citations[0]
        return DirectAnswer(
            text=first.text[span.start : span.end],
            document_id=citation.document.id,
            start=citation.start + span.start,
            end=citation.start + span.end,
            apart=span.apart,
        )

    def _apart(self, resolved: str, placed: Sequence[PlacedSentence]) -> list[RatedSentences]:
        """How well each sentence answers each of several questions asked in one."""
        queries = queries_for(resolved)
        if len(queries) == 1:
            return []
        forms = [known_synonyms().variants(query) for query in queries]
        return [self.reader.rate([read_question(v) for v in some], placed) for some in forms]

    def _enumerated(
        self, question: Question, groups: Sequence[Sequence[PlacedSentence]], collection: str
    ) -> list[list[Citation]]:
        """The enumeration that answers a question for a list, if the first sentence is of one."""
        if question.kind is not QuestionKind.LIST or not groups:
            return []
        first = self.sources.cited(_citation(groups[0][0]), collection)
        enumerated = self.sources.enumeration(first)
        for group in groups[1:_NEAREST]:
            # What comes first may only head the enumeration of which the next is an item.
            following = self.sources.cited(_citation(group[0]), collection)
            if enumerated or following.document.id != first.document.id:
                break
            if 0 <= following.start - first.end <= _HEADED_WITHIN:
                items = self.sources.enumeration(following)
                enumerated = [first, *(one for one in items if one.start >= first.end)]
        return [[one] for one in enumerated] if len(enumerated) > 1 else []

    def _cited(self, further: Sequence[RankedSentence], collection: str) -> list[list[Citation]]:
        return [[self.sources.cited(_citation(one.placed), collection)] for one in further]

    def _completed(
        self, groups: Sequence[Sequence[PlacedSentence]], collection: str
    ) -> list[list[Citation]]:
        """Each statement with what it announces or heads right after it."""
        stated: list[list[Citation]] = []
        for group in groups:
            cited = [self.sources.cited(_citation(placed), collection) for placed in group]
            stated += [cited, *([one] for one in self.sources.completing(cited[0]))]
        return stated


def _citation(placed: PlacedSentence) -> Citation:
    passage = placed.found.passage
    return Citation(
        number=0,
        document=placed.found.document,
        passage_id=passage.id,
        start=placed.start,
        end=placed.end,
        quote=placed.text,
        headings=passage.headings,
        page=passage.page,
    )
