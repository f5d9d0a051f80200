"""Sentences that say the sources do not tell what they do tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.evidence import Evidence

_ABSENT: Final = re.compile(
    "(?:并?没有|并?未|尚未|并无)(?:明确|具体|直接|专门|作出|对)?"
    "(?:提到|提及|说明|规定|涉及|给出|列出|包含|包括|记载|写明|写到|公布|披露|载明|明确|指出|要求)(?!的)"
    "|只字未提|未见|不见(?=记载|说明|提及)|[找查看]不到|没有找到|未能?[找查]到|无从(?:查|得)"
    "|(?:未|没有)[作做予](?:出)?(?:任何)?(?:说明|规定|交代)|(?:并)?[无没]有?(?:任何)?(?:相关|有关)?(?:记载|数据|信息)"
)
_FRAME: Final = re.compile(
    "资料|文件|文档|原文|文中|材料|段落|内容|所引|所给|这份|数字|[的对该]|上述|以上|相关|有关|任何|是否|何时|多少|如何|什么|哪些|情况|信息|数据|具体|关于|对于"
)
_HAN_PAIR: Final = re.compile("[\u4e00-\u9fff]{2}")
_FEWEST: Final = 3
_TOLD: Final = 0.7
_SHOWN: Final = 40


def told_after_all(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """What the source does say of the thing it is said not to tell; empty when nothing."""
    match = _ABSENT.search(claims.form)
    if match is None or any(match[0] in one.form for one in evidence):
        return ""
    after, before = claims.form[match.end() :], claims.form[: match.start()]
    words = max((_words(after), _words(before)), key=len)
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    own = {pair for pair in pairs if _HAN_PAIR.fullmatch(pair)}
    if len(own) < _FEWEST:
        return ""
    years = {date.year for date in claims.dates if date.year}
    for one in evidence:
        for sentence in one.sentences:
            if years - {date.year for date in sentence.dates}:
                continue
            if sum(pair in sentence.form for pair in own) >= _TOLD * len(own):
                return f"原文提到了：“{sentence.text.strip()[:_SHOWN]}”"
    return ""


def _words(text: str) -> str:
    return _FRAME.sub(" ", text)


__all__ = ["told_after_all"]
