"""Several things asked in one question, taken apart."""

from __future__ import annotations

import pytest

from pb_qa.answering.parts import parts_of


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("商标和发明专利，各保护多少年", "商标,保护多少年", "发明专利,保护多少年"),
        ("茶园和果园哪个补得多", "茶园补得多少", "果园补得多少"),
        ("甲级证复审和乙级证复审不服，各找谁", "甲级证复审不服,找谁", "乙级证复审不服,找谁"),
        ("茶叶法跟果园法分别由谁执行", "茶叶法由谁执行", "果园法由谁执行"),
        (
            "12年和14年报告，说干部的毛病各是啥",
            "12年报告,说干部的毛病是啥",
            "14年报告,说干部的毛病是啥",
        ),
        (
            "临时工辞职和职员辞职，一个要几天批，一个要提前几天说",
            "临时工辞职,要几天批",
            "职员辞职,要提前几天说",
        ),
        ("97年城里人和农村人收入各多少", "97年城里人多少", "97年农村人收入多少"),
        ("两份规定，说法有啥不一样", "", ""),
    ],
)  # fmt: skip
def test_what_is_asked_of_each_of_two_things(question: str, first: str, second: str) -> None:
    parts = parts_of(question)
    assert [part.question for part in parts.several] == ([first, second] if first else [])
    assert parts.apart or not first


@pytest.mark.parametrize(
    "question",
    [
        "劳动合同最长签几年",
        "合同和附件的关系是什么",
        "各级政府和部门应当怎么做",
        "谁批准公司和集团合并",
    ],
)
def test_one_thing_is_left_whole(question: str) -> None:
    assert parts_of(question).several == ()


def test_a_second_piece_takes_over_what_the_first_one_is_about() -> None:
    parts = parts_of("企业没钱交税，可以缓多久，找谁批")
    assert parts.several[1].question.startswith("企业没钱交税")
    assert not parts.apart


def test_a_second_piece_with_a_thing_of_its_own_stands_by_itself() -> None:
    parts = parts_of("网购退货给几天；行政处罚要听证，得在告知后几天里提")
    assert parts.several[1].question == "行政处罚要听证,得在告知后几天里提"
    assert parts.apart
