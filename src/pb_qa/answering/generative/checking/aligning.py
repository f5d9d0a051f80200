"""Where a sentence keeps its source's words but for one: what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.text.numerals import canonical, find_numbers
from pb_qa.text.search_form import search_form

_TOKEN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?|[a-z]+|\S")
_LONGEST: Final = 10
_BESIDE: Final = 2
_SURE: Final = 4
_AROUND: Final = 6
_MOST_SOURCES: Final = 3
# Another sentence excuses a difference only if it is about as close.
_NEAR: Final = 0.7
_SHOWN: Final = 10
_FEWEST_SHARED: Final = 5
_MARK: Final = re.compile("[，。；：:;!?！？、|]")
_ENDING: Final = re.compile("[\\s。；;，：:！？!?]+$")
_SAME_WORDS: Final = {
    "不允许": "不得", "不能": "不得", "不可以": "不得", "不准": "不得", "不许": "不得",
    "但是": "但", "可以": "可", "应当": "应", "应该": "应", "必须": "须", "以及": "和",
    "或者": "或", "并且": "并", "截至": "到", "截止到": "到", "截止": "到", "进行": "", "了": "",
    "日算起": "日起", "日起算": "日起", "日起计算": "日起", "日开始计算": "日起", "日开始": "日起",
}  # fmt: skip
_SAME: Final = re.compile("|".join(sorted(_SAME_WORDS, key=len, reverse=True)))
# 比上年的增幅为5% is 比上年增长5%.
_RATES: Final = {"增": "增长", "涨": "上涨", "降": "下降", "跌": "下跌"}
_RATE: Final = re.compile(
    "的?(?P<way>[增涨降跌])(?:幅度?|速|长[率速]|长(?:速|幅)度)(?:约?[为是]|达到?了?)?(?=[0-9.]+%)"
)
_HOWEVER: Final = re.compile("(?<!超)(?<!只)不过(?![度于分多高大问户期去往程滤])")
# 700到800万吨 is 700万到800万吨.
_RANGE: Final = re.compile(
    "([0-9]+(?:\\.[0-9]+)?)(?=(?:到|至|[-—–~～])[0-9]+(?:\\.[0-9]+)?([万亿]))"
)
_MORE: Final = re.compile("[多余来]")
_PREFIXED: Final = frozenset("瓦米克伏卡赫帕焦")
Code = tuple[str, int, int, int, int]
LESSENING: Final = tuple("副非准不没未无")
_NO_LESSENING: Final = frozenset({"标准", "批准", "水准", "精准"})
_CHINESE_DIGIT: Final = "零〇一二三四五六七八九十百千万亿两"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A sentence as tokens, every number in one spelling.

    Attributes
    ----------
    tokens
        Numbers and Latin words whole, else single characters.
    text
        The tokens joined.
    pairs
        Neighbouring tokens.
    """

    tokens: tuple[str, ...]
    text: str
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place where a sentence differs from its source, both sides of it being equal.

    Attributes
    ----------
    before, after
        What the sentence has on both sides.
    said, written
        What the sentence and the source have there; either may be empty.
    source
        The index of the source sentence.
    opens
        Whether the slot begins the sentence.
    """

    before: str
    said: str
    written: str
    after: str
    source: int
    opens: bool


def spell(text: str) -> Spelled:
    """Take a sentence apart; pure."""
    plain = _RANGE.sub(r"\1\2", plain_numbers(text))
    plain = arabic(plain, scaled=True)
    form = _ENDING.sub("", search_form(plain).replace(",", "，"))
    form = _HOWEVER.sub("但", form)
    form = _SAME.sub(lambda match: _SAME_WORDS[match[0]], form)
    form = _RATE.sub(lambda match: _RATES[match["way"]], form)
    tokens = tuple(_TOKEN.findall(form))
    pairs = frozenset(a + b for a, b in pairwise(tokens))
    return Spelled(tokens, "".join(tokens), pairs)


def arabic(text: str, *, scaled: bool = False) -> str:
    """The text with its counted numbers in digits: 三百名 as 300名.

    Parameters
    ----------
    scaled
        Whether numbers in digits lose their 万 and 亿 as well: 3.5万元 as 35000元.
    """
    pieces: list[str] = []
    position = 0
    for number in find_numbers(text):
        before = text[number.start - 1 : number.start]
        counted = number.percent or number.unit or (scaled and text[number.end - 1] in "万亿")
        if number.start < position or not counted:
            continue
        if before == "第" or (before and before in _CHINESE_DIGIT):
            continue
        written = text[number.start : number.end]
        if written in ("一半", "半数", "半") or number.value < 0 or _MORE.search(written):
            continue
        if written[-1] in "百千" and text[number.end : number.end + 1] in _PREFIXED:
            continue  # 1290万千瓦
        if not scaled and written[0].isdigit():
            continue
        pieces += (text[position : number.start], canonical(number))
        position = number.end
    return "".join((*pieces, text[position:]))


def slots_of(said: Spelled, sources: Sequence[Spelled]) -> list[Slot]:
    """Where a sentence differs from those of its sources that it is closest to."""
    if any(holds(source.text, said.text) for source in sources):
        return []
    shared = [len(said.pairs & source.pairs) for source in sources]
    nearest = sorted(range(len(sources)), key=lambda index: -shared[index])[:_MOST_SOURCES]
    found: list[Slot] = []
    for index in nearest:
        if shared[index] >= _FEWEST_SHARED:
            as_close = [
                s for s, n in zip(sources, shared, strict=True) if n >= _NEAR * shared[index]
            ]
            slots = _slots(said, sources[index], index)
            found += [slot for slot in slots if not _stands(slot, as_close)]
    return found


def number_tokens(text: str) -> list[str]:
    """The numbers of a few words in the spelling of `spell`, without percent signs."""
    return [token.rstrip("%") for token in spell(text).tokens if token[-1] in "0123456789%"]


def holds(text: str, part: str) -> bool:
    """Whether a text has a part that no 不, 没 or 副 before it turns into something else."""
    at = text.find(part)
    return at >= 0 and text[at - 1 : at] not in LESSENING


def _slots(said: Spelled, source: Spelled, index: int) -> list[Slot]:
    own, theirs = said.tokens, source.tokens
    codes = edits(own, theirs)
    found: list[Slot] = []
    for position, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            continue
        left = equal_tokens(codes, position - 1)
        right = equal_tokens(codes, position + 1)
        said_here, written_here = "".join(own[a:b]), "".join(theirs[c:d])
        # 副召集人 is no 召集人, whatever stands before it.
        lessened = written_here[-1:] in LESSENING and written_here[-2:] not in _NO_LESSENING
        lessened = lessened and not (
            (said_here or "".join(own[max(0, a - 1) : a]))[-1:] in LESSENING
            or own[b : b + 1] == theirs[d - 1 : d]
        )
        if not lessened and (_MARK.search(said_here) or _MARK.search(written_here)):
            continue  # words left out or moved, none in place of another
        at_start, at_end = (not a and not c), (b == len(own) and d == len(theirs))
        both = (left >= _BESIDE or at_start) and (right >= _BESIDE or at_end)
        both = both and left + right >= _AROUND
        sure = (left >= _SURE and right) or (right >= _SURE and (left or lessened))
        if not (both or sure):
            continue
        written_here = written_here[-1:] if lessened else written_here
        if b - a > _LONGEST or len(written_here) > _LONGEST:
            continue
        before, after = "".join(own[max(0, a - _SHOWN) : a]), "".join(own[b : b + _SHOWN])
        found.append(Slot(before, said_here, written_here, after, index, a == 0))
    return found


def edits(own: Sequence[str], theirs: Sequence[str]) -> list[Code]:
    """What makes one run of tokens of another, as `difflib` puts it.

    A single equal token between two differences is part of one difference.
    """
    merged: list[Code] = []
    codes = SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes()
    for position, (tag, a, b, c, d) in enumerate(codes):
        inside = 0 < position < len(codes) - 1
        if tag == "equal" and (b - a > 1 or not inside):
            merged.append((tag, a, b, c, d))
        elif merged and merged[-1][0] != "equal":
            merged[-1] = ("replace", merged[-1][1], b, merged[-1][3], d)
        else:
            merged.append(("replace", a, b, c, d))
    return merged


def equal_tokens(codes: Sequence[Code], position: int) -> int:
    """How many tokens are equal at a place beside a difference; 0 beyond the ends."""
    return codes[position][2] - codes[position][1] if 0 <= position < len(codes) else 0


def _stands(slot: Slot, sources: Sequence[Spelled]) -> bool:
    """Whether the sentence's own words stand so elsewhere in its sources."""
    if slot.written in LESSENING:
        whole = re.compile(f"(?<![{''.join(LESSENING)}]){re.escape(slot.after[:6])}")
        return any(whole.search(source.text) for source in sources)
    if any(character.isdigit() for character in slot.said):
        near = [
            part
            for part in (slot.before[-8:] + slot.said, slot.said + slot.after[:8])
            if len(part) > len(slot.said) + 2
        ]
    elif slot.said:
        near = [slot.before[-2:] + slot.said + slot.after[:2]]
        # At a clause's edge what stands on the other side of it tells nothing.
        near += [slot.said + slot.after[:3]] if _MARK.match(slot.before[-1:]) else []
        near += [slot.before[-3:] + slot.said] if _MARK.match(slot.after[:1]) else []
    else:
        near = [slot.before[-3:] + slot.after[:3]]
    if slot.opens and not slot.said:
        return any(
            source.text.startswith(near[0]) or f"，{near[0]}" in source.text for source in sources
        )
    return any(part in source.text for part in near for source in sources)


__all__ = [
    "LESSENING",
    "Slot",
    "Spelled",
    "arabic",
    "edits",
    "equal_tokens",
    "holds",
    "number_tokens",
    "slots_of",
    "spell",
]
