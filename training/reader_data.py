"""Question sets for the reader, as documents and questions with the place of the answer."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

from pb_qa.answering.reader import GramWeights
from pb_qa.models import Document
from pb_qa.text.search_form import search_terms


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, the document that answers it, and the answer's words.

    Attributes
    ----------
    answers
        Empty when the document does not answer.
    answer_start
        Offset of the answer in the document's text; -1 where the set does not say.
    """

    text: str
    document_id: str
    answers: tuple[str, ...]
    answer_start: int = -1


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Documents with questions on them."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[AskedQuestion, ...]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, packed or not."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _document(identifier: str, title: str, text: str) -> Document:
    return Document(id=identifier, version=1, source=f"{identifier}.txt", title=title, text=text)


def drcd(data: Path, split: str) -> QuestionSet:
    """DRCD: traditional characters, every question answered; split by passage."""
    documents, questions = [], []
    rows = (row for row in read_rows(data / "train/drcd_spans.jsonl.xz") if row["split"] == split)
    for index, row in enumerate(rows):
        document = _document(f"drcd-{split}-{index}", "", row["passage"])
        documents.append(document)
        for asked in row["questions"]:
            answers = tuple(dict.fromkeys(a["text"] for a in asked["answers"]))
            start = asked["answers"][0]["start"]
            questions.append(AskedQuestion(asked["question"], document.id, answers, start))
    return QuestionSet(f"drcd_{split}", tuple(documents), tuple(questions))


def squad(data: Path, split: str) -> QuestionSet:
    """SQuAD 2 in machine-translated Chinese: more than half cannot be answered."""
    folder = data / "dev/squad2_zh_mt"
    rows = [row for row in read_rows(folder / "queries.jsonl") if row["split"] == split]
    wanted = {row["gold"][0] for row in rows}
    documents = tuple(
        _document(row["id"], row["title"], f"{row['title']}\n{row['text']}")
        for row in read_rows(folder / "corpus.jsonl")
        if row["id"] in wanted
    )
    questions = tuple(
        AskedQuestion(
            row["question"],
            row["gold"][0],
            () if row["unanswerable"] else tuple(row["answers"]),
        )
        for row in rows
    )
    return QuestionSet(f"squad_{split}", documents, questions)


def cmrc(data: Path) -> QuestionSet:
    """The CMRC 2018 trial set: for tuning, never trained on."""
    folder = data / "dev/cmrc2018_trial"
    documents = tuple(
        _document(row["id"], row["title"], f"{row['title']}\n{row['text']}")
        for row in read_rows(folder / "corpus.jsonl")
    )
    questions = tuple(
        AskedQuestion(row["question"], row["gold"][0], tuple(row["answers"]))
        for row in read_rows(folder / "queries.jsonl")
    )
    return QuestionSet("cmrc", documents, questions)


def news_texts(data: Path, count: int, longest: int = 400) -> list[str]:
    """The beginnings of ``count`` news documents, for distractors and gram counts."""
    texts: list[str] = []
    for row in read_rows(data / "prose/news.jsonl.xz"):
        text = row["text"].strip()[:longest]
        if len(text) >= 80:
            texts.append(text)
            if len(texts) == count:
                break
    return texts


def distractors(texts: list[str]) -> tuple[Document, ...]:
    """Documents that answer nothing."""
    return tuple(_document(f"news-{index}", "", text) for index, text in enumerate(texts))


def count_grams(texts: list[str], fewest: int = 4) -> GramWeights:
    """Inverse document frequencies over ``texts``; rarer grams than ``fewest`` are unknown."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(search_terms(text)))
    weights = {
        gram: log(1 + len(texts) / (count + 0.5))
        for gram, count in counts.items()
        if count >= fewest and len(gram) <= 2 and "\n" not in gram
    }
    return GramWeights(weights, log(1 + len(texts) / 1.5))
