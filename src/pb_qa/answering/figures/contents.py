"""The words of a question that say what it is about, without times, places and asking words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.understanding.figures.periods import Moment

FILLER: Final = re.compile(
    "(?<![一-龥])(?:按照?|根据|依照)(?![一-龥])|请问|想问|我想知道|想知道|麻烦|帮我?查?一下|查一下|告诉我|写[^，。]{0,6}材料用|大概|大约|现在|目前|到底|究竟|总共|一共|全部|共有?|分别|各是?|各有|那会儿|当时|一下|来着"
    "|是什么|什么|多少|几成|百分之几|(?<![0-9一二三四五六七八九十])几"
    '|[的了吗呢啊呀吧是有被把得]|[?？!！。，,；;：:“”‘’"、（）()]'
)
_JOINS_TIMES: Final = re.compile(" ?(?:[和跟与及比、到至]|还是) ?")


def content_of(form: str, moments: Sequence[Moment], places: Sequence[str]) -> str:
    """The words that say what is asked about."""
    pieces, position = [], 0
    for moment in moments:
        if moment.start >= position:
            between = form[position : moment.start]
            pieces.append("" if position and _JOINS_TIMES.fullmatch(between) else between)
            position = moment.end
    pieces.append(form[position:])
    text = " ".join(pieces)
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, " ")
    return " ".join(FILLER.sub(" ", text).split())


def without_times(form: str, moments: Sequence[Moment]) -> str:
    """The form, as long as before, with blanks for the times."""
    for moment in moments:
        form = f"{form[: moment.start]}{' ' * (moment.end - moment.start)}{form[moment.end :]}"
    return form


def within(moments: Sequence[Moment], start: int, end: int) -> list[Moment]:
    """The times named between two offsets, counted from the first."""
    return [
        Moment(m.start - start, m.end - start, m.period, m.basis, m.origin)
        for m in moments
        if start <= m.start and m.end <= end
    ]
