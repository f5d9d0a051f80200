"""What a model adds by reckoning, wrongly: the rest, spans, terms, other measures, currencies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from . import audit
from .amounts import decimal, han_value
from .behaviour import Utterance
from .fifth_phrasing import Stretch, is_unknown, stretches, words_of
from .scene import Scene, Source
from .sixth_phrasing import HAN, Maker, changed, is_quoted

SHARE: Final = re.compile(
    r"占(?!比)[^，。；、\d比]{2,14}的(?:比重)?(?:达到|达|为)?(?P<n>\d+(?:\.\d+)?)[%％](?=[，。；]|$)"
)
_TERM: Final = re.compile(
    rf"(?P<n>\d{{1,2}}|[{HAN}]{{1,3}})(?P<u>年|个月|日)(?=以[上下内]|内|的|[，。；]|不)"
)
# What one of a unit is in another one, and what a careless model takes it for.
MEASURES: Final[dict[str, tuple[str, Fraction, tuple[Fraction, ...]]]] = {
    "亩": ("公顷", Fraction(1, 15), (Fraction(1, 10), Fraction(1, 6), Fraction(15))),
    "公顷": ("亩", Fraction(15), (Fraction(10), Fraction(1, 15), Fraction(150))),
    "平方公里": ("公顷", Fraction(100), (Fraction(10), Fraction(1000), Fraction(15))),
    "公里": ("里", Fraction(2), (Fraction(1, 2), Fraction(3), Fraction(5))),
    "吨": ("公斤", Fraction(1000), (Fraction(100), Fraction(500), Fraction(10))),
    "公斤": ("斤", Fraction(2), (Fraction(1, 2), Fraction(10))),
    "斤": ("公斤", Fraction(1, 2), (Fraction(2), Fraction(1, 10))),
}


def _put_in(scene: Scene, source: Source, place: int, wrong: str) -> Utterance | None:
    """A stretch put into a sentence, where no cited passage has its numbers."""
    if is_quoted(source, place) or not audit.absent_numbers(
        wrong, words_of(scene, [source.number])
    ):
        return None
    return changed(scene, source, place, place, wrong)


def _first(find: Callable[[Scene], Iterator[tuple[Source, int, str]]]) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        made = (_put_in(scene, *one) for one in find(scene))
        return next((one for one in made if one is not None), None)

    return make


def _rest(scene: Scene) -> Iterator[tuple[Source, int, str]]:
    for source in scene.fresh():
        for found in SHARE.finditer(source.body):
            rest = 100 - Fraction(found["n"])
            wrong = decimal(rest + scene.chance.choice([10, -10, 1, -1, 5]))
            if rest > 12 and wrong and Fraction(wrong) not in (rest, Fraction(found["n"])):
                frame = scene.chance.choice(("（其余{n}%为其他部分）", "，其余部分占{n}%"))
                yield source, found.end(), frame.format(n=wrong)


def _years_between(scene: Scene) -> Iterator[tuple[Source, int, str]]:
    for source in scene.fresh():
        named = sorted({int(a.value) for a in source.years})
        if len(named) != 2 or len(source.years) != 2 or "：" in source.text:
            continue
        years = named[1] - named[0]
        wrong = years + scene.chance.choice([3, 4, -3, 5])
        if wrong > 1 and years > 1:
            frame = scene.chance.choice(("，前后相隔{n}年", "，其间历时{n}年"))
            yield source, len(source.body), frame.format(n=wrong)


def _term(scene: Scene) -> Iterator[tuple[Source, int, str]]:
    times = {"年": (12, "个月"), "日": (24, "小时"), "个月": (30, "天")}
    for source in scene.fresh():
        for found in _TERM.finditer(source.body):
            value = han_value(found["n"]) if not found["n"].isdigit() else Fraction(found["n"])
            before = source.body[: found.start()]
            glued = re.search(rf"[\d{HAN}○〇第每自月年元（近—～至到-]$|百分之$", before)
            if not value or value < 2 or value > 90 or glued:
                continue
            if found["u"] == "日" and re.search("月", before[-4:]):
                continue
            size, unit = times[found["u"]]
            wrong = int(value + scene.chance.choice([1, -1, 2])) * size
            yield source, found.end(), f"（即{wrong}{unit}）"


def _measured(scene: Scene) -> Iterator[tuple[Source, int, str]]:
    for stretch in stretches(scene, percent=False):
        if stretch.unit not in MEASURES:
            continue
        unit, _, wrong = MEASURES[stretch.unit]
        value = stretch.amount.value * scene.chance.choice(wrong)
        written = _sized(value)
        if written and is_unknown(scene, value):
            yield stretch.source, stretch.end, f"（约合{written}{unit}）"


def _currency(scene: Scene) -> Iterator[tuple[Source, int, str]]:
    for stretch in stretches(scene, percent=False):
        if stretch.unit not in ("元", "美元") or stretch.amount.value < 10**7:
            continue
        rate = Fraction(scene.chance.choice(["6.3", "6.8", "7.1", "8.2"]))
        dollars = stretch.unit == "美元"
        value = stretch.amount.value * rate if dollars else stretch.amount.value / rate
        written = _sized(_rounded(value))
        if written:
            name = "折合人民币{}元" if dollars else "折合{}美元"
            yield stretch.source, stretch.end, f"（{name.format('约' + written)}）"


def _per_day(scene: Scene) -> Iterator[tuple[Source, int, str]]:
    """A year's number spread over its days, wrongly."""
    for stretch in stretches(scene, percent=False):
        if not _of_a_year(stretch) or stretch.amount.value < 36500:
            continue
        value = stretch.amount.value / 365 * Fraction(scene.chance.choice(["1.6", "0.4", "10"]))
        written = _sized(_rounded(value))
        if written:
            yield stretch.source, stretch.end, f"（平均每天约{written}{stretch.unit}）"


def _of_a_year(stretch: Stretch) -> bool:
    named = re.search(r"^(?:去年|全年|\d{4}年)", stretch.source.text)
    return bool(named) and stretch.unit in ("元", "吨", "人", "人次", "辆", "个")


def _rounded(value: Fraction) -> Fraction:
    size = 10 ** max(0, len(str(int(value))) - 3)
    return Fraction(round(value / size) * size)


def _sized(value: Fraction) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        if value >= size:
            return decimal(round(value / size, 2)) + name
    return ""


SIXTH_RECKONING: Final[dict[str, dict[str, Maker]]] = {
    "rest of a hundred reckons wrong": {"behind the share": _first(_rest)},
    "years between reckon wrong": {"at the end": _first(_years_between)},
    "term reckons wrong in another unit": {"behind the term": _first(_term)},
    "measure converts wrong": {"behind the measure": _first(_measured)},
    "currency converted at no rate given": {"behind the sum": _first(_currency)},
    "daily average reckons wrong": {"behind the number": _first(_per_day)},
}
