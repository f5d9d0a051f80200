"""True sentences of the seventh family: figures and changes put as a summary puts them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from .amounts import amounts, decimal, plain
from .behaviour import Utterance
from .fluent_phrasing import drawn
from .scene import Scene, Source
from .seventh_changes import ADDED, CHANGE, GROWTH, SHARE, shared, sound
from .seventh_pairs import (
    PART,
    RESPECTIVELY,
    TOWN_AND_COUNTRY,
    UNSETTLED,
    pairs_of_figures,
    pairs_of_rates,
)
from .seventh_phrasing import (
    Maker,
    is_quoted,
    names,
    opened,
    replaced,
    restating,
    standing,
    title,
    told_by,
    truly,
    value,
)


def _change(found: re.Match[str], source: Source, scene: Scene) -> str:
    if not sound(found):
        return ""
    since, until = found["w"], found["z"]
    if since and until:
        told = f"{since}{found['s']}为{found['a']}，到{until}{found['v']}到{found['b']}"
    elif since:
        told = f"{found['s']}{since}是{found['a']}，之后{found['v']}到{found['b']}"
    else:
        told = f"{found['s']}原来是{found['a']}，后来{found['v']}到{found['b']}"
    return replaced(source, found, told)


def _difference(found: re.Match[str], source: Source, scene: Scene) -> str:
    first, last = (amounts(plain(found[k])) for k in "ab")
    if not sound(found) or len(first) != 1 or len(last) != 1:
        return ""
    one, other = first[0], last[0]
    if (one.kind, one.unit, one.multiplier) != (other.kind, other.unit, other.multiplier):
        return ""
    if one.chinese or other.chinese:
        return ""
    size = {"万": 10**4, "亿": 10**8}.get(one.multiplier, 1 if not one.multiplier else 0)
    if not size:
        return ""
    unit = "个百分点" if one.kind == "percent" else f"{one.multiplier}{one.unit}"
    apart = decimal(Fraction(abs(other.value - one.value), size))
    return replaced(source, found, f"{found[0]}，{found['v']}了{apart}{unit}") if apart else ""


def _share(found: re.Match[str], source: Source, scene: Scene) -> str:
    if not shared(found) or re.search("超过|提高到|上升到|^用于", found[0]):
        return ""
    told = scene.chance.choice(
        ("{d}的{p}属于{s}", "在{d}里面，{s}占到{p}", "{s}在{d}中的份额是{p}")
    )
    return replaced(source, found, told.format(s=found["s"], d=found["d"], p=found["p"]))


def _added(found: re.Match[str], source: Source, scene: Scene) -> str:
    if not names(found["s"]) or not found["l"]:
        return ""
    base = re.search(r"比([^，；。\d０-９]*|[^，；。]*年)(?=增加|减少|增长)", found[0])
    if base is None:
        return ""
    told = f"{found['s']}{base[0]}{found['v']}{found['q']}，达到{found['l']}"
    return replaced(source, found, told)


def _growth(found: re.Match[str], source: Source, scene: Scene) -> str:
    base = {"比上年": "上年", "比去年": "去年", "较上年": "上年", "同比": "上年同期"}.get(
        found["b"]
    )
    if base is None or not names(found["s"]):
        return ""
    return replaced(source, found, f"{found['s']}与{base}相比{found['r'] or ''}增长{found['p']}")


def _unfolded(found: re.Match[str], source: Source, scene: Scene) -> str:
    if not names(found["a"]) or not names(found["b"]):
        return ""
    told = f"{found['a']}{found['v']}{found['x']}，{found['b']}{found['v']}{found['y']}"
    return replaced(source, found, told)


def _town_and_country(found: re.Match[str], source: Source, scene: Scene) -> str:
    told = "，".join(
        f"{who}居民{found['s']}{found['v']}{found[key]}"
        for who, key in (("城镇", "x"), ("农村", "y"))
    )
    return replaced(source, found, told)


def _respectively(scene: Scene) -> Utterance | None:
    return restating(RESPECTIVELY, _unfolded)(scene) or restating(
        TOWN_AND_COUNTRY, _town_and_country
    )(scene)


def _part(found: re.Match[str], source: Source, scene: Scene) -> str:
    part = found["p"].strip()
    if not names(found["s"]) or not names(part):
        return ""
    return f"{found['s']}{found['q']}当中，{part}占了{found['x']}"


def _faster(scene: Scene) -> Utterance | None:
    """What grew more, told as having grown faster."""
    for source, slow, fast in pairs_of_rates(scene):
        frame = scene.chance.choice(
            (
                "{f}增长{p}，快于{s}（{q}）",
                "{f}的增速（{p}）高于{s}（{q}）",
                "{s}增长{q}，低于{f}的{p}",
            )
        )
        body = frame.format(f=fast[0], p=fast[1], s=slow[0], q=slow[1])
        return truly(scene, [source], opened(body, scene.chance))
    return None


def _greater(scene: Scene) -> Utterance | None:
    """The greater of two figures, told as the greater."""
    for source, less, more in pairs_of_figures(scene):
        frame = scene.chance.choice(("{t}{m}（{n}）多于{l}（{k}）", "{t}{l}（{k}）低于{m}（{n}）"))
        body = frame.format(
            t=more.time, m=more.subject, n=more.number, l=less.subject, k=less.number
        )
        return truly(scene, [source], opened(body, scene.chance))
    return None


def _in_brief(scene: Scene) -> Utterance | None:
    """Two figures of a sentence in one list."""
    for source, less, more in pairs_of_figures(scene):
        first, second = (less, more) if less.fact.start < more.fact.start else (more, less)
        if first.time != second.time:
            continue
        frame = scene.chance.choice(
            (
                "{t}主要数据有：{a}{n}、{b}{m}",
                "{t}情况：{a}{n}；{b}{m}",
                "{t}{a}、{b}依次为{n}、{m}",
            )
        )
        body = frame.format(
            t=first.time, a=first.subject, n=first.number, b=second.subject, m=second.number
        )
        return truly(scene, [source], body)
    return None


def _given_by(scene: Scene) -> Utterance | None:
    """A figure with the name of the document that gives it."""
    for one in drawn(scene):
        name = title(one.source)
        if name:
            frame = scene.chance.choice(
                (
                    "《{d}》给出的{t}{s}为{n}",
                    "据《{d}》，{t}{s}是{n}",
                    "{t}{s}为{n}（来源：《{d}》）",
                )
            )
            body = frame.format(d=name, t=one.time, s=one.subject, n=one.number)
            return truly(scene, [one.source], body)
    return None


def _labelled(scene: Scene) -> Utterance | None:
    """A figure as an item of a list, what it measures in bold."""
    for one in drawn(scene):
        made = truly(scene, [one.source], f"**{one.time}{one.subject}**：{one.number}")
        return Utterance(f"\n- {made.text}\n", cited=made.cited)
    return None


def _in_bold(scene: Scene) -> Utterance | None:
    """A sentence with its first figure in bold."""
    for source in standing(scene):
        for one in source.countable:
            end = one.end + (len(one.unit) if source.text[one.end :].startswith(one.unit) else 0)
            known = value(source.text[one.start : end])
            small = one.kind == "number" and one.value <= 10
            vague = re.match("[余多几来半年]", source.text[one.end :])
            if small or vague or known != one.value or is_quoted(source.body, one.start):
                continue
            told = (
                f"{source.body[: one.start]}**{source.body[one.start : end]}**{source.body[end:]}"
            )
            return truly(scene, [source], opened(told, scene.chance))
    return None


SEVENTH_TOLD: Final[dict[str, Maker]] = told_by(
    {
        "change from then to now": restating(CHANGE, _change, unless=UNSETTLED),
        "change with its difference": restating(CHANGE, _difference, unless=UNSETTLED),
        "share told from the whole": restating(SHARE, _share),
        "increase before the level": restating(ADDED, _added, unless=UNSETTLED),
        "growth against its base": restating(GROWTH, _growth, unless=UNSETTLED),
        "respectively unfolded": _respectively,
        "part within the whole": restating(PART, _part, unless=UNSETTLED),
        "faster told as faster": _faster,
        "greater told as greater": _greater,
        "two figures in brief": _in_brief,
        "figure with its document": _given_by,
        "figure under a bold label": _labelled,
        "figure in bold": _in_bold,
    }
)
# The difference of two numbers stands nowhere; both of them are shown.
DIFFERENCES: Final = frozenset({"change with its difference"})
