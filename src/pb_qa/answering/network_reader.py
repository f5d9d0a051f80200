"""The built-in reader with the sentence network's order.

The trees describe, preselect and judge the sentences; the network puts the preselected in
order. Their scores are dealt out anew in that order, so that what is “close” to the first
sentence means the same with the network and without it. Whether any sentence answers is
judged in the trees' order, on which that judgement was calibrated.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.network import SentenceNetwork
from pb_qa.answering.network_inputs import InputMaker
from pb_qa.answering.question import Question
from pb_qa.answering.reader import RatedSentences, Reader, Reading, SentenceReader
from pb_qa.answering.words import Lexicon
from pb_qa.errors import ModelError

_log = logging.getLogger(__name__)

_FILE: Final = "network.npz"
_FORMAT: Final = 1
MOST_CANDIDATES: Final = 8


class NetworkReader:
    """Trees first, then the network on the best of them.

    Parameters
    ----------
    trees
        Describe the sentences, preselect `MOST_CANDIDATES` of them, judge the answer.
    """

    def __init__(self, trees: SentenceReader, network: SentenceNetwork, maker: InputMaker) -> None:
        self._trees = trees
        self.network = network
        self.maker = maker

    @classmethod
    def builtin(cls, trees: SentenceReader) -> NetworkReader:
        """The network shipped with the package, on top of ``trees``.

        Raises
        ------
        ModelError
            When it was trained on other columns than this program computes.
        """
        content = files("pb_qa.answering").joinpath(_FILE).read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if int(arrays.pop("format")) != _FORMAT:
            raise ModelError("内置阅读器与程序版本不符。请重新安装 pb_qa。")
        words = str(arrays.pop("words")).split("\n")
        places = arrays.pop("tuned_places")
        weights = {name: array.astype(np.float32) for name, array in arrays.items()}
        tuned = weights["emb.weight"].copy()
        tuned[places] += weights.pop("tuned_changes")
        maker = InputMaker(Lexicon(words), trees.weigh)
        return cls(trees, SentenceNetwork(weights | {"tuned": tuned}), maker)

    def rate(
        self, variants: Sequence[Question], placed: Sequence[PlacedSentence]
    ) -> RatedSentences:
        """Rate as `SentenceReader.rate` does; the first variant is what the network is asked."""
        rated = self._trees.rate(variants, placed)
        chosen = np.argsort(-rated.scores, kind="stable")[:MOST_CANDIDATES]
        if len(chosen) < 2:
            return rated
        asked = self.maker.question(variants[0])
        inputs = [self.maker.sentence(asked, placed[i].described) for i in chosen.tolist()]
        best = rated.scores[chosen]
        given = self.network.scores(asked, inputs, (best - best[0]).astype(np.float32))
        order_scores = rated.scores.copy()
        order_scores[chosen[np.argsort(-given, kind="stable")]] = best
        return replace(rated, order_scores=order_scores)

    def read(self, rated: RatedSentences, fits: NDArray[np.bool_]) -> Reading:
        """Read as `SentenceReader.read` does."""
        return self._trees.read(rated, fits)


def usual_reader(trees: SentenceReader) -> Reader:
    """The network on top of the trees, or the trees alone where it cannot be loaded."""
    try:
        return NetworkReader.builtin(trees)
    except (ModelError, OSError) as error:
        _log.warning("the trees alone put the sentences in order: %s", error)
        return trees
