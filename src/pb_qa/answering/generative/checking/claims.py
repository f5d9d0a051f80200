"""What a sentence of a language model claims: numbers, dates, 文号, quotations, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pb_qa.answering.generative.checking.evidence import letters
from pb_qa.answering.generative.checking.founding import (
    DOCUMENT_NUMBER,
    document_numbers,
    quotations,
)
from pb_qa.answering.generative.checking.spelling import arabic
from pb_qa.answering.generative.checking.stated import (
    StatedDate,
    StatedNumber,
    read_dates,
    read_numbers,
)
from pb_qa.answering.generative.checking.tables import is_table_head
from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.text.places import bodies_in, places_in
from pb_qa.text.search_form import search_form

# 第一，…；第二，… and “1. …” number what is said, they say nothing themselves.
_NUMBERING: Final = re.compile(
    r"(?:^|(?<=[。；;：:\n，,]))\s*(?:"
    r"第[一二三四五六七八九十]{1,2}(?=[，,、：:]|是)"
    r"|[（(]\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[）)](?![0-9])"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[、.．)）](?![0-9])"
    r"|[一二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff])|其[一二三四五六七](?=[，,、：:]))"
)
_FRAMING: Final = re.compile(
    r"以下|如下|综上|总之|总的来[说看]|总体(?:来看|而言|上)|具体(?:来说|如下|内容|包括|情况)|根据(?:所?提供的|上述|以上|现有"
    r"|检索到的|相关|给出的|引用的)?(?:资料|材料|文件|文档|内容|信息|原文|段落)|资料(?:显示|中|里|没有|未)|材料(?:显示|中|里)"
    r"|希望(?:以上|这些|对您)|如(?:需|有|果您)|供(?:您)?参考|^您好|^好的|感谢|(?:没有|未)(?:找到|提及|提到|说明|涉及|给出|查到)"
    r"|无法(?:回答|确定|判断)|主要(?:包括|有|内容|措施|做法|情况)|(?:回答|答案|依据|结论|说明|概述|总结|小结|要点|注意)"
)
# Words that claim something, however general the rest is.
_CLAIMING: Final = re.compile(
    r"增[长加幅]|[下上]升|下降|减少|提高|降低|不得|必须|应当|可以|禁止|已经|实现|完成|达到|超过|成立|任命|批准|同意|决定"
    r"|规定|要求|取消|废止|施行|处罚|奖励|免[费除]|违[法规反]"
)
_IGNORANCE: Final = re.compile(
    "(?:资料|材料|文件|原文|文中|内容|段落|信息)(?:中|里|内|均|都|也)*(?:并)?(?:没有|未|无)"
    "[^，。]{0,4}(?:提到|提及|说明|找到|涉及|给出|列出|包含|记载|写明|查到|提供|显示)"
    "|无法(?:回答|确定|判断|得知)|(?:没有|未)(?:找到|查到)"
)
_HEADING_MARK: Final = re.compile(r"^\s*(?:#{1,6}\s|\*\*[^*]+\*\*[:：]?\s*$|【[^】0-9]+】\s*$)")
_TITLE: Final = re.compile("《[^《》]{1,200}(?:《[^《》]{1,100}》[^《》]{0,60})?》")
_POINT: Final = re.compile(
    "(?:^|(?<=[。；;：:\n，,]))\\s*第([一二三四五六七八九十]{1,3}|[0-9]{1,2})[，,、：:]"
)
_POINT_LETTERS: Final = 10
# 收入是多少？, which the next sentence answers.
_ASKS: Final = re.compile(
    "^[^，。；！？!?]{2,40}(?:多少|多大|多高|什么|哪些|哪几个|几[个项家名]|何时|谁|怎么样|如何|怎样)[^，。；]{0,4}[？?]$"
)
_LONGEST_FRAME: Final = 60
_LONGEST_HEADING: Final = 16


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sentence says that has to stand in its sources.

    Attributes
    ----------
    written
        The sentence as it is.
    text
        The sentence with its numbers in plain spelling; spans refer to it.
    form
        ``text`` in the search form.
    points
        The 六 of 第六，… with the letters that follow: where the sources number the same words
        otherwise, it is no numbering of the model's own.
    """

    written: str
    text: str
    form: str
    dates: tuple[StatedDate, ...]
    numbers: tuple[StatedNumber, ...]
    document_numbers: tuple[str, ...]
    quotations: tuple[str, ...]
    points: tuple[tuple[str, str], ...]

    @property
    def holds_facts(self) -> bool:
        """Whether there is anything that can be looked up."""
        return bool(self.dates or self.numbers or self.document_numbers or self.quotations)


def read_claims(text: str) -> Claims:
    """Read what a sentence claims; pure."""
    plain = arabic(_NUMBERING.sub(lambda match: " " * len(match[0]), plain_numbers(text)))
    points = tuple(
        (match[1], letters(text[match.end() :])[:_POINT_LETTERS]) for match in _POINT.finditer(text)
    )
    # What stands in a title or a 文号 is looked up with it, and governs nothing.
    bare = DOCUMENT_NUMBER.sub(_blank, _TITLE.sub(_blank, plain))
    dates = tuple(read_dates(bare))
    return Claims(
        text,
        plain,
        search_form(plain),
        dates,
        tuple(read_numbers(bare, dates)),
        tuple(document_numbers(plain)),
        tuple(quotations(text)),
        points,
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def reworded(claims: Claims, text: str) -> Claims:
    """The same claims in other words of the same length, as where blanks stand for some."""
    return claims if text == claims.text else replace(claims, text=text, form=search_form(text))


def admits_ignorance(claims: Claims, question: str) -> bool:
    """Whether a sentence says that the sources do not tell what was asked: no claim of its own.

    Its numbers may only be those of the question.
    """
    asked = read_claims(question)
    years = {date.year for date in asked.dates}
    values = {number.value for number in asked.numbers} | years
    return (
        bool(_IGNORANCE.search(claims.text))
        and not claims.document_numbers
        and not claims.quotations
        and all(date.year in years and not date.month for date in claims.dates)
        and all(number.value in values for number in claims.numbers)
        and len(claims.text) <= _LONGEST_FRAME
    )


def says_nothing(raw: str, claims: Claims) -> bool:
    """Whether a sentence only leads the reader through the answer: 综上所述, a heading.

    Parameters
    ----------
    raw
        As the model wrote it, markup included.
    """
    bare = claims.text.strip()
    if is_table_head(raw):
        return True
    if claims.holds_facts or re.search("[0-9]", bare):
        return False
    if _ASKS.search(bare):
        return True
    if places_in(claims.form, listed=True) or bodies_in(claims.form):
        return False
    words = re.sub(r"[\W_]+", "", bare)
    if not words:
        return True
    frames = bool(_FRAMING.search(bare))
    if (
        frames
        and len(bare) <= _LONGEST_FRAME
        and (bare.endswith(("：", ":")) or not _CLAIMING.search(bare))
    ):
        return True
    is_heading = bool(_HEADING_MARK.search(raw)) or bare.endswith(("：", ":"))
    return is_heading and len(words) <= _LONGEST_HEADING and not _CLAIMING.search(bare)


__all__ = ["Claims", "admits_ignorance", "read_claims", "reworded", "says_nothing"]
