"""Whether the first sentence may answer: one calibrated rule over six signals.

The judge alone was trained on questions that annotators wrote over the passage. People who
ask in their own words share little with the sentence that answers, and it doubts them all. How
far the first sentence is ahead, and whether it holds the sort of words asked for, tells as much.
What tells most is how far down the passage was found: a question that the documents answer finds
the answer first, one that they do not answer finds something like it somewhere.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.features import FEATURES
from pb_qa.answering.reader import RatedSentences, Reading, fitting_order

# Fitted as docs/decisions/abstention.md says, where the curve stands.
_JUDGE: Final = 0.305
_MARGIN: Final = 0.299
_SCORE: Final = 0.228
_TYPE_FIT: Final = 0.993
_BEHIND: Final = -0.414
_CONSTANT: Final = 0.400
_TYPE_COLUMN: Final = FEATURES.index("type_fit")
# By how much the log-odds rise where the first passage answers, and fall for each before it.
_FOUND_FIRST: Final = 0.5
_FOUND_LATER: Final = 0.7
_MOST_BEFORE: Final = 3


def signals(
    rated: RatedSentences, fits: NDArray[np.bool_], reading: Reading
) -> NDArray[np.float64]:
    """What tells whether the first sentence answers; shape (5,).

    The judge's log-odds, the logarithm of how far the first is ahead of the second, its
    score, whether it holds the sort of words asked for, and how far a sentence that does not
    fit is ahead of it.
    """
    order = fitting_order(rated.scores, fits)
    first = rated.scores[order[0]]
    second = rated.scores[order[1]] if len(order) > 1 else first
    sure = min(max(reading.answerable, 1e-3), 1.0 - 1e-3)
    return np.asarray(
        [
            np.log(sure / (1.0 - sure)),
            np.log(max(float(first - second), 1e-2)),
            first,
            rated.table[order[0], _TYPE_COLUMN],
            reading.behind,
        ],
        dtype=np.float64,
    )


def log_odds(rated: RatedSentences, fits: NDArray[np.bool_], reading: Reading) -> float:
    """The log-odds that the first sentence answers.

    Parameters
    ----------
    fits
        Shape (sentences,): which ones may answer at all; one at least.
    """
    weights = np.asarray([_JUDGE, _MARGIN, _SCORE, _TYPE_FIT, _BEHIND])
    return float(weights @ signals(rated, fits, reading)) + _CONSTANT


def found_there(rank: int) -> float:
    """What the place of the passage that answers, 0 for the first found, adds to the log-odds.

    Not for lists, whose items stand in many passages, nor for one of several things asked about,
    which passages about the other stand before, nor for the name of who holds a post, which has
    to stand beside the post.
    """
    return _FOUND_FIRST - _FOUND_LATER * min(rank, _MOST_BEFORE)
