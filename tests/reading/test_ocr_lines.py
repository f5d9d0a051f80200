"""The order of recognised lines: columns, tables, pages that lie askew."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.reading.ocr_lines import Box, Line, lines_from, mean_confidence, page_text


def box(left: float, top: float, width: float, height: float = 30) -> Box:
    right, bottom = left + width, top + height
    return (left, top), (right, top), (right, bottom), (left, bottom)


def turned(corners: Box, degrees: float) -> Box:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b, c, d = ((x * cosine - y * sine, x * sine + y * cosine) for x, y in corners)
    return a, b, c, d


def text_of(boxes: list[Box], texts: list[str]) -> str:
    order = list(range(len(boxes)))
    random.Random(3).shuffle(order)
    shuffled = lines_from([boxes[i] for i in order], [texts[i] for i in order], [0.9] * len(boxes))
    return page_text(shuffled)


def test_lines_come_from_top_to_bottom() -> None:
    texts = [f"第{i}行" for i in range(12)]
    assert text_of([box(100, 50 * i, 900) for i in range(12)], texts) == "\n".join(texts)


@pytest.mark.parametrize("degrees", [-2.0, 0.0, 1.5])
def test_two_columns_are_read_one_after_the_other_between_wide_lines(degrees: float) -> None:
    boxes = [box(100, 0, 1300)]
    boxes += [box(100, 60 + 50 * i, 600) for i in range(8)]
    boxes += [box(760, 60 + 50 * i, 640) for i in range(8)]
    boxes += [box(100, 500, 1300)]
    texts = ["题目", *(f"左{i}" for i in range(8)), *(f"右{i}" for i in range(8)), "结尾"]
    assert text_of([turned(b, degrees) for b in boxes], texts) == "\n".join(texts)


@pytest.mark.parametrize("degrees", [-2.0, 0.0, 2.0])
def test_a_table_is_read_row_by_row(degrees: float) -> None:
    boxes = [box(100, 0, 900)]
    texts = ["各县党员人数（单位：万人）"]
    rows = [("地区", "人数"), ("银川", "15.8"), ("石嘴山", "6.2"), ("吴忠", "7"), ("固原市", "5.5")]
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            boxes.append(box(120 + 500 * column, 60 * number, 30 * len(cell)))
            texts.append(cell)
    wanted = "\n".join([texts[0], *(" | ".join(row) for row in rows)])
    assert text_of([turned(b, degrees) for b in boxes], texts) == wanted


def test_a_line_found_in_two_pieces_is_one_line() -> None:
    assert text_of([box(100, 0, 300), box(405, 2, 300)], ["现将有关事项", "通知如下"]) == (
        "现将有关事项通知如下"
    )
    assert text_of([box(100, 0, 300), box(405, 2, 300)], ["annual", "report"]) == "annual report"


def test_blank_texts_are_left_out_and_no_line_gives_no_confidence() -> None:
    assert lines_from([box(0, 0, 9)], [" "], [0.5]) == []
    assert mean_confidence([]) is None and page_text([]) == ""


def test_confidence_is_the_mean_over_characters() -> None:
    lines = [Line(0, 0, 9, 9, "一" * 9, 1.0), Line(0, 20, 9, 29, "二", 0.0)]
    assert mean_confidence(lines) == pytest.approx(0.9)


_PLACE = st.floats(-1e4, 1e4)


@given(st.lists(st.tuples(_PLACE, _PLACE, st.floats(0, 2e3), st.text("甲乙a1 ", max_size=5))))
def test_no_line_is_lost_whatever_its_place(found: list[tuple[float, float, float, str]]) -> None:
    lines = lines_from(
        [box(x, y, w) for x, y, w, _ in found], [t for *_, t in found], [0.5] * len(found)
    )
    text = page_text(lines)
    wanted = sorted("".join("".join(t.split()) for *_, t in found))
    assert sorted("".join(text.replace(" | ", "").split())) == wanted
