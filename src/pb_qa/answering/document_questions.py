"""Questions about a document itself: who issued it, when, its number, from when it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pb_qa.text.acts import acts_in
from pb_qa.text.search_form import search_form

_ISSUED: Final = "印发|发布|颁布|颁发|出台|公布|下发|成文|发文|发的"
_HOLDS: Final = "施行|生效|实施"
_WHEN: Final = (
    "什么时[候间]|何时|何年|哪一?年|哪一?天|哪一?日|几时|几月|啥时候?|多会儿|什么日期|哪个月"
)
_ASKS: Final = (
    ("number", re.compile("文号|发文字号|文件编号|几号文|第?多少号(?:文|令)?|哪个文号")),
    (
        "issuer",
        re.compile(
            f"(?:谁|(?:哪|什么)(?:个|些|一个|家|级)?(?:机关|部门|单位|机构|地方))(?:{_ISSUED}|制定|发布)"
            "|(?:发文|印发|发布|制定|颁布)(?:机关|单位|部门|机构)"
        ),
    ),
    (
        "holds_from",
        re.compile(
            f"(?:{_WHEN})(?:起|开始|正式)*(?:{_HOLDS}|执行的?[?？]?$)|(?:{_HOLDS})(?:的?(?:日期|时间))"
            f"|(?:{_HOLDS})(?:是|的)*(?:在|从)?(?:{_WHEN})"
        ),
    ),
    (
        "issued_on",
        re.compile(
            f"(?:{_WHEN})(?:由[^，。？?]{{2,16}})?(?:正式)?(?:{_ISSUED})(?:的|了)*[?？。]*$"
            f"|(?:{_ISSUED})(?:的?(?:日期|时间|年份))|(?:{_ISSUED})(?:是|的|于)*(?:在)?(?:{_WHEN})"
        ),
    ),
)
# 什么时候批的 is asked of the letter that says so.
_APPROVED: Final = re.compile(
    f"(?:{_WHEN})(?:正式)?(?:批准|批复|批|同意|答复|回复)(?:下来)?(?:的|了)*[?？。]*$"
)
_THIS: Final = re.compile(
    "(?:这|该|本|此)(?:份|个|部|项|篇)?(?:文件|通知|意见|办法|规定|条例|决定|报告|法律|法|文|材料|文章)"
)
# 那个复函的 is no part of what a document is called by.
_BESIDE: Final = re.compile(
    "^(?:请问|关于)|那[个份]|这[个份]|(?:的|[,，]|(?:复函|批复|文件|文|函|通知|意见|通报|答复)(?=[的,，]|$))+|[是在]$"
)
_LEAST_CALLED: Final = 4


class DocumentFact(StrEnum):
    """What a document says of itself; those that are metadata have the field's name."""

    NUMBER = "number"
    ISSUER = "issuer"
    ISSUED_ON = "issued_on"
    HOLDS_FROM = "holds_from"


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """A question about a document itself.

    Attributes
    ----------
    name
        What it is called in the question, in search form; empty for “这份文件”.
    called
        What stands for a name where there is none: 哈尔滨申办大冬会那个复函.
    """

    fact: DocumentFact
    name: str
    called: str = ""


def read_document_question(question: str) -> DocumentQuestion | None:
    """Read what is asked about which document; None when a document's content is asked for."""
    form = search_form(question).strip()
    asked = next(
        ((DocumentFact(name), match) for name, asks in _ASKS if (match := asks.search(form))), None
    )
    if asked is None:
        approved = _APPROVED.search(form)
        return _called(DocumentFact.ISSUED_ON, form[: approved.start()]) if approved else None
    fact, match = asked
    names = acts_in(form)
    if names:
        return DocumentQuestion(fact, max(names, key=len))
    if _THIS.search(form):
        return DocumentQuestion(fact, "")
    return _called(fact, form[: match.start()])


def _called(fact: DocumentFact, words: str) -> DocumentQuestion | None:
    called = _BESIDE.sub("", words)
    return DocumentQuestion(fact, "", called) if len(called) >= _LEAST_CALLED else None
