"""Sentences that define, decide or charge answer questions that ask for that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.definitions import defines
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

_RULES = """青石县茶园管理办法
第一条 为了保护和合理利用茶园，结合本县实际，制定本办法。
第二条 本办法所称茶园，是指连片面积五亩以上、用于种植茶树的土地。
本办法所称茶农，是指在本县从事茶树种植的个人和家庭农场。
第三条 县农业局负责全县茶园管理工作。
第四条 茶园管理坚持保护优先、合理利用、谁经营谁管护的原则。
第五条 未经县人民政府批准，任何单位和个人不得将茶园改作他用。
第六条 茶农可以凭承包合同向乡镇人民政府申请茶树更新补贴。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("typed")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "茶园管理办法.txt").write_text(_RULES, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("什么是茶园？", "第二条"),
        ("茶园怎么界定", "第二条"),
        ("办法里的茶农指什么人", "本办法所称茶农"),
        ("茶园能不能改种果树？", "第五条"),
        ("茶农能申请补贴吗？", "第六条"),
        ("茶园归哪个部门管", "第三条"),
    ],
)
def test_the_sentence_of_the_form_asked_for_comes_first(
    assistant: Assistant, question: str, first: str
) -> None:
    answer = assistant.ask(question)
    assert answer.sentences[0].text.startswith(first)


@pytest.mark.parametrize(
    ("term", "sentence", "expected"),
    [
        ("茶园", "本办法所称茶园,是指种植茶树的土地", True),
        ("茶园", '"茶园"指的是种植茶树的土地', True),
        ("茶园", "茶园管理坚持保护优先的原则", False),
    ],
)
def test_defining_is_told_from_mentioning(term: str, sentence: str, expected: bool) -> None:
    assert defines(term, sentence) is expected


@pytest.mark.parametrize("question", ["茶园怎么界定", "茶农指什么人", "“三会一课”指的是什么"])
def test_what_is_meant_is_a_definition(question: str) -> None:
    assert read_question(question).kind is QuestionKind.DEFINITION
