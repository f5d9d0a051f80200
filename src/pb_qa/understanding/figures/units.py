"""Units and measure words: which there are, and what they come to in their base."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

# Units of measurement proper, then the measure words that count people and things.
_NAMES: Final = (
    # money
    "元 美元 港元 港币 欧元 日元 英镑 卢布 新卢布 旧卢布 法郎 马克 新台币 角 厘 块钱 "
    # weight
    "吨 公吨 总吨 载重吨 公斤 千克 斤 市斤 担 克 毫克 微克 "
    # length, area, volume
    "公里 千米 米 厘米 毫米 微米 纳米 华里 海里 尺 平方公里 平方千米 平方米 平米 平方公尺 平方 "
    "公顷 亩 市亩 "
    "立方米 立方公尺 立方 公尺 公方 市尺 标准立方米 升 毫升 桶 "
    # energy, data, temperature, traffic
    "千瓦时 千瓦小时 度电 度 兆瓦时 兆瓦 千瓦 瓦 马力 千伏安 千伏 伏 大卡 千卡 蒸吨 ℃ 摄氏度 "
    "吨公里 人公里 GB MB TB 兆 kW kV MW GW kWh kwh km kg cm mm ㎡ "
    # time
    "年 年度 个月 个工作日 工作日 个季度 个小时 小时 个学时 学时 个课时 课时 分钟 秒 秒钟 天 日 "
    "周岁 岁 周年 周 "
    "个星期 个世纪 昼夜 "
    # shares and multiples
    "% ‰ ‱ 个百分点 百分点 个点 倍 番 成 "
    # people
    "人 人次 人天 名 位 户 户次 家 家次 口 口人 人份 员 "
    # things
    "个 个标段 项 项次 条 条次 件 件次 次 所 座 台 台次 台套 台件 标准台 辆 辆次 "
    "套 间 处 批 批次 期 款 张 支 只 艘 艘次 架 架次 "
    "头 匹 棵 株 篇 份 本 册 部 集 场 场次 对 组 队 班 班次 航次 列 列次 车次 种 层 股 笔 卷 床 "
    "例 起 宗 行 盏 眼 孔 片 块 根 "
    "标段 学分 分 幢 栋 枚 把 粒 颗 朵 副 双 盘 面 节 标箱 门 轮 盆 字 字节 页 幅 锭 纱锭 类 瓶 "
    "箱 袋 辈 席 票 回 遍 趟 顿 餐 "
    "羽 尾 枝 峰 车位 泊位 床位 张床位 "
    "村 镇 乡 县 市 省 国 街道 社区 "
)  # fmt: skip
_ALL: Final = frozenset(_NAMES.split())
_PER: Final = (
    "(?:/(?:平方公里|平方米|立方米|公里|公斤|公顷|小时|分钟|千瓦时|人|户|亩|吨|年|月|日|天|次|秒"
    "|升|件|台|度|克|桶))?"
)
# What begins with a unit's characters is not that unit: 30 成立. Unit, then the next characters.
_NO_UNITS: Final = (
    "元:旦宵 角:度色落形 轮:车摩胎驱 厘:米 克:服 升:级至高到 度:过假 年:均轻级 天:然津 "
    "日:益常起 周:边密 倍:增 成:立为员功果效长就本熟绩品套交人都 "
    "人:均民大才员类为力事文口 名:列义牌称单 位:于居列 "
    "户:籍外 家:庭乡园长 口:岸子 员:工 个:别人体性 条:件例 条次:干 次:要于 所:有以得谓 座:谈 台:湾 "
    "套:利 间:接断 处:理于罚置在分 批:准复评判示 期:间末内满 支:持出付部援撑 只:有能要是 头:脑 "
    "本:着级地身 部:分门队署 集:中体团 场:所地 对:外口内象于待策 组:织成建 队:伍 班:子 列:入为出 "
    "种:植子 层:面次 股:份权票东市 例:如外 起:来步到 行:业动政为 片:面 块:状 根:据本 "
    "分:别为类析布解配工期散离之钟开步发贝制成 节:约能日省水 门:类峡 类:似 票:据 回:升落到收归 "
    "遍:布 席:位 字:段 村:民级镇 镇:村 乡:镇村 县:级域 市:场民政级区 省:份级 国:家有务内际民 "
    "盆:地 把:手关脉 米:栏跑接冲自仰蛙蝶 "
)  # fmt: skip
_OTHER_WORDS: Final = dict(pair.split(":") for pair in _NO_UNITS.split())
# 973项目, but 20项目标.
_OTHER_PHRASES: Final = {"项": "目(?!标)"}


def _pattern(unit: str) -> str:
    others = _OTHER_WORDS.get(unit, "")
    phrase = _OTHER_PHRASES.get(unit, "")
    return (
        re.escape(unit)
        + (f"(?![{others}])" if others else "")
        + (f"(?!{phrase})" if phrase else "")
    )


UNIT: Final = re.compile(
    "(?:" + "|".join(map(_pattern, sorted(_ALL, key=lambda u: (-len(u), u)))) + ")" + _PER
)
"""Matches the longest unit at a place, with what it is reckoned by: 元/吨."""

SCALED_UNIT: Final = re.compile(f"(?:[十百千]?[万亿]*)?(?:{UNIT.pattern})|[万亿]+")
"""A unit with its multipliers: 万元, 亿斤, or 万 alone."""

MULTIPLIERS: Final = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_BASE_NAMES: Final = {"个百分点": "百分点", "个点": "百分点", "成": "%", "‰": "%", "‱": "%"}
_FACTORS: Final = {"成": Decimal(10), "‰": Decimal("0.1"), "‱": Decimal("0.01")}


@cache
def base_of(unit: str) -> tuple[str, Decimal]:
    """The base unit of a unit as written, and the factor into it; exact.

    The multipliers 百, 千, 万 and 亿 are taken off where they are no part of the unit's
    own name; 成, ‰ and ‱ become %.

    Examples
    --------
    >>> base_of("万吨")
    ('吨', Decimal('10000'))
    >>> base_of("千瓦")
    ('千瓦', Decimal('1'))
    """
    factor = Decimal(1)
    name = unit
    while name and name not in _ALL and name[0] in MULTIPLIERS:
        factor *= MULTIPLIERS[name[0]]
        name = name[1:]
    return _BASE_NAMES.get(name, name), factor * _FACTORS.get(name, Decimal(1))
