"""Causes, purposes and conditions have to be the sources' own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """青河县工作综述
由于连续降雨，部分道路受损12公里。县财政增加了投入，因此村村建起了活动室。
村集体经济收入达到300万元。建成敬老院3所。党员带头种植果树。
为了方便群众，开设了服务窗口20个。窗口人员要求统一着装。
旅游业发展很快。因此，新建宾馆5家。申请人不服的，可以申请复核。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(tmp_path_factory.mktemp("linking"), "青河县工作综述", REPORT)


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("由于村集体经济收入达到300万元，因此建成敬老院3所。", "因果"),
        ("村集体经济收入达到300万元，从而建成敬老院3所。", "因果"),
        ("得益于党员带头种植果树，村集体经济收入达到300万元。", "因果"),
        ("党员带头种植果树导致部分道路受损。", "因果"),
        ("建成敬老院3所，主要原因是县财政增加了投入。", "因果"),
        ("为了建成敬老院，党员带头种植果树。", "目的"),
        ("只要党员带头种植果树，就可以申请复核。", "条件"),
    ],
)
def test_two_facts_are_not_linked_by_the_model(check: Check, sentence: str, relation: str) -> None:
    assert relation in check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "因为连续降雨，部分道路受损12公里。",
        "连续降雨导致部分道路受损12公里。",
        "部分道路受损12公里，原因是连续降雨。",
        "由于县财政增加了投入，村村建起了活动室。",
        "旅游业发展很快，因此新建宾馆5家。",
        "由于旅游业发展很快，新建宾馆5家。",
        "为方便群众，开设了20个服务窗口。",
        "如果申请人不服，可以申请复核。",
        "村集体经济收入达到300万元，建成敬老院3所。",
    ],
)
def test_what_the_source_links_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize("opening", ["因此，", "所以，"])
def test_a_link_to_the_sentence_before_is_said_to_be_the_model_s(
    check: Check, opening: str
) -> None:
    checked = check(f"{opening}建成敬老院3所。")
    assert checked.reason == ""
    assert checked.doubts
