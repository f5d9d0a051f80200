"""How well figures of the ledger fit what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.coverage import grams
from pb_qa.answering.figures.evidence import Evidence, Place, SentenceSigns, place_of
from pb_qa.answering.figures.fitting import is_another_balance, is_of_another_name
from pb_qa.answering.figures.naming import (
    LEAD,
    begins_alike,
    begins_unknown,
    names_the_thing,
    words_of_the_thing,
)
from pb_qa.answering.figures.preferences import (
    OF_A_PART,
    TOO_NARROW,
    is_named_wholly,
    named_too_narrowly,
    parts_of_known_wholes,
    signal_of_case,
)
from pb_qa.answering.figures.signals import Vector, Weights, rows_of, trust_signals
from pb_qa.answering.opposites import tells_only_the_opposite
from pb_qa.embedding import Embedder
from pb_qa.text.indicators import indicator_form
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms

# Characters between two sentences that stand near each other.
NEIGHBOUR: Final = 320
_ORDINAL: Final = re.compile("第[0-9一二三四五六七八九十]{1,3}[批届次期轮部]")
_NAMED_WHOLLY: Final = 1.0
_NAMED_FROM, _UNNAMED_BELOW = 0.9, 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """How a candidate fits an ask.

    Attributes
    ----------
    score
        Learned rating, in logits among the candidates of the question.
    trust
        Learned likelihood, 0 to 1, that it answers, were it the best.
    stated
        The share of the words asked for that the sentence has.
    period_fit
        1 for the very time asked for, 0 for another one.
    place_fit
        Whether the place asked for is the figure's.
    keyed
        The share of the words for what is counted that the sentence has.
    """

    candidate: Candidate
    score: float
    trust: float
    stated: float
    unit_fit: float
    period_fit: float
    place_fit: bool
    keyed: float
    local: float

    @property
    def says_anything(self) -> bool:
        """Whether the sentence has any word of what is asked, beside the right time and place."""
        return max(self.stated, self.keyed, self.local) > 0.0

    @property
    def place(self) -> Place:
        """The sentence it stands in."""
        return place_of(self.candidate)


class Matcher:
    """Rates the candidates of one question; words that all of them share count little.

    Parameters
    ----------
    sentences
        For each sentence that a candidate stands in how well it answers.

    Attributes
    ----------
    candidates
        In the order of the rows of `signals`.
    names
        Their indicators, in the form in which equal ones are equal.
    """

    def __init__(
        self,
        question: FigureQuestion,
        candidates: Sequence[Candidate],
        sentences: Mapping[Place, SentenceSigns],
        embedder: Embedder,
        weights: Weights,
    ) -> None:
        self._question = question
        self.candidates = candidates
        self._evidence = Evidence(question, candidates, sentences, embedder)
        self._weights = weights
        self.names = [indicator_form(c.found.figure.indicator) for c in candidates]
        self._absent: dict[str, bool] = {}
        self._rated: dict[Ask, list[Match]] = {}
        self._things: dict[Ask, frozenset[str]] = {}
        self._named = np.array([float(is_named_wholly(question, c)) for c in candidates])
        self._beside_words = np.array([signal_of_case(question, c) for c in candidates])
        self._narrow = named_too_narrowly(question, candidates)

    def rate(self, ask: Ask, order: int = 0) -> list[Match]:
        """All candidates for an ask, best first.

        Parameters
        ----------
        order
            Of the ask among those of the question.
        """
        if not self.candidates:
            return []
        rows = self._evidence.rows(ask, order)
        matrix = rows_of(rows)
        scores = matrix @ self._weights.rating + self._beside_words
        scores -= OF_A_PART * parts_of_known_wholes(rows, scores, self.candidates)
        scores += _NAMED_WHOLLY * self._named - TOO_NARROW * self._narrow
        trust = self._trust(matrix, scores - _NAMED_WHOLLY * self._named)
        matches = [
            self._match(ask, index, row, float(scores[index]), float(trust[index]))
            for index, row in enumerate(rows)
        ]
        self._rated[ask] = sorted(matches, key=lambda m: -m.score)
        return self._rated[ask]

    def signals(self, ask: Ask, order: int = 0) -> Vector:
        """The matrix (candidates, signals) that `rate` rates, for fitting the weights."""
        return rows_of(self._evidence.rows(ask, order))

    def is_absent(self, subject: str) -> bool:
        """Whether what is counted is named by none of the candidates, in no word for it."""
        if not subject:
            return False
        if subject not in self._absent:
            words = figure_synonyms().variants(subject)
            self._absent[subject] = not any(
                word in c.sentence or word in c.clause for word in words for c in self.candidates
            )
        return self._absent[subject]

    def counts_another(self, match: Match, noun: str) -> bool:
        """Whether a figure's sentence and lead have no word for what is to be counted.

        多少名|党员 is not answered by 配备一名党委成员.
        """
        if not noun:
            return False
        near = match.candidate
        said = f"{near.sentence}\n{near.clause}\n{near.around[-LEAD:]}"
        return not any(word in said for word in figure_synonyms().variants(noun))

    def names_the_thing(self, match: Match, ask: Ask) -> bool:
        """Whether a figure's sentence, lead or title has any word of what is asked about."""
        if ask not in self._things:
            self._things[ask] = words_of_the_thing(self._question.variants, ask)
        return names_the_thing(self._things[ask], match.candidate)

    def begins_alike(self, candidate: Candidate, ask: Ask, *, clause_only: bool = False) -> bool:
        """Whether its sentence, or clause, has the word that the name of the thing begins with."""
        own = candidate.clause if clause_only else f"{candidate.sentence}\n{candidate.clause}"
        return begins_alike(ask, own, self._evidence.is_known)

    def begins_unknown(self, ask: Ask) -> bool:
        """Whether the word with which the name of what is counted begins is nowhere said."""
        return begins_unknown(ask, self._evidence.is_known)

    def is_named_otherwise(self, candidate: Candidate, ask: Ask) -> bool:
        """Whether a figure's sentence names another rate or quantity than the ask does."""
        own = f"{candidate.sentence}\n{candidate.clause}"
        return is_of_another_name(figure_synonyms().variants(ask.words), own)

    def is_known_otherwise(self, match: Match, ask: Ask) -> bool:
        """Whether others state by its very name what this one's sentence hardly names.

        2014年拟安排财政赤字 is no 2014年财政收入 where 财政收入 is known of other years.
        """
        if self._is_named_otherwise_wholly(match):
            return True
        return max(match.keyed, match.stated) < _UNNAMED_BELOW and any(
            named.keyed >= _NAMED_FROM and named.place_fit and named.unit_fit >= match.unit_fit
            for named in self._rated.get(ask, ())
        )

    def _is_named_otherwise_wholly(self, match: Match) -> bool:
        """Whether the question has the whole name of others, and little of it is said here.

        2007年农民工总量 is not answered by the 农村居民 of 2007 where 农民工总量 is of 2011.
        """
        own = f"{match.candidate.sentence}\n{match.candidate.clause}"
        names = {
            search_form(candidate.found.figure.indicator)
            for candidate, named in zip(self.candidates, self._named, strict=True)
            if named
        }
        said = [_share_said(grams(name), own) for name in names]
        return bool(said) and max(said) < _UNNAMED_BELOW

    def is_aim(self, candidate: Candidate) -> bool:
        """Whether what was achieved is asked for and only an aim is stated."""
        return self._evidence.is_aim_where_none_was_asked(candidate)

    def is_another(self, candidate: Candidate) -> bool:
        """Whether what the question numbers, 第一批, or the rate it names is another one here."""
        asked = (self._question.text, *self._question.variants)
        own = f"{candidate.sentence}\n{candidate.clause}"
        if is_of_another_name(asked, own) or is_another_balance(self._question.text, own):
            return True
        if tells_only_the_opposite(self._question.text, candidate.clause):
            return True
        said = f"{candidate.sentence}\n{candidate.around}"
        return any(ordinal not in said for ordinal in _ORDINAL.findall(self._question.text))

    def _match(
        self, ask: Ask, index: int, row: dict[str, float], score: float, trust: float
    ) -> Match:
        candidate = self.candidates[index]
        return Match(
            candidate=candidate,
            score=score,
            trust=trust,
            stated=row["sentence"],
            unit_fit=row["unit"],
            period_fit=row["period"],
            place_fit=bool(row["place"]),
            keyed=row["keyed"],
            local=row["clause"] + row["key"] + row["precise"],
        )

    def _trust(self, matrix: Vector, scores: Vector) -> Vector:
        """How likely each candidate answers, were it the best."""
        everything = trust_signals(matrix, scores, self.names)
        logits = everything @ self._weights.trust + self._weights.trust_bias + self._beside_words
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))


def _share_said(words: Sequence[str], text: str) -> float:
    return sum(word in text for word in words) / len(words) if words else 1.0
