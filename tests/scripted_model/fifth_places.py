"""Right numbers beside the wrong year, place, subject or kind of figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from .behaviour import Utterance
from .fifth_phrasing import Maker, by_rules, forged, in_place, led, measured, telling
from .fluent_phrasing import UNDONE, Plain, drawn, year_of
from .scene import Scene, Source, report_year

_N: Final = r"[\d０-９]+(?:[.．][\d０-９]+)?"
_REGION: Final = re.compile(r"([\u4e00-\u9fff]{2,6}?(?:自治区|省|市|县|旗|区))(?:人民政府|政府)")
_WHOLE: Final = re.compile(r"全国|我国|全区|我区|全市|我市|全县|全省|我省|我旗")
_SIGNS: Final = "〇一二三四五六七八九"


# ---- last year and this year


def _of_last_year(scene: Scene) -> Iterator[tuple[Source, re.Match[str], int]]:
    for source in scene.fresh():
        year = report_year(source.passage)
        found = re.match(r"去年(?![末底年初以度])(?:一年|全年)?", source.text)
        if year and found and measured(source) and not UNDONE.search(source.text):
            yield source, found, year


def _last_year_as(write: Callable[[int], str]) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        for source, found, year in _of_last_year(scene):
            return in_place(scene, source, *found.span(), write(year))
        return None

    return make


def _signs(year: int) -> str:
    return "".join(_SIGNS[int(c)] for c in str(year))


def _told_of_report_year(scene: Scene) -> Utterance | None:
    """A fact of last year told anew as one of the year of the report."""
    for one in drawn(scene):
        year = report_year(one.source.passage)
        if year and year_of(one) == year - 1 and not one.time[:4].isdigit():
            wrong = scene.chance.choice((f"{year}年", "今年", f"{year}年全年"))
            body = telling(one.subject, wrong, one.number, scene.chance)
            return forged(scene, [one.source], body, wrong, f"{year - 1}年：{one.fact.text}")
    return None


def _year_of_another(scene: Scene) -> Utterance | None:
    """A fact of one year told anew as one of a year that the same passage names elsewhere."""
    for one in drawn(scene):
        own = year_of(one)
        named = re.findall(r"(?<!\d)((?:19|20)\d\d)年", one.source.passage.text)
        fit = sorted({int(y) for y in named} - {own or 0})
        if own and fit and str(one.number) in one.source.text:
            wrong = f"{scene.chance.choice(fit)}年"
            body = telling(one.subject, wrong, one.number, scene.chance)
            return forged(scene, [one.source], body, wrong, f"{own}年：{one.fact.text}")
    return None


_TIME: Final = re.compile(r"(?:到|至|截至)?(?:(\d{4})年(?:底|末)?|去年|今年)(?![以初度])，?")


def _time_of(source: Source) -> tuple[int, str] | None:
    """The year that a sentence begins with, and the words for it."""
    found = _TIME.match(source.text)
    year = report_year(source.passage)
    if not found or len(source.years) > 1:
        return None
    if found[1]:
        return int(found[1]), found[0]
    return (year - ("去" in found[0]), found[0]) if year else None


def _second_time_lost(frame: str) -> Maker:
    """Two sentences of different years made one, of the first one's year."""

    def make(scene: Scene) -> Utterance | None:
        timed = [(one, _time_of(one)) for one in scene.fresh() if len(one.text) < 80]
        for first, when in timed:
            for second, then in timed:
                if not when or not then or when[0] == then[0] or not measured(second):
                    continue
                if when[1][:1] == then[1][:1] in ("去", "今"):
                    continue  # 今年 of two documents: the words do not show that they differ.
                rest = second.body[len(then[1]) :]
                body = frame.format(a=first.body, b=rest)
                return forged(scene, [first, second], body, rest, second.text)
        return None

    return make


def _merged_facts(scene: Scene) -> Utterance | None:
    """Two facts of different times told as both of the first one's."""
    facts = [one for one in drawn(scene) if year_of(one)]
    for one in facts:
        for other in facts:
            if year_of(one) == year_of(other) or one.subject == other.subject:
                continue
            frame = scene.chance.choice(
                (
                    "{t}，{a}为{x}，{b}为{y}",
                    "{t}{a}为{x}，同期{b}达到{y}",
                    "{t}的数据：{a}{x}；{b}{y}",
                )
            )
            body = frame.format(
                t=one.time, a=one.subject, x=one.number, b=other.subject, y=other.number
            )
            truth = f"{other.time}{other.fact.text}"
            return forged(scene, [one.source, other.source], body, other.number, truth)
    return None


# ---- places


def _region(source: Source) -> str:
    """Whose report it is; empty for documents of the whole country."""
    found = _REGION.search(source.passage.head)
    return found[1] if found else ""


def _other_regions(scene: Scene, source: Source) -> list[tuple[str, Source]]:
    """Places that another document of the prompt tells of, and that this passage never names."""
    own = source.passage.head + source.passage.text
    found = []
    for other in scene.sources:
        if other.passage.head[:14] == source.passage.head[:14]:
            continue
        for place in [p for p in (_region(other), *other.places) if p]:
            if place[:2] not in own and place not in ("东北", "西北", "西南", "华北", "华东"):
                found.append((place, other))
    return found


def _placed(write: Callable[[Source, str, Scene], tuple[int, int, str] | None]) -> Maker:
    """A sentence of one document told of the place of another, both cited."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            if not measured(source):
                continue
            fit = _other_regions(scene, source)
            place, other = scene.chance.choice(fit) if fit else ("", source)
            changed = write(source, place, scene) if place else None
            if changed is not None:
                start, end, wrong = changed
                body = led(source.text[:start] + wrong + source.text[end:-1], scene.chance)
                return forged(scene, [source, other], body, wrong, source.text[start:end] or "原地")
        return None

    return make


def _for_the_whole(source: Source, place: str, _: Scene) -> tuple[int, int, str] | None:
    found = _WHOLE.search(source.text)
    return (found.start(), found.end(), place) if found else None


def _for_a_place(source: Source, place: str, _: Scene) -> tuple[int, int, str] | None:
    own = next(iter(source.places), "")
    if not own or source.text.count(own) != 1:
        return None
    start = source.text.index(own)
    return start, start + len(own), place


def _told_there(scene: Scene) -> Utterance | None:
    """A fact told anew of the place of another document, both cited."""
    for one in drawn(scene):
        fit = _other_regions(scene, one.source)
        if fit and not one.source.places and not _WHOLE.search(one.subject):
            place, other = scene.chance.choice(fit)
            body = telling(f"{place}{one.subject}", one.time, one.number, scene.chance)
            return forged(scene, [one.source, other], body, place, one.fact.text)
    return None


_LOCAL_AS_NATIONAL: Final = (
    (r"全区(?=[^，。；]{2,20}\d)|我区(?=[^，。；]{2,20}\d)", ("全国", "整个自治区", "全市各旗县")),
)

# ---- plans told as done

_REACHED: Final = (
    (
        rf"(?<![将主需重五])(?:将要|要|将|力争|争取|确保|计划)(?:全面)?(实现|达到|完成|新增|建成|新建|改造)(?=[^，。；]{{0,16}}{_N})",
        (r"已如期\1", r"\1了", r"实际\1"),
    ),
)
_INVESTED: Final = (
    (
        r"计划(?:总)?投资|预计(?:总)?投资|拟投资|概算投资|规划投资",
        ("实际完成投资", "已投入", "已到位资金"),
    ),
    (r"(?:预算)?(?:拟|计划)安排", ("实际支出", "已经拨付", "决算为")),
)
_GOALS: Final = (
    (
        r"(?:主要)?预期目标(?:是|为)[：:]?|工作目标(?:是|为)[：:]?|目标任务(?:是|为)[：:]?",
        ("实际完成情况是：", "年终统计结果是："),
    ),
)
_FUTURE_OF: Final = r"如果|已|完成情况|去年|上年"


def _goal_met(scene: Scene) -> Utterance | None:
    """A target with the words that it has been met."""
    for source in scene.fresh():
        planned = re.search(r"力争|争取|要达到|要完成|要新增", source.text)
        done = re.search(r"已|去年|了|超过|超额|实现|上年|为目标", source.text)
        if planned and not done and measured(source) and len(source.text) < 100:
            tail = scene.chance.choice(
                ("，这一目标已经实现", "，目前已全部完成", "，年底时已如数兑现")
            )
            return forged(scene, [source], source.body + tail, tail, source.text)
    return None


# ---- two sentences made one


def _two_alike(scene: Scene) -> Iterator[tuple[Plain, Plain]]:
    facts = drawn(scene)
    for one in facts:
        for other in facts:
            if (
                one.source != other.source
                and one.fact.measure == other.fact.measure
                and one.amount.key != other.amount.key
                and one.subject[-3:] != other.subject[-3:]
                and other.number not in one.source.text
                and one.number not in other.source.text
            ):
                yield one, other


def _merged_as(*frames: str) -> Maker:
    """Two true facts in one sentence, where a number falls to the other's subject."""

    def make(scene: Scene) -> Utterance | None:
        for one, other in _two_alike(scene):
            frame = scene.chance.choice(frames)
            body = frame.format(a=one.subject, x=one.number, b=other.subject, y=other.number)
            wrong = other.number if "{y}" in frame else one.number
            truth = f"{one.fact.text}；{other.fact.text}"
            return forged(scene, [one.source, other.source], body, wrong, truth)
        return None

    return make


# ---- parts of a month, of a year

_PARTS: Final = (
    (r"上旬", ("下旬", "中旬")),
    (r"下旬", ("上旬", "中旬")),
    (r"月底", ("月初", "月中")),
    (r"(?<!今)年初", ("年末", "年中")),
    (r"(?<=\d年)(?:底|末)", ("年中", "中期")),
    (r"上半年", ("下半年",)),
    (r"第?一季度", ("年底", "下半年")),
    (r"春季", ("秋季",)),
    (r"秋季", ("春季",)),
)  # fmt: skip
_PLAN_PERIODS: Final = (
    (r"“?十五”?(?=期间|时期|计划)", ("“十三五”",)),
    (r"“?十一五”?(?=期间|时期|规划)", ("“十五”",)),
    (r"“?十二五”?(?=期间|时期|规划)", ("“十一五”",)),
    (r"“?十三五”?(?=期间|时期|规划)", ("“十二五”",)),
)  # fmt: skip

FIFTH_PLACES: Final[dict[str, dict[str, Maker]]] = {
    "last year told as another": {
        "今年": _last_year_as(lambda _: "今年"),
        "本年度": _last_year_as(lambda year: f"{year}年度"),
        "in Chinese signs": _last_year_as(lambda year: f"{_signs(year)}年"),
        "前年": _last_year_as(lambda _: "前年"),
        "told anew": _told_of_report_year,
        "a year named elsewhere": _year_of_another,
    },
    "merged under one time": {
        "second time left out": _second_time_lost("{a}，{b}"),
        "with 同年": _second_time_lost("{a}，同年{b}"),
        "by semicolon": _second_time_lost("{a}；{b}"),
        "two facts": _merged_facts,
    },
    "place of another document": {
        "for the whole": _placed(_for_the_whole),
        "for its own place": _placed(_for_a_place),
        "told anew": _told_there,
        "the district as the country": by_rules(_LOCAL_AS_NATIONAL, unless="全国|自治区"),
    },
    "plan told as reached": {
        "by the verb": by_rules(_REACHED, unless=_FUTURE_OF),
        "investment and budget": by_rules(_INVESTED, unless=_FUTURE_OF),
        "goals as results": by_rules(_GOALS, unless=_FUTURE_OF),
        "said to be met": _goal_met,
    },
    "number falls to the other subject": {
        "分别 crossed": _merged_as("{a}和{b}分别为{y}和{x}", "{a}、{b}依次是{y}、{x}"),
        "均为": _merged_as("{a}与{b}均为{x}", "{a}、{b}都达到{x}"),
        "beside it": _merged_as("{a}为{y}（{b}另计）", "除{b}外，{a}为{y}"),
        "told as the total": _merged_as("{a}与{b}合计{x}", "{a}加上{b}总共{x}"),
    },
    "part of the time shifted": {
        "month or year": by_rules(_PARTS, counted=False),
        "five-year plan": by_rules(_PLAN_PERIODS, counted=False),
    },
}
