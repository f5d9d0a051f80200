"""Whether what follows from a case is told of that case: 甲的，…；乙的，…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.plainly import only_letters

_END: Final = re.compile("[,;:。!?\n]")
_CASE: Final = re.compile("[\u4e00-\u9fff0-9]{3,}的")
_ARTICLE: Final = re.compile("^.*?第[0-9一二三四五六七八九十百千]{1,6}条(?:[^\u4e00-\u9fff]*)")
_SHORTEST: Final = 5
_SHORTEST_CASE: Final = 4
_SIDES: Final = (
    ("严重|恶劣|较重", "较轻|轻微|不严重"),
    ("没有(?:明确)?约定|未(?:作)?约定|约定不明", "(?:已|有)(?:有|经)?(?:明确)?约定|约定明确"),
    ("(?:没有|无)(?:正当)?理由", "(?<!没)有(?:正当)?理由"),
    ("(?:没有|无|不存在)过[错失]", "(?<!没)有过[错失]|存在过[错失]"),
    ("逾期|超过期限|未按期|未在", "按期|如期|未逾期"),
    ("未经(?:批准|同意|许可)", "(?<!未)经(?:批准|同意|许可)"),
    ("故意", "过失"),
)
_AXES: Final = tuple((re.compile(one), re.compile(other)) for one, other in _SIDES)
_LESS_THAN: Final = re.compile("(?:不满|不足|未满|不到)([0-9.]+[\u4e00-\u9fff]{1,2}?)(?=的|不满|$)")
_OUT: Final = re.compile("的?(?:除外|例外|不在此[限列]|不适用|不包括在内)")
_IN: Final = re.compile("(?<!不)(?:包括|包含|涵盖|含)(?P<words>[^;。]{5,})")
_IN_END: Final = re.compile("(?:的?(?:情形|情况)?(?:也?在内)?|的)$")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Some cases with what follows from them; letters and digits only."""

    cases: tuple[str, ...]
    consequences: tuple[str, ...]


def other_case(form: str, sources: Sequence[str]) -> str:
    """A consequence told of another case than its source has, in Chinese; else empty.

    Parameters
    ----------
    form, sources
        The sentence and the passages, numbers in digits, in the search form.
    """
    said = list(rulings(form))
    written = [one for source in sources for one in rulings(source)] if said else []
    for own in said:
        for consequence in own.consequences[:1]:
            theirs = [one for one in written if _follows(consequence, one)]
            if not theirs or any(_shared(own, one) for one in theirs):
                continue
            case = own.cases[-1]
            stands = any(_same(case, other) for one in written for other in one.cases)
            turned = any(_turned(case, other) for one in theirs for other in one.cases)
            if stands or turned:
                return f"原文里“{consequence}”说的是“{theirs[0].cases[-1]}”，不是“{case}”"
    return ""


def exception_included(form: str, sources: Sequence[str]) -> str:
    """What the source leaves out and the sentence takes in, in Chinese; else empty."""
    texts = [only_letters(source) for source in sources]
    for match in _IN.finditer(form):
        words = _IN_END.sub("", only_letters(match["words"]))
        if len(words) < _SHORTEST:
            continue
        for text in texts:
            at = text.find(words)
            if at >= 0 and _OUT.match(text, at + len(words)):
                return f"“{words}”在原文中是除外的，不包括在内"
    return ""


def rulings(text: str) -> Iterator[Ruling]:
    """The rulings of a text, in its order."""
    cases: list[str] = []
    consequences: list[str] = []
    for raw in _clauses(text):
        clause = only_letters(_ARTICLE.sub("", raw))
        if _CASE.fullmatch(clause):
            if consequences:
                yield Ruling(tuple(cases), tuple(consequences))
                cases, consequences = [], []
            cases.append(clause)
        elif cases and clause:
            consequences.append(clause)
        if raw[-1:] in (";", "。", "\n", "") and cases and consequences:
            yield Ruling(tuple(cases), tuple(consequences))
            cases, consequences = [], []
    if cases and consequences:
        yield Ruling(tuple(cases), tuple(consequences))


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _follows(consequence: str, ruling: Ruling) -> bool:
    return len(consequence) >= _SHORTEST and consequence in ruling.consequences


def _shared(own: Ruling, other: Ruling) -> bool:
    return any(
        _same(one, theirs) and not _turned(one, theirs)
        for one in own.cases
        for theirs in other.cases
    )


def _same(one: str, other: str) -> bool:
    """Whether one case is the other, or ends as it does: 其中甲的 for 甲的."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_CASE and longer.endswith(shorter)


def _turned(one: str, other: str) -> bool:
    for first, second in _AXES:
        for here, there in ((first, second), (second, first)):
            if here.search(one) and there.search(other) and not here.search(other):
                return True
    for said, written in ((one, other), (other, one)):
        for bound in _LESS_THAN.findall(said):
            if bound not in _LESS_THAN.findall(written) and f"{bound}以上" in written:
                return True
    return False


__all__ = ["Ruling", "exception_included", "other_case", "rulings"]
