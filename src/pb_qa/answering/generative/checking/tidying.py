"""A sentence without what only its typography adds: ①, blanks beside figures, units in labels."""

from __future__ import annotations

import re
from typing import Final

_CIRCLED: Final = re.compile("[①-⑳⑴-⒇]\\s*")
_YOURS: Final = re.compile("^(?:关于)?[您你]问的(?!是|问题)")
_LAST_YEAR: Final = re.compile("(?<=[比较与同和跟])上一年")
_SIGN: Final = "0-9０-９.．%％"
_BLANK: Final = re.compile(
    f"(?<=[一-鿿，。、；：（）“”])[ \\u3000]+(?=[{_SIGN}])"
    f"|(?<=[{_SIGN}])[ \\u3000]+(?=[一-鿿%％．，。、；：（）“”])"
    "|(?<=[0-9０-９])[,，] (?=[0-9０-９]{3}(?![0-9０-９]))|(?<=[0-9０-９]) (?=[.．][0-9０-９])"
)
# 不到40平方米，准确说是39.28平方米 as 不到40平方米（即39.28平方米）.
_EXACTLY: Final = re.compile(
    "[，,](?:准确|确切|精确)(?:地|的)?(?:说|来说|讲|数字|数值|数据)?(?:[是为]|则[是为])"
    "(?P<number>[0-9０-９][^，。；（）]{0,16})(?=[，。；]|$)"
)
_UNIT: Final = (
    "[%％]|个?百分点|[百千万亿]{0,2}(?:美元|元|人次|人|户|公?吨|公里|平方公里|平方米|立方米|亩|家|个|所|套|件"
    "|公顷|千瓦时?|辆|公?斤|座|项|名|条|张|台|处|次|倍)"
)
# 旅游收入（亿元）：41.5 is 旅游收入：41.5亿元.
_LABELLED: Final = re.compile(
    f"[（(](?:单位[：:])?(?P<unit>{_UNIT})[）)](?P<verb>\\s*(?:[：:]|[为是]|达到?|有))\\s*"
    "(?P<number>[0-9０-９][0-9０-９.．,，]*(?<![,，.．]))(?![0-9０-９百千万亿%％一-鿿])"
)


def tidied(text: str) -> str:
    """The sentence as it would be written plainly; what is shown stays as the model wrote it."""
    text = _LAST_YEAR.sub("上年", _YOURS.sub("", text))
    text = _BLANK.sub(lambda match: match[0].strip(), _CIRCLED.sub("", text))
    text = _EXACTLY.sub(r"（即\g<number>）", text)
    return _LABELLED.sub(r"\g<verb>\g<number>\g<unit>", text)


__all__ = ["tidied"]
