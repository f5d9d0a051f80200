"""Where the characters of a text that was cut stood in the original."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from pb_qa.reading.cleaning_removal import Removal


class Origins:
    """The place in the original of each character of the current text, as runs.

    A place for each character would take eight bytes a character, twice during a pass.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._starts = array("Q", [0])
        self._shifts = array("Q", [0])

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> int:
        """The place of a character; ``index`` counts from 0."""
        if not 0 <= index < self._length:
            raise IndexError(index)
        return index + self._shifts[bisect_right(self._starts, index) - 1]

    def without(self, removals: Sequence[Removal]) -> Origins:
        """The places of what is left; the removals are in order and do not overlap."""
        left = Origins(0)
        run, position = 0, 0
        for removal in removals:
            run = self._copy(left, position, removal.start, run)
            position = removal.end
        self._copy(left, position, self._length, run)
        return left

    def _copy(self, into: Origins, start: int, end: int, run: int) -> int:
        """Append the places of ``start`` to ``end``; return the run that the end lies in."""
        runs = len(self._starts)
        while start < end:
            while run + 1 < runs and self._starts[run + 1] <= start:
                run += 1
            stop = min(end, self._starts[run + 1]) if run + 1 < runs else end
            shift = start + self._shifts[run] - into._length
            if shift != into._shifts[-1]:
                if into._starts[-1] == into._length:
                    into._shifts[-1] = shift
                else:
                    into._starts.append(into._length)
                    into._shifts.append(shift)
            into._length += stop - start
            start = stop
        return run
