"""Simple arithmetic on figures that documents state, with its working."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.coverage import grams
from pb_qa.answering.figures.fitting import fit_of_period
from pb_qa.answering.figures.matching import Match, Matcher
from pb_qa.answering.figures.named_lists import names_added
from pb_qa.answering.figures.operands import usable, value_of
from pb_qa.answering.figures.pairs import named_figures, two_things_in
from pb_qa.figures import Figure, Measure
from pb_qa.text.search_form import search_form
from pb_qa.understanding.figures.amounts import plain
from pb_qa.understanding.figures.units import base_of

_PAIRED_AMONG: Final = 8
# In logits, for two figures that are said in the same words.
_ALIKE: Final = 3.0
_PAIRED: Final = re.compile("[和与跟]")
_TURNS: Final = re.compile("[降减涨增升]|回落|提高|下调|上调|扩大|缩小")
_TIMELY_FROM: Final = 0.5
# In logits, for each figure of a pair that is of the very time asked about.
_VERY_TIME: Final = 3.0
_GOES_TO: Final = re.compile(
    "[^，。；：]{0,8}(?:提高|增加|上升|下降|降低|减少|扩大|缩小|回落|增长|升|降|增|减|发展|改)?[到至为][^，。；：]{0,14}"
)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A result with its working and the figures that went into it."""

    text: str
    working: str
    operands: tuple[Match, ...]


def difference(question: FigureQuestion, matcher: Matcher) -> Reckoned | None:
    """How much two figures differ: one thing at two times, or two things at one."""
    ask = question.asks[0]
    plain_ask = Ask(ask.words, _level_unit(ask), ask.share, change=False)
    rating = usable(matcher, plain_ask)
    chosen = _operands(rating, question, matcher)
    first, second = [*chosen, None, None][:2]
    if first is None or second is None or not _has_difference(first, second):
        return None
    if any(_states_difference(m, ask, question) for m in matcher.rate(ask)[:1] if m.place_fit):
        return None
    a, b = value_of(first), value_of(second)
    if a == b and first.candidate is second.candidate:
        return None
    high, low = (first, second) if a >= b else (second, first)
    result = abs(a - b)
    unit = _unit(first, second)
    shown = _in_unit(result, unit)
    return Reckoned(
        text=f"{shown}",
        working=f"{operand(high)} － {operand(low)} ＝ {shown}",
        operands=(high, low),
    )


def _operands(
    rating: Sequence[Match], question: FigureQuestion, matcher: Matcher
) -> Sequence[Match | None]:
    """The two figures between which the difference is asked for."""
    pair = from_to(rating)
    if len(question.compared) == 2:
        if pair is not None and _same_sentence_fits(pair, question):
            return pair
        return likeliest_pair(rating, question)
    if len(question.compared) > 2 or len(question.asks) > 1:
        return []
    things = two_things_in(question.text)
    named = named_figures(question, matcher, things) if things else None
    if named is not None:
        return named
    if pair is not None and _TURNS.search(question.text) and _is_of_time(pair, question):
        return pair
    if things or _PAIRED.search(question.text):
        two = _two_things(rating, question)
        # 城镇和农村居民人均收入分别达…元、…元: told apart by their order alone.
        beside = len({match.place for match in two if match is not None}) == 1
        return two if beside or not things else []
    return []


def _is_of_time(pair: tuple[Match, Match], question: FigureQuestion) -> bool:
    """Whether one of 由A降到B is of the time asked about, if one is."""
    return not question.periods or any(
        fit_of_period(question.periods, match.candidate) >= _TIMELY_FROM for match in pair
    )


def total(question: FigureQuestion, matcher: Matcher) -> Reckoned | None:
    """The sum of as many figures as the question counts."""
    ask = question.asks[0]
    wanted = question.items or max(2, len(question.periods))
    rating = [
        m
        for m in usable(matcher, ask, begun=not question.items)
        if not question.periods or fit_of_period(question.periods, m.candidate) >= 0.3
    ]
    chosen: list[Match] = []
    things = things_added(question)
    named = named_figures(question, matcher, things) if things else None
    if named is not None:
        chosen, wanted = [*named], len(things)
    elif len(question.periods) == wanted:
        at = [best_at(rating, question, index) for index in range(wanted)]
        chosen = [m for m in at if m is not None]
    elif question.items:
        seen: set[tuple[str, int]] = set()
        for match in rating:
            figure = match.candidate.found.figure
            key = (figure.document_id, figure.number_start)
            if figure.base_unit == rating[0].candidate.found.figure.base_unit and key not in seen:
                seen.add(key)
                chosen.append(match)
            if len(chosen) == wanted:
                break
    if len(chosen) < wanted or len({m.candidate.found.figure.base_unit for m in chosen}) > 1:
        return None
    result = sum((value_of(m) for m in chosen), Decimal(0))
    shown = _in_unit(result, chosen[0].candidate.found.figure.unit)
    working = " ＋ ".join(operand(m) for m in chosen)
    return Reckoned(shown, f"{working} ＝ {shown}", tuple(chosen))


def things_added(question: FigureQuestion) -> Sequence[str]:
    """The things named of which the sum is asked for; none where one is, at several times."""
    if len(question.periods) > 1:
        return ()
    return names_added(question.text) or two_things_in(question.text) or ()


def _level_unit(ask: Ask) -> str:
    return "%" if ask.unit in ("个百分点", "百分点") else ask.unit


def best_at(rating: Sequence[Match], question: FigureQuestion, index: int) -> Match | None:
    """The likeliest figure of one of the times that the question names."""
    return next(iter(_at(rating, question, index)), None)


def _at(rating: Sequence[Match], question: FigureQuestion, index: int) -> list[Match]:
    """The figures that fit one of the times best, in the order of the rating."""
    period = question.compared[index]
    fitting = [(fit_of_period([period], m.candidate), m) for m in rating if m.unit_fit >= 0]
    best = max((fit for fit, _ in fitting), default=0.0)
    return [m for fit, m in fitting if fit >= max(0.5, best - 0.2)]


def likeliest_pair(rating: Sequence[Match], question: FigureQuestion) -> list[Match | None]:
    """One figure of each of the two times compared that measure the same, the likeliest such."""
    early, late = (_at(rating, question, index)[:_PAIRED_AMONG] for index in (0, 1))
    pairs = [
        (
            one.score
            + other.score
            + _ALIKE * _likeness(one, other)
            + _VERY_TIME * (_is_exact(one, question, 0) + _is_exact(other, question, 1)),
            one,
            other,
        )
        for one in early
        for other in late
        if one.candidate is not other.candidate and comparable(one, other)
    ]
    if not pairs:
        return []
    _, first, second = max(pairs, key=lambda pair: pair[0])
    return [first, second]


def _is_exact(match: Match, question: FigureQuestion, index: int) -> bool:
    return fit_of_period([question.compared[index]], match.candidate) >= 1.0


def _likeness(first: Match, second: Match) -> float:
    names = (match.candidate.found.figure.indicator for match in (first, second))
    return shared_words(*names)


def _two_things(rating: Sequence[Match], question: FigureQuestion) -> list[Match | None]:
    """The two best figures of one sentence, or of one time, for two things named."""
    usable = [
        m
        for m in rating
        if m.unit_fit >= 0
        and (not question.periods or fit_of_period(question.periods, m.candidate) >= 0.5)
    ]
    if not usable:
        return []
    first = usable[0]
    one = first.candidate.found.figure
    for match in usable[1:]:
        other = match.candidate.found.figure
        if (
            other.base_unit == one.base_unit
            and (other.indicator != one.indicator or other.start == one.start)
            and other.period.text == one.period.text
            and (other.document_id == one.document_id)
        ):
            return [first, match]
    return []


def comparable(first: Match, second: Match) -> bool:
    """Whether two figures measure the same in one unit."""
    one, two = first.candidate.found.figure, second.candidate.found.figure
    if one.base_unit != two.base_unit or one.measure is not two.measure or one == two:
        return False
    same_sentence = one.document_id == two.document_id and one.start == two.start
    return same_sentence or shared_words(one.indicator, two.indicator) >= 0.5


def _has_difference(first: Match, second: Match) -> bool:
    """Whether two figures are of one unit and kind; what they measure is seen to elsewhere."""
    one, two = first.candidate.found.figure, second.candidate.found.figure
    return one.base_unit == two.base_unit and one.measure is two.measure and one != two


def shared_words(first: str, second: str) -> float:
    """The share of the shorter indicator's pairs of characters that the other has."""
    one, two = (set(grams(search_form(name))) for name in (first, second))
    return len(one & two) / max(1, min(len(one), len(two)))


def _states_difference(match: Match, ask: Ask, question: FigureQuestion) -> bool:
    """Whether a document states the difference itself, between the times asked about."""
    figure = match.candidate.found.figure
    years = sorted(period.end[:4] for period in question.compared)
    both = not years or (
        figure.period.end[:4] == years[-1]
        and (len(years) == 1 or years[0] in match.candidate.sentence)
    )
    return figure.measure is Measure.CHANGE and match.unit_fit >= 0.8 and both


def from_to(rating: Sequence[Match]) -> tuple[Match, Match] | None:
    """Two values of the likeliest sentence: 由A降低到B."""
    if not rating:
        return None
    first = rating[0].candidate.found
    inside = sorted(
        (
            m
            for m in rating
            if m.candidate.found.document.id == first.document.id
            and m.candidate.found.figure.start == first.figure.start
        ),
        key=lambda m: m.candidate.found.figure.number_start,
    )
    pairs = [
        (one, two)
        for one, two in pairwise(inside)
        if one.candidate.found.figure.base_unit == two.candidate.found.figure.base_unit
        and _GOES_TO.fullmatch(_between(one, two))
    ]
    return max(pairs, key=lambda pair: pair[0].local, default=None)


def _between(one: Match, two: Match) -> str:
    """The words between two figures of a sentence."""
    found, next_ = one.candidate.found, two.candidate.found.figure
    figure = found.figure
    return found.quote[figure.number_end - figure.start : next_.number_start - figure.start]


def _same_sentence_fits(pair: tuple[Match, Match], question: FigureQuestion) -> bool:
    """Whether the sentence of a pair is about both times asked about: 由A降到B of their years.

    The year of the report goes without saying, so that the later one may be its period's.
    """
    sentence = pair[0].candidate.sentence
    return all(
        any(f"{year}年" in sentence for year in {period.start[:4], period.end[:4]})
        or any(fit_of_period([period], m.candidate) >= 0.85 for m in pair)
        for period in question.compared
    )


def _unit(first: Match, second: Match) -> str:
    """The unit in which both are stated, or the base unit."""
    one, two = first.candidate.found.figure, second.candidate.found.figure
    return (
        one.unit
        if one.unit == two.unit
        else two.unit
        if base_of(two.unit)[1] > base_of(one.unit)[1]
        else one.unit
    )


def _in_unit(value: Decimal, unit: str) -> str:
    if base_of(unit)[0] == "%":
        return f"{plain(value)}个百分点"
    return f"{plain(value / base_of(unit)[1])}{unit}"


def operand(match: Match) -> str:
    """A figure with its time, as a working shows it."""
    figure: Figure = match.candidate.found.figure
    when = f"（{figure.period.text}）" if figure.period.text else ""
    return f"{figure.value}{figure.unit}{when}"
