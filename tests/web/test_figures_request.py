from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.figures import FigureFilter, FigureOrder, Measure
from pb_qa.web.figures_request import (
    Axis,
    FiguresRequest,
    FiguresRequestError,
    View,
    iso_date,
    parse_request,
)

# Text as it may stand in an address: anything but lone surrogates, trimmed like a form's.
_WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(str.strip)
_DATES = st.sampled_from(["", "1978", "2011-12", "2011-12-05"])


@given(
    st.builds(
        FiguresRequest,
        view=st.sampled_from(View),
        words=_WORDS,
        filter=st.builds(
            FigureFilter,
            place=_WORDS,
            period_from=_DATES,
            period_to=st.sampled_from(["", "2012", "2020-01"]),
            unit=_WORDS,
            document=_WORDS,
            measure=st.sampled_from([None, *Measure]),
            collection=_WORDS,
        ),
        order=st.sampled_from(FigureOrder),
        descending=st.booleans(),
        page=st.integers(1, 10**8),
        series=_WORDS,
        lines=st.lists(_WORDS.filter(bool), max_size=8, unique=True).map(tuple),
        axis=st.sampled_from([None, *Axis]),
        at=_WORDS,
    )
)
def test_an_address_says_all_of_a_request(request_: FiguresRequest) -> None:
    pairs = parse_qsl(request_.query(), keep_blank_values=True)
    assert parse_request(pairs) == request_


def test_what_is_as_by_default_is_not_in_the_address() -> None:
    assert FiguresRequest().link() == "#figures"
    assert FiguresRequest(words="粮食").link() == "#figures?q=%E7%B2%AE%E9%A3%9F"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("", ""),
        ("1978", "1978"),
        ("１９７８年", "1978"),
        ("2011-12", "2011-12"),
        ("2011.1", "2011-01"),
        ("2011/1/5", "2011-01-05"),
        ("2011年12月", "2011-12"),
        (" 2011 年 3 月 8 日 ", "2011-03-08"),
    ],
)
def test_dates_are_taken_as_people_type_them(typed: str, iso: str) -> None:
    assert iso_date(typed) == iso


@pytest.mark.parametrize("typed", ["去年", "201", "20111", "2011-13", "2011-12-32", "2011-0", "x"])
def test_what_is_no_date_is_told_with_the_form_to_write(typed: str) -> None:
    with pytest.raises(FiguresRequestError, match="请写成 2011、2011-12"):
        iso_date(typed)


def test_a_period_the_wrong_way_round_is_told() -> None:
    with pytest.raises(FiguresRequestError, match="前后颠倒"):
        parse_request([("from", "2012"), ("to", "2011")])
    # A month and the year it lies in are no contradiction.
    assert parse_request([("from", "2011-12"), ("to", "2011")]).filter.period_to == "2011"


def test_too_many_words_are_told() -> None:
    with pytest.raises(FiguresRequestError, match="不超过 200 个字"):
        parse_request([("q", "长" * 201)])


def test_nonsense_in_an_address_is_passed_over() -> None:
    pairs = [("view", "x"), ("order", "'"), ("page", "-3"), ("measure", "?"), ("more", "1")]
    assert parse_request([*pairs, ("axis", "up"), ("page", "1e9")]) == FiguresRequest()


def test_a_heading_sorts_and_a_second_time_turns_round() -> None:
    request = FiguresRequest(words="粮食", page=7)
    by_value = request.sorted_by(FigureOrder.VALUE)
    assert (by_value.order, by_value.descending, by_value.page) == (FigureOrder.VALUE, True, 1)
    assert by_value.sorted_by(FigureOrder.VALUE).descending is False
    assert by_value.sorted_by(FigureOrder.PLACE).descending is False
