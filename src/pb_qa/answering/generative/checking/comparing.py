"""Whether what is told to be more, less, the most or the least is so by the numbers.

A comparison need not stand in the sources when both its numbers do, but it has to hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.context import Context, pairs
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import same_number, units_agree
from pb_qa.answering.generative.checking.stated import StatedNumber

_RELATION: Final = re.compile(
    "(?<![不最])(?:远远?|明显|大幅|略|稍)?(?:(?P<more>高于|高出|高过|多于|多出|多过|大于|大过|超过|超出|远超|赶超|胜过|领先于?|快于|长于)"
    "|(?P<less>低于|少于|小于|不及|不如|不敌|逊于|落后于?|慢于|短于|未及|比不上|赶不上))"
)
_THAN: Final = re.compile(
    "(?:^|[，,。；;：:（）()]|[一-鿿])比(?![例重上较之如拟赛率值去前年])(?P<other>[^，,。；;：:0-9]{2,24}?)"
    "(?:的)?(?:更|还要?|要|略|稍|明显|远)(?:(?P<more>[多高大快长强])|(?P<less>[少低小慢短弱]))"
)
_TOP: Final = "(?:的|(?=[,，（(]))"
_AMOUNT: Final = "(?:数额|数量|金额|规模|增速|占比)"
_MOST: Final = re.compile(
    f"最[多高大快长]{_TOP}|{_AMOUNT}最[多高大快长]|最靠前|居首|居于?首位|列首位|榜首|之首"
    "|(?:名列|位居|居|排名?)(?:全[国省市县区])?第[一1]|排在(?:最前|首位)|领跑"
)
_LEAST: Final = re.compile(
    f"最[少低小慢短]{_TOP}|{_AMOUNT}最[少低小慢短]|末位|垫底|之末|排在最后|倒数第[一1]"
)
_FORMER, _LATTER = "前者", "后者"
_EDGE: Final = re.compile("[。；;]")
_BOUND: Final = 2
_LISTED: Final = re.compile("、|以及|(?<![共温饱总])和|与|及")
_GROUP: Final = re.compile(
    "(?:在|就|从)?(?P<list>[^，,。；;：:]{4,80}?)(?:当中|之中|里面?|中|相比|而言|来看|来说)"
)
_ALIKE: Final = 0.6
_FEWEST: Final = 2
_KNOWN: Final = 0.5
_REACH: Final = 24
_SHORT: Final = 6


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the comparisons of a sentence.

    Attributes
    ----------
    reason
        In Chinese: the first that does not hold; empty when all do.
    text
        The sentence with blanks for the words of comparisons that the numbers bear out.
    """

    reason: str
    text: str


def compared(claims: Claims, evidence: Sequence[Evidence]) -> Compared:
    """Hold the comparisons of a sentence against its numbers and those of its sources."""
    text = claims.text
    for pattern in (_RELATION, _THAN):
        for match in pattern.finditer(claims.text):
            both = _beside(match, claims) if pattern is _RELATION else _told_after(match, claims)
            if both is None:
                if pattern is _RELATION and _is_invented(match, claims, evidence):
                    return Compared(f"引用的原文没有这样比较：“{match[0]}”", text)
                continue
            left, right = both
            holds = left.value > right.value if match["more"] else left.value < right.value
            if not holds:
                words = claims.text[match.start() : right.end].strip("，,（( ")
                return Compared(f"“{words}”不对：{left.text.strip()}和{right.text.strip()}", text)
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    reason = _not_greatest(claims, evidence)
    return Compared(reason, text if reason else _without_ranks(text, claims))


def _beside(match: re.Match[str], claims: Claims) -> tuple[StatedNumber, StatedNumber] | None:
    """The numbers before and after a comparing word, where each is of something named.

    超过75% bounds a number and compares nothing.
    """
    begin = max((m.end() for m in _EDGE.finditer(claims.text, 0, match.start())), default=0)
    stop = _EDGE.search(claims.text, match.end())
    end = stop.start() if stop else len(claims.text)
    before = [n for n in claims.numbers if begin <= n.start and n.end <= match.start()]
    after = [n for n in claims.numbers if match.end() <= n.start < end]
    if not before or not after:
        return None
    left, right = before[-1], after[0]
    named = re.sub(r"[\W的]", "", claims.text[match.end() : right.start])
    if len(named) < _BOUND or re.search("[0-9]", named) or left.dimension != right.dimension:
        return None
    if left.ratio or right.ratio or re.search("[，,]", claims.text[match.end() : right.start]):
        return None
    return left, right


def _is_invented(match: re.Match[str], claims: Claims, evidence: Sequence[Evidence]) -> bool:
    """Whether what something is compared with stands in no passage: 高于同类城市."""
    other = re.split("[，,。；;：:、（(]", claims.form[match.end() :])[0]
    own = [pair for pair in pairs(other) if pair]
    known = sum(any(pair in one.form or pair in one.around for one in evidence) for pair in own)
    return len(own) >= _FEWEST and known < _KNOWN * len(own)


def _told_after(match: re.Match[str], claims: Claims) -> tuple[StatedNumber, StatedNumber] | None:
    """The numbers of 甲比乙多，前者为3，后者为2, or of 甲3，乙2，甲比乙多."""
    at = [claims.text.find(word, match.end()) for word in (_FORMER, _LATTER)]
    if min(at) >= 0:
        found = [next((n for n in claims.numbers if n.start >= place), None) for place in at]
    else:
        begin = re.split("[，,。；;：:]", claims.text[: match.start() + 1])[-1]
        own = begin + claims.text[match.start() : match.start() + 1]
        found = [_number_of(words, claims) for words in (own, match["other"])]
    left, right = found
    if left is None or right is None or left is right or left.dimension != right.dimension:
        return None
    return left, right


def _number_of(words: str, claims: Claims) -> StatedNumber | None:
    """The number of the sentence that stands behind the same words."""
    own = pairs(words)
    for number in claims.numbers:
        before = re.split("[，,。；;：:]", claims.text[: number.start])[-1]
        if own and len(own & pairs(before)) >= _ALIKE * len(own):
            return number
    return None


# ---- the most of several


def _not_greatest(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A thing told to be the most or the least of several that is not, or is not known to be."""
    for pattern, sign in ((_MOST, 1), (_LEAST, -1)):
        match = pattern.search(claims.text)
        own = _ranked(match, claims) if match else None
        if match and own is None and not any(pattern.search(one.form) for one in evidence):
            return f"引用的原文没有说“{match[0]}”"
        if match is None or own is None or _says_so(pattern, own, evidence):
            continue
        group = _GROUP.search(claims.text)
        names = [name for name in _LISTED.split(group["list"]) if len(name) > 1] if group else []
        if len(names) >= _FEWEST:
            values = [_values_of(name, own, evidence) for name in names]
        else:
            values = _beside_it(own, evidence)
        if not all(values) or len(values) < _FEWEST:
            return f"原文没有说“{match[0]}”，也没有可比的全部数字"
        if any(all(value * sign > own.value * sign for value in known) for known in values):
            return (
                f"“{match[0]}”不对：原文中有比“{own.text.strip()}”更{'大' if sign > 0 else '小'}的"
            )
    return ""


def _without_ranks(text: str, claims: Claims) -> str:
    """A text with blanks for what ranks several things that it names, which holds."""
    group = _GROUP.search(claims.text)
    if group is None:
        return text
    for pattern in (_MOST, _LEAST):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _ranked(match: re.Match[str], claims: Claims) -> StatedNumber | None:
    """The number of what is told to be the most: behind those words, or right before them.

    最多5天 bounds a number, 最大限度 ranks nothing.
    """
    after = [n for n in claims.numbers if match.end() < n.start <= match.end() + _REACH]
    before = [n for n in claims.numbers if match.start() - _SHORT <= n.end <= match.start()]
    own = next((n for n in (*after, *before) if not n.ratio and not n.qualifier), None)
    return own if own is not None and not own.unit.startswith("第") else None


def _says_so(pattern: re.Pattern[str], own: StatedNumber, evidence: Sequence[Evidence]) -> bool:
    """Whether a source sentence that states the number ranks something so."""
    return any(
        pattern.search(sentence.form)
        and any(same_number(own, number) for number in sentence.numbers)
        for one in evidence
        for sentence in one.sentences
    )


def _beside_it(own: StatedNumber, evidence: Sequence[Evidence]) -> list[frozenset[Fraction]]:
    """What the sentences that state a number state in the same unit."""
    return [
        frozenset({number.value})
        for one in evidence
        for sentence in one.sentences
        if any(same_number(own, number) for number in sentence.numbers)
        for number in sentence.numbers
        if units_agree(own, number)
    ]


def _values_of(
    name: str, number: StatedNumber, evidence: Sequence[Evidence]
) -> frozenset[Fraction]:
    """What the sources state of a thing, in the unit of a number."""
    own = pairs(name)
    found: list[tuple[float, Fraction]] = []
    for one in evidence:
        for sentence in one.sentences:
            for source in sentence.contexts:
                if own and units_agree(number, source.number):
                    found.append((_likeness(own, source), source.number.value))
    best = max((share for share, _ in found), default=0.0)
    return frozenset(value for share, value in found if share == best and best >= _ALIKE)


def _likeness(own: frozenset[str], source: Context) -> float:
    return len(own & source.local) / len(own)


__all__ = ["Compared", "compared"]
