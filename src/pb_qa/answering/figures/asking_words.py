"""The words that ask for a quantity, and the units they ask with: 多少万人, 占几成, 涨幅."""

from __future__ import annotations

import re
from typing import Final

ASKING: Final = re.compile(
    "(?P<share>百分之(?:几|多少)|占[^，。？?,占]{0,12}?(?:多少|几成)(?![个名家万亿])|几成|多大(?:的)?比[例重]"
    "|比[例重](?:是|为|有|达到?|大概|大约)*多少|占比(?:是|为|有|达到?)?(?:多少)?|(?<!对)比[例重](?=[?？。]?$)"
    "|[^，。？?,频效税汇]率(?:是|为|有|达到?|到|大概|大约|各|分别)*(?:了)?多[少高大]"
    "|(?P<points>几个百分点|多少个?百分点))"
    "|(?P<rate>(?:增[幅速]|降幅|涨幅|幅度)(?:是|为|有|达到?)?(?:多[少大高]|几)?)"
    "|(?P<count>(?:多少|(?<![十几])几)(?P<scale>[万亿]?)(?=(?P<unit>[一-龥]{0,4})))"
    "|(?P<size>多[大高长重快久]|规模|总[数量额值]|人数|数量|金额|面积|[^，。？?,频效税汇]率)"
)
CHANGE: Final = re.compile(
    "增长|增加|增幅|增速|涨|提高|上升|下降|减少|降[了幅低]|少了|多了|同比|高了|低了|缩短|压减"
)
# 涨了多少 after a level, with no unit, asks for a percentage; 涨到多少 asks for the level.
BY_HOW_MUCH: Final = re.compile(
    "(?:增长|增加|增|涨|提高|上升|下降|减少|降低|降|翻|(?P<amount>[多少高低]))(?:了|幅|出)*"
    "(?:大概|大约|约)?(?=多|几|百分之)"
)
_UNITS_WORDS: Final = (
    "个百分点 百分点 个点 亿美元 亿元 万元 美元 元 块钱 块 钱 万吨 亿吨 吨 公斤 亿斤 斤 "
    "万人次 人次 万人 亿人 人 名 位 家 个月 个工作日 工作日 个小时 个 户 所 座 条 件 次 起 场 期 "
    "批 部 台 辆 套 项 平方公里 平方米 平米 公里 里 米 万亩 亩 公顷 岁 年 天 日 小时 倍 "
    "番 成 度 千瓦 支 张 头 只 处 万户 款 步 届 篇 本 门 间 栋 种 村 县 省 市 国家 国 "
    "队"
)
_UNITS: Final = _UNITS_WORDS.split()


def unit_after(scale: str | None, after: str | None) -> str:
    """The unit that follows an asking word, with the scale before it; empty when none does."""
    scale, after = scale or "", after or ""
    for length in range(min(4, len(after)), 0, -1):
        if after[:length] in _UNITS:
            return scale + after[:length]
    return scale
