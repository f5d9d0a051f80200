"""Causes that a sentence gives and its sources do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.evidence import Evidence

_CAUSE: Final = re.compile(
    "(?:由于|因为|得益于|受益于|归功于|归因于|鉴于|受(?=[^，,。；;：:]{2,20}影响)|源于|起因于)"
    "(?P<a>[^，,。；;：:]{2,30})"
    "|在(?P<b>[^，,。；;：:]{2,30}?)的?"
    "(?:推动|带动|影响|拉动|作用|支持|帮助|促进|引领|主持)下"
    "|(?:原因|主因|根源)(?:是|在于)(?P<c>[^，,。；;：:]{2,30})"
)
_HAN_PAIR: Final = re.compile("[一-鿿]{2}")
_KNOWN: Final = 0.6


def unstated_causes(claims: Claims, evidence: Sequence[Evidence]) -> list[str]:
    """The causes whose words no cited passage has, as the sentence gives them."""
    found: list[str] = []
    for match in _CAUSE.finditer(claims.form):
        cause = next(group for group in match.groups() if group)
        pairs = [cause[i : i + 2] for i in range(len(cause) - 1)]
        own = [pair for pair in pairs if _HAN_PAIR.fullmatch(pair)]
        if not own:
            continue
        most = max(sum(pair in one.form or pair in one.around for pair in own) for one in evidence)
        if most < _KNOWN * len(own):
            found.append(match[0])
    return found


__all__ = ["unstated_causes"]
