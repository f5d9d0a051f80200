"""Places and bodies, told by name and form."""

from __future__ import annotations

import pytest

from pb_qa.text.places import bodies_in, place_stem, places_in


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("近3年来石嘴山市解决了问题", ["石嘴山市"]),
        ("银川的覆盖率", ["银川"]),
        ("宁夏回族自治区党委", ["宁夏回族自治区"]),
        ("满洲里2011年接待游客", ["满洲里"]),
        ("城南社区有多少名党员", ["城南社区"]),
        ("青岭市有多少名指导员", ["青岭市"]),
        ("2010年度自治区重点项目", []),
        ("沙漠城市叫什么", []),
        ("全市17家出租车企业", []),
        ("依托工业园区和商务楼宇", []),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    assert places_in(text) == places


def test_only_listed_places_when_asked_for() -> None:
    assert places_in("青岭市和银川市", listed=True) == ["银川市"]


def test_stems_meet() -> None:
    assert place_stem("银川市") == place_stem("银川") == "银川"
    assert place_stem("宁夏回族自治区") == "宁夏"


def test_bodies() -> None:
    assert bodies_in("明远化工有限公司推行一对一") == ["明远化工有限公司"]
    assert bodies_in("哪家公司推行") == []
