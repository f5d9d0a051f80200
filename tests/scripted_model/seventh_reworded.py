"""True sentences of the seventh family: numerals, order, frames and words put otherwise."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .amounts import Amount, amounts, decimal
from .behaviour import Utterance
from .scene import Scene, Source
from .seventh_honest import DIFFERENCES, SEVENTH_TOLD
from .seventh_phrasing import (
    ANY_NUMBER,
    YEAR,
    Maker,
    is_changed,
    is_quoted,
    opened,
    replaced,
    restating,
    standing,
    title,
    told_by,
    truly,
)
from .seventh_rules import CASES, EXCEPTION, HEAD_OF, cases_differ

_SIGNS: Final = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_HEADING: Final = re.compile(r"）\s+(?:.*> )?(?P<h>[^>]+)$")
_NUMBERED: Final = re.compile(
    r"^(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.、])\s*"
)
_ISSUED: Final = re.compile(
    r"》（(?P<i>[^（），\d]{3,16})，(?:[^，）]+，)?(?P<d>(?P<y>\d{4})-\d\d-\d\d)）"
)
_LEANING: Final = r"除外|但|不|\d|[０-９]|如果|只有|^，(?:就|才|则|即|是|由|的|而|使|又|应当|可以)"
_REWORDS: Final = (
    (r"(?<![项科题节栏数条])目前(?=[，\u4e00-\u9fff])", "眼下"),
    (r"大幅度(?=提高|增加|增长|下降|减少)", "大幅"),
    (r"有关部门", "相关部门"),
    (r"有关规定", "相关规定"),
    (r"十分(?=重要|突出|重视|明显|艰巨)", "非常"),
    (r"显著(?=提高|增强|改善|提升|成效)", "明显"),
    (r"(?<=[^，。；])加快(?=发展|推进|建设)", "加速"),
    (r"继续坚持", "仍然坚持"),
    (r"取得了(?=[^，。；]{0,10}(?:成绩|成就|进展|成效))", "获得了"),
    (r"不断(?=提高|完善|增强|改善|扩大)", "持续"),
    (r"努力(?=提高|增加|实现|扩大|改善)", "力求"),
    (r"进一步(?=完善|提高|扩大|改善)(?!..[到至了])", "更好地"),
    (r"主要是(?=[\u4e00-\u9fff]{4})", "主要在于"),
    (r"因此，", "所以，"),
    (r"为了(?=[\u4e00-\u9fff]{4})", "为"),
    (r"如果(?=[\u4e00-\u9fff]{3})", "若"),
)  # fmt: skip


def _narrow(scene: Scene) -> Utterance | None:
    """Wide digits as models write them."""
    for source in standing(scene):
        if re.search("[０-９]", source.body) and source.countable:
            told = re.sub(
                "[０-９％]|(?<=[０-９])[．，](?=[０-９])",
                lambda found: unicodedata.normalize("NFKC", found[0]),
                source.body,
            )
            return truly(scene, [source], opened(told, scene.chance))
    return None


def _arabic(amount: Amount) -> str:
    """A Chinese numeral in digits, of the same value; empty where that is not short."""
    if not amount.chinese:
        return ""
    if amount.kind == "percent":
        written = decimal(amount.value)
        return f"{written}%" if written else ""
    # “两三年” is no twenty-three years.
    if amount.value < 10 or not re.search("[十百千万亿]", amount.text):
        return ""
    for size, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        if amount.value >= size:
            written = decimal(amount.value / size, 4)
            return f"{written}{name}" if written else ""
    return ""


def _in_digits(kind: str) -> Maker:
    def make(scene: Scene) -> Utterance | None:
        for source in standing(scene):
            told, at, done = "", 0, 0
            for one in source.countable:
                new = _arabic(one) if one.kind == kind else ""
                known = new and amounts(new + one.unit)[0].value == one.value
                rest = source.text[one.end :]
                if (
                    not known
                    or is_quoted(source.body, one.start)
                    or re.match("[余多几来半]|年代", rest)
                ):
                    continue
                told += source.body[at : one.start] + new
                at, done = one.end, done + 1
            if done:
                told += source.body[at:]
                return truly(scene, [source], opened(told, scene.chance))
        return None

    return make


def _year_in_digits(scene: Scene) -> Utterance | None:
    """一九五八年 as 1958年."""
    for source in standing(scene):
        told, count = re.subn(
            r"一九[零〇○一二三四五六七八九]{2}(?=年(?!代))",
            lambda found: found[0].translate(_SIGNS),
            source.body,
        )
        if count and source.countable:
            return truly(scene, [source], opened(told, scene.chance))
    return None


def _by_issuer(scene: Scene) -> Utterance | None:
    """A sentence with who says it, and in which document."""
    for source in standing(scene):
        issued, name = _ISSUED.search(source.passage.head), title(source)
        if issued and name and len(source.body) < 90 and not re.match("第.{1,8}条", source.body):
            if issued["i"] in name:
                continue
            frame = scene.chance.choice(("{i}在《{t}》中提到，{b}", "{b}（{i}，《{t}》）"))
            frame = "{i}通过的《{t}》规定，{b}" if name.endswith("法") else frame
            body = frame.format(i=issued["i"], t=name, b=source.body)
            return truly(scene, [source], body)
    return None


def _under_heading(scene: Scene) -> Utterance | None:
    """A sentence with the heading that it stands under."""
    for source in standing(scene):
        found = _HEADING.search(source.passage.head)
        heading = _NUMBERED.sub("", found["h"].strip()).removeprefix("关于") if found else ""
        # A sentence further down may stand under a heading of its own.
        before = source.passage.text.partition(source.text)[0]
        if re.search(
            r"\n\s*(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)", before
        ):
            continue
        if not 5 <= len(heading) <= 24 or re.search(r"^第|[“”《》\d０-９]", heading):
            continue
        frame = scene.chance.choice(
            ("在“{h}”这一部分，文件讲到：{b}", "“{h}”部分指出，{b}", "关于{h}，文件的说法是：{b}")
        )
        return truly(scene, [source], frame.format(h=heading, b=source.body))
    return None


def _cut(scene: Scene) -> Utterance | None:
    """A sentence up to its last figure, without the remark that follows."""
    for source in standing(scene):
        last = source.countable[-1] if source.countable else None
        if last is None or (last.kind == "number" and last.value <= 10):
            continue
        if re.search("[：；“]", source.body):
            continue
        after = source.body.find("，", last.end)
        rest = source.body[after:]
        if after > 12 and len(rest) > 6 and not re.search(_LEANING, rest):
            return truly(scene, [source], opened(source.body[:after], scene.chance))
    return None


def _two_joined(scene: Scene) -> Utterance | None:
    """Two neighbouring sentences of a passage in one."""
    fit = [one for one in standing(scene) if len(one.text) <= 60]
    for first in fit:
        text = first.passage.text
        after = text[text.find(first.text) + len(first.text) :]
        for second in fit:
            if second.number == first.number and after.lstrip("\n\u3000 ").startswith(second.text):
                join = scene.chance.choice(("；与此同时，", "；另一方面，", "；还有，"))
                body = f"{first.body}{join}{second.body}"
                return truly(scene, [first, second], opened(body, scene.chance))
    return None


def _reworded(scene: Scene) -> Utterance | None:
    """Words exchanged for words that say the same."""
    for source in standing(scene):
        body = source.body
        for pattern, instead in _REWORDS:
            body = re.sub(pattern, instead, body)
        if body != source.body and not re.search("[“”《]", body) and is_changed(body, source):
            return truly(scene, [source], opened(body, scene.chance))
    return None


def _this_year(scene: Scene) -> Utterance | None:
    """今年 in a yearly report, named as the year that it is."""
    for source in standing(scene):
        issued = _ISSUED.search(source.passage.head)
        found = re.search(r"(?<![^，。；])今年(?!\d|来|以来)", source.body)
        if issued and found and f"{issued['y']}年政府工作报告" in source.passage.head:
            body = replaced(source, found, f"{issued['y']}年")
            return truly(scene, [source], opened(body, scene.chance))
    return None


def _time_last(found: re.Match[str], source: Source, scene: Scene) -> str:
    if re.search(YEAR + r"|去年|今年|上年|年末|[；：“]|上半年|全年|上述|仍", found["r"]):
        return ""
    return f"{found['r']}（{found['t']}）"


def _exception(found: re.Match[str], source: Source, scene: Scene) -> str:
    frame = scene.chance.choice(("{h}{r}，不过{x}不在此列", "{h}{r}，例外情形是：{x}"))
    return frame.format(h=found["h"] or "", r=found["r"], x=found["x"] + (found["d"] or ""))


def _cases(found: re.Match[str], source: Source, scene: Scene) -> str:
    if not cases_differ(found):
        return ""
    told = f"这里要区分情况，{found['a']}{found['x']}；{found['b']}{found['y']}"
    return f"{found['h'] or ''}{told}"


def _replacing(pattern: str, instead: str, *, unless: str = "", counted: bool = False) -> Maker:
    def restate(found: re.Match[str], source: Source, scene: Scene) -> str:
        if is_quoted(source.body, found.start()):
            return ""
        return replaced(source, found, found.expand(instead))

    return restating(pattern, restate, unless=unless, counted=counted)


_TERM: Final = rf"{ANY_NUMBER}(?:个)?(?:工作日|年|月|日|天|元|人|周岁|万元|名)"

SEVENTH_REWORDED: Final[dict[str, Maker]] = told_by(
    {
        "wide digits made narrow": _narrow,
        "percentages in digits": _in_digits("percent"),
        "Chinese numerals in digits": _in_digits("number"),
        "Chinese year in digits": _year_in_digits,
        "said by its issuer": _by_issuer,
        "under its heading": _under_heading,
        "cut after the last figure": _cut,
        "neighbours joined": _two_joined,
        "other words, the same meaning": _reworded,
        "this year named": _this_year,
        "time put last": restating(
            rf"^(?P<t>{YEAR}|今年上半年|去年|五年来|全年|去年全年)，(?P<r>[^。]{{10,70}})$",
            _time_last,
        ),
        "exception put plainly": restating(EXCEPTION, _exception, counted=False),
        "two cases announced": restating(HEAD_OF + CASES, _cases, counted=False),
        "以上 as 达到或者超过": _replacing(
            rf"(?<![至到\d第])(?P<n>{_TERM})以上(?=[^，。；]{{0,8}}的，)",
            r"达到或者超过\g<n>",
            unless="其中",
        ),
        "及其 as 和其": _replacing(r"(?<=[\u4e00-\u9fff]{2})(?<!以)及其(?![他中余])", "和其"),
        "without delay": _replacing(r"(?<=应当)及时(?=[\u4e00-\u9fff])", "尽快"),
    }
)
SEVENTH_WORDINGS: Final[dict[str, Maker]] = {**SEVENTH_TOLD, **SEVENTH_REWORDED}
SEVENTH_DERIVED: Final = DIFFERENCES | {"this year named"}
