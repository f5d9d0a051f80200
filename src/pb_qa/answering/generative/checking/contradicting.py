"""Whether what a sentence puts in place of its source's words says the opposite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.aligning import LESSENING, Slot
from pb_qa.answering.generative.checking.geography import nation_replaced, place_spans
from pb_qa.answering.generative.checking.synonyms import meaning
from pb_qa.text.places import place_stem

_NUMBER: Final = re.compile("[0-9]")
_SIDES: Final = (
    "增长|增加|上升|提高|上涨|扩大|升高|升至|升到|增至|增到|上调|延长|"
    "增收|盈利|顺差|多于|高于|大于|快于|"
    "早于|好于|增 下降|减少|降低|下跌|缩小|回落|降至|降到|减至|减到|下调|"
    "缩短|减收|亏损|逆差|少于|低于|"
    "小于|慢于|晚于|差于|减",
    "以上|之上 以下|之下",
    "以内|之内|内部 以外|之外|外部",
    "超过|高于|不得?少于|不得?低于|至少|多于 不足|不到|低于|不超过|不高于|少于|至多",
    "全部|所有|一律|全体|每个|均|都|任何 部分|有的|少数|个别|一些|多数|大部分|某些|一般",
    "应当|必须|应该|应|须 可",
    "应当|必须|应该|可以|允许|准许|准予|予以|有权|同意|批准 不得|禁止|"
    "严禁|不准|不许|不允许|不可以|不能|不可|不应|不予|"
    "无权|不同意|不批准|驳回",
    "施行|实施|生效|起施行 公布|发布|颁布|通过|印发|废止|失效",
    "成立|设立|建立 撤销|取消|解散",
    "支持|赞成|鼓励 反对|限制|抵制",
    "收入 支出",
    "进口 出口",
    "城镇|城市 农村|乡村",
    "男 女",
    "上半年 下半年",
    "年初 年末|年底",
    "国有 非公|民营|私营",
    "之前|以前|事前 之后|以后|事后",
    "最高|最多|最大|最长 最低|最少|最小|最短",
    "第一产业 第二产业 第三产业",
    "月初 月底|月末",
    "有效 无效",
    "合法 非法|违法",
    "必要 不必要",
    "直接 间接",
    "公开 保密|秘密",
    "定期 不定期",
    "主动 被动",
    "加强|强化|加大 削弱|放松|减轻",
    "允许 禁止|不准",
    "完成|实现|达到|已 未完成|未实现|未达到|尚未|未",
    "上级 下级",
    "多(?!数|种|样|元|个|名|次|年) 少(?!数|年|先|儿|量|于)",
    "党员 非党员",
    "公有制 非公有制",
    "中央 地方",
    "正式 预备|临时",
    "开始|启动 结束|停止|终止",
    "加入 退出",
    "同比 环比",
    "从重|加重 从轻|减轻|免除",
    "县级 市级 省级 国家级 乡级",
    "鼓励|提倡|倡导 要求|责令|强制|应(?!用)|须(?!知)",
    "或(?!许) 和|及|并|且|与",
)
_GROUPS: Final = tuple(
    tuple(
        re.compile("|".join(sorted(side.split("|"), key=len, reverse=True))) for side in row.split()
    )
    for row in _SIDES
    if " " in row
)
_NEGATION: Final = re.compile(
    "(?:不(?!超过|低于|少于|高于|多于|足|满|到[0-9]|断|仅|但|少于?$|同|久|论|管|等|光|单|动产|良|锈|言|妨|愧|惜|止|懈|料|幸|限于)"
    "|未(?!来|婚|成年|必)|没有|没(?!收|落|问)|无(?!论|线|偿|疑|不|比|形|私|须|烟|证|锡|人机|障碍|害)"
    "|非(?!常|公|洲|遗|法|税|凡|营利|国有|农|物质|煤|金属|典|粮)|禁止|严禁|勿|拒绝|取消|免予)"
)
_PLAN: Final = re.compile("计划|拟|预计|预期|力争|争取|目标|打算|有望|规划|准备")
_PLANNED: Final = re.compile(f"(?:{_PLAN.pattern})(?:安排|达到?|实现|完成|为|到)?")
_LONGEST: Final = 5
_DONE: Final = re.compile("已经?|完成|实现|达到|取得|了")
_CHANGE_VERB: Final = re.compile(
    "(?:增[加长至]?|提高|上升|下降|减少|降低|扩大|缩小|发展|上涨|升|降|增|减|调整|回落|延长|缩短)$"
)
_TO: Final = frozenset({"到", "至", "到了", "为", "达到", "到达"})
_BEARER: Final = re.compile(
    "(?:总理|部长|主任|书记|秘书长|[省市县区]长|局长|院长|政府|财政|部|委|局|厅|院|公司|企业|机关|机构|部门|委员会|主席"
    "|人大|党委|中心|协会|银行|法院|检察院|单位|个人)$"
)
_BY: Final = frozenset({"", "了"})
# What a word before sets apart from others of its kind: 优秀等次, 住户存款.
_KIND: Final = re.compile(
    "等次|等级|档次|级别|类别|人数|户数|产量|产值|增加值|收入|支出|投资|贷款|存款|税收|面积|人口|学历"
    "|职称|干部|党员|代表|企业|总额|总量|比例|比重|[一-鿿]?率(?![先领])"
)
_TELLING: Final = re.compile("[一-鿿]{2,4}")
_TELLS_NOTHING: Final = re.compile(
    "[有共现全各总该这的为达是其等约已新个名位县市省区镇乡村我本占和与及在对将被使由]|相关|一般|情况|实际|目前|年度"
)


def contradiction(slot: Slot, sentence: str, source: str) -> str:
    """What is wrong with a slot, in Chinese; empty when it need not say anything else.

    Parameters
    ----------
    sentence, source
        Both sentences whole, in the search form.
    """
    if meaning(slot.said) and meaning(slot.said) == meaning(slot.written):
        return ""
    if not (
        _changes_number(slot)
        or _changes_place(slot)
        or _changes_bearer(slot)
        or _changes_kind(slot, sentence)
        or _is_opposite(slot, sentence, source)
    ):
        return ""
    written = f"{slot.before[-4:]}{slot.written}{slot.after[:4]}"
    said = f"{slot.before[-4:]}{slot.said}{slot.after[:4]}"
    return f"“{said}”与原文不符，原文写的是“{written}”"


def _changes_number(slot: Slot) -> bool:
    """Whether there is a year for another year, or an amount for another one."""
    said, written = _numbers(slot.said + slot.after[:2]), _numbers(slot.written + slot.after[:2])
    if not (_NUMBER.search(slot.said) and _NUMBER.search(slot.written)):
        return False
    return any(
        said.get(kind) and written.get(kind) and said[kind] != written[kind] for kind in said
    )


def _numbers(words: str) -> dict[str, set[str]]:
    """The years, the shares and the amounts of a few words."""
    found: dict[str, set[str]] = {}
    for number, following in re.findall(r"([0-9]+(?:\.[0-9]+)?)(.?)", words):
        is_year = len(number) == 4 and following == "年"
        kind = "year" if is_year else "share" if following == "%" else "amount"
        found.setdefault(kind, set()).add(number)
    return found


def _changes_bearer(slot: Slot) -> bool:
    """Whether another office or person is said to do it: 由中央财政承担."""
    if not (_BEARER.search(slot.said) and _BEARER.search(slot.written)):
        return False
    pairs = {slot.said[i : i + 2] for i in range(len(slot.said) - 1)}
    return not any(pair in slot.written for pair in pairs)


def _changes_kind(slot: Slot, sentence: str) -> bool:
    """Whether a number is said to be of another kind: 称职等次 for 优秀等次."""
    sides = slot.said, slot.written
    return (
        bool(_NUMBER.search(sentence))
        and bool(_KIND.match(slot.after))
        and all(_TELLING.fullmatch(side) and not _TELLS_NOTHING.search(side) for side in sides)
        and not set(slot.said) & set(slot.written)
    )


def _changes_place(slot: Slot) -> bool:
    if nation_replaced(slot.said, slot.written):
        return True
    said, written = _places(slot.said, slot), _places(slot.written, slot)
    return bool(said and written) and not any(
        place_stem(a) in b or place_stem(b) in a for a in said for b in written
    )


def _places(words: str, slot: Slot) -> list[str]:
    """Listed places that a slot has, perhaps completed by what stands beside it."""
    text = slot.before[-3:] + words + slot.after[:3]
    start, end = len(slot.before[-3:]), len(slot.before[-3:]) + len(words)
    spans = place_spans(text)
    return [text[a:b] for a, b in spans if a < end and start < b]


def _is_opposite(slot: Slot, sentence: str, source: str) -> bool:
    if max(len(slot.said), len(slot.written)) > _LONGEST:
        return False
    said = slot.before[-2:] + slot.said + slot.after[:2]
    written = slot.before[-2:] + slot.written + slot.after[:2]
    if len(_NEGATION.findall(said)) % 2 != len(_NEGATION.findall(written)) % 2 and not (
        _is_moved(slot, sentence, source) or _is_shared(slot)
    ):
        return True
    if slot.written[-1:] in LESSENING and slot.said[-1:] not in LESSENING:
        return True
    for sides in _GROUPS:
        own, theirs = (_side(text, sides) for text in (said, written))
        if own >= 0 and theirs >= 0 and own != theirs:
            return True
    if (
        _PLANNED.fullmatch(slot.written)
        and not _PLAN.search(said)
        and (not slot.said or _DONE.search(slot.said))
    ):
        return True
    return _changes_by_to(slot)


def _is_moved(slot: Slot, sentence: str, source: str) -> bool:
    """Whether what is denied here is denied elsewhere in the other sentence."""
    said, written = _NEGATION.findall(slot.said), _NEGATION.findall(slot.written)
    words = set(said) ^ set(written)
    return bool(words) and all(sentence.count(word) == source.count(word) for word in words)


def _is_shared(slot: Slot) -> bool:
    """不能辨认或控制 for 不能辨认或者不能控制."""
    denied = _NEGATION.search(slot.written)
    return (
        not slot.said
        and denied is not None
        and slot.before[-1:] in ("或", "和", "、", "及")
        and denied[0] in slot.before
    )


def _side(text: str, sides: Sequence[re.Pattern[str]]) -> int:
    """Which side's words a text has: the index, or -1 when none or several do."""
    found = [index for index, side in enumerate(sides) if side.search(text)]
    return found[0] if len(found) == 1 else -1


def _changes_by_to(slot: Slot) -> bool:
    """增加到 for 增加 before a number, or the other way round."""
    if not _CHANGE_VERB.search(slot.before) or not re.match("[^，。；]{0,6}[0-9]", slot.after):
        return False
    return (slot.said in _BY and slot.written in _TO) or (slot.said in _TO and slot.written in _BY)


__all__ = ["contradiction"]
