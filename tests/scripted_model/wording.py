"""Honest wordings: other words, order and units than the passage, and still what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import Amount, decimal, han
from .behaviour import Utterance
from .phrasing import cite
from .scene import Fact, Scene, Source, facts_of, last_year, report_year

# What is still to be done; told without these words it would be told as done.
TARGET: Final = re.compile(r"力争|争取|计划|预计|预期|目标|确保|将|要|年内|今年")

Wording = Callable[[Scene], Utterance | None]

_LEADS: Final = (
    "资料显示，",
    "文件指出，",
    "据文件记载，",
    "根据资料，",
    "从资料看，",
    "文件提到，",
)
# Each keeps the meaning wherever its pattern matches.
_SYNONYMS: Final = (
    (r"(?:达到|完成)(?=[\d０-９]+(?:\.\d+)?(?:亿|万)?[吨元])", "为"),
    (r"同比增长(?=[\d０-９])", "比上年同期增长"),
    (r"累计(?=[^，。]{0,12}[\d０-９])", "总共"),
    (r"截至目前", "到目前为止"),
    (r"进一步加强", "继续加强"),
    (r"我国", "中国"),
    (r"由于", "因为"),
    (r"但是", "不过"),
    (r"必须", "一定要"),
    (r"应当", "应该"),
    (r"不得", "不能"),
    (r"积极推进", "积极推动"),
    (r"逐步", "逐渐"),
    (r"大力", "着力"),
    (r"不断提高", "持续提高"),
    (r"(?:^|(?<=[，；]))同时，", ""),
    (r"(?:^|(?<=[，；]))此外，", ""),
    (r"(?<=[，。])其中，", ""),
)
_SIZES: Final = ((10**8, "亿"), (10**4, "万"))


def _said(way: str, scene: Scene, source: Source, body: str) -> Utterance:
    scene.take(source)
    return Utterance(cite(body, [source.number], scene.chance), way=way, cited=(source.number,))


def quoted(scene: Scene) -> Utterance | None:
    """The sentence as it stands."""
    for source in scene.fresh():
        return _said("quote", scene, source, source.body)
    return None


def introduced(scene: Scene) -> Utterance | None:
    """The sentence as it stands, after words that say where it comes from."""
    for source in scene.fresh():
        return _said("introduced", scene, source, scene.chance.choice(_LEADS) + source.body)
    return None


def paraphrased(scene: Scene) -> Utterance | None:
    """Words exchanged for words that mean the same."""
    for source in scene.fresh():
        body = source.body
        for pattern, instead in _SYNONYMS:
            body = re.sub(pattern, instead, body)
        if body != source.body:
            return _said("paraphrase", scene, source, body)
    return None


def shortened(scene: Scene) -> Utterance | None:
    """Only the clauses about one thing, of a sentence about several."""
    for source in scene.fresh():
        groups = _groups(source)
        if len(groups) >= 2:
            lead, first = groups[0], scene.chance.choice(groups[1:])
            return _said("shortened", scene, source, (lead + first).strip("，；"))
    return None


def reordered(scene: Scene) -> Utterance | None:
    """The things a sentence tells, in another order."""
    for source in scene.fresh():
        lead, *groups = _groups(source) or [""]
        if len(groups) >= 2:
            turned = groups[1:] + groups[:1]
            joined = "，".join(group.strip("，；") for group in turned)
            return _said("reordered", scene, source, lead + joined)
    return None


def _groups(source: Source) -> list[str]:
    """The words of time at the head, then the clauses of each thing; empty when not so clear.

    A clause begins a thing of its own when it names one and says what it amounts to; what
    follows without doing so belongs to it.
    """
    facts = facts_of(source)
    if len(facts) < 2 or "：" in source.text or TARGET.search(source.text):
        return []
    starts = [fact.start for fact in facts]
    if any(source.text[start - 1] not in "，；" for start in starts[1:]):
        return []
    lead = source.text[: starts[0]]
    if lead and not re.fullmatch(
        r"(?:到|至|截至)?(?:[\d０-９]{4}年(?:底|末)?|去年|全年|今年)，", lead
    ):
        return []
    ends = [*starts[1:], len(source.text) - 1]
    groups = [source.text[start:end] for start, end in zip(starts, ends, strict=True)]
    if any(re.search(r"其中|分别|上述|以上|这|该|此|前者|后者", group) for group in groups):
        return []
    return [lead, *groups]


def converted(scene: Scene) -> Utterance | None:
    """A number in another unit or another script, of the same value."""
    for source in scene.fresh():
        amount = next(
            (
                amount
                for amount in scene.chance.sample(source.countable, len(source.countable))
                if _other(amount) and not _in_quotation(source, amount)
            ),
            None,
        )
        if amount is not None:
            body = source.body[: amount.start] + _other(amount) + source.body[amount.end :]
            return _said("converted", scene, source, body)
    return None


def _in_quotation(source: Source, amount: Amount) -> bool:
    before = source.text[: amount.start]
    return any(before.count(pair[0]) > before.count(pair[1]) for pair in ("“”", "‚‛", "《》"))


def _other(amount: Amount) -> str:
    """The same number written otherwise; empty where there is no exact other way."""
    if amount.kind == "percent":
        written = decimal(amount.value)
        if not written:
            return ""
        return f"{written}%" if amount.chinese or "％" in amount.text else _han_percent(written)
    if amount.chinese:
        return decimal(amount.value) if amount.value < 10**6 else _in_sizes(amount.value)
    if amount.multiplier == "万" and amount.value.denominator == 1:
        return decimal(amount.value)
    if not amount.multiplier and amount.value >= 10**4:
        return _in_sizes(amount.value)
    if not amount.multiplier and amount.value.denominator == 1 and 11 <= amount.value < 10**4:
        return han(int(amount.value))
    return ""


def _han_percent(written: str) -> str:
    whole, _, decimals = written.partition(".")
    tail = "点" + "".join("零一二三四五六七八九"[int(c)] for c in decimals) if decimals else ""
    return f"百分之{han(int(whole))}{tail}"


def _in_sizes(value: Fraction) -> str:
    for size, name in _SIZES:
        if value >= size:
            written = decimal(value / size, 4)
            return written + name if written else ""
    return ""


def grouped(scene: Scene) -> Utterance | None:
    """Digits in groups of three, or in full width."""
    for source in scene.fresh():
        plain_ones = [
            amount
            for amount in source.countable
            if re.fullmatch(r"\d{4,}", amount.text) and source.text[amount.end] != "年"
        ]
        if plain_ones:
            amount = scene.chance.choice(plain_ones)
            wide = amount.text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
            written = scene.chance.choice([f"{int(amount.text):,}", wide])
            body = source.body[: amount.start] + written + source.body[amount.end :]
            return _said("grouped digits", scene, source, body)
    return None


def resolved(scene: Scene) -> Utterance | None:
    """去年 in a yearly report, named as the year that it is."""
    for source in scene.fresh():
        year, words = report_year(source.passage), last_year(source)
        if year and words and words[0] in ("去年", "过去一年") and source.countable:
            body = source.body.replace(words[0], f"{year - 1}年", 1)
            return _said("year resolved", scene, source, body)
    return None


def summarised(scene: Scene) -> Utterance | None:
    """Two passages in one sentence, both cited."""
    picked: list[Source] = []
    for source in scene.fresh():
        apart = all(
            source.number != one.number and source.text[-20:] != one.text[-20:] for one in picked
        )
        if len(source.text) <= 70 and apart:
            picked.append(source)
        if len(picked) == 2:
            break
    if len(picked) < 2:
        return None
    for source in picked:
        scene.take(source)
    first, second = picked
    if scene.chance.random() < 0.5:
        text = f"{first.body}[{first.number}]，{second.body}[{second.number}]。"
    else:
        text = f"{first.body}，{second.body}[{first.number}][{second.number}]。"
    return Utterance(text, way="two passages", cited=(first.number, second.number))


def listed(scene: Scene) -> Utterance | None:
    """One item of a list in Markdown."""
    for source in scene.fresh():
        if len(source.text) <= 90:
            said = _said("list item", scene, source, source.body)
            return Utterance(f"\n- {said.text}\n", way=said.way, cited=said.cited)
    return None


def reckoned(scene: Scene) -> Utterance | None:
    """A sum of two numbers of a passage, with both of them."""
    pair = _pair(scene)
    if pair is None:
        return None
    first, second = pair
    total = written_sum(first, second)
    for fact in pair:
        scene.take(fact.source)
    body = f"{first.text}，{second.text}，两项合计{total}"
    numbers = sorted({first.source.number, second.source.number})
    text = cite(body, numbers, scene.chance)
    return Utterance(text, way="sum with operands", cited=tuple(numbers))


def _pair(scene: Scene) -> tuple[Fact, Fact] | None:
    """Two things of one sentence counted in the same unit and written in the same way."""
    facts = [
        fact
        for fact in scene.facts
        if not fact.amount.chinese and fact.measure != "%" and fact.source.text not in scene.used
    ]
    for first in scene.chance.sample(facts, len(facts)):
        for second in facts:
            alike = (first.measure, first.amount.multiplier) == (
                second.measure,
                second.amount.multiplier,
            )
            apart = first.subject != second.subject and first.start < second.start
            if alike and apart and first.source == second.source and can_be_added(first, second):
                return first, second
    return None


def can_be_added(first: Fact, second: Fact) -> bool:
    """Whether a sum of both says something: neither is a part of the other, nor its plan."""
    text = first.source.text
    unclear = TARGET.search(text) or re.search(r"其中|实际|总|合计|比|由|从", text)
    return bool(written_sum(first, second)) and not unclear


def written_sum(first: Fact, second: Fact) -> str:
    """The sum in the unit of both."""
    size = 1
    for char in first.amount.multiplier:
        size *= {"万": 10**4, "亿": 10**8, "千": 1000, "百": 100}[char]
    written = decimal((first.amount.value + second.amount.value) / size)
    return f"{written}{first.amount.multiplier}{first.unit}" if written else ""


WORDINGS: Final[dict[str, Wording]] = {
    "quote": quoted,
    "introduced": introduced,
    "paraphrase": paraphrased,
    "shortened": shortened,
    "reordered": reordered,
    "converted": converted,
    "grouped digits": grouped,
    "year resolved": resolved,
    "two passages": summarised,
    "list item": listed,
    "sum with operands": reckoned,
}
