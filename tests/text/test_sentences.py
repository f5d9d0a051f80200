from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲来了。乙走了！丙呢？丁；戊", ["甲来了。", "乙走了！", "丙呢？", "丁；", "戊"]),
        ("他说：“好。”大家鼓掌。", ["他说：“好。”", "大家鼓掌。"]),
        ("他说‚真好。‛（掌声！）完", ["他说‚真好。‛", "（掌声！）", "完"]),
        ("完成了吗?!完成了!", ["完成了吗?!", "完成了!"]),
        ('他说"好。"她说"行。"', ['他说"好。"', '她说"行。"']),
        ('完了。"开始"吧', ["完了。", '"开始"吧']),
        ("a; b! c?d", ["a; b! c?d"]),
        ("  标题\n\n 正文。 \r\n", ["标题", "正文。"]),
        ("增长3.5%", ["增长3.5%"]),
        ("近年来，草......", ["近年来，草......"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_only_the_asked_stretch_is_looked_at() -> None:
    text = "一。二。三。"
    assert sentence_spans(text, 2, 4) == [(2, 4)]
    assert sentence_spans(text, 4, 99) == [(4, 6)]


@given(st.text(alphabet="党员。！？；;!?\"'“”）\n\r 　a1,，\u2028\x1c"))
def test_every_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [index for start, end in spans for index in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]
