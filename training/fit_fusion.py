"""Fit how much the dense score weighs beside the keywords', depending on the question.

    python training/fit_fusion.py --data DATA [--model FOLDER]

Prints, for each measurement of `embedder_evaluation`, keywords alone, dense alone and the
fused ranking of the package, then the best settings of the fusion's three numbers. The
keyword scores are those of the package's own index.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from embedder_evaluation import Task, tasks

from pb_qa.embedding.static import StaticEmbedder
from pb_qa.retrieval import DEFAULT_FUSION, Fusion, fuse
from pb_qa.storage.keyword_index import KeywordEntry, KeywordIndex
from pb_qa.text.search_form import search_terms
from pb_qa.text.synonyms import builtin_synonyms

_SHORTLIST = 50
_MOST = (0.3, 0.5, 0.7, 0.8, 0.9)
_HALF_AT = (0.14, 0.18, 0.22, 0.26, 0.3)
_SOFTNESS = (0.02, 0.035, 0.05)


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
    rated = []
    for numbers in itertools.product(_MOST, _HALF_AT, _SOFTNESS):
        fusion = Fusion(*numbers)
        each = [(hits(asked, fusion, 1), hits(asked, fusion, 5)) for asked in found.values()]
        rated.append((sum(map(sum, each)) / len(each) / 2, fusion, each))
    for mean, fusion, each in sorted(rated, key=lambda item: -item[0])[:12]:
        print(f"{mean:.4f} {fusion} " + " ".join(f"{one:.3f}/{five:.3f}" for one, five in each))


if __name__ == "__main__":
    main()
