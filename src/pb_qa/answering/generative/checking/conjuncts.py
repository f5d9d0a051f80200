"""A number of several things together told of fewer or of more of them.

取消和下放311项 is not 取消311项, nor is 公路里程5万公里 that of 公路和铁路.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pb_qa.answering.generative.checking.differences import Difference, Part
from pb_qa.answering.generative.checking.restated_source import RestatedSource

_JOIN: Final = "[、和与及或并]|以及|[和与及]其他?"
_DROPPED: Final = re.compile(
    f"(?:(?:{_JOIN})(?P<after>[一-鿿、]{{2,}})|(?P<before>[一-鿿、]{{2,}}?)(?:{_JOIN}))"
)
_IN_TURN: Final = re.compile("分别|依次")
_EACH: Final = re.compile(
    "分别|依次|各[自为达有]|(?<![人户亩年月日平])均(?![等衡摊])|都(?!市|会)|每"
)
# What one and the same thing is done to, one word beside another: 新建改建, 整理复垦开发.
_DEED: Final = re.compile(
    "(?:[新改扩续重复迁翻兴修创筹搭共合]+建|改扩建|改造|维修|维护|修缮|修复|整修|修建|加固|整治|治理|整理|复垦|开发|开垦|补充|取消|下放|调整|合并|撤销|新增|更新|购置|购买"
    "|引进|培养|培训|扩大|扩充|改善|制定|修订|修改|废止|清理|建设|恢复|拓宽|疏浚|拆除|提升|治理|铺设|新开|续开|开工|竣工|招收|录用|安置|救助|奖励|表彰|查处|查办|立案|受理|审结|办结)"
)
_DEED_ENDS: Final = re.compile(f"{_DEED.pattern}$")
_LONGEST_DEED: Final = 3


def is_joint(difference: Difference, part: Part, source: Part) -> bool:
    """Whether one of the things that a number is of together is left out, or put in."""
    if not part.numbers or _EACH.search(source.text) or _EACH.search(part.text):
        return False
    said, written = difference.said, difference.written
    if written and not said:
        return _is_conjunct(written, difference, source) and not _stays(written, part)
    if said and not written:
        return _is_conjunct(said, difference, part) and not _stays(said, source)
    return False


def is_taken_apart(difference: Difference, source: RestatedSource) -> bool:
    """Whether one of the things that 分别 gives each its number is told by itself."""
    return (
        not difference.said
        and _DROPPED.fullmatch(difference.written) is not None
        and _IN_TURN.search(source.sentence.form) is not None
    )


def _is_conjunct(words: str, difference: Difference, whole: Part) -> bool:
    if any(character.isdigit() for character in words):
        return False
    if _DROPPED.fullmatch(words):
        return True
    text, length = whole.text, len(words)
    at = text.find(difference.before + words + difference.after)
    return at >= 0 and any(
        _DROPPED.fullmatch(text, place, place + length) or _is_deed(text, place, length)
        for place in _places(text, at + len(difference.before), length)
    )


def _places(text: str, start: int, length: int) -> Iterator[int]:
    """Where the words left out may as well begin: 建改 of 新建改建 is 改建."""
    yield start
    for back in range(1, min(start, _LONGEST_DEED) + 1):
        if text[start - back : start] != text[start + length - back : start + length]:
            break
        yield start - back
    for on in range(1, _LONGEST_DEED + 1):
        if text[start : start + on] != text[start + length : start + length + on]:
            break
        yield start + on


def _is_deed(text: str, start: int, length: int) -> bool:
    """Whether what is done stands there beside something else that is done."""
    if not _DEED.fullmatch(text, start, start + length):
        return False
    before, end = text[max(0, start - _LONGEST_DEED) : start], start + length
    return bool(_DEED_ENDS.search(before) or _DEED.match(text, end))


def _stays(words: str, other: Part) -> bool:
    """Whether what is joined stands in the other clause all the same, only elsewhere."""
    bare = re.sub(f"^(?:{_JOIN})|(?:{_JOIN})$", "", words)
    return bare in other.text


__all__ = ["is_joint"]
