"""PDF pages that show their text as a picture: telling them, and rendering them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pb_qa.reading.garbage import find_garbage

if TYPE_CHECKING:
    from pb_qa.reading.ocr_engine import Picture

_DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
_LONGEST_SIDE = 4_000
# A page number, a stamp or the name of the scanning program may lie over a picture.
_MOST_CHARACTERS_ON_PICTURE = 30
_LEAST_COVERED = 0.4
_FEWEST_OUTLINES = 20


def is_picture(page: Any, text: str) -> bool:
    """Whether what a page shows is not in its text.

    Parameters
    ----------
    page
        A ``pypdfium2.PdfPage``.
    text
        What can be extracted from it.
    """
    characters = len("".join(text.split()))
    if characters and find_garbage(text):
        return True
    if characters >= _MOST_CHARACTERS_ON_PICTURE:
        return False
    if not characters:
        return _is_drawn(page)
    return _covered_by_images(page) >= _LEAST_COVERED


def render(page: Any) -> Picture:
    """A page as grey pixels, uint8 (height, width), at 200 dots per inch if it is not huge."""
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / longest)
    bitmap = page.render(scale=scale, grayscale=True)
    pixels: Picture = bitmap.to_numpy().copy()
    bitmap.close()
    return pixels.reshape(pixels.shape[:2])


def _is_drawn(page: Any) -> bool:
    """Whether an empty page shows a picture, or outlines as many as letters turned to curves."""
    from pypdfium2 import raw  # type: ignore[import-untyped]

    things = islice(page.get_objects(max_depth=3), _FEWEST_OUTLINES)
    kinds = [thing.type for thing in things]
    return raw.FPDF_PAGEOBJ_IMAGE in kinds or len(kinds) == _FEWEST_OUTLINES


def _covered_by_images(page: Any) -> float:
    """The share of the page that its largest image covers."""
    from pypdfium2 import raw

    area = page.get_width() * page.get_height()
    largest = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        largest = max(largest, abs(right - left) * abs(top - bottom))
    return float(largest / area) if area > 0 else 0.0
