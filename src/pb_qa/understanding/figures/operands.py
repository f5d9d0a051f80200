"""Numbers with their scale and unit, before they are put together to quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pb_qa.understanding.figures.amounts import (
    CHINESE,
    DIGITS,
    SCALE,
    Amount,
    read_chinese,
    read_digits,
)
from pb_qa.understanding.figures.units import UNIT

_FEW: Final = "[一二两三四五六七八九十]{1,3}|[0-9]{1,3}"
TOKEN: Final = re.compile(
    # Nothing below begins otherwise; looking at one character first saves most of the time.
    "(?=[0-9零一二两三四五六七八九十百千万亿半])(?:"
    f"(?P<percent>(?P<of>[百千万])分之(?P<part>{DIGITS}|{CHINESE})(?P<around>[多余几])?)"
    f"|(?P<fraction>(?<![0-9一二三四五六七八九十百千万])(?P<below>{_FEW})分之(?P<above>{_FEW}))"
    "|(?P<slash>(?<![0-9/.])[1-9][0-9]?/[1-9][0-9]{0,2}(?![0-9/.年月]))"
    "|(?P<half>一半|半数|(?<![一上下前后大])半(?=年(?!度|报)|个月|天|个小时|小时|个世纪|个百分点))"
    f"|(?P<ratio>{DIGITS} ?: ?{DIGITS}(?: ?: ?{DIGITS})*|{DIGITS}比[0-9]+(?![0-9年]))"
    f"|(?P<digits>{DIGITS})"
    f"|(?P<chinese>{CHINESE}))"
)
_SCALE: Final = re.compile(
    f"(?P<around> ?[多余来])?(?P<scale>(?: ?{SCALE}){{1,3}})|(?P<only> ?[多余来])"
)
_REST: Final = re.compile("(?P<rest>[0-9]{1,4}) ?(?P<scale>万)")
# 4万多亿元: 多 stands inside the scale.
_SPLIT_SCALE: Final = re.compile(" ?万(?P<around>[多余])亿")
_AROUND: Final = re.compile(" ?[多余来几](?!项|种形|方面|次)|(?: ?[多余])")
# 一年半, 三个半月; but 一年半数以上.
_AND_HALF: Final = re.compile(
    "个半(?P<counted>月|小时|世纪|百分点|星期|学时)"
    "|(?P<unit>年|天|亩|倍|里|斤|吨|米|公里|小时|岁"
    "|成)半(?![数径岛边封导农工机成生山世夜价失个年天])"
)
# 3个多小时: 多 stands inside the unit.
_AND_MORE: Final = re.compile("个(?P<around>[多来])(?P<counted>月|小时|星期|学时|百分点|世纪)")
_SIGN: Final = re.compile(" ?[%‰‱]")
_ESTIMATE: Final = re.compile(
    "(?P<tens>[十百千]?)(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])"
    "(?P<rest>[十百千]?[万亿]*)"
)

_PAIR: Final = re.compile("[一二两三四五六七八九]{2}")

# 几十, 数百; but 总数十万 and 尾数一千.
_VAGUE: Final = re.compile("[几廿卅].$|(?<![总人户次件指系倍级岁个尾位票])数[十百千万亿]$")
# 近百名 is about a hundred; 上百名, 百万大军 and 千方百计 give no number.
_NEARLY: Final = re.compile("(?:近|约|超|超过|逾|过)$")
_PERCENT_UNIT: Final = {"百": "%", "千": "‰", "万": "‱"}


@dataclass(frozen=True, slots=True)
class Operand:
    """A number on its way to a quantity; ``around`` is the 多 or 余 inside it."""

    start: int
    end: int
    amount: Amount
    unit: str
    around: str = ""
    low: Decimal | None = None

    @property
    def written_unit(self) -> str:
        return self.amount.scale + self.unit


def read_operand(form: str, token: re.Match[str]) -> Operand | None:
    """Read what a token begins: the number with scale, unit and 多 or 余 between them."""
    if token["percent"]:
        part = token["part"]
        amount = read_digits(part) if part[0].isascii() else read_chinese(part)
        if amount is None:
            return None
        value = amount.value * amount.factor
        around = "" if token["around"] in (None, "几") else token["around"]
        return Operand(
            token.start(), token.end(), Amount(value, ""), _PERCENT_UNIT[token["of"]], around
        )
    if token["digits"]:
        return read_number(form, token.start(), token.end(), token["digits"])
    if token["chinese"]:
        return _chinese(form, token.start(), token["chinese"])
    return None


def read_number(form: str, start: int, end: int, numeral: str) -> Operand | None:
    scale, around = "", ""
    split = _SPLIT_SCALE.match(form, end)
    after = None if split else _SCALE.match(form, end)
    if split:
        scale, around, end = "万亿", split["around"], split.end()
    if after:
        around = (after["around"] or after["only"] or "").strip()
        scale = (after["scale"] or "").replace(" ", "")
        end = after.end()
        rest = _REST.match(form, end) if scale == "亿" else None
        if rest:
            numeral, scale, end = f"{numeral}亿{rest['rest']}", "万", rest.end()
    amount = read_digits(numeral, scale)
    return _with_unit(form, start, end, amount, around) if amount else None


def _chinese(form: str, start: int, numeral: str) -> Operand | None:
    end = start + len(numeral)
    if (
        numeral == "零"
        or form[end : end + 1] == "几"
        or _VAGUE.search(form, max(0, start - 2), start + 1)
    ):
        return None
    if numeral[0] in "百千万亿" and not _NEARLY.search(form, max(0, start - 3), start):
        return None
    if numeral[-1] == "千" and form[end : end + 1] in tuple("瓦克米卡伏") and len(numeral) > 1:
        numeral, end = numeral[:-1], end - 1
    around = ""
    after = _SCALE.match(form, end)
    if after and after["scale"] and after["around"]:
        around, numeral, end = (
            after["around"].strip(),
            numeral + after["scale"].replace(" ", ""),
            after.end(),
        )
    elif after and after["only"]:
        around, end = after["only"].strip(), after.end()
    if numeral == "三五":
        return _with_unit(form, start, end, Amount(Decimal(5), ""), around, Decimal(3))
    if _PAIR.fullmatch(numeral) and not follows(*numeral):
        return None  # 三七开, 一五规划
    estimate = _ESTIMATE.fullmatch(numeral)
    if estimate and follows(estimate["low"], estimate["high"]):
        low = read_chinese(estimate["tens"] + estimate["low"] + estimate["rest"])
        high = read_chinese(estimate["tens"] + estimate["high"] + estimate["rest"])
        if low and high:
            return _with_unit(form, start, end, high, around, low.value)
    amount = read_chinese(numeral)
    return _with_unit(form, start, end, amount, around) if amount else None


def follows(low: str, high: str) -> bool:
    order = "一二三四五六七八九"
    return order.find(high.replace("两", "二")) == order.find(low.replace("两", "二")) + 1


def _with_unit(
    form: str, start: int, end: int, amount: Amount, around: str, low: Decimal | None = None
) -> Operand:
    if not around:
        blur = _AROUND.match(form, end)
        # 3 万多名: the unit comes after 多.
        if blur and UNIT.match(form, blur.end()):
            around, end = blur.group().strip(), blur.end()
    half = _AND_HALF.match(form, end) if not around and not amount.scale else None
    if half:
        with_half = Amount(amount.value + Decimal("0.5"), "")
        unit_name = half["unit"] or "个" + half["counted"]
        return Operand(start, half.end(), with_half, unit_name, around, low)
    more = _AND_MORE.match(form, end) if not around and not amount.scale else None
    if more:
        counted = f"个{more['counted']}"
        return Operand(start, more.end(), amount, counted, more["around"], low)
    sign = _SIGN.match(form, end)
    if sign and not around:
        return Operand(start, sign.end(), amount, sign.group().strip(), around, low)
    begin = end + 1 if form[end : end + 1] == " " and form[end - 1] != " " else end
    unit = UNIT.match(form, begin)
    if unit is None:
        return Operand(start, end, amount, "", around, low)
    return Operand(start, unit.end(), amount, unit.group(), around, low)
