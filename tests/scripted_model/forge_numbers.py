"""Forged numbers: none of them stands in the passages, however it is written."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from .amounts import Amount, amounts, decimal, han, keys
from .behaviour import Utterance
from .phrasing import cite
from .scene import Scene, Source
from .wording import can_be_added, written_sum

_ZERO_WIDTH: Final = ("\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad")
_ENGLISH: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS: Final = (
    "",
    "",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_FINANCIAL: Final = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ARABIC_INDIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_BOLD: Final = {ord(str(d)): chr(0x1D7CE + d) for d in range(10)}
_WIDE: Final = {ord(str(d)): chr(0xFF10 + d) for d in range(10)}

_Change = Callable[[Amount, random.Random], str]


def forged(
    kind: str, scene: Scene, source: Source, start: int, end: int, wrong: str, truth: str
) -> Utterance:
    """The sentence of a source with a stretch of it replaced, and cited as if it were right."""
    scene.take(source)
    body = source.text[:start] + wrong + source.text[end:-1]
    return Utterance(
        cite(body, [source.number], scene.chance),
        kind=kind,
        truth=truth,
        cited=(source.number,),
        wrong=wrong,
    )


def _changed(kind: str, scene: Scene, change: _Change, *, percent: bool = True) -> Utterance | None:
    """A number changed into one that none of the passages has."""
    for source, amount in _choices(scene, percent=percent):
        wrong = change(amount, scene.chance)
        if wrong and _is_new(scene, wrong):
            return forged(kind, scene, source, amount.start, amount.end, wrong, amount.text)
    return None


def _choices(scene: Scene, *, percent: bool = True) -> Iterator[tuple[Source, Amount]]:
    for source in scene.fresh():
        countable = source.countable
        for amount in scene.chance.sample(countable, len(countable)):
            if percent or amount.kind != "percent":
                yield source, amount


def _is_new(scene: Scene, wrong: str) -> bool:
    """Whether every number of the forged stretch is unknown to all passages."""
    read = keys(wrong)
    return bool(read) and not any(
        (kind, value) in scene.known for _, value in read for kind in ("number", "percent")
    )


# ---- the number itself is another one


def _other_digit(amount: Amount, chance: random.Random) -> str:
    places = [i for i, c in enumerate(amount.text) if c.isdigit() or c in "一二三四五六七八九"]
    if not places:
        return ""
    place = chance.choice(places)
    old = amount.text[place]
    row = next(
        row for row in ("0123456789", "０１２３４５６７８９", "一二三四五六七八九") if old in row
    )
    low = 1 if place == 0 and row[0] in "0０" else 0
    new = chance.choice([c for c in row[low:] if c != old])
    return amount.text[:place] + new + amount.text[place + 1 :]


def altered_digit(scene: Scene) -> Utterance | None:
    """One digit is another one."""
    return _changed("altered digit", scene, _other_digit)


def swapped_digits(scene: Scene) -> Utterance | None:
    """Two neighbouring digits have changed places."""

    def change(amount: Amount, chance: random.Random) -> str:
        found = [i for i in range(len(amount.text) - 1) if amount.text[i : i + 2].isdigit()]
        for i in chance.sample(found, len(found)):
            first, second = amount.text[i], amount.text[i + 1]
            if first != second and not (i == 0 and second in "0０"):
                return amount.text[:i] + second + first + amount.text[i + 2 :]
        return ""

    return _changed("swapped digits", scene, change)


def slipped_size(scene: Scene) -> Utterance | None:
    """万 for 亿, 亿 for 万, or none where there was one."""

    def change(amount: Amount, chance: random.Random) -> str:
        slips = {"万": ("亿", ""), "亿": ("万", "万亿"), "万亿": ("亿", "万")}
        if amount.chinese or amount.multiplier not in slips:
            return ""
        return amount.text.removesuffix(amount.multiplier) + chance.choice(slips[amount.multiplier])

    return _changed("万/亿 slip", scene, change)


def slipped_point(scene: Scene) -> Utterance | None:
    """The decimal point one or two places further."""

    def change(amount: Amount, chance: random.Random) -> str:
        match = re.match(r"(\d+)(?:\.(\d+))?(\D*)$", amount.text)
        if not match:
            return ""
        value = Fraction(f"{match[1]}.{match[2] or 0}") * chance.choice(
            [Fraction(1, 10), Fraction(10)]
        )
        return decimal(value) + match[3]

    return _changed("decimal point", scene, change)


def altered_han(scene: Scene) -> Utterance | None:
    """Another number, written in Chinese."""

    def change(amount: Amount, chance: random.Random) -> str:
        if amount.kind == "percent" or amount.value.denominator != 1:
            return ""
        value = int(amount.value)
        near = value + chance.choice([-9, -2, -1, 1, 2, 9, 45]) * 10 ** max(0, len(str(value)) - 3)
        return han(near) if near > 10 else ""

    return _changed("Chinese numerals altered", scene, change)


def financial(scene: Scene) -> Utterance | None:
    """Another number, in the numerals of a cheque."""

    def change(amount: Amount, chance: random.Random) -> str:
        if amount.kind == "percent" or amount.value.denominator != 1:
            return ""
        near = int(amount.value) + chance.choice([1, 2, 3, 10])
        return han(near).translate(_FINANCIAL) if near > 10 else ""

    return _changed("financial numerals", scene, change)


def english(scene: Scene) -> Utterance | None:
    """Another number, spelt in English."""
    for source, amount in _choices(scene, percent=False):
        if amount.value.denominator != 1 or not 10 < amount.value < 10**10:
            continue
        wrong = int(amount.value) + scene.chance.choice([1, 3, 10])
        if ("number", Fraction(wrong)) not in scene.known:
            words = f" {english_words(wrong)} "
            return forged(
                "English numerals", scene, source, amount.start, amount.end, words, amount.text
            )
    return None


def english_words(value: int) -> str:
    """A whole number in English words."""
    for size, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if value >= size:
            rest = f" {english_words(value % size)}" if value % size else ""
            return f"{english_words(value // size)} {name}{rest}"
    if value >= 20:
        return _TENS[value // 10] + (f"-{_ENGLISH[value % 10]}" if value % 10 else "")
    return _TEENS[value - 10] if value >= 10 else _ENGLISH[value]


def obfuscated(scene: Scene) -> Utterance | None:
    """Another number, its digits torn apart or in a foreign dress."""
    ways: list[Callable[[str], str]] = [
        lambda d: f"{d[0]} {d[1:]}",
        lambda d: f"{d[0]}{scene.chance.choice(_ZERO_WIDTH)}{d[1:]}",
        lambda d: d.translate(_WIDE),
        lambda d: d.translate(_ARABIC_INDIC),
        lambda d: d.translate(_BOLD),
        lambda d: f"{d[0]}**{d[1:]}**",
        lambda d: f"{d[0]}'{d[1:]}",
        lambda d: f"{d[0]}<b>{d[1:]}</b>",
        lambda d: f"&#{ord(d[0])};{d[1:]}",
        lambda d: f"${d}$",
        lambda d: f"{d[0]}\u00a0{d[1:]}",
        lambda d: f"{d[0]}_{d[1:]}",
        lambda d: (
            f"{d[0]}\\.{d[1:]}"
            if len(d) < 3
            else f"{d[:-1]}{chr(0x2460 + int(d[-1]) - 1)}"
            if d[-1] != "0"
            else f"{d[0]}\u3000{d[1:]}"
        ),
    ]
    for source, amount in _choices(scene):
        found = re.fullmatch(r"(\d{2,})(\D*)", amount.text)
        if not found:
            continue
        digits = _other_digit(amount, scene.chance).removesuffix(found[2])
        if digits and _is_new(scene, digits + found[2]):
            wrong = scene.chance.choice(ways)(digits) + found[2]
            return forged(
                "digits disguised", scene, source, amount.start, amount.end, wrong, amount.text
            )
    return None


def in_words(scene: Scene) -> Utterance | None:
    """A share told in words that do not fit it: 七成, 过半, 三分之一, 翻番."""
    told = {"两成": 20, "三分之一": 33, "近半数": 48, "三分之二": 67, "七成": 70, "九成": 90}
    for source, amount in _choices(scene):
        if amount.kind != "percent" or amount.value > 100:
            continue
        fit = [w for w, v in told.items() if abs(v - amount.value) > 15 and w not in scene.words]
        if fit and not re.match(r"以上|以下|左右|的", source.text[amount.end :]):
            wrong = scene.chance.choice(fit)
            return forged(
                "numbers as words", scene, source, amount.start, amount.end, wrong, amount.text
            )
    return None


def added_growth(scene: Scene) -> Utterance | None:
    """A growth rate, or a comparison, that nobody states."""
    extra = ("，同比增长{p}%", "，比上年提高{p}个百分点", "，是2000年的{t}倍", "，完成计划的1{p}%")
    for source in scene.fresh():
        if not source.countable:
            continue
        rate = Fraction(scene.chance.randrange(31, 199), 10)
        times = Fraction(scene.chance.randrange(21, 79), 10)
        wrong = scene.chance.choice(extra).format(p=decimal(rate), t=decimal(times))
        if _is_new(scene, f"{decimal(rate)}%") and _is_new(scene, f"{decimal(times)}倍"):
            end = len(source.text) - 1
            return forged("invented growth", scene, source, end, end, wrong, "没有这样的说法")
    return None


def altered_range(scene: Scene) -> Utterance | None:
    """One end of a range is another one."""
    for source in scene.fresh():
        for found in re.finditer(
            r"(\d+(?:\.\d+)?)(%?[-—－~～至到]+)(\d+(?:\.\d+)?)(?=[%个年天人元日万亿倍])",
            source.text,
        ):
            if int(float(found[3])) > 1800:
                continue
            ends = [Fraction(found[1]), Fraction(found[3])]
            side = scene.chance.randrange(2)
            ends[side] += scene.chance.choice([1, 2, 3]) * (1 if side else -1)
            if (
                ends[0] <= 0
                or ("number", ends[side]) in scene.known
                or ("percent", ends[side]) in scene.known
            ):
                continue
            wrong = decimal(ends[0]) + found[2] + decimal(ends[1])
            return forged(
                "range altered", scene, source, found.start(), found.end(), wrong, found[0]
            )
    return None


def altered_article(scene: Scene) -> Utterance | None:
    """第十三条 is 第十四条: another article, session or stage."""
    for source in scene.fresh():
        ordinals = [a for a in source.amounts if a.kind == "ordinal" and 1 <= a.value < 2000]
        for amount in scene.chance.sample(ordinals, len(ordinals)):
            value = int(amount.value) + scene.chance.choice([1, 2, 3])
            wrong = han(value) if amount.chinese else str(value)
            if f"第{wrong}" not in scene.words:
                return forged(
                    "ordinal altered", scene, source, amount.start, amount.end, wrong, amount.text
                )
    return None


# ---- numbers that are reckoned


def wrong_sum(scene: Scene) -> Utterance | None:
    """Two right numbers and a sum that is none."""
    return _sum(scene, "sum reckons wrong", operands=True)


def bare_sum(scene: Scene) -> Utterance | None:
    """A sum without the numbers it comes from: nobody can check it."""
    return _sum(scene, "derived without operands", operands=False)


def _sum(scene: Scene, kind: str, *, operands: bool) -> Utterance | None:
    facts = [
        fact
        for fact in scene.facts
        if not fact.amount.chinese
        and fact.measure not in ("%", "")
        and fact.source.text not in scene.used
    ]
    for first in scene.chance.sample(facts, len(facts)):
        for second in facts:
            same = (first.measure, first.amount.multiplier, first.source) == (
                second.measure,
                second.amount.multiplier,
                second.source,
            )
            total = written_sum(first, second)
            apart = first.subject != second.subject and first.start < second.start
            if not same or not apart or total in scene.words or not can_be_added(first, second):
                continue
            if operands:
                read = amounts(total)[0]
                total = _other_digit(read, scene.chance) + total[read.end :]
                body = f"{first.text}，{second.text}，两项合计{total}"
            else:
                body = f"{first.subject}和{second.subject}合计{total}"
            if not _is_new(scene, total):
                continue
            scene.take(first.source)
            cited = (first.source.number,)
            return Utterance(
                cite(body, cited, scene.chance), kind=kind, cited=cited, wrong=total,
                truth=f"{first.text}，{second.text}",
            )  # fmt: skip
    return None


NUMBERS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "altered digit": altered_digit,
    "swapped digits": swapped_digits,
    "万/亿 slip": slipped_size,
    "decimal point": slipped_point,
    "Chinese numerals altered": altered_han,
    "financial numerals": financial,
    "English numerals": english,
    "digits disguised": obfuscated,
    "numbers as words": in_words,
    "invented growth": added_growth,
    "range altered": altered_range,
    "ordinal altered": altered_article,
    "sum reckons wrong": wrong_sum,
    "derived without operands": bare_sum,
}
