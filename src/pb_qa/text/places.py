"""Places and bodies named in a question or a sentence, by their form alone."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_HAN = "\u3400-\u9fff"
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PROVINCE = re.compile(rf"(?:{_PROVINCES})(?:(?:回族|壮族|维吾尔)?自治区|省|市|特别行政区)?")
_ENDING = (
    r"(?:自治区|自治州|自治县|自治旗|开发区|新区|社区|街道|地区|省|市|县|区|旗|州|盟|镇|乡|村)"
)
# A place that is on no list is told by its ending, at the beginning of a phrase.
_UNLISTED = re.compile(
    rf"(?:^|(?<=[^{_HAN}])|(?<=[在和与由从对向及]))(?P<name>[{_HAN}]{{2,4}}?(?:市|县|区|旗|镇|乡|村|社区|街道))"
)
_BODY = re.compile(
    rf"[{_HAN}]{{2,20}}?(?:有限责任公司|有限公司|股份公司|集团公司|公司|集团|协会|商会|学会|基金会|委员会|大厦|大学|学院"
    r"|党校|银行|医院|法院|检察院|管理局|联合党支部)"
)
# A name does not begin with these; what stands before them belongs to another phrase.
_BOUNDARY = re.compile(
    r"[年月日的在和与对从由以及是为据于到将向把被让给请问来那]|截至|截止|目前|全国|关于|根据|哪个?"
)
_ASKED_FOR = re.compile(r"哪|什么|多少|几|怎|这|该|某|那|本|一[个家所座间]")
# 专利侵权法院判多少: a court of no place and no rank is any court.
_ANY_COURT = re.compile(
    rf"^(?!(?:{_PROVINCES}|最高|国际|.*[省市县区州旗盟]|.*(?:高级|中级|基层|人民|专门|海事|金融|铁路|军事|互联网|产权)))"
    ".*(?:法院|检察院)$"
)
# Words that end like a place without being one.
_NO_PLACE = re.compile(
    r"[一二三四五六七八九十几两任第某各全本我该个的了新老这那哪年度月日]|自治|(?:城|都|超|股|夜|门|菜|房|楼|农|乡)[市村]|"
    r"(?:工业园|产业园|经济开发|高新|园|景|校|地|片|山|灾|小|营|辖|郊|市|城|农村社|社会)区|试点|行政|^[说讲提]"
)


@lru_cache(maxsize=1)
def _listed_names() -> frozenset[str]:
    """The names of prefectures and counties, the former also without their ending."""
    lines = files("pb_qa.text").joinpath("regions.txt").read_text("utf-8").splitlines()
    prefectures, counties = (line.split() for line in lines if not line.startswith("#"))
    stems = [re.sub(rf"{_ENDING}$", "", name) for name in prefectures]
    # Of counties only longer names: a short one without its ending is often a common word.
    stems += [stem for name in counties if len(stem := re.sub(rf"{_ENDING}$", "", name)) > 2]
    names = {*prefectures, *counties, *(stem for stem in stems if len(stem) > 1)}
    return frozenset(names)


@lru_cache(maxsize=1)
def _listed() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_listed_names(), key=len, reverse=True)))


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, list[str]]:
    """Listed names and provinces by their first two characters, longest first."""
    provinces = _PROVINCES.split("|")
    endings = ("", "省", "市", "自治区", "回族自治区", "壮族自治区", "维吾尔自治区", "特别行政区")
    names = {*_listed_names(), *(name + ending for name in provinces for ending in endings)}
    table: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        table.setdefault(name[:2], []).append(name)
    return table


def listed_place_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of provinces, prefectures and counties named in ``text[start:end]``.

    A name right after another one belongs to it: 宁夏银川市 is one span. Linear in the
    length of the stretch.
    """
    table = _by_beginning()
    spans: list[tuple[int, int]] = []
    position = start
    while position < end - 1:
        names = table.get(text[position : position + 2], ())
        name = next((n for n in names if text.startswith(n, position, end)), "")
        if not name:
            position += 1
            continue
        stop = position + len(name)
        if spans and spans[-1][1] == position:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((position, stop))
        position = stop
    return spans


def places_in(form: str, *, listed: bool = False) -> list[str]:
    """Names of places in a text in its search form, each once.

    Provinces, prefectures and counties are told by their names, “宁夏” and “银川” also
    without their ending; other places by their ending, unless only ``listed`` ones are
    wanted.
    """
    found: dict[str, None] = {}
    taken: list[tuple[int, int]] = []
    for pattern in (_PROVINCE, _listed()) if listed else (_PROVINCE, _listed(), _UNLISTED):
        for match in pattern.finditer(form):
            start, end = match.span("name") if pattern is _UNLISTED else match.span()
            name = form[start:end]
            free = all(end <= begin or start >= stop for begin, stop in taken)
            if free and (pattern is not _UNLISTED or not _NO_PLACE.search(name)):
                found[name] = None
                taken.append((start, end))
    return list(found)


def bodies_in(form: str) -> list[str]:
    """Names of companies, offices and associations, each once, in their order."""
    found = dict.fromkeys(_trimmed(match.group()) for match in _BODY.finditer(form))
    return [
        name
        for name in found
        if len(name) > 3 and not _ASKED_FOR.search(name) and not _ANY_COURT.search(name)
    ]


def place_stem(name: str) -> str:
    """A place's name without its ending, so that “银川” and “银川市” meet."""
    province = re.match(_PROVINCES, name)
    if province:
        return province.group()
    stem = re.sub(rf"{_ENDING}$", "", name)
    return stem if len(stem) >= 2 else name


def _trimmed(name: str) -> str:
    start = 0
    for boundary in _BOUNDARY.finditer(name):
        if len(name) - boundary.end() >= 2:
            start = boundary.end()
    return name[start:]
