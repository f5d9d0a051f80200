"""A rate asked for by name is not answered with a rate of another name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.figures.asking import read_figure_question
from pb_qa.answering.figures.fitting import fit_of_unit, is_another_balance, is_of_another_name
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2020年组建率是多少", "到2020年,常住人口城镇化率要达到60%"),
        ("2011年组建率是多少", "2011年海拉尔区新农合参合率为98.5%"),
        ("旅客周转量是多少", "旅客吞吐量达到74.6万人次"),
        ("产品销售额是多少", "技术合同成交额12亿元"),
    ],
)
def test_another_rate_is_told(asked: str, said: str) -> None:
    assert is_of_another_name((asked,), said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("失业率是多少", "城镇登记失业率4.1%"),
        ("参保率是多少", "新农合参合率为98.5%"),
        ("增长率是多少", "国内生产总值增长8.7%,城镇登记失业率4.3%"),
        ("组建率是多少", "已建党组织的占50.2%"),
        ("有多少名指导员", "城镇登记失业率4.1%"),
        ("费率封顶多少", "担保费率不超过1%"),
        ("粮食总产量是多少", "钢产量6124万吨"),
        ("货运量是多少", "货物运量12亿吨"),
        ("外贸总额是多少", "进出口总额5000亿美元"),
    ],
)
def test_the_same_rate_or_none_is_not(asked: str, said: str) -> None:
    assert not is_of_another_name((asked,), said)


def test_what_is_over_a_sum_is_not_the_sum() -> None:
    assert is_another_balance("55年军费超支了多少", "国防费支出64.9亿元,占预算数的90.36%")
    assert not is_another_balance("55年军费超支了多少", "国防费超过预算2亿元")
    assert not is_another_balance("55年军费花了多少", "国防费支出64.9亿元")


@pytest.mark.parametrize(
    ("asked", "unit", "fits"),
    [
        ("退休年龄是多少", "年", False),
        ("退休年龄是多少", "周岁", True),
        ("能休几天年假", "年", False),
        ("能休几天年假", "天", True),
        ("试用期几年", "个月", True),
    ],
)
def test_a_unit_that_nobody_would_answer_in_does_not_fit(asked: str, unit: str, fits: bool) -> None:
    question = read_figure_question(asked)
    assert question is not None
    assert (fit_of_unit(question.asks[0], unit, unit) > 0) == fits


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("rates")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "报告.txt").write_text(
        "政府工作报告\n到2020年，常住人口城镇化率要达到60%，户籍人口城镇化率要达到45%。\n"
        "2009年旅客吞吐量达到61万人次。\n2011年旅客吞吐量达到74.6万人次。\n",
        encoding="utf-8",
    )
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


def test_the_year_alone_answers_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("2020年组建率是多少？")
    assert answer.abstained and not answer.figures


def test_the_rate_itself_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("2020年常住人口城镇化率要达到多少？")
    assert not answer.abstained
    assert "60%" in answer.headline


@pytest.mark.parametrize("asked", ["2011年和2009年旅客周转量差多少？", "2011年旅客周转量是多少？"])
def test_a_quantity_of_another_name_answers_nothing(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(asked)
    assert answer.abstained or not answer.figures


def test_the_quantity_itself_is_reckoned_with(assistant: Assistant) -> None:
    answer = assistant.ask("2011年和2009年旅客吞吐量差多少？")
    assert "13.6万人次" in answer.headline
