"""Bounds told wrong: a range cut to one end, a bound turned round or told as exact."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .behaviour import Utterance
from .fifth_phrasing import Maker, in_place
from .scene import Scene

_N: Final = r"[\d０-９一二三四五六七八九十百千两]+(?:[.．][\d０-９]+)?"
_SMALL: Final = r"[\d０-９一二三四五六七八九十百千两]"
_UNIT: Final = (
    r"(?:个百分点|百分点|个工作日|个月|万元|亿元|千元|元|万人|人|名|年|日|天|周岁|岁|倍|[%％]|"
    r"吨|亩|米|公里|户|家|个|次|小时)"
)
_LEGAL_RANGE: Final = re.compile(
    rf"(?P<low>{_N})(?P<one>{_UNIT})以上，?(?P<high>{_N})(?P<two>{_UNIT})以下"
)
_RANGE: Final = re.compile(
    rf"(?<![\d.．年月])(?P<low>{_N})(?P<one>{_UNIT}?)(?:[-—－~～]{{1,2}}|至|到)(?P<high>{_N})(?P<two>{_UNIT})(?!年|月|日)"
)


def _cut(pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> Maker:
    """A range of which one end is told, or both as something else."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            for found in pattern.finditer(source.text):
                if re.search(r"[第由从]$", source.text[: found.start()]) and pattern is _RANGE:
                    continue
                if found["one"] and found["one"] != found["two"]:
                    continue
                if len(found["low"]) == 4 and found["two"] == "年":
                    continue
                return in_place(scene, source, *found.span(), write(found))
        return None

    return make


def _turned(*rules: tuple[str, tuple[str, ...]]) -> Maker:
    """A bound in words that say the opposite, or none."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            for pattern, instead in scene.chance.sample(list(rules), len(rules)):
                found = re.search(pattern, source.body)
                if found:
                    wrong = found.expand(scene.chance.choice(instead))
                    return in_place(scene, source, *found.span(), wrong)
        return None

    return make


FIFTH_BOUNDS: Final[dict[str, dict[str, Maker]]] = {
    "range cut to one end": {
        "the upper, as exact": _cut(_LEGAL_RANGE, lambda f: f["high"] + f["two"]),
        "the lower, open": _cut(_LEGAL_RANGE, lambda f: f["low"] + f["one"] + "以上"),
        "the upper, open": _cut(_LEGAL_RANGE, lambda f: f["high"] + f["two"] + "以下"),
        "the greater of two": _cut(_RANGE, lambda f: f["high"] + f["two"]),
        "the smaller of two": _cut(_RANGE, lambda f: f["low"] + f["two"]),
        "as a bound": _cut(_RANGE, lambda f: f["high"] + f["two"] + "以上"),
    },
    "bound turned round": {
        "lower as upper": _turned(
            (rf"不得?(?:少|低)于(?={_SMALL})", ("最多", "至多为", "不得多于", "上限为")),
            (rf"(?:至少|最低|最少)(?=(?:为|有|应|需)?{_SMALL})", ("最高", "最多")),
            (rf"(?:高于|多于|大于)(?={_SMALL})", ("低于", "少于")),
        ),
        "upper as lower": _turned(
            (
                rf"不(?:得)?(?:超过|高于|多于|大于)(?={_SMALL})",
                ("起码", "不得低于", "下限为", "最少"),
            ),
            (rf"(?:最多|最高|至多)(?=(?:为|可|不)?{_SMALL})", ("最低", "起码")),
            (rf"(?<!不)(?<!不得)(?:少于|低于|小于)(?={_SMALL})", ("多于", "高于")),
        ),
        "满 and 未满": _turned(
            (
                rf"(?<![不未每])(?:[已年])?(?<![不未每])满(?={_SMALL}{{1,4}}(?:周岁|岁|年|个月|日))",
                ("未满", "不满"),
            ),
            (rf"(?:不满|未满)(?={_SMALL}{{1,4}}(?:周岁|岁|年|个月|日|人))", ("已满", "年满")),
        ),
        "以上 and 以下 in other words": _turned(
            (rf"({_N}(?:年|个月|周岁|日|天))以上", (r"不到\1", r"最多\1")),
            (rf"({_N}(?:年|个月|周岁|日|天))以[下内]", (r"超过\1", r"起码\1")),
        ),
    },
    "bound told as exact": {
        "不得超过 as 为": _turned(
            (rf"不得?(?:超过|多于)(?={_SMALL})", ("为", "固定为", "就是")),
            (rf"不得?(?:少|低)于(?={_SMALL})", ("为", "固定为", "恰好")),
        ),
        "以上 lost behind a term": _turned(
            (
                r"(?<=[\d０-９一二三四五六七八九十百两])(年|个月|周岁|倍|日)以[上下](?![一二三四五六七八九十\d])",
                (r"\1",),
            ),
            (r"(?<=[\d０-９一二三四五六七八九十百]人)以[上下]", ("",)),
        ),
        "about as exactly": _turned(
            (
                rf"(?:大约|约|近|将近|接近)(?={_SMALL}{{2,}}[^，。；年]{{0,3}}[万亿人元吨个%％])",
                ("恰好", "准确地说是", "整"),
            ),
            (
                rf"(?<![\d０-９，,.．万亿一二三四五六七八九十百千])({_N}(?:万|亿)?{_UNIT})左右",
                (r"整整\1", r"准确的\1"),
            ),
        ),
    },
}
