from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.reading.cleaning import CleanedText
from pb_qa.reading.raw import RawHeading
from pb_qa.reading.structure import sections

LAW = """柳河市社区管理办法
第一章 总则
第一条 为了规范社区管理，制定本办法。
第二条 社区应当公开下列事项：
（一）收支情况；
（二）人员情况。
第二章 附则
第三条之一【施行】本办法自2019年1月1日起施行。
依照第一条、第二条的规定办理。"""

PLAN = """柳河市关于加强社区工作的意见
现提出如下意见。
一、总体要求
坚持服务群众。
（一）基本原则。坚持问题导向，注重实效。
（二）把社区建设成为党组织领导有力、居民自治有序、服务完善便捷的和谐社区，到2020年底全部达标。
二、保障措施
要求如下：
（一）落实经费；
（二）落实人员。
附件1
社区名单"""


def outline(text: str, headings: tuple[RawHeading, ...] = ()) -> list[tuple[int, str]]:
    found = sections(CleanedText(text, headings=headings))
    for section in found:
        assert text[section.start : section.end].startswith(section.heading)
    return [(section.level, section.heading) for section in found]


def test_a_law() -> None:
    assert outline(LAW) == [
        (1, "第一章 总则"),
        (2, "第一条"),
        (2, "第二条"),
        (1, "第二章 附则"),
        (2, "第三条之一"),
    ]


def test_a_section_reaches_to_the_next_of_its_level() -> None:
    found = {section.heading: LAW[section.start : section.end] for section in sections(
        CleanedText(LAW)
    )}  # fmt: skip
    assert found["第一章 总则"].endswith("（二）人员情况。\n")
    assert found["第二条"].startswith("第二条 社区应当")
    assert found["第二条"].endswith("（二）人员情况。\n")
    assert found["第三条之一"].endswith("规定办理。")


def test_an_opinion_with_numbered_headings() -> None:
    assert outline(PLAN) == [
        (2, "一、总体要求"),
        (3, "（一）基本原则"),
        (3, "（二）把社区建设成为党组织领导有力、居民自治有序、服务完善便捷的和谐社区"),
        (2, "二、保障措施"),
        (3, "（二）落实人员"),
        (1, "附件1"),
    ]


def test_decimal_numbers() -> None:
    text = "1　总则\n1.1　编制目的\n为了应急。\n1.2　适用范围\n全市。\n2019 年有 35 人。"
    assert outline(text) == [(1, "1　总则"), (2, "1.1　编制目的"), (2, "1.2　适用范围")]


def test_headings_of_the_format_are_outermost() -> None:
    text = "社区工作\n一、要求\n抓好落实。"
    assert outline(text, (RawHeading(1, 0, 4),)) == [(1, "社区工作"), (2, "一、要求")]


def test_short_lines_between_long_paragraphs_of_an_article() -> None:
    long = (
        "全市各级党组织着力发展壮大党员队伍，加大组建力度，通过多种方式扩大覆盖面，取得明显成效。"
    )
    text = f"先锋驿站\n{long}\n建队伍,让党员动起来\n{long}\n国务院\n2019年1月3日"
    assert outline(text) == [(1, "建队伍,让党员动起来")]


@pytest.mark.parametrize(
    "text",
    ["第一条的规定适用于本章。", "依照第三条 办理", "党员 | 第一章 总则", "一定要抓好落实。", ""],
)
def test_no_heading(text: str) -> None:
    assert outline(text) == []


_LINES = ["第一编 壬", "第一章 总则", "第二条 甲。", "一、乙", "（一）丙。丁。", "戊", "附件", " "]


@given(st.lists(st.sampled_from([*_LINES, "1 己", "1.1 庚", "2 辛"]), max_size=30))
def test_sections_nest(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = sections(CleanedText(text))
    assert [s.start for s in found] == sorted(s.start for s in found)
    for index, section in enumerate(found):
        assert section.start < section.end <= len(text)
        for inner in found[index + 1 :]:
            if inner.start < section.end:
                assert inner.end <= section.end and inner.level > section.level
