"""What was changed between two texts: lines first, then clauses, then words.

Each level only looks at what the level above it found to differ. Within a level units
that occur once in both texts anchor the alignment (Bram Cohen's patience diff); between
them Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986) finds the fewest
changes, up to a bound. What differs by more than the bound is told as a whole, so that the
time is bounded whatever the texts are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from pb_qa.catalog import TextChange

_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_CLAUSES: Final = re.compile(r"[^。；！？，、;!?,\n]*[。；！？，、;!?,\n]|[^。；！？，、;!?,\n]+")
_WORDS: Final = re.compile(r"[0-9０-９]+(?:[.．·,，][0-9０-９]+)*|[A-Za-z]+|.", re.DOTALL)
_LEVELS: Final = (_LINES, _CLAUSES, _WORDS)

# Myers' algorithm takes about half the square of the differences in steps.
_MOST_DIFFERENCES: Final = 300
_DEEPEST: Final = 6
# What stays between two changes is told as changed when it is this short: “二百” to “三百五”.
_SHORTEST_SAME: Final = 2


class _Block(NamedTuple):
    """A stretch of the units of both texts: the same, or one instead of the other."""

    same: bool
    old: tuple[int, int]
    new: tuple[int, int]


def compare(old: str, new: str) -> tuple[TextChange, ...]:
    """Tell how ``new`` came out of ``old``.

    Returns
    -------
    tuple of TextChange
        In reading order, what was removed before what was added there. What is the same
        and what was removed make up ``old``; what is the same and what was added, ``new``.
    """
    return tuple(_merged(_compared(old, new, 0)))


def _compared(old: str, new: str, level: int) -> Iterator[TextChange]:
    if old == new or not old or not new or level == len(_LEVELS):
        yield from _told(old, new)
        return
    old_units, new_units = (_LEVELS[level].findall(text) for text in (old, new))
    blocks = _aligned(old_units, new_units, (0, len(old_units)), (0, len(new_units)), 0)
    if level == len(_LEVELS) - 1:
        blocks = _without_slivers(list(blocks), old_units)
    for block in blocks:
        before = "".join(old_units[slice(*block.old)])
        after = "".join(new_units[slice(*block.new)])
        if block.same:
            yield TextChange("same", before)
        else:
            yield from _compared(before, after, level + 1)


def _told(old: str, new: str) -> Iterator[TextChange]:
    if old == new:
        yield TextChange("same", old)
    else:
        yield TextChange("removed", old)
        yield TextChange("added", new)


def _merged(changes: Iterator[TextChange]) -> Iterator[TextChange]:
    """One change for neighbours: what was removed, then what was added."""
    parts: dict[Literal["same", "removed", "added"], list[str]] = {
        "same": [],
        "removed": [],
        "added": [],
    }

    def flush() -> Iterator[TextChange]:
        for kind, texts in parts.items():
            if texts:
                yield TextChange(kind, "".join(texts))
                texts.clear()

    for change in changes:
        if not change.text:
            continue
        if (change.kind == "same") == (not parts["same"]) and any(parts.values()):
            yield from flush()
        parts[change.kind].append(change.text)
    yield from flush()


def _aligned(
    old: Sequence[str],
    new: Sequence[str],
    old_span: tuple[int, int],
    new_span: tuple[int, int],
    depth: int,
) -> Iterator[_Block]:
    """Blocks that cover both spans in order, never two of a kind in a row within one call."""
    (start, stop), (new_start, new_stop) = old_span, new_span
    while start < stop and new_start < new_stop and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    if start > old_span[0]:
        yield _Block(True, (old_span[0], start), (new_span[0], new_start))
    while start < stop and new_start < new_stop and old[stop - 1] == new[new_stop - 1]:
        stop, new_stop = stop - 1, new_stop - 1
    anchors = _anchors(old, new, (start, stop), (new_start, new_stop)) if depth < _DEEPEST else []
    if anchors:
        here, there = start, new_start
        for position, new_position in anchors:
            yield from _aligned(old, new, (here, position), (there, new_position), depth + 1)
            here, there = position + 1, new_position + 1
            yield _Block(True, (position, here), (new_position, there))
        yield from _aligned(old, new, (here, stop), (there, new_stop), depth + 1)
    elif start < stop or new_start < new_stop:
        yield from _fewest_changes(old, new, (start, stop), (new_start, new_stop))
    if stop < old_span[1]:
        yield _Block(True, (stop, old_span[1]), (new_stop, new_span[1]))


def _anchors(
    old: Sequence[str],
    new: Sequence[str],
    old_span: tuple[int, int],
    new_span: tuple[int, int],
) -> list[tuple[int, int]]:
    """Positions of units that occur once in both spans, as many as stand in one order."""
    if old_span[0] == old_span[1] or new_span[0] == new_span[1]:
        return []
    counts = Counter(old[slice(*old_span)])
    new_counts = Counter(new[slice(*new_span)])
    once = {unit for unit, count in counts.items() if count == 1 == new_counts.get(unit)}
    where = {old[i]: i for i in range(*old_span) if old[i] in once}
    pairs = [(where[new[j]], j) for j in range(*new_span) if new[j] in once]
    # The longest increasing subsequence, by patience sorting.
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (position, _) in enumerate(pairs):
        pile = bisect_left(tops, position)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(position)
            piles.append(index)
        else:
            tops[pile], piles[pile] = position, index
    chain: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _fewest_changes(
    old: Sequence[str],
    new: Sequence[str],
    old_span: tuple[int, int],
    new_span: tuple[int, int],
) -> Iterator[_Block]:
    """Myers' greedy algorithm; one changed block when it would take too many changes."""
    a, b = old[slice(*old_span)], new[slice(*new_span)]
    matches = _matches(a, b) if a and b else []
    if matches is None:
        yield _Block(False, old_span, new_span)
        return
    here, there = old_span[0], new_span[0]
    for i, j, length in [*matches, (len(a), len(b), 0)]:
        position, new_position = old_span[0] + i, new_span[0] + j
        if here < position or there < new_position:
            yield _Block(False, (here, position), (there, new_position))
        here, there = position + length, new_position + length
        if length:
            yield _Block(True, (position, here), (new_position, there))


def _matches(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]] | None:
    """Stretches of a fewest-changes alignment as (place in a, place in b, length)."""
    reach = {1: 0}
    history: list[dict[int, int]] = []
    for changes in range(min(len(a) + len(b), _MOST_DIFFERENCES) + 1):
        history.append(dict(reach))
        for diagonal in range(-changes, changes + 1, 2):
            down = diagonal == -changes or (
                diagonal != changes and reach[diagonal - 1] < reach[diagonal + 1]
            )
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            if x >= len(a) and y >= len(b):
                return _traced(history, len(a), len(b))
    return None


def _traced(history: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int, int]]:
    """Walk back from the end along the furthest reaching paths."""
    found: list[tuple[int, int, int]] = []
    for changes in range(len(history) - 1, -1, -1):
        reach, diagonal = history[changes], x - y
        down = diagonal == -changes or (
            diagonal != changes and reach[diagonal - 1] < reach[diagonal + 1]
        )
        before = diagonal + 1 if down else diagonal - 1
        x_before = reach[before] if changes else 0
        y_before = x_before - before if changes else 0
        x_after = x_before + (0 if down else 1) if changes else 0
        length = x - x_after
        if length:
            found.append((x - length, y - length, length))
        x, y = x_before, y_before
    return found[::-1]


def _without_slivers(blocks: list[_Block], units: Sequence[str]) -> Iterator[_Block]:
    """Tell as changed what little stays the same between two changes of one clause."""
    for index, block in enumerate(blocks):
        inside = 0 < index < len(blocks) - 1
        short = sum(map(len, units[slice(*block.old)])) < _SHORTEST_SAME
        changed = block.same and inside and short
        yield block._replace(same=False) if changed else block
