"""Clauses in the wrong relation: cause, condition, concession, purpose, actor, definition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Final

from .behaviour import Utterance
from .eighth_phrasing import (
    Found,
    Maker,
    Retold,
    Source,
    forged,
    is_changed,
    led,
    named,
    replaced,
    retold,
    standing,
    uncounted,
)
from .scene import Scene

_Retell = Callable[[Found, Source, Scene], Retold]
_NUMBER: Final = r"(?P<h>^第[零〇一二三四五六七八九十百千\d]+条[\s\u3000]+)?"
CAUSE: Final = r"^(?:由于|因为)(?P<x>[^，。；]{4,40}(?<!的))，(?P<y>[^。；“：]{6,50})$"
ONLY_IF: Final = (
    r"(?:^|(?<=[，；]))只有(?P<x>[^。；“才]{4,50}?)，"
    r"(?P<m>[^。；，才]{0,8})才(?P<y>能够?|会|可能)(?P<z>[^。；才]{3,40})$"
)
NOT_ONLY: Final = (
    r"不仅仅?(?:是)?(?P<x>[^，。；：]{3,40})，(?:而且|还|也)(?:也|还)?(?P<y>[^。；：]{3,50})$"
)
BOTH: Final = (
    r"既(?P<k>要|有|能)(?P<x>[^，。；]{2,30})，[又也](?P=k)(?P<y>[^，。；]{2,30})(?=[，。；]|$)"
)
ALTHOUGH: Final = (
    r"(?:^|(?<=[，；]))(?:虽然|尽管)(?P<x>[^，。；]{4,40})"
    r"，(?:但是?|可是|然而|却)，?(?P<y>[^。；：]{4,70})$"
)
PURPOSE: Final = (
    r"^为了?(?!着)(?P<x>[^，。；人此]{4,40}"
    r"(?:，(?:保护|维护|促进|规范|加强|提高|保障)[^，。；]{2,30}){0,2})，(?P<y>[^。；：]{6,60})$"
)
_BODY: Final = (
    r"[^，。；：、\s\u3000\d的]{1,10}?"
    r"(?:部门|机关|机构|单位|公司|政府|法院|检察院|委员会|企业|组织|协会|人员|办公室|院|局|部|会)"
)
OVERSIGHT: Final = (
    rf"(?:^|(?<=[，。；\s\u3000]))(?P<a>{_BODY})(?P<m>应当|依法|负责|有权|可以|要|必须)?(?P<k>依法|加强|定期)?"
    rf"对(?P<b>{_BODY})(?P<t>[^，。；、]{{0,16}}?)(?:进行|实施|开展)?(?P<v>监督|检查|指导|考核|审查|调查|管理|评估|处罚)"
)
PROPOSED: Final = (
    rf"由(?P<a>{_BODY})(?P<v>制定|提出|编制|拟订|确定|起草|审核|提请|规定|商|会同)(?P<t>[^。；由]{{0,30}}?)"
    rf"报(?P<p>请|经|送)?(?P<b>{_BODY})(?P<w>批准|备案|审批|审定|同意|决定|核准)"
)
LISTED: Final = (
    r"(?P<k>包括|涵盖|主要有|包含)(?P<l>[^，。；：、（）]{2,12}(?:、[^，。；：、（）]{2,12}){1,6})"
    r"(?P<j>和|以及|(?<!以)及)(?P<z>[^，。；：、（）等]{2,12}?)(?=[，。；]|等[，。；]|$)"
)
EXCEPT: Final = (
    rf"^{_NUMBER}除(?:了)?(?P<x>[^，。；]{{3,24}}?)(?:以外|之外|外)，(?P<r>[^。；：]{{6,70}})$"
)
DEFINED: Final = (
    rf"^{_NUMBER}(?:本(?:法|条例|规定|办法|章))?(?:所称的?)?"
    rf"(?P<t>[^，。；：\s]{{2,16}}?)，?是指(?P<d>[^。；：]{{8,100}})$"
)
DUTY: Final = (
    rf"^{_NUMBER}(?P<s>[^，。；：、\s\u3000]{{2,16}}?(?:人|者|部门|机关|机构|单位|公司|政府|法院|检察院|委员会|企业|组织|院|员))"
    r"(?P<m>应当|不得|有权|负责|必须)(?P<p>[^。；：]{5,80})$"
)
_GENERIC: Final = {"行政机关", "国家机关", "执法人员"}
_ANYBODY: Final = re.compile(
    "^(?:对|设立|在|经|从事|申请)|的|聘任|当事人|任何|自然人|民事主体|国家|知道|或者|有关|各|单位|个人$"
)
_NO_MEANS: Final = re.compile(
    "不能不|必要|是.*的$|^我们|现将|现就|以下|希望|出路|按照|批示|根据|同意|将由|也要"
)
_POINTING: Final = re.compile(r"其|该|此|前款|前项|上述|他|这|本人|自己")


def _cause_exchanged(found: Found, source: Source, scene: Scene) -> Retold:
    effect = re.sub(r"^(?:因此|所以|从而|因而|使得?|就|才|致使|加之[^，]*，)", "", found["y"])
    if _POINTING.search(found["y"]) or len(effect) < 6 or re.search("^由于|的，", found["y"]):
        return None
    if re.search("的[\u4e00-\u9fff]{2,8}$", found["x"]):
        wrong = f"由于{effect}，才有了{found['x']}"
        return wrong, wrong
    cause = scene.chance.choice(
        ("因为{y}，所以{x}", "{x}，其原因是{y}", "{y}，由此造成{x}")
    ).format(x=found["x"], y=effect)
    return cause, cause


def _without(found: Found, source: Source, scene: Scene) -> Retold:
    if found["x"].startswith(("这样", "如此", "在")):
        return None
    wrong = (
        f"即使不{found['x']}"
        if re.match(
            "坚持|加强|发展|把|使|依靠|提高|保持|实行|建立|按|充分|认真|坚决|大力|加快|深化|继续|努力|全面|切实|抓|通过",
            found["x"],
        )
        else f"即使没有{found['x']}"
    )
    return f"{wrong}，{found['m']}也{found['y']}{found['z']}", wrong


def _not_at_all(found: Found, source: Source, scene: Scene) -> Retold:
    x, y = found["x"], re.sub("^[是要]", "", found["y"])
    wrong = f"不是{x}，而只是{y}" if re.match("不仅仅?是", found[0]) else f"并不{x}，只是{y}"
    return replaced(source, found, wrong), wrong


def _one_of_both(found: Found, source: Source, scene: Scene) -> Retold:
    no = {"要": "不必", "有": "没有", "能": "不能"}[found["k"]]
    x, y, k = found["x"], found["y"], found["k"]
    wrong = scene.chance.choice((f"只{k}{x}，{no}{y}", f"{no}{x}，只{k}{y}"))
    return replaced(source, found, wrong), wrong


def _because(found: Found, source: Source, scene: Scene) -> Retold:
    if found["y"].startswith(("由于", "因为", "正是")):
        return None
    rest = re.sub(r"^(?:仍然?|还|却|也|依然|总的|从总体上)", "", found["y"])
    wrong = scene.chance.choice(("正是由于{x}，{y}", "{y}，这正是{x}的结果")).format(
        x=found["x"], y=rest
    )
    return wrong, wrong


def _purpose_exchanged(found: Found, source: Source, scene: Scene) -> Retold:
    if _POINTING.search(found["y"]) or _NO_MEANS.search(found["y"]):
        return None
    means = re.sub(r"^(?:首先|还|就|都|也|我们|政府)*(?:应当|必须|要|需要)", "", found["y"])
    wrong = scene.chance.choice(("为了{y}，{x}", "{x}，目的在于{y}")).format(x=found["x"], y=means)
    return wrong, wrong


def _oversight_exchanged(found: Found, source: Source, scene: Scene) -> Retold:
    first, second = found["a"], found["b"]
    if (
        first in second
        or second in first
        or re.search("双方|社会|任何|有关|其他|其直|或者", first + second)
    ):
        return None
    wrong = f"{second}{found['m'] or ''}{found['k'] or ''}对{first}"
    right = f"{first}{found['m'] or ''}{found['k'] or ''}对{second}"
    return replaced(source, found, found[0].replace(right, wrong, 1)), wrong


def _approver_exchanged(found: Found, source: Source, scene: Scene) -> Retold:
    first, second = found["a"], found["b"]
    if first == second or re.search("上[一级]|本级|同级|相关|有关$", first + second):
        return None
    wrong = f"由{second}{found['v']}{found['t']}报{found['p'] or ''}{first}{found['w']}"
    return replaced(source, found, wrong), wrong


def _item_left_out(found: Found, source: Source, scene: Scene) -> Retold:
    items = found["l"].split("、")
    gone = scene.chance.choice(items[1:] if len(items) > 1 else items)
    # Of “经济、社会和文化权利” the middle is no item by itself.
    if re.search("[的其和与]", gone) or (len(gone) < 3 and len(found["z"]) > 3):
        return None
    rest = "、".join(item for item in items if item != gone)
    wrong = scene.chance.choice((f"但不包括{gone}", f"{gone}不在其列", f"{gone}则被排除在外"))
    after = source.body[found.end() :]
    told = f"{source.body[: found.start()]}{found['k']}{rest}{found['j']}{found['z']}"
    return f"{told}{'等' if after.startswith('等') else ''}，{wrong}", wrong


def _only_the_exception(found: Found, source: Source, scene: Scene) -> Retold:
    if re.search("这|上述|此|^(?:责令|没收|给予|追缴|继续|依照|按照|由)", found["x"]):
        return None
    # “除…外，还要” puts something to it and excepts nothing.
    if re.search("还|^也|^其他|正在|同时|并|又", found["r"]) or not re.search(
        "不得|一律|均|都|应当|可以", found["r"]
    ):
        return None
    wrong = scene.chance.choice(("只有{x}，才适用这一条：", "仅限于{x}，")).format(x=found["x"])
    return f"{found['h'] or ''}{wrong}{found['r']}", wrong


def _definitions(scene: Scene) -> Iterator[tuple[Source, Found]]:
    for source in standing(scene):
        found = re.search(DEFINED, source.body)
        if found and not re.search("这|其|该|此|主要$|就$|分别|所称|[，、]", found["t"]):
            yield source, found


def _other_definition(scene: Scene) -> Utterance | None:
    """A term with what another term means."""
    known = list(_definitions(scene))
    for (source, term), (other, meaning) in permutations(known, 2):
        if term["t"] == meaning["t"] or term["t"] in meaning["d"] or not uncounted(other):
            continue
        wrong = meaning["d"]
        body = f"{term['t']}，是指{wrong}"
        if uncounted(source) and is_changed(body, source):
            return forged(scene, [source, other], led(body, scene.chance), wrong, term["d"])
    return None


def _duty_of_the_next(scene: Scene) -> Utterance | None:
    """What one body has to do, told of the body of another sentence of the passage."""
    duties = [
        (source, found)
        for source in standing(scene)
        if uncounted(source) and (found := re.search(DUTY, source.body))
    ]
    for (source, mine), (other, theirs) in permutations(duties, 2):
        first, second = mine["s"], theirs["s"]
        if source.number != other.number or first[-3:] == second[-3:] or first[:4] == second[:4]:
            continue
        if first in second or second in first or {first, second} & _GENERIC:
            continue
        if _POINTING.search(theirs["p"] + first) or first in theirs["p"] or second in theirs["p"]:
            continue
        if _ANYBODY.search(first) or _ANYBODY.search(second):
            continue
        wrong = f"{first}{theirs['m']}{theirs['p']}"
        if is_changed(wrong, other):
            return forged(scene, [other], led(wrong, scene.chance), first, theirs[0])
    return None


def _worded(pattern: str, retell: _Retell) -> Maker:
    return retold(pattern, retell, fits=uncounted)


EIGHTH_CLAUSES: Final[dict[str, Maker]] = named(
    {
        "cause and effect exchanged": _worded(CAUSE, _cause_exchanged),
        "only condition told as needless": _worded(ONLY_IF, _without),
        "not only told as not": _worded(NOT_ONLY, _not_at_all),
        "both told as one": _worded(BOTH, _one_of_both),
        "although told as because": _worded(ALTHOUGH, _because),
        "end and means exchanged": _worded(PURPOSE, _purpose_exchanged),
        "overseer and overseen exchanged": _worded(OVERSIGHT, _oversight_exchanged),
        "proposer and approver exchanged": _worded(PROPOSED, _approver_exchanged),
        "listed item told as left out": _worded(LISTED, _item_left_out),
        "exception told as the only case": _worded(EXCEPT, _only_the_exception),
        "meaning of another term": _other_definition,
        "duty of another sentence's body": _duty_of_the_next,
    }
)
