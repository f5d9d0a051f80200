"""Years of questions and of documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import DocumentInfo
from pb_qa.retrieval_years import asked_years, with_full_years, year_of


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("07年粮食产量多少来着", {2007}),
        ("八三年工业增长多少", {1983}),
        ("83到87年涨了多少", {1983, 1987}),
        ("二〇〇七年的预算", {2007}),
        ("2015年和16年比呢", {2015, 2016}),
        ("五年计划", set()),
    ],
)
def test_years_are_read_however_they_are_shortened(question: str, years: set[int]) -> None:
    assert asked_years(with_full_years(question)) == years


@pytest.mark.parametrize(
    "question",
    ["交满15年社保能领多少", "70年产权到期怎么办", "工作20年被辞退", "判了10年", "干了八九年"],
)
def test_how_long_something_lasts_is_no_year(question: str) -> None:
    assert with_full_years(question) == question
    assert not asked_years(question)


@given(st.text("0123456789年〇一八九到满的 ", max_size=20))
def test_years_in_full_stay_as_they_are(question: str) -> None:
    once = with_full_years(question)
    assert asked_years(with_full_years(once)) >= asked_years(once)
    assert all(1900 <= year < 2100 for year in asked_years(once))


@pytest.mark.parametrize(
    ("title", "issued_on", "year"),
    [
        ("2008年政府工作报告", "2010-01-01", 2008),
        ("２００８年政府工作报告", "", 2008),
        ("政府工作报告——2012年2月29日", "", 2012),
        ("组织工作要点", "2019-03", 2019),
        ("国发〔2018〕1号", "", 2018),
        ("组织工作要点", "", None),
    ],
)
def test_a_document_is_of_the_year_in_its_title_or_of_its_issue(
    title: str, issued_on: str, year: int | None
) -> None:
    assert year_of(DocumentInfo("文", 1, "文.md", title, issued_on=issued_on)) == year
