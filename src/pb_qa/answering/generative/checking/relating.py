"""How two things of a sentence stand to one another: only one, alike, on top of, what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NOT_ONLY: Final = re.compile("不(?:仅仅?|但|只|单|光)(?:仅|是)?(?P<first>[^,;。:]{4,40})")
_NOT: Final = "(?:并不|不是|并非|并没有|没有|绝不|不)(?:是)?"
_BEGINNING: Final = 5
_EVEN: Final = re.compile(
    "[^,;。:0-9]{3,20}(?:和|与|同|跟|、|及)[^,;。:、0-9]{3,20}?"
    "(?P<even>(?:完全)?一样[多高大快]?|大?体?相当|持平|相同|相等|不相上下|不分伯仲|并驾齐驱)"
)
_EVENLY: Final = re.compile("一样|相当|持平|相同|相等|不相上下|同为|均|都")
_NUMBER: Final = "[0-9]+(?:\\.[0-9]+)?(?:万亿|[万亿])?"
_BASE: Final = re.compile(
    f"在(?:[^,;。0-9]{{0,8}})(?P<one>{_NUMBER})[^,;。0-9]{{0,6}}的?基础(?:之上|上)"
    f"|基数[^,;。0-9]{{0,4}}(?P<two>{_NUMBER})"
    f"|[由从](?P<three>{_NUMBER})[^,;。0-9到至为]{{0,6}}?(?:再|又|继续|进1步)(?:增|提|上|扩|减|下|降)"
)
_BASED: Final = re.compile("基础|基数|[由从]|原[来有]|再|又")
_LEFT: Final = re.compile(
    f"(?:还剩|剩下|剩余|余下|其余|尚余|仅剩|剩)(?:的|下|余)*[^,;。0-9]{{0,8}}(?P<number>{_NUMBER})"
)
_LEAVING: Final = re.compile("剩|余|其他|其它|另外|此外|尚有|还有|扣除|除")
_UNDONE: Final = re.compile(
    f"(?:仍|还|尚)有[^,;。0-9]{{0,4}}(?P<number>{_NUMBER})[^,;。0-9]{{0,12}}?(?:等待|有待|尚待|亟待|待|未|没有?)"
)
_OPEN: Final = re.compile("待|未|没有|仍|尚|剩|余")
_NEAR: Final = 16


def denied_for_only(form: str, sources: Sequence[str]) -> str:
    """并不甲，只是乙 where the source says 不仅甲，而且乙, in Chinese; else empty."""
    for source in sources:
        for match in _NOT_ONLY.finditer(source):
            words = match["first"][:_BEGINNING]
            denied = re.search(f"(?<!不仅)(?<!不但)(?<!不只){_NOT}{re.escape(words)}", form)
            if denied and denied[0] not in source:
                return f"“{denied[0]}”与原文不符，原文写的是“{match[0][:_NEAR]}”"
    return ""


def told_even(form: str, sources: Sequence[str]) -> str:
    """甲同乙一样多 where no source says that they are alike, in Chinese; else empty."""
    match = _EVEN.search(form)
    if match is None or any(
        _EVENLY.search(source) and match["even"] in source for source in sources
    ):
        return ""
    return f"引用的原文没有说“{match['even']}”"


def level_told_as_base(form: str, sources: Sequence[str]) -> str:
    """在5亿元的基础上又增长 where 5亿元 is what it came to, in Chinese; else empty."""
    return _beside(form, sources, _BASE, _BASED)


def part_told_as_rest(form: str, sources: Sequence[str]) -> str:
    """还剩3个 where the source counts 3个 as a part, in Chinese; else empty."""
    return _beside(form, sources, _LEFT, _LEAVING) or _beside(form, sources, _UNDONE, _OPEN)


def _beside(
    form: str, sources: Sequence[str], says: re.Pattern[str], bears: re.Pattern[str]
) -> str:
    """A number of which a sentence says what none of its sources says beside it."""
    for match in says.finditer(form):
        number = next(group for group in match.groups() if group)
        places = re.compile(f"(?<![0-9.]){re.escape(number)}(?![0-9.]|[万亿])")
        around = [
            re.split("[;。\n]", text[max(0, m.start() - _NEAR) : m.start()])[-1]
            + re.split("[;。\n]", text[m.end() : m.end() + _NEAR])[0]
            for text in sources
            for m in places.finditer(text)
        ]
        if around and not any(bears.search(words) for words in around):
            return f"引用的原文没有这样说“{number}”：“{match[0]}”"
    return ""


__all__ = ["denied_for_only", "level_told_as_base", "part_told_as_rest", "told_even"]
