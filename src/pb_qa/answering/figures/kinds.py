"""Figures of several kinds of what is asked for: 专利权的期限 is one of 发明, and one of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.matching import Match
from pb_qa.answering.figures.ranking import RankedFigures
from pb_qa.text.search_form import search_form

_SHORTEST_NAME: Final = 3
_LONGEST_KIND: Final = 14


def of_other_kinds(
    best: Match, ranked: Sequence[RankedFigures], question: FigureQuestion
) -> list[Match]:
    """Figures in the sentence of the best that are named alike, of kinds nobody asked apart.

    Both names end with words of the question, and begin with words that it does not have:
    whoever asks for 居民收入 is not answered by that of 城镇居民 alone.
    """
    figure = best.candidate.found.figure
    name, asked = _name(best), _bare(question.text)
    others = []
    for match in (match for sentence in ranked for match in sentence.matches[0]):
        stated = match.candidate.found.figure
        if (stated.document_id, stated.start, stated.end) != (
            figure.document_id,
            figure.start,
            figure.end,
        ):
            continue
        comparable = (stated.base_unit, stated.measure, stated.period.text) == (
            figure.base_unit,
            figure.measure,
            figure.period.text,
        )
        if comparable and match is not best and _are_kinds(name, _name(match), asked):
            # One sentence states both: the one is as sure an answer as the other.
            others.append(replace(match, trust=best.trust))
    return others


def _are_kinds(first: str, second: str, asked: str) -> bool:
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first[::-1], second[::-1], strict=False))
    shared = "".join(one for one, _ in alike)[::-1]
    while len(shared) >= _SHORTEST_NAME and shared not in asked:
        shared = shared[1:]
    kinds = (first.removesuffix(shared), second.removesuffix(shared))
    return (
        len(shared) >= _SHORTEST_NAME
        and all(0 < len(kind) <= _LONGEST_KIND and kind not in asked for kind in kinds)
        and not any(kind[-2:] in asked for kind in kinds)
    )


def _name(match: Match) -> str:
    return _bare(search_form(match.candidate.found.figure.indicator))


def _bare(words: str) -> str:
    return words.replace("的", "").replace(" ", "")
