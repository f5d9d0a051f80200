"""Things named one after another, of each of which the same is asked: 钢煤粮棉各是多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_CLAUSE: Final = re.compile("[，,；;？?。！!：:]")
_EACH: Final = re.compile("各自|各|分别|都(?=是|有|为)")
# 死了多少人、重伤多少: each is asked for in its own words.
_ASKED_ITSELF: Final = re.compile("多少|百分之几|几[个人名家]")
_TOGETHER: Final = re.compile("合计|一共|总共|共|加起来|之和|之比|比例|相差|差(?:[距额多了几]|$)")
_ITEM: Final = "[^，。；,;?？!！:：、和与及跟\\s]"
_LISTED: Final = re.compile(f"{_ITEM}{{1,16}}(?:(?:以?及|[、和与跟]){_ITEM}{{1,16}})+")
_MARK: Final = re.compile("以?及|[、和与跟]")
_LONGEST_OF_PAIR: Final = 8
_PAIR_BEFORE: Final = re.compile(
    f"(?P<list>{_ITEM}{{2,8}}(?:(?:以?及|[、和与跟]){_ITEM}{{2,8}})+)"
    "(?:[产生打收是有为达到了投造出卖挖采炼]{0,3})$"
)
# Three or more, with marks between them, are asked for one by one without 各.
_SERIES: Final = re.compile(
    f"(?P<list>{_ITEM}{{1,14}}(?: *、 *{_ITEM}{{1,12}})+"
    f"(?: *(?:以?及|[、和与跟]) *{_ITEM}{{1,14}}))$"
)
_ASKING_END: Final = re.compile(
    "(?:各自|各|都|分别)?(?:定在?|是|有|为|达到?了?|要|到)*(?:多少|几成|百分之几)[^、，,]{0,3}$"
)
_LIST_AFTER: Final = re.compile(
    f"[，,?？](?P<list>{_ITEM}{{1,10}}(?:[、和]{_ITEM}{{1,10}})+?)(?:[两三四五六]个?数?)?(?:都要|都说|都给)"
)
_COUNTED_LIST: Final = re.compile("[两三四五六]个数?$")
_VERBS_AFTER: Final = re.compile(
    "(?:的|产|生产|打|收|投|投资|损失|造|炼|挖|采|卖|死|建|要|需|花|定|各|都|分别)+了?$"
)
# What asks for a sum, and the things before it, with any mark that joins them.
_ADDED: Final = re.compile(
    "(?:[一总]?共|合计|加起来|加在一起|合起来|总和|之和)(?=[^，。、]{0,4}?(?:多少|几|[大约有]))"
)
_LISTED_TO_ADD: Final = re.compile(
    f"{_ITEM}{{1,16}}(?:(?:以?及|加上|[、和与跟加]){_ITEM}{{1,16}})+$"
)
_MARK_TO_ADD: Final = re.compile("以?及|加上|[、和与跟加]")
# 钢煤粮棉各是多少
_GOODS_NAMES: Final = {
    "钢": "钢",
    "煤": "煤",
    "粮": "粮食",
    "棉": "棉花",
    "油": "油料",
    "铁": "生铁",
    "电": "发电量",
    "布": "棉布",
    "糖": "食糖",
    "肉": "肉类",
    "鱼": "水产",
    "茶": "茶叶",
    "麻": "麻",
    "丝": "蚕丝",
}
_GOODS: Final = re.compile(f"[{''.join(_GOODS_NAMES)}]{{2,6}}$")
# Documents have many words for these: 经费 is 事业费, 补助资金 …
_SHARED_ENDING: Final = re.compile(
    "(?:总?产值|总?产量|总?收入|总?支出|投资|人数|人口|学生|毕业生|比[例重]|价格|面积|存款|标准)$"
)
_LEAD: Final = re.compile(".*(?:给|的|对|把|(?<!城)里|在|向|年|月|底|末|[计规]划|全国|我国)")


def names_listed(before: str, *, begins: bool) -> list[str]:
    """The things of which each is asked for, named one after another before 各 or at the end.

    Parameters
    ----------
    begins
        Whether nothing was asked for before: what follows 多少人 belongs to that.
    """
    marks = list(_EACH.finditer(before))
    if marks:
        pieces = [piece for piece in _CLAUSE.split(before[: marks[-1].start()]) if piece.strip()]
        clause = pieces[-1].rstrip() if pieces else ""
        lists = list(_LISTED.finditer(clause))
        if lists and lists[-1].end() == len(clause):
            return _names(lists[-1].group())
        goods = _GOODS.search(clause)
        return [_GOODS_NAMES[name] for name in goods.group()] if goods else []
    if not begins or _TOGETHER.search(before):
        return []
    clause = _CLAUSE.split(before)[-1].rstrip()
    pair = _PAIR_BEFORE.search(clause)
    if pair is None or "的" in pair["list"] or _is_cut(clause, pair.start()):
        return []
    names = _names(pair["list"])
    return names if all(len(name) > 1 for name in names) else []


def _is_cut(clause: str, start: int) -> bool:
    """Whether a list begins inside a longer name: 城|镇居民可支配收入."""
    first = _MARK.split(clause[start:])[0]
    return start > 0 and len(first) == _LONGEST_OF_PAIR and clause[start - 1] != " "


@dataclass(frozen=True, slots=True)
class Series:
    """Things named one after another; ``start`` and ``end`` span them in the question."""

    names: tuple[str, ...]
    start: int
    end: int


def named_in_series(form: str) -> Series | None:
    """Three things or more with marks between them, all that a question asks for: 粮、棉、钢定多少.

    Parameters
    ----------
    form
        A question in search form, with blanks for its times.
    """
    asked = form.rstrip("?？。！! ")
    start = max((m.end() for m in _CLAUSE.finditer(asked)), default=0)
    tail = _ASKING_END.search(asked, start)
    if tail is None or _TOGETHER.search(form):
        return None
    series = _SERIES.search(asked[start : tail.start()].rstrip())
    names = _names(series["list"].strip()) if series else []
    if series is None or not names or _ASKED_ITSELF.search(series["list"]):
        return None
    if all(len(name) == 1 for name in names):
        names = [_GOODS_NAMES.get(name, name) for name in names]
    return Series(tuple(names), start + series.start(), tail.start())


def names_after(form: str, start: int) -> list[str]:
    """Things named after the question: 损失多少？工业产值、钢、财政三个数都要."""
    listed = _LIST_AFTER.search(form, start)
    return _MARK.split(_COUNTED_LIST.sub("", listed["list"])) if listed else []


def names_added(form: str) -> list[str]:
    """The things of which the sum is asked for: 煤炭、石油和电力投资合计多少."""
    asked = _ADDED.search(form)
    if asked is None:
        return []
    clause = _CLAUSE.split(form[: asked.start()])[-1].rstrip()
    listed = _LISTED_TO_ADD.search(clause)
    if listed is None:
        return []
    names = [name.strip() for name in _MARK_TO_ADD.split(listed.group())]
    owner, _, shared = names[-1].partition("的")
    names[-1] = owner
    if shared and "的" not in "".join(names):
        # 中专和普通中学的毕业生
        return [f"{name}的{shared}" for name in names]
    return _names_of(names)


def are_all_places(names: Sequence[str], places: Sequence[str]) -> bool:
    """Whether places are named, each of which the question asks about."""
    return all(any(name.startswith(place) for place in places) for name in names)


def _names(listed: str) -> list[str]:
    """工业和农业产值 as 工业产值 and 农业产值; none when the things cannot be told apart."""
    return _names_of([name.strip() for name in _MARK.split(listed)])


def _names_of(names: Sequence[str]) -> list[str]:
    names = [_without_lead(names[0]), *names[1:-1], _VERBS_AFTER.sub("", names[-1])]
    ending = _SHARED_ENDING.search(names[-1])
    if ending and ending.start():
        names = [name if _SHARED_ENDING.search(name) else name + ending.group() for name in names]
    return names if all(names) and len(set(names)) == len(names) else []


def _without_lead(name: str) -> str:
    """六五计划给煤 as 煤."""
    own = _LEAD.sub("", name)
    return own or name
