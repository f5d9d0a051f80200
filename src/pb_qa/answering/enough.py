"""How many sentences are enough: one that is far ahead, the next ones while doubt remains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.answering.agreement import figure_in
from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.answering.reader import RankedSentence, Reading

SURE_FROM: Final = 0.80
# In the scores of the ranker.
CLOSE: Final = 1.0
_DOUBTFUL_CLOSE: Final = 1.6
_LIST_CLOSE: Final = 2.0
_MOST_SENTENCES: Final = 3
_CHARACTERS: Final = 220
# See docs/decisions/how-many-sentences.md: how far ahead the first sentence stands for itself.
_FURTHER_WITHIN: Final = 3.0
_FURTHER_CHARACTERS: Final = 300


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


def further_of(
    shown: Sequence[RankedSentence], fitting: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """What is shown besides for the reader to judge, where the first is not far ahead.

    How far the first sentence is ahead tells better than the judge whether it is the right
    one. The sentence that goes on from it comes before the others, so that both are read
    as they stand in the document.

    Parameters
    ----------
    shown
        What is shown as the answer, best first.
    fitting
        All sentences that may answer, best first.
    """
    taken = {id(ranked.placed) for ranked in shown}
    length = sum(len(ranked.placed.text) for ranked in shown)
    result: list[RankedSentence] = []
    for ranked in fitting:
        if ranked.score < fitting[0].score - _FURTHER_WITHIN:
            break
        if id(ranked.placed) in taken:
            continue
        length += len(ranked.placed.text)
        if len(shown) + len(result) >= _MOST_SENTENCES or length > _FURTHER_CHARACTERS:
            break
        result.append(ranked)
    last = shown[-1].placed
    return sorted(result, key=lambda ranked: not _follows(last, ranked.placed))


def _follows(placed: PlacedSentence, other: PlacedSentence) -> bool:
    return (
        other.found.passage.id == placed.found.passage.id
        and other.described.index == placed.described.index + 1
    )
