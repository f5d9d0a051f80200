"""The several quantities that one question asks for, each with its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pb_qa.answering.figures.named_lists import (
    Series,
    are_all_places,
    named_in_series,
    names_after,
    names_listed,
)
from pb_qa.models import Period
from pb_qa.understanding.figures.periods import Moment


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
    places
        The places of which it is asked, where that differs from the whole question.
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
    places: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The end of what is counted, two characters: 储蓄存款余额 as 余额; empty without."""
        words = _HEADED.findall(self.key)
        return words[-1][-2:] if words else ""


_HEADED: Final = re.compile("[一-龥]{2,}")
ASKING: Final = re.compile(
    "(?P<share>百分之(?:几|多少)|占[^，。？?,占]{0,12}?(?:多少|几成)(?![个名家万亿])|几成|多大(?:的)?比[例重]"
    "|比[例重](?:是|为|有|达到?|大概|大约)*多少|占比(?:是|为|有|达到?)?(?:多少)?|(?<!对)比[例重](?=[?？。]?$)"
    "|[^，。？?,频效税汇]率(?:是|为|有|达到?|到|大概|大约|各|分别)*(?:了)?多[少高大]"
    "|(?P<points>几个百分点|多少个?百分点))"
    "|(?P<rate>(?:增[幅速]|降幅|涨幅|幅度)(?:是|为|有|达到?)?(?:多[少大高]|几)?)"
    "|(?P<count>(?:多少|(?<![十几])几)(?P<scale>[万亿]?)(?=(?P<unit>[一-龥]{0,4})))"
    "|(?P<size>多[大高长重快久]|规模|总[数量额值]|人数|数量|金额|面积|[^，。？?,频效税汇]率)"
)
FILLER: Final = re.compile(
    "请问|想问|我想知道|想知道|麻烦|帮我?查?一下|查一下|告诉我|写[^，。]{0,6}材料用|大概|大约|现在|目前|到底|究竟|总共|一共|全部|共有?|分别|各是?|各有|那会儿|当时|一下|来着"
    "|是什么|什么|多少|几成|百分之几|(?<![0-9一二三四五六七八九十])几"
    '|[的了吗呢啊呀吧是有被把得]|[?？!！。，,；;：:“”‘’"、（）()]'
)
_SAME_AGAIN: Final = re.compile("呢[?？。]?$")
_KEY: Final = 7
_NOT_KEY: Final = re.compile(
    "[比到从由各约占]|相差|差距?|增长|增加|减少|下降|提高|上升|扩大|多|少|高|低|降|涨|末|底|初"
)
# What says only how something changed, or of which of several: the thing was named before.
_SAYS_NOTHING: Final = re.compile(
    "(?:两年|到|又|变成|降|升|涨|增长?|提高|减少?|后来|原来|一开始|后|调整?|成|放宽|就行|前|则|再|已经|还|达|为|要|约|[一两]者|降低|增加|扩大|比|这|那|个|年|报告|里|往上|封顶|给|最?[多高少低]|该|改|叫|定|说|至)*"
)
_SUBJECT: Final = re.compile(
    "(?P<subject>[一-龥]{2})(?:总数|总人数|人数|数量|总量|量|数)?(?:大约|大概|约)?各?(?:一?共有?|总共有?|共|有|是|为|达到?)$"
)
_AND: Final = re.compile("(?:以?及|[和与、])(?:同比|其|年均)?$")
_GENERAL_WORDS: Final = (
    "经费 费用 资金 金额 总额 数额 比例 比重 规模 期限 标准 面积 产量 产值 收入 支出 "
    "投资 人口 学生 存款 补助 时间"
)
_GENERAL: Final = frozenset(_GENERAL_WORDS.split())
_NO_SUBJECT: Final = re.compile("[年月日里中的各了又分别率约]|总数|目标|大概")
_NO_NOUN: Final = re.compile("[了的呢吗比为是在]|左右|以上|以下|降到|增加|提高|上升")
CHANGE: Final = re.compile(
    "增长|增加|增幅|增速|涨|提高|上升|下降|减少|降[了幅低]|少了|多了|同比|高了|低了|缩短|压减"
)
# What is stated as a change and no otherwise: 居民消费价格上涨2.6%.
_CHANGING: Final = re.compile("[cp]pi|物价|(?:消费|零售|出厂)价格")
_CLAUSE: Final = re.compile("[，,；;？?。！!：:]")
# 挖多少煤、采多少油: a mark between two asking words ends what the first one asks.
_PART: Final = re.compile("[，,；;？?。！!：:、]")
# 涨了多少 after a level, with no unit, asks for a percentage; 涨到多少 asks for the level.
_BY_HOW_MUCH: Final = re.compile(
    "(?:增长|增加|增|涨|提高|上升|下降|减少|降低|降|翻|(?P<amount>[多少高低]))(?:了|幅|出)*"
    "(?:大概|大约|约)?(?=多|几|百分之)"
)
_JOINS_TIMES: Final = re.compile(" ?(?:[和跟与及比、到至]|还是) ?")
_RATE_WORD: Final = re.compile("[增降涨]幅|增速|幅度|同比")
_RATE_NAME: Final = re.compile("率$|[占比][比例重]$|[涨增降]幅$|增速$")
_CHANGE_NAME: Final = re.compile("[涨增降]幅$|增速$|增长率$")
_UNITS_WORDS: Final = (
    "个百分点 百分点 个点 亿美元 亿元 万元 美元 元 块钱 块 钱 万吨 亿吨 吨 公斤 亿斤 斤 "
    "万人次 人次 万人 亿人 人 名 位 家 个月 个工作日 工作日 个小时 个 户 所 座 条 件 次 起 场 期 "
    "批 部 台 辆 套 项 平方公里 平方米 平米 公里 里 米 万亩 亩 公顷 岁 年 天 日 小时 倍 "
    "番 成 度 千瓦 支 张 头 只 处 万户 款 步 届 篇 本 门 间 栋 种 村 县 省 市 国家 国 "
    "队"
)
_UNITS: Final = _UNITS_WORDS.split()


def split_asks(form: str, moments: Sequence[Moment], places: Sequence[str]) -> list[Ask]:
    """Each asking word with the words before it, back to the one before.

    Parameters
    ----------
    form
        The question in search form, years in full.
    """
    asks: list[Ask] = []
    floor = 0
    series = named_in_series(_without_times(form, moments))
    if series and not are_all_places(series.names, places):
        return _asked_in_series(series, form, moments, places)
    counts = re.search("多少|几|百分之", form) is not None
    for match in ASKING.finditer(form):
        if match["size"] and (asks or counts):
            continue
        read = _read(form, floor, match, moments, places, asks)
        before = _without_times(form, moments)[floor : match.start()]
        asks += _expanded(read, before, places, begins=not asks)
        floor = _floor_after(form, match)
    if asks and _SAME_AGAIN.search(form) and floor < len(form) - 2:
        words = content_of(form[floor:], _within(moments, floor, len(form)), places)
        if len(words) > 1:
            asks.append(replace(asks[-1], words=f"{words} {asks[-1].words}", key=words))
    if len(asks) == 1 and (names := names_after(form, floor)):
        return [_named(asks[0], name, asks[0].words) for name in names]
    return asks


def _floor_after(form: str, match: re.Match[str]) -> int:
    """Where the words of the next quantity begin: after the clause, if one ends in between."""
    unit_end = match.end() + len(_unit("", match["unit"]) if match["count"] else "")
    following = ASKING.search(form, unit_end)
    ends = [
        m.end()
        for m in _PART.finditer(form, unit_end, following.start() if following else len(form))
    ]
    return ends[0] if ends and following else unit_end


def _read(
    form: str,
    floor: int,
    match: re.Match[str],
    moments: Sequence[Moment],
    places: Sequence[str],
    earlier: Sequence[Ask],
) -> list[Ask]:
    """The quantity asked for with one asking word; two for 人均纯收入和增幅."""
    asks: list[Ask] = []
    end = _CLAUSE.search(form, match.end())
    clause_end = end.start() if end else len(form)
    following = ASKING.search(form, match.end(), clause_end)
    if following and not following["size"]:
        mark = _PART.search(form, match.end(), following.start())
        clause_end = mark.start() if mark else following.start()
    until = max(match.end(), min(clause_end, match.end() + _KEY))
    words = content_of(form[floor:until], _within(moments, floor, until), places)
    beside = _AND.search(form, floor, match.start()) if match["rate"] and not earlier else None
    if beside:
        level = content_of(form[: beside.start()], _within(moments, 0, beside.start()), places)
        asks.append(Ask(level, "", share=False, change=False, key=level[-_KEY:]))
    ask = Ask(
        words=words,
        unit="个百分点" if match["points"] else _unit(match["scale"], match["unit"]),
        share=bool(match["share"] or match["rate"]) and not match["points"],
        change=bool(match["rate"])
        or (_CHANGING.search(words) is not None and not match["unit"])
        or bool(CHANGE.search(form[max(floor, match.start() - 8) : match.end()])),
        key=_key(form, floor, match, until, moments, places),
        noun=_noun(form, match, until),
        subject=_subject(form[floor : match.start()]),
        periods=tuple(m.period for m in _within(moments, floor, match.start()) if not m.basis),
    )
    own = content_of(form[floor : match.start()], _within(moments, floor, match.start()), places)
    unit_only = not ask.noun and not match["share"] and not match["rate"]
    if earlier and match["rate"] and not _NOT_KEY.sub("", _RATE_WORD.sub("", own)).strip():
        # 卖了多少辆车，增幅多少
        thing = earlier[-1]
        return [*asks, replace(ask, words=f"{thing.words} {ask.words}", key=thing.key)]
    if earlier and unit_only and _SAYS_NOTHING.fullmatch(own.replace(" ", "")):
        inherited = _inherited(ask, earlier[-1])
        by = _BY_HOW_MUCH.search(form, floor, match.end() + 1)
        if by and not earlier[-1].change:
            share = not ask.unit and not by["amount"]
            inherited = replace(inherited, change=True, share=share, unit=ask.unit, noun="")
        return [*asks, inherited]
    if earlier and match.group() == "占多少" and not earlier[-1].share and len(own) <= _KEY:
        # 赤字安排多少，中央占多少: a part, in whatever it is told.
        ask = replace(ask, share=False, words=f"{earlier[-1].words} {ask.words}")
    return [*asks, ask]


def _inherited(ask: Ask, earlier: Ask) -> Ask:
    """军费占支出的份额50年多少，54年降到多少: the second asks for the same at another time."""
    if ask.unit and earlier.unit and ask.unit != earlier.unit:
        # 多少户多少人: the same thing counted otherwise
        return replace(ask, words=f"{earlier.words} {ask.words}", key=f"{earlier.key} {ask.unit}")
    return replace(
        ask,
        words=f"{earlier.words} {ask.words}",
        key=earlier.key,
        unit=ask.unit or earlier.unit,
        share=earlier.share,
        change=earlier.change,
        noun=earlier.noun,
        subject=earlier.subject,
    )


def _without_times(form: str, moments: Sequence[Moment]) -> str:
    """The form, as long as before, with blanks for the times."""
    for moment in moments:
        form = f"{form[: moment.start]}{' ' * (moment.end - moment.start)}{form[moment.end :]}"
    return form


def _expanded(asks: list[Ask], before: str, places: Sequence[str], *, begins: bool) -> list[Ask]:
    """粮食、油料、肉各产了多少 asks three times."""
    if len(asks) != 1:
        return asks
    names = names_listed(before, begins=begins)
    if len(names) < 2 or are_all_places(names, places):
        return asks
    shared = asks[0].words
    for name in names:
        shared = shared.replace(name, " ")
    shared = " ".join(FILLER.sub(" ", shared).split())
    named = [_named(asks[0], name, shared) for name in names]
    if any(_RATE_NAME.search(name) for name in names):
        return [_of_its_own_kind(ask, name) for ask, name in zip(named, names, strict=True)]
    return named


def _asked_in_series(
    series: Series, form: str, moments: Sequence[Moment], places: Sequence[str]
) -> list[Ask]:
    """One ask a name, with the words before all of them."""
    asking = ASKING.search(form, series.end)
    unit = _unit(asking["scale"], asking["unit"]) if asking and asking["count"] else ""
    shared = content_of(form[: series.start], _within(moments, 0, series.start), places)
    change = CHANGE.search(form, series.end) is not None
    plain = Ask(shared, unit, share=unit in ("%", "成"), change=change)
    asks = [_named(plain, name, shared) for name in series.names]
    return asks if change else [_of_its_own_kind(ask, ask.key) for ask in asks]


def _of_its_own_kind(ask: Ask, name: str) -> Ask:
    """GDP总量、物价涨幅、失业率都是多少: a level, a change and a share."""
    rate = _RATE_NAME.search(name) is not None
    return replace(ask, share=rate, change=_CHANGE_NAME.search(name) is not None)


def _named(ask: Ask, name: str, shared: str) -> Ask:
    name = FILLER.sub(" ", name).strip()
    return replace(ask, words=f"{shared} {name}", key=name, subject="", noun=ask.noun)


def _key(
    form: str,
    floor: int,
    match: re.Match[str],
    until: int,
    moments: Sequence[Moment],
    places: Sequence[str],
) -> str:
    """What is counted: the words before and after the asking word, without the unit."""
    before = content_of(form[floor : match.start()], _within(moments, floor, match.start()), places)
    before = before[-2 * _KEY :]
    after_start = match.end()
    if match["count"]:
        unit = _unit("", match["unit"])
        after_start += len(unit)
    after = content_of(form[min(after_start, until) : until], [], places)
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


def _within(moments: Sequence[Moment], start: int, end: int) -> list[Moment]:
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


def content_of(form: str, moments: Sequence[Moment], places: Sequence[str]) -> str:
    """The words that say what is asked about."""
    pieces, position = [], 0
    for moment in moments:
        if moment.start >= position:
            between = form[position : moment.start]
            pieces.append("" if position and _JOINS_TIMES.fullmatch(between) else between)
            position = moment.end
    pieces.append(form[position:])
    text = " ".join(pieces)
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, " ")
    return " ".join(FILLER.sub(" ", text).split())
