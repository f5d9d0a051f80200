"""What the sixth family shares: its openings, rules that change words, and documents apart."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Final

from .amounts import keys, plain
from .behaviour import Utterance
from .fifth_leads import standing
from .fifth_phrasing import Maker, forged, measured
from .fluent_phrasing import bare
from .prompt import PromptPassage
from .scene import Scene, Source

N: Final = r"\d+(?:[,，]\d{3}(?!\d))*(?:[.．·]\d+)?"
HAN: Final = "一二三四五六七八九十百千两"
# A number with its size and unit, in any signs.
AMOUNT: Final = (
    rf"(?:百分之[{HAN}点]+|(?:{N}|[{HAN}零]{{2,}}+(?:点[{HAN}]+)?)"
    r"(?:万亿|亿[一二三四五六七八九十百千零]*万?|万[一二三四五六七八九十百千零]*|千)?(?:[%％‰]|个百分点|[个名人户家所座项件种部条亩吨元米岁斤]|公里|公顷|美元|平方米|万?人次)?)"
)
Rules = Sequence[tuple[str, Sequence[str]]]

_LEADS: Final = (
    "资料中说，",
    "按资料的记载，",
    "从检索到的内容看，",
    "文中写道，",
    "据上述资料，",
    "答：",
    "整理后可知，",
    "就该问题，资料的表述是：",
)
_POINT: Final = re.compile(
    r"[一二三四五六七八九十][是要]|第[一二三四五六七八九]，|例如|各位代表|以上|其中|此外"
)
_ISSUER: Final = re.compile(r"》（([^，,（）()\d]{2,24})[，,）]")
_UNCLEAR_START: Final = re.compile(r"第[^，。]{1,8}条[\s\u3000]|[（(“]|同时|此外|另外|其中|但|并")


def opened(body: str, chance: random.Random) -> str:
    """A sentence after one of this family's openings, or after none."""
    if _UNCLEAR_START.match(body):
        return body
    return (chance.choice(_LEADS) if chance.random() < 0.4 else "") + body


def changed(
    scene: Scene, source: Source, start: int, end: int, wrong: str, also: Sequence[Source] = ()
) -> Utterance:
    """A false sentence: one stretch of a source replaced; ``also`` is cited beside it."""
    body = source.text[:start] + wrong + source.text[end:-1]
    named = wrong.strip("，；、 ") or body[max(0, start - 4) : start + 4]
    said = opened(body, scene.chance)
    return forged(scene, [source, *also], said, named, source.text[start:end])


def by_words(
    rules: Rules, *, unless: str = "", counted: bool = True, shorter: bool = False
) -> Maker:
    """The first sentence that a rule fits, with one of the rule's wrong words in it.

    Parameters
    ----------
    unless
        A pattern that no sentence may have.
    counted
        Only sentences that measure something.
    shorter
        The wrong words are some of the right ones.
    """

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            if (counted and not measured(source)) or (unless and re.search(unless, source.text)):
                continue
            for pattern, instead in scene.chance.sample(list(rules), len(rules)):
                found = re.search(pattern, source.body)
                if found is None or is_quoted(source, found.start()):
                    continue
                wrong = found.expand(scene.chance.choice(instead))
                if shorter or wrong.strip("，；") not in source.text:
                    return changed(scene, source, *found.span(), wrong)
        return None

    return make


def is_quoted(source: Source, place: int) -> bool:
    """Whether a place lies in a quotation or a title."""
    before = source.text[:place]
    return any(before.count(pair[0]) > before.count(pair[1]) for pair in ("“”", "《》", "‚‛"))


def years_in(passage: PromptPassage) -> set[int]:
    """The years that a passage or its heading names."""
    text = plain(passage.head + passage.text)
    return {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)年", text)}


def issuer_of(passage: PromptPassage) -> str:
    """Who issued the document; empty where the heading does not say."""
    found = _ISSUER.search(passage.head)
    return found[1] if found else ""


def are_apart(one: PromptPassage, other: PromptPassage) -> bool:
    """Whether two passages surely belong to documents that say different things.

    The same report is often stored under two names, so reports must differ in year or issuer.
    """
    mine, theirs = issuer_of(one), issuer_of(other)
    if mine and theirs and mine[-4:] != theirs[-4:] and not (mine in theirs or theirs in mine):
        return True
    years = [re.findall(r"(?:19|20)\d\d", plain(p.head)[:60]) for p in (one, other)]
    if all(years) and re.search("报告|^《\\d{4}》", one.head + other.head):
        return not set(years[0]) & set(years[1])
    laws = all(re.match(r"《[^》]*(?:法|条例|办法)》", p.head) for p in (one, other))
    return laws and one.head.split("》")[0] != other.head.split("》")[0]


def told_elsewhere(scene: Scene, source: Source) -> Iterator[PromptPassage]:
    """Passages of documents that surely do not have this sentence."""
    for passage in scene.prompt.passages:
        if are_apart(source.passage, passage) and not _shares(source, passage):
            yield passage


def _shares(source: Source, passage: PromptPassage) -> bool:
    own = {a.key for a in source.countable if a.value > (1 if a.kind == "percent" else 10)}
    return bool(own & keys(passage.text)) or plain(source.body[:16]) in plain(passage.text)


def alone(scene: Scene, longest: int = 90) -> Iterator[Source]:
    """Sentences that are understood by themselves and are no point of a list."""
    for source in standing(scene, longest):
        if not _POINT.match(bare(source)):
            yield source


def clear(scene: Scene, longest: int = 100) -> Iterator[Source]:
    """Those of them that have a measured number."""
    for source in alone(scene, longest):
        if measured(source):
            yield source


def clauses(text: str) -> list[str]:
    """The clauses of a sentence; a comma within a number ends none."""
    return re.split(r"，(?!\d{3})", text)


__all__ = [
    "AMOUNT",
    "HAN",
    "Maker",
    "N",
    "Rules",
    "alone",
    "are_apart",
    "bare",
    "by_words",
    "changed",
    "clauses",
    "clear",
    "forged",
    "is_quoted",
    "issuer_of",
    "measured",
    "opened",
    "told_elsewhere",
    "years_in",
]
