"""A sentence as tokens, with its numbers and its plainest synonyms in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.text.numerals import canonical, find_numbers
from pb_qa.text.search_form import search_form

_TOKEN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?|[a-z]+|\S")
_ENDING: Final = re.compile("[\\s。；;，：:！？!?]+$")
_SAME_WORDS: Final = {
    "不允许": "不得", "不能": "不得", "不可以": "不得", "不准": "不得", "不许": "不得",
    "但是": "但", "可以": "可", "应当": "应", "应该": "应", "必须": "须", "以及": "和",
    "或者": "或", "并且": "并", "截至": "到", "截止到": "到", "截止": "到", "进行": "", "了": "",
    "日算起": "日起", "日起算": "日起", "日起计算": "日起", "日开始计算": "日起", "日开始": "日起",
}  # fmt: skip
_SAME: Final = re.compile("|".join(sorted(_SAME_WORDS, key=len, reverse=True)))
# 比上年的增幅为5% is 比上年增长5%.
_RATES: Final = {"增": "增长", "涨": "上涨", "降": "下降", "跌": "下跌"}
_RATE: Final = re.compile(
    "的?(?P<way>[增涨降跌])(?:幅度?|速|长[率速]|长(?:速|幅)度)(?:约?[为是]|达到?了?)?(?=[0-9.]+%)"
)
_HOWEVER: Final = re.compile("(?<!超)(?<!只)不过(?![度于分多高大问户期去往程滤])")
# 700到800万吨 is 700万到800万吨.
_RANGE: Final = re.compile(
    "([0-9]+(?:\\.[0-9]+)?)(?=(?:到|至|[-—–~～])[0-9]+(?:\\.[0-9]+)?([万亿]))"
)
# 与上年相比增长5% is 比上年增长5%.
_AGAINST: Final = re.compile(
    "[与和同跟](?P<base>(?:上年|去年|前年|上1年|前1年|上一年|前一年|(?:19|20)[0-9]{2}年)(?:同期|底|末|初)?)"
    "(?:相比较|相比|比较|比起来|对比)(?:之下|起来)?[，,]?"
)
_THAN: Final = re.compile("较(?=上年|去年|年初|(?:19|20)[0-9]{2}年)")
_MORE: Final = re.compile("[多余来]")
_PREFIXED: Final = frozenset("瓦米克伏卡赫帕焦")
_CHINESE_DIGIT: Final = "零〇一二三四五六七八九十百千万亿两"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A sentence as tokens, every number in one spelling.

    Attributes
    ----------
    tokens
        Numbers and Latin words whole, else single characters.
    text
        The tokens joined.
    pairs
        Neighbouring tokens.
    """

    tokens: tuple[str, ...]
    text: str
    pairs: frozenset[str]


def spell(text: str) -> Spelled:
    """Take a sentence apart; pure."""
    plain = _RANGE.sub(r"\1\2", plain_numbers(text))
    plain = arabic(plain, scaled=True)
    form = _ENDING.sub("", search_form(plain).replace(",", "，"))
    form = _HOWEVER.sub("但", form)
    form = _SAME.sub(lambda match: _SAME_WORDS[match[0]], form)
    form = compared_plainly(form)
    form = _RATE.sub(lambda match: _RATES[match["way"]], form)
    tokens = tuple(_TOKEN.findall(form))
    pairs = frozenset(a + b for a, b in pairwise(tokens))
    return Spelled(tokens, "".join(tokens), pairs)


def compared_plainly(form: str) -> str:
    """A text in the search form with 比上年 for 与上年相比."""
    return _THAN.sub("比", _AGAINST.sub(r"比\g<base>", form))


def arabic(text: str, *, scaled: bool = False) -> str:
    """The text with its counted numbers in digits: 三百名 as 300名.

    Parameters
    ----------
    scaled
        Whether numbers in digits lose their 万 and 亿 as well: 3.5万元 as 35000元.
    """
    pieces: list[str] = []
    position = 0
    for number in find_numbers(text):
        before = text[number.start - 1 : number.start]
        counted = number.percent or number.unit or (scaled and text[number.end - 1] in "万亿")
        if number.start < position or not counted:
            continue
        if before == "第" or (before and before in _CHINESE_DIGIT):
            continue
        written = text[number.start : number.end]
        if written in ("一半", "半数", "半") or number.value < 0 or _MORE.search(written):
            continue
        if written[-1] in "万亿" and _MORE.match(text, number.end):
            continue  # 十亿多
        if written[-1] in "百千" and text[number.end : number.end + 1] in _PREFIXED:
            continue  # 1290万千瓦
        if not scaled and written[0].isdigit():
            continue
        pieces += (text[position : number.start], canonical(number))
        position = number.end
    return "".join((*pieces, text[position:]))


def number_tokens(text: str) -> list[str]:
    """The numbers of a few words in the spelling of `spell`, without percent signs."""
    return [token.rstrip("%") for token in spell(text).tokens if token[-1] in "0123456789%"]


__all__ = ["Spelled", "arabic", "compared_plainly", "number_tokens", "spell"]
