"""What a prompt offers to somebody who wants to word it, rightly or wrongly."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from .amounts import Amount, amounts, keys, plain
from .honest import likeness
from .prompt import Prompt, PromptPassage

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]")
_LONGEST: Final = 130
_SHORTEST: Final = 12
# An item of a list depends on the words that open the list.
_ITEM: Final = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|[•●○]|\d+[.、])"
)
_DASH: Final = re.compile(r"^——\s*")
_CLAUSE: Final = re.compile(r"[^，；、：。！？,;]+")
_FACT: Final = re.compile(
    r"^(?:\s*(?:\d{4}年|全年|去年|今年|五年来))?"
    r"(?P<subject>[^\d０-９“”‚‛（）()《》〔〕%％]{3,20}?)"
    r"(?P<verb>累计达到|达到|完成|实现|总计|合计|达|共计|为|有|共|)$"
)
_NOT_SUBJECT: Final = re.compile(
    r"^(?:同比|比上年|比|年均|其中|同时|以上|均|都|分别|约|已|将|并|也|还|占|增长|下降|平均每年|由|从|到|至)|"
    r"分别|之一|提高|增加|减少|增长|下降|不|各|每|对|以|在|近$|约$|超过$|第$|和$|与$|及$|的$|了$|到$|个$"
)
# “5亿元的工程” names a thing, “8400多万元” is no exact number.
_QUALIFIED: Final = re.compile(r"的|多|余|左右|以上|以下|以内")
_YEAR: Final = re.compile(r"(\d{4})年")
_REPORT: Final = re.compile(r"工作报告|决算|预算")
_LAST_YEAR: Final = re.compile(r"去年|上年|过去一年|一年来")
PLACES: Final = (
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "银川市",
    "吴忠市",
    "石嘴山市",
    "固原市",
    "中卫市",
    "海拉尔区",
    "呼伦贝尔市",
    "满洲里市",
    "深圳",
    "武汉",
    "西安",
    "成都",
    "广州",
    "南京",
    "东北",
    "西北",
    "西南",
    "华北",
    "华东",
    "中南",
)


@dataclass(frozen=True)
class Source:
    """A sentence of a passage that says something worth repeating."""

    passage: PromptPassage
    text: str

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its numbers in their order."""
        return amounts(self.text)

    @cached_property
    def countable(self) -> list[Amount]:
        """Its numbers that measure or count something: no years, dates, articles."""
        return [
            a
            for a in self.amounts
            if a.kind == "percent" or (a.kind == "number" and (a.unit or a.multiplier))
        ]

    @cached_property
    def years(self) -> list[Amount]:
        """The years it names."""
        return [amount for amount in self.amounts if amount.kind == "year"]

    @property
    def number(self) -> int:
        """The number of its passage."""
        return self.passage.number

    @property
    def body(self) -> str:
        """Without its full stop."""
        return self.text[:-1]

    @cached_property
    def places(self) -> list[str]:
        """The places it names, of a list of places."""
        return [place for place in PLACES if place in self.text]


@dataclass(frozen=True, slots=True)
class Fact:
    """A clause that says what something amounts to: subject, verb, number."""

    source: Source
    subject: str
    verb: str
    amount: Amount
    start: int

    @property
    def text(self) -> str:
        """The clause, up to and with the number's unit."""
        return self.source.text[self.start : self.amount.end] + self.unit

    @property
    def unit(self) -> str:
        """What follows the number, as written."""
        return self.amount.unit if self.amount.kind == "number" else ""

    @property
    def measure(self) -> str:
        """What numbers it can be confused with: those of the same unit."""
        return "%" if self.amount.kind == "percent" else self.amount.unit


@dataclass
class Scene:
    """A prompt with a chance of its own."""

    prompt: Prompt
    chance: random.Random
    used: set[str] = field(default_factory=set)

    @cached_property
    def sources(self) -> list[Source]:
        """The sentences that can be used, those nearest to the question first."""
        every = [
            Source(passage, _DASH.sub("", found.strip()))
            for passage in self.prompt.passages
            for found in _SENTENCE.findall(passage.text)
            if not _ITEM.match(found.strip())
        ]
        fit = [one for one in every if _usable(one)]
        return sorted(fit, key=lambda one: -likeness(self.prompt.question, one.text))

    def fresh(self) -> Iterator[Source]:
        """The sentences that this answer has not used yet, in an order of chance."""
        left = [one for one in self.sources if one.text not in self.used]
        near = left[: max(6, len(left) // 2)]
        yield from self.chance.sample(near, len(near))
        yield from left[len(near) :]

    def take(self, source: Source) -> None:
        """This sentence is used now."""
        self.used.add(source.text)

    @cached_property
    def facts(self) -> list[Fact]:
        """Every clause of the passages that says what something amounts to."""
        return [fact for source in self.sources for fact in facts_of(source)]

    @cached_property
    def known(self) -> set[tuple[str, object]]:
        """Every number of all passages and their heads."""
        known: set[tuple[str, object]] = set()
        for passage in self.prompt.passages:
            known |= keys(passage.text) | keys(passage.head)
        return known

    @cached_property
    def words(self) -> str:
        """All passages with their heads, folded."""
        return plain("\n".join(f"{p.head}\n{p.text}" for p in self.prompt.passages))


def facts_of(source: Source) -> list[Fact]:
    """The clauses of a sentence that say what something amounts to."""
    found = []
    by_start = {amount.start: amount for amount in source.countable}
    for clause in _CLAUSE.finditer(source.text):
        if clause.start() and source.text[clause.start() - 1] in "、：":
            continue  # An item of a list says only with the words at its head what it is.
        inside = [start for start in by_start if clause.start() <= start < clause.end()]
        if len(inside) != 1:
            continue
        amount = by_start[inside[0]]
        after = source.text[amount.end :].removeprefix(amount.unit)
        if _QUALIFIED.match(source.text[amount.end :]) or _QUALIFIED.match(after):
            continue
        fact = _FACT.match(source.text[clause.start() : amount.start])
        if fact and not _NOT_SUBJECT.search(fact["subject"]):
            found.append(Fact(source, fact["subject"], fact["verb"], amount, clause.start()))
    return found


def report_year(passage: PromptPassage) -> int | None:
    """The year of a yearly report, from what the prompt says its document is called."""
    years = _YEAR.findall(plain(passage.head))
    return int(years[0]) if years and _REPORT.search(passage.head) else None


def last_year(source: Source) -> re.Match[str] | None:
    """The words by which a report names the year before its own."""
    return _LAST_YEAR.search(source.text)


def _usable(source: Source) -> bool:
    text = source.text
    if not _SHORTEST <= len(text) <= _LONGEST or re.match(r"^[，、；,;）)”’】\d]", text):
        return False
    pairs = ("“”", "（）", "《》", "()", "‚‛", "【】", "[]")
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs)
