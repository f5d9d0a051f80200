"""Of which documents each of several things asked in one question is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.parts import parts_of
from pb_qa.answering.sides import side_of
from pb_qa.assistant import Assistant
from pb_qa.models import DocumentInfo
from pb_qa.settings import Settings


def _document(name: str, issued_on: str = "") -> DocumentInfo:
    return DocumentInfo(id=name, source=f"{name}.txt", title=name, version=1, issued_on=issued_on)


_ALL = [
    _document("中华人民共和国茶叶法"),
    _document("中华人民共和国林木法"),
    _document("关于加强防汛工作的通知", "1996-02-05"),
    _document("关于1997年防汛形势的通知", "1997-02-04"),
    _document("2012年政府工作报告", "2012-03-05"),
    _document("2014年政府工作报告", "2014-03-05"),
]


@pytest.mark.parametrize(
    ("question", "first", "second", "named"),
    [
        ("茶叶法和林木法各由谁执行", "中华人民共和国茶叶法", "中华人民共和国林木法", True),
        (
            "茶叶侵权跟林木侵权各判多少",
            "中华人民共和国茶叶法",
            "中华人民共和国林木法",
            False,
        ),
        (
            "96年跟97年两个防汛通知，各说了什么",
            "关于加强防汛工作的通知",
            "关于1997年防汛形势的通知",
            True,
        ),
        (
            "12年和14年报告，说城镇失业率控制到多少",
            "2012年政府工作报告",
            "2014年政府工作报告",
            True,
        ),
    ],
)
def test_each_thing_is_asked_of_its_own_documents(
    question: str, first: str, second: str, named: bool
) -> None:
    sides = [side_of(part, _ALL) for part in parts_of(question).several]
    meant = [[i.title for i in _ALL if side.meant is not None and side.meant(i)] for side in sides]
    assert meant == [[first], [second]]
    assert {side.named for side in sides} == {named}


def test_a_report_is_asked_without_its_year_as_well() -> None:
    first, _ = (side_of(part, _ALL) for part in parts_of("12年和14年报告里，茶叶产量多少").several)
    assert first.undated == "茶叶产量多少"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("公路和铁路的区别是什么", ["公路是什么意思", "铁路是什么意思"]),
        ("近邻都算哪些人，茶叶法和林木法的口径差在哪", ["近邻都算哪些人", "近邻都算哪些人"]),
        ("13、15、17这三年各来了多少人", ["13年来了多少人", "15年来了多少人", "17年来了多少人"]),
        ("茶叶法跟林木法哪个先施行", ["茶叶法什么时候施行", "林木法什么时候施行"]),
        (
            "银川和吴忠办灯会的批复分别是哪天发的",
            ["银川办灯会的批复是哪天发的", "吴忠办灯会的批复是哪天发的"],
        ),
    ],
)
def test_what_is_compared_is_asked_of_each(question: str, parts: list[str]) -> None:
    assert [part.question for part in parts_of(question).several] == parts


_TEXTS = {
    "茶叶法.txt": "中华人民共和国茶叶法\n第一条 收购期限为十日。\n第二条 罚款不超过五百元。\n",
    "林木法.txt": "中华人民共和国林木法\n第一条 收购期限为三十日。\n第二条 林木应当编号。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("sides")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in _TEXTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


def test_each_document_answers_with_a_figure_of_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("茶叶法和林木法里，收购的期限各是几天")
    assert "十日" in answer.text and "三十日" in answer.text
    assert len({citation.document.id for citation in answer.citations}) == 2


def test_the_document_that_does_not_say_it_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("茶叶法和林木法里，罚款各不超过多少元")
    assert not answer.abstained and "五百元" in answer.text
    assert "林木法" in answer.notes[-1] and "没有找到" in answer.notes[-1]
