"""The right number with another side, span, base of comparison or amount in words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """青河县2011年工作报告
2011年，城镇居民人均收入20251元，比上年增长12.5%。全年财政支出30亿元。上半年粮食产量34.2万吨。
五年累计投入资金5亿元。年均增长8.3%。国有企业党员有4116名，女干部占31%。出口总额7.5亿元，比2010年增长9.1%。
全县大多数村建立了党组织，62%的支部达标。旅游收入比“十五”末增长45%。
第一，抓好组织建设。粮食年产能700万到800万吨。林业产值翻了一番，渔业产值增长1.2倍。五成村有活动室。
工业用电量环比下降3.1%。少数支部没有活动室。主任说：党员有了‘家’的感觉。党支部一般半年开一次会。城镇新增就业3000人，农村转移劳动力5000人。
原则上每年组织一次培训，培训时间一般不超过5天。除涉密事项外，党务信息应当公开。
申请人可以书面或者口头提出申请。鼓励企业建立党组织。
优秀等次人数不超过参加考核人数的百分之二十。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("replacing"), "青河县2011年工作报告", REPORT,
        issued_on="2012-01-01", place="青河县",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        # the other side
        "农村居民人均收入20251元。",
        "全年财政收入30亿元。",
        "民营企业党员有4116名。",
        "国有机关党员有4116名。",
        "男干部占31%。",
        "进口总额7.5亿元。",
        "农村新增就业3000人。",
        # another span
        "上半年财政支出30亿元。",
        "一季度财政支出30亿元。",
        "全年粮食产量34.2万吨。",
        "五年年均投入资金5亿元。",
        "当年投入资金5亿元。",
        "累计增长8.3%。",
        "城镇居民人均收入每年20251元。",
        # another base
        "城镇居民人均收入环比增长12.5%。",
        "城镇居民人均收入比五年前增长12.5%。",
        "旅游收入比上年增长45%。",
        "工业用电量同比下降3.1%。",
        # amounts in words
        "全县绝大多数村建立了党组织。",
        "全县少数村建立了党组织。",
        "全县一半村建立了党组织。",
        "绝大多数支部达标。",
        "个别支部达标。",
        "十之八九的支部达标。",
        "三分之二的支部达标。",
        "七成支部达标。",
        "出口总额翻番。",
        "旅游收入成倍增长。",
        "林业产值翻了两番。",
        "粮食年产能700到800吨。",
        "粮食年产能７００到８００吨。",
        # a point is no rank
        "青河县组织建设位居第一。",
        # odd marks
        "文件指出‚抓好纪律建设‛。",
        "文件指出„抓好纪律建设‟。",
    ],
)
def test_another_word_beside_the_right_number_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "城镇居民人均收入为20251元，同比增长12.5%。",
        "2011年财政支出达30亿元。",
        "粮食产量上半年为34.2万吨。",
        "5年里累计投入5亿元资金。",
        "每年平均增长8.3%。",
        "国有企业有党员4116名，女干部占31%。",
        "出口总额7.5亿元，同比增长9.1%。",
        "大多数支部达标，占62%。",
        "过半的支部达标。",
        "一半的村有活动室。",
        "全县多数村建立了党组织。",
        "粮食年产能为700到800万吨。",
        "旅游收入与“十五”末相比增长45%。",
        "林业产值翻番。",
        "渔业产值增长了1.2倍。",
        "用电方面，工业用电量环比下降了3.1%。",
        "少数支部还没有活动室。",
        "第二，要抓好组织建设。",
        "城镇新增就业3000人，农村则转移劳动力5000人。",
        "文件指出‚抓好组织建设‛。",
        "主任说:‚党员有了‘家’的感觉‛。",
        "党支部原则上半年开一次会。",
    ],
)
def test_the_same_in_other_words_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""
