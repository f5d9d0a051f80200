"""Wrong words without numbers, in the many ways a fluent model has of putting them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from .amounts import plain
from .behaviour import Utterance
from .fluent_phrasing import UNDONE, bare, by_rules, drawn, framed, told
from .fluent_vocabulary import (
    BODIES,
    COMPARED,
    CONCLUSIONS,
    CONDITIONS,
    DUTIES,
    EXCEPTIONS,
    FIRSTS,
    MOTIVES,
    NARROWER,
    ORDERS,
    PROPOSALS,
    QUANTIFIERS,
    RULES,
    STAGES,
    TOGETHER,
    WIDER,
)
from .scene import Scene, Source

_NOTHING: Final = "没有这样的说法"


def duties(scene: Scene) -> Utterance | None:
    """A duty told as a choice, a choice as a duty, a ban as advice."""
    return by_rules("strength of duty changed", scene, DUTIES, head=RULES)


def wider(scene: Scene) -> Utterance | None:
    """What holds for some told of all."""
    return by_rules("scope widened", scene, WIDER, unless="所有|一切")


def narrower(scene: Scene) -> Utterance | None:
    """What holds for all told of some."""
    return by_rules("scope narrowed", scene, NARROWER)


def quantifiers(scene: Scene) -> Utterance | None:
    """Most told as all, all as some."""
    return by_rules("quantifier changed", scene, QUANTIFIERS)


def order_of_time(scene: Scene) -> Utterance | None:
    """Before told as after, at once as later."""
    return by_rules("order of time changed", scene, ORDERS)


def stages(scene: Scene) -> Utterance | None:
    """What has begun told as finished, what is finished as begun, what goes on as stopped."""
    return by_rules("stage changed", scene, STAGES)


def decided(scene: Scene) -> Utterance | None:
    """What is proposed, tried or encouraged told as decided, done or forced."""
    return by_rules("proposal told as decision", scene, PROPOSALS)


def alone(scene: Scene) -> Utterance | None:
    """What several do together told as done by one."""
    return by_rules("joint told as alone", scene, TOGETHER)


def other_actor(scene: Scene) -> Utterance | None:
    """What one body does told of another body."""
    for source in scene.fresh():
        bodies = [b for b in BODIES if b in source.text]
        for body in scene.chance.sample(bodies, len(bodies)):
            part = rf"(?:最高|[高中]?级|上|代表|共和国){body}|{body}[^，。；]{{0,2}}[法处长和、]"
            if source.text.count(body) != 1 or re.search(part, source.text):
                continue
            near = [b for b in BODIES if b in source.passage.text and b not in source.text]
            far = [b for b in BODIES if b not in source.text and b[:2] != body[:2]]
            wrong = scene.chance.choice(near if near and scene.chance.random() < 0.6 else far)
            if wrong in body or body in wrong:
                continue
            return _with("actor swapped", scene, source, body, wrong)
    return None


def _with(kind: str, scene: Scene, source: Source, right: str, wrong: str) -> Utterance:
    body = framed(source.body.replace(right, wrong, 1), scene.chance)
    return told(kind, scene, [source], body, wrong, right)


def denied(scene: Scene) -> Utterance | None:
    """What a passage says, told as not to be found in it."""
    for one in drawn(scene):
        frame = scene.chance.choice(
            (
                "所引资料没有给出{s}的具体数字",
                "对于{s}，文件未作任何说明",
                "资料里找不到{s}的数据",
                "文中没有提及{s}",
                "至于{s}，原文并未涉及",
                "这份文件对{s}只字未提",
                "{s}的情况，资料中未见记载",
            )
        )
        body = frame.format(s=one.subject)
        return told("told not to be there", scene, [one.source], body, body, one.fact.text)
    return None


def _added(
    kind: str,
    scene: Scene,
    contents: Sequence[str],
    frames: Sequence[str],
    fits: str,
    *,
    reports_only: bool = False,
) -> Utterance | None:
    """A true sentence with something put to it that no passage says."""
    for source in scene.fresh():
        if len(source.text) > 100 or not re.search(fits, source.text):
            continue
        if reports_only and (UNDONE.search(source.text) or re.search(RULES, source.passage.head)):
            continue
        fit = [one for one in contents if plain(one) not in scene.words]
        if fit:
            content = scene.chance.choice(fit)
            body = scene.chance.choice(frames).format(b=bare(source), x=content)
            return told(kind, scene, [source], body, content, _NOTHING)
    return None


def motive(scene: Scene) -> Utterance | None:
    """Why something was done, which nobody says."""
    frames = (
        "为了{x}，{b}",
        "{b}，目的是{x}",
        "出于{x}的考虑，{b}",
        "{b}，这样做主要是为了{x}",
        "之所以{b}，是因为要{x}",
        "{b}，其背后的动因是{x}",
        "{b}，以此{x}",
    )
    fits = r"建立|实施|开展|推进|加强|加大|安排|出台|改造|取消|投入|支持|完善|制定"
    return _added("motive invented", scene, MOTIVES, frames, fits)


def condition(scene: Scene) -> Utterance | None:
    """A condition that no rule sets."""
    frames = (
        "{b}，但前提是{x}",
        "只有{x}，{b}",
        "在{x}的前提下，{b}",
        "{b}，不过须{x}",
        "如果没有{x}，上述规定不适用；{b}",
        "{x}以后，{b}",
        "{b}，以{x}为条件",
    )
    fits = r"应当|不得|必须|有权|享受"
    return _added("condition invented", scene, CONDITIONS, frames, fits)


def exception(scene: Scene) -> Utterance | None:
    """An exception that no rule makes."""
    frames = (
        "{b}，但{x}除外",
        "除{x}外，{b}",
        "{b}，{x}不受此限",
        "{b}，不过这一规定不适用于{x}",
        "{b}（{x}例外）",
        "{x}可以不执行；其他情况下，{b}",
        "对{x}不作要求，此外{b}",
    )
    fits = r"应当|不得|必须|有权|严禁|禁止|一律"
    return _added("exception invented", scene, EXCEPTIONS, frames, fits)


def conclusion(scene: Scene) -> Utterance | None:
    """What is said to follow, which nobody draws."""
    frames = (
        "{b}，由此可见，{x}",
        "{b}，这说明{x}",
        "从{b}可以推断，{x}",
        "{b}，因而{x}",
        "{b}，其结果是{x}",
        "{b}，这意味着{x}",
    )
    return _added("conclusion not stated", scene, CONCLUSIONS, frames, r"[^，。]{4}")


def comparison(scene: Scene) -> Utterance | None:
    """A comparison with others that nobody makes."""
    frames = (
        "{b}，明显好于{x}",
        "与{x}相比，{b}，优势十分突出",
        "{b}，已经超过{x}",
        "{b}，但仍落后于{x}",
        "{b}，高出{x}许多",
        "{b}，连{x}也有所不及",
        "不同于{x}，{b}",
    )
    fits = r"增长|提高了|达到|改善|建成|覆盖|明显|显著"
    return _added("comparison invented", scene, COMPARED, frames, fits, reports_only=True)


def first_or_only(scene: Scene) -> Utterance | None:
    """The first, the only or the greatest, which nobody says."""
    verbs = (
        r"(?<!继续)(?<!坚持)(?<!深入)(?<!广泛)(?<![第、的])"
        r"(?:建成|实施|开展|完成|召开|出台|制定|举办|建立|颁布|设立|开通)(?=[^，。；]{2})"
    )
    for source in scene.fresh():
        if re.search(r"首|率先|第一|最|唯一|前所未有", source.text) or UNDONE.search(source.text):
            continue
        if re.search(RULES, source.passage.head):
            continue
        found = re.search(verbs, source.text)
        if found:
            wrong = scene.chance.choice(FIRSTS) + found[0]
            body = source.text[: found.start()] + wrong + source.text[found.end() : -1]
            return told(
                "first or only", scene, [source], framed(body, scene.chance), wrong, found[0]
            )
    return None


FLUENT_WORDS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "strength of duty changed": duties,
    "actor swapped": other_actor,
    "scope widened": wider,
    "scope narrowed": narrower,
    "quantifier changed": quantifiers,
    "order of time changed": order_of_time,
    "stage changed": stages,
    "proposal told as decision": decided,
    "joint told as alone": alone,
    "told not to be there": denied,
    "motive invented": motive,
    "condition invented": condition,
    "exception invented": exception,
    "conclusion not stated": conclusion,
    "comparison invented": comparison,
    "first or only": first_or_only,
}
