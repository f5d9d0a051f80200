"""A ban told from its beginning: 禁止甲将… for 甲不得将…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence

_BAN: Final = re.compile("(?:^|(?<=[，,。；;：:]))\\s*(?:严禁|禁止)(?P<words>[^，,。；;：:]{5,80})")
_FORBIDDEN: Final = "不得"
_WHO: Final = 14
_DEED: Final = 4


def ban_as_written(text: str, evidence: Sequence[Evidence]) -> str:
    """A text with each such ban in its source's order of words, which is no longer.

    Only where who may not, and how the deed begins, stand around 不得 in a cited passage.
    """
    return _BAN.sub(lambda match: _as_written(match, evidence), text)


def _as_written(match: re.Match[str], evidence: Sequence[Evidence]) -> str:
    words = match["words"]
    for cut in range(2, min(_WHO, len(words) - _DEED) + 1):
        turned = f"{words[:cut]}{_FORBIDDEN}{words[cut:]}"
        opening = turned[: cut + len(_FORBIDDEN) + _DEED]
        if any(opening in c.text for one in evidence for s in one.sentences for c in s.clauses):
            return match[0].replace(match[0].lstrip(), turned)
    return match[0]


__all__ = ["ban_as_written"]
