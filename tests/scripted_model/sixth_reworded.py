"""True sentences in other words: agents moved, rights, causes put last, comparisons, bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .behaviour import Utterance
from .fifth_phrasing import Maker, truly
from .fluent_phrasing import bare
from .scene import Scene
from .sixth_honest import SIXTH_SHAPES
from .sixth_phrasing import AMOUNT, HAN, N, alone, clauses, is_quoted, opened

_BY: Final = re.compile(
    r"([^，。；：“”]{4,44}?)，?由([^，。；：由的]{2,16}?)(规定|制定|负责|承担|负担|决定)"
)
_CAUSE: Final = re.compile(r"(?:由于|因为)([^，。；：“”]{4,40})，([^。；：“”]{8,60})")
_EACH: Final = re.compile(
    rf"(?:^|(?<=[，；]))(?P<a>[\u4e00-\u9fff]{{2,16}}?)(?:、|和|与)(?P<b>[\u4e00-\u9fff]{{4,16}}?)，?"
    rf"分别(?P<v>(?:实际|同比)?(?:增长|达到|下降|提高|为|达|完成|减少))(?P<x>{AMOUNT})(?:和|、|及)"
    rf"(?P<y>{AMOUNT})(?=[，。；]|$)"
)
# Each says the same wherever its pattern matches.
_RULES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "有权 in other words": (
        (
            r"(?<![所没拥享具国产])有权(?=[\u4e00-\u9fff])(?![利限威益力属人关者]|机关|部门)",
            "有权利",
        ),
    ),
    "较 for 比": (
        (r"比(上年|去年)(?=同期|增|减|下降|提高|上升|多|少|净|实际)", r"较\1"),
        (r"同比(?=增长|增加|下降|提高|减少|上升)", "与上年同期相比"),
    ),
    "rise and fall in other verbs": (
        (rf"(?<=[年期比际])增长(?={N}[%％])", "增加"),
        (rf"下降(?={N}[%％])", "降低"),
    ),
    "突破 as 超过": ((rf"突破(?={N}(?:亿|万|[吨人元家户%％]))", "超过"),),
    "人均 spelt out": ((r"(?<!年)人均(?=[\u4e00-\u9fff]{2})", "平均每人"),),
    "currency named": (
        (rf"({N}(?:万亿|亿|万)元)(?=[，。；]|$)", r"\1人民币"),
    ),
    "及以上": (
        (
            rf"((?:{N}|[{HAN}]{{1,3}})(?:年|人|元|万元|亿元|个|户|名|[%％]))以上(?=[，。；的]|$)",
            r"\1及以上",
        ),
    ),
    "sign of a range exchanged": (
        (r"(?<=[\d%％])(?:—|——|－|-|～|~)(?=\d)", "至"),
        (r"(?<=\d)(?:至|到)(?=\d{1,4}[^\d年月日])", "～"),
    ),
    "包括 as 涵盖": ((r"(?<![不也和])包括(?!但|在内|本数)(?=[\u4e00-\u9fff]{2})", "涵盖"),),
    "连续 as 接连": ((rf"连续(?=(?:{N}|[{HAN}]{{1,3}})年)", "接连"),),
}  # fmt: skip


def _reworded(way: str) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        for source in alone(scene, 120):
            for pattern, instead in _RULES[way]:
                found = re.search(pattern, source.body)
                if found and not is_quoted(source, found.start()):
                    wording = found.expand(instead)
                    body = source.body[: found.start()] + wording + source.body[found.end() :]
                    return truly(way, scene, [source], opened(body, scene.chance))
        return None

    return make


def agent_first(scene: Scene) -> Utterance | None:
    """具体办法由国务院规定 as 国务院规定具体办法."""
    for source in alone(scene):
        found = _BY.fullmatch(bare(source))
        if found is None or re.search("应当|可以|依法|共同|不|分别|直接", found[2]):
            continue
        if not re.search(r"^[对在因经如]|应当|可以|[的时]$|不|、", found[1]):
            body = f"{found[2]}{found[3]}{found[1]}"
            return truly("agent put first", scene, [source], body)
    return None


def cause_last(scene: Scene) -> Utterance | None:
    """由于A，B as B，原因是A."""
    for source in alone(scene, 110):
        found = _CAUSE.fullmatch(bare(source))
        if (
            found
            and found[2].count("，") < 2
            and not re.match("由于|为|因此|所以|而|并|以及|加上", found[2])
        ):
            frame = scene.chance.choice(("{b}，原因是{a}", "{b}，这是由于{a}"))
            body = frame.format(a=found[1], b=found[2])
            return truly("cause put last", scene, [source], body)
    return None


def taken_apart(scene: Scene) -> Utterance | None:
    """A和B分别增长x和y as A增长x，B增长y."""
    for source in alone(scene, 120):
        found = _EACH.search(source.body)
        if not found or is_quoted(source, found.start()):
            continue
        shared = found["a"].endswith("城镇") and found["b"].startswith("农村")
        if shared or (len(found["a"]) > 3 and found["a"][-2:] == found["b"][-2:]):
            first = found["a"] + (found["b"].removeprefix("农村") if shared else "")
            words = f"{first}{found['v']}{found['x']}，{found['b']}{found['v']}{found['y']}"
            body = source.body[: found.start()] + words + source.body[found.end() :]
            return truly("分别 taken apart", scene, [source], body)
    return None


def with_gap(scene: Scene) -> Utterance | None:
    """“first clause……last clause”."""
    for source in alone(scene, 110):
        parts = clauses(bare(source))
        middle = "，".join(parts[1:-1])
        unfit = re.search(r"[“”《》；：‘’（）]", bare(source)) or re.search(
            "不|非|除|但|未|无", middle
        )
        if len(parts) < 3 or unfit or min(len(parts[0]), len(parts[-1])) < 7:
            continue
        # A number told behind the gap would seem to be the first clause's.
        if re.search("[的时后]$", parts[0]) or re.search(rf"[\d{HAN}]", parts[-1]):
            continue
        frame = scene.chance.choice(("原文写道“{a}……{b}”", "文件提到：“{a}……{b}”"))
        body = frame.format(a=parts[0], b=parts[-1])
        return truly("quotation with a gap", scene, [source], body)
    return None


SIXTH_WORDINGS: Final[dict[str, Maker]] = {
    **SIXTH_SHAPES,
    **{way: _reworded(way) for way in _RULES},
    "agent put first": agent_first,
    "cause put last": cause_last,
    "分别 taken apart": taken_apart,
    "quotation with a gap": with_gap,
}
