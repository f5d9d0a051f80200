"""Questions as staff ask them, answered: are all values there, and how often is an answer false?

`tests/questions/staff.jsonl` was written, and committed, before the first run by somebody who
had not seen the answering code; nothing is tuned on it, so only totals are printed. Other files
of the same fields may be named, and their misses written down. How an answer is judged stands
in `tests/questions/STAFF.md`. Beside the product's answer stands what
the overlap of words alone gives: the three sentences of the passages found that share most with
the question, pairs of characters weighted by how rare they are among the sentences.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from measuring import ROOT, print_table

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.question import content_grams, read_question
from pb_qa.answers import Answer, Turn
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

QUESTIONS = ROOT / "tests/questions/staff.jsonl"
_PASSAGES = 8
_BY_OVERLAP = 3
_MARK = re.compile(r"\[[0-9]+\]")
_NUMERAL = "0-9.点〇零一二三四五六七八九十百千万亿"


@dataclass(slots=True)
class Tally:
    """What was counted of one kind of question.

    Attributes
    ----------
    right, overlap
        Answers with every value; the same by overlap alone.
    cited
        Right answers all of whose values stand in text cited from a document that answers.
    shares
        Of each answer the share of its values that are there.
    """

    right: list[bool] = field(default_factory=list)
    cited: list[bool] = field(default_factory=list)
    overlap: list[bool] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    abstained: list[bool] = field(default_factory=list)
    characters: list[int] = field(default_factory=list)


def bare(text: str) -> str:
    """A text in NFKC without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def holds(text: str, value: str | Sequence[str]) -> bool:
    """Whether a bare text has a value in one of its spellings, not inside a longer number."""
    spellings = [value] if isinstance(value, str) else value
    return any(re.search(_pattern(bare(one)), text) for one in spellings)


def _pattern(value: str) -> str:
    before = r"(?<![0-9.])" if value[:1].isdigit() else ""
    after = rf"(?![{_NUMERAL}])" if value[-1:] in _NUMERAL.replace("0-9", "0123456789") else ""
    return f"{before}{re.escape(value)}{after}"


def shown(answer: Answer) -> str:
    """The answer itself, without citation marks and without what is only nearest."""
    return "" if answer.abstained else bare(_MARK.sub("", answer.text))


def by_overlap(assistant: Assistant, question: str) -> str:
    """The three sentences of the passages found that share most with a question."""
    placed = candidate_sentences(assistant.search(question, _PASSAGES))
    grams = content_grams(read_question(question), 2)
    holding = Counter(g for p in placed for g in grams if g in p.described.sentence)
    weights = {gram: math.log(1 + len(placed) / (1 + holding[gram])) for gram in grams}
    scores = [sum(w for g, w in weights.items() if g in p.described.sentence) for p in placed]
    best = sorted(range(len(placed)), key=lambda index: -scores[index])[:_BY_OVERLAP]
    return bare("".join(placed[index].text for index in best))


def count(row: Mapping[str, Any], answer: Answer, overlap: str, tally: Tally) -> None:
    """Judge one answer."""
    tally.abstained.append(answer.abstained)
    if row["unanswerable"]:
        return
    text, values = shown(answer), row["values"]
    there = [holds(text, value) for value in values]
    gold = {*row["gold"], *row["also"]}
    quotes = bare("\n".join(c.quote for c in answer.citations if c.document.source in gold))
    tally.right.append(all(there))
    tally.shares.append(sum(there) / len(there))
    tally.cited.append(all(there) and all(holds(quotes, value) for value in values))
    tally.overlap.append(all(holds(overlap, value) for value in values))
    if text:
        tally.characters.append(len(text))


def miss_of(row: Mapping[str, Any], answer: Answer) -> dict[str, Any] | None:
    """What was asked, wanted and said, where an answer is not right; None where it is."""
    text = shown(answer)
    right = all(holds(text, value) for value in row["values"])
    if answer.abstained if row["unanswerable"] else right:
        return None
    return {
        "id": row["id"],
        "kind": row["kind"],
        "question": row["question"],
        "resolved": answer.resolved_question,
        "values": row["values"],
        "abstained": answer.abstained,
        "answer": answer.text,
    }


def measure(
    shared: Path, folder: Path, questions: Path, misses: list[dict[str, Any]]
) -> dict[str, Tally]:
    """Read the documents in and ask every question after its history.

    Parameters
    ----------
    misses
        Those that are not right are added to it.
    """
    corpus = folder / "corpus"
    shutil.copytree(shared / "documents", corpus)
    shutil.copytree(shared / "seed", corpus / "seed")
    tallies: dict[str, Tally] = defaultdict(Tally)
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line]
    settings = Settings(corpus_dir=corpus, data_dir_override=folder / "library")
    with Assistant(settings) as assistant:
        list(assistant.sync())
        retriever: Any = assistant.langchain_retriever
        retriever.vector_index.wait()
        for row in rows:
            history: list[Turn] = []
            for earlier in row["history"]:
                said = earlier if isinstance(earlier, str) else earlier["question"]
                history.append(Turn(said, assistant.ask(said, history).text))
            answer = assistant.ask(row["question"], history)
            overlap = by_overlap(assistant, answer.resolved_question)
            count(row, answer, overlap, tallies[row["kind"]])
            miss = miss_of(row, answer)
            if miss is not None:
                misses.append(miss)
    return tallies


def share(values: Iterable[float]) -> str:
    """The mean, or a dash where nothing was counted."""
    listed = list(values)
    return f"{sum(listed) / len(listed):.3f}" if listed else "-"


def row_of(kind: str, tallies: Sequence[Tally]) -> dict[str, Any]:
    """One row of the table."""

    def all_of(name: str) -> list[Any]:
        return [value for tally in tallies for value in getattr(tally, name)]

    answerable = bool(all_of("right"))
    silent = all_of("abstained")
    return {
        "kind": kind,
        "questions": len(silent),
        "all values": share(all_of("right")),
        "and cited": share(all_of("cited")),
        "share of values": share(all_of("shares")),
        "overlap, 3 sentences": share(all_of("overlap")),
        "refused": share(silent),
        "false answers": "-" if answerable else share(not s for s in silent),
        "median characters": int(median(all_of("characters"))) if all_of("characters") else "-",
    }


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder above documents/")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="another file to tune on")
    parser.add_argument("--misses", type=Path, help="write what is not right here, a line each")
    arguments = parser.parse_args()
    if arguments.misses and arguments.questions.resolve().parent == QUESTIONS.resolve().parent:
        parser.error("these questions are measured on only: their misses are not looked at")
    misses: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-", ignore_cleanup_errors=True) as folder:
        tallies = measure(arguments.shared, Path(folder), arguments.questions, misses)
    if arguments.misses:
        lines = [json.dumps(miss, ensure_ascii=False) + "\n" for miss in misses]
        arguments.misses.write_text("".join(lines), "utf-8")
    answerable = [tally for tally in tallies.values() if tally.right]
    others = [tally for tally in tallies.values() if not tally.right]
    print_table(
        "Questions as staff ask them",
        [
            *(row_of(kind, [tally]) for kind, tally in tallies.items()),
            row_of("all that can be answered", answerable),
            row_of("all that cannot", others),
        ],
    )


if __name__ == "__main__":
    main()
