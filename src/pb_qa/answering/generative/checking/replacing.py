"""Whether a clause has another word of a small set where the clause it restates has one.

城镇 for 农村, 上半年 for 全年, 环比 for 同比: the number stays right, what it is of does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Clause, clauses_of
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

Sides = Callable[[str], frozenset[str]]

# Numbers but years.
_DIGITS: Final = re.compile("(?<![0-9.])(?!(?:19|20)[0-9]{2}年)[0-9]+(?:\\.[0-9]+)?")
# The share of a clause, the set's own words apart, that its source has: less is needed
# where both state the same number.
_SAME_NUMBER: Final = 0.35
_SAME_WORDS: Final = 0.6
_NEAR: Final = 0.8
_FEWEST_PAIRS: Final = 2
_SHOWN: Final = 32

_COUNTERPARTS: Final = (
    "(?P<a>城镇|城市)|(?P<b>农村|乡村|农民)",
    "(?P<a>中央)|(?P<b>地方)",
    "(?P<a>男)|(?P<b>女(?!婿))",
    "(?P<a>收入)|(?P<b>支出)",
    "(?P<a>(?<!引)进口)|(?P<b>出口)",
    "(?P<a>国有)|(?P<b>民营|私营|非公)",
    "(?P<a>企业)|(?P<b>机关)",
    "(?P<a>(?<!上)(?<!城)市(?:级|委|政府|财政|直))|(?P<b>县(?:级|委|政府|财政|直))"
    "|(?P<c>省(?:级|委|政府|财政|直))|(?P<d>(?:乡镇|乡|镇)(?:级|党委|政府|财政))",
    "(?P<a>党员)|(?P<b>群众)|(?P<c>团员)",
    "(?P<a>小学)|(?P<b>初中)|(?P<c>高中)|(?P<d>大学|高校)",
    "(?P<a>正式)|(?P<b>预备)",
    "(?P<a>在职)|(?P<b>离退休|退休)",
    "(?P<a>固定)|(?P<b>流动)",
    "(?P<a>存款)|(?P<b>贷款)",
    "(?P<a>总数|总量|总额)|(?P<b>增量|增幅|增速)",
)
_PARTS_OF_YEAR: Final = re.compile(
    "(?P<half1>(?<!原则)上半年)|(?P<half2>下半年)|(?P<q13>前[三3]个?季度)|(?P<q12>前[二两2]个?季度)"
    "|(?P<q1>第?[一1]季度)|(?P<q2>第?[二2]季度)|(?P<q3>第?[三3]季度)|(?P<q4>第?[四4]季度)"
    "|(?P<whole>全年)"
)
_RATES: Final = re.compile(
    "(?P<year>每(?:1)?年|年均|平均每年)|(?P<month>每(?:1)?个?月|月均)|(?P<day>每(?:1)?[天日]|日均)"
    "|(?P<total>累计|[0-9]年共)|(?P<current>当年|本年度?|年内)"
)
_RATE_ADDED: Final = re.compile("每年|年均|每月|每个月|月均|每天|每日|日均")
_ANY_RATE: Final = re.compile(
    "每|[年月日]均|逐[年月]|各年|年(?:人均|安排|投入|产|销|递增)|月(?:薪|产|人均)|日(?:产|处)"
)
_BASE: Final = re.compile(
    "(?P<yearly>同比|[比较](?:上[1一]?年|去年|前[1一]年|往年)(?!代)|与(?:上年|去年)(?:同期)?相比)"
    "|(?P<monthly>环比|[比较]上(?:个?月|1?个?季度?|季|期))"
    "|[比较](?P<year>(?:19|20)[0-9]{2})年"
    "|[比较](?P<ago>[0-9一二三四五六七八九十]+年)(?:之)?前"
    '|[比较与][“"]?(?P<plan>[十一二三四五六七八九]+五|1[0-4]?5)[”"]?(?:期)?(?:末|初|时期|期间|规划)'
    "|[比较](?P<opening>年初)"
)


@dataclass(frozen=True, slots=True)
class _Near:
    """A clause of the sources that one of the sentence may restate."""

    clause: Clause
    sentence: SourceSentence
    evidence: Evidence
    share: float


def replaced_word(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """What a clause has instead of its source's word, in Chinese; empty when nothing."""
    for own in clauses_of(claims.form):
        if len(own.pairs) < _FEWEST_PAIRS:
            continue
        fault = _in_clause(own, claims, evidence)
        if fault:
            return fault
    return ""


def _in_clause(own: Clause, claims: Claims, evidence: Sequence[Evidence]) -> str:
    near: list[_Near] | None = None
    for sides in _SETS:
        said = sides(own.text)
        if not said:
            continue
        if near is None:
            if _stands(own.text, evidence):
                return ""
            near = _nearest(own, evidence)
        for fit in near:
            written = sides(fit.clause.text)
            if written and not written & said and not _excused(said, sides, own, near):
                if sides is _bases and _same_base(said, written, fit):
                    continue
                return _fault(own, fit.clause)
            break
    number = _DIGITS.search(own.text)
    if number and not _stands(own.text, evidence):
        near = _nearest(own, evidence) if near is None else near
        return _added(own, near, evidence)
    return ""


def _added(own: Clause, near: Sequence[_Near], evidence: Sequence[Evidence]) -> str:
    """A span or base of comparison beside a number that its source gives none of."""
    if not near:
        return ""
    best = near[0]
    known = "\n".join(f"{one.form}\n{one.around}" for one in evidence)
    part = _PARTS_OF_YEAR.search(own.text)
    if part and part.lastgroup != "whole" and not _parts(known) & _parts(part[0]):
        return _fault(own, best.clause)
    if _RATE_ADDED.search(own.text) and not any(_ANY_RATE.search(n.sentence.form) for n in near):
        return _fault(own, best.clause)
    added = _bases(own.text) - {"yearly"}
    if added and not any(_bases(n.sentence.form) for n in near):
        years = {str(date.year) for n in near for date in n.sentence.dates}
        plans = {base for base in added if base in best.sentence.form}
        if not added & years and not plans:
            return _fault(own, best.clause)
    return ""


def _excused(said: frozenset[str], sides: Sides, own: Clause, near: Sequence[_Near]) -> bool:
    """Whether another clause about as close has the sentence's word."""
    return any(said & sides(fit.clause.text) for fit in near)


def _same_base(said: frozenset[str], written: frozenset[str], fit: _Near) -> bool:
    """Whether 比2010年 is 比上年 of 2011, or the other way round."""
    dates = (*fit.sentence.dates, *fit.evidence.context_dates)
    years = {str(year) for year, _ in fit.sentence.relative_years}
    years |= {str(date.year - 1) for date in dates if date.year}
    dated = {base for base in said | written if base.isdigit()}
    return bool(dated) and "yearly" in said | written and (bool(dated & years) or not years)


def _nearest(own: Clause, evidence: Sequence[Evidence]) -> list[_Near]:
    """The source clauses that a clause may restate, the closest first.

    Where one states a number of the clause only such are looked at.
    """
    numbers = set(_DIGITS.findall(own.text))
    found: list[tuple[bool, int, _Near]] = []
    for one in evidence:
        for sentence in one.sentences:
            known = frozenset[str]().union(*(clause.pairs for clause in sentence.clauses))
            whole = len(own.pairs & known)
            for clause in sentence.clauses:
                shared = len(own.pairs & clause.pairs)
                if shared:
                    # 比上年增长12.5% has what grows in an earlier clause.
                    same = bool(numbers & set(_DIGITS.findall(clause.text)))
                    share = (whole if same else shared) / len(own.pairs)
                    found.append((same, shared, _Near(clause, sentence, one, share)))
    same_only = [entry for entry in found if entry[0]]
    chosen = same_only or found
    least = _SAME_NUMBER if same_only else _SAME_WORDS
    most = max((shared for _, shared, _ in chosen), default=0)
    near = [fit for _, n, fit in sorted(chosen, key=lambda e: -e[1]) if n >= _NEAR * most]
    return [fit for fit in near if fit.share >= least]


def _stands(words: str, evidence: Sequence[Evidence]) -> bool:
    return any(words in one.form for one in evidence)


def _of_group(pattern: str) -> Sides:
    compiled = re.compile(pattern)

    def sides(text: str) -> frozenset[str]:
        return frozenset(str(match.lastgroup) for match in compiled.finditer(text))

    return sides


def _parts(text: str) -> frozenset[str]:
    return frozenset(str(match.lastgroup) for match in _PARTS_OF_YEAR.finditer(text))


def _rates(text: str) -> frozenset[str]:
    return frozenset(str(match.lastgroup) for match in _RATES.finditer(text))


def _bases(text: str) -> frozenset[str]:
    """What a growth is measured from: ``"yearly"``, ``"2010"``, ``"5年"``."""
    return frozenset(_base_names(text))


def _base_names(text: str) -> Iterator[str]:
    for match in _BASE.finditer(text):
        kind = str(match.lastgroup)
        yield match[kind] if kind in ("year", "ago", "plan") else kind


_SETS: Final[tuple[Sides, ...]] = (
    *(_of_group(pattern) for pattern in _COUNTERPARTS),
    _parts,
    _rates,
    _bases,
)


def _fault(own: Clause, written: Clause) -> str:
    said, source = own.text[:_SHOWN], written.text[:_SHOWN]
    return f"“{said}”与原文不符，原文写的是“{source}”"


__all__ = ["replaced_word"]
