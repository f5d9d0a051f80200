"""What a question about figures asks for: which quantities, when, where, and what to reckon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pb_qa.answering.figures.asked_times import (
    moments_of,
    once,
    times_compared,
    with_times_in_full,
    without_frame,
)
from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.contents import content_of
from pb_qa.answering.figures.named_lists import names_added
from pb_qa.answering.figures.splitting import split_asks
from pb_qa.figures import Period
from pb_qa.text.places import places_in
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.conditions import Condition, conditions_in
from pb_qa.understanding.figures.periods import find_moments


class Reckoning(StrEnum):
    """What is to be reckoned from several figures."""

    DIFFERENCE = "difference"
    SUM = "sum"


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
    cases
        For which values of something else it is asked: 三年以上的合同.
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
    cases: tuple[Condition, ...] = ()


# Places on no list, told by endings that hardly any other word has.
_NAMED_AREA: Final = re.compile(
    "[一-龥]{2}新区|(?:^|(?<=[在和与，,]))[一-龥]{2,4}?(?:旗|(?<!城)[镇乡]|街道|社区)"
)
_FIGURE_ASKED: Final = re.compile(
    "多少|(?<![好])几(?![乎何经]|种类|方面|类人)|百分之|占比|比[例重]|增[幅速]|降幅|涨幅|幅度|多[大高长重久]|增长率|[覆普参合入失就]\\S{0,2}率|人数|总[数量额值]|规模|数[字据]"
)
_NOT_A_FIGURE: Final = re.compile(
    "几(?:月|号|日|点(?![个几]))|(?:多少|几)号|号码|哪几|什么时[候间]|第几|几时|多大年纪|什么情[形况]下|怎么|为什么|如何|哪些|文号|字号|编号"
)
# 05年跟07年粮食产量比一比 asks for both.
_COMPARED: Final = re.compile(
    "(?<=[量额值率数人口积产])(?:做个?|作个?)?(?:比一比|比较一下|对比一下|对比|相比如何)[?？。]*$"
)
# 几日内提出 asks for a term, and 内提 is nothing that is counted.
_WITHIN_HOW_LONG: Final = re.compile(
    "(?P<many>几|多少)(?P<unit>个?工作日|个?月|个?小时|分钟|年|天|日|周)(?:之内|以内|内)(?!部|容|务|阁)"
)
_SPOKEN: Final = {
    "日": "天", "月": "个月", "小时": "个小时", "工作日": "个工作日",
    **{unit: unit for unit in ("个工作日", "个月", "个小时", "分钟", "年", "天", "周")},
}  # fmt: skip
# 54年钢产量: who types only what a figure measures asks how much it is.
_NAMED_ALONE: Final = re.compile(
    "^(?P<measure>(?!.*(?:什么|怎|如何|哪|谁|吗|何|是否))[^?？，,。:：]{0,24}(?:产量|产值|收入|支出|赤字|储备|余额"
    "|总额|金额|存款|利润|税收|人口|面积|里程|生产总值|gdp|就业人数|工资|造价|[覆普参合入失就增建]\\S{0,2}率))[?？。]*$"
)
# 85年比80年多招几万人: what was done may stand between.
_DIFFERENCE: Final = re.compile(
    "相差|差(?:了|距|额|多[少大]|几)|(?:多|少|高|低|增长|增加|提高|下降|减少|降|涨|(?<!新)增|长|快|慢)(?:了|出|出了)?(?:多少|几)"
    "|比[^，。]{2,16}[多少](?:[招产收花拨投建运卖打用派发种修来]|生产|完成|安排|投入|接待|解决|增加)了?(?:多少|几)"
)
_SUM: Final = re.compile(
    "[和与跟及][^，。,;；?？]{2,16}(?:一共|总共)|合计|加起来|加在一起|总共加|共计|之和|一共死|总和|合起来|两[项者个](?:一共|总共|合)"
)
_IN_ALL: Final = re.compile("一共|总共")
_ITEMS: Final = re.compile("(?<!第)(?P<n>[两二三四五六])(?:起|项|个|次|年|家|类|处|者)")
_NUMBERS: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_BOTH_TIMES: Final = re.compile(
    "两年|(?:各自?|分别)(?:[是有为达]|多少|几|[^，。比]{1,4}(?:多少|几))"
)
_FROM_TO: Final = re.compile(
    "[从由][^，。]{0,8}(?:多少|几)[^，。]{0,6}[到至为][^，。]{0,4}(?:多少|几)"
)


def read_figure_question(question: str) -> FigureQuestion | None:
    """Read what a question about figures asks for; None when it asks for none."""
    form = _COMPARED.sub("各是多少", search_form(question).strip())
    form = _NAMED_ALONE.sub(r"\g<measure>是多少", form)
    form = _WITHIN_HOW_LONG.sub(lambda asked: f"{asked['many']}{_SPOKEN[asked['unit']]}", form)
    if not _FIGURE_ASKED.search(form) or _NOT_A_FIGURE.search(form):
        return None
    form = with_times_in_full(form)
    moments = moments_of(form)
    places = tuple(dict.fromkeys([*places_in(form, listed=True), *_NAMED_AREA.findall(form)]))
    asks = split_asks(form, moments, places)
    if not asks:
        return None
    content = content_of(form, moments, places)
    variants = [
        content_of(variant, find_moments(folded(variant), None), places)
        for variant in figure_synonyms().variants(form)
    ]
    items = _ITEMS.search(form)
    reckoning = _reckoning(form)
    if reckoning is Reckoning.DIFFERENCE:
        moments = without_frame(moments)
    periods = once(m.period for m in moments if not m.basis)
    between = reckoning is Reckoning.DIFFERENCE or (asks[0].share and asks[0].change)
    from_to = bool(_FROM_TO.search(form))
    if len(periods) == 2 and len(asks) == 1 and _IN_ALL.search(form):
        reckoning = Reckoning.SUM
    compared = times_compared(moments, difference=between or from_to)
    if len(compared) == 2 and from_to and len(periods) < 2 and len(asks) == 2:
        # 10年到15年从多少到多少
        periods = compared
        asks = [
            replace(asks[0], periods=(period,), unit=ask.unit)
            for ask, period in zip(asks, compared, strict=True)
        ]
    if len(asks) == 2 and len(periods) == 2 and _is_difference_of(asks):
        # 13年跟17年各多少，涨了多少: the difference comes with both.
        asks = asks[:1]
    if len(compared) == 2 and len(periods) < 2 and _BOTH_TIMES.search(form):
        # 96年比95年多了还是少了，各多少次
        periods = compared
        asks = [replace(asks[0], change=False, unit=asks[-1].unit, periods=())]
    return FigureQuestion(
        text=form,
        asks=tuple(asks),
        content=content,
        variants=tuple(dict.fromkeys([content, *variants])),
        periods=periods,
        compared=compared,
        places=places,
        reckoning=reckoning,
        items=_NUMBERS[items["n"]] if items else 0,
        from_to=from_to,
        cases=tuple(conditions_in(form)),
    )


def taken_apart(question: FigureQuestion) -> FigureQuestion:
    """Where nothing can be reckoned, what it would be reckoned from is still asked for."""
    ask = question.asks[0]
    if question.reckoning is Reckoning.SUM and len(question.periods) < 2:
        named = [replace(ask, words=name, key=name) for name in names_added(question.text)]
        return replace(question, asks=tuple(named) or question.asks)
    if question.reckoning is not Reckoning.DIFFERENCE or len(question.compared) != 2:
        return question
    if len(question.periods) == 1 and question.periods[0] in question.compared:
        # 54年比53年增长多少 is stated of the one.
        return question
    plain = replace(ask, change=False, periods=())
    return replace(question, asks=(plain,), periods=question.compared)


def _is_difference_of(asks: Sequence[Ask]) -> bool:
    """Whether the second asks only by how much the first changed."""
    first, second = asks
    return second.change and not first.change and second.key == first.key and not second.unit


def _reckoning(form: str) -> Reckoning | None:
    if _SUM.search(form):
        return Reckoning.SUM
    return Reckoning.DIFFERENCE if _DIFFERENCE.search(form) else None
