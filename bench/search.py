"""How long a search and a whole answer take, and how much memory, as the library grows.

Each size is read in by one process and asked in a fresh one. The 200 questions are the
same for all sizes: half are made from the first 1,000 passages (a clause's number, asked
for with 多少), half are questions of cmrc2018_trial, to which the news mostly hold no
answer. Each is searched (ten passages) and then asked, after ten others to warm up.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from corpora import made_questions, news_passages, read_rows, write_files
from measuring import in_fresh_process, percentile, print_table, resident_megabytes

QUESTIONS = 200
WARM_UP = 10


def questions(data: Path) -> list[str]:
    """The questions to measure with, those to warm up with first."""
    count = QUESTIONS + WARM_UP
    path = data / "dev/cmrc2018_trial/queries.jsonl"
    asked: list[str] = []
    if path.is_file():
        rows = [str(row["question"]) for row in read_rows(path)]
        asked = rows[:: len(rows) // (count // 2)][: count // 2]
    else:
        print(f"skipped: questions of {path}, which is not there")
    made = made_questions(news_passages(data, 1000), count - len(asked))
    return [question for pair in zip(made, asked, strict=False) for question in pair] or made


def read_in(work: Path) -> dict[str, float]:
    """Read the corpus folder into a library."""
    from pb_qa.assistant import Assistant
    from pb_qa.settings import Settings

    settings = Settings(corpus_dir=work / "files", data_dir_override=work / "library")
    with Assistant(settings) as assistant:
        assistant.warm_up()
        started = time.perf_counter()
        stored = sum(report.passages for report in assistant.sync())
        seconds = time.perf_counter() - started
        return {"passages": stored, "seconds": seconds, "rss": resident_megabytes()}


def ask(work: Path) -> dict[str, float]:
    """Open the library and ask everything, twice over: search, then answer."""
    from pb_qa.assistant import Assistant
    from pb_qa.settings import Settings

    asked: list[str] = json.loads((work / "questions.json").read_text("utf-8"))
    settings = Settings(corpus_dir=work / "files", data_dir_override=work / "library")
    with Assistant(settings) as assistant:
        assistant.warm_up()
        index = assistant.langchain_retriever.vector_index
        index.wait()  # type: ignore[attr-defined]
        searches: list[float] = []
        answers: list[float] = []
        abstained = 0
        for number, question in enumerate(asked):
            started = time.perf_counter()
            assistant.search(question)
            searched = time.perf_counter()
            answer = assistant.ask(question)
            answered = time.perf_counter()
            if number >= WARM_UP:
                searches.append(1000 * (searched - started))
                answers.append(1000 * (answered - searched))
                abstained += answer.abstained
        return {
            "search p50": percentile(searches, 50),
            "search p95": percentile(searches, 95),
            "ask p50": percentile(answers, 50),
            "ask p95": percentile(answers, 95),
            "abstained": abstained / len(answers),
            "rss": resident_megabytes(),
        }


def measure(data: Path, size: int, asked: list[str]) -> dict[str, float]:
    """Everything for one size."""
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as folder:
        work = Path(folder)
        write_files(work / "files", news_passages(data, size), 10)
        (work / "questions.json").write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
        script = Path(__file__)
        taken = in_fresh_process(script, ["--read-in", "--work", folder])
        return {
            **in_fresh_process(script, ["--ask", "--work", folder]),
            "passages": taken["passages"],
            "rss reading in": taken["rss"],
            "sync s": taken["seconds"],
        }


def main() -> None:
    """Measure all sizes, or be the process that reads in or asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with prose/ and dev/")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--read-in", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read_in or arguments.ask:
        print(json.dumps((read_in if arguments.read_in else ask)(arguments.work)))
        return
    if arguments.data is None or not arguments.data.is_dir():
        raise SystemExit("skipped: name the folder of the data with --data")
    asked = questions(arguments.data)
    found = [measure(arguments.data, size, asked) for size in arguments.sizes]
    rows = [
        {
            "passages": int(one["passages"]),
            "search p50 ms": one["search p50"],
            "search p95 ms": one["search p95"],
            "ask p50 ms": one["ask p50"],
            "ask p95 ms": one["ask p95"],
            "× search p50": one["search p50"] / found[0]["search p50"],
            "× ask p50": one["ask p50"] / found[0]["ask p50"],
            "abstained": one["abstained"],
            "RSS MiB": one["rss"],
            "RSS after reading in MiB": one["rss reading in"],
            "sync s": one["sync s"],
        }
        for one in found
    ]
    print_table(f"Search and answers, {len(asked) - WARM_UP} questions", rows)


if __name__ == "__main__":
    main()
