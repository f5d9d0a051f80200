"""Questions with sentences as the network sees them, as padded tensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pb_qa.answering.network_inputs import IN_SENTENCE, QuestionInput, SentenceInput
from pb_qa.answering.words import Lexicon


class Described(Protocol):
    """A question with sentences as the network sees them, real or made up."""

    @property
    def question(self) -> QuestionInput:
        """The question's words."""

    @property
    def sentences(self) -> tuple[SentenceInput, ...]:
        """The candidates."""

    @property
    def trees(self) -> NDArray[np.float64]:
        """Scores to start from."""

    @property
    def labels(self) -> NDArray[np.int64]:
        """2 for a sentence that answers, 0 for one that does not, else out of account."""

    @property
    def spans(self) -> NDArray[np.int64]:
        """Where the answer's words stand."""


def span_of(
    lexicon: Lexicon, form: str, sentence: SentenceInput, answers: Sequence[str]
) -> tuple[int, int]:
    """The words of the first answer found in a sentence, or (-1, -1)."""
    own = np.flatnonzero(sentence.columns[:, IN_SENTENCE] > 0)
    words = lexicon.cut(form)[: len(own)]
    for answer in answers:
        start = form.find(answer)
        if start < 0:
            continue
        end = start + len(answer)
        hit = [n for n, word in enumerate(words) if word.end > start and word.start < end]
        if hit:
            return int(own[hit[0]]), int(own[hit[-1]])
    return -1, -1


def batch(
    chosen: Sequence[Described], tuned: NDArray[np.int64], candidates: int,
    random: np.random.Generator | None = None,
) -> dict[str, Tensor]:  # fmt: skip
    """Padded tensors of several questions.

    Parameters
    ----------
    tuned
        For each word its row in the table of changes.
    random
        Draws candidates for training: those that answer, the hardest, some others; without
        it the first ``candidates`` are taken.
    """
    picked = [_picked(one, candidates, random) for one in chosen]
    count, widest = len(chosen), max(map(len, picked))
    longest = max(
        len(one.sentences[i].indices) for one, p in zip(chosen, picked, strict=True) for i in p
    )
    words = max(len(one.question.indices) for one in chosen)
    first = chosen[0]
    arrays: dict[str, NDArray[Any]] = {
        "asked": np.zeros((count, words), dtype=np.int64),
        "asked_columns": np.zeros((count, words, first.question.columns.shape[1]), np.float32),
        "asked_mask": np.zeros((count, words), dtype=np.float32),
        "kind": np.stack([one.question.kind for one in chosen]),
        "indices": np.zeros((count, widest, longest), dtype=np.int64),
        "columns": np.zeros(
            (count, widest, longest, first.sentences[0].columns.shape[1]), np.float32
        ),
        "mask": np.zeros((count, widest, longest), dtype=np.float32),
        "shared": np.zeros((count, widest, words, first.sentences[0].shared.shape[1]), np.float32),
        "trees": np.full((count, widest), -30.0, dtype=np.float32),
        "labels": np.full((count, widest), -1, dtype=np.int64),
        "spans": np.full((count, widest, 2), -1, dtype=np.int64),
        "there": np.zeros((count, widest), dtype=bool),
    }
    for row, (one, places) in enumerate(zip(chosen, picked, strict=True)):
        _fill(arrays, row, one, places)
    arrays["asked_tuned"] = tuned[arrays["asked"]]
    arrays["tuned"] = tuned[arrays["indices"]]
    arrays["own"] = arrays["columns"][..., IN_SENTENCE] * arrays["mask"]
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _fill(
    arrays: Mapping[str, NDArray[Any]], row: int, one: Described, places: Sequence[int]
) -> None:
    length = len(one.question.indices)
    arrays["asked"][row, :length] = one.question.indices
    arrays["asked_columns"][row, :length] = one.question.columns
    arrays["asked_mask"][row, :length] = 1.0
    for column, place in enumerate(places):
        sentence = one.sentences[place]
        size = len(sentence.indices)
        arrays["indices"][row, column, :size] = sentence.indices
        arrays["columns"][row, column, :size] = sentence.columns
        arrays["mask"][row, column, :size] = 1.0
        arrays["shared"][row, column, :length] = sentence.shared
        arrays["trees"][row, column] = one.trees[place]
        arrays["labels"][row, column] = one.labels[place]
        arrays["spans"][row, column] = one.spans[place]
        arrays["there"][row, column] = True


def _picked(one: Described, candidates: int, random: np.random.Generator | None) -> list[int]:
    if random is None:
        return list(range(min(candidates, len(one.labels))))
    right = np.flatnonzero(one.labels == 2).tolist()[:2]
    wrong = np.flatnonzero(one.labels == 0).tolist()
    room = candidates - len(right)
    hardest, others = wrong[: room * 2 // 3], wrong[room * 2 // 3 :]
    if len(others) > room - len(hardest):
        others = random.choice(others, room - len(hardest), replace=False).tolist()
    return [*right, *hardest, *others]
