"""What speaks for each candidate of a question, as the signals that the learned rating weighs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from pb_qa.answering.figures.aims import asks_for_aim, is_said_to_be_aim
from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.coverage import Coverage, grams
from pb_qa.answering.figures.fitting import (
    fit_of_measure,
    fit_of_period,
    fit_of_place,
    fit_of_unit,
)
from pb_qa.answering.figures.preferences import is_number, own_name
from pb_qa.answering.figures.signals import Vector, form_signals, over_others
from pb_qa.embedding import Embedder
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.quantities import find_quantities

_CARRIED: Final = 0.8
_NO_KEY: Final = 0.5
_UNSAID: Final = 0.2
_NEXT: Final = 8
_ACHIEVED: Final = re.compile("实际|完成了|已经")
_AIMED: Final = re.compile("目标|拟安排|力争|争取|确保|计划|预计|将达到")

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


class Evidence:
    """The signals of the candidates of one question, for each thing that it asks.

    Parameters
    ----------
    sentences
        For each sentence that a candidate stands in how well it answers.
    """

    def __init__(
        self,
        question: FigureQuestion,
        candidates: Sequence[Candidate],
        sentences: Mapping[Place, SentenceSigns],
        embedder: Embedder,
    ) -> None:
        self._question = question
        self._candidates = candidates
        self._sentences = sentences
        self._embedder = embedder
        self._coverage = Coverage(c.sentence for c in candidates)
        self._variants = [grams(variant) for variant in question.variants]
        self._places = [place_of(c) for c in candidates]
        self._clauses = embedder.embed_passages([c.clause.replace("\n", " ") for c in candidates])
        self._similar = self._clauses @ embedder.embed_query(question.content or question.text)
        self._best_reader = max((s.reader for s in sentences.values()), default=0.0)
        self._best_similarity = max((s.similarity for s in sentences.values()), default=0.0)
        self._achieved = bool(_ACHIEVED.search(question.text))
        self._aim_asked = asks_for_aim(question.text)
        content = set(grams(question.content))
        self._heard = {g for g in content if self._coverage.is_known(g)}
        self._unheard = 1.0 - len(self._heard) / len(content) if content else 0.0
        self._rows: dict[tuple[Ask, int], list[dict[str, float]]] = {}
        self._fixed = [self._of_sentence(c) for c in candidates]
        self._common = self._of_company()

    def rows(self, ask: Ask, order: int) -> list[dict[str, float]]:
        """For each candidate its signals by name.

        Parameters
        ----------
        order
            Of the ask among those of the question.
        """
        if (ask, order) not in self._rows:
            self._rows[ask, order] = self._rated_anew(ask, order)
        return self._rows[ask, order]

    def _rated_anew(self, ask: Ask, order: int) -> list[dict[str, float]]:
        synonyms = figure_synonyms()
        own = [grams(words) for words in synonyms.variants(ask.words)]
        keys = [grams(words) for words in synonyms.variants(ask.key)] if ask.key else []
        near = self._nearness(ask)
        rows = [
            self._signals(ask, own, keys, index, float(near[index]), order)
            for index in range(len(self._candidates))
        ]
        self._add_usual_unit(rows)
        over_others(rows, self._places, "clause", "clause_over_others")
        over_others(rows, self._places, "ask_similarity", "similarity_over_others")
        return rows

    def _nearness(self, ask: Ask) -> Vector:
        """The cosine of each candidate's clause and the ask, in the wording nearest to it."""
        wordings = figure_synonyms().variants(f"{ask.words} {ask.key}".strip())
        queries = np.array([self._embedder.embed_query(wording) for wording in wordings])
        return np.asarray((self._clauses @ queries.T).max(axis=1))

    def is_known(self, gram: str) -> bool:
        """Whether the sentence of any candidate has it."""
        return self._coverage.is_known(gram)

    def is_aim_where_none_was_asked(self, candidate: Candidate) -> bool:
        """Whether what was achieved is asked for and only an aim is stated."""
        found = candidate.found
        ahead = (
            bool(found.document.issued_on) and found.figure.period.end > found.document.issued_on
        )
        return self._achieved and (ahead or bool(_AIMED.search(candidate.sentence)))

    # ---- what does not depend on the ask

    def _of_sentence(self, candidate: Candidate) -> dict[str, float]:
        figure = candidate.found.figure
        signs = self._sentences[place_of(candidate)]
        best = max(self._variants, key=lambda terms: self._coverage.of(terms, candidate.sentence))
        indicator = grams(own_name(search_form(figure.indicator), search_form(figure.place)))
        cover = self._coverage.of
        aimed = is_said_to_be_aim(candidate.found)
        return {
            "part": float("其中" in candidate.clause and "其中" not in self._question.text),
            "sentence": cover(best, candidate.sentence),
            "best_clause": cover(best, candidate.clause),
            "around": cover(best, f"{candidate.sentence}\n{candidate.around}"),
            "headings": cover(best, candidate.around),
            "title": cover(best, candidate.title),
            "precise": cover(indicator, self._question.text) if indicator else 0.0,
            "lacks": self._coverage.rarest(
                g
                for g in self._heard
                if not any(g in t for t in (candidate.sentence, candidate.around, candidate.title))
            ),
            "unheard": self._unheard,
            "foreign_place": self._foreign(candidate),
            "aim": float(self.is_aim_where_none_was_asked(candidate)),
            "aim_unasked": float(aimed and not self._aim_asked),
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
        groups: dict[Place, list[int]] = defaultdict(list)
        for index, place in enumerate(self._places):
            groups[place].append(index)
        asked = {
            Decimal(q.base_value)
            for q in find_quantities(self._question.text, bare=True)
            if is_number(q.base_value)
        }
        common: list[dict[str, float]] = []
        for index, place in enumerate(self._places):
            group = [self._candidates[i] for i in groups[place]]
            candidate = self._candidates[index]
            figure = candidate.found.figure
            units = [c.found.figure.base_unit for c in group]
            numbers = asked & {_value(c) for c in group}
            common.append(
                {
                    "figures": float(len(group)),
                    "alike_units": float(units.count(figure.base_unit)),
                    "position": float(
                        sum(c.found.figure.number_start < figure.number_start for c in group)
                    ),
                    "asked_number": float(_value(candidate) in asked),
                    "numbers_shared": len(numbers) / len(asked) if asked else 0.0,
                    "clause_similarity": float(self._similar[index]),
                }
            )
        return common

    def _foreign(self, candidate: Candidate) -> float:
        """Whether the figure is stated for a place that the question does not speak of."""
        place = candidate.found.figure.place or candidate.found.document.place
        if not place or place == "全国" or self._question.places:
            return 0.0
        return 0.0 if place_stem(search_form(place)) in self._question.text else 1.0

    # ---- what does

    def _signals(
        self,
        ask: Ask,
        own: Sequence[list[str]],
        keys: Sequence[list[str]],
        index: int,
        near: float,
        order: int,
    ) -> dict[str, float]:
        candidate = self._candidates[index]
        figure = candidate.found.figure
        fixed, common = self._fixed[index], self._common[index]
        period = fit_of_period(ask.periods or self._question.periods, candidate)
        place = fit_of_place(ask.places or self._question.places, candidate)
        cover = self._coverage.best
        said = f"{candidate.sentence}\n{candidate.clause}"
        keyed = cover(keys, said) if keys else 1.0
        before, after = candidate.before, candidate.after
        name = search_form(figure.indicator)
        return {
            **fixed,
            **common,
            "clause": max(cover(own, candidate.clause), fixed["best_clause"]),
            "asked_words": cover(own, candidate.sentence),
            "key": self._key_fit(keys, candidate),
            "keyed": keyed,
            "noun": float(bool(ask.noun) and ask.noun in candidate.beside),
            "noun_after": float(bool(ask.noun) and ask.noun in after[:_NEXT]),
            "after": cover([*own, *keys], after) if after else 0.0,
            "before": cover([*own, *keys], before) if before else 0.0,
            "named": cover(keys or own, name),
            "head": float(bool(ask.head) and ask.head in candidate.clause),
            "head_unsaid": float(bool(ask.head) and ask.head not in f"{said}{candidate.around}"),
            "unit": fit_of_unit(ask, figure.base_unit, figure.unit),
            "measure": fit_of_measure(ask, figure.measure),
            "period": period,
            "exact_period": float(period >= 1.0),
            "place": float(place),
            "ask_similarity": near,
            "order": float(common["position"] == order),
            "unsaid": float(cover(own, said) < _UNSAID),
            "key_unsaid": float(bool(keys) and keyed < _UNSAID),
        }

    def _key_fit(self, keys: Sequence[list[str]], candidate: Candidate) -> float:
        if not keys:
            return _NO_KEY
        # 国内生产总值为33.5万亿元，增长8.7%: the name of the second stands with the first.
        name = search_form(candidate.found.figure.indicator)
        return max(
            self._coverage.best(keys, candidate.beside),
            _CARRIED * self._coverage.best(keys, name),
        )

    def _add_usual_unit(self, rows: Sequence[dict[str, float]]) -> None:
        """How usual a candidate's unit is among those whose own words are what is asked."""
        weights: dict[str, float] = defaultdict(float)
        for row, candidate in zip(rows, self._candidates, strict=True):
            weights[candidate.found.figure.base_unit] += (row["clause"] * row["named"]) ** 2
        total = sum(weights.values())
        for row, candidate in zip(rows, self._candidates, strict=True):
            share = weights[candidate.found.figure.base_unit] / total if total else 0.0
            row["usual_unit"] = share


def place_of(candidate: Candidate) -> Place:
    """The sentence in which a candidate stands."""
    return candidate.found.document.id, candidate.found.figure.start


def _value(candidate: Candidate) -> Decimal | None:
    value = candidate.found.figure.base_value
    return Decimal(value) if is_number(value) else None
