"""Nothing that is not verbatim, and no unfounded figure, gets through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pb_qa.answering.figures.stating import answer_figure, citation_of
from pb_qa.answering.verification import (
    unfounded_numbers,
    verify_citation,
    verify_figures,
    verify_sentence,
)
from pb_qa.answers import Answer, AnswerFigure, AnswerSentence, Coverage
from pb_qa.figures import Figure, FoundFigure
from pb_qa.models import Citation, Document, Page, Period, Section

_DOCUMENT = Document(id="a", version=1, source="a.txt", title="甲", text="全县有312名党员。")
_CITATION = Citation(1, _DOCUMENT.info, "a-1-0", 0, 10, "全县有312名党员。")


def test_a_verbatim_citation_holds() -> None:
    assert verify_citation(_DOCUMENT, _CITATION)
    assert verify_sentence(AnswerSentence(_CITATION.quote, (_CITATION,)), {"a": _DOCUMENT})


def test_a_shifted_altered_or_outdated_citation_fails() -> None:
    assert not verify_citation(_DOCUMENT, replace(_CITATION, start=1))
    assert not verify_citation(_DOCUMENT, replace(_CITATION, quote="全县有313名党员。"))
    assert not verify_citation(replace(_DOCUMENT, version=2), _CITATION)
    assert not verify_citation(_DOCUMENT, replace(_CITATION, end=99))


def test_a_figure_that_is_not_in_the_quote_fails() -> None:
    sentence = AnswerSentence("全县有313名党员。", (_CITATION,))
    assert not verify_sentence(sentence, {"a": _DOCUMENT})
    assert unfounded_numbers("有三百一十三名", ["有312名"]) == {"313"}
    assert unfounded_numbers("有三百一十二名", ["有312名"]) == set()


def test_a_sentence_without_citation_fails() -> None:
    assert not verify_sentence(AnswerSentence("全县有312名党员。", ()), {"a": _DOCUMENT})


# ---- answers from the ledger of figures

_TEXT = "甲县2010年粮食产量31.6万吨。\n去年粮食产量33.2万吨。\n生产总值（亿元） | 98.1\n"
_YEARS = Document(id="y", version=2, source="y.txt", title="甲县统计", text=_TEXT)
_DOCUMENTS = {"y": _YEARS}


def _cited(number: int, quote: str) -> AnswerSentence:
    start = _TEXT.index(quote)
    return AnswerSentence(
        quote, (Citation(number, _YEARS.info, "", start, start + len(quote), quote),)
    )


def _figure(number: int, text: str, year: str, words: str = "", unit: str = "") -> AnswerFigure:
    start = _TEXT.index(text)
    period = Period(year, "2010-01-01", "2010-12-31", words)
    end = start + len(text)
    return AnswerFigure(text, "粮食产量", "甲县", period, number, "y", start, end, unit)


def _answer(**fields: Any) -> Answer:
    lines = _TEXT.splitlines()
    answer = Answer(
        question="2011年比2010年增加了多少？",
        resolved_question="2011年比2010年增加了多少？",
        direct=None,
        sentences=(_cited(1, lines[0]), _cited(2, lines[1])),
        abstained=False,
        nearest=(),
        coverage=Coverage(2, 2),
        figures=(_figure(1, "31.6万吨", "2010年"), _figure(2, "33.2万吨", "2011年", "去年")),
        reckoned="1.6万吨",
        working="33.2万吨（2011年） － 31.6万吨（2010年） ＝ 1.6万吨",
    )
    return replace(answer, **fields)


def test_figures_with_their_working_hold() -> None:
    assert verify_figures(_answer(), _DOCUMENTS)
    partly = _answer(reckoned="", working="", notes=("没有2010年的数据。",))
    assert verify_figures(partly, _DOCUMENTS)
    assert not verify_figures(replace(partly, notes=("没有2012年的数据。",)), _DOCUMENTS)


def test_a_unit_from_the_head_of_the_table_counts_as_stated() -> None:
    row = _cited(1, "生产总值（亿元） | 98.1")
    figures = (_figure(1, "98.1", "2011年", unit="亿元"),)
    answer = _answer(sentences=(row,), figures=figures, reckoned="", working="")
    assert verify_figures(answer, _DOCUMENTS)
    doubled = replace(answer, reckoned="196.2亿元", working="98.1亿元 ＋ 98.1亿元 ＝ 196.2亿元")
    assert verify_figures(doubled, _DOCUMENTS)


@pytest.mark.parametrize(
    "figure",
    [
        replace(_figure(1, "31.6万吨", "2010年"), text="31.6 万吨"),
        replace(_figure(1, "31.6万吨", "2010年"), start=0),
        replace(_figure(1, "31.6万吨", "2010年"), number=2),
        replace(_figure(1, "31.6万吨", "2010年"), number=7),
        replace(_figure(1, "31.6万吨", "2010年"), document_id="other"),
        replace(_figure(1, "31.6万吨", "2010年"), text="", start=3, end=3),
    ],
)
def test_a_figure_outside_its_cited_sentence_fails(figure: AnswerFigure) -> None:
    answer = _answer(figures=(figure,), reckoned="", working="")
    assert not verify_figures(answer, _DOCUMENTS)


def test_figures_of_another_version_fail() -> None:
    assert not verify_figures(_answer(), {"y": replace(_YEARS, version=3)})
    assert not verify_figures(_answer(), {})


@pytest.mark.parametrize(
    ("reckoned", "working"),
    [
        ("1.7万吨", "33.2万吨 － 31.6万吨 ＝ 1.7万吨"),
        ("1.6万吨", "33.2万吨 － 31.6万吨 ＝ 16000吨"),
        ("1.6万吨", "33.2万吨 － 31.6万吨 ＝ 1.6"),
        ("2.6万吨", "33.2万吨 － 30.6万吨 ＝ 2.6万吨"),
        ("1.6万吨", "33.2万吨（2012年） － 31.6万吨 ＝ 1.6万吨"),
        ("1.6万吨", "增加1.6万吨"),
        ("1.6万吨", ""),
        ("", "33.2万吨 － 31.6万吨 ＝ 1.6万吨"),
    ],
)
def test_a_working_that_is_wrong_or_from_elsewhere_fails(reckoned: str, working: str) -> None:
    assert not verify_figures(_answer(reckoned=reckoned, working=working), _DOCUMENTS)


def test_an_offer_names_only_what_is_asked_cited_or_resolved() -> None:
    offer = _answer(
        question="2020年粮食产量是多少？",
        resolved_question="2020年粮食产量是多少？",
        sentences=(_cited(1, "去年粮食产量33.2万吨。"),),
        figures=(_figure(1, "33.2万吨", "2011年", "去年"),),
        abstained=True,
        reckoned="",
        working="",
        notes=("没有2020年的数据；有2011年的：33.2万吨。",),
    )
    assert verify_figures(offer, _DOCUMENTS)
    wrong = replace(offer, notes=("没有2020年的数据；有2011年的：34.2万吨。",))
    assert not verify_figures(wrong, _DOCUMENTS)
    unbacked = replace(offer, sentences=(), figures=())
    assert not verify_figures(unbacked, _DOCUMENTS)


_ROW = "甲 |  ３，２１２ | 近4万人次，占７５％以上"


@pytest.mark.parametrize(
    ("written", "unit", "text", "extra"),
    [
        (" ３，２１２ ", "吨", "３，２１２", "吨"),
        ("近4万人次", "万人次", "近4万人次", ""),
        ("4万", "万", "4万", ""),
        ("７５％以上", "%", "７５％以上", ""),
    ],
)
def test_a_figure_is_stated_as_written_with_a_unit_only_where_it_has_none(
    written: str, unit: str, text: str, extra: str
) -> None:
    document = Document(
        id="t", version=1, source="t.csv", title="表", text=_ROW,
        sections=(Section("内节", 2, 0, len(_ROW)), Section("外章", 1, 0, len(_ROW))),
        pages=(Page(3, 0, len(_ROW)),),
    )  # fmt: skip
    start = _ROW.index(written)
    found = FoundFigure(
        Figure("t", 0, len(_ROW), start, start + len(written), "1", unit, "1", unit),
        document.info,
        _ROW,
    )
    figure, citation = answer_figure(found, 1, document), citation_of(found, 1, document)
    assert (figure.text, figure.unit) == (text, extra)
    assert _ROW[figure.start : figure.end] == text
    assert (citation.headings, citation.page) == (("外章", "内节"), 3)
    assert verify_citation(document, citation)
