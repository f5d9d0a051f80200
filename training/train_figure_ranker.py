"""Fit the weights by which figures are rated, on questions with known answers.

    python training/train_figure_ranker.py --data-dir LIBRARY QUESTIONS.jsonl ...

The library has to hold the documents that the questions were written over
(``pb-qa sync``). A question is ``{"question", "history", "answers": [[{"value", "unit",
"quote"}]]}``, an empty list of answers for what the documents do not say. Two sets of
weights come out, both linear: a softmax over all figures that may answer, and a logistic
one that tells whether the best of them does, fitted on ratings of questions left out.
Questions whose answers are no figures are passed over and counted.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.chain import Asked
from pb_qa.answering.figures import FigureAnswerer
from pb_qa.answering.figures.asking import read_figure_question
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.figures.choosing import slots_of
from pb_qa.answering.figures.signals import NAMES, lead_of
from pb_qa.answers import Turn
from pb_qa.assistant import Assistant
from pb_qa.settings import load_settings
from pb_qa.understanding.figures.units import base_of

Matrix = NDArray[np.float64]

_OUT: Final = Path(__file__).parents[1] / "src/pb_qa/answering/figures/weights.json"
_FOLDS: Final = 5
_STEPS: Final = 400
_RATE: Final = 0.05
_SPACE: Final = re.compile(r"\s")


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


def slots_in(assistant: Assistant, questions: Sequence[dict[str, Any]]) -> Iterator[Slot]:
    """The slots of every question that asks for figures."""
    for index, line in enumerate(questions):
        seen: dict[str, Any] = {}
        original = FigureAnswerer.answer

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

        FigureAnswerer.answer = listen  # type: ignore[assignment]
        try:
            history = [Turn(h["question"], h["answer"]) for h in line.get("history", [])]
            assistant._engine().chain.invoke(Asked(line["question"], tuple(history)))
        finally:
            FigureAnswerer.answer = original  # type: ignore[method-assign]
        if seen:
            yield from _slots(index, line, seen["answerer"], seen["resolved"], seen["found"])


def _slots(
    index: int, line: dict[str, Any], answerer: FigureAnswerer, resolved: str, found: Any
) -> Iterator[Slot]:
    question = read_figure_question(resolved)
    if question is None:
        return
    years = [(int(p.start[:4]), int(p.end[:4])) for p in question.periods]
    passages, figures = answerer.source.gather(question.variants, years, found)
    stating = {(f.document.id, f.figure.start) for f in figures}
    placed = [p for p in candidate_sentences(passages) if (p.found.document.id, p.start) in stating]
    if not placed:
        return
    matcher = answerer.ranker.matcher(question, resolved, answerer._candidates(figures), placed)
    slots = slots_of(question)
    labels = [_right(item, matcher.candidates) for item in _items(line)]
    if line["answers"] and (not labels or not all(label.any() for label in labels)):
        return
    for order, slot in enumerate(slots):
        if not labels:
            right = np.zeros(len(matcher.candidates))
        elif len(labels) == len(slots):
            right = labels[order]
        else:
            right = np.max(labels, axis=0)
        yield Slot(index, matcher.signals(slot, order), right, tuple(matcher.names))


def _items(line: dict[str, Any]) -> list[dict[str, Any]]:
    """What the first acceptable answer consists of, computed results left out."""
    first = line["answers"][0] if line["answers"] else []
    return [item for item in first if not item.get("computed")]


def _right(item: dict[str, Any], candidates: Sequence[Candidate]) -> Matrix:
    """Which candidates state an item; those of its very sentence if there are any."""
    wanted = _base(item["value"], item.get("unit", ""))
    quote = _SPACE.sub("", item.get("quote") or "")
    equal = np.zeros(len(candidates))
    same = np.zeros(len(candidates))
    for index, candidate in enumerate(candidates):
        figure = candidate.found.figure
        values = [_base(figure.value, figure.unit), _base(figure.value_to or "", figure.unit)]
        if wanted is not None and any(_equal(value, wanted) for value in values):
            equal[index] = 1.0
            sentence = _SPACE.sub("", candidate.found.quote)
            same[index] = float(bool(quote) and (quote in sentence or sentence in quote))
    return same if same.any() else equal


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


def fit_rating(slots: Sequence[Slot], weight_decay: float) -> Matrix:
    """Weights of a softmax over the figures of each slot, by Adam."""
    everything = np.concatenate([slot.signals for slot in slots])
    spread = everything.std(axis=0)
    scale = np.where(spread > 1e-9, 1.0 / np.maximum(spread, 1e-9), 0.0)
    middle = everything.mean(axis=0)
    weights = np.zeros(len(scale))
    first = np.zeros_like(weights)
    second = np.zeros_like(weights)
    scaled = [((slot.signals - middle) * scale, slot.right) for slot in slots]
    for step in range(1, _STEPS + 1):
        gradient = weight_decay * weights / len(slots)
        for signals, right in scaled:
            scores = signals @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            wanted = share * right
            gradient += signals.T @ (share - wanted / wanted.sum()) / len(slots)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(weights * scale)


def crossed_ratings(slots: Sequence[Slot], weight_decay: float) -> list[Matrix]:
    """The rating of each slot by weights fitted on other questions."""
    ratings: list[Matrix] = [np.zeros(0)] * len(slots)
    for fold in range(_FOLDS):
        kept = [s for s in slots if s.question % _FOLDS != fold and s.right.any()]
        weights = fit_rating(kept, weight_decay)
        for index, slot in enumerate(slots):
            if slot.question % _FOLDS == fold:
                ratings[index] = slot.signals @ weights
    return ratings


def fit_trust(
    slots: Sequence[Slot], ratings: Sequence[Matrix], strength: float
) -> tuple[Matrix, float]:
    """Weights that tell from the signals of the best rated figure whether it answers."""
    rows, right = zip(*(_best_row(s, r) for s, r in zip(slots, ratings, strict=True)), strict=True)
    signals, truth = np.array(rows), np.array(right)
    middle, spread = signals.mean(axis=0), signals.std(axis=0)
    scale = np.where(spread > 1e-9, 1.0 / np.maximum(spread, 1e-9), 0.0)
    scaled = (signals - middle) * scale
    weights, bias = np.zeros(scaled.shape[1]), 0.0
    for _ in range(4 * _STEPS):
        chance = 1.0 / (1.0 + np.exp(-(scaled @ weights + bias)))
        weights -= 0.1 * (scaled.T @ (chance - truth) + strength * weights) / len(truth)
        bias -= 0.1 * float(np.mean(chance - truth))
    raw = weights * scale
    return np.asarray(raw), bias - float(middle @ raw)


def _best_row(slot: Slot, rating: Matrix) -> tuple[Matrix, float]:
    best = int(np.argmax(rating))
    lead = float(lead_of(rating, slot.names)[best])
    row = np.concatenate([slot.signals[best], [rating[best], lead]])
    return row, float(slot.right[best] > 0)


def main() -> None:
    """Fit on the questions named and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--weight-decay", type=float, default=3.0)
    parser.add_argument("--strength", type=float, default=20.0)
    arguments = parser.parse_args()
    lines = [
        json.loads(line)
        for path in arguments.questions
        for line in path.read_text("utf-8").splitlines()
    ]
    with Assistant(load_settings(data_dir_override=arguments.data_dir)) as assistant:
        slots = list(slots_in(assistant, lines))
    answerable = [slot for slot in slots if slot.right.any()]
    ratings = crossed_ratings(slots, arguments.weight_decay)
    first = [_best_row(s, r)[1] for s, r in zip(slots, ratings, strict=True) if s.right.any()]
    print(
        f"{len(lines)} questions; {len({s.question for s in slots})} ask for figures, "
        f"{len(slots)} slots, {len(answerable)} answerable; "
        f"right at the first, on questions left out: {np.mean(first):.3f}"
    )
    rating = fit_rating(answerable, arguments.weight_decay)
    trust, bias = fit_trust(slots, ratings, arguments.strength)
    weights = {
        "rating": dict(zip(NAMES, np.round(rating, 4).tolist(), strict=True)),
        "trust": dict(zip((*NAMES, "rating", "lead"), np.round(trust, 4).tolist(), strict=True)),
        "trust_bias": round(bias, 4),
    }
    arguments.out.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
