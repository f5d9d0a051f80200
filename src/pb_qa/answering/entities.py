"""Places, years and bodies named in a question or a sentence, by their form alone."""

from __future__ import annotations

import re

from pb_qa.answering.question import years_in

_HAN = "\u3400-\u9fff"
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PROVINCE = re.compile(_PROVINCES)
_PLACE = re.compile(
    rf"[{_HAN}]{{1,7}}?(?:自治区|自治州|自治县|自治旗|开发区|新区|省|市|县|区|旗|州|盟|镇|乡|村)"
)
_BODY = re.compile(
    rf"[{_HAN}]{{2,20}}?(?:有限责任公司|有限公司|股份公司|集团公司|公司|集团|协会|商会|学会|委员会|大厦|大学|学院"
    r"|党校|银行|医院|法院|检察院|管理局|厅|部(?![分门署队位])|局(?![面部限])|党委(?![员])|党支部|企业)"
)
# A name does not begin with these; what stands before them belongs to another phrase.
_BOUNDARY = re.compile(
    r"[年月日的在和与对从由以及是为据于到将向把被让给请问来那]|截至|截止|目前|全国|关于|根据|哪个?"
)
_ASKED_FOR = re.compile(r"哪|什么|多少|几")
# Words that end like a place without being one.
_NO_PLACE = re.compile(
    r"^(?:全|各|本|我|该|城|都|超|上|股|夜|门|菜|房|楼|农|乡|郊|市|县|区|地|片|社|园|景|辖|校|营|灾|山|老|新|某|两|几|每|一)"
    r"*(?:自治区|省|市|县|区|旗|州|盟|镇|乡|村)$|(?:工业园|产业园|经济开发|高新|社|园|景|校|地|片|山|灾|小|营)区$|[超门股夜]市$|农村$|乡村$"
)


def places_in(form: str) -> list[str]:
    """Names of places in a text in its search form, each once, in their order.

    A provincial name counts with and without its ending (“宁夏”, “宁夏回族自治区”).
    """
    found: dict[str, None] = {}
    for match in _PLACE.finditer(form):
        name = _trimmed(match.group())
        if len(name) >= 2 and not _NO_PLACE.search(name) and not _ASKED_FOR.search(name):
            found[name] = None
    for match in _PROVINCE.finditer(form):
        if not any(match.group() in name for name in found):
            found[match.group()] = None
    return list(found)


def bodies_in(form: str) -> list[str]:
    """Names of companies, offices and associations, each once, in their order."""
    found = dict.fromkeys(_trimmed(match.group()) for match in _BODY.finditer(form))
    return [name for name in found if len(name) > 3 and not _ASKED_FOR.search(name)]


def place_stem(name: str) -> str:
    """A place's name without its ending, so that “银川” and “银川市” meet."""
    province = _PROVINCE.match(name)
    if province:
        return province.group()
    stem = re.sub(
        r"(?:自治区|自治州|自治县|自治旗|开发区|新区|省|市|县|区|旗|州|盟|镇|乡|村)$", "", name
    )
    return stem if len(stem) >= 2 else name


def years_of(form: str) -> list[str]:
    """Years named, sorted, as four digits."""
    return sorted(years_in(form))


def _trimmed(name: str) -> str:
    start = 0
    for boundary in _BOUNDARY.finditer(name):
        if len(name) - boundary.end() >= 2:
            start = boundary.end()
    return name[start:]
