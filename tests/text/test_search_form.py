from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.search_form import folded, search_form, search_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("‚半壁江山‛", "“半壁江山”"),
        ("「红色引擎」", "'红色引擎'"),
        ("紅色引擎", "红色引擎"),
        ("３３，２１２％", "33,212%"),
        ("ＡＢ角", "ab角"),
        ("党\u00a0员", "党 员"),
        ("党\u3000员", "党 员"),
        ("党\u200b员", "党员"),
        ("增⻓", "增长"),
        ("⼀是", "一是"),
        ("cafe\u0301", "Café"),
        ("2010—2020", "2010－2020"),
    ],
)
def test_what_means_the_same_meets(one: str, other: str) -> None:
    assert search_form(one) == search_form(other)


def test_a_circled_number_does_not_run_into_a_year() -> None:
    assert search_terms("①2010年") == ["1", "2010", "年"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("党支部", ["党", "支", "部", "党支", "支部"]),
        ("党", ["党"]),
        ("占50.2％", ["占", "50.2", "50.2%"]),
        ("４·５万", ["4.5", "万"]),
        ("35,000人", ["35000", "人"]),
        ("2010，300", ["2010", "300"]),
        ("Wi-Fi 6", ["wi", "fi", "6"]),
        ("5G网络", ["5", "g", "网", "络", "网络"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert search_terms(text) == terms


@given(st.text())
def test_every_folded_character_knows_its_origin(text: str) -> None:
    result = folded(text)
    assert result.text == search_form(text)
    assert len(result.origins) == len(result.text)
    assert list(result.origins) == sorted(result.origins)
    for character, origin in zip(result.text, result.origins, strict=True):
        assert character in search_form(text[origin])


@given(st.text(alphabet="紅色（）ＡB％é①½“‚\n １2.,·⻓"))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_form(search_form(text)) == search_form(text)


@given(st.text(), st.text())
def test_folding_is_character_by_character(left: str, right: str) -> None:
    assert search_form(left + right) == search_form(left) + search_form(right)
