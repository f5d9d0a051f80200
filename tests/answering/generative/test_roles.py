"""The part that a number has in its source, and who says it, is not exchanged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """青河县2015年政府工作报告
全县公路总里程5600公里，其中高速公路320公里。去年全县财政收入28.6亿元，包括地方税收19.4亿元。
今后五年，全县新增造林12.5万亩，人均收入年均增长9.2%。过去五年，全县累计脱贫3.4万人。
去年城镇和农村居民人均收入分别增长8.1%和10.3%。工业、农业投资依次完成46亿元、13亿元。
五年来农民收入平均每年增加860元。村级经费平均每村每年7.5万元。
今年再解决4200人饮水问题。去年又新建学校26所。全县累计建成水库48座。
上半年，工业产值比去年同期增长15.4%。
去年税收完成预算的96.5%，为上年的112.3%。粮食产量相当于1978年的3.6倍。棉花产量比1990年增长2.4倍。
参保率由2010年的61.5%提高到93.8%。失业率从4.6%下降到3.1%。
去年新建和改建卫生院37所，维修改造校舍9.3万平方米，取消、下放审批事项118项。
工业、建筑业和商贸业共吸纳就业2.7万人。县财政、扶贫办和水利局共同投入资金6400万元。
预计全县生产总值增长9.6%，到2016年达到132亿元。对困难家庭学生每人每年补助1150元。
小学、初中和高中入学率分别为99.8%、98.6%和86.4%。经济适用房每平方米均价1850元。
小麦收购价每50公斤提高7.4元。全县共有个体工商户8640户、私营企业712家。截至6月末，贷款余额12.4亿元，较年初增加1.9亿元。
省下达我县住房指标3200套，实际开工3450套。饮水安全人口占83.6%，女干部占26.4%。
当事人应当在收到通知后30日内提出申请，有关部门应当在15个工作日内答复。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("roles"), "青河县2015年政府工作报告", REPORT,
        issued_on="2015-01-20", place="青河县", issuer="青河县人民政府",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        # a part as something more
        "全县公路总里程5600公里，另有高速公路320公里。",
        "全县公路总里程5600公里，以及高速公路320公里。",
        "去年全县财政收入28.6亿元，除此之外还有地方税收19.4亿元。",
        # what comes as past, and the other way round
        "过去五年，全县新增造林12.5万亩。",
        "近五年，全县人均收入年均增长9.2%。",
        "今后五年，全县累计脱贫3.4万人。",
        "未来几年，全县累计脱贫3.4万人。",
        # several in turn as alike, or as together
        "去年城镇和农村居民人均收入都增长8.1%。",
        "去年城镇和农村居民人均收入增长8.1%。",
        "工业、农业投资均完成46亿元。",
        "工业、农业投资合计完成13亿元。",
        # on average as every time
        "五年来农民收入每年都增加860元。",
        "五年来农民收入逐年增加860元。",
        # one more as in all, and the other way round
        "累计解决4200人饮水问题。",
        "去年累计新建学校26所。",
        "去年又建成水库48座。",
        # the same part of a year as the whole
        "工业产值比去年全年增长15.4%。",
        "上半年，工业产值比去年整年增长15.4%。",
        # a share or a multiple as a growth, and the other way round
        "去年税收超预算96.5%。",
        "去年税收比上年增长112.3%。",
        "粮食产量比1978年增长3.6倍。",
        "棉花产量是1990年的2.4倍。",
        "棉花产量增长到1990年的2.4倍。",
        # what it was before as what it is
        "参保率提高到61.5%。",
        "参保率为61.5%。",
        "失业率由3.1%上升到4.6%。",
        "失业率下降到4.6%。",
        # of several things together as of fewer, or more
        "去年新建卫生院37所。",
        "去年改造校舍9.3万平方米。",
        "去年下放审批事项118项。",
        "工业共吸纳就业2.7万人。",
        "县财政投入资金6400万元。",
        # other days
        "当事人应当在收到通知后30个工作日内提出申请。",
        "有关部门应当在15日内答复。",
        # a share in words that is not so
        "饮水安全人口占九成以上。",
        "女干部不足四分之一。",
        "有关部门应当在15天（含节假日）内答复。",
        # jointly as each for itself, expected as come about, without one of two measures
        "县财政、扶贫办和水利局分别投入资金6400万元。",
        "2016年全县生产总值达到132亿元。",
        "困难家庭学生每人补助1150元。",
        "困难家庭学生每年补助1150元。",
        "经济适用房均价1850元。",
        "小麦收购价每公斤提高7.4元。",
        # several in turn taken apart wrongly, two told of one's number
        "高中入学率98.6%。",
        "个体工商户和私营企业共有8640户。",
        "截至年末，贷款余额12.4亿元。",
        # all of it done
        "省下达我县住房指标3200套，已全部建成。",
        # words of somebody else
        "国务院指出，全县公路总里程5600公里。",
        "据省教育厅介绍，去年又新建学校26所。",
        "全县公路总里程5600公里，这是国家统计局的数据。",
        "按照全国人大的说法，参保率由2010年的61.5%提高到93.8%。",
    ],
)
def test_a_number_in_another_part_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "全县公路总里程5600公里，其中高速公路320公里。",
        "未来五年，全县新增造林12.5万亩。",
        "去年城镇居民人均收入增长8.1%，农村居民人均收入增长10.3%。",
        "工业投资完成46亿元，农业投资完成13亿元。",
        "去年税收为上年的112.3%，完成预算的96.5%。",
        "失业率从4.6%降至3.1%。",
        "参保率提高到93.8%（2010年为61.5%）。",
        "2010年参保率为61.5%。",
        "青河县政府提出，今年再解决4200人饮水问题。",
        "当事人应当在收到通知后30天内提出申请。",
        "预计全县生产总值增长9.6%，到2016年达到132亿元。",
        "困难家庭的每个学生每年补助1150元。",
        "小麦收购价每50公斤提高7.4元。",
        "初中入学率98.6%，小学入学率99.8%。",
        "饮水安全人口占八成以上。",
        "女干部超过四分之一。",
    ],
)
def test_a_number_that_keeps_its_part_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""
