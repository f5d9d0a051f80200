"""What the eighth family shares: how it leads in, and sentences that count nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from .amounts import amounts, plain
from .behaviour import Utterance
from .scene import Scene, Source
from .seventh_phrasing import (
    DOWN,
    LEVEL,
    NUMBER,
    PERCENT,
    QUANTITY,
    SUBJECT,
    UNIT,
    UP,
    YEAR,
    Maker,
    Retold,
    forged,
    is_changed,
    is_quoted,
    measured,
    named,
    replaced,
    standing,
    title,
    told_by,
    truly,
    value,
)
from .seventh_phrasing import names as _names

__all__ = [
    "DOWN",
    "LEVEL",
    "NUMBER",
    "PERCENT",
    "QUANTITY",
    "SUBJECT",
    "UNIT",
    "UP",
    "YEAR",
    "Found",
    "Maker",
    "Retold",
    "Source",
    "alone",
    "article_of",
    "digits",
    "exchanged",
    "forged",
    "is_changed",
    "is_quoted",
    "led",
    "measured",
    "named",
    "names",
    "replaced",
    "retold",
    "standing",
    "tail",
    "title",
    "told_by",
    "truly",
    "truly_retold",
    "uncounted",
    "value",
]

Found = re.Match[str]
_Fits = Callable[[Source], bool]
_ARTICLE: Final = re.compile(
    r"^(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五])?)[\s\u3000]+"
)
_LEADS: Final = (
    "梳理一下：",
    "从所给材料归纳，",
    "我查到的内容是，",
    "一句话概括，",
    "先说结论：",
    "要点如下：",
    "文件的意思是，",
    "这份材料交代，",
    "结合上文可知，",
    "参考材料，",
)
# “第二，” joins a sentence to others; “第二个五年计划” is part of it.
_JOINED: Final = re.compile(
    r"^(?:(?:同时|此外|另外|而且|并且|其次|首先|最后|再次|特别是|总之|例如|比如|第[一二三四五六七八])[，,]"
    r"|[一二三四五六七八九][是要][，,]?)"
)
_DIGITS: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def alone(body: str) -> str:
    """A sentence without the word that joins it to the one before, or numbers it."""
    return _JOINED.sub("", body.strip())


def led(body: str, chance: random.Random) -> str:
    """A sentence as an answer of this family has it: its article led in, or an opening."""
    article = _ARTICLE.match(body)
    if article:
        frame = chance.choice(("{a}说的是，", "查{a}，", "{a}的要点：", "照{a}的说法，"))
        return frame.format(a=article[1]) + body[article.end() :]
    return (chance.choice(_LEADS) if chance.random() < 0.45 else "") + alone(body)


def names(subject: str) -> bool:
    """Whether words name by themselves what is measured."""
    return _names(subject) and not re.search("因素|考虑|基础上|情况", subject)


def article_of(source: Source) -> str:
    """The number of the article that a sentence opens; empty where it opens none."""
    found = _ARTICLE.match(source.body)
    return found[1] if found else ""


def uncounted(source: Source) -> bool:
    """Whether a sentence has neither a percentage nor a number above ten."""
    return not any(
        one.kind == "percent" or (one.kind == "number" and one.value > 10)
        for one in amounts(plain(source.text))
    )


def digits(written: str) -> str:
    """The figure of an amount in narrow digits; empty where it is written in characters."""
    found = _DIGITS.match(plain(written))
    return found[0].replace(",", "") if found else ""


def tail(written: str) -> str:
    """Size and unit of an amount written in digits."""
    return _DIGITS.sub("", plain(written), count=1)


def _fitting(scene: Scene, fits: _Fits, unless: str) -> Iterator[Source]:
    for source in standing(scene):
        if fits(source) and not (unless and re.search(unless, source.text)):
            yield source


def retold(
    pattern: str,
    retell: Callable[[Found, Source, Scene], Retold],
    *,
    unless: str = "",
    fits: _Fits = measured,
) -> Maker:
    """A false sentence of the first true one that a pattern fits.

    Parameters
    ----------
    unless
        A pattern that no sentence may have.
    fits
        Which sentences are looked at: those that measure something unless told.
    """
    fit = re.compile(pattern)

    def make(scene: Scene) -> Utterance | None:
        for source in _fitting(scene, fits, unless):
            for found in fit.finditer(source.body):
                if is_quoted(source.body, found.start()):
                    continue
                told = retell(found, source, scene)
                if told is not None and is_changed(told[0], source):
                    return forged(scene, [source], led(told[0], scene.chance), told[1], found[0])
        return None

    return make


def exchanged(
    rules: Sequence[tuple[str, Sequence[str]]], *, unless: str = "", fits: _Fits = measured
) -> Maker:
    """Words of a sentence put otherwise by the first rule that fits, the rest as it stands."""

    def make(scene: Scene) -> Utterance | None:
        for pattern, instead in scene.chance.sample(list(rules), len(rules)):

            def retell(
                found: Found, source: Source, scene: Scene, instead: Sequence[str] = instead
            ) -> Retold:
                fit = [w for w in map(found.expand, instead) if w not in source.body]
                if not fit:
                    return None
                wrong = scene.chance.choice(fit)
                return replaced(source, found, wrong), wrong

            made = retold(pattern, retell, unless=unless, fits=fits)(scene)
            if made is not None:
                return made
        return None

    return make


def truly_retold(
    pattern: str,
    restate: Callable[[Found, Source, Scene], str],
    *,
    unless: str = "",
    fits: _Fits = measured,
) -> Maker:
    """A true sentence of the first one that a pattern fits, put otherwise."""
    fit = re.compile(pattern)

    def make(scene: Scene) -> Utterance | None:
        for source in _fitting(scene, fits, unless):
            for found in fit.finditer(source.body):
                if is_quoted(source.body, found.start()):
                    continue
                body = restate(found, source, scene)
                if body and is_changed(body, source):
                    return truly(scene, [source], led(body, scene.chance))
        return None

    return make
