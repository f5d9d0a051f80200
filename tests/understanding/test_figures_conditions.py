"""The cases for which figures hold: told apart, and the one asked about found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.understanding.figures.conditions import (
    Fit,
    cases_in,
    conditions_in,
    conditions_of,
    fit_of,
    words_of,
)

_RULES = {
    "合同期限三个月以上不满一年的，试用期不得超过一个月；": "一个月",
    "合同期限一年以上不满三年的，试用期不得超过二个月；": "二个月",
    "三年以上固定期限的合同，试用期不得超过六个月。": "六个月",
}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("三年以上的合同试用期多长", "六个月"),
        ("三个月以上不满一年的合同，试用期多长？", "一个月"),
        ("签了两年的合同试用期多久", "二个月"),
        ("满三年的合同试用期多久", "六个月"),
        ("六个月的合同试用期多久", "一个月"),
        ("五年期的合同试用期多久", "六个月"),
    ],
)
def test_the_case_asked_about_is_the_one_it_lies_in(question: str, answer: str) -> None:
    asked = conditions_in(question)
    fits = {
        stated: fit_of(asked, conditions_of(rule, rule.index(stated)))
        for rule, stated in _RULES.items()
    }
    assert fits.pop(answer) is Fit.WITHIN
    assert set(fits.values()) == {Fit.ANOTHER}


def test_each_number_has_the_case_before_it() -> None:
    text = "工龄满一年不满十年的，年休假五天，满十年不满二十年的，年休假十天。"
    words = [
        [words_of(text, case) for case in conditions_of(text, text.index(stated))]
        for stated in ("五天", "十天")
    ]
    assert words == [["工龄满一年不满十年"], ["满十年不满二十年"]]


@pytest.mark.parametrize(
    "text",
    [
        "处三年以上七年以下有期徒刑。",
        "任期五年，连任不得超过两届。",
        "执法人员不得少于二人。",
    ],
)
def test_a_limit_is_no_case(text: str) -> None:
    assert cases_in(text) == []


@pytest.mark.parametrize("text", ["05年粮食产量多少", "哪三个开放", "1790个党组织管着几家企业"])
def test_years_and_counts_are_no_cases(text: str) -> None:
    assert conditions_in(text) == []


def test_what_measures_something_else_leaves_it_open() -> None:
    text = "数额在五千元以上不满三万元的，处三年以下有期徒刑。"
    stated = conditions_of(text, text.index("三年以下"))
    assert fit_of(conditions_in("满两年的合同"), stated) is Fit.OPEN
    assert fit_of([], stated) is Fit.OPEN


@given(st.text("一二三十满不以上下年个月的，超过合同0123456789", max_size=40))
def test_cases_are_stretches_of_the_text(text: str) -> None:
    for case in [*conditions_in(text), *cases_in(text)]:
        assert 0 <= case.start < case.end <= len(text)
        assert case.holds_all_of(case)
        assert words_of(text, case) in text
