"""Right numbers in the wrong place: another year, place, subject or citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from .amounts import Amount, keys, plain
from .behaviour import Utterance
from .forge_numbers import forged
from .phrasing import cite
from .scene import PLACES, Fact, Scene, Source, last_year, report_year

_COUNTRIES: Final = ("日本", "德国", "巴西", "印度")


def swapped_years(scene: Scene) -> Utterance | None:
    """The year of another sentence of the same passage."""
    for source, amount in _with_year(scene):
        others = {
            int(value)
            for kind, value in keys(source.passage.text)
            if kind == "number" and 1900 < value < 2060 and value.denominator == 1
        }
        named = {int(year.value) for year in source.years}
        others = {year for year in others - named if f"{year}年" in plain(source.passage.text)}
        if others:
            wrong = str(scene.chance.choice(sorted(others)))
            return forged(
                "swapped years", scene, source, amount.start, amount.end, wrong, amount.text
            )
    return None


def invented_year(scene: Scene) -> Utterance | None:
    """A year that no passage names."""
    for source, amount in _with_year(scene):
        years = [int(amount.value) + step for step in (-7, -4, -3, -2, -1, 1, 2, 3, 4, 6)]
        fit = [y for y in years if not _names_year(scene, y)]
        if fit:
            wrong = str(scene.chance.choice(fit))
            return forged(
                "invented year", scene, source, amount.start, amount.end, wrong, amount.text
            )
    return None


def _large(source: Source) -> bool:
    """Whether it has a number that is more than a small count of things."""
    return any(amount.kind == "percent" or amount.value > 10 for amount in source.countable)


def _names_year(scene: Scene, year: int) -> bool:
    return ("number", year) in scene.known or str(year) in scene.words


def year_of_report(scene: Scene) -> Utterance | None:
    """What a report tells of the year before, as if it were of its own year."""
    for source in scene.fresh():
        year, words = report_year(source.passage), last_year(source)
        if year and words and words[0] in ("去年", "过去一年") and source.countable:
            if re.search(r"比$|同$|较$|以$", source.text[: words.start()]):
                continue
            start, end = words.span()
            return forged(
                "year of the report", scene, source, start, end, f"{year}年", f"{year - 1}年"
            )
    return None


def prefixed_year(scene: Scene) -> Utterance | None:
    """A wrong year before a sentence that names none."""
    for source in scene.fresh():
        year = report_year(source.passage)
        if not year or source.years or not source.countable or last_year(source):
            continue
        if re.search(r"今年|明年|今后|五年|将", source.text) or not _large(source):
            continue
        wrong = scene.chance.choice([year - 6, year - 5, year + 3])
        if not _names_year(scene, wrong):
            return forged(
                "wrong year added", scene, source, 0, 0, f"{wrong}年，", f"{year}年的报告"
            )
    return None


def _with_year(scene: Scene) -> Iterator[tuple[Source, Amount]]:
    for source in scene.fresh():
        if source.countable:
            for amount in scene.chance.sample(source.years, len(source.years)):
                if not re.match(r"[-—－~～至到]", source.text[amount.end :]):
                    yield source, amount


def swapped_places(scene: Scene) -> Utterance | None:
    """The place of another sentence of the same passage."""
    for source in scene.fresh():
        near = [p for p in PLACES if p in source.passage.text and p not in source.text]
        for place in source.places:
            if near and source.countable:
                start = source.text.index(place)
                wrong = scene.chance.choice(near)
                return forged(
                    "swapped places", scene, source, start, start + len(place), wrong, place
                )
    return None


def invented_place(scene: Scene) -> Utterance | None:
    """A place that no passage names, in place of the one named."""
    for source in scene.fresh():
        if source.places and source.countable:
            place = scene.chance.choice(source.places)
            far = [p for p in (*PLACES, *_COUNTRIES) if p[:2] not in scene.words]
            if far:
                start, wrong = source.text.index(place), scene.chance.choice(far)
                return forged(
                    "invented place", scene, source, start, start + len(place), wrong, place
                )
    return None


def prefixed_place(scene: Scene) -> Utterance | None:
    """A place before a sentence that is about another one, or about the whole country."""
    for source in scene.fresh():
        about = re.search(r"全国|我国|全区|全县|地区生产总值", source.text)
        if about and source.countable and not source.places:
            far = [p for p in PLACES if p[:2] not in scene.words]
            if far:
                wrong = scene.chance.choice(far)
                start, end = about.span()
                instead = wrong + ("" if about[0] != "地区生产总值" else about[0])
                return forged(
                    "place put for the whole", scene, source, start, end, instead, about[0]
                )
    return None


def wrong_subject(scene: Scene) -> Utterance | None:
    """The number of another thing of the same passage, counted in the same unit."""
    for fact, other in _pairs(scene):
        source = fact.source
        if source.text in scene.used:
            continue
        scene.take(source)
        body = (
            source.text[: fact.amount.start] + other.amount.text + source.text[fact.amount.end : -1]
        )
        return Utterance(
            cite(body, [source.number], scene.chance), kind="wrong subject",
            truth=f"{fact.text}；{other.text}", cited=(source.number,), wrong=other.amount.text,
        )  # fmt: skip
    return None


def exchanged_names(scene: Scene) -> Utterance | None:
    """What is measured is called by the name of another thing of the same passage."""
    for fact, other in _pairs(scene):
        if fact.source.text in scene.used:
            continue
        start = fact.start
        return forged(
            "exchanged names", scene, fact.source, start, start + len(fact.subject),
            other.subject, fact.subject,
        )  # fmt: skip
    return None


def _pairs(scene: Scene) -> Iterator[tuple[Fact, Fact]]:
    """Two things of one passage that could be taken for one another."""
    facts = scene.facts
    for fact in scene.chance.sample(facts, len(facts)):
        for other in facts:
            if (
                other.measure == fact.measure
                and other.source.passage == fact.source.passage
                and other.amount.key != fact.amount.key
                and other.subject[-4:] != fact.subject[-4:]
                and other.subject not in fact.source.text[: fact.start]
                and fact.subject not in other.subject
                and other.subject not in fact.subject
            ):
                yield fact, other


def merged(scene: Scene) -> Utterance | None:
    """The time of one sentence with what another one tells of another time."""
    heads = {
        int(found[1]): (source, found[0])
        for source in scene.sources
        if (found := re.match(r"(?:到|至|截至)?(\d{4})年(?:底|末)?，?", source.text))
    }
    for second in scene.fresh():
        lead = re.match(r"(?:(\d{4})年(?:底|末)?|去年|全年|今年)，?", second.text)
        year = _told_of(second, lead) if lead and second.countable else None
        if lead is None or year is None:
            continue
        fit = [one for one in heads if one != year and f"{one}年" not in second.text]
        for head in scene.chance.sample(fit, len(fit)):
            first, words = heads[head]
            if first.text in scene.used or first == second:
                continue
            scene.take(second)
            cited = tuple(sorted({first.number, second.number}))
            return Utterance(
                cite(words + second.text[lead.end() : -1], cited, scene.chance),
                kind="merged sentences",
                truth=second.text,
                cited=cited,
                wrong=words,
            )
    return None


def _told_of(source: Source, lead: re.Match[str]) -> int | None:
    """The year that a sentence tells of, from the words at its head."""
    if lead[1]:
        return int(lead[1])
    year = report_year(source.passage)
    return (year if "今年" in lead[0] else year - 1) if year else None


def wrong_citation(scene: Scene) -> Utterance | None:
    """A true sentence that cites a passage which has none of its numbers."""
    for source in scene.fresh():
        own = {a.key for a in source.countable if a.value > 10}
        wrong = [p for p in scene.prompt.passages if not own & keys(p.text)]
        if own and wrong:
            scene.take(source)
            passage = scene.chance.choice(wrong)
            return Utterance(
                cite(source.body, [passage.number], scene.chance), kind="wrong citation",
                truth=f"[{source.number}]", cited=(passage.number,), wrong=f"[{passage.number}]",
            )  # fmt: skip
    return None


def invented_citation(scene: Scene) -> Utterance | None:
    """A true sentence that cites a passage which does not exist."""
    count = len(scene.prompt.passages)
    for source in scene.fresh():
        scene.take(source)
        number = scene.chance.choice([count + 1, count + 3, 99, 0, 9 if count < 9 else count + 9])
        return Utterance(
            cite(source.body, [number], scene.chance), kind="invented citation",
            truth=f"[{source.number}]", cited=(number,), wrong=f"[{number}]",
        )  # fmt: skip
    return None


def no_citation(scene: Scene) -> Utterance | None:
    """A true sentence with numbers that cites nothing."""
    for source in scene.fresh():
        if _large(source):
            scene.take(source)
            return Utterance(
                source.text, kind="number without citation", truth=f"[{source.number}]"
            )
    return None


PLACINGS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "swapped years": swapped_years,
    "invented year": invented_year,
    "year of the report": year_of_report,
    "wrong year added": prefixed_year,
    "swapped places": swapped_places,
    "invented place": invented_place,
    "place put for the whole": prefixed_place,
    "wrong subject": wrong_subject,
    "exchanged names": exchanged_names,
    "merged sentences": merged,
    "wrong citation": wrong_citation,
    "invented citation": invented_citation,
    "number without citation": no_citation,
}
