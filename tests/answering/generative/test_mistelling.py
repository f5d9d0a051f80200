"""What a source tells of one thing is not told of another one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

RULES = """云岭市公共设施管理办法
第七条 承包人擅自更换材料的，应当无偿返工或者赔偿损失；自愿提高用料等级的，不得另行加收费用。
第八条 未满十六周岁的人员毁损的，免予处罚，由监护人修复；年满十六周岁的人员毁损的，处五百元罚款。
第九条 借用人逾期归还，情节严重的，三年内不得再次申请借用。
第十条 当事人对维修费用没有约定的，由双方平均分担。
第十一条 租用期限三个月以上不满一年的，押金不得超过二百元。
第十二条 管理单位应当对使用人的损害承担赔偿责任；但是，使用人自身疾病或者故意造成的除外。
第十三条 会议室可以对外出租，预约登记满三十日未付款的除外。
第十四条 申请人自首次提交借用申请之日起六个月内，又就相同设施提出申请的，可以优先借用。
"""

REPORT = """云岭市2012年政府工作报告
在农业方面，全市已有六成农户加入合作社，其中种粮农户占一半左右。
在交通运输方面，全年公路货运量计划完成105%，水路货运量计划完成104%。
全年实施文旅项目27个，完成投资1.75亿元，新增床位640张。全年工业技改项目到位资金38.2亿元。全市新开工保障房3260套。
全年实施重点水利项目38个，园区固定资产投入93.1亿元，同比增长74.5%。
一般公共预算收入10.4亿元；消费品零售总额159.5亿元，比上年增长6.9%。
全年完成技改投资46.3亿元，占年度计划52.7亿元的87.9%，同比增长12.6%。
全市机械化农场由2009年的97个增加到106个，拖拉机从2009年的778台发展到2319台。
五年合计财政支出为6098亿元，其中2011年为1304亿元。外贸进出口总额突破5200亿美元，其中出口2662亿美元。
全市发放贷款总额1.42万亿元，实际利用外资603亿元。
扣除物价上涨因素，五年来农民人均纯收入平均每年增长13.7%。
"""


@pytest.fixture(scope="module")
def check_rules(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(tmp_path_factory.mktemp("rules"), "云岭市公共设施管理办法", RULES)


@pytest.fixture(scope="module")
def check_report(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("report"), "云岭市2012年政府工作报告", REPORT,
        issued_on="2012-01-20", place="云岭市", issuer="云岭市人民政府",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        # what follows from one case as following from another
        "自愿提高用料等级的，应当无偿返工或者赔偿损失。",
        "承包人擅自更换材料的，不得另行加收费用。",
        "第八条规定，未满十六周岁的人员毁损的，处五百元罚款；年满十六周岁的人员毁损的，免予处罚，由监护人修复。",
        # the case turned
        "第九条规定，借用人逾期归还，情节较轻的，三年内不得再次申请借用。",
        "根据第九条，情节轻微的，三年内不得再次申请借用。",
        "当事人对维修费用已有明确约定的，由双方平均分担。",
        "当事人对维修费用约定明确的，由双方平均分担。",
        "租用期限不满三个月不满一年的，押金不得超过二百元。",
        # the term counted from another day
        "申请人自判决生效之日起六个月内，又就相同设施提出申请的，可以优先借用。",
        "申请人自发现问题之日起6个月内，又就相同设施提出申请的，可以优先借用。",
        # what is left out as taken in
        "管理单位应当对使用人的损害承担赔偿责任，包括使用人自身疾病或者故意造成的。",
        "第十三条要求，会议室可以对外出租，包括预约登记满三十日未付款的。",
    ],
)
def test_a_case_with_the_consequence_of_another_is_withheld(
    check_rules: Check, sentence: str
) -> None:
    assert check_rules(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "根据第七条，自愿提高用料等级的，不得另行加收费用。",
        "承包人擅自更换材料的，应当无偿返工或者赔偿损失。",
        "年满十六周岁的人员毁损的，处500元罚款。",
        "第九条规定，情节严重的，三年内不得再次申请借用。",
        "对维修费用没有约定的，由双方平均分担。",
        "申请人自首次提交借用申请之日起6个月内，又就相同设施提出申请的，可以优先借用。",
        "租用期限三个月以上不满一年的，押金不得超过200元。",
        "会议室可以对外出租，预约登记满三十日未付款的除外。",
    ],
)
def test_a_case_with_its_own_consequence_is_shown(check_rules: Check, sentence: str) -> None:
    assert check_rules(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        # under another lead
        "根据上文，在商业方面，全市已有六成农户加入合作社，其中种粮农户占一半左右。",
        "在教育方面，全年公路货运量计划完成105%，水路货运量计划完成104%。",
        "在农业方面，全年公路货运量计划完成105%，水路货运量计划完成104%。",
        # at another stage
        "全年实施文旅项目27个，签约投资1.75亿元。",
        "全年实施文旅项目27个，计划投资1.75亿元。",
        "全年工业技改项目签约资金38.2亿元。",
        "全市竣工保障房3260套。",
        # with its neighbour's growth
        "全年实施重点水利项目38个，同比增长74.5%。",
        "一般公共预算收入10.4亿元，比上年增长6.9%。",
        # where it came to as where it came from
        "2009年全市机械化农场已经是106个。",
        "2009年拖拉机达到2319台。",
        # a part as the whole
        "五年合计财政支出共1304亿元。",
        "外贸进出口总额共2662亿美元。",
        # real as nominal
        "不考虑物价变化，五年来农民人均纯收入平均每年增长13.7%。",
        "未扣除价格因素，五年来农民人均纯收入平均每年增长13.7%。",
        # the lesser as the greater
        "实际利用外资（603亿元）比发放贷款总额（1.42万亿元）还要多。",
        "发放贷款总额（1.42万亿元）比实际利用外资（603亿元）更少。",
    ],
)
def test_a_level_told_of_another_thing_is_withheld(check_report: Check, sentence: str) -> None:
    assert check_report(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "根据上文，在农业方面，全市已有六成农户加入合作社，其中种粮农户占一半左右。",
        "在交通运输方面，全年公路货运量计划完成105%，水路货运量计划完成104%。",
        "根据报告，全年实施文旅项目27个，实现投资1.75亿元。",
        "新开工保障房3260套。",
        "园区固定资产投入93.1亿元，同比增长74.5%。",
        "全年完成技改投资46.3亿元，同比增长12.6%。",
        "消费品零售总额159.5亿元，比上年增长6.9%。",
        "2009年全市机械化农场为97个。",
        "根据报告，扣除物价上涨因素，五年来农民人均纯收入平均每年增长13.7%。",
        "拖拉机从2009年的778台发展到2319台。",
        "2011年财政支出为1304亿元。",
        "外贸进出口总额中，出口2662亿美元。",
        "发放贷款总额（1.42万亿元）比实际利用外资（603亿元）多。",
    ],
)
def test_a_level_told_of_its_own_thing_is_shown(check_report: Check, sentence: str) -> None:
    assert check_report(sentence).reason == ""
