"""True sentences in further ways: compared, read off a table, shortened, put in other signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import han
from .behaviour import Utterance
from .fluent_phrasing import bare, framed, honestly, same_unit_pairs
from .fourth_figures import cells
from .scene import Scene, Source

_ITEM: Final = r"[^，。；、：（）“”《》\d和及与或等的]{2,8}"
_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ASKED: Final = re.compile(r"^(.{6,28}?)(?:多少|，具体情况怎么样)？?$")
_TITLE: Final = re.compile(r"^《([^\d].{6,40}?|\d{4}年.{4,40}?)》(?=[（(]|$)")
_LABELS: Final = ("成文日期", "发布日期", "发文机关")
_EXCEPTIONS: Final = (
    (r"但是?，?([^，。；]{4,40}?)的?除外$", r"不过\1则不在此限"),
    (r"([^，。；]{0,14}另有规定)的，(?:从其规定|依照其规定|适用其规定)", r"\1时，按该规定办理"),
)
_WITHIN: Final = (
    (
        r"应当(在|于|自)([^，。；]{2,30}?[\d一二三四五六七八九十](?:个工作日|个月|日|天))内",
        r"应\1\2以内",
    ),
    (r"(?<=[\d一二三四五六七八九十])(个工作日|个月|日|天)内(?=[^，。；容部])", r"\1以内"),
)


def compared(scene: Scene) -> Utterance | None:
    """Two numbers and which of them is the greater, from either side."""
    for more, less in same_unit_pairs(scene):
        frame = scene.chance.choice(
            (
                "{a}为{x}，高于{b}的{y}",
                "{b}为{y}，低于{a}的{x}",
                "{a}（{x}）多于{b}（{y}）",
                "{b}{y}，少于{a}的{x}",
            )
        )
        body = frame.format(a=more.subject, x=more.number, b=less.subject, y=less.number)
        body = f"{more.time}，{body}" if more.time else body
        return honestly("comparison stated", scene, [more.source, less.source], body)
    return None


def table_row(scene: Scene) -> Utterance | None:
    """The cells of a table as a sentence."""
    for passage in scene.prompt.passages:
        row = {label: value for label, value in cells(passage) if label in _LABELS}
        source = Source(passage, "；".join(row.values()) + "。")
        if len(row) < 2 or source.text in scene.used:
            continue
        told = scene.chance.sample(list(row.items()), 2)
        frame = scene.chance.choice(("{}", "表中写明，{}", "按文件首页的信息，{}"))
        body = frame.format("，".join(f"{label}为{value}" for label, value in told))
        return honestly("table read aloud", scene, [source], body)
    return None


def shortened(scene: Scene) -> Utterance | None:
    """A long list with its first items and 等."""
    pattern = (
        r"(?<=包括|包含|加强|实行|建立|发展|完善|推进|开展|推广|健全|制定|涉及|做好|重点|主要|政府|组织)"
        rf"(?!改革)({_ITEM}、{_ITEM})((?:、{_ITEM}){{1,8}})(?=等)"
    )
    for source in scene.fresh():
        found = re.search(pattern, source.body)
        if found and not re.search(r"分别|[“”]|不|其中", source.body):
            rest = source.body[found.end() :].removeprefix("等")
            body = source.body[: found.end(1)] + "等" + rest
            return honestly("list shortened with 等", scene, [source], framed(body, scene.chance))
    return None


def exception_kept(scene: Scene) -> Utterance | None:
    """A rule with its exception in other words."""
    return _reworded("exception in other words", scene, _EXCEPTIONS)


def within(scene: Scene) -> Utterance | None:
    """A term in other words: 三十日内 is 三十日以内."""
    return _reworded("term in other words", scene, _WITHIN)


def _reworded(way: str, scene: Scene, rules: tuple[tuple[str, str], ...]) -> Utterance | None:
    for source in scene.fresh():
        for pattern, instead in rules:
            body, count = re.subn(pattern, instead, source.body)
            if count == 1:
                return honestly(way, scene, [source], framed(body, scene.chance))
    return None


def other_dates(scene: Scene) -> Utterance | None:
    """A date in another notation: 2014-03-05, 二〇一四年三月五日."""
    for source in scene.fresh():
        if not _DAY.search(source.body) or "“" in source.body:
            continue
        write = scene.chance.choice((_iso, _in_han))
        body = _DAY.sub(write, source.body)
        return honestly("date in another notation", scene, [source], framed(body, scene.chance))
    return None


def _iso(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _in_han(found: re.Match[str]) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in found[1])
    return f"{year}年{han(int(found[2]))}月{han(int(found[3]))}日"


def percent_words(scene: Scene) -> Utterance | None:
    """A percentage as 百分之 or 成."""
    for source in scene.fresh():
        found = re.search(r"(?<![\d.．—-])(\d{1,2})(?:\.(\d{1,2}))?[%％](?![左多—-])", source.body)
        if not found or "“" in source.body:
            continue
        value = Fraction(f"{found[1]}.{found[2] or 0}")
        if value.denominator == 1 and value % 10 == 0 and value:
            words = "一二三四五六七八九"[int(value) // 10 - 1] + "成"
        else:
            decimals = "".join("零一二三四五六七八九"[int(digit)] for digit in found[2] or "")
            words = f"百分之{han(int(found[1]))}" + (f"点{decimals}" if decimals else "")
        body = source.body[: found.start()] + words + source.body[found.end() :]
        return honestly("percentage in words", scene, [source], framed(body, scene.chance))
    return None


def asked(scene: Scene) -> Utterance | None:
    """The words of the question, and then the sentence that they stand in."""
    stem = _ASKED.match(scene.prompt.question.strip())
    for source in scene.fresh() if stem else ():
        if stem and stem[1] in source.text:
            frame = scene.chance.choice(
                (
                    "关于“{q}”，资料的记载是：{b}",
                    "您问的是{q}的情况，文件的说法是：{b}",
                    "就{q}这一问题，文中写道：{b}",
                )
            )
            body = frame.format(q=stem[1], b=bare(source))
            return honestly("question's words reused", scene, [source], body)
    return None


def two_documents(scene: Scene) -> Utterance | None:
    """What two documents say, each by its title."""
    every = [
        (source, named[1])
        for source in scene.fresh()
        if (named := _TITLE.match(source.passage.head))
        and 12 <= len(bare(source)) <= 60
        and not re.search(r"：|^(?:该|这|其|此|上述|前款|但)", bare(source))
    ]
    for source, title in every:
        for other, theirs in every:
            if title != theirs and not re.search(
                r"本[法条规通办意]|[“”]", source.text + other.text
            ):
                frame = scene.chance.choice(
                    ("《{s}》提到，{a}；《{t}》则写道，{b}", "据《{s}》，{a}；据《{t}》，{b}")
                )
                body = frame.format(s=title, a=bare(source), t=theirs, b=bare(other))
                return honestly("two documents side by side", scene, [source, other], body)
    return None


# Written in words that no source has, though they say just what it says.
FOURTH_DERIVED: Final = frozenset({"percentage in words"})
FOURTH_WORDINGS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "comparison stated": compared,
    "table read aloud": table_row,
    "list shortened with 等": shortened,
    "exception in other words": exception_kept,
    "term in other words": within,
    "date in another notation": other_dates,
    "percentage in words": percent_words,
    "question's words reused": asked,
    "two documents side by side": two_documents,
}
