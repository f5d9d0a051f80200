"""A clause of the sources that has a clause's very words, with another number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.differences import Part
from pb_qa.answering.generative.checking.evidence import Evidence

_FEWEST_WORDED: Final = 4
_NEARLY: Final = 0.9
_LEAD: Final = 0.34
_NONE: Final[frozenset[str]] = frozenset()
# What begins so is said of what the clause before it names: 比上年增长5%.
_ELIDED: Final = re.compile("[比较同环增下减提上]|其中|占|[达为]到?|[一-鿿]{0,3}[0-9]")


def rival_clause(part: Part, evidence: Sequence[Evidence]) -> str:
    """The source clause that has a clause's words with another number; empty without one."""
    own = _worded(part)
    numbers = frozenset(
        number
        for number, unit in zip(part.tokens, (*part.tokens[1:], ""), strict=True)
        if number in part.numbers and unit != "年"
    )  # 五年 tells no clause from another
    if not numbers or len(own) < _FEWEST_WORDED:
        return ""
    theirs, best, rival, apart = 0, 0, "", False
    for one in evidence:
        for sentence in one.sentences:
            before: frozenset[str] = frozenset()
            for clause in sentence.parts:
                if numbers & clause.numbers:
                    its_own = _may_be(part, clause, before)
                    apart |= not its_own
                    elided = bool(_ELIDED.match(clause.text)) and its_own
                    theirs = max(theirs, len(own & (clause.pairs | (before if elided else _NONE))))
                elif clause.numbers and len(own & clause.pairs) > best:
                    best, rival = len(own & clause.pairs), clause.text
                before = clause.pairs
    leads = best >= _NEARLY * len(own) and best - theirs >= _LEAD * len(own)
    return rival if (theirs or apart) and leads else ""


def _may_be(part: Part, clause: Part, before: frozenset[str]) -> bool:
    """Whether words before 其中 may be meant with its number: only with words of its own.

    五年支出6098亿元，其中1985年为1304亿元 has no 五年支出 of 1304亿元.
    """
    if not clause.text.startswith("其中"):
        return True
    own = {pair for pair in clause.pairs - before if not any(n in pair for n in clause.numbers)}
    return bool(own & part.pairs)


def _worded(part: Part) -> frozenset[str]:
    return frozenset(pair for pair in part.pairs if not any(c.isdigit() for c in pair))


__all__ = ["rival_clause"]
