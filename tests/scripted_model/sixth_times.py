"""Right numbers at the wrong time: base years, spans, before and after, last year's level."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .behaviour import Utterance
from .fluent_phrasing import UNDONE, Plain, drawn
from .scene import Scene, Source, report_year
from .sixth_phrasing import (
    AMOUNT,
    HAN,
    Maker,
    by_words,
    changed,
    forged,
    is_quoted,
    issuer_of,
    measured,
    years_in,
)

_BASE: Final = re.compile(
    r"(?P<than>比|较)(?:上年|去年)(?=(?:同期)?(?:实际|净|又|再)?(?:增|减|下降|上升|提高|回|降|翻))"
)
CHANGE: Final = re.compile(
    rf"[由从](?P<when>(?:上年|去年|[\d{HAN}]{{4}}年|“?.{{1,2}}五”?[^，。；\d]{{0,4}}|过去)?的?)"
    rf"(?P<old>{AMOUNT})"
    r"(?P<verb>提高|上升|增加|增长|扩大|发展|下降|减少|降低|缩小|调整)"
    rf"(?P<prep>到|至|为)(?P<later>(?:[\d{HAN}]{{4}}年|目前|现在)?的?)"
    rf"(?P<new>{AMOUNT})(?![年多余\d{HAN}]|以[上下内])"
)
_MORE: Final = re.compile(
    rf"(?:比|较)(?P<when>上年|去年|\d{{4}}年)(?P<verb>增加|减少)了?(?P<by>{AMOUNT})(?=[，。；])"
)
_PLANS: Final = {
    "五五": 1976, "六五": 1981, "七五": 1986, "八五": 1991, "九五": 1996, "十五": 2001,
    "十一五": 2006, "十二五": 2011, "十三五": 2016,
}  # fmt: skip
_PLAN: Final = re.compile(r"“?(?P<plan>十[一二三]五|[五六七八九十]五)”?(?:期间|时期)")
_FIVE: Final = re.compile(r"(?<![今前十近])(?:过去的?五年|五年来)(?!累计|的)")
_UNTIL: Final = (
    (r"^(?:到|至|截至)(\d{4})年(?:底|末)?，", (r"自\1年以来，", r"从\1年开始，", r"\1年以后，")),
    (r"(?<=[，；])(?:到|至|截至)(\d{4})年(?:底|末)?，", (r"\1年以来，", r"从\1年起，")),
)
_SINCE: Final = (
    (r"(?:自|从)?(\d{4})年以来", (r"截至\1年", r"到\1年为止")),
    (r"[自从](\d{4})年(?:起|开始)", (r"截至\1年底", r"在\1年之前")),
)
_COMING: Final = (
    (r"(?:今后|未来)的?(五年|[三两几]年|十年)", (r"过去\1", r"\1来")),
    (r"(?:从今年起|(?<!以)今后(?![的五三两几十\d]))(?=[^，。；]{0,20}\d)", ("多年来", "一直以来")),
)
_PAST: Final = (
    (r"(?:过去的?|近)五年(?!来)|(?<![十近\d])五年来", ("今后五年", "未来五年")),
    (r"(?:过去|一年来)(?=[^，。；五]{0,12}\d)", ("今后", "下一步")),
)
_Years = Callable[[Source, re.Match[str]], list[tuple[int, int]]]
_PERIOD: Final = (
    (r"(比|较|同)(上年|去年|\d{4}年)同期(?!累计)", (r"\1\2全年", r"\1\2一整年")),
    (r"(上年|去年)同期(?=[^，。；]{0,8}\d)", (r"\1全年",)),
)


def _base_year(scene: Scene) -> Utterance | None:
    """比上年 with a year that is not the one before."""
    for source in scene.fresh():
        found, year = _BASE.search(source.body), report_year(source.passage)
        if not found or not year or not measured(source) or len(source.years) > 1:
            continue
        own = int(source.years[0].value) if source.years else None
        known = years_in(source.passage)
        right = {own - 1, own} if own else {year - 2, year - 1}
        fit = sorted(y for y in known - right if y < (own or year + 1))
        last = own is None and re.search(r"去年|全年", source.body[: found.start()])
        if last and year - 1 in known and not re.search("今年|将|计划", source.body):
            fit = [year - 1]
        if fit:
            wrong = f"{found['than']}{scene.chance.choice(fit[-3:])}年"
            return changed(scene, source, *found.span(), wrong)
    return None


def _this_year(scene: Scene) -> Utterance | None:
    """今年 of a report named as another year."""
    for source in scene.fresh():
        year = report_year(source.passage)
        found = re.search(r"今年(?![以度初底春夏秋冬来上])", source.body)
        if not found or not year or not measured(source) or "去年" in source.body:
            continue
        own = {int(a.value) for a in source.years}
        fit = sorted((y for y in years_in(source.passage) - {year} - own), key=lambda y: year - y)
        near = [y for y in fit if abs(y - year) <= 3]
        if near and not is_quoted(source, found.start()):
            wrong = f"{scene.chance.choice(near)}年"
            return changed(scene, source, *found.span(), wrong)
    return None


def _resolved(years: _Years, find: re.Pattern[str], *frames: str) -> Maker:
    """A span of years with first and last years that are not its own."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            found = find.search(source.body)
            if not found or not measured(source) or is_quoted(source, found.start() - 1):
                continue
            unknown = [
                (first, last)
                for first, last in years(source, found)
                if not {first, last} & years_in(source.passage)
            ]
            if unknown:
                first, last = scene.chance.choice(unknown)
                wrong = scene.chance.choice(frames).format(o=found[0], a=first, b=last)
                return changed(scene, source, *found.span(), wrong)
        return None

    return make


def _not_five(source: Source, _: re.Match[str]) -> list[tuple[int, int]]:
    year = report_year(source.passage)
    return [(year - 6, year - 2), (year - 7, year - 3), (year - 10, year - 6)] if year else []


def _not_plan(_: Source, found: re.Match[str]) -> list[tuple[int, int]]:
    start = _PLANS[found["plan"]]
    return [(first, first + 4) for first in (start - 5, start + 5, start - 1, start + 1)]


def _old_for_new(scene: Scene) -> Utterance | None:
    """由A提高到B told as 提高到A."""
    for source in scene.fresh():
        found = CHANGE.search(source.body)
        if found and found["old"] != found["new"] and measured(source):
            wrong = f"{found['verb']}{found['prep']}{found['old']}"
            return changed(scene, source, *found.span(), wrong)
    return None


def _turned_change(scene: Scene) -> Utterance | None:
    """由A提高到B told as 由B提高到A."""
    for source in scene.fresh():
        found = CHANGE.search(source.body)
        if found and found["old"] != found["new"] and measured(source):
            between = source.body[found.end("old") : found.start("new")]
            wrong = found["new"] + between + found["old"]
            return changed(scene, source, found.start("old"), found.end("new"), wrong)
    return None


def _increase_as_level(*frames: str) -> Maker:
    """比上年增加270万吨 told as 上年为270万吨."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            found = _MORE.search(source.body + "。")
            if not found or re.search(r"[%％]|百分", found["by"]):
                continue
            own = next((a for a in source.amounts if a.start == found.start("by")), None)
            before = [a for a in source.countable if a.end <= found.start()]
            if own is None or not before or before[-1].unit != own.unit:
                continue
            doubled = before[-1].value == 2 * own.value
            if measured(source) and not doubled and not UNDONE.search(source.text):
                wrong = scene.chance.choice(frames).format(w=found["when"], n=found["by"])
                return changed(scene, source, *found.span(), wrong)
        return None

    return make


def _name(one: Plain) -> str:
    return re.sub("^(?:全[年区国市]|城镇)", "", one.subject)


def _trend(scene: Scene) -> Utterance | None:
    """The same thing in the reports of two years, each with the other one's number."""
    facts = drawn(scene)
    for one in facts:
        for other in facts:
            early, late = report_year(one.source.passage), report_year(other.source.passage)
            if not early or not late or early >= late or one.amount.key == other.amount.key:
                continue
            body = issuer_of(one.source.passage) == issuer_of(other.source.passage)
            alike = _name(one) == _name(other) and one.time in ("", "去年", "全年")
            if not body or not alike or one.fact.measure != other.fact.measure:
                continue
            frame = scene.chance.choice(
                (
                    "{a}年的报告中{s}为{x}，{b}年的报告中则为{y}",
                    "对比两份报告，{s}在{a}年报告里是{x}，到{b}年报告里变为{y}",
                    "{s}：{a}年报告载明{x}，{b}年报告载明{y}",
                )
            )
            told = frame.format(s=one.subject, a=early, b=late, x=other.number, y=one.number)
            truth = f"{early}年报告：{one.fact.text}；{late}年报告：{other.fact.text}"
            return forged(scene, [one.source, other.source], told, other.number, truth)
    return None


SIXTH_TIMES: Final[dict[str, dict[str, Maker]]] = {
    "base year named wrong": {"of a report": _base_year},
    "this year named wrong": {"of a report": _this_year},
    "coming years told as past": {"coming": by_words(_COMING), "past": by_words(_PAST)},
    "until told as since": {"until": by_words(_UNTIL), "since": by_words(_SINCE)},
    "same period told as whole year": {"by the word": by_words(_PERIOD)},
    "former value told of now": {
        "as reached": _old_for_new,
        "both exchanged": _turned_change,
    },
    "increase told as last year's level": {
        "in its place": _increase_as_level("{w}为{n}", "{w}是{n}", "而{w}则是{n}"),
        "in brackets": _increase_as_level("{w}的基数是{n}", "{w}的水平为{n}"),
    },
    "trend between reports reversed": {"from one to the other": _trend},
}
SIXTH_SPANS: Final[dict[str, dict[str, Maker]]] = {
    "span of years resolved wrong": {
        "五年来": _resolved(_not_five, _FIVE, "{a}—{b}年", "{a}年至{b}年", "{o}（{a}—{b}年）"),
        "plan period": _resolved(_not_plan, _PLAN, "{o}（{a}—{b}年）", "{a}年到{b}年的{o}"),
    },
}
