"""Whether a number stands in its source for the same time, the same place and the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.context import Context
from pb_qa.answering.generative.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.founding import same_number, units_agree
from pb_qa.answering.generative.qualifying import qualifiers_agree
from pb_qa.figures import Measure, Period
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form

# How much better another number fits the words before they are held to be that one's.
_LEAD: Final = 0.34
_CLEARLY: Final = 0.6
_NEARLY_ALL: Final = 0.75
_SHARE: Final = re.compile("占|比重|比例|覆盖率|(?:增加|提高|上升|下降|降低|减少)[到至]")


@dataclass(frozen=True, slots=True)
class Match:
    """A number of the source that may be the one a sentence states.

    Attributes
    ----------
    faults
        In Chinese: in what it differs; empty when it bears the number out.
    doubts
        In what it differs without saying anything else.
    """

    evidence: int
    sentence: SourceSentence
    context: Context
    faults: tuple[str, ...]
    doubts: tuple[str, ...]
    likeness: float


def matches_of(stated: Context, evidence: Sequence[Evidence]) -> list[Match]:
    """Every number of the cited passages with the same value and unit, best first."""
    found: list[Match] = []
    for index, one in enumerate(evidence):
        for sentence in one.sentences:
            for source in sentence.contexts:
                if same_number(stated.number, source.number):
                    found.append(_compared(stated, index, one, sentence, source))
    rival = _best_rival(stated, evidence)
    if rival is not None:
        found = [_against(rival, stated, match) for match in found]
    closest = max((match.likeness for match in found), default=0.0)
    if closest >= _CLEARLY:
        # 3% of something else bears nothing out where the words are those of another 3%.
        found = [match for match in found if match.likeness > closest - _LEAD]
    return sorted(found, key=lambda m: (len(m.faults), len(m.doubts), -m.likeness))


def _compared(
    stated: Context, index: int, one: Evidence, sentence: SourceSentence, source: Context
) -> Match:
    faults = [
        fault
        for fault in (
            _qualifier_fault(stated, source),
            _time_fault(stated, source, one, sentence),
            _place_fault(stated, source, one, sentence),
            _change_fault(stated, source),
        )
        if fault
    ]
    doubts = []
    if qualifiers_agree(stated.number, source.number) is None:
        doubts.append(f"“{stated.number.text.strip()}”原文写的是“{source.number.text.strip()}”")
    return Match(index, sentence, source, tuple(faults), tuple(doubts), likeness(stated, source))


def likeness(stated: Context, source: Context) -> float:
    """The share of the words beside a number that stand beside the other one."""
    if not stated.local:
        return 1.0
    return len(stated.local & source.local) / len(stated.local)


# ---- the words that bound it


def _qualifier_fault(stated: Context, source: Context) -> str:
    if qualifiers_agree(stated.number, source.number) is False:
        return f"原文写的是“{source.number.text.strip()}”，不是“{stated.number.text.strip()}”"
    return ""


# ---- time


def _time_fault(stated: Context, source: Context, one: Evidence, sentence: SourceSentence) -> str:
    said = _own_periods(stated)
    known = source_periods(source, one, sentence)
    if not said or not known:
        return ""
    if any(_periods_agree(own, theirs) for own in said for theirs in known):
        return ""
    number = stated.number.text.strip()
    return f"“{number}”在原文中是{known[0].text}的数字，不是{said[0].text}的"


def _own_periods(stated: Context) -> list[Period]:
    """The time a sentence gives its number, unless in words that depend on who speaks."""
    said = [stated.period] if stated.period.start and not stated.period.words else []
    if stated.date is not None and (
        not said or not said[0].start.startswith(str(stated.date.year))
    ):
        said.append(_year(stated.date.year))
    return said


def source_periods(source: Context, one: Evidence, sentence: SourceSentence) -> list[Period]:
    """For when a number of the source may hold, the surest first."""
    known = [source.period] if source.period.start else []
    if source.date is not None:
        known.append(_year(source.date.year))
    if known:
        return known
    before = [
        date.year
        for earlier in one.sentences[: sentence.index]
        for date in earlier.dates
        if date.year
    ]
    if before:
        known.append(_year(before[-1]))
    later = [date.year for date in sentence.dates if date.year and date.start > source.number.end]
    known.extend(_year(year) for year in later[:1])
    known.extend(_year(date.year) for date in one.context_dates if date.year)
    return known


def _year(year: int) -> Period:
    return Period(f"{year}年", f"{year}-01-01", f"{year}-12-31")


def _periods_agree(said: Period, known: Period) -> bool:
    """Whether one lies in the other; several years agree with the same several years only."""
    several = said.start[:4] != said.end[:4], known.start[:4] != known.end[:4]
    if any(several):
        if all(several):
            return (said.start[:4], said.end[:4]) == (known.start[:4], known.end[:4])
        single, span = (known, said) if several[0] else (said, known)
        return single.end[:4] == span.end[:4]
    return said.start <= known.end and known.start <= said.end


# ---- place


def _place_fault(stated: Context, source: Context, one: Evidence, sentence: SourceSentence) -> str:
    said = stated.place
    if not said:
        if stated.whole == "国" and source.whole != "国" and source.place:
            return f"“{stated.number.text.strip()}”在原文中说的是{source.place}，不是全国"
        return ""
    own = source.place or (source.figure.place if source.figure else "")
    theirs = [name for name in (source.place, source.figure.place if source.figure else "") if name]
    if any(_places_agree(said, name) for name in theirs):
        return ""
    stem = place_stem(search_form(said))
    if source.place:
        return f"“{stated.number.text.strip()}”在原文中说的是{own}，不是{said}"
    if stem in sentence.form or stem in one.around:
        return ""
    before = one.places_before(sentence.index)
    if before and _places_agree(said, before[-1]):
        return ""
    where = own or (before[-1] if before else "")
    if where:
        return f"“{stated.number.text.strip()}”在原文中说的是{where}，不是{said}"
    return f"引用的原文没有说“{stated.number.text.strip()}”是{said}的"


def _places_agree(said: str, known: str) -> bool:
    """Whether two names are one place: 银川 and 宁夏银川市."""
    own, theirs = search_form(said), search_form(known)
    return place_stem(own) in theirs or place_stem(theirs) in own


# ---- change


def _change_fault(stated: Context, source: Context) -> str:
    own, theirs = stated.measure, source.measure
    if own is None or theirs is None:
        return ""
    words = {"up": "增长", "down": "下降"}
    number = stated.number.text.strip()
    if own is theirs is Measure.CHANGE and stated.direction != source.direction:
        return f"“{number}”原文写的是{words.get(source.direction, '')}，方向相反"
    if own is theirs or Measure.CHANGE not in (own, theirs):
        return ""
    if Measure.CHANGE is own:
        return f"“{number}”在原文中是总量或比重，不是增减的幅度"
    if own is Measure.SHARE and not _SHARE.search(stated.before + stated.after):
        return ""
    return f"“{number}”在原文中是增减的幅度，不是总量或比重"


# ---- subject


def _best_rival(stated: Context, evidence: Sequence[Evidence]) -> tuple[Context, float] | None:
    """The other number of the cited passages that the words beside this one fit best."""
    best: tuple[Context, float] | None = None
    for one in evidence:
        for sentence in one.sentences:
            for source in sentence.contexts:
                if source.number.value == stated.number.value or not units_agree(
                    stated.number, source.number
                ):
                    continue
                share = likeness(stated, source)
                if best is None or share > best[1]:
                    best = source, share
    return best


def _against(rival: tuple[Context, float], stated: Context, match: Match) -> Match:
    context, share = rival
    leads = share >= _CLEARLY and share - match.likeness >= _LEAD
    if not leads and not (share >= _NEARLY_ALL and _tells_apart(context, stated, match.context)):
        return match
    fault = (
        f"原文中与这里的说法相符的数字是“{context.number.text.strip()}”，"
        f"“{stated.number.text.strip()}”说的是另一件事"
    )
    return Match(
        match.evidence, match.sentence, match.context, (*match.faults, fault), match.doubts,
        match.likeness,
    )  # fmt: skip


def _tells_apart(rival: Context, stated: Context, source: Context) -> bool:
    """Whether all that sets the two numbers apart in the sentence's words is the rival's."""
    said = stated.local
    return bool((said & rival.local) - source.local) and not (said & source.local) - rival.local


__all__ = ["Match", "likeness", "matches_of"]
