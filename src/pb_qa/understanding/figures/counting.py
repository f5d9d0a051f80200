"""Small counts in Chinese characters that count nothing: 一个好的开端, 三个方面."""

from __future__ import annotations

import re
from typing import Final

# Units that measure: 一倍, 三成, 五公里 always say how much.
_LIMIT: Final = re.compile(" ?(?:以上|以下|以内|之内|左右|内|多|为限|期限)")
_AT_LEAST: Final = re.compile(
    "(?:至少|不少于|不低于|不超过|最[多少长短高低]|(?<![不仅])仅|只|共|满|超过|近|约|提前|推迟|延长|配备|选派"
    "|培育|享受|每[^，。；一]{0,3}"
    "|只能[^，。；一]{0,4}|至少[^，。；一二三四五六七八九十两0-9]{1,9}|各[执派设])(?:了|有|为"
    "|是)?$"
)
# 支付一个月工资; 按一年计算; 试用期为一年; 设总经理一人
_PAID: Final = re.compile("的?(?:工资|利息|租金)")
_RECKONED: Final = re.compile("按照?$|期限?(?:为|是)?$")
_APPOINTED: Final = re.compile("设[^，。；一]{1,8}$")
_OWN_LIST: Final = re.compile(
    "(?:大|重大|重要|主要|基本|具体|新|不同|关键|突出|根本|历史|正义|战略)?(?:的)?"
    "(?:方面|意见|原则|要求|问题|环节"
    "|建议|特点|关系|层面|层次|目标|重点|任务|结合"
    "|转变|到位|坚持|确保|优先|统一|面向|观点|阶段|时期|字|因素|条件|原因|步骤|办法|措施|事|侧面"
    "|角度|倡导|维护|不变|必须|国策|方针|超级大国|核?大国|军事集团|阵营|公报|联合公报|积极性"
    "|手段|要求|政治标准|声明|前途|命运|倾向|态度|趋势|矛盾|价格(?=[的并，。、])|制度(?=[的，。、])|基本法|特别行政区|主张|改革|准则|(?:重大|重点)?工作|闸门|攻坚战|大局|舞台|高地|支柱|翅膀"
    "|轮子|毫不|坚定|世界|等次|类别|(?:计算)?公式|举措|规定(?=的通知|》)|市场|文明|战略|战场|战线|精神|体系|体制|基本点|中心|阶级|民族|报告)"
)
# 以下三类企业; 抓两头：一是…: the author's own list follows.
_ANNOUNCED: Final = re.compile("(?:以下|下列|如下)(?:的)?$")
_LIST_FOLLOWS: Final = re.compile(
    "[^，。；：:\n]{0,6}[：:，。](?:一是|一条是|一个是|第一[，是]|首先)"
)
# 十四个坚持, 八个明确
_SLOGAN: Final = re.compile("坚持|明确|着力|必须|确保|更加|一律|注重|突出|带头|不让|不许|严禁|务必")
_CHARACTERS: Final = frozenset("一二两三四五六七八九十")
_HELD: Final = re.compile(
    "(?:举办|开办|举行|办|办了|出版|编印|至少|不少于|共|有|设|建|新建|建成)(?:了)?$"
)
_PRICE: Final = re.compile("[每收缴交付补为是罚到至达约了价费款即得元]$|[每]人$")
_MEASURING_UNITS: Final = (
    "% ‰ 倍 番 成 元 角 美元 港元 卢布 英镑 吨 公斤 斤 克 公里 里 米 亩 公顷 "
    "平方公里 平方米 立方米 升 小时 个小时 分钟 岁 周岁 个百分点 百分点 千瓦 千瓦时"
)
_MEASURING: Final = frozenset(_MEASURING_UNITS.split())


def counts_nothing(form: str, start: int, end: int, unit: str) -> bool:
    """Whether a numeral with a measure word says no quantity.

    Parameters
    ----------
    form
        The text as `amounts.folded` gives it.
    start, end
        Span of numeral and unit.
    unit
        The measure word.
    """
    numeral = form[start : end - len(unit)].strip()
    if unit in ("期", "国", "对") and numeral in _CHARACTERS:
        return not (_LIMIT.match(form, end) or _HELD.search(form, max(0, start - 6), start))
    if unit == "处" and form[start - 1 : start] in tuple("局部司院所厅"):
        return True
    if (
        unit == "元"
        and numeral in _CHARACTERS
        and not _PRICE.search(form, max(0, start - 2), start)
    ):
        return not _LIMIT.match(form, end)
    if numeral == "一" and form[start - 1 : start] == "每":
        return True
    if unit == "个" and len(numeral) < 3 and _SLOGAN.match(form, end) and not numeral.isascii():
        return True
    if unit in _MEASURING or len(numeral) > 1 or not unit:
        return False
    if _ANNOUNCED.search(form, max(0, start - 3), start) or _LIST_FOLLOWS.match(form, end):
        return True
    bounded = _LIMIT.match(form, end) or _AT_LEAST.search(form, max(0, start - 12), start)
    if numeral == "一":
        counts = bounded or _counts_one(form, start, end, unit)
        return not counts or unit in ("批", "种", "项", "类")
    if bounded:
        return False
    return numeral in "二两三四五六七八九十2345678" and bool(_OWN_LIST.match(form, end))


def _counts_one(form: str, start: int, end: int, unit: str) -> bool:
    """Whether 一 means exactly one: a length of time, somebody to be appointed."""
    if unit in ("年", "个月", "日", "天"):
        paid = _PAID.match(form, end) or _RECKONED.search(form, max(0, start - 4), start)
        return bool(paid)
    return unit in ("人", "名") and bool(_APPOINTED.search(form, max(0, start - 10), start))
