"""Documents named in a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.acts import acts_in


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("国徽法什么时候施行", ["国徽法"]),
        ("宪法规定了什么", ["宪法"]),
        ("新修订的妇女权益保障法哪天施行的", ["妇女权益保障法"]),
        ("按照劳动合同法规定试用期多长", ["劳动合同法"]),
        ("劳动合同法和公务员法有什么不同", ["劳动合同法", "公务员法"]),
        ("《清河县干部考核办法》是谁印发的", ["清河县干部考核办法"]),
        ("国务院关于促进就业的若干意见的文号", ["国务院关于促进就业的若干意见"]),
        ("2010年政府工作报告提出了什么", ["政府工作报告"]),
    ],
)
def test_documents_are_told_by_their_names(question: str, names: list[str]) -> None:
    assert acts_in(question) == names


@pytest.mark.parametrize(
    "question",
    ["什么是执法", "有什么规定", "这个办法何时施行", "法人有哪些类型", "有几种处理办法", "合法吗"],
)
def test_a_word_for_the_sort_of_document_names_none(question: str) -> None:
    assert acts_in(question) == []


@given(st.text(max_size=60))
def test_names_are_parts_of_the_text(text: str) -> None:
    assert all(name and name in text for name in acts_in(text))
