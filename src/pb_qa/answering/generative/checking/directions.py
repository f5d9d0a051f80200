"""Whether what is told to rise or fall does so: by its own numbers, and by its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_UP: Final = "增加|增长|增至|提高|上升|升至|提升|扩大|发展|上涨|涨|回升|攀升|延长|增"
_DOWN: Final = "减少|减至|下降|降至|降低|缩小|压缩|压减|回落|下跌|下滑|缩短|减|降"
_NUMBER: Final = "[0-9]+(?:\\.[0-9]+)?"
_SIZE: Final = "(?:万亿|[万亿])?"
_UNIT: Final = "%|[^,;。0-9]{0,3}"
_FROM: Final = (
    "(?:[由从]|(?:原来|原先|原本|起初|此前|先前|以前|过去|当初|(?:[0-9]{4}|[上去前])年底?)"
    "(?:是|为|有|只有))"
)
_CHANGE: Final = re.compile(
    f"{_FROM}(?:[^,;。0-9]{{0,8}}|[^,;。0-9]{{0,4}}[0-9]{{4}}年[^,;。0-9]{{0,4}})"
    f"(?P<start>{_NUMBER}{_SIZE})(?P<start_unit>{_UNIT}),?[^;。0-9]{{0,12}}?"
    f"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为|成)了?[^,;。0-9]{{0,8}}(?P<end>{_NUMBER}{_SIZE})(?P<end_unit>{_UNIT})"
)
_TIMES: Final = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
# A verb of change right before its number; 降幅缩小 and 减少亏损 turn it round.
_MOVED: Final = re.compile(
    f"(?P<before>[^,;。0-9]{{0,6}}?)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
    f"(?P<to>了|到了?|至|为|成|约|近|幅度?为?|[率速]?为?)?(?:约|近|目前的|现在的)?(?P<number>{_NUMBER}{_SIZE}%?)"
)
_REACH: Final = 14
_TURNING: Final = re.compile("[降跌减亏损缩负逆]")


def against_its_numbers(form: str) -> str:
    """由9减少到12, in Chinese; empty where the numbers go the way that the verb does."""
    for match in _CHANGE.finditer(form):
        if match["start_unit"][:1] != match["end_unit"][:1]:
            continue
        start, end = _value(match["start"]), _value(match["end"])
        if (start > end) if match["up"] else (start < end):
            return f"“{match[0]}”不对：{match['start']}和{match['end']}"
    return ""


def other_direction(form: str, sources: Sequence[str]) -> str:
    """减少到9 where the source has 增加到9, in Chinese; else empty."""
    for match in _MOVED.finditer(form):
        if _TURNING.search(match["before"]):
            continue
        places = re.compile(f"(?<![0-9.]){re.escape(match['number'])}(?![0-9.]|[万亿%])")
        ways = [_way(text, place) for text in sources for place in places.finditer(text)]
        if ways and all(ways) and ("up" if match["up"] else "down") not in ways:
            written = "增加" if match["down"] else "减少"
            return f"“{match[0]}”与原文不符，原文写的是{written}"
    return ""


def _way(text: str, place: re.Match[str]) -> str:
    """How the number at a place is moved by the verb right before it; empty if by none."""
    moved = list(_MOVED.finditer(text, max(0, place.start() - _REACH), place.end()))
    if not moved or moved[-1].end("number") != place.end() or _TURNING.search(moved[-1]["before"]):
        return ""
    return "up" if moved[-1]["up"] else "down"


def _value(words: str) -> float:
    number = re.match(_NUMBER, words)
    return float(number[0]) * _TIMES.get(words[number.end() :], 1) if number else 0.0


__all__ = ["against_its_numbers", "other_direction"]
