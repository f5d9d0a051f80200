"""The text objects of an OFD page, each character where it stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pb_qa.reading.ofd_lines import Piece, columns

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEFAULT_SIZE = 3.5  # millimetres; about ten points
_DRIFT = 1.0  # a gap this wide, in multiples of the size, parts two pieces
# What stands in a text code for a character that only its font knows.
_PLACEHOLDER = "\u00a4"
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SLANT = math.radians(10)


@dataclass(slots=True)
class PageText:
    """What one page shows.

    Attributes
    ----------
    pieces
        Its text, in the order of the file.
    glyphs_only
        Characters of which the file knows the shape but not the code.
    slanted
        Words set aslant, such as watermarks; not among ``pieces``.
    by_object
        The words of each text object, by its id.
    pictures
        Number of pictures.
    """

    pieces: list[Piece] = field(default_factory=list)
    glyphs_only: int = 0
    slanted: list[str] = field(default_factory=list)
    by_object: dict[str, str] = field(default_factory=dict)
    pictures: int = 0


def read_page(content: _Element) -> PageText:
    """Collect the text of a ``Content.xml``, a template or a group of graphics."""
    page = PageText()
    for element in content.iter("{*}TextObject", "{*}ImageObject"):
        if element.get("Visible") in ("false", "0"):
            continue
        if element.tag.endswith("}ImageObject") or element.tag == "ImageObject":
            page.pictures += 1
        else:
            _read_text(element, page)
    return page


def _read_text(element: _Element, page: PageText) -> None:
    box = numbers(element.get("Boundary"))
    left, top = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    matrix = numbers(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else _IDENTITY
    size = next(iter(numbers(element.get("Size"))), _DEFAULT_SIZE)
    stretch = next(iter(numbers(element.get("HScale"))), 1.0) or 1.0
    scale_x, scale_y = math.hypot(a, b) or 1.0, math.hypot(c, d) or 1.0
    angle = math.atan2(b, a)
    slanted = abs(angle - round(angle / (math.pi / 2)) * (math.pi / 2)) > _SLANT
    words: list[str] = []
    glyphs = sum(_glyph_count(entry) for entry in element.iter("{*}CGTransform"))
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        text = "".join(map(str, code.itertext())).replace("\n", "").replace("\r", "")
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        unknown = text.count(_PLACEHOLDER) if glyphs else 0
        unknown += len(_UNREADABLE.findall(text))
        page.glyphs_only += unknown if text.strip() else glyphs
        if not text.strip():
            continue
        words.append(text)
        if slanted:
            continue
        for part, start, end in _runs(code, text, size * stretch):
            page.pieces.append(
                Piece(
                    part,
                    left + a * (x + start) + c * y + e,
                    left + a * (x + start) + c * y + e + scale_x * (end - start),
                    top + b * (x + start) + d * y + f,
                    size * scale_y,
                )
            )
    if words and slanted:
        page.slanted.append("".join(words))
    if words:
        page.by_object[element.get("ID", "")] = "".join(words)


def _runs(code: _Element, text: str, size: float) -> Iterator[tuple[str, float, float]]:
    """Split a text code where its characters stand far apart.

    Yields
    ------
    (str, float, float)
        The characters and their edges, from the start of the text code.
    """
    widths = [columns(character) * size for character in text]
    deltas = advances(code.get("DeltaX"), len(text) - 1)
    begin, start, position = 0, 0.0, 0.0
    for index in range(1, len(text)):
        step = deltas[index - 1] if index <= len(deltas) else widths[index - 1]
        if step > widths[index - 1] + _DRIFT * size:
            yield text[begin:index], start, position + widths[index - 1]
            begin, start = index, position + step
        position += step
    yield text[begin:], start, position + widths[-1]


def advances(written: str | None, most: int) -> list[float]:
    """Read a DeltaX: numbers, and ``g 3 6.5`` for 6.5 three times; ``most`` at most."""
    result: list[float] = []
    tokens = iter((written or "").split())
    for token in tokens:
        if len(result) >= most:
            break
        if token in ("g", "G"):
            count, value = next(tokens, ""), next(tokens, "")
            if not count.isascii() or not count.isdecimal() or len(count) > 9:
                break
            result.extend(numbers(value)[:1] * min(int(count), most - len(result)))
        else:
            result.extend(numbers(token)[:1])
    return result


def numbers(written: str | None) -> list[float]:
    """Return the finite numbers of an attribute such as ``Boundary="20 30 170 8"``."""
    found = [float(token) for token in _NUMBER.findall((written or "")[:400])]
    return found if all(math.isfinite(number) for number in found) else []


def _glyph_count(transform: _Element) -> int:
    count = transform.get("CodeCount") or transform.get("GlyphCount") or ""
    return int(count) if count.isascii() and count.isdecimal() and len(count) < 7 else 1
