"""Numbers in Chinese text, in digits or in characters, brought to one value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

# Long products stay exact: nothing is ever rounded except fractions like 三分之一.
_EXACT = Context(prec=1_000_000)
_FRACTION = Context(prec=12)

_ONES = {c: n for n, group in enumerate(
    ("零〇○", "一壹", "二贰两貳兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
) for c in group}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_WIDE = str.maketrans("０１２３４５６７８９．·•・‧", "0123456789.....", ",，")

_UNIT_WORDS = (
    "个百分点 百分点 平方公里 平方千米 平方米 立方米 千瓦时 千瓦 千伏 千卡 千克 千米 公里 公斤 "
    "公顷 公分 厘米 毫米 毫克 克 升 瓦 伏 吨 斤 米 度 亩 人民币元 人民币 美元 港元 欧元 日元 "
    "万元 元 角 分(?![之别类析布]) 人次 人年 人 名 家 个月 个 项 条 件 次 户 所 座 位 台 辆 套 "
    "间 处 批 期 届 章 节 款 岁 年度 年代 年 月份 月 日 号 天 小时 分钟 秒 周 刻 时 点 倍 张 支 "
    "只 艘 架 头 匹 棵 株 篇 份 本 册 部(?!分) 集 场 对 组 队 班 级 类 种 层 村 镇 乡 县 市 省 "
    "代 门 股 笔 字 页 卷 床 例 起 宗 行 盏 口 眼 孔 片 块 根 标段 梯次 学时 课时 学分 吨标准煤"
)
_UNIT = re.compile("[ ]?(" + "|".join(sorted(_UNIT_WORDS.split(), key=len, reverse=True)) + ")")
# A lone 一 or 十 is a number only before a unit, and not before these (十分, 一点, 一起).
_DOING = frozenset("抓办做搞建管用选完开写")
_NOT_COUNTING = frozenset("分点时起行口片块角度级刻眼代市乡村升")

_CN = "".join(_ONES) + "".join(_TENS) + "".join(_MYRIADS)
_CN_DIGITS = "".join(_ONES)
_ARABIC = (
    "(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[０-９]{1,3}(?:[，,][０-９]{3})+(?![０-９])|[0-9０-９]+)"
    "(?:[.．·•・‧][0-9０-９]+)?"
)
_SCALE = "(?:[百佰](?!分)|[千仟](?![克米瓦伏卡赫帕焦安字分])|[万萬])?[万萬]?[亿億]?"
_CHINESE = f"[{_CN}]+(?:点[{_CN_DIGITS}]+(?![十百千])[万亿]*)?"
_NUMBER = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-./])(?P<month>[01]?[0-9])(?P=sep)(?P<day>[0-3]?[0-9])"
    "(?![0-9])"
    "|(?P<half>一半|半数|半(?=[年月天]|个月|小时))"
    f"|(?P<denominator>[百千万]|[{_CN}]{{1,6}})分之(?P<part>{_ARABIC}|{_CHINESE})"
    f"|(?P<arabic>{_ARABIC})(?P<scale>[ ]?[多余来]?[ ]?{_SCALE})"
    f"(?P<rest>(?:(?<=[百佰千仟万萬亿億])[0-9]{{1,4}}[千百]?[万萬]?(?![年月日0-9.%％]))?)"
    f"(?P<sign>[ ]?[%％‰])?"
    f"|(?P<chinese>{_CHINESE})(?P<cnscale>[多余来][万亿]+)?(?P<cnsign>[%％‰])?"
)
_LIST_MARK = re.compile(r"[.、．)）](?![0-9０-９])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text states it.

    Attributes
    ----------
    value
        With 万 and 亿 applied; a percentage keeps its figure (62% → 62).
    start, end
        The numeral in the text, with multiplier and percent sign, without the unit.
    unit
        The unit or measure word right after, as written; empty when there is none.
        A date such as 2018-03-01 gives 年, 月 and 日.
    percent
        Whether it is a percentage.
    """

    value: Decimal
    start: int
    end: int
    unit: str = ""
    percent: bool = False


def find_numbers(text: str) -> list[Number]:
    """Find the numbers of a text, in their order.

    Digits of either width, with thousands separators and 万/亿; Chinese numerals, years
    such as 二〇一一, 百分之, 成 and fractions. Numbers of a list (（二）, 三、, “1.” at a
    line's start) and characters that do not count anything (统一, 十分) are no numbers.
    """
    numbers: list[Number] = []
    for match in _NUMBER.finditer(text):
        numbers.extend(_read(text, match))
    return numbers


def normal_numbers(text: str) -> set[str]:
    """Give each number of a text in one spelling, for comparing two texts.

    Returns
    -------
    set of str
        Plain decimals without trailing zeros, 万 and 亿 applied; percentages end in
        ``%``: ``{"2011", "35000", "62%"}``.
    """
    return {canonical(number) for number in find_numbers(text)}


def canonical(number: Number) -> str:
    """Spell a number as `normal_numbers` does."""
    digits = format(number.value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits + ("%" if number.percent else "")


def _read(text: str, match: re.Match[str]) -> Iterator[Number]:
    if match["year"]:
        for group, unit in (("year", "年"), ("month", "月"), ("day", "日")):
            yield Number(Decimal(match[group]), *match.span(group), unit)
    elif match["part"]:
        yield from _read_fraction(text, match)
    elif match["arabic"]:
        yield from _read_arabic(text, match)
    elif match["chinese"]:
        yield from _read_chinese(text, match)
    else:
        yield Number(Decimal("0.5"), *match.span(), _unit_at(text, match.end()))


def _unit_at(text: str, position: int) -> str:
    """The unit after a number; 多, 余 and 来 may stand between."""
    if text[position : position + 1] in ("多", "余", "来"):
        position += 1
    match = _UNIT.match(text, position)
    return match[1] if match else ""


def _read_fraction(text: str, match: re.Match[str]) -> Iterator[Number]:
    part = _value(match["part"])
    denominator = Decimal({"百": 100, "千": 1000, "万": 10000}.get(match["denominator"], 0))
    denominator = denominator or _value(match["denominator"])
    if not denominator:
        return
    if match["denominator"] in ("百", "千", "万"):
        part = _EXACT.multiply(part, 100) / denominator if denominator != 100 else part
        yield Number(part, *match.span(), percent=True)
    else:
        yield Number(_FRACTION.divide(part, denominator), *match.span())


def _read_arabic(text: str, match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span("arabic")
    if _is_list_mark(text, start, end):
        return
    value = Decimal(match["arabic"].translate(_WIDE))
    scale = _scale(match["scale"])
    if scale > 1:
        end = match.end("scale")
        value = _EXACT.multiply(value, scale)
        extra, extra_end = _rest(match)
        value, end = _EXACT.add(value, extra), max(end, extra_end)
    percent = match["sign"] is not None and scale == 1
    if percent:
        end = match.end("sign")
        value = value / 10 if match["sign"].endswith("‰") else value
    elif scale == 1 and _is_tenths(text, end):
        yield Number(value * 10, start, end + 1, percent=True)
        return
    yield Number(_signed(text, start, value), start, end, _unit_at(text, end), percent)


def _rest(match: re.Match[str]) -> tuple[int, int]:
    """The smaller part in 3亿5000万 and where it ends."""
    digits = match["rest"].rstrip("千百万萬")
    if not digits:
        return 0, -1
    return int(digits) * _scale(match["rest"][len(digits) :]), match.end("rest")


def _signed(text: str, start: int, value: Decimal) -> Decimal:
    """Apply 负 or a minus sign; a dash between two numbers is a range."""
    before = text[max(start - 2, 0) : start]
    if before.endswith("负") or (
        before[-1:] in ("-", "－", "−") and (len(before) == 1 or before[0] in " |(（：:为\n")
    ):
        return -value
    return value


def _is_list_mark(text: str, start: int, end: int) -> bool:
    """Whether the numeral numbers an item: “1.” or “十一、” at a line's or sentence's start."""
    if end - start > 3 or not _LIST_MARK.match(text, end):
        return False
    before = text[max(start - 1, 0) : start]
    if text[end] in ")）":
        before = before if before not in "(（" else text[max(start - 2, 0) : start - 1]
    return before == "" or before in "\n \u3000。；：;:"


def _is_tenths(text: str, position: int) -> bool:
    """Whether 成 means tenths here (三成), not 成立, 成员, 成为."""
    return text[position : position + 1] == "成" and (
        text[position + 1 : position + 2] not in tuple("立为员功果效长就本熟绩分品份套交人")
        or text[position + 1 : position + 2] == ""
    )


def _scale(characters: str) -> int:
    scale = 1
    for character in characters:
        scale *= _TENS.get(character) or _MYRIADS.get(character) or 1
    return scale


def _read_chinese(text: str, match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span("chinese")
    if text[start - 1 : start] in ("（", "(") and text[end : end + 1] in ("）", ")"):
        if text[start - 2 : start - 1] == "第":  # 第（一）项 is 第一项
            yield Number(_value(match["chinese"]), start, end, _unit_at(text, end + 1))
        return
    if _is_list_mark(text, start, end) or _is_vague(text, start):
        return
    pieces = list(_pieces(match["chinese"]))
    for index, (offset, piece) in enumerate(pieces):
        piece_start = start + offset
        piece_end = piece_start + len(piece)
        last = index == len(pieces) - 1
        scale = _scale(match["cnscale"] or "") if last else 1
        piece_end = match.end("cnscale") if scale > 1 else piece_end
        if last and match["cnsign"]:
            yield Number(_value(piece), piece_start, match.end("cnsign"), percent=True)
        elif last and len(piece) == 1 and piece in _ONES and _is_tenths(text, piece_end):
            yield Number(_value(piece) * 10, piece_start, piece_end + 1, percent=True)
        elif _counts(text, piece, piece_start, end):
            value = _signed(text, piece_start, _value(piece) * scale)
            yield Number(value, piece_start, piece_end, _unit_at(text, piece_end))


def _is_vague(text: str, start: int) -> bool:
    """Whether 几, 数 or 好 before a numeral leave open how many; 抓好八件事 does not."""
    before = text[start - 1 : start]
    return before in ("几", "数") or (before == "好" and text[start - 2 : start - 1] not in _DOING)


def _counts(text: str, piece: str, start: int, run_end: int) -> bool:
    """Whether Chinese digits state a number rather than belong to a word."""
    if piece[0] not in _ONES and piece[0] not in "十拾":
        return False  # 百姓, 千方百计, 万一
    if len(piece) > 1 and not (len(piece) < 4 and all(c in _CN_DIGITS for c in piece)):
        return True
    if text[start - 1 : start] == "第":
        return True
    unit = _unit_at(text, run_end)
    if len(piece) > 1:  # 八一、五四运动 are names; 零五年 is a year
        return bool(unit)
    return bool(unit) and unit not in _NOT_COUNTING


def _pieces(run: str) -> Iterator[tuple[int, str]]:
    """Cut a run of numeral characters where one number ends and the next begins.

    “七八十” is 七 and 八十; a run of digits alone, as in 二〇一一, is one number when it
    has four of them or a zero, else several (三四个).
    """
    whole = run.partition("点")[0]
    if all(character in _CN_DIGITS for character in whole) and (
        len(whole) >= 4 or any(character in "零〇○" for character in whole)
    ):
        yield 0, run
        return
    start = 0
    for index in range(1, len(whole)):
        if whole[index] in _CN_DIGITS and _ONES.get(whole[index - 1], 0) > 0:
            yield start, run[start:index]
            start = index
    yield start, run[start:]


def _value(numeral: str) -> Decimal:
    """The value of a single well-formed numeral in digits or characters."""
    if numeral[0] not in _CN:
        return Decimal(numeral.translate(_WIDE))
    whole, _, fraction = numeral.partition("点")
    scale = _scale(fraction.lstrip(_CN_DIGITS))
    decimals = "".join(str(_ONES[c]) for c in fraction if c in _ONES)
    if all(character in _ONES for character in whole):
        value = Decimal("".join(str(_ONES[character]) for character in whole))
    else:
        value = Decimal(_chinese_integer(whole))
    if decimals:
        value = _EXACT.add(value, Decimal(f"0.{decimals}"))
    return _EXACT.multiply(value, scale)


def _chinese_integer(numeral: str) -> int:
    total = section = digit = 0
    last = 1
    for character in numeral:
        if character in _ONES:
            digit = _ONES[character]
            last = 1 if digit == 0 else last
        elif character in _TENS:
            last = _TENS[character]
            section += (digit or 1) * last
            digit = 0
        else:
            last = _MYRIADS[character]
            total = (
                (total + section + digit) * last
                if last == 10**8
                else total + (section + digit) * last
            )
            section = digit = 0
    # 三百五 is 350, 一万三 is 13,000.
    tail = digit * last // 10 if last > 10 else digit
    return total + section + tail
