"""The two parts of training: guessing masked words of prose, then ranking and reading."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from cross_encoder_examples import Row
from cross_encoder_model import ThreeHeads
from cross_encoder_tokens import BAR
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from transformers import PreTrainedTokenizerFast

log = logging.getLogger("train_cross_encoder")
_MASKED = 0.15
_FAR = -1e4
_WARMING = 0.06


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a part of training goes on, and in what portions.

    Attributes
    ----------
    steps
        At most so many; the learning rate rises, then falls to nothing over them.
    seconds
        The part ends after so long, and the learning rate falls over that time instead
        where it is the shorter way.
    portion
        Sequences, or questions, a step.
    """

    steps: int
    seconds: float
    portion: int
    rate: float


@dataclass(frozen=True, slots=True)
class Device:
    """Where it is computed: in bfloat16 on an accelerator."""

    name: str

    def computing(self) -> AbstractContextManager[object]:
        """The context of one step."""
        fast = self.name.startswith("cuda")
        return torch.autocast("cuda", torch.bfloat16) if fast else nullcontext()


def run_steps(
    model: ThreeHeads, pace: Pace, device: Device, loss_of: Callable[[], Tensor], name: str
) -> int:
    """Take steps until the pace says enough; the number of steps taken."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=pace.rate, weight_decay=0.01)
    began, running = time.monotonic(), 0.0
    model.train()
    for step in range(pace.steps):
        done = max(step / pace.steps, (time.monotonic() - began) / pace.seconds)
        if done >= 1:
            return step
        for group in optimizer.param_groups:
            group["lr"] = pace.rate * min(1.0, (done + 1e-3) / _WARMING) * (1 - done)
        with device.computing():
            loss = loss_of()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        running = loss.item() if step == 0 else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            log.info(
                "%s: step %d, loss %.3f, %.0f s", name, step, running, time.monotonic() - began
            )
    return pace.steps


def pretrain(
    model: ThreeHeads,
    tokenizer: PreTrainedTokenizerFast,
    prose: NDArray[np.int32],
    length: int,
    pace: Pace,
    device: Device,
    seed: int = 0,
) -> int:
    """Guess masked tokens of windows of running prose.

    Parameters
    ----------
    prose
        The tokens of all texts, one after another.
    length
        Tokens a window.
    """
    random = np.random.default_rng(seed)
    ordinary = len(tokenizer) - len(tokenizer.all_special_ids)

    def loss_of() -> Tensor:
        starts = random.integers(0, len(prose) - length, pace.portion)
        ids = prose[starts[:, None] + np.arange(length)].astype(np.int64)
        ids[:, 0] = tokenizer.cls_token_id
        hidden = random.random(ids.shape) < _MASKED
        hidden[:, 0] = False
        kind = random.random(ids.shape)
        given = np.where(hidden & (kind < 0.8), tokenizer.mask_token_id, ids)
        given = np.where(hidden & (kind >= 0.9), random.integers(0, ordinary, ids.shape), given)
        batch = {
            "input_ids": torch.from_numpy(given).to(device.name),
            "attention_mask": torch.ones(given.shape, dtype=torch.long, device=device.name),
        }
        states, _ = model.hidden(batch)
        where = torch.from_numpy(hidden).to(device.name)
        return functional.cross_entropy(
            model.guess(states[where]).float(), torch.from_numpy(ids[hidden]).to(device.name)
        )

    return run_steps(model, pace, device, loss_of, "masked words")


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of a question and an option as tensors.

    Attributes
    ----------
    inputs
        What the encoder takes.
    row
        Shape (pairs,): which question each belongs to.
    label
        Shape (pairs,), see `Option`.
    inside
        Shape (pairs, tokens): the tokens of the sentence itself, without its context.
    start, end
        Shape (pairs,): tokens of the answer; -1 where there is none.
    """

    inputs: dict[str, Tensor]
    row: Tensor
    label: Tensor
    inside: Tensor
    start: Tensor
    end: Tensor


def batch_of(
    rows: Sequence[tuple[Row, Sequence[int]]], tokenizer: PreTrainedTokenizerFast, device: str
) -> Batch:
    """The chosen options of some questions, encoded."""
    chosen = [(n, row, row.options[i]) for n, (row, options) in enumerate(rows) for i in options]
    encoded = tokenizer(
        [row.question for _, row, _ in chosen],
        [option.text for _, _, option in chosen],
        truncation="only_second",
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    offsets = encoded.pop("offset_mapping")
    second = encoded["token_type_ids"] == 1
    second &= encoded["input_ids"] != tokenizer.sep_token_id
    bars = torch.cumsum(encoded["input_ids"] == tokenizer.convert_tokens_to_ids(BAR), 1)
    inside = second & (bars == 0) & (encoded["attention_mask"] == 1)
    starts, ends = [], []
    for n, (_, _, option) in enumerate(chosen):
        covers = inside[n] & (offsets[n, :, 1] > option.start) & (offsets[n, :, 0] < option.end)
        places = covers.nonzero()[:, 0].tolist() if option.end else []
        starts.append(places[0] if places else -1)
        ends.append(places[-1] if places else -1)
    return Batch(
        {name: tensor.to(device) for name, tensor in encoded.items()},
        torch.tensor([n for n, _, _ in chosen], device=device),
        torch.tensor([option.label for _, _, option in chosen], device=device),
        inside.to(device),
        torch.tensor(starts, device=device),
        torch.tensor(ends, device=device),
    )


def loss_of_batch(model: ThreeHeads, batch: Batch, rows: int) -> Tensor:
    """The three heads' losses: the right sentence, the right words, whether there are any."""
    score, span, answerable = (given.float() for given in model(batch.inputs))
    right = batch.label == 2
    table = score.new_full((rows, len(score)), _FAR)
    table[batch.row, torch.arange(len(score))] = score.masked_fill(batch.label == 1, _FAR)
    has = torch.zeros(rows, device=score.device).index_add(0, batch.row, right.float()) > 0
    good = table.masked_fill(~right[None, :], _FAR)
    ranking = (table.logsumexp(1) - good.logsumexp(1))[has].sum()
    first = table.argmax(1)
    # The first one answers when it is the right one; that is what a threshold is put on.
    answers = functional.binary_cross_entropy_with_logits(
        answerable[first], (has & (batch.label[first] > 0)).float(), reduction="sum"
    )
    marked = batch.start >= 0
    words = score.new_zeros(())
    for head, target in ((0, batch.start), (1, batch.end)):
        logits = span[..., head].masked_fill(~batch.inside, _FAR)[marked]
        words = words + functional.cross_entropy(logits, target[marked], reduction="sum")
    return (ranking + 0.5 * words + 0.5 * answers) / rows


def portions(
    rows: Sequence[Row], options: int, portion: int, seed: int = 0
) -> Iterator[list[tuple[Row, list[int]]]]:
    """Endless portions of questions, each with its answer and its likeliest wrong options."""
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(rows))
        for first in range(0, len(order) - portion + 1, portion):
            yield [
                (rows[i], _some(rows[i], options, random)) for i in order[first : first + portion]
            ]


def _some(row: Row, most: int, random: np.random.Generator) -> list[int]:
    right = [i for i, option in enumerate(row.options) if option.label == 2][:1]
    wrong = [i for i, option in enumerate(row.options) if option.label == 0]
    count = min(len(wrong), most - len(right))
    # Half are the ones that the trees like best; options are sorted that way.
    hard = wrong[: count // 2]
    rest = wrong[count // 2 :]
    return right + hard + [rest[i] for i in random.permutation(len(rest))[: count - len(hard)]]


def tune(
    model: ThreeHeads,
    tokenizer: PreTrainedTokenizerFast,
    rows: Sequence[Row],
    options: int,
    pace: Pace,
    device: Device,
) -> int:
    """Learn to rank, to mark and to abstain."""
    given = portions(rows, options, pace.portion)

    def loss_of() -> Tensor:
        taken = next(given)
        return loss_of_batch(model, batch_of(taken, tokenizer, device.name), len(taken))

    return run_steps(model, pace, device, loss_of, "questions")
