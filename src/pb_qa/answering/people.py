"""People whom a document names in a place of its own: in a list of members, as its speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.named_sources import year_of
from pb_qa.answering.question import years_in
from pb_qa.models import DocumentInfo
from pb_qa.text.places import place_stem, places_in
from pb_qa.text.search_form import search_form

Span = tuple[int, int]

_HAN: Final = "\u3400-\u9fff"
_SPACE: Final = r"[^\S\n]"
# “组　长：韩　正　　国务院副总理”; a line without the label goes on under the last one.
_MEMBER: Final = re.compile(
    rf"^{_SPACE}*(?:(?P<label>[{_HAN}](?:{_SPACE}*[{_HAN}]){{1,6}}){_SPACE}*[:：]{_SPACE}*)?"
    rf"(?P<name>[{_HAN}]{{2,4}}|[{_HAN}]{_SPACE}+[{_HAN}])(?:{_SPACE}{{2,}}|\t)[{_HAN}][^。；:：\n]*$",
    re.MULTILINE,
)
_NOW: Final = "(?:现在|目前|到底|具体|都|一共|分别|是|有|叫|由|为|当|的)*"
_WHO: Final = "(?:谁|哪一?[位几个些]|啥名?|什么名|什么$|哪$|姓什么)"
_INSIDE: Final = re.compile("[的里中上内面,，]+$|^(?:请问|那个?|这个?)")
_REPORT: Final = "(?:报告|讲话|发言|说明)"
_SPOKE: Final = "(?:作出|作|做|念|讲|宣读|汇报)"
_ASKS_SPEAKER: Final = re.compile(
    rf"{_REPORT}[,，]?(?:都|是|由)*(?:谁|哪一?[位个][^,，作做念讲]{{0,5}}){_SPOKE}"
    rf"|{_SPOKE}[^,，]{{0,8}}{_REPORT}的(?:人)?(?:是|叫)?(?:谁|哪一?[位个])|{_REPORT}人是谁"
)
_OF_REPORT: Final = re.compile(rf"(?P<of>[{_HAN}]*){_REPORT}")
_ANY_REPORT: Final = re.compile(
    "政府|工作|国务院|总理|区长|市长|全国|年度|[年的那份个在上作做时候大会人]|[一二三四五六七八九十0-9]+[届次]"
)
_HEAD: Final = 600
_ADDRESS: Final = re.compile("(?:各位|同志们)[^\n]{0,8}[:：!！]")
_OFFICE: Final = "(?:总理|主席|部长|主任|书记|省长|市长|州长|区长|县长|旗长|镇长|乡长|院长|检察长)"
_BYLINE: Final = re.compile(
    rf"^[^\n。，]*{_OFFICE}{_SPACE}*(?P<name>[{_HAN}]{{2,4}}?|[{_HAN}]{_SPACE}+[{_HAN}])"
    rf"(?:{_SPACE}*$|{_SPACE}{{2,}})",
    re.MULTILINE,
)
_TELLS: Final = re.compile(
    rf"(?:{_OFFICE}|^|[，,])(?P<name>[{_HAN}]{{2,4}}?)(?:代表[{_HAN}]{{2,8}})?[在向][^。\n]{{4,50}}作[^。\n]{{0,8}}报告",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a list of members.

    Attributes
    ----------
    label
        What the member is in it, without blanks: ``"组长"``.
    start, end
        The name.
    """

    label: str
    start: int
    end: int


def members_of(text: str) -> list[Member]:
    """The members that a document's text lists, in their order."""
    found: list[Member] = []
    label, position = "", -1
    for match in _MEMBER.finditer(text):
        if match["label"]:
            label = re.sub(_SPACE, "", match["label"])
        elif text[position : match.start()].strip() or position < 0:
            label = ""
        position = match.end()
        if label:
            found.append(Member(label, *match.span("name")))
    return found


def members_asked_for(question: str, title: str, text: str) -> list[Span]:
    """The names of those whom a question asks for by what they are in a list of members.

    Parameters
    ----------
    question
        “二污普领导小组组长是谁”: what stands before the post has to be the document's matter, in
        full or shortened, in its title.

    Returns
    -------
    list of (int, int)
        Spans of ``text``; empty where something else is asked, or of another list.
    """
    form = search_form(question)
    listed = members_of(text) if re.search("谁|哪|叫|名单", form) else []
    for label in dict.fromkeys(member.label for member in listed):
        asked = re.search(
            rf"^(?P<of>.*?)(?<!副){label}{_NOW}{_WHO}|谁{_NOW}(?P<by>.*?)(?<!副){label}[?？]?$",
            form,
        )
        of = _INSIDE.sub("", asked["of"] or asked["by"] or "") if asked else ""
        if of and in_order(of, search_form(title)):
            return [(one.start, one.end) for one in listed if one.label == label]
    return []


def in_order(short: str, full: str) -> bool:
    """Whether a name has the characters of a shorter one in their order: 二污普."""
    rest = iter(full)
    return all(character in rest for character in short)


def asks_for_speaker(question: str) -> bool:
    """Whether it is asked who gave a report: 56年的预算报告是谁做的."""
    return _ASKS_SPEAKER.search(search_form(question)) is not None


def is_report_meant(question: str, document: DocumentInfo) -> bool:
    """Whether a document is the report that a question asks of, by year, place and matter."""
    form, title = search_form(question), search_form(document.title)
    years = years_in(form)
    if not years or year_of(title, document.issued_on) not in years or "报告" not in title:
        return False
    stems = [place_stem(place) for place in places_in(form)]
    if not all(stem in title or stem in document.place for stem in stems):
        return False
    of = "".join(_ANY_REPORT.sub("", match["of"]) for match in _OF_REPORT.finditer(form))
    pairs = [of[i : i + 2] for i in range(len(of) - 1)]
    return 2 * sum(pair in title for pair in pairs) >= len(pairs)


def names_place(document: DocumentInfo) -> bool:
    """Whether a document's title names a place, so that it is of a part of the country."""
    return bool(places_in(search_form(document.title)))


def speaker_of(text: str) -> Span | None:
    """The name under the title of a report, or in the line that tells who gave it."""
    head = text[:_HEAD]
    address = _ADDRESS.search(head)
    before = head[: address.start()] if address else head
    named = _BYLINE.search(before) or _TELLS.search(head)
    return named.span("name") if named else None
