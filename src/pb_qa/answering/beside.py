"""What is asked of several things side by side: 商标和发明专利各保护多少年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pb_qa.answering.followup import names_something
from pb_qa.answering.named_sources import acts_named
from pb_qa.answering.neighbours import asks
from pb_qa.answering.question import read_question
from pb_qa.text.places import places_in

# That what follows is asked of each: 各是多少, 分别由谁; 各地, 各级 and 各种 are none.
_OF_EACH: Final = re.compile(
    "各自(?:都)?|分别|各(?![级地种类方界项省市区县州单部族个条款位家国人户样处门校院路阶层])"
    "|(?<![一二三四五六七八九十每])都(?=是(?:谁|哪|啥|什么|多少))"
)
_UNLIKE: Final = (
    "(?:到底|究竟)?(?:有(?:啥|什么|何|哪些|没有)|的|在?哪[里儿些]?(?:有)?)?(?:不一样|不同|区别|差别|差异|异同)(?:的?(?:地方|之处|点))?"
    "(?:是(?:啥|什么))?(?:(?:主要)?(?:在|有)(?:哪里?儿?些?|什么地方))?(?:吗|吧)?"
    "|差在哪[里儿]?|(?:怎么|如何|怎样|咋)(?:来)?(?:区分|划分|区别|分(?:开|清)?)(?=$|[,?;])"
)
_DIFFERENCE: Final = re.compile(_UNLIKE)
_COMPARE: Final = re.compile(
    "^(?:请|帮我?)?(?:(?:对比|比较)(?:一下)?|比一下)|(?:做个?|作个?)?(?:比一比|比比看|比较一下|对比一下)"
)
_WHICH_MORE: Final = re.compile(
    "比?(?:哪一?个|哪家|谁)(?:更|比较|要)?(?P<of>[^,?]{0,6}?)(?P<how>[多少高低长短久大小早晚快慢])(?=$|[,?一点些])"
)
_WHICH_FIRST: Final = re.compile("(?:哪一?[个部份]|谁)(?:更|最)?[先早后晚](?P<what>[^,?]{1,6})")
_HOW_MUCH: Final = {"多": "多少", "少": "多少", "早": "什么时候", "晚": "什么时候"}
_ASKS_VALUE: Final = re.compile("多少|几|多[久长大高快]|什么时候")
_TOGETHER: Final = re.compile(
    "(?:(?:这|那)?[两二三](?:个|者|位|份|部|家|种|边|方|地)|(?:这|那)[两二三]年|两年(?=的))(?:之间)?的?"
)
_AND: Final = "(?:以及|还有|[和与跟同及])"
_CONJOINED: Final = re.compile(
    rf"(?P<left>[^,?;]{{2,24}}?){_AND}(?P<right>[^,?;]{{2,24}}?)(?=$|[,?;比哪谁]|各|分别|都是|{_UNLIKE})"
)
_QUOTED: Final = re.compile(rf'(?P<left>"[^"]{{2,16}}")(?:{_AND}|、)(?P<right>"[^"]{{2,16}}")')
_YEAR: Final = "(?:[0-9]{4}|[0-9]{2})"
_REPORT_OF: Final = "(?:(?:的)?(?:政府)?(?:工作)?报告)?"
_YEARS: Final = re.compile(
    rf"(?<![0-9]){_YEAR}(?:年{_REPORT_OF})?(?:(?:{_AND}|[、,]){_YEAR}(?:年{_REPORT_OF})?)+"
)
_ONE_AND_OTHER: Final = re.compile(
    "一[个位家](?P<first>[^,?]+)[,?]一[个位家](?P<second>[^,?]+)[?]?$"
)
_SOURCES: Final = re.compile("报告|文件|通知|意见|规则")
_A_DOCUMENT: Final = re.compile(
    "(?:报告|文件|通知|意见|规则|批复|复函|函|通报|决定|办法|条例|方案|预案|规划|法典?)$"
)
_NO_CONJUNCTION: Final = re.compile(
    "[和与跟同及](?=[解谐平事时意样步期格局好气会])|(?<=[合共相不协等陪])同|(?<=[参给赠])与|(?<=[涉以普])及"
)
_IN_YEAR: Final = re.compile(r".{0,6}?(?<![0-9])[0-9]{2,4}年(?:代|度|底|末|报告)?的?")
_WHERE: Final = re.compile("^.{2,12}?(?:(?<!以)[里中上]的?|规定的)(?=.{2})")
# 三年以上的劳动合同和公务员: what says which of the first is meant, not whose.
_CASE: Final = re.compile("[0-9一二三四五六七八九十百千万]|以[上下内]|不满|超过")
_WHOLE: Final = re.compile("全[国省区市县]|国家")
_PIECES: Final = re.compile("[,;?]")
_DANGLING: Final = re.compile("^[里中上的,]+|(?<=[,?;])[里中上的]+")
# What asks nothing of its own beside a question that stands before it.
_ONLY_COMPARES: Final = re.compile("(?:的)?(?:口径|说法|规定|讲法|提法|要求|里|中|对此)*")
_MEANING: Final = "是什么意思"
_LONGEST_TERM: Final = 12
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
    named
        The question with the name in it, where ``question`` goes without.
    """

    name: str
    question: str
    document: bool = False
    named: str = ""


def side_by_side(form: str) -> tuple[Part, ...]:
    """What is asked of each of several things; empty where it is asked of one.

    Parameters
    ----------
    form
        The question in its search form, without its question mark.
    """
    compared = _COMPARE.search(form) is not None
    form = _COMPARE.sub("", form)
    years = _YEARS.search(form)
    names = _years_of(years.group()) if years is not None else ()
    if years is not None and names and _SOURCES.search(form):
        return _each(form, years.span(), names)
    other = _ONE_AND_OTHER.search(form)
    beside = _documents(form)
    if beside:
        return beside
    marks = (_OF_EACH, _DIFFERENCE, _WHICH_MORE, _WHICH_FIRST)
    if other is None and not compared and not any(one.search(form) for one in marks):
        return ()
    if years is not None and names:
        return _each(form, years.span(), names)
    quoted = _QUOTED.search(form)
    if quoted is not None:
        return _each(form, quoted.span(), (quoted["left"], quoted["right"]))
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


def _years_of(listed: str) -> tuple[str, ...]:
    """12年和14年报告 as 12年 and 14年报告, whichever of them the year is written out after."""
    if "年" not in listed and not re.search("[0-9]{4}", listed):
        listed += "年"
    found = re.findall(f"({_YEAR})(年?{_REPORT_OF})", listed)
    if len({len(year) for year, _ in found}) > 1 and "年" not in listed:
        return ()
    said = max((of for _, of in found), key=len) or "年"
    return tuple(year + (of if len(of) > 1 else said) for year, of in found)


def _documents(form: str) -> tuple[Part, ...]:
    """Of documents named side by side the same is asked, whether or not the question says so."""
    for left, right in pairwise(acts_named(form)):
        between = f"(?:的[^,;]{{0,6}})?(?:{_AND}|、)"
        named = re.search(f"《?{re.escape(left)}》?{between}《?{re.escape(right)}》?", form)
        if named is not None:
            beside = _each(form, named.span(), (left, right))
            return tuple(replace(part, document=True) for part in map(_without_name, beside))
    things = _things(form)
    if things is None or not all(_A_DOCUMENT.search(name) for name in things[1:]):
        return ()
    return _each(form, things[0], things[1:])


def _things(form: str) -> tuple[tuple[int, int], str, str] | None:
    """Two things conjoined, with what the second has at its end for both: 甲和乙(复审不服)."""
    masked = _NO_CONJUNCTION.sub("〇", form)
    match = _CONJOINED.search(masked)
    if match is None:
        return None
    left, right = (form[slice(*match.span(name))].strip("《》 ") for name in ("left", "right"))
    right = _TOGETHER.sub("", right) if _TOGETHER.search(right) else right
    right = _context(left, right) + right
    return match.span(), *_with_shared_end(left, right)


def _with_shared_end(left: str, right: str) -> tuple[str, str]:
    """Two things with what only one of them has at its end, where it is said of both."""
    for length in range(min(4, len(left)), 1, -1):
        at = right.rfind(left[-length:])
        if at >= 0:
            return left + right[at + length :], right
    places = places_in(right)
    if places and right.startswith(places[0]) and left in places_in(left):
        # 哈尔滨和深圳申办运动会的复函
        return left + right[len(places[0]) :], right
    _, of, ending = right.rpartition("的")
    if of and "的" not in left:
        return f"{left}的{ending}", right
    _, of, ending = left.rpartition("的")
    if of and "的" not in right and (places_in(right) or _WHOLE.search(right)):
        # 海拉尔的经济增速和全国比
        return left, f"{right}的{ending}"
    return left, right


def _context(first: str, second: str) -> str:
    """What the first of two things begins with and the second leaves out: 97年城里人和农村人."""
    year = _IN_YEAR.match(first)
    if year is not None and not _IN_YEAR.match(second):
        return year.group()
    where = _WHERE.match(first)
    if where is not None and not _WHERE.match(second):
        return where.group()
    owner = first[: first.rfind("的") + 1]
    shared = owner and not _CASE.search(owner) and "的" not in second
    return owner if shared and not names_something(second) else ""


def _without_name(part: Part) -> Part:
    """Asked of one document alone: its name only stands in the way, where more than it is said."""
    question = _DANGLING.sub("", part.question.replace(part.name, "", 1))
    said = sum(map(len, read_question(question).content))
    return part if said < _LEAST_SAID else replace(part, question=question, named=part.question)


def _each(form: str, span: tuple[int, int], names: Sequence[str]) -> tuple[Part, ...]:
    before, after = form[: span[0]], form[span[1] :]
    after = _OF_EACH.sub("", _TOGETHER.sub("", after, count=1))
    unlike = _DIFFERENCE.search(after)
    if unlike is not None:
        rest = (after[: unlike.start()] + after[unlike.end() :]).strip(", ")
        pieces = [*_PIECES.split(before), *_PIECES.split(rest)]
        asked = next((piece for piece in pieces if asks(piece)), "")
        if asked and all(piece == asked or _ONLY_COMPARES.fullmatch(piece) for piece in pieces):
            # 近亲属都算哪些人,甲法和乙法的口径差在哪
            return tuple(Part(name, f"{name},{asked}") for name in names)
        if not rest and all(len(name) <= _LONGEST_TERM for name in names):
            # What tells two terms apart is what either of them means.
            return tuple(Part(name, f"{before}{_meaning_of(name)}") for name in names)
        after = _DIFFERENCE.sub("是什么", after)
    first = _WHICH_FIRST.search(after)
    if first is not None:
        after = f"{after[: first.start()]}什么时候{first['what']}{after[first.end() :]}"
    return tuple(Part(name, f"{before}{name}{_with_value(after)}") for name in names)


def _meaning_of(name: str) -> str:
    """What asks for the meaning of a term, or for what a phrase with 的 stands for."""
    return f"{name}是什么" if "的" in name else f"{name}{_MEANING}"


def asks_for_meaning(part: Part) -> bool:
    """Whether the thing is a term, which is told from another one by what it means."""
    return part.question.endswith(_MEANING)


def _with_value(after: str) -> str:
    """What is asked of either, where it is asked which one has more of it."""
    more = _WHICH_MORE.search(after)
    if more is None:
        return after
    rest = after[: more.start()] + after[more.end() :]
    how = _HOW_MUCH.get(more["how"], f"多{more['how']}")
    how = more["how"] if _ASKS_VALUE.search(rest) else how
    if how == more["how"] and not more["of"] and not after[: more.start()].endswith("得"):
        how = ""
    return f"{after[: more.start()]}{more['of']}{how}{after[more.end() :]}"
