"""Numbers made up as fluent models make them up: reckoned wrong, taken apart, blurred."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import decimal, han, plain
from .behaviour import Utterance
from .fluent_phrasing import (
    Plain,
    drawn,
    framed,
    is_new,
    restated,
    same_unit_pairs,
    told,
)
from .scene import Scene

_NOTHING: Final = "没有这样的说法"
_FLOW: Final = re.compile(r"产量|收入|支出|投资|就业|销售额|成交额|零售总额|税收|产值")
_STOCK: Final = re.compile(r"人均|率$|余额|人数|规模")
_PARTS: Final = {
    "人": (("男性", "女性"), ("城镇户籍", "农村户籍"), ("三十五岁以下的", "其余年龄段的")),
    "名": (("男性", "女性"), ("本科以上的", "其余学历的")),
    "户": (("城区", "乡镇"), ("本地", "外来")),
    "家": (("城区", "乡镇"), ("新设", "原有")),
    "元": (("上半年", "下半年"), ("财政渠道", "社会渠道")),
    "吨": (("上半年", "下半年"), ("南部", "北部")),
    "亩": (("南部", "北部"), ("山区", "川区")),
    "公里": (("新建", "改建"), ("城区段", "郊区段")),
}


# ---- reckoned from right numbers, and reckoned wrong


def wrong_difference(scene: Scene) -> Utterance | None:
    """Two right numbers and a difference that is none."""
    for first, second in same_unit_pairs(scene):
        gap = first.amount.value - second.amount.value
        wrong = first.written(gap * Fraction(scene.chance.choice([65, 75, 120, 135, 150]), 100))
        if not is_new(scene, wrong) or wrong == first.written(gap):
            continue
        frame = scene.chance.choice(
            (
                "{a}为{x}，{b}为{y}，前者比后者多{w}",
                "{a}{x}、{b}{y}，两者相差{w}",
                "{a}为{x}，比{b}的{y}高出{w}",
                "与{b}的{y}相比，{a}达到{x}，多出{w}",
                "{b}是{y}，而{a}是{x}，差额为{w}",
                "{a}（{x}）超过{b}（{y}）{w}",
            )
        )
        body = frame.format(
            a=first.subject, b=second.subject, x=first.number, y=second.number, w=wrong
        )
        body = f"{first.time}{body}" if first.time else body
        return told(
            "difference reckons wrong", scene, [first.source], body, wrong, first.written(gap)
        )
    return None


def wrong_ratio(scene: Scene) -> Utterance | None:
    """Two right numbers, and how many times the one is the other reckoned wrong."""
    for first, second in same_unit_pairs(scene):
        ratio = first.amount.value / second.amount.value
        if ratio < Fraction(13, 10) or ratio > 60:
            continue
        wrong = decimal(round(ratio * Fraction(scene.chance.choice([160, 180, 210]), 100), 1))
        if not is_new(scene, f"{wrong}倍"):
            continue
        frame = scene.chance.choice(
            (
                "{a}为{x}，{b}为{y}，前者约为后者的{w}倍",
                "{a}（{x}）相当于{b}（{y}）的{w}倍",
                "{a}是{x}，约等于{b}{y}的{w}倍",
                "{b}只有{y}，{a}则有{x}，相差约{w}倍之多，即前者是后者的{w}倍",
                "按{x}与{y}计算，{a}是{b}的{w}倍左右",
                "{a}{x}，折合{b}（{y}）的{w}倍",
            )
        )
        body = frame.format(
            a=first.subject, b=second.subject, x=first.number, y=second.number, w=wrong
        )
        return told(
            "ratio reckons wrong",
            scene,
            [first.source],
            body,
            f"{wrong}倍",
            decimal(round(ratio, 2)),
        )
    return None


def wrong_average(scene: Scene) -> Utterance | None:
    """What a month's share of a year would be, reckoned wrong."""
    for one in drawn(scene):
        yearly = one.time in ("去年", "全年") or re.fullmatch(r"[\d０-９]{4}年", one.time)
        if not yearly or not _FLOW.search(one.subject) or _STOCK.search(one.subject):
            continue
        if one.amount.kind == "percent" or one.amount.value < 100:
            continue
        true = one.amount.value / 12
        wrong = one.written(true * Fraction(scene.chance.choice([55, 60, 150, 170]), 100))
        if not is_new(scene, wrong):
            continue
        tail = scene.chance.choice(
            (
                "，平均每月{w}",
                "，折合每个月{w}",
                "，按十二个月平摊，月均{w}",
                "，相当于一个月{w}",
                "，月平均数为{w}",
                "，也就是说每月大约{w}",
            )
        ).format(w=wrong)
        body = restated(one.subject, one.time, one.number, scene.chance) + tail
        return told(
            "monthly average reckons wrong", scene, [one.source], body, wrong, one.written(true)
        )
    return None


def wrong_list_count(scene: Scene) -> Utterance | None:
    """How many things a sentence lists, counted wrong."""
    item = r"[^，。；、：（）“”\d等]{2,10}"
    for source in scene.fresh():
        found = re.search(rf"(?:{item}、){{2,5}}{item}[和及]{item}(?=[，。；])", source.text)
        if not found or re.search(r"[一二三四五六七八九十两\d][项个类种方面]", source.text):
            continue
        true = found[0].count("、") + 2
        number = han(true + scene.chance.choice([3, 4, 5]))
        frame = scene.chance.choice(
            (
                "，共{n}项",
                "，合计{n}个方面",
                "，一共列出{n}类",
                "，总共{n}种情形",
                "这{n}项内容",
                "，前后{n}项",
            )
        )
        wrong = frame.format(n=number)
        if plain(wrong[-3:]) in scene.words or not is_new(scene, wrong):
            continue
        body = source.text[: found.end()] + wrong + source.text[found.end() : -1]
        return told(
            "listed things counted wrong", scene, [source], framed(body, scene.chance), wrong,
            f"{true}项",
        )  # fmt: skip
    return None


# ---- added to a right number


def invented_base(scene: Scene) -> Utterance | None:
    """The number of the year before, which nobody tells."""
    for one in drawn(scene):
        large = any(a.kind == "percent" and a.value > 15 for a in one.source.amounts)
        if large or one.amount.chinese or re.search(r"上年的|由|从", one.source.text):
            continue
        factor = Fraction(scene.chance.choice([55, 62, 68, 74]), 100)
        wrong = one.written(one.amount.value * factor, 1)
        if not is_new(scene, wrong):
            continue
        frame = scene.chance.choice(
            (
                "{s}由上一年的{w}增加到{n}",
                "{s}为{n}，而前一年仅为{w}",
                "上年{s}是{w}，这一次达到{n}",
                "{s}在{w}的基础上扩大到{n}",
                "{s}达到{n}，此前为{w}",
                "从{w}到{n}，{s}的变化十分明显",
            )
        )
        body = frame.format(s=one.subject, n=one.number, w=wrong)
        return told("earlier value invented", scene, [one.source], body, wrong, _NOTHING)
    return None


def invented_parts(scene: Scene) -> Utterance | None:
    """A total that is right, taken apart into two parts that nobody tells."""
    for one in drawn(scene):
        unit = one.fact.unit
        if one.amount.chinese or unit not in _PARTS or "其中" in one.source.text:
            continue
        whole = one.amount.value / one.size
        if not one.amount.multiplier and (whole.denominator != 1 or whole < 40):
            continue
        share = Fraction(scene.chance.choice([37, 41, 56, 63, 71]), 100)
        places = len(decimal(whole, 2).partition(".")[2])
        part = round(whole * share, places)
        left, right = (
            f"{decimal(part)}{one.amount.multiplier}{unit}",
            f"{decimal(whole - part)}{one.amount.multiplier}{unit}",
        )
        if not is_new(scene, left) or not is_new(scene, right):
            continue
        a, b = scene.chance.choice(_PARTS[unit])
        frame = scene.chance.choice(
            (
                "，其中{a}{x}、{b}{y}",
                "，分解来看，{a}为{x}，{b}为{y}",
                "（{a}{x}，{b}{y}）",
                "，由{a}{x}和{b}{y}构成",
                "；{a}占去{x}，余下{y}属于{b}",
                "，{a}部分为{x}，{b}部分为{y}",
            )
        )
        wrong = frame.format(a=a, b=b, x=left, y=right)
        body = restated(one.subject, one.time, one.number, scene.chance) + wrong
        return told("breakdown invented", scene, [one.source], body, wrong, _NOTHING)
    return None


# ---- the number itself, blurred into another one


def beside_range(scene: Scene) -> Utterance | None:
    """An exact number told as a range in which it does not lie."""
    for one in drawn(scene):
        step = scene.chance.choice([Fraction(106, 100), Fraction(112, 100), Fraction(80, 100)])
        low, high = one.amount.value * step, one.amount.value * step * Fraction(113, 100)
        places = 0 if one.amount.value / one.size >= 100 else 1
        first, last = one.written(low, places), one.written(high, places)
        if one.amount.chinese or not (is_new(scene, first) and is_new(scene, last)):
            continue
        frame = scene.chance.choice(
            (
                "{t}{s}在{a}至{b}之间",
                "{t}{s}介于{a}和{b}之间",
                "{t}{s}处于{a}—{b}的区间",
                "{t}{s}大致在{a}到{b}的范围内",
                "{t}{s}不低于{a}，不高于{b}",
                "从{t}的情况看，{s}为{a}到{b}" if one.time else "{s}为{a}到{b}",
            )
        )
        body = frame.format(t=one.time, s=one.subject, a=first, b=last)
        return told("range beside the number", scene, [one.source], body, first, one.number)
    return None


def far_estimate(scene: Scene) -> Utterance | None:
    """About as much as it is not."""
    for one in drawn(scene):
        if one.amount.chinese or (one.amount.kind == "percent" and one.amount.value > 75):
            continue
        near = one.amount.value / one.size * Fraction(scene.chance.choice([122, 130, 138]), 100)
        digits = len(str(int(near)))
        wrong = one.written(round(near, 2 - digits if digits > 1 else 0) * one.size)
        off = one.amount.value and abs(_value(wrong, one) / one.amount.value - 1)
        if off < Fraction(12, 100) or not is_new(scene, wrong):
            continue
        frame = scene.chance.choice(
            (
                "{t}{s}约{w}",
                "{t}{s}大约为{w}",
                "{t}{s}将近{w}",
                "{t}{s}超出{w}",
                "{t}{s}在{w}左右",
                "粗略地说，{t}{s}有{w}上下",
            )
        )
        body = frame.format(t=one.time, s=one.subject, w=wrong)
        return told("estimate off the mark", scene, [one.source], body, wrong, one.number)
    return None


def _value(written: str, one: Plain) -> Fraction:
    found = re.match(r"[\d.]+", written)
    return Fraction(found[0]) * one.size if found else Fraction(0)


FLUENT_NUMBERS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "difference reckons wrong": wrong_difference,
    "ratio reckons wrong": wrong_ratio,
    "monthly average reckons wrong": wrong_average,
    "listed things counted wrong": wrong_list_count,
    "earlier value invented": invented_base,
    "breakdown invented": invented_parts,
    "range beside the number": beside_range,
    "estimate off the mark": far_estimate,
}
