"""The citation markers of a sentence: [1], [2][3], 【1】, [1, 2], [1-3], ¹ and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_WIDE: Final = str.maketrans("０１２３４５６７８９" + _SUPERSCRIPTS, "0123456789" * 2)
_DIGIT: Final = "[0-9０-９]"
_WORD: Final = (
    r"(?:来源|资料|文档|文件|引用|参考|原文|段落|证据|材料|source|ref|doc|citation|cite|passage|id)"
)
_BETWEEN: Final = r"\s*(?:[-–—~～至到,，、;；/&和及\s]|\]\s*\[)\s*"
_MARKER: Final = re.compile(
    rf"[\[【［]+\s*\^?\s*(?:{_WORD}\s*[:：#_-]?\s*)?"
    rf"(?P<list>{_DIGIT}{{1,6}}(?:{_BETWEEN}(?:{_WORD}\s*[:：#_-]?\s*)?\^?{_DIGIT}{{1,6}})*)"
    r"\s*(?:†[^\]】］]{0,30})?[\]】］]+(?!\s*[0-9０-９]+\s*号)"
    rf"|(?<![A-Za-z])(?P<raised>[{_SUPERSCRIPTS}]+(?:[,，⁻][{_SUPERSCRIPTS}]+)*)"
    rf"|(?P<circled>[{_CIRCLED}]+)(?=[\s。！？；，,.;!?]*(?:$|[\[【［{_CIRCLED}]))",
    re.I,
)
_RANGE: Final = re.compile(
    rf"({_DIGIT}{{1,6}})\s*[-–—~～至到⁻]\s*({_DIGIT}{{1,6}})|({_DIGIT}{{1,6}})"
)
_MOST_OF_RANGE: Final = 100
_NAMED: Final = re.compile(
    r"[（(]\s*(?:详?见|参见|来源|资料来源|出处|引自|摘自|依据)?\s*[:：]?\s*\uE000[\s\uE000、,，和]*[）)]"
)
_ACCORDING: Final = re.compile(r"(根据|依据|按照|据|从|由|在)\s*\uE000+(?=[，,、中可的]|$)")
_SOURCE: Final = re.compile(r"(资料|文件|文档|来源|段落|材料|原文)\s*\uE000+")
# [2]显示，…
_TELLING: Final = re.compile(
    r"(^|(?<=[，。；]))\uE000+(?=(?:还|也|则)?(?:显示|指出|提到|表明|规定|明确|写道|写明|记载|载明|说明|认为|要求|提出"
    r"|强调|介绍|称[，：])|[中里](?:还|也|则)?[提指写规明说])"
)
_SIGN: Final = "\ue000"
_JOINED: Final = re.compile(r"\uE000(?:\s*[、,，和及与]?\s*\uE000)+")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with its markers taken out.

    Attributes
    ----------
    text
        What a reader sees.
    numbers
        The passages cited, each once, in the order of the markers.
    """

    text: str
    numbers: tuple[int, ...]


def read_markers(text: str) -> MarkedSentence:
    """Take the citation markers out of a sentence.

    国发[2018]1号 holds no marker.
    """
    numbers: dict[int, None] = {}

    def taken(match: re.Match[str]) -> str:
        for number in _numbers(match):
            numbers[number] = None
        return _SIGN

    marked = _MARKER.sub(taken, text.replace(_SIGN, ""))
    marked = _NAMED.sub("", _JOINED.sub(_SIGN, marked))
    marked = _ACCORDING.sub(r"\1资料", marked)
    marked = _TELLING.sub(r"\1资料", _SOURCE.sub(r"\1", marked))
    bare = re.sub(r"\s*\uE000\s*", "", marked)
    return MarkedSentence(bare.strip(), tuple(numbers))


def _numbers(match: re.Match[str]) -> list[int]:
    if match["circled"]:
        return [_CIRCLED.index(character) + 1 for character in match["circled"]]
    found: list[int] = []
    written = (match["list"] or match["raised"]).translate(_WIDE).replace("⁻", "-")
    for first, last, single in _RANGE.findall(written):
        if single:
            found.append(int(single))
        elif 0 <= int(last) - int(first) <= _MOST_OF_RANGE:
            found.extend(range(int(first), int(last) + 1))
        else:
            found.extend((int(first), int(last)))
    return found


__all__ = ["MarkedSentence", "read_markers"]
