"""From the data folder to rows and tokens: the part that needs the product and its indexes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
from cross_encoder_examples import LEARNED, made_rows, rows_of, write_rows
from cross_encoder_tokens import cross_encoder_tokenizer, prose_tokens
from embedder_data import read_rows as data_rows
from reader_data import QuestionSet, cmrc, count_grams, distractors, drcd, news_texts, squad
from train_reader import examples

from pb_qa.answering.cross_encoder import MOST_CANDIDATES
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.embedding import load_embedder
from pb_qa.models import Document

log = logging.getLogger("train_cross_encoder")
_LEARNED_OPTIONS = 16
_MADE = 12_000
_NEWS, _DISTRACTORS = 24_000, 20_000


def builtin_ranker() -> TreeEnsemble:
    """The ranking trees that ship with the product."""
    content = files("pb_qa.answering").joinpath("reader.npz").read_bytes()
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        return TreeEnsemble.from_arrays("ranker", {name: archive[name] for name in archive.files})


def prepare(data: Path, out: Path, limit: int | None) -> None:
    """Write every question set and the tokens of all prose; the prose last."""
    out.mkdir(parents=True, exist_ok=True)
    embedder, ranker = load_embedder("builtin"), builtin_ranker()
    news = news_texts(data, _NEWS)
    weigh = count_grams(news[:_DISTRACTORS])
    near, wide = distractors(news[_DISTRACTORS:]), distractors(news[:_DISTRACTORS])
    half = drcd(data, "train")
    emptied = replace(half, name="drcd_emptied", questions=half.questions[::2])
    jobs: list[tuple[str, QuestionSet, tuple[Document, ...], int]] = [
        ("drcd_train", half, near, _LEARNED_OPTIONS),
        ("squad_train", squad(data, "train"), near, _LEARNED_OPTIONS),
        ("drcd_emptied", emptied, near, _LEARNED_OPTIONS),
        ("cmrc", cmrc(data), wide, MOST_CANDIDATES),
        ("drcd_test", drcd(data, "test"), near, MOST_CANDIDATES),
        ("squad_test", squad(data, "test"), near, MOST_CANDIDATES),
    ]
    for name, questions, extra, most in jobs:
        found = examples(
            questions, extra, embedder, weigh, without_gold=name == "drcd_emptied", limit=limit
        )
        write_rows(out / f"{name}.jsonl.xz", rows_of(found, ranker, most, learned=name in LEARNED))
        log.info("prepared %s: %d questions", name, len(found))
    write_rows(out / "made.jsonl.xz", made_rows(_documents(data), limit or _MADE))
    tokens = prose_tokens(_texts(data, limit), cross_encoder_tokenizer(512))
    np.save(out / "prose.npy", tokens)
    log.info("prepared %d tokens of prose", len(tokens))


def _texts(data: Path, limit: int | None) -> Iterator[str]:
    for name in ("news", "xinwenlianbo", "law_articles"):
        for count, row in enumerate(data_rows(data / f"prose/{name}.jsonl.xz")):
            if count == limit:
                break
            yield row["text"]


def _documents(data: Path) -> Iterator[Document]:
    """Broadcast news and, beyond the distractors of the measured sets, other news."""
    for count, row in enumerate(data_rows(data / "prose/xinwenlianbo.jsonl.xz")):
        yield Document(
            id=f"x{count}", version=1, source="x.txt", title=row["title"], text=row["text"][:1200]
        )
    for count, row in enumerate(data_rows(data / "prose/news.jsonl.xz")):
        if count >= 2 * _NEWS:
            return
        if count >= _NEWS:
            yield Document(
                id=f"n{count}", version=1, source="n.txt", title="", text=row["text"][:1200]
            )
