"""The figure that answers by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.direct import direct_span
from pb_qa.answering.question import read_question


def _direct(question: str, sentence: str) -> str | None:
    span = direct_span(read_question(question), sentence)
    return None if span is None else sentence[slice(*span)]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("有多少名指导员？", "全县已有312名指导员进驻845家企业。", "312名"),
        ("指导员进驻了多少家企业？", "全县已有312名指导员进驻845家企业。", "845家"),
        ("骨干中党员占多少？", "骨干中75%以上是党员。", "75%以上"),
        ("创造了多少效益？", "累计创造效益达300多万元。", "达300多万元"),
        ("每年办多少期？", "每年举办不少于3期的培训班。", "不少于3期"),
        ("选派了几批？", "先后选派8批913人次。", "8批"),
        ("增长了多少？", "产量比上年增长百分之十点八。", "百分之十点八"),
        ("钢产量是多少？", "钢产量３３，２１２万吨。", "３３，２１２万吨"),
    ],
)
def test_direct_answer(question: str, sentence: str, answer: str) -> None:
    found = _direct(question, sentence)
    assert found is not None
    assert answer.removeprefix("达") in found


def test_an_article_number_is_no_figure() -> None:
    assert _direct("有多少名党员？", "第十三条规定了党员的义务。") is None


def test_a_reason_has_no_direct_words() -> None:
    assert _direct("为什么要轮训？", "因为干部更替很快，所以每年轮训2次。") is None


@given(st.text(max_size=30), st.text(max_size=60))
def test_a_span_lies_within_the_sentence(question: str, sentence: str) -> None:
    span = direct_span(read_question(question + "多少名"), sentence)
    if span is not None:
        start, end = span
        assert 0 <= start < end <= len(sentence)
