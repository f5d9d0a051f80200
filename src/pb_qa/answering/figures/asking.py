"""What a question about figures asks for: which quantities, when, where, and what to reckon."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pb_qa.answering.figures.asked_times import (
    moments_of,
    once,
    times_compared,
    with_long_years,
)
from pb_qa.figures import Period
from pb_qa.text.places import places_in
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.periods import Moment, find_moments


class Reckoning(StrEnum):
    """What is to be reckoned from several figures."""

    DIFFERENCE = "difference"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Ask:
    """One quantity asked for.

    Attributes
    ----------
    words
        The part of the question that says what it is, in search form.
    unit
        The unit or counting word asked with: ``"名"``; empty when none is.
    share, change
        Whether a percentage, whether a change is asked for.
    key
        The words right before and after the asking word: what is counted.
    subject
        The end of the word before 有多少 or 是几: 村官|有多少名.
    periods
        The times named in its own part of the question.
    noun
        What follows the asking word and its unit: 多少名|党员.
    """

    words: str
    unit: str
    share: bool
    change: bool
    key: str = ""
    noun: str = ""
    subject: str = ""
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """A question about figures taken apart.

    Attributes
    ----------
    asks
        In the order of the question.
    content
        All its words that say what it is about, in search form, without times and places.
    variants
        The same with words replaced by what documents write.
    from_to
        Whether both ends of a change are asked for: 从多少降到多少.
    periods
        The times asked about, in their order.
    compared
        All times named, with those something is held against: 比09年高多少.
    places
        The places named, in search form.
    """

    text: str
    asks: tuple[Ask, ...]
    content: str
    variants: tuple[str, ...]
    periods: tuple[Period, ...]
    compared: tuple[Period, ...]
    places: tuple[str, ...]
    reckoning: Reckoning | None
    items: int
    from_to: bool


_ASKING: Final = re.compile(
    "(?P<share>百分之(?:几|多少)|占[^，。？?,占]{0,12}?(?:多少|几成)(?![个名家万亿])|几成|多大(?:的)?比[例重]"
    "|比[例重](?:是|为|有|达到?|大概|大约)*多少|占比(?:是|为|有|达到?)?(?:多少)?|(?<!对)比[例重](?=[?？。]?$)"
    "|[^，。？?,频效税汇]率(?:是|为|有|达到?|到|大概|大约)*(?:了)?多少|(?P<points>几个百分点|多少个?百分点))"
    "|(?P<rate>(?:增[幅速]|降幅|涨幅|幅度)(?:是|为|有|达到?)?(?:多[少大]|几)?)"
    "|(?P<count>(?:多少|几)(?P<scale>[万亿]?)(?=(?P<unit>[一-龥]{0,4})))"
    "|(?P<size>多[大高长重快久]|规模|总[数量额值]|人数|数量|金额|面积|[^，。？?,频效税汇]率)"
)
_SAME_AGAIN: Final = re.compile("呢[?？。]?$")
_EACH: Final = re.compile("各|分别")
_COORDINATED: Final = re.compile(
    "(?P<first>[^，。；,;、和与及跟]{1,12})(?:和|与|及|跟|、)(?P<second>[^，。；,;、和与及跟]{1,14}?)(?:的)?$"
)
_KEY: Final = 7
_NOT_KEY: Final = re.compile(
    "[比到从由各约占]|增长|增加|减少|下降|提高|上升|扩大|多|少|高|低|降|涨|末|底|初"
)
_SUBJECT: Final = re.compile(
    "(?P<subject>[一-龥]{2})(?:总数|总人数|人数|数量|总量|量|数)?(?:大约|大概|约)?各?(?:一?共有?|总共有?|共|有|是|为|达到?)$"
)
_AND: Final = re.compile("(?:以?及|[和与、])(?:同比|其|年均)?$")
# Places on no list, told by endings that hardly any other word has.
_NAMED_AREA: Final = re.compile(
    "[一-龥]{2}新区|(?:^|(?<=[在和与，,]))[一-龥]{2,4}?(?:旗|镇|乡|街道|社区)"
)
# Documents have many words for these: 经费 is 事业费, 补助资金 …
_GENERAL_WORDS: Final = (
    "经费 费用 资金 金额 总额 数额 比例 比重 规模 期限 标准 面积 产量 产值 收入 支出 "
    "投资 人口 学生 存款 补助 时间"
)
_GENERAL: Final = frozenset(_GENERAL_WORDS.split())
_NO_SUBJECT: Final = re.compile("[年月日里中的各了又分别率约]|总数|目标|大概")
_NO_NOUN: Final = re.compile("[了的呢吗比为是在]|左右|以上|以下|降到|增加|提高|上升")
_FIGURE_ASKED: Final = re.compile(
    "多少|(?<![好])几(?![乎何经]|种类|方面|类人)|百分之|占比|比[例重]|增[幅速]|降幅|涨幅|幅度|多[大高长重久]|增长率|[覆普参合入失就]\\S{0,2}率|人数|总[数量额值]|规模|数[字据]"
)
_NOT_A_FIGURE: Final = re.compile(
    "几(?:月|号|日|点钟)|哪几|什么时[候间]|第几|几时|多大年纪|怎么|为什么|如何|哪些"
)
_CHANGE: Final = re.compile(
    "增长|增加|增幅|增速|涨|提高|上升|下降|减少|降[了幅低]|少了|多了|同比|高了|低了|缩短|压减"
)
_DIFFERENCE: Final = re.compile(
    "相差|差(?:了|距|额|多少)|(?:多|少|高|低|增长|增加|提高|下降|减少|降|涨|快|慢)(?:了|出|出了)?(?:多少|几)"
)
_SUM: Final = re.compile(
    "合计|加起来|加在一起|总共加|共计|之和|一共死|总和|合起来|两[项者个](?:一共|总共|合)"
)
_ITEMS: Final = re.compile("(?P<n>[两二三四五六])(?:起|项|个|次|年|家|类|处|者)")
_NUMBERS: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_FROM_TO: Final = re.compile(
    "[从由][^，。]{0,8}(?:多少|几)[^，。]{0,6}[到至为][^，。]{0,4}(?:多少|几)"
)
_CLAUSE: Final = re.compile("[，,；;？?。！!：:]")
_FILLER: Final = re.compile(
    "请问|想问|我想知道|想知道|麻烦|帮我?查?一下|查一下|告诉我|写[^，。]{0,6}材料用|大概|大约|现在|目前|到底|究竟|总共|一共|全部|共有?|分别|各是?|各有|那会儿|当时|一下|来着"
    '|是什么|什么|多少|几成|百分之几|(?<![0-9一二三四五六七八九十])几|[的了吗呢啊呀吧是有被把得]|[?？!！。，,；;：:“”‘’"、（）()]'
)
_UNITS_WORDS: Final = (
    "个百分点 百分点 亿美元 亿元 万元 美元 元 块钱 块 钱 万吨 亿吨 吨 公斤 亿斤 斤 "
    "万人次 人次 万人 亿人 人 名 位 家 个月 个工作日 个 户 所 座 条 件 次 起 场 期 批 "
    "部 台 辆 套 项 平方公里 平方米 平米 公里 里 米 万亩 亩 公顷 岁 年 天 日 小时 倍 "
    "番 成 度 千瓦 支 张 头 只 处 万户 款 步 届 篇 本 门 间 栋 种 村 县 省 市 国家 国 "
    "队"
)
_UNITS: Final = _UNITS_WORDS.split()


def read_figure_question(question: str) -> FigureQuestion | None:
    """Read what a question about figures asks for; None when it asks for none."""
    form = search_form(question).strip()
    if not _FIGURE_ASKED.search(form) or _NOT_A_FIGURE.search(form):
        return None
    form = with_long_years(form)
    moments = moments_of(form)
    places = tuple(dict.fromkeys([*places_in(form, listed=True), *_NAMED_AREA.findall(form)]))
    asks = _asks(form, moments, places)
    if not asks:
        return None
    content = _content(form, moments, places)
    variants = [
        _content(variant, find_moments(folded(variant), None), places)
        for variant in figure_synonyms().variants(form)
    ]
    items = _ITEMS.search(form)
    return FigureQuestion(
        text=form,
        asks=tuple(asks),
        content=content,
        variants=tuple(dict.fromkeys([content, *variants])),
        periods=once(m.period for m in moments if not m.basis),
        compared=times_compared(moments, difference=_reckoning(form) is Reckoning.DIFFERENCE),
        places=places,
        reckoning=_reckoning(form),
        items=_NUMBERS[items["n"]] if items else 0,
        from_to=bool(_FROM_TO.search(form)),
    )


def _asks(form: str, moments: list[Moment], places: tuple[str, ...]) -> list[Ask]:
    """Each asking word with the words before it, back to the one before."""
    asks: list[Ask] = []
    floor = 0
    counts = re.search("多少|几|百分之", form) is not None
    for match in _ASKING.finditer(form):
        if match["size"] and (asks or counts):
            continue
        end = _CLAUSE.search(form, match.end())
        clause_end = end.start() if end else len(form)
        following = _ASKING.search(form, match.end(), clause_end)
        if following and not following["size"]:
            clause_end = following.start()
        until = max(match.end(), min(clause_end, match.end() + _KEY))
        words = _content(form[floor:until], _within(moments, floor, until), places)
        beside = _AND.search(form, floor, match.start()) if match["rate"] and not asks else None
        if beside:  # 人均纯收入和增幅 asks for both
            level = _content(form[: beside.start()], _within(moments, 0, beside.start()), places)
            asks.append(Ask(level, "", share=False, change=False, key=level[-_KEY:]))
        asks.append(
            Ask(
                words=words,
                unit="个百分点" if match["points"] else _unit(match["scale"], match["unit"]),
                share=bool(match["share"] or match["rate"]) and not match["points"],
                change=bool(match["rate"])
                or bool(_CHANGE.search(form[max(floor, match.start() - 8) : match.end()])),
                key=_key(form, floor, match, until, moments, places),
                noun=_noun(form, match, until),
                subject=_subject(form[floor : match.start()]),
                periods=tuple(
                    m.period for m in _within(moments, floor, match.start()) if not m.basis
                ),
            )
        )
        floor = match.end()
    if asks and _SAME_AGAIN.search(form) and floor < len(form) - 2:
        words = _content(form[floor:], _within(moments, floor, len(form)), places)
        if len(words) > 1:
            asks.append(replace(asks[-1], words=f"{words} {asks[-1].words}", key=words))
    return _doubled(form, asks, places)


def _key(
    form: str,
    floor: int,
    match: re.Match[str],
    until: int,
    moments: list[Moment],
    places: tuple[str, ...],
) -> str:
    """What is counted: the words before and after the asking word, without the unit."""
    start = max(floor, match.start() - 2 * _KEY)
    start = next((m.end for m in moments if m.start < start < m.end), start)
    before = _content(form[start : match.start()], _within(moments, start, match.start()), places)
    after_start = match.end()
    if match["count"]:
        unit = _unit("", match["unit"])
        after_start += len(unit)
    after = _content(form[min(after_start, until) : until], [], places)
    if len(_NOT_KEY.sub("", before)) < 2:
        before = _content(
            form[floor : match.start()], _within(moments, floor, match.start()), places
        )
    stem = match.group() if match["size"] or match["rate"] else ""
    words = " ".join(_NOT_KEY.sub(" ", before).split())
    return f"{words[-_KEY:]} {stem} {after}".strip()


def _subject(before: str) -> str:
    match = _SUBJECT.search(before)
    if match is None or _NO_SUBJECT.search(match["subject"]) or match["subject"] in _GENERAL:
        return ""
    return match["subject"]


def _noun(form: str, match: re.Match[str], until: int) -> str:
    """The word that is counted, where it follows the asking word."""
    if not match["count"]:
        return ""
    start = match.end() + len(_unit("", match["unit"]))
    noun = re.match("[一-龥]{2,4}", form[start : max(start, until)])
    if noun is None or _NO_NOUN.match(noun.group()):
        return ""
    return noun.group()[:2]


def _doubled(form: str, asks: list[Ask], places: tuple[str, ...]) -> list[Ask]:
    """产区和销区各要几个月 asks twice."""
    each = _EACH.search(form)
    if len(asks) != 1 or each is None:
        return asks
    pair = _COORDINATED.search(_CLAUSE.split(form[: each.start()])[-1])
    if pair is None or any(place in pair.group() for place in places):
        return asks
    rest = asks[0].words
    first, second = (_FILLER.sub(" ", pair[name]).strip() for name in ("first", "second"))
    return [
        replace(asks[0], words=rest.replace(second, " "), key=first),
        replace(asks[0], words=rest.replace(first, " "), key=second),
    ]


def _within(moments: list[Moment], start: int, end: int) -> list[Moment]:
    return [
        Moment(m.start - start, m.end - start, m.period, m.basis, m.origin)
        for m in moments
        if start <= m.start and m.end <= end
    ]


def _unit(scale: str | None, after: str | None) -> str:
    scale, after = scale or "", after or ""
    for length in range(min(4, len(after)), 0, -1):
        if after[:length] in _UNITS:
            return scale + after[:length]
    return scale


def _content(form: str, moments: list[Moment], places: tuple[str, ...]) -> str:
    """The words that say what is asked about."""
    pieces, position = [], 0
    for moment in moments:
        if moment.start >= position:
            pieces.append(form[position : moment.start])
            position = moment.end
    pieces.append(form[position:])
    text = " ".join(pieces)
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, " ")
    return " ".join(_FILLER.sub(" ", text).split())


def _reckoning(form: str) -> Reckoning | None:
    if _SUM.search(form):
        return Reckoning.SUM
    return Reckoning.DIFFERENCE if _DIFFERENCE.search(form) else None
