"""Which figures speak of the same thing, place and time, and so could disagree."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

from pb_qa.figures import Figure
from pb_qa.models import DocumentInfo
from pb_qa.text.dimensions import dimension_of
from pb_qa.text.indicators import indicator_form
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form

# Changes whenever the same figure gets another claim; they are then made anew.
CLAIM_FORMAT: Final = "1"

_PREFECTURES: Final = ("市", "地区", "自治州", "盟")


def claim(figure: Figure, document: DocumentInfo) -> int | None:
    """A number of 63 bits that is the same for figures that ought to have the same value.

    They share indicator, measure, dimension of the unit, place and period. A figure for
    which no place is named is about its document's, or else its issuer's. None for a
    range, a ratio, and a figure without indicator or period.
    """
    indicator = indicator_form(figure.indicator, figure.place)
    if not indicator or not figure.period.start or figure.kind in ("range", "ratio"):
        return None
    parts = (
        indicator,
        figure.measure.value,
        dimension_of(figure.base_unit).name,
        place_form(figure.place or document.place or document.issuer),
        figure.period.start,
        figure.period.end,
    )
    digest = blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


@lru_cache(maxsize=10_000)
def place_form(name: str) -> str:
    """“银川” and “银川市” meet; 固原县 and 固原市 do not."""
    form = search_form(name).replace(" ", "")
    ending = form.removeprefix(place_stem(form))
    return place_stem(form) if ending in _PREFECTURES or "自治区" in ending else form
