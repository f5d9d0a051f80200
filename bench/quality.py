"""How often the right passage is found: ours beside what one would take instead, in one table.

Texts of each set are put into every system in turn, and every question is asked; a hit is a
text that answers. All that embed use the same model, the one that ships unless told.

- *BM25*: this project's index of whole texts, over bigrams, or over unigrams and bigrams;
- *LangChain tutorial chain*: its splitter and vector store with the defaults of the guide;
- *LangChain EnsembleRetriever*: its BM25 and that vector store with the defaults of the guide;
- *pb_qa*: passages as the product cuts them; *dense alone* by exact search, which Chroma
  approximates, *fused* as `Assistant.search` does.

The interval is that of the difference in Hit@1 to BM25 over bigrams, and over unigrams and
bigrams: a paired bootstrap over the questions, 95%. `bench/answer_quality.py` measures answers.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from measuring import print_table
from quality_sets import RetrievalSet, retrieval_sets
from quality_systems import BM25, BOTH, FUSED, SYSTEMS, System

from pb_qa.embedding import Embedder, load_embedder

RESAMPLES = 10_000
_BASELINE_QUESTIONS = 500

Ranks = Sequence[int | None]


def ranks_of(
    system: System, of: RetrievalSet, embedder: Embedder, asked: Sequence[int]
) -> list[int | None]:
    """For each question asked the place of the first text that answers it."""
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-", ignore_cleanup_errors=True) as folder:
        find = system.make(of.passages, embedder, Path(folder))
        ranks: list[int | None] = []
        for number in asked:
            found = find(of.questions[number])
            gold = of.gold[number]
            ranks.append(next((n for n, one in enumerate(found, 1) if one in gold), None))
    return ranks


def evenly(count: int, most: int) -> list[int]:
    """At most so many of the questions, evenly spread."""
    if count <= most:
        return list(range(count))
    return [int(place) for place in np.linspace(0, count - 1, most)]


def hit(ranks: Ranks, k: int) -> float:
    """Share of the questions with a right text among the first ``k``."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def difference(one: Ranks, other: Ranks, k: int = 1) -> tuple[float, float]:
    """95% interval of the difference in Hit@k, by a paired bootstrap."""
    pairs = zip(one, other, strict=True)
    gains = np.array([hit([a], k) - hit([b], k) for a, b in pairs])
    random = np.random.default_rng(20_260_101)
    means = [gains[random.integers(0, len(gains), len(gains))].mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def rows_of(of: RetrievalSet, ranks: Mapping[str, Ranks]) -> list[dict[str, Any]]:
    """A row for each system; the sets' fused rows tell how sure their gain is."""
    return [
        {
            "set": f"{of.name} ({len(of.passages):,} texts)",
            "system": system,
            "questions": len(found),
            "Hit@1": f"{hit(found, 1):.4f}",
            "Hit@5": f"{hit(found, 5):.4f}",
            "MRR@10": f"{sum(1 / rank for rank in found if rank) / len(found):.4f}",
            **{
                f"Hit@{k} − {name}": _gain(found, ranks[name], k) if system == FUSED else ""
                for k, name in ((1, BM25), (1, BOTH), (5, BOTH))
                if name in ranks
            },
        }
        for system, found in ranks.items()
    ]


def _gain(ours: Ranks, other: Ranks, k: int) -> str:
    low, high = difference(ours, other, k)
    return f"{hit(ours, k) - hit(other, k):+.4f} [{low:+.4f}, {high:+.4f}]"


def available(systems: Sequence[System]) -> list[System]:
    """Those whose packages are installed; says which are not."""
    for system in systems:
        if system.missing:
            print(f"skipped: {system.name}; not installed: {', '.join(system.missing)}")
    return [system for system in systems if not system.missing]


def main() -> None:
    """Ask every system every set and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with dev/, train/ and prose/")
    parser.add_argument("--model", default="builtin", help="any sentence-transformers model")
    parser.add_argument("--only", default="", help="only sets whose names hold this")
    parser.add_argument(
        "--baseline-questions",
        type=int,
        default=_BASELINE_QUESTIONS,
        help="LangChain's two are asked at most so many of a set's questions, evenly spread",
    )
    parser.add_argument("--out", type=Path, help="also write every rank here, as JSON")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.model)
    systems = available(SYSTEMS)
    rows: list[dict[str, Any]] = []
    uses: list[dict[str, Any]] = []
    kept: dict[str, Any] = {}
    for one in retrieval_sets(arguments.data, arguments.only):
        ranks = {}
        for system in systems:
            most = arguments.baseline_questions if system.needs else len(one.questions)
            asked = evenly(len(one.questions), most)
            ranks[system.name] = ranks_of(system, one, embedder, asked)
            print(f"done: {one.name}, {system.name}", flush=True)
        rows += rows_of(one, ranks)
        uses.append({"set": one.name, "what it is for": one.use})
        kept[one.name] = ranks
    if not rows:
        raise SystemExit("no set to measure")
    print_table("What each set is for", uses)
    print_table(f"Retrieval with {embedder.name}", rows)
    if arguments.out:
        arguments.out.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
