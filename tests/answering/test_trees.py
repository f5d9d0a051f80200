"""Trees as arrays."""

from __future__ import annotations

import numpy as np

from pb_qa.answering.trees import TreeEnsemble


def _stumps() -> TreeEnsemble:
    """Two trees: 1 when the first feature is at most 2, else 5; and 10 or 20 on the second."""
    leaf = np.asarray([[0, 1, 2], [0, 1, 2]], dtype=np.int16)
    left, right = leaf.copy(), leaf.copy()
    left[:, 0], right[:, 0] = 1, 2
    return TreeEnsemble(
        feature=np.asarray([[0, 0, 0], [1, 0, 0]], dtype=np.int16),
        threshold=np.asarray([[2.0, 0, 0], [0.5, 0, 0]]),
        left=left,
        right=right,
        value=np.asarray([[0, 1, 5], [0, 10, 20]], dtype=np.float32),
        depth=3,
    )


def test_the_trees_add_up() -> None:
    rows = np.asarray([[2.0, 0.0], [2.1, 0.0], [0.0, 1.0]], dtype=np.float32)
    assert _stumps().predict(rows).tolist() == [11.0, 15.0, 21.0]


def test_arrays_and_back() -> None:
    rows = np.asarray([[2.0, 0.0], [3.0, 9.0]], dtype=np.float32)
    again = TreeEnsemble.from_arrays("x", _stumps().arrays("x"))
    assert again.predict(rows).tolist() == _stumps().predict(rows).tolist()
