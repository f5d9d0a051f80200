"""True sentences of the eighth family: rules and clauses in another order or other words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .behaviour import Utterance
from .eighth_clauses import ALTHOUGH, BOTH, CAUSE, DEFINED, DUTY, NOT_ONLY, ONLY_IF, PROPOSED
from .eighth_honest import EIGHTH_TOLD, RECKONED
from .eighth_phrasing import (
    Found,
    Maker,
    Source,
    article_of,
    is_changed,
    replaced,
    standing,
    told_by,
    truly,
    truly_retold,
    uncounted,
)
from .scene import Scene

_Restate = Callable[[Found, Source, Scene], str]
_WITHOUT: Final = (
    r"(?P<h>^第[零〇一二三四五六七八九十百千\d]+条[\s\u3000]+)?(?:^|(?<=[，；。\s\u3000]))未经(?P<x>[^，。；]{2,24}?)(?P<k>同意|批准|许可|授权)，"
    r"(?P<s>[^，。；]{0,16}?)不得(?P<y>[^。；]{3,40})$"
)
_HALF_WIDTH: Final = str.maketrans({"，": ", ", "；": "; ", "：": ": ", "（": "(", "）": ")"})
_ENTERED: Final = r"自(?P<d>[\d０-９]{4}年[\d０-９]{1,2}月[\d０-９]{1,2}日)起(?P<v>施行|执行|实施)"


def _article_last(scene: Scene) -> Utterance | None:
    """The number of an article behind what it says."""
    for source in standing(scene):
        article = article_of(source)
        body = source.body[len(article) :].strip()
        if article and len(body) < 100:
            frame = scene.chance.choice(("{b}，见{a}", "{b}（{a}）", "{b}——这是{a}的内容"))
            return truly(scene, [source], frame.format(a=article, b=body))
    return None


def _positively(found: Found, source: Source, scene: Scene) -> str:
    who = found["s"]
    frame = scene.chance.choice(
        ("{s}要{y}，须先经{x}{k}", "只有经{x}{k}，{s}才可以{y}", "不经{x}{k}，{s}就不能{y}")
    )
    if re.search("其|该|也|并|擅自|私自", found["y"]):
        return ""
    told = frame.format(s=who, y=found["y"], x=found["x"], k=found["k"])
    before = found["h"] or source.body[: found.start()]
    return f"{before}{told}"


def _only_if(found: Found, source: Source, scene: Scene) -> str:
    told = scene.chance.choice(("不{x}，{m}就不{y}{z}", "{m}要{z}，前提是{x}"))
    if "，" in found["x"] or re.match("这样|如此|在|[^加坚发把使依提保实建按]", found["x"]):
        told = "{m}要{z}，前提是{x}"
    if found["y"] in ("会", "可能") or re.match("有|会", found["z"]):
        return ""
    return replaced(
        source, found, told.format(x=found["x"], m=found["m"], y=found["y"], z=found["z"])
    )


def _although(found: Found, source: Source, scene: Scene) -> str:
    told = scene.chance.choice(("{x}，不过{y}", "虽说{x}，{y}", "{x}；尽管如此，{y}"))
    return replaced(source, found, told.format(x=found["x"], y=found["y"]))


def _not_only(found: Found, source: Source, scene: Scene) -> str:
    be = "是" if re.match("不仅仅?是", found[0]) else ""
    return replaced(source, found, f"除了{be}{found['x']}之外，还{found['y']}")


def _both(found: Found, source: Source, scene: Scene) -> str:
    k = found["k"]
    told = scene.chance.choice(("一方面{k}{x}，另一方面{k}{y}", "{k}{x}，同时{k}{y}"))
    return replaced(source, found, told.format(k=k, x=found["x"], y=found["y"]))


def _cause(found: Found, source: Source, scene: Scene) -> str:
    effect = re.sub(r"^(?:因此|所以|从而|因而)，?", "", found["y"])
    if re.match("使|致使|就|才|加之|在|由于|为", effect) or re.search(
        "的，|应当|必须|对此", effect
    ):
        return ""
    told = scene.chance.choice(("之所以{y}，是由于{x}", "{y}，根源在于{x}", "鉴于{x}，{y}"))
    return told.format(x=found["x"], y=effect)


def _defined(found: Found, source: Source, scene: Scene) -> str:
    if re.search("这|其|该|此|主要$|就$|分别|所称|[，、]", found["t"]):
        return ""
    told = scene.chance.choice(("{t}即{d}", "{t}的含义是：{d}", "所谓{t}，就是{d}"))
    return told.format(t=found["t"], d=found["d"])


def _in_order(found: Found, source: Source, scene: Scene) -> str:
    text = found["t"].rstrip("，并、,")
    told = f"先由{found['a']}{found['v']}{text}，再报{found['b']}{found['w']}"
    return replaced(source, found, told)


def _duty_asked(found: Found, source: Source, scene: Scene) -> str:
    if found["m"] not in ("应当", "必须") or re.search("的|或者|知道|^对|^设立", found["s"]):
        return ""
    frame = scene.chance.choice(("对{s}的要求是：{p}", "{s}需要做到的是{p}", "{s}的职责所在：{p}"))
    return f"{found['h'] or ''}" + frame.format(s=found["s"], p=found["p"])


def _banned(found: Found, source: Source, scene: Scene) -> str:
    if found["m"] != "不得" or re.search("[不的]", found["s"] + found["p"][:1]):
        return ""
    frame = scene.chance.choice(("{s}不能{p}", "法律不允许{s}{p}", "{s}不准{p}"))
    if "法》" not in source.passage.head:
        frame = "{s}不能{p}"
    return f"{found['h'] or ''}" + frame.format(s=found["s"], p=found["p"])


def _entered(found: Found, source: Source, scene: Scene) -> str:
    told = scene.chance.choice(("从{d}开始{v}", "{v}日期为{d}", "{v}时间从{d}算起"))
    if found.end() < len(source.body):
        told = "从{d}开始{v}"
    return replaced(source, found, told.format(d=found["d"], v=found["v"]))


def _half_width(scene: Scene) -> Utterance | None:
    """A sentence with the commas of a Western keyboard."""
    for source in standing(scene):
        if "，" in source.body and not re.search("[“《〔]", source.body) and len(source.body) < 90:
            if is_changed(source.body, source) or article_of(source):
                continue
            return truly(scene, [source], source.body.translate(_HALF_WIDTH).strip())
    return None


def _corner_quotes(scene: Scene) -> Utterance | None:
    """Quotation marks of the other sort."""
    for source in standing(scene):
        if "“" in source.body and not article_of(source):
            return truly(scene, [source], source.body.replace("“", "「").replace("”", "」"))
    return None


def _said_simply(scene: Scene) -> Utterance | None:
    """A sentence after words of everyday speech."""
    for source in standing(scene):
        if article_of(source) or len(source.body) > 100:
            continue
        lead = scene.chance.choice(
            ("说白了，", "通俗地说就是：", "换句话讲，", "这里讲的是，", "好的，为您整理如下：")
        )
        return truly(scene, [source], lead + source.body)
    return None


def _worded(pattern: str, restate: _Restate) -> Maker:
    return truly_retold(pattern, restate, fits=uncounted)


EIGHTH_REWORDED: Final[dict[str, Maker]] = told_by(
    {
        "article behind its rule": _article_last,
        "ban without leave put positively": _worded(_WITHOUT, _positively),
        "only condition as a condition": _worded(ONLY_IF, _only_if),
        "although in other words": _worded(ALTHOUGH, _although),
        "not only in other words": _worded(NOT_ONLY, _not_only),
        "both in other words": _worded(BOTH, _both),
        "cause in other words": _worded(CAUSE, _cause),
        "definition as an answer": _worded(DEFINED, _defined),
        "proposal before approval": _worded(PROPOSED, _in_order),
        "duty as a demand": _worded(DUTY, _duty_asked),
        "ban in plain words": _worded(DUTY, _banned),
        "in force from": truly_retold(_ENTERED, _entered, fits=lambda source: True),
        "Western commas": _half_width,
        "corner quotation marks": _corner_quotes,
        "said simply": _said_simply,
    }
)
EIGHTH_WORDINGS: Final[dict[str, Maker]] = {**EIGHTH_TOLD, **EIGHTH_REWORDED}
EIGHTH_DERIVED: Final = RECKONED
