"""Years as people shorten them: 54年, 零九年, 83到87这五年."""

from __future__ import annotations

import re
from typing import Final

_SHORT_SPAN: Final = re.compile("(?<![0-9])([0-9]{2})(?:年)?[到至—-]([0-9]{2})(?=年|这)")
_SHORT_YEAR: Final = re.compile("(?<![0-9])([0-9]{2})(?=年(?!级|代|来|间|以|龄|后|前|内|期|里))")
_DIGITS: Final = {c: str(n) for n, c in enumerate("零一二三四五六七八九")}
_CHINESE_SHORT: Final = re.compile(
    "(?<![一二三四五六七八九零十])([零一][零一二三四五六七八九])(?=年)"
)


def with_long_years(form: str) -> str:
    """54年 as 1954年, 83到87这五年 as 1983年至1987年, 零九年 as 2009年."""

    def full(year: str) -> str:
        return ("19" if int(year) >= 40 else "20") + year

    form = _SHORT_SPAN.sub(
        lambda m: f"{full(m[1])}年至{full(m[2])}年" if int(m[1]) < int(m[2]) else m[0], form
    )
    form = re.sub("(年至[0-9]{4}年)年", r"\1", form)
    form = _SHORT_YEAR.sub(lambda m: full(m[1]), form)
    return _CHINESE_SHORT.sub(lambda m: full("".join(_DIGITS[c] for c in m[1])), form)
