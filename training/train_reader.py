"""Train the built-in reader: one command, `python training/train_reader.py --data FOLDER`.

The ranker (LightGBM, lambdarank) puts the answering sentence first; the judge (LightGBM,
binary) tells an answer from a near miss. Both are exported as plain arrays, so that the
package itself needs no LightGBM. Trained on the train splits of DRCD and SQuAD 2; the test
splits and the CMRC trial set are only measured.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from reader_data import (
    AskedQuestion,
    QuestionSet,
    cmrc,
    count_grams,
    distractors,
    drcd,
    news_texts,
    squad,
)

from pb_qa.answering.candidates import PlacedSentence, candidate_sentences
from pb_qa.answering.constraints import constraints_of
from pb_qa.answering.features import FEATURES, sentence_features
from pb_qa.answering.fitting import fitting
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import (
    ANSWERABILITY_EXTRAS,
    GramWeights,
    RatedSentences,
    fitting_order,
    judge_row,
)
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.embedding import Embedder, load_embedder
from pb_qa.models import Document, DocumentInfo, Passage
from pb_qa.retrieval import PassageRetriever
from pb_qa.storage.keyword_index import KeywordIndex, keyword_entry
from pb_qa.storage.vectors import ExactVectors
from pb_qa.understanding.splitting import split

PASSAGES = 8
_RANKER = {
    "objective": "lambdarank",
    "num_leaves": 20,
    "max_depth": 8,
    "learning_rate": 0.05,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.4,
    "lambdarank_truncation_level": 8,
}
_JUDGE = {
    "objective": "binary",
    "num_leaves": 7,
    "max_depth": 4,
    "learning_rate": 0.04,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
}


class PassagesInMemory:
    """The part of the library that retrieval needs, over passages just split."""

    def __init__(self, documents: Sequence[Document], longest: int = 400) -> None:
        self.all = {
            passage.id: (passage, document.info)
            for document in documents
            for passage in split(document, longest)
        }

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        """The passages asked for, in that order."""
        return {passage_id: self.all[passage_id] for passage_id in ids}


@dataclass(frozen=True, slots=True)
class VectorsInMemory:
    """The part of the vector index that retrieval needs; there are no collections here."""

    exact: ExactVectors

    def search(
        self, vector: NDArray[np.float32], k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        """The nearest passages by id, best first."""
        return self.exact.search(vector, k)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the candidates that retrieval gave it.

    Attributes
    ----------
    table
        Features, shape (candidates, FEATURES).
    labels
        2 where the answer stands, 1 where its words occur elsewhere in the document.
    holds
        Whether a candidate holds an answer's words, wherever it is from.
    fits
        Whether a candidate is about what the question pins down.
    """

    asked: AskedQuestion
    placed: tuple[PlacedSentence, ...]
    table: NDArray[np.float32]
    labels: NDArray[np.int64]
    holds: NDArray[np.bool_]
    fits: NDArray[np.bool_]
    answerable: bool


def retriever(documents: Sequence[Document], embedder: Embedder, folder: Path) -> PassageRetriever:
    """The product's retriever over documents in memory."""
    store = PassagesInMemory(documents)
    keyword_index = KeywordIndex(folder)
    entries = [keyword_entry(passage, info) for passage, info in store.all.values()]
    keyword_index.rebuild([entries])
    vectors = embedder.embed_passages([passage.text for passage, _ in store.all.values()])
    return PassageRetriever(
        library=store,
        keyword_index=keyword_index,
        vector_index=VectorsInMemory(ExactVectors([(list(store.all), vectors)])),
        embedder=embedder,
    )


def examples(
    questions: QuestionSet,
    extra: Sequence[Document],
    embedder: Embedder,
    weigh: GramWeights,
    *,
    without_gold: bool = False,
    limit: int | None = None,
) -> list[Example]:
    """Retrieve for each question and describe the candidates.

    Parameters
    ----------
    without_gold
        Drop the answering document from what was found, so that nothing answers.
    """
    result: list[Example] = []
    with tempfile.TemporaryDirectory() as folder:
        search = retriever([*questions.documents, *extra], embedder, Path(folder) / "index")
        for asked in questions.questions[:limit]:
            found = search.search(asked.text, PASSAGES + 2)
            if without_gold:
                found = [hit for hit in found if hit.document.id != asked.document_id]
            placed = tuple(candidate_sentences(found[:PASSAGES]))
            if not placed:
                continue
            question = read_question(asked.text)
            table = sentence_features(question, [p.described for p in placed], weigh)
            fits = fitting([constraints_of(question).facets()[0]], placed)
            holds = np.asarray([any(a in p.text for a in asked.answers) for p in placed])
            labels = np.asarray([_label(asked, p) for p in placed])
            answerable = bool(asked.answers) and not without_gold
            result.append(Example(asked, placed, table, labels, holds, fits, answerable))
    return result


def _label(asked: AskedQuestion, placed: PlacedSentence) -> int:
    if placed.found.document.id != asked.document_id:
        return 0
    if not any(answer in placed.text for answer in asked.answers):
        return 0
    elsewhere = asked.answer_start >= 0 and not placed.start <= asked.answer_start < placed.end
    return 1 if elsewhere else 2


def train(
    parameters: dict[str, Any], rows: NDArray[Any], labels: NDArray[Any], rounds: int,
    groups: Sequence[int] | None = None, names: Sequence[str] = (), seed: int = 7,
) -> TreeEnsemble:  # fmt: skip
    """Train an ensemble and turn it into plain arrays."""
    data = lightgbm.Dataset(rows, labels, group=groups, feature_name=list(names))
    fixed = {"verbose": -1, "num_threads": 2, "seed": seed, "deterministic": True}
    booster = lightgbm.train(parameters | fixed, data, rounds)
    ensemble = as_ensemble(booster)
    sample = rows[:200]
    error = np.abs(ensemble.predict(sample) - booster.predict(sample, raw_score=True)).max()
    if error > 1e-3:
        raise RuntimeError(f"exported trees differ from LightGBM by {error}")
    return ensemble


def as_ensemble(booster: lightgbm.Booster) -> TreeEnsemble:
    """LightGBM's trees as arrays in which a leaf points to itself."""
    trees = [info["tree_structure"] for info in booster.dump_model()["tree_info"]]
    flattened = [_flatten(tree) for tree in trees]
    width = max(len(nodes) for nodes, _ in flattened)
    columns = np.zeros((5, len(trees), width))
    for index, (nodes, _) in enumerate(flattened):
        columns[:, index, : len(nodes)] = np.asarray(nodes).T
    feature, threshold, left, right, value = columns
    return TreeEnsemble(
        feature.astype(np.int16), threshold, left.astype(np.int16), right.astype(np.int16),
        value.astype(np.float32), max(depth for _, depth in flattened),
    )  # fmt: skip


def _flatten(tree: dict[str, Any]) -> tuple[list[tuple[float, ...]], int]:
    nodes: list[tuple[float, ...]] = []

    def visit(node: dict[str, Any], depth: int) -> tuple[int, int]:
        index = len(nodes)
        nodes.append((0.0, 0.0, index, index, node.get("leaf_value", 0.0)))
        if "split_feature" not in node:
            return index, depth
        left, left_depth = visit(node["left_child"], depth + 1)
        right, right_depth = visit(node["right_child"], depth + 1)
        nodes[index] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return index, max(left_depth, right_depth)

    _, depth = visit(tree, 0)
    return nodes, depth


def train_ranker(sets: Sequence[Example], rounds: int) -> TreeEnsemble:
    """Train on the questions that have an answer among their candidates."""
    usable = [example for example in sets if example.labels.max() > 0]
    return train(
        _RANKER,
        np.concatenate([example.table for example in usable]),
        np.concatenate([example.labels for example in usable]),
        rounds,
        [len(example.labels) for example in usable],
        FEATURES,
    )


def judged(example: Example, ranker: TreeEnsemble) -> NDArray[np.float32] | None:
    """What the judge sees of a question, or nothing where no sentence fits it."""
    rated = RatedSentences(example.placed, example.table, ranker.predict(example.table))
    order = fitting_order(rated.scores, example.fits)
    return judge_row(rated, order) if len(order) else None


def report(name: str, sets: Sequence[Example], ranker: TreeEnsemble, judge: TreeEnsemble) -> None:
    """Print first- and first-three-sentence hits and how well abstention works."""
    answerable = [example for example in sets if example.answerable]
    first = three = 0
    for example in answerable:
        order = fitting_order(ranker.predict(example.table), example.fits)
        first += bool(example.holds[order[:1]].any())
        three += bool(example.holds[order[:3]].any())
    total = max(1, len(answerable))
    line = f"{name:14s} n={len(sets)} first={first / total:.4f} first3={three / total:.4f}"
    truth = np.asarray([example.answerable for example in sets])
    if truth.any() and not truth.all():
        rows = [judged(example, ranker) for example in sets]
        odds = np.asarray([-9.0 if r is None else judge.predict(r[None, :])[0] for r in rows])
        curve = []
        for false_rate in (0.05, 0.10, 0.20, 0.30):
            threshold = np.quantile(odds[~truth], 1 - false_rate)
            curve.append(f"{false_rate:.2f}→{(odds[truth] > threshold).mean():.3f}@{threshold:.2f}")
        balanced = max(
            ((odds[truth] > t).mean() + (odds[~truth] <= t).mean()) / 2
            for t in np.quantile(odds, np.linspace(0.02, 0.98, 97))
        )
        line += f" balanced={balanced:.4f} false answers→answered@log-odds {' '.join(curve)}"
    print(line, flush=True)


def main() -> None:
    """Train, measure, write ``reader.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parents[1] / "src/pb_qa/answering/reader.npz"
    )
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--limit", type=int, default=None, help="questions a set, for a trial")
    options = parser.parse_args()
    started = time.time()
    embedder = load_embedder("builtin")
    news = news_texts(options.data, 24_000)
    weigh = count_grams(news[:20_000])
    extra = distractors(news[20_000:])

    def described(questions: QuestionSet, **how: Any) -> list[Example]:
        result = examples(questions, extra, embedder, weigh, limit=options.limit, **how)
        print(
            f"{questions.name}: {len(result)} questions, {time.time() - started:.0f} s", flush=True
        )
        return result

    answered = described(drcd(options.data, "train"))
    doubtful = described(squad(options.data, "train"))
    half = drcd(options.data, "train")
    emptied = described(replace(half, questions=half.questions[::2]), without_gold=True)
    ranker = train_ranker([*answered, *doubtful], options.rounds)
    # The judge must see scores as they come on questions the ranker was not trained on.
    everything = [*answered, *doubtful, *emptied]
    documents = sorted({example.asked.document_id for example in everything})
    fold = {document: index % 2 for index, document in enumerate(documents)}
    rows, labels = [], []
    for side in (0, 1):
        outside = [e for e in [*answered, *doubtful] if fold[e.asked.document_id] != side]
        half_ranker = train_ranker(outside, options.rounds)
        for example in everything:
            row = judged(example, half_ranker) if fold[example.asked.document_id] == side else None
            if row is not None:
                rows.append(row)
                labels.append(example.answerable)
    names = (*FEATURES, *ANSWERABILITY_EXTRAS)
    judge = train(_JUDGE, np.stack(rows), np.asarray(labels, dtype=int), 300, names=names)
    np.savez_compressed(
        options.out,
        features=np.asarray("\n".join(names)),
        **ranker.arrays("ranker"),
        **judge.arrays("judge"),
        **weigh.arrays(),
    )
    print(f"wrote {options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")
    wide = distractors(news[:20_000])
    for name, sets in (
        ("cmrc+20000", examples(cmrc(options.data), wide, embedder, weigh, limit=options.limit)),
        ("drcd test", described(drcd(options.data, "test"))),
        ("squad test", described(squad(options.data, "test"))),
    ):
        report(name, sets, ranker, judge)


if __name__ == "__main__":
    main()
