"""A number of a sentence with the words that give it its part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.stated import StatedNumber

_STOP: Final = re.compile("[。；;\\n]")
CLAUSE: Final = re.compile("[，,。；;：:\\n]")


@dataclass(frozen=True, slots=True)
class View:
    """What stands around a number.

    Attributes
    ----------
    lead
        Its sentence up to it.
    since
        What stands between the number before it and it.
    clause
        Its clause up to it.
    after
        Its clause behind it, up to the next number.
    numbers
        All numbers of its sentence.
    """

    context: Context
    lead: str
    since: str
    clause: str
    after: str
    numbers: tuple[StatedNumber, ...]


def view_of(text: str, contexts: Sequence[Context], index: int) -> View:
    """What stands around one of the numbers of a sentence; pure."""
    number = contexts[index].number
    floor = contexts[index - 1].number.end if index else 0
    start = number.start
    stops = [m.end() for m in _STOP.finditer(text, 0, start)]
    begin = stops[-1] if stops else 0
    edges = [m.end() for m in CLAUSE.finditer(text, begin, start)]
    ceiling = contexts[index + 1].number.start if index + 1 < len(contexts) else len(text)
    return View(
        contexts[index],
        text[:start],
        text[max(floor, begin) : start],
        text[edges[-1] if edges else begin : start],
        CLAUSE.split(text[number.end : ceiling], maxsplit=1)[0],
        tuple(context.number for context in contexts),
    )


__all__ = ["CLAUSE", "View", "view_of"]
