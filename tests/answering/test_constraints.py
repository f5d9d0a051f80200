"""What a question pins down, and whether a sentence is about it."""

from __future__ import annotations

import pytest

from pb_qa.answering.constraints import constraints_of
from pb_qa.answering.fitting import Surroundings, meets
from pb_qa.answering.question import read_question
from pb_qa.text.search_form import search_form


def _meets(
    question: str, sentence: str, *, title: str = "", passage: str = "", on: str = ""
) -> bool:
    form = search_form(sentence)
    title = search_form(title)
    around = Surroundings(title, search_form(passage) + form, on, title=title)
    return all(
        meets(facet, form, around) for facet in constraints_of(read_question(question)).facets()
    )


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("2011年的占比是多少？", "截至2011年底，占50.2%。", True),
        ("2020年的占比是多少？", "截至2011年底，占50.2%。", False),
        ("二〇一一年的占比是多少？", "截至2011年底，占50.2%。", True),
        ("青岭市选派了多少名指导员？", "甘泉市选派了266名指导员。", False),
        ("甘泉市选派了多少名指导员？", "甘泉市选派了266名指导员。", True),
        ("第十三条规定了什么？", "第十四条 公务员有下列义务。", False),
        ("第13条规定了什么？", "第十三条 公务员应当具备下列条件。", True),
        ("明远化工有限公司有什么机制？", "长风机械集团推行一对一机制。", False),
        ("明远化工有什么机制？", "明远化工有限公司推行一对一机制。", True),
        ("有多少名党员？", "先后选派266名指导员。", False),
        ("有多少名党员？", "社区有93名党员。", True),
        ("有多少名党员？", "骨干中党员达80%以上。", False),
        ("要留足多少个工作日？", "一般不少于5个工作日。", True),
        ("盈利多少万元？", "解决困难480多个。", False),
        ("财政收入是多少？", "安排财政赤字13500亿元。", False),
        ("财政收入是多少？", "全国财政收入11.7万亿元。", True),
        ("年休假有几天？", "新录用人员的试用期是365天。", False),
        ("创造了多少万元效益？", "创造效益达300多万元。", True),
        ("职工一年能休几天年假？", "工作每满一年支付一个月工资。", True),
        ("职工一年能休几天年假？", "职工工作满十年的，享受。", False),
        ("职工一年能休几天年假？", "职工工作满一年的，年休假5天。", True),
        ("要值班几小时？", "值班三天。", True),
        ("要值班几小时？", "值班三个月。", False),
        ("干了几年？", "干了18个月。", True),
    ],
)
def test_sentence(question: str, sentence: str, expected: bool) -> None:
    assert _meets(question, sentence) is expected


def test_the_year_may_stand_in_title_or_date() -> None:
    sentence = "城镇新增就业1100万人。"
    assert _meets("2010年新增就业多少万人？", sentence, title="2010年政府工作报告")
    assert _meets("2010年新增就业多少万人？", sentence, on="2010-03-05")
    assert not _meets("2010年新增就业多少万人？", sentence, title="2012年政府工作报告", on="2012")


def test_the_place_may_stand_in_the_title_but_not_beside_another() -> None:
    assert _meets("宁夏有多少名指导员？", "全区有4116名指导员。", title="宁夏党建综述")
    passage = "青岭市召开会议。"
    assert not _meets("青岭市有多少名指导员？", "甘泉市有266名指导员。", passage=passage)


def test_two_years_are_two_facets() -> None:
    facets = constraints_of(read_question("2008年和2012年的产量各是多少？")).facets()
    assert [facet.years for facet in facets] == [("2008",), ("2012",)]


def test_a_title_with_two_years_decides_nothing() -> None:
    title = "2014年政府工作报告要点（反映2013年情况）"
    assert not _meets("2014年粮食产量是多少？", "粮食产量超过1.2万亿斤。", title=title)
    passage = "2013年主要成绩\n"
    assert _meets("2013年粮食产量是多少？", "粮食产量超过1.2万亿斤。", title=title, passage=passage)


def test_a_table_row_is_read_with_its_header() -> None:
    passage = "地区 | 选派指导员 | 党员\n"
    assert _meets("青岭市选派了多少名指导员？", "青岭市 | 266名 | 80", passage=passage)
    assert not _meets("甘泉市选派了多少名指导员？", "青岭市 | 266名 | 80", passage=passage)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("试点第二批加了哪些城市", "选择北京、天津11个城市开展试点。", False),
        ("试点第二批加了哪些城市", "第二批试点增加了三个城市。", True),
        ("试点第一批有哪些城市", "选择北京、天津11个城市开展试点。", True),
        ("失业率怎么涨到6%了", "城镇登记失业率为4.1%，就业稳定。", False),
        ("失业率怎么涨到6%了", "因产能过剩，失业率升到6%。", True),
    ],
)
def test_what_a_question_takes_for_granted_has_to_stand_there(
    question: str, sentence: str, expected: bool
) -> None:
    assert _meets(question, sentence) == expected
