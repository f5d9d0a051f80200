"""Citations that do not bear a sentence out: of no passage, of another, of one of two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from .amounts import Amount, keys, plain
from .behaviour import Utterance
from .fifth_phrasing import (
    Maker,
    Stretch,
    forged,
    in_place,
    led,
    measured,
    stretches,
    telling,
    told_plainly,
)
from .fluent_phrasing import Plain, drawn
from .prompt import PromptPassage
from .scene import Scene, Source

_HIGH: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_Mark = Callable[[str, int, Scene], str]


def _rich(scene: Scene) -> Iterator[Source]:
    """Sentences with a number above ten or a percentage."""
    for source in scene.fresh():
        if measured(source):
            yield source


def _of_none(mark: _Mark) -> Maker:
    """A true sentence whose every marker names a passage that is not there."""

    def make(scene: Scene) -> Utterance | None:
        for source in _rich(scene):
            scene.take(source)
            beyond = len(scene.prompt.passages) + scene.chance.choice([1, 2, 4, 11])
            return Utterance(
                mark(source.body, beyond, scene), "forged", "", f"[{source.number}]", (), ""
            )
        return None

    return make


def _without(source: Source, scene: Scene) -> list[PromptPassage]:
    """The passages that have none of the numbers of a sentence."""
    own = {a.key for a in source.countable if a.value > (1 if a.kind == "percent" else 10)}
    values = {value for _, value in own}
    return [
        passage
        for passage in scene.prompt.passages
        if own
        and not values & {value for _, value in keys(passage.text + passage.head)}
        and plain(source.text) not in plain(passage.text)
    ]


def _half_of_none(scene: Scene) -> Utterance | None:
    """One marker of a passage that has none of the numbers, one of no passage."""
    for source in _rich(scene):
        others = _without(source, scene)
        if others:
            scene.take(source)
            other = scene.chance.choice(others).number
            beyond = len(scene.prompt.passages) + scene.chance.choice([1, 3])
            text = f"{led(source.body, scene.chance)}[{other}][{beyond}]。"
            return Utterance(text, "forged", "", f"[{source.number}]", (other,), "")
    return None


# ---- of another passage


def _cited_instead(choose: Callable[[Source, list[PromptPassage]], list[PromptPassage]]) -> Maker:
    """A true sentence that cites one of the passages that have none of its numbers."""

    def make(scene: Scene) -> Utterance | None:
        for source in _rich(scene):
            others = choose(source, _without(source, scene))
            if others:
                scene.take(source)
                passage = scene.chance.choice(others)
                body = led(source.body, scene.chance)
                text = scene.chance.choice(
                    (f"{body}[{passage.number}]。", f"{body}。[{passage.number}]")
                )
                return Utterance(text, "forged", "", f"[{source.number}]", (passage.number,), "")
        return None

    return make


def _same_document(source: Source, others: list[PromptPassage]) -> list[PromptPassage]:
    name = source.passage.head[:16]
    return [one for one in others if name and one.head[:16] == name]


def _same_words(source: Source, others: list[PromptPassage]) -> list[PromptPassage]:
    words = {found[1] for found in re.finditer(r"(?=([\u4e00-\u9fff]{4}))", source.text)}
    return [one for one in others if any(word in one.text for word in words)]


def _several(scene: Scene) -> Utterance | None:
    """Two or three citations, all of passages without the numbers."""
    for source in _rich(scene):
        others = _without(source, scene)
        if len(others) >= 2:
            scene.take(source)
            numbers = sorted(p.number for p in scene.chance.sample(others, min(3, len(others))))
            marks = scene.chance.choice(
                ("".join(f"[{n}]" for n in numbers), f"[{', '.join(map(str, numbers))}]")
            )
            text = f"{led(source.body, scene.chance)}{marks}。"
            return Utterance(text, "forged", "", f"[{source.number}]", tuple(numbers), "")
    return None


def _exchanged(scene: Scene) -> Utterance | None:
    """Two sentences, each with the citation of the other."""
    picked = [one for one in _rich(scene) if len(one.text) < 90]
    for first in picked:
        for second in picked:
            apart = first.number != second.number
            if (
                apart
                and second.passage in _without(first, scene)
                and first.passage in _without(second, scene)
            ):
                scene.take(first)
                scene.take(second)
                text = f"{first.body}[{second.number}]。{second.body}[{first.number}]。"
                numbers = tuple(sorted((first.number, second.number)))
                return Utterance(text, "forged", "", "出处互换", numbers, "")
    return None


# ---- of one passage, with something out of another


def _foreign(scene: Scene, stretch: Stretch) -> list[Amount]:
    """Amounts of passages not cited, of the same unit and size, that the cited one lacks."""
    own = stretch.source.passage
    known = {value for _, value in keys(own.text + own.head)}
    return [
        amount
        for other in scene.sources
        if other.number != stretch.source.number
        for amount in other.countable
        if amount.kind == stretch.amount.kind
        and amount.unit == stretch.amount.unit
        and amount.multiplier == stretch.amount.multiplier
        and amount.value not in known
        and amount.value > (1 if amount.kind == "percent" else 10)
    ]


def _borrowed(*, anew: bool, percent: bool | None) -> Maker:
    """A number that stands only in a passage that is not cited."""

    def make(scene: Scene) -> Utterance | None:
        for stretch in stretches(scene, percent=percent):
            fit = _foreign(scene, stretch)
            fact = told_plainly(stretch)
            if not fit or (anew and fact is None):
                continue
            wrong = scene.chance.choice(fit).text + stretch.unit
            if not anew or fact is None:
                return in_place(scene, stretch.source, stretch.start, stretch.end, wrong)
            body = telling(fact.subject, fact.time, wrong, scene.chance)
            return forged(scene, [stretch.source], body, wrong, fact.fact.text)
        return None

    return make


def _appended(frame: str) -> Maker:
    """A sentence of one passage with a fact of another one, which is not cited."""

    def make(scene: Scene) -> Utterance | None:
        facts = drawn(scene)
        for source in scene.fresh():
            for fact in facts:
                if not _foreign_fact(fact, source) or len(source.text) > 100:
                    continue
                words = f"{fact.time}{fact.subject}为{fact.number}"
                body = frame.format(b=source.body, x=words)
                return forged(scene, [source], body, fact.number, f"另见[{fact.source.number}]")
        return None

    return make


def _foreign_fact(fact: Plain, source: Source) -> bool:
    known = {value for _, value in keys(source.passage.text + source.passage.head)}
    return fact.source.number != source.number and fact.amount.value not in known


FIFTH_CITATIONS: Final[dict[str, dict[str, Maker]]] = {
    "citation of no passage": {
        "two of them": _of_none(lambda b, n, _: f"{b}[{n}][{n + 2}]。"),
        "a list": _of_none(lambda b, n, _: f"{b}[{n}, {n + 3}]。"),
        "a span": _of_none(lambda b, n, _: f"{b}[{n}-{n + 2}]。"),
        "small and high": _of_none(lambda b, n, _: f"{b}{str(n).translate(_HIGH)}。"),
        "at the head": _of_none(lambda b, n, _: f"根据[{n}]，{b}。"),
        "in words": _of_none(lambda b, n, _: f"{b}（见资料[{n}]）。"),
        "beside one that lacks it": _half_of_none,
    },
    "cited beside its passage": {
        "of the same document": _cited_instead(_same_document),
        "of the same words": _cited_instead(_same_words),
        "several, none of them it": _several,
        "two exchanged": _exchanged,
    },
    "number of a passage not cited": {
        "in its place": _borrowed(anew=False, percent=False),
        "a percentage": _borrowed(anew=False, percent=True),
        "told anew": _borrowed(anew=True, percent=None),
    },
    "fact of a passage not cited": {
        "put behind": _appended("{b}，{x}"),
        "put behind as a consequence": _appended("{b}，同期{x}"),
        "put before": _appended("{x}，{b}"),
        "in brackets": _appended("{b}（{x}）"),
    },
}
