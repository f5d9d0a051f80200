"""The numbers Word shows before paragraphs: “第十三条”, “（一）”, “1.2”. They are no text in
the file, yet what readers see and ask for, so they are written out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pb_qa.reading.ooxml import WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVEL_REFERENCE = re.compile("%([1-9])")
_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
# Not after "1." or "1)": a number that follows would seem to belong to it.
_ENDS_BY_ITSELF = "、，．）〕】："


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    pattern: str
    start: int
    gap: bool


@dataclass(slots=True)
class Numbering:
    """Counts numbered paragraphs as Word does.

    Attributes
    ----------
    root
        The root of ``numbering.xml``, or None when the file has none.
    """

    root: _Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for abstract in self.root.iterchildren(f"{WORD}abstractNum"):
            key = abstract.get(f"{WORD}abstractNumId", "")
            self._levels[key] = dict(map(_level, abstract.iterchildren(f"{WORD}lvl")))
        for number in self.root.iterchildren(f"{WORD}num"):
            key = number.get(f"{WORD}numId", "")
            self._abstract[key] = value_of(number, "abstractNumId") or ""
            for override in number.iterchildren(f"{WORD}lvlOverride"):
                start = value_of(override, "startOverride")
                if start is not None:
                    level = as_int(override.get(f"{WORD}ilvl"), 0)
                    self._restarts.setdefault(key, {})[level] = as_int(start, 1)

    def label(self, number_id: str, level: int) -> str:
        """Count one more paragraph and return what stands before it, with its gap."""
        abstract = self._abstract.get(number_id, "")
        levels = self._levels.get(abstract, {})
        wanted = levels.get(level)
        if wanted is None or wanted.number_format == "none":
            return ""
        counters = self._counters.setdefault(abstract, {})
        restart = self._restarts.get(number_id, {}).pop(level, None)
        if restart is not None:
            counters[level] = restart
        else:
            counters[level] = counters.get(level, wanted.start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        if wanted.number_format == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            described = levels.get(other)
            if described is None:
                return ""
            return written(counters.get(other, described.start), described.number_format)

        text = _LEVEL_REFERENCE.sub(number, wanted.pattern)
        if not text.strip() or not wanted.gap or text[-1] in _ENDS_BY_ITSELF:
            return text
        return text + " "


def written(number: int, number_format: str) -> str:
    """Return ``number`` in one of Word's number formats; decimal where it is not known."""
    match number_format:
        case "decimalZero":
            return f"{number:02d}"
        case "upperRoman":
            return _roman(number)
        case "lowerRoman":
            return _roman(number).lower()
        case "upperLetter":
            return _letter(number)
        case "lowerLetter":
            return _letter(number).lower()
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= number <= 20:
            return chr(0x245F + number)
        case "decimalEnclosedParen" if 1 <= number <= 20:
            return chr(0x2473 + number)
        case "ideographTraditional" if number >= 1:
            return _STEMS[(number - 1) % 10]
        case "ideographZodiac" if number >= 1:
            return _BRANCHES[(number - 1) % 12]
        case "chineseLegalSimplified":
            return _chinese(number, _LEGAL_DIGITS, ("", "拾", "佰", "仟"))
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if number_format.startswith(("chineseCounting", "taiwaneseCounting", "japaneseCounting")):
        return _chinese(number, _DIGITS, ("", "十", "百", "千"))
    return str(number)


def value_of(element: _Element, child: str) -> str | None:
    """Return the ``w:val`` of a child element, or None when there is no such child."""
    found = element.find(f"{WORD}{child}")
    return None if found is None else found.get(f"{WORD}val", "")


def as_int(text: str | None, otherwise: int) -> int:
    """Return ``text`` as an integer of at most six digits, or ``otherwise``."""
    if text is None or not re.fullmatch(r"-?[0-9]{1,6}", text):
        return otherwise
    return int(text)


def _level(element: _Element) -> tuple[int, _Level]:
    described = _Level(
        number_format=value_of(element, "numFmt") or "decimal",
        pattern=value_of(element, "lvlText") or "",
        start=as_int(value_of(element, "start"), 1),
        gap=value_of(element, "suff") != "nothing",
    )
    return as_int(element.get(f"{WORD}ilvl"), 0), described


def _chinese(number: int, digits: str, places: tuple[str, ...]) -> str:
    if not 0 < number < 10_000:
        return str(number)
    parts: list[str] = []
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit != "0":
            parts.append(digits[int(digit)] + places[place])
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    text = "".join(parts).rstrip(digits[0])
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    if not 0 < number < 4_000:
        return str(number)
    parts = []
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def _letter(number: int) -> str:
    if number < 1:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
