"""Numbers in one spelling: English words, Chinese capitals and odd digits become plain ones.

Only what is compared is rewritten, never what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pb_qa.answering.generative.checking.mixed_signs import without_mixed_signs
from pb_qa.text.numerals import canonical, find_numbers

_CAPITALS: Final = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩廿", "一二二三三四五六六七八九十百千万亿两念"
)
_CAPITAL_RUN: Final = re.compile(
    "[零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億万亿点]{2,}|[壹贰貳叁參肆伍陆陸柒捌玖拾](?=[元万佰仟%％个名家])"
)
_SMALL_WORDS: Final = re.findall(
    "[a-z]+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
_TENS_WORDS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: Final = {word: n for n, word in enumerate(_SMALL_WORDS)} | {
    word: 10 * n for n, word in enumerate(_TENS_WORDS, 2)
}
_SCALES: Final = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_WORD: Final = "|".join([*_TENS_WORDS, *reversed(_SMALL_WORDS), *_SCALES])
_NUMBER_WORDS: Final = re.compile(
    rf"(?<![a-z])(?:an?\s+(?={'|'.join(_SCALES)}))?(?:{_WORD})"
    rf"(?:(?:\s+and\s+|[\s-]+)(?:{_WORD}))*(?![a-z])",
    re.I,
)
_SCALED: Final = re.compile(
    rf"([0-9][0-9,]*(?:\.[0-9]+)?)\s*-?({'|'.join(_SCALES)})(?![a-z])", re.I
)
_MONTHS: Final = re.findall(
    "[a-z]+",
    "january february march april may june july august september october november december",
)
_MONTH: Final = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_NAMED_MONTH: Final = rf"(?<![a-z])(?P<m>{_MONTH})"
_NAMED_YEAR: Final = "(?P<y>[12][0-9]{3})"
_NAMED_DAY: Final = "(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_DATES: Final = (
    re.compile(rf"{_NAMED_MONTH}\.?\s+{_NAMED_DAY},?\s+{_NAMED_YEAR}", re.I),
    re.compile(rf"{_NAMED_DAY}\s+{_NAMED_MONTH}\.?,?\s+{_NAMED_YEAR}", re.I),
    re.compile(rf"{_NAMED_MONTH}\.?,?\s+{_NAMED_YEAR}", re.I),
)
_ENGLISH_YEAR: Final = re.compile(
    r"(?<![a-z])(?:in|since|by|of|during|from|until|year)\s+([12][0-9]{3})(?![0-9年,.])", re.I
)
_UNITS: Final = tuple(
    (re.compile(rf"(?<=[0-9])\s*-?(?:{names})(?![a-z])", re.I), unit)
    for names, unit in (
        ("percentage\\s+points?", "个百分点"),
        ("per\\s*cent|percent|pct", "%"),
        ("people|persons?|(?:party\\s+)?members|officials|cadres|workers|students", "名"),
        ("households?|families|family", "户"),
        ("yuan|rmb|renminbi", "元"),
        ("us\\s+dollars?|dollars?", "美元"),
        ("years?", "年"),
        ("months?", "个月"),
        ("days?", "天"),
        ("hours?", "小时"),
        ("kilomet(?:er|re)s?", "公里"),
        ("hectares?", "公顷"),
        ("mu", "亩"),
        ("tons?|tonnes?", "吨"),
        ("companies|enterprises|firms", "家"),
        ("times|fold", "倍"),
    )
)  # fmt: skip
_BOUNDS: Final = tuple(
    (re.compile(rf"(?<![a-z])(?:{words})\s+(?=[0-9])", re.I), chinese)
    for words, chinese in (
        ("about|around|approximately|some|roughly", "约"),
        ("nearly|almost|close\\s+to", "近"),
        ("no\\s+more\\s+than|not\\s+more\\s+than|up\\s+to|at\\s+most", "不超过"),
        ("no\\s+less\\s+than|not\\s+less\\s+than|no\\s+fewer\\s+than|at\\s+least", "至少"),
        ("more\\s+than|over|above|exceeding", "超过"),
        ("less\\s+than|fewer\\s+than|under|below", "不足"),
    )
)  # fmt: skip
_WIDE_THOUSANDS: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
# 百分之四到五 and 4%到五 are 4%到5%; 百分之四到五年 is not.
_UNCOUNTED: Final = "(?=[，,。；;：:、）)的左以之\\s]|$)"
_SHARES: Final = re.compile(
    "百分之(?P<first>[零一二三四五六七八九十百点0-9.]{1,6})(?P<to>[到至—–~～-]{1,2})"
    f"(?P<last>[零一二三四五六七八九十点0-9.]{{1,6}}){_UNCOUNTED}"
)
_PERCENTAGES: Final = re.compile(
    "(?P<first>[0-9.]+)[%％](?P<to>[到至—–~～-]{1,2})"
    f"(?P<last>[零一二三四五六七八九十]{{1,4}}|[0-9.]+){_UNCOUNTED}"
)
_LATIN: Final = re.compile("[A-Za-z]{2}")


def plain_numbers(text: str) -> str:
    """Spell every number so that `pb_qa.text.numerals` reads it.

    Examples
    --------
    >>> plain_numbers("about thirty-five thousand people")
    '约35000名'
    >>> plain_numbers("叁仟名")
    '三千名'
    """
    text = _plain_digits(text)
    text = _CAPITAL_RUN.sub(lambda match: match[0].translate(_CAPITALS), text)
    text = without_mixed_signs(text)
    text = _SHARES.sub(r"百分之\g<first>\g<to>百分之\g<last>", text)
    text = _PERCENTAGES.sub(_both_signed, text)
    return _from_english(text) if _LATIN.search(text) else text


def _both_signed(match: re.Match[str]) -> str:
    last = match["last"]
    value = last if last[0].isdigit() else canonical(find_numbers(f"百分之{last}")[0]).rstrip("%")
    return f"{match['first']}%{match['to']}{value}%"


def _plain_digits(text: str) -> str:
    """Digits of every script and compatibility form as ASCII; the rest as it is."""
    if text.isascii():
        return text
    return _WIDE_THOUSANDS.sub(",", text).translate(_PLAIN_DIGITS)


class _PlainDigits(dict[int, str]):
    """Each character with its plain spelling, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = _plain_digit(chr(code))
        self[code] = plain
        return plain


def _plain_digit(character: str) -> str:
    if character.isascii() or not character.isnumeric():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None and unicodedata.category(character) == "Nd":
        return str(digit)
    folded = unicodedata.normalize("NFKC", character)
    # ① and ⁴ stand apart from what follows: “①2010年” is no year 12010.
    return f" {folded} " if folded != character and folded.isascii() else character


_PLAIN_DIGITS: Final = _PlainDigits()


def _from_english(text: str) -> str:
    for pattern in _DATES:
        text = pattern.sub(_chinese_date, text)
    text = _NUMBER_WORDS.sub(_read_words, text)
    text = _SCALED.sub(_scaled, text)
    text = _ENGLISH_YEAR.sub(r"\1年", text)
    for pattern, unit in _UNITS:
        text = pattern.sub(unit, text)
    for pattern, chinese in _BOUNDS:
        text = pattern.sub(chinese, text)
    return text


def _chinese_date(match: re.Match[str]) -> str:
    month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(match["m"].lower()[:3]))
    day = match.groupdict().get("d")
    return f"{match['y']}年{month}月" + (f"{int(day)}日" if day else "")


def _scaled(match: re.Match[str]) -> str:
    whole, _, fraction = match[1].replace(",", "").partition(".")
    scale = str(_SCALES[match[2].lower()])
    zeros = len(scale) - 1
    shifted = whole + fraction[:zeros].ljust(zeros, "0")
    rest = fraction[zeros:].rstrip("0")
    return (shifted.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _read_words(match: re.Match[str]) -> str:
    """Number words as digits; a lone “one” is no number."""
    words = [
        word for word in re.split(r"[\s-]+", match[0].lower()) if word not in ("and", "a", "an")
    ]
    if words == ["one"]:
        return match[0]
    if len(words) == 1 and words[0] in _SCALES:
        before = match.string[: match.start()].rstrip()
        if before[-1:].isdigit() or not match[0].lower().startswith(("a ", "an ")):
            return match[0]
    total = section = 0
    for word in words:
        if word in _VALUES:
            section += _VALUES[word]
        elif word == "hundred":
            section = (section or 1) * 100
        else:
            total += (section or 1) * _SCALES[word]
            section = 0
    return str(total + section)


__all__ = ["plain_numbers"]
