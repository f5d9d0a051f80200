"""Brackets that only tell a number again, or what it was before: looked up, then left aside."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims

_BRACKET: Final = re.compile("[（(](?P<inside>[^（）()]{2,40})[）)]")
_WORDS: Final = re.compile(
    "(?:约合|折合|折算|换算|约|合|即|也就是|相当于|其余|剩余|余下|剩下|部分|此前|之前|以前|原来|原|先前|上年|去年|同期|上年同期|为|是|占|达到|达|底|末|初"
    '|[“"”]?[一二三四五六七八九十]{1,2}五[”"]?|时期|期间|期'
    "|四舍五入|原文|则|的|里|华里|斤|\\s)*"
)


def without_asides(text: str, claims: Claims) -> str:
    """A text with blanks for such brackets, as long as before.

    To be asked once all numbers of the sentence have been looked up.
    """
    spans = [(n.start, n.end) for n in claims.numbers] + [(d.start, d.end) for d in claims.dates]
    for bracket in _BRACKET.finditer(text):
        begin, end = bracket.span("inside")
        inside = [(a, b) for a, b in spans if begin <= a and b <= end]
        rest = text[begin:end]
        for a, b in sorted(inside, reverse=True):
            rest = rest[: a - begin] + rest[b - begin :]
        counts = any(n.start >= begin and n.end <= end for n in claims.numbers)
        if counts and _WORDS.fullmatch(rest):
            text = text[: bracket.start()] + " " * len(bracket[0]) + text[bracket.end() :]
    return text


__all__ = ["without_asides"]
