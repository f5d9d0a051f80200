"""The built-in reader: how well each sentence answers, and whether any does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.features import FEATURES, sentence_features
from pb_qa.answering.question import Question
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.errors import ModelError

_FILE = "reader.npz"
_FAR_BEHIND = 1.5
_LITTLE_OVERLAP = 0.35

# What the answerability trees see besides the features of the first sentence.
ANSWERABILITY_EXTRAS: tuple[str, ...] = (
    "score", "margin", "third_score", "below_unfit", "best_bigrams_anywhere",
    "same_passage_second", "fitting_share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with the score it got as an answer; higher is better."""

    placed: PlacedSentence
    score: float


@dataclass(frozen=True, slots=True)
class RatedSentences:
    """Sentences with what is known of each.

    Attributes
    ----------
    table
        Shape (sentences, FEATURES).
    scores
        Shape (sentences,); higher is better.
    order_scores
        The same where another model puts the sentences in order; the judge goes by ``scores``.
    """

    placed: tuple[PlacedSentence, ...]
    table: NDArray[np.float32]
    scores: NDArray[np.float64]
    order_scores: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences in the order of trust, and how likely it is that the first one answers.

    Attributes
    ----------
    answerable
        Probability in 0 … 1 that the documents found answer the question.
    behind
        How far the first sentence's score is behind that of the best sentence, which
        does not fit what the question pins down; 0 when it is the best itself.
    overlap
        The share of the question's words, by weight, that the first sentence holds.
    """

    sentences: tuple[RankedSentence, ...]
    answerable: float
    behind: float = 0.0
    overlap: float = 1.0

    @property
    def unlikely(self) -> bool:
        """Whether the best fitting sentence is a leftover that has little to do with it."""
        return self.behind > _FAR_BEHIND and self.overlap < _LITTLE_OVERLAP


@dataclass(frozen=True, slots=True)
class GramWeights:
    """Inverse document frequencies of single characters and pairs, of general Chinese prose."""

    weights: Mapping[str, float]
    unknown: float

    def __call__(self, gram: str) -> float:
        """The weight of a gram; a longer one weighs as much as its rarest pair."""
        if len(gram) <= 2 or gram.isascii():
            return self.weights.get(gram, self.unknown)
        return max(self.weights.get(gram[i : i + 2], self.unknown) for i in range(len(gram) - 1))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The weights as arrays, for ``numpy.savez``."""
        return {
            "grams": np.asarray("\n".join(self.weights)),
            "gram_weights": np.asarray(list(self.weights.values()), dtype=np.float16),
            "gram_unknown": np.asarray(self.unknown),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> GramWeights:
        """The inverse of `arrays`."""
        grams = str(arrays["grams"]).split("\n")
        weights = arrays["gram_weights"].astype(np.float64).tolist()
        return cls(dict(zip(grams, weights, strict=True)), float(arrays["gram_unknown"]))


class Reader(Protocol):
    """What rates sentences and reads an answer out of them."""

    def rate(
        self, variants: Sequence[Question], placed: Sequence[PlacedSentence]
    ) -> RatedSentences:
        """Describe and score the sentences, see `SentenceReader`."""
        ...

    def read(self, rated: RatedSentences, fits: NDArray[np.bool_]) -> Reading:
        """Rank the sentences that fit and judge the first, see `SentenceReader`."""
        ...


class SentenceReader:
    """Ranks sentences and judges whether the best one answers.

    Parameters
    ----------
    ranker
        Trained to put the answering sentence first.
    judge
        Trained on the first sentence's features to tell answers from near misses;
        its sum is a log-odds.
    weigh
        The weights of grams that the features go by.
    """

    def __init__(self, ranker: TreeEnsemble, judge: TreeEnsemble, weigh: GramWeights) -> None:
        self.ranker = ranker
        self._judge = judge
        self.weigh = weigh

    @classmethod
    def builtin(cls) -> SentenceReader:
        """The reader shipped with the package.

        Raises
        ------
        ModelError
            When it was trained on other features than this program computes.
        """
        content = files("pb_qa.answering").joinpath(_FILE).read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if tuple(str(arrays["features"]).split("\n")) != (*FEATURES, *ANSWERABILITY_EXTRAS):
            raise ModelError("内置阅读器与程序版本不符。请重新安装 pb_qa。")
        return cls(
            TreeEnsemble.from_arrays("ranker", arrays),
            TreeEnsemble.from_arrays("judge", arrays),
            GramWeights.from_arrays(arrays),
        )

    def rate(
        self, variants: Sequence[Question], placed: Sequence[PlacedSentence]
    ) -> RatedSentences:
        """Describe and score the sentences.

        Parameters
        ----------
        variants
            The question, and the same question in other words; each sentence counts
            with the one that it answers best.
        """
        described = [p.described for p in placed]
        tables = np.stack([sentence_features(v, described, self.weigh) for v in variants])
        scores = np.stack([self.ranker.predict(table) for table in tables])
        best = scores.argmax(axis=0)
        every = np.arange(len(placed))
        return RatedSentences(tuple(placed), tables[best, every], scores[best, every])

    def read(self, rated: RatedSentences, fits: NDArray[np.bool_]) -> Reading:
        """Rank the sentences that fit what the question pins down, and judge the first.

        Parameters
        ----------
        fits
            Shape (sentences,): which ones may answer at all.
        """
        if not fits.any():
            return Reading((), 0.0)
        order = fitting_order(rated.scores, fits)
        row = judge_row(rated, order)
        log_odds = float(self._judge.predict(row[None, :])[0])
        shown = rated.scores if rated.order_scores is None else rated.order_scores
        ranked = fitting_order(shown, fits).tolist()
        return Reading(
            tuple(RankedSentence(rated.placed[i], float(shown[i])) for i in ranked),
            1.0 / (1.0 + float(np.exp(-log_odds))),
            behind=float(rated.scores.max() - rated.scores[order[0]]),
            overlap=float(rated.table[order[0], FEATURES.index("bigrams")]),
        )


def fitting_order(scores: NDArray[np.float64], fits: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Indices of the fitting sentences, best score first."""
    order = np.argsort(-scores, kind="stable")
    return order[fits[order]]


def judge_row(rated: RatedSentences, order: NDArray[np.intp]) -> NDArray[np.float32]:
    """What the judge sees of a question; shape (FEATURES + ANSWERABILITY_EXTRAS,)."""
    table, scores = rated.table, rated.scores
    first = order[0]
    second = order[1] if len(order) > 1 else first
    third = order[2] if len(order) > 2 else second
    passages = [rated.placed[int(index)].found.passage.id for index in (first, second)]
    extras = (
        scores[first],
        scores[first] - scores[second],
        scores[third],
        scores.max() - scores[first],
        table[:, FEATURES.index("bigrams")].max(),
        float(passages[0] == passages[1]),
        len(order) / len(scores),
    )
    return np.concatenate([table[first], np.asarray(extras, dtype=np.float32)])
