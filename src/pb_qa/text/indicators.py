"""Indicators in the form in which two documents' words for the same thing meet."""

from __future__ import annotations

import re
from functools import lru_cache

from pb_qa.text.search_form import search_form

_MARKS = re.compile(r"[\W_]+")
# When and for whom a figure holds is said by its period and place.
_BEFORE = re.compile(
    r"(?:截[至止]|[到至]|(?:(?:19|20)?[0-9]{2}|[〇零一二三四五六七八九]{2,4})年(?:[0-9]{1,2}月)?"
    r"|[年月季期](?=[底末初中])|[底末初](?!中|级|期|步)|(?:全|当|上|去|今|本|前|同)年|年度"
    r"|(?:全|我|本)[国省市县区州盟旗镇乡村](?!民)|累计|共有|共计|现有|总共|一共|其中|已经?)+"
)
# What these measure is a total anyhow: 粮食总产量 and 粮食产量 are one.
_TOTAL = re.compile(r"总(?=产量|人口|里程|面积|长度)")
_AFTER = re.compile(r"(?:达到?了?|为|是|约|共|近|超过|实现|完成)+$")

# Words for one and the same thing, unlike those of the list of synonyms, which widens a
# search: there 工资 also finds 职工工资.
_SAME = (
    ("国内生产总值", "地区生产总值", "生产总值", "gdp"),
    ("居民消费价格", "cpi"),
    ("新型农村合作医疗", "新农合"),
    ("最低生活保障", "低保"),
    ("高速铁路", "高铁"),
    ("住房公积金", "公积金"),
    ("非公有制经济", "非公经济"),
    ("非公有制企业", "非公企业"),
)
_FIRST = {word: group[0] for group in _SAME for word in group}
_SPELLINGS = re.compile("|".join(sorted(_FIRST, key=len, reverse=True)))


@lru_cache(maxsize=100_000)
def indicator_form(indicator: str, place: str = "") -> str:
    """Fold an indicator so that wordings of the same thing become equal.

    The search form without marks and blanks, with one word for GDP and 国内生产总值, without
    words of time and scope at its ends: ``"2011年全县GDP"`` and ``"国内生产总值"`` meet. Empty
    when nothing is left.

    Parameters
    ----------
    place
        The figure's place, which is left out as well where the indicator begins with it.
    """
    bare = _without_scope(_MARKS.sub("", search_form(indicator)))
    where = _MARKS.sub("", search_form(place))
    if where and bare.startswith(where) and bare != where:
        bare = _without_scope(bare[len(where) :])
    after = _AFTER.search(bare)
    if after and after.start() > 0:
        bare = bare[: after.start()]
    return _SPELLINGS.sub(lambda match: _FIRST[match.group()], _TOTAL.sub("", bare))


def _without_scope(form: str) -> str:
    """What follows words of time and scope at the beginning, unless nothing does."""
    before = _BEFORE.match(form)
    return form[before.end() :] if before and before.end() < len(form) else form
