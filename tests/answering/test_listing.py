"""Lists: opened by their lead, ended where the next begins, and only of what is asked about."""

from __future__ import annotations

import pytest

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.listing import is_about, listed, opened_first
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.answering.reader import RankedSentence
from pb_qa.models import DocumentInfo, Passage, ScoredPassage

_RULES = """第八条 清河县聘用人员有下列情形之一的，予以解聘：
（一）连续旷工超过十五天的；
（二）年度考核连续两年不称职的。
第九条 有下列情形之一的，不得解聘：
（一）在孕期、产假、哺乳期内的；
（二）患病在医疗期内的。
第十条 聘用人员的处分分为：警告、记过、降级、开除。
第十一条 受处分期间不得晋升。"""


def _ranked(text: str, *order: int) -> list[RankedSentence]:
    """The sentences of a text, those numbered in ``order`` first."""
    passage = Passage("p", "d", 0, len(text), text)
    found = ScoredPassage(passage, DocumentInfo("d", 1, "d.txt", "聘用办法"), 1.0)
    placed = candidate_sentences([found])
    rest = [index for index in range(len(placed)) if index not in order]
    return [RankedSentence(placed[i], 9.0 - n) for n, i in enumerate([*order, *rest])]


def _shown(question: str, ranked: list[RankedSentence], close: int) -> list[str]:
    read = read_question(question)
    first = opened_first(read, ranked, ranked[:close])
    return [one.placed.text for one in listed(read, ranked, first)]


def test_an_item_leads_back_to_what_opens_its_list() -> None:
    shown = _shown("聘用人员有哪些情形会被解聘？", _ranked(_RULES, 2), 1)
    assert shown[0].startswith("第八条") and len(shown) == 3
    assert not any("孕期" in text for text in shown)


@pytest.mark.parametrize(
    "question", ["聘用人员处分有哪几种？", "聘用人员处分种类", "聘用人员处分分哪几种"]
)
def test_sorts_are_answered_by_the_sentence_that_names_them(question: str) -> None:
    assert read_question(question).kind is QuestionKind.LIST
    shown = _shown(question, _ranked(_RULES, 7, 6), 3)
    assert shown == ["第十条 聘用人员的处分分为：警告、记过、降级、开除。"]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("聘用人员处分有哪几种？", True),
        ("聘用人员有哪些处分？", True),
        ("聘用人员有哪些补贴？", False),
        ("宠物疫苗接种有哪些要求？", False),
        ("哪些企业创办了党校？", False),
    ],
)
def test_a_list_of_something_else_is_none(question: str, about: bool) -> None:
    (first, *_) = _ranked(_RULES, 6)
    assert is_about([read_question(question)], first) is about
