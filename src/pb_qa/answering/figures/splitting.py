"""The several quantities that one question asks for, each with its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pb_qa.answering.figures.asking_words import ASKING, BY_HOW_MUCH, CHANGE, unit_after
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.contents import FILLER, content_of, within, without_times
from pb_qa.answering.figures.counted import LONGEST_KEY, NO_KEY, key_of, noun_of, subject_of
from pb_qa.answering.figures.named_lists import (
    Series,
    are_all_places,
    named_in_series,
    names_after,
    names_listed,
)
from pb_qa.understanding.figures.periods import Moment

_SAME_AGAIN: Final = re.compile("呢[?？。]?$")
# What says only how something changed, or of which of several: the thing was named before.
_SAYS_NOTHING: Final = re.compile(
    "(?:两年|到|又|变成|降|升|涨|增长?|提高|减少?|后来|原来|一开始|后|调整?|成|放宽|就行|前|则|再|已经|还|达|为|要|约|[一两]者|降低|增加|扩大|比|这|那|个|年|报告|里|往上|封顶|给|最?[多高少低]|该|改|叫|定|说|至)*"
)
_AND: Final = re.compile("(?:以?及|[和与、])(?:同比|其|年均)?$")
# What is stated as a change and no otherwise: 居民消费价格上涨2.6%.
_CHANGING: Final = re.compile("[cp]pi|物价|(?:消费|零售|出厂)价格")
_CLAUSE: Final = re.compile("[，,；;？?。！!：:]")
# 挖多少煤、采多少油: a mark between two asking words ends what the first one asks.
_PART: Final = re.compile("[，,；;？?。！!：:、]")
_RATE_WORD: Final = re.compile("[增降涨]幅|增速|幅度|同比")
_RATE_NAME: Final = re.compile("率$|[占比][比例重]$|[涨增降]幅$|增速$")
_CHANGE_NAME: Final = re.compile("[涨增降]幅$|增速$|增长率$")


def split_asks(form: str, moments: Sequence[Moment], places: Sequence[str]) -> list[Ask]:
    """Each asking word with the words before it, back to the one before.

    Parameters
    ----------
    form
        The question in search form, years in full.
    """
    asks: list[Ask] = []
    floor = 0
    series = named_in_series(without_times(form, moments))
    if series and not are_all_places(series.names, places):
        return _asked_in_series(series, form, moments, places)
    counts = re.search("多少|几|百分之", form) is not None
    for match in ASKING.finditer(form):
        if match["size"] and (asks or counts):
            continue
        read = _read(form, floor, match, moments, places, asks)
        before = without_times(form, moments)[floor : match.start()]
        asks += _expanded(read, before, places, begins=not asks)
        floor = _floor_after(form, match)
    if asks and _SAME_AGAIN.search(form) and floor < len(form) - 2:
        words = content_of(form[floor:], within(moments, floor, len(form)), places)
        if len(words) > 1:
            asks.append(replace(asks[-1], words=f"{words} {asks[-1].words}", key=words))
    if len(asks) == 1 and (names := names_after(form, floor)):
        return [_named(asks[0], name, asks[0].words) for name in names]
    return asks


def _floor_after(form: str, match: re.Match[str]) -> int:
    """Where the words of the next quantity begin: after the clause, if one ends in between."""
    unit_end = match.end() + len(unit_after("", match["unit"]) if match["count"] else "")
    following = ASKING.search(form, unit_end)
    ends = [
        m.end()
        for m in _PART.finditer(form, unit_end, following.start() if following else len(form))
    ]
    return ends[0] if ends and following else unit_end


def _read(
    form: str,
    floor: int,
    match: re.Match[str],
    moments: Sequence[Moment],
    places: Sequence[str],
    earlier: Sequence[Ask],
) -> list[Ask]:
    """The quantity asked for with one asking word; two for 人均纯收入和增幅."""
    asks: list[Ask] = []
    end = _CLAUSE.search(form, match.end())
    clause_end = end.start() if end else len(form)
    following = ASKING.search(form, match.end(), clause_end)
    if following and not following["size"]:
        mark = _PART.search(form, match.end(), following.start())
        clause_end = mark.start() if mark else following.start()
    until = max(match.end(), min(clause_end, match.end() + LONGEST_KEY))
    words = content_of(form[floor:until], within(moments, floor, until), places)
    beside = _AND.search(form, floor, match.start()) if match["rate"] and not earlier else None
    if beside:
        level = content_of(form[: beside.start()], within(moments, 0, beside.start()), places)
        asks.append(Ask(level, "", share=False, change=False, key=level[-LONGEST_KEY:]))
    ask = Ask(
        words=words,
        unit="个百分点" if match["points"] else unit_after(match["scale"], match["unit"]),
        share=bool(match["share"] or match["rate"]) and not match["points"],
        change=bool(match["rate"])
        or (_CHANGING.search(words) is not None and not match["unit"])
        or bool(CHANGE.search(form[max(floor, match.start() - 8) : match.end()])),
        key=key_of(form, floor, match, until, moments, places),
        noun=noun_of(form, match, until),
        subject=subject_of(form[floor : match.start()]),
        periods=tuple(m.period for m in within(moments, floor, match.start()) if not m.basis),
    )
    own = content_of(form[floor : match.start()], within(moments, floor, match.start()), places)
    unit_only = not ask.noun and not match["share"] and not match["rate"]
    if earlier and match["rate"] and not NO_KEY.sub("", _RATE_WORD.sub("", own)).strip():
        # 卖了多少辆车，增幅多少
        thing = earlier[-1]
        return [*asks, replace(ask, words=f"{thing.words} {ask.words}", key=thing.key)]
    if earlier and unit_only and _SAYS_NOTHING.fullmatch(own.replace(" ", "")):
        inherited = _inherited(ask, earlier[-1])
        by = BY_HOW_MUCH.search(form, floor, match.end() + 1)
        if by and not earlier[-1].change:
            share = not ask.unit and not by["amount"]
            inherited = replace(inherited, change=True, share=share, unit=ask.unit, noun="")
        return [*asks, inherited]
    if earlier and match.group() == "占多少" and not earlier[-1].share and len(own) <= LONGEST_KEY:
        # 赤字安排多少，中央占多少: a part, in whatever it is told.
        ask = replace(ask, share=False, words=f"{earlier[-1].words} {ask.words}")
    return [*asks, ask]


def _inherited(ask: Ask, earlier: Ask) -> Ask:
    """军费占支出的份额50年多少，54年降到多少: the second asks for the same at another time."""
    if ask.unit and earlier.unit and ask.unit != earlier.unit:
        # 多少户多少人: the same thing counted otherwise
        return replace(ask, words=f"{earlier.words} {ask.words}", key=f"{earlier.key} {ask.unit}")
    return replace(
        ask,
        words=f"{earlier.words} {ask.words}",
        key=earlier.key,
        unit=ask.unit or earlier.unit,
        share=earlier.share,
        change=earlier.change,
        noun=earlier.noun,
        subject=earlier.subject,
    )


def _expanded(asks: list[Ask], before: str, places: Sequence[str], *, begins: bool) -> list[Ask]:
    """粮食、油料、肉各产了多少 asks three times."""
    if len(asks) != 1:
        return asks
    names = names_listed(before, begins=begins)
    if len(names) < 2 or are_all_places(names, places):
        return asks
    shared = asks[0].words
    for name in names:
        shared = shared.replace(name, " ")
    shared = " ".join(FILLER.sub(" ", shared).split())
    named = [_named(asks[0], name, shared) for name in names]
    if any(_RATE_NAME.search(name) for name in names):
        return [_of_its_own_kind(ask, name) for ask, name in zip(named, names, strict=True)]
    return named


def _asked_in_series(
    series: Series, form: str, moments: Sequence[Moment], places: Sequence[str]
) -> list[Ask]:
    """One ask a name, with the words before all of them."""
    asking = ASKING.search(form, series.end)
    unit = unit_after(asking["scale"], asking["unit"]) if asking and asking["count"] else ""
    shared = content_of(form[: series.start], within(moments, 0, series.start), places)
    change = CHANGE.search(form, series.end) is not None
    plain = Ask(shared, unit, share=unit in ("%", "成"), change=change)
    asks = [_named(plain, name, shared) for name in series.names]
    return asks if change else [_of_its_own_kind(ask, ask.key) for ask in asks]


def _of_its_own_kind(ask: Ask, name: str) -> Ask:
    """GDP总量、物价涨幅、失业率都是多少: a level, a change and a share."""
    rate = _RATE_NAME.search(name) is not None
    return replace(ask, share=rate, change=_CHANGE_NAME.search(name) is not None)


def _named(ask: Ask, name: str, shared: str) -> Ask:
    name = FILLER.sub(" ", name).strip()
    return replace(ask, words=f"{shared} {name}", key=name, subject="", noun=ask.noun)
