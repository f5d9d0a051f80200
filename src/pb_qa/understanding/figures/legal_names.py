"""Names for what rules bound: fines with whom and when they hit, ages, extended terms."""

from __future__ import annotations

import re
from typing import Final

_FINE: Final = "罚款"
_WHOM: Final = re.compile(
    "对(?P<whom>[^，。；：对]{1,28}?(?<!的))(?:可以)?(?:并)?(?:处|给予|科|，)"
)
# 情节严重的，处…: in which case.
_CASE: Final = re.compile("(?:^|[，。；：\\n、）)])(?P<case>[^，。；：\\n]{2,26})的，")
_NO_CASE: Final = re.compile("^(?:依照|根据|按照|由|违反|有下列|责令)|规定$")
# 并处违法所得一倍以上: what a fine is so many times of.
_BASE: Final = re.compile("处以?(?P<base>[^，。；处]{2,16})$")
_LONGEST_SENTENCE: Final = 240
_LONGEST_NAME: Final = 32
_PEOPLE: Final = "(?:人员|人|者|子女|儿童|青年|少年|居民|公民|学生|职工|妇女)"
_PERSON: Final = re.compile(f"(?P<person>[^，。；、的]{{0,8}}?{_PEOPLE})(?!民|口|均|数|次)")
_PERSON_LAST: Final = re.compile(f"(?P<person>[^，。；、的自对由]{{0,8}}{_PEOPLE})$")
_AGES: Final = frozenset({"周岁", "岁"})
_EXTENSION: Final = re.compile("延长的期限$")
_CONDITION: Final = re.compile("批准|同意|特殊|情况|情形|复杂|需要|原因|^可以|^经")
_TERM: Final = re.compile("的?期限$")


def fine(before: str, *, relative: bool) -> str:
    """The name of a fine: 单位罚款（情节严重）.

    Parameters
    ----------
    before
        The sentence up to the amount.
    relative
        Whether the amount is so many times, or so much per cent, of something.
    """
    text = before[-_LONGEST_SENTENCE:]
    cases = [match for match in _CASE.finditer(text) if not _NO_CASE.search(match["case"])]
    case = cases[-1] if cases else None
    every = list(_WHOM.finditer(text, case.end() if case else 0))
    whom = every[-1] if every else None
    base = _BASE.search(text) if relative else None
    of_base = f"{base['base'].removesuffix('的')}的" if base else ""
    named = f"{whom['whom'] if whom else ''}{of_base}{_FINE}"
    told = f"{named}（{case['case'].strip()}）" if case else named
    return told if len(told) <= _LONGEST_NAME else named


def age(unit: str, subject: str, counted: str) -> str:
    """The name of an age: 未成年人年龄; empty for another unit."""
    if unit not in _AGES:
        return ""
    person = _PERSON.match(counted) or _PERSON_LAST.search(subject)
    if person is None:
        return "" if subject or counted else "年龄"
    return f"{person['person']}年龄"


def extension(name: str, last: str) -> str:
    """The name of how long a term is extended: that of the term, where its own is a condition."""
    if not _EXTENSION.search(name) or not _TERM.search(last):
        return name
    subject = _EXTENSION.sub("", name)
    if subject and not _CONDITION.search(subject):
        return name
    return f"{_TERM.sub('', last.removesuffix('延长的期限'))}延长的期限"
