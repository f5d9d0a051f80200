"""Shares, growth rates and multiples that no document states, from operands that it does."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.contents import content_of
from pb_qa.answering.figures.coverage import grams
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.naming import LEAD
from pb_qa.answering.figures.operands import usable, value_of
from pb_qa.answering.figures.pairs import named_figures
from pb_qa.answering.figures.reckoning import (
    Reckoned,
    comparable,
    likeliest_pair,
    operand,
)
from pb_qa.figures import Measure
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.amounts import plain
from pb_qa.understanding.figures.periods import find_moments

_SHARE_ASKED: Final = (
    "的?(?:多少|百分之几|百分之多少|几成|比[例重](?:[是为]?(?:多少|几成|多大)|[是为]?[?？。]?$)"
    "|多大(?:的)?(?:比[例重]|份额))"
)
_THING: Final = "[^，。,;；]{2,24}?"
_WITHIN: Final = "(?:里面?|当?中)"
_PART_OF: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 旅游收入在生产总值里占多大比重
        f"(?P<part>{_THING})在(?P<whole>{_THING}){_WITHIN}的?(?:占了?|占?比){_SHARE_ASKED}",
        # 全国地震里，大陆地区的占比是多少
        f"(?P<whole>{_THING}){_WITHIN}[,，]?(?:其中)?(?P<part>{_THING})的?"
        "(?:占比?(?:了|是|为)?|比[例重](?:是|为)?)(?:多少|百分之几|几成|多大)",
        f"(?P<part>{_THING})占(?:了|到|整个|所有)?(?![比多])(?P<whole>{_THING}){_SHARE_ASKED}",
        f"(?P<part>{_THING})(?:是|为|相当于|等于)(?P<whole>{_THING})的?(?:百分之几|百分之多少|几成)",
    )
)
_TIMES_OF: Final = re.compile(
    "(?P<part>[^，。,;；]{2,24}?)(?:是|为|相当于|等于)(?P<whole>[^，。,;；]{2,20}?)的?(?:几|多少)倍"
)
_RATE: Final = re.compile("增[长幅速]|涨|降|减|提高")
_MULTIPLE: Final = re.compile("(?:几|多少)倍")
_NAMED_FROM: Final = 0.95
_MOSTLY_NAMED: Final = 0.15
_TIMELY_FROM: Final = 0.85
_ONE_DIGIT: Final = Decimal("0.1")


def share_of_whole(question: FigureQuestion, matcher: Matcher) -> Reckoned | None:
    """A占B的多少, A是B的几倍, where A and B are stated for one time and place in one unit."""
    multiple = _TIMES_OF.search(question.text)
    asked = multiple or part_and_whole(question)
    if asked is None or len(question.compared) > 1 or len(question.places) > 1:
        return None
    part, whole = (
        _figures(_named(asked[name], question), question, matcher) for name in ("part", "whole")
    )
    pairs = [(one, all_) for one in part for all_ in whole if _one_case(one, all_)]
    if not pairs:
        things = named_figures(question, matcher, (asked["part"], asked["whole"]), _MOSTLY_NAMED)
        is_amount = things is not None and things[0].candidate.found.figure.base_unit != "%"
        pairs = [(things[0], things[1])] if things and is_amount else []
    for one, all_ in pairs:
        if multiple and value_of(all_) > 0:
            shown = f"{_rounded(value_of(one) / value_of(all_))}倍"
            return Reckoned(shown, f"{operand(one)} ÷ {operand(all_)} ＝ {shown}", (one, all_))
        if not multiple and 0 < value_of(one) < value_of(all_):
            shown = f"{_rounded(value_of(one) * 100 / value_of(all_))}%"
            return Reckoned(shown, f"{operand(one)} ÷ {operand(all_)} ＝ {shown}", (one, all_))
    return None


def part_and_whole(question: FigureQuestion) -> re.Match[str] | None:
    """The part and the whole that a question for a share names."""
    if len(question.compared) > 1:
        return None
    found = (pattern.search(question.text) for pattern in _PART_OF)
    return next((match for match in found if match), None)


def is_of_another_part(match: Match, question: FigureQuestion, asked: re.Match[str]) -> bool:
    """Whether a percentage is a growth, in a sentence without the word the part begins with."""
    if match.candidate.found.figure.measure is not Measure.CHANGE:
        return False
    said = f"{match.candidate.sentence}\n{match.candidate.around[-LEAD:]}"
    wordings = figure_synonyms().variants(_named(asked["part"], question))
    beginnings = {words[0] for wording in wordings if (words := grams(wording))}
    return bool(beginnings) and not any(word in said for word in beginnings)


def growth(question: FigureQuestion, matcher: Matcher) -> Reckoned | None:
    """By how many per cent, or how many times, one thing grew between the two times named."""
    ask = question.asks[0]
    multiple = _MULTIPLE.search(question.text) is not None
    if len(question.compared) != 2 or not (multiple or (ask.share and _RATE.search(question.text))):
        return None
    level = Ask(ask.words, "", share=False, change=False, key=ask.key)
    rating = [m for m in usable(matcher, level) if m.candidate.found.figure.base_unit != "%"]
    pair = [match for match in likeliest_pair(rating, question) if match is not None]
    if len(pair) < 2 or not comparable(*pair):
        return None
    early, late = sorted(pair, key=lambda m: m.candidate.found.figure.period.end)
    if value_of(early) <= 0 or max(early.keyed, early.stated) < _NAMED_FROM / 2:
        return None
    if multiple:
        if re.search("增[长加]|多[了出]", question.text):
            return None
        shown = f"{_rounded(value_of(late) / value_of(early))}倍"
        return Reckoned(shown, f"{operand(late)} ÷ {operand(early)} ＝ {shown}", (late, early))
    grown = value_of(late) - value_of(early)
    if grown < 0:
        shown = f"{_rounded(-grown * 100 / value_of(early))}%"
        working = f"（{operand(early)} － {operand(late)}） ÷ {operand(early)} ＝ {shown}"
        return Reckoned(shown, working, (early, late))
    shown = f"{_rounded(grown * 100 / value_of(early))}%"
    working = f"（{operand(late)} － {operand(early)}） ÷ {operand(early)} ＝ {shown}"
    return Reckoned(shown, working, (late, early))


def grown_in_a_year(question: FigureQuestion) -> bool:
    """Whether the two times compared are years that follow each other, so that 同比 is meant."""
    years = sorted(int(period.end[:4]) for period in question.compared)
    return len(years) == 2 and years[1] - years[0] == 1


def states_growth(match: Match, question: FigureQuestion) -> bool:
    """Whether a sentence tells a change and names the earlier of the two times compared."""
    earlier = min((period.start[:4] for period in question.compared), default="")
    figure = match.candidate.found.figure
    return figure.measure is Measure.CHANGE and f"{earlier}年" in match.candidate.sentence


def _named(words: str, question: FigureQuestion) -> str:
    return content_of(words, [m for m in find_moments(words, None)], question.places)


def _figures(words: str, question: FigureQuestion, matcher: Matcher) -> list[Match]:
    """The figures whose sentence says all the words, of the time asked about."""
    ask = Ask(words, "", share=False, change=False, key=words)
    return [
        match
        for match in usable(matcher, ask)[:6]
        if match.keyed >= _NAMED_FROM
        and match.candidate.found.figure.base_unit != "%"
        and (not question.periods or match.period_fit >= _TIMELY_FROM)
    ]


def _one_case(one: Match, other: Match) -> bool:
    """Whether two figures are of one time, place and unit, and not the same figure."""
    a, b = one.candidate.found.figure, other.candidate.found.figure
    return (
        a.base_unit == b.base_unit
        and (a.period.start, a.period.end) == (b.period.start, b.period.end)
        and a.place == b.place
        and (a.document_id, a.number_start) != (b.document_id, b.number_start)
        and a.indicator != b.indicator
    )


def _rounded(value: Decimal) -> str:
    return plain(value.quantize(_ONE_DIGIT, ROUND_HALF_UP))
