"""From placed pieces of text to the lines of a page: by height, then from left to right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pb_qa.reading.raw_builder import table_row

# All in multiples of the size of the type.
_SAME_LINE = 0.5
_SAME_PLACE = 0.25
_WORD_GAP = 0.22
_CHINESE_GAP = 0.6
_COLUMN_GAP = 1.5
_ALIGNED = 1.0
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters set side by side.

    Attributes
    ----------
    left, right
        Edges in millimetres from the left of the page.
    baseline
        Millimetres from the top of the page.
    size
        Size of the type in millimetres.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float


def columns(character: str) -> float:
    """Width of a character in multiples of the size of its type, as far as is known."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def lines_of_page(pieces: Sequence[Piece]) -> list[str]:
    """Return the lines of a page from top to bottom.

    Lines one below the other whose pieces stand in the same columns, far apart, are
    the rows of a table; elsewhere a wide gap is a space.
    """
    lines = [_joined(line) for line in _grouped(_without_doubles(pieces))]
    result: list[str] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and _in_columns(lines[end - 1], lines[end]):
            end += 1
        is_table = end - position >= _FEWEST_ROWS
        for line in lines[position:end]:
            texts = [piece.text.strip() for piece in line]
            result.append(table_row(texts) if is_table else " ".join(filter(None, texts)))
        position = end
    return [line for line in result if line.strip()]


def _without_doubles(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Leave out what is printed a second time, a hair's breadth aside, to look bold."""
    seen: dict[str, list[Piece]] = {}
    for piece in pieces:
        near = seen.setdefault(piece.text, [])
        reach = _SAME_PLACE * piece.size
        if any(
            abs(other.left - piece.left) < reach and abs(other.baseline - piece.baseline) < reach
            for other in near[-8:]
        ):
            continue
        near.append(piece)
        yield piece


def _grouped(pieces: Iterator[Piece]) -> list[list[Piece]]:
    """Put pieces on about the same baseline into one line, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.baseline, p.left)):
        last = lines[-1][-1] if lines else None
        if last is not None and piece.baseline - last.baseline < _SAME_LINE * max(
            min(piece.size, last.size), 0.1
        ):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]


def _joined(line: Sequence[Piece]) -> list[Piece]:
    """Join the pieces of a line but where a wide gap parts them."""
    joined = [line[0]]
    for piece in line[1:]:
        before = joined[-1]
        size = max(min(before.size, piece.size), 0.1)
        gap = (piece.left - before.right) / size
        if gap > _COLUMN_GAP:
            joined.append(piece)
            continue
        chinese = columns(before.text[-1]) == 1.0 and columns(piece.text[0]) == 1.0
        space = " " if gap > (_CHINESE_GAP if chinese else _WORD_GAP) else ""
        text = before.text + space + piece.text
        joined[-1] = Piece(text, before.left, piece.right, before.baseline, before.size)
    return joined


def _in_columns(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    if len(above) != len(below) or len(above) < 2:
        return False
    apart = all(
        right.left - left.right > 0 for line in (above, below) for left, right in pairwise(line)
    )
    return apart and all(_aligned(one, other) for one, other in zip(above, below, strict=True))


def _aligned(one: Piece, other: Piece) -> bool:
    """Whether two cells stand one above the other, or begin or end together."""
    reach = _ALIGNED * max(one.size, other.size)
    return (
        min(one.right, other.right) > max(one.left, other.left)
        or abs(one.left - other.left) < reach
        or abs(one.right - other.right) < reach
    )
