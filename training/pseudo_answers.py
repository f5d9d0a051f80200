"""What in a sentence could answer a question, by rule, and the words that would ask for it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_UNITS = (
    "个工作日|个月|个小时|个百分点|平方公里|公里|千米|平方米|立方米|公顷|公斤|千克|吨|斤|万元|亿元|元|美元|人次"
    "|人|名|位|家|个|所|座|条|项|种|类|次|批|届|户|岁|年|天|日|小时|分钟|秒|倍|亩|度|级|层|间|张|本|部|篇|台|辆"
    "|架|场|集|枚|票|米|厘米|部门|支|艘|块|%"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_TITLES = (
    "书记|主席|总理|主任|部长|校长|教授|院长|局长|导演|作家|演员|记者|队长|总裁|董事长|创始人|负责人|专家|市长|省长|县长"
    "|发言人|歌手|球员|院士|司令|总统|先生|女士|主播|教练|总经理|处长|所长|医生|律师|研究员"
)
TELLING = "是|为|成为|称为|属于|担任|建立|制定|发现|获得|认为|要求|导致|提供"
_H = "\u4e00-\u9fff"
_NAME = rf"[{_SURNAMES}][{_H}]{{1,2}}"
_PLACES = "省|市|县|区|镇|村|州|国|岛|大学|路|街|广场|机场|医院|中心|馆|山|河|湖"
_BODIES = (
    "公司|委员会|大学|学院|协会|集团|研究所|法院|检察院|公安局|人民政府|部门|银行|医院|机关|机构"
)
# The group, where there is one, is the answer.
_PATTERNS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("date", r"(?:1[5-9]|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日"),
        ("number", rf"(?<![\d.年月])\d[\d.,]*[万亿千百余多]*(?:{_UNITS})(?!\d)"),
        ("person", rf"(?:{_TITLES})({_NAME})(?=[表说在指介认强出率主,、。:对向与和到的])"),
        ("person", rf"(?<![{_H}])({_NAME})(?=表示|说|认为|指出|介绍|强调|出席|主持|在|是)"),
        ("quoted", r'(?<=")[^"]{2,20}(?=")|《[^》]{2,20}》'),
        ("cause", r"(?:因为|由于|为了|因|旨在|以便|鉴于)[^,。;]{4,40}"),
        ("means", r"(?:通过|利用|采用|采取|依托|运用|借助|依靠)[^,。;]{4,30}"),
        ("told", rf'(?<=[{_H}"》])(?:{TELLING})[^,。;]{{2,24}}(?=[,。;]|$)'),
        ("list", r"[^,。;、:是为括有]{2,10}(?:、[^,。;、]{2,10}){2,}"),
        ("place", rf"(?<=[在于至自从往赴到])[{_H}]{{2,9}}?(?:{_PLACES})(?![{_H}]?长|委)"),
        ("body", rf"(?<=[由被与和向,。;、])[{_H}]{{2,10}}(?:{_BODIES})"),
    )
)  # fmt: skip
_NUMBER = re.compile(rf"\d[\d.,]*[万亿千百余多]*({_UNITS})$")
_ASKING: Final[dict[str, Sequence[str]]] = {
    "date": ("哪一年", "哪年", "什么时候", "何时", "什么时间", "什么时候", "何时"),
    "day": ("哪天", "什么时候", "几月几日", "何时", "哪一天"),
    "share": ("百分之多少", "多少", "百分之几", "多大比例"),
    "person": ("谁", "谁", "哪位", "什么人", "哪个人"),
    "place": ("哪里", "哪里", "什么地方", "何处", "哪儿", "何地"),
    "body": ("哪个机构", "什么机构", "谁", "哪个单位", "哪里", "什么部门", "哪个部门"),
    "company": ("哪家公司", "什么公司", "谁", "哪个公司"),
    "school": ("哪所大学", "什么学校", "哪里", "哪所学校"),
    "quoted": ("什么", "什么", "什么", "哪个", "啥"),
    "cause": ("为什么", "为什么", "为何", "什么原因", "因为什么", "为什么会"),
    "means": ("如何", "怎么", "怎样", "通过什么", "用什么方式", "怎么样", "靠什么"),
    "told": ("什么", "什么", "什么", "什么", "什么样的", "哪个"),
    "list": ("哪些", "哪些", "哪些", "什么"),
    "thing": ("什么", "什么", "什么", "哪个"),
}
NAMING: Final = frozenset({"date", "number", "person", "quoted", "place", "body"})


class Told(NamedTuple):
    """Words of a sentence that could answer: ``sentence[start:end]``."""

    kind: str
    start: int
    end: int


def told(sentence: str) -> list[Told]:
    """Everything the patterns find in a sentence in its search form."""
    return [
        Told(kind, *match.span(match.lastindex or 0))
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(sentence)
    ]


def asking_words(kind: str, answer: str, draw: random.Random) -> str:
    """Words that ask for an answer of a kind."""
    number = _NUMBER.match(answer)
    if kind == "number" and number is not None and number[1] != "%":
        return _how_many(number[1], short=len(answer) <= 4, draw=draw)
    if kind == "number":
        kind = "share"
    if kind == "date" and "年" not in answer:
        kind = "day"
    if kind == "body" and answer.endswith(("公司", "集团")):
        kind = "company"
    if kind == "body" and answer.endswith(("大学", "学院")):
        kind = "school"
    return draw.choice(_ASKING[kind])


def _how_many(unit: str, *, short: bool, draw: random.Random) -> str:
    if unit in ("年", "天", "日", "个月", "小时", "分钟") and draw.random() < 0.4:
        return draw.choice(("多久", "多长时间", f"几{unit}"))
    counted = f"多少{unit}"
    few = f"几{unit}" if short else counted
    wide = "多大" if unit in ("米", "平方米", "公里", "吨", "平方公里") else counted
    return draw.choice((counted, counted, "多少", few, wide))
