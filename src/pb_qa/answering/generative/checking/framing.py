"""Words that lead a reader to what a source says and say nothing themselves."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.text.search_form import search_form

_FRAME: Final = re.compile(
    "资料|材料|文件|文档|原文|文中|文章|报告|规定|条款|内容|信息|问题|情况|表述|说法|原话|段落|条文|部分|方面|引用|检索"
    "|根据|依据|按照|依照|关于|对于|对此|有关|相关|上述|以上|以下|如下|现有|现行|具体|正如|这样|一句话|来看|看来|而言|来说|来讲"
    "|所[说述写言示载称]|指出|写道|写明|写着|写的|提到|提及|提出|强调|明确|说明|要求|需要|值得|注意|可以看[到出]|可见|可知|显示|表明"
    "|介绍|讲到|谈到|记载|载明|其中|也就是说|换句话说|换言之|简单|概括|总的|总体|首先|其次|最后|另外|此外|同时|并且|而且|因此|所以"
    "|[据就从由的是有在为了中里上看说即这该此本其]"
)
# 关于“…”，资料的记载是：…
_ASKED: Final = re.compile(
    "^(?P<asked>[^。！？!?；;]{2,120}?)"
    "(?:写道|写明|写的是|记载(?:是|如下|为)?|说法(?:是|如下|为)|表述(?:是|如下|为)|规定(?:是|如下)|回答(?:是|如下|为)"
    "|原[文话](?:是|如下|为)|内容(?:是|如下|为)|指出|提到|显示|载明|表示|说明|是这样[说写]的|有如下(?:记载|规定|说明))[：:]"
)
_TOPIC: Final = re.compile(
    "这[一个]问题|问题|文中|原文|您|你|我|问|的是|想|了解|知道|关心|至于|针对|这一|这个|一事|一点|就|关于|对于|有|的|是|则|中|里"
)
_THEREFORE: Final = re.compile("因此|所以|可见|另外|此外|同时|而且|并且|其中|部分|首先|其次|最后")
_SEEN: Final = re.compile(
    "查阅|可以?看[到出]|可知|所引|所给|提供|概括地?讲|简要地?说|需要说明的是|就您问的内容而言|以|及|按"
)
_BORNE: Final = 0.9
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_FEWEST: Final = 3
_NO_WORDS: Final = re.compile(r"[\s\W_]+")


def only_frames(words: str) -> bool:
    """Whether a clause says no more than where something stands: 从现有资料看."""
    return len(_HAN.findall(_FRAME.sub("", words))) < _FEWEST


def says_where(words: str) -> bool:
    """Whether words tell where something stands and nothing besides, not a when or whose."""
    return not _HAN.search(_FRAME.sub("", _SEEN.sub("", _THEREFORE.sub("故", words))))


def without_question(text: str, question: str) -> str:
    """A sentence with blanks for a beginning that only repeats what was asked.

    As long as the sentence, so that spans stay what they are.
    """
    found = _ASKED.match(text)
    if found is None:
        return text
    asked = _letters(question)
    rest = _letters(_FRAME.sub(" ", _TOPIC.sub(" ", found["asked"])))
    pairs = [rest[i : i + 2] for i in range(len(rest) - 1)]
    bare = _letters(_FRAME.sub("", _TOPIC.sub("", question)))
    if sum(pair in bare or pair in asked for pair in pairs) < _BORNE * len(pairs):
        return text
    return " " * found.end() + text[found.end() :]


def _letters(text: str) -> str:
    return _NO_WORDS.sub("", search_form(text))


__all__ = ["only_frames", "says_where", "without_question"]
