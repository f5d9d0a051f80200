"""Right figures taken from the wrong cell: another label, unit, whole, rank or stretch of time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import Final

from .behaviour import Utterance
from .fluent_phrasing import Plain, by_rules, drawn, replaced, same_unit_pairs, told
from .prompt import PromptPassage
from .scene import Scene, Source

_PERCENT: Final = r"\d+(?:\.\d+)?[%％]"
_SHARE: Final = rf"(?:的)?(?:比重|比例|份额)?(?:为|达到|达|约|由|从|提高到|上升到)?(?={_PERCENT})"
_DATE: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_COUNTING: Final = frozenset("个名人家户所座项件套处部种条批次期张")
_NO_UNIT: Final = frozenset({"", "年", "倍", "个百分点", "百分点", "岁", "天"})
_SAME: Final = ({"公里", "千米"}, {"公斤", "千克"}, {"千瓦时", "千瓦"}, {"人", "人次"})
_WHOLES: Final = (
    "财政支出",
    "国内生产总值",
    "总人口",
    "工业增加值",
    "固定资产投资",
    "出口总额",
    "农业总产值",
    "全部就业人员",
)
_PARTS_OF_YEAR: Final = (
    (
        r"(?<![^，。；])全年(?=[^，。；任目计]{2})",
        ("上半年", "下半年", "年末单月"),
    ),
    (r"上半年", ("全年", "仅一个季度内", "单月", "截至年底")),
    (r"前三季度|前三个季度", ("仅一个季度", "全年", "单月", "上半年")),
    (r"(?<!\d)1[—\-－~至到](?=\d{1,2}月)", ("单是", "仅仅", "只计")),
)
_EACH: Final = (
    (
        r"(?:每[人户亩名吨辆家所生斤](?:每[年月天日])?|平均每[人户亩名吨辆家所])(?=[^，。；]{0,8}\d)",
        ("总共", "合计", "全部加起来", "一共"),
    ),
    (r"(?<=[^一总公全])(?:总共|一共)(?=[^，。；]{0,4}\d)", ("平均每处", "平均每家")),
)


def cells(passage: PromptPassage) -> Iterator[tuple[str, str]]:
    """The labelled cells of a passage's tables: ``成文日期： | 2018年12月21日``."""
    for line in passage.text.splitlines():
        row = [cell.strip() for cell in line.split("|")]
        for label, value in pairwise(row):
            name = re.sub(r"\s", "", label)
            if name.endswith(("：", ":")) and value and not value.endswith(("：", ":")):
                yield name[:-1], value


def other_label(scene: Scene) -> Utterance | None:
    """The date of one cell under the label of the cell beside it."""
    for passage in scene.prompt.passages:
        dates = [(label, value) for label, value in cells(passage) if _DATE.fullmatch(value)]
        for (label, value), (_, other) in combinations(scene.chance.sample(dates, len(dates)), 2):
            source = Source(passage, f"{label}：{value}；{other}。")
            if value == other or source.text in scene.used:
                continue
            frame = scene.chance.choice(
                (
                    "该文件的{n}为{v}",
                    "从表头看，{n}是{v}",
                    "{n}：{v}",
                    "表中载明的{n}是{v}",
                    "按文件首页的信息，{n}为{v}",
                )
            )
            body = frame.format(n=label, v=other)
            return told("cell under another label", scene, [source], body, other, value)
    return None


def neighbour_unit(scene: Scene) -> Utterance | None:
    """A number with the unit of the number beside it."""
    for source in scene.fresh():
        for first, second in pairwise(source.countable):
            one, other = first.unit, second.unit
            if not source.text[first.end :].startswith(one) or {one, other} & _NO_UNIT:
                continue
            alike = one == other or {one, other} <= _COUNTING
            if alike or any({one, other} <= same for same in _SAME) or one in other or other in one:
                continue
            wrong = first.text + other
            end = first.end + len(one)
            return replaced("unit of the neighbour", scene, source, first.start, end, wrong)
    return None


def turned_comparison(scene: Scene) -> Utterance | None:
    """The smaller of two numbers told as the greater."""
    for more, less in same_unit_pairs(scene):
        frame = scene.chance.choice(
            (
                "{b}为{y}，高于{a}的{x}",
                "{b}（{y}）多于{a}（{x}）",
                "{a}为{x}，不及{b}的{y}",
                "{a}{x}，低于{b}的{y}",
                "相比之下，{b}比{a}更多，前者为{y}，后者为{x}",
            )
        )
        body = frame.format(a=more.subject, x=more.number, b=less.subject, y=less.number)
        body = f"{more.time}，{body}" if more.time else body
        truth = f"{more.fact.text}，{less.fact.text}"
        return told("comparison turned round", scene, [more.source, less.source], body, body, truth)
    return None


def wrong_greatest(scene: Scene) -> Utterance | None:
    """Of three or more things counted alike, one that is not the greatest told as such."""
    for group in alike(scene):
        ranked = sorted(group[:3], key=lambda one: -one.amount.value)
        if ranked[0].amount.value == ranked[1].amount.value:
            continue
        wrong = scene.chance.choice(ranked[1:])
        names = "、".join(one.subject for one in group[:2]) + "和" + group[2].subject
        frame = scene.chance.choice(
            (
                "在{l}当中，数额最大的是{w}（{n}）",
                "{l}相比，{w}居首，为{n}",
                "就{l}而言，最高的一项是{w}，达{n}",
                "{l}里面，{w}以{n}排在最前",
            )
        )
        body = frame.format(l=names, w=wrong.subject, n=wrong.number)
        sources = [one.source for one in group[:3]]
        return told(
            "greatest of several wrong", scene, sources, body, wrong.subject, ranked[0].subject
        )
    return None


def alike(scene: Scene) -> Iterator[list[Plain]]:
    """Facts of one passage and one time, of different things counted in the same unit."""
    facts = [one for one in drawn(scene) if one.amount.kind == "number" and not one.amount.chinese]
    for first in facts:
        group = {
            one.subject: one
            for one in facts
            if one.source.passage == first.source.passage
            and (one.time, one.fact.measure) == (first.time, first.fact.measure)
        }
        if len(group) >= 3:
            yield list(group.values())


def other_whole(scene: Scene) -> Utterance | None:
    """A share of one thing told as the same share of another."""
    for source in scene.fresh():
        for found in re.finditer(
            rf"占(?!比|地面)([^，。；、（）\d的]{{2,12}}?){_SHARE}", source.text
        ):
            fit = [one for one in _WHOLES if not set(one[-3:]) <= set(source.text)]
            if fit and not re.search(r"比重|比例|超过|高于|低于|[在了有]", found[1]):
                wrong = scene.chance.choice(fit)
                return replaced("share of another whole", scene, source, *found.span(1), wrong)
    return None


def other_stretch(scene: Scene) -> Utterance | None:
    """What was reached in a year told of a part of it, or the other way round."""
    unless = r"目标|计划|预计|任务|要|将"
    return by_rules(
        "stretch of the year changed", scene, _PARTS_OF_YEAR, counted=True, unless=unless
    )


def each_together(scene: Scene) -> Utterance | None:
    """What each gets told as what all get together, or the other way round."""
    return by_rules("each told as together", scene, _EACH, counted=True)


FOURTH_FIGURES: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "cell under another label": other_label,
    "unit of the neighbour": neighbour_unit,
    "comparison turned round": turned_comparison,
    "greatest of several wrong": wrong_greatest,
    "share of another whole": other_whole,
    "stretch of the year changed": other_stretch,
    "each told as together": each_together,
}
