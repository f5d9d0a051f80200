"""Right numbers, wrong words: what is said of them is turned round, hardened or made up."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import plain
from .behaviour import Utterance
from .forge_numbers import forged
from .scene import Scene

_D: Final = r"[\d０-９百一二三四五六七八九十两]"

# What is written, what is forged instead; the first that matches a sentence is used.
_DIRECTIONS: Final = (
    (rf"增长(?=到|了)?(?={_D})", "下降"),
    (rf"(?:增加|上升|提高)(?=了?{_D})", "减少"),
    (rf"(?:下降|减少|降低)(?=了?{_D})", "增加"),
    (r"顺差", "逆差"),
    (r"净增(?=加?\d)", "净减"),
)
_REVERSED: Final = (
    (r"不少于|不低于", "不超过"),
    (r"不超过|不高于", "不少于"),
    (rf"超过(?={_D})", "不足"),
    (rf"(?:不足|不到)(?={_D})", "超过"),
    (r"近(?=\d)(?!年)", "超过"),
    (r"(?<=[%％元人名家个吨亩户倍日内年])以上(?![^，。；]{0,4}(?:负责|领导|学历))", "以下"),
    (r"(?<=[%％元人名家个吨亩户倍日年])以(?:下|内)", "以上"),
    (r"至少", "至多"),
    (r"(?<=[万亿千百])(?:多|余)(?=[名家个人户元吨])", "不到"),
)
_DROPPED: Final = (
    rf"(?:不少于|不低于|不超过|不高于|超过|不足|不到|接近|约|大约|至少|预计)(?={_D})",
    rf"近(?={_D}{{1,6}}(?![年\d两三]))",
    r"(?<=[%％元人名家个吨亩户倍])(?:以上|以下|左右)",
    r"(?<=[万千百])(?:多|余)(?=[名家个人户元吨])",
)
_POINTS: Final = ((r"个百分点", "%"), (r"(?<=\d)[%％](?!以|左|的)", "个百分点"))
_UNITS: Final = (
    (r"亿元|万元", {"亿元": "亿美元", "万元": "万美元"}),
    (r"亿美元|万美元", {"亿美元": "亿元", "万美元": "万元"}),
    (r"(?<=\d)(?:万吨|吨)", {"万吨": "万斤", "吨": "公斤"}),
    (r"(?<=\d)(?:万亩|亩)", {"万亩": "万公顷", "亩": "公顷"}),
    (r"(?<=\d)万?平方米", {"万平方米": "万平方公里", "平方米": "平方公里"}),
    (r"(?<=\d)公里", {"公里": "米"}),
    (r"(?<=\d)万?人(?!次|均|民)", {"万人": "万户", "人": "户"}),
    (r"(?<=\d)万?户", {"万户": "万人", "户": "人"}),
    (r"(?<=\d)个工作日|(?<=\d)日内", {"个工作日": "个月", "日内": "个月内"}),
)
_NEGATIONS: Final = (
    (r"不得", "可以"),
    (r"禁止", "允许"),
    (r"应当", "不需要"),
    (r"必须", "不必"),
    (r"没有(?!过)", "有"),
    (r"尚未|还未", "已经"),
    (r"(?<!不)可以", "不得"),
    (r"取消", "保留"),
    (r"基本实现", "没有实现"),
)
_TARGETS: Final = (
    (r"(?:预期目标是|主要预期目标是|的目标是)[:：]?", "已经全部实现："),
    (r"(?:力争|争取|计划|预计|将)(?:达到|完成|实现|增长|新增|建成|新建)", "已经达到"),
    (r"要(?:达到|完成|实现|新增|建成|新建)", "已经完成"),
    (rf"(?:力争|争取)(?=[^，。]{{0,14}}{_D})", "已经"),
)
_RANKS: Final = ("，位居全国第一", "，居全省第三位", "，排名世界第二", "，连续七年位居首位")
_RECORDS: Final = ("，创历史新高", "，走在全国前列", "，成为全国典型")
_BODIES: Final = ("国家审计署", "中国社会科学院", "世界银行", "国家发展研究院", "国际货币基金组织")
_PERSONS: Final = ("王志远", "陈国栋", "李秀兰", "赵文博", "孙启明")
_QUOTES: Final = (
    "百企联百村",
    "红色领航工程",
    "五星示范",
    "千人帮带",
    "两新先锋",
    "一企一策一专员",
    "阳光评审",
)
_CLAIMS: Final = (
    "群众满意度明显提高，得到社会各界一致好评",
    "这项工作已经引入第三方评估，评估结果向社会公布",
    "有关部门已经因此追究了相关责任人的责任",
    "主要原因是外部需求疲软和原材料价格上涨",
    "这一做法在全国得到推广，多个地方前来考察学习",
)


def _replaced(
    kind: str, scene: Scene, rules: tuple[tuple[str, str], ...], *, counted: bool
) -> Utterance | None:
    for source in scene.fresh():
        if counted and not source.countable:
            continue
        for pattern, wrong in rules:
            found = re.search(pattern, source.text)
            if found:
                return forged(kind, scene, source, *found.span(), wrong, found[0])
    return None


def turned_direction(scene: Scene) -> Utterance | None:
    """增长 for 下降 and the other way round."""
    return _replaced("direction reversed", scene, _DIRECTIONS, counted=True)


def reversed_qualifier(scene: Scene) -> Utterance | None:
    """以上 for 以下, 不少于 for 不超过."""
    return _replaced("qualifier reversed", scene, _REVERSED, counted=True)


def dropped_qualifier(scene: Scene) -> Utterance | None:
    """A bound or an estimate told as the exact number."""
    rules = tuple((pattern, "") for pattern in _DROPPED)
    return _replaced("qualifier dropped", scene, rules, counted=True)


def confused_points(scene: Scene) -> Utterance | None:
    """Percent for 百分点 and the other way round."""
    for source in scene.fresh():
        for pattern, wrong in _POINTS:
            found = re.search(
                rf"(?:增长|提高|下降|降低|上升|增加|减少)了?[\d.]+({pattern})", source.text
            )
            if found:
                return forged("percent vs 百分点", scene, source, *found.span(1), wrong, found[0])
    return None


def swapped_unit(scene: Scene) -> Utterance | None:
    """The number stays, what it counts does not: 元 and 美元, 亩 and 公顷, 人 and 户."""
    for source in scene.fresh():
        for pattern, instead in _UNITS:
            found = re.search(pattern, source.text)
            if found and source.countable:
                return forged(
                    "unit swapped", scene, source, *found.span(), instead[found[0]], found[0]
                )
    return None


def flipped_negation(scene: Scene) -> Utterance | None:
    """不得 for 可以, 应当 for 不需要."""
    return _replaced("negation flipped", scene, _NEGATIONS, counted=False)


def achieved_target(scene: Scene) -> Utterance | None:
    """What is planned, told as done."""
    return _replaced("target as achieved", scene, _TARGETS, counted=True)


def _appended(kind: str, scene: Scene, wrong: str, *, first: bool = False) -> Utterance | None:
    for source in scene.fresh():
        place = 0 if first else len(source.text) - 1
        return forged(kind, scene, source, place, place, wrong, "没有这样的说法")
    return None


def invented_rank(scene: Scene) -> Utterance | None:
    """A rank that nobody states."""
    wrong = next(
        (r for r in scene.chance.sample(_RANKS, len(_RANKS)) if r[1:] not in scene.words), ""
    )
    return _appended("invented rank", scene, wrong) if wrong else None


def invented_record(scene: Scene) -> Utterance | None:
    """Praise that nobody gives, without any number."""
    return _appended("invented praise", scene, scene.chance.choice(_RECORDS))


def invented_document(scene: Scene) -> Utterance | None:
    """A 文号 that none of the passages has."""
    year, number = scene.chance.randrange(1999, 2024), scene.chance.randrange(3, 98)
    body = scene.chance.choice(["国发", "国办发", "中发", "宁党发", "民发", "财建", "海政发"])
    form = scene.chance.choice(["〔{y}〕{n}号", "[{y}]{n}号", "（{y}）{n}号", "〔{y}〕第{n}号"])
    wrong = body + form.format(y=year, n=number)
    if wrong in scene.words:
        return None
    if scene.chance.random() < 0.5:
        return _appended("invented 文号", scene, f"根据{wrong}，", first=True)
    return _appended("invented 文号", scene, f"（{wrong}）")


def altered_document(scene: Scene) -> Utterance | None:
    """A 文号 of the passage with another number."""
    for source in scene.fresh():
        found = re.search(r"[〔\[（(](\d{4})[〕\]）)](?:第)?(\d+)号", source.text)
        if found:
            number = str(int(found[2]) + scene.chance.choice([1, 2, 10]))
            if f"{number}号" not in scene.words:
                return forged("文号 altered", scene, source, *found.span(2), number, found[0])
    return None


def invented_quotation(scene: Scene) -> Utterance | None:
    """Words in quotation marks that nobody wrote."""
    fit = [quote for quote in _QUOTES if quote not in scene.words]
    if not fit:
        return None
    marks = scene.chance.choice(["“”", "「」", "‘’", '""'])
    wrong = f"，被称为{marks[0]}{scene.chance.choice(fit)}{marks[1]}"
    return _appended("invented quotation", scene, wrong)


def altered_quotation(scene: Scene) -> Utterance | None:
    """Words in quotation marks, not as they were written."""
    for source in scene.fresh():
        found = re.search(r"[“‚]([^”‛“‚]{4,14})[”‛]", source.text)
        if found:
            quoted = found[1]
            wrong = quoted[:1] + scene.chance.choice(["新", "大", "强", "优"]) + quoted[2:]
            if plain(wrong) not in scene.words:
                return forged("quotation altered", scene, source, *found.span(1), wrong, quoted)
    return None


def invented_date(scene: Scene) -> Utterance | None:
    """A day that nobody names."""
    month, day = scene.chance.randrange(1, 13), scene.chance.randrange(1, 29)
    if f"{month}月" in scene.words or f"{day}日" in scene.words:
        month, day = month, 29 if "29日" not in scene.words else 30
    wrong = f"{month}月{day}日"
    if wrong in scene.words or ("number", Fraction(day)) in scene.known:
        return None
    return _appended("invented date", scene, f"{wrong}，", first=True)


def altered_date(scene: Scene) -> Utterance | None:
    """A day of the passage with another number."""
    for source in scene.fresh():
        found = re.search(r"(\d{1,2})月(\d{1,2})日", source.text)
        if found:
            day = int(found[2]) % 27 + scene.chance.choice([1, 2])
            if day != int(found[2]) and f"{day}日" not in scene.words:
                return forged("date altered", scene, source, *found.span(2), str(day), found[0])
    return None


def invented_person(scene: Scene) -> Utterance | None:
    """A person whom no passage names."""
    name = scene.chance.choice(_PERSONS)
    wrong = scene.chance.choice([f"{name}同志指出，", f"据负责人{name}介绍，", f"在{name}主持下，"])
    return _appended("invented person", scene, wrong, first=True)


def invented_body(scene: Scene) -> Utterance | None:
    """A body that no passage names."""
    fit = [body for body in _BODIES if body not in scene.words]
    return (
        _appended("invented body", scene, f"据{scene.chance.choice(fit)}统计，", first=True)
        if fit
        else None
    )


def invented_claim(scene: Scene) -> Utterance | None:
    """A sentence without any number that no passage bears out."""
    for source in scene.fresh():
        wrong = scene.chance.choice(_CLAIMS)
        return forged(
            "invented claim", scene, source, 0, len(source.text) - 1, wrong, "没有这样的说法"
        )
    return None


WORDS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "direction reversed": turned_direction,
    "qualifier reversed": reversed_qualifier,
    "qualifier dropped": dropped_qualifier,
    "percent vs 百分点": confused_points,
    "unit swapped": swapped_unit,
    "negation flipped": flipped_negation,
    "target as achieved": achieved_target,
    "invented rank": invented_rank,
    "invented praise": invented_record,
    "invented 文号": invented_document,
    "文号 altered": altered_document,
    "invented quotation": invented_quotation,
    "quotation altered": altered_quotation,
    "invented date": invented_date,
    "date altered": altered_date,
    "invented person": invented_person,
    "invented body": invented_body,
    "invented claim": invented_claim,
}
