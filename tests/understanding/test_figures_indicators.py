"""What a figure measures, whether it is a level, a change or a share, and where it holds."""

from __future__ import annotations

import pytest

from pb_qa.figures import Figure, Measure
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures


def figures_of(text: str, place: str = "") -> tuple[Figure, ...]:
    return extract_figures(
        Document(id="d", version=1, source="a.txt", title="", text=text, place=place)
    )


def indicators(text: str) -> list[str]:
    return [figure.indicator for figure in figures_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011年，全区粮食总产量达到359万吨。", ["全区粮食总产量"]),
        ("国内生产总值比上年增长9.2%。", ["国内生产总值"]),
        ("财政收入10万亿元，增长25%。", ["财政收入", "财政收入"]),
        ("全国2147个县实施试点。", ["全国县实施试点"]),
        ("新增节水灌溉面积1.2万亩。", ["新增节水灌溉面积"]),
        ("城镇和农村居民收入分别增长8%和11%。", ["城镇居民收入", "农村居民收入"]),
        ("钢材和水泥产量分别达到2亿吨和3亿吨。", ["钢材", "水泥产量"]),
        (
            "淘汰落后的炼钢产能100万吨、炼铁产能200万吨。",
            ["淘汰落后的炼钢产能", "淘汰落后的炼铁产能"],
        ),
        ("农民人均纯收入463元，扣除物价上涨因素，增长8%。", ["农民人均纯收入"] * 2),
        ("在十五日内为劳动者办理转移手续。", ["为劳动者办理转移手续的期限"]),
        ("非公企业占全部企业的62%。", ["非公企业占全部企业的比重"]),
        ("中央提出，今年经济增长预期目标为7%。", ["经济"]),
    ],
)
def test_what_is_measured(text: str, expected: list[str]) -> None:
    assert indicators(text) == expected


def test_each_good_of_a_list_has_its_own_output() -> None:
    text = "棉纱产量286万吨，增加9万吨；纸520万吨，增加20万吨；缝纫机860万架。"
    assert indicators(text) == ["棉纱产量", "棉纱产量", "纸产量", "纸产量", "缝纫机产量"]


def test_goods_of_a_list_do_not_pile_up() -> None:
    text = "主要产品都有增长：原煤增长17%，焦炭增长22%，电力增长12%，钢增长28%。"
    assert indicators(text)[1:] == ["焦炭", "电力", "钢"]


def test_a_sentence_without_a_subject_goes_on_about_the_one_before() -> None:
    text = "粮食总产量达到5亿吨。比上年增长3%。"
    assert indicators(text) == ["粮食总产量", "粮食总产量"]


def test_indicators_are_short_and_in_the_words_of_the_text() -> None:
    text = "关于" + "进一步加强和改进" * 20 + "工作的经费3万元。"
    (name,) = indicators(text)
    assert 0 < len(name) <= 32
    assert name in text


# ---- level, change, share


@pytest.mark.parametrize(
    ("text", "measure", "direction"),
    [
        ("粮食产量5亿吨", Measure.LEVEL, ""),
        ("产值增加到5亿元", Measure.LEVEL, ""),
        ("产值增加5亿元", Measure.CHANGE, "up"),
        ("产值比上年多5亿元", Measure.CHANGE, "up"),
        ("产值减少5亿元", Measure.CHANGE, "down"),
        ("产值下降5%", Measure.CHANGE, "down"),
        ("产值增长率为5%", Measure.CHANGE, "up"),
        ("覆盖率达到50%", Measure.SHARE, ""),
        ("覆盖率提高到50%", Measure.SHARE, ""),
        ("覆盖率提高3个百分点", Measure.CHANGE, "up"),
        ("人口自然增长率为1%", Measure.SHARE, ""),
        ("失业率控制在4.6%以内", Measure.SHARE, ""),
        ("产值翻两番", Measure.CHANGE, "up"),
        ("支出比预算少支出了5%", Measure.CHANGE, "down"),
        ("产值的增长速度，计划为4%", Measure.CHANGE, "up"),
        ("三分之二的代表", Measure.SHARE, ""),
    ],
)
def test_level_change_or_share(text: str, measure: Measure, direction: str) -> None:
    (figure,) = figures_of(text)
    assert (figure.measure, figure.direction) == (measure, direction)


def test_a_rate_planned_for_a_growth_is_a_growth_too() -> None:
    first, second = figures_of("产值增长5%，计划为4%。")
    assert (first.kind, second.kind) == ("change", "change")


# ---- places


@pytest.mark.parametrize(
    ("text", "own", "place"),
    [
        ("银川市选派指导员30名", "", "银川市"),
        ("宁夏银川市选派指导员30名", "", "宁夏银川市"),
        ("全国新增就业30万人", "宁夏", "全国"),
        ("全区新增就业30万人", "宁夏", "宁夏"),
        ("新增就业30万人", "宁夏", "宁夏"),
        ("新增就业30万人", "", ""),
        ("北京、天津、上海3个城市", "", ""),
        ("全国人大代表30名", "", ""),
        ("北京大学有学生3万人", "", ""),
        ("先有北京30人，再有上海50人", "", "北京"),
    ],
)
def test_the_place_named_last_before_the_number(text: str, own: str, place: str) -> None:
    assert figures_of(text, own)[0].place == place


def test_each_number_has_the_place_before_it() -> None:
    found = figures_of("吴忠市17家企业、固原市20家企业和中卫市5家企业参加。")
    assert [figure.place for figure in found] == ["吴忠市", "固原市", "中卫市"]


def test_what_is_joined_to_a_change_changed_as_well() -> None:
    found = figures_of("能耗和碳排放分别降低16%和17%，早稻、晚稻分别提高3元、5元。")
    assert [(f.kind, f.direction) for f in found] == [("change", "down")] * 2 + [
        ("change", "up")
    ] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第二审人民法院应当在二个月以内审结。", ["第二审人民法院审结的期限"]),
        ("租赁管理部门应当自收到申请之日起九个月内做出决定。", ["租赁管理部门做出决定的期限"]),
        ("承租人的撤销权，自知道撤销事由之日起一年内行使。", ["承租人的撤销权行使的期限"]),
        ("案情复杂的，经上级机关批准，可以延长三个月。", ["经上级机关批准延长的期限"]),
        ("应当在三日以内解除查封、扣押，并告知当事人。", ["解除查封、扣押的期限"]),
        (
            "主要负责人在离职三年内，其他人员在离职两年内，不得到有业务关系的企业任职。",
            [
                "主要负责人离职后不得到有业务关系的企业任职的期限",
                "其他人员离职后不得到有业务关系的企业任职的期限",
            ],
        ),
        (
            "行政机关应当在十五日内，社会团体应当在三十日内予以答复。",
            ["行政机关予以答复的期限", "社会团体予以答复的期限"],
        ),
        ("自收到之日起三日内报告，五日内审结。", ["报告的期限", "审结的期限"]),
        (
            "可以自接到决定之日起十五日内，按照规定向同级主管部门或者作出该项处理的机关的上一级机关提出申诉。",
            ["按照规定向同级主管部门或…上一级机关提出申诉的期限"],
        ),
        ("但是，约定的租赁期限不得超过二十年。", ["约定的租赁期限"]),
        ("第一千一百三十五条　代书遗嘱应当有两个以上见证人。", ["代书遗嘱见证人"]),
        ("一年以上不满三年的，试用期最长一个月。", ["", "", "试用期"]),
        (
            "应当自受理之日起二十日内作出决定；经负责人批准，可以延长十日。",
            ["作出决定的期限", "作出决定延长的期限"],
        ),
        ("情节严重的，处一万元以上五万元以下的罚款。", ["罚款（情节严重）"] * 2),
        (
            "对个人可以处二万元以下的罚款，对单位可以处二十万元以下的罚款。",
            ["个人罚款", "单位罚款"],
        ),
        ("并处违法所得一倍以上五倍以下的罚款。", ["违法所得的罚款"] * 2),
        ("不满八周岁的未成年人为无民事行为能力人。", ["未成年人年龄"]),
        ("自受害人年满十八周岁之日起计算。", ["受害人年龄"]),
    ],
)
def test_terms_in_rules_say_what_they_are_for(text: str, expected: list[str]) -> None:
    found = indicators(text)
    assert len(found) == len(expected)
    assert all(name in ("", one) for one, name in zip(found, expected, strict=True))
