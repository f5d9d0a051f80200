"""What is counted as shown, as held and as abstained, on cases made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.evaluation import (
    Evaluation,
    GoldQuestion,
    gold_questions,
    holds,
    metrics,
    shown_pieces,
    span_score,
)

SHOWN = st.text(alphabet="党员12名。！？；\n[] ，", max_size=60)


def gold(
    *answers: str, all_of: Sequence[str] = (), stems: Sequence[str] = ("甲",), silent: bool = False
) -> GoldQuestion:
    return GoldQuestion("问", frozenset(stems), answers, tuple(all_of), unanswerable=silent)


def answered(text: str, seconds: float = 0.5) -> dict[str, Any]:
    return {"answer": text, "abstained": False, "seconds": seconds}


ABSTAINED: dict[str, Any] = {"answer": "没有找到。", "abstained": True, "seconds": 0.1}


def found(*stems: str) -> list[dict[str, Any]]:
    return [{"source": f"文件夹/{stem}.md"} for stem in stems]


@pytest.mark.parametrize(
    ("answer", "pieces"),
    [
        ("", []),
        ("共8名。", ["共8名。"]),
        ("8名：共8名。[1]\n又9名。[2][13]", ["8名：共8名。", "又9名。"]),
        ("一；二！三？四", ["一；", "二！", "三？", "四"]),
        ("一。[1]二。[2]", ["一。", "二。"]),
        ("\n\n 一 \n", ["一"]),
        ("见〔2018〕1号，占12.5%。", ["见〔2018〕1号，占12.5%。"]),
    ],
)
def test_what_is_shown_falls_into_pieces(answer: str, pieces: list[str]) -> None:
    assert shown_pieces(answer) == pieces


@given(SHOWN)
def test_a_piece_never_goes_past_a_sentence_end(answer: str) -> None:
    for piece in shown_pieces(answer):
        assert piece and piece == piece.strip() and "\n" not in piece
        assert not any(end in piece[:-1] for end in "。！？；")


@given(SHOWN)
def test_pieces_lose_nothing_but_marks_and_white_space(answer: str) -> None:
    wanted = [character for character in answer if character in "党员名。！？；，"]
    kept = [c for piece in shown_pieces(answer) for c in piece if c in "党员名。！？；，"]
    assert kept == wanted


@pytest.mark.parametrize(
    ("question", "pieces", "held"),
    [
        (gold("8452名"), ["共有党员8452名。"], True),
        (gold("8452名"), ["共有党员8460名。"], False),
        (gold("9名", "8452名"), ["共有党员8452名。"], True),
        (gold("８４５２名"), ["共有黨員8452 名。"], True),
        (gold("党员“两学”"), ["黨員‚两学‛活动"], True),
        (gold("12.5%"), ["增长１２．５％。"], True),
        (gold(all_of=["甲", "乙"]), ["有甲。", "有乙。"], True),
        (gold(all_of=["甲", "乙"]), ["有甲。"], False),
        (gold("丙", all_of=["甲"]), ["有甲。"], False),
        (gold("任何"), [], False),
        (gold(), [], False),
        (gold(), ["什么都行"], True),
    ],
)
def test_pieces_hold_an_accepted_answer_and_all_that_is_needed(
    question: GoldQuestion, pieces: list[str], held: bool
) -> None:
    assert holds(question, pieces) is held


def test_question_lines_are_read_with_and_without_the_optional_fields() -> None:
    first, second = gold_questions(
        [
            {"question": "问", "gold": ["甲"], "also": ["乙"], "answers": ["8"], "kind": "list",
             "all_of": ["丙"], "history": [{"question": "先", "answer": "后"}]},
            {"question": "问", "unanswerable": True, "gold": None},
        ]
    )  # fmt: skip
    assert first.gold == {"甲", "乙"} and first.answers == ("8",) and first.all_of == ("丙",)
    assert first.kind == "list" and first.history == ({"question": "先", "answer": "后"},)
    assert not first.unanswerable
    assert second == GoldQuestion("问", frozenset(), unanswerable=True)


def test_ranks_count_the_first_passage_of_a_right_document() -> None:
    counted = Evaluation()
    counted.record(gold("8"), found("甲", "乙"), answered("8"))
    counted.record(gold("8"), found("乙", "丙", "甲", "甲"), answered("8"))
    counted.record(gold("8"), found(*"乙丙丁戊己庚辛", "甲"), answered("8"))
    counted.record(gold("8"), found("乙"), answered("8"))
    assert counted.ranks == [1, 3, 8, None]
    result = metrics(counted)
    assert (result["hit@1"], result["hit@5"], result["hit@10"]) == (0.25, 0.5, 0.75)
    assert result["mrr@10"] == pytest.approx((1 + 1 / 3 + 1 / 8) / 4, abs=1e-4)


def test_only_the_first_and_the_first_three_pieces_count() -> None:
    counted = Evaluation()
    counted.record(gold("8名"), found("甲"), answered("8名：共8名。\n一。二。三。"))
    counted.record(gold("8名"), found("甲"), answered("一。[1]\n二。[2]\n共8名。[3]"))
    counted.record(gold("8名"), found("甲"), answered("一。二。三。共8名。"))
    counted.record(gold("8名"), found("甲"), ABSTAINED)
    result = metrics(counted)
    assert (result["first_sentence"], result["first_three"]) == (0.25, 0.5)
    assert result["whole_answer"] == 0.75
    assert counted.missed == ["问"]
    # Without the marks: 7 + 6, 2 + 2 + 4 and 6 + 4 characters; silence counts for none.
    assert counted.characters == [13, 8, 10] and counted.first_characters == [7, 2, 2]
    assert (result["median_characters"], result["median_first_characters"]) == (10, 2)


def test_abstaining_is_right_only_where_there_is_no_answer() -> None:
    counted = Evaluation()
    counted.record(gold("8"), found("甲"), answered("8", 0.1))
    counted.record(gold("8"), found("甲"), ABSTAINED)
    counted.record(gold(silent=True), found("甲"), ABSTAINED)
    counted.record(gold(silent=True), found("甲"), answered("8", 0.3))
    counted.record(gold(silent=True), found("甲"), answered("8", 0.3))
    result = metrics(counted)
    assert (result["questions"], result["answerable"]) == (5, 2)
    assert result["abstention_precision"] == 0.5
    assert result["abstention_recall"] == pytest.approx(1 / 3, abs=1e-4)
    assert result["false_answers"] == pytest.approx(2 / 3, abs=1e-4)
    assert result["hit@1"] == 1 and result["first_sentence"] == 0.5
    assert result["p50_seconds"] == 0.1


def test_no_questions_give_zeros_and_no_error() -> None:
    assert set(metrics(Evaluation()).values()) == {0}


@pytest.mark.parametrize(
    ("words", "answers", "exact", "f1"),
    [
        ("", ["312名"], 0.0, 0.0),
        ("312名", ["312名"], 1.0, 1.0),
        ("「３１２名」。", ["312名"], 1.0, 1.0),
        ("约312名", ["312名"], 0.0, 8 / 9),
        ("312名", ["全县312名", "312名"], 1.0, 1.0),
        ("张三", ["李四"], 0.0, 0.0),
    ],
)
def test_how_near_the_direct_words_come(
    words: str, answers: list[str], exact: float, f1: float
) -> None:
    assert span_score(words, answers) == (exact, pytest.approx(f1))


@given(st.text(max_size=20), st.text(max_size=20))
def test_f1_is_between_nothing_and_the_same_words(words: str, answer: str) -> None:
    exact, f1 = span_score(words, [answer])
    assert 0.0 <= f1 <= 1.0
    assert (exact == 1.0) == (f1 == 1.0)


def test_a_question_without_direct_words_counts_as_missed() -> None:
    evaluation = Evaluation()
    evaluation.record(gold("12名"), [], {**answered("有12名。"), "direct": {"text": "12名"}})
    evaluation.record(gold("12名"), [], {**answered("有12名。"), "direct": None})
    evaluation.record(gold("12名"), [], ABSTAINED)
    counted = metrics(evaluation)
    assert counted["direct_exact"] == counted["direct_f1"] == pytest.approx(1 / 3, abs=1e-4)
