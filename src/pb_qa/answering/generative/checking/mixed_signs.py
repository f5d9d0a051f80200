"""Numbers in digits with a character for each size: 3万5千, 1亿3千万, 二十4万."""

from __future__ import annotations

import re
from typing import Final

_SIZES: Final = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
_ONES: Final = "一二三四五六七八九"
# 2千克 and 3百分点 are no two thousand and no three hundred.
_RUN: Final = re.compile(
    f"(?<![0-9.,{_ONES}十百千万亿])[0-9](?:[0-9零万亿]|千(?![克米瓦伏卡赫帕焦安字])|百(?!分))+(?![.,][0-9])"
)
_STEP: Final = re.compile("(?P<nought>零)?(?P<digits>[0-9]+)(?P<size>[千百])?(?P<scale>[万亿])?")
_TENS: Final = re.compile(
    f"(?<![0-9{_ONES}十百千万亿第])(?P<hundreds>[{_ONES}]百)?(?P<tens>[{_ONES}]?十)(?=[1-9][万亿千百])"
)


def without_mixed_signs(text: str) -> str:
    """A text with such numbers in plain digits; what does not read downwards stays.

    Examples
    --------
    >>> without_mixed_signs("3万5千元")
    '35000元'
    >>> without_mixed_signs("二十4万人")
    '24万人'
    """
    return _RUN.sub(_plain, _TENS.sub(_tens, text))


def mixed_spans(text: str) -> list[tuple[int, int, int]]:
    """Start, end and value of each number that begins with a digit and has several sizes."""
    found = [(match, _plain(match)) for match in _RUN.finditer(text)]
    return [(*match.span(), int(plain)) for match, plain in found if plain != match[0]]


def _tens(match: re.Match[str]) -> str:
    hundreds = str(_ONES.index(match["hundreds"][0]) + 1) if match["hundreds"] else ""
    tens = match["tens"][0]
    return hundreds + (str(_ONES.index(tens) + 1) if tens in _ONES else "1")


def _plain(match: re.Match[str]) -> str:
    """The value in digits, or the words as they are where they are no single such number."""
    steps = list(_STEP.finditer(match[0]))
    if len(steps) < 2 or "".join(step[0] for step in steps) != match[0]:
        return match[0]
    total = section = 0
    below, scaled = 10**4, 10**12
    for step in steps:
        size = _SIZES.get(step["size"] or "", 1)
        value = int(step["digits"]) * size
        whole = step["nought"] or len(step["digits"]) == len(str(below)) - 1
        if value >= below or (size == 1 and step is steps[-1] and not (step["scale"] or whole)):
            return match[0]
        section, below = section + value, size
        if step["scale"]:
            scale = _SIZES[step["scale"]]
            if scale >= scaled:
                return match[0]
            total, section, below, scaled = total + section * scale, 0, 10**4, scale
    return str(total + section)


__all__ = ["mixed_spans", "without_mixed_signs"]
