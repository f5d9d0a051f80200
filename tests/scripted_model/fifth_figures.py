"""Right numbers told of the neighbour, of another kind of figure or of another subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from .behaviour import Utterance
from .fifth_phrasing import Maker, by_rules, forged, in_place, telling
from .fluent_phrasing import Plain, drawn, plain_facts_of
from .scene import Fact, Scene, Source, facts_of

_N: Final = r"[\d０-９]+(?:[.．][\d０-９]+)?"
_RATE: Final = re.compile(
    rf"[，,](?:分别|同比|比上年|比去年|较上年|增速|年均)*?(?P<words>(?:同比|比上年|比去年|较上年)?增长)(?P<rate>{_N}[%％])(?=[，。；])"
)


# ---- the indicator that stands beside it


def _neighbours(scene: Scene) -> Iterator[tuple[Fact, Fact]]:
    """Two things of one sentence that are counted alike and come to different numbers."""
    for source in scene.fresh():
        if re.search(r"分别|其中|合计", source.text):
            continue
        for first, second in pairwise(facts_of(source)):
            alike = first.measure == second.measure and first.measure not in ("", "年", "期")
            apart = first.subject[-3:] != second.subject[-3:]
            if alike and apart and first.amount.key != second.amount.key:
                if {first.amount.text, second.amount.text} & _elsewhere(source, first, second):
                    continue
                yield first, second


def _elsewhere(source: Source, *facts: Fact) -> set[str]:
    """What else the sentence amounts to: a number that comes twice proves nothing."""
    taken = {fact.amount.start for fact in facts}
    return {a.text for a in source.amounts if a.start not in taken}


def _neighbour_told(scene: Scene) -> Utterance | None:
    for first, second in _neighbours(scene):
        fact = next((f for f in plain_facts_of(first.source) if f.fact.start == first.start), None)
        if fact is None:
            continue
        number = second.amount.text + second.unit
        body = telling(fact.subject, fact.time, number, scene.chance)
        return forged(scene, [first.source], body, number, first.text)
    return None


def _neighbours_exchanged(scene: Scene) -> Utterance | None:
    for first, second in _neighbours(scene):
        text = first.source.text
        middle = text[first.amount.end : second.amount.start]
        wrong = second.amount.text + middle + first.amount.text
        return in_place(scene, first.source, first.amount.start, second.amount.end, wrong)
    return None


def _middle_left_out(scene: Scene) -> Utterance | None:
    for first, second in _neighbours(scene):
        start, end = first.amount.start, second.amount.start
        return in_place(scene, first.source, start, end, "")
    return None


# ---- level, growth, share and points


def grown(scene: Scene) -> Iterator[tuple[Plain, str, str]]:
    """A fact with the growth that its sentence tells right behind it, and the words for it."""
    for one in drawn(scene):
        end = one.fact.start + len(one.fact.text)
        found = _RATE.match(one.source.text[end:])
        if found and one.amount.kind != "percent" and "年均" not in one.source.text:
            yield one, found["words"], found["rate"]


def _grown_as(*frames: str) -> Maker:
    """The level or the growth of a fact, told as another kind of figure."""

    def make(scene: Scene) -> Utterance | None:
        for one, _, rate in grown(scene):
            frame = scene.chance.choice(frames)
            body = frame.format(t=one.time, s=one.subject, n=one.number, r=rate)
            truth = f"{one.fact.text}，增长{rate}"
            return forged(scene, [one.source], body, body, truth)
        return None

    return make


_SHARE: Final = (
    (
        rf"(?<!所)占(?!比)([^，。；、\d０-９的比例]{{2,14}})的(?:比重)?(?:为|达到|达)?(?={_N}[%％])",
        (r"比\1多", r"较\1增长"),
    ),
)
_POINTS_AS_PERCENT: Final = (
    (rf"(提高|上升|增加|下降|回落|降低)了?({_N})个百分点", (r"\1幅度为\2%", r"变动\2%")),
)
_POINTS_AS_LEVEL: Final = (
    (rf"(提高|上升|增加|下降|回落|降低)了?({_N})个百分点", (r"\1到\2%", r"\1至\2%的水平")),
)
_PERCENT_AS_POINTS: Final = (
    (
        rf"(增长|提高|上升|下降|降低)了?({_N})[%％](?!左|以|的)",
        (r"变动\2个百分点", r"\1幅度合\2个百分点"),
    ),
)
_PERCENT_AS_OTHER: Final = (
    (rf"({_N})[%％](?!左|以|的|[—\-至])", (r"\1‰", r"\1倍", r"千分之\1", r"万分之\1")),
)


# ---- the subject wider, narrower or another statistic

_WIDER: Final = (
    (r"规模以上(?=工业|企业)|限额以上(?=[^，。；]{2,8}\d)", ("全社会所有", "各类")),
    (r"城镇(?=居民人均|登记失业|新增就业|职工)", ("城乡", "全体")),
    (r"农牧?民(?=人均)", ("城乡居民", "全体居民")),
    (r"公共(?:财政)?预算收入|地方财政(?:总)?收入", ("财政收支总额", "政府性基金收入")),
    (r"居民储蓄存款", ("各项存款", "企业存款")),
    (r"民间(?:固定资产)?投资", ("全社会投资", "外商投资")),
    (r"外贸进出口总额|进出口总额", ("外贸出口总额", "边境贸易额")),
    (r"第三产业增加值|服务业增加值", ("地区生产总值", "农业增加值")),
    (r"工业增加值", ("工业总产值", "工业利税")),
    (r"粮食(?:总)?产量", ("农作物总产量", "粮食收购量")),
    (r"财政赤字", ("财政支出", "国债余额")),
)  # fmt: skip
_BESIDE: Final = (
    (r"新农合", ("城镇居民医保", "城镇职工医保")),
    (r"最低生活保障|低保", ("养老保险", "医疗救助")),
    (r"退休人员", ("在职人员", "失业人员")),
    (r"高速公路", ("农村公路", "铁路")),
    (r"农村公路", ("高速公路", "城市道路")),
    (r"廉租(?:住)?房|公租房", ("商品房", "经济适用房")),
    (r"(?<!中)小学", ("幼儿园", "初中")),
    (r"森林覆盖率", ("草原植被盖度", "建成区绿化率")),
    (r"二氧化硫", ("氮氧化物", "二氧化碳")),
    (r"化学需氧量", ("氨氮", "二氧化硫")),
    (r"粮食", ("棉花", "油料")),
    (r"国有(?:及国有控股)?企业", ("外资企业", "集体企业")),
    (r"个体工商户", ("农民专业合作社", "股份有限公司")),
    (r"下岗失业人员", ("高校毕业生", "退役军人")),
    (r"牲畜存栏", ("牲畜出栏", "家禽存栏")),
    (r"(?<!进)出口(?!道)", ("转口", "内销")),
)  # fmt: skip


FIFTH_FIGURES: Final[dict[str, dict[str, Maker]]] = {
    "number of the neighbour": {
        "told anew": _neighbour_told,
        "both exchanged": _neighbours_exchanged,
        "what is between left out": _middle_left_out,
    },
    "another kind of figure": {
        "level as growth": _grown_as("{t}{s}增长{n}", "{t}{s}增加了{n}", "{t}{s}新增{n}"),
        "growth as level": _grown_as("{t}{s}的占比为{r}", "{t}{s}完成了目标的{r}"),
        "growth of a year as yearly": _grown_as("{s}年均增长{r}", "多年来{s}平均每年增长{r}"),
        "share as growth": by_rules(_SHARE),
    },
    "points and percentages": {
        "points as percent": by_rules(_POINTS_AS_PERCENT, counted=False),
        "points as level": by_rules(_POINTS_AS_LEVEL, counted=False),
        "percent as points": by_rules(_PERCENT_AS_POINTS, unless="百分点"),
        "per mille, times": by_rules(_PERCENT_AS_OTHER),
    },
    "subject wider or another": {
        "wider or the whole": by_rules(_WIDER),
        "beside it": by_rules(_BESIDE),
    },
}
