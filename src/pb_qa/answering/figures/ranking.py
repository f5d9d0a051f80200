"""Which sentence answers a question about figures: several signs weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import SentenceReader
from pb_qa.embedding import Embedder
from pb_qa.text.synonyms import builtin_synonyms

# Fitted as a softmax over each question's sentences on the odd-numbered questions of
# tests/questions/figures.jsonl.
_READER: Final = 0.30
_SIMILARITY: Final = 4.8
_BEHIND_SIMILARITY: Final = 3.3
_PASSAGE: Final = 0.7
_COVERED: Final = 3.5
_WIDE: Final = 2.0
_UNIT: Final = 0.33
_PERIOD: Final = 3.1
_PLACE: Final = 1.3
_LOCAL: Final = 1.3


@dataclass(frozen=True, slots=True)
class RankedFigures:
    """A sentence with figures, and how each fits each thing asked.

    Attributes
    ----------
    matches
        For each ask the sentence's figures, best first.
    similarity
        Cosine of question and sentence.
    """

    placed: PlacedSentence
    matches: tuple[tuple[Match, ...], ...]
    score: float
    similarity: float

    @property
    def best(self) -> tuple[Match, ...]:
        """The best figure for each ask."""
        return tuple(ranked[0] for ranked in self.matches)


@dataclass(frozen=True, slots=True)
class FigureRanker:
    """Ranks sentences that state figures."""

    reader: SentenceReader
    embedder: Embedder

    def rank(
        self,
        question: FigureQuestion,
        resolved: str,
        placed: Sequence[PlacedSentence],
        groups: Sequence[Sequence[Match]],
        matcher: Matcher,
    ) -> list[RankedFigures]:
        """The sentences, best first.

        Parameters
        ----------
        groups
            For each ask the matches of all figures, in any order.
        """
        variants = [read_question(v) for v in builtin_synonyms().variants(resolved)]
        scores = self.reader.rate(variants, placed).scores
        texts = [" ".join((*p.found.passage.headings[-1:], p.text)) for p in placed]
        similarity = self.embedder.embed_passages(texts) @ self.embedder.embed_query(resolved)
        behind = similarity - similarity.max()
        by_sentence = [_by_sentence(matches) for matches in groups]
        ranked: list[RankedFigures] = []
        for index, sentence in enumerate(placed):
            place = (sentence.found.document.id, sentence.start)
            matches = tuple(tuple(table[place]) for table in by_sentence)
            best = [some[0] for some in matches]
            every = [match for some in matches for match in some]
            score = (
                _READER * float(scores[index] - scores.max())
                + _SIMILARITY * float(similarity[index])
                + _BEHIND_SIMILARITY * float(behind[index])
                + _PASSAGE * sentence.described.passage_score
                + _COVERED * max(m.stated for m in best)
                + _WIDE * max(m.covered for m in best)
                + _UNIT * float(np.mean([m.unit_fit for m in best]))
                + _PERIOD * max(m.period_fit for m in every)
                + _PLACE * float(all(m.place_fit for m in best))
                + _LOCAL * float(np.mean([m.score for m in best]))
            )
            ranked.append(RankedFigures(sentence, matches, score, float(similarity[index])))
        return sorted(ranked, key=lambda r: -r.score)


def _by_sentence(matches: Sequence[Match]) -> dict[tuple[str, int], list[Match]]:
    table: dict[tuple[str, int], list[Match]] = {}
    for match in sorted(matches, key=lambda m: -m.score):
        found = match.candidate.found
        table.setdefault((found.document.id, found.figure.start), []).append(match)
    return table
