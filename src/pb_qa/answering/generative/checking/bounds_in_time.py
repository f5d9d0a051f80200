"""Whether a day or a term bounds what is told as its source says: by it, within it, after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import clauses_of
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.founding import same_number
from pb_qa.answering.generative.checking.qualifying import Bound, bound_of
from pb_qa.answering.generative.checking.stated import StatedDate, StatedNumber


class Side(StrEnum):
    """On which side of a day, or of the end of a term, something lies."""

    BY = "by"
    SINCE = "since"
    AFTER = "after"
    AT = "at"


_END: Final = "(?:年?底|年?末|月底|日|号)?"
_THEN: Final = re.compile(
    f"{_END}(?:(?P<since>起|以来|开始|始)|(?P<after>以后|之后|过后|届满|期满|过去|后(?![来期续勤备三两四五半年]))"
    "|(?P<by>以前|之前|前(?![三两一二四五半后])|以内|之内|内(?![容部蒙地])|为止|止))"
)
_UNTIL: Final = re.compile("(?:到|至|截止?|不[晚迟]于|最[晚迟]于?|赶在)$")
# 从2003年的76亿元增加到2007年的98亿元
_RANGED: Final = re.compile("[自从由][^，,。；;]*$")
_RANGE: Final = 24
_FROM: Final = re.compile("[自从]$")
_TERMS: Final = frozenset(re.findall("[^ ]+", "年 个月 月 天 日 个工作日 工作日 小时 周 星期 季度"))
_CLOSE: Final = 0.7
_OPEN: Final = frozenset({Bound.LOWER, Bound.LEAST, Bound.MORE})
_LATER: Final = frozenset({Side.AFTER, Side.SINCE})


def bound_fault(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A day or term that something is told to lie before or after else than in its source."""
    terms = [number for number in claims.numbers if number.unit in _TERMS]
    if not (terms or claims.dates):
        return ""
    own = frozenset[str]().union(*(clause.pairs for clause in clauses_of(claims.form)))
    moments: list[StatedDate | StatedNumber] = [*claims.dates, *terms]
    for moment in moments:
        said = _side(claims.text, moment)
        at_least = isinstance(moment, StatedNumber) and bound_of(moment.qualifier) in _OPEN
        if said is Side.AT and not at_least:
            continue
        known = _sides(moment, own, evidence)
        # 七日以内 is not 起码七日.
        turned = all(side is Side.BY for side in known) if at_least else not _agree(said, known)
        if known and turned:
            words = claims.text[max(0, moment.start - 1) : moment.end + 4].strip()
            return f"“{words}”的起止与原文不同"
    return ""


def _agree(said: Side, known: Sequence[Side]) -> bool:
    if said is Side.AFTER:
        return any(side in _LATER for side in known)
    if said is Side.SINCE:
        return any(side is not Side.BY for side in known)
    return any(side not in _LATER for side in known)


def _side(text: str, moment: StatedDate | StatedNumber) -> Side:
    then = _THEN.match(text, moment.end)
    if then is not None:
        return Side(str(then.lastgroup))
    before = text[max(0, moment.start - 4) : moment.start]
    if _UNTIL.search(before):
        ranged = _RANGED.search(text, max(0, moment.start - _RANGE), moment.start)
        return Side.AT if ranged else Side.BY
    return Side.SINCE if _FROM.search(before) else Side.AT


def _sides(
    moment: StatedDate | StatedNumber, own: frozenset[str], evidence: Sequence[Evidence]
) -> list[Side]:
    """On which sides of a moment its closest source sentences put what they tell."""
    found: list[tuple[int, Side]] = []
    for one in evidence:
        for sentence in one.sentences:
            sides = [_side(sentence.text, theirs) for theirs in _same(moment, sentence)]
            if sides:
                close = sum(len(own & clause.pairs) for clause in sentence.clauses)
                found += [(close, side) for side in sides]
    most = max((close for close, _ in found), default=0)
    return [side for close, side in found if close >= _CLOSE * most]


def _same(
    moment: StatedDate | StatedNumber, sentence: SourceSentence
) -> Iterator[StatedDate | StatedNumber]:
    if isinstance(moment, StatedDate):
        yield from (date for date in sentence.dates if moment.names(date) and date.names(moment))
    else:
        yield from (n for n in sentence.numbers if n.unit in _TERMS and same_number(moment, n))


__all__ = ["Side", "bound_fault"]
