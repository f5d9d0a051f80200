"""Amounts said in words, 大多数 or 翻番, that the source does not bear out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Clause, clauses_of
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

_CLOSE: Final = 0.6
_NEAR: Final = 0.7
# A growth of 8% is no share.
_CHANGED: Final = re.compile("[增降减升涨]|提高|扩大|缩小|回落")
_BEFORE: Final = 5
_TIMES: Final = frozenset({"倍", "番"})


@dataclass(frozen=True, slots=True)
class _Amount:
    """A kind of amount in words: how it is said, and the shares that it may sum up."""

    words: re.Pattern[str]
    same: re.Pattern[str]
    least: Fraction
    most: Fraction


def _amount(words: str, same: str, least: int, most: int) -> _Amount:
    return _Amount(
        re.compile(words), re.compile(f"{words}|{same}"), Fraction(least), Fraction(most)
    )


_AMOUNTS: Final = (
    _amount("绝大多数|绝大部分", "几乎全部|十有八九", 75, 100),
    _amount("十之八九|十有八九|八九成", "绝大", 80, 95),
    _amount(
        "过半|半数以上|一半以上|超过(?:一半|半数)|大半|泰半", "大多|大部分|(?<!绝)多数", 50, 100
    ),
    _amount(
        "(?<!绝)大多数|(?<!绝)大部分|(?<![绝大])多数", "大多|大都|多为|绝大|大半|过半|主要", 50, 100
    ),
    _amount(
        "(?<!过)(?<!超过)(?:一半|半数)(?!以上)|对半",
        "各半|减半|折半|半(?!年|月|天|个|径|岛|导|途)",
        50,
        50,
    ),
    _amount("少数(?!民族|服从)|少部分|小部分|极少", "个别|少量|少许|一些|有的|部分", 0, 49),
    _amount("个别(?!谈话|酝酿|访谈|征求|听取|约谈|辅导|教育|化)", "少数|极少|有的|某些", 0, 20),
)
_DOUBLED: Final = re.compile("翻(?:了)?(?:[一两三四1234]?)番|成倍|翻倍|倍增")


def amount_fault(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """An amount in words that the clause's source does not have, in Chinese; else empty."""
    for own in clauses_of(claims.form):
        found = [
            (match[0], amount) for amount in _AMOUNTS if (match := amount.words.search(own.text))
        ]
        doubled = _DOUBLED.search(own.text)
        if not (found or doubled) or any(own.text in one.form for one in evidence):
            continue
        sources = _sources(own, evidence)
        wrong = [
            word
            for word, a in found
            if not any(_bears(a, source) and not _says_other(a, own, source) for source in sources)
        ]
        if doubled and not any(_doubles(doubled[0], source) for source in sources):
            wrong.append(doubled[0])
        if wrong:
            return f"“{wrong[0]}”在引用的原文中找不到"
    return ""


def sums_up(words: str, share: Fraction) -> bool | None:
    """Whether words such as 大多数 may sum up a share in percent; None without such words."""
    found = [amount for amount in _AMOUNTS if amount.words.search(words)]
    return all(a.least <= share <= a.most for a in found) if found else None


def _sources(own: Clause, evidence: Sequence[Evidence]) -> list[SourceSentence]:
    """The sentences that a clause may be from: the closest, or all when none is close."""
    every = [sentence for one in evidence for sentence in one.sentences]
    shared = [max((len(own.pairs & c.pairs) for c in s.clauses), default=0) for s in every]
    most = max(shared, default=0)
    if most < _CLOSE * len(own.pairs):
        return [s for s, n in zip(every, shared, strict=True) if n >= min(2, most)]
    return [s for s, n in zip(every, shared, strict=True) if n >= _NEAR * most]


def _bears(amount: _Amount, sentence: SourceSentence) -> bool:
    if amount.same.search(sentence.form):
        return True
    return any(
        number.unit == "%"
        and amount.least <= number.value <= amount.most
        and not _CHANGED.search(sentence.text, max(0, number.start - _BEFORE), number.start)
        for number in sentence.numbers
    )


def _says_other(amount: _Amount, own: Clause, sentence: SourceSentence) -> bool:
    """Whether the very clause restated has another amount in words."""
    near = [c for c in sentence.clauses if len(own.pairs & c.pairs) >= _CLOSE * len(own.pairs)]
    return any(
        other.words.search(clause.text) and not amount.same.search(clause.text)
        for clause in near
        for other in _AMOUNTS
        if other is not amount
    )


def _doubles(word: str, sentence: SourceSentence) -> bool:
    found = {match[0].replace("了", "") for match in _DOUBLED.finditer(sentence.form)}
    if word.replace("了", "") in found or (word in ("成倍", "翻倍", "倍增", "翻番") and found):
        return True
    times = [n.value for n in sentence.numbers if n.unit in _TIMES]
    shares = [n.value for n in sentence.numbers if n.unit == "%"]
    if re.search("[两二三四234]番", word):
        return any(value >= 2 for value in times)
    return any(value >= 1 for value in times) or any(value >= 100 for value in shares)


__all__ = ["amount_fault", "sums_up"]
