"""The sets of questions with known passages, and what each may be used for."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import news_passages, read_rows
from measuring import ROOT

sys.path.insert(0, str(ROOT / "training"))
from embedder_data import held_out

DISTRACTORS = 20_000
ARTICLES = 18_000
_SEED = 3


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions, the passages that answer each, and all passages, as texts.

    Attributes
    ----------
    gold
        For each question indices of ``passages``; finding any one of them is a hit.
    use
        What its data is for: training, tuning or measuring only.
    """

    name: str
    questions: tuple[str, ...]
    gold: tuple[frozenset[int], ...]
    passages: tuple[str, ...]
    use: str


@dataclass(frozen=True, slots=True)
class Source:
    """A set that can be had when its files are there."""

    name: str
    files: tuple[str, ...]
    read: Callable[[Path], RetrievalSet]


def retrieval_sets(data: Path | None, only: str = "") -> Iterator[RetrievalSet]:
    """Every set that can be had here; says which cannot."""
    if data is None or not data.is_dir():
        print("skipped: every set; name the folder of the data with --data")
        return
    for source in SOURCES:
        if only not in source.name:
            continue
        missing = [name for name in source.files if not (data / name).is_file()]
        if missing:
            print(f"skipped: {source.name}; {data / missing[0]} is not there")
        else:
            yield source.read(data)


def _of_corpus(name: str, folder: Path, use: str, split: str = "") -> RetrievalSet:
    """A folder of ``corpus.jsonl`` and ``queries.jsonl``; questions without answer left out."""
    corpus = list(read_rows(folder / "corpus.jsonl"))
    index = {row["id"]: number for number, row in enumerate(corpus)}
    asked = [
        row
        for row in read_rows(folder / "queries.jsonl")
        if not row.get("unanswerable") and row.get("split", "") == split
    ]
    return RetrievalSet(
        name,
        tuple(row["question"] for row in asked),
        tuple(frozenset(index[one] for one in row["gold"]) for row in asked),
        tuple(f"{row['title']}\n{row['text']}" for row in corpus),
        use,
    )


_CMRC = "dev/cmrc2018_trial"
_TUNED = "tuning: the fusion was chosen with it, the embedder compared on it; never trained on"
_MEASURED = "measuring only; it was looked at when the fusion was chosen"


def _cmrc(data: Path) -> RetrievalSet:
    return _of_corpus("cmrc2018_trial", data / _CMRC, _TUNED)


def _cmrc_among_news(data: Path) -> RetrievalSet:
    alone = _cmrc(data)
    return RetrievalSet(
        f"cmrc2018_trial + {DISTRACTORS:,} news",
        alone.questions,
        alone.gold,
        (*alone.passages, *news_passages(data, DISTRACTORS)),
        f"{_TUNED}; the news is prose that the embedder was trained on",
    )


def _drcd(data: Path) -> RetrievalSet:
    rows = list(read_rows(data / "train/drcd_spans.jsonl.xz"))
    asked = [
        (question["question"], number)
        for number, row in enumerate(rows)
        if row["split"] == "test"
        for question in row["questions"]
    ]
    return RetrievalSet(
        "drcd_spans, test (traditional)",
        tuple(question for question, _ in asked),
        tuple(frozenset([number]) for _, number in asked),
        tuple(row["passage"] for row in rows),
        f"{_MEASURED}; the part “train”, whose passages are among these, is for training",
    )


def _squad(data: Path) -> RetrievalSet:
    return _of_corpus(
        "squad2_zh_mt, test, answerable",
        data / "dev/squad2_zh_mt",
        f"{_MEASURED}; the part “train”, whose passages are among these, is for training",
        "test",
    )


def _stard(data: Path) -> RetrievalSet:
    """Lay questions about law, their articles among others."""
    rows: list[dict[str, Any]] = list(read_rows(data / "train/stard_train.jsonl.xz"))
    articles = sorted({article for row in rows for article in row["positive"]})
    index = {article: number for number, article in enumerate(articles)}
    others = [
        f"{row['law']} {row['head']}{row['text']}"
        for row in read_rows(data / "prose/law_articles.jsonl.xz")
    ]
    asked = [row for row in rows if held_out(row["query"])]
    return RetrievalSet(
        f"stard, held out, among {ARTICLES:,} articles",
        tuple(row["query"] for row in asked),
        tuple(frozenset(index[one] for one in row["positive"]) for row in asked),
        (*articles, *random.Random(_SEED).sample(others, ARTICLES)),
        "a fifth of the questions, by a hash: measuring only; the rest, and the articles: training",
    )


def _ncp(data: Path) -> RetrievalSet:
    rows = list(read_rows(data / "train/ncp_policy_qa_train.jsonl.xz"))
    answers = sorted({row["positive"] for row in rows})
    index = {answer: number for number, answer in enumerate(answers)}
    asked = [row for row in rows if held_out(row["docid"])]
    return RetrievalSet(
        "ncp_policy_qa, held out",
        tuple(row["query"] for row in asked),
        tuple(frozenset([index[row["positive"]]]) for row in asked),
        tuple(answers),
        "a fifth of the documents, by a hash: measuring only; the rest: training",
    )


SOURCES = (
    Source("cmrc2018_trial", (f"{_CMRC}/corpus.jsonl", f"{_CMRC}/queries.jsonl"), _cmrc),
    Source(
        "cmrc2018_trial + news",
        (f"{_CMRC}/corpus.jsonl", f"{_CMRC}/queries.jsonl", "prose/news.jsonl.xz"),
        _cmrc_among_news,
    ),
    Source("drcd_spans", ("train/drcd_spans.jsonl.xz",), _drcd),
    Source(
        "squad2_zh_mt",
        ("dev/squad2_zh_mt/corpus.jsonl", "dev/squad2_zh_mt/queries.jsonl"),
        _squad,
    ),
    Source("stard", ("train/stard_train.jsonl.xz", "prose/law_articles.jsonl.xz"), _stard),
    Source("ncp_policy_qa", ("train/ncp_policy_qa_train.jsonl.xz",), _ncp),
)
