"""Documents, years and places named side by side: each answers for itself, what lacks is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.extractive import queries_for
from pb_qa.answering.named_sources import acts_side_by_side
from pb_qa.answering.question import years_in
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings
from pb_qa.text.places import bodies_in

_DOCUMENTS = {
    "茶园管理条例.txt": "茶园管理条例\n第一条 茶园由乡镇人民政府负责监督检查。\n",
    "林地保护条例.txt": "林地保护条例\n第一条 林地由县林业局负责监督检查。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("beside")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in _DOCUMENTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


def test_each_of_two_documents_answers(assistant: Assistant) -> None:
    answer = assistant.ask("茶园管理条例和林地保护条例里，监督检查分别由谁负责？")
    assert "乡镇人民政府" in answer.text and "县林业局" in answer.text
    assert len({citation.document.id for citation in answer.citations}) == 2


def test_a_document_that_is_not_there_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("茶园管理条例和草原保护条例里，监督检查分别由谁负责？")
    assert "乡镇人民政府" in answer.text
    assert "县林业局" not in answer.text
    assert any("草原保护条例" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "acts"),
    [
        ("公务员法和劳动合同法的试用期", ("公务员法", "劳动合同法")),
        ("妇女权益保障法里规定产假休多少天", ()),
        ("劳动合同法规定的试用期", ()),
        ("这两份报告的意见一样吗", ()),
    ],
)
def test_documents_side_by_side_are_read(question: str, acts: tuple[str, ...]) -> None:
    assert acts_side_by_side(question) == acts


@pytest.mark.parametrize("question", ["哪一家公司最大", "和哪一个学院竞争", "由一家电信公司承办"])
def test_a_body_asked_for_is_no_name(question: str) -> None:
    assert bodies_in(question) == []


@pytest.mark.parametrize(
    ("form", "years"),
    [
        ("已有2000多年历史", set()),
        ("公元44年", set()),
        ("2000年前后", {"2000"}),
        ("54年", {"1954"}),
    ],
)
def test_spans_and_other_counts_are_no_years(form: str, years: set[str]) -> None:
    assert years_in(form) == years


@pytest.mark.parametrize(
    ("question", "queries"),
    [
        ("清河县12年和14年报告说了什么", ["清河县2012年报告说了什么", "清河县2014年报告说了什么"]),
        (
            "茶园管理条例和林地保护条例各由谁负责",
            ["茶园管理条例各由谁负责", "林地保护条例各由谁负责"],
        ),
        ("茶园管理条例中处罚的规定", ["茶园管理条例中处罚的规定"]),
    ],
)
def test_each_is_searched_for_in_words_of_its_own(question: str, queries: list[str]) -> None:
    assert queries_for(question) == queries
