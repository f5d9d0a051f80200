"""How long files take: expected by their kind and size, then corrected by what is measured.

A megabyte of a PDF takes longer than one of plain text, so files are not counted but
weighed: each kind has a cost per file and per byte. How true the weights are is learned,
kind by kind, from the time between verdicts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

# Verdicts come in groups, one for each commit. A stretch of measuring ends after a group.
_GROUP_SECONDS: Final = 0.1
_SHORTEST_STRETCH: Final = 2.0
_RECENT_STRETCHES: Final = 12
# The costs below count as much as this many seconds of measuring: a first group is small.
_PRIOR_SECONDS: Final = 1.0
_LEAST_PULL: Final = 1e-6
_DRIFT_CAUTION: Final = 10.0
_MOST_OFF: Final = 20.0
# Of the gaps between groups that are remembered.
_RECENT_GAPS: Final = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What files of a kind are expected to take, in seconds."""

    per_file: float
    per_megabyte: float


_Vector = npt.NDArray[np.float64]

OTHER: Final = ""
# Measured on two cores with the files of one's own corpus; only their proportion matters.
COSTS: Final[Mapping[str, Cost]] = {
    "txt": Cost(0.004, 2.0),
    "md": Cost(0.004, 2.0),
    "html": Cost(0.006, 0.9),
    "csv": Cost(0.005, 2.0),
    "docx": Cost(0.02, 1.0),
    "xlsx": Cost(0.03, 3.0),
    "pptx": Cost(0.03, 0.3),
    "pdf": Cost(0.05, 1.0),
    "zip": Cost(0.02, 2.0),
    OTHER: Cost(0.02, 1.0),
}
_SAME: Final = {"htm": "html", "mhtml": "html", "mht": "html", "xls": "xlsx", "text": "txt"}
_KINDS: Final = {kind: index for index, kind in enumerate(COSTS)}
_PER_FILE: Final = np.array([cost.per_file for cost in COSTS.values()])
_PER_BYTE: Final = np.array([cost.per_megabyte / 1e6 for cost in COSTS.values()])


def kind_of(name: str) -> str:
    """The kind of a file as far as its name tells."""
    suffix = name.rpartition(".")[2].lower()
    suffix = _SAME.get(suffix, suffix)
    return suffix if suffix in COSTS else OTHER


class Amount:
    """A number of files and bytes of each kind."""

    def __init__(self) -> None:
        self._files = np.zeros(len(_KINDS))
        self._bytes = np.zeros(len(_KINDS))

    def add(self, kind: str, size: int, files: int = 1) -> None:
        """Put files in; with negative numbers, take them out."""
        self._files[_KINDS[kind]] += files
        self._bytes[_KINDS[kind]] += size

    def clear(self) -> None:
        """Take everything out."""
        self._files[:] = 0
        self._bytes[:] = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return not self._files.any()

    @property
    def expected(self) -> _Vector:
        """Seconds expected for each kind, before anything is learned."""
        expected: _Vector
        expected = np.maximum(self._files * _PER_FILE + self._bytes * _PER_BYTE, 0.0)
        return expected


class Pace:
    """Learns how much longer or shorter each kind takes than is expected.

    Least squares over the stretches measured, drawn towards one common factor for all
    kinds as long as little is known about one; then corrected by how the last stretches
    went, because a computer is not always equally busy.
    """

    def __init__(self) -> None:
        kinds = len(_KINDS)
        self._products = np.zeros((kinds, kinds))
        self._moments = np.zeros(kinds)
        self._seconds = 0.0
        self._expected = 0.0
        self._stretches = 0
        self._recent: deque[tuple[float, _Vector]]
        self._recent = deque(maxlen=_RECENT_STRETCHES)
        self._since: float | None = None
        self._last = 0.0
        self._settled = False
        self._gaps: deque[float] = deque(maxlen=_RECENT_GAPS)
        self._group = Amount()
        self._factors = np.ones(kinds)

    def begin(self, now: float) -> None:
        """Say that work begins, or goes on with the next files."""
        if self._since is None:
            self._since = self._last = now
            self._settled = False

    def rest(self) -> None:
        """Say that no work waits: what follows is not to be measured."""
        self._since = None
        self._group.clear()

    def done(self, kind: str, size: int, now: float) -> None:
        """Say that a file is done.

        Parameters
        ----------
        size
            In bytes; 0 for a file that was not read.
        now
            Seconds of a clock that never goes back.
        """
        since = self._since
        if since is None:
            return
        grouped = now - self._last < _GROUP_SECONDS
        if not grouped and not self._group.empty and self._last - since >= _SHORTEST_STRETCH:
            self._learn(self._last - since, self._group.expected)
            self._group.clear()
            self._since = self._last
        if not grouped:
            self._gaps.append(now - self._last)
        self._group.add(kind, size)
        self._last = now

    def seconds(self, amount: Amount) -> float:
        """How long this much work will take."""
        return float(amount.expected @ self._factors)

    def since_last(self, now: float) -> float:
        """Seconds of work since the last verdict, none while there is no work.

        At most as long as a gap between two groups lately was: when the next group is
        overdue, the work has become slower, and less of it is done than the clock says.
        """
        if self._since is None:
            return 0.0
        return min(now - self._last, max(self._gaps, default=now - self._last))

    def _learn(self, seconds: float, expected: _Vector) -> None:
        if not expected.any():
            return
        # The first stretch after a rest holds the time in which the first stages fill.
        if not self._settled:
            self._settled = True
            return
        self._recent.append((seconds, expected))
        self._products += np.outer(expected, expected)
        self._moments += expected * seconds
        self._seconds += seconds
        self._expected += float(expected.sum())
        self._stretches += 1
        common = (self._seconds + _PRIOR_SECONDS) / (self._expected + _PRIOR_SECONDS)
        # As if each kind had been measured in one stretch more, at the common factor.
        pull = self._products.diagonal() / self._stretches + _LEAST_PULL
        factors = np.linalg.solve(self._products + np.diag(pull), self._moments + pull * common)
        self._factors = np.clip(factors, common / _MOST_OFF, common * _MOST_OFF)
        self._factors *= self._recent_drift()

    def _recent_drift(self) -> float:
        """By how much the last stretches took longer than foretold, cautiously."""
        caution = _DRIFT_CAUTION * self._seconds / self._stretches
        measured = sum(seconds for seconds, _ in self._recent)
        foretold = sum(float(expected @ self._factors) for _, expected in self._recent)
        return float(np.clip((measured + caution) / (foretold + caution), 0.5, 2.0))
