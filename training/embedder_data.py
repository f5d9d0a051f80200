"""What the embedder learns from: pairs of a question and its passage, and running prose.

Every reader yields plain strings. Development and test material is never learned from: of the
data sets that carry a ``split``, only the rows marked ``train`` are taken; of those that carry
none, a fifth is held out (`held_out`).
"""

from __future__ import annotations

import json
import lzma
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’」』）)]*")
PASSAGE_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A query, the passage that answers it, and perhaps one that only looks as if it did."""

    query: str
    positive: str
    negative: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """One passage as its sentences; passages of one document follow one another."""

    document: str
    sentences: tuple[str, ...]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON-lines file, plain or xz-compressed."""
    compressed = path.suffix == ".xz"
    with lzma.open(path) if compressed else path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def held_out(key: str) -> bool:
    """Whether a row is measured on instead of learned from: one in five, by a hash."""
    return zlib.crc32(key.encode()) % 5 == 0


def other_half(key: str) -> bool:
    """Whether a row is in the half that a ranker is learned on, by the same hash."""
    return zlib.crc32(key.encode()) // 5 % 2 == 1


def sentences_of(text: str) -> list[str]:
    """The text cut after 。！？； and line ends; nothing but white space is lost."""
    return [part for match in SENTENCE.findall(text) if (part := match.strip())]


def passages_of(text: str, limit: int = PASSAGE_CHARACTERS) -> Iterator[tuple[str, ...]]:
    """Consecutive sentences, packed up to ``limit`` characters a passage."""
    packed: list[str] = []
    size = 0
    for sentence in sentences_of(text):
        if packed and size + len(sentence) > limit:
            yield tuple(packed)
            packed, size = [], 0
        packed.append(sentence)
        size += len(sentence)
    if packed:
        yield tuple(packed)


def news_prose(data: Path) -> Iterator[Prose]:
    """News of 2015 and 2023 and broadcast news of 2022-2026, in passages."""
    for name in ("news", "xinwenlianbo"):
        for number, row in enumerate(read_rows(data / "prose" / f"{name}.jsonl.xz")):
            for sentences in passages_of(row["text"]):
                yield Prose(f"{name}{number}", sentences)


def law_prose(data: Path) -> Iterator[Prose]:
    """Laws and regulations, an article a passage; the law's name leads each article."""
    for row in read_rows(data / "prose" / "law_articles.jsonl.xz"):
        for sentences in passages_of(row["text"]):
            yield Prose(row["law"], (f"{row['law']} {row['head']}", *sentences))


def title_pairs(data: Path) -> Iterator[Pair]:
    """Headline and story, law and article."""
    for row in read_rows(data / "train" / "query_passage.jsonl.xz"):
        yield Pair(row["query"], row["positive"][: 2 * PASSAGE_CHARACTERS])
    for row in read_rows(data / "prose" / "xinwenlianbo.jsonl.xz"):
        title = re.sub(r"^【[^】]*】", "", row["title"])
        for sentences in list(passages_of(row["text"]))[:2]:
            yield Pair(title, "".join(sentences))


def question_pairs(data: Path, *, half: bool = False) -> Iterator[Pair]:
    """Questions people or annotators asked, with the passage that answers them.

    Parameters
    ----------
    half
        Leave out what is in the `other_half`.
    """
    for key, pair in _keyed_question_pairs(data):
        if not (half and other_half(key)):
            yield pair


def _keyed_question_pairs(data: Path) -> Iterator[tuple[str, Pair]]:
    """The pairs, each with what it is held out or left out by."""
    train = data / "train"
    for row in read_rows(train / "drcd_spans.jsonl.xz"):
        if row["split"] == "train":
            for question in drcd_questions(row):
                yield row["passage"], Pair(question, row["passage"])
    for row in read_rows(train / "ncp_policy_qa_train.jsonl.xz"):
        if not held_out(row["docid"]):
            yield row["docid"], Pair(row["query"], row["positive"])
    for row in read_rows(train / "stard_train.jsonl.xz"):
        if not held_out(row["query"]):
            for article in row["positive"]:
                yield row["query"], Pair(row["query"], article)
    folder = data / "dev" / "squad2_zh_mt"
    texts = {row["id"]: row["text"] for row in read_rows(folder / "corpus.jsonl")}
    for row in read_rows(folder / "queries.jsonl"):
        if row["split"] == "train":
            text = texts[row["gold"][0]]
            yield text, Pair(row["question"], text)


def paraphrase_pairs(data: Path) -> Iterator[Pair]:
    """Sentences that say the same; for some, one that nearly does."""
    for row in read_rows(data / "train" / "sentence_pairs.jsonl.xz"):
        if row["label"] == 1:
            yield Pair(row["a"], row["b"])
    for row in read_rows(data / "train" / "triplets_simclue.jsonl.xz"):
        yield Pair(row["anchor"], row["pos"], row["neg"])


def drcd_questions(row: dict[str, Any]) -> list[str]:
    """The questions of one DRCD passage."""
    return [question["question"] for question in row["questions"]]
