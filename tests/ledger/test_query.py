from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.figures import Measure
from pb_qa.ledger.query import measure_meant, parse_query, wanted_terms


@pytest.mark.parametrize(
    ("query", "words", "years", "places"),
    [
        ("粮食总产量", "粮食总产量", (), ()),
        ("2011年粮食总产量是多少？", "粮食总产量", (2011,), ()),
        ("1978年和54年的粮食产量", "粮食产量", (1978, 1954), ()),
        ("二〇一一年底全区有多少名党员", "全区 党员", (2011,), ()),
        ("宁夏党员人数", "党员人数", (), ("宁夏",)),
        ("银川市2010年财政收入的数据", "财政收入", (2010,), ("银川市",)),
        ("覆盖率 党组织", "覆盖率 党组织", (), ()),
        ("2011年", "", (2011,), ()),
        ("10年来累计", "10年来累计", (), ()),
    ],
)
def test_a_search_taken_apart(
    query: str, words: str, years: tuple[int, ...], places: tuple[str, ...]
) -> None:
    parsed = parse_query(query)
    assert (parsed.words, parsed.years, parsed.places) == (words, years, places)


def test_places_can_be_left_among_the_words() -> None:
    assert parse_query("长安汽车产量", places=False).words == "长安汽车产量"


def test_synonyms_come_after_the_words_as_asked() -> None:
    variants = parse_query("GDP增长率").variants
    assert variants[0] == "gdp增长率" and "国内生产总值增长率" in variants


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("党员人数", Measure.LEVEL),
        ("生产总值增长", Measure.CHANGE),
        ("贫困人口减少", Measure.CHANGE),
        ("党员占比", Measure.SHARE),
        ("覆盖率", Measure.SHARE),
        ("粮食产量", None),
    ],
)
def test_the_measure_that_words_tell(words: str, measure: Measure | None) -> None:
    assert measure_meant(words) is measure


def test_short_words_are_wanted_as_they_are_and_long_ones_in_part() -> None:
    (short,) = wanted_terms("党员人数")
    assert (short.terms, short.at_least) == (("党员",), 1)
    (long,) = wanted_terms("粮食总产量")
    assert len(long.terms) == 9 and long.at_least == 5
    chinese, latin = wanted_terms("gdp增长率")
    assert latin.terms == ("gdp",) and chinese.at_least == 2


@given(st.text(max_size=40))
def test_whatever_is_typed_can_be_taken_apart(query: str) -> None:
    parsed = parse_query(query)
    for variant in parsed.variants:
        assert all(0 < one.at_least <= len(one.terms) for one in wanted_terms(variant))
