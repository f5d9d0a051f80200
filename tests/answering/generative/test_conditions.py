"""Conditions lost or made stricter, kinds and places changed, causes that nobody gives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

RULES = """青河县考核办法
原则上每年组织一次培训，培训时间一般不超过5天。除涉密事项外，党务信息应当公开。
申请人可以书面或者口头提出申请。鼓励企业建立党组织。部分乡镇完成换届。
优秀等次人数不超过参加考核人数的百分之二十。住户存款余额35亿元。清河县选派指导员316名。
年度考核和平时考核并重。由于连续降雨，部分道路受损12公里。除培训外，还组织参观。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("conditions"), "青河县考核办法", RULES, place="青河县"
    )


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("每年组织一次培训。", "原则上"),
        ("培训时间不超过5天。", "一般"),
        ("每年组织一次培训，培训时间一般不超过5天。", "原则上"),
        ("党务信息应当公开。", "除涉密事项外"),
        ("申请人可以书面和口头提出申请。", "或"),
        ("申请人可以书面并且口头提出申请。", "或"),
        ("要求企业建立党组织。", "鼓励"),
        ("企业应当建立党组织。", "鼓励"),
        ("企业必须建立党组织。", "鼓励"),
        ("全部乡镇完成换届。", "部分"),
        ("称职等次人数不超过参加考核人数的20%。", "优秀等次"),
        ("企业存款余额35亿元。", "住户"),
        ("清江县选派指导员316名。", "清江县"),
        ("清江镇选派指导员316名。", "清江镇"),
        ("道路受损发生在东风街道。", "东风街道"),
    ],
)
def test_what_changes_a_condition_or_a_kind_is_withheld(
    check: Check, sentence: str, reason: str
) -> None:
    assert reason in check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "原则上，每年组织一次培训，时间一般不超过5天。",
        "培训通常每年组织一次。",
        "党务信息应当公开，但涉密事项除外。",
        "申请人可以书面或口头提出申请。",
        "鼓励企业建立党组织。",
        "一些乡镇已完成换届。",
        "优秀等次的人数最多占参加考核人数的20%。",
        "清河县共选派指导员316名。",
        "还组织参观。",
        "受连续降雨影响，部分道路受损12公里。",
        "因为连续降雨，部分道路受损12公里。",
    ],
)
def test_what_keeps_its_condition_is_shown(check: Check, sentence: str) -> None:
    checked = check(sentence)
    assert checked.reason == ""
    assert not any("没有这样说" in doubt for doubt in checked.doubts)


@pytest.mark.parametrize(
    "cause",
    ["由于资金紧张", "因为地震频发", "得益于招商引资", "在科技创新推动下", "受市场波动影响"],
)
def test_a_cause_that_no_passage_gives_is_not_shown_as_borne_out(check: Check, cause: str) -> None:
    checked = check(f"{cause}，部分道路受损12公里。")
    assert any(cause in fault for fault in (checked.reason, *checked.doubts))
