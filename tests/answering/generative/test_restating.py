"""Places, plans, denials, frequencies, years and names that are not those of the source."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """青河县2010年政府工作报告
去年，全县生产总值达到85.2亿元，粮食产量34.2万吨，棉花产量2.5万吨。我国经济总体平稳。去年旅游收入12亿元。
今年主要预期目标是：生产总值增长12%左右，财政收入增长15%，城镇登记失业率控制在4.5%以内。
今年要完成危房改造7700多户，将新建幼儿园9所。力争引进项目20个。预计全年粮食产量达到35万吨。
县财政每年为每名指导员安排经费2万元。指导员每月到企业工作不少于4天，每半年向县委组织部报告一次工作。
加快东北地区老工业基地振兴，98个中央部门和北京、上海、广东等省市参加。
城区施划停车位5350个，安放挡车器1004个。高速公路通车里程约3万公里，农村公路3万公里。
优秀等次人数不超过参加考核人数的百分之二十。
工业园区建设环境不断改善。积累率可能降到30%左右。
去年，我们隆重庆祝了建县五十周年。与去年大体持平的有进口。到2010年底，新建水库2座。
会议要求各乡镇在年底前完成换届。党员干部不得违规经商。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    folder = tmp_path_factory.mktemp("report")
    return check_against(
        folder, "青河县2010年政府工作报告", REPORT, issued_on="2010-03-01", place="青河县"
    )


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        # places, regions, levels
        ("98个中央部门和北京、上海、印度等省市参加。", "印度"),
        ("98个中央部门和北京、上海、陕西等省市参加。", "陕西"),
        ("加快西南地区老工业基地振兴。", "西南"),
        ("加快上海地区老工业基地振兴。", "东北"),
        ("浙江经济总体平稳。", "浙江"),
        ("北京经济总体平稳。", "我国"),
        ("去年，全省生产总值达到85.2亿元。", "全省"),
        ("市财政每年为每名指导员安排经费2万元。", "县财政"),
        ("清江县去年旅游收入12亿元。", "清江县"),
        ("各乡镇在年底前完成了换届。", "要求"),
        # how often
        ("指导员每周到企业工作不少于4天。", "每月"),
        ("县财政每月为每名指导员安排经费2万元。", "每年"),
        # plans as done
        ("今年主要预期目标已经全部实现：生产总值增长12%左右。", "目标是"),
        ("已经完成危房改造7700多户。", "要完成"),
        ("完成了危房改造7700多户。", "要完成"),
        ("已引进项目20个。", "力争"),
        ("全年粮食产量已经达到35万吨。", "预计"),
        # denied
        ("指导员不需要向县委组织部报告工作。", "每半年"),
        # bounds left out
        ("生产总值增长12%，财政收入增长15%。", "12%左右"),
        ("积累率可能降到30%。", "30%左右"),
        ("高速公路通车里程3万公里。", "约3万公里"),
        # another subject's number
        ("棉花产量34.2万吨，棉花产量2.5万吨。", "粮食产量"),
        ("城区安放挡车器5350个，安放挡车器1004个。", "停车位"),
        ("旅游收入达到85.2亿元。", "生产总值"),
        # 去年 of a report of 2010
        ("2010年旅游收入12亿元。", "2009年"),
        ("2010年，我们隆重庆祝了建县五十周年。", "去年"),
        ("与2010年大体持平的有进口。", "去年"),
    ],
)
def test_what_differs_from_the_clause_it_restates_is_withheld(
    check: Check, sentence: str, reason: str
) -> None:
    assert reason in check(sentence).reason


@pytest.mark.parametrize(
    "clause",
    ["在李秀兰主持下", "得到社会各界一致好评", "走在全国前列", "为周边地区树立了榜样"],
)
def test_a_clause_that_nothing_bears_out_is_doubted(check: Check, clause: str) -> None:
    checked = check(f"工业园区建设环境不断改善，{clause}。")
    assert checked.reason == ""
    assert any(clause in doubt for doubt in checked.doubts)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("据世界银行统计", "世界银行"),
        ("据国家统计局介绍", "国家统计局"),
        ("据负责人王志远介绍", "王志远"),
        ("在李秀兰主持下", "李秀兰"),
    ],
)
def test_whom_the_source_does_not_name_is_doubted(check: Check, source: str, name: str) -> None:
    checked = check(f"{source}，工业园区建设环境不断改善。")
    assert checked.reason == ""
    assert any(name in doubt for doubt in checked.doubts)


@pytest.mark.parametrize(
    "sentence",
    [
        "优秀等次的人数最多占参加考核人数的20%。",
        "县财政为每名指导员每年安排2万元经费。",
        "青河县今年将新建9所幼儿园，改造危房7700多户。",
        "2010年预期目标是生产总值增长12%左右、财政收入增长15%。",
        "力争今年引进20个项目。",
        "青河县党员干部不允许违规经商。",
        "会议要求各乡镇年底前完成换届。",
        "指导员每个月在企业工作至少4天。",
        "指导员每半年要向县委组织部汇报一次工作。",
        "中国经济总体平稳。",
        "加快东北老工业基地振兴，共有98个中央部门和北京、上海、广东等省市参与。",
        "此外，工业园区的建设环境也有所改善。",
        "高速公路通车里程约为3万公里，农村公路则为3万公里。",
    ],
)
def test_what_says_the_same_is_shown_without_doubt(check: Check, sentence: str) -> None:
    checked = check(sentence)
    assert (checked.reason, checked.doubts) == ("", ())


def test_last_year_by_its_number_is_shown_and_said_to_be_worked_out(check: Check) -> None:
    checked = check("2009年，青河县粮食产量为34.2万吨。")
    assert checked.reason == ""
    assert any("去年" in doubt for doubt in checked.doubts)


def test_what_the_reader_finds_no_ground_for_is_doubted(check: Check) -> None:
    checked = check("县委安排指导员参加农村公路建设。")
    assert checked.reason == ""
    assert any("明确的依据" in doubt for doubt in checked.doubts)
    assert check("工业园区的建设环境在不断改善。").doubts == ()
