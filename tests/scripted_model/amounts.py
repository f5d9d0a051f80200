"""Numbers in Chinese text as the forger reads them: a reading of its own, shared with nobody.

It serves twice: to find what can be forged, and to check afterwards that no number was shown
that the cited passages do not have.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SMALL: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG: Final = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
_HAN: Final = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC: Final = r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．·][0-9０-９]+)?"

UNITS: Final = (
    "平方公里|平方米|立方米|公里|千米|公顷|公斤|千克|千瓦时|千瓦|人次|美元|万元|元|个百分点|百分点|"
    "吨|亩|户|家|名|人|所|座|辆|台|套|项|件|个|次|期|批|张|条|天|倍|米|斤|只|头|担|枚|岁|年|种|处|部"
)
_AMOUNT: Final = re.compile(
    rf"(?P<ordinal>第)?(?P<hundredth>百分之)?"
    rf"(?P<number>{_ARABIC}|[{_HAN}]+(?:点[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖]+)?)"
    rf"(?P<multiplier>万亿|百万|千万|亿|万|千(?!瓦|克|米))?"
    rf"(?P<percent>\s*[%％]|‰)?"
    rf"(?P<more>余|多)?(?P<unit>{UNITS})?"
)
_NO_NUMBER: Final = re.compile(
    "万一|千方百计|一万年|百花|百姓|百家|千家万户|千秋|万事|四个现代化|三农|一些|一起|一定|一切|一样|统一|"
    "进一步|一步|一般|一致|一系列|一方面|一直|唯一|第三产业|第二产业|第一产业|万里|十分|亿万|"
    "一面|一向|一再|一边|一同|一齐|一部分|一半|之一|同一|单一|万元|万人|亿元"
)
_OPTIONAL_YEAR: Final = re.compile(r"年(?!均|产|度预算|龄|级|会|货|轻|青|来)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its place in the text.

    Attributes
    ----------
    kind
        ``number``, ``percent``, ``year``, ``date`` (month or day) or ``ordinal``.
    unit
        What is counted or measured, with 百分点 among the units; empty when none is known.
    """

    start: int
    end: int
    text: str
    value: Fraction
    kind: str
    unit: str
    multiplier: str
    chinese: bool

    @property
    def key(self) -> tuple[str, Fraction]:
        """What two writings of the same number have in common."""
        return ("percent" if self.kind == "percent" else "number", self.value)


def han_value(text: str) -> Fraction | None:
    """The value of a Chinese numeral: 二〇一一, 四千一百一十六, 三点五."""
    whole, _, decimals = text.partition("点")
    fraction = Fraction(0)
    if decimals:
        fraction = Fraction(int("".join(str(_DIGITS[c]) for c in decimals)), 10 ** len(decimals))
    if len(whole) > 1 and all(c in _DIGITS for c in whole):
        return Fraction(int("".join(str(_DIGITS[c]) for c in whole))) + fraction
    total = section = digit = 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        elif char in _BIG:
            if not total and not section and not digit:
                return None
            section += digit
            digit = 0
            total = (
                (total + section) * _BIG[char]
                if _BIG[char] > 10**4
                else (total + section * _BIG[char])
            )
            section = 0
    return Fraction(total + section + digit) + fraction


def plain(text: str) -> str:
    """Without what hides a number: entities, marks, invisible characters, foreign digits."""
    unescaped = re.sub(r"</?[a-zA-Z][^<>]*>", "", html.unescape(text))
    folded = "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c
        for c in unicodedata.normalize("NFKC", unescaped)
        if unicodedata.category(c) != "Cf"
    )
    return re.sub(r"(?<=[0-9.])[\s*_'$]+(?=[0-9.])", "", folded)


def amounts(text: str) -> list[Amount]:
    """Every number of a text, in its order; words that only look like numbers are left out."""
    found = []
    for match in _AMOUNT.finditer(text):
        amount = _amount(text, match)
        if amount is not None:
            found.append(amount)
    return found


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    number, multiplier = match["number"], match["multiplier"] or ""
    chinese = number[0] in _HAN
    if chinese and _is_word(text, match):
        return None
    if chinese and multiplier == "" and number[-1] in "万亿" and len(number) == 1:
        return None
    if chinese:
        value = han_value(number)
    else:
        digits = unicodedata.normalize("NFKC", number).replace(",", "").replace("·", ".")
        value = Fraction(digits)
    if value is None:
        return None
    for char in multiplier:
        value *= _BIG.get(char) or _SMALL.get(char) or 1
    after = text[match.end() : match.end() + 1]
    unit, end = match["unit"] or "", match.end("number")
    if match["percent"]:
        end = match.end("percent")
    elif multiplier:
        end = match.end("multiplier")
    kind = _kind(text, match, value, unit, after)
    start = match.start("hundredth") if match["hundredth"] else match.start("number")
    return Amount(start, end, text[start:end], value, kind, unit, multiplier, chinese)


def _kind(text: str, match: re.Match[str], value: Fraction, unit: str, after: str) -> str:
    if match["ordinal"]:
        return "ordinal"
    if match["percent"] or match["hundredth"]:
        return "percent"
    following = text[match.end("number") : match.end("number") + 2]
    if following[:1] == "年" and 1800 <= value <= 2100 and not match["multiplier"]:
        return "year" if _OPTIONAL_YEAR.match(following) else "number"
    if following[:1] in ("月", "日") and value <= 31:
        return "date"
    return "number"


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Whether Chinese digits are part of a word, or too little to be told from one."""
    number = match["number"]
    if match["hundredth"] or match["ordinal"]:
        return False
    around = text[max(0, match.start() - 2) : match.end() + 2]
    if len(number) == 1:
        counted = (
            bool(match["unit"]) or text[match.end("number") : match.end("number") + 1] in "月日"
        )
        return number in "一十百千万亿" or not counted or bool(_NO_NUMBER.search(around))
    return bool(_NO_NUMBER.search(around)) and len(number) <= 2


def keys(text: str) -> set[tuple[str, Fraction]]:
    """The numbers of a text, comparable with those of another one."""
    return {amount.key for amount in amounts(plain(text))}


def han(value: int) -> str:
    """A whole number in Chinese: 4116 → 四千一百一十六."""
    if value == 0:
        return "零"
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if value >= size:
            rest = value % size
            gap = "零" if rest and rest < size // 10 else ""
            return han(value // size) + name + (gap + han(rest) if rest else "")
    written = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            written += "零一二三四五六七八九"[digit] + name
        elif written and value and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def decimal(value: Fraction, places: int = 6) -> str:
    """A number in plain digits, without trailing zeros."""
    written = f"{float(round(value, places)):.{places}f}".rstrip("0").rstrip(".")
    return written if Fraction(written) == value else ""
