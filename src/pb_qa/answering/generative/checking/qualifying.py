"""Whether the words that blur or bound a number still say the same: 以上, 不足, 约."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from pb_qa.answering.generative.checking.stated import StatedNumber


class Bound(StrEnum):
    """What the words beside a number make of it."""

    PLAIN = "plain"
    ABOUT = "about"
    LOWER = "lower"
    UPPER = "upper"
    NEARLY = "nearly"
    MORE = "more"
    MOST = "most"
    LEAST = "least"


_UPPER: Final = re.compile(
    "不超过|不得超过|不高于|不得高于|不多于|不足|不满|未满|不到|低于|小于|少于|以下|以内|之内|未逾|不逾"
)
_LOWER: Final = re.compile(
    "不少于|不低于|不得少于|不得低于|年满|超过|高于|大于|多于|至少|以上|逾|超|突破|过"
)
_MOST: Final = re.compile("最[高多长大]|至多|上限")
_LEAST: Final = re.compile("最[低少短小]|下限|起码")
_NEARLY: Final = re.compile("接近|将近|近")
_MORE: Final = re.compile("多|余|来|强")
_ABOUT: Final = re.compile("约|左右|上下|不等")
# 不少于 and 不低于 are read before 少于 and 低于.
_NOT_LESS: Final = re.compile("不得?[少低]于")


def bound_of(qualifier: str) -> Bound:
    """The kind of bound that qualifying words give a number."""
    if not qualifier:
        return Bound.PLAIN
    if _NOT_LESS.search(qualifier):
        return Bound.LOWER
    for bound, pattern in (
        (Bound.MOST, _MOST),
        (Bound.LEAST, _LEAST),
        (Bound.UPPER, _UPPER),
        (Bound.LOWER, _LOWER),
        (Bound.NEARLY, _NEARLY),
        (Bound.ABOUT, _ABOUT),
        (Bound.MORE, _MORE),
    ):
        if pattern.search(qualifier):
            return bound
    return Bound.PLAIN


_WITHIN: Final = re.compile("^(?:以内|之内)$")
_AGREE: Final = frozenset(
    {
        (Bound.ABOUT, Bound.PLAIN),
        (Bound.ABOUT, Bound.NEARLY), (Bound.ABOUT, Bound.MORE), (Bound.MORE, Bound.LOWER),
        (Bound.LOWER, Bound.MORE), (Bound.NEARLY, Bound.ABOUT),
        (Bound.MOST, Bound.PLAIN), (Bound.PLAIN, Bound.MOST), (Bound.MOST, Bound.UPPER),
        (Bound.UPPER, Bound.MOST), (Bound.LEAST, Bound.PLAIN), (Bound.PLAIN, Bound.LEAST),
        (Bound.LEAST, Bound.LOWER), (Bound.LOWER, Bound.LEAST),
    }
)  # fmt: skip
# Not what the source says, but no other amount either: to be looked at.
_LOOSE: Final = frozenset(
    {
        (Bound.NEARLY, Bound.PLAIN),
        (Bound.MORE, Bound.ABOUT), (Bound.NEARLY, Bound.UPPER), (Bound.UPPER, Bound.NEARLY),
    }
)  # fmt: skip


def qualifiers_agree(stated: StatedNumber, source: StatedNumber) -> bool | None:
    """Whether the sentence bounds its number as the source does; None when only about so."""
    # 30日以内 is 30日内.
    own, theirs = (bound_of(_WITHIN.sub("", one.qualifier)) for one in (stated, source))
    if own is theirs or (own, theirs) in _AGREE:
        return True
    return None if (own, theirs) in _LOOSE else False


__all__ = ["Bound", "bound_of", "qualifiers_agree"]
