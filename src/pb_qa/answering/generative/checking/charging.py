"""Whether an office is in charge of what the list of offices gives it: 负责部门：知识产权局."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.plainly import only_letters

_SAID: Final = (
    re.compile(
        "(?P<deed>[^。;\n]{8,}?)[,(](?:由)?(?P<office>[^,;。由()]{3,20}?)(?:牵头)?负责\\)?(?:$|[。;])"
    ),
    re.compile(
        "(?P<office>[^,;。由()]{3,20}?)(?:牵头)?负责(?:的(?:事项|工作)?)?(?:是|为)?:(?P<deed>[^。;\n]{8,})"
    ),
)
_LISTED: Final = re.compile(
    "(?P<deed>[^\n。;()]{8,})[。;]?\\s*\\(?(?:负责|牵头|责任)(?:部门|单位|机关)(?:及|、)?[^:\n]{0,8}:(?P<offices>[^()\n]{2,})"
)
_SAME: Final = 0.8


def other_office(form: str, sources: Sequence[str]) -> str:
    """An office that the source does not put in charge of the same, in Chinese; else empty."""
    for pattern in _SAID:
        for said in pattern.finditer(form):
            deed, office = only_letters(said["deed"]), only_letters(said["office"])
            charged = [
                only_letters(match["offices"])
                for source in sources
                for match in _LISTED.finditer(source)
                if _is_same(deed, only_letters(match["deed"]))
            ]
            if charged and not any(office in offices for offices in charged):
                return f"“{office}负责”与原文不符，原文写的是“{charged[0]}”"
    return ""


def _is_same(said: str, written: str) -> bool:
    pairs = [said[i : i + 2] for i in range(len(said) - 1)]
    return sum(pair in written for pair in pairs) >= _SAME * len(pairs)


__all__ = ["other_office"]
