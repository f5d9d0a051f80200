"""What the retriever finds for questions whose answers are known, described for the ranker."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from embedder_data import read_rows
from embedder_evaluation import Task
from numpy.typing import NDArray

from pb_qa.assistant import Assistant
from pb_qa.embedding import Embedder
from pb_qa.models import DocumentInfo, Passage
from pb_qa.retrieval import PassageRetriever, signals_of, worth_a_look
from pb_qa.retrieval_signals import SIGNALS
from pb_qa.settings import Settings
from pb_qa.storage.keyword_index import KeywordIndex, keyword_entry
from pb_qa.storage.vectors import ExactVectors

_SHORTLIST = 50
_QUOTE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what the ranker looks into, in the fused order.

    Attributes
    ----------
    rows
        Signals, shape (passages, signals).
    gold
        Which of them answer; shape (passages,).
    keyword, dense
        The place of the first answer in either search alone, from 0; a large number for none.
    """

    rows: NDArray[np.float32]
    gold: NDArray[np.bool_]
    keyword: int
    dense: int


class _Texts:
    """Texts as a library of passages, each a document without a title."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.all = {
            str(number): (
                Passage(str(number), str(number), 0, len(text), text),
                DocumentInfo(str(number), 1, str(number), ""),
            )
            for number, text in enumerate(texts)
        }

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        return {one: self.all[one] for one in ids}


class _Nearest:
    def __init__(self, vectors: ExactVectors) -> None:
        self._vectors = vectors

    def search(
        self, vector: NDArray[np.float32], k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        return self._vectors.search(vector, k)


def examples_of(task: Task, embedder: Embedder) -> list[Example]:
    """Ask the product's retriever, over the passages of a task, each of its questions."""
    library = _Texts(task.passages)
    with tempfile.TemporaryDirectory() as folder:
        index = KeywordIndex(Path(folder))
        index.upsert([keyword_entry(*one) for one in library.all.values()])
        vectors = embedder.embed_passages(task.passages)
        retriever = PassageRetriever(
            library=library,
            keyword_index=index,
            vector_index=_Nearest(ExactVectors([(list(library.all), vectors)])),
            embedder=embedder,
        )
        examples = [
            _example(retriever, question, frozenset(map(str, gold)).__contains__)
            for question, gold in zip(task.questions, task.gold, strict=True)
        ]
        index.close()
    return examples


def _example(retriever: PassageRetriever, question: str, answers: Callable[[str], bool]) -> Example:
    found = retriever.shortlists(question, _SHORTLIST)
    ids = worth_a_look(found)
    live = retriever.library.passages(ids)
    rows = signals_of(found, ids, live) if ids else np.zeros((0, len(SIGNALS)), np.float32)

    def first(hits: Sequence[tuple[str, float]]) -> int:
        return next((place for place, (one, _) in enumerate(hits) if answers(one)), 1000)

    gold = np.array([answers(one) for one in ids], dtype=bool)
    return Example(rows, gold, first(found.keyword), first(found.dense))


# ---- questions of staff over real documents


def staff_examples(documents: Path, questions: Sequence[Path]) -> list[Example]:
    """Read the documents in and ask the questions that can be answered and follow no other.

    A passage answers that is of a document which answers and holds words quoted from it.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus_dir=documents, data_dir_override=Path(folder) / "library")
        with Assistant(settings) as assistant:
            list(assistant.sync())
            retriever: Any = assistant.langchain_retriever
            retriever.vector_index.wait()
            return [
                _example(retriever, question, _quoting(retriever, gold))
                for question, gold in staff_questions(questions)
            ]


def staff_questions(paths: Sequence[Path]) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
    """Each question with the documents that answer it and the words quoted from each."""
    for path in paths:
        for row in read_rows(path):
            gold: dict[str, list[str]] = {}
            for answer in row.get("answers", ()):
                for value in answer:
                    gold.setdefault(value["source"], []).append(_bare(value["quote"]))
            for source in (*row.get("gold", ()), *row.get("also", ())):
                gold[source] = [_bare(sentence) for sentence in row["sentences"]]
            if gold and not row.get("history") and not row.get("unanswerable"):
                yield row["question"], gold


def _quoting(retriever: Any, gold: Mapping[str, list[str]]) -> Callable[[str], bool]:
    def answers(one: str) -> bool:
        live = retriever.library.passages([one])
        if one not in live or live[one][1].source not in gold:
            return False
        text = _bare(live[one][0].text)
        quotes = gold[live[one][1].source]
        return any(quote[:_QUOTE_CHARACTERS] in text or text in quote for quote in quotes)

    return answers


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
