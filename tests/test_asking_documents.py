"""Questions about a document itself, answered from what it says of itself and its corrections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa import Assistant, FileStatus, Settings, Turn
from pb_qa.answering.document_questions import DocumentFact, read_document_question
from pb_qa.catalog import MetadataEdit

_FILES = {
    "制度/考勤办法.md": """# 清河县机关考勤管理办法

发文机关：清河县人民政府办公室
发文字号：清政办发〔2019〕12号
成文日期：2019年5月6日

第一条 为规范机关考勤，制定本办法。
第二条 工作人员每日签到两次。
第三条 本办法自2019年7月1日起施行。
""",
    "制度/档案规定.md": """# 清河县档案管理规定

第一条 为加强档案管理，制定本规定。
第二条 档案保管期限分为永久和定期两种。
""",
    "报告/总结.md": """# 清河县2020年工作总结

2020年全县共有党员8123名。县委组织部印发了《指导员管理细则》。
""",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("documents")
    for source, text in _FILES.items():
        file = folder / "corpus" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    settings = Settings(corpus_dir=folder / "corpus", data_dir_override=folder / "data")
    with Assistant(settings) as assistant:
        assert {report.status for report in assistant.sync()} == {FileStatus.ADDED}
        yield assistant


@pytest.mark.parametrize(
    ("question", "direct"),
    [
        ("考勤管理办法的文号是多少？", "清政办发〔2019〕12号"),
        ("清河县机关考勤管理办法是谁印发的？", "清河县人民政府办公室"),
        ("《清河县机关考勤管理办法》是哪年发布的？", "2019年5月6日"),
        ("考勤管理办法什么时候施行？", "2019年7月1日"),
    ],
)
def test_metadata_are_cited_where_the_text_states_them(
    assistant: Assistant, question: str, direct: str
) -> None:
    answer = assistant.ask(question)
    assert answer.direct is not None and answer.direct.text == direct
    (citation,) = answer.citations
    text = assistant.document(citation.document.id).text
    assert text[citation.start : citation.end] == citation.quote and direct in citation.quote
    assert citation.document.source == "制度/考勤办法.md"


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("档案管理规定什么时候施行？", "没有写明施行日期"),
        ("档案管理规定的文号是多少？", "没有写明文号"),
        ("招标投标法什么时候施行？", "资料中没有名称里有“招标投标法”的文件。"),
        ("这份文件是哪年发布的？", "没有写明是哪份文件"),
    ],
)
def test_what_is_not_stated_is_not_answered(assistant: Assistant, question: str, note: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained and any(note in one for one in answer.notes)


def test_who_issued_what_is_only_mentioned_is_said_where_it_is(assistant: Assistant) -> None:
    answer = assistant.ask("《指导员管理细则》是谁印发的？")
    assert [c.document.source for c in answer.citations] == ["报告/总结.md"]


def test_a_follow_up_is_about_the_document_asked_about_before(assistant: Assistant) -> None:
    history = [Turn("考勤管理办法是谁印发的？", "")]
    answer = assistant.ask("那文号呢？", history)
    assert answer.direct is not None and answer.direct.text == "清政办发〔2019〕12号"
    answer = assistant.ask("这份文件什么时候印发的？", history)
    assert answer.direct is not None and answer.direct.text == "2019年5月6日"


def test_a_correction_is_used_and_said_to_be_one(assistant: Assistant) -> None:
    (info,) = [d for d in assistant.list_documents() if d.source == "制度/考勤办法.md"]
    assistant.edit(info.id, MetadataEdit(issued_on="2019-06-01"))
    answer = assistant.ask("考勤管理办法是哪天印发的？")
    first = answer.text.splitlines()[0]
    assert "2019年6月1日（人工更正；文件里写的是“2019年5月6日”）" in first
    assert answer.direct is None
    (citation,) = answer.citations
    assert citation.quote in _FILES["制度/考勤办法.md"]
    assistant.edit(info.id, MetadataEdit(issued_on=""))
    answer = assistant.ask("考勤管理办法是哪天印发的？")
    assert not answer.about and answer.direct is not None


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("考勤办法的发文字号是什么", DocumentFact.NUMBER),
        ("考勤办法是哪个部门制定的", DocumentFact.ISSUER),
        ("考勤办法何时生效", DocumentFact.HOLDS_FROM),
        ("考勤办法的印发日期", DocumentFact.ISSUED_ON),
    ],
)
def test_what_is_asked_of_a_document(question: str, fact: DocumentFact) -> None:
    read = read_document_question(question)
    assert read is not None and read.fact is fact and read.name == "考勤办法"


@pytest.mark.parametrize(
    "question",
    [
        "考勤办法规定每日签到几次",
        "2019年发布了多少份文件",
        "公务员法规定处分有几种",
        "银川市什么时候发布的人才政策",
        "实施方案什么时候完成",
    ],
)
def test_questions_about_content_are_left_to_others(question: str) -> None:
    assert read_document_question(question) is None
