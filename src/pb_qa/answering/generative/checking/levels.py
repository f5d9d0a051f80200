"""Whether a level keeps its stage, its growth, its time and its part of a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

_UNIT: Final = "(?:万亿|[万亿])?(?:美元|平方米|公里|[\u4e00-\u9fff]|千瓦|吨)"
_LEVEL: Final = re.compile(f"(?<![0-9.])[0-9]+(?:\\.[0-9]+)?(?!年|月|日|[0-9.%])(?:{_UNIT})?")
_CUT: Final = re.compile("[,;。:\n]")
_STAGES: Final = (
    "签约|协议|合同|签订|意向",
    "完成|实现",
    "到位|落实|拨付",
    "计划|拟|预计|规划",
    "开工|动工|启动",
    "竣工|建成|完工|投产",
    "批准|核准|审批|批复|立项",
    "在建|续建",
    "申请|申报",
)
_STAGE: Final = re.compile("|".join(f"(?P<s{i}>{one})" for i, one in enumerate(_STAGES)))
_NEAR: Final = 8
_GROWTH: Final = re.compile(
    "(?:同比|较?比?上年|比去年|较去年)[^,;。0-9]{0,6}(?:增长|增加|提高|上升|下降|减少)[^,;。0-9]{0,2}(?P<rate>[0-9.]+%)"
)
_SAME_THING: Final = re.compile(
    "占|计划|目标|任务|其中|比|为|约|较|净|增[加长]|减少|超|相当|人均|平均|每|预算|达到?|完成[0-9]"
)
_FEWEST: Final = 3
_RISE: Final = re.compile(
    "[由从](?P<year>[0-9]{4}年|[上去前]年|上1年|年初)(?:同期|底|末)?的?[^,;。0-9]{0,8}(?P<start>[0-9.]+)[^,;。0-9]{0,6}"
    "(?:增加|提高|上升|下降|减少|发展|扩大|增长|上涨|降低|增|升|降|减)(?:到|至|为)[^,;。0-9]{0,3}(?P<end>[0-9.]+)"
)
_WHOLE: Final = re.compile(
    "(?P<whole>[^,;。:\n]{4,}?)(?P<all>[0-9.]+)(?P<unit>[^,;。0-9]{1,4}),(?:其中|内)[:,]?"
    "(?P<part>(?:[0-9]{4}年)?[^,;。:0-9]{0,12})(?P<some>[0-9.]+)(?P=unit)"
)
_VERB: Final = re.compile("(?:为|达到?|是|有|突破|超过|完成|实现|约|共)+$")
_SHORTEST: Final = 4
_RANKED: Final = re.compile(
    "(?P<one>[0-9.]+(?:万亿|[万亿])?)[^,;。0-9()]{0,4}\\)?比[^,;。0-9]{2,30}?(?P<two>[0-9.]+(?:万亿|[万亿])?)"
    "[^,;。0-9()]{0,4}\\)?(?:还要|更|要|还)?(?P<how>[多高大少低小])(?![0-9约出于])"
)
_TIMES: Final = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


def other_stage_of_level(form: str, sources: Sequence[str]) -> str:
    """签约投资 for 完成投资: in Chinese what is wrong; else empty."""
    for match in _LEVEL.finditer(form):
        said = _stage_before(form, match.start())
        if said is None:
            continue
        places = re.compile(f"(?<![0-9.]){re.escape(match[0])}")
        theirs = [_stage_before(text, m.start()) for text in sources for m in places.finditer(text)]
        named = [one for one in theirs if one is not None]
        if named and len(named) == len(theirs) and said[0] not in {one[0] for one in named}:
            return f"“{said[1]}{match[0]}”与原文不符，原文写的是“{named[0][1]}{match[0]}”"
    return ""


def growth_of_neighbour(form: str, sources: Sequence[str]) -> str:
    """A growth put behind a level that has another one between in the source; else empty."""
    for match in _GROWTH.finditer(form):
        own = _level_before(form, match.start())
        if own is None:
            continue
        places = [
            (text, m)
            for text in sources
            for m in _GROWTH.finditer(text)
            if m["rate"] == match["rate"]
        ]
        nearest = [_level_before(text, m.start()) for text, m in places]
        if not places or not all(
            level is not None and level[0] != own[0] and _is_between(text, own[0], level[1])
            for (text, _), level in zip(places, nearest, strict=True)
        ):
            continue
        level = nearest[0]
        return f"“{match[0]}”在原文中说的是“{level[0]}”，不是“{own[0]}”" if level else ""
    return ""


def end_told_of_start(form: str, sources: Sequence[str]) -> str:
    """1954年是106个 where it rose from that year's 97 to 106; else empty."""
    for source in sources:
        for match in _RISE.finditer(source):
            year, end = match["year"], match["end"]
            told = re.compile(
                f"(?<![由从比较自与]){year}(?![0-9起]|以来)[^,;。]*?(?<![0-9.]){end}(?![0-9.])"
            )
            for own in told.finditer(form):
                has_start = re.search(f"(?<![0-9.]){match['start']}(?![0-9.])", form)
                if not (has_start or re.search("[0-9]{4}年|[比较与]|以来", own[0][len(year) :])):
                    return f"“{end}”在原文中不是{year}的数字，{year}是{match['start']}"
    return ""


def part_told_as_whole(form: str, sources: Sequence[str]) -> str:
    """合计为六千亿元，其中去年为一千亿元 told as 合计一千亿元; else empty."""
    for source in sources:
        for match in _WHOLE.finditer(source):
            some = re.search(f"(?<![0-9.]){match['some']}{re.escape(match['unit'])}", form)
            if some is None or re.search(f"(?<![0-9.]){match['all']}(?![0-9.])", form):
                continue
            whole, part = _VERB.sub("", match["whole"]), _VERB.sub("", match["part"])
            before = form[: some.start()]
            shared = SequenceMatcher(None, before, whole, autojunk=False).find_longest_match()
            is_head = shared.b + shared.size == len(whole)
            if shared.size < _SHORTEST or not is_head or not part:
                continue
            rest = f"{before[: shared.a]} {before[shared.a + shared.size :]}"
            if "其中" not in rest and not any(pair in rest for pair in _pairs(part)):
                return f"“{match['some']}{match['unit']}”在原文中只是“{whole}”的一部分（{part}）"
    return ""


def wrongly_ranked(form: str) -> str:
    """603亿 told as more than 1.42万亿; else empty."""
    for match in _RANKED.finditer(form):
        one, two = _value(match["one"]), _value(match["two"])
        if (one < two) if match["how"] in "多高大" else (one > two):
            return f"“{match['one']}”并不比“{match['two']}”{match['how']}"
    return ""


def _stage_before(text: str, at: int) -> tuple[int, str] | None:
    """The stage named last in the clause before a place: its group and the words from it on."""
    clause = _CUT.split(text[max(0, at - _NEAR) : at])[-1]
    if any(character.isdigit() for character in clause):
        return None
    found = list(_STAGE.finditer(clause))
    if not found:
        return None
    groups = {int(str(match.lastgroup)[1:]) for match in found}
    return (groups.pop(), clause[found[-1].start() :]) if len(groups) == 1 else None


def _level_before(text: str, at: int) -> tuple[str, int] | None:
    """The nearest level before a place in its sentence, and where it begins."""
    start = max(text.rfind(sign, 0, at) for sign in "。\n") + 1
    found = [match for match in _LEVEL.finditer(text, start, at)]
    return (found[-1][0], found[-1].start()) if found else None


def _is_between(text: str, own: str, at: int) -> bool:
    """Whether another thing, with its own level at a place, follows this level."""
    start = max(text.rfind(sign, 0, at) for sign in "。\n") + 1
    before = text[start:at]
    clauses = re.split("[,;]", before)
    words = clauses[-1]
    return (
        re.search(f"(?<![0-9.]){re.escape(own)}", ",".join(clauses[:-1])) is not None
        and len(words) >= _FEWEST
        and not _SAME_THING.search(words)
        and "分别" not in before
    )


def _value(words: str) -> float:
    number = re.match("[0-9]+(?:\\.[0-9]+)?", words)
    return float(number[0]) * _TIMES.get(words[number.end() :], 1) if number else 0.0


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


__all__ = [
    "end_told_of_start",
    "growth_of_neighbour",
    "other_stage_of_level",
    "part_told_as_whole",
    "wrongly_ranked",
]
