"""What speaks for a figure being the one asked for, as numbers for a learned rating.

`training/train_figure_ranker.py` fits the weights that ship in ``weights.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.figures import Measure

Vector = NDArray[np.float64]

NAMES: Final = (
    # shared words
    "clause", "sentence", "around", "precise", "key", "keyed", "noun", "asked_words",
    "title", "headings", "clause_over_others", "unsaid", "key_unsaid", "named", "before", "after",
    "noun_after", "head", "head_unsaid", "lacks", "unheard",
    # unit, kind, time, place
    "unit", "measure", "period", "exact_period", "place", "foreign_place", "aim",
    "aim_unasked", "usual_unit",
    # the sentence
    "reader", "similarity", "similarity_behind", "passage",
    # meaning of the figure's own words
    "clause_similarity", "ask_similarity", "similarity_over_others",
    # where it stands and what it looks like
    "order", "figures", "alike_units", "indicator_length", "percentage", "level", "change",
    "qualified", "exceeded", "part", "asked_number", "numbers_shared", "condition", "latter",
    "origin", "named_unit",
)  # fmt: skip

# What only the question whether the best one answers is decided by: how far it is ahead, and
# whether time and place fit, which count little apart.
OF_THE_BEST: Final = (
    "rating", "lead", "ahead", "close", "timely", "just_timely", "untimed", "timely_ahead",
    "timely_there",
)  # fmt: skip
_TIMELY, _JUST_TIMELY, _UNTIMED = 0.5, 0.3, 0.5

CONDITION: Final = re.compile("(?:以上|以下|以内|及以下|及以上|[（(]含[）)])*的|[^，。；]{0,8}的，")
_LATTER: Final = re.compile("[到至达为](?:了)?[近约]?$")
_ORIGIN: Final = re.compile("[由从][^，。；]{0,6}$")
_TURNS: Final = re.compile("[^，。；]{0,6}[提增上下降减升扩][^，。；]{0,3}[到至为]")
_BEFORE: Final = 6
_AFTER: Final = 16
_MOST_LEAD: Final = 5.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Linear weights over `NAMES`, for rating, and for whether the best one answers.

    Attributes
    ----------
    rating
        One weight a signal; a softmax over a question's figures was fitted.
    trust
        One weight a signal, then one each for `OF_THE_BEST`.
    """

    rating: Vector
    trust: Vector
    trust_bias: float

    @classmethod
    def builtin(cls) -> Weights:
        """The weights that ship with the package."""
        return _builtin()


@lru_cache(maxsize=1)
def _builtin() -> Weights:
    file = resources.files("pb_qa.answering.figures") / "weights.json"
    stored = json.loads(file.read_text("utf-8"))
    return Weights(
        np.array([stored["rating"].get(name, 0.0) for name in NAMES]),
        np.array([stored["trust"].get(name, 0.0) for name in (*NAMES, *OF_THE_BEST)]),
        float(stored["trust_bias"]),
    )


def form_signals(
    quote: str, start: int, end: int, measure: Measure, base_unit: str, qualifier: str
) -> dict[str, float]:
    """Signals of the figure's form and of the words that touch it.

    Parameters
    ----------
    start, end
        Span of the number in ``quote``.
    """
    before, after = quote[max(0, start - _BEFORE) : start], quote[end : end + _AFTER]
    return {
        "percentage": float(base_unit == "%"),
        "level": float(measure is Measure.LEVEL),
        "change": float(measure is Measure.CHANGE),
        "qualified": float(bool(qualifier)),
        "exceeded": float(qualifier in ("突破", "超过")),
        "condition": float(bool(CONDITION.match(after))),
        "latter": float(bool(_LATTER.search(before))),
        "origin": float(bool(_ORIGIN.search(before) and _TURNS.match(after))),
    }


def rows_of(signals: Sequence[dict[str, float]]) -> Vector:
    """Signals by name as a matrix (n, len(NAMES)); what is left out is 0."""
    return np.array([[row.get(name, 0.0) for name in NAMES] for row in signals]).reshape(
        len(signals), len(NAMES)
    )


def lead_of(scores: Vector, names: Sequence[str]) -> Vector:
    """How far each score is ahead of, or behind, the best of what has another name.

    The same indicator at another time is no rival: when no year is asked for, all are right.
    """
    best: dict[str, float] = {}
    for score, name in zip(scores, names, strict=True):
        best[name] = max(best.get(name, -np.inf), float(score))
    ranked = sorted(best.items(), key=lambda item: -item[1])[:2]
    lead = np.full(len(scores), _MOST_LEAD)
    for index, name in enumerate(names):
        rival = next((score for other, score in ranked if other != name), None)
        if rival is not None:
            lead[index] = scores[index] - rival
    return np.asarray(np.clip(lead, -_MOST_LEAD, _MOST_LEAD))


def trust_signals(matrix: Vector, scores: Vector, names: Sequence[str]) -> Vector:
    """The signals that tell whether a figure answers, were it the best.

    Parameters
    ----------
    matrix
        (figures, `NAMES`).
    scores, names
        How each is rated, and its indicator.

    Returns
    -------
    Vector
        (figures, `NAMES` and `OF_THE_BEST`).
    """
    lead = lead_of(scores, names)
    period = matrix[:, NAMES.index("period")]
    place = matrix[:, NAMES.index("place")]
    timely = period >= _TIMELY
    return np.column_stack(
        [
            matrix,
            scores,
            lead,
            np.tanh(lead),
            np.clip(lead, -1.0, 1.0),
            timely,
            period >= _JUST_TIMELY,
            period == _UNTIMED,
            np.tanh(lead) * timely,
            place * timely,
        ]
    )


def over_others(
    rows: Sequence[dict[str, float]], groups: Sequence[Hashable], name: str, into: str
) -> None:
    """How far a signal is above its mean among the figures of one group."""
    sums: dict[Hashable, list[float]] = {}
    for row, group in zip(rows, groups, strict=True):
        sums.setdefault(group, []).append(row[name])
    for row, group in zip(rows, groups, strict=True):
        row[into] = row[name] - sum(sums[group]) / len(sums[group])
