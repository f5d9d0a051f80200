"""Where a sentence tells several cases and none was asked for, all of them are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.cases import cases_told, named_in
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

RULES = """示例省网格员管理办法
第一条 网格员受处分期间不得评优。
处分的期间为：警告，六个月；记过，十二个月；降级、撤职，二十四个月。
第二条 对网格员的奖励应当公开。
"""
CASES = ["处分的期间为：警告，六个月；", "记过，十二个月；", "降级、撤职，二十四个月。"]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("cases")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "办法.txt").write_text(RULES, encoding="utf-8")
    made = Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data"))
    list(made.sync())
    return made


@pytest.mark.parametrize("question", ["网格员处分的期间是多长？", "网格员处分的期间分别多久"])
def test_no_case_is_left_out(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [sentence.text for sentence in answer.sentences] == CASES
    assert answer.direct is None and not answer.figures
    assert [c.number for s in answer.sentences for c in s.citations] == [1, 2, 3]


def test_the_case_asked_for_answers_alone(assistant: Assistant) -> None:
    answer = assistant.ask("网格员受记过处分的期间是多长？")
    assert [sentence.text for sentence in answer.sentences] == ["记过，十二个月；"]
    stated = [*(one.text for one in answer.figures), answer.direct.text if answer.direct else ""]
    assert "十二个月" in stated and "六个月" not in stated


@pytest.mark.parametrize("piece", CASES)
def test_from_any_piece_all_are_found(piece: str) -> None:
    start = RULES.index(piece)
    cases = cases_told(RULES, start, start + len(piece))
    assert [RULES[case.start : case.end] for case in cases] == CASES
    assert [case.label for case in cases] == ["警告", "记过", "降级、撤职"]
    values = [RULES[slice(*case.value)] for case in cases]
    assert values == ["六个月", "十二个月", "二十四个月"]


def test_of_two_names_the_longer_is_meant() -> None:
    told = "期间为：警告，一年；严重警告，两年；撤职，三年。"
    cases = cases_told(told, 0, 8)
    assert [one.label for one in named_in("严重警告多久", cases)] == ["严重警告"]
    assert [one.label for one in named_in("警告和撤职呢", cases)] == ["警告", "撤职"]
    assert named_in("期间多久", cases) == []


@pytest.mark.parametrize(
    "text",
    [
        "注意：会议改期；请转告各组，不得遗漏，下周一前回复。",
        "甲村有三口井；乙村，两口。",
        "产量为：煤三十万吨，增长一成；钢二万吨，增长两成。",
    ],
)
def test_other_sentences_with_semicolons_tell_no_cases(text: str) -> None:
    assert cases_told(text, 0, text.index("；") + 1) == []


@given(st.text("甲乙，；：。\n、", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_gives_spans_in_order(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    spans = [(case.start, case.end) for case in cases_told(text, start, end)]
    assert spans == sorted(spans) and all(a < b <= len(text) for a, b in spans)
