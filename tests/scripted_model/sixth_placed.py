"""True sentences whose markers, articles, places and laws are named in other ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .amounts import han_value
from .behaviour import Utterance
from .fifth_phrasing import Maker, title_of, truly
from .fluent_phrasing import bare
from .scene import Scene
from .sixth_phrasing import alone, clauses, issuer_of

_ARTICLE: Final = re.compile(r"^第(?P<n>[零〇一二三四五六七八九十百千]+)条[\s\u3000]+")
_PLACE: Final = re.compile(r"^([\u4e00-\u9fff]{2,6}[区县市旗])人民政府")


def cited_first(scene: Scene) -> Utterance | None:
    """根据[1]，…"""
    for source in alone(scene):
        scene.take(source)
        frame = scene.chance.choice(
            ("根据[{n}]，{b}。", "[{n}]显示，{b}。", "资料[{n}]指出：{b}。")
        )
        text = frame.format(n=source.number, b=bare(source))
        return Utterance(text, way="cited at the head", cited=(source.number,))
    return None


def cited_within(scene: Scene) -> Utterance | None:
    """A marker behind the first clause and one at the end."""
    for source in alone(scene):
        first, *others = clauses(bare(source))
        more = "，".join(others)
        if min(len(first), len(more)) >= 8 and first.count("“") == first.count("”"):
            scene.take(source)
            text = f"{first}[{source.number}]，{more}[{source.number}]。"
            return Utterance(text, way="cited after each clause", cited=(source.number,))
    return None


def cited_in_brackets(scene: Scene) -> Utterance | None:
    """…（来源：[1]）。"""
    for source in alone(scene):
        scene.take(source)
        frame = scene.chance.choice(
            ("{b}（来源：[{n}]）。", "{b}（参见[{n}]）。", "{b}（资料[{n}]）。")
        )
        text = frame.format(n=source.number, b=bare(source))
        return Utterance(text, way="citation in round brackets", cited=(source.number,))
    return None


def further(scene: Scene) -> Utterance | None:
    """Two sentences, the second with 此外."""
    fit = list(alone(scene, 70))
    if len(fit) < 2 or fit[0].body[:12] == fit[1].body[:12]:
        return None
    word = scene.chance.choice(("此外", "另外", "同时"))
    text = f"{bare(fit[0])}[{fit[0].number}]。{word}，{bare(fit[1])}[{fit[1].number}]。"
    for source in fit[:2]:
        scene.take(source)
    cited = tuple(sorted({source.number for source in fit[:2]}))
    return Utterance(text, way="joined by 此外", cited=cited)


def short_title(scene: Scene) -> Utterance | None:
    """《民法典》第九十六条规定，…"""
    for source in scene.fresh():
        article, title = _ARTICLE.match(source.body), title_of(source)
        short = title.removeprefix("中华人民共和国")
        if article and short and len(short) < 20 and not re.search("本条|前款", source.body):
            frame = scene.chance.choice(("《{t}》{a}规定，{b}", "依照《{t}》{a}，{b}"))
            body = frame.format(t=short, a=article[0].strip(), b=bare(source))
            return truly("article with a short title", scene, [source], body)
    return None


def article_in_digits(scene: Scene) -> Utterance | None:
    """第九十六条 as 第96条."""
    for source in scene.fresh():
        article = _ARTICLE.match(source.body)
        value = han_value(article["n"]) if article else None
        if value and not re.search("本条|前款", source.body):
            frame = scene.chance.choice(("第{n}条：{b}", "根据第{n}条，{b}", "第{n}条明确，{b}"))
            body = frame.format(n=int(value), b=bare(source))
            return truly("article in digits", scene, [source], body)
    return None


def district(scene: Scene) -> Utterance | None:
    """我区 with its name."""
    for source in alone(scene, 120):
        place = _PLACE.match(issuer_of(source.passage))
        found = re.search(r"我[区县市]|全[区县市](?!域|面)", source.body)
        if place and found and found[0][-1] == place[1][-1] and place[1] not in source.body:
            body = source.body[: found.start()] + place[1] + source.body[found.end() :]
            return truly("district named", scene, [source], body)
    return None


def this_law(scene: Scene) -> Utterance | None:
    """本法 with its title."""
    for source in scene.fresh():
        title, words = title_of(source), bare(source)
        found = re.search(r"本(?:法(?!律)|条例|办法)", words)
        if title and found and title.endswith(found[0][1:]) and len(words) < 110:
            body = words[: found.start()] + f"《{title}》" + words[found.end() :]
            return truly("this law named", scene, [source], body)
    return None


SIXTH_PLACED: Final[Mapping[str, Maker]] = {
    "cited at the head": cited_first,
    "cited after each clause": cited_within,
    "citation in round brackets": cited_in_brackets,
    "joined by 此外": further,
    "article with a short title": short_title,
    "article in digits": article_in_digits,
    "district named": district,
    "this law named": this_law,
}
