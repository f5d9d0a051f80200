"""An office's own words, from a file in its corpus folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import Home, run_command
from small_corpus import FIGURE, QUESTION, SOURCE, write_corpus

from pb_qa import Assistant, FileStatus, Settings
from pb_qa.storage.corpus import SYNONYMS
from pb_qa.text.synonyms import known_synonyms, read_own_synonyms, with_own

# Nobody but this office calls them so, and no document does.
ASKED = "红领有多少名？"
FIGURE_ASKED = "红领"
OWN = "# 我们这里的叫法\n红领 ＝ 党建工作指导员\n"


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    corpus = write_corpus(tmp_path / "corpus")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=tmp_path / "data")) as assistant:
        list(assistant.sync())
        yield assistant


def test_an_offices_own_pair_makes_its_questions_answerable_at_once(assistant: Assistant) -> None:
    own = assistant.settings.corpus_dir / SYNONYMS
    assert FIGURE not in assistant.ask(ASKED).text
    assert assistant.figures(FIGURE_ASKED).total == 0
    own.write_text(OWN, "utf-8")
    answer = assistant.ask(ASKED)
    assert FIGURE in answer.text and answer.citations[0].document.source == SOURCE
    assert assistant.search(ASKED, 1)[0].document.source == SOURCE
    assert "316" in [str(one.figure.value) for one in assistant.figures(FIGURE_ASKED).figures]
    own.write_text(OWN.replace("红领", "蓝领"), "utf-8")
    assert FIGURE not in assistant.ask(ASKED).text
    own.unlink()
    assert FIGURE not in assistant.ask(ASKED.replace("红领", "蓝领")).text
    assert FIGURE in assistant.ask(QUESTION).text


def test_words_that_hold_years_and_places_of_their_own_stop_no_question(
    assistant: Assistant,
) -> None:
    own = assistant.settings.corpus_dir / SYNONYMS
    own.write_text("那两年 = 2010年和2011年\n老地方 = 清河县和安平乡\n", "utf-8")
    for question in (
        "那两年为什么办培训班？",
        "老地方有哪些培训班？",
        "那两年的生产总值各是多少？",
    ):
        for citation in assistant.ask(question).citations:
            text = assistant.document(citation.document.id).text
            assert text[citation.start : citation.end] == citation.quote


def test_the_list_is_no_document(assistant: Assistant, tmp_path: Path) -> None:
    corpus = assistant.settings.corpus_dir
    (corpus / SYNONYMS).write_text(OWN, "utf-8")
    (corpus / "党建" / SYNONYMS).write_text("党建的同义词研究报告。\n", "utf-8")
    found = {report.source: report.status for report in assistant.sync()}
    assert SYNONYMS not in found and found[f"党建/{SYNONYMS}"] is FileStatus.ADDED
    assert assistant.doctor().healthy
    (inside,) = (r for r in assistant.add([corpus / SYNONYMS]))
    assert inside.status is FileStatus.REJECTED and "不作为文档读入" in inside.reason
    assert all(report.source != SYNONYMS for report in assistant.add([corpus]))
    outside = tmp_path / SYNONYMS
    outside.write_text("别处的文件。\n", "utf-8")
    assert [report.status for report in assistant.add([outside])] == [FileStatus.REJECTED]
    assert (corpus / SYNONYMS).read_text("utf-8") == OWN
    assert SYNONYMS not in {info.source for info in assistant.list_documents()}


def test_broken_lines_are_told_by_doctor_and_the_others_serve(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    own = assistant.settings.corpus_dir / SYNONYMS
    own.write_bytes((OWN + "没有等号的一行\n车 = 汽车\n甲乙 = \n").encode("gb18030"))
    assert FIGURE in assistant.ask(ASKED).text
    problems = assistant.doctor().problems
    assert problems == (
        f"{SYNONYMS} 第 3 行没有用上：没有等号，请写成“常用的说法 = 文件里的说法”"
        "（“没有等号的一行”）。",
        f"{SYNONYMS} 第 4 行没有用上：只有一个字的词会误认别的词，请写完整（“车 = 汽车”）。",
        f"{SYNONYMS} 第 5 行没有用上：等号的一边是空的（“甲乙 =”）。",
    )
    assert [record.message for record in caplog.records if SYNONYMS in record.message] == [
        *problems
    ]
    own.write_bytes(b"\xff\x00\xffabc")
    assert FIGURE not in assistant.ask(ASKED).text
    assert "不是文本文件" in assistant.doctor().problems[0]
    own.write_bytes(b"\xff\xfe" + OWN.encode("utf-16-le"))
    assert FIGURE in assistant.ask(ASKED).text and assistant.doctor().healthy


def test_the_command_line_reads_it_and_names_what_is_wrong(home: Home) -> None:
    corpus = write_corpus(home.folder / "corpus")
    (corpus / SYNONYMS).write_text(f"{OWN}孤零零\n", "utf-8")
    more = {"PB_QA_CORPUS_DIR": str(corpus)}
    assert SYNONYMS not in run_command(home, "sync", more=more).stdout
    assert FIGURE in run_command(home, "ask", ASKED, more=more).stdout
    done = run_command(home, "doctor", more=more)
    assert done.returncode == 1 and f"✗ {SYNONYMS} 第 3 行没有用上" in done.stdout


@pytest.mark.parametrize(
    ("content", "groups"),
    [
        ("", ()),
        ("# 只有注释\n\n", ()),
        ("非公企业 = 非公有制企业 = 民营企业", (("非公企业", "非公有制企业", "民营企业"),)),
        ("兩新組織＝“两新”组织 # 同上", (("两新组织", '"两新"组织'),)),
        ("\ufeff红领＝党建指导员\r\n书记 = 负责人", (("红领", "党建指导员"), ("书记", "负责人"))),
    ],
)
def test_one_group_a_line(content: str, groups: tuple[tuple[str, ...], ...]) -> None:
    synonyms, problems = read_own_synonyms(content.lstrip("\ufeff"))
    assert (synonyms.groups, problems) == (groups, ())


def test_own_words_come_before_those_of_the_package_and_only_within() -> None:
    own, _ = read_own_synonyms("GDP = 大盘子")
    with with_own(own):
        assert known_synonyms().variants("GDP多少")[:2] == ["gdp多少", "大盘子多少"]
    assert "大盘子多少" not in known_synonyms().variants("GDP多少")
