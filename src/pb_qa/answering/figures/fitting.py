"""How well the unit, kind, time and place of a figure fit what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.figures.asks import Ask
from pb_qa.answering.figures.candidates import Candidate
from pb_qa.answering.units import is_too_coarse, unit_class
from pb_qa.figures import Measure, Period
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form
from pb_qa.understanding.figures.units import base_of

_PROVINCES_WORDS: Final = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 "
    "河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 "
    "宁夏 新疆 香港 澳门"
)
_PROVINCES: Final = frozenset(_PROVINCES_WORDS.split())
_SAME_UNIT: Final = {
    "钱": "元",
    "块": "元",
    "块钱": "元",
    "平米": "平方米",
    "成": "%",
    "个点": "%",
    "点": "%",
    "里": "公里",
    "个小时": "小时",
}
_PEOPLE: Final = frozenset(["人", "名", "位", "口", "人次"])
_COUNTED_WORDS: Final = (
    "个 家 户 所 座 项 条 件 次 起 场 期 批 部 台 辆 套 支 处 款 国家 国 村 县 省 市 "
    "队 种 门 间 篇 本"
)
_COUNTED: Final = frozenset(_COUNTED_WORDS.split())
# 多少条 of a text, 多少家 of those who are in the world: neither counts the other.
_WRITTEN: Final = frozenset("条篇本")
_BODIES: Final = frozenset("家户所国村县省市队")
# 多少个 may count people, 多少台 does not.
_OF_ANYTHING: Final = frozenset(["个", "家", "户", "批", "队", "种"])

_TIMES: Final = frozenset(
    ["年", "个月", "月", "天", "日", "小时", "分钟", "个工作日", "工作日", "周", "季度"]
)
_NO_SCALE: Final = frozenset([*_TIMES, "%", "倍", "百分点", "次"])
_TIME_ASKED: Final = re.compile("多久|多长|期限|时限|几年|几天|几个月")
_AGE_ASKED: Final = re.compile("(?:年龄|岁数)$")
_SPAN_OF_TIME: Final = re.compile("[期时]|多长时间|年限")
_NAMED_ONLY: Final = 0.2
# The two characters before 率 or 量 that tell one rate, one quantity from another.
_NAMED: Final = {
    head: re.compile(f"([\u4e00-\u9fff]{{2}})总?{head}") for head in ("率", "量", "额", "值")
}
# 产量, 总额, 余额 and the like are said of anything.
_SAID_OF_ANYTHING: Final = re.compile(".[产总数销余金价存大质含]|贸易|外贸|出口|进口|.[的一亿万每]")
# What is over or short of a sum is not the sum: 超支 is no 支出.
_BALANCES: Final = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        ("超支", "超支|超出|超过"),
        ("[结节]余", "[结节]余|余额|盈余"),
        ("亏损", "亏损|亏"),
        ("拖欠", "欠"),
    )
)
_MONEY_WORDS: Final = re.compile(
    "损失|投资|经费|支出|产值|资金|金额|利润|存款|税收|财政收入|贷款|补助|(?<!棉)花(?![卉生])"
)


def fit_of_unit(ask: Ask, base_unit: str, unit: str) -> float:
    """1 for the unit asked for, less for one of its kind, below 0 for another kind."""
    asked = _SAME_UNIT.get(ask.unit, ask.unit)
    if ask.share or asked == "%":
        return {"%": 1.0, "": 0.3, "倍": 0.0, "百分点": 0.0}.get(base_unit, -1.0)
    if not asked and _AGE_ASKED.search(ask.key):
        return 1.0 if base_unit in ("岁", "周岁") else -1.0
    if not asked and "多长" in ask.key and unit_class(base_unit) == "length":
        return -1.0 if _SPAN_OF_TIME.search(ask.key) else 1.0
    if not asked and _TIME_ASKED.search(ask.key):
        return 1.0 if base_unit in _TIMES else -1.0
    if not asked and not ask.change and _MONEY_WORDS.search(ask.key):
        return 0.6 if base_unit in ("元", "美元") else -0.2
    if not asked:
        if base_unit in _TIMES:
            return -0.3
        return 0.0 if base_unit != "%" or ask.change else -0.3
    wanted = base_of(asked)[0]
    if not wanted:  # 多少万, 多少亿
        scaled = unit.startswith(asked) or unit[:2] == f"万{asked}"
        return 0.3 if scaled else -0.6 if base_unit in _NO_SCALE else -0.2
    if wanted == base_unit:
        return 1.0
    if wanted in _PEOPLE and base_unit in (*_PEOPLE, ""):
        return 0.8
    if {wanted, base_unit} & _WRITTEN and {wanted, base_unit} & _BODIES:
        return -1.0
    if wanted in _COUNTED and base_unit in _COUNTED:
        return 0.6
    if wanted in _OF_ANYTHING and base_unit in _PEOPLE:
        return 0.3
    if is_too_coarse(wanted, base_unit):
        return -1.0
    same_class = unit_class(wanted) and unit_class(wanted) == unit_class(base_unit)
    if same_class:
        return 0.5
    return 0.2 if wanted == "倍" and base_unit == "%" else -1.0


def is_another_balance(asked: str, said: str) -> bool:
    """Whether it is asked by how much something fell short or went over, and nothing says so."""
    return any(
        word.search(asked) is not None and saying.search(said) is None for word, saying in _BALANCES
    )


def is_of_another_name(asked: Sequence[str], said: str) -> bool:
    """Whether a rate or quantity is asked for by name and only others are said.

    城镇化率 is none for 组建率, and 周转量 none for 吞吐量, however well the year fits;
    登记失业率 is one for 失业率.

    Parameters
    ----------
    asked
        The question in its wordings.
    said
        The sentence of the figure with its clause; all in the search form.
    """
    return any(_is_another(pattern, asked, said) for pattern in _NAMED.values())


def _is_another(pattern: re.Pattern[str], asked: Sequence[str], said: str) -> bool:
    wanted = _names(pattern, "\n".join(asked))
    others = _names(pattern, said)
    if not wanted or not others or any(name in said for name in wanted):
        return False
    return not set("".join(wanted)) & set("".join(others))


def _names(pattern: re.Pattern[str], text: str) -> list[str]:
    return [name for name in pattern.findall(text) if not _SAID_OF_ANYTHING.fullmatch(name)]


def fit_of_measure(ask: Ask, measure: Measure) -> float:
    """Whether a change is asked for and given, or neither."""
    if ask.change:
        return 1.0 if measure is Measure.CHANGE else -0.3
    if measure is Measure.CHANGE:
        return -1.0
    return 0.5 if ask.share and measure is Measure.SHARE else 0.0


def fit_of_period(asked: Sequence[Period], candidate: Candidate) -> float:
    """1 for the very time asked for, 0 for another; 0.5 when nothing was asked."""
    if not asked:
        return 0.5
    return max(_fit(period, candidate) for period in asked)


def _fit(asked: Period, candidate: Candidate) -> float:
    period = candidate.found.figure.period
    if not period.start:
        years = {asked.start[:4], asked.end[:4]}
        if any(re.search(f"(?<![比较为是])(?:{y}|{y[2:]})年", candidate.sentence) for y in years):
            return 0.6
        issued = candidate.found.document.issued_on[:4]
        return 0.6 if issued in years and not candidate.found.figure.period.words else 0.0
    if (period.start, period.end) == (asked.start, asked.end):
        return 1.0
    if period.end < asked.start or period.start > asked.end:
        # A hint, not enough to answer: the sentence may name the year of a second value.
        own = asked.start[:4] == asked.end[:4] and f"{asked.start[:4]}年" in candidate.sentence
        return _NAMED_ONLY if own else 0.0
    inside = asked.start <= period.start and period.end <= asked.end
    if inside:
        # One year of several asked about is less than what is asked for.
        return 0.9 if asked.start[:4] == asked.end[:4] else 0.5
    if asked.start[:4] != asked.end[:4]:
        return 0.5 if period.start <= asked.start and asked.end <= period.end else 0.25
    # A total or an average of several years says nothing of one of them.
    return 0.85 if period.start[:4] == period.end[:4] else 0.2


def part_only(asked: Sequence[Period], stated: Sequence[Period]) -> str:
    """A remark, where several years are asked about as one and only some of them are stated."""
    if len(asked) != 1 or asked[0].start[:4] == asked[0].end[:4]:
        return ""
    whole = asked[0]
    if any(p.start <= whole.start and whole.end <= p.end for p in stated if p.start):
        return ""
    parts = "、".join(dict.fromkeys(p.text for p in stated if p.text))
    return f"没有{whole.words or whole.text}整段的数据；列出的是其中{parts}的。" if parts else ""


def fit_of_place(asked: Sequence[str], candidate: Candidate) -> bool:
    """Whether every place asked about is the figure's, its sentence's or its document's."""
    place = search_form(candidate.found.figure.place)
    for name in asked:
        stem = place_stem(name)
        if place and place != "全国":
            if not _within(place, stem, candidate):
                return False
        elif stem not in candidate.sentence and stem not in candidate.title:
            return False
    return True


def _within(place: str, stem: str, candidate: Candidate) -> bool:
    """Whether another place of the sentence may lie in the one asked for."""
    if stem in _PROVINCES:
        inside = place.startswith(stem) or bool(
            re.search(f"(?<![县市区]){stem}(?![村路街镇乡])", candidate.sentence)
        )
        if inside:
            return True
    elif stem in place or stem in candidate.sentence:
        return True
    # 山西省连续发生3起事故：…大同市…: the larger place stands before.
    return stem in _PROVINCES and place_stem(place) not in _PROVINCES and stem in candidate.around
