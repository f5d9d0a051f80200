"""The place that a figure is stated for."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from pb_qa.text.places import listed_place_spans

_WHOLE_COUNTRY: Final = "全国(?!人大|政协|人民代表|社会保障|党代|各族)"
# The speaker's own place: 全区, 我市.
_OWN: Final = "[全我][省市县区旗州]|本[省市县区旗]"
_GENERAL: Final = re.compile(f"(?P<country>{_WHOLE_COUNTRY})|(?P<own>{_OWN})")
_LISTED: Final = re.compile("[、和与及]")
_END_OF_LIST: Final = re.compile("等|[、和与及]")
_NO_PLACE_AFTER: Final = re.compile(
    "[^，。；、的在]{0,4}(?:研究所|研究院|工程|水库|电站|铁路|机场|条约)"
    "|(?:居民)?(?:入境|签注|落地签|籍)|同胞|客商|路|街|大学|学院|银行|会议|经验|精神|方言|战役|公司|集团|石化|条约|协定|公报|宣言"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place named in a sentence; one of a list of places stands for none of them."""

    start: int
    end: int
    name: str
    listed: bool = False


class PlaceReader:
    """The places that the numbers of one sentence are stated for.

    Parameters
    ----------
    text
        The document's text.
    start, end
        Span of the sentence up to its last number.
    own_place
        The place the document as a whole is about; may be empty.
    """

    def __init__(self, text: str, start: int, end: int, own_place: str) -> None:
        self._text = text
        self._own_place = own_place
        self._places = sorted(
            [*self._named(start, end), *self._general(start, end)], key=lambda place: place.start
        )
        self._ends = [place.end for place in self._places]

    def place_of(self, number: int) -> str:
        """The place named last before a number, else the document's own."""
        index = bisect_right(self._ends, number)
        if not index:
            return self._own_place
        last = self._places[index - 1]
        if last.listed and (last.end == number or _END_OF_LIST.match(self._text, last.end)):
            return ""  # 北京、天津、西安11个城市: a list of places is no single place
        return last.name

    def _named(self, start: int, end: int) -> list[_Place]:
        places: list[_Place] = []
        for begin, stop in listed_place_spans(self._text, start, end):
            if _NO_PLACE_AFTER.match(self._text, stop):
                continue
            listed = bool(places) and bool(_LISTED.fullmatch(self._text, places[-1].end, begin))
            places.append(_Place(begin, stop, self._text[begin:stop], listed))
        return places

    def _general(self, start: int, end: int) -> list[_Place]:
        """全国, and 全区 where the document has a place of its own."""
        return [
            _Place(*match.span(), match.group() if match["country"] else self._own_place)
            for match in _GENERAL.finditer(self._text, start, end)
            if match["country"] or self._own_place
        ]
