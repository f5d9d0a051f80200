"""Who is named as saying what a sentence tells, and whether it is whose words they are.

全国人大指出，… of what the government's report says: the body stands in the passages perhaps,
but it issued none of them, and is not before these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.clauses import clauses_of, restated
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence
from pb_qa.text.search_form import search_form

_ENDING: Final = (
    "国务院|人大|代表大会|常务?委员?会|委员会|政协|政府|法院|检察院|党委|[省市县区州]委|中央|军委|研究院|科学院|大学|学院|学校|银行|集团|公司|协会"
    "|联合会|[总工商妇残]联|工会|办公[厅室]|[一-鿿]部|[一-鿿]局|[一-鿿]厅|[一-鿿]署|[一-鿿]办"
)
_WHO: Final = f"(?P<who>[一-鿿]{{0,18}}?(?:{_ENDING}))"
_TELLS: Final = (
    "提到|指出|明确|表示|强调|要求|宣布|认为|说明|透露|介绍|写道|提出|公布|通报|声明|披露|坦言|重申|承诺"
    "|报告称|称|说(?!法)"
)
_SAYING: Final = (
    "的(?:说法|意见|要求|表述|口径|看法|介绍|统计|数据|文件|报告|通报|决定|规定|通知|材料|解释"
    "|判断|测算|部署)"
)
_WHERE: Final = (
    "(?:在[^，。；：]{0,14}?(?:中|里|上|时|文件|报告|讲话))?"
    "(?:还|也|曾|就此|对此|专门|明文|均|则|已)?"
)
_LEADING: Final = re.compile(
    f"(?:^|(?<=[，。；：:,;]))(?:正如|如|而)?(?:(?:按照?|据|根据|依照|依据|按|照){_WHO}"
    f"(?:{_SAYING}|{_TELLS}|(?=[，,：:]))|(?P<body>{_WHO.replace('?P<who>', '?:')}){_WHERE}"
    f"(?:{_TELLS})(?:了|的)?)[^，。；：:,;]{{0,6}}[，,：:]"
)
_FOLLOWING: Final = re.compile(
    "[，,（(—]+(?:这|以上|上述|此)?(?:些|段|句)?(?:内容|话|说法|数据|情况)?(?:均|都)?(?:是|系|出自|来自|引自|据|为|由)"
    f"{_WHO}(?:{_SAYING}|(?:{_TELLS})(?:的)?|$)[^，。；]{{0,6}}$"
)
_SHORT: Final = re.compile("中华人民共和国|人民|全国|常务|中国|(?<=.)委员会|大会")
_NO_BODY: Final = re.compile(
    "^(?:[本该此其各有]|全[部体省市县区州乡镇村]|相关|上述|以上|这|哪|某|一些|多个|主管|所属|资料|材料|文件|原文|报告|会议|据)"
    "|[各有][级关地]|全部$|内部$|部门|[大小]部$|东部$|西部$|中部$|南部$|北部$|干部$|外部$|党部$|俱乐部$|支部$|总部$|[结布格全当定时残棋终邮]局$|创办$|举办$|承办$|主办$|兴办$|停办$"
)


def other_speaker(text: str, evidence: Sequence[Evidence]) -> str:
    """A body named as the speaker of words that are another's, in Chinese; else empty.

    Only where it is known whose the documents are: else it is for `naming` to doubt.
    """
    owner = next((name for one in evidence for name in _issuers(one)), "")
    if not owner:
        return ""
    named = [*_named(_LEADING, text), *_named(_FOLLOWING, re.sub(r"[\s。.）)]+$", "", text))]
    for who, told in named:
        name = search_form(who)
        if _NO_BODY.search(name) or _issued(name, evidence):
            continue
        if not _stands_before(name, told, evidence):
            return f"引用的原文没有说这是“{who}”的话，那里是{owner}的文件"
    return ""


def _named(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    """Each body named as a speaker, and what it is said to say."""
    for match in pattern.finditer(text):
        groups = match.groupdict()
        who = groups.get("who") or groups.get("body") or ""
        if who:
            rest = text[match.end() :] if pattern is _LEADING else text[: match.start()]
            yield who, rest


def _issuers(one: Evidence) -> list[str]:
    info = one.found.document
    return [name for name in (info.issuer, info.publisher, info.author) if name]


def _issued(name: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a body issued one of the documents, by what is known of them or by the title."""
    own = _SHORT.sub("", name)
    for one in evidence:
        for issuer in _issuers(one):
            theirs = search_form(issuer)
            if name in theirs or theirs in name or (own and _SHORT.sub("", theirs) == own):
                return True
        title = search_form(one.found.document.title)
        if re.match(f"[^，]{{0,12}}{re.escape(name)}(?![第会上一-鿿]{{0,4}}会议)", title):
            return True
        place = search_form(one.found.document.place)
        if len(place) > 1 and name.startswith(place) and not _issuers(one):
            return True
    return False


def _stands_before(name: str, told: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the source sentence of the words, or one before it, begins with the body."""
    places = [(one, sentence) for one in evidence for sentence in one.sentences]
    said = clauses_of(search_form(told))
    sources = {
        fit.source: fit
        for fit in restated(said, [sentence.clauses for _, sentence in places])
        if fit is not None
    }
    for index in sources:
        one, sentence = places[index]
        near: list[SourceSentence] = [sentence, *one.before(sentence)[-2:]]
        if any(_has(name, other.form) for other in near):
            return True
    return False


def _has(name: str, form: str) -> bool:
    own = _SHORT.sub("", name)
    return name in form or (len(own) > 1 and own in _SHORT.sub("", form))


__all__ = ["other_speaker"]
