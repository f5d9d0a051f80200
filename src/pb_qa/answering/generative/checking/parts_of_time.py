"""Whether two texts name different parts of a year, a month, or different years by words."""

from __future__ import annotations

import re
from typing import Final

_KINDS: Final = tuple(
    tuple(re.compile(words) for words in kind)
    for kind in (
        ("年初|岁首", "年中|中期|中叶", "年[底末终]|岁末"),
        ("月初", "月中(?!旬)", "月[底末]"),
        ("上半年", "下半年"),
        ("上旬", "中旬", "下旬"),
        ("春[季天节]", "夏[季天]", "秋[季天]", "冬[季天]"),
        ("第?[一1]季度", "第?[二2]季度", "第?[三3]季度", "第?[四4]季度"),
        ("前年", "[去上]年(?!度?报)", "[今本当]年", "[明次]年"),
        ("上个?月", "本月|当月", "[下次]个?月"),
    )
)


def other_part(said: str, written: str) -> bool:
    """Whether both name such a part and none that the other one names as well."""
    for kind in _KINDS:
        own = {index for index, part in enumerate(kind) if part.search(said)}
        theirs = {index for index, part in enumerate(kind) if part.search(written)}
        if own and theirs and not own & theirs:
            return True
    return False


__all__ = ["other_part"]
