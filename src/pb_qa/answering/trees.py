"""Gradient-boosted trees evaluated with numpy, so that answering needs no training library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TreeEnsemble:
    """A sum of binary decision trees, all arrays of shape (trees, nodes).

    A node sends a row left when ``row[feature] <= threshold``. A leaf points to itself,
    so that walking ``depth`` steps ends in a leaf for every row.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    depth: int

    def predict(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Sum of leaf values for each row of shape (n, features); shape (n,)."""
        trees = np.arange(self.feature.shape[0])[None, :]
        node = np.zeros((rows.shape[0], self.feature.shape[0]), dtype=np.int64)
        row = np.arange(rows.shape[0])[:, None]
        for _ in range(self.depth):
            goes_left = rows[row, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        total: NDArray[np.float64] = self.value[trees, node].sum(axis=1, dtype=np.float64)
        return total

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The ensemble as named arrays, for ``numpy.savez``."""
        return {
            f"{name}_feature": self.feature,
            f"{name}_threshold": self.threshold,
            f"{name}_left": self.left,
            f"{name}_right": self.right,
            f"{name}_value": self.value,
            f"{name}_depth": np.asarray(self.depth),
        }

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, NDArray[np.generic]]) -> TreeEnsemble:
        """The inverse of `arrays`."""
        return cls(
            feature=arrays[f"{name}_feature"].astype(np.int16),
            threshold=arrays[f"{name}_threshold"].astype(np.float64),
            left=arrays[f"{name}_left"].astype(np.int16),
            right=arrays[f"{name}_right"].astype(np.int16),
            value=arrays[f"{name}_value"].astype(np.float32),
            depth=int(arrays[f"{name}_depth"]),
        )
