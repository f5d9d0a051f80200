"""Any sentence-transformers cross-encoder as what puts the candidate sentences in order.

The built-in reader still describes and judges the sentences: whether any of them answers
stays its calibrated word, and its scores are dealt out anew in the cross-encoder's order, so
that what is “close” to the first sentence means the same with every model.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.features import Candidate
from pb_qa.answering.question import Question
from pb_qa.answering.reader import RatedSentences, Reader, Reading, SentenceReader
from pb_qa.embedding.base import encodable
from pb_qa.embedding.model_source import ModelSource
from pb_qa.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_log = logging.getLogger(__name__)

MOST_CANDIDATES: Final = 40
_BATCH: Final = 40
_HEADING_CHARACTERS: Final = 40
_PREVIOUS_CHARACTERS: Final = 80
# What a model must be to have been trained to score pairs; others get a random head.
_SCORING: Final = ("ForSequenceClassification", "ForCausalLM")


class PairScorer(Protocol):
    """Scores how well each text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts,); higher is better, on whatever scale."""
        ...


def sentence_in_context(candidate: Candidate) -> str:
    """The sentence first, then the headings above it and the end of the sentence before."""
    parts = (
        candidate.sentence,
        candidate.headings[-_HEADING_CHARACTERS:],
        candidate.previous[-_PREVIOUS_CHARACTERS:],
    )
    return "|".join(part.strip() for part in parts if part.strip())


class CrossEncoderScorer:
    """A cross-encoder by the path of its folder or its name on the model hub.

    Parameters
    ----------
    source
        See `ModelSource`.

    Raises
    ------
    ModelError
        When it cannot be loaded, or gives no single score a pair.
    """

    def __init__(self, source: str, *, offline: bool = False) -> None:
        named = ModelSource(source, "重排模型", "PB_QA_RERANKER_MODEL", "清空它，使用内置的排序")
        self._model = named.load(_make, offline=offline)
        # Tokenizers and modules of torch keep state while they run.
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Scores before any squashing, which would make the best ones equal."""
        if not texts:
            return np.empty(0)
        from torch.nn import Identity

        pairs = [(encodable(question), encodable(text)) for text in texts]
        with self._lock:
            given = np.asarray(
                self._model.predict(
                    pairs, batch_size=_BATCH, show_progress_bar=False, activation_fn=Identity()
                ),
                dtype=np.float64,
            ).reshape(len(texts), -1)
        # Two outputs are the logits of “no” and “yes”.
        result: NDArray[np.float64] = given[:, -1] - (given[:, 0] if given.shape[1] == 2 else 0.0)
        return result


def _make(found: str, local_only: bool) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    model: CrossEncoder = CrossEncoder(found, local_files_only=local_only)
    architectures = getattr(model.config, "architectures", None) or ()
    if not any(name.endswith(_SCORING) for name in architectures):
        raise ValueError(f"它没有训练过给句子打分：{'、'.join(architectures) or '未知的结构'}")
    if model.num_labels > 2:
        raise ValueError(f"它给每个句子 {model.num_labels} 个分数，不知道哪一个是相关程度")
    return model


class CrossEncodedReader:
    """The built-in reader with another model's order.

    Parameters
    ----------
    builtin
        Describes the sentences, preselects `MOST_CANDIDATES` of them, judges the answer.
    scorer
        Puts the preselected in order.
    """

    def __init__(self, builtin: SentenceReader, scorer: PairScorer) -> None:
        self._builtin = builtin
        self._scorer = scorer

    def rate(
        self, variants: Sequence[Question], placed: Sequence[PlacedSentence]
    ) -> RatedSentences:
        """Rate as `SentenceReader.rate` does; the first variant is what the model is asked."""
        rated = self._builtin.rate(variants, placed)
        chosen = np.argsort(-rated.scores, kind="stable")[:MOST_CANDIDATES]
        texts = [sentence_in_context(placed[i].described) for i in chosen.tolist()]
        given = np.nan_to_num(self._scorer.scores(variants[0].text, texts), nan=-np.inf)
        order_scores = rated.scores.copy()
        order_scores[chosen[np.argsort(-given, kind="stable")]] = rated.scores[chosen]
        return replace(rated, order_scores=order_scores)

    def read(self, rated: RatedSentences, fits: NDArray[np.bool_]) -> Reading:
        """Read as `SentenceReader.read` does."""
        return self._builtin.read(rated, fits)


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """The reader that answers, and why it is not the one that was asked for.

    Attributes
    ----------
    problem
        In Chinese; empty when all is as it was asked for.
    """

    reader: Reader
    problem: str = ""


def choose_reader(
    setting: str, builtin: SentenceReader, usual: Reader | None = None
) -> ReaderChoice:
    """The reader with the cross-encoder of ``PB_QA_RERANKER_MODEL``, or the usual one.

    Parameters
    ----------
    setting
        Folder or name of the model; empty for none, and then nothing of it is imported.
    usual
        What answers without such a model; ``builtin`` unless given.
    """
    usual = usual or builtin
    if not setting.strip():
        return ReaderChoice(usual)
    try:
        return ReaderChoice(CrossEncodedReader(builtin, CrossEncoderScorer(setting.strip())))
    except ModelError as error:
        _log.warning("the built-in order is used: %s", error)
        return ReaderChoice(usual, f"{error} 现在用内置的排序回答。")
