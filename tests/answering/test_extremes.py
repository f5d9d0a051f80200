"""Which year or place has the most, ranks, shares and growth: compared and reckoned openly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.figures.extremes import read_extreme_question
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

_YEARS = """青石县农业情况
2009年全县棉花产量为3.1万吨。
2010年全县棉花产量为4.6万吨。
2011年全县棉花产量为4.2万吨。
2010年全县党员共有12000名。
2010年全县女党员有3000名。
2012年全县登记企业有800家，个体户有2400户。
"""
_TOWNS = """各县茶叶情况
2015年云溪县茶叶产量为310吨。
2015年白沙县茶叶产量为450吨。
2015年长岭县茶叶产量为120吨。
2014年长岭县茶叶产量为900吨。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("extremes")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "农业.txt").write_text(_YEARS, encoding="utf-8")
    (corpus / "茶叶.txt").write_text(_TOWNS, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("哪年棉花产量最高？", ["4.6万吨", "4.2万吨", "3.1万吨"]),
        ("棉花产量最低的是哪一年？", ["3.1万吨", "4.2万吨", "4.6万吨"]),
        ("2009年和2011年棉花产量哪年高？", ["4.2万吨", "3.1万吨"]),
        ("2015年哪个县茶叶产量最多？", ["450吨", "310吨", "120吨"]),
        ("2015年茶叶产量最少的是哪个县？", ["120吨", "310吨", "450吨"]),
        ("2015年云溪县茶叶产量排第几？", ["450吨", "310吨", "120吨"]),
    ],
)
def test_what_is_asked_for_stands_first_beside_what_it_is_held_against(
    assistant: Assistant, question: str, values: list[str]
) -> None:
    answer = assistant.ask(question)
    assert [figure.text for figure in answer.figures] == values
    assert "只比较了资料里写有" in answer.notes[0]
    assert len(answer.citations) == len(values)


@pytest.mark.parametrize(
    "question", ["2009年和2013年棉花产量哪年高？", "2016年哪个县茶叶产量最多？"]
)
def test_what_is_not_there_is_not_compared(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not any("只比较了" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "result", "working"),
    [
        ("2010年女党员占全县党员的多少？", "25%", "3000名（2010年） ÷ 12000名（2010年） ＝ 25%"),
        (
            "2009年到2010年棉花产量增长了百分之几？",
            "48.4%",
            "（4.6万吨（2010年） － 3.1万吨（2009年）） ÷ 3.1万吨（2009年） ＝ 48.4%",
        ),
        (
            "2011年棉花产量比2009年多多少？",
            "1.1万吨",
            "4.2万吨（2011年） － 3.1万吨（2009年） ＝ 1.1万吨",
        ),
        (
            "2009年、2010年和2011年棉花产量合计多少？",
            "11.9万吨",
            "3.1万吨（2009年） ＋ 4.6万吨（2010年） ＋ 4.2万吨（2011年） ＝ 11.9万吨",
        ),
    ],
)
def test_what_no_document_states_is_reckoned_with_its_working(
    assistant: Assistant, question: str, result: str, working: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.reckoned, answer.working) == (result, working)
    assert len(answer.citations) >= 2


@pytest.mark.parametrize(
    "question",
    [
        "2011年女党员占全县党员的多少？",
        "2012年个体户占登记企业的多少？",
        "2010年棉花产量占全省的多少？",
        "2011年棉花产量比2013年多多少？",
    ],
)
def test_other_times_units_and_wholes_are_not_reckoned_with(
    assistant: Assistant, question: str
) -> None:
    assert not assistant.ask(question).reckoned


def test_two_times_compared_are_both_answered(assistant: Assistant) -> None:
    answer = assistant.ask("2009年跟2011年棉花产量比一比")
    assert [figure.text for figure in answer.figures] == ["3.1万吨", "4.2万吨"]


@pytest.mark.parametrize(
    ("question", "times", "high"),
    [
        ("哪年粮食产量最高", True, True),
        ("财政收入最少的是哪一年？", True, False),
        ("哪个区的人口最多", False, True),
    ],
)
def test_extremes_are_read(question: str, times: bool, high: bool) -> None:
    read = read_extreme_question(question)
    assert read is not None
    assert (read.times, read.high) == (times, high)


@pytest.mark.parametrize(
    "question",
    [
        "赤字各安排多少？",
        "最多多少人",
        "哪年成立的",
        "合同最长多久",
        "哪些地方增长最快的原因是什么",
    ],
)
def test_other_questions_are_none(question: str) -> None:
    assert read_extreme_question(question) is None
