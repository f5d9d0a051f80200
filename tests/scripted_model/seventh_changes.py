"""What changed, told with its own numbers in the wrong place: levels, increases, shares, times."""

from __future__ import annotations

import re
from typing import Final

from .scene import Scene, Source
from .seventh_phrasing import (
    DOWN,
    LEVEL,
    NUMBER,
    PERCENT,
    QUANTITY,
    SUBJECT,
    UP,
    YEAR,
    Maker,
    Retell,
    Retold,
    exchanging,
    matching,
    named,
    names,
    replaced,
    value,
)

_AMOUNT: Final = rf"(?:{PERCENT}|{QUANTITY})"
# “财政收入由上年的A提高到B”: what, since when, from what, how, when, to what.
CHANGE: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>{SUBJECT})，?[由从](?P<w>{YEAR}|上年|去年|上年同期)?的?(?P<a>{_AMOUNT})"
    rf"(?:逐步|进一步|迅速|大幅度?)?(?P<v>{UP}|{DOWN})(?:到|至)了?(?P<z>{YEAR})?的?(?P<b>{_AMOUNT})(?=[，；。]|$)"
)
SHARE: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>{SUBJECT})(?:已经?)?占(?P<d>[^，。；：、\d０-９“”（）()]{{2,18}}?)的?(?:比重|比例)?"
    rf"(?:达到|达|为|提高到|上升到|超过)?(?P<p>{PERCENT})(?=[，；。]|$)"
)
GROWTH: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>{SUBJECT})，?(?P<b>比上年|比去年|同比|较上年|)(?P<r>实际)?增长了?(?P<p>{PERCENT})"
    r"(?=[，；。]|$)"
)
_BASE: Final = rf"上年同期|去年同期|上年末|上年|去年|年初|前五年|{YEAR}"
ADDED: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>{SUBJECT})(?:(?:{LEVEL})(?P<l>{QUANTITY})，?)?，?比(?:{_BASE})"
    rf"(?P<v>增加|减少|增长)了?(?P<q>{QUANTITY})(?=[，；。]|$)"
)


def turned(verb: str) -> str:
    """The verb of the other direction."""
    return "下降" if re.fullmatch(UP, verb) else "上升"


def sound(found: re.Match[str]) -> bool:
    """Whether a change names what changed, and its numbers go the way its verb does."""
    first, last = value(found["a"]), value(found["b"])
    if not names(found["s"]) or first is None or last is None or first == last:
        return False
    return (first < last) == bool(re.fullmatch(UP, found["v"]))


def _start_as_end(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not sound(found):
        return None
    when = found["z"] or ""
    end = scene.chance.choice((f"{found['v']}到{found['a']}", f"最后达到的是{found['a']}"))
    return f"{when}{found['s']}{end}", end


def _ends_exchanged(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not sound(found):
        return None
    wrong = f"由{found['b']}{turned(found['v'])}到{found['a']}"
    return f"{found['s']}{wrong}", wrong


def _against(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not sound(found):
        return None
    when = f"{found['w']}的" if found["w"] else ""
    wrong = f"{turned(found['v'])}为{found['b']}"
    return f"{found['s']}从{when}{found['a']}{wrong}", wrong


def _end_of_the_start(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not sound(found) or not found["w"]:
        return None
    wrong = f"{found['w']}{found['s']}已经是{found['b']}"
    return wrong, wrong


def _level_as_increase(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    lead = source.body[: found.start()]
    if re.search(r"零|无到有|同比$|比[^，]*$", lead):
        return None
    wrong = f"{found['v']}了{found['b']}"
    return replaced(source, found, wrong), wrong


def _increase_as_level(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    level = value(found["l"]) if found["l"] else None
    if not names(found["s"]) or level == value(found["q"]) or found["q"][-1] in "倍点":
        return None
    wrong = scene.chance.choice(("为{q}", "达{q}", "是{q}")).format(q=found["q"])
    return f"{found['s']}{wrong}", wrong


def shared(found: re.Match[str]) -> bool:
    """Whether a share names both the part and the whole."""
    return names(found["s"]) and not re.search("^的|比重|比例|超过|约|近$|从|到", found["d"])


def _share_as_growth(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not shared(found):
        return None
    wrong = scene.chance.choice(("增长了{p}", "增幅达到{p}")).format(p=found["p"])
    return f"{found['s']}{wrong}", wrong


def _growth_as_share(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    total = value(found["p"])
    if not names(found["s"]) or total is None or total >= 100:
        return None
    if re.search("人均|平均|率|价格|指数", found["s"]):
        return None
    wrong = scene.chance.choice(("所占比重为{p}", "占总量的{p}")).format(p=found["p"])
    return f"{found['s']}{wrong}", wrong


def _share_turned(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not shared(found) or len(found["d"]) < 4 or value(found["p"]) == 100:
        return None
    wrong = f"{found['d']}占{found['s']}的{found['p']}"
    return wrong, wrong


_WHOLES: Final = (
    (r"支出|经费|投资|投入|收入|资金", ("国内生产总值", "全部银行贷款", "全社会固定资产投资")),
    (r"人|户|职工|党员|干部|家庭", ("全国总人口", "全部农村劳动力")),
    (r"业|产|值", ("全部出口额", "全社会固定资产投资")),
)


def _share_of_another(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not shared(found):
        return None
    for pattern, wholes in _WHOLES:
        fit = [whole for whole in wholes if whole[-4:] not in source.text]
        if re.search(pattern, found["s"]) and fit:
            wrong = f"占{scene.chance.choice(fit)}的{found['p']}"
            return f"{found['s']}{wrong}", wrong
    return None


def _growth_as_fall(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not names(found["s"]):
        return None
    wrong = scene.chance.choice(("的降幅为{p}", "缩减了{p}", "出现{p}的下降")).format(p=found["p"])
    return f"{found['s']}{wrong}", wrong


_ALWAYS: Final = r"计划|预计|预期|力争|争取|目标|要|将|如果|左右|以上|以内"


def _changed(retell: Retell) -> Maker:
    return matching(CHANGE, retell, unless=_ALWAYS)


# Three times as much told as three times more, or the other way about.
_TIMES: Final = exchanging(
    (
        (
            rf"(?:是|为|等于|相当于)(?P<b>{YEAR}|上年|去年|解放前|前五年)的(?P<n>{NUMBER}|[二三四五六七八九])倍",
            (r"比\g<b>增长\g<n>倍", r"比\g<b>多出\g<n>倍"),
        ),
        (
            rf"比(?P<b>{YEAR}|上年|去年|解放前|前五年)(?:增长|增加)了?(?P<n>{NUMBER}|[一二两三四五六七八九])倍",
            (r"是\g<b>的\g<n>倍", r"相当于\g<b>的\g<n>倍"),
        ),
    ),
    unless="倍(?:多|半|以上|左右)",
    counted=False,
)

SEVENTH_CHANGES: Final[dict[str, Maker]] = named(
    {
        "start of a change told as its end": _changed(_start_as_end),
        "ends of a change exchanged": _changed(_ends_exchanged),
        "change told against its numbers": _changed(_against),
        "end of a change told of its start": _changed(_end_of_the_start),
        "level told as the increase": matching(
            rf"(?:[由从](?:{YEAR}|上年|去年)?的?{_AMOUNT})?(?P<v>{UP}|{DOWN})(?:到|至)了?"
            rf"(?:{YEAR}的?)?(?P<b>{_AMOUNT})(?=[，；。]|$)",
            _level_as_increase,
            unless=r"将|要|拟|力争|计划|预计|预期|争取|目标|才|直到",
        ),
        "increase told as the level": matching(ADDED, _increase_as_level),
        "share told as growth": matching(SHARE, _share_as_growth),
        "growth told as a share": matching(GROWTH, _growth_as_share, unless=_ALWAYS),
        "growth told as a fall": matching(GROWTH, _growth_as_fall, unless=_ALWAYS),
        "share turned over": matching(SHARE, _share_turned),
        "share of a foreign whole": matching(SHARE, _share_of_another),
        "times and times more confused": _TIMES,
    }
)
