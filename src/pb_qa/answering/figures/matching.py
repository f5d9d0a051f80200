"""How well figures of the ledger fit what is asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.fitting import (
    fit_of_measure,
    fit_of_period,
    fit_of_place,
    fit_of_unit,
    is_another_rate,
)
from pb_qa.answering.figures.preferences import (
    OF_A_PART,
    is_named_wholly,
    is_number,
    own_name,
    parts_of_known_wholes,
    signal_of_case,
)
from pb_qa.answering.figures.signals import (
    Vector,
    Weights,
    form_signals,
    lead_of,
    over_others,
    rows_of,
)
from pb_qa.embedding import Embedder
from pb_qa.text.indicators import indicator_form
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.quantities import find_quantities

_RUN: Final = re.compile("[a-z]+|[0-9]+(?:\\.[0-9]+)?|[^\\W\\d_a-z]+")
_ACHIEVED: Final = re.compile("实际|完成了|已经")
_AIMED: Final = re.compile("目标|拟安排|力争|争取|确保|计划|预计|将达到")
_ORDINAL: Final = re.compile("第[0-9一二三四五六七八九十]{1,3}[批届次期轮部]")
_CARRIED: Final = 0.8
_NO_KEY: Final = 0.5
_UNSAID: Final = 0.2
_NAMED_WHOLLY: Final = 1.0
_NAMED_FROM, _UNNAMED_BELOW = 0.9, 0.4

# A sentence, by its document and where it begins.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class SentenceSigns:
    """How well a sentence answers the whole question.

    Attributes
    ----------
    reader
        Rating by the trained reader.
    similarity
        Cosine of question and sentence.
    passage
        Score of its passage as a share of the best passage's.
    """

    reader: float
    similarity: float
    passage: float


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
        return self.candidate.found.document.id, self.candidate.found.figure.start


def grams(text: str) -> list[str]:
    """Pairs of Chinese characters, whole Latin words and numbers."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


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
        self._sentences = sentences
        self._embedder = embedder
        self._weights = weights
        self.names = [indicator_form(c.found.figure.indicator) for c in candidates]
        self._absent: dict[str, bool] = {}
        self._achieved = bool(_ACHIEVED.search(question.text))
        texts = {c.sentence for c in candidates}
        frequency = Counter(g for s in texts for g in set(grams(s)))
        count = max(1, len(texts))
        self._weight = {g: math.log(1 + count / n) for g, n in frequency.items()}
        self._rare = math.log(1 + count)
        self._variants = [grams(variant) for variant in question.variants]
        self._places = [_place_of(c) for c in candidates]
        self._clauses = embedder.embed_passages([c.clause.replace("\n", " ") for c in candidates])
        self._similar = self._clauses @ embedder.embed_query(question.content or question.text)
        self._best_reader = max((s.reader for s in sentences.values()), default=0.0)
        self._best_similarity = max((s.similarity for s in sentences.values()), default=0.0)
        self._fixed = [self._of_sentence(c) for c in candidates]
        self._common = self._of_company()
        self._rated: dict[Ask, list[Match]] = {}
        self._named = np.array([float(is_named_wholly(question, c)) for c in candidates])
        self._beside_words = np.array([signal_of_case(question, c) for c in candidates])

    def rate(self, ask: Ask, order: int = 0) -> list[Match]:
        """All candidates for an ask, best first.

        Parameters
        ----------
        order
            Of the ask among those of the question.
        """
        if not self.candidates:
            return []
        rows = self._rows(ask, order)
        matrix = rows_of(rows)
        scores = matrix @ self._weights.rating + self._beside_words
        scores -= OF_A_PART * parts_of_known_wholes(rows, scores)
        scores += _NAMED_WHOLLY * self._named
        trust = self._trust(matrix, scores - _NAMED_WHOLLY * self._named)
        matches = [
            self._match(ask, index, row, float(scores[index]), float(trust[index]))
            for index, row in enumerate(rows)
        ]
        self._rated[ask] = sorted(matches, key=lambda m: -m.score)
        return self._rated[ask]

    def signals(self, ask: Ask, order: int = 0) -> Vector:
        """The matrix (candidates, signals) that `rate` rates, for fitting the weights."""
        return rows_of(self._rows(ask, order))

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

    def is_known_otherwise(self, match: Match, ask: Ask) -> bool:
        """Whether others state by its very name what this one's sentence hardly names.

        2014年拟安排财政赤字 is no 2014年财政收入 where 财政收入 is known of other years.
        """
        return max(match.keyed, match.stated) < _UNNAMED_BELOW and any(
            named.keyed >= _NAMED_FROM and named.place_fit and named.unit_fit >= match.unit_fit
            for named in self._rated.get(ask, ())
        )

    def is_aim(self, candidate: Candidate) -> bool:
        """Whether what was achieved is asked for and only an aim is stated."""
        found = candidate.found
        ahead = (
            bool(found.document.issued_on) and found.figure.period.end > found.document.issued_on
        )
        return self._achieved and (ahead or bool(_AIMED.search(candidate.sentence)))

    def is_another(self, candidate: Candidate) -> bool:
        """Whether what the question numbers, 第一批, or the rate it names is another one here."""
        if is_another_rate(self._question.text, f"{candidate.sentence}\n{candidate.clause}"):
            return True
        said = f"{candidate.sentence}\n{candidate.around}"
        return any(ordinal not in said for ordinal in _ORDINAL.findall(self._question.text))

    # ---- signals

    def _of_sentence(self, candidate: Candidate) -> dict[str, float]:
        """What does not depend on the ask."""
        figure = candidate.found.figure
        place = _place_of(candidate)
        signs = self._sentences[place]
        best = self._best_variant(candidate)
        indicator = grams(own_name(search_form(figure.indicator), search_form(figure.place)))
        part = "其中" in candidate.clause and "其中" not in self._question.text
        return {
            "part": float(part),
            "sentence": self._cover(best, candidate.sentence),
            "around": self._cover(best, f"{candidate.sentence}\n{candidate.around}"),
            "headings": self._cover(best, candidate.around),
            "title": self._cover(best, candidate.title),
            "precise": self._cover(indicator, self._question.text) if indicator else 0.0,
            "foreign_place": self._foreign(candidate),
            "aim": float(self.is_aim(candidate)),
            "reader": signs.reader - self._best_reader,
            "similarity": signs.similarity,
            "similarity_behind": signs.similarity - self._best_similarity,
            "passage": signs.passage,
            "indicator_length": float(len(figure.indicator)),
            "named_unit": float(bool(figure.unit) and figure.unit in self._question.text),
            **form_signals(
                candidate.found.quote,
                figure.number_start - figure.start,
                figure.number_end - figure.start,
                figure.measure,
                figure.base_unit,
                figure.qualifier,
            ),
        }

    def _of_company(self) -> list[dict[str, float]]:
        """What depends on the other figures of the sentence."""
        groups: dict[Place, list[int]] = {}
        for index, place in enumerate(self._places):
            groups.setdefault(place, []).append(index)
        asked = {
            Decimal(q.base_value)
            for q in find_quantities(self._question.text, bare=True)
            if is_number(q.base_value)
        }
        common: list[dict[str, float]] = []
        for index, place in enumerate(self._places):
            group = groups[place]
            figure = self.candidates[index].found.figure
            values = {_value(self.candidates[i]) for i in group}
            before = sum(
                self.candidates[i].found.figure.number_start < figure.number_start for i in group
            )
            units = [self.candidates[i].found.figure.base_unit for i in group]
            common.append(
                {
                    "figures": float(len(group)),
                    "alike_units": float(units.count(figure.base_unit)),
                    "position": float(before),
                    "asked_number": float(_value(self.candidates[index]) in asked),
                    "numbers_shared": len(asked & values) / len(asked) if asked else 0.0,
                    "clause_similarity": float(self._similar[index]),
                }
            )
        return common

    def _rows(self, ask: Ask, order: int) -> list[dict[str, float]]:
        own, key = grams(ask.words), grams(ask.key)
        near = self._clauses @ self._embedder.embed_query(f"{ask.words} {ask.key}".strip())
        rows = [
            self._signals(ask, own, key, index, float(near[index]), order)
            for index in range(len(self.candidates))
        ]
        over_others(rows, self._places, "clause", "clause_over_others")
        over_others(rows, self._places, "ask_similarity", "similarity_over_others")
        return rows

    def _signals(
        self, ask: Ask, own: list[str], key: list[str], index: int, near: float, order: int
    ) -> dict[str, float]:
        candidate = self.candidates[index]
        figure = candidate.found.figure
        best = self._best_variant(candidate)
        period = fit_of_period(ask.periods or self._question.periods, candidate)
        place = fit_of_place(ask.places or self._question.places, candidate)
        common = self._common[index]
        return {
            **self._fixed[index],
            **common,
            "clause": max(self._cover(own, candidate.clause), self._cover(best, candidate.clause)),
            "asked_words": self._cover(own, candidate.sentence),
            "key": self._key_fit(key, candidate),
            "keyed": self._keyed(ask, key, candidate),
            "noun": float(bool(ask.noun) and ask.noun in candidate.beside),
            "unit": fit_of_unit(ask, figure.base_unit, figure.unit),
            "measure": fit_of_measure(ask, figure.measure),
            "period": period,
            "exact_period": float(period >= 1.0),
            "place": float(place),
            "ask_similarity": near,
            "order": float(common["position"] == order),
            "unsaid": float(self._cover(own, candidate.sentence + candidate.clause) < _UNSAID),
            "key_unsaid": float(bool(key) and self._keyed(ask, key, candidate) < _UNSAID),
        }

    def _key_fit(self, key: list[str], candidate: Candidate) -> float:
        if not key:
            return _NO_KEY
        # 国内生产总值为33.5万亿元，增长8.7%: the name of the second stands with the first.
        carried = _CARRIED * self._cover(key, search_form(candidate.found.figure.indicator))
        return max(self._cover(key, candidate.beside), carried)

    def _keyed(self, ask: Ask, key: list[str], candidate: Candidate) -> float:
        if not key:
            return 1.0
        others = [v for v in figure_synonyms().variants(ask.key) if v != ask.key]
        return max(
            self._cover(key, candidate.sentence + candidate.clause),
            *(self._cover(grams(v), candidate.sentence) for v in others or [ask.key]),
        )

    def _best_variant(self, candidate: Candidate) -> list[str]:
        return max(self._variants, key=lambda terms: self._cover(terms, candidate.sentence))

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
        everything = np.column_stack([matrix, scores, lead_of(scores, self.names)])
        logits = everything @ self._weights.trust + self._weights.trust_bias + self._beside_words
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))

    def _cover(self, terms: Sequence[str], text: str) -> float:
        """The share of the terms' weight that a text has."""
        total = have = 0.0
        for term in set(terms):
            weight = self._weight.get(term, self._rare)
            total += weight
            if term in text:
                have += weight
        return have / total if total else 0.0

    def _foreign(self, candidate: Candidate) -> float:
        """Whether the figure is stated for a place that the question does not speak of."""
        place = candidate.found.figure.place or candidate.found.document.place
        if not place or place == "全国" or self._question.places:
            return 0.0
        return 0.0 if place_stem(search_form(place)) in self._question.text else 1.0


def _place_of(candidate: Candidate) -> Place:
    return candidate.found.document.id, candidate.found.figure.start


def _value(candidate: Candidate) -> Decimal | None:
    value = candidate.found.figure.base_value
    return Decimal(value) if is_number(value) else None
