"""How well the order of sentences, the marked words and the abstention are, beside the trees."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from cross_encoder_examples import Option, Row, best_options
from cross_encoder_model import ThreeHeads
from cross_encoder_training import Batch, Device, batch_of
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerFast

_LONGEST_ANSWER = 16
_BLENDS = (0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Read:
    """What the model says of a question's options, best first by the trees.

    Attributes
    ----------
    scores
        Shape (options,).
    answerable
        Log-odds that the first one by ``scores`` answers.
    marked
        The words marked in that one.
    """

    options: tuple[Option, ...]
    scores: NDArray[np.float64]
    answerable: float
    marked: str


@torch.inference_mode()
def read_all(
    model: ThreeHeads, tokenizer: PreTrainedTokenizerFast, rows: Sequence[Row], device: Device
) -> list[Read]:
    """Read every question as the product would have it read."""
    model.eval()
    result = []
    for row in rows:
        options = best_options(row)
        if not options:
            continue
        given = Row(row.question, tuple(options), row.answerable)
        batch = batch_of([(given, range(len(options)))], tokenizer, device.name)
        with device.computing():
            score, span, answerable = (one.float().cpu() for one in model(batch.inputs))
        fits = np.asarray([option.fits for option in options])
        scores = score.numpy().astype(np.float64)
        first = int(np.where(fits | ~fits.any(), scores, -np.inf).argmax())
        marked = _marked(options[first], batch, first, span[first], tokenizer)
        result.append(Read(tuple(options), scores, float(answerable[first]), marked))
    return result


def _marked(
    option: Option,
    batch: Batch,
    which: int,
    span: torch.Tensor,
    tokenizer: PreTrainedTokenizerFast,
) -> str:
    """The likeliest stretch of the sentence."""
    places = batch.inside[which].nonzero()[:, 0].tolist()
    if not places:
        return ""
    pairs = (
        (float(span[a, 0] + span[b, 1]), a, b)
        for n, a in enumerate(places)
        for b in places[n : n + _LONGEST_ANSWER]
    )
    _, start, end = max(pairs)
    # Offsets of the option's own tokens: those of the pair begin with the question's.
    shift = places[0]
    offsets = tokenizer(
        option.text, add_special_tokens=False, return_offsets_mapping=True, truncation=False
    )["offset_mapping"]
    return option.text[offsets[start - shift][0] : offsets[end - shift][1]]


def character_f1(said: str, truth: str) -> float:
    """Harmonic mean of precision and recall over characters, as often as they occur."""
    same = sum((Counter(said) & Counter(truth)).values())
    return 2 * same / (len(said) + len(truth)) if said and truth else 0.0


def hits(
    rows: Sequence[Row], reads: Sequence[Read], scores: Sequence[NDArray[np.float64]]
) -> tuple[float, float]:
    """Shares of answerable questions whose first sentence, and first three, hold the answer."""
    first = three = total = 0
    for row, read, score in zip(rows, reads, scores, strict=True):
        if row.answerable:
            order = [i for i in np.argsort(-score, kind="stable") if read.options[i].fits]
            total += 1
            first += any(read.options[i].holds for i in order[:1])
            three += any(read.options[i].holds for i in order[:3])
    return first / max(1, total), three / max(1, total)


def span_f1(rows: Sequence[Row], reads: Sequence[Read]) -> float:
    """Mean over answerable questions; nothing for one whose answer was not found at all."""
    values = []
    for row, read in zip(rows, reads, strict=True):
        if row.answerable:
            truths = [o.text[o.start : o.end] for o in read.options if o.label == 2 and o.end]
            values.append(max((character_f1(read.marked, t) for t in truths), default=0.0))
    return float(np.mean(values)) if values else 0.0


def abstention(truth: NDArray[np.bool_], odds: NDArray[np.float64]) -> tuple[float, float]:
    """Best balanced accuracy, and the share still answered at one false answer in ten."""
    thresholds = np.quantile(odds, np.linspace(0.02, 0.98, 97))
    balanced = max(((odds[truth] > t).mean() + (odds[~truth] <= t).mean()) / 2 for t in thresholds)
    return float(balanced), float((odds[truth] > np.quantile(odds[~truth], 0.9)).mean())


def report(name: str, rows: Sequence[Row], reads: Sequence[Read]) -> list[str]:
    """Lines of the model card's table."""
    trees = [np.asarray([option.tree for option in read.options]) for read in reads]
    overlap = [np.asarray([option.overlap for option in read.options]) for read in reads]
    model = [read.scores for read in reads]
    kinds = {"overlap": overlap, "trees": trees, "cross-encoder": model}
    for weight in _BLENDS:
        kinds[f"trees + {weight} x cross-encoder"] = [
            t + weight * m for t, m in zip(trees, model, strict=True)
        ]
    lines = [f"{name}: {len(rows)} questions"]
    for kind, scores in kinds.items():
        first, three = hits(rows, reads, scores)
        lines.append(f"  {kind:32s} first={first:.4f} first3={three:.4f}")
    lines.append(f"  words marked in the first: F1={span_f1(rows, reads):.4f}")
    truth = np.asarray([row.answerable for row in rows])
    if truth.any() and not truth.all():
        odds = np.asarray([read.answerable for read in reads])
        balanced, answered = abstention(truth, odds)
        lines.append(f"  no answer: balanced={balanced:.4f} answered at 10% false={answered:.4f}")
    return lines


def milliseconds(
    model: ThreeHeads, tokenizer: PreTrainedTokenizerFast, rows: Sequence[Row], threads: int = 2
) -> float:
    """The median time for 40 candidates on a processor."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    model.to("cpu")
    full = [row for row in rows if len(row.options) >= 40][:20] or list(rows[:5])
    times = []
    for row in full:
        began = time.perf_counter()
        read_all(model, tokenizer, [row], Device("cpu"))
        times.append(1000 * (time.perf_counter() - began))
    torch.set_num_threads(before)
    return float(np.median(times))
