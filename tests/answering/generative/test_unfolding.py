"""What is said in another order, or against another word for the base, is held to its source."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """全市工业总产值比上年增长14.2%，粮食产量比2010年增长6.5%。
进出口总额比去年增长37.1%，达到8512亿美元。
城镇居民人均可支配收入，考虑价格下降因素比上年实际增长9.3%。
合同成立时生效，但是法律另有规定的除外。动产自交付时发生效力，但当事人另有约定的除外。
启动实施全市新增千亿斤粮食生产能力建设规划。百万吨级乙烯项目陆续开工建设，建成千万吨级炼油厂。
煤炭产量达到数千万吨规模，库存棉花5亿斤。
农业总产值平均每年要增长百分之四到五，是不低的。工业总产值平均每年要增长百分之八至十，任务不轻。
原煤产量由六亿二千万吨增加到八亿五千万吨，原油产量由一亿吨减少到九千万吨。
国营农场由1954年的97个增加到106个，耕地面积增加到404万亩。
中小学生人均校舍面积达到12.93平方米，比2010年增加4.65平方米。
债款支出占本年支出的2.27%，教育支出占上年支出的16.4%。
城乡居民人均可支配收入分别增长8.7%和8.6%。进出口分别增长3.1%和5.4%。
今年把试点范围扩大到40%的县，财政补助标准由20元提高到40元。去年试点县由3个增加到9个。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("report"), "1955年工作报告", REPORT, issued_on="2012-03-05"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "全市工业总产值与上年相比增长14.2%。",
        "全市工业总产值同上年相比，增长14.2%。",
        "粮食产量与2010年相比增长6.5%。",
        "进出口总额和去年相比增长37.1%，达到8512亿美元。",
        "城镇居民人均可支配收入，考虑价格下降因素与上年相比实际增长9.3%。",
    ],
)
def test_the_base_in_other_words_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "全市工业总产值与上月相比增长14.2%。",
        "粮食产量与2009年相比增长6.5%。",
        "粮食产量同年初相比增长6.5%。",
        "进出口总额和去年相比下降37.1%，达到8512亿美元。",
    ],
)
def test_another_base_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "合同成立时生效，不过法律另有规定的不在此列。",
        "合同成立时生效，但法律另有规定的不在其列。",
        "动产自交付时发生效力，不过当事人另有约定的不在此列。",
        "动产自交付时发生效力，但是当事人另有约定的不在其列。",
    ],
)
def test_an_exception_put_plainly_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "合同成立时生效，不过法律另有规定的也在此列。",
        "动产自交付时发生效力，不过当事人没有约定的不在此列。",
        "动产自交付时不发生效力，不过当事人另有约定的不在此列。",
    ],
)
def test_no_exception_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "启动实施全市新增1000亿斤粮食生产能力建设规划。",
        "100万吨级乙烯项目陆续开工建设，建成1000万吨级炼油厂。",
        "建成1000万吨级炼油厂。",
    ],
)
def test_a_bare_size_in_digits_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "启动实施全市新增100亿斤粮食生产能力建设规划。",
        "建成100万吨级炼油厂。",
        "煤炭产量达到1000万吨规模。",
        "库存棉花1000亿斤。",
    ],
)
def test_another_size_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "农业总产值平均每年要增长4%到5%。",
        "农业总产值平均每年要增长4%到五，是不低的。",
        "农业总产值平均每年要增长百分之四至五。",
        "工业总产值平均每年要增长8%至10%。",
    ],
)
def test_a_range_of_percentages_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "农业总产值平均每年要增长4%到6%。",
        "农业总产值平均每年要增长4%到六，是不低的。",
        "农业总产值平均每年要增长4%。",
        "工业总产值平均每年要增长4%到5%。",
    ],
)
def test_another_range_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "原煤产量原来是六亿二千万吨，后来增加到八亿五千万吨。",
        "原煤产量起初是6.2亿吨，之后增加到8.5亿吨。",
        "原油产量原先是一亿吨，后来减少到九千万吨。",
        "国营农场1954年是97个，之后增加到106个。",
    ],
)
def test_a_change_told_from_then_to_now_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "原煤产量原来是八亿五千万吨，后来增加到六亿二千万吨。",
        "原煤产量原来是六亿二千万吨，后来减少到九亿五千万吨。",
        "原油产量原来是六亿二千万吨，后来增加到八亿五千万吨。",
        "国营农场1953年是97个，之后增加到106个。",
        "国营农场1954年是106个，之后增加到97个。",
    ],
)
def test_another_change_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "中小学生人均校舍面积比2010年增加4.65平方米，达到12.93平方米。",
        "中小学生人均校舍面积较2010年增加4.65平方米，达到12.93平方米。",
        "在本年支出里面，债款支出占到2.27%。",
        "在上年支出中，教育支出占16.4%。",
        "城镇居民人均可支配收入增长8.7%，农村居民人均可支配收入增长8.6%。",
        "进口增长3.1%，出口增长5.4%。",
    ],
)
def test_another_order_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "中小学生人均校舍面积比2010年增加12.93平方米，达到4.65平方米。",
        "中小学生人均校舍面积比2009年增加4.65平方米，达到12.93平方米。",
        "在上年支出里面，债款支出占到2.27%。",
        "在本年支出中，教育支出占到16.4%。",
        "城镇居民人均可支配收入增长8.6%，农村居民人均可支配收入增长8.7%。",
        "进口增长5.4%，出口增长3.1%。",
    ],
)
def test_another_thing_in_that_order_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "2012年把试点范围扩大到40%的县，财政补助标准由20元提高到40元。",
        "2012年财政补助标准由20元提高到40元。",
        "2011年试点县由3个增加到9个。",
    ],
)
def test_a_change_in_this_year_named_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "2010年财政补助标准由20元提高到40元。",
        "2012年试点县由3个增加到9个。",
        "2012年财政补助标准由40元提高到20元。",
    ],
)
def test_a_change_in_another_year_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.fixture(scope="module")
def check_rules(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("leave"),
        "办法",
        "第九条 未经监督管理机构批准，任何单位不得设立银行。"
        "只有继续深化改革，才能解决深层次矛盾。\n"
        "农民工总量2.53亿人，其中外出农民工1.59亿人。"
        "合议庭由审判员三人或者七人组成，简易程序由一人审判。",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "不经监督管理机构批准，任何单位就不能设立银行。",
        "任何单位要设立银行，须先经监督管理机构批准。",
        "不继续深化改革，就不能解决深层次矛盾。",
        "要解决深层次矛盾，前提是继续深化改革。",
        "外出农民工1.59亿人，这部分包含在农民工总量2.53亿人之内。",
    ],
)
def test_a_condition_turned_without_loss_is_shown(check_rules: Check, sentence: str) -> None:
    assert check_rules(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "不继续深化改革，就能解决深层次矛盾。",
        "要继续深化改革，前提是解决深层次矛盾。",
        "农民工总量2.53亿人，这部分包含在外出农民工1.59亿人之内。",
        "合议庭由审判员三人或者共六人组成，简易程序由一人审判，或者七人组成。",
    ],
)
def test_a_condition_turned_round_is_withheld(check_rules: Check, sentence: str) -> None:
    assert check_rules(sentence).reason
