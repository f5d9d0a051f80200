"""True numbers that a fluent model reckons or writes otherwise, with what they come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Final

from .amounts import Amount, decimal, han
from .behaviour import Utterance
from .fluent_phrasing import (
    UNDONE,
    Plain,
    drawn,
    framed,
    honestly,
    restated,
    same_unit_pairs,
)
from .scene import Scene
from .wording import can_be_added


def equation(scene: Scene) -> Utterance | None:
    """A sum with its operands, as models write it out."""
    for first, second in same_unit_pairs(scene):
        if not can_be_added(first.fact, second.fact) or re.search(
            r"人均|率|户均|新农合|余额", first.subject + second.subject
        ):
            continue
        total = _both(first, second, first.amount.value + second.amount.value)
        frame = scene.chance.choice(
            (
                "{a}{x}，{b}{y}，合计{x}＋{y}＝{w}",
                "{a}（{x}）加上{b}（{y}），一共{w}",
                "{a}为{x}，{b}为{y}，二者相加为{w}",
                "把{a}的{x}和{b}的{y}加在一起，得到{w}",
            )
        )
        return _reckoned("sum written out", scene, first, second, frame, total)
    return None


def difference(scene: Scene) -> Utterance | None:
    """A difference with its operands."""
    for first, second in same_unit_pairs(scene):
        gap = _both(first, second, first.amount.value - second.amount.value)
        frame = scene.chance.choice(
            (
                "{a}为{x}，{b}为{y}，前者比后者多{w}",
                "{a}{x}、{b}{y}，两者相差{w}",
                "{a}为{x}，比{b}的{y}高出{w}",
                "{a}（{x}）超过{b}（{y}）{w}",
            )
        )
        return _reckoned("difference with operands", scene, first, second, frame, gap)
    return None


def _both(first: Plain, second: Plain, value: Fraction) -> str:
    places = max(
        len(decimal(one.amount.value / one.size).partition(".")[2]) for one in (first, second)
    )
    return first.written(value, places)


def _reckoned(
    way: str, scene: Scene, first: Plain, second: Plain, frame: str, result: str
) -> Utterance:
    body = frame.format(
        a=first.subject, b=second.subject, x=first.number, y=second.number, w=result
    )
    body = f"{first.time}，{body}" if first.time else body
    return honestly(way, scene, [first.source], body)


def share(scene: Scene) -> Utterance | None:
    """What share a part is of its whole, with both numbers."""
    for source in scene.fresh():
        if UNDONE.search(source.text) or "均" in source.text:
            continue
        pairs = pairwise(source.countable)
        for whole, part in pairs:
            between = source.text[whole.end + len(whole.unit) : part.start]
            if not re.fullmatch(r"[，,]其中，?[^，。；、的]{2,12}?(?:达到|达|为|有)?", between):
                continue
            exact = source.text[part.end + len(part.unit) :][:1] in tuple("，。；")
            alike = (whole.unit, whole.kind) == (part.unit, "number") and whole.unit
            if not exact or not alike or not 0 < part.value < whole.value:
                continue
            rate = round(part.value / whole.value * 100)
            if rate < 5:
                continue
            end = part.end + len(part.unit)
            written = (part.text + part.unit, whole.text + whole.unit)
            frame = scene.chance.choice(
                (
                    "，后者约占前者的{r}%（{p}÷{w}）",
                    "，按{p}除以{w}计算，占比约{r}%",
                    "，{p}约为{w}的{r}%",
                    "，也就是{w}中约{r}%",
                )
            )
            tail = frame.format(r=rate, p=written[0], w=written[1])
            body = framed(source.text[:end] + tail, scene.chance)
            return honestly("share with operands", scene, [source], body)
    return None


def two_units(scene: Scene) -> Utterance | None:
    """A number in its own unit and, in brackets, in another one."""
    for one in drawn(scene):
        if one.amount.multiplier not in ("万", "亿", "万亿") or one.amount.kind == "percent":
            continue
        if one.amount.chinese or one.amount.value.denominator != 1:
            continue
        step = {"万": (1, ""), "亿": (10**4, "万"), "万亿": (10**8, "亿")}[one.amount.multiplier]
        value = one.amount.value / step[0]
        if value.denominator != 1:
            continue
        other = f"{int(value)}{step[1]}{one.fact.unit}"
        frame = scene.chance.choice(
            ("{t}{s}为{n}（即{o}）", "{t}{s}达{n}，合{o}", "{t}{s}是{o}，也就是{n}", "{t}{s}为{o}")
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number, o=other)
        return honestly("value in two units", scene, [one.source], body)
    return None


def approximate(scene: Scene) -> Utterance | None:
    """A number rounded, and said to be so."""
    for one in drawn(scene):
        written = one.amount.value / one.size
        digits = len(str(int(written)))
        near = round(written, 0 if digits <= 3 else 3 - digits)
        if one.amount.chinese or near == written or written < 10:
            continue
        if abs(near / written - 1) > Fraction(2, 100):
            continue
        about = one.written(near * one.size)
        frame = scene.chance.choice(
            (
                "{t}{s}约{o}",
                "{t}{s}约为{o}（{n}）",
                "{t}{s}大约是{o}，准确数字为{n}",
                "{t}{s}在{o}左右",
            )
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number, o=about)
        return honestly("rounded with 约", scene, [one.source], body)
    return None


def all_chinese(scene: Scene) -> Utterance | None:
    """The number of a fact and its year in Chinese numerals."""
    for one in drawn(scene):
        written = _chinese(one.amount, one)
        if one.amount.chinese or not written or re.search(r"月|[０-９]", one.time):
            continue
        time = re.sub(r"\d", lambda m: "〇一二三四五六七八九"[int(m[0])], one.time)
        body = restated(one.subject, time, written, scene.chance)
        return honestly("Chinese numerals throughout", scene, [one.source], body)
    return None


def _chinese(amount: Amount, one: Plain) -> str:
    value = amount.value / one.size
    whole, _, decimals = decimal(value).partition(".")
    if not whole or int(whole) == 2 or len(decimals) > 2:
        return ""
    tail = "点" + "".join("零一二三四五六七八九"[int(c)] for c in decimals) if decimals else ""
    if amount.kind == "percent":
        return f"百分之{han(int(whole))}{tail}"
    return f"{han(int(whole))}{tail}{amount.multiplier}{one.fact.unit}"


FLUENT_RECKONINGS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "sum written out": equation,
    "difference with operands": difference,
    "share with operands": share,
    "value in two units": two_units,
    "rounded with 约": approximate,
    "Chinese numerals throughout": all_chinese,
}
