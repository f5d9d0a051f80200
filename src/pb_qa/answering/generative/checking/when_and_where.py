"""Whether a number is stated for the time, the place and the body that its source states it for."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.question import years_in
from pb_qa.figures import Period
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form

_FROM: Final = re.compile("[由从](?:原来|原先)?的?\\s*$")
_TO: Final = re.compile("(?:提高|增加|增长|上升|扩大|发展|降低|下降|减少|缩小|调整)[到至为]")


def time_fault(stated: Context, source: Context, one: Evidence, sentence: SourceSentence) -> str:
    """How the time differs, in Chinese; empty when it agrees or one of them leaves it open."""
    if _begins_change(stated) and _begins_change(source):
        return ""  # 由20元提高到40元: what it changes to tells the time
    said = _own_periods(stated)
    known = source_periods(source, one, sentence)
    if not said or not known:
        return ""
    if any(_periods_agree(own, theirs) for own in said for theirs in known):
        return ""
    number = stated.number.text.strip()
    return f"“{number}”在原文中是{known[0].text}的数字，不是{said[0].text}的"


def _begins_change(context: Context) -> bool:
    """Whether a number, no time beside it, is what a change begins from."""
    return bool(_FROM.search(context.clause)) and bool(_TO.match(context.after.strip()))


def _own_periods(stated: Context) -> list[Period]:
    """The times a sentence may give its number, unless in words that depend on who speaks."""
    period = stated.period
    named = {int(date[:4]) for date in (period.start, period.end) if date}
    if named and not period.words and named <= stated.years:
        said = [period]
        if stated.date is not None and stated.date.year not in named:
            said.append(_years(stated.date.year, stated.until))
        return said
    if stated.date is None:
        return []
    if named and not period.words:
        # 2002年至2007年，由7703元增至13786元: either end may be meant.
        return [_years(year, year) for year in sorted(stated.years)]
    return [_years(stated.date.year, stated.until)]


def source_periods(source: Context, one: Evidence, sentence: SourceSentence) -> list[Period]:
    """For when a number of the source may hold, the surest first."""
    known = [source.period] if source.period.start else []
    if source.date is not None:
        known.append(_years(source.date.year, source.until))
    if known:
        return known
    before = [
        date.year
        for earlier in one.sentences[: sentence.index]
        for date in earlier.dates
        if date.year
    ]
    if before:
        known.append(_years(before[-1], before[-1]))
    later = [date.year for date in sentence.dates if date.year and date.start > source.number.end]
    years = [*later[:1], *(date.year for date in one.context_dates if date.year)]
    years += [year for year, _ in sentence.relative_years]
    return known + [_years(year, year) for year in years]


def _years(first: int, last: int) -> Period:
    """Whole years; not checked against the calendar, for a model may write any number."""
    name = f"{first}年" if first == last else f"{first}年至{last}年"
    return Period(name, f"{first:04}-01-01", f"{last:04}-12-31")


def _periods_agree(said: Period, known: Period) -> bool:
    """Whether one lies in the other; several years agree with the same several years only."""
    several = said.start[:4] != said.end[:4], known.start[:4] != known.end[:4]
    if any(several):
        if all(several):
            return (said.start[:4], said.end[:4]) == (known.start[:4], known.end[:4])
        single, span = (known, said) if several[0] else (said, known)
        return single.end[:4] == span.end[:4]
    return said.start <= known.end and known.start <= said.end


def asked_otherwise(stated: Context, source: Context, question: str) -> str:
    """A doubt, in Chinese, where a number is of another year than the only one asked about."""
    asked = years_in(search_form(question))
    known = {date[:4] for date in (source.period.start, source.period.end) if date}
    if len(asked) != 1 or not known or stated.years or min(known) <= min(asked) <= max(known):
        return ""
    return f"问的是{min(asked)}年，“{stated.number.text.strip()}”是{source.period.text}的数字"


def place_fault(stated: Context, source: Context, one: Evidence, sentence: SourceSentence) -> str:
    """How the place differs, in Chinese; empty when it agrees or is left open."""
    number = stated.number.text.strip()
    if not stated.place:
        if stated.whole == "国" and source.whole != "国" and source.place:
            return f"“{number}”在原文中说的是{source.place}，不是全国"
        return ""
    said = stated.place
    ledger = source.figure.place if source.figure else ""
    if any(places_agree(said, name) for name in (source.place, ledger) if name):
        return ""
    if source.place:
        return f"“{number}”在原文中说的是{source.place}，不是{said}"
    if place_stem(search_form(said)) in f"{sentence.form}\n{one.around}":
        return ""
    before = [name for earlier in one.before(sentence) for name in earlier.places]
    if before and not source.whole and places_agree(said, before[-1]):
        return ""
    where = ledger or (before[-1] if before else "")
    if where:
        return f"“{number}”在原文中说的是{where}，不是{said}"
    return f"引用的原文没有说“{number}”是{said}的"


def places_agree(said: str, known: str) -> bool:
    """Whether two names are one place: 银川 and 宁夏银川市."""
    own, theirs = search_form(said), search_form(known)
    return place_stem(own) in theirs or place_stem(theirs) in own


def body_fault(stated: Context, source: Context, one: Evidence, sentence: SourceSentence) -> str:
    """Which other company or office the source states it for, in Chinese; else empty."""
    said, number = stated.body, stated.number.text.strip()
    if not said or any(bodies_agree(said, name) for name in sentence.bodies):
        return ""
    if source.body:
        return f"“{number}”在原文中说的是{source.body}，不是{said}"
    if bodies_agree(said, f"{sentence.form}\n{one.around}"):
        return ""
    earlier = [name for other in one.before(sentence) for name in other.bodies]
    if earlier and not source.whole and bodies_agree(said, earlier[-1]):
        return ""
    if said not in search_form(stated.clause):
        return ""  # named in an earlier clause, which may have ended its part
    elsewhere = any(bodies_agree(said, name) for other in one.sentences for name in other.bodies)
    return f"引用的原文没有说“{number}”是{said}的" if elsewhere else ""


def bodies_agree(said: str, known: str) -> bool:
    """Whether a name may stand for another; names are often shortened."""
    short, whole = sorted((said, known), key=len)
    pairs = [short[i : i + 2] for i in range(len(short) - 1)]
    return sum(pair in whole for pair in pairs) * 3 >= 2 * len(pairs)


__all__ = [
    "asked_otherwise",
    "bodies_agree",
    "body_fault",
    "place_fault",
    "places_agree",
    "source_periods",
    "time_fault",
]
