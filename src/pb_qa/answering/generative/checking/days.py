"""Which days a term is counted in: working days, trading days, or every day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import counted_form
from pb_qa.answering.generative.checking.evidence import Evidence

_NUMBER: Final = "(?<![0-9.年月])(?P<n>[0-9]+)个?"
_TERM: Final = re.compile(
    f"{_NUMBER}(?P<kind>(?:法定)?工作日|交易日|开庭日|学习日|自然日|日历日|(?:[日天](?!均|常|报|前夕)))"
    "(?P<all>[（(][^（）()]{0,6}(?:含|包括|计)[^（）()]{0,10}[）)])?"
)
_ANY: Final = frozenset({"日", "天", "自然日", "日历日"})
_LEFT_OUT: Final = re.compile("不[包计]?[含括]|扣除|剔除|除外")


def other_days(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A term in other days than any source counts it in, in Chinese; empty without one."""
    for match in _TERM.finditer(claims.form):
        said = _kind(match)
        sources = [
            other
            for one in evidence
            for sentence in one.sentences
            if "日" in sentence.form or "天" in sentence.form
            for other in _TERM.finditer(counted_form(sentence.text))
            if other["n"] == match["n"]
        ]
        if sources and all(_kind(other) != said for other in sources):
            return f"“{match[0]}”与原文不符，原文写的是“{sources[0][0]}”"
    return ""


def _kind(match: re.Match[str]) -> str:
    """What is counted; every day where holidays are said to be among them."""
    if match["all"] and match["kind"] in _ANY:
        return "工作日" if _LEFT_OUT.search(match["all"]) else "每日"
    return "每日" if match["kind"] in _ANY else match["kind"].removeprefix("法定")


__all__ = ["other_days"]
