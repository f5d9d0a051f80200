"""Which words of a sentence answer: trained trees over its stretches, figures by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np

from pb_qa.answering.direct import DATE, FIGURE, direct_span
from pb_qa.answering.question import Question, QuestionKind
from pb_qa.answering.span_candidates import candidate_spans, cut_sentence
from pb_qa.answering.span_features import SPAN_FEATURES, span_features
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.answering.words import Lexicon
from pb_qa.errors import ModelError
from pb_qa.text.numerals import normal_numbers
from pb_qa.text.search_form import folded

_FILE: Final = "spans.npz"
# A few words answer some sorts of questions, a clause or a sentence the others: how much each
# step of the logarithm of the length is worth. Tuned on the CMRC trial set, see the model card.
_NAMED: Final = frozenset({QuestionKind.DATE, QuestionKind.PLACE, QuestionKind.PERSON})
_WORTH_BRIEF: Final = 0.5
_WORTH_LONG: Final = 2.5
# Longer ones say nothing that the sentence does not; and what is not ahead of every other
# stretch is right too seldom to be put before the sentence.
_LONGEST_APART: Final = 24
_APART_FROM: Final = 1.2
_LONGEST_SENTENCE: Final = 400


@dataclass(frozen=True, slots=True)
class DirectSpan:
    """The words of a sentence that answer: ``sentence[start:end]``.

    Attributes
    ----------
    apart
        Whether they say enough, and are sure enough, to stand before the sentence.
    """

    start: int
    end: int
    apart: bool


class SpanReader:
    """Finds the words that answer.

    Parameters
    ----------
    trees
        How well a stretch described by `SPAN_FEATURES` answers.
    lexicon
        The words at whose edges a stretch may begin and end.
    weigh
        The inverse document frequency of a gram.
    """

    def __init__(
        self, trees: TreeEnsemble, lexicon: Lexicon, weigh: Callable[[str], float]
    ) -> None:
        self._trees = trees
        self._lexicon = lexicon
        self._weigh = weigh

    @classmethod
    def builtin(cls, weigh: Callable[[str], float]) -> SpanReader:
        """The one shipped with the package.

        Raises
        ------
        ModelError
            When it was trained on other features than this program computes.
        """
        content = files("pb_qa.answering").joinpath(_FILE).read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if tuple(str(arrays["features"]).split("\n")) != SPAN_FEATURES:
            raise ModelError("内置阅读器与程序版本不符。请重新安装 pb_qa。")
        lexicon = Lexicon(str(arrays["words"]).split("\n"))
        return cls(TreeEnsemble.from_arrays("spans", arrays), lexicon, weigh)

    def direct(self, question: Question, sentence: str) -> DirectSpan | None:
        """The words of a sentence that answer; None where nothing of it can.

        A figure is found by rule, with its unit and whatever qualifies it.
        """
        if question.kind is QuestionKind.FIGURE:
            figure = direct_span(question, sentence)
            if figure is not None:
                return DirectSpan(*figure, apart=True)
        form = folded(sentence)
        found = self._best(question, form.text) if len(form.text) <= _LONGEST_SENTENCE else None
        if found is None:
            return None
        start, end, ahead = found
        return DirectSpan(
            form.origins[start],
            form.origins[end - 1] + 1,
            question.kind in _NAMED and end - start <= _LONGEST_APART and ahead >= _APART_FROM,
        )

    def _best(self, question: Question, form: str) -> tuple[int, int, float] | None:
        """The best stretch, and how far ahead it is of those that share nothing with it."""
        spans = candidate_spans(form, cut_sentence(form, self._lexicon, together(form)))
        if not spans:
            return None
        placed = np.asarray(spans)
        worth = _WORTH_BRIEF if _is_brief(question) else _WORTH_LONG
        scores = self._trees.predict(span_features(question, form, spans, self._weigh))
        scores = scores + worth * np.log(placed[:, 1] - placed[:, 0])
        numbers = normal_numbers(form)
        in_order = (int(index) for index in np.argsort(-scores, kind="stable"))
        # Half a number, or a share without its sign, is another number.
        whole = (one for one in in_order if normal_numbers(form[slice(*spans[one])]) <= numbers)
        best = next(whole, None)
        if best is None:
            return None
        start, end = spans[best]
        others = scores[(placed[:, 1] <= start) | (placed[:, 0] >= end)]
        return start, end, float(scores[best] - others.max()) if len(others) else np.inf


def _is_brief(question: Question) -> bool:
    """Whether a few words answer: a day, a place, somebody, which of several."""
    which = question.kind is QuestionKind.OTHER and "哪" in question.text
    return which or question.kind is QuestionKind.FIGURE or question.kind in _NAMED


def together(form: str) -> Iterator[tuple[int, int]]:
    """The dates, and the figures with their units and qualifiers, that are never cut in two."""
    yield from (match.span() for match in DATE.finditer(form))
    yield from (match.span() for match in FIGURE.finditer(form) if match["unit"])
