"""How a fluent model puts things: openings, restated facts, and the facts that allow it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from .amounts import Amount, decimal, keys
from .behaviour import HONEST, Utterance
from .phrasing import cite
from .scene import Fact, Scene, Source, facts_of, last_year, report_year

# What is still to be done, or holds only in some case.
UNDONE: Final = re.compile(
    r"力争|争取|计划|规划|预计|预期|预算|估算|目标|确保|将|要|拟|年内|今年|今后|应|如果|假如|只要|建议|"
    r"请求|任务|安排|原定|指标"
)
_OPENINGS: Final = (
    "从资料看，",
    "具体来说，",
    "按照所引文件，",
    "概括地讲，",
    "就您问的内容而言，",
    "文件中提到，",
    "需要说明的是，",
    "从原文可以看到，",
    "有关材料显示，",
    "对此，资料的说法是，",
    "简要地说，",
    "查阅原文可知，",
)
_ARTICLE: Final = re.compile(
    r"^(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五])?)[\s\u3000]+"
)
_CONNECTIVE: Final = re.compile(
    r"^(?:同时|此外|另外|而且|并且|其次|首先|最后|第[一二三四五六七])，"
)
_NOUN: Final = re.compile(
    r"(?:总值|总额|产值|增加值|收入|支出|投资|产量|面积|率|人数|里程|规模|余额|资金|经费|贷款|存款|"
    r"总量|利润|税收|寿命|人口|产能|能力|户数|就业|企业|用户|总产|补助|补贴|赤字|保费|外汇|成交额|销售额)$"
)
_UNCLEAN: Final = re.compile(
    r"[和与及比较原这那该其此由]|^(?:国家|而|但|又|再|也|因|为|用于|并|的|共|是|有|当年|累计|实现|完成|直接|本年|年度|改造|"
    r"年末|投放|发放|项目|新增营业|实施|安排|下达|拨付|全面)|一期|合计|总计|分别"
)
_LEAD: Final = re.compile(
    r"(?:(?:到|至|截至)?[\d０-９]{4}年(?:[\d０-９]{1,2}月)?(?:底|末)?|去年|全年)(?![初以度底末])，?"
)
_NOT_EXACT: Final = ("年", "期", "次", "倍", "个百分点", "百分点", "天", "岁", "条", "处", "")
_SIZES: Final = {"万": 10**4, "亿": 10**8, "千": 1000, "百": 100}


@dataclass(frozen=True, slots=True)
class Plain:
    """A fact that can be told by itself: when (or nothing), what, how much.

    Attributes
    ----------
    time
        As the sentence has it: ``2013年``, ``去年``, ``全年``; empty when it names none.
    """

    fact: Fact
    time: str

    @property
    def source(self) -> Source:
        """The sentence it stands in."""
        return self.fact.source

    @property
    def subject(self) -> str:
        """What is measured."""
        return self.fact.subject.strip()

    @property
    def amount(self) -> Amount:
        """The number."""
        return self.fact.amount

    @property
    def number(self) -> str:
        """The number with its unit, as written."""
        return self.fact.amount.text + self.fact.unit

    @property
    def size(self) -> int:
        """What one of the written number stands for: 10,000 for 万."""
        size = 1
        for char in self.fact.amount.multiplier:
            size *= _SIZES[char]
        return size

    def written(self, value: Fraction, places: int = 2) -> str:
        """A value in the unit of this fact, rounded to as many places."""
        rounded = round(value / self.size, places)
        mark = "%" if self.amount.kind == "percent" else ""
        return f"{decimal(rounded)}{self.amount.multiplier}{mark}{self.fact.unit}"


def plain_facts(scene: Scene) -> list[Plain]:
    """The facts of sentences not used yet that mean the same when told by themselves."""
    return [
        one
        for source in scene.sources
        if source.text not in scene.used
        for one in plain_facts_of(source)
    ]


def drawn(scene: Scene) -> list[Plain]:
    """Those facts in an order of chance."""
    facts = plain_facts(scene)
    return scene.chance.sample(facts, len(facts))


def plain_facts_of(source: Source) -> list[Plain]:
    """The facts of a sentence that mean the same when told by themselves."""
    if UNDONE.search(source.text) or "：" in source.text:
        return []
    found = []
    for fact in facts_of(source):
        subject = fact.subject.strip()
        after = source.text[fact.start + len(fact.text) :]
        exact = fact.amount.kind == "percent" or (
            fact.amount.value > 10 and fact.unit not in _NOT_EXACT
        )
        clear = len(subject) >= 4 and _NOUN.search(subject) and not _UNCLEAN.search(subject)
        time = _time(source, fact)
        if exact and clear and time is not None and after[:1] in tuple("，。；,"):
            found.append(Plain(fact, time))
    return found


def _time(source: Source, fact: Fact) -> str | None:
    """What time a fact is told of; None where other words of time stand before it."""
    own = source.text[fact.start : source.text.index(fact.subject, fact.start)].strip()
    before = source.text[: fact.start]
    lead = _LEAD.match(before)
    rest = before[lead.end() :] if lead else before
    rest = re.sub(r"[比较](?:上年|去年)(?:同期)?", "", rest)
    if re.search(r"年|时期|期间|以来|其中|季度|月", rest):
        return None
    if own:
        return None if lead else own
    return lead[0].rstrip("，") if lead else ""


def year_of(one: Plain) -> int | None:
    """The year a fact is of, where that is beyond doubt."""
    named = re.match(r"\D*(\d{4})年", one.time)
    if named:
        return int(named[1])
    year = report_year(one.source.passage)
    return year - 1 if year and last_year(one.source) and one.time == "去年" else None


def framed(body: str, chance: random.Random) -> str:
    """A sentence of a document as a model repeats it: an opening, an article led in."""
    article = _ARTICLE.match(body)
    if article:
        frame = chance.choice(("{a}规定，", "按照{a}的规定，", "根据{a}，", "{a}明确，"))
        return frame.format(a=article[1]) + body[article.end() :]
    body = _CONNECTIVE.sub("", body)
    return (chance.choice(_OPENINGS) if chance.random() < 0.75 else "") + body


def bare(source: Source) -> str:
    """A sentence without the number of its article and without the word that joins it on."""
    return _CONNECTIVE.sub("", _ARTICLE.sub("", source.body))


def restated(subject: str, time: str, number: str, chance: random.Random) -> str:
    """What something amounts to, in one of the ways in which a model says it."""
    when = f"{time}的" if time else ""
    frames = (
        "{time}{subject}为{number}",
        "{subject}方面，{when}数字是{number}",
        "就{subject}来说，{when}数值是{number}",
        "资料给出的{time}{subject}是{number}",
        "{number}，这是{time}{subject}的数字",
        "{when}{subject}，文中写的是{number}",
        "在{subject}上，{time}的记录为{number}" if time else "在{subject}上，记录为{number}",
        "{time}{subject}达{number}",
    )
    return chance.choice(frames).format(subject=subject, time=time, when=when, number=number)


def told(
    kind: str,
    scene: Scene,
    sources: Sequence[Source],
    body: str,
    wrong: str,
    truth: str,
) -> Utterance:
    """A forged sentence that cites the passages of its sources as if they bore it out."""
    return _said(scene, sources, body, kind, wrong, truth, "")


def honestly(way: str, scene: Scene, sources: Sequence[Source], body: str) -> Utterance:
    """A true sentence with the passages of its sources."""
    return _said(scene, sources, body, HONEST, "", "", way)


def _said(
    scene: Scene,
    sources: Sequence[Source],
    body: str,
    kind: str,
    wrong: str,
    truth: str,
    way: str,
) -> Utterance:
    for source in sources:
        scene.take(source)
    numbers = tuple(sorted({source.number for source in sources}))
    return Utterance(cite(body, numbers, scene.chance), kind, way, truth, numbers, wrong)


def replaced(
    kind: str, scene: Scene, source: Source, start: int, end: int, wrong: str
) -> Utterance:
    """A forged sentence: one stretch of a source replaced, the whole led in as models do."""
    body = source.text[:start] + wrong + source.text[end:-1]
    named = wrong or source.text[max(0, start - 4) : start] + source.text[end : end + 4]
    return told(kind, scene, [source], framed(body, scene.chance), named, source.text[start:end])


def by_rules(
    kind: str,
    scene: Scene,
    rules: Sequence[tuple[str, Sequence[str]]],
    *,
    counted: bool = False,
    unless: str = "",
    head: str = "",
) -> Utterance | None:
    """The first sentence that one of the rules fits, with one of the rule's wrong words.

    Parameters
    ----------
    counted
        Only sentences that count or measure something.
    unless
        A pattern that no sentence may have.
    head
        A pattern that the passage's heading must have.
    """
    for source in scene.fresh():
        if counted and not source.countable:
            continue
        if unless and re.search(unless, source.text):
            continue
        if head and not re.search(head, source.passage.head):
            continue
        for pattern, instead in scene.chance.sample(list(rules), len(rules)):
            found = re.search(pattern, source.text[:-1])
            if found:
                wrong = found.expand(scene.chance.choice(instead))
                return replaced(kind, scene, source, *found.span(), wrong)
    return None


def is_new(scene: Scene, written: str) -> bool:
    """Whether no number of a stretch stands in any passage."""
    read = keys(written)
    return bool(read) and not any(
        (kind, value) in scene.known for _, value in read for kind in ("number", "percent")
    )


def same_unit_pairs(scene: Scene) -> Iterator[tuple[Plain, Plain]]:
    """Two plain facts of one passage, the greater first, counted in the same unit."""
    facts = [one for one in plain_facts(scene) if one.amount.kind == "number"]
    for first in scene.chance.sample(facts, len(facts)):
        for second in facts:
            if (
                first.source.passage == second.source.passage
                and first.time == second.time
                and (first.fact.measure, first.size) == (second.fact.measure, second.size)
                and first.amount.value > second.amount.value
                and first.subject != second.subject
                and not (first.amount.chinese or second.amount.chinese)
            ):
                yield first, second
