"""How many sentences are enough: one that is sure, the next ones while doubt remains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.answering.agreement import figure_in
from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.answering.reader import RankedSentence, Reading

SURE_FROM: Final = 0.80
# In the scores of the ranker.
CLOSE: Final = 1.0
_DOUBTFUL_CLOSE: Final = 1.6
_LIST_CLOSE: Final = 2.0
_MOST_SENTENCES: Final = 3
_CHARACTERS: Final = 220


def close_to_first(
    question: Question, reading: Reading, fitting: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """The fitting sentences whose scores are near the first one's."""
    width = _LIST_CLOSE if question.kind is QuestionKind.LIST else CLOSE
    if question.kind not in (QuestionKind.LIST, QuestionKind.FIGURE):
        width = CLOSE if reading.answerable >= SURE_FROM else _DOUBTFUL_CLOSE
    least = fitting[0].score - width
    return [sentence for sentence in fitting if sentence.score >= least]


def enough_of(
    question: Question, close: Sequence[RankedSentence], answerable: float, *, several: bool
) -> list[RankedSentence]:
    """The best sentence, and the next ones while they add words asked for or doubt remains."""
    result = [close[0]]
    length = len(close[0].placed.text)
    grams = content_grams(question, 2)
    covered = {gram for gram in grams if gram in close[0].placed.described.sentence}
    for ranked in close[1:]:
        sentence = ranked.placed.described.sentence
        adds = {gram for gram in grams if gram in sentence} - covered
        needed = len(adds) * 6 >= len(grams) or _says_otherwise(question, result, ranked)
        doubtful = answerable < SURE_FROM and not several
        if length + len(sentence) > _CHARACTERS or len(result) == _MOST_SENTENCES:
            break
        if needed or doubtful:
            result.append(ranked)
            covered |= adds
            length += len(sentence)
    return result


def _says_otherwise(
    question: Question, chosen: Sequence[RankedSentence], ranked: RankedSentence
) -> bool:
    """Whether another document answers a figure question with another figure."""
    if question.kind is not QuestionKind.FIGURE:
        return False
    if any(c.placed.found.document.id == ranked.placed.found.document.id for c in chosen):
        return False
    return figure_in(question, ranked) not in {None, *(figure_in(question, c) for c in chosen)}
