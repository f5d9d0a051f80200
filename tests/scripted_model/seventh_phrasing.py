"""What the seventh family shares: numbers as texts write them, and a retold sentence."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from .amounts import UNITS, amounts, plain
from .behaviour import HONEST, Utterance
from .phrasing import cite
from .scene import Scene, Source

Maker = Callable[[Scene], Utterance | None]
# What a matched stretch becomes: the whole sentence and the words in it that are wrong.
Retold = tuple[str, str] | None
Retell = Callable[[re.Match[str], Source, Scene], Retold]
Restate = Callable[[re.Match[str], Source, Scene], str]

_HAN: Final = "[一二三四五六七八九十百千万亿零〇两点]"
_DIGITS: Final = r"(?<![\d０-９.．])[\d０-９]+(?:[.．，,][\d０-９]+)*"
NUMBER: Final = rf"(?:{_DIGITS}(?:万亿|亿|千万|百万|万|千)?|(?<!{_HAN}){_HAN}{{2,}})"
# In rules a single sign counts as well: 六个月, 三年.
ANY_NUMBER: Final = rf"(?:{NUMBER}|[一二三四五六七八九十两])"
PERCENT: Final = rf"(?:{_DIGITS}\s?[%％]|百分之[一二三四五六七八九十百零〇点]+)(?![—－～~至到-])"
UNIT: Final = rf"(?:{UNITS.replace('|年|', '|')}|亿度|度|位|眼|公里)"
QUANTITY: Final = rf"(?:{NUMBER}{UNIT})(?![以左之的—－～~至到-])"
YEAR: Final = r"(?:[\d０-９]{4}年|一九[零〇○一二三四五六七八九]{2}年)"
UP: Final = "提高|上升|增加|增长|扩大"
DOWN: Final = "下降|减少|降低"
LEVEL: Final = "达到了?|达|为|完成|实现|突破|是"
SUBJECT: Final = r"[^，。；：、\d０-９“”‘’（）()《》〔〕%％]{3,20}?"
_WEAK: Final = re.compile(
    r"^(?:其中|同时|此外|另外|并|且|也|还|又|再|均|都|约|已|将|但|而|以|从|由|到|至|在|把|使|对|为|"
    r"因|如|这|该|其|此|它|他|比|共|计划|预计|争取|力争|年均|平均|扣除|每|各|不|占|是|"
    r"同比|实际|首次|人均$|总额$|总量$|总数$|分别|按照|根据|增长|增加|提高|下降)|"
    r"[的了和与及或到至近约超由从比所有共又将已还也为是有达]$|实际$|比|分别|计划|目标|力争|之一|平均|年均|预计|达到|左右|不"
)
_DANGLING: Final = re.compile(
    r"^(?:这|该|其|此|它|他|对此|为此|与此|也|并|还|上述|以上|后者|前者|前款|前项|如果|但)"
)
_ARTICLE: Final = re.compile(
    r"^(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五])?)[\s\u3000]+"
)
_JOINED: Final = re.compile(
    r"^(?:同时|此外|另外|而且|并且|其次|首先|最后|再次|特别是|总之|例如|比如|第[一二三四五六七八]|"
    r"[一二三四五六七八]是|[一二三四五六七八]要)[，,]?"
)
_OPENINGS: Final = (
    "经梳理，",
    "整理如下：",
    "结合检索到的内容，",
    "关于这个问题，",
    "答：",
    "根据材料内容，",
    "根据上文，",
    "材料里讲到，",
    "按文中说法，",
    "有关情况是：",
    "综上，",
    "据了解，",
)


def named(kinds: Mapping[str, Maker]) -> dict[str, Maker]:
    """Makers whose sentences bear the name of their kind."""

    def under(kind: str, maker: Maker) -> Maker:
        def make(scene: Scene) -> Utterance | None:
            made = maker(scene)
            return replace(made, kind=kind) if made is not None else None

        return make

    return {kind: under(kind, maker) for kind, maker in kinds.items()}


def told_by(ways: Mapping[str, Maker]) -> dict[str, Maker]:
    """Makers of true sentences that bear the name of their way."""

    def under(way: str, maker: Maker) -> Maker:
        def make(scene: Scene) -> Utterance | None:
            made = maker(scene)
            return replace(made, way=way) if made is not None else None

        return make

    return {way: under(way, maker) for way, maker in ways.items()}


def forged(scene: Scene, sources: Sequence[Source], body: str, wrong: str, truth: str) -> Utterance:
    """A false sentence that cites the passages of its sources; its kind is named later."""
    return _said(scene, sources, body, "forged", wrong, truth)


def truly(scene: Scene, sources: Sequence[Source], body: str) -> Utterance:
    """A true sentence that cites the passages of its sources; its way is named later."""
    return _said(scene, sources, body, HONEST, "", "")


def _said(
    scene: Scene, sources: Sequence[Source], body: str, kind: str, wrong: str, truth: str
) -> Utterance:
    for source in sources:
        scene.take(source)
    numbers = tuple(sorted({source.number for source in sources}))
    return Utterance(cite(body, numbers, scene.chance), kind, "", truth, numbers, wrong)


def standing(scene: Scene) -> Iterator[Source]:
    """The sentences not used yet that point at nothing outside themselves."""
    return (one for one in scene.fresh() if not _DANGLING.match(alone(one.body)))


def alone(body: str) -> str:
    """A sentence without the word that joins it to the one before, or numbers it."""
    return _JOINED.sub("", body.strip())


def opened(body: str, chance: random.Random) -> str:
    """A sentence as an answer has it: its article led in, or after an opening of this family."""
    article = _ARTICLE.match(body)
    if article:
        frame = chance.choice(("{a}的内容是，", "依{a}，", "{a}要求，", "从{a}来看，"))
        return frame.format(a=article[1]) + body[article.end() :]
    return (chance.choice(_OPENINGS) if chance.random() < 0.5 else "") + alone(body)


def replaced(source: Source, found: re.Match[str], wrong: str) -> str:
    """A sentence with the matched stretch put otherwise."""
    return source.body[: found.start()] + wrong + source.body[found.end() :]


def matching(pattern: str, retell: Retell, *, unless: str = "", counted: bool = True) -> Maker:
    """A false sentence of the first true one that a pattern fits.

    Parameters
    ----------
    unless
        A pattern that no sentence may have.
    counted
        Only sentences that measure something, or count more than ten of it.
    """
    fit = re.compile(pattern)

    def make(scene: Scene) -> Utterance | None:
        for source in standing(scene):
            if (counted and not measured(source)) or (unless and re.search(unless, source.text)):
                continue
            for found in fit.finditer(source.body):
                retold = retell(found, source, scene)
                if retold is not None and is_changed(retold[0], source):
                    body = opened(retold[0], scene.chance)
                    return forged(scene, [source], body, retold[1], found[0])
        return None

    return make


def exchanging(
    rules: Sequence[tuple[str, Sequence[str]]], *, unless: str = "", counted: bool = True
) -> Maker:
    """Words of a sentence put otherwise by the first rule that fits, the rest as it stands."""

    def make(scene: Scene) -> Utterance | None:
        for pattern, instead in scene.chance.sample(list(rules), len(rules)):

            def retell(
                found: re.Match[str], source: Source, scene: Scene, instead: Sequence[str] = instead
            ) -> Retold:
                fit = [w for w in map(found.expand, instead) if w not in source.body]
                if not fit or is_quoted(source.body, found.start()):
                    return None
                wrong = scene.chance.choice(fit)
                return replaced(source, found, wrong), wrong

            made = matching(pattern, retell, unless=unless, counted=counted)(scene)
            if made is not None:
                return made
        return None

    return make


def restating(pattern: str, restate: Restate, *, unless: str = "", counted: bool = True) -> Maker:
    """A true sentence of the first one that a pattern fits, put otherwise."""
    fit = re.compile(pattern)

    def make(scene: Scene) -> Utterance | None:
        for source in standing(scene):
            if (counted and not source.countable) or (unless and re.search(unless, source.text)):
                continue
            for found in fit.finditer(source.body):
                body = restate(found, source, scene)
                if body and is_changed(body, source):
                    return truly(scene, [source], opened(body, scene.chance))
        return None

    return make


def measured(source: Source) -> bool:
    """Whether a sentence has a percentage or counts more than ten of something."""
    return any(a.kind == "percent" or a.value > 10 for a in source.countable)


def is_changed(body: str, source: Source) -> bool:
    """Whether a sentence is not, word for word, a stretch of its passage."""
    return _letters(body) not in _letters(source.passage.text)


def _letters(text: str) -> str:
    return re.sub(r"[^\w.%]+", "", plain(text))


def is_quoted(body: str, at: int) -> bool:
    """Whether a place of a sentence lies between quotation or title marks."""
    before = body[:at]
    return any(before.count(a) > before.count(b) for a, b in ("“”", "‘’", "《》", "‚‛", "（）"))


def names(subject: str) -> bool:
    """Whether words name by themselves what is measured."""
    return len(subject) >= 3 and not _WEAK.search(subject)


def value(written: str) -> Fraction | None:
    """What the first number of some words amounts to."""
    found = amounts(plain(written))
    return found[0].value if found else None


def title(source: Source) -> str:
    """What the document of a sentence is called; empty where that is too long or too short."""
    found = re.match(r"《([^《》]{5,36})》(?=[（(\s]|$)", source.passage.head)
    return found[1] if found else ""
