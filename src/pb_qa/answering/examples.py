"""Example questions as staff would ask them, made from what the documents state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from pb_qa.answering.document_facts import holds_from
from pb_qa.answers import Answer
from pb_qa.figures import Figure, Measure
from pb_qa.models import Document
from pb_qa.text.acts import acts_in
from pb_qa.text.sentences import sentence_spans

_YEAR: Final = re.compile("[0-9]{4}年底?")
_HAN: Final = re.compile("[\u3400-\u9fff]{3,14}")
# What a figure is asked of by its name alone.
_MEASURED: Final = re.compile(
    "(?:率|额|值|产量|总量|收入|支出|投资|人数|人口|面积|里程|存款|贷款|用电量|纯收入|比重)$"
)
_TERM: Final = re.compile("[\u3400-\u9fff]{4,18}(?:期限|试用期|有效期|保护期|任期|考验期|时效期间)")
_ODD: Final = re.compile(
    "^(?:的|其|该|这|那|它|他|并|且|而|但|同时|其中|分别|比|较|以及|和|与|达|为|到|约|近|本|应当|可以|不|未|经)"
    "|[，。、：；有为]|上述|前款|之日|取得的"
)
_SORTS: Final = re.compile(
    "^(?:第[0-9一二三四五六七八九十百千]+条[:：\\s\u3000]*)?"
    "(?P<what>[\u3400-\u9fff]{2,10}?)(?:共?分为|有[三四五六七八九十][种类](?=[，,：:]))"
)
_LONGEST_NAME: Final = 24
_MOST_SENTENCES: Final = 8
_READ: Final = 20_000


class ExampleKind(StrEnum):
    """What an example shows can be asked, in the order in which they are shown."""

    FIGURE = "figure"
    LIST = "list"
    RULE = "rule"
    DATE = "date"


def example_questions(
    kind: ExampleKind, document: Document, figures: Sequence[Figure]
) -> Iterator[str]:
    """Questions of a kind that a document should answer, each once.

    Parameters
    ----------
    figures
        Those that the document states.
    """
    made = {
        ExampleKind.FIGURE: lambda: _of_figures(figures),
        ExampleKind.LIST: lambda: _of_sorts(document),
        ExampleKind.RULE: lambda: _of_terms(figures),
        ExampleKind.DATE: lambda: _of_dates(document),
    }
    yield from dict.fromkeys(made[kind]())


def is_well_answered(kind: ExampleKind, answer: Answer, document_id: str) -> bool:
    """Whether an answer is worth showing: short, from this document, without reservations."""
    cited = {citation.document.id for citation in answer.citations}
    if answer.abstained or answer.notes or document_id not in cited:
        return False
    if kind is ExampleKind.LIST:
        return len(answer.sentences) <= _MOST_SENTENCES
    return bool(answer.stated_first) and len(answer.figures) <= _MOST_SENTENCES


def _of_figures(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        name = figure.indicator
        fit = _HAN.fullmatch(name) and _MEASURED.search(name) and not _ODD.search(name)
        if not fit or not _YEAR.fullmatch(figure.period.text) or figure.kind == "range":
            continue
        place = "" if figure.place in name or figure.place == "全国" else figure.place
        asked = "增长了多少" if figure.measure is Measure.CHANGE else "是多少"
        if figure.direction != "down":
            yield f"{figure.period.text}{place}{name}{asked}？"


def _of_terms(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        name = figure.indicator
        if not figure.period.start and _TERM.fullmatch(name) and not _ODD.search(name):
            yield f"{name}是多长？"


def _of_sorts(document: Document) -> Iterator[str]:
    text = document.text[:_READ]
    for start, end in sentence_spans(text):
        match = _SORTS.match(text[start:end])
        if match and not _ODD.search(match["what"]):
            yield f"{match['what']}有哪几种？"


def _of_dates(document: Document) -> Iterator[str]:
    name = document.title.removeprefix("中华人民共和国")
    if len(name) > _LONGEST_NAME or acts_in(name) != [name]:
        return
    if holds_from(document) is not None:
        yield f"{name}什么时候施行？"
    if document.number and document.number in document.text:
        yield f"{name}的文号是多少？"
