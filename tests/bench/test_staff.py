"""How answers to the questions of staff are judged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from staff import bare, holds


@pytest.mark.parametrize(
    ("text", "value", "there"),
    [
        ("共有３.５万名党员", "3.5万名", True),
        ("增长12.4%", "2.4%", False),
        ("增长2.4个百分点", "2.4", True),
        ("产量2.45万吨", "2.4", False),
        ("投资二十一亿元", "二十", False),
        ("投资二十一亿元", ["21亿元", "二十一亿元"], True),
        ("由教育部 牵头", "教育部牵头", True),
    ],
)
def test_a_value_counts_only_by_itself(text: str, value: str | list[str], there: bool) -> None:
    assert holds(bare(text), value) is there
