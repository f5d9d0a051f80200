"""The eighth forger: what is made up stands nowhere, what is misplaced is false, the rest true."""

from __future__ import annotations

import re
from functools import cache, partial

import forged_sentences as shared
import pytest
from forged_sentences import letters, text_of
from scripted_model import (
    ABSENT,
    EIGHTH,
    EIGHTH_DERIVED,
    EIGHTH_WORDINGS,
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
    SEVENTH_WORDINGS,
    SIXTH,
    SIXTH_WORDINGS,
    Forging,
    Prompt,
    PromptPassage,
    Utterance,
    audit,
)
from scripted_model.amounts import plain
from scripted_model.wording import WORDINGS

REPORT = """旅游收入完成41.5亿元，同比增长12.6%。
粮食总产量536万吨，油料总产量28万吨，取得多年未有的好收成。
工业增加值比上年增长9.2%，固定资产投资额比上年增长15.8%。
蔬菜总产量达到830万吨，比上年增加37万吨。
教育经费支出占财政总支出的16.3%。
森林覆盖率由2009年的17.4%提高到2013年的18.9%。
铁路营业里程达到760公里，其中复线营业里程315公里。
改造老旧小区86个。新农合参合率达到97.3%，群众看病有了保障。
财政收入年均增长7.1%，城乡面貌焕然一新。
年末金融机构存款余额达到320亿元。完成投资8.7亿元，建成学校21所。
乡镇企业总产值翻了两番，农民生活明显改善。
人均公园绿地面积达到11.6平方米，让居民出门见绿。
全区2009年至2013年累计发放小额贷款65亿元。
国内生产总值168亿元，社会事业协调发展。"""
DEMANDS = """由于连续遭遇暴雨和大风，部分乡镇的道路通行受到影响。
我们只有坚持深化改革，依靠科技进步，才能保持农村经济的活力。
只有坚持改革开放，才能保持农村经济的活力。
发展旅游业不仅有利于增加就业，而且有利于保护传统村落。
工作中既要注重质量，又要注重速度。
虽然外部环境复杂多变，但全区上下始终保持了奋发向上的精神状态。
为了改善群众出行条件，必须加快农村公路建设。
公共服务体系包括义务教育、基本医疗和养老保障。
城乡之间的公共服务还存在较大差距。我们建立了农民工工资保障制度。
要加强基层治理，推进“平安乡村”建设。
要加强农村养老服务，推进互助幸福院建设。
对困难家庭学生免费提供教科书。逐步扩大开放领域，吸引各类人才。"""
RULES = """第十二条　未经登记机关批准，申请人不得变更登记事项。
第十三条　监督机构应当对登记机关的工作进行检查。
第十四条　登记办法由登记机关制定，报监督机构批准。
第十五条　除法律另有规定外，任何人不得查询他人的登记信息。
第十六条　本办法所称登记簿，是指记载权利状况的专用簿册。
第十七条　本办法所称登记证明，是指登记机关发给权利人的书面凭证。
第十八条　登记代理人应当妥善保存委托材料。
第十九条　房屋测绘公司不得出具虚假的测量报告。
第二十条　承租人应当按照约定的方法使用房屋，并对出租人负有保密义务。
第二十一条　权利人有权查阅本人的登记资料。
第二十二条　伪造登记证明给他人造成损失的，依法承担民事责任。
第二十三条　以欺骗手段取得的登记无效。
第二十四条　伪造登记证明的，没收违法所得，并处罚款。
第二十五条　逾期不改的，处一万元以上五万元以下的罚款；情节严重的，处十万元以上三十万元以下的罚款。
第二十六条　本办法自2014年9月1日起施行。
第二十七条　全国人民代表大会常务委员会对登记工作进行监督。"""
PROMPT = Prompt(
    "旅游收入多少？",
    (
        PromptPassage(1, REPORT, "《2014年政府工作报告》（青禾区人民政府，2014-03-05）"),
        PromptPassage(2, DEMANDS, "《2012年政府工作报告》（白河市人民政府，2012-02-20）"),
        PromptPassage(3, RULES, "《房屋登记管理条例》（国务院，2014-05-16）"),
    ),
    "",
)
SEEDS = 8
made = partial(shared.made, prompt=PROMPT, seeds=SEEDS)
sources_of = partial(shared.sources_of, prompt=PROMPT)
absent = partial(shared.absent, prompt=PROMPT)
MADE_UP = sorted(set(EIGHTH) & ABSENT)
PLACED = sorted(set(EIGHTH) & MISPLACED)


@cache
def forged(kind: str) -> list[Utterance]:
    return made(EIGHTH[kind])


def told(way: str) -> str:
    return "".join(text_of(one) for one in made(EIGHTH_WORDINGS[way]))


def test_the_kinds_and_ways_are_new() -> None:
    earlier = {*FORGERIES, *KEPT_BACK, *NEWEST, *FOURTH, *FIFTH, *SIXTH, *SEVENTH}
    assert not set(EIGHTH) & earlier
    ways = {*WORDINGS, *NEWEST_WORDINGS, *FOURTH_WORDINGS, *FIFTH_WORDINGS}
    assert not set(EIGHTH_WORDINGS) & {*ways, *SIXTH_WORDINGS, *SEVENTH_WORDINGS}
    assert set(EIGHTH) == {*MADE_UP, *PLACED} and not set(MADE_UP) & set(PLACED)
    assert set(EIGHTH_DERIVED) <= set(EIGHTH_WORDINGS)


@pytest.mark.parametrize("kind", sorted(EIGHTH))
def test_a_forgery_says_what_its_passages_do_not(kind: str) -> None:
    assert forged(kind), "these passages allow every kind"
    for one in forged(kind):
        assert one.kind == kind and one.cited and plain(one.wrong) in text_of(one)
        said = letters(audit.without_markers(one.text))
        assert not any(said in letters(text) for text in sources_of(one))
        assert kind in MADE_UP or not absent(one), one


@pytest.mark.parametrize("kind", MADE_UP)
def test_what_is_made_up_stands_in_no_passage(kind: str) -> None:
    passages = "".join(plain(passage.text) for passage in PROMPT.passages)
    assert all(plain(one.wrong) not in passages for one in forged(kind))


@pytest.mark.parametrize("way", sorted(EIGHTH_WORDINGS))
def test_a_true_sentence_has_only_what_its_passages_say(way: str) -> None:
    said = made(EIGHTH_WORDINGS[way])
    assert said, "these passages allow every way"
    for one in said:
        assert one.honest and one.way == way and one.cited
        assert way in EIGHTH_DERIVED or not absent(one), one


def test_the_part_is_greater_than_the_whole_it_is_told_of() -> None:
    assert all(
        re.search("油料总产量28万吨,.{2,4}粮食总产量536万吨", text_of(one))
        for one in forged("greater told as part of the lesser")
    )
    assert re.search("粮食总产量536万吨|粮食总产量为536万吨", told("former and latter compared"))


def test_a_percentage_is_told_as_an_amount_in_the_unit_of_its_level() -> None:
    said = "".join(text_of(one) for one in forged("percentage told as an amount"))
    assert "比上年增加12.6亿元" in said


def test_reckoned_sentences_are_right() -> None:
    assert "高6.6个百分点" in told("gap in points with operands")
    assert "19.1倍" in told("times with operands")
    assert re.search("不到42亿元|41.5亿元", told("nearly, with the exact number"))


def test_the_parties_of_a_rule_change_places() -> None:
    said = "".join(text_of(one) for one in forged("parties exchanged"))
    assert "出租人应当" in said and "对承租人负有" in said


def test_the_forger_can_be_told_to_speak_so() -> None:
    model = Forging(3, kinds=EIGHTH, wordings=EIGHTH_WORDINGS)
    said = [u for _ in range(60) for u in model.answer(PROMPT).utterances]
    assert {u.kind for u in said} - {"honest"} == set(EIGHTH)
    assert {u.way for u in said if u.honest} - {"introduction"} == set(EIGHTH_WORDINGS)
