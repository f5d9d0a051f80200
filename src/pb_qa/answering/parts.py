"""The questions asked in one: of several things side by side, or one after another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.beside import Part, side_by_side
from pb_qa.answering.followup import names_something, resolve, subject_of
from pb_qa.answering.neighbours import asks
from pb_qa.answering.question import read_question
from pb_qa.answers import Turn
from pb_qa.text.search_form import search_form

_PIECES: Final = re.compile("(?<=[,?;])")
_LEADING: Final = re.compile("^(?:又|则|还|而|那|另外|那么)+")
_IN_YEAR: Final = re.compile(r".{0,6}?(?<![0-9])[0-9]{2,4}年(?:代|度|底|末|报告)?的?")
# More than this is said of a thing of its own.
_SHORT: Final = 7


@dataclass(frozen=True, slots=True)
class Parts:
    """What a question asks.

    Attributes
    ----------
    several
        Empty where but one thing is asked.
    apart
        Whether each is asked about a thing of its own, so that what answers the whole
        answers one of them at best.
    """

    several: tuple[Part, ...] = ()
    apart: bool = False


def parts_of(question: str) -> Parts:
    """The questions that one consists of.

    Parameters
    ----------
    question
        Standing on its own itself.
    """
    form = search_form(question).strip().rstrip("?？。 ")
    beside = side_by_side(form)
    return Parts(beside, apart=True) if beside else _one_after_another(form)


# ---- one after another


def _one_after_another(form: str) -> Parts:
    """“留几年,客户资料又要留几年”: each piece that asks, with what leads up to it."""
    groups: list[str] = []
    pending = ""
    for piece in _PIECES.split(form):
        pending += piece
        if asks(piece):
            groups.append(pending.strip(",?; "))
            pending = ""
    if len(groups) < 2 or pending:
        return Parts()
    first, *others = groups
    following = [_LEADING.sub("", other) for other in others]
    questions = [first, *(_standing(one, first) for one in following)]
    several = tuple(map(Part, groups, questions))
    own = all(
        q.endswith(f) and "," not in q.removesuffix(f)
        for q, f in zip(questions[1:], following, strict=True)
    )
    return Parts(several, apart=own)


def _standing(following: str, first: str) -> str:
    """A piece that goes on with the first one, made whole; one with a thing of its own as it is."""
    if following.endswith("呢"):
        return resolve(following, (Turn(first, ""),))
    short = sum(map(len, read_question(following).content)) <= _SHORT
    if short and not names_something(following):
        return f"{subject_of(first)},{following}"
    year = _IN_YEAR.match(first)
    return following if year is None or _IN_YEAR.match(following) else year.group() + following
