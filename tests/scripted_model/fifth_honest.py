"""True sentences as a good model writes them: led in, shortened, listed, told by its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Final

from .amounts import Amount, amounts, decimal, plain
from .behaviour import Utterance
from .fifth_figures import grown
from .fifth_leads import FIFTH_LEADS, standing
from .fifth_numerals import mixed
from .fifth_phrasing import Maker, led, stretches, telling, told_plainly, truly
from .fluent_phrasing import UNDONE, Plain, bare, drawn, year_of
from .phrasing import cite
from .scene import Scene, Source, last_year, report_year

_EMPTY_TAIL: Final = re.compile(
    r"，(?:取得|得到|创|不断|进一步|有效|明显|呈现?|使|为|成为|实现了|有力|极大|充分)[^，；：。\d０-９一二三四五六七八九十百%]{4,18}$"
)
_MILD: Final = re.compile(
    r"(?:切实|认真|扎实|大力|积极)(?=(?:推进|推动|开展|落实|实施|做好|抓好|发展|加强|组织|支持|引导|培育|探索))"
)


# ---- facts


def fact(scene: Scene) -> Utterance | None:
    """What something amounts to, in a frame of this family."""
    for one in drawn(scene):
        body = telling(one.subject, one.time, one.number, scene.chance)
        return truly("fact in a frame", scene, [one.source], body)
    return None


def growth_first(scene: Scene) -> Utterance | None:
    """…增长12%，达到30亿元 for …30亿元，增长12%."""
    for one, words, rate in grown(scene):
        frame = scene.chance.choice(
            ("{t}{s}{w}{r}，达到{n}", "{t}{s}为{n}（{w}{r}）", "{t}{s}{w}{r}，数额为{n}")
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number, w=words, r=rate)
        return truly("growth before level", scene, [one.source], body)
    return None


def year_in_brackets(scene: Scene) -> Utterance | None:
    """去年（2013年）…"""
    for source in standing(scene, 120):
        year, words = report_year(source.passage), last_year(source)
        if year and words and words[0] == "去年" and "工作报告" in source.passage.head:
            if re.search(r"[比同较以]$", source.text[: words.start()]):
                continue
            frame = scene.chance.choice(("去年（{y}年）", "去年（即{y}年）", "{y}年（去年）"))
            body = source.body.replace("去年", frame.format(y=year - 1), 1)
            return truly("year in brackets", scene, [source], led(body, scene.chance))
    return None


def year_of_fact(scene: Scene) -> Utterance | None:
    """A fact of 去年, told of the year that it is."""
    for one in drawn(scene):
        year = year_of(one)
        if year and not re.search(r"\d{4}", one.time):
            body = telling(one.subject, f"{year}年", one.number, scene.chance)
            return truly("fact of the year meant", scene, [one.source], body)
    return None


def rounded_down(scene: Scene) -> Utterance | None:
    """5611人 as 5600多人."""
    for stretch in stretches(scene, percent=False):
        digits, known = stretch.digits, told_plainly(stretch)
        if known is None or not re.fullmatch(r"\d{4,5}", digits) or digits.endswith("00"):
            continue
        near, size = f"{digits[:-2]}00", stretch.amount.multiplier + stretch.unit
        body = scene.chance.choice(
            (
                f"{known.time}{known.subject}为{near}多{size}",
                f"{known.time}{known.subject}超过{near}{size}",
            )
        )
        return truly("rounded down with 多", scene, [stretch.source], body)
    return None


def first_second(scene: Scene) -> Utterance | None:
    """一是…；二是…"""
    facts = _different(scene)
    if len(facts) < 2:
        return None
    told = [f"{one.time}{one.subject}为{one.number}" for one in facts[:2]]
    frame = scene.chance.choice(
        ("主要数据如下：一是{a}；二是{b}", "一是{a}，二是{b}", "首先，{a}；其次，{b}")
    )
    body = frame.format(a=told[0], b=told[1])
    return truly("first and second", scene, [one.source for one in facts[:2]], body)


def _different(scene: Scene) -> list[Plain]:
    """Facts of different things."""
    return list({one.subject: one for one in drawn(scene)}.values())


def numbered_list(scene: Scene) -> Utterance | None:
    """A numbered list, a fact with its citation on each line."""
    facts = _different(scene)[:3]
    if len(facts) < 2:
        return None
    form = scene.chance.choice(("{i}. {t}{s}：{n}", "（{i}）{t}{s}为{n}", "{i}、{t}{s}{n}"))
    lines = []
    for index, one in enumerate(facts, 1):
        item = form.format(i=index, t=one.time, s=one.subject, n=one.number)
        lines.append(cite(item, [one.source.number], scene.chance))
        scene.take(one.source)
    cited = tuple(sorted({one.source.number for one in facts}))
    return Utterance("\n" + "\n".join(lines) + "\n", way="numbered list", cited=cited)


def closing(scene: Scene) -> Utterance | None:
    """综上，…"""
    for one in drawn(scene):
        frame = scene.chance.choice(
            ("综上，{t}{s}为{n}", "总的来说，{t}{s}为{n}", "因此，答案是{t}{s}为{n}")
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number)
        return truly("closing with the fact", scene, [one.source], body)
    return None


# ---- two sentences


def cited_apart(scene: Scene) -> Utterance | None:
    """Two sentences of one passage, each with its marker."""
    for first, second in _neighbours(scene):
        scene.take(first)
        scene.take(second)
        number = first.number
        text = f"{bare(first)}[{number}]；{bare(second)}[{number}]。"
        return Utterance(text, way="a citation after each", cited=(number,))
    return None


def joined(scene: Scene) -> Utterance | None:
    """Two sentences of one passage in one, cited once."""
    for first, second in _neighbours(scene):
        body = f"{bare(first)}；{bare(second)}"
        return truly("two sentences by semicolon", scene, [first, second], body)
    return None


def _neighbours(scene: Scene) -> Iterator[tuple[Source, Source]]:
    fit = {one.text for one in standing(scene, 70)}
    for first, second in pairwise(scene.sources):
        if first.passage == second.passage and {first.text, second.text} <= fit:
            yield first, second


def span(scene: Scene) -> Utterance | None:
    """Sentences of two passages that follow one another, cited as a span."""
    fit = list(standing(scene, 70))
    for first in fit:
        for second in fit:
            if second.number == first.number + 1 and first.body[:20] != second.body[:20]:
                scene.take(first)
                scene.take(second)
                text = f"{bare(first)}；{bare(second)}[{first.number}-{second.number}]。"
                return Utterance(text, way="span of citations", cited=(first.number, second.number))
    return None


def split(scene: Scene) -> Utterance | None:
    """A sentence with a semicolon as two sentences."""
    for source in standing(scene, 120):
        first, mark, second = bare(source).partition("；")
        if mark and "；" not in second and min(len(first), len(second)) > 10:
            if re.match(r"其中|但|并|同时|也|还|其|该|否则|而|又|再|其次|二", second):
                continue
            scene.take(source)
            text = f"{first}[{source.number}]。{second}[{source.number}]。"
            return Utterance(text, way="split at the semicolon", cited=(source.number,))
    return None


def half(scene: Scene) -> Utterance | None:
    """What stands before the semicolon."""
    for source in standing(scene, 120):
        first, mark, _ = bare(source).partition("；")
        unfit = r"“|（|一是|第一|首先|下列|分别|既|不仅|一方面"
        if mark and len(first) > 14 and not re.search(unfit, first):
            return truly("cut at the semicolon", scene, [source], led(first, scene.chance))
    return None


# ---- the same words, fewer or otherwise written


def tail_dropped(scene: Scene) -> Utterance | None:
    """Without the clause at the end that only praises."""
    for source in standing(scene, 120):
        body = _EMPTY_TAIL.sub("", source.body)
        if body != source.body and source.countable and not UNDONE.search(source.text):
            return truly("empty tail dropped", scene, [source], led(body, scene.chance))
    return None


def mild(scene: Scene) -> Utterance | None:
    """Without 积极, 切实, 大力 and their like."""
    for source in standing(scene, 120):
        body = _MILD.sub("", source.body)
        if body != source.body and "“" not in source.text:
            return truly("adverbs dropped", scene, [source], led(body, scene.chance))
    return None


def bold(scene: Scene) -> Utterance | None:
    """The number between asterisks."""
    for stretch in stretches(scene):
        source = stretch.source
        body = f"{source.text[: stretch.start]}**{stretch.text}**{source.text[stretch.end : -1]}"
        return truly("number in bold", scene, [source], body)
    return None


def written_out(scene: Scene) -> Utterance | None:
    """3.5万人 as 35,000人."""
    for stretch in stretches(scene, percent=False):
        value = stretch.amount.value
        if stretch.amount.multiplier == "万" and value.denominator == 1 and stretch.unit:
            body = _instead(stretch.source, stretch.amount, f"{int(value):,}")
            return truly("written out in groups", scene, [stretch.source], body)
    return None


def _instead(source: Source, amount: Amount, written: str) -> str:
    return source.text[: amount.start] + written + source.text[amount.end : -1]


def in_mixed(scene: Scene) -> Utterance | None:
    """35000人 as 3万5千人."""
    for stretch in stretches(scene, percent=False):
        value = stretch.amount.value
        whole = value.denominator == 1 and value % 100 == 0 and value < 10**8
        if whole and value >= 1000 and stretch.unit:
            written = mixed(int(value))
            if written != stretch.amount.text:
                body = _instead(stretch.source, stretch.amount, written)
                return truly("in mixed signs", scene, [stretch.source], body)
    return None


def narrow(scene: Scene) -> Utterance | None:
    """Wide digits and signs as narrow ones, or commas between thousands left out."""
    for source in standing(scene, 120):
        wide = re.search(r"[０-９]", source.text)
        body = re.sub(r"[０-９．％]+", lambda m: plain(m[0]), source.body)
        body = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", "", body)
        if wide and body != source.body:
            return truly("narrow digits", scene, [source], body)
    return None


def in_digits(scene: Scene) -> Utterance | None:
    """一九八四年 as 1984年, 二百五十五亿元 as 255亿元."""
    for source in standing(scene, 120):
        body = source.body
        for amount in reversed(amounts(source.body)):
            written = _arabic(amount)
            if written:
                body = body[: amount.start] + written + body[amount.end :]
        if body != source.body and "“" not in body:
            return truly("digits for Chinese numerals", scene, [source], body)
    return None


def _arabic(amount: Amount) -> str:
    if not amount.chinese or len(amount.text) < 3:
        return ""
    if amount.kind == "year":
        return str(int(amount.value))
    if amount.kind == "percent":
        return f"{decimal(amount.value)}%"
    if amount.kind != "number" or not amount.unit or amount.value < 20:
        return ""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if amount.value >= size:
            short = decimal(amount.value / Fraction(size), 4)
            return f"{short}{name}" if short else ""
    return decimal(amount.value)


# Written so that only a reader of its own finds the numbers of the source in them.
FIFTH_DERIVED: Final = frozenset(
    {"year in brackets", "fact of the year meant", "rounded down with 多", "in mixed signs"}
)
FIFTH_TOLD: Final[Mapping[str, Maker]] = {
    **FIFTH_LEADS,
    "fact in a frame": fact,
    "growth before level": growth_first,
    "year in brackets": year_in_brackets,
    "fact of the year meant": year_of_fact,
    "rounded down with 多": rounded_down,
    "first and second": first_second,
    "numbered list": numbered_list,
    "closing with the fact": closing,
    "a citation after each": cited_apart,
    "two sentences by semicolon": joined,
    "span of citations": span,
    "split at the semicolon": split,
    "cut at the semicolon": half,
    "empty tail dropped": tail_dropped,
    "adverbs dropped": mild,
    "number in bold": bold,
    "written out in groups": written_out,
    "in mixed signs": in_mixed,
    "narrow digits": narrow,
    "digits for Chinese numerals": in_digits,
}
