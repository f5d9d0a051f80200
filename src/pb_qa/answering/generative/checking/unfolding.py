"""Sentences put back into the order in which sources put such facts.

What a sentence says in its own order is held against its sources once more as they would put
it: 原来是5家，后来增加到9家 as 由5家增加到9家. Nothing is taken on trust by it: every check
that a sentence has to pass is made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.text.numerals import find_numbers
from pb_qa.text.search_form import search_form

_DIGIT: Final = "[0-9０-９零一二三四五六七八九十百千万亿两]"
_AMOUNT: Final = f"[^，,。；;：:]{{0,3}}{_DIGIT}[^，,。；;：:]{{0,24}}?"
_YEAR: Final = "(?:[0-9０-９]{4}|[一二][零〇○一二三四五六七八九]{3})年(?:底|末|初)?"
_WAY: Final = "(?:增加|增长|提高|上升|提升|扩大|发展|减少|下降|降低|缩小|压缩|回落)"
_CHANGED: Final = re.compile(
    f"(?:(?P<year>{_YEAR})(?:是|为|有|的时候是|时是|时为|只有)"
    "|(?:原来|原先|原本|起初|此前|先前|以前|过去|当初)(?:是|为|有|只有))"
    f"(?P<start>{_AMOUNT})[，,](?:后来|之后|而后|此后|随后|现在|如今|目前)(?:又|则|已|已经)?"
    f"(?P<way>{_WAY})(?:到了|[到至为])"
)
_GROWN: Final = re.compile(
    f"(?P<by>(?:[比较][^，,。；;：:]{{2,12}}?|同比){_WAY}了?{_AMOUNT})[，,](?P<to>达到?了?|为)(?P<level>{_AMOUNT})"
    "(?=[，,。；;]|$)"
)
_WHOLE: Final = re.compile(
    "(?:^|(?<=[，,。；;：:]))在(?P<whole>[^，,。；;：:0-9]{2,20}?)(?:里面|里|之中|当中|中)[，,]?"
    "(?P<part>[^，,。；;：:0-9]{2,20}?)占(?:到了|了|到|有)?(?P<about>约|近|超过)?"
    "(?=[0-9０-９百千])"
)
_BOTH: Final = {
    ("城镇", "农村"): "城乡", ("进口", "出口"): "进出口", ("工业", "农业"): "工农业",
}  # fmt: skip
# 分为三种：甲、乙和丙 as 分为甲、乙和丙三种.
_COUNTED: Final = re.compile(
    "(?P<verb>分为|分成|包括|包含|设有?|设置|有)(?P<count>[二两三四五六七八九十0-9]{1,3}[个种类项条级档][^，,。；;：:0-9]{0,6})"
    "(?:[：:]|[，,]?(?:即|也就是|分别[是为]|依次[是为])[：:]?)(?P<list>[^，,。；;：:]{3,60})"
)
# 甲的职责所在：… as 甲应当…, 到了5万人这个水平 as 达到5万人.
_DUTY: Final = re.compile(
    "(?:对(?P<one>[^，。；：]{2,20}?)的要求是|(?P<other>[^，。；：]{2,20}?)的职责(?:所在|是))[：:]"
)
_LEVEL: Final = re.compile("到了?(?P<level>[^，。；]{1,16}?)(?:这个|这一)(?:水平|规模|数|高度)")
_ENDED: Final = re.compile(
    f"(?:最终|最后|如今|现在)(?:的数值|的数字)?(?:[是为]|达到)(?P<end>{_AMOUNT})，而?(?:(?P<year>{_YEAR})|起初|当初|原来|最初)"
    f"(?:还|才|仅)?只?[是为有](?P<start>{_AMOUNT})(?=[，。；]|$)"
)
_WAYS: Final = ("增加", "提高", "扩大", "上升", "发展", "增长", "减少", "下降", "降低", "缩小")
# 不经甲同意，乙就不能丙 as 未经甲同意，乙不得丙; 不甲，就不能乙 as 只有甲，才能乙.
_LEAVE: Final = "(?P<x>[^，。；]{2,24}?)(?P<k>同意|批准|许可|授权)"
_BANS: Final = (
    re.compile(f"不经{_LEAVE}，(?P<s>[^，。；]{{0,20}}?)就不(?:能|得|可以?)"),
    re.compile(f"只有经(?:过)?{_LEAVE}，(?P<s>[^，。；]{{0,20}}?)才(?:可以|能够?|得)"),
)
_FIRST_LEAVE: Final = re.compile(
    f"(?P<before>^|[，。；：])(?P<s>[^，。；：]{{2,20}}?)要(?P<y>[^，。；]{{3,40}})，须先经{_LEAVE}(?=[，。；]|$)"
)
_NEEDS: Final = re.compile(
    "(?<![^，。；：])不(?!是|仅|但|只|经)(?P<x>[^，。；]{3,40}?)，(?P<m>[^，。；]{0,8}?)就不(?P<v>能|会|可能)"
)
_PREMISE: Final = re.compile(
    "(?P<before>^|[，。；：])(?P<m>[^，。；：]{0,8}?)要(?P<y>[^。；：]{4,60})，前提是(?P<x>[^。；]{3,60})(?=[。；]|$)"
)
_WITHIN: Final = re.compile(
    "(?P<part>[^，。；：]{3,30})，这(?:一)?部分包[含括]在(?P<whole>[^，。；：]{3,40}?)之(?:内|中)"
)
_EACH: Final = re.compile(
    "(?P<one>城镇|进口|工业)(?P<thing>[^，,。；;：:0-9]{0,16}?)"
    "(?P<way>同比增长|增长|增加|提高|下降|减少|达到|为)(?P<first>[0-9.]+[^，,。；;：:0-9]{1,6})[，,；;]"
    "(?P<other>农村|出口|农业)(?P=thing)(?P=way)(?P<second>[0-9.]+[^，,。；;：:0-9]{1,6})"
)
# 千亿斤 states one thousand of a hundred million, 数千亿斤 does not.
_ROUND: Final = {10**power: name for power, name in (
    (6, "百万"), (7, "千万"), (10, "百亿"), (11, "千亿"), (12, "万亿"),
)}  # fmt: skip
_COUNTING: Final = "0-9几数上近十百千万亿一二两三四五六七八九"
_BESIDE: Final = 2
_AFTER: Final = 3


def as_sources_put_it(text: str, evidence: Sequence[Evidence]) -> str:
    """The sentence in the order of its sources; the same where it has nothing of the kind."""
    text = _CHANGED.sub(_from_to, text)
    text = _GROWN.sub(lambda match: f"{match['to']}{match['level']}，{match['by']}", text)
    text = _WHOLE.sub(
        lambda match: f"{match['part']}占{match['whole']}的{match['about'] or ''}", text
    )
    for ban in _BANS:
        text = ban.sub(r"未经\g<x>\g<k>，\g<s>不得", text)
    text = _FIRST_LEAVE.sub(r"\g<before>未经\g<x>\g<k>，\g<s>不得\g<y>", text)
    text = _NEEDS.sub(r"只有\g<x>，\g<m>才\g<v>", text)
    text = _PREMISE.sub(r"\g<before>只有\g<x>，\g<m>才能\g<y>", text)
    text = _WITHIN.sub(r"\g<whole>，其中\g<part>", text)
    text = _DUTY.sub(lambda match: f"{match['one'] or match['other']}应当", text)
    text = _LEVEL.sub(r"达到\g<level>", text)
    text = _ENDED.sub(lambda match: _risen(match, evidence), text)
    text = _COUNTED.sub(r"\g<verb>\g<list>\g<count>", text)
    text = _EACH.sub(lambda match: _respectively(match, evidence), text)
    return _with_bare_sizes(text, evidence)


def _respectively(match: re.Match[str], evidence: Sequence[Evidence]) -> str:
    """Two things as the one word of a source for both, where it gives them the same in turn."""
    both = _BOTH.get((match["one"], match["other"]), "")
    for link in "和、与":
        words = f"{both}{match['thing']}分别{match['way']}{match['first']}{link}{match['second']}"
        if both and any(search_form(words) in one.form for one in evidence):
            return words
    return match[0]


def _risen(match: re.Match[str], evidence: Sequence[Evidence]) -> str:
    """最终是9家，而起初只是5家 as 由5家增加到9家, by the verb that a source has for it."""
    year = f"{match['year']}的" if match["year"] else ""
    for way in _WAYS:
        for to in "到至为":
            end = search_form(f"{way}{to}{match['end']}")
            if any(end in one.form for one in evidence):
                return f"由{year}{match['start']}{way}{to}{match['end']}"
    return match[0]


def _from_to(match: re.Match[str]) -> str:
    year = f"{match['year']}的" if match["year"] else ""
    return f"由{year}{match['start']}{match['way']}到"


def _with_bare_sizes(text: str, evidence: Sequence[Evidence]) -> str:
    """1000亿斤 as the 千亿斤 of a source, where the same words stand on either side."""
    for start, end, name in reversed(list(_round_numbers(text))):
        before = search_form(text[max(0, start - _BESIDE) : start])
        after = search_form(text[end : end + _AFTER])
        written = re.compile(f"{re.escape(before)}(?<![{_COUNTING}]){name}{re.escape(after)}")
        if len(after) == _AFTER and any(written.search(one.form) for one in evidence):
            text = text[:start] + name + text[end:]
    return text


def _round_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for number in find_numbers(text):
        name = _ROUND.get(int(number.value)) if number.value == int(number.value) else None
        if name and not number.percent:
            yield number.start, number.end, name


__all__ = ["as_sources_put_it"]
