"""How often the right passage comes first, on questions the embedder never saw."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from embedder_data import drcd_questions, held_out, other_half, passages_of, read_rows
from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions, the indices of the passages that answer each, and the passages."""

    name: str
    questions: list[str]
    gold: list[list[int]]
    passages: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """Share of questions whose passage is first, among the first five or ten, mean 1/rank."""

    name: str
    questions: int
    passages: int
    hit_at_1: float
    hit_at_5: float
    hit_at_10: float
    reciprocal_rank: float


def tasks(data: Path) -> list[Task]:
    """The measurements; none of their questions or gold passages is trained on."""
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
    return [cmrc, large, _drcd_task(data), squad, _law_task(data), _policy_task(data)]


def learning_tasks(data: Path) -> list[Task]:
    """The questions that an embedder trained with ``--half`` has not seen, among all passages."""
    folder = data / "dev" / "squad2_zh_mt"
    return [
        _law_task(data, learning=True),
        _policy_task(data, learning=True),
        _half_of(_corpus_task("squad2_zh_mt train", folder, lambda row: row["split"] == "train")),
        _half_of(_drcd_task(data, "train")),
    ]


def _half_of(task: Task) -> Task:
    """Those whose passage is in the other half."""
    kept = [
        (question, gold)
        for question, gold in zip(task.questions, task.gold, strict=True)
        if other_half(task.passages[gold[0]])
    ]
    return Task(
        f"{task.name}, half",
        [question for question, _ in kept],
        [gold for _, gold in kept],
        task.passages,
    )


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
        [[index[each] for each in row["gold"]] for row in queries],
        [row["text"] for row in corpus],
    )


def _drcd_task(data: Path, split: str = "test") -> Task:
    rows = list(read_rows(data / "train" / "drcd_spans.jsonl.xz"))
    asked = [
        (question, number)
        for number, row in enumerate(rows)
        if row["split"] == split
        for question in drcd_questions(row)
    ]
    return Task(
        f"drcd {split} (traditional)",
        [question for question, _ in asked],
        [[number] for _, number in asked],
        [row["passage"] for row in rows],
    )


def _asked(key: str, learning: bool) -> bool:
    """Whether a question is measured with, or for ``learning`` in the other half of the rest."""
    return not held_out(key) and other_half(key) if learning else held_out(key)


def _law_task(data: Path, *, learning: bool = False) -> Task:
    """Lay questions held out, or to learn from, their articles among 18,000 others."""
    rows = list(read_rows(data / "train" / "stard_train.jsonl.xz"))
    articles = sorted({article for row in rows for article in row["positive"]})
    laws = [
        f"{row['law']} {row['head']}{row['text']}"
        for row in read_rows(data / "prose" / "law_articles.jsonl.xz")
    ]
    index = {article: number for number, article in enumerate(articles)}
    asked = [row for row in rows if _asked(row["query"], learning)]
    return Task(
        f"stard {'half' if learning else 'held out'} + 18,000 articles",
        [row["query"] for row in asked],
        [[index[article] for article in row["positive"]] for row in asked],
        articles + random.Random(3).sample(laws, 18_000),
    )


def _policy_task(data: Path, *, learning: bool = False) -> Task:
    """Policy questions of the documents held out, or to learn from, among all answers."""
    rows = list(read_rows(data / "train" / "ncp_policy_qa_train.jsonl.xz"))
    answers = sorted({row["positive"] for row in rows})
    index = {answer: number for number, answer in enumerate(answers)}
    asked = [row for row in rows if _asked(row["docid"], learning)]
    return Task(
        f"ncp_policy_qa {'half' if learning else 'held out'}",
        [row["query"] for row in asked],
        [[index[row["positive"]]] for row in asked],
        answers,
    )


def measure(embed: Embed, task: Task) -> Result:
    """Rank all passages for each question by cosine."""
    passages = embed(task.passages)
    questions = embed(task.questions)
    ranks = np.empty(len(questions), dtype=np.int64)
    for start in range(0, len(questions), 512):
        scores = questions[start : start + 512] @ passages.T
        gold = np.array(
            [row[right].max() for row, right in zip(scores, task.gold[start:], strict=False)]
        )
        ranks[start : start + 512] = (scores > gold[:, None]).sum(axis=1) + 1
    return Result(
        task.name,
        len(task.questions),
        len(task.passages),
        float((ranks == 1).mean()),
        float((ranks <= 5).mean()),
        float((ranks <= 10).mean()),
        float((1 / ranks).mean()),
    )


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| task | questions | passages | Hit@1 | Hit@5 | Hit@10 | MRR |",
        "|---|---|---|---|---|---|---|",
    ]
    lines.extend(
        f"| {each.name} | {each.questions:,} | {each.passages:,} | {each.hit_at_1:.3f} "
        f"| {each.hit_at_5:.3f} | {each.hit_at_10:.3f} | {each.reciprocal_rank:.3f} |"
        for each in results
    )
    return "\n".join(lines)
