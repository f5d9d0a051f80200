"""A question that names a law, or the report of a year, is answered from that alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa.answering.named_sources import sources_meant
from pb_qa.assistant import Assistant
from pb_qa.models import DocumentInfo
from pb_qa.settings import Settings

LAW = DocumentInfo("a", 1, "a.docx", "中华人民共和国消费者权益保护法", issued_on="2013-10-25")
OTHER_LAW = DocumentInfo("b", 1, "b.docx", "中华人民共和国劳动合同法", issued_on="2012-12-28")
REPORT = DocumentInfo("c", 1, "c.txt", "政府工作报告", issued_on="2006-03-05")
OF_A_PLACE = DocumentInfo(
    "d", 1, "d.txt", "清河县政府工作报告", issued_on="2006-02-01", place="清河县"
)
LATER = DocumentInfo("e", 1, "e.txt", "政府工作报告——2007年3月5日", issued_on="2007-03-05")
NOTICE = DocumentInfo("f", 1, "f.txt", "关于做好2006年春耕工作的通知", issued_on="2006-02-20")
ALL = (LAW, OTHER_LAW, REPORT, OF_A_PLACE, LATER, NOTICE)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("消法里商家骗人要怎么赔", {LAW}),
        ("消费者权益保护法规定的退货期限是几天", {LAW}),
        ("06年报告点了哪几个困难", {REPORT, OF_A_PLACE}),
        ("清河县2006年报告点了哪几个困难", {OF_A_PLACE}),
        ("07年讲的三件大事是什么", {LATER}),
    ],
)
def test_the_source_named_is_meant(question: str, meant: set[DocumentInfo]) -> None:
    named = sources_meant(question)
    assert named is not None
    assert {info for info in ALL if named(info)} == meant


@pytest.mark.parametrize("question", ["试用期最长几个月", "2006年粮食产量多少", "执法人员有哪些"])
def test_where_no_source_is_named_any_may_answer(question: str) -> None:
    assert sources_meant(question) is None


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("reports")
    corpus = folder / "corpus"
    corpus.mkdir()
    for year, troubles in ((2006, "缺水、缺人"), (2007, "路窄、桥旧"), (2008, "屋漏、灯暗")):
        text = f"""清河县政府工作报告
（{year}年2月10日在清河县人民代表大会会议上）
各位代表：现在，我代表县人民政府，向大会作报告。
我们也看到，工作中的困难和问题主要是：{troubles}。
各位代表，让我们团结起来，把清河的事办好。
"""
        (corpus / f"{year}.txt").write_text(text, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data")) as made:
        list(made.sync())
        yield made


@pytest.mark.parametrize(
    ("year", "trouble"), [("06年", "缺水"), ("07年", "路窄"), ("2008年", "屋漏")]
)
def test_the_report_of_the_year_answers(assistant: Assistant, year: str, trouble: str) -> None:
    answer = assistant.ask(f"{year}报告里的困难和问题主要是什么？")
    assert trouble in answer.text
    assert len({citation.document.id for citation in answer.citations}) == 1
