"""Show the numbers of a worksheet as the worksheet shows them: 35%, 1,234.50, 2024年3月1日."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

GENERAL = "General"

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "yyyy/m", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|'
    r"\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]|(?P<ampm>AM/PM|上午/下午|A/P)|"
    r"(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(?P<number>[#0?](?:[#0?,.]*[#0?])?,*)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466
_WEEKDAYS = "一二三四五六日"


def built_in_format(identity: int) -> str:
    """Return the format code behind one of the numbers that every workbook shares."""
    return _BUILT_IN.get(identity, GENERAL)


def shown_number(value: str, code: str, since_1904: bool = False) -> str:
    """Return how a worksheet shows a number.

    Parameters
    ----------
    value
        The number as the file stores it.
    code
        The cell's format code, e.g. ``"0.00%"``.
    since_1904
        Whether the workbook counts its days from 1904.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    negative_section = len(sections) > 1 and number < 0
    tokens = list(_TOKEN.finditer(sections[1] if negative_section else sections[0]))
    kinds = {token.lastgroup for token in tokens}
    if "General" in code or not tokens or code == "@":
        return _general(number)
    if kinds & {"date", "elapsed"} and "number" not in kinds:
        return _date(number, tokens, since_1904) or _general(number)
    if "number" not in kinds or re.search(r"[eE][+-]|/", sections[0]):
        return _general(number)
    return _formatted(abs(number) if negative_section else number, tokens)


def _general(number: Decimal) -> str:
    """Return the shortest way to write what a double holds."""
    text = format(float(number), ".15g")
    return format(Decimal(text), "f") if "e" in text and len(text) < 24 else text


def _formatted(number: Decimal, tokens: list[re.Match[str]]) -> str:
    percent = sum(token["other"] == "%" for token in tokens)
    parts: list[str] = []
    done = False
    for token in tokens:
        if token["number"] and not done:
            parts.append(_digits(number * 100**percent, token["number"]))
            done = True
        elif token.lastgroup in ("quoted", "escaped", "currency"):
            parts.append(token[token.lastgroup])
        elif token["other"]:
            parts.append(token["other"])
        elif token["number"] and token["number"].strip("#?,"):
            parts.append(token["number"])
    return "".join(parts).strip()


def _digits(number: Decimal, pattern: str) -> str:
    scaled = number / 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    whole, _, fraction = pattern.rstrip(",").partition(".")
    if scaled.adjusted() > 400:
        return str(number)
    least = fraction.count("0")
    exact = Decimal(format(float(scaled), ".15g"))
    rounded = exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = format(rounded, ",f" if "," in whole else "f")
    if len(fraction) > least and "." in text:
        keep = len(text) - (len(fraction) - least)
        text = text[:keep] + text[keep:].rstrip("0")
        text = text.rstrip(".")
    width = whole.count("0")
    digits = text.lstrip("-").partition(".")[0].replace(",", "")
    if len(digits) < width:
        padded = digits.zfill(width)
        text = text.replace(digits, padded, 1)
    return text


def _date(number: Decimal, tokens: list[re.Match[str]], since_1904: bool) -> str:
    if not 0 <= number < _LAST_SERIAL:
        return ""
    # Excel takes 1900 for a leap year: serial numbers before 1 March 1900 are a day off.
    shift = 1 if not since_1904 and number < 60 else 0
    epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
    seconds = round(float(number) * 86_400)
    moment = epoch + timedelta(days=shift, seconds=seconds)
    twelve = any(token["ampm"] for token in tokens)
    parts: list[str] = []
    for index, token in enumerate(tokens):
        if token["date"]:
            minutes = token["date"][0] in "mM" and _beside_time(tokens, index)
            parts.append(_date_part(moment, token["date"].lower(), minutes, twelve))
        elif token["elapsed"]:
            parts.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[token["elapsed"][0].lower()]))
        elif token["ampm"]:
            parts.append("上午" if moment.hour < 12 else "下午")
        elif token.lastgroup in ("quoted", "escaped", "other"):
            parts.append(token[token.lastgroup])
    return "".join(parts).strip()


def _beside_time(tokens: list[re.Match[str]], index: int) -> bool:
    """Whether an ``m`` means minutes: hours stand before it or seconds behind it."""
    before = [t for t in tokens[:index] if t["date"] or t["elapsed"]]
    behind = [t for t in tokens[index + 1 :] if t["date"]]
    last = (before[-1]["date"] or before[-1]["elapsed"]) if before else ""
    return last[:1].lower() == "h" or bool(behind and behind[0]["date"][0] in "sS")


def _date_part(moment: datetime, token: str, minutes: bool, twelve: bool) -> str:
    two = len(token) == 2
    match token[0]:
        case "y":
            return str(moment.year) if len(token) > 2 else f"{moment.year % 100:02d}"
        case "m" if minutes:
            return f"{moment.minute:02d}" if two else str(moment.minute)
        case "m":
            return f"{moment.month:02d}" if two else str(moment.month)
        case "d" | "a" if len(token) > 2:
            day = _WEEKDAYS[moment.weekday()]
            return day if token == "aaa" else f"星期{day}"
        case "d":
            return f"{moment.day:02d}" if two else str(moment.day)
        case "h":
            hour = (moment.hour - 1) % 12 + 1 if twelve else moment.hour
            return f"{hour:02d}" if two else str(hour)
    return f"{moment.second:02d}" if token.startswith("ss") else str(moment.second)
