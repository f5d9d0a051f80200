"""Which sentences answer a question about figures, and how well each figure in them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.evidence import Place, SentenceSigns
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.signals import Weights
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import SentenceReader
from pb_qa.embedding import Embedder, settled
from pb_qa.text.synonyms import known_synonyms


@dataclass(frozen=True, slots=True)
class RankedFigures:
    """A sentence with figures, and how each fits each thing asked.

    Attributes
    ----------
    matches
        For each ask the sentence's figures, best first.
    score
        Sum over the asks of the best figure's score.
    """

    document_id: str
    start: int
    matches: tuple[tuple[Match, ...], ...]
    score: float

    @property
    def best(self) -> tuple[Match, ...]:
        """The best figure for each ask."""
        return tuple(ranked[0] for ranked in self.matches)


@dataclass(frozen=True, slots=True)
class FigureRanker:
    """Rates figures, and the sentences that state them."""

    reader: SentenceReader
    embedder: Embedder
    weights: Weights

    def matcher(
        self,
        question: FigureQuestion,
        resolved: str,
        candidates: Sequence[Candidate],
        placed: Sequence[PlacedSentence],
    ) -> Matcher:
        """What rates the candidates that stand in one of the sentences."""
        signs = self._signs(resolved, placed)
        within = [c for c in candidates if (c.found.document.id, c.found.figure.start) in signs]
        return Matcher(question, within, signs, settled(self.embedder), self.weights)

    def _signs(self, resolved: str, placed: Sequence[PlacedSentence]) -> dict[Place, SentenceSigns]:
        variants = [read_question(v) for v in known_synonyms().variants(resolved)]
        scores = self.reader.rate(variants, placed).scores
        texts = [" ".join((*p.found.passage.headings[-1:], p.text)) for p in placed]
        embedder = settled(self.embedder)
        similarity = embedder.embed_passages(texts) @ embedder.embed_query(resolved)
        return {
            (p.found.document.id, p.start): SentenceSigns(
                float(scores[index]), float(similarity[index]), p.described.passage_score
            )
            for index, p in enumerate(placed)
        }


def rank_sentences(matcher: Matcher, asks: Sequence[Ask]) -> list[RankedFigures]:
    """The sentences that state candidates, best first."""
    tables = [_by_sentence(matcher.rate(ask, order)) for order, ask in enumerate(asks)]
    ranked = []
    for place in tables[0]:
        matches = tuple(tuple(table[place]) for table in tables)
        score = sum(some[0].score for some in matches)
        ranked.append(RankedFigures(*place, matches, score))
    return sorted(ranked, key=lambda r: -r.score)


def _by_sentence(matches: Sequence[Match]) -> dict[Place, list[Match]]:
    table: dict[Place, list[Match]] = {}
    for match in matches:
        table.setdefault(match.place, []).append(match)
    return table
