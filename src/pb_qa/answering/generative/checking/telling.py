"""Words that tell one thing from its like: when, which part, how sure, how much of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.differences import parts_of
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.spelling import Spelled
from pb_qa.answering.generative.checking.synonyms import meaning

_SPANS: Final = (
    "[上下]半年|第?[一二三四1234]季度|前[一二三两123]季度|全年|[去今本当明前后上]年(?!度?报)|年均|月均|日均|每[年月日天周季]"
    "|累计|(?<!原)同期|同比|环比|年初|年末|年底|以来|至今|历年|近年|[上下本]月|上旬|中旬|下旬|季度|五年|十年"
    "|[0-9]+年(?:以|之)?前|单月|单季"
)
_GROUPS: Final = (
    "城镇|城市|农村|乡村|城乡|国有|民营|私营|非公|个体|外资|集体|公办|民办|公立|私立|中央|地方|规模以上|规模以下|限额以上|限额以下"
    "|第[一二三123]产业|农业|工业|服务业|进口|出口|收入|支出|存款|贷款|男|女|党员|群众|团员|正式|预备|在职|退休|固定|流动"
    "|小学|初中|高中|中学|大学|高校|中等|高等|学前|义务|幼儿园|少数民族|汉族|户籍|常住|本地|外来|境内|境外|国内|国外"
    "|大型|中型|小型|微型|重点|一般|普通|优秀|先进|直接|间接|固定资产|流动资产|住宅|商业"
)
_MEASURES: Final = (
    "人均|户均|亩均|(?<!每年)平均(?!每)|总(?:量|额|数|产值|收入|支出|投资)|增加值|产值|净|毛|名义|实际|可比|现价|利润|利税|税收|增速|增幅|占比|比重"
    "|覆盖率|普及率|增量|平均每[人户亩]|平均到每|人口平均|每个?(?:人|居民|农民|职工|农户)(?=的)|新增|存量|余额|合计"
)
_SURE: Final = (
    "贡献|拉动|基数|差距|决算|预算|概算|初步|预计|预期|估计|计划|规划|目标|力争|拟|试点|推广"
    "|推行|已经|完成|实现"
)
_HOW_MUCH: Final = (
    "全部|所有|一律|全体|部分|多数|少数|大部|绝大|个别|唯一|仅|只有|最(?![多少迟晚长短低])|首[次个家批位]|第一|空前|领先|前列|典型|新高|率先|一流|超额|提前"
    "|完全|彻底|全面|基本(?=[完实建形解消达持])|显著|大幅|极大|普遍"
)
_FORCE: Final = "应当|必须|可以|不得|禁止|有权|无权|原则上|鼓励|提倡|责令|强制|自愿"
_LEVELS: Final = "国家级|省级|市级|县级|乡级|村级|部级|世界|全国|全省|全市|全县|国际"

TELLING: Final = re.compile(
    "|".join((_SPANS, _GROUPS, _MEASURES, _SURE, _HOW_MUCH, _FORCE, _LEVELS))
)
_TIME: Final = re.compile(_SPANS)
_BLURRING: Final = re.compile(f"{_HOW_MUCH}|{_FORCE}")
# What a sum or a share is called.
_RECKONING: Final = re.compile("占比|比重|总[量额数]|合计|平均|全部|所有")
# A time said once holds for what follows, numbers or not.
TIMES: Final = re.compile(
    "[去今本当明前后上]年|年[初末底]|[上下]半年|全年|第?[一二三四1234]?季度|同期|以来"
)
_COMPARED: Final = re.compile("[比较与和同][上去]年同期(?:相比)?")
# Without these a plan becomes a fact.
PLANNED: Final = re.compile(
    "计划|预计|预期|力争|争取|目标|拟(?!定|订)|有望|试点|将(?=[增完达建实投新提减下要])|初步|规划|打算"
)
# Without these another quantity is told of, or more than the source tells of.
NARROWING: Final = re.compile(
    "规模以[上下]|限额以[上下]|城镇|农村|国有|民营|非公|人均|户均|亩均|平均每[人户]|年均|月均|日均|名义|可比|新增|净增|女(?!婿)"
    "|预备|其中|增加值|基本(?=[完实建形解消])"
)
# Without these a little more than the source tells of.
LIMITING: Final = re.compile(
    "部分|多数|主要|累计|原则上|一般(?=不|应|为|在)|(?<!关)除[^外]{1,12}外|最高|最低|至少|少数"
)


def strange_words(said: Spelled, evidence: Sequence[Evidence]) -> tuple[str, list[str]]:
    """Words that tell a thing from its like and stand in none of the passages.

    Returns
    -------
    (str, list of str)
        In Chinese: the first that bears upon a number, and the others, to be looked at.
    """
    doubts: list[str] = []
    parts = parts_of(said)
    for index, part in enumerate(parts):
        near = any(other.numbers for other in parts[index : index + 2])
        later = any(other.numbers for other in parts[index:])
        for match in TELLING.finditer(_COMPARED.sub("同比", part.text)):
            if _RECKONING.fullmatch(match[0]) or any(_has(one, match[0]) for one in evidence):
                continue
            fault = f"引用的原文没有这样说：“{match[0]}”"
            # A time at the beginning is that of all that follows.
            measured = later if _TIME.fullmatch(match[0]) else near
            if measured and not _BLURRING.fullmatch(match[0]):
                return fault, doubts
            doubts.append(fault)
    return "", doubts


def _has(one: Evidence, word: str) -> bool:
    return word in one.form or word in one.around or meaning(word) in one.sense


__all__ = ["LIMITING", "NARROWING", "PLANNED", "TELLING", "TIMES", "strange_words"]
