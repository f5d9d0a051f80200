"""Train the span reader: one command, `python training/train_spans.py --data FOLDER`.

Gradient-boosted trees (LightGBM, lambdarank) put the stretch of a sentence first that comes
nearest to the answer's words, by the F1 of their characters. Trained on the train splits of
DRCD and SQuAD 2, each question with the sentence that holds its answer; the test split of DRCD
and the CMRC trial set are only measured, on the same sort of sentence. Exported as plain arrays.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from reader_data import AskedQuestion, QuestionSet, cmrc, drcd, squad
from train_reader import as_ensemble

from pb_qa.answering.question import read_question
from pb_qa.answering.reader import GramWeights, SentenceReader
from pb_qa.answering.span_candidates import candidate_spans, cut_sentence
from pb_qa.answering.span_features import SPAN_FEATURES, span_features
from pb_qa.answering.span_reader import SpanReader, together
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.answering.words import Lexicon
from pb_qa.evaluation import span_score
from pb_qa.text.search_form import Folded, folded, search_form
from pb_qa.text.sentences import sentence_spans

_LONGEST = 300
_MOST_SPANS = 90
_MARKS = " ,，。;；"
_RANKER = {
    "objective": "lambdarank",
    "label_gain": list(range(11)),
    "lambdarank_truncation_level": 4,
    "num_leaves": 24,
    "max_depth": 8,
    "learning_rate": 0.08,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 63,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the stretches of the sentence that answers, and how good each would be.

    Attributes
    ----------
    worth
        F1 of the characters, in 0 … 1; shape (stretches,).
    """

    asked: AskedQuestion
    table: NDArray[np.float32]
    worth: NDArray[np.float64]


def sentence_of(asked: AskedQuestion, text: str) -> tuple[str, int] | None:
    """The sentence that holds the answer, and where in it the answer is said to begin."""
    place = asked.answer_start if asked.answer_start >= 0 else text.find(asked.answers[0])
    for start, end in sentence_spans(text):
        if start <= place < end and end - start <= _LONGEST:
            return text[start:end], place - start
    return None


def gold_spans(asked: AskedQuestion, form: Folded, place: int) -> list[tuple[int, int]]:
    """Of each accepted answer the occurrence nearest to where it is said to stand."""
    found = []
    for answer in asked.answers:
        words = search_form(answer).strip(_MARKS)
        starts = [i for i in range(len(form.text)) if words and form.text.startswith(words, i)]
        if starts:
            start = min(starts, key=lambda i: abs(form.origins[i] - place))
            found.append((start, start + len(words)))
    return found


def worth_of(
    form: str, spans: Sequence[tuple[int, int]], golds: Sequence[tuple[int, int]]
) -> NDArray[np.float64]:
    """F1 of letters and digits of each stretch with the best accepted one."""
    told = np.concatenate([[0], np.cumsum([character.isalnum() for character in form])])
    placed, best = np.asarray(spans), np.zeros(len(spans))
    own = told[placed[:, 1]] - told[placed[:, 0]]
    for start, end in golds:
        low, high = np.maximum(placed[:, 0], start), np.minimum(placed[:, 1], end)
        shared = np.where(high > low, told[high] - told[low], 0)
        best = np.maximum(best, 2 * shared / np.maximum(own + told[end] - told[start], 1))
    return best


def examples(
    questions: QuestionSet, lexicon: Lexicon, weigh: GramWeights, limit: int | None
) -> list[Example]:
    """Describe stretches of each answering sentence: the good ones, and a sample of the others."""
    draw = np.random.default_rng(5)
    texts = {document.id: document.text for document in questions.documents}
    result = []
    for asked in [one for one in questions.questions if one.answers][:limit]:
        placed = sentence_of(asked, texts[asked.document_id])
        if placed is None:
            continue
        form = folded(placed[0])
        golds = gold_spans(asked, form, placed[1])
        spans = candidate_spans(form.text, cut_sentence(form.text, lexicon, together(form.text)))
        if not golds or not spans:
            continue
        worth = worth_of(form.text, spans, golds)
        if worth.max() < 0.5:
            continue
        kept = np.arange(len(spans))
        if len(spans) > _MOST_SPANS:
            good = np.flatnonzero(worth >= 0.5)
            good = good[np.argsort(-worth[good], kind="stable")][:40]
            rest = np.setdiff1d(kept, good)
            count = min(len(rest), _MOST_SPANS - len(good))
            kept = np.sort(np.concatenate([good, draw.choice(rest, count, replace=False)]))
        question = read_question(asked.text)
        table = span_features(question, form.text, [spans[i] for i in kept.tolist()], weigh)
        result.append(Example(asked, table, worth[kept]))
    return result


def train(sets: Sequence[Example], rounds: int) -> TreeEnsemble:
    """Train on groups of stretches, one group a question."""
    data = lightgbm.Dataset(
        np.concatenate([one.table for one in sets]),
        np.concatenate([np.round(one.worth * 10) for one in sets]).astype(int),
        group=[len(one.worth) for one in sets],
        feature_name=list(SPAN_FEATURES),
    )
    fixed: dict[str, Any] = {"verbose": -1, "num_threads": 1, "seed": 7, "deterministic": True}
    booster = lightgbm.train(_RANKER | fixed, data, rounds)
    ensemble = as_ensemble(booster)
    sample = sets[0].table
    error = np.abs(ensemble.predict(sample) - booster.predict(sample, raw_score=True)).max()
    if error > 1e-3:
        raise RuntimeError(f"exported trees differ from LightGBM by {error}")
    return ensemble


def report(questions: QuestionSet, reader: SpanReader, limit: int | None) -> None:
    """Print how near the words found in the answering sentence come to the answer's."""
    texts = {document.id: document.text for document in questions.documents}
    scores, whole = [], []
    for asked in [one for one in questions.questions if one.answers][:limit]:
        placed = sentence_of(asked, texts[asked.document_id])
        if placed is None:
            continue
        found = reader.direct(read_question(asked.text), placed[0])
        words = placed[0][found.start : found.end] if found else ""
        scores.append(span_score(words, asked.answers))
        whole.append(span_score(placed[0], asked.answers)[1])
    exact, f1 = np.mean(np.asarray(scores), axis=0)
    print(
        f"{questions.name:12s} n={len(scores)} exact={exact:.4f} F1={f1:.4f}"
        f" whole sentence F1={np.mean(whole):.4f}",
        flush=True,
    )


def main() -> None:
    """Train, write ``spans.npz``, measure."""
    package = Path(__file__).parents[1] / "src/pb_qa/answering"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=package / "spans.npz")
    parser.add_argument("--rounds", type=int, default=350)
    parser.add_argument("--limit", type=int, default=None, help="questions a set, for a trial")
    options = parser.parse_args()
    content = files("pb_qa.answering").joinpath("network.npz").read_bytes()
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        words = archive["words"]
    lexicon, weigh = Lexicon(str(words).split("\n")), SentenceReader.builtin().weigh
    sets = [
        example
        for questions in (drcd(options.data, "train"), squad(options.data, "train"))
        for example in examples(questions, lexicon, weigh, options.limit)
    ]
    print(f"{len(sets)} questions, {sum(len(one.worth) for one in sets)} stretches", flush=True)
    trees = train(sets, options.rounds)
    names = np.asarray("\n".join(SPAN_FEATURES))
    np.savez_compressed(options.out, features=names, words=words, **trees.arrays("spans"))
    print(f"wrote {options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")
    reader = SpanReader(trees, lexicon, weigh)
    for questions in (drcd(options.data, "test"), cmrc(options.data)):
        report(questions, reader, options.limit)


if __name__ == "__main__":
    main()
