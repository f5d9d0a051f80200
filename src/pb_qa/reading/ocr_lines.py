"""Put recognised lines into the order in which people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

CELL_GAP: Final = " | "
_LONG = 5.0  # widths to heights; a shorter box does not show how the page is turned
_FEWEST_IN_COLUMN = 4
_MOST_ACROSS = 0.25
_FILLED = 0.7
_SAME_ROW = 0.5
_WIDE_GAP = 1.5

Point = tuple[float, float]
Box = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Line:
    """A recognised line, upright; lengths in pixels, y downwards.

    Attributes
    ----------
    confidence
        Of the recogniser, 0 to 1.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str
    confidence: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2


def lines_from(boxes: Sequence[Box], texts: Sequence[str], scores: Sequence[float]) -> list[Line]:
    """Upright lines from the corners of turned ones.

    Parameters
    ----------
    boxes
        Corners from the top left one clockwise, one box a line.
    """
    angle = _angle(boxes)
    cosine, sine = math.cos(-angle), math.sin(-angle)
    lines: list[Line] = []
    for box, text, score in zip(boxes, texts, scores, strict=True):
        if not text.strip():
            continue
        turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in box]
        xs, ys = [x for x, _ in turned], [y for _, y in turned]
        lines.append(Line(min(xs), min(ys), max(xs), max(ys), text.strip(), float(score)))
    return lines


def page_text(lines: Sequence[Line]) -> str:
    """The text of a page: columns one after the other, a table row by row.

    Two columns are taken for such when their lines fill them; else what stands side by
    side is a row, its cells joined with ``" | "``.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return "\n".join(_rows(lines))
    parts: list[str] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if line.left < gutter < line.right:
            parts += [*_rows(left), *_rows(right), line.text]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    return "\n".join([*parts, *_rows(left), *_rows(right)])


def mean_confidence(lines: Sequence[Line]) -> float | None:
    """Mean over the characters, or None without any."""
    size = sum(len(line.text) for line in lines)
    if not size:
        return None
    mean = sum(line.confidence * len(line.text) for line in lines) / size
    return min(1.0, max(0.0, mean))


def _angle(boxes: Sequence[Box]) -> float:
    """How far the page is turned, in radians, clockwise."""
    angles = [
        math.atan2(second[1] - first[1], second[0] - first[0])
        for first, second, _, fourth in boxes
        if math.dist(first, second) > _LONG * math.dist(first, fourth)
    ]
    return median(angles) if angles else 0.0


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the space between two columns of prose is, if there are two."""
    if len(lines) < 2 * _FEWEST_IN_COLUMN:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    height = median(line.height for line in lines)
    best: tuple[int, float] | None = None
    for line in lines:
        place = line.right + height / 4
        if not first + (last - first) / 4 < place < last - (last - first) / 4:
            continue
        across = sum(1 for other in lines if other.left < place < other.right)
        if best is None or across < best[0]:
            best = across, place
    if best is None or best[0] > _MOST_ACROSS * len(lines):
        return None
    place = best[1]
    sides = (
        [line for line in lines if line.right <= place],
        [line for line in lines if line.left >= place],
    )
    return place if all(_is_filled(side) for side in sides) else None


def _is_filled(column: Sequence[Line]) -> bool:
    if len(column) < _FEWEST_IN_COLUMN:
        return False
    width = max(line.right for line in column) - min(line.left for line in column)
    return median(line.right - line.left for line in column) >= _FILLED * width


def _rows(lines: Sequence[Line]) -> list[str]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        row = rows[-1] if rows else []
        if row and abs(line.middle - row[0].middle) < _SAME_ROW * min(line.height, row[0].height):
            row.append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.left)) for row in rows]


def _joined(row: Sequence[Line]) -> str:
    text = row[0].text
    for before, line in pairwise(row):
        gap = line.left - before.right
        close = gap < _WIDE_GAP * line.height
        apart = before.text[-1].isascii() and line.text[0].isascii()
        text += (" " if apart else "") + line.text if close else CELL_GAP + line.text
    return text
