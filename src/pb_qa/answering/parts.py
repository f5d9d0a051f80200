"""The questions asked in one: of several things side by side, or one after another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pb_qa.answering.followup import names_something, resolve, subject_of
from pb_qa.answering.neighbours import asks
from pb_qa.answering.question import read_question
from pb_qa.answers import Turn
from pb_qa.text.acts import acts_in
from pb_qa.text.search_form import search_form

_HAN: Final = "\u3400-\u9fff"
# That what follows is asked of each: 各是多少, 分别由谁; 各地, 各级 and 各种 are none.
_OF_EACH: Final = re.compile(
    "各自(?:都)?|分别|各(?![级地种类方界项省市区县州单部族个条款位家国人户样处门校院路阶层])"
    "|(?<![一二三四五六七八九十每])都(?=是(?:谁|哪|啥|什么|多少))"
)
_DIFFERENCE: Final = re.compile(
    "(?:有(?:啥|什么|何|哪些)|的)?(?:不一样|不同|区别|差别|差异)(?:的?(?:地方|之处))?(?:是(?:啥|什么))?(?:在哪里?)?"
)
_WHICH_MORE: Final = re.compile(
    "比?(?:哪一?个|哪家|谁)(?:更|比较|要)?(?P<of>[^,?]{0,6}?)(?P<how>[多少高低长短久大小早晚快慢])(?=$|[,?一点些])"
)
_HOW_MUCH: Final = {"多": "多少", "少": "多少", "早": "什么时候", "晚": "什么时候"}
_ASKS_VALUE: Final = re.compile("多少|几|多[久长大高快]|什么时候")
_TOGETHER: Final = re.compile("(?:这|那)?[两二三](?:个|者|位|份|部|家|种|边|方|地)(?:之间)?(?:的)?")
_AND: Final = "(?:以及|还有|[和与跟同及])"
_CONJOINED: Final = re.compile(
    rf"(?P<left>[^,?;]{{2,24}}?){_AND}(?P<right>[^,?;]{{2,24}}?)(?=$|[,?;比哪谁]|各|分别|都是)"
)
_YEARS: Final = re.compile(
    rf"(?P<left>(?<![0-9])[0-9]{{2,4}}年)(?:的)?(?:{_AND}|、)(?P<right>[0-9]{{2,4}}年)"
)
_ONE_AND_OTHER: Final = re.compile(
    "一[个位家](?P<first>[^,?]+)[,?]一[个位家](?P<second>[^,?]+)[?]?$"
)
_SOURCES: Final = re.compile("报告|文件|通知|意见|规则")
_PIECES: Final = re.compile("(?<=[,?;])")
_LEADING: Final = re.compile("^(?:又|则|还|而|那|另外|那么)+")
_NO_CONJUNCTION: Final = re.compile(
    "[和与跟同及](?=[解谐平事时意样步期格局好气会])|(?<=[合共相不协等陪])同|(?<=[参给赠])与|(?<=[涉以普])及"
)
_IN_YEAR: Final = re.compile(r".{0,6}?(?<![0-9])[0-9]{2,4}年(?:代|度|底|末|报告)?的?")
_DANGLING: Final = re.compile("^[里中上的,]+|(?<=[,?;])[里中上的]+")
# More than this is said of a thing of its own.
_SHORT: Final = 7
_LEAST_SAID: Final = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things asked about.

    Attributes
    ----------
    name
        The words of the question that tell it from the others.
    question
        What is asked of it, standing on its own.
    document
        Whether the name is that of the document it is asked of.
    """

    name: str
    question: str
    document: bool = False


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
    beside = _side_by_side(form)
    return Parts(beside, apart=True) if beside else _one_after_another(form)


# ---- of several things side by side


def _side_by_side(form: str) -> tuple[Part, ...]:
    """“商标和发明专利各保护多少年”: what is asked of each of two things."""
    years = _YEARS.search(form)
    if years is not None and _SOURCES.search(form):
        return _each(form, years.span(), (years["left"], years["right"]))
    other = _ONE_AND_OTHER.search(form)
    if other is None and not any(one.search(form) for one in (_OF_EACH, _DIFFERENCE, _WHICH_MORE)):
        return ()
    if years is not None:
        return _each(form, years.span(), (years["left"], years["right"]))
    acts = acts_in(form)
    for left, right in pairwise(acts):
        named = re.search(f"《?{re.escape(left)}》?(?:{_AND}|、)《?{re.escape(right)}》?", form)
        if named is not None:
            beside = _each(form, named.span(), (left, right))
            return tuple(replace(part, document=True) for part in map(_without_name, beside))
    things = _things(form)
    if things is None:
        return ()
    span, left, right = things
    if other is not None:
        return (
            Part(left, f"{left},{other['first']}"),
            Part(right, f"{right},{other['second']}"),
        )
    return _each(form, span, (left, right))


def _things(form: str) -> tuple[tuple[int, int], str, str] | None:
    """Two things conjoined, with what the second has at its end for both: 甲和乙(复审不服)."""
    masked = _NO_CONJUNCTION.sub("〇", form)
    match = _CONJOINED.search(masked)
    if match is None:
        return None
    left, right = (form[slice(*match.span(name))].strip("《》 ") for name in ("left", "right"))
    right = _TOGETHER.sub("", right) if _TOGETHER.search(right) else right
    right = _context(left, right) + right
    for length in range(min(4, len(left)), 1, -1):
        at = right.rfind(left[-length:])
        if at >= 0:
            return match.span(), left + right[at + length :], right
    return match.span(), left, right


def _context(first: str, second: str) -> str:
    """What the first of two things begins with and the second leaves out: 97年城里人和农村人."""
    year = _IN_YEAR.match(first)
    if year is not None and not _IN_YEAR.match(second):
        return year.group()
    owner = first[: first.rfind("的") + 1]
    return owner if owner and "的" not in second and not names_something(second) else ""


def _without_name(part: Part) -> Part:
    """Asked of one document alone: its name only stands in the way, where more than it is said."""
    question = _DANGLING.sub("", part.question.replace(part.name, "", 1))
    said = sum(map(len, read_question(question).content))
    return part if said < _LEAST_SAID else replace(part, question=question)


def _each(form: str, span: tuple[int, int], names: tuple[str, ...]) -> tuple[Part, ...]:
    before, after = form[: span[0]], form[span[1] :]
    after = _OF_EACH.sub("", _TOGETHER.sub("", after, count=1))
    after = _DIFFERENCE.sub("是什么", after)
    more = _WHICH_MORE.search(after)
    if more is not None:
        rest = after[: more.start()] + after[more.end() :]
        how = _HOW_MUCH.get(more["how"], f"多{more['how']}")
        how = more["how"] if _ASKS_VALUE.search(rest) else how
        after = f"{after[: more.start()]}{more['of']}{how}{after[more.end() :]}"
    return tuple(Part(name, f"{before}{name}{after}") for name in names)


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
