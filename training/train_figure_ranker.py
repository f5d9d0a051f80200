"""Fit the weights by which figures are rated, on questions with known answers.

    python training/train_figure_ranker.py --data-dir LIBRARY QUESTIONS.jsonl ...

The library has to hold the documents that the questions were written over
(``pb-qa sync``); `figure_examples` says how a question looks. Two sets of weights come out,
both linear: a softmax over all figures that may answer, and a logistic one that tells
whether the best of them does, fitted on ratings of questions left out. Questions whose
answers are no figures are passed over and counted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from figure_examples import Matrix, Slot, questions_in, slots_in

from pb_qa.answering.figures.signals import NAMES, OF_THE_BEST, trust_signals
from pb_qa.assistant import Assistant
from pb_qa.settings import load_settings

_OUT: Final = Path(__file__).parents[1] / "src/pb_qa/answering/figures/weights.json"
_FOLDS: Final = 5
_STEPS: Final = 400
_RATE: Final = 0.05


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
    row = trust_signals(slot.signals, rating, slot.names)[best]
    return np.asarray(row), float(slot.right[best] > 0)


def main() -> None:
    """Fit on the questions named and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--weight-decay", type=float, default=3.0)
    parser.add_argument("--strength", type=float, default=20.0)
    parser.add_argument(
        "--leave-out-thirds",
        action="store_true",
        help="leave every third question of each file out, to measure on them",
    )
    arguments = parser.parse_args()
    lines = questions_in(arguments.questions, leave_out_thirds=arguments.leave_out_thirds)
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
        "trust": dict(zip((*NAMES, *OF_THE_BEST), np.round(trust, 4).tolist(), strict=True)),
        "trust_bias": round(bias, 4),
    }
    arguments.out.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
