"""What stands in the place of the source's words has to mean the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

from pb_qa.answering.generative.checking.differences import Difference, differences, parts_of
from pb_qa.answering.generative.checking.spelling import spell
from pb_qa.answering.generative.checking.synonyms import meaning

REPORT = """青河县2011年工作报告
五年新增商业营业面积50万平方米，平均每年递增4%。规模以上工业企业达到62户。
全年新增外商投资企业1.2万家，外商直接投资协议金额120亿美元，实际投资43.7亿美元。
认真落实税收优惠政策，开展营业税改征增值税试点。制止中小学生辍学。
扣除物价因素，农民人均纯收入增长13.7%。客运周转量将增长4%。
2005年共有职业学校在校生861人。2006年共有技工学校在校生345人。五年累计投入5亿元。
去年召开了县党代会，今年召开了县人代会。公安机关应当移送案件；没有规定的，参照办理。
全国2235万城市居民得到保障。1979年企业占用资金减少64亿元，今年上半年又减少16亿元。
有三百多万亩农田受灾。完成工业产值90亿元，增长5%；实现利润20亿元，同比增长8%。
2009年出口、进口总额分别为3亿元和2亿元。东镇选派干部12名，西镇选派干部15名。党员4116名，其中女党员1029名。
在建装机一千二百九十万千瓦。会见时间至迟不得超过四十八小时。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("substituting"), "青河县2011年工作报告", REPORT,
        issued_on="2011-03-01", place="青河县",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        # when
        "去年新增商业营业面积50万平方米。",
        "五年新增商业营业面积50万平方米，五年累计递增4%。",
        "05年共有技工学校在校生345人。",
        "2011年召开了县党代会。",
        # of what
        "全部工业企业达到62户。",
        "民间借贷企业达到62户。",
        "共有高等学校在校生861人。",
        "外商直接投资协议金额43.7亿美元。",
        "制止中高中生辍学。",
        "进口、出口总额分别为3亿元和2亿元。",
        "东镇和西镇分别选派干部15名和12名。",
        "工业产值90亿元，增长8%；利润20亿元，增长5%。",
        "人均工业产值90亿元。",
        # rounded or reckoned wrong
        "约4200名党员。",
        "女党员1029名，占4116名党员的26%。",
        # told not to be there
        "资料没有提到实际投资43.7亿美元[1]。",
        "文件中并未说明开展营业税改征增值税试点。",
        # how
        "客运周转量已经达到4%。",
        "开展营业税改征增值税全面推行。",
        "首次新增外商投资企业1.2万家。",
        "有规定的，参照办理。",
    ],
)
def test_another_word_in_a_word_s_place_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    ["制止大学生辍学。", "制止中小学教师辍学。", "按现行价格计算，农民人均纯收入增长13.7%。"],
)
def test_another_word_where_nothing_is_counted_is_at_least_doubted(
    check: Check, sentence: str
) -> None:
    checked = check(sentence)
    assert checked.reason or checked.doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "出口和进口总额分别为3亿元、2亿元。",
        "东镇和西镇分别选派干部12名和15名。",
        "工业产值90亿元，增长5%；利润20亿元，增长8%。",
        "约4100名党员。",
        "女党员1029名，占4116名党员的25%。",
        "资料没有提到工业用电量。",
        "文件的原话是：“制止中小学生辍学”。",
        "五年里新增商业营业面积50万平方米，年均递增4%。",
        "达到62户的是规模以上工业企业。",
        "该县规模以上工业企业有62家。",
        "2005年职业学校的在校生一共有861人。",
        "5年共投入5亿元。",
        "全国22350000城市居民得到保障。",
        "1979年企业占用资金减少64亿元，今年上半年又减少16亿元。",
        "有三百多万亩农田受灾。",
        "在建装机一千二百九十万千瓦。",
        "会见时间至迟不能超过48小时。",
        "公安机关应该移送案件；没有规定的，参照办理。",
        "2010年召开了县党代会，今年召开了县人代会。",
    ],
)
def test_the_same_in_other_words_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


def test_the_reason_names_both_words_with_readable_numbers(check: Check) -> None:
    reason = check("全部工业企业达到62户。").reason
    assert "全部" in reason
    assert "规模以上" in reason
    assert "120亿美元" in check("外商直接投资协议金额43.7亿美元。").reason


def test_a_difference_has_what_both_clauses_share_beside_it() -> None:
    (said,), (written,) = (parts_of(spell(text)) for text in ("县农村人口增多", "县城镇人口增多"))
    assert list(differences(said, written)) == [Difference("农村", "城镇", "县", "人口增")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("应该办理", "应当经办"),
        ("比上年增长", "同比增加"),
        ("该县共有党员", "全县党员"),
        ("企业和学校", "企业、学校"),
        ("每年平均", "年均"),
    ],
)
def test_synonyms_mean_the_same(one: str, other: str) -> None:
    assert meaning(spell(one).text) == meaning(spell(other).text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("城镇", "农村"), ("增长", "下降"), ("应当", "可以"), ("累计", "年均"), ("同比", "环比")],
)
def test_counterparts_do_not(one: str, other: str) -> None:
    assert meaning(one) != meaning(other)
