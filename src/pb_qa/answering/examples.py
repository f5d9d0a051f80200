"""Example questions made from sentences of the corpus, by asking for one of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pb_qa.text.numerals import find_numbers

_CLAUSE_ENDS = re.compile(r"[，,：:；;。（）()]")
_COUNTING = frozenset("名家个人户次项件所座台辆批期条种元吨亩")
_UNFIT_START = re.compile(
    r"^(?:其|该|这|那|它|他|她|并|且|而|但|同时|其中|分别|比|较|以及|和|与|达|为|到|约|近)"
)


def example_question(sentence: str) -> str | None:
    """Ask for a figure of the sentence, or return nothing when none lends itself.

    Examples
    --------
    >>> example_question("截至目前，全区已有4116名党建工作指导员。")
    '全区已有多少名党建工作指导员？'
    """
    for number in find_numbers(sentence):
        ends = [m.start() for m in _CLAUSE_ENDS.finditer(sentence)]
        start = max((end + 1 for end in ends if end < number.start), default=0)
        end = min((end for end in ends if end >= number.end), default=len(sentence))
        clause = sentence[start:end].strip()
        if not 8 <= len(clause) <= 26 or _UNFIT_START.match(clause):
            continue
        before, after = sentence[start : number.start].strip(), sentence[number.end : end]
        if number.percent and len(before) >= 6 and not after.strip():
            return f"{before}多少？"
        counted = number.unit[:1] in _COUNTING and not number.percent and number.value >= 3
        if counted and len(before) >= 4 and not find_numbers(before):
            return f"{before}多少{after.strip()}？"
    return None


def example_questions(sentences: Iterable[str]) -> Iterable[str]:
    """The example questions that the sentences give, each once."""
    seen: set[str] = set()
    for sentence in sentences:
        question = example_question(sentence)
        if question is not None and question not in seen:
            seen.add(question)
            yield question
