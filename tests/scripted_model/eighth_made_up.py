"""Figures and dates that no passage has, put to true sentences as a fluent model puts them."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Final

from .amounts import amounts, decimal, han
from .behaviour import Utterance
from .eighth_phrasing import (
    DOWN,
    PERCENT,
    UP,
    Found,
    Maker,
    Retold,
    Source,
    alone,
    article_of,
    forged,
    led,
    measured,
    named,
    names,
    retold,
    standing,
    title,
    value,
)
from .fluent_phrasing import drawn, is_new
from .scene import Scene
from .seventh_changes import GROWTH
from .seventh_pairs import UNSETTLED, pairs_of_rates

_SHIFT: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>[^，。；：、\d０-９“”（）()]{{3,24}}?)，?[由从](?:[^，。；\d０-９]{{0,8}}|[^，。；]{{0,4}}\d{{4}}年的?)"
    rf"(?P<a>{PERCENT})(?:逐步|进一步)?(?P<v>{UP}|{DOWN})(?:到|至|为)了?(?:[^，。；]{{0,4}}\d{{4}}年的?)?(?P<b>{PERCENT})"
)
_NOTHING: Final = "没有这样的说法"
_REACH: Final = (
    "，惠及{n}个县（市、区）",
    "，涉及{n}个部门和单位",
    "，前后历时{n}个月",
    "，覆盖{n}个乡镇",
    "，吸引{n}家企业参与",
)


def _in_words(found: Found, source: Source, scene: Scene) -> Retold:
    rate = value(found["p"])
    if not names(found["s"]) or rate is None or rate > 80:
        return None
    fit = [w for w in ("翻了一番", "增长了近一倍", "增加了两倍多") if w not in scene.words]
    if not fit:
        return None
    wrong = scene.chance.choice(fit)
    return f"{found['s']}{found['b']}{wrong}", wrong


def _mean_of_two(scene: Scene) -> Utterance | None:
    """The mean of two rates, reckoned where none is given, and wrongly."""
    for source, slow, fast in pairs_of_rates(scene):
        first, last = value(slow[1]), value(fast[1])
        if first is None or last is None:
            continue
        wrong = f"{decimal(round((first + last) / 2 + scene.chance.choice((2, 3)), 1))}%"
        if not is_new(scene, wrong):
            continue
        body = f"{slow[0]}和{fast[0]}平均增长{wrong}"
        return forged(scene, [source], led(body, scene.chance), wrong, source.body)
    return None


def _record_since(scene: Scene) -> Utterance | None:
    """A record since a year that nobody names."""
    for one in drawn(scene):
        year = scene.chance.randrange(1949, 2012)
        if not is_new(scene, f"{year}年"):
            continue
        wrong = f"{year}年以来的{scene.chance.choice(('最高水平', '最好成绩', '峰值'))}"
        body = f"{one.time}{one.subject}{one.number}，是{wrong}"
        return forged(scene, [one.source], led(body, scene.chance), wrong, _NOTHING)
    return None


def _fulfilment(scene: Scene) -> Utterance | None:
    """How much of a plan was fulfilled, which nobody says."""
    for one in drawn(scene):
        if one.amount.kind == "percent":
            continue
        wrong = f"{scene.chance.randrange(871, 1298) / 10:.1f}%"
        if not is_new(scene, wrong):
            continue
        frame = scene.chance.choice(
            ("{f}，完成年度计划的{w}", "{f}，相当于年初目标的{w}", "{f}，任务完成率{w}")
        )
        body = frame.format(f=f"{one.time}{one.subject}为{one.number}", w=wrong)
        return forged(scene, [one.source], led(body, scene.chance), wrong, _NOTHING)
    return None


def _vote(scene: Scene) -> Utterance | None:
    """A vote on a document, which nobody reports."""
    for source in standing(scene):
        name = title(source)
        if not re.search("法$|报告$|条例$", name):
            continue
        votes = scene.chance.randrange(2103, 2899), scene.chance.randrange(12, 96)
        wrong = f"{votes[0]}票赞成、{votes[1]}票反对"
        if not all(is_new(scene, f"{vote}个") for vote in votes):
            continue
        body = scene.chance.choice(("《{t}》以{w}获得通过", "表决时，《{t}》得到{w}"))
        return forged(scene, [source], body.format(t=name, w=wrong), wrong, _NOTHING)
    return None


def _paragraph(scene: Scene) -> Utterance | None:
    """A rule of an article, told as standing in a paragraph that the article has not."""
    for source in standing(scene):
        article = article_of(source)
        if not article:
            continue
        after = source.passage.text.partition(source.text)[2]
        lines = re.split(r"\n\s*第[^条\n]{1,9}条[\s\u3000]", after)[0].count("\n") + 1
        if lines > 4:
            continue
        wrong = f"{article}第{han(scene.chance.choice((6, 7, 8)))}款"
        if wrong in scene.words:
            continue
        rest = source.body[len(article) :].strip()
        frame = scene.chance.choice(("{w}规定，{r}", "{r}，依据是{w}", "{r}（见{w}）"))
        return forged(scene, [source], frame.format(w=wrong, r=rest), wrong, article)
    return None


def _gazette(scene: Scene) -> Utterance | None:
    """The issue of a gazette that nobody names."""
    for source in standing(scene):
        year, issue = scene.chance.randrange(1985, 2022), scene.chance.randrange(11, 37)
        if not all(is_new(scene, f"{number}个") for number in (year, issue)):
            continue
        name = scene.chance.choice(("国务院公报", "全国人大常委会公报", "经济日报"))
        wrong = f"《{name}》{year}年第{issue}期"
        if len(source.body) < 100:
            body = f"{alone(source.body)}（刊于{wrong}）"
            return forged(scene, [source], body, wrong, _NOTHING)
    return None


def _points_as_percent(found: Found, source: Source, scene: Scene) -> Retold:
    first, last = amounts(found["a"]), amounts(found["b"])
    if not names(found["s"]) or len(first) != 1 or len(last) != 1:
        return None
    apart, base = last[0].value - first[0].value, first[0].value
    wrong = f"{decimal(abs(apart))}%"
    relative = 100 * abs(apart) / base
    if wrong == "%" or not is_new(scene, wrong) or abs(relative - abs(apart)) < Fraction(1, 2):
        return None
    frame = scene.chance.choice(("{s}由{a}{v}到{b}，增幅为{w}", "{s}{v}到{b}，变动幅度为{w}"))
    body = frame.format(s=found["s"], a=found["a"], b=found["b"], v=found["v"], w=wrong)
    return (body.replace("增幅", "降幅") if apart < 0 else body), wrong


def _over_five_years(found: Found, source: Source, scene: Scene) -> Retold:
    rate = value(found["p"])
    if rate is None or not 0 < rate < 40 or not names(found["s"]):
        return None
    # Five years at a rate come to more than five times that rate, never to half of that.
    wrong = f"{decimal(round(rate * Fraction(5, 2), 1))}%"
    if not is_new(scene, wrong):
        return None
    return f"{found['s']}年均增长{found['p']}，折合五年累计增长{wrong}", wrong


def _reach(scene: Scene) -> Utterance | None:
    """Whom something reached, which nobody counts."""
    for source in standing(scene):
        if article_of(source) or len(source.body) > 80 or re.search(UNSETTLED, source.body):
            continue
        if not re.search("开展|实施|建立|推进|举办|组织|建成|完成|改造|推广", source.body):
            continue
        number = _number(scene.chance)
        if is_new(scene, f"{number}个"):
            wrong = scene.chance.choice(_REACH).format(n=number)
            body = f"{source.body}{wrong}"
            return forged(scene, [source], led(body, scene.chance), wrong[1:], _NOTHING)
    return None


def _number(chance: random.Random) -> int:
    return chance.choice((chance.randrange(13, 98), chance.randrange(113, 986)))


def _deadline(scene: Scene) -> Utterance | None:
    """A day by which something is to be done, which nobody sets."""
    for source in standing(scene):
        if measured(source) or len(source.body) > 80 or re.search(r"年底|月", source.body):
            continue
        found = re.match(r"(?:我们)?(?:必须|要|应当)(?=[\u4e00-\u9fff]{3})", alone(source.body))
        month = scene.chance.choice((3, 6, 9, 11))
        day = f"{month}月{scene.chance.choice((15, 25, 28))}日"
        if found is None or f"{month}月" in scene.words or day in scene.words:
            continue
        wrong = f"最迟在{day}前"
        body = alone(source.body)
        body = f"{body[: found.end()]}{wrong}{body[found.end() :]}"
        return forged(scene, [source], led(body, scene.chance), wrong, _NOTHING)
    return None


EIGHTH_MADE_UP: Final[dict[str, Maker]] = named(
    {
        "growth as a multiple in words": retold(GROWTH, _in_words, unless=UNSETTLED),
        "mean of two rates made up": _mean_of_two,
        "record since a year made up": _record_since,
        "fulfilment made up": _fulfilment,
        "vote made up": _vote,
        "paragraph of an article made up": _paragraph,
        "issue of a gazette made up": _gazette,
        "points told as a percentage": retold(_SHIFT, _points_as_percent, unless=UNSETTLED),
        "growth of five years made up": retold(
            rf"(?:^|(?<=[，；。]))(?P<s>[^，。；：、\d０-９]{{3,16}}?)(?:年均|平均每年)(?:实际)?(?:增长|递增)了?(?P<p>{PERCENT})(?=[，；。]|$)",
            _over_five_years,
            unless=UNSETTLED,
        ),
        "reach made up": _reach,
        "deadline made up": _deadline,
    }
)
