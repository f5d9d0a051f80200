"""Fit how much the dense score weighs beside the keywords', depending on the question.

    python training/fit_fusion.py --data DATA [--model FOLDER]

Prints, for each measurement of `embedder_evaluation`, keywords alone, dense alone and the
fused ranking of the package, then the best settings of the fusion's three numbers: first
those that fall behind keywords least, in Hit@1 and Hit@5 of all sets, then those that gain
most on the better of both searches. The keyword scores are those of the package's own index.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from embedder_evaluation import Task, tasks
from numpy.typing import NDArray

from pb_qa.embedding.static import StaticEmbedder
from pb_qa.retrieval import DEFAULT_FUSION, Fusion, fuse
from pb_qa.storage.keyword_index import KeywordEntry, KeywordIndex
from pb_qa.text.search_form import search_terms
from pb_qa.text.synonyms import builtin_synonyms

_SHORTLIST = 50
_MOST = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_HALF_AT = (0.12, 0.14, 0.15, 0.16, 0.17, 0.18, 0.19, 0.2, 0.22, 0.24)
_SOFTNESS = (0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.05)
_DEPTHS = (1, 5)


@dataclass(frozen=True, slots=True)
class Asked:
    """What both searches found for one question."""

    gold: frozenset[str]
    keyword: list[tuple[str, float]]
    dense: list[tuple[str, float]]
    coverage: float


def asked_of(task: Task, embedder: StaticEmbedder) -> list[Asked]:
    """Search the passages of a task for each of its questions, both ways."""
    passages = embedder.embed_passages(task.passages)
    found: list[Asked] = []
    with tempfile.TemporaryDirectory() as folder:
        index = KeywordIndex(Path(folder))
        entries = (
            KeywordEntry(str(number), " ".join(search_terms(text)), "")
            for number, text in enumerate(task.passages)
        )
        index.upsert(entries)
        for question, gold in zip(task.questions, task.gold, strict=True):
            terms = search_terms(builtin_synonyms().expanded(question))
            keyword = index.search(terms, _SHORTLIST, title_boost=0.0)
            scores = passages @ embedder.embed_query(question)
            nearest = np.argsort(-scores, kind="stable")[:_SHORTLIST]
            found.append(
                Asked(
                    frozenset(map(str, gold)),
                    keyword,
                    [(str(number), float(scores[number])) for number in nearest],
                    index.coverage(search_terms(question), keyword[0][1] if keyword else 0.0),
                )
            )
        index.close()
    return found


def hits(asked: list[Asked], fusion: Fusion | None, k: int) -> float:
    """Share of questions with a gold passage among the first ``k``."""
    right = 0
    for each in asked:
        if fusion is None:
            ranking = each.keyword
        else:
            ranking = fuse(each.keyword, each.dense, fusion.dense_weight(each.coverage))
        right += any(passage in each.gold for passage, _ in ranking[:k])
    return right / len(asked)


def dense_hits(asked: list[Asked], k: int) -> float:
    """The same for the dense search alone."""
    return sum(any(p in each.gold for p, _ in each.dense[:k]) for each in asked) / len(asked)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found for all questions of a task, to try many settings on at once.

    Attributes
    ----------
    keyword, dense
        What `fuse` adds up, without the weights; shape (questions, candidates).
    gold
        Which candidates answer, in that shape.
    coverage
        Shape (questions,).
    """

    keyword: NDArray[np.float64]
    dense: NDArray[np.float64]
    gold: NDArray[np.bool_]
    coverage: NDArray[np.float64]

    @classmethod
    def of(cls, asked: list[Asked]) -> Candidates:
        """Lay the candidates of each question side by side."""
        shape = (len(asked), 2 * _SHORTLIST)
        keyword, dense, gold = np.full(shape, -1.0), np.full(shape, -1.0), np.zeros(shape, bool)
        for row, each in enumerate(asked):
            by_keyword = dict(fuse(each.keyword, [], 0.0))
            by_dense = dict(fuse(each.keyword, each.dense, 1.0))
            for column, (passage, similarity) in enumerate(by_dense.items()):
                keyword[row, column] = by_keyword.get(passage, 0.0)
                dense[row, column] = similarity
                gold[row, column] = passage in each.gold
        return cls(keyword, dense, gold, np.array([each.coverage for each in asked]))

    def hits(self, fusion: Fusion) -> list[float]:
        """Hit@1 and Hit@5 when fused so."""
        weights = np.array([fusion.dense_weight(one) for one in self.coverage])[:, None]
        scores = (1.0 - weights) * self.keyword + weights * self.dense
        best = np.where(self.gold, scores, -np.inf).max(axis=1, keepdims=True)
        places = (scores > best).sum(axis=1)
        found = self.gold.any(axis=1)
        return [float((found & (places < k)).mean()) for k in _DEPTHS]


def fit(found: dict[str, list[Asked]]) -> None:
    """Try all settings, print those that fall behind least and those that find most."""
    halves = {
        name: [max(hits(asked, None, k), dense_hits(asked, k)) for k in _DEPTHS]
        for name, asked in found.items()
    }
    candidates = {name: Candidates.of(asked) for name, asked in found.items()}
    keywords = [[hits(asked, None, k) for k in _DEPTHS] for asked in found.values()]
    rated = []
    for numbers in itertools.product(_MOST, _HALF_AT, _SOFTNESS):
        fusion = Fusion(*numbers)
        each = {name: of.hits(fusion) for name, of in candidates.items()}
        gains = np.subtract(list(each.values()), list(halves.values()))
        behind = np.minimum(np.subtract(list(each.values()), keywords), 0).sum()
        rated.append((round(float(behind), 4), float(gains.mean()), fusion, each))
    for order in (lambda one: (-one[0], -one[1]), lambda one: -one[1]):
        for behind, mean, fusion, each in sorted(rated, key=order)[:12]:
            columns = " ".join(f"{one:.3f}/{five:.3f}" for one, five in each.values())
            print(f"behind {behind:+.4f}, mean gain {mean:+.4f} {fusion} {columns}", flush=True)


def main() -> None:
    """Parse the command line, search, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    builtin = Path(__file__).parents[1] / "src" / "pb_qa" / "embedding" / "builtin"
    embedder = StaticEmbedder(options.model or builtin, "built-in")
    found = {task.name: asked_of(task, embedder) for task in tasks(options.data)}
    print("| task | questions | keywords | dense | fused |")
    print("|---|---|---|---|---|")
    for name, asked in found.items():
        columns = [
            f"{measure(1):.3f} / {measure(5):.3f}"
            for measure in (
                lambda k, asked=asked: hits(asked, None, k),
                lambda k, asked=asked: dense_hits(asked, k),
                lambda k, asked=asked: hits(asked, DEFAULT_FUSION, k),
            )
        ]
        print(f"| {name} | {len(asked)} | {' | '.join(columns)} |", flush=True)
    fit(found)


if __name__ == "__main__":
    main()
