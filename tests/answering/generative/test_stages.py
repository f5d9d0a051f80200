"""Stages, times, additions and shares that are not those of the source."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """白山县2012年政府工作报告
要继续完善农村医疗保障制度，逐步理顺县属企业的隶属关系。重大事项及时向县政府报告。
道路清扫总面积达到555万平方米。鲜奶产量达到25万吨，城区公园总数为18个。
2010年接待游客760万人次，2011年接待游客830万人次。
工业产值100亿元，比上年实际增长8%；农业产值40亿元，比上年实际增长3%。
五年合计财政收入为59亿元，其中2011年为13亿元。
城镇在校生规模稳定，城镇新增就业1312人，超过全年目标。
法律另有规定的除外。
学校、医院、工厂的排污处理能力提高，处理率分别达到95%、85%、80%。
没有约定的，由双方商定。
完成25所义务教育学校维修改造。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    folder = tmp_path_factory.mktemp("stages")
    return check_against(
        folder, "白山县2012年政府工作报告", REPORT, issued_on="2012-02-20", place="白山县"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "要终止完善农村医疗保障制度。",
        "立即理顺县属企业的隶属关系。",
        "重大事项暂缓向县政府报告。",
        "法律另有规定的在内。",
        "道路清扫总面积的增量是555万平方米。",
        "鲜奶产量平均每人25万吨。",
        "830万人次，这是2010年接待游客的数字。",
        "农业产值40亿元，比上年实际增长到3%。",
        "工业产值100亿元，比上年实际增长3%；农业产值40亿元，比上年实际增长8%。",
        "五年合计财政收入为13亿元，其中2011年为59亿元。",
        "道路清扫总面积的情况，资料中未见记载。",
        "资料里找不到鲜奶产量的数据。",
        "城镇在校生规模稳定，城镇在岗职工1312人，超过全年目标。",
        "学校、医院、工厂的排污处理能力提高，处理率分别达到85%、95%、80%。",
        "有约定的，由双方商定。",
        "完成25个班义务教育学校维修改造。",
        "这份文件对鲜奶产量只字未提。",
    ],
)
def test_another_stage_or_standing_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "要进一步完善农村医疗保障制度，逐渐理顺县属企业的隶属关系。",
        "重大事项尽快向县政府报告。",
        "完成25个义务教育学校维修改造。",
        "830万人次，这是2011年接待游客的数字。",
        "农业产值40亿元，比上年实际增长3%。",
        "五年合计财政收入为59亿元。",
        "其中2011年财政收入为13亿元。",
    ],
)
def test_the_same_stage_and_standing_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""
