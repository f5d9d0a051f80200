"""Lists that a document's outline gives: the articles of a chapter, the sections of a part.

消费者有哪些权利 is no sentence of the law: it is its chapter 消费者的权利, article by article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from pb_qa.answering.question import Question, QuestionKind
from pb_qa.models import Document, Section
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans

Span = tuple[int, int]

_NUMERALS: Final = "一二三四五六七八九十"
_NUMBER: Final = re.compile(
    rf"^(?:第[{_NUMERALS}百0-9]+(?:编|分编|章|节|部分) *|[(（]?[{_NUMERALS}]{{1,3}}[)）、.．] *"
    r"|[0-9]{1,2}(?:[.．][0-9]{1,2})*[、.．]? +)"
)
_SAYS_NOTHING: Final = re.compile(r"^(?:具体|主要|基本)|[(（][^)）]*[)）]$")
_CONTENTS: Final = re.compile(r"目\s*[录次]")
_ARTICLE: Final = re.compile(rf"^第[{_NUMERALS}百千0-9]+条")
# Between the words of a heading, and in a question where a heading has none.
_JOINTS: Final = re.compile("[的和与及、]|以及")
_MARKS: Final = re.compile(r"[\W_]")
_ASKS: Final = re.compile(
    "(?:都|分别|各|一共|总共|主要|具体)*(?:需要|应当|应该|必须|要|须|得|应)?"
    "(?:有|是|包括|包含|含|分为|分成|分|提出|规定|享有|指|满足|符合|具备|达到|遵循|遵守|履行)?了?"
    "(?:哪些|哪几(?:个方面|方面|[个项种类条大点部])|哪[二两三四五六七八九十]"
    "(?:个方面|方面|[个项种类条大点部])|什么|啥)"
)
_NOT_THE_NOUN: Final = re.compile(
    "^(?:具体|主要|基本|方面)?的?|(?:呢|啊|呀|吗|来着|[?？。!])+$|(?:都|分别|主要|一共)$"
)
_COUNTED: Final = re.compile(
    r"(?P<count>[二两三四五六七八九十]|[0-9]{1,2})(?:大|个|项|种|类|条)(?P<noun>[\u3400-\u9fff]{2,6}?)"
    "(?=都|分别|各|一共|主要|是|指|有|包括|[?？]|$)"
)
# Of the pairs of characters that a question is about, those that heading and title must have.
_ABOUT_FROM: Final = 0.8
# A heading such as 措施 is many a document's: the question has to name the document as well.
_SHORTEST_HEADING: Final = 4
_NAMES_A_DOCUMENT: Final = 14
_FEWEST: Final = 2
_MOST: Final = 24
_LONGEST: Final = 2_000
_COUNTED_LINES: Final = tuple(
    re.compile(way)
    for way in (
        rf"[(（][{_NUMERALS}]{{1,3}}[)）]",
        r"[(（][0-9]{1,2}[)）]",
        rf"[{_NUMERALS}]{{1,3}}(?:[、.．]|是)",
        rf"第[{_NUMERALS}]{{1,3}}[,，、]",
        r"[0-9]{1,2}[、.．](?![0-9])",
        r"[①-⑳]",
    )
)
_WHAT_IT_SAYS: Final = re.compile(
    "(?:具体|主要|重点|基本)?的?(?:内容|方面|方面的内容|措施|举措|政策|任务|要求|部分|章节?|意见|安排)?"
)
_ISSUED_BY: Final = re.compile(
    "^.{2,14}?(?:关于|印发)+|的?(?:通知|意见|决定|办法|函)$|^中华人民共和国"
)


@dataclass(frozen=True, slots=True)
class OutlineList:
    """What a document's outline lists.

    Attributes
    ----------
    spans
        The heading asked for, where there is one, then the first sentence of each item.
    sentences
        How many there would be if all items were shown.
    """

    spans: tuple[Span, ...]
    sentences: int


def outline_list(question: Question, document: Document) -> OutlineList | None:
    """The list under the heading that a question for a list asks for; None where none does.

    Parameters
    ----------
    question
        One that names nothing else than the heading and the document it is in.
    """
    if question.kind is not QuestionKind.LIST:
        return None
    counted = _COUNTED.search(question.text)
    if counted:
        siblings = _siblings_called(document, counted["noun"], _value(counted["count"]))
        if siblings and _is_about(question, (counted["noun"],), document.title):
            return _listed(document.text, None, [one.start for one in siblings])
    asked_for = [one for one in document.sections if _is_asked_for(question, one, document)]
    for section in asked_for:
        children = [one.start for one in _children(document.sections, section)]
        items = children if len(children) >= _FEWEST else _item_lines(document.text, section)
        if len(items) >= _FEWEST:
            return _listed(document.text, section, items)
    if not asked_for and _asks_for_all(question, document.title):
        parts = [one.start for one in _parts(document.sections)]
        return _listed(document.text, None, parts) if len(parts) >= _FEWEST else None
    return None


def _is_asked_for(question: Question, section: Section, document: Document) -> bool:
    """Whether a heading has the noun asked for, and with the title all that is asked about."""
    heading = _plain(section.heading)
    if _ARTICLE.match(section.heading):
        return False
    if len(heading) < _SHORTEST_HEADING and len(question.text) < _NAMES_A_DOCUMENT:
        return False
    words = [word for word in _JOINTS.split(_bare(section.heading)) if word]
    form = _JOINTS.sub("", question.text)
    if not all(word in form for word in words):
        return False
    return _noun_is(question.text, heading, words[-1]) and _is_about(
        question, (heading,), document.title
    )


def _noun_is(form: str, heading: str, last: str) -> bool:
    """Whether what is asked for is called by the last word of a heading."""
    asked = _ASKS.search(form)
    if asked is None:
        return False
    after = _NOT_THE_NOUN.sub("", form[asked.end() :])
    if after:
        return after.endswith(last) or (len(after) >= 2 and last.endswith(after))
    before = _JOINTS.sub("", _NOT_THE_NOUN.sub("", form[: asked.start()]))
    return before.endswith(last) or before.endswith(heading)


def _is_about(question: Question, named: Sequence[str], title: str) -> bool:
    """Whether a question asks about nothing that neither the names nor the title have."""
    asked = _COUNTED.sub(lambda match: match["noun"], question.text)
    asked = _ASKS.sub("\n", asked)
    pieces = re.split(r"[\W_]|[的和与及中里对在上]|规定|列出|所有|全部|一下|请问|本法", asked)
    pairs = set().union(*map(_pairs, pieces))
    known = "\n".join((*named, _plain(title), search_form(title)))
    return bool(pairs) and sum(pair in known for pair in pairs) >= _ABOUT_FROM * len(pairs)


def _siblings_called(document: Document, noun: str, count: int) -> list[Section]:
    """The sections of one level whose headings end in a noun, if there are as many as that."""
    found = [
        section
        for section in document.sections
        if _plain(section.heading).endswith(noun) and section.end - section.start > 2 * _MOST
    ]
    for level in dict.fromkeys(section.level for section in found):
        same = [section for section in found if section.level == level]
        if len(same) == count:
            return same
    return []


def _children(sections: Sequence[Section], parent: Section) -> list[Section]:
    inside = [
        section
        for section in sections
        if parent.start < section.start < parent.end and section.level > parent.level
    ]
    outermost = min((section.level for section in inside), default=0)
    return [section for section in inside if section.level == outermost]


def _parts(sections: Sequence[Section]) -> list[Section]:
    """The outermost sections of which there are several: the title may be one around all."""
    for level in sorted({section.level for section in sections}):
        same = [section for section in sections if section.level == level]
        if len(same) >= _FEWEST:
            # 目录 names them all once before.
            last = {_plain(one.heading): one for one in same if not _CONTENTS.match(one.heading)}
            return sorted(last.values(), key=lambda section: section.start)
    return []


def _asks_for_all(question: Question, title: str) -> bool:
    """Whether a question asks what a document says, naming it by nearly all of its title."""
    asked = _ASKS.search(question.text)
    if asked is None or not _WHAT_IT_SAYS.fullmatch(question.text[asked.end() :].rstrip("?？呢啊")):
        return False
    named = _pairs(_plain(_ISSUED_BY.sub("", search_form(title))))
    said = _pairs(_plain(question.text[: asked.start()]))
    both = len(named & said)
    whole = _pairs(_plain(title))
    return both >= _ABOUT_FROM * max(1, len(named)) and len(said & whole) >= _ABOUT_FROM * len(said)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _item_lines(text: str, section: Section) -> list[int]:
    """Where the lines of a section begin that are counted in the way of the first such one."""
    starts: list[int] = []
    counted: re.Pattern[str] | None = None
    _, *lines = re.finditer(r"[^\n]+", text[section.start : section.end])
    for match in lines:
        line = match.group().lstrip()
        counted = counted or next((way for way in _COUNTED_LINES if way.match(line)), None)
        if counted and counted.match(line):
            starts.append(section.start + match.start())
    return starts


def _listed(text: str, parent: Section | None, items: Sequence[int]) -> OutlineList | None:
    heads = [parent.start, *items] if parent else list(items)
    spans = [span for span in map(partial(_first_sentence, text), heads[:_MOST]) if span]
    if len(spans) < min(len(heads), _MOST):
        return None
    return OutlineList(tuple(spans), len(heads))


def _first_sentence(text: str, start: int) -> Span | None:
    """The sentence that begins at a place; what follows it where that is only 第七条."""
    spans = iter(sentence_spans(text, start, min(len(text), start + _LONGEST)))
    first = next(spans, None)
    alone = first is not None and _ARTICLE.fullmatch(text[slice(*first)].strip()) is not None
    return next(spans, None) if alone else first


def _bare(heading: str) -> str:
    """A heading without its number, what it says of nothing, and what follows in brackets."""
    return _SAYS_NOTHING.sub("", _NUMBER.sub("", search_form(heading).strip()))


def _plain(heading: str) -> str:
    return _MARKS.sub("", _JOINTS.sub("", _bare(heading)))


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    return 2 if numeral == "两" else _NUMERALS.index(numeral) + 1
