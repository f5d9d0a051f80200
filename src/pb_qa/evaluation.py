"""How good retrieval and answers are, over questions with known answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from statistics import median
from typing import Any

from pb_qa.text.search_form import search_form

_PIECE_END = re.compile(r"(?<=[。！？；])|\n")
_CITATION_MARK = re.compile(r"\[[0-9]+\]")
_RANKS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what a right answer must hold.

    Attributes
    ----------
    gold
        Stems of the source files that answer.
    answers
        Any one of these is enough.
    all_of
        All of these are needed, e.g. of a list.
    """

    question: str
    gold: frozenset[str]
    answers: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    unanswerable: bool = False
    kind: str = ""
    history: tuple[Mapping[str, str], ...] = ()


def gold_questions(rows: Iterable[Mapping[str, Any]]) -> Iterator[GoldQuestion]:
    """Read the lines of a question file."""
    for row in rows:
        yield GoldQuestion(
            question=row["question"],
            gold=frozenset((*(row.get("gold") or ()), *(row.get("also") or ()))),
            answers=tuple(row.get("answers") or ()),
            all_of=tuple(row.get("all_of") or ()),
            unanswerable=bool(row.get("unanswerable")),
            kind=str(row.get("kind") or ""),
            history=tuple(row.get("history") or ()),
        )


@dataclass(slots=True)
class Evaluation:
    """What was counted so far."""

    ranks: list[int | None] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    first_three: list[bool] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    abstained: list[tuple[bool, bool]] = field(default_factory=list)
    characters: list[int] = field(default_factory=list)
    first_characters: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def record(
        self,
        gold: GoldQuestion,
        found: Sequence[Mapping[str, Any]],
        answer: Mapping[str, Any],
    ) -> None:
        """Count one question: hits as `pb-qa search` and an answer as `pb-qa ask` give them."""
        self.abstained.append((gold.unanswerable, bool(answer["abstained"])))
        self.seconds.append(float(answer["seconds"]))
        pieces = [] if answer["abstained"] else shown_pieces(str(answer["answer"]))
        if gold.unanswerable:
            return
        stems = [PurePosixPath(hit["source"]).stem for hit in found]
        self.ranks.append(
            next((rank for rank, stem in enumerate(stems, 1) if stem in gold.gold), None)
        )
        self.first.append(holds(gold, pieces[:1]))
        self.first_three.append(holds(gold, pieces[:3]))
        self.whole.append(holds(gold, pieces))
        if gold.answers:
            direct = None if answer["abstained"] else answer.get("direct")
            self.spans.append(span_score(direct["text"] if direct else "", gold.answers))
        if pieces:
            self.characters.append(sum(len(piece) for piece in pieces))
            self.first_characters.append(len(pieces[0]))
        if not self.whole[-1]:
            self.missed.append(gold.question)


def shown_pieces(answer: str) -> list[str]:
    """What a reader sees, split at 。！？； and line ends, without citation marks."""
    pieces = (_CITATION_MARK.sub("", piece).strip() for piece in _PIECE_END.split(answer))
    return [piece for piece in pieces if piece]


def holds(gold: GoldQuestion, pieces: Sequence[str]) -> bool:
    """Whether the pieces hold an accepted answer and everything that is needed."""
    text = _bare(" ".join(pieces))
    if not text:
        return False
    one = not gold.answers or any(_bare(answer) in text for answer in gold.answers)
    return one and all(_bare(part) in text for part in gold.all_of)


def span_score(words: str, answers: Sequence[str]) -> tuple[float, float]:
    """How near some words come to the best of the accepted answers.

    Only letters and digits in the search form count. What both share is the longest stretch
    that stands in both.

    Returns
    -------
    (float, float)
        Whether they are the same, 0 or 1, and F1 in 0 … 1; zeros for no words.
    """
    said = _letters(words)
    exact = f1 = 0.0
    for answer in answers:
        wanted = _letters(answer)
        if not said or not wanted:
            continue
        exact = max(exact, float(said == wanted))
        f1 = max(f1, 2 * _longest_shared(said, wanted) / (len(said) + len(wanted)))
    return exact, f1


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", search_form(text))


def _longest_shared(left: str, right: str) -> int:
    """The length of the longest stretch that stands in both."""
    best = start = 0
    while start + best < len(left):
        if left[start : start + best + 1] in right:
            best += 1
        else:
            start += 1
    return best


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", search_form(text))


def metrics(evaluation: Evaluation) -> dict[str, float | int]:
    """The figures of an evaluation; ratios in 0 … 1, times in seconds."""
    ranks = evaluation.ranks
    hits: dict[str, float | int] = {
        f"hit@{k}": _mean(rank is not None and rank <= k for rank in ranks) for k in _RANKS
    }
    pairs = evaluation.abstained
    silent = [unanswerable for unanswerable, abstained in pairs if abstained]
    unanswerable = [abstained for is_unanswerable, abstained in pairs if is_unanswerable]
    return {
        "questions": len(pairs),
        "answerable": len(ranks),
        **hits,
        "mrr@10": _mean(1 / rank if rank else 0.0 for rank in ranks),
        "first_sentence": _mean(evaluation.first),
        "first_three": _mean(evaluation.first_three),
        "whole_answer": _mean(evaluation.whole),
        "direct_exact": _mean(exact for exact, _ in evaluation.spans),
        "direct_f1": _mean(f1 for _, f1 in evaluation.spans),
        "abstention_precision": _mean(silent),
        "abstention_recall": _mean(unanswerable),
        "false_answers": _mean(not abstained for abstained in unanswerable),
        "median_characters": _median(evaluation.characters),
        "median_first_characters": _median(evaluation.first_characters),
        "p50_seconds": _median(evaluation.seconds),
    }


def _mean(values: Iterable[float | bool]) -> float:
    listed = [float(value) for value in values]
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def _median(values: Sequence[float]) -> float:
    return round(float(median(values)), 4) if values else 0.0
