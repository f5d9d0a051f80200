"""Whether a growth is measured from what its source measures it from: 同比, 比2010年, 比年初."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.clauses import counted_form
from pb_qa.answering.generative.checking.context import Context, pairs
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.founding import same_number
from pb_qa.answering.generative.checking.spelling import compared_plainly

_BASE: Final = re.compile(
    "(?P<yearly>同比|[比较](?:上[1一]?年|去年|前[1一]年|往年)(?!代)|与(?:上年|去年)(?:同期)?相比)"
    "|(?P<monthly>环比|[比较]上(?:个?月|1?个?季度?|季|期))"
    "|[比较](?P<year>(?:19|20)[0-9]{2})年"
    "|[比较](?P<ago>[0-9一二三四五六七八九十]+年)(?:之)?前"
    '|[比较与][“"]?(?P<plan>[十一二三四五六七八九]+五|1[0-4]?5)[”"]?(?:期)?(?:末|初|时期|期间|规划)'
    "|[比较](?P<opening>年初)"
)
# 比油料产量多30万吨: the other thing that something is held against.
_OTHER: Final = re.compile(
    "比(?!例|重|上|较|去|前)(?P<other>[一-鿿]{2,12}?)的?"
    "(?:多|少|高|低|大|小|快|慢|增|减|提高|下降|上升)[^，。；0-9]{0,4}$"
)
_SAME_THING: Final = 0.5
_SHOWN: Final = 20


def base_fault(contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A number measured from something else than in its source, in Chinese; empty without."""
    for stated in contexts:
        said, other = _bases(stated.clause), _other(stated.clause)
        if not (said or other):
            continue
        sources = [
            (source, one, sentence)
            for one in evidence
            for sentence in one.sentences
            for source in sentence.contexts
            if same_number(stated.number, source.number)
        ]
        same = [
            source
            for source in sources
            if (not said or _agrees(said, *source)) and _same_other(other, source[0])
        ]
        if sources and not same:
            number, written = stated.number.text.strip(), sources[0][0].clause.strip()[-_SHOWN:]
            return f"“{number}”在原文中写的是“{written}{sources[0][0].number.text.strip()}”"
    return ""


def _other(clause: str) -> str:
    found = _OTHER.search(clause) if "比" in clause else None
    return found["other"] if found else ""


def _same_other(said: str, source: Context) -> bool:
    """Whether a number tells the distance to the same thing; nothing named leaves it open."""
    own, theirs = pairs(said), pairs(_other(source.clause))
    return not own or not theirs or len(own & theirs) >= _SAME_THING * min(len(own), len(theirs))


def _agrees(said: frozenset[str], source: Context, one: Evidence, sentence: SourceSentence) -> bool:
    written = _bases(source.clause)
    if said & written or (not said - {"yearly"} and not written):
        return True
    dates = (*sentence.dates, *one.context_dates)
    if not written:
        named = {str(date.year) for date in sentence.dates}
        return bool(said & named) or any(base in sentence.form for base in said)
    # 比2010年 is 比上年 of 2011, or the other way round.
    if source.period.start and source.period.start[:4] == source.period.end[:4]:
        base = str(int(source.period.start[:4]) - 1)
        return "yearly" in said | written and base in said | written
    years = {str(year) for year, _ in sentence.relative_years}
    years |= {str(date.year - 1) for date in dates if date.year}
    dated = {base for base in said | written if base.isdigit()}
    return bool(dated) and "yearly" in said | written and (bool(dated & years) or not years)


def _bases(clause: str) -> frozenset[str]:
    """What is measured from: ``"yearly"``, ``"2010"``, ``"5年"``."""
    if not re.search("[比较与和同跟]", clause):
        return _NONE
    return frozenset(_base_names(compared_plainly(counted_form(clause))))


def _base_names(text: str) -> Iterator[str]:
    for match in _BASE.finditer(text):
        kind = str(match.lastgroup)
        yield match[kind] if kind in ("year", "ago", "plan") else kind


_NONE: Final[frozenset[str]] = frozenset()

__all__ = ["base_fault"]
