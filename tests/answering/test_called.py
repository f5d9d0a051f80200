"""Documents that a question calls by something like their title."""

from __future__ import annotations

import pytest

from pb_qa.answering.document_questions import DocumentFact, read_document_question
from pb_qa.answering.titles import is_called

TITLE = "关于同意以青岭市名义申办2009年第二十四届大学生冬季运动会的复函"


@pytest.mark.parametrize(
    ("question", "fact", "called"),
    [
        ("青岭申办大冬会那个复函的文号是多少", DocumentFact.NUMBER, "青岭申办大冬会"),
        ("青岭申办大冬会是什么时候批的", DocumentFact.ISSUED_ON, "青岭申办大冬会"),
        ("茶园治理那个通知啥时候发的", DocumentFact.ISSUED_ON, "茶园治理"),
    ],
)
def test_what_a_document_is_called_is_read(question: str, fact: DocumentFact, called: str) -> None:
    asked = read_document_question(question)
    assert asked is not None
    assert (asked.fact, asked.name, asked.called) == (fact, "", called)


@pytest.mark.parametrize(
    "question", ["什么时候批的", "青岭申办大冬会的钱什么时候批下来就什么时候花"]
)
def test_nothing_is_read_where_nothing_is_called_so(question: str) -> None:
    assert read_document_question(question) is None


@pytest.mark.parametrize(
    ("name", "so"), [("青岭申办大冬会", True), ("青岭举办大冬会", True), ("深圳申办大运会", False)]
)
def test_a_title_has_nearly_all_characters_in_their_order(name: str, so: bool) -> None:
    assert is_called(name, TITLE) == so
