"""What a question names as its source, what must stand in the answer, and how sure that makes."""

from __future__ import annotations

import re

import numpy as np
import pytest

from pb_qa.answering.definitions import defines, term_asked_for
from pb_qa.answering.features import FEATURES
from pb_qa.answering.held import name_asked_for
from pb_qa.answering.named_sources import asks_of_reports, is_the_law, law_named, source_named
from pb_qa.answering.neighbours import asks_several
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import RatedSentences, Reading
from pb_qa.answering.sureness import found_there, log_odds
from pb_qa.answering.typed import gives_reason


@pytest.mark.parametrize(
    ("question", "law"),
    [
        ("网购七天无理由,消法列了哪四类东西不能退", "消法"),
        ("小时工在劳动合同法里叫什么", "劳动合同法"),
        ("公司法规定股东最多几个人", "公司法"),
        ("配套办法什么时候出", ""),
        ("2014年说的约法三章是什么", ""),
    ],
)
def test_a_law_is_named(question: str, law: str) -> None:
    assert law_named(question) == law


@pytest.mark.parametrize(
    ("law", "title", "same"),
    [
        ("消法", "中华人民共和国消费者权益保护法", True),
        ("刑诉法", "中华人民共和国刑事诉讼法", True),
        ("刑法", "中华人民共和国刑事诉讼法", False),
        ("公司法", "中华人民共和国公务员法", False),
    ],
)
def test_shortened_names_of_laws(law: str, title: str, same: bool) -> None:
    assert is_the_law(law, title) is same


def test_a_year_may_be_that_of_the_report() -> None:
    assert asks_of_reports("92年报告说十多年变化大,根子在哪")
    assert not asks_of_reports("92年粮食产量多少")
    assert source_named("海拉尔16年的报告里城市建设搞得怎么样") == "海拉尔16年的报告里"


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("不可抗力到底指啥", "不可抗力"),
        ("什么是地理标志", "地理标志"),
        ("2014年说的约法三章是什么", "约法三章"),
        ('82年讲资金要"合理的使用",怎么个合理法', "合理的使用"),
    ],
)
def test_the_term_is_read_out_of_the_question(question: str, term: str) -> None:
    assert term_asked_for(read_question(question)) == term


@pytest.mark.parametrize(
    "sentence",
    [
        "不可抗力是不能预见、不能避免且不能克服的客观情况。",
        "本法所称不可抗力,是指不能预见的情况。",
        "不能预见、不能避免的客观情况,为不可抗力。",
        "不可抗力：不能预见的情况。",
    ],
)
def test_a_definition_has_many_forms(sentence: str) -> None:
    assert defines("不可抗力", sentence)
    assert not defines("不可抗力", "因不可抗力不能履行合同的,可以解除。")


def test_a_name_stands_beside_the_post_asked_about() -> None:
    asked = name_asked_for("领导小组组长现在是谁")
    assert re.search(asked, "组长:韩正 国务院副总理")
    assert not re.search(asked, "组长由分管领导担任,全面推进各项工作。")
    of_body = name_asked_for("工信部部长叫什么名字")
    assert re.search(of_body, "工业和信息化部部长苗圩出席。")
    assert not re.search(of_body, "副召集人是教育部部长陈宝生。")


def test_several_things_are_asked() -> None:
    assert asks_several("续展要提前多久办,错过了还有多少宽限")
    assert not asks_several("女公务员还在喂奶,单位可以辞退她吗")


def test_reasons_have_their_words() -> None:
    assert gives_reason("产生这些问题的主要原因在于市场销售疲软。")
    assert not gives_reason("同一用人单位与同一劳动者只能约定一次试用期。")


def test_being_ahead_and_of_the_sort_asked_for_makes_surer() -> None:
    fits = np.ones(2, dtype=np.bool_)

    def odds(ahead: float, fit: float) -> float:
        table = np.zeros((2, len(FEATURES)), dtype=np.float32)
        table[0, FEATURES.index("type_fit")] = fit
        return log_odds(RatedSentences((), table, np.asarray([ahead, 0.0])), fits, Reading((), 0.2))

    assert odds(0.1, 0.0) < 0.0 < odds(2.0, 1.0)
    assert odds(0.1, 1.0) > odds(0.1, 0.0)


def test_what_was_found_first_is_surer_than_what_was_found_later() -> None:
    later = [found_there(rank) for rank in range(5)]
    assert later[0] > 0.0 > later[1] > later[2] > later[3] == later[4]
