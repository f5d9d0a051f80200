"""An enumeration is found whole from what opens it and from any of its items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.enumerations import enumeration_at
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.text.sentences import sentence_spans

REPORT = (
    """\
今年的工作已经部署。要着重抓好三个方面：一是修好水渠；二是种好树苗；三是办好夜校。请各村落实。
村民生活的改善可以从三个方面看：一是，收入增长。扣除物价，仍增长一成。
二是，住房条件有了改善。全村新建住房二十套。三是，储蓄增加。户均存款过万元。
存在的困难也要看到。
第一，缺水。旱季有两个月无水可用。
第二，缺人。
（一）办好学校
学校要开齐课程。小学应当在秋季开学前修好，校舍不够的先借用祠堂，由村里出一半的钱。
"""
    + "为此要做许多事。" * 60
    + """
（二）修好道路
道路要通到每一户。
村民有下列情形之一的，可以缓交：
（一）家中有病人的；
（二）当年受灾的。受灾由村里认定。
严格审查以下内容：金额是否属实；用途是否合规；手续是否齐全。审查要留记录。
"""
)


def enumerated(sentence: str) -> list[str]:
    place = REPORT.index(sentence)
    span = next(s for s in sentence_spans(REPORT) if s[0] <= place < s[1])
    found = enumeration_at(REPORT, *span)
    return [REPORT[a:b] for a, b in (found.lead, *found.items)] if found else []


@pytest.mark.parametrize("sentence", ["要着重抓好", "二是种好", "三是办好"])
def test_items_in_one_breath(sentence: str) -> None:
    assert enumerated(sentence) == [
        "要着重抓好三个方面：一是修好水渠；", "二是种好树苗；", "三是办好夜校。",
    ]  # fmt: skip


@pytest.mark.parametrize("sentence", ["村民生活的改善", "二是，住房", "三是，储蓄"])
def test_of_items_with_much_to_say_the_first_sentence_is_shown(sentence: str) -> None:
    assert enumerated(sentence) == [
        "村民生活的改善可以从三个方面看：一是，收入增长。", "二是，住房条件有了改善。",
        "三是，储蓄增加。",
    ]  # fmt: skip


def test_the_sentence_before_the_first_item_opens_it() -> None:
    assert enumerated("第二，缺人") == ["存在的困难也要看到。", "第一，缺水。", "第二，缺人。"]


def test_clauses_are_shown_whole_and_sections_are_no_items() -> None:
    assert enumerated("（一）家中有病人的") == [
        "村民有下列情形之一的，可以缓交：", "（一）家中有病人的；", "（二）当年受灾的。",
        "受灾由村里认定。",
    ]  # fmt: skip
    assert enumerated("（二）修好道路") == []


def test_what_follows_a_colon_goes_on_to_the_full_stop() -> None:
    assert enumerated("严格审查以下内容") == [
        "严格审查以下内容：金额是否属实；", "用途是否合规；", "手续是否齐全。",
    ]  # fmt: skip


def test_a_sentence_of_no_enumeration_has_none() -> None:
    assert enumerated("请各村落实") == []


@pytest.mark.parametrize(
    "question",
    ["审查的三项内容分别是什么", "绩效指标分成哪4个方面", "五个“必须坚持”是啥", "两个维护是什么？"],
)
def test_a_list_may_be_asked_for_by_its_number(question: str) -> None:
    assert read_question(question).kind is QuestionKind.LIST


@given(st.text(alphabet="一二三是第，、：:。；（）12\n字", max_size=100), st.data())
def test_any_text_is_survived_and_items_follow_in_order(text: str, data: st.DataObject) -> None:
    spans = sentence_spans(text) or [(0, 0)]
    found = enumeration_at(text, *data.draw(st.sampled_from(spans)))
    if found:
        places = [place for span in (found.lead, *found.items) for place in span]
        assert places == sorted(places)
