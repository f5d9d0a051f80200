"""Where in the cited passages each number, date, 文号 and quotation of a sentence stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence, letters
from pb_qa.answering.generative.checking.stated import StatedDate, StatedNumber
from pb_qa.text.search_form import search_form

DOCUMENT_NUMBER: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,12}\s*[〔\[(（【]\s*(?:19|20)?[0-9]{2}\s*[〕\])）】]\s*第?\s*[0-9]{1,5}\s*号"
)
# What may stand before the letters of a body: 根据国发〔2018〕1号.
_LEAD: Final = re.compile("[据照按依见和与及以在由即是为看附（(]$|文件?$|印发的?$|发布的?$")
QUOTATION: Final = re.compile(
    "“(?P<a>[^“”]{1,400})”|「(?P<b>[^「」]{1,400})」|『(?P<c>[^『』]{1,400})』|《(?P<d>[^《》]{1,200})》"
    '|"(?P<e>[^"]{2,400})"|‘(?P<f>[^‘’]{2,400})’|‚(?P<i>(?:[^‚‛‘’]|‘[^‘’]*’){2,400})[‛’]'
    "|[„‟〝](?P<g>[^“”„‟〝〞〟]{1,400})[“”‟〞〟]|[‹«](?P<h>[^‹›«»]{1,400})[›»]"
)
_HALF: Final = 50
_MONTHS: Final = 12
_TWO_DIGITS: Final = re.compile("[0-9]{2}|[〇零一二三四五六七八九]{2}")
_FAR_MORE: Final = 66
_OMISSION: Final = re.compile(r"…+|\.{3,}|⋯+|[(（]略[)）]")
TITLE_PARTS: Final = re.compile(r"^中华人民共和国|\((?:试行|修订|草案|暂行|[0-9]{4}年[^()]*)\)")
_COUNTS: Final = (
    frozenset({"家", "户", "个", "所", "处", "座", "项"}),
    frozenset({"条", "款", "项", "个", "种", "类"}),
    frozenset({"次", "场", "回", "期"}),
    frozenset({"天", "日", "个工作日", "工作日"}),
    frozenset({"年", "周年", "年度"}),
    frozenset({"岁", "周岁"}),
    *(frozenset({area, "个"}) for area in ("村", "县", "市", "省", "国", "乡", "镇", "社区")),
    frozenset({"部", "件", "项", "个"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of one of the cited passages."""

    evidence: int
    sentence: SourceSentence


def same_number(stated: StatedNumber, source: StatedNumber) -> bool:
    """Whether two numbers are the same amount of the same thing, qualifiers apart."""
    if stated.ratio or source.ratio:
        return stated.ratio == source.ratio
    return (
        stated.value == source.value
        and (stated.value_to is None or stated.value_to == source.value_to)
        and units_agree(stated, source)
    )


def units_agree(stated: StatedNumber, source: StatedNumber) -> bool:
    """Whether a unit may stand for the other; 名 for 人, never 个 for 名.

    A number may leave out what it counts, as a cell of a table does, never that it is a share.
    """
    if stated.dimension == source.dimension:
        return True
    if "%" in (stated.unit, source.unit):
        return False
    if not stated.unit or not source.unit:
        return not (stated.unit or source.unit).startswith("第")
    return any(stated.unit in group and source.unit in group for group in _COUNTS)


def year_places(stated: StatedNumber, evidence: Sequence[Evidence]) -> list[Place]:
    """Where a bare number such as 2009 stands as a year."""
    if stated.unit not in ("", "年"):
        return []
    # Years are counted in months: 5年 is 60 of them and no 1960年.
    value = stated.value / _MONTHS if stated.dimension == "月数" else stated.value
    # 02年 is short for 2002年, 2年 is not.
    short = stated.unit == "年" and _TWO_DIGITS.match(stated.text.strip()) is not None
    return [
        Place(index, sentence)
        for index, one in enumerate(evidence)
        for sentence in one.sentences
        for date in sentence.dates
        if date.year and (value == date.year or (short and value == date.year % 100))
    ]


def date_places(stated: StatedDate, evidence: Sequence[Evidence]) -> list[Place]:
    """Every sentence of the cited passages that names a date, its year perhaps before."""
    found: list[Place] = []
    for index, one in enumerate(evidence):
        carried = {date.year for date in one.context_dates if date.year}
        for sentence in one.sentences:
            for date in sentence.dates:
                if date.year:
                    carried = {date.year}
                own = date if date.year or stated.year not in carried else _in_year(date, stated)
                if own.names(stated):
                    found.append(Place(index, sentence))
                    break
    return found


def _in_year(date: StatedDate, stated: StatedDate) -> StatedDate:
    return StatedDate(stated.year, date.month, date.day, date.start, date.end)


def is_context_date(stated: StatedDate, evidence: Sequence[Evidence]) -> bool:
    """Whether a title, a heading or the document's date names a date."""
    return any(date.names(stated) for one in evidence for date in one.context_dates)


def relative_words(stated: StatedDate, evidence: Sequence[Evidence]) -> str:
    """The words of the source that mean this year: 去年; empty when none do."""
    found = (
        words
        for one in evidence
        for sentence in one.sentences
        for year, words in sentence.relative_years
        if year == stated.year
        and (not stated.month or any(_in_year(d, stated).names(stated) for d in sentence.dates))
    )
    return next(found, "")


def is_ledger_year(stated: StatedDate, evidence: Sequence[Evidence]) -> bool:
    """Whether the ledger found out that a figure of the passages is of this year."""
    return not stated.month and any(
        context.figure is not None and context.period.start[:4] == str(stated.year)
        for one in evidence
        for sentence in one.sentences
        for context in sentence.contexts
    )


def is_over_half(stated: StatedNumber, evidence: Sequence[Evidence]) -> bool:
    """Whether 超过一半 sums up a percentage that the source has."""
    if "半" not in stated.text or stated.unit != "%" or not re.search("过|以上|多", stated.text):
        return False
    return any(
        number.unit == "%" and _HALF < number.value < _FAR_MORE
        for one in evidence
        for sentence in one.sentences
        for number in sentence.numbers
    )


def document_numbers(text: str) -> list[str]:
    """The 文号 of a text, as written."""
    return DOCUMENT_NUMBER.findall(text)


def document_number_form(number: str, evidence: Sequence[Evidence]) -> str:
    """A 文号 as the passages have it, in `letters`; empty when none does.

    Words before the letters of its body are no part of it: 根据国发〔2018〕1号. They have to be a
    lead or words of the passages, so that 民办发 is not 国办发.
    """
    wanted = letters(number)
    digits = re.search("[0-9]", wanted)
    start = digits.start() if digits else 0
    for cut in range(max(start - 1, 1)):
        before, form = wanted[:cut], wanted[cut:]
        known = not cut or _LEAD.search(before) or (cut > 1 and _any_has(evidence, before))
        if known and _any_has(evidence, form):
            return form
    return ""


def _any_has(evidence: Sequence[Evidence], form: str) -> bool:
    return any(form in one.letters for one in evidence)


def quotations(text: str) -> list[str]:
    """What a sentence quotes, without its marks."""
    return [
        next(group for group in match.groups() if group is not None)
        for match in QUOTATION.finditer(text)
    ]


def quotation_forms(quotation: str, evidence: Sequence[Evidence]) -> list[str]:
    """The parts of a quotation as a cited passage has them, in order; empty when none does.

    What … leaves out is no part of it, nor is 中华人民共和国 or （试行） of a title.
    """
    forms = [letters(part) for part in _OMISSION.split(quotation)]
    short = [letters(TITLE_PARTS.sub("", search_form(part))) for part in _OMISSION.split(quotation)]
    for parts in (forms, short):
        if any(_in_order(parts, one.letters) for one in evidence):
            return parts
    return []


def places_of(form: str, evidence: Sequence[Evidence]) -> list[Place]:
    """Where words stand that were found in `letters`: in one sentence, or across several."""
    alone = [
        Place(index, sentence)
        for index, one in enumerate(evidence)
        for sentence in one.sentences
        if form in sentence.letters
    ]
    if alone:
        return alone[:1]
    holding = [(i, one) for i, one in enumerate(evidence) if form in one.letters][:1]
    return [
        Place(index, sentence)
        for index, one in holding
        if form in "".join(sentence.letters for sentence in one.sentences)
        for sentence in one.sentences
    ]


def _in_order(parts: Sequence[str], text: str) -> bool:
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


__all__ = [
    "DOCUMENT_NUMBER",
    "QUOTATION",
    "TITLE_PARTS",
    "Place",
    "date_places",
    "document_number_form",
    "document_numbers",
    "is_context_date",
    "is_ledger_year",
    "is_over_half",
    "places_of",
    "quotation_forms",
    "quotations",
    "relative_words",
    "same_number",
    "units_agree",
    "year_places",
]
