"""Whether a word stands for another of its kind: another town, another punishment, out for in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.differences import Difference, Part
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.restated_source import RestatedSource
from pb_qa.answering.generative.checking.spelling import Spelled

_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_LINKING: Final = re.compile(
    "[和与及或并而且但也还就则是为在于对将把被由向从的地得了着等这那其该此有]+"
)
# 该镇 may be named.
_POINTING: Final = re.compile("[该其此本这那全我]|上述|前[款项述]")
_SHORTEST: Final = 2
_BESIDE: Final = 2
# One character that makes a word its opposite.
_TURNED: Final = frozenset(
    frozenset(pair)
    for pair in (
        "出入",
        "出进",
        "上下",
        "前后",
        "内外",
        "高低",
        "多少",
        "正副",
        "增减",
        "收支",
        "新旧",
        "大小",
        "男女",
        "城乡",
        "公私",
        "买卖",
        "借还",
        "存取",
        "升降",
        "升贬",
        "加减",
        "起止",
        "始终",
        "先后",
        "左右",
        "东西",
        "南北",
        "甲乙",
        "主从",
        "主次",
        "真假",
        "强弱",
        "宽严",
        "轻重",
        "老幼",
        "胜负",
        "盈亏",
        "正反",
        "原被",
        "授受",
        "供需",
        "聘辞",
        "调离",
        "任免",
        "奖惩",
        "开关",
        "开闭",
        "长短",
        "早晚",
        "春秋",
        "冬夏",
        "软硬",
        "干湿",
        "深浅",
        "快慢",
        "优劣",
        "善恶",
        "缓急",
        "疏密",
        "动静",
        "攻守",
        "生死",
        "进退",
        "取舍",
        "去留",
    )
)
# What narrows a case; without it the case is a wider one.
_NARROW: Final = re.compile(
    "连续|累计|多次|屡次|再次|首次|初次|故意|过失|恶意|严重|较重|重大|特别|基本|拒不|擅自|无正当理由|未经|逾期"
    "|长期|重复|公开|造成|违反|依法|经[^，]{2,8}(?:批准|同意)"
)
_CASE: Final = re.compile("(?:的|(?<!小)时|期间|当[年月日]|情况下|情形下|条件下)$")
_MAY: Final = re.compile("可以?|有权|允许")
_SHALL: Final = re.compile("(?:应当?|必须|须)?(?:予以?|给予|责令)|应当?|必须|须|一律")


def is_another(
    difference: Difference,
    part: Part,
    source: RestatedSource,
    said: Spelled,
    evidence: Sequence[Evidence],
) -> bool:
    """Whether words name another thing of the passages, or the opposite of the source's words."""
    own, theirs = difference.said, difference.written
    if len(own) == len(theirs) == 1 and frozenset((own, theirs)) in _TURNED:
        return True
    if not (_HAN.fullmatch(own) and _HAN.fullmatch(theirs)):
        return False
    if _POINTING.match(theirs) or _LINKING.fullmatch(own) or _LINKING.fullmatch(theirs):
        return False
    if any(part.text in one.around for one in evidence):
        return False
    known = source.part.text
    return any(
        word not in known and any(word in s.spelled.text for one in evidence for s in one.sentences)
        for word in _words(own, difference)
    ) and not any(word in said.text for word in _words(theirs, difference))


def _words(words: str, difference: Difference) -> Iterator[str]:
    """Words with what stands beside them: 李集 of 李集镇, 记过 of 记过处分."""
    after = _HAN.match(difference.after)
    if len(words) >= _SHORTEST:
        yield words
    for beside in range(1, _BESIDE + 1):
        if after and len(after[0]) >= beside and len(words) + beside > _SHORTEST:
            yield words + after[0][:beside]


def is_forced_otherwise(difference: Difference) -> bool:
    """Whether what is to be done may be done, or the other way round: 可以辞退 for 予以辞退."""
    own, theirs = difference.said, difference.written
    return bool(
        (_MAY.fullmatch(own) and _SHALL.fullmatch(theirs))
        or (_SHALL.fullmatch(own) and _MAY.fullmatch(theirs))
    )


def is_widened(difference: Difference, part: Part, said: Spelled) -> bool:
    """Whether a case loses what narrows it: 考核不称职的 for 连续两年考核不称职的."""
    return _CASE.search(part.text) is not None and any(
        match[0] not in said.text for match in _NARROW.finditer(difference.written)
    )


__all__ = ["is_another", "is_forced_otherwise", "is_widened"]
