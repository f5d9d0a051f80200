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
from network_batches import span_of
from numpy.typing import NDArray
from reader_data import AskedQuestion
from train_reader import Example

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.constraints import constraints_of
from pb_qa.answering.extractive import passages_wanted
from pb_qa.answering.features import sentence_features
from pb_qa.answering.fitting import fitting
from pb_qa.answering.network_inputs import (
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
    forms = [p.described.sentence for p in placed]
    spans = [span_of(lexicon, f, s, answers) for f, s in zip(forms, sentences, strict=True)]
    return Asked(
        example, question, sentences, scores[chosen] - scores.max(), labels,
        np.asarray(spans, dtype=np.int64), np.asarray(chosen, dtype=np.intp),
    )  # fmt: skip


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
