"""Questions as staff ask them, over real policy documents: is a right one among the first five?

`tests/questions/colloquial.jsonl` was written, and committed, before anything was measured on
it, by somebody who had seen neither the retrieval nor its results; nothing is tuned on it, and
only totals are printed. A hit is a document that answers, by its first passage found; BM25 is
the project's own index over unigrams and bigrams, without titles and synonyms.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from measuring import ROOT, print_table
from quality import difference, hit

from pb_qa.assistant import Assistant
from pb_qa.settings import Settings
from pb_qa.text.search_form import search_terms

QUESTIONS = ROOT / "tests/questions/colloquial.jsonl"
BM25, DENSE, FUSED = "BM25, unigrams and bigrams", "pb_qa, dense alone", "pb_qa, fused"
_PASSAGES = 50
_DOCUMENTS = 10


def read_questions() -> list[tuple[str, frozenset[str]]]:
    """Each question with the paths of the documents that answer it."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if line]
    return [(row["question"], frozenset(row["gold"])) for row in rows]


def first_hit(sources: Iterable[str], gold: frozenset[str]) -> int | None:
    """The place of the first document that answers, from 1; none beyond the tenth."""
    ranking = list(dict.fromkeys(sources))[:_DOCUMENTS]
    return next((n for n, source in enumerate(ranking, 1) if source in gold), None)


def measure(documents: Path, library: Path, model: str) -> dict[str, list[int | None]]:
    """Read the documents in, ask every question every way."""
    ranks: dict[str, list[int | None]] = {BM25: [], DENSE: [], FUSED: []}
    settings = Settings(corpus_dir=documents, data_dir_override=library, embedding_model=model)
    with Assistant(settings) as assistant:
        reports = list(assistant.sync())
        taken = sum(report.status == "added" for report in reports)
        print(f"{taken} of {len(reports)} files taken", flush=True)
        retriever: Any = assistant.langchain_retriever
        retriever.vector_index.wait()

        def sources(found: Sequence[tuple[str, float]]) -> list[str]:
            live = retriever.library.passages([one for one, _ in found])
            return [live[one][1].source for one, _ in found if one in live]

        for question, gold in read_questions():
            keyword = retriever.keyword_index.search(
                search_terms(question), _PASSAGES, title_boost=0.0
            )
            dense = retriever.vector_index.search(
                retriever.embedder.embed_query(question), _PASSAGES
            )
            fused = [one.document.source for one in retriever.search(question, _PASSAGES)]
            for system, ranking in (
                (BM25, sources(keyword)),
                (DENSE, sources(dense)),
                (FUSED, fused),
            ):
                ranks[system].append(first_hit(ranking, gold))
    return ranks


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder above documents/")
    parser.add_argument("--model", default="builtin", help="any sentence-transformers model")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-", ignore_cleanup_errors=True) as folder:
        ranks = measure(arguments.shared / "documents", Path(folder) / "library", arguments.model)
    low, high = difference(ranks[FUSED], ranks[BM25], 5)
    missed = {system: sum(r is None or r > 5 for r in found) for system, found in ranks.items()}
    print_table(
        "Questions in everyday words, documents found",
        [
            {
                "system": system,
                "questions": len(found),
                "Hit@1": f"{hit(found, 1):.4f}",
                "Hit@5": f"{hit(found, 5):.4f}",
                "missed": missed[system],
                "of BM25's": f"{missed[system] / max(1, missed[BM25]):.2f}",
            }
            for system, found in ranks.items()
        ],
    )
    print(f"fused − BM25, Hit@5, 95%: [{low:+.4f}, {high:+.4f}]")


if __name__ == "__main__":
    main()
