"""Example questions made from what documents state."""

from __future__ import annotations

import pytest

from pb_qa.answering.examples import ExampleKind, example_questions
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures

_TEXT = """清河县考勤管理办法
发文字号：清政办发〔2019〕12号
第一条 2018年粮食总产量为33.2万吨，财政收入比上年增长8%。
第二条：考勤结果分为优秀、合格、不合格。
第三条 考勤复核机关应当在十五日内作出答复意见。
第四条 本办法自2019年7月1日起施行。
"""


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        (ExampleKind.FIGURE, ["2018年粮食总产量是多少？", "2018年财政收入增长了多少？"]),
        (ExampleKind.LIST, ["考勤结果有哪几种？"]),
        (ExampleKind.RULE, ["作出答复意见的期限是多长？"]),
        (ExampleKind.DATE, ["清河县考勤管理办法什么时候施行？"]),
    ],
)
def test_each_kind_is_asked_as_people_ask(kind: ExampleKind, questions: list[str]) -> None:
    document = Document(id="d", version=1, source="a.txt", title="清河县考勤管理办法", text=_TEXT)
    made = list(example_questions(kind, document, extract_figures(document)))
    assert made == questions


def test_what_states_nothing_gives_none() -> None:
    document = Document(id="d", version=1, source="a.txt", title="随笔", text="今天天气很好。")
    assert not any(list(example_questions(kind, document, ())) for kind in ExampleKind)
