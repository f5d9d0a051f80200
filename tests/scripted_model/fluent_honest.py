"""True sentences as fluent models write them: told anew, joined, listed, turned round."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .behaviour import Utterance
from .fluent_phrasing import (
    Plain,
    bare,
    drawn,
    framed,
    honestly,
    restated,
)
from .fluent_reckoning import FLUENT_RECKONINGS
from .phrasing import cite
from .scene import Scene, report_year

# Each means the same wherever its pattern matches.
_SYNONYMS: Final = (
    (r"(?<![不])应当(?=[^，。；])", "应该"),
    (r"必须(?=[^，。；])", "务必"),
    (r"有关部门", "相关部门"),
    (r"有关规定", "相关规定"),
    (r"应当依照", "应按照"),
    (r"(?:比上年|比去年)(?=增长[\d０-９])", "较上年"),
    (r"同比(?=增长[\d０-９])", "与上年同期相比"),
    (r"显著(?=提高|增强|改善|提升|增加)", "明显"),
    (r"显著(?=$|[，；])", "明显"),
    (r"共计(?=[\d０-９])", "一共"),
    (r"(?<![不])仅(?=[\d０-９])", "只有"),
    (r"按照(?=规定|计划|要求)", "依照"),
    (r"并且", "而且"),
    (r"如果", "假如"),
    (r"尚未", "还没有"),
    (r"十分(?=重要|必要|困难|明显|突出)", "非常"),
    (r"取得(?=了?(?:重大|显著|新的|明显)(?:成就|进展|成效))", "获得"),
    (r"例如", "比如"),
    (r"严厉打击", "从严打击"),
    (r"各级政府", "各级人民政府"),
    (r"不少于(?=[\d０-９一二三四五六七八九十])", "不低于"),
    (r"自(?=[^，。己然主动治来身]{1,10}之日起)", "从"),
    (r"下列", "以下"),
    (r"依法承担", "依照法律承担"),
)
_BOUNDS: Final = (
    (r"不(?:得)?超过(?=[\d０-９一二三四五六七八九十百])", ("最多为", "至多", "上限为")),
    (
        r"(?:不少于|不低于|不得少于|不得低于)(?=[\d０-９一二三四五六七八九十百])",
        ("至少", "最少", "起码"),
    ),
    (r"(?<![比较平划年])超过(?=[\d０-９])", ("多于", "高于", "大于")),
)
_DUTIES: Final = (
    (r"应当(?=[^，。；]{2})", ("须", "应", "需要")),
    (r"不得(?=[^，。；少超低高已\d]{2})", ("不能", "不可以")),
    (r"(?<![不还也都就才])可以(?=[^，。；]{2})(?![看说想预见])", ("可", "能够")),
)
_RULES: Final = re.compile(r"法》|法典》|条例》|办法|规定|细则|规则")


def retold(scene: Scene) -> Utterance | None:
    """What something amounts to, in a sentence of its own."""
    for one in drawn(scene):
        body = restated(one.subject, one.time, one.number, scene.chance)
        return honestly("fact told anew", scene, [one.source], body)
    return None


def joined(scene: Scene) -> Utterance | None:
    """Two facts of two sentences of one passage in one sentence."""
    for one, other in _two(scene):
        frame = scene.chance.choice(
            (
                "{x}；与此同时，{y}",
                "{x}，{y}",
                "{x}，而{y}",
                "一方面{x}，另一方面{y}",
                "资料既提到{x}，也提到{y}",
                "{x}；{y}",
            )
        )
        texts = [f"{f.time}{f.subject}为{f.number}" for f in (one, other)]
        body = frame.format(x=texts[0], y=texts[1])
        return honestly("two facts of a passage", scene, [one.source, other.source], body)
    return None


def _two(scene: Scene) -> list[tuple[Plain, Plain]]:
    facts = drawn(scene)
    return [
        (one, other)
        for one in facts
        for other in facts
        if one.source != other.source
        and one.source.passage == other.source.passage
        and one.subject != other.subject
    ][:4]


def synonyms(scene: Scene) -> Utterance | None:
    """Other words that mean the same, and an opening."""
    for source in scene.fresh():
        if re.search(r"[“”‚‛《》]", source.text):
            continue
        body = source.body
        for pattern, instead in _SYNONYMS:
            body = re.sub(pattern, instead, body)
        if body != source.body:
            return honestly("synonyms", scene, [source], framed(body, scene.chance))
    return None


def opened(scene: Scene) -> Utterance | None:
    """The sentence as it stands, led in as models do."""
    for source in scene.fresh():
        return honestly("led in", scene, [source], framed(source.body, scene.chance))
    return None


def bounds(scene: Scene) -> Utterance | None:
    """A bound in other words: 不超过 is 最多."""
    return _reworded("bound in other words", scene, _BOUNDS, "")


def duties(scene: Scene) -> Utterance | None:
    """A duty in other words: 应当 is 须."""
    return _reworded("duty in other words", scene, _DUTIES, _RULES.pattern)


def _reworded(
    way: str, scene: Scene, rules: tuple[tuple[str, tuple[str, ...]], ...], head: str
) -> Utterance | None:
    for source in scene.fresh():
        if re.search(r"[“”‚‛《》比]", source.text) or not re.search(head, source.passage.head):
            continue
        for pattern, instead in rules:
            body, count = re.subn(pattern, scene.chance.choice(instead), source.body)
            if count:
                return honestly(way, scene, [source], framed(body, scene.chance))
    return None


def last_year_named(scene: Scene) -> Utterance | None:
    """去年 with the year that it is, and how that follows."""
    for source in scene.fresh():
        year = report_year(source.passage)
        found = re.match(r"去年(?![末底年初以])，?", source.text)
        if not year or not found or not source.countable or "工作报告" not in source.passage.head:
            continue
        frame = scene.chance.choice(
            (
                "{y}年（{r}年的报告中称“去年”），{b}",
                "{r}年的报告所说的去年，即{y}年，{b}",
                "这里的“去年”指{y}年（报告作于{r}年）：{b}",
                "在{y}年，也就是{r}年报告所称的去年，{b}",
            )
        )
        rest = source.body[found.end() :]
        body = frame.format(y=year - 1, r=year, b=rest)
        return honestly("last year named", scene, [source], body)
    return None


def bullets(scene: Scene) -> Utterance | None:
    """Facts as a list, each item with its citation."""
    facts = drawn(scene)[:3]
    if len(facts) < 2 or len({one.subject for one in facts}) < len(facts):
        return None
    mark = scene.chance.choice(("- ", "* ", "• "))
    lines = []
    for one in facts:
        frame = scene.chance.choice(("**{s}**：{t}{n}", "{s}：{t}{n}", "{t}{s}：{n}"))
        item = frame.format(s=one.subject, t=one.time, n=one.number)
        lines.append(mark + cite(item, [one.source.number], scene.chance))
        scene.take(one.source)
    cited = tuple(sorted({one.source.number for one in facts}))
    return Utterance("\n" + "\n".join(lines) + "\n", way="list of facts", cited=cited)


def summary(scene: Scene) -> Utterance | None:
    """A first sentence that names what is told of, without any number."""
    facts = drawn(scene)[:3]
    names = list(dict.fromkeys(one.subject for one in facts))
    if len(names) < 2:
        return None
    frame = scene.chance.choice(
        (
            "资料给出了{x}的数据",
            "就此，文件分别说明了{x}的情况",
            "有关数据涉及{x}",
            "资料中可以查到{x}",
        )
    )
    listed = "、".join(names[:-1]) + f"和{names[-1]}"
    sources = [one.source for one in facts]
    return honestly("summary first", scene, sources, frame.format(x=listed))


def verbatim(scene: Scene) -> Utterance | None:
    """The very words between quotation marks."""
    for source in scene.fresh():
        if re.search(r"[“”‘’‚‛]", source.text) or len(source.text) > 90:
            continue
        frame = scene.chance.choice(
            (
                "原文写道：“{q}”",
                "文件的原话是“{q}”",
                "对此，资料明确：“{q}”",
                "“{q}”，这是原文的表述",
            )
        )
        return honestly("verbatim quotation", scene, [source], frame.format(q=bare(source)))
    return None


def purpose_after(scene: Scene) -> Utterance | None:
    """为了 … at the end of the sentence."""
    for source in scene.fresh():
        found = re.fullmatch(
            r"为了?((?=[加实建保促推解确进落规支提应贯适防做改扩完维深切满调巩抓更])[^，；：所]{4,30})，"
            r"([^；：，]{8,60}|(?:我们|国家|今年|要|必须)[^；：]{8,60})",
            bare(source),
        )
        if found and not re.search(r"这|该|其|特|奋斗", found[2]):
            frame = scene.chance.choice(
                ("{b}，目的是{a}", "{b}，以便{a}", "{b}，这是为了{a}", "{b}，为的是{a}")
            )
            body = frame.format(a=found[1], b=found[2])
            return honestly("purpose put last", scene, [source], body)
    return None


FLUENT_WORDINGS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    **FLUENT_RECKONINGS,
    "fact told anew": retold,
    "two facts of a passage": joined,
    "synonyms": synonyms,
    "led in": opened,
    "bound in other words": bounds,
    "duty in other words": duties,
    "last year named": last_year_named,
    "list of facts": bullets,
    "summary first": summary,
    "verbatim quotation": verbatim,
    "purpose put last": purpose_after,
}
# Ways that say a number which stands nowhere, but follows from numbers beside it.
FLUENT_DERIVED: Final = frozenset(
    {"last year named", "sum written out", "difference with operands", "share with operands"}
    | {"rounded with 约"}
)
