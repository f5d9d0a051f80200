"""Whether a clause says of the same thing that it is done, denied, frequent or of a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Clause, Restated, clauses_of, restated
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.answering.generative.checking.framing import only_frames
from pb_qa.answering.generative.checking.synonyms import meaning

# The share of a clause that its source has before the two are held against each other.
_SAME: Final = 0.5
_SURELY_SAME: Final = 0.4
_SAME_YEAR: Final = 0.6
_FEWEST_PAIRS: Final = 4
# Less of a clause than this in all passages together, and nothing bears it out.
_SUPPORTED: Final = 0.25
_SHOWN: Final = 16

_PLAN: Final = re.compile(
    "计划|拟(?!定|订)|预计|预期|力争|争取(?!到)|目标|打算|有望|准备|确保|努力"
    "|待(?=[^，]{2,12}后)|(?<![主重需首必只摘纪概提简还])要(?![求素点件塞害闻领么不是])|将(?![军来领士近])|要求|今后|到20[2-9][0-9]年"
)
# What such a word governs is planned in every clause of its sentence that follows.
_PLANNED_BEFORE: Final = re.compile(
    "计划|拟(?!定|订)|预计|力争|争取(?!到)|打算|有望|[今明]年要(?!求)"
)
_DONE: Final = re.compile("已经|已(?!知|婚)|圆满|如期|顺利|完成|实现|达到|取得|了(?!解)")
_SURELY_DONE: Final = re.compile("已经|已(?!知|婚)|圆满|如期|顺利(?:完成|实现)|全部(?:完成|实现)")
_INTENDED: Final = re.compile(
    "计划|拟|预计|预期|力争|争取|目标|打算|有望|准备|确保|努力|将|要|任务|规划|安排|应|须"
)
_NEGATION: Final = re.compile(
    "不(?:需要|需|用|得|能|可|应|必|再|予|是|会|属于|包括|适用|负责|参加|享受|承担|要求)"
    "|没有|未(?!来|婚|成年|必|满|经)|无[须需权]|禁止|严禁|尚无|免于|免予"
    "|并[不未非没]|不(?:是|再)|绝不|从不|毫不"
)
_ANY_NEGATION: Final = re.compile("[不没未无非免禁严勿缺]|拒绝|除外|取消")
_NO_NEGATION: Final = re.compile(
    "不(?:[得能可应宜]?(?:少于|低于|超过|高于|多于)|足|断|仅|等|同|到|久|论|管|良)|无(?:论|偿|线|疑)"
    "|非(?:公|常|法)|未(?:来|成年)|免费"
)
_YEAR: Final = re.compile("((?:19|20)[0-9]{2})年")
_FREQUENCY: Final = re.compile("每(?:1)?个?(周|星期|月|季|半年|年|天|日|小时)")
_SAME_SPAN: Final = {"星期": "周", "日": "天"}
_HAN_PAIR: Final = re.compile("[\u4e00-\u9fff]{2}")
_LEADING: Final = re.compile(
    "^(?:根据|依据|按照|据|资料|材料|文件|文中|原文|同时|此外|另外|其中|总体|综上|总之|具体|主要|例如|比如|包括|因此|所以|可见)"
)


def restatement_fault(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """What a clause says else than the clause it restates, in Chinese; empty when nothing."""
    places = [(one, sentence) for one in evidence for sentence in one.sentences]
    found = restated(clauses_of(claims.form), [sentence.clauses for _, sentence in places])
    for fit in found:
        if fit is None or len(fit.said.pairs) < _FEWEST_PAIRS or fit.said.text in fit.written.text:
            continue
        sentence = places[fit.source][1]
        wrong = (
            _done(fit, sentence, places[fit.source][0])
            or _denied(fit, sentence)
            or _frequency(fit, sentence, evidence)
        )
        if wrong:
            return f"“{_short(fit.said.text)}”与原文不符，原文写的是“{_short(fit.written.text)}”"
    return ""


def _done(fit: Restated, sentence: SourceSentence, one: Evidence) -> bool:
    """Whether what the source plans is said to be done."""
    said, written = fit.said.text, fit.written.text
    new = {m[0] for m in _DONE.finditer(said)} - {m[0] for m in _DONE.finditer(written)}
    if fit.share < _SURELY_SAME or not new:
        return False
    surely = bool(_SURELY_DONE.search(said)) and not _SURELY_DONE.search(written)
    if fit.share < _SAME and not surely:
        return False
    earlier = _governing(written, sentence, one)
    if "了" in new and "已" not in written and _PLANNED_BEFORE.search(earlier):
        return not _INTENDED.search(said)
    if surely and "了" not in written:
        return bool(_PLAN.search(written) or _PLAN.search(earlier))
    return bool(_PLAN.search(written)) and not _INTENDED.search(said)


def _governing(written: str, sentence: SourceSentence, one: Evidence) -> str:
    """What stands before a clause of a sentence, and what that sentence goes on from.

    今年计划新建医院；解决3万人饮水问题: a plan holds for what follows a semicolon.
    """
    clauses = [clause.text for clause in sentence.clauses]
    at = clauses.index(written) if written in clauses else len(clauses) - 1
    led: list[str] = []
    for earlier in reversed(one.before(sentence)):
        if earlier.form[-1:] != ";":
            break
        led.insert(0, earlier.form)
    return "，".join((*led, *clauses[: at + 1]))


def _denied(fit: Restated, sentence: SourceSentence) -> bool:
    """Whether a clause denies what its source sentence says without any denial."""
    if fit.share < _SAME or not _NEGATION.search(_NO_NEGATION.sub("", fit.said.text)):
        return False
    return not _ANY_NEGATION.search(_NO_NEGATION.sub("", sentence.form))


def _frequency(fit: Restated, sentence: SourceSentence, evidence: Sequence[Evidence]) -> bool:
    """Whether something happens every week that happens every month in the source."""
    if fit.share < _SAME:
        return False
    own, theirs = _spans(fit.said.text), _spans(fit.written.text) or _spans(sentence.form)
    if not own or not theirs or own & theirs:
        return False
    elsewhere = [s.clauses for one in evidence for s in one.sentences]
    return not any(
        own & _spans(clause.text) and len(clause.pairs & fit.said.pairs) >= len(fit.said.pairs) // 2
        for clauses in elsewhere
        for clause in clauses
    )


def _spans(form: str) -> set[str]:
    return {_SAME_SPAN.get(match[1], match[1]) for match in _FREQUENCY.finditer(form)}


def relative_year_fault(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A year that the clause's source calls otherwise: 去年 of a report of 2016 is 2015."""
    years = {date.year for date in claims.dates if date.year}
    if not years:
        return ""
    places = [(one, sentence) for one in evidence for sentence in one.sentences]
    relative = [sentence.clauses if _last_year(sentence) else () for _, sentence in places]
    every = [sentence.clauses for _, sentence in places]
    said = clauses_of(claims.form)
    leading: set[int] = set()
    for own, fit, near in zip(said, restated(said, every), restated(said, relative), strict=True):
        explicit = {int(year) for year in _YEAR.findall(own.text)} or leading
        # “1992年，” alone is of what follows.
        leading = explicit if len(_YEAR.sub("", own.text)) < _FEWEST_PAIRS else set()
        if leading or fit is None or near is None or near.source != fit.source:
            continue
        if not explicit or _without_years(own, fit) < _SAME_YEAR:
            continue
        sentence = places[fit.source][1]
        named = {date.year for date in sentence.dates if date.year}
        meant = {
            year: words for year, words in _last_year(sentence) if words in fit.written.text
        } or dict(_last_year(sentence))
        for year in explicit:
            if year not in named and year not in meant:
                other, words = next(iter(meant.items()))
                return f"“{year}年”与原文不符，原文写的是“{words}”，即{other}年"
    return ""


def _last_year(sentence: SourceSentence) -> list[tuple[int, str]]:
    """The years meant by 去年 and its like; 全年 is of the year told of, not of the document."""
    return [(year, words) for year, words in sentence.relative_years if "全年" not in words]


def _without_years(said: Clause, fit: Restated) -> float:
    """The share of a clause that its source has, what names its years apart."""
    rest = [pair for pair in said.pairs if not any(c.isdigit() for c in pair)]
    return sum(pair in fit.written.pairs for pair in rest) / (len(rest) or 1)


def unsupported(claims: Claims, evidence: Sequence[Evidence]) -> list[str]:
    """The clauses of which next to nothing stands in the passages."""
    known = [f"{one.form}\n{one.around}" for one in evidence]
    senses = [one.sense for one in evidence]
    found: list[str] = []
    for clause in clauses_of(claims.form):
        if len(clause.pairs) < _FEWEST_PAIRS or _LEADING.match(clause.text):
            continue
        if only_frames(clause.text):
            continue
        own = [pair for pair in clause.pairs if _HAN_PAIR.fullmatch(pair)]
        if len(own) < _FEWEST_PAIRS:
            continue
        if sum(any(pair in text for text in known) for pair in own) < _SUPPORTED * len(own):
            sense = meaning(clause.text)
            if sense and any(sense in text for text in senses):
                continue
            found.append(clause.text)
    return found


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN * 2 else f"{text[: _SHOWN * 2]}…"


__all__ = ["relative_year_fault", "restatement_fault", "unsupported"]
