"""Facts put as a label with its time in brackets, and a currency named twice."""

from __future__ import annotations

import re
from typing import Final

_TIME: Final = (
    "(?:[0-9０-９]{4}年[^（）()]{0,8}|[去今上本当前]年(?:[上下]半年|[底末初])?|全年(?:累计)?|[上下]半年"
    '|第?[一二三四1-4]季度|(?:1|[一])[-—至到][0-9]{1,2}月份?|[“"]?[一二三四五六七八九十]{1,2}五[”"]?(?:期间|时期|末|初)?)'
)
_LABEL: Final = re.compile(
    f"(?P<label>^[^，。；：（）()\\n|]{{2,24}})(?P<bracket>[（(](?P<time>{_TIME})[）)])(?=\\s*[：:|])"
)
# 1年（即12个月）以上 is 1年以上（即12个月）.
_BOUND: Final = re.compile(
    "(?P<aside>[（(][^（）()]{0,12}[0-9０-９一二三四五六七八九十百][^（）()]{0,12}[）)])"
    "(?P<bound>以[上下内]|之?内|左右|上下)"
)
_CURRENCY: Final = re.compile("(?<=元)人民币(?!元)")


def plainly_put(text: str) -> str:
    """The same with the time of 收入（全年）：5亿元 before its label, as long as before."""
    text = _BOUND.sub(lambda m: f"{m['bound']}{m['aside']}", text)
    text = _CURRENCY.sub("   ", text)
    return _LABEL.sub(lambda m: f"{m['time']}{m['label']}  ", text, count=1)


__all__ = ["plainly_put"]
