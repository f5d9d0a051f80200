"""What the chosen sentences say of one thing: the same in other documents, or something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pb_qa.answering.direct import direct_span
from pb_qa.answering.question import Question
from pb_qa.answering.reader import RankedSentence, Reading
from pb_qa.answering.sources import same_words
from pb_qa.text.numerals import normal_numbers
from pb_qa.understanding.figures.conditions import cases_in

# Of the pairs of characters of the shorter of two sentences, those that both have.
_ALIKE_FROM: Final = 0.6


def says_the_same(chosen: Sequence[RankedSentence], reading: Reading) -> bool:
    """Whether the first sentence says of one thing what one chosen says of the other."""
    if not reading.sentences:
        return False
    said = _pairs(reading.sentences[0])
    return any(
        len(said & _pairs(one)) >= _ALIKE_FROM * min(len(said), len(_pairs(one))) for one in chosen
    )


def _pairs(ranked: RankedSentence) -> set[str]:
    sentence = ranked.placed.described.sentence
    return {sentence[i : i + 2] for i in range(len(sentence) - 1)}


def unique(ranked: Iterable[RankedSentence]) -> list[RankedSentence]:
    """Each sentence once, in the order in which they come."""
    seen: dict[tuple[str, int], RankedSentence] = {}
    for sentence in ranked:
        seen.setdefault((sentence.placed.found.document.id, sentence.placed.start), sentence)
    return list(seen.values())


def grouped(
    chosen: Sequence[RankedSentence], matching: Sequence[RankedSentence]
) -> list[tuple[RankedSentence, ...]]:
    """Put what other documents say in the same words together with the sentence shown."""
    groups: list[tuple[RankedSentence, ...]] = []
    taken: set[str] = set()
    for ranked in chosen:
        key = same_words(ranked.placed.text)
        if key in taken:
            continue
        taken.add(key)
        same = [
            other
            for other in matching
            if same_words(other.placed.text) == key
            and other.placed.found.document.id != ranked.placed.found.document.id
        ]
        groups.append((ranked, *same))
    return groups


def disagree(question: Question, groups: Sequence[tuple[RankedSentence, ...]]) -> bool:
    """Whether documents answer with different figures for the same case."""
    stated: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    for group in groups:
        figure = figure_in(question, group[0])
        if figure is not None:
            sentence = group[0].placed.described.sentence
            case = tuple((c.dimension, c.low, c.high) for c in cases_in(sentence))
            stated.setdefault(case, []).append((group[0].placed.found.document.id, figure))
    return any(
        len({document for document, _ in same}) > 1 and len({figure for _, figure in same}) > 1
        for same in stated.values()
    )


def figure_in(question: Question, ranked: RankedSentence) -> str | None:
    """The figure with which a sentence answers, its numbers in one form; None without one."""
    span = direct_span(question, ranked.placed.text)
    if span is None:
        return None
    return "/".join(sorted(normal_numbers(ranked.placed.text[slice(*span)]))) or None
