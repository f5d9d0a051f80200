"""True numbers told of another document, issuer, section or article, and sources made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from . import audit
from .amounts import amounts, han, keys
from .behaviour import Utterance
from .fifth_phrasing import words_of
from .prompt import PromptPassage
from .scene import Scene, Source
from .sixth_phrasing import (
    HAN,
    Maker,
    bare,
    changed,
    clear,
    forged,
    issuer_of,
    opened,
    told_elsewhere,
)

_TITLE: Final = re.compile(r"^《([^《》]{2,60})》")
_SHORT: Final = re.compile(r"^(.{4,30}?)(?:——|－－|—).*$")
_TERM: Final = re.compile(
    rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})(?:个工作日|个月|日|年|天)(?=内|以[上下内]|届满|为限|的|不|，)"
)
_SUM: Final = re.compile(
    rf"(?:\d+(?:\.\d+)?|[{HAN}]{{1,3}})(?:万元|千元|元|倍|[%％])以[上下]|百分之[{HAN}]{{1,4}}以[上下]"
)
_DATE_BEFORE: Final = re.compile(rf"(?:月|年|[\d.．{HAN}○〇]|[之每第自])$")


def _name(passage: PromptPassage) -> str:
    """A document's name as a model would repeat it, without the words behind a dash."""
    found = _TITLE.search(passage.head)
    title = found[1] if found else ""
    short = _SHORT.match(title)
    if short is None or (short[1].endswith("政府工作报告") and not re.search(r"\d{4}", short[1])):
        return title
    return short[1]


def _of_document(scene: Scene, *, both: bool) -> Utterance | None:
    """A fact with the title of a document that does not have it."""
    for source in clear(scene):
        own = _name(source.passage)
        fit = [p for p in told_elsewhere(scene, source) if len(_name(p)) > 5 and _name(p) != own]
        if not both:
            known = words_of(scene, [source.number])
            fit = [p for p in fit if audit.absent_numbers(_name(p), known)]
        if not fit or not own or re.search("本[法条规办]", source.text):
            continue
        other = scene.chance.choice(fit)
        frame = scene.chance.choice(
            ("《{t}》提出，{b}", "据《{t}》，{b}", "{b}，这是《{t}》中的内容")
        )
        body = frame.format(t=_name(other), b=bare(source))
        also = next((one for one in scene.sources if one.passage == other), None)
        sources = [source, also] if both and also else [source]
        if both == bool(also) or not both:
            return forged(scene, sources, body, _name(other), own)
    return None


def _of_issuer(scene: Scene) -> Utterance | None:
    """A fact said to be told by the body that issued another document."""
    for source in clear(scene):
        own = issuer_of(source.passage)
        fit = [
            issuer_of(p)
            for p in told_elsewhere(scene, source)
            if issuer_of(p) and issuer_of(p)[-4:] != own[-4:] and own not in issuer_of(p)
        ]
        fit = [one for one in fit if one not in own]
        if own and fit:
            wrong = scene.chance.choice(fit)
            frame = scene.chance.choice(
                ("{i}明确，{b}", "{i}在文件中提到，{b}", "按照{i}的说法，{b}")
            )
            body = frame.format(i=wrong, b=bare(source))
            return forged(scene, [source], body, wrong, own)
    return None


def _of_section(scene: Scene) -> Utterance | None:
    """A sentence said to stand in another section of its document."""
    for source in clear(scene):
        own = source.passage
        for other in scene.prompt.passages:
            found = re.search(
                r"(?:） |> )(?:[一二三四五六七八九十]+、|（[^）]+）)?([^>（）\d]{4,26})$",
                other.head,
            )
            same = own.head[:16] == other.head[:16] and source.body[:14] not in other.text
            if not found or not same or found[1] in own.head or own.head[-6:] in other.head:
                continue
            known = words_of(scene, [source.number])
            if re.search(r"[《》“”]", found[1]) or audit.absent_numbers(found[1], known):
                continue
            frame = scene.chance.choice(
                ("“{h}”一节写道，{b}", "在“{h}”这一部分，文件提到，{b}", "{b}（见“{h}”部分）")
            )
            body = frame.format(h=found[1].strip(), b=bare(source))
            return forged(scene, [source], body, found[1].strip(), own.head[-20:])
    return None


# ---- rules


def _of_another_rule(find: re.Pattern[str], head: str) -> Maker:
    """The term or the sum of one article told of what another article is about; both cited."""

    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            if not re.search(head, source.passage.head):
                continue
            for found in _found(find, source):
                unit = re.sub(rf"[\d{HAN}]", "", found[0])
                fit = [
                    (one[0], other)
                    for other in scene.sources
                    if other.text != source.text
                    for one in _found(find, other)
                    if re.sub(rf"[\d{HAN}]", "", one[0]) == unit
                    and keys(one[0])
                    and not keys(one[0]) & keys(source.text)
                    and re.search(head, other.passage.head)
                    and not _follows(one[0], found[0])
                ]
                if fit:
                    wrong, other = scene.chance.choice(fit)
                    return changed(scene, source, *found.span(), wrong, (other,))
        return None

    return make


def _follows(told: str, true: str) -> bool:
    """Whether 15%以上 is told where 80%以上 is true: that would be no lie."""
    mine, theirs = ([amount.value for amount in amounts(text)] for text in (told, true))
    if not mine or not theirs:
        return True
    return ("以上" in told and mine < theirs) or ("%以下" in told and mine > theirs)


def _found(find: re.Pattern[str], source: Source) -> Iterator[re.Match[str]]:
    for found in find.finditer(source.body):
        if not _DATE_BEFORE.search(source.body[: found.start()]):
            yield found


# ---- sources that are not there


def _sourced(write: Callable[[str, int], str], *, led: bool = True) -> Maker:
    """A true sentence whose only source is named in a way of its own, and is none."""

    def make(scene: Scene) -> Utterance | None:
        for source in clear(scene, 120):
            scene.take(source)
            beyond = len(scene.prompt.passages) + scene.chance.choice([1, 2, 3, 6])
            body = opened(bare(source), scene.chance) if led else bare(source)
            text = write(body, beyond)
            return Utterance(text, "forged", "", f"[{source.number}]", (), "")
        return None

    return make


def _located(*frames: str) -> Maker:
    """A true sentence with a page or a chapter that nothing in the passage bears out."""

    def make(scene: Scene) -> Utterance | None:
        for source in clear(scene, 120):
            number = scene.chance.randint(3, 46)
            place = scene.chance.choice(frames).format(n=number, h=han(number % 9 + 12))
            known = words_of(scene, [source.number])
            if audit.absent_numbers(place, known) and not re.search("章|节", source.passage.head):
                body = f"{bare(source)}（{place}）"
                return forged(scene, [source], body, place, "原文没有页码和这一章节")
        return None

    return make


SIXTH_SOURCES: Final[dict[str, dict[str, Maker]]] = {
    "fact of another document": {
        "citing both": lambda scene: _of_document(scene, both=True),
    },
    "fact told by another issuer": {"in the lead": _of_issuer},
    "fact of another section": {"by heading": _of_section},
    "term or sum of another rule": {
        "term": _of_another_rule(_TERM, r"^《[^》]*(?:法|条例|办法|意见|通知|规定)"),
        "sum or share": _of_another_rule(_SUM, ""),
    },
}
SIXTH_UNSOURCED: Final[dict[str, dict[str, Maker]]] = {
    "document named that is not cited": {
        "in the lead": lambda scene: _of_document(scene, both=False),
    },
    "source named that is none": {
        "as a footnote": _sourced(lambda b, n: f"{b}[^{n}]。"),
        "below the answer": _sourced(lambda b, n: f"{b}。\n\n参考来源：[{n}]"),
        "in superscript": _sourced(lambda b, n: f"{b}<sup>[{n}]</sup>。"),
        "as a passage by number": _sourced(lambda b, n: f"{b}（见第{n}段资料）。"),
        "in words before it": _sourced(lambda b, n: f"资料{n}提到，{b}。", led=False),
    },
    "page or chapter invented": {
        "page": _located("原文第{n}页", "见第{n}页", "P{n}"),
        "chapter": _located("第{h}章", "见第{h}节"),
    },
}
