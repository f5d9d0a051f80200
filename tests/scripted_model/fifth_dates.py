"""Dates, years and 文号 that no passage has, and quotations with another number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from . import audit
from .amounts import han, plain
from .behaviour import Utterance
from .fifth_phrasing import (
    Maker,
    Stretch,
    forged,
    in_place,
    is_unknown,
    stretches,
    telling,
    title_of,
    told_plainly,
    words_of,
)
from .fluent_phrasing import bare, drawn
from .scene import Scene, Source

_FULL: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ISSUED: Final = re.compile(r"[（，](\d{4})-(\d{2})-(\d{2})）")
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_NUMBER: Final = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{1,6})(?P<open>[〔\[（(])(?P<year>\d{4})(?P<close>[〕\]）)])(?:第)?(?P<number>\d+)号"
)
# Every passage has a head, few have numbers: what forges heads shall not crowd out the rest.
_ABOUT_THE_DOCUMENT: Final = 0.2
_BODIES: Final = ("国发", "国办发", "国函", "国办函", "民发", "财建", "教发", "卫办")
_SIGNS: Final = "〇一二三四五六七八九"

# What a date becomes: from year, month and day to another writing of another day.
_Redo = Callable[[int, int, int, Scene], str]


def _dated(redo: _Redo) -> Maker:
    """A sentence with a full date, told as another."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            for found in _FULL.finditer(source.text):
                year, month, day = (int(part) for part in found.groups())
                wrong = redo(year, month, day, scene)
                if wrong and _lacks(scene, source, wrong) and wrong not in scene.words:
                    return in_place(scene, source, *found.span(), wrong)
        return None

    return make


def _lacks(scene: Scene, source: Source, wrong: str) -> bool:
    """Whether the passage of a source has no such day, year or 文号."""
    texts = words_of(scene, [source.number])
    return bool(
        audit.absent_dates(wrong, texts)
        or audit.absent_numbers(wrong, texts)
        or audit.absent_documents(wrong, texts)
    )


def _signs(value: int) -> str:
    return "".join(_SIGNS[int(c)] for c in str(value))


def _other_day(year: int, month: int, day: int, scene: Scene) -> str:
    return f"{year}年{month}月{day % 27 + scene.chance.choice([1, 2])}日"


def _other_month(year: int, month: int, day: int, scene: Scene) -> str:
    return f"{year}年{month % 12 + 1}月{day}日"


def _turned(year: int, month: int, day: int, scene: Scene) -> str:
    return f"{year}年{day}月{month}日" if day <= 12 and day != month else ""


def _other_year(year: int, month: int, day: int, scene: Scene) -> str:
    return f"{year + scene.chance.choice([-2, -1, 1])}年{month}月{day}日"


def _with_strokes(year: int, month: int, day: int, scene: Scene) -> str:
    mark = scene.chance.choice("-/.")
    near = scene.chance.choice([year - 1, year + 1, year + 10])
    return f"{near}{mark}{month:02}{mark}{day:02}"


def _in_han(year: int, month: int, day: int, scene: Scene) -> str:
    return f"{_signs(year)}年{han(month)}月{han(day % 28 + 2)}日"


def _month_alone(year: int, month: int, day: int, scene: Scene) -> str:
    return f"{year + scene.chance.choice([-1, 1])}年{month}月"


def _of_the_document(scene: Scene) -> Utterance | None:
    """When a document was issued, some days or months beside the truth."""
    if scene.chance.random() > _ABOUT_THE_DOCUMENT:
        return None
    for source in scene.fresh():
        title, issued = title_of(source), _ISSUED.search(source.passage.head)
        if not title or not issued:
            continue
        year, month, day = (int(part) for part in issued.groups())
        wrong = scene.chance.choice(
            (f"{year}年{month}月{day % 26 + 2}日", f"{year}年{month % 12 + 1}月{day}日")
        )
        if wrong in scene.words or not _lacks(scene, source, wrong):
            continue
        frame = scene.chance.choice(
            ("《{t}》发布于{w}", "{w}，《{t}》印发", "《{t}》的成文日期是{w}", "《{t}》（{w}）")
        )
        body = frame.format(t=title, w=wrong)
        body += "" if frame[0] == "{" or "的" in frame else "，" + bare(source)
        return forged(scene, [source], body, wrong, issued[0])
    return None


def _short_day(scene: Scene) -> Utterance | None:
    """A day without a year, its month another."""
    for source in scene.fresh():
        for found in _DAY.finditer(source.text):
            if re.search(r"年$", source.text[: found.start()]):
                continue
            wrong = f"{(int(found[1]) + 4) % 12 + 1}月{found[2]}日"
            if _lacks(scene, source, wrong) and wrong not in scene.words:
                return in_place(scene, source, *found.span(), wrong)
    return None


# ---- years


def _years(scene: Scene) -> Iterator[tuple[Source, int, int, int]]:
    for source in scene.fresh():
        for year in source.years if source.countable else ():
            if re.fullmatch(r"\d{4}", year.text) and 1950 < year.value < 2030:
                yield source, year.start, year.end, int(year.value)


def _year_in_han(scene: Scene) -> Utterance | None:
    """Another year in Chinese signs."""
    for source, start, end, year in _years(scene):
        near = year + scene.chance.choice([-3, -2, -1, 1, 2, 3])
        if is_unknown(scene, Fraction(near)) and str(near) not in scene.words:
            return in_place(scene, source, start, end, _signs(near))
    return None


def _year_mistyped(scene: Scene) -> Utterance | None:
    """Two digits of a year exchanged, or a decade too far."""
    for source, start, end, year in _years(scene):
        digits = str(year)
        near = scene.chance.choice([digits[:2] + digits[3] + digits[2], str(year + 10)])
        known = ("number", Fraction(near)) in scene.known or near in scene.words
        if near != digits and not known:
            return in_place(scene, source, start, end, near)
    return None


def _year_told(scene: Scene) -> Utterance | None:
    """A fact of a year, told anew of a year that no passage names."""
    for one in drawn(scene):
        named = re.match(r"\D*(\d{4})年", one.time)
        near = int(named[1]) + scene.chance.choice([-4, -1, 1, 2]) if named else 0
        if near and is_unknown(scene, Fraction(near)) and str(near) not in scene.words:
            body = telling(one.subject, f"{near}年", one.number, scene.chance)
            return forged(scene, [one.source], body, f"{near}年", one.fact.text)
    return None


def _other_decade(scene: Scene) -> Utterance | None:
    """The nineties told as the eighties."""
    for source in scene.fresh():
        for found in re.finditer(r"(?<!\d)([2-9])0年代|([二三四五六七八九])十年代", source.text):
            wrong = f"{int(found[1]) - 1}0年代" if found[1] else ""
            if found[2]:
                wrong = f"{'一二三四五六七八九'['一二三四五六七八九'.index(found[2]) - 1]}十年代"
            if wrong[:2] not in scene.words and _lacks(scene, source, wrong):
                return in_place(scene, source, *found.span(), wrong)
    return None


# ---- 文号


def _numbered(redo: Callable[[re.Match[str], Scene], str]) -> Maker:
    """A 文号 in a sentence or in the name of its document, written as another."""

    def make(scene: Scene) -> Utterance | None:
        about = scene.chance.random() < _ABOUT_THE_DOCUMENT
        for source in scene.fresh():
            found = _NUMBER.search(source.text)
            wrong = redo(found, scene) if found else ""
            if found and wrong and plain(wrong) not in scene.words:
                return in_place(scene, source, *found.span(), wrong)
            named = _NUMBER.search(source.passage.head) if about else None
            wrong = redo(named, scene) if named else ""
            if named and wrong and plain(wrong) not in scene.words and len(source.text) < 90:
                frame = scene.chance.choice(
                    ("根据{w}，{b}", "{w}规定，{b}", "{b}（{w}）", "{b}，文号为{w}")
                )
                body = frame.format(w=wrong, b=bare(source))
                return forged(scene, [source], body, wrong, named[0])
        return None

    return make


def _written(found: re.Match[str], *, body: str = "", year: str = "", number: str = "") -> str:
    opened, closed = found["open"], found["close"]
    return (
        f"{body or found['body']}{opened}{year or found['year']}{closed}"
        f"{number or found['number']}号"
    )


def _number_of_year(found: re.Match[str], scene: Scene) -> str:
    return _written(found, year=str(int(found["year"]) + scene.chance.choice([-1, 1, 2])))


def _number_of_body(found: re.Match[str], scene: Scene) -> str:
    fit = [one for one in _BODIES if one not in found["body"] and found["body"] not in one]
    return _written(found, body=scene.chance.choice(fit))


def _number_turned(found: re.Match[str], scene: Scene) -> str:
    number = found["number"]
    turned = number[::-1] if len(number) > 1 else number + scene.chance.choice("1357")
    return _written(found, number=turned) if turned != number and turned[0] != "0" else ""


def _number_in_han(found: re.Match[str], scene: Scene) -> str:
    near = int(found["number"]) + scene.chance.choice([3, 10, 11])
    return f"{found['body']}〔{_signs(int(found['year']))}〕{han(near)}号"


def _number_lost(found: re.Match[str], scene: Scene) -> str:
    number = found["number"]
    return _written(found, number=number[1:].lstrip("0")) if len(number) > 1 else ""


# ---- between quotation marks


def _quoted(frame: str) -> Maker:
    """The clause of a number between quotation marks, the number another."""

    def make(scene: Scene) -> Utterance | None:
        for stretch in stretches(scene):
            wrong = _altered(stretch, scene)
            clause = _clause(stretch)
            if not wrong or not clause or re.search("[“”‘’]", stretch.source.text):
                continue
            offset = stretch.source.text.index(clause)
            start, end = stretch.start - offset, stretch.end - offset
            told = clause[:start] + wrong + clause[end:]
            body = frame.format(q=told)
            return forged(scene, [stretch.source], body, wrong, clause)
        return None

    return make


def _clause(stretch: Stretch) -> str:
    """The clause that a number stands in, where it is long enough to be quoted."""
    text = stretch.source.text
    start = max(text.rfind(mark, 0, stretch.start) for mark in "，；：、。,") + 1
    rest = re.search(r"[，；：。,]", text[stretch.end :])
    clause = text[start : stretch.end + (rest.start() if rest else 0)].strip()
    return clause if len(clause) >= 8 and text.count(clause) == 1 else ""


def _altered(stretch: Stretch, scene: Scene) -> str:
    digits = stretch.digits
    place = scene.chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
    new = scene.chance.choice([c for c in "123456789" if c != digits[place]])
    wrong = digits[:place] + new + digits[place + 1 :]
    value = Fraction(wrong) * stretch.size
    return wrong + stretch.tail if value > 1 and is_unknown(scene, value) else ""


def _told_exactly(scene: Scene) -> Utterance | None:
    """A fact told anew with another number and the words that it is exact."""
    for stretch in stretches(scene):
        fact, wrong = told_plainly(stretch), _altered(stretch, scene)
        if fact is not None and wrong:
            frame = scene.chance.choice(
                ("{t}{s}的准确数字是“{n}”", "原文给出的{t}{s}正是“{n}”", "{t}{s}为“{n}”")
            )
            body = frame.format(t=fact.time, s=fact.subject, n=wrong)
            return forged(scene, [stretch.source], body, wrong, fact.fact.text)
    return None


FIFTH_DATES: Final[dict[str, dict[str, Maker]]] = {
    "another date": {
        "another day": _dated(_other_day),
        "another month": _dated(_other_month),
        "day and month exchanged": _dated(_turned),
        "another year": _dated(_other_year),
        "in strokes": _dated(_with_strokes),
        "in Chinese numerals": _dated(_in_han),
        "told to the month": _dated(_month_alone),
        "without a year": _short_day,
        "of the document": _of_the_document,
    },
    "another year, written otherwise": {
        "in Chinese signs": _year_in_han,
        "digits exchanged or a decade on": _year_mistyped,
        "told anew": _year_told,
        "another decade": _other_decade,
    },
    "another 文号": {
        "of another year": _numbered(_number_of_year),
        "of another body": _numbered(_number_of_body),
        "digits turned": _numbered(_number_turned),
        "in Chinese numerals": _numbered(_number_in_han),
        "a digit lost": _numbered(_number_lost),
    },
    "quotation with another number": {
        "after a verb": _quoted("文件的表述是“{q}”"),
        "before a remark": _quoted("“{q}”，原文就是这样写的"),
        "the number alone": _told_exactly,
    },
}
