"""What a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.question import QuestionKind, content_grams, read_question, years_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全县有多少名驻村干部？", QuestionKind.FIGURE),
        ("党员占比是多少", QuestionKind.FIGURE),
        ("培训班什么时候开班？", QuestionKind.DATE),
        ("条例从哪年起施行", QuestionKind.DATE),
        ("谁负责考核？", QuestionKind.PERSON),
        ("试点在哪个县？", QuestionKind.PLACE),
        ("为什么要轮训？", QuestionKind.REASON),
        ("怎么选派指导员", QuestionKind.METHOD),
        ("什么是双向进入？", QuestionKind.DEFINITION),
        ("有哪些措施？", QuestionKind.LIST),
        ("有几种组建方式？", QuestionKind.LIST),
        ("设立分店要满足什么条件", QuestionKind.LIST),
        ("摊主的义务是什么", QuestionKind.LIST),
        ("什么人不能当管理员", QuestionKind.LIST),
        ("什么是义务教育", QuestionKind.DEFINITION),
        ("试用期是否计入工龄？", QuestionKind.YESNO),
        ("幾多名黨員？共有多少名黨員", QuestionKind.FIGURE),
    ],
)
def test_kind(text: str, kind: QuestionKind) -> None:
    assert read_question(text).kind is kind


def test_unit_and_share() -> None:
    assert read_question("选派了多少名指导员").unit == "名"
    assert read_question("覆盖率是多少").unit == "%"
    assert read_question("多少吨钢").unit == "吨"
    assert read_question("钢产量是多少").unit == ""


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2008年和2010年", {"2008", "2010"}),
        ("二〇一一年底", {"2011"}),
        ("54年的钢产量", {"1954"}),
        ("08年的就业", {"2008"}),
        ("建设20年代风貌", set()),
        ("2020%", set()),
        ("２０１２年", {"2012"}),
    ],
)
def test_years(text: str, years: set[str]) -> None:
    assert read_question(text).years == years


def test_years_need_no_space_around_them() -> None:
    assert years_in("截至2011年底我区") == {"2011"}


def test_asking_words_are_not_content() -> None:
    question = read_question("请问全县有多少名驻村干部？")
    assert "驻村" in content_grams(question, 2)
    assert not any("多少" in piece or "请问" in piece for piece in question.content)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    question = read_question(text)
    for size in (1, 2, 3):
        assert all(gram in question.text for gram in content_grams(question, size))
