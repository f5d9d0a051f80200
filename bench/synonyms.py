"""What lists of synonyms are worth: those of the package, and an office's own.

1. Over every dev set of `quality.py`: the fused retrieval without a list, with the list of
   the package, and with the broad one that serves questions about figures only.
2. An office's own words, by rule: in each question the longest word that its passage has as
   well is replaced by an invented one that nothing has. As asked, so asked, and so asked with
   the pair in the office's file. That is the most a pair can bring: it is exactly the right one.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from measuring import ROOT, print_table
from quality import difference, hit
from quality_sets import RetrievalSet, read_rows, retrieval_sets
from quality_systems import DEPTH, retriever_of

import pb_qa.retrieval as retrieval
import pb_qa.text.synonyms as lists
from pb_qa.assistant import Assistant
from pb_qa.embedding import Embedder, load_embedder
from pb_qa.evaluation import Evaluation, GoldQuestion, gold_questions, metrics
from pb_qa.serialization import answer_json, scored_passage_json
from pb_qa.settings import Settings
from pb_qa.storage.corpus import SYNONYMS
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import Synonyms, builtin_synonyms, figure_synonyms

NOTHING, SHIPPED, BROAD = "no list", "the package's list", "with the list for figures"
AS_ASKED, UNKNOWN, OWN = "as asked", "a word replaced by an invented one", "so, with the pair"
WITHOUT = "as asked, the package's lists off"
LISTS = {NOTHING: Synonyms(()), SHIPPED: builtin_synonyms(), BROAD: figure_synonyms()}

_INVENTED = "甪瑧"
_WORD = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 3, 8

Ranks = list[int | None]


@contextmanager
def instead_of_the_packages(synonyms: Synonyms) -> Iterator[None]:
    """Have retrieval use another list than the one that ships."""
    shipped = retrieval.known_synonyms
    retrieval.known_synonyms = lambda: synonyms  # type: ignore[attr-defined]
    try:
        yield
    finally:
        retrieval.known_synonyms = shipped  # type: ignore[attr-defined]


@contextmanager
def without_lists() -> Iterator[None]:
    """Have everything do without the lists of the package."""
    shipped = lists.builtin_synonyms, lists._builtin_figure_synonyms
    lists.builtin_synonyms = lists._builtin_figure_synonyms = lambda: Synonyms(())
    try:
        yield
    finally:
        lists.builtin_synonyms, lists._builtin_figure_synonyms = shipped


def shared_word(question: str, text: str) -> str:
    """The longest stretch of Chinese that a question shares with a text, at most 8 long."""
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        for run in _WORD.findall(question):
            for start in range(len(run) - length + 1):
                if run[start : start + length] in text:
                    return str(run[start : start + length])
    return ""


def ranks(find: Callable[[str], list[int]], questions: Sequence[str], of: RetrievalSet) -> Ranks:
    """For each question the place of the first text that answers it."""
    result: Ranks = []
    for question, gold in zip(questions, of.gold, strict=True):
        found = find(question)
        result.append(next((n for n, one in enumerate(found, 1) if one in gold), None))
    return result


def measure(of: RetrievalSet, embedder: Embedder) -> list[dict[str, Any]]:
    """A row for each list, and for each way of asking with an invented word."""
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as folder:
        retriever = retriever_of(of.passages, embedder, Path(folder))

        def find(question: str) -> list[int]:
            hits = retriever.search(question, 4 * DEPTH)
            return list(dict.fromkeys(int(one.document.id) for one in hits))[:DEPTH]

        found: dict[str, Ranks] = {}
        for name, synonyms in LISTS.items():
            with instead_of_the_packages(synonyms):
                found[name] = ranks(find, of.questions, of)
        words = [
            shared_word(question, of.passages[min(gold)])
            for question, gold in zip(of.questions, of.gold, strict=True)
        ]
        asked = [
            q.replace(w, _INVENTED) if w else q for q, w in zip(of.questions, words, strict=True)
        ]
        found[UNKNOWN] = ranks(find, asked, of)
        found[OWN] = []
        for number, word in enumerate(words):
            own = Synonyms(((_INVENTED, search_form(word)),)) if word else Synonyms(())
            with instead_of_the_packages(Synonyms((*own.groups, *builtin_synonyms().groups))):
                hits = find(asked[number])
            rank = (n for n, one in enumerate(hits, 1) if one in of.gold[number])
            found[OWN].append(next(rank, None))
    forms = [search_form(question) for question in of.questions]
    return [
        {
            "set": of.name,
            "synonyms": name,
            "questions with a word of it": (
                sum(any(w in f for g in LISTS[name].groups for w in g) for f in forms)
                if name in LISTS
                else sum(map(bool, words))
            ),
            "of": len(forms),
            "Hit@1": f"{hit(one, 1):.4f}",
            "Hit@5": f"{hit(one, 5):.4f}",
            "Hit@1 gained": _gained(one, found[UNKNOWN if name == OWN else NOTHING]),
        }
        for name, one in found.items()
    ]


def _gained(one: Ranks, other: Ranks) -> str:
    low, high = difference(one, other)
    return f"{hit(one, 1) - hit(other, 1):+.4f} [{low:+.4f}, {high:+.4f}]"


def answers() -> list[dict[str, Any]]:
    """The same three ways of asking through the whole product, on the sample corpus."""
    questions = [
        gold
        for gold in gold_questions(read_rows(ROOT / "tests/questions/corpus.jsonl"))
        if not gold.unanswerable and not gold.history
    ]
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as name:
        corpus = Path(name) / "corpus"
        leave = shutil.ignore_patterns(".*", SYNONYMS)
        shutil.copytree(ROOT / "docs_corpus", corpus, ignore=leave)
        settings = Settings(corpus_dir=corpus, data_dir_override=Path(name) / "library")
        with Assistant(settings) as assistant:
            list(assistant.sync())
            texts = {
                Path(info.source).stem: assistant.document(info.id).text
                for info in assistant.list_documents()
            }
            rows = []
            for way in (WITHOUT, AS_ASKED, UNKNOWN, OWN):
                evaluation = Evaluation()
                with without_lists() if way == WITHOUT else nullcontext():
                    for gold in questions:
                        _ask(assistant, gold, texts, way, evaluation)
                rows.append({"asked": way, **_shown(metrics(evaluation))})
    return rows


def _ask(
    assistant: Assistant,
    gold: GoldQuestion,
    texts: dict[str, str],
    way: str,
    evaluation: Evaluation,
) -> None:
    word = next(
        (w for stem in sorted(gold.gold) if (w := shared_word(gold.question, texts[stem]))), ""
    )
    asked = (
        gold.question.replace(word, _INVENTED) if word and way in (UNKNOWN, OWN) else gold.question
    )
    pair = f"{_INVENTED} = {word}\n" if word and way == OWN else ""
    (assistant.settings.corpus_dir / SYNONYMS).write_text(pair, "utf-8")
    found = [scored_passage_json(one) for one in assistant.search(asked, DEPTH)]
    evaluation.record(gold, found, answer_json(assistant.ask(asked)))


def _shown(of: dict[str, Any]) -> dict[str, Any]:
    names = ("hit@1", "hit@5", "first_sentence", "whole_answer")
    return {name: f"{of[name]:.4f}" for name in names}


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with dev/, train/ and prose/")
    parser.add_argument("--only", default="", help="only sets whose names hold this")
    arguments = parser.parse_args()
    print_table("An office's own words, sample corpus", answers())
    rows: list[dict[str, Any]] = []
    embedder = load_embedder()
    for one in retrieval_sets(arguments.data, arguments.only):
        rows += measure(one, embedder)
        print(f"done: {one.name}", flush=True)
    if rows:
        print_table(f"Retrieval with {embedder.name}", rows)


if __name__ == "__main__":
    main()
