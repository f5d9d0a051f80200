"""Which numbers of a text are figures, and what they come to."""

from __future__ import annotations

from typing import Any

import pytest

from pb_qa.figures import Figure
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures
from pb_qa.understanding.figures.quantities import find_quantities
from pb_qa.understanding.figures.units import base_of


def figures_of(text: str) -> tuple[Figure, ...]:
    return extract_figures(Document(id="d", version=1, source="a.txt", title="", text=text))


def numbers(text: str) -> list[str]:
    return [
        q.value + (f"~{q.value_to}" if q.value_to else "") + q.unit for q in find_quantities(text)
    ]


# How the awkward ones look: what is written, then the fields of the figure.
AWKWARD: list[tuple[str, list[dict[str, str]]]] = [
    (
        "3.5万名",
        [
            {
                "value": "3.5",
                "unit": "万名",
                "base_value": "35000",
                "base_unit": "名",
                "kind": "level",
            }
        ],
    ),
    (
        "300多万元",
        [
            {
                "value": "300",
                "unit": "万元",
                "base_value": "3000000",
                "base_unit": "元",
                "qualifier": "多",
            }
        ],
    ),
    (
        "三千二百万吨",
        [{"value": "3200", "unit": "万吨", "base_value": "32000000", "base_unit": "吨"}],
    ),
    (
        "３３，２１２万吨",
        [{"value": "33212", "unit": "万吨", "base_value": "332120000", "base_unit": "吨"}],
    ),
    (
        "百分之十点八",
        [{"value": "10.8", "unit": "%", "base_value": "10.8", "base_unit": "%", "kind": "share"}],
    ),
    (
        "增长3.2个百分点",
        [
            {
                "value": "3.2",
                "unit": "个百分点",
                "base_value": "3.2",
                "base_unit": "百分点",
                "kind": "change",
                "direction": "up",
            }
        ],
    ),
    ("8批913人次", [{"value": "8", "unit": "批"}, {"value": "913", "unit": "人次"}]),
    ("不少于3期", [{"value": "3", "unit": "期", "qualifier": "不少于"}]),
    ("2至3倍", [{"value": "2", "value_to": "3", "unit": "倍", "kind": "range"}]),
    ("3.6 : 48 : 48.4", [{"value": "3.6:48:48.4", "unit": "", "kind": "ratio"}]),
]


@pytest.mark.parametrize(("written", "expected"), AWKWARD, ids=[row[0] for row in AWKWARD])
@pytest.mark.parametrize("frame", ["{}", "全年完成{}。", "（{}）"])
def test_awkward_numbers(written: str, expected: list[dict[str, Any]], frame: str) -> None:
    found = figures_of(frame.format(written))
    assert len(found) == len(expected)
    for figure, fields in zip(found, expected, strict=True):
        assert {name: getattr(figure, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("33,212吨", "33212", "吨"),
        ("1．5倍", "1.5", "倍"),
        ("2·5亿元", "2.5", "亿元"),
        ("1 9 8 4人", "1984", "人"),
        ("3亿5000万元", "35000", "万元"),
        ("十四亿零六百万元", "140600", "万元"),
        ("一百零五个", "105", "个"),
        ("二百十七人", "217", "人"),
        ("三百五十户", "350", "户"),
        ("两千名", "2000", "名"),
        ("五百三十个", "530", "个"),
        ("一万三千户", "13000", "户"),
        ("零点五个百分点", "0.5", "个百分点"),
        ("百分之一百二十", "120", "%"),
        ("千分之十三", "13", "‰"),
        ("三分之二", "2/3", ""),
        ("1/3", "1/3", ""),
        ("一半", "1/2", ""),
        ("半个百分点", "1/2", "个百分点"),
        ("一亩半", "1.5", "亩"),
        ("两个半小时", "2.5", "个小时"),
        ("翻两番", "2", "番"),
        ("三成", "3", "成"),
        ("3000万贫困人口", "3000", "万"),
        ("50千瓦", "50", "千瓦"),
        ("50万千瓦", "50", "万千瓦"),
        ("13亿人口", "13", "亿"),
        ("零下20度", "-20", "度"),
        ("5GB", "5", "GB"),
        ("3000元/人", "3000", "元/人"),
    ],
)
def test_value_and_unit(written: str, value: str, unit: str) -> None:
    (found,) = find_quantities(f"共有{written}。")
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("万吨", "吨", "10000"),
        ("亿元", "元", "100000000"),
        ("千瓦", "千瓦", "1"),
        ("万千瓦时", "千瓦时", "10000"),
        ("个百分点", "百分点", "1"),
        ("成", "%", "10"),
        ("‰", "%", "0.1"),
        ("公斤", "公斤", "1"),
    ],
)
def test_base_units(unit: str, base: str, factor: str) -> None:
    name, multiplier = base_of(unit)
    assert (name, str(multiplier)) == (base, factor)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2至3倍", "2~3倍"),
        ("5%－7%", "5~7%"),
        ("3万—5万元", "3~5万元"),
        ("20到30%", "20~30%"),
        ("百分之八至百分之九", "8~9%"),
        ("百分之四到五", "4~5%"),
        ("二三十人", "20~30人"),
        ("两、三年", "2~3年"),
        ("三五个", "3~5个"),
        ("16—24岁", "16~24岁"),
        ("一年至五年", "1~5年"),
    ],
)
def test_ranges(written: str, expected: str) -> None:
    assert numbers(f"约有{written}。") == [expected]


def test_a_range_has_both_ends_in_the_base_unit() -> None:
    (found,) = find_quantities("需要3万至5万元")
    assert (found.base_value, found.base_value_to, found.base_unit) == ("30000", "50000", "元")


def test_from_one_to_another_are_two_figures() -> None:
    assert numbers("由3个增加到5个，从10元提高至20元") == ["3个", "5个", "10元", "20元"]


@pytest.mark.parametrize(
    ("written", "qualifier"),
    [
        ("75%以上", "以上"),
        ("近百家", "近"),
        ("约3万人", "约"),
        ("超过5亿元", "超过"),
        ("不低于30%", "不低于"),
        ("10余万株", "余"),
        ("一百多个", "多"),
        ("三万元左右", "左右"),
        ("三十日内", "内"),
        ("不满一年", "不满"),
        ("过半数", "过"),
        ("未逾五年", "未逾"),
        ("至少保存二年", "至少"),
        ("不低于采购金额的30%", "不低于"),
        ("约三年左右", "约左右"),
        ("50人", ""),
    ],
)
def test_qualifiers(written: str, qualifier: str) -> None:
    (found,) = find_quantities(f"应当{written}")
    assert found.qualifier == qualifier


def test_what_bounds_the_last_of_a_list_bounds_all() -> None:
    found = find_quantities("处理率分别达到95%、85%、80%以上")
    assert [q.qualifier for q in found] == ["以上"] * 3


NO_FIGURES = {
    "dates": [
        "2018年12月31日", "一九八四年五月", "二〇一一年底", "2018-03-01", "1978—1985年",
        "1月至9月", "八十年代末",
        "二十一世纪", "第三季度", "上午9时30分", "8:30", "8:00—12:00", "12月21日和22日",
        "1978、1979两年", "13日在北京举行", "当地时间28日晚", "17日前往", "本月22日",
        "12日—13日小雨", "次月15日内",
    ],
    "stretches of time": [
        "五年来", "过去三年", "近几年", "“八五”期间", "前两年", "二十多年来", "今后五年内",
        "三十多年的经济建设",
        "西部大开发新10年", "第七个五年", "三年大发展时期", "新时代十年", "近十周",
    ],
    "clauses and documents": [
        "第十三条", "第二款第（三）项", "国发〔2018〕1号", "银党发[2011]23号", "前两款", "第1-3条",
    ],
    "enumerators": ["一是加强领导", "（二）", "1．总则", "三、加强", "二要"],
    "phone and page": ["0951-6038888", "13912345678", "第3页共5页", "192.168.1.1", "版本V2.0.1"],
    "phrases": [
        "“三个代表”", "四不决策", "半壁江山", "一国两制", "两手抓", "四分五裂", "红十字会",
        "千方百计", "三农", "百家争鸣",
        "五位一体", "八项规定", "十四个坚持", "以下三个方面", "这两笔支出", "他们两位",
        "三座大山", "十年九旱", "两位数增长", "二十四节气", "“安全”二字", "两部制热价",
        "实施五个一批工程", "九年制义务教育", "半个多世纪以来", "现有三个1亿人问题",
        "西藏和四省藏区", "八项新举措", "优秀、称职、不称职三个等次", "两个计算公式",
    ],
    "names": [
        "100强", "211工程", "301医院", "第26届世界大学生夏季运动会", "五中全会", "二十国集团",
        "三峡工程", "四平市", "五台山",
        "G20峰会", "PM2.5", "《全国新增1000亿斤粮食生产能力规划》", "三年行动计划", "7×24小时",
        "九年级", "二把手", "五角大楼", "三轮车", "半年度报告", "收入/支出×100%",
    ],
    "ordinals": ["第一", "首次", "三等奖", "二期工程", "前三名", "五届人大四次会议", "六十周年",
        "中央纪委二次全会", "第五、六、七项", "二次开挖", "十届全国人大\n四次会议建议"],
    "periods": ["改革开放30多年的辉煌成就", "从1981年到本世纪末的二十年内", "半年多来的工作"],
    "days of a month": ["总统泽连斯基4日晚宣布", "列车抵达德国\n7日举办仪式"],
    "nothing counted": ["一个好的开端", "一批", "一系列", "进一步", "每一元", "一方面", "零部件"],
    "no value": ["几十亿元", "数百名", "上百名", "百万大军", "成千上万", "几年"],
}  # fmt: skip


@pytest.mark.parametrize(
    "written", [item for kind in NO_FIGURES.values() for item in kind], ids=lambda item: item
)
def test_look_alikes_are_no_figures(written: str) -> None:
    assert numbers(f"关于{written}的情况。") == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("召开三次会议", ["3次"]),
        ("建成两座电站", ["2座"]),
        ("任期五年", ["5年"]),
        ("试用期为一年", ["1年"]),
        ("提前一年完成", ["1年"]),
        ("工期为30日", ["30日"]),
        ("期限届满三十日前提出", ["30日"]),
        ("自收到之日起15日内", ["15日"]),
        ("公示7日", ["7日"]),
        ("2×35万千瓦", ["35万千瓦"]),
        ("每五年对城市总体规划评估", ["5年"]),
        ("处三年以上七年以下有期徒刑", ["3年", "7年"]),
        ("只能收养一名子女", ["1名"]),
        ("各执一份", ["1份"]),
        ("分娩后六个月内", ["6个月"]),
        ("自注册之日起五年内", ["5年"]),
        ("支付一个月工资", ["1个月"]),
        ("至少一名工作人员", ["1名"]),
        ("每人20元", ["20元"]),
        ("达到20项目标", ["20项"]),
        ("成立五年的企业", ["5年"]),
        ("在半年内完成", ["1/2年"]),
        ("经过3个多小时", ["3个小时"]),
        ("历时十个来月", ["10个月"]),
        ("新增4万多亿元", ["4万亿元"]),
    ],
)
def test_small_counts_that_are_figures(written: str, expected: list[str]) -> None:
    assert numbers(written) == expected


def test_a_list_the_author_announces_is_not_counted() -> None:
    assert numbers("我们的方针是抓两头：一是集中力量，二是分散风险。") == []
    assert numbers("企业整顿的关键是三条。一条是建立领导班子。") == []


def test_a_unit_is_not_the_beginning_of_another_word() -> None:
    assert numbers("30成立，5分别，20人口，3名单，10日常") == []
    assert numbers("30成，5分，20人，3名，10日内") == ["30成", "5分", "20人", "3名", "10日"]


def test_a_cell_may_hold_a_number_without_a_unit() -> None:
    assert [q.value for q in find_quantities("1,234.5", bare=True)] == ["1234.5"]
    assert find_quantities("1,234.5") == []


def test_numbers_too_long_to_be_stated_are_none() -> None:
    assert numbers("1" * 40 + "元") == []
    assert numbers("九" * 40 + "元") == []
    assert numbers("1:" + "9" * 40 + "的比例") == []
