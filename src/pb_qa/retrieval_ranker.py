"""A small learned ranker over what both searches found for a question.

Two layers over `pb_qa.retrieval_signals`, learned by training/fit_ranking.py and kept as
numbers in ``retrieval_ranker.json``; see docs/decisions/fusion.md. The one in
``retrieval_ranker_reading.json``, of fewer signals, is what the reader of answers was
calibrated on; see docs/decisions/retrieval-evidence.md.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pb_qa.retrieval_signals import SIGNALS

_WEIGHTS = Path(__file__).with_suffix(".json")
_READING = _WEIGHTS.with_stem("retrieval_ranker_reading")

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranker:
    """A network of one hidden layer, beside which the fused score goes straight through.

    Attributes
    ----------
    mean, scale
        What each signal is shifted and divided by first; shape (signals,).
    hidden, hidden_bias
        Shapes (signals, units) and (units,).
    out
        Shape (units,).
    straight
        The weight of the fused score.
    signals
        Those it looks at, some of `SIGNALS`.
    """

    mean: Array
    scale: Array
    hidden: Array
    hidden_bias: Array
    out: Array
    straight: float
    signals: tuple[str, ...] = SIGNALS

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Ranker:
        """The inverse of `numbers`.

        Raises
        ------
        ValueError
            When they were learned for other signals.
        """
        signals = tuple(numbers["signals"])
        if not {"fused", *signals} <= {*SIGNALS}:
            raise ValueError("the ranker was learned for other signals")
        arrays = {
            name: np.asarray(numbers[name], dtype=np.float32)
            for name in ("mean", "scale", "hidden", "hidden_bias", "out")
        }
        return cls(**arrays, straight=float(numbers["straight"]), signals=signals)

    def numbers(self) -> dict[str, Any]:
        """The ranker as plain numbers, for JSON."""
        arrays = {
            name: np.round(getattr(self, name).astype(float), 5).tolist()
            for name in ("mean", "scale", "hidden", "hidden_bias", "out")
        }
        return {"signals": list(self.signals), **arrays, "straight": round(self.straight, 5)}

    def rate(self, rows: Array) -> Array:
        """How well each passage answers, from all its `SIGNALS` (n, signals); shape (n,)."""
        seen = rows[:, [SIGNALS.index(name) for name in self.signals]]
        units = np.tanh((seen - self.mean) / self.scale @ self.hidden + self.hidden_bias)
        rated: Array = units @ self.out + self.straight * rows[:, SIGNALS.index("fused")]
        return rated


@functools.cache
def shipped_ranker(*, for_reading: bool = False) -> Ranker:
    """The one that comes with the package; or the one that the reader was calibrated on."""
    weights = _READING if for_reading else _WEIGHTS
    return Ranker.from_numbers(json.loads(weights.read_text("utf-8")))
