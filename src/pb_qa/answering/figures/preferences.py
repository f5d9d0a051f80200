"""Which of several figures is preferred for what the learned rating does not see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final

import numpy as np

from pb_qa.answering.figures.aims import asks_for_aim, asks_what_was_done, is_said_to_be_aim
from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.cases import fit_of_case
from pb_qa.answering.figures.signals import Vector
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form
from pb_qa.understanding.figures.conditions import Fit

# In logits: that a figure is stated for the very case asked about says more than its words.
_VERY_CASE: Final = 2.0
_NO_AIM: Final = 3.0
_NOT_DONE: Final = 1.5
OF_A_PART: Final = 4.0
TOO_NARROW: Final = 2.0
_LONG_NAME: Final = 4
_HAVING: Final = re.compile("拟?安排|全[国省市区县]|共?[有计达]|已|现有|达到|完成")


def signal_of_case(question: FigureQuestion, candidate: Candidate) -> float:
    """What the case a figure is stated for, and whether it is an aim, say for or against."""
    cases = question.cases
    signal = 0.0
    if cases and fit_of_case(candidate.found, cases) is Fit.WITHIN:
        signal += _VERY_CASE
    aimed = is_said_to_be_aim(candidate.found)
    if asks_for_aim(question.text):
        return signal if aimed else signal - _NO_AIM
    return signal - _NOT_DONE if aimed and asks_what_was_done(question.text) else signal


def is_named_wholly(question: FigureQuestion, candidate: Candidate) -> bool:
    """Whether the question has its whole name: 户籍人口城镇化率, not 常住人口城镇化率."""
    name = search_form(candidate.found.figure.indicator)
    return len(name) >= _LONG_NAME and name in question.text


def named_too_narrowly(question: FigureQuestion, candidates: Sequence[Candidate]) -> Vector:
    """1 for 女党员 where 党员 is asked for and stated in the same document, unit and time."""
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    names = []
    for index, candidate in enumerate(candidates):
        figure = candidate.found.figure
        groups[
            candidate.found.document.id, figure.base_unit, figure.period.start, figure.period.end
        ].append(index)
        name = own_name(search_form(figure.indicator), search_form(figure.place))
        names.append(name.replace(" ", ""))
    narrow = np.zeros(len(candidates))
    for group in groups.values():
        asked = {names[index] for index in group if names[index] in question.text} - {""}
        for index, name in product(group, asked):
            more = names[index].removesuffix(name)
            narrow[index] += 0 < len(more) < len(names[index]) and more not in question.text
    return np.minimum(narrow, 1.0)


def parts_of_known_wholes(
    rows: Sequence[Mapping[str, float]], scores: Vector, candidates: Sequence[Candidate]
) -> Vector:
    """1 for figures of a place nobody asked about, where the whole's figure is at hand.

    The whole is what names no other place, or in the same document the place it is of: in an
    article about 宁夏 what is said of 石嘴山市 is a part.

    Parameters
    ----------
    rows, scores
        The signals of each figure by name, and how it is rated without this.
    """
    foreign = np.array([row["foreign_place"] for row in rows])
    own = [_is_of_its_documents_place(candidate) for candidate in candidates]
    documents = [candidate.found.document.id for candidate in candidates]
    of_part = np.zeros(len(rows))
    for index in np.flatnonzero(foreign).tolist():
        row = rows[index]
        of_part[index] = any(
            (
                not foreign[whole]
                or (own[whole] > own[index] and documents[whole] == documents[index])
            )
            and scores[whole] >= scores[index] - OF_A_PART
            and all(rows[whole][name] >= row[name] for name in ("unit", "period", "measure"))
            for whole in range(len(rows))
        )
    return of_part


def _is_of_its_documents_place(candidate: Candidate) -> bool:
    place = candidate.found.document.place
    return bool(place) and place_stem(candidate.found.figure.place) == place_stem(place)


def own_name(indicator: str, place: str) -> str:
    """大武口区共有党员 as 党员: neither its place nor that there are some tells figures apart."""
    for name in (place, place_stem(place)) if place else ():
        indicator = indicator.replace(name, " ")
    return _HAVING.sub(" ", indicator)


def is_number(text: str) -> bool:
    """Whether a value is one number, no ratio or range."""
    return bool(re.fullmatch("-?[0-9]+(?:\\.[0-9]+)?", text))
