"""Places, regions and levels that a sentence names and its cited passages do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.text.places import listed_place_spans, place_stem

_REGIONS: Final = re.compile(
    "东北|西北|华北|华东|华南|华中|西南|东南亚?|中南|长三角|珠三角|京津冀|环渤海|美国|日本|德国|法国|英国|俄罗斯|苏联|印度(?:尼西亚)?"
    "|韩国|朝鲜|加拿大|澳大利亚|巴西|南非|意大利|西班牙|墨西哥|越南|泰国|新加坡|马来西亚|欧盟|东盟|非洲|欧洲|亚洲|拉美|北美|南美"
)
_NATION: Final = re.compile("全国|我国|中国")
_WHOLE: Final = re.compile(
    "(?<!健)(?<!安)(?<!完)全(?P<area>[国省市县])(?!民|家|人大|政协|面|委|有)"
)
_OFFICE: Final = re.compile(
    "(?<![\u4e00-\u9fff])?(?P<level>[省市县区乡镇])级?(?P<office>财政|政府|人民政府|人大|政协|委组织部|委|纪委)"
)
# Names without their ending that are words of everyday as well, or arise between two words.
_WORDS: Final = frozenset(
    re.findall("..", "定西来宾日照朝阳安康东方大同白银通化三明和田海西海北海东中山")
)
# A county or town that is on no list, where a phrase begins.
_UNLISTED: Final = re.compile(
    '(?:^|(?<=[,，。;；:：在和与由从对向及、至到为给"“(（]))'
    "(?P<name>[一-鿿]{2,3}"
    "(?P<ending>县(?!域)|市(?![场值盈面容])|镇(?![压静定])|乡(?![村镇愁亲土])|区(?![域别分间])"
    "|村(?![镇庄])|街道))"
)
_NO_NAME: Final = re.compile(
    "涵盖|包[括含]|[由向对把给归让受经被全各本我该每这那其某个的了一二三两几多年月日]|贫困|试点|示范|先进|重点|部分|有关|所有|不少|百强|边境|产粮|农业|直辖|地级|省辖"
    "|县级|城市|城镇|上市|股市|超市|门市|集市|夜市|都市|乡镇|村镇|家乡|城乡|下乡|老乡|返乡|故乡"
    "|[农山牧林灾库矿厂校景片湖特战军选街郊城地园新老辖社小禁专市营院港海保雷误海]区|农村|行政村|自然村"
    "|[中空脱后困示贫帮驻进入到下离包联整驻强弱富穷心点范难进美绿古民移迁新旧老]村|治区|开发区|自治"
    "|[强大小穷弱跨邻沿临名]县|[小古名色心关制]镇|[水侨同异]乡|撤|并|所在"
)
_NAME: Final = 2
_NATIONAL: Final = re.compile("全国|我国|中国|国家|中央|国务院|中华人民共和国|国民|国内")


def place_spans(form: str) -> list[tuple[int, int]]:
    """Spans of listed places and of regions and countries, in their order."""
    spans = [
        (start, end)
        for start, end in listed_place_spans(form, 0, len(form))
        if form[start:end] not in _WORDS
    ]
    for match in _REGIONS.finditer(form):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            spans.append(match.span())
    return sorted(spans)


def strange_place(form: str, evidence: Sequence[Evidence]) -> str:
    """A place, region or level that none of the cited passages names; empty when all do.

    Parameters
    ----------
    form
        The sentence in the search form.
    """
    known = "\n".join(f"{one.form}\n{one.around}" for one in evidence)
    for start, end in place_spans(form):
        if not _is_named(form[start:end], known):
            return form[start:end]
    for match in _UNLISTED.finditer(form):
        name = match["name"]
        if _NO_NAME.search(name) or place_stem(name) in known:
            continue
        ending = match["ending"]
        theirs = [one.found.document.place for one in evidence]
        theirs += re.findall(f"[一-鿿]{{2}}{ending}", known)
        surely = ending in ("县", "镇", "乡", "街道") and len(name) - len(ending) == _NAME
        if surely or any(p.endswith(ending) and not _NO_NAME.search(p) for p in theirs):
            return name
    for match in _WHOLE.finditer(form):
        area = match["area"]
        if area == "国":
            named = bool(_NATIONAL.search(known))
        else:
            named = bool(re.search(f"[全我该本]{area}|[\u4e00-\u9fff]{{2}}{area}", known))
            wholes = {whole["area"] for whole in _WHOLE.finditer(known)}
            named = named and (not wholes or area in wholes or f"该{area}" in known)
        if not named:
            return match[0]
    return ""


def strange_office(form: str, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """An office of a level that the passages do not name beside one that they do: 市财政.

    Returns
    -------
    (str, str)
        What the sentence says and what the passages have; empty when nothing is wrong.
    """
    known = "\n".join(f"{one.form}\n{one.around}" for one in evidence)
    levels: dict[str, set[str]] = {}
    for match in _OFFICE.finditer(known):
        levels.setdefault(match["office"], set()).add(match["level"])
    for match in _OFFICE.finditer(form):
        theirs = levels.get(match["office"], set())
        if theirs and match["level"] not in theirs:
            return match[0], f"{min(theirs)}{match['office']}"
    return "", ""


def _is_named(name: str, known: str) -> bool:
    """Whether a name stands in a text, or the last of the names it is made of does."""
    if place_stem(name) in known:
        return True
    # 宁夏银川市: each part must be known, a province before a known city is.
    return any(name[cut:] and place_stem(name[cut:]) in known for cut in range(2, len(name) - 1))


def nation_replaced(said: str, written: str) -> bool:
    """Whether a place stands where the source has the country, or the other way round."""
    places_said, places_written = place_spans(said), place_spans(written)
    if _NATION.search(written) and not _NATION.search(said):
        return bool(places_said) and not places_written
    if _NATION.search(said) and not _NATION.search(written):
        return bool(places_written) and not places_said
    return False


__all__ = ["nation_replaced", "place_spans", "strange_office", "strange_place"]
