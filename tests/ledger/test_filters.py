from __future__ import annotations

import pytest

from pb_qa.errors import PbQaError
from pb_qa.ledger.filters import day_range, place_matches
from pb_qa.ledger.periods import period_bounds


@pytest.mark.parametrize(
    ("asked", "place", "expected"),
    [
        ("宁夏", "宁夏回族自治区", True),
        ("宁夏回族自治区", "宁夏", True),
        ("宁夏回族自治区", "宁夏固原市", True),
        ("寧夏", "宁夏", True),
        ("固原", "固原市", True),
        ("固原市", "固原", True),
        ("固原市", "宁夏固原市", True),
        ("固原市", "固原市原州区", True),
        ("固原市", "固原县", False),
        ("吉林省", "吉林", True),
        ("吉林省", "吉林市", False),
        ("清河县", "平河市", False),
        ("北京", "", False),
        ("", "北京", False),
        (" 北京 ", "北京市", True),
    ],
)
def test_a_place_is_met_by_its_names(asked: str, place: str, expected: bool) -> None:
    assert place_matches(asked, place) is expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2011", (20110101, 20111231)),
        ("2012-02", (20120201, 20120229)),
        ("2011-2", (20110201, 20110228)),
        ("2011-12-31", (20111231, 20111231)),
        (" 1954 ", (19540101, 19541231)),
    ],
)
def test_a_date_is_as_long_as_it_is_vague(date: str, expected: tuple[int, int]) -> None:
    assert day_range(date) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ("", "")),
        ("2011", ("2011", "2011")),
        ("2011年", ("2011", "2011")),
        ("2011-12", ("2011-12", "2011-12")),
        ("2011年6月", ("2011-06", "2011-06")),
        ("2010-2015", ("2010", "2015")),
        ("2010—2015", ("2010", "2015")),
        ("2010年至2015年", ("2010", "2015")),
        ("2010年到2015年", ("2010", "2015")),
        ("2010-06..2011-03-31", ("2010-06", "2011-03-31")),
        ("2010..", ("2010", "")),
        ("..2015", ("", "2015")),
    ],
)
def test_what_is_typed_for_a_period(typed: str, expected: tuple[str, str]) -> None:
    assert period_bounds(typed) == expected


@pytest.mark.parametrize("typed", ["去年", "2011-13", "..", "2011-2010年底", "20111231", "2010..x"])
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(PbQaError, match="请写"):
        period_bounds(typed)
