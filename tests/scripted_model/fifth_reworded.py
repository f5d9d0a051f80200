"""True sentences whose words are turned: conditions, bans, terms, shares, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .behaviour import Utterance
from .fifth_honest import FIFTH_TOLD
from .fifth_phrasing import Maker, led, truly
from .fluent_phrasing import bare, drawn
from .scene import Scene

_N: Final = r"[\d０-９]+(?:[.．][\d０-９]+)?"
_CASE: Final = re.compile(
    r"([^，。；：“”]{5,32})的，((?:由|应当|可以|不得|责令|依照|按照|给予|应|经|从|视为|处)[^：；“”]{4,80})"
)
_BAN: Final = re.compile(r"([^，。；：、“”]{2,14}?)不得([^，。；：少超低高多已“”]{3,40})")
_NOT_A_CASE: Final = re.compile(r"^(?:但|其中|对|有下列)|除外|规定的$|需要的$|应当|可以")
# Each says the same wherever its pattern matches.
_REWORDED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "term from its day": (
        (
            r"自([^，。；自]{2,20}?)之日起(?=[\d一二三四五六七八九十]+(?:个工作日|个月|日|天)内)",
            r"从\1之日算起",
        ),
        (r"自([^，。；自]{2,20}?之日)起，", r"从\1开始，"),
    ),
    "joining words exchanged": (
        (r"(?<=[\u4e00-\u9fff]{2})或者(?=[\u4e00-\u9fff]{2})", "或"),
        (r"(?<=[\u4e00-\u9fff]{2})以及(?=[\u4e00-\u9fff]{2})", "及"),
    ),
    "依照 as 按照": (
        (r"依照(?=本法|本条例|有关|前款|国家|法律|规定|下列)", "按照"),
        (r"根据(?=有关规定|国家有关|实际情况)", "按照"),
    ),
    "growth as 增幅": (
        (rf"同比增长({_N}[%％])(?=[，。；]|$)", r"同比增幅为\1"),
        (rf"(比上年|比去年|较上年)增长({_N}[%％])(?=[，。；]|$)", r"\1的增幅为\2"),
    ),
    "share turned": (
        (rf"(?<![^，。；])([^，。；：、\d占]{{3,16}})占([^，。；：、\d的比]{{3,12}})的(?:比重(?:达到|达|为)?)?({_N}[%％])(?=[，。；]|$)",
         r"在\2中，\1占\3"),
    ),
    "day as 号": ((r"(?<=\d月)(\d{1,2})日", r"\1号"),),
    "quantity words": (
        (r"截至(?=\d{4}年)", "到"),
        (r"(?<=[\d０-９])多(?=万|亿|个|名|家|人)", "余"),
        (r"(?<=[\d０-９])余(?=万|亿|个|名|家|人)", "多"),
    ),
}  # fmt: skip


def _reworded(way: str) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        for source in scene.fresh():
            if re.search(r"[“”‚‛]|《[^》]*(?:或者|以及)", source.text):
                continue
            for pattern, instead in _REWORDED[way]:
                body, count = re.subn(pattern, instead, bare(source))
                if count and not re.match(r"该|这|其|此", body):
                    return truly(way, scene, [source], led(body, scene.chance))
        return None

    return make


def as_condition(scene: Scene) -> Utterance | None:
    """…的，应当… as 如果…，应当…"""
    for source in scene.fresh():
        found = _CASE.fullmatch(bare(source))
        if found and not _NOT_A_CASE.search(found[1]) and not re.search("的，", found[2]):
            frame = scene.chance.choice(("如果{a}，{b}", "{a}的情况下，{b}", "遇到{a}的情形，{b}"))
            body = frame.format(a=found[1], b=found[2])
            return truly("case as a condition", scene, [source], body)
    return None


def as_ban(scene: Scene) -> Utterance | None:
    """用人单位不得… as 禁止用人单位…"""
    for source in scene.fresh():
        found = _BAN.fullmatch(bare(source))
        if found and not re.search(r"^(?:并|但|也|均|都|任何)|应当|因|时$|期间|后$", found[1]):
            body = f"禁止{found[1]}{found[2]}"
            return truly("不得 as 禁止", scene, [source], body)
    return None


def half_quoted(scene: Scene) -> Utterance | None:
    """The first clause in the document's own words, the rest told."""
    for source in scene.fresh():
        first, comma, rest = bare(source).partition("，")
        unfit = r"[“”‘’《》‚‛：；]|^(?:为|在|对|如|但|经|自|从|到|由|该|这|其|除|凡|以|当)"
        if comma and len(first) >= 8 and len(rest) >= 8 and len(source.text) < 90:
            torn = first[-1] in "的时后" or (first[-1].isdigit() and rest[0].isdigit())
            if torn or re.search(unfit, first) or re.search(r"[“”‘’]|^(?:的|该|其中|但)", rest):
                continue
            body = f"文件写明“{first}”，{rest}"
            return truly("half quoted", scene, [source], body)
    return None


def answer_first(scene: Scene) -> Utterance | None:
    """The number that is asked for, then the sentence that it stands in."""
    for one in drawn(scene):
        if len(one.source.text) < 80:
            frame = scene.chance.choice(
                ("答案是{n}，原文说的是{b}", "{n}。具体地说，{b}", "是{n}，即{s}{n}")
            )
            if frame.startswith("{n}。"):
                frame = "{n}，具体地说，{b}"
            body = frame.format(n=one.number, b=bare(one.source), s=one.subject)
            return truly("answer first", scene, [one.source], body)
    return None


FIFTH_WORDINGS: Final[dict[str, Maker]] = {
    **FIFTH_TOLD,
    **{way: _reworded(way) for way in _REWORDED},
    "case as a condition": as_condition,
    "不得 as 禁止": as_ban,
    "half quoted": half_quoted,
    "answer first": answer_first,
}
