"""Aims, plans and forecasts are told apart from what came about."""

from __future__ import annotations

import pytest

from pb_qa.figures import FoundFigure
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures
from pb_qa.understanding.figures.aims import is_aim


def aims(text: str, title: str = "政府工作报告", issued_on: str = "2012-03-05") -> list[bool]:
    """Of each figure of a text, whether it is an aim."""
    document = Document(
        id="d", version=1, source="a.txt", title=title, issued_on=issued_on, text=text
    )
    return [
        is_aim(FoundFigure(figure, document.info, text[figure.start : figure.end]))
        for figure in extract_figures(document)
    ]


@pytest.mark.parametrize(
    "aimed",
    [
        "今年的预期目标是新增就业900万人以上。",
        "到2015年森林覆盖率达到21.7%。",
        "今年拟安排财政赤字8000亿元。",
        "力争年末入园企业14家。",
        "2011年社会消费品零售总额预计完成84亿元。",
        "今年中央财政安排补助资金433亿元。",
    ],
)
def test_what_is_to_be_is_an_aim(aimed: str) -> None:
    assert aims(aimed) == [True]


@pytest.mark.parametrize(
    "done",
    [
        "2011年新增就业1221万人。",
        "2011年完成年度目标的105%。",
        "2011年各项计划实施顺利，取得重大成果3万项。",
        "目前同我国建交的国家已达135个。",
        "今年以来已发放贷款22亿元。",
        "2011年城镇登记失业率控制在4.08%以内。",
        "2011年比预期目标高2个百分点。",
    ],
)
def test_what_came_about_is_none(done: str) -> None:
    assert aims(done) == [False]


def test_where_a_planned_change_begins_came_about() -> None:
    assert aims("计划到2015年覆盖率由2010年的20%提高到30%。") == [False, True]


def test_what_rules_bound_is_no_aim() -> None:
    assert aims("预计参加人数一千人以上的活动，应当提前二十日申请。", "大型活动管理条例") == [
        False,
        False,
    ]


def test_without_a_date_only_words_tell() -> None:
    assert aims("2012年新增就业900万人。2012年目标为900万人。", issued_on="") == [False, True]
