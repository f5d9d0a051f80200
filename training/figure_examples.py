"""Questions with known figures, and which figures of the ledger answer them.

Two kinds of lines are read: ``{"question", "history", "answers": [[{"value", "unit", "quote"}]]}``,
an empty list of answers for what the documents do not say, and those of
``tests/questions/STAFF.md`` with ``values``, ``sentences`` and ``unanswerable``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.chain import Asked
from pb_qa.answering.figures import FigureAnswerer
from pb_qa.answering.figures.asking import read_figure_question
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.choosing import slots_of
from pb_qa.answering.figures.extremes import read_extreme_question
from pb_qa.answering.figures.signals import NAMES
from pb_qa.answers import Turn
from pb_qa.assistant import Assistant
from pb_qa.understanding.figures.units import base_of

Matrix = NDArray[np.float64]

_SPACE: Final = re.compile(r"\s")
_NUMERAL: Final = "0-9.点〇零一二三四五六七八九十百千万亿"
_MOST_SWAPPED: Final = 4


@dataclass(frozen=True)
class Slot:
    """Signals of all figures for one thing asked, and which of them are right.

    Attributes
    ----------
    signals
        (figures, signals).
    right
        (figures,), 1 for those that answer; all 0 when the documents do not say.
    names
        The indicators of the figures.
    """

    question: int
    signals: Matrix
    right: Matrix
    names: tuple[str, ...]


def questions_in(paths: Sequence[Path], *, leave_out_thirds: bool = False) -> list[dict[str, Any]]:
    """The lines of some files.

    Parameters
    ----------
    leave_out_thirds
        Whether every third line of each file is left out, to be measured on.
    """
    kept = []
    for path in paths:
        lines = [line for line in path.read_text("utf-8").splitlines() if line]
        kept += [line for n, line in enumerate(lines) if n % 3 != 2 or not leave_out_thirds]
    return [json.loads(line) for line in kept]


def slots_in(assistant: Assistant, questions: Sequence[dict[str, Any]]) -> Iterator[Slot]:
    """The slots of every question that asks for figures."""
    original = FigureAnswerer.answer
    for index, line in enumerate(questions):
        seen: dict[str, Any] = {}

        def listen(
            self: FigureAnswerer,
            asked: str,
            resolved: str,
            found: Any,
            collection: str = "",
            *,
            into: Any = seen,
        ) -> None:
            into.update(answerer=self, resolved=resolved, found=found)

        history = _history(assistant, line)
        FigureAnswerer.answer = listen  # type: ignore[method-assign]
        try:
            assistant._engine().chain.invoke(Asked(line["question"], history))
        finally:
            FigureAnswerer.answer = original  # type: ignore[method-assign]
        if seen:
            yield from _slots(index, line, seen["answerer"], seen["resolved"], seen["found"])


def _history(assistant: Assistant, line: dict[str, Any]) -> tuple[Turn, ...]:
    """The turns before; where only questions are known they are answered now."""
    turns: list[Turn] = []
    for turn in line.get("history", []):
        if isinstance(turn, str):
            turns.append(Turn(turn, assistant.ask(turn, turns).text))
        else:
            turns.append(Turn(turn["question"], turn["answer"]))
    return tuple(turns)


def _slots(
    index: int, line: dict[str, Any], answerer: FigureAnswerer, resolved: str, found: Any
) -> Iterator[Slot]:
    question = read_figure_question(resolved)
    if question is None or read_extreme_question(resolved) is not None:
        return
    matcher = answerer.matcher(question, resolved, found)
    if matcher is None or not matcher.candidates:
        return
    slots = slots_of(question)
    signals = [matcher.signals(slot, order) for order, slot in enumerate(slots)]
    labels = _labels(line, matcher.candidates)
    if _is_answerable(line) and (not labels or not all(label.any() for label in labels)):
        return
    labels = _in_the_order_of_slots(labels, signals)
    for order, rows in enumerate(signals):
        if not labels:
            right = np.zeros(len(rows))
        elif len(labels) == len(slots):
            right = labels[order]
        else:
            right = np.max(labels, axis=0)
        yield Slot(index, rows, right, tuple(matcher.names))


def _is_answerable(line: dict[str, Any]) -> bool:
    return bool(line["answers"] if "answers" in line else line["values"])


def _labels(line: dict[str, Any], candidates: Sequence[Candidate]) -> list[Matrix]:
    """For each value which candidates state it; those of its very sentence if there are any."""
    if "answers" in line:
        first = line["answers"][0] if line["answers"] else []
        return [_stating(item, candidates) for item in first if not item.get("computed")]
    if line["unanswerable"]:
        return []
    quotes = [_SPACE.sub("", sentence) for sentence in line["sentences"]]
    return [
        _preferred([_is_spelled(candidate, value) for candidate in candidates], quotes, candidates)
        for value in line["values"]
    ]


def _stating(item: dict[str, Any], candidates: Sequence[Candidate]) -> Matrix:
    wanted = _base(item["value"], item.get("unit", ""))
    quote = _SPACE.sub("", item.get("quote") or "")
    equal = []
    for candidate in candidates:
        figure = candidate.found.figure
        values = [_base(figure.value, figure.unit), _base(figure.value_to or "", figure.unit)]
        equal.append(wanted is not None and any(_equal(value, wanted) for value in values))
    return _preferred(equal, [quote] if quote else [], candidates)


def _preferred(
    equal: Sequence[bool], quotes: Sequence[str], candidates: Sequence[Candidate]
) -> Matrix:
    everywhere = np.array(equal, dtype=float)
    there = np.array(
        [
            float(same and any(q in sentence or sentence in q for q in quotes))
            for same, sentence in zip(
                equal, (_SPACE.sub("", c.found.quote) for c in candidates), strict=True
            )
        ]
    )
    return there if there.any() else everywhere


def _is_spelled(candidate: Candidate, value: str | list[str]) -> bool:
    """Whether the number is written in one of the spellings, not as part of a longer one."""
    figure = candidate.found.figure
    written = candidate.found.quote[
        figure.number_start - figure.start : figure.number_end - figure.start
    ]
    text = _bare(written)
    spellings = [value] if isinstance(value, str) else value
    return any(re.search(_pattern(_bare(one)), text) for one in spellings)


def _pattern(value: str) -> str:
    before = r"(?<![0-9.])" if value[:1].isdigit() else ""
    ends_in_numeral = value[-1:].isdigit() or value[-1:] in _NUMERAL
    return f"{before}{re.escape(value)}{f'(?![{_NUMERAL}])' if ends_in_numeral else ''}"


def _bare(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _in_the_order_of_slots(labels: list[Matrix], signals: Sequence[Matrix]) -> list[Matrix]:
    """Values of several times in the order in which the question names them."""
    if not 1 < len(labels) == len(signals) <= _MOST_SWAPPED:
        return labels
    period = NAMES.index("period")

    def fit(order: Sequence[int]) -> tuple[float, int]:
        fits = [signals[slot][labels[label] > 0, period].max() for slot, label in enumerate(order)]
        moved = sum(slot != label for slot, label in enumerate(order))
        return round(float(sum(fits)), 3), -moved

    best = max(permutations(range(len(labels))), key=fit)
    return [labels[label] for label in best]


def _base(value: str, unit: str) -> tuple[float, str] | None:
    unit = unit.replace("％", "%").strip()
    base_unit, factor = base_of(unit)
    try:
        return float(Decimal(value.replace(",", "")) * factor), base_unit
    except InvalidOperation:
        return None


def _equal(value: tuple[float, str] | None, wanted: tuple[float, str]) -> bool:
    if value is None or abs(value[0] - wanted[0]) > 1e-6 * max(1.0, abs(wanted[0])):
        return False
    return value[1] == wanted[1] or not value[1] or not wanted[1]
