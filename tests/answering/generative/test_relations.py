"""Who acts, what is compared, which side of a day, each or all: as the source has it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

from pb_qa.answering.generative.checking.differences import parts_of
from pb_qa.answering.generative.checking.exchanging import exchanged
from pb_qa.answering.generative.checking.framing import says_where, without_question
from pb_qa.answering.generative.checking.spelling import spell

RULES = """青河县党建工作办法
第一条 乡镇党委应当在每年12月底前向县委组织部报告工作。
县委组织部应当自收到报告之日起三十日内予以答复。
第二条 县级财政按照每名党员每年100元的标准安排经费。
经县委批准，可以提前换届，但任期未满三年的除外。
第三条 发展党员应当先公示、后审批。主任由县委副书记李建国担任，副主任由王志强担任。
第四条 工会受县委领导。东镇划给西镇耕地300亩。
党员人数是团员人数的3倍。农村党员年龄一般不超过60周岁。
2011年全县工业产值90亿元，农业产值45亿元，服务业产值60亿元。粮食产量34万吨，比油料产量多30万吨。
由于干旱，粮食减产，农民收入下降。培训对象包括支部书记、村主任、大学生村官等。
党员超过50人的支部设立总支。
处五千元以上一万元以下罚款；情节严重的，吊销许可证。
申请人对决定不服的，可以在六十日内申请复议，也可以直接起诉。
到2015年，全县党组织覆盖率达到95%。城镇居民收入环比增长2%。规模以上企业有35家，占全部工业企业的12%。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("relations"), "青河县党建工作办法", RULES, place="青河县"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        # who acts, and upon whom
        "县委组织部应当在每年12月底前向乡镇党委报告工作。",
        "乡镇党委应当自收到报告之日起三十日内予以答复。",
        "县委受工会领导。",
        "西镇划给东镇耕地300亩。",
        "团员人数是党员人数的3倍。",
        "主任由王志强担任，副主任由县委副书记李建国担任。",
        "被申请人对决定不服的，可以在六十日内申请复议。",
        # which comes first
        "发展党员应当先审批、后公示。",
        "县委组织部应当自作出报告之日起三十日内予以答复。",
        # on which side of a day or a term
        "乡镇党委应当在每年12月底后向县委组织部报告工作。",
        "县委组织部应当自收到报告之日起三十日后予以答复。",
        "申请人对决定不服的，可以在六十日期满之后申请复议。",
        "2015年以后，全县党组织覆盖率达到95%。",
        "从2015年以后才开始，全县党组织覆盖率达到95%。",
        # each or all
        "县级财政共安排经费100元。",
        "县级财政按照合计100元的标准安排经费。",
        "县级财政按照每个支部每年100元的标准安排经费。",
        # more, less, the most
        "2011年农业产值45亿元，高于服务业产值的60亿元。",
        "2011年工业产值为90亿元，不及农业产值的45亿元。",
        "2011年，服务业产值（60亿元）多于工业产值（90亿元）。",
        "相比之下，农业产值比服务业产值更多，前者为45亿元，后者为60亿元。",
        "在工业产值、农业产值和服务业产值当中，数额最大的是服务业产值（60亿元）。",
        "2011年农业产值居三次产业之首，为45亿元。",
        "工业产值在全省排名第一。",
        "粮食产量34万吨，比油料产量少30万吨。",
        "油料产量比粮食产量多30万吨。",
        "城镇居民收入比五年前增长2%。",
        # what is shut out
        "培训对象仅包括支部书记和村主任。",
        "培训对象包括支部书记和村主任，全部内容就是支部书记和村主任。",
        "经县委批准，可以提前换届，没有任何例外。",
        "经县委批准，可以提前换届，任期未满三年的也不例外。",
        "申请人对决定不服的，只能申请复议。",
        "培训对象包括支部书记、企业家、大学生村官等。",
        # what is the cause
        "由于农民收入下降，粮食减产。",
        "未经县委批准，可以提前换届。",
    ],
)
def test_a_relation_turned_round_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "乡镇党委每年12月底前应当向县委组织部报告工作。",
        "每年12月底以前，乡镇党委应向县委组织部报告工作。",
        "县委组织部收到报告后应在三十日以内答复。",
        "工会由县委领导。",
        "发展党员要先公示后审批。",
        "经县委批准可以提前换届，任期未满三年的除外。",
        "经县委批准，可以提前换届，但任期未满三年则不在此限。",
        "2011年，工业产值90亿元，高于服务业的60亿元。",
        "2011年，农业产值为45亿元，低于工业产值的90亿元。",
        "在工业、农业和服务业当中，工业产值最高，为90亿元。",
        "因干旱，粮食减产，农民收入下降。",
        "培训对象包括支部书记、村主任等。",
        "对决定不服的申请人可以在六十日内申请复议，也可以直接起诉。",
        "党员人数超过50人的支部应当设立总支。",
        "到2015年，全县党组织覆盖率将达到95%。",
        "从原文可以看到，由于干旱，粮食减产，农民收入下降。",
    ],
)
def test_the_same_relation_in_other_words_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    ("said", "written", "turned"),
    [
        ("甲县委向市委报告", "市委向甲县委报告", True),
        ("工会领导党委", "党委领导工会", True),
        ("由县财政承担经费", "经费由县财政承担", False),
        ("东镇和西镇的党员", "西镇和东镇的党员", False),
        ("学习、宣传、落实", "宣传、学习、落实", False),
        ("东镇、南镇和西镇的党员", "西镇、南镇和东镇的党员", False),
    ],
)
def test_two_things_in_each_others_place(said: str, written: str, turned: bool) -> None:
    (own,), (theirs,) = parts_of(spell(said)), parts_of(spell(written))
    assert exchanged(own, theirs) is turned


def test_only_what_the_question_asked_is_led_in() -> None:
    sentence = "关于“县级财政安排经费”，资料的记载是：每名党员每年100元。"
    bare = without_question(sentence, "县级财政安排经费多少？")
    assert bare.strip() == "每名党员每年100元。"
    assert len(bare) == len(sentence)
    assert without_question(sentence, "谁领导工会？") == sentence


@pytest.mark.parametrize(
    ("words", "expected"), [("文件中提到", True), ("去年", False), ("全省", False), ("因此", False)]
)
def test_a_time_or_a_place_is_no_lead(words: str, expected: bool) -> None:
    assert says_where(words) is expected
