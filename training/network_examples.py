"""Questions with their best candidates, as the sentence network sees them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from reader_data import AskedQuestion
from torch import Tensor
from train_reader import Example

from pb_qa.answering.candidates import PlacedSentence, candidate_sentences
from pb_qa.answering.constraints import constraints_of
from pb_qa.answering.extractive import passages_wanted
from pb_qa.answering.features import sentence_features
from pb_qa.answering.fitting import fitting
from pb_qa.answering.network_inputs import (
    IN_SENTENCE,
    InputMaker,
    QuestionInput,
    SentenceInput,
)
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import GramWeights
from pb_qa.answering.words import Lexicon
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings
from pb_qa.text.search_form import search_form

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its best candidates by the trees, best first.

    Attributes
    ----------
    trees
        Scores less the best one, by trees that were not trained on the question.
    labels
        As in `Example`, and -1 where the answer's words stand by chance.
    spans
        First and last word of the answer in each sentence, or -1; shape (candidates, 2).
    chosen
        Places of the candidates in ``example``.
    """

    example: Example
    question: QuestionInput
    sentences: tuple[SentenceInput, ...]
    trees: NDArray[np.float64]
    labels: NDArray[np.int64]
    spans: NDArray[np.int64]
    chosen: NDArray[np.intp]

    @property
    def answerable(self) -> bool:
        """Whether the sentence that answers is among the candidates."""
        return bool((self.labels == 2).any())


def asked(
    example: Example, scores: NDArray[np.float64], maker: InputMaker, lexicon: Lexicon, *,
    most: int, with_answers: bool,
) -> Asked:  # fmt: skip
    """Describe the best ``most`` candidates, and for training up to two that answer."""
    order = np.argsort(-scores, kind="stable")
    chosen = order[:most].tolist()
    if with_answers:
        right = [i for i in np.flatnonzero(example.labels == 2).tolist() if i not in chosen]
        chosen += right[:2]
    question = maker.question(read_question(example.asked.text))
    placed = [example.placed[i] for i in chosen]
    labels = example.labels[chosen].copy()
    labels[(labels == 0) & example.holds[chosen]] = -1
    sentences = tuple(maker.sentence(question, p.described) for p in placed)
    answers = [search_form(answer) for answer in example.asked.answers]
    spans = [_span(lexicon, p, s, answers) for p, s in zip(placed, sentences, strict=True)]
    return Asked(
        example, question, sentences, scores[chosen] - scores.max(), labels,
        np.asarray(spans, dtype=np.int64), np.asarray(chosen, dtype=np.intp),
    )  # fmt: skip


def _span(
    lexicon: Lexicon, placed: PlacedSentence, sentence: SentenceInput, answers: Sequence[str]
) -> tuple[int, int]:
    """The words of the first answer found in a sentence, or (-1, -1)."""
    own = np.flatnonzero(sentence.columns[:, IN_SENTENCE] > 0)
    form = placed.described.sentence
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
    chosen: Sequence[Asked], tuned: NDArray[np.int64], candidates: int,
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


def _fill(arrays: Mapping[str, NDArray[Any]], row: int, one: Asked, places: Sequence[int]) -> None:
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


def _picked(one: Asked, candidates: int, random: np.random.Generator | None) -> list[int]:
    if random is None:
        return list(range(min(candidates, len(one.labels))))
    right = np.flatnonzero(one.labels == 2).tolist()[:2]
    wrong = np.flatnonzero(one.labels == 0).tolist()
    room = candidates - len(right)
    hardest, others = wrong[: room * 2 // 3], wrong[room * 2 // 3 :]
    if len(others) > room - len(hardest):
        others = random.choice(others, room - len(hardest), replace=False).tolist()
    return [*right, *hardest, *others]


def staff_examples(
    documents: Path, library: Path, questions: Sequence[Path], weigh: GramWeights
) -> list[Example]:
    """Questions as staff ask them, with what the product finds for them in its documents."""
    rows = [json.loads(line) for path in questions for line in path.read_text("utf-8").splitlines()]
    result: list[Example] = []
    with Assistant(Settings(corpus_dir=documents, data_dir_override=library)) as assistant:
        list(assistant.sync())
        for row in rows:
            if not row.get("history"):
                example = _staff_example(assistant, row, weigh)
                result += [example] if example is not None else []
    return result


def _staff_example(
    assistant: Assistant, row: Mapping[str, Any], weigh: GramWeights
) -> Example | None:
    text = row["question"]
    placed = tuple(candidate_sentences(assistant.search(text, passages_wanted(text))))
    if not placed:
        return None
    answers = [one for alternative in row.get("answers", []) for one in alternative]
    quotes = [_bare(q) for q in (row.get("sentences") or [one["quote"] for one in answers])]
    gold = {*row.get("gold", ()), *row.get("also", ()), *(one["source"] for one in answers)}
    labels = np.zeros(len(placed), dtype=np.int64)
    for index, candidate in enumerate(placed):
        own = _bare(candidate.text)
        if any(quote in own or (len(own) >= 8 and own in quote) for quote in quotes):
            labels[index] = 2 if candidate.found.document.source in gold else 1
    question = read_question(text)
    fits = fitting([constraints_of(question).facets()[0]], placed)
    table = sentence_features(question, [p.described for p in placed], weigh)
    said = AskedQuestion(text, f"staff-{row['id']}", ())
    return Example(said, placed, table, labels, labels > 0, fits, bool(quotes))


def _bare(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))
