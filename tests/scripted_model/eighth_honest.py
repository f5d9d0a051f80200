"""True sentences of the eighth family: figures as a fluent model puts them, with its reckoning."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import Final

from .amounts import decimal
from .behaviour import Utterance
from .eighth_figures import LEVEL_AND_GROWTH
from .eighth_phrasing import (
    UP,
    Found,
    Maker,
    Source,
    digits,
    is_quoted,
    led,
    names,
    replaced,
    standing,
    tail,
    told_by,
    truly,
    truly_retold,
)
from .fluent_phrasing import Plain, drawn, same_unit_pairs
from .scene import Scene
from .seventh_changes import CHANGE, GROWTH, SHARE, shared, sound
from .seventh_pairs import PART, UNSETTLED, pairs_of_figures, pairs_of_rates

_WIDE: Final = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_SHORT: Final = (
    ("全国人民代表大会常务委员会", "全国人大常委会"),
    ("全国人民代表大会", "全国人大"),
    ("中国共产党中央委员会", "中共中央"),
    ("中国人民政治协商会议", "人民政协"),
    ("居民消费价格指数", "CPI"),
    ("国内生产总值", "GDP"),
    ("国民生产总值", "GNP"),
    ("第十一届三中全会", "十一届三中全会"),
    ("省、自治区、直辖市", "省（区、市）"),
    ("研究与试验发展经费", "研发经费"),
)


def _of_a_fact(*frames: str) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        for one in drawn(scene):
            body = scene.chance.choice(frames).format(t=one.time, s=one.subject, n=one.number)
            return truly(scene, [one.source], body)
        return None

    return make


def _unit_in_the_label(scene: Scene) -> Utterance | None:
    """旅游收入（亿元）：41.5."""
    for one in drawn(scene):
        figure, unit = digits(one.number), tail(one.number)
        if not figure or not unit:
            continue
        frame = scene.chance.choice(("{t}{s}（单位：{u}）：{n}", "{t}{s}（{u}）为{n}"))
        body = frame.format(t=one.time, s=one.subject, u=unit, n=figure)
        return truly(scene, [one.source], body)
    return None


def _rounded_up(one: Plain) -> str:
    """The next whole number of the unit above a figure that has decimals."""
    figure = digits(one.number)
    if "." not in figure or Fraction(figure) < 10:
        return ""
    return f"{ceil(Fraction(figure))}{tail(one.number)}"


def _nearly(scene: Scene) -> Utterance | None:
    """Nearly the next whole number, with the exact one beside it."""
    for one in drawn(scene):
        above = _rounded_up(one)
        if not above:
            continue
        frame = scene.chance.choice(
            ("{t}{s}不到{a}，准确说是{n}", "{t}{s}接近{a}（{n}）", "{t}{s}近{a}，即{n}")
        )
        # “近” would be wrong of a number that has just passed the one below.
        if Fraction(digits(one.number)) % 1 < Fraction(1, 2):
            frame = "{t}{s}不到{a}，准确说是{n}"
        body = frame.format(t=one.time, s=one.subject, a=above, n=one.number)
        return truly(scene, [one.source], body)
    return None


def _times_with_operands(scene: Scene) -> Utterance | None:
    """How many times as much, with both numbers."""
    for more, less in same_unit_pairs(scene):
        times = round(more.amount.value / less.amount.value, 1)
        if not 2 <= times < 60 or re.search("率", more.subject):
            continue
        body = (
            f"{more.time}{more.subject}大约是{less.subject}的{decimal(times)}倍"
            f"（{more.number}÷{less.number}）"
        )
        return truly(scene, [more.source, less.source], body)
    return None


def _gap_in_points(scene: Scene) -> Utterance | None:
    """By how many points one thing grew faster, with both rates."""
    for source, slow, fast in pairs_of_rates(scene):
        first, last = digits(fast[1]), digits(slow[1])
        if not first or not last:
            continue
        apart = decimal(Fraction(first) - Fraction(last))
        body = f"{fast[0]}的增速比{slow[0]}高{apart}个百分点（{first}%－{last}%）"
        return truly(scene, [source], led(body, scene.chance))
    return None


def _per_hundred(found: Found, source: Source, scene: Scene) -> str:
    rate = digits(found["p"])
    if not rate or not shared(found) or re.search("超过|提高|上升", found[0]):
        return ""
    return f"{found['d']}里，每100份约有{rate}份是{found['s']}（占比{rate}%）"


def _former_and_latter(scene: Scene) -> Utterance | None:
    """Two figures, and which of them is the greater."""
    for source, less, more in pairs_of_figures(scene):
        if less.time != more.time:
            continue
        frame = scene.chance.choice(
            (
                "{t}{m}为{n}，{l}为{k}，前者多于后者",
                "{t}{l}为{k}，{m}为{n}，后者更多",
                "{t}{l}不及{m}：前者{k}，后者{n}",
            )
        )
        body = frame.format(
            t=less.time, m=more.subject, n=more.number, l=less.subject, k=less.number
        )
        return truly(scene, [source], led(body, scene.chance))
    return None


def _facts_turned(scene: Scene) -> Utterance | None:
    """Two figures of a sentence, the later first."""
    for source, less, more in pairs_of_figures(scene):
        if less.time != more.time:
            continue
        first, second = (less, more) if less.fact.start < more.fact.start else (more, less)
        body = f"{second.time}{second.subject}是{second.number}；{first.subject}则是{first.number}"
        return truly(scene, [source], led(body, scene.chance))
    return None


def _level_then_growth(found: Found, source: Source, scene: Scene) -> str:
    if not names(found["s"]) or not found["b"]:
        return ""
    frame = scene.chance.choice(
        (
            "{s}{b}增长{p}后，已达{q}",
            "{s}方面，{q}，{b}增幅{p}",
            "{s}{b}涨了{p}，到了{q}这个水平",
        )
    )
    return frame.format(s=found["s"], q=found["q"], p=found["p"], b=found["b"])


def _upward(found: Found, source: Source, scene: Scene) -> str:
    if not names(found["s"]) or not found["b"] or found["r"]:
        return ""
    base = "上年同期" if found["b"] == "同比" else "上一年"
    frame = scene.chance.choice(
        ("与{b}相比，{s}多了{p}", "{s}高出{b}{p}", "{s}呈上升走势，比{b}增长{p}")
    )
    return frame.format(b=base, s=found["s"], p=found["p"])


def _not_yet(found: Found, source: Source, scene: Scene) -> str:
    """A change told by its end, its start in a clause of its own."""
    if not sound(found):
        return ""
    verb = found["v"]
    when = found["w"] or "起初"
    until = found["z"] or "最终"
    frame = scene.chance.choice(
        (
            "{s}{u}的数值是{b}，而{w}还只是{a}"
            if re.fullmatch(UP, verb)
            else "{s}{u}的数值是{b}，而{w}还是{a}",
            "{s}的起点（{w}）是{a}，终点（{u}）是{b}，方向是{v}",
        )
    )
    return frame.format(s=found["s"], u=until, w=when, a=found["a"], b=found["b"], v=verb)


def _part_first(found: Found, source: Source, scene: Scene) -> str:
    part = found["p"].strip()
    if not names(found["s"]) or not names(part):
        return ""
    return f"{part}{found['x']}，这部分包含在{found['s']}{found['q']}之内"


def _every_figure(way: str) -> Maker:
    """Every measured number of a sentence written in another manner."""

    def make(scene: Scene) -> Utterance | None:
        for source in standing(scene):
            told, at, done = "", 0, 0
            for one in source.countable:
                vague = re.match("[余多几来半年]", source.text[one.end :])
                if one.chinese or vague or is_quoted(source.body, one.start) or one.value <= 10:
                    continue
                written = source.body[one.start : one.end]
                if re.search("[０-９]", written):
                    continue
                told += source.body[at : one.start]
                if way == "wide":
                    told += written.translate(_WIDE)
                else:
                    told += re.sub(r"^[\d.,]+%?", lambda found: f" {found[0]} ", written)
                at, done = one.end, done + 1
            if done and len(source.body) < 100:
                told += source.body[at:]
                told = re.sub(r" (?=[，。；、])", "", told).strip()
                return truly(scene, [source], led(told, scene.chance))
        return None

    return make


def _short_names(scene: Scene) -> Utterance | None:
    """Long names by the short ones that everybody knows."""
    for source in standing(scene):
        for long, short in _SHORT:
            at = source.body.find(long)
            if at < 0 or is_quoted(source.body, at):
                continue
            told = source.body.replace(long, short)
            return truly(scene, [source], led(told, scene.chance))
    return None


def _range_of_years(found: Found, source: Source, scene: Scene) -> str:
    return replaced(source, found, f"{found['a']}—{found['b']}年")


def _as_a_quotation(scene: Scene) -> Utterance | None:
    """A sentence as a quoted block."""
    for source in standing(scene):
        if len(source.body) < 90 and "“" not in source.body:
            made = truly(scene, [source], source.body)
            return Utterance(f"\n> {made.text}\n", cited=made.cited)
    return None


def _circled(scene: Scene) -> Utterance | None:
    """Two facts behind circled numbers."""
    facts = list({one.subject: one for one in drawn(scene)}.values())[:2]
    if len(facts) < 2:
        return None
    body = "；".join(
        f"{mark}{one.time}{one.subject}{one.number}" for mark, one in zip("①②", facts, strict=True)
    )
    return truly(scene, [one.source for one in facts], body)


EIGHTH_TOLD: Final[dict[str, Maker]] = told_by(
    {
        "spoken figure": _of_a_fact(
            "{t}{s}嘛，是{n}",
            "说到{s}，{t}就是{n}",
            "简单讲，{t}{s}一共是{n}",
            "您问的{s}，{t}数字是{n}",
        ),
        "figure as a question and answer": _of_a_fact(
            "{t}{s}是多少？是{n}", "问：{t}{s}有多少？答：{n}"
        ),
        "unit in the label": _unit_in_the_label,
        "nearly, with the exact number": _nearly,
        "times with operands": _times_with_operands,
        "gap in points with operands": _gap_in_points,
        "share per hundred": truly_retold(SHARE, _per_hundred, unless=UNSETTLED),
        "former and latter compared": _former_and_latter,
        "two figures, the later first": _facts_turned,
        "level with its growth spoken": truly_retold(
            LEVEL_AND_GROWTH, _level_then_growth, unless=UNSETTLED
        ),
        "growth against the year before": truly_retold(GROWTH, _upward, unless=UNSETTLED),
        "change by its end": truly_retold(CHANGE, _not_yet, unless=UNSETTLED),
        "part before the whole": truly_retold(PART, _part_first, unless=UNSETTLED),
        "spaces around figures": _every_figure("spaces"),
        "digits made wide": _every_figure("wide"),
        "short names": _short_names,
        "years with a dash": truly_retold(
            r"(?<!\d)[从自]?(?P<a>(?:19|20)\d\d)年?(?:至|到)(?P<b>(?:19|20)\d\d)年(?![初底末度以])",
            _range_of_years,
            fits=lambda source: True,
        ),
        "quoted block": _as_a_quotation,
        "circled numbers": _circled,
    }
)
# A number that stands nowhere so: reckoned from numbers beside it, or apart from its size.
RECKONED: Final = frozenset(
    {
        "nearly, with the exact number",
        "times with operands",
        "gap in points with operands",
        "share per hundred",
        "circled numbers",
        "unit in the label",
        "spaces around figures",
    }
)
