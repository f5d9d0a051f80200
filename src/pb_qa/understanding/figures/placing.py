"""The place that a figure is stated for."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.text.places import listed_place_spans

_WHOLE_COUNTRY: Final = re.compile("全国(?!人大|政协|人民代表|社会保障|党代|各族)")
# The speaker's own place: 全区, 我市.
_OWN: Final = re.compile("[全我][省市县区旗州]|本[省市县区旗]")
_LISTED: Final = re.compile("[、和与及]")
_END_OF_LIST: Final = re.compile("等|[、和与及]")
_NO_PLACE_AFTER: Final = re.compile(
    "(?:[^，。；、的在]{0,4}(?:研究所|研究院|工程|水库|电站|铁路|机场|条约)|路|街|大学|学院|银行|会议|经验|精神|方言|战役|公司|集团|石化|条约|协定|公报|宣言)"
)


def place_of(text: str, start: int, number: int, own_place: str) -> str:
    """The place named last before a number in its sentence, else the document's own.

    Parameters
    ----------
    start
        Where the sentence begins.
    number
        Where the number begins.
    own_place
        The place the document as a whole is about; may be empty.
    """
    named = [
        span
        for span in listed_place_spans(text, start, number)
        if not _NO_PLACE_AFTER.match(text, span[1])
    ]
    if len(named) > 1 and _LISTED.fullmatch(text, named[-2][1], named[-1][0]):
        # 北京、天津、西安11个城市: a list of places is no single place.
        if _END_OF_LIST.match(text, named[-1][1]) or named[-1][1] == number:
            return ""
    latest, place = (named[-1][0], text[named[-1][0] : named[-1][1]]) if named else (-1, own_place)
    for match in _WHOLE_COUNTRY.finditer(text, start, number):
        if match.start() > latest:
            latest, place = match.start(), match.group()
    for match in _OWN.finditer(text, start, number):
        if own_place and match.start() > latest:
            latest, place = match.start(), own_place
    return place
