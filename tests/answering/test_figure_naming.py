"""A figure answers only where something near it names what is asked about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa.answering.figures.asking import read_figure_question
from pb_qa.answering.figures.naming import begins_unknown, words_of_the_thing
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

_REPORT = """# 2014年政府工作报告

2013年，国内生产总值达到56.9万亿元，城镇登记失业率4.1%。全国粮食产量60194万吨。

2014年，研究与试验发展经费拟安排13015亿元。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("naming")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "报告.md").write_text(_REPORT, "utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data")) as assistant:
        list(assistant.sync())
        yield assistant


@pytest.mark.parametrize(
    "question",
    ["2013年底全国网民规模多少亿？", "2013年全国生产了多少台彩电", "2013年农民工总量是多少"],
)
def test_the_right_year_alone_is_no_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained and answer.direct is None


def test_other_words_for_the_same_thing_name_it(assistant: Assistant) -> None:
    answer = assistant.ask("2013年GDP是多少")
    assert answer.direct is not None and answer.direct.text == "56.9万亿元"


def test_goods_of_one_character_name_themselves() -> None:
    question = read_figure_question("54年钢能出多少吨")
    assert question is not None
    assert "钢" in words_of_the_thing(question.variants, question.asks[0])


def test_what_is_said_of_anything_names_nothing() -> None:
    question = read_figure_question("2013年底全国网民规模多少亿")
    assert question is not None
    assert words_of_the_thing(question.variants, question.asks[0]) == {"网民"}


@pytest.mark.parametrize(
    ("said", "unknown"), [({"用户", "移动"}, True), ({"手机", "用户"}, False), (set(), True)]
)
def test_a_name_whose_beginning_nobody_says_is_unknown(said: set[str], unknown: bool) -> None:
    question = read_figure_question("全国手机用户有多少户")
    assert question is not None
    assert begins_unknown(question.asks[0], said.__contains__) is unknown


def test_what_is_known_by_its_whole_name_is_answered_by_nothing_else(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("2014年城镇登记失业率是多少")
    assert answer.abstained and "13015" not in (answer.headline if answer.figures else "")
