"""The last question with one part replaced: 2010年粮食产量是多少, then 2012年呢."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.definitions import term_asked_for
from pb_qa.answering.question import read_question
from pb_qa.answering.question_subject import YEAR, names_something
from pb_qa.text.acts import acts_in
from pb_qa.text.places import bodies_in, places_in

# The end of a name that a short follow-up leaves out.
_COUNTED: Final = re.compile(
    r"(?:总?产量|总?产值|在校生|学生|人数|职工|收入|支出|投资|面积|数量|总量|里程|总额|价格|床位|增加值|消费量|覆盖率|普及率|比重|占比)$"
)
_ARTICLE: Final = re.compile(r"第[0-9一二三四五六七八九十百千零〇两]+[条章节款]")
# What a document says of itself; the document stays the one asked about: “文号呢？”.
_OF_ITSELF: Final = re.compile(
    r"(?:文号|发文字号|标题|(?:发布|印发|公布|施行|生效|通过|修订|修正|成文|发文)(?:的?(?:时间|日期|机关|单位|年份))?)"
)
_SAYS: Final = re.compile("[是没有出不无未被]")
_BEGINS: Final = re.compile("(?:.{0,6}?[0-9]{2,4}年的?)?")
# What a question begins with before a comma, where it is not where to look: 报告里,
_TOPIC: Final = re.compile("[\u3400-\u9fff]{2,8}(?<![里中上下内后前时呢吗])(?=[,，])")
# 取保候审最长能多久: who or what something may be done to.
_SUBJECT: Final = re.compile("[\u3400-\u9fff]{2,8}?(?=最[长多高低短少]|能|要|应|可以|得|须)")
# 多少名党员: what is counted comes last.
_COUNTS: Final = re.compile("(?:多少|几)[\u3400-\u9fff]{2,6}[?？]?$")
_THAT_TIME: Final = re.compile("那(?:会儿?|时候?|年|阵子?)|再?往[前后][^,，]{0,3}年[,，]?")
_SHORTEST_CASE, _SHORT = 3, 7
# Characters.
_LONGEST_TERM = 12


def substituted(new: str, previous: str, *, case: bool = False) -> str:
    """The previous question with the part of the same sort replaced by ``new``.

    Parameters
    ----------
    case
        Whether ``new`` tells of which sort or in which case: 商标的呢, 没房子的呢.
    """
    if _ARTICLE.search(new) and _ARTICLE.search(previous):
        return _ARTICLE.sub(_ARTICLE.findall(new)[0], previous, count=1)
    result, rest = _of_its_year(new, previous)
    if not rest:
        return result
    term = term_asked_for(read_question(previous))
    if term and term in result and len(rest) <= _LONGEST_TERM:
        # “稳增长是啥意思？” then “控物价呢？” asks what that means.
        return result.replace(term, rest, 1)
    fuller = _fuller(rest, result)
    if fuller:
        return result.replace(fuller, rest, 1)
    acts = acts_in(previous)
    if acts and _OF_ITSELF.fullmatch(new):
        asked = "什么时候" if new[-1] in "布发行效过订正文" else ""
        return f"{acts[-1]}{asked}{new}" if asked else f"{acts[-1]}的{new}是什么"
    for names_in in (acts_in, bodies_in, places_in):
        if names_in(rest) or (names_in is places_in and _looks_like_place(rest, result)):
            olds = [old for old in names_in(result) if old in result]
            if olds:
                return result.replace(olds[-1], rest, 1)
    placed = _at_its_place(rest, result, case=case)
    if placed:
        return placed
    before = read_question(result).content
    if (
        (case or _COUNTS.search(result))
        and len(before) > 1
        and len(before[-1]) >= 2
        and len(rest) <= 12
        and not places_in(rest)
    ):
        # “多少名党员？” then “那党支部呢？”: what was counted is what changes.
        return result.replace(before[-1], rest, 1)
    thing = _thing(result) if not bodies_in(rest) and not places_in(rest) else ""
    if thing:
        # “89年煤炭产量多少？” then “钢呢？” asks for 钢产量.
        counted = _COUNTED.search(thing)
        ending = counted.group() if counted and not _COUNTED.search(rest) else ""
        return result.replace(thing, rest.removesuffix(ending) + ending, 1)
    subject = _SUBJECT.match(result)
    if subject and not names_something(subject.group()):
        return rest + result[subject.end() :]
    olds = [*bodies_in(result), *places_in(result)]
    if olds:
        return result.replace(olds[0], rest, 1)
    return f"{rest}{result}"


def _of_its_year(new: str, previous: str) -> tuple[str, str]:
    """The previous question of the year that ``new`` names, and what else ``new`` says."""
    year = YEAR.search(new)
    if year is None:
        return previous, new
    rest = _THAT_TIME.sub("", new[: year.start()] + new[year.end() :]).strip("的 ,，")
    old = YEAR.search(previous)
    if old is None:
        return year.group() + previous, rest
    return previous[: old.start()] + year.group() + previous[old.end() :], rest


def _at_its_place(new: str, previous: str, *, case: bool) -> str:
    """The previous question with ``new`` where its like stood; empty where nothing tells where.

    常务会议 takes the place of 全体会议, 商标的 that of 专利 before 复审, 小微企业 that of what
    the question begins with before a comma; a case that says more stands before it all.
    """
    at = previous.find(new[-2:]) + 2 - len(new)
    if len(new) > 2 and at >= 0 and new[-2:] in previous:
        return previous[:at] + new + previous[at + len(new) :]
    start = re.match(_BEGINS, previous)
    begins = start.end() if start else 0
    if case and len(new) <= _SHORTEST_CASE and not _SAYS.match(new):
        return previous[:begins] + new + previous[begins + len(new) :]
    if case and len(new) <= _SHORT:
        return f"{new}的,{previous}"
    topic = _TOPIC.match(previous)
    if topic and not names_something(topic.group()) and not YEAR.search(topic.group()):
        return new + previous[topic.end() :]
    return ""


def _fuller(new: str, previous: str) -> str:
    """The word of a question of which ``new`` is a fuller or a shorter form: 记过, 记大过."""
    if not 2 <= len(new) <= _LONGEST_TERM:
        return ""
    for length in (3, 2, 4):
        for start in range(len(previous) - length + 1):
            word = previous[start : start + length]
            if word == new or (word[0], word[-1]) != (new[0], new[-1]):
                continue
            longer, shorter = sorted((word, new), key=len, reverse=True)
            rest = iter(longer)
            if len(longer) > len(shorter) and all(character in rest for character in shorter):
                return word
    return ""


def _thing(question: str) -> str:
    """What a question about a figure counts: its words without year, place and asking words."""
    if not re.search("多少|几|百分之", question) and not _COUNTED.search(question):
        return ""
    pieces = read_question(question).content
    if not pieces:
        return ""
    words = YEAR.sub("", pieces[0])
    for place in places_in(words):
        words = words.replace(place, "")
    words = re.sub("^[的底末初全国我]+|(?:有|是|为|达到?|共|一共|总共)+$", "", words)
    return words if 2 <= len(words) <= 14 and words in question else ""


def _looks_like_place(rest: str, previous: str) -> bool:
    """A short name beside a place: “那石嘴山呢？”; what ends in a common noun is none."""
    short = 2 <= len(rest) <= 3 and rest[-1] not in "部员业会家人数额率区量条项度"
    return short and bool(places_in(previous))
