"""Whether a case is bounded as where its source tells what follows from it.

已满两周岁的子女，由父母协议: that 不满两周岁的子女 stands in another sentence excuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import clauses_of, counted_form
from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import same_number
from pb_qa.answering.generative.checking.qualifying import Bound, bound_of, qualifiers_agree

_HOME: Final = 0.8
_FEWEST: Final = 6
_SIDES: Final = frozenset({Bound.LOWER, Bound.UPPER, Bound.MOST, Bound.LEAST})


def case_fault(claims: Claims, contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A number whose bound is not that beside the other clauses' words, in Chinese; else empty."""
    if not contexts:
        return ""
    said = clauses_of(counted_form(claims.text))
    for stated in contexts:
        own = stated.number.text.strip()
        if bound_of(stated.number.qualifier) not in _SIDES and "满" not in own:
            continue
        clause = frozenset[str]().union(
            *(c.pairs for c in clauses_of(counted_form(stated.clause + own + stated.after)))
        )
        rest = frozenset[str]().union(*(c.pairs for c in said)) - clause
        if len(rest) < _FEWEST:
            continue
        homes = [
            (len(rest & frozenset[str]().union(*(c.pairs for c in s.clauses))), s.contexts)
            for one in evidence
            for s in one.sentences
        ]
        most = max((shared for shared, _ in homes), default=0)
        if most < _HOME * len(rest):
            continue
        found = [
            source.number
            for shared, sources in homes
            if shared == most
            for source in sources
            if same_number(stated.number, source.number)
        ]
        if found and all(qualifiers_agree(stated.number, n) is False for n in found):
            return f"原文在这里写的是“{found[0].text.strip()}”，不是“{own}”"
    return ""


__all__ = ["case_fault"]
