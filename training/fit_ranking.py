"""Fit the ranker that puts in order what both searches found.

    python training/train_embedder.py --data DATA --out HALF --half --steps 900 \\
        --tokenizer src/pb_qa/embedding/builtin/tokenizer.json
    python training/fit_ranking.py --data DATA --documents FOLDER --half HALF

The built-in embedder knows the questions it was trained on by heart (of the policy questions
99% have their answer among its first five, of those held out 32%): a ranker learned on them
would trust it too much. The first command trains an embedder without half of them, and the
ranker is learned on that half. The questions of staff over the real documents (``staff_*.jsonl``
beside this file) were never trained on and are searched with the built-in embedder.

Prints, for each measurement of `embedder_evaluation`, keywords alone, dense alone, fused and
ranked, and for the questions of staff what rankers find that were learned without them (three
parts in turn); writes ``src/pb_qa/retrieval_ranker.json``, or ``--out``.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from embedder_evaluation import Task, learning_tasks, tasks
from numpy.typing import NDArray
from ranking_examples import Example, examples_of, staff_examples
from torch import nn

from pb_qa.embedding import BUILTIN, load_embedder
from pb_qa.embedding.static import StaticEmbedder
from pb_qa.retrieval_ranker import Ranker
from pb_qa.retrieval_signals import SIGNALS

log = logging.getLogger("fit_ranking")
_FUSED = SIGNALS.index("fused")
_MOST_QUESTIONS = {"drcd": 1200}
# There are few lay questions about law.
_WEIGHTS = {"stard": 3.0, "staff": 2.0}
_UNITS, _EPOCHS, _BATCH = 32, 40, 64
_RATE, _DECAY, _DROPOUT, _STRAIGHT = 3e-3, 1e-2, 0.1, 5.0
_RANKERS, _PARTS = 2, 3

Weighed = tuple[Sequence[Example], float]
Rate = Callable[[NDArray[np.float32]], NDArray[np.float32]]


class _Network(nn.Module):
    def __init__(self, mean: torch.Tensor, scale: torch.Tensor) -> None:
        super().__init__()
        self.mean, self.scale = mean, scale
        self.hidden = nn.Linear(len(SIGNALS), _UNITS)
        self.out = nn.Linear(_UNITS, 1, bias=False)
        self.straight = nn.Parameter(torch.tensor(_STRAIGHT))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        units = torch.tanh(self.hidden((rows - self.mean) / self.scale))
        rated: torch.Tensor = self.out(self.dropout(units)).squeeze(-1)
        return rated + self.straight * rows[..., _FUSED]


def learned(groups: Sequence[Weighed], seed: int) -> Ranker:
    """Learn to rate an answer above everything else that was found: softmax per question."""
    torch.manual_seed(seed)
    examples = [(one, weight) for group, weight in groups for one in group if one.gold.any()]
    widest = max(len(one.gold) for one, _ in examples)
    rows = torch.zeros(len(examples), widest, len(SIGNALS))
    gold = torch.zeros(len(examples), widest, dtype=torch.bool)
    there = torch.zeros_like(gold)
    for number, (one, _) in enumerate(examples):
        rows[number, : len(one.gold)] = torch.from_numpy(one.rows)
        gold[number, : len(one.gold)] = torch.from_numpy(one.gold)
        there[number, : len(one.gold)] = True
    weights = torch.tensor([weight for _, weight in examples])
    network = _Network(rows[there].mean(0), rows[there].std(0) + 1e-3)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    for epoch in range(_EPOCHS):
        optimizer.param_groups[0]["lr"] = _RATE * (1 - epoch / _EPOCHS)
        for chosen in torch.randperm(len(examples)).split(_BATCH):
            rated = network(rows[chosen]).masked_fill(~there[chosen], -1e9)
            shares = torch.log_softmax(rated, 1).masked_fill(~gold[chosen], -1e9)
            losses = -torch.logsumexp(shares, 1)
            loss = (losses * weights[chosen]).sum() / weights[chosen].sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return _as_ranker(network)


def _as_ranker(network: _Network) -> Ranker:
    def array(tensor: torch.Tensor) -> NDArray[np.float32]:
        return tensor.detach().numpy().astype(np.float32)

    return Ranker(
        mean=array(network.mean),
        scale=array(network.scale),
        hidden=array(network.hidden.weight.T),
        hidden_bias=array(network.hidden.bias),
        out=array(network.out.weight[0]),
        straight=float(network.straight),
    )


def side_by_side(rankers: Sequence[Ranker]) -> Ranker:
    """Rankers learned on the same examples as one, which gives the mean of their ratings."""
    share = 1.0 / len(rankers)
    return Ranker(
        mean=rankers[0].mean,
        scale=rankers[0].scale,
        hidden=np.concatenate([one.hidden for one in rankers], axis=1),
        hidden_bias=np.concatenate([one.hidden_bias for one in rankers]),
        out=np.concatenate([one.out for one in rankers]) * np.float32(share),
        straight=sum(one.straight for one in rankers) * share,
    )


def place(one: Example, rate: Rate) -> int:
    """How many passages are rated above the first answer; a large number without one."""
    if not one.gold.any():
        return 1000
    rated = rate(one.rows)
    return int((rated > rated[one.gold].max()).sum())


def hits(places: Sequence[int]) -> str:
    """Hit@1 and Hit@5."""
    shares = [np.mean([place < k for place in places]) for k in (1, 5)]
    return " / ".join(f"{share:.3f}" for share in shares)


def row(name: str, examples: Sequence[Example], ranked: Sequence[int]) -> str:
    """A row of the table."""
    columns = (
        [one.keyword for one in examples],
        [one.dense for one in examples],
        [place(one, lambda rows: rows[:, _FUSED]) for one in examples],
        ranked,
    )
    return f"| {name} | {len(examples)} | {' | '.join(map(hits, columns))} |"


def without_themselves(staff: Sequence[Example], others: Sequence[Weighed]) -> list[int]:
    """The places that rankers give the answers of staff's questions they were not learned on."""
    part = np.random.default_rng(0).integers(0, _PARTS, len(staff))
    places = np.zeros(len(staff), dtype=np.int64)
    for left_out in range(_PARTS):
        kept = [one for one, its in zip(staff, part, strict=True) if its != left_out]
        ranker = learned([*others, (kept, _WEIGHTS["staff"])], seed=0)
        for number in np.flatnonzero(part == left_out):
            places[number] = place(staff[number], ranker.rate)
    return places.tolist()


def some(task: Task) -> Task:
    """As many of a task's questions as are learned from, drawn by chance."""
    count = len(task.questions)
    most = min(count, _MOST_QUESTIONS.get(task.name.split()[0], count))
    chosen = random.Random(1).sample(range(count), most)
    questions = [task.questions[number] for number in chosen]
    return Task(task.name, questions, [task.gold[number] for number in chosen], task.passages)


def main() -> None:
    """Parse the command line, search, learn, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True, help="what staff asked about")
    parser.add_argument("--half", type=Path, required=True, help="see above")
    here = Path(__file__).resolve().parent
    shipped = here.parent / "src" / "pb_qa" / "retrieval_ranker.json"
    parser.add_argument("--out", type=Path, default=shipped)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)

    staff = staff_examples(options.documents, sorted(here.glob("staff_*.jsonl")))
    log.info("%d questions of staff", len(staff))
    half = StaticEmbedder(options.half, BUILTIN)
    groups: list[Weighed] = []
    for task in map(some, learning_tasks(options.data)):
        groups.append((examples_of(task, half), _WEIGHTS.get(task.name.split()[0], 1.0)))
        log.info("%s: %d questions", task.name, len(task.questions))
    everything = [*groups, (staff, _WEIGHTS["staff"])]
    ranker = side_by_side([learned(everything, seed) for seed in range(_RANKERS)])
    options.out.write_text(json.dumps(ranker.numbers(), indent=None) + "\n", "utf-8")
    log.info("wrote %s", options.out)

    print("| task | questions | keywords | dense | fused | ranked |\n|---|---|---|---|---|---|")
    print(row("staff, without themselves", staff, without_themselves(staff, groups)))
    for task in tasks(options.data):
        examples = examples_of(task, load_embedder())
        places = [place(one, ranker.rate) for one in examples]
        print(row(task.name, examples, places), flush=True)


if __name__ == "__main__":
    main()
