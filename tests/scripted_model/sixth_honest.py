"""True sentences in other shapes: tables, labels, ranks, operands, years and values named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from .amounts import decimal, han_value
from .behaviour import Utterance
from .fifth_phrasing import Maker, stretches, told_plainly, truly
from .fluent_phrasing import Plain, bare, drawn, same_unit_pairs
from .fourth_figures import alike
from .phrasing import cite
from .scene import Scene, Source, report_year
from .sixth_phrasing import HAN, alone, is_quoted, opened
from .sixth_placed import SIXTH_PLACED
from .sixth_reckoning import MEASURES, SHARE
from .sixth_times import CHANGE

_YEARS: Final = re.compile(
    rf"(?<![\d{HAN}第近前后元每多—～至到-])([{HAN}]|[1-9])年(?=内|以[上下内]|的(?:期限|时效))"
)


# ---- facts


def _different(scene: Scene) -> list[Plain]:
    return list({one.subject: one for one in drawn(scene)}.values())[:3]


def _of_facts(way: str, scene: Scene, facts: list[Plain], text: str) -> Utterance:
    for one in facts:
        scene.take(one.source)
    return Utterance(text, way=way, cited=tuple(sorted({one.source.number for one in facts})))


def table(scene: Scene) -> Utterance | None:
    """A table with a fact and its citation in each row."""
    facts = _different(scene)
    if len(facts) < 2:
        return None
    rows = [f"| {one.time}{one.subject} | {one.number} | [{one.source.number}] |" for one in facts]
    head = scene.chance.choice(("| 指标 | 数值 | 来源 |", "| 项目 | 数据 | 出处 |"))
    text = "\n".join(["", head, "| --- | --- | --- |", *rows, ""])
    return _of_facts("table of facts", scene, facts, text)


def labels(scene: Scene) -> Utterance | None:
    """A bold label before each number."""
    facts = _different(scene)
    if len(facts) < 2:
        return None
    lines = []
    for one in facts:
        when = f"（{one.time}）" if one.time else ""
        lines.append(
            cite(f"- **{one.subject}**{when}：{one.number}", [one.source.number], scene.chance)
        )
    return _of_facts("bold labels", scene, facts, "\n" + "\n".join(lines) + "\n")


def headline(scene: Scene) -> Utterance | None:
    """What it is about in bold, then the sentence."""
    for one in drawn(scene):
        if len(one.source.text) < 100:
            body = f"**{one.subject}**：{bare(one.source)}"
            return truly("headline before the sentence", scene, [one.source], body)
    return None


def ranked(scene: Scene) -> Utterance | None:
    """Three things counted alike, the greatest first."""
    for group in alike(scene):
        facts = sorted(group[:3], key=lambda one: -one.amount.value)
        if len({one.amount.value for one in facts}) < 3:
            continue
        told = [f"{one.subject}（{one.number}）" for one in facts]
        frame = scene.chance.choice(
            ("按数额从高到低，{t}依次为{a}、{b}、{c}", "{t}由多到少排列：{a}、{b}、{c}")
        )
        body = frame.format(t=facts[0].time, a=told[0], b=told[1], c=told[2])
        return truly("ranked", scene, [one.source for one in facts], body)
    return None


def respectively(scene: Scene) -> Utterance | None:
    """Two things of one passage with 分别."""
    for more, less in same_unit_pairs(scene):
        body = f"{more.time}{more.subject}和{less.subject}分别为{more.number}和{less.number}"
        return truly("two facts with 分别", scene, [more.source, less.source], body)
    return None


def rounded(scene: Scene) -> Utterance | None:
    """About how much, with the number as the source has it."""
    for stretch in stretches(scene, percent=False):
        known = told_plainly(stretch)
        if known is None or "." not in stretch.digits or float(stretch.digits) < 10:
            continue
        near = f"{round(Fraction(stretch.digits))}{stretch.tail}"
        frame = scene.chance.choice(("四舍五入约为{r}（原文为{n}）", "为{n}，四舍五入约{r}"))
        body = f"{known.time}{known.subject}{frame.format(r=near, n=stretch.text)}"
        return truly("rounded and said so", scene, [stretch.source], body)
    return None


def in_english(scene: Scene) -> Utterance | None:
    """A fact in an English frame."""
    for one in drawn(scene):
        frame = scene.chance.choice(
            (
                "According to the documents, {t}{s} was {n}",
                "The source says that {t}{s} reached {n}",
            )
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number)
        return truly("English frame", scene, [one.source], body)
    return None


# ---- reckoned with operands, or resolved


def _beside(way: str, scene: Scene, source: Source, place: int, words: str) -> Utterance:
    body = source.text[:place] + words + source.text[place:-1]
    return truly(way, scene, [source], opened(body, scene.chance))


def measure(scene: Scene) -> Utterance | None:
    """2600亩（约合173.33公顷）."""
    for stretch in stretches(scene, percent=False):
        if stretch.unit not in MEASURES or is_quoted(stretch.source, stretch.start):
            continue
        unit, size, _ = MEASURES[stretch.unit]
        value = stretch.amount.value * size
        name, one = next(((n, s) for n, s in (("亿", 10**8), ("万", 10**4)) if value >= s), ("", 1))
        words = f"（约合{decimal(round(value / one, 2))}{name}{unit}）"
        return _beside("measure in another unit", scene, stretch.source, stretch.end, words)
    return None


def rest(scene: Scene) -> Utterance | None:
    """占46.1%（其余为53.9%）."""
    for source in alone(scene, 120):
        found = SHARE.search(source.body)
        if found and not is_quoted(source, found.start()):
            words = f"（其余为{decimal(100 - Fraction(found['n']))}%）"
            return _beside("rest of a hundred", scene, source, found.end(), words)
    return None


def term(scene: Scene) -> Utterance | None:
    """三年（即36个月）."""
    for source in alone(scene, 120):
        found = _YEARS.search(source.body)
        if found and "报告" not in source.passage.head and not is_quoted(source, found.start()):
            years = han_value(found[1]) if not found[1].isdigit() else Fraction(found[1])
            words = f"（即{int(years or 0) * 12}个月）"
            return _beside("term in months", scene, source, found.end(), words)
    return None


def this_year(scene: Scene) -> Utterance | None:
    """今年 of a report, named."""
    for source in alone(scene, 120):
        year = report_year(source.passage)
        found = re.search(r"今年(?![以度初底春夏秋冬来上])", source.body)
        if year and found and "去年" not in source.body and not is_quoted(source, found.start()):
            body = source.body.replace("今年", f"{year}年", 1)
            return truly("今年 with its year", scene, [source], body)
    return None


def base_year(scene: Scene) -> Utterance | None:
    """去年…比上年增长 with the year that is meant."""
    for source in alone(scene, 120):
        year = report_year(source.passage)
        found = re.match(r"去年([^；。]{4,60}?)比上年(?=增|减|下降|提高|上升)", source.body)
        if year and found and not re.search("今年|上半年", source.body):
            body = f"{year - 1}年{found[1]}比{year - 2}年{source.body[found.end() :]}"
            return truly("base year named", scene, [source], body)
    return None


def former_beside(scene: Scene) -> Utterance | None:
    """由A提高到B as 提高到B（此前为A）."""
    for source in alone(scene, 120):
        found = CHANGE.search(source.body)
        if found and not is_quoted(source, found.start()):
            when = found["when"].removesuffix("的") or "此前"
            now = "".join(found.group("verb", "prep", "later", "new"))
            words = f"{now}（{when}为{found['old']}）"
            body = source.body[: found.start()] + words + source.body[found.end() :]
            return truly("former value beside the new", scene, [source], body)
    return None


SIXTH_DERIVED: Final = frozenset(
    {"rounded and said so", "measure in another unit", "rest of a hundred", "term in months"}
    | {"今年 with its year", "base year named"}
)
SIXTH_SHAPES: Final[Mapping[str, Maker]] = {
    "table of facts": table,
    "bold labels": labels,
    "headline before the sentence": headline,
    "ranked": ranked,
    "two facts with 分别": respectively,
    "rounded and said so": rounded,
    "English frame": in_english,
    "measure in another unit": measure,
    "rest of a hundred": rest,
    "term in months": term,
    "今年 with its year": this_year,
    "base year named": base_year,
    "former value beside the new": former_beside,
    **SIXTH_PLACED,
}
