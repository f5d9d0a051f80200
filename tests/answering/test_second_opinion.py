"""Sentences answer what the ledger does not trust itself to, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.second_opinion import answers_though_refused
from pb_qa.answers import Answer, AnswerSentence, Coverage
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

_REPORT = """2013年青石县政府工作报告
2013年全国粮食总产量为6.02亿吨。
2013年青石县粮食总产量为12.4万吨，比上年增长3.1%。
2013年青石县拟安排财政赤字1200万元。
2012年青石县财政收入为3.6亿元。
到2020年，常住人口参保率要达到60%，户籍人口参保率要达到45%。
2014年居民消费价格涨幅控制在3%左右，城镇新增就业的目标是900人以上。
县内公路到2013年总长1100公里。
机关公务接待费减少35%，差旅费减少26%。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("second")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "报告.txt").write_text(_REPORT, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("到2020年户籍人口参保率要达到多少？", "45%"),
        ("到2020年常住人口参保率要达到多少？", "60%"),
        ("2014年CPI目标是多少？", "3%"),
        ("2013年粮食总产量是多少？", "6.02亿吨"),
        ("青石县2013年粮食总产量是多少？", "12.4万吨"),
        ("县内公路到2013年有多长了", "1100公里"),
        ("机关公务接待费减了多少？", "35%"),
    ],
)
def test_the_figure_asked_for_comes_first(assistant: Assistant, question: str, figure: str) -> None:
    answer = assistant.ask(question)
    assert not answer.abstained
    first = answer.figures[0].text if answer.figures else answer.direct and answer.direct.text
    assert first is not None and figure in first


def test_what_is_known_of_another_year_by_name_is_not_something_near(assistant: Assistant) -> None:
    answer = assistant.ask("2013年青石县财政收入是多少？")
    assert answer.abstained and answer.otherwise
    assert "1200" not in answer.text


@pytest.mark.parametrize("question", ["青石县2013年有多少名党员？", "青石县2013年有多少所学校？"])
def test_time_and_place_alone_answer_nothing(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained


def test_one_sentence_shares_its_line_with_the_figures(assistant: Assistant) -> None:
    first = assistant.ask("青石县2013年粮食总产量是多少？").text.splitlines()[0]
    assert "12.4万吨" in first.partition("：")[0] and "比上年增长3.1%" in first


@pytest.mark.parametrize(
    ("sentence", "answers"),
    [
        ("对第三十六条规定的少量药品，由省人民政府批准。", False),
        ("由省人民政府批准进口。", False),
        ("省人民政府批准进口了十二种药品。", True),
        ("进口药品占百分之三。", True),
    ],
)
def test_what_states_no_quantity_answers_no_question_for_one(sentence: str, answers: bool) -> None:
    question = "一共批了多少种进口药品"
    refusal = Answer(question, question, None, (), True, (), Coverage(0, 0))
    shown = (AnswerSentence(sentence, ()),)
    said = Answer(question, question, None, shown, False, (), Coverage(1, 1), likelihood=0.9)
    assert answers_though_refused(said, refusal) is answers


@pytest.mark.parametrize(("question", "answers"), [("奖励分几种", True), ("奖励发几次", False)])
def test_kinds_asked_for_are_answered_by_their_names(question: str, answers: bool) -> None:
    shown = AnswerSentence(text="奖励分为：嘉奖、记功、授予称号。", citations=())
    said = Answer(
        question=question,
        resolved_question=question,
        direct=None,
        sentences=(shown,),
        abstained=False,
        nearest=(),
        coverage=Coverage(1, 1),
        likelihood=0.7,
    )
    refusal = Answer(
        question=question,
        resolved_question=question,
        direct=None,
        sentences=(),
        abstained=True,
        nearest=(),
        coverage=Coverage(0, 0),
    )
    assert answers_though_refused(said, refusal) is answers
