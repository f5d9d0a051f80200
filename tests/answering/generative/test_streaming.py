"""A model's text cut into sentences as it comes, whatever the pieces it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.generative.streaming import (
    LONGEST_SENTENCE,
    SentenceSplitter,
    ThoughtFilter,
)

CASES = {
    "全县共316名[1]。覆盖842家。[1][2]": ["全县共316名[1]。", "覆盖842家。[1][2]"],
    "甲[1]。[2]乙【1】。【2】。丙。": ["甲[1]。[2]", "乙【1】。【2】。", "丙。"],
    "甲[1]。[2]显示，乙。丙[3]。[4][5]指出：丁。": [
        "甲[1]。",
        "[2]显示，乙。",
        "丙[3]。[4]",
        "[5]指出：丁。",
    ],
    "甲。[1]\n[2]显示，乙。": ["甲。[1]", "[2]显示，乙。"],
    "甲。[1][2]显": ["甲。[1][2]", "显"],
    "增长3.5%[1]。到1,240人次。": ["增长3.5%[1]。", "到1,240人次。"],
    "到2011年底（2011年）。[3] 其中9期。": ["到2011年底（2011年）。[3]", "其中9期。"],
    "办法规定：“一要快。二要好。”[3]。完。": ["办法规定：“一要快。二要好。”[3]。", "完。"],
    "他说：“要快。”[1]然后。": ["他说：“要快。”[1]", "然后。"],
    "“甲。乙。”的要求[2]。丙。": ["“甲。乙。”的要求[2]。", "丙。"],
    "见[附件]。完。": ["见[附件]。", "完。"],
    "甲为1个[1]；乙为2个[2]。丙；丁。": ["甲为1个[1]；", "乙为2个[2]。", "丙；丁。"],
    "以下是情况：\n1. 增长3.5%。[1]\n2．到底。\n- 完": [
        "以下是情况：",
        "增长3.5%。[1]",
        "到底。",
        "- 完",
    ],
    "（一）第一。[1]\n三、四季度好。\n二、其次。": ["第一。[1]", "三、四季度好。", "其次。"],
    "3.5万人参加。": ["3.5万人参加。"],
    "比上年增长１１．３％[2]。": ["比上年增长１１．３％[2]。"],
    "增长１１.３％[1]。减少11．3%[2]。": ["增长１１.３％[1]。", "减少11．3%[2]。"],
    "投入９８·１亿元[1]。钢产３，５００万吨[2]。": [
        "投入９８·１亿元[1]。",
        "钢产３，５００万吨[2]。",
    ],
    "It grew by 3.5 million. [1] See No. 5 for more [2]. It was 35. Done": [
        "It grew by 3.5 million. [1]",
        "See No. 5 for more [2].",
        "It was 35.",
        "Done",
    ],
    "真的吗？！[1]是的！": ["真的吗？！[1]", "是的！"],
    "共316名¹。另有①": ["共316名¹。", "另有①"],
    "没有句号[1]": ["没有句号[1]"],
    "\n\n  \n。[1]\n": [],
    "甲。\r\n乙。": ["甲。", "乙。"],
}


def split(pieces: Sequence[str]) -> list[str]:
    splitter = SentenceSplitter()
    found = [sentence for piece in pieces for sentence in splitter.feed(piece)]
    return [sentence.plain for sentence in [*found, *splitter.finish()]]


@pytest.mark.parametrize(("text", "sentences"), CASES.items())
def test_a_text_is_cut_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert split([text]) == sentences
    assert split(list(text)) == sentences


@given(st.sampled_from(list(CASES)), st.sampled_from(list(CASES)), st.data())
def test_how_a_text_comes_in_changes_nothing(one: str, two: str, data: st.DataObject) -> None:
    text = one + "\n" + two
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=12)))
    bounds = [0, *cuts, len(text)]
    assert split([text[a:b] for a, b in pairwise(bounds)]) == split([text])


@given(st.text(alphabet="甲1１[]【】。.．！“” \n；）¹a", max_size=60), st.integers(1, 7))
def test_any_text_is_cut_the_same_in_pieces_and_nothing_said_is_lost(text: str, size: int) -> None:
    splitter = SentenceSplitter()
    found = [p for i in range(0, len(text), size) for p in splitter.feed(text[i : i + size])]
    found += splitter.finish()
    whole = SentenceSplitter()
    assert [p.text for p in found] == [p.text for p in [*whole.feed(text), *whole.finish()]]
    assert "".join(p.text for p in found).count("甲") == text.count("甲")


def test_a_sentence_that_has_ended_can_be_taken_before_its_last_markers() -> None:
    splitter = SentenceSplitter()
    assert splitter.feed("全县共316名[1]。") == []
    ended = splitter.ended
    assert ended is not None and ended.plain == "全县共316名[1]。" and ended.marked
    splitter.take()
    assert splitter.ended is None
    assert splitter.feed("[2") == []
    assert [p.plain for p in splitter.feed("]覆盖842家。其")] == ["覆盖842家。"]
    assert [p.plain for p in splitter.finish()] == ["其"]


def test_what_may_go_on_has_not_ended() -> None:
    for text in ("全县共3.", "他说：“要快。", "全县共316名[1"):
        splitter = SentenceSplitter()
        assert splitter.feed(text) == []
        assert splitter.ended is None, text


def test_a_text_without_an_end_is_noticed() -> None:
    splitter = SentenceSplitter()
    for _ in range(LONGEST_SENTENCE // 4):
        splitter.feed("资料中说")
    assert not splitter.overlong
    splitter.feed("资料中说")
    assert splitter.overlong


# ---- thoughts


def thoughts(pieces: Sequence[str]) -> tuple[str, str]:
    """What is said and what is thought, as a reader of the whole gets it."""
    said, thought = "", ""
    filtering = ThoughtFilter()
    for part in [p for piece in pieces for p in filtering.feed(piece)] + filtering.finish():
        if part.restart:
            said, thought = "", thought + said
        said += part.text
        thought += part.reasoning
    return said, thought


@pytest.mark.parametrize(
    ("text", "said", "thought"),
    [
        ("<think>想想。</think>答[1]。", "答[1]。", "想想。"),
        ("<Thinking>\n想</thinking>\n答", "\n答", "\n想"),
        ("◁think▷想◁/think▷答", "答", "想"),
        ("想想。</think>答。", "答。", "想想。"),
        ("<think>想个没完", "", "想个没完"),
        ("<think>一</think>甲<think>二</think>乙", "甲乙", "一二"),
        ("小于<5的数，a</b>c", "小于<5的数，a</b>c", ""),
        ("答<", "答<", ""),
    ],
)
def test_thoughts_are_kept_apart_from_what_is_said(text: str, said: str, thought: str) -> None:
    assert thoughts([text]) == (said, thought)
    assert thoughts(list(text)) == (said, thought)
