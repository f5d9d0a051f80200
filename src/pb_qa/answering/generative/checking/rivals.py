"""What in the sources has the very words of a clause or sentence, with another number."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from pb_qa.answering.generative.checking.differences import Part, parts_of
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.spelling import spell

_FEWEST_WORDED: Final = 4
_NEARLY: Final = 0.9
_LEAD: Final = 0.34
_SEGMENT: Final = re.compile("[。；;！？!?\n]")
_LONG: Final = 16
_FEWEST_OF_ALL: Final = 12
_VERBATIM: Final = 0.95
_NEAR: Final = 0.03
_SHOWN: Final = 80
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


def rival_sentence(text: str, evidence: Sequence[Evidence], derived: Collection[str]) -> str:
    """A sentence that has all words of one of the sources with numbers of another, in Chinese.

    Parameters
    ----------
    text
        The sentence; what semicolons part is looked at by itself.
    derived
        Those of its numbers that were reckoned.
    """
    sources = [s for one in evidence for s in one.sentences]
    for segment in _SEGMENT.split(text):
        said = spell(segment) if len(segment) > _LONG else None
        if said is None:
            continue
        parts = parts_of(said)
        numbers = _NONE.union(*(part.numbers for part in parts)) - set(derived)
        own = _NONE.union(*(_worded(part) for part in parts))
        if not numbers or len(own) < _FEWEST_OF_ALL:
            continue
        shares = [len(own & s.spelled.pairs) / len(own) for s in sources]
        most = max(shares)
        closest = [s for s, share in zip(sources, shares, strict=True) if share >= most - _NEAR]
        stated = [_NONE.union(*(part.numbers for part in s.parts)) for s in closest]
        others = [_NONE.union(*(part.numbers for part in s.parts)) for s in sources]
        strange = [numbers - known for known in stated]
        elsewhere = any(strange[0] and strange[0] <= known for known in others)
        if most >= _VERBATIM and all(strange) and all(k - numbers for k in stated) and elsewhere:
            return f"这里的数字是另一句的，原文写的是“{closest[0].text[:_SHOWN]}”"
    return ""


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


__all__ = ["rival_clause", "rival_sentence"]
