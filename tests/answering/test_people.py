"""People whom a document names in a place of its own."""

from __future__ import annotations

import pytest

from pb_qa.answering.people import (
    asks_for_speaker,
    is_report_meant,
    members_asked_for,
    members_of,
    speaker_of,
)
from pb_qa.models import DocumentInfo

TITLE = "关于调整青岭县第三次茶园普查领导小组组成人员的通知"
LIST = (
    "现将名单通知如下：\n组　长：韩　青　　副县长\n副组长：丁学农　　县政府办主任\n"
    "　　　　李干林　　林业局局长\n成　员：张　勇　　财政局副局长\n领导小组办公室设在林业局。\n"
)  # fmt: skip


def test_a_line_without_a_label_goes_on_under_the_last_one() -> None:
    listed = [(one.label, LIST[one.start : one.end]) for one in members_of(LIST)]
    assert listed == [
        ("组长", "韩　青"), ("副组长", "丁学农"), ("副组长", "李干林"), ("成员", "张　勇"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("三茶普领导小组组长现在是谁", ["韩　青"]),
        ("茶园普查领导小组副组长都有谁？", ["丁学农", "李干林"]),
        ("谁是茶园普查领导小组组长", ["韩　青"]),
        ("果园普查领导小组组长是谁", []),
        ("组长是谁", []),
        ("茶园普查领导小组组长管什么", []),
    ],
)
def test_who_is_asked_for_by_what_they_are(question: str, names: list[str]) -> None:
    assert [LIST[slice(*span)] for span in members_asked_for(question, TITLE, LIST)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2012年报告\n\n青岭县人民政府县长　　张天福\n\n各位代表：\n", "张天福"),
        ("预算报告\n　　副总理兼财政部长李先农各位代表：\n现在", "李先农"),
        ("3月5日，李强农代表国务院在大会第二次会议上作《工作报告》。\n各位代表：", "李强农"),
        ("各位代表：\n现在，我向大会报告工作。\n", None),
    ],
)
def test_the_speaker_stands_under_the_title(text: str, name: str | None) -> None:
    span = speaker_of(text)
    assert (text[slice(*span)] if span else None) == name


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("56年的国家预算报告是谁做的", True),
        ("64年在三届人大上作报告的是谁", True),
        ("青岭县14年的报告,是哪个县长作的", True),
        ("事故报告要交给谁", False),
        ("谁负责审批可行性报告", False),
    ],
)
def test_it_is_asked_who_gave_a_report(question: str, asks: bool) -> None:
    assert asks_for_speaker(question) == asks


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("1956年的国家预算报告是谁做的", True),
        ("56年政府报告谁念的", True),
        ("1957年的国家预算报告是谁做的", False),
        ("1956年的财产申报报告是谁做的", False),
    ],
)
def test_a_report_is_meant_by_year_and_matter(question: str, meant: bool) -> None:
    title = "1956年政府工作报告关于1956年国家预算的报告"
    report = DocumentInfo(id="r", version=1, source="r.txt", title=title, issued_on="1956-06-15")
    assert is_report_meant(question, report) == meant
