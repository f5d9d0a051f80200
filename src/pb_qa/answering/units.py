"""Counting words and units of measure that stand for one another in an answer."""

from __future__ import annotations

import re

from pb_qa.text.numerals import Number, find_numbers

_CLASSES: dict[str, str] = {
    "people": "名 人 位 人次 人员 口 户籍人口",
    "share": "% ‰ 个百分点 百分点 成 倍",
    "money": "元 万元 亿元 美元 人民币 欧元 港元 日元 块 钱",
    "age": "岁 周岁",
    "time": "天 日 个月 月 年 小时 分钟 秒 周 星期 个工作日 工作日",
    "length": "米 公里 千米 厘米 毫米 里 cm km m mm",
    "area": "平方公里 平方千米 平方米 公顷 亩",
    "weight": "吨 公斤 千克 斤 克 kg 吨标准煤",
    "count": (
        "个 家 所 座 处 项 条 件 种 类 批 期 次 户 台 辆 套 间 届 章 节 款 支 只 艘 架 头 匹 棵 株"
        " 篇 份 本 册 部 集 场 对 组 队 班 级 层 村 镇 乡 县 市 省 代 门 股 笔 字 页 张 起 宗 片"
        " 块 支部 回 点 枚"
    ),
}
_CLASS_OF = {unit: name for name, units in _CLASSES.items() for unit in units.split()}
_LONGEST = max(map(len, _CLASS_OF))
_MONEY = re.compile(
    r"多少(?:[万亿]?(?:美|欧|日|港)?元|钱|块)|几(?:[万亿]?元|块钱?)|金额|价格|收入多少|盈利多少|多少资金"
)
_AGE = re.compile(
    r"多大(?:年[纪龄]|岁数)|(?<!面积)(?<!面积有)(?<!规模)[今现]年多大|几岁|年龄|多少岁"
)

# Units of time in steps of their length.
_STEPS: dict[str, int] = {
    unit: step
    for step, units in enumerate(
        ("小时 分钟 秒 个小时", "天 日 个工作日 工作日 周 星期 个星期", "个月 月", "年")
    )
    for unit in units.split()
}


def unit_class(unit: str) -> str:
    """The class of a unit as written, e.g. ``"people"`` for 名; empty when unknown."""
    bare = re.sub(r"^[万亿千百]+", "", unit)
    return _CLASS_OF.get(bare, "") or _CLASS_OF.get(unit, "")


def class_asked_for(question: str, unit: str) -> str:
    """The class of figure that a question asks for; empty when its words do not tell."""
    if _MONEY.search(question):
        return "money"
    if _AGE.search(question):
        return "age"
    return unit_class(unit)


def is_too_coarse(asked: str, unit: str) -> bool:
    """Whether nobody who asks for one unit of time would be answered in another.

    Days are not answered with years, nor hours with months; a month of leave may be
    answered for days.
    """
    own, other = _STEPS.get(asked), _STEPS.get(unit)
    return own is not None and other is not None and other - own > 1


def class_of(number: Number, text: str) -> str:
    """The class of a figure found in ``text``, by the longest unit that follows it."""
    if number.percent:
        return "share"
    following = text[number.end : number.end + _LONGEST].lstrip("多余几来")
    for length in range(_LONGEST, 0, -1):
        if following[:length] in _CLASS_OF:
            return _CLASS_OF[following[:length]]
    return unit_class(number.unit)


def time_unit_of(number: Number, text: str) -> str:
    """The unit of time right after a number in ``text``; empty where it is none."""
    following = text[number.end : number.end + _LONGEST].lstrip("多余几来")
    units = (following[:length] for length in range(_LONGEST, 0, -1))
    return next((unit for unit in units if unit in _STEPS), "")


def classes_in(sentence: str) -> set[str]:
    """The classes of the figures of a sentence."""
    return {class_of(number, sentence) for number in find_numbers(sentence)}
