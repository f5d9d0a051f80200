from __future__ import annotations

from types import ModuleType

import pytest

from pb_qa.figures import Figure, FoundFigure, Measure
from pb_qa.models import Document, DocumentInfo
from pb_qa.understanding.figures import extract_figures
from pb_qa.web.figures_words import base_words, grouped, source_address, value_words


def _written(sentence: str, written: str, value: str, unit: str, **fields: object) -> FoundFigure:
    at = sentence.index(written)
    figure = Figure(
        "d", 5, 5 + len(sentence), 5 + at, 5 + at + len(written), value, unit, value, unit,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    return FoundFigure(figure, DocumentInfo("d", 1, "d.txt", "标题"), sentence)


@pytest.mark.parametrize(
    ("sentence", "written", "value", "unit", "qualifier", "shown"),
    [
        ("共有党员3.5万名。", "3.5万名", "3.5", "万名", "", "3.5万名"),
        ("投入300多万元。", "300多万元", "300", "万元", "多", "300多万元"),
        ("投入3万多元。", "3万多元", "3", "万元", "多", "3万多元"),
        ("占75%以上。", "75%以上", "75", "%", "以上", "75%以上"),
        ("不少于3期。", "不少于3期", "3", "期", "不少于", "不少于3期"),
        ("约三千二百万吨。", "约三千二百万吨", "3200", "万吨", "约", "约3,200万吨"),
        # In a table the qualifier stands in the heading.
        ("党员（余） | 120", "120", "120", "名", "余", "120余名"),
        ("近 | 120", "120", "120", "名", "近", "近120名"),
    ],
)
def test_the_qualifier_stands_where_the_document_has_it(
    sentence: str, written: str, value: str, unit: str, qualifier: str, shown: str
) -> None:
    found = _written(sentence, written, value, unit, qualifier=qualifier)
    assert value_words(found).text == shown


def test_a_change_has_its_sign_and_a_range_both_ends() -> None:
    change = {"measure": Measure.CHANGE}
    up = _written("增长3.2%。", "3.2%", "3.2", "%", direction="up", **change)
    down = _written("下降3.2%。", "3.2%", "3.2", "%", direction="down", **change)
    negative = _written("增长-3.2%。", "-3.2%", "-3.2", "%", direction="down", **change)
    assert value_words(up).text == "+3.2%"
    assert value_words(down).text == value_words(negative).text == "\N{MINUS SIGN}3.2%"
    between = _written("2至3倍。", "2至3倍", "2", "倍", value_to="3")
    assert value_words(between).text == "2至3倍"


def test_the_base_value_is_told_only_where_it_differs(small_figures: ModuleType) -> None:
    found = small_figures.stated("3.5", "万名", base_value="35000", base_unit="名")
    assert base_words(found.figure) == "35,000名"
    assert base_words(small_figures.stated("35", "名").figure) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1234567.125", "1,234,567.125"),
        ("999", "999"),
        ("-4116", "\N{MINUS SIGN}4,116"),
        ("3.6:48:48.4", "3.6:48:48.4"),
        ("2/3", "2/3"),
    ],
)
def test_digits_are_grouped_in_plain_numbers_only(number: str, shown: str) -> None:
    assert grouped(number) == shown


def test_an_address_of_a_sentence_holds_any_id(small_figures: ModuleType) -> None:
    found = small_figures.stated(document="a/b?#c")
    assert source_address(found).startswith("#source/a%2Fb%3F%23c/1/10/")


def test_the_length_of_an_extension_is_no_growth() -> None:
    text = "案情复杂的，经上级机关批准，可以延长三个月；有关机关应当在十五日内答复。"
    document = Document(id="d", version=1, source="a.txt", title="", text=text)
    shown = [
        value_words(FoundFigure(figure, document.info, text[figure.start : figure.end])).text
        for figure in extract_figures(document)
    ]
    assert shown == ["3个月", "15日内"]
