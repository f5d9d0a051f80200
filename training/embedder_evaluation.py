"""How often the right passage comes first, on questions the embedder never saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from embedder_data import drcd_questions, passages_of, read_rows
from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions, the index of each one's passage, and the passages."""

    name: str
    questions: list[str]
    gold: NDArray[np.int64]
    passages: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """Share of questions whose passage is first, among the first ten, and mean 1/rank."""

    name: str
    questions: int
    passages: int
    hit_at_1: float
    hit_at_10: float
    reciprocal_rank: float


def tasks(data: Path) -> list[Task]:
    """The four measurements; none of their questions or gold passages is trained on."""
    folder = data / "dev" / "cmrc2018_trial"
    cmrc = _corpus_task("cmrc2018_trial", folder, lambda row: True)
    distractors = [
        text
        for row in read_rows(data / "prose" / "news.jsonl.xz")
        for sentences in passages_of(row["text"])
        if 50 <= len(text := "".join(sentences)) <= 400
    ][:20_000]
    large = Task(
        "cmrc2018_trial + 20,000 news", cmrc.questions, cmrc.gold, cmrc.passages + distractors
    )
    squad = _corpus_task(
        "squad2_zh_mt test", data / "dev" / "squad2_zh_mt", lambda row: row["split"] == "test"
    )
    return [cmrc, large, _drcd_task(data), squad]


def _corpus_task(name: str, folder: Path, wanted: Callable[[dict[str, object]], bool]) -> Task:
    corpus = list(read_rows(folder / "corpus.jsonl"))
    index = {row["id"]: number for number, row in enumerate(corpus)}
    queries = [
        row
        for row in read_rows(folder / "queries.jsonl")
        if wanted(row) and not row.get("unanswerable")
    ]
    return Task(
        name,
        [row["question"] for row in queries],
        np.array([index[row["gold"][0]] for row in queries]),
        [row["text"] for row in corpus],
    )


def _drcd_task(data: Path) -> Task:
    rows = list(read_rows(data / "train" / "drcd_spans.jsonl.xz"))
    asked = [
        (question, number)
        for number, row in enumerate(rows)
        if row["split"] == "test"
        for question in drcd_questions(row)
    ]
    return Task(
        "drcd test (traditional)",
        [question for question, _ in asked],
        np.array([number for _, number in asked]),
        [row["passage"] for row in rows],
    )


def measure(embed: Embed, task: Task) -> Result:
    """Rank all passages for each question by cosine."""
    passages = embed(task.passages)
    questions = embed(task.questions)
    ranks = np.empty(len(questions), dtype=np.int64)
    for start in range(0, len(questions), 512):
        scores = questions[start : start + 512] @ passages.T
        gold = scores[np.arange(len(scores)), task.gold[start : start + 512]]
        ranks[start : start + 512] = (scores > gold[:, None]).sum(axis=1) + 1
    return Result(
        task.name,
        len(task.questions),
        len(task.passages),
        float((ranks == 1).mean()),
        float((ranks <= 10).mean()),
        float((1 / ranks).mean()),
    )


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = ["| task | questions | passages | Hit@1 | Hit@10 | MRR |", "|---|---|---|---|---|---|"]
    lines.extend(
        f"| {each.name} | {each.questions:,} | {each.passages:,} | {each.hit_at_1:.3f} "
        f"| {each.hit_at_10:.3f} | {each.reciprocal_rank:.3f} |"
        for each in results
    )
    return "\n".join(lines)
