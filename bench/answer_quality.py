"""How good answers are, and the retrieval under them, through the whole product.

Files on disk → `Assistant.sync()` → `search` and `ask`, scored by `pb_qa.evaluation`, as
`pb-qa eval` does. Each passage of a public set is a text file of its own named by its id,
with its title, where the set has one, as the first line; each distractor is a text file
of one news passage. No question, answer or passage of these sets is in the package;
`training/` tells what the shipped models were trained on.

Retrieval counts a hit when a passage of a gold file is found:

- *BM25*: this project's keyword index over unigrams and bigrams, without the title field;
- *dense*: the built-in embedding model's vectors alone, through Chroma;
- *pb_qa*: `Assistant.search`, which fuses both.

The interval of the difference in Hit@1 is a paired bootstrap over the questions, 95%.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import news_passages, read_rows, write_files
from measuring import ROOT, print_table
from quality import difference, hit

from pb_qa.answers import Turn
from pb_qa.assistant import Assistant
from pb_qa.evaluation import Evaluation, GoldQuestion, gold_questions, metrics
from pb_qa.serialization import answer_json, scored_passage_json
from pb_qa.settings import Settings
from pb_qa.text.search_form import search_terms

DISTRACTORS = 20_000
_DEPTH = 10
BM25, DENSE, OURS = "BM25", "dense", "pb_qa"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and the passages they are about, or a folder of files."""

    name: str
    questions: tuple[GoldQuestion, ...]
    passages: Mapping[str, str]
    folder: Path | None = None
    distractors: int = 0


def question_sets(data: Path | None, distractors: int) -> list[QuestionSet]:
    """Every set that can be had here; says which cannot."""
    found = [*own_sets(data)]
    if data is None or not data.is_dir():
        print("skipped: the public sets; name the folder of the data with --data")
        return found
    cmrc = data / "dev/cmrc2018_trial"
    if (cmrc / "corpus.jsonl").is_file():
        passages = {
            row["id"]: f"{row['title']}\n{row['text']}" for row in read_rows(cmrc / "corpus.jsonl")
        }
        questions = tuple(gold_questions(read_rows(cmrc / "queries.jsonl")))
        found.append(QuestionSet("cmrc2018_trial", questions, passages))
        found.append(
            QuestionSet(
                f"cmrc2018_trial + {distractors:,} news passages",
                questions,
                passages,
                distractors=distractors,
            )
        )
    else:
        print(f"skipped: {cmrc} is not there")
    drcd = data / "train/drcd_spans.jsonl.xz"
    if drcd.is_file():
        found.append(drcd_set(drcd))
    else:
        print(f"skipped: {drcd} is not there")
    return found


def own_sets(data: Path | None) -> Iterable[QuestionSet]:
    """The project's own questions, on its sample corpus and on the seed article."""
    questions = ROOT / "tests/questions"
    yield QuestionSet(
        "tests/questions/corpus",
        tuple(gold_questions(read_rows(questions / "corpus.jsonl"))),
        {},
        ROOT / "docs_corpus",
    )
    seed = data.resolve().parent / "seed" if data is not None else None
    if seed is None or not seed.is_dir():
        print("skipped: tests/questions/seed, whose article is not there")
        return
    yield QuestionSet(
        "tests/questions/seed",
        tuple(gold_questions(read_rows(questions / "seed.jsonl"))),
        {},
        seed,
    )


def drcd_set(path: Path) -> QuestionSet:
    """The test split of DRCD, in traditional characters."""
    passages: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(read_rows(path)):
        if row["split"] != "test":
            continue
        identity = f"drcd_{number}"
        passages[identity] = row["passage"]
        for question in row["questions"]:
            answers = [answer["text"] for answer in question["answers"]]
            rows.append({"question": question["question"], "gold": [identity], "answers": answers})
    return QuestionSet("drcd_spans, test", tuple(gold_questions(rows)), passages)


def write_set(of: QuestionSet, folder: Path, data: Path | None) -> None:
    """Write passages and distractors as files."""
    for identity, text in of.passages.items():
        (folder / f"{identity}.txt").write_text(text + "\n", "utf-8")
    if of.distractors and data is not None:
        write_files(folder / "news", news_passages(data, of.distractors), 1)


def evaluate(of: QuestionSet, folder: Path, library: Path) -> dict[str, Any]:
    """Read everything in, then search and ask every question."""
    evaluation = Evaluation()
    ranks: dict[str, list[int | None]] = {BM25: [], DENSE: [], OURS: []}
    settings = Settings(corpus_dir=folder, data_dir_override=library)
    with Assistant(settings) as assistant:
        for report in assistant.sync():
            if report.status != "added":
                print(f"not taken: {report.path}: {report.reason}")
        retriever: Any = assistant.langchain_retriever
        retriever.vector_index.wait()

        def rank(ids: Sequence[str], gold: GoldQuestion) -> int | None:
            live = retriever.library.passages(ids)
            stems = [Path(live[found][1].source).stem for found in ids if found in live]
            return next((n for n, stem in enumerate(stems, 1) if stem in gold.gold), None)

        for gold in of.questions:
            history = [Turn(turn["question"], turn.get("answer", "")) for turn in gold.history]
            found = [scored_passage_json(hit) for hit in assistant.search(gold.question, _DEPTH)]
            answer = answer_json(assistant.ask(gold.question, history))
            evaluation.record(gold, found, answer)
            if gold.unanswerable:
                continue
            terms = search_terms(gold.question)
            vector = retriever.embedder.embed_query(gold.question)
            keyword = retriever.keyword_index.search(terms, _DEPTH, title_boost=0.0)
            dense = retriever.vector_index.search(vector, _DEPTH)
            ranks[BM25].append(rank([hit for hit, _ in keyword], gold))
            ranks[DENSE].append(rank([hit for hit, _ in dense], gold))
    ranks[OURS] = evaluation.ranks
    silent = [abstained for unanswerable, abstained in evaluation.abstained if not unanswerable]
    figures = {**metrics(evaluation), "abstained_answerable": sum(silent) / len(silent)}
    return {"ranks": ranks, "metrics": figures}


def retrieval_rows(name: str, ranks: Mapping[str, Sequence[int | None]]) -> list[dict[str, Any]]:
    """A row for each way of searching."""
    low, high = difference(ranks[OURS], ranks[BM25])
    return [
        {
            "set": name,
            "retrieval": system,
            "Hit@1": f"{hit(found, 1):.4f}",
            "Hit@5": f"{hit(found, 5):.4f}",
            "MRR@10": f"{sum(1 / rank for rank in found if rank) / len(found):.4f}",
            "Hit@1 − BM25": (
                f"{hit(found, 1) - hit(ranks[BM25], 1):+.4f} [{low:+.4f}, {high:+.4f}]"
                if system == OURS
                else ""
            ),
        }
        for system, found in ranks.items()
    ]


def answer_row(name: str, of: Mapping[str, float]) -> dict[str, Any]:
    """What the answers are worth."""
    return {
        "set": name,
        "questions": of["questions"],
        "first sentence": f"{of['first_sentence']:.4f}",
        "first three": f"{of['first_three']:.4f}",
        "whole answer": f"{of['whole_answer']:.4f}",
        "direct answer: same words": f"{of['direct_exact']:.4f}",
        "direct answer: F1": f"{of['direct_f1']:.4f}",
        "abstained where an answer stands": f"{of['abstained_answerable']:.4f}",
        "abstained where none does": (
            f"{of['abstention_recall']:.4f}" if of["questions"] > of["answerable"] else "-"
        ),
        "median characters": f"{of['median_characters']:.0f}",
        "of the first piece": f"{of['median_first_characters']:.0f}",
        "median s": f"{of['p50_seconds']:.4f}",
    }


def main() -> None:
    """Evaluate all sets and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with dev/, train/ and prose/")
    parser.add_argument("--distractors", type=int, default=DISTRACTORS)
    parser.add_argument("--only", default="", help="only sets whose names hold this")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    arguments = parser.parse_args()
    retrieval: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    figures: dict[str, Any] = {}
    for one in question_sets(arguments.data, arguments.distractors):
        if arguments.only not in one.name:
            continue
        with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as name:
            folder = one.folder or Path(name) / "files"
            folder.mkdir(exist_ok=True)
            write_set(one, folder, arguments.data)
            found = evaluate(one, folder, Path(name) / "library")
        retrieval += retrieval_rows(one.name, found["ranks"])
        answers.append(answer_row(one.name, found["metrics"]))
        figures[one.name] = found["metrics"]
        print(f"done: {one.name}", flush=True)
    if not answers:
        raise SystemExit(f"no set is called {arguments.only}")
    print_table("Retrieval", retrieval)
    print_table("Answers", answers)
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
