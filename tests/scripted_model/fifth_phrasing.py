"""What the fifth family shares: forms of a kind, numbers to alter, and how a sentence is told."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from . import audit
from .amounts import Amount, plain
from .behaviour import HONEST, Utterance
from .fluent_phrasing import Plain, framed, plain_facts_of
from .phrasing import cite
from .scene import Scene, Source

Maker = Callable[[Scene], Utterance | None]
Rules = Sequence[tuple[str, Sequence[str]]]

_TITLE: Final = re.compile(r"^《([^《》]{4,40})》(?=[（(\s]|$)")
_TELLING: Final = (
    "{t}{s}是{n}",
    "{s}：{t}{n}",
    "从数据看，{t}{s}为{n}",
    "{t}{s}达到了{n}",
    "回答您的问题：{t}{s}为{n}",
    "资料写明，{t}{s}为{n}",
    "{t}{s}，资料上记的是{n}",
    "说到{s}，{w}数据是{n}",
    "可以确认的是，{t}{s}为{n}",
)
_LEADS: Final = (
    "文件明确，",
    "材料写明，",
    "据所附材料，",
    "原文的意思是，",
    "归纳起来，",
    "据此，",
    "从条文和材料看，",
    "可以看到，",
    "综合来看，",
    "简单讲，",
)
# “985高校”, “1+3”, “K12”, a number with a second half: none of them is an amount to alter.
_GLUED_BEFORE: Final = re.compile(r"[第+＋A-Za-z\d.．·/〔\[（(《“‘—～－-]$|百分之$|千分之$|[至到]$")
_GLUED_AFTER: Final = re.compile(r"^(?:[多余几来]|左右|以[上下内]|上下|[-—－~～至到/+·.]|的)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A number with its unit, where it stands in a sentence.

    Attributes
    ----------
    end
        Behind the unit.
    """

    source: Source
    amount: Amount

    @property
    def start(self) -> int:
        """Where the number begins."""
        return self.amount.start

    @property
    def unit(self) -> str:
        """The unit as written behind the number; empty for percentages."""
        after = self.source.text[self.amount.end :]
        return self.amount.unit if after.startswith(self.amount.unit) else ""

    @property
    def end(self) -> int:
        """Where the unit ends."""
        return self.amount.end + len(self.unit)

    @property
    def text(self) -> str:
        """As written."""
        return self.source.text[self.start : self.end]

    @property
    def digits(self) -> str:
        """The Arabic digits; empty for Chinese numerals, wide digits and groups."""
        found = re.match(r"[0-9]+(?:\.[0-9]+)?(?![0-9０-９.．·,，])", self.amount.text)
        return found[0] if found else ""

    @property
    def tail(self) -> str:
        """What follows the digits: 万, 亿, % and the unit."""
        return self.text[len(self.digits) :]

    @property
    def size(self) -> Fraction:
        """What one of the digits stands for."""
        return self.amount.value / Fraction(self.digits)

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.amount.kind == "percent"


# A number written otherwise, and what it then amounts to.
Change = Callable[[Stretch, random.Random], "tuple[str, Fraction] | None"]


def in_forms(kinds: Mapping[str, Mapping[str, Maker]]) -> dict[str, Maker]:
    """Each kind as one maker that draws among its forms; ``way`` names the form drawn."""

    def maker(kind: str, forms: Mapping[str, Maker]) -> Maker:
        def make(scene: Scene) -> Utterance | None:
            for form in scene.chance.sample(list(forms), len(forms)):
                made = forms[form](scene)
                if made is not None:
                    return replace(made, kind=kind, way=form)
            return None

        return make

    return {kind: maker(kind, forms) for kind, forms in kinds.items()}


def forged(scene: Scene, sources: Sequence[Source], body: str, wrong: str, truth: str) -> Utterance:
    """A false sentence that cites the passages of its sources; its kind is named later."""
    for source in sources:
        scene.take(source)
    numbers = tuple(sorted({source.number for source in sources}))
    return Utterance(cite(body, numbers, scene.chance), "forged", "", truth, numbers, wrong)


def truly(way: str, scene: Scene, sources: Sequence[Source], body: str) -> Utterance:
    """A true sentence that cites the passages of its sources."""
    for source in sources:
        scene.take(source)
    numbers = tuple(sorted({source.number for source in sources}))
    return Utterance(cite(body, numbers, scene.chance), HONEST, way, "", numbers, "")


def led(body: str, chance: random.Random) -> str:
    """A sentence after one of this family's openings, or after none."""
    told = framed(body, chance) if re.match(r"第[^，。]{1,8}条[\s\u3000]", body) else body
    if told != body or re.match(r"[（(“]|同时|此外|另外|其中", body):
        return told
    return (chance.choice(_LEADS) if chance.random() < 0.6 else "") + body


def telling(subject: str, time: str, number: str, chance: random.Random) -> str:
    """What something amounts to, in this family's frames."""
    when = f"{time}的" if time else ""
    return chance.choice(_TELLING).format(s=subject, t=time, w=when, n=number)


def title_of(source: Source) -> str:
    """What the document of a source is called; empty where its name is too long to repeat."""
    found = _TITLE.search(source.passage.head)
    return found[1] if found else ""


def in_place(scene: Scene, source: Source, start: int, end: int, wrong: str) -> Utterance:
    """A false sentence: one stretch of a source replaced."""
    body = source.text[:start] + wrong + source.text[end:-1]
    named = wrong or source.text[max(0, start - 4) : start] + source.text[end : end + 4]
    return forged(scene, [source], led(body, scene.chance), named, source.text[start:end])


def stretches(scene: Scene, *, percent: bool | None = None) -> Iterator[Stretch]:
    """Amounts in Arabic digits that can be altered without touching anything else."""
    for source in scene.fresh():
        countable = source.countable
        for amount in scene.chance.sample(countable, len(countable)):
            stretch = Stretch(source, amount)
            before, after = source.text[: stretch.start], source.text[stretch.end :]
            whole = stretch.unit == amount.unit and bool(stretch.digits)
            if not whole or _GLUED_BEFORE.search(before) or _GLUED_AFTER.match(after):
                continue
            if before.count("《") > before.count("》"):
                continue
            if percent is not None and percent != stretch.percent:
                continue
            if amount.value > (0 if stretch.percent else 10):
                yield stretch


def told_plainly(stretch: Stretch) -> Plain | None:
    """The fact that an amount is the number of, where it can be told by itself."""
    facts = plain_facts_of(stretch.source)
    return next((one for one in facts if one.amount.start == stretch.start), None)


def measured(source: Source) -> bool:
    """Whether a sentence has a percentage above one or counts more than ten of something."""
    return any(a.value > (1 if a.kind == "percent" else 10) for a in source.countable)


def is_unknown(scene: Scene, value: Fraction) -> bool:
    """Whether no passage has a number of this value."""
    return ("number", value) not in scene.known and ("percent", value) not in scene.known


def words_of(scene: Scene, numbers: Sequence[int]) -> list[str]:
    """The texts and heads of some passages."""
    return [f"{p.head}\n{p.text}" for p in scene.prompt.passages if p.number in numbers]


def altering(change: Change, *, percent: bool | None = None) -> Maker:
    """A form that writes a number as one that no passage has, in its place or told anew."""

    def make(scene: Scene) -> Utterance | None:
        for stretch in stretches(scene, percent=percent):
            changed = change(stretch, scene.chance)
            if changed is None or changed[1] == stretch.amount.value:
                continue
            wrong, value = changed
            if not is_unknown(scene, value) or plain(wrong.strip()) in scene.words:
                continue
            if not audit.absent_numbers(wrong, words_of(scene, [stretch.source.number])):
                continue
            return _written(scene, stretch, wrong)
        return None

    return make


def _written(scene: Scene, stretch: Stretch, wrong: str) -> Utterance:
    fact = told_plainly(stretch)
    if fact is None or scene.chance.random() < 0.4:
        return in_place(scene, stretch.source, stretch.start, stretch.end, wrong)
    body = telling(fact.subject, fact.time, wrong, scene.chance)
    return forged(scene, [stretch.source], body, wrong, fact.fact.text)


def by_rules(rules: Rules, *, unless: str = "", counted: bool = True) -> Maker:
    """The first sentence that one of the rules fits, with one of the rule's wrong words."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            if (counted and not measured(source)) or (unless and re.search(unless, source.text)):
                continue
            for pattern, instead in scene.chance.sample(list(rules), len(rules)):
                found = re.search(pattern, source.body)
                if found:
                    wrong = found.expand(scene.chance.choice(instead))
                    if wrong in source.text:
                        continue
                    return in_place(scene, source, *found.span(), wrong)
        return None

    return make
