"""Cases told in one breath: “期间为：警告，六个月；记过，十二个月。”; one for all misleads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.text.numerals import find_numbers
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans

Span = tuple[int, int]

_ENDS: Final = re.compile("[。！？\n]")
_OPENS: Final = re.compile("[:：](?=[^:：]{2,60}[；;]$)")
_CASE: Final = re.compile("(?P<label>[^，,:：；;。]{1,24})[，,](?P<value>[^；;。]{1,36})[；;。]?$")
_JOINTS: Final = re.compile("[、和或及]")
_FEWEST: Final = 2
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes
    ----------
    start, end
        The piece of the sentence that tells it; the first has what opens them all.
    label
        What it is called, in its search form.
    value
        What is said of it.
    """

    start: int
    end: int
    label: str
    value: Span


def cases_told(text: str, start: int, end: int) -> list[Case]:
    """All cases of the sentence that a piece is of; empty where it does not tell cases.

    Parameters
    ----------
    text
        Of the whole document.
    start, end
        The piece: a sentence ends at a semicolon.
    """
    earliest = max(0, start - _LONGEST)
    before = [match.end() for match in _ENDS.finditer(text, earliest, start)]
    after = _ENDS.search(text, max(start, end - 1))
    pieces = sentence_spans(
        text, before[-1] if before else earliest, after.end() if after else len(text)
    )
    opened = [_OPENS.search(text[slice(*piece)]) for piece in pieces]
    first = next((n for n, match in enumerate(opened) if match), len(pieces))
    if len(pieces) - first < _FEWEST or start < pieces[first][0]:
        return []
    cases: list[Case] = []
    for number, (begin, stop) in enumerate(pieces[first:]):
        opening = opened[first] if number == 0 else None
        at = begin + (opening.end() if opening else 0)
        match = _CASE.match(text[at:stop])
        # 钢二百万吨，增长一成： what is said of it stands before the comma.
        if match is None or find_numbers(search_form(match["label"])):
            return []
        value = (at + match.start("value"), at + match.end("value"))
        cases.append(Case(begin, stop, search_form(match["label"]), value))
    return cases


def named_in(question: str, cases: Sequence[Case]) -> list[Case]:
    """The cases that a question asks of by name; of 警告 and 严重警告 the longer one."""
    form = search_form(question)
    names = {
        name: case
        for case in cases
        for name in (case.label, *_JOINTS.split(case.label))
        if name and name in form
    }
    longest = [one for one in names if not any(one != other and one in other for other in names)]
    named = [names[name] for name in longest]
    return [case for case in cases if case in named]
