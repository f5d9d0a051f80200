"""How the sentence network learns: on questions made up, then on real ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from network_batches import batch
from network_examples import Asked
from network_model import Block, Network
from numpy.typing import NDArray
from pseudo_questions import QuestionMaker
from torch import Tensor
from torch.nn import functional

_QUESTIONS = 24
_CANDIDATES = 8
_WARM_STEPS = 100
_SPAN_WEIGHT, _ANSWERING_WEIGHT = 0.3, 0.3
_KEPT_UNANSWERABLE = 0.25
_AVERAGED = 0.997


@dataclass(frozen=True, slots=True)
class Course:
    """How to learn: for how long, how fast, and with how much left out by chance."""

    steps: int
    rate: float
    decay: float
    dropout: float
    block_dropout: float


@dataclass(slots=True)
class Average:
    """A running average of the weights, which measures better than the last ones."""

    state: dict[str, Tensor]
    steps: int = 0

    def add(self, network: Network) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        kept = min(_AVERAGED, (self.steps + 1) / (self.steps + 10))
        with torch.no_grad():
            for name, value in network.state_dict().items():
                self.state[name].mul_(kept).add_(value, alpha=1 - kept)


def loss_of(network: Network, given: dict[str, Tensor]) -> Tensor:
    """The answering sentence before the others, its words, and whether a sentence answers."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, answers, spans = network(given)
    there, right = given["there"], (given["labels"] == 2) & given["there"]
    scores = scores.masked_fill(~there, -1e4)
    some = right.any(1)
    total = scores.sum() * 0.0
    if some.any():
        best = torch.logsumexp(scores.masked_fill(~right, -1e4), 1)
        total = total + (torch.logsumexp(scores, 1) - best)[some].mean()
    weights = torch.where(right, 3.0, 1.0) * there
    each = functional.binary_cross_entropy_with_logits(answers, right.float(), reduction="none")
    total = total + _ANSWERING_WEIGHT * (each * weights).sum() / weights.sum()
    marked = right & (given["spans"][..., 0] >= 0)
    if marked.any():
        found, true = spans[marked], given["spans"][marked]
        starts = functional.cross_entropy(found[:, 0], true[:, 0])
        total = total + _SPAN_WEIGHT * (starts + functional.cross_entropy(found[:, 1], true[:, 1]))
    return total


def practise(
    network: Network, maker: QuestionMaker, tuned: NDArray[np.int64], course: Course
) -> dict[str, Tensor]:
    """Learn from questions made up, every one new; returns the averaged weights."""
    # With the output all zeros, as for real questions, the layers below would learn late.
    torch.nn.init.normal_(network.out2.weight, 0.0, 0.05)
    return _learned(
        network,
        lambda: batch([maker.made() for _ in range(_QUESTIONS)], tuned, _CANDIDATES),
        course,
    )


def learn(
    network: Network, questions: Sequence[Asked], tuned: NDArray[np.int64], course: Course,
    seed: int,
) -> dict[str, Tensor]:  # fmt: skip
    """Learn from real questions; returns the averaged weights."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    order: list[int] = []

    def taken() -> dict[str, Tensor]:
        if len(order) < _QUESTIONS:
            order[:] = _epoch(questions, random)
        chosen = [questions[i] for i in order[:_QUESTIONS]]
        del order[:_QUESTIONS]
        return batch(chosen, tuned, _CANDIDATES, random)

    return _learned(network, taken, course)


def _learned(
    network: Network, following: Callable[[], dict[str, Tensor]], course: Course
) -> dict[str, Tensor]:
    network.dropout = course.dropout
    for module in network.modules():
        if isinstance(module, Block):
            module.dropout = course.block_dropout
    network.train()
    learned = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        learned, lr=course.rate, weight_decay=course.decay, betas=(0.9, 0.98)
    )
    average = Average({n: v.clone() for n, v in network.state_dict().items()})
    started, total = time.time(), 0.0
    for step in range(course.steps):
        share = 0.5 * (1 + np.cos(np.pi * step / course.steps)) + 0.02
        for group in optimizer.param_groups:
            group["lr"] = course.rate * min(1.0, (step + 1) / _WARM_STEPS) * share
        loss = loss_of(network, following())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 2.0)
        optimizer.step()
        average.add(network)
        total += loss.item()
        if (step + 1) % 100 == 0:
            print(f"step {step + 1}: {total / 100:.3f}, {time.time() - started:.0f} s", flush=True)
            total = 0.0
    return average.state


def shrunk(state: dict[str, Tensor], trust: float) -> dict[str, Tensor]:
    """The weights of a network whose every change to the trees' scores is ``trust`` times that."""
    changed = {name: trust * state[name] for name in ("out2.weight", "out2.bias")}
    return state | changed | {"alpha": 1.0 - trust + trust * state["alpha"]}


def averaged(runs: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of the weights of networks that began as one."""
    return {name: torch.stack([run[name] for run in runs]).mean(0) for name in runs[0]}


def _epoch(questions: Sequence[Asked], random: np.random.Generator) -> list[int]:
    """Every question once, those of staff twice, of the unanswerable ones a quarter."""
    order = [
        i for i, one in enumerate(questions)
        if one.answerable or random.random() < _KEPT_UNANSWERABLE
    ]  # fmt: skip
    order += [
        i for i, one in enumerate(questions) if one.example.asked.document_id.startswith("staff-")
    ]
    random.shuffle(order)
    return order
