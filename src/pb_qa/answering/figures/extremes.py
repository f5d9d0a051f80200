"""哪年最多, 哪个县最高, 排第几: one thing at several times or places, held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pb_qa.answering.figures.asking import FigureQuestion, read_figure_question
from pb_qa.answering.figures.choosing import FITTING_PERIOD
from pb_qa.answering.figures.matching import Match
from pb_qa.answering.figures.preferences import is_number, own_name
from pb_qa.answering.figures.ranking import RankedFigures
from pb_qa.text.indicators import indicator_form
from pb_qa.text.places import places_in
from pb_qa.text.search_form import search_form
from pb_qa.text.short_years import with_long_years

_WHICH_TIME: Final = re.compile("(?:是|在|数)?(?:哪一?个?年[份度]?|何年|什么年份)")
_WHICH_PLACE: Final = re.compile(
    "(?:是|在|数)?(?:哪一?个?(?:省份?|城市|地区|地方|[市县区旗镇乡村])|哪里|哪儿|何地|谁)"
)
_HIGH: Final = "多高大快长重"
_LOW: Final = "少低小慢短轻"
_MOST: Final = re.compile(
    f"最(?P<side>[{_HIGH}{_LOW}])|(?:更|比较)?(?P<end>[{_HIGH}{_LOW}])(?=[?？。]*$)"
)
_RANK: Final = re.compile(
    "(?:(?<!安)排(?:名|行|位)?|名列|位列|位居)(?:在|了)?第几[位名]?|排名(?:是|为)?(?:多少|几)|第几[位名]"
)
_REST: Final = re.compile("的?(?:是|呢|吗)?[?？。]*$")
_LEFT: Final = re.compile("^[的是，,]+")
_TRUST_FROM: Final = 0.5
# In logits; what is compared has the same name as well.
_CLOSE: Final = 9.0
_MOST_COMPARED: Final = 12
_FEWEST_RANKED: Final = 3


@dataclass(frozen=True, slots=True)
class ExtremeQuestion:
    """Which time or place has the most or the least of something.

    Attributes
    ----------
    plain
        The question for the thing itself.
    times
        Whether times are compared; places otherwise.
    high
        Whether the highest is asked for.
    rank
        Whether it is asked where one place stands among all.
    places
        The places named, among which to choose.
    """

    plain: FigureQuestion
    times: bool
    high: bool
    rank: bool = False
    places: tuple[str, ...] = ()


def read_extreme_question(question: str) -> ExtremeQuestion | None:
    """Read which time or place has the most of what; None when that is not asked."""
    form = with_long_years(search_form(question).strip())
    rank = _RANK.search(form)
    if rank is not None:
        plain = _plain(form, [rank])
        return _over_places(plain, high=True, rank=True) if plain else None
    time, place, most = _WHICH_TIME.search(form), _WHICH_PLACE.search(form), _MOST.search(form)
    which = time or place
    if which is None or most is None or (time is None and most["side"] is None):
        return None
    plain = _plain(form, [which, most])
    side = most["side"] or most["end"]
    if plain is None:
        return None
    if time is None:
        return _over_places(plain, high=side in _HIGH, rank=False)
    return ExtremeQuestion(plain, True, side in _HIGH)


def _over_places(plain: FigureQuestion, *, high: bool, rank: bool) -> ExtremeQuestion:
    """No figure is left out for its place, where places are compared."""
    named = () if rank else tuple(places_in(plain.text))
    return ExtremeQuestion(replace(plain, places=()), False, high, rank, named)


def _plain(form: str, left_out: Sequence[re.Match[str]]) -> FigureQuestion | None:
    """The question for the thing itself: 哪年粮食产量最高 as 粮食产量是多少."""
    for match in sorted(left_out, key=lambda m: -m.start()):
        form = f"{form[: match.start()]}{form[match.end() :]}"
    thing = _LEFT.sub("", _REST.sub("", form))
    return read_figure_question(f"{thing}是多少") if len(thing) > 1 else None


def compared(extreme: ExtremeQuestion, ranked: Sequence[RankedFigures]) -> list[Match]:
    """The figures that are held against each other, the one asked for first.

    Empty when fewer than two times or places are known, or those that are named are not.
    All are of one indicator, unit and kind; over times of one place, over places of one time.
    """
    ratings = [m for sentence in ranked for m in sentence.matches[0][:3] if _is_usable(m)]
    ratings.sort(key=lambda m: -m.score)
    if extreme.times or not extreme.plain.periods:
        fitting = ratings
    else:
        fitting = [m for m in ratings if m.period_fit >= FITTING_PERIOD]
    best = next((m for m in fitting if m.trust >= _TRUST_FROM and m.says_anything), None)
    if best is None:
        return []
    alike: dict[str, Match] = {}
    for match in fitting:
        key = _key(match, times=extreme.times)
        # A place named in the question is no word of the others.
        close = extreme.rank or match.score >= best.score - _CLOSE
        if key and close and _is_like(match, best, extreme):
            alike.setdefault(key, match)
    chosen = list(alike.values())[:_MOST_COMPARED]
    if len(chosen) < (_FEWEST_RANKED if extreme.rank else 2) or not _holds_named(extreme, chosen):
        return []
    return sorted(chosen, key=_value, reverse=extreme.high)


def note_on(extreme: ExtremeQuestion, chosen: Sequence[Match]) -> str:
    """What was compared, in words: what no document states is not in it."""
    names = [_key(match, times=extreme.times) for match in chosen]
    if extreme.rank:
        return f"从高到低依次是{'、'.join(names)}；只比较了资料里写有这项数据的地区。"
    best = [n for n, m in zip(names, chosen, strict=True) if _value(m) == _value(chosen[0])]
    side = "最高" if extreme.high else "最低"
    kind = "年份" if extreme.times else "地区"
    return f"{'、'.join(best)}{side}；只比较了资料里写有这项数据的{kind}：{'、'.join(names)}。"


def _is_usable(match: Match) -> bool:
    figure = match.candidate.found.figure
    return match.unit_fit >= 0 and is_number(figure.base_value) and not figure.value_to


def _key(match: Match, *, times: bool) -> str:
    figure = match.candidate.found.figure
    return figure.period.text if times else _place(match)


def _place(match: Match) -> str:
    """Whose figure it is, by the name of its place, or by that in its indicator."""
    figure = match.candidate.found.figure
    named = places_in(search_form(figure.indicator))
    return figure.place or (named[0] if named else "") or match.candidate.found.document.place


def _is_like(match: Match, best: Match, extreme: ExtremeQuestion) -> bool:
    one, other = match.candidate.found.figure, best.candidate.found.figure
    if one.base_unit != other.base_unit or one.measure is not other.measure:
        return False
    if _name(match) != _name(best):
        return False
    if extreme.times:
        same_place = _key(match, times=False) == _key(best, times=False)
        named = extreme.plain.periods
        return same_place and (not named or match.period_fit >= FITTING_PERIOD)
    among = extreme.places if len(extreme.places) > 1 else ()
    if among and not any(name in _place(match) for name in among):
        return False
    return (one.period.start, one.period.end) == (other.period.start, other.period.end)


def _name(match: Match) -> str:
    indicator = search_form(match.candidate.found.figure.indicator)
    return indicator_form(own_name(indicator, search_form(_place(match))))


def _holds_named(extreme: ExtremeQuestion, chosen: Sequence[Match]) -> bool:
    """Whether the times named are all there, or the place whose rank is asked for."""
    if extreme.times:
        have = {match.candidate.found.figure.period.start[:4] for match in chosen}
        return {period.start[:4] for period in extreme.plain.periods} <= have
    places = [_place(match) for match in chosen]
    if extreme.rank:
        return any(place in extreme.plain.text for place in places)
    return all(any(name in place for place in places) for name in extreme.places)


def _value(match: Match) -> Decimal:
    return Decimal(match.candidate.found.figure.base_value)
