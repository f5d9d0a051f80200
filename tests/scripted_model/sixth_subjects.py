"""Right numbers told of another subject: payer, purpose, list, table, question, growth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from .amounts import Amount, plain
from .behaviour import Utterance
from .fifth_figures import grown
from .fluent_phrasing import Plain, drawn
from .scene import Scene, Source
from .sixth_phrasing import (
    Maker,
    are_apart,
    by_words,
    changed,
    forged,
    is_quoted,
    issuer_of,
    measured,
    opened,
)

_DOING: Final = (
    "新建|改建|扩建|改扩建|改造|取消|下放|整修|维修|修复|新修|加固|续建|硬化|绿化|修建|建设|翻建|"
    "恢复|调整|新开|购置|更新|修编|制定|修订|拓宽|开工|疏浚|拆除|提升|引进|培养|创建|治理|开发|"
    "整理|复垦|扩大|改善|迁建|铺设"
)
_JOINT: Final = (
    (
        rf"(?P<one>{_DOING})(?:、(?:{_DOING}))*(?:和|、|及|与|或|(?<=新建)|(?<=改建)|(?<=整理))(?:{_DOING})(?=[^，。；、和]{{0,16}}\d)",
        (r"\1",),
    ),
    (
        rf"(?:{_DOING})(?:、(?:{_DOING}))*(?:和|、|及|与|或)(?P<two>{_DOING})(?=[^，。；、和]{{0,16}}\d)",
        (r"\1",),
    ),
)
_TOGETHER: Final = (
    (
        r"(?P<one>[\u4e00-\u9fff]{2,8})[、和与及](?:[\u4e00-\u9fff、]{2,20})(?:共计|合计|总计|共)(?=\d)",
        (r"\1",),
    ),
    (
        r"(?<=[，；。])(?P<one>[\u4e00-\u9fff]{2,16})、[\u4e00-\u9fff、]{2,40}等(?=\d+(?:个|项|处|所|家|座|条|种|类|台|户))",
        (r"\1",),
    ),
)
_PAYERS: Final = (
    (r"国家(?=(?:财政)?(?:投资|拨款|补助|安排|拨付|拨给|用于))", ("地方政府", "企业")),
    (r"(?:中央和)?自治区(?=[^，。；]{0,6}(?:投资|资金|补助|拨付|专项))", ("市本级", "社会")),
    (r"(?<!地方)各级财政", ("中央财政",)),
    (r"(?:各级|地方)政府(?=[^，。；]{0,8}(?:投入|安排|拨|补助|支出))", ("中央政府", "社会各界")),
    (r"银行(?:各项)?贷款(?=[^，。；]{0,10}\d)", ("财政拨款", "企业自筹资金")),
    (r"(?:民间|社会)(?:资本|资金|投资)(?=[^，。；]{0,10}\d)", ("财政资金",)),
    (r"(?<![城区])财政(?=拨款|投入|补助)", ("企业",)),
    (r"外商(?:直接)?(?=投资[^，。；]{0,8}\d)", ("国有单位", "民间")),
    (r"企业(?=投入[^，。；]{0,8}\d|自筹)", ("财政",)),
    (r"(?:全市|全区|我区|县)?财政局?(?=[^，。；]{0,4}下拨)", ("慈善机构",)),
)
_ROLES: Final = (
    (r"培训(?![基中机班课制费])(?=[^，。；、]{0,12}\d)", ("招聘", "分流")),
    (r"选派(?=[^，。；、]{0,10}\d)", ("招录", "评选")),
    (r"表彰(?:奖励)?(?=[^，。；、]{0,12}\d)", ("推荐", "组建")),
    (r"救助(?![站体制标])(?=[^，。；、]{0,10}\d)", ("安置", "遣返")),
    (r"安置(?![房区点费])(?=[^，。；、]{0,10}\d)", ("救济", "辞退")),
    (r"资助(?![面标政体])(?=[^，。；、]{0,10}\d)", ("录取", "救治")),
    (r"发放(?=[^，。；、]{2,12}\d)", ("收回", "申请")),
    (r"签约(?=[^，。；、]{0,8}\d)", ("竣工", "投产")),
    (r"立案(?=[^，。；、]{0,8}\d)", ("结案", "移送起诉")),
    (r"查处(?=[^，。；、]{0,10}\d)", ("受理举报", "复查")),
    (r"吸纳(?=[^，。；、]{0,10}\d)", ("裁减", "培训")),
    (r"引进(?=[^，。；、]{0,10}\d)", ("转让", "自主开发")),
    (r"吸收(?=[^，。；、]{0,10}\d)", ("偿还", "对外提供")),
    (r"消化(?=[^，。；、]{0,10}\d)", ("新增",)),
)
_FURTHER: Final = (
    (
        r"(?:今年|明年)?(?:要|将)?再(减少|新增|取消|增加|解决|建设|改造|新建|开工|完成|安排|压减|下放|降低|培训|建成)(?=[^，。；]{0,20}\d)",
        (r"历年来累计\1", r"到目前为止总共\1"),
    ),
    (r"(?<!，)又(增加|新增|增长|减少|下降|提高)了?(?=\d)", (r"总共\1", r"历年累计\1")),
)
_PART: Final = re.compile(r"[，；](?:其中)，?(?=[\u4e00-\u9fff“]{2,14}\d)")
_PURPOSE: Final = re.compile(
    r"用于(?P<what>(?:支持|发展|加强|改善)?[\u4e00-\u9fff、]{2,12}?)(?=的(?:支出|投入|投资|资金|拨款|贷款|部分)|方面|[，。；]|支出|投资)"
)


def _part_as_more(scene: Scene) -> Utterance | None:
    """其中… told as 另有…"""
    for source in scene.fresh():
        found = _PART.search(source.body)
        if not found or not measured(source):
            continue
        after = [a for a in source.countable if a.start >= found.end()]
        before = [a for a in source.countable if a.end <= found.start()]
        if (
            not after
            or not before
            or after[0].kind == "percent"
            or after[0].unit != before[-1].unit
        ):
            continue
        wrong = scene.chance.choice(("，此外还有", "，除此之外另有", "，另有"))
        return changed(scene, source, *found.span(), wrong)
    return None


def _purpose_of_another(scene: Scene) -> Utterance | None:
    """A sum with the purpose that another sum has."""
    purposes = [
        (found["what"], one) for one in scene.sources if (found := _PURPOSE.search(one.body))
    ]
    for source in scene.fresh():
        found = _PURPOSE.search(source.body)
        if not found or not any(
            a.kind == "percent" or a.unit.endswith("元") for a in source.countable
        ):
            continue
        fit = [
            (what, one)
            for what, one in purposes
            if what[:2] not in source.text and what[-2:] not in source.text
        ]
        fit = [(what, one) for what, one in fit if not re.search("[这那该其此]", what)]
        if fit and not is_quoted(source, found.start()):
            what, other = scene.chance.choice(fit)
            return changed(scene, source, *found.span("what"), what, (other,))
    return None


# ---- lists


def _respectively(scene: Scene) -> Iterator[tuple[Source, int, list[Amount]]]:
    """分别 with its numbers: where it begins, and the numbers."""
    for source in scene.fresh():
        for found in re.finditer(r"分别[^，。；]+", source.text):
            listed = [
                a for a in source.countable if found.start() < a.start and a.end <= found.end()
            ]
            between = [
                source.text[a.end : b.start].removeprefix(a.unit) for a, b in pairwise(listed)
            ]
            joined = all(re.fullmatch(r"[和、与及] ?", gap) for gap in between)
            if len(listed) > 1 and joined and len({a.key for a in listed}) > 1:
                yield source, found.start(), listed


def _all_alike(*words: str, percent: bool = True) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        for source, start, listed in _respectively(scene):
            if not percent and listed[0].kind == "percent":
                continue
            last = listed[-1]
            end = last.end + len(last.unit) * source.text.startswith(last.unit, last.end)
            if re.match("以[上下内]|左右", source.text[end:]):
                continue  # “均为80%以上” holds for all of 95%, 85% and 80%.
            chosen = scene.chance.choice(listed)
            unit = last.unit if source.text[last.end : end] else ""
            verb = source.text[start + 2 : listed[0].start]
            wrong = f"{scene.chance.choice(words)}{verb}{chosen.text}{unit}"
            return changed(scene, source, start, end, wrong)
        return None

    return make


def _shifted_table(scene: Scene) -> Utterance | None:
    """A table in which each number stands one row too low."""
    by_measure: dict[tuple[str, str], dict[str, Plain]] = {}
    for one in drawn(scene):
        written = (one.fact.measure, one.amount.multiplier)
        by_measure.setdefault(written, {})[one.subject] = one
    for group in by_measure.values():
        facts = list(group.values())[:3]
        if len(facts) < 2 or len({one.number for one in facts}) < len(facts):
            continue
        sources = [one.source for one in facts]
        said = forged(scene, sources, "", "", "；".join(one.fact.text for one in facts))
        rows = [
            f"| {one.time}{one.subject} | {other.number} | [{one.source.number}]"
            + (f"[{other.source.number}]" if other.source.number != one.source.number else "")
            + " |"
            for one, other in zip(facts, [*facts[1:], facts[0]], strict=True)
        ]
        head = scene.chance.choice(("| 指标 | 数值 | 来源 |", "| 项目 | 数据 | 出处 |"))
        text = "\n".join(["", head, "| --- | --- | --- |", *rows, ""])
        wrong = f"{facts[0].subject} | {facts[1].number}"
        return Utterance(text, said.kind, "", said.truth, said.cited, wrong)
    return None


# ---- what was asked, and what another thing did


def _asked(scene: Scene) -> Utterance | None:
    """The words of the question with a number that its passage gives of something else."""
    subject = scene.prompt.question.removesuffix("多少？")
    if subject == scene.prompt.question or len(subject) < 6:
        return None
    for source in scene.sources:
        if subject not in source.text or source.text in scene.used:
            continue
        end = source.text.index(subject) + len(subject)
        true = next((a for a in source.countable if a.start == end), None)
        if true is None:
            continue
        others = [
            (other, one)
            for one in scene.sources
            if one.passage == source.passage
            for other in one.countable
            if (other.kind, other.unit, other.multiplier) == (true.kind, true.unit, true.multiplier)
            and other.value > (1 if other.kind == "percent" else 10)
            and plain(subject + other.text) not in scene.words
            and other.key != true.key
        ]
        if others and subject[:2] not in ("其中", "分别") and subject[-1] not in "从由约第":
            other, one = scene.chance.choice(others)
            wrong = other.text + (true.unit if true.kind == "number" else "")
            body = opened(f"{subject}{wrong}", scene.chance)
            return forged(scene, [source, one], body, wrong, subject + true.text)
    return None


def _growth_of_another(scene: Scene) -> Utterance | None:
    """The level of one thing with the growth of another."""
    pairs = list(grown(scene))
    for one, words, rate in pairs:
        for other, _, theirs in pairs:
            if one.source == other.source or rate == theirs or theirs in one.source.text:
                continue
            frame = scene.chance.choice(
                ("{t}{s}为{n}，{w}{r}", "{t}{s}{w}{r}，总量为{n}", "{t}{s}（{n}）{w}{r}")
            )
            body = frame.format(t=one.time, s=one.subject, n=one.number, w=words, r=theirs)
            return forged(
                scene, [one.source, other.source], body, theirs, f"{one.fact.text}，{rate}"
            )
    return None


def _under_one_place(scene: Scene) -> Utterance | None:
    """Facts of two bodies' reports told as both of one of them."""
    facts = drawn(scene)
    for one in facts:
        place = re.match(r"[\u4e00-\u9fff]{2,4}[区市县]", issuer_of(one.source.passage))
        for other in facts:
            if not place or not are_apart(one.source.passage, other.source.passage):
                continue
            if place[0][:2] in other.source.passage.head or one.subject == other.subject:
                continue
            frame = scene.chance.choice(
                ("{p}的{a}为{x}，{b}为{y}", "{p}{a}{x}、{b}{y}", "在{p}，{b}为{y}，{a}为{x}")
            )
            body = frame.format(
                p=place[0], a=one.subject, x=one.number, b=other.subject, y=other.number
            )
            sources = [one.source, other.source]
            return forged(scene, sources, body, other.number, other.fact.text)
    return None


SIXTH_SUBJECTS: Final[dict[str, dict[str, Maker]]] = {
    "joint number told of one": {
        "one of several actions": by_words(_JOINT, shorter=True),
        "one of several things": by_words(_TOGETHER, shorter=True),
    },
    "payer of a sum changed": {"by the word": by_words(_PAYERS)},
    "what was done with them changed": {"by the verb": by_words(_ROLES)},
    "further told as in all": {"by the word": by_words(_FURTHER)},
    "part told as more": {"其中": _part_as_more},
    "purpose of another sum": {"用于": _purpose_of_another},
    "分别 told as alike": {
        "均": _all_alike("均", "都", "双双"),
        "合计": _all_alike("合计", "总共", percent=False),
    },
    "rows of a table shifted": {"in Markdown": _shifted_table},
    "asked thing with another number": {"in the question's words": _asked},
    "growth of another thing": {"told with the level": _growth_of_another},
    "two bodies under one place": {"in one sentence": _under_one_place},
}
