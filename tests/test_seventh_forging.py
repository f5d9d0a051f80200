"""The seventh forger: every kind is false with right numbers, every way is true."""

from __future__ import annotations

import re
from functools import cache, partial

import forged_sentences as shared
import pytest
from forged_sentences import letters, text_of
from scripted_model import (
    ABSENT,
    FIFTH,
    FIFTH_WORDINGS,
    FORGERIES,
    FOURTH,
    FOURTH_WORDINGS,
    KEPT_BACK,
    MISPLACED,
    NEWEST,
    NEWEST_WORDINGS,
    SEVENTH,
    SEVENTH_DERIVED,
    SEVENTH_WORDINGS,
    Forging,
    Prompt,
    PromptPassage,
    Utterance,
    audit,
)
from scripted_model.amounts import plain
from scripted_model.wording import WORDINGS

REPORT = """森林覆盖率由2009年的17.4%提高到2013年的18.9%。育林面积由45万亩增加到62万亩。
蔬菜总产量达到830万吨，比上年增加37万吨。教育经费支出占财政总支出的16.3%。
旅游收入完成41.5亿元，同比增长12.6%；工业总产值达到168亿元，同比增长9.2%。
粮食总产量536万吨，油料总产量28万吨，取得多年未有的好收成。
民生领域支出是2009年的3.2倍，社会各界普遍满意。
二氧化硫排放量、化学需氧量排放量分别下降3.4%和2.8%。
城乡居民人均可支配收入分别增长8.3%和9.7%。
铁路营业里程达到760公里，其中复线营业里程315公里。
发放救助金420万元、取暖补贴185万元、高龄津贴96万元。
上半年，规模以上工业企业实现利润58亿元，进一步改善了经营状况。
五年累计改造危房3.4万户，村容村貌得到明显改善。
农村劳动力转移就业年均增长7.1%，扣除物价上涨因素，收入实际增长6.6%。
除危旧房外，全市共改造小区86个，居民反映良好。
据15个县的抽样统计，重点企业用工增长4.5%，用工形势稳定。
全区公共文化设施达到74处，服务能力不断提高。
中央财政安排专项补助65亿元，有关部门及时拨付到位。
全年开工建设保障性住房5300套，完成投资8.7亿元。
力争新建大棚达到2600座，让群众得到更多实惠。
去年，外贸进出口总额达到73.9亿元，再创历史新高。
今年全区将新建公路190公里，进一步完善路网。
全区2012年发电量比2011年增加46亿度，电力供应趋于宽松。
社会消费品零售总额增长11.4%，固定资产投资额比上年增长15.2%。
在水利方面，完成土方工程94万立方米，超额完成任务。
在教育方面，新建校舍27万平方米，学生就近入学。"""
OTHER = """一九五八年灌溉面积达到一百二十六万亩，比一九五七年增加百分之三十五。
商品房销售面积８２万平方米，同比增长２７％。
到2011年，全市外商投资企业共有430家，吸纳从业人员21000人。"""
RULES = """第十二条　用人单位逾期不出具证明的，由劳动行政部门责令改正。
第十三条　申请人应当向登记机关提交有关材料及其复印件。
第十四条　登记机关应当自受理申请之日起三十日内作出决定，并及时告知。
第十五条　自材料齐全之日起，登记机关应当及时办理，不得拖延推诿。
第十六条　无子女的职工可以申请一套住房；有子女的职工只能申请另一类住房。
第十七条　协商一致的，由双方签订协议；协商不成的，由仲裁机构裁决。
第十八条　标的确定后不得变更，但是经对方同意的除外。
第十九条　具体办法由国务院规定，县级以上地方人民政府负责落实。
第二十条　租赁期限六个月以上的，应当采用书面形式。"""
OFFICES = """对改革成效明显的县，优先纳入相关试点并加大支持力度。（市场监管总局负责）
对治理成效显著的市，在资金安排上给予奖励和倾斜支持。（生态环境部负责）"""
PROMPT = Prompt(
    "旅游收入多少？",
    (
        PromptPassage(
            1, REPORT, "《2014年政府工作报告》（青禾区人民政府，2014-03-05） 一、主要成绩回顾"
        ),
        PromptPassage(2, OTHER, "《2012年政府工作报告》（白河市人民政府，2012-02-20）"),
        PromptPassage(3, RULES, "《房屋登记管理办法》（住房城乡建设部，2014-05-16） 登记程序"),
        PromptPassage(4, OFFICES, "《激励支持措施的通知》（国务院办公厅，2018-12-06）"),
    ),
    "",
)
SEEDS = 8
made = partial(shared.made, prompt=PROMPT, seeds=SEEDS)
sources_of = partial(shared.sources_of, prompt=PROMPT)
absent = partial(shared.absent, prompt=PROMPT)


@cache
def forged(kind: str) -> list[Utterance]:
    return made(SEVENTH[kind])


def said_by(kind: str) -> str:
    return "".join(text_of(one) for one in forged(kind))


def test_the_kinds_and_ways_are_new() -> None:
    assert not set(SEVENTH) & {*FORGERIES, *KEPT_BACK, *NEWEST, *FOURTH, *FIFTH}
    earlier = {*WORDINGS, *NEWEST_WORDINGS, *FOURTH_WORDINGS, *FIFTH_WORDINGS}
    assert not set(SEVENTH_WORDINGS) & earlier
    assert len(SEVENTH) >= 25 and len(SEVENTH_WORDINGS) >= 20
    assert set(SEVENTH_DERIVED) <= set(SEVENTH_WORDINGS)
    assert set(SEVENTH) <= MISPLACED and not set(SEVENTH) & ABSENT


@pytest.mark.parametrize("kind", sorted(SEVENTH))
def test_a_forgery_puts_right_numbers_in_the_wrong_place(kind: str) -> None:
    assert forged(kind), "these passages allow every kind"
    for one in forged(kind):
        assert one.kind == kind and one.cited and plain(one.wrong) in text_of(one)
        said = letters(audit.without_markers(one.text))
        assert not any(said in letters(text) for text in sources_of(one))
        if kind != "said by another document":
            assert not absent(one), one


@pytest.mark.parametrize("way", sorted(SEVENTH_WORDINGS))
def test_a_true_sentence_has_only_what_its_passages_say(way: str) -> None:
    said = made(SEVENTH_WORDINGS[way])
    assert said, "these passages allow every way"
    for one in said:
        assert one.honest and one.way == way and one.cited
        assert way in SEVENTH_DERIVED or not absent(one), one


def test_a_change_is_told_against_its_numbers_only_where_they_rise() -> None:
    assert re.search(
        r"从(?:2009年的)?17\.4%下降为18\.9%|从45万亩下降为62万亩",
        said_by("change told against its numbers"),
    )
    told = "".join(text_of(u) for u in made(SEVENTH_WORDINGS["change with its difference"]))
    assert "提高了1.5个百分点" in told or "增加了17万亩" in told


def test_what_is_told_as_greater_is_the_lesser() -> None:
    assert re.search(r"28万吨.{2,20}536万吨", said_by("lesser told as greater"))
    honest = "".join(text_of(u) for u in made(SEVENTH_WORDINGS["greater told as greater"]))
    assert "536万吨)多于油料" in honest or "28万吨)低于粮食" in honest


def test_numerals_in_digits_keep_their_value() -> None:
    assert "126万亩" in "".join(
        text_of(u) for u in made(SEVENTH_WORDINGS["Chinese numerals in digits"])
    )
    assert "35%" in "".join(text_of(u) for u in made(SEVENTH_WORDINGS["percentages in digits"]))


def test_the_forger_can_be_told_to_speak_so() -> None:
    model = Forging(3, kinds=SEVENTH, wordings=SEVENTH_WORDINGS)
    said = [u for _ in range(60) for u in model.answer(PROMPT).utterances]
    assert {u.kind for u in said} - {"honest"} == set(SEVENTH)
    assert {u.way for u in said if u.honest} - {"introduction"} == set(SEVENTH_WORDINGS)
