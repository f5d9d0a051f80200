"""The Python interface on real files, with everything behind it real."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import Home
from small_corpus import FIGURE, FILES, QUESTION, QUESTIONS, SOURCE, UNANSWERABLE, write_corpus

import pb_qa
from pb_qa import Answer, Assistant, FileStatus, Settings, Turn, load_settings
from pb_qa.errors import DocumentNotFoundError, LibraryBusyError, SettingsError
from pb_qa.text.numerals import normal_numbers


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("assistant")
    corpus = write_corpus(folder / "corpus")
    return Settings(corpus_dir=corpus, data_dir_override=folder / "data")


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Iterator[Assistant]:
    with Assistant(settings) as assistant:
        assert {report.status for report in assistant.sync()} == {FileStatus.ADDED}
        yield assistant


def check(assistant: Assistant, answer: Answer) -> None:
    """Every citation is verbatim; every figure of the answer stands in what is cited."""
    for citation in answer.citations:
        text = assistant.document(citation.document.id).text
        assert text[citation.start : citation.end] == citation.quote
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for sentence in answer.sentences:
        assert sentence.citations
        quotes = "\n".join(citation.quote for citation in sentence.citations)
        assert normal_numbers(sentence.text) <= normal_numbers(quotes)
    if answer.direct is not None:
        text = assistant.document(answer.direct.document_id).text
        assert text[answer.direct.start : answer.direct.end] == answer.direct.text
        cited = normal_numbers("\n".join(citation.quote for citation in answer.citations))
        assert normal_numbers(answer.direct.text) <= cited
    assert answer.abstained == (not answer.sentences)
    assert answer.coverage.cited <= answer.coverage.matched


# ---- what can be imported


def test_everything_public_can_be_imported() -> None:
    for name in pb_qa.__all__:
        assert getattr(pb_qa, name) is not None
        assert name in dir(pb_qa)
    with pytest.raises(AttributeError, match="nonsense"):
        pb_qa.nonsense  # noqa: B018


def test_the_package_and_its_values_import_nothing_heavy() -> None:
    script = (
        "import json, sys, pb_qa; first = set(sys.modules); from pb_qa import Answer, FileReport\n"
        "print(json.dumps([sorted(first), sorted(sys.modules)]))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8"
    )
    package, values = json.loads(printed.stdout)
    heavy = {"numpy", "torch", "chromadb", "langchain_core", "gradio", "pydantic", "sqlalchemy"}
    assert {name for name in package if name.startswith("pb_qa")} == {"pb_qa"}
    assert not heavy & set(values)


# ---- answers


@pytest.mark.parametrize(("question", "source", "words"), QUESTIONS)
def test_a_question_is_answered_from_the_right_place(
    assistant: Assistant, question: str, source: str, words: str
) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    assert words in answer.sentences[0].text
    assert answer.sentences[0].citations[0].document.source == source
    assert answer.seconds > 0


@pytest.mark.parametrize(
    "question",
    [
        "2010年和2011年的生产总值各是多少？",
        "考核结果有哪几个等次？",
        "全縣共選派了多少名黨建工作指導員？",
        "２０１１年财政收入多少",
        "第三条",
        "指导员多久报告一次工作",
        UNANSWERABLE,
        "",
        "？？？",
        "a" * 3000,
        "\x00 \ud83d ' OR 1=1 -- {{x}}",
    ],
    ids=lambda question: question[:16].encode("utf-8", "replace").decode().replace("\x00", ""),
)
def test_whatever_is_asked_citations_are_verbatim_and_figures_grounded(
    assistant: Assistant, question: str
) -> None:
    check(assistant, assistant.ask(question))


def test_every_sentence_of_the_corpus_asked_for_is_cited_verbatim(assistant: Assistant) -> None:
    answered = 0
    for info in assistant.list_documents():
        for line in assistant.document(info.id).text.splitlines():
            answer = assistant.ask(line)
            check(assistant, answer)
            answered += not answer.abstained
    assert answered >= 10


def test_what_is_not_there_is_said_and_the_nearest_shown(assistant: Assistant) -> None:
    answer = assistant.ask(UNANSWERABLE)
    assert answer.abstained and answer.direct is None and answer.sentences == ()
    assert answer.text == "资料中没有找到能回答这个问题的内容。"
    assert 1 <= len(answer.nearest) <= 3
    for found in answer.nearest:
        text = assistant.document(found.document.id).text
        assert text[found.passage.start : found.passage.end] == found.passage.text


def test_a_follow_up_keeps_its_topic(assistant: Assistant) -> None:
    first = assistant.ask("2011年全县生产总值是多少？")
    second = assistant.ask("那2010年呢？", [Turn(first.question, first.text)])
    assert "98.1" in first.text and "86.5" in second.text
    assert second.question == "那2010年呢？" != second.resolved_question


def test_examples_are_questions_that_are_answered(assistant: Assistant) -> None:
    examples = assistant.examples(3)
    assert examples and len(set(examples)) == len(examples)
    assert not any(assistant.ask(example).abstained for example in examples)


def test_feedback_is_kept_with_its_citations(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assistant.feedback(QUESTION, answer, "up")
    (kept,) = assistant.library.feedback()
    assert (kept.question, kept.answer, kept.rating) == (QUESTION, answer.text, "up")
    assert answer.citations[0].quote in kept.citations[0]


# ---- LangChain


def test_the_retriever_is_langchains(assistant: Assistant) -> None:
    from langchain_core.retrievers import BaseRetriever

    retriever = assistant.langchain_retriever
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(QUESTION)
    assert FIGURE in documents[0].page_content
    for document in documents:
        place = document.metadata
        text = assistant.document(place["document_id"]).text
        assert text[place["start"] : place["end"]] == document.page_content
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)
    assert len(retriever.invoke(QUESTION, k=2)) == 2


def test_the_retriever_works_in_a_chain_with_a_chat_model(assistant: Assistant) -> None:
    from langchain_core.documents import Document
    from langchain_core.language_models import FakeListChatModel
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableParallel, RunnablePassthrough

    def joined(documents: list[Document]) -> str:
        return "\n".join(document.page_content for document in documents)

    prompts: list[str] = []

    def remember(prompt: object) -> object:
        prompts.append(str(prompt))
        return prompt

    chain = (
        RunnableParallel(
            context=assistant.langchain_retriever | joined, question=RunnablePassthrough()
        )
        | ChatPromptTemplate.from_template("根据资料回答。\n{context}\n问题：{question}")
        | remember
        | FakeListChatModel(responses=["三百一十六名"])
        | StrOutputParser()
    )
    assert chain.invoke(QUESTION) == "三百一十六名"
    assert FIGURE in prompts[0] and QUESTION in prompts[0]
    questions = [question for question, _, _ in QUESTIONS]
    texts = (assistant.langchain_retriever | joined).batch(questions)
    assert all(words in text for text, (_, _, words) in zip(texts, QUESTIONS, strict=True))


# ---- documents


def test_documents_come_change_and_go(home: Home) -> None:
    corpus = write_corpus(home.folder / "corpus")
    with Assistant(Settings(corpus_dir=corpus)) as assistant:
        list(assistant.sync())
        (info,) = (i for i in assistant.list_documents() if i.source == SOURCE)
        (corpus / SOURCE).write_text("# 新版\n\n全县共选派党建工作指导员400名。\n", "utf-8")
        reports = {report.source: report.status for report in assistant.sync()}
        assert reports.pop(SOURCE) is FileStatus.REPLACED
        assert set(reports.values()) == {FileStatus.UNCHANGED}
        assert [version.version for version in assistant.versions(info.id)] == [1, 2]
        assert "316名" in assistant.document(info.id, 1).text
        assert "400名" in assistant.ask(QUESTION).text
        assert [report.status for report in assistant.remove([info.id])] == [FileStatus.REMOVED]
        with pytest.raises(DocumentNotFoundError):
            assistant.document(info.id)
        assert all(found.document.id != info.id for found in assistant.search(QUESTION, 50))
        assert assistant.doctor().healthy


def test_two_corpora_never_share_a_library(home: Home) -> None:
    one, other = home.folder / "一", home.folder / "二"
    write_corpus(one)
    other.mkdir()
    (other / "甲.txt").write_text("安平乡2015年粮食产量为7.7万吨。\n", "utf-8")
    with (
        Assistant(Settings(corpus_dir=one)) as first,
        Assistant(Settings(corpus_dir=other)) as second,
    ):
        assert first.settings.data_dir != second.settings.data_dir
        assert not first.settings.data_dir.is_relative_to(Path.cwd())
        list(first.sync())
        list(second.sync())
        assert {info.source for info in first.list_documents()} == set(FILES)
        assert {info.source for info in second.list_documents()} == {"甲.txt"}
        assert second.ask(QUESTION).abstained
        assert "7.7" in second.ask("安平乡2015年粮食产量是多少？").text


def test_one_owner_at_a_time(assistant: Assistant, settings: Settings) -> None:
    with pytest.raises(LibraryBusyError, match="正由另一个 pb-qa"):
        Assistant(settings)
    assert assistant.list_documents()


def test_a_closed_assistant_lets_go(home: Home) -> None:
    settings = Settings(corpus_dir=write_corpus(home.folder / "corpus"))
    first = Assistant(settings)
    first.close()
    first.close()
    with Assistant(settings) as second:
        assert not second.ready
        second.warm_up()
        assert second.ready and second.ask(QUESTION).abstained


def test_settings_are_frozen_and_named_when_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().top_k = 3  # type: ignore[misc]
    monkeypatch.setenv("PB_QA_TOP_K", "7")
    assert load_settings().top_k == 7 and load_settings(top_k=3).top_k == 3
    monkeypatch.setenv("PB_QA_TOP_K", "许多")
    with pytest.raises(SettingsError, match="PB_QA_TOP_K"):
        load_settings()
