"""Whether a number changed by what, to what and in which direction its source says."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.generative.checking.context import Context
from pb_qa.figures import Measure

_SHARE: Final = re.compile("占|比重|比例|覆盖率|(?:增加|提高|上升|下降|降低|减少)[到至]")
_CHANGED: Final = "(?:增[长加]|提高|上升|扩大|减少|下降|降低|压缩|缩小)"
_CHANGED_TO: Final = re.compile(f"{_CHANGED}[到至][^，。；]{{0,5}}$")
_CHANGED_BY: Final = re.compile(f"{_CHANGED}了?[约近]?$")
_SHOWN: Final = 12


def change_fault(stated: Context, source: Context) -> str:
    """How the change differs, in Chinese; empty when it does not, or none is told."""
    for one, other in ((stated, source), (source, stated)):
        if _CHANGED_TO.search(one.clause) and _CHANGED_BY.search(other.clause):
            number, written = stated.number.text.strip(), source.clause[-_SHOWN:].strip()
            return f"“{number}”在原文中写的是“{written}{source.number.text.strip()}”"
    own, theirs = stated.measure, source.measure
    if own is None or theirs is None:
        return ""
    words = {"up": "增长", "down": "下降"}
    number = stated.number.text.strip()
    if own is theirs is Measure.CHANGE and stated.direction != source.direction:
        return f"“{number}”原文写的是{words.get(source.direction, '')}，方向相反"
    if own is theirs or Measure.CHANGE not in (own, theirs):
        return ""
    if Measure.CHANGE is own:
        return f"“{number}”在原文中是总量或比重，不是增减的幅度"
    if own is Measure.SHARE and not _SHARE.search(stated.before + stated.after):
        return ""
    return f"“{number}”在原文中是增减的幅度，不是总量或比重"


__all__ = ["change_fault"]
