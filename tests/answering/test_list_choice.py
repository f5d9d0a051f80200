from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.found_lists import found_lists
from pb_qa.answering.list_choice import SIGNALS, chosen_list, signals
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.answering.reader import RankedSentence, SentenceReader
from pb_qa.models import DocumentInfo, Passage, ScoredPassage

_ALLOWED = "第四条 下列人员可以聘用：\n（一）退役军人；\n（二）毕业学生。\n"
_FORBIDDEN = "第五条 下列人员不得聘用：\n（一）受过刑罚的；\n（二）被开除的。\n"
_SPOKEN = "今年着重做好以下三件事。一是修路。二是植树。三是办学。其他工作照常。"


def _found(*texts: str) -> list[ScoredPassage]:
    info = DocumentInfo("d", 1, "d.txt", "聘用办法")
    starts = np.cumsum([0, *(len(text) for text in texts)])
    return [
        ScoredPassage(Passage(f"p{n}", "d", int(start), int(start) + len(text), text), info, 1.0)
        for n, (start, text) in enumerate(zip(starts, texts, strict=False))
    ]


def _chosen(question: str, *texts: str) -> tuple[list[str], float]:
    placed = candidate_sentences(_found(*texts))
    read = read_question(question)
    rated = SentenceReader.builtin().rate([read], placed)
    chosen = chosen_list([read], rated, np.ones(len(placed), dtype=np.bool_))
    return ([one.placed.text for one in chosen.shown], chosen.score) if chosen else ([], 0.0)


def test_a_list_is_its_lead_and_the_items_up_to_the_next_list() -> None:
    placed = candidate_sentences(_found(_ALLOWED + _FORBIDDEN))
    first, second = found_lists(placed)
    assert placed[first.lead].text == "第四条 下列人员可以聘用："
    assert first.items == ("(一)退役军人;", "(二)毕业学生。")
    assert placed[second.first].text == "（一）受过刑罚的；"


def test_items_counted_in_speech_belong_to_the_sentence_before() -> None:
    placed = candidate_sentences(_found(_SPOKEN))
    (only,) = found_lists(placed)
    assert placed[only.lead].text == "今年着重做好以下三件事。"
    assert (only.first, only.counted) == (1, 3)


@pytest.mark.parametrize(
    "text",
    [
        "各位代表：\n今年的工作报告如下。",
        "现批复如下：\n一、同意设立。\n二、抓紧筹备。",
        "为加强管理，制定本办法。\n一、总则\n二、附则",
        "项目 | 金额\n一、修路 | 3\n二、植树 | 4",
        "本办法所称聘用（以下简称聘用）包括试用。",
    ],
)
def test_what_only_heads_a_text_opens_no_list(text: str) -> None:
    assert not found_lists(candidate_sentences(_found(text)))


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("哪些人员不能聘用？", "第五条 下列人员不得聘用："),
        ("哪些人员可以聘用？", "第四条 下列人员可以聘用："),
        ("什么样的人不让聘用", "第五条 下列人员不得聘用："),
    ],
)
def test_what_is_forbidden_is_not_answered_with_what_is_allowed(question: str, lead: str) -> None:
    for texts in ((_ALLOWED, _FORBIDDEN), (_FORBIDDEN, _ALLOWED)):
        shown, _ = _chosen(question, *texts)
        assert shown[0] == lead


def test_a_list_of_something_else_scores_lower() -> None:
    _, right = _chosen("哪些人员不能聘用？", _FORBIDDEN)
    _, wrong = _chosen("公园里哪些花草不能采摘？", _FORBIDDEN)
    assert right - wrong > 2


@pytest.mark.parametrize(
    "question", ["晋升要走哪几步", "绩效考核分哪四块", "帮企业出了哪三招", "查税都能查些什么"]
)
def test_steps_and_pieces_are_asked_for_as_a_list(question: str) -> None:
    assert read_question(question).kind is QuestionKind.LIST


@pytest.mark.parametrize("question", ["哪两年增长最快", "哪两个月最高", "哪三位同志牵头"])
def test_years_and_people_are_no_list(question: str) -> None:
    assert read_question(question).kind is not QuestionKind.LIST


def test_only_questions_for_lists_choose_one() -> None:
    assert _chosen("聘用期限是多久？", _ALLOWED) == ([], 0.0)


def test_a_sentence_of_another_list_gives_way_only_to_one_far_better() -> None:
    placed = candidate_sentences(_found(_FORBIDDEN, _ALLOWED))
    read = read_question("哪些人员不能聘用？")
    rated = SentenceReader.builtin().rate([read], placed)
    chosen = chosen_list([read], rated, np.ones(len(placed), dtype=np.bool_))
    assert chosen is not None
    item = next(one for one in placed if "毕业学生" in one.text)
    assert chosen.goes_before(read, RankedSentence(item, 0.0))
    near = replace(chosen, score=chosen.others[0][3] + 1.0)
    assert not near.goes_before(read, RankedSentence(item, 0.0))


def test_there_is_one_column_for_each_signal() -> None:
    placed = candidate_sentences(_found(_ALLOWED))
    read = read_question("哪些人员可以聘用？")
    rated = SentenceReader.builtin().rate([read], placed)
    lists = found_lists(placed)
    table = signals([read], rated, np.ones(len(placed), dtype=np.bool_), lists)
    assert table.shape == (len(lists), len(SIGNALS))
