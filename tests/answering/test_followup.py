"""Follow-ups made whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.followup import resolve
from pb_qa.answers import Turn


@pytest.mark.parametrize(
    ("previous", "question", "holds", "lacks"),
    [
        ("甘泉市选派了多少名指导员？", "那青岭市呢？", ["青岭市", "多少名指导员"], "甘泉"),
        ("2010年粮食产量是多少", "2012年呢？", ["2012年", "粮食产量"], "2010"),
        ("公务员法第十三条说了什么", "第十四条呢", ["第十四条", "公务员法"], "十三"),
        ("明远化工有限公司推行什么模式？", "那长风机械有限公司呢", ["长风机械", "模式"], "明远"),
        ("青岭市开展了什么活动？", "该市有多少名党员？", ["青岭市", "多少名党员"], "该市"),
        ("全县有多少个党组织？", "覆盖了多少家企业？", ["党组织", "覆盖了多少家企业"], ""),
    ],
)
def test_follow_up(previous: str, question: str, holds: list[str], lacks: str) -> None:
    resolved = resolve(question, [Turn(previous, "")])
    for part in holds:
        assert part in resolved
    if lacks:
        assert lacks not in resolved


def test_a_chain_of_follow_ups_keeps_the_subject() -> None:
    history = [Turn("甘泉市2010年有多少名党员？", ""), Turn("那青岭市呢？", "")]
    resolved = resolve("2012年呢？", history)
    assert "青岭市" in resolved
    assert "2012年" in resolved
    assert "党员" in resolved


@pytest.mark.parametrize(
    "question", ["青岭市选派了多少名指导员？", "劳动合同法规定试用期最长多久？"]
)
def test_a_whole_question_stays_as_it_is(question: str) -> None:
    assert resolve(question, [Turn("2010年粮食产量是多少", "")]) == question


def test_without_history_nothing_changes() -> None:
    assert resolve("那青岭市呢？", []) == "那青岭市呢？"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_resolved(previous: str, question: str) -> None:
    assert isinstance(resolve(question, [Turn(previous, "")]), str)


def test_a_new_subject_is_no_follow_up() -> None:
    history = [Turn("2010年政府工作报告提出了什么任务？", "")]
    assert resolve("月球基地的食堂几点开饭？", history) == "月球基地的食堂几点开饭？"
    assert resolve("什么是协商民主？", history) == "什么是协商民主？"


@pytest.mark.parametrize(
    "question",
    [
        "国徽法什么时候施行？",
        "公务员可以经商吗？",
        "谁负责合法性审核？",
        "怎样申请专利？",
        "其他组织有哪些权利？",
        "有几种处分？",
        "国有企业改革情况怎么样呢？",
    ],
)
def test_a_new_question_after_one_about_figures_stays_whole(question: str) -> None:
    assert resolve(question, [Turn("2018年国内生产总值增长多少？", "")]) == question


def test_another_question_is_asked_without_the_word_that_adds_it() -> None:
    history = [Turn("2018年国内生产总值增长多少？", "")]
    assert resolve("另外，公务员处分有哪几种？", history) == "公务员处分有哪几种？"


@pytest.mark.parametrize(
    ("previous", "question", "resolved"),
    [
        ("国旗法什么时候施行？", "那国徽法呢？", "国徽法什么时候施行?"),
        ("国务院工作规则是谁印发的？", "文号呢？", "国务院工作规则的文号是什么"),
        ("国务院工作规则是谁印发的？", "它的文号是多少？", "国务院工作规则的文号是多少?"),
        ("国务院工作规则是谁印发的？", "这份文件是哪年发布的？", "国务院工作规则是哪年发布的?"),
    ],
)
def test_follow_ups_about_a_document_keep_its_name(
    previous: str, question: str, resolved: str
) -> None:
    assert resolve(question, [Turn(previous, "")]) == resolved


@pytest.mark.parametrize(
    ("previous", "question", "resolved"),
    [
        ("公务员处分有哪几种？", "奖励有哪几种", "公务员奖励有哪几种"),
        ("公务员有哪些权利？", "那义务有哪些", "公务员义务有哪些"),
        ("2010年全区有多少党员？", "奖励有哪几种", "奖励有哪几种"),
        ("公务员记过期间多久？", "记大过呢", "公务员记大过期间多久?"),
    ],
)
def test_another_list_or_a_fuller_word_takes_the_place_of_the_last(
    previous: str, question: str, resolved: str
) -> None:
    assert resolve(question, [Turn(previous, "")]) == resolved


@pytest.mark.parametrize(
    ("previous", "question", "resolved"),
    [
        ("县政府全体会议多长时间开一次", "常务会议呢", "县政府常务会议多长时间开一次"),
        ("专利复审不服，几个月内能起诉", "商标的呢", "商标复审不服,几个月内能起诉"),
        ("临时看护在哪执行", "没房子的呢", "没房子的,临时看护在哪执行"),
        ("临时看护最长能多久", "那集中照料呢", "集中照料最长能多久"),
        ("茶园联席会议的办公室设在哪", "副召集人有谁", "茶园联席会议副召集人有谁"),
        (
            "职员想辞职要向谁提",
            "那一般几天批下来，是领导的呢",
            "职员想辞职一般几天批下来,是领导的呢",
        ),
    ],
)
def test_what_is_like_it_gives_its_place_and_a_case_stands_before_it(
    previous: str, question: str, resolved: str
) -> None:
    assert resolve(question, [Turn(previous, "")]) == resolved


@pytest.mark.parametrize(
    ("previous", "question", "resolved"),
    [
        ("2016年国内生产总值增长多少", "那前一年呢？", "2015年国内生产总值增长多少"),
        ("54年钢产量多少", "再往前一年呢", "53年钢产量多少"),
        ("1978年粮食产量是多少", "次年的棉花产量呢", "1979年棉花产量是多少"),
        ("1978年粮食产量是多少", "十年后呢", "1988年粮食产量是多少"),
        ("1978年粮食产量是多少", "两年前是多少", "1976年粮食产量是多少"),
        ("一九五四年粮食产量是多少", "第二年呢", "1955年粮食产量是多少"),
        ("2010年财政收入是多少", "那年财政支出是多少", "2010年财政支出是多少"),
        ("2010年财政收入是多少", "当年的财政支出呢", "2010年财政支出是多少"),
        ("2010年底有多少名党员", "年初呢", "2010年初有多少名党员"),
        ("2010年粮食总产量", "棉花呢", "2010年棉花总产量"),
        ("1978年粮食产量是多少", "比前一年增长了多少", "1978年粮食产量比前一年增长了多少"),
    ],
)
def test_years_are_counted_from_the_last_question(
    previous: str, question: str, resolved: str
) -> None:
    assert resolve(question, [Turn(previous, "")]) == resolved


@pytest.mark.parametrize(
    ("previous", "question"),
    [
        ("公务员试用期多长", "第二年呢"),
        ("1978年和1985年粮食产量各是多少", "前一年呢"),
        ("工作满15年的怎样补偿", "两年后呢"),
        ("05年党员有多少名", "十年前呢"),
    ],
)
def test_without_one_year_to_count_from_none_is_made_up(previous: str, question: str) -> None:
    resolved = resolve(question, [Turn(previous, "")])
    assert set(re.findall("[0-9]+年", resolved)) <= set(re.findall("[0-9]+年", previous))
