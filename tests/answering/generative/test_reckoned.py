"""What a true sentence reckons, rounds or dates by its document's own date."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """青河县2012年政府工作报告
去年，全县财政超收7239万元。今年新建公路12公里。
投入农村1.6亿元，其中用于基础设施近3000万元。
城镇居民收入25852元，农民纯收入19080元。全县人均住房39.28平方米，公园占地39亩。
第七十三条 妇女的合法权益受到侵害的，可以向妇女组织求助。
讯问的时候，侦查人员不得少于二人。资金尚未落实的项目3个。
发行国债600亿元，比上年减少200亿元，同时增加预算内建设投资100亿元，赤字比上年预算减少50亿元。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    folder = tmp_path_factory.mktemp("reckoned")
    return check_against(
        folder, "青河县2012年政府工作报告", REPORT, issued_on="2012-02-20", place="青河县"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "2011年（2012年的报告中称“去年”），全县财政超收7239万元。",
        "这里的“去年”指2011年（报告作于2012年）：全县财政超收7239万元。",
        "投入农村1.6亿元，其中用于基础设施近3000万元，3000万元约为1.6亿元的19%。",
        "投入农村1.6亿元，其中用于基础设施近3000万元，后者约占前者的19%（3000万元÷1.6亿元）。",
        "城镇居民收入（25852元）超过农民纯收入（19080元）6772元。",
        "人均住房约39平方米。",
        "第七十三条规定，妇女的合法权益受到侵害的，可以向妇女组织求助。",
        "讯问的时候，侦查人员起码二人。",
        "资金还没有落实的项目3个。",
    ],
)
def test_what_follows_from_the_source_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "2010年（2012年的报告中称“去年”），全县财政超收7239万元。",
        "用于基础设施3000万元。",
        "投入农村1.6亿元，其中用于基础设施近3000万元，3000万元约为1.6亿元的29%。",
        "城镇居民收入（25852元）超过农民纯收入（19080元）6872元。",
        "人均住房约38平方米。",
        "讯问的时候，侦查人员至多二人。",
        "发行国债600亿元，比上年减少200亿元，同时增加预算内建设投资400亿元。",
        "发行国债600亿元，同时增加预算内建设投资100亿元，赤字比上年预算减少500亿元。",
    ],
)
def test_what_does_not_follow_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason
