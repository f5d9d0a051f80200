"""Years that a follow-up counts from the question before: 前一年呢 after 2010年…, 两年后呢."""

from __future__ import annotations

import re
from typing import Final

_NAMED: Final = re.compile("(?<![0-9])(?:(?:1[0-9]|20)[0-9]{2}|^[0-9]{2})(?=年)")
_WRITTEN: Final = re.compile("(?<![一二三四五六七八九〇零])[一二][〇零一二三四五六七八九]{3}(?=年)")
_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_COUNT: Final = "(?P<{name}>[1-9][0-9]?|[一二两三四五六七八九十]{{1,3}})"
_BEGINS: Final = "^(?P<lead>(?:那么?|而|然后|还有)?[,，]?(?:在|到|是)?)"
_RELATIVE: Final = re.compile(
    f"{_BEGINS}(?:"
    "(?P<same>当年|同一?年|那一?年|这一?年|该年|(?=年[底末初]))"
    "|(?P<before>(?:再?往前|前|上|头)一年|上年(?!度?末))"
    "|(?P<after>(?:再?往后|后|下)一年|(?:第二|次|转|翌)年)"
    f"|{_COUNT.format(name='ago')}年(?:之|以)?前"
    f"|(?:再?过)?{_COUNT.format(name='later')}年(?:之|以)?后"
    ")(?![内度级里轮])(?:的?时候?)?"
)
_COMPARED: Final = re.compile("^(?:那么?)?(?=[比较]|同比)")
_LONGEST: Final = 24
_NUMERALS: Final = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}


def year_named(question: str) -> int | None:
    """The one year that a question in its search form names; None without or with several.

    Of two digits only at the beginning: 54年钢产量, not 满15年的.
    """
    years = {match.group() for match in _NAMED.finditer(years_in_digits(question))}
    return int(years.pop()) if len(years) == 1 else None


def counted_from(question: str, previous: str) -> str:
    """A follow-up with the year in place of the words that count from the last question's.

    Parameters
    ----------
    question, previous
        Both in their search form; ``previous`` is whole.

    Returns
    -------
    str
        The question as it was where it does not begin with such words, or the last one
        does not name exactly one year.
    """
    match = _RELATIVE.match(question)
    year = year_named(previous)
    if match is None or year is None or len(question) > _LONGEST:
        return question
    counted = year + _distance(match)
    short = year < 100
    if counted <= 0 or (short and counted >= 100):
        return question
    rest = question[match.end() :]
    return f"{match['lead']}{counted:02d}{'' if rest[:1] == '年' else '年'}{rest}"


def years_in_digits(question: str) -> str:
    """The question with 一九五四年 as 1954年."""
    return _WRITTEN.sub(lambda year: year.group().translate(_DIGITS), question)


def compares_with_before(question: str) -> bool:
    """Whether a follow-up goes on from the last number: 比上年增长了多少."""
    return _COMPARED.match(question) is not None


def _distance(match: re.Match[str]) -> int:
    if match["before"]:
        return -1
    if match["after"]:
        return 1
    if match["ago"]:
        return -_value(match["ago"])
    return _value(match["later"]) if match["later"] else 0


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    ones_value = _NUMERALS.get(ones.replace("两", "二"), 0)
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + ones_value
