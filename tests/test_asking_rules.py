"""Questions about rules and aims: the case that is meant, and no aim shown as a fact."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa import Assistant, FileStatus, Settings

_FILES = {
    "制度/聘用办法.md": """# 清河县聘用合同管理办法

第一条 为规范聘用合同管理，制定本办法。
第五条 聘用合同期限三个月以上不满一年的，试用期不得超过一个月；聘用合同期限一年以上不满三年的，\
试用期不得超过二个月；三年以上固定期限的聘用合同，试用期不得超过六个月。
第六条 同一单位与同一人员只能约定一次试用期。
""",
    "报告/2020年工作报告.md": """# 清河县2020年政府工作报告

（2020年3月5日）

2019年，全县粮食总产量31.6万吨，城镇化率达到52.4%。

2020年的主要预期目标是：城镇化率达到54%，新建公路120公里。到2025年，森林覆盖率要达到38%。
""",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("rules")
    for source, text in _FILES.items():
        file = folder / "corpus" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    settings = Settings(corpus_dir=folder / "corpus", data_dir_override=folder / "data")
    with Assistant(settings) as assistant:
        assert {report.status for report in assistant.sync()} == {FileStatus.ADDED}
        yield assistant


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("三年以上的聘用合同试用期多长？", "不得超过六个月"),
        ("三个月以上不满一年的聘用合同，试用期最长多久？", "不得超过一个月"),
        ("签了两年的聘用合同，试用期不得超过多久？", "不得超过二个月"),
    ],
)
def test_the_case_asked_about_is_answered(assistant: Assistant, question: str, figure: str) -> None:
    answer = assistant.ask(question)
    assert [stated.text for stated in answer.figures] == [figure]
    assert not answer.notes


def test_without_a_case_each_stands_with_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("聘用合同的试用期不得超过多久？")
    stated = {figure.text: figure.condition for figure in answer.figures}
    assert stated["不得超过二个月"] == "聘用合同期限一年以上不满三年"
    assert stated["不得超过六个月"] == "三年以上"
    assert not any("不同" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "value"),
    [("2025年森林覆盖率是多少？", "38%"), ("2020年新建公路多少公里？", "120公里")],
)
def test_an_aim_is_said_to_be_one(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.splitlines()[0].startswith(f"目标 {value}")
    assert answer.figures[0].aim


def test_what_came_about_is_no_aim(assistant: Assistant) -> None:
    answer = assistant.ask("2019年城镇化率是多少？")
    assert answer.figures[0].text == "52.4%" and not answer.figures[0].aim
    assert "目标" not in answer.text.splitlines()[0]


def test_an_aim_is_not_answered_with_what_came_about(assistant: Assistant) -> None:
    answer = assistant.ask("2019年城镇化率的目标是多少？")
    assert answer.abstained
