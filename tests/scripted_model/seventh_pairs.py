"""Two figures of one passage taken for one another, joined, or compared the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from typing import Final

from .amounts import amounts
from .behaviour import Utterance
from .fluent_phrasing import Plain, plain_facts_of
from .scene import Scene, Source, facts_of
from .seventh_changes import GROWTH
from .seventh_phrasing import (
    LEVEL,
    PERCENT,
    QUANTITY,
    SUBJECT,
    Maker,
    Retold,
    forged,
    matching,
    named,
    names,
    opened,
    standing,
    value,
)

UNSETTLED: Final = r"计划|预计|预期|力争|争取|目标|要|将|如果|左右|以上|以内|拟"
_AMOUNT: Final = rf"(?:{PERCENT}|{QUANTITY})"
_ITEM: Final = r"[^，。；：、\d０-９“”（）()和与]{4,16}?"
RESPECTIVELY: Final = (
    rf"(?:^|(?<=[，；。]))(?P<a>{_ITEM})(?:、|和|与)(?P<b>{_ITEM})，?分别"
    rf"(?P<v>(?:比上年|同比|比去年)?(?:增长|下降|提高|增加|上涨)了?|(?:达到|为|达|完成|实现)|提高到|增加到)"
    rf"(?P<x>{_AMOUNT})(?:、|和|与)(?P<y>{_AMOUNT})(?=[，；。]|$)"
)
PART: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>{SUBJECT})(?:{LEVEL})?(?P<q>{QUANTITY})(?:，[^，。；其]{{2,14}})?，其中，?"
    rf"(?P<p>[^，。；\d０-９占]{{2,20}}?)(?P<x>{QUANTITY})(?=[，；。]|$)"
)
TOWN_AND_COUNTRY: Final = (
    rf"城乡居民(?P<s>[^，。；、\d０-９]{{2,12}}?)，?分别(?P<v>(?:比上年|同比|实际)?增长了?|达到|为|达)"
    rf"(?P<x>{_AMOUNT})(?:、|和|与)(?P<y>{_AMOUNT})(?=[，；。]|$)"
)


def rates(source: Source) -> list[tuple[str, str]]:
    """What grew in a sentence, each with its percentage."""
    if re.search(UNSETTLED, source.text):
        return []
    found = re.finditer(GROWTH, source.body)
    return [(one["s"], one["p"]) for one in found if names(one["s"]) and not one["r"]]


def pairs_of_rates(scene: Scene) -> Iterator[tuple[Source, tuple[str, str], tuple[str, str]]]:
    """Two things of one sentence that grew differently, the slower first."""
    for source in standing(scene):
        for first, second in permutations(rates(source), 2):
            slow, fast = value(first[1]), value(second[1])
            if first[0] != second[0] and slow is not None and fast is not None and slow < fast:
                yield source, first, second


def pairs_of_figures(scene: Scene) -> Iterator[tuple[Source, Plain, Plain]]:
    """Two things of one sentence counted alike, the lesser first."""
    for source in standing(scene):
        for first, second in permutations(plain_facts_of(source), 2):
            alike = first.fact.measure == second.fact.measure != "%"
            apart = first.subject not in second.subject and second.subject not in first.subject
            if alike and apart and 0 < first.amount.value < second.amount.value:
                yield source, first, second


def _rate_lent(scene: Scene) -> Utterance | None:
    """The growth of one thing told of the thing named beside it."""
    for source in standing(scene):
        if re.search(UNSETTLED, source.text):
            continue
        for owner, other in permutations(facts_of(source), 2):
            rest = source.text[owner.start + len(owner.text) :]
            grown = re.match(
                rf"，(?:同比|比上年|比去年)?(?:增长|下降)了?{PERCENT}(?=[，；。])", rest
            )
            own = source.text[other.start + len(other.text) :]
            # What follows the other figure may be its own growth: then the rates must differ.
            if grown is None or own.startswith(grown[0]) or not names(other.subject):
                continue
            if other.subject == owner.subject or other.measure == "%":
                continue
            wrong = f"{other.text}{grown[0]}"
            if wrong not in source.text:
                return forged(scene, [source], opened(wrong, scene.chance), grown[0][1:], rest[:20])
    return None


def _respectively(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if value(found["x"]) == value(found["y"]) or not names(found["a"]) or not names(found["b"]):
        return None
    wrong = f"{found['a']}{found['v']}{found['y']}，{found['b']}{found['v']}{found['x']}"
    return wrong, wrong


def _town_and_country(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if value(found["x"]) == value(found["y"]):
        return None
    what = f"{found['s']}{found['v']}"
    wrong = f"农村居民{what}{found['x']}，城镇居民{what}{found['y']}"
    return wrong, wrong


def _turned_lists(scene: Scene) -> Utterance | None:
    by_chance = [
        matching(RESPECTIVELY, _respectively),
        matching(TOWN_AND_COUNTRY, _town_and_country),
    ]
    return by_chance[0](scene) or by_chance[1](scene)


def _faster(scene: Scene) -> Utterance | None:
    """What grew less, told as having grown faster."""
    for source, slow, fast in pairs_of_rates(scene):
        wrong = scene.chance.choice(
            ("快于{s}（{p}）", "明显高于{s}的{p}", "超过了{s}的增速（{p}）")
        )
        wrong = wrong.format(s=fast[0], p=fast[1])
        body = f"{slow[0]}增长{slow[1]}，{wrong}"
        return forged(scene, [source], opened(body, scene.chance), wrong, source.body)
    return None


def _greater(scene: Scene) -> Utterance | None:
    """The lesser of two figures, told as the greater."""
    for source, less, more in pairs_of_figures(scene):
        wrong = scene.chance.choice(("多于{s}（{n}）", "高于{s}的{n}", "比{s}（{n}）还要多"))
        wrong = wrong.format(s=more.subject, n=more.number)
        body = f"{less.time}{less.subject}（{less.number}）{wrong}"
        return forged(scene, [source], opened(body, scene.chance), wrong, source.body)
    return None


def _both_alike(scene: Scene) -> Utterance | None:
    """Two rates told as one and the same."""
    for source, slow, fast in pairs_of_rates(scene):
        rate = scene.chance.choice((slow, fast))[1]
        wrong = scene.chance.choice((f"均增长{rate}", f"都实现了{rate}的增长"))
        body = f"{slow[0]}和{fast[0]}{wrong}"
        return forged(scene, [source], opened(body, scene.chance), wrong, source.body)
    return None


def _one_for_both(scene: Scene) -> Utterance | None:
    """The figure of one thing told as what two things come to together."""
    for source, less, more in pairs_of_figures(scene):
        # In these the one may be part of the other: only the lesser can be no sum of both.
        if re.search("人均|平均|率", less.subject + more.subject):
            continue
        number = less.number
        wrong = scene.chance.choice((f"合计{number}", f"加起来共{number}", f"总计为{number}"))
        body = f"{less.time}{less.subject}与{more.subject}{wrong}"
        return forged(scene, [source], opened(body, scene.chance), wrong, source.body)
    return None


def _each_for_one(scene: Scene) -> Utterance | None:
    """The figure of the first of two things told of the second, and of it alone."""
    for source, less, more in pairs_of_figures(scene):
        first, second = (less, more) if less.fact.start < more.fact.start else (more, less)
        frame = scene.chance.choice(
            ("{t}{s}方面的数字是{n}", "在{s}上，{t}达到{n}", "{t}{s}有{n}之多")
        )
        body = frame.format(t=second.time, s=second.subject, n=first.number)
        return forged(scene, [source], opened(body, scene.chance), first.number, source.body)
    return None


def _part_as_whole(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    whole, part = amounts(found["q"]), amounts(found["x"])
    if not names(found["s"]) or not whole or not part or whole[0].unit != part[0].unit:
        return None
    if part[0].value >= whole[0].value:
        return None
    wrong = scene.chance.choice(("全部算下来是{x}", "总的是{x}", "共{x}")).format(x=found["x"])
    return f"{found['s']}{wrong}", wrong


def _shifted(scene: Scene) -> Utterance | None:
    """A list of things with their figures, each figure moved on by one."""
    for source in standing(scene):
        for found in re.finditer(
            rf"(?<![^，。；：])(?:{_NOUN_FIRST}){{2,}}[^，。；、\d０-９]{{2,12}}{QUANTITY}",
            source.body,
        ):
            if re.search("比|其中", found[0]):
                continue
            named_first = list(re.finditer(QUANTITY, found[0]))
            figures = [one[0] for one in named_first]
            units = {amounts(one)[0].unit for one in figures if amounts(one)}
            if len(figures) < 3 or len(units) != 1 or len(set(figures)) != len(figures):
                continue
            moved, at = "", 0
            for one, figure in zip(named_first, figures[1:] + figures[:1], strict=True):
                moved += found[0][at : one.start()] + figure
                at = one.end()
            body = opened(moved + found[0][at:], scene.chance)
            return forged(scene, [source], body, moved, found[0])
    return None


_NOUN_FIRST: Final = rf"[^，。；、\d０-９]{{2,12}}{QUANTITY}[、，]"

SEVENTH_PAIRS: Final[dict[str, Maker]] = named(
    {
        "growth lent to the neighbour": _rate_lent,
        "respectively turned": _turned_lists,
        "slower told as faster": _faster,
        "lesser told as greater": _greater,
        "both told alike": _both_alike,
        "one figure told as the sum": _one_for_both,
        "first figure told of the second thing": _each_for_one,
        "part told as the whole": matching(
            PART,
            _part_as_whole,
            unless=UNSETTLED,
        ),
        "list shifted by one": _shifted,
    }
)
