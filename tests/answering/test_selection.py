"""Which sentences are shown, over a reader that scores by overlap of pairs."""

from __future__ import annotations

import numpy as np

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.features import FEATURES
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import ANSWERABILITY_EXTRAS, GramWeights, SentenceReader
from pb_qa.answering.selection import Choice, choose
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.models import DocumentInfo, Passage, ScoredPassage


def _stump(column: int, threshold: float, low: float, high: float) -> TreeEnsemble:
    return TreeEnsemble(
        feature=np.asarray([[column, 0, 0]], dtype=np.int16),
        threshold=np.asarray([[threshold, 0.0, 0.0]]),
        left=np.asarray([[1, 1, 2]], dtype=np.int16),
        right=np.asarray([[2, 1, 2]], dtype=np.int16),
        value=np.asarray([[0.0, low, high]], dtype=np.float32),
        depth=1,
    )


def _reader() -> SentenceReader:
    """Scores 2 what shares at least a third of the question's pairs, and trusts it."""
    bigrams = FEATURES.index("bigrams")
    sure = _stump(len(FEATURES) + ANSWERABILITY_EXTRAS.index("score"), 1.0, -5.0, 5.0)
    return SentenceReader(_stump(bigrams, 0.33, 0.0, 2.0), sure, GramWeights({}, 1.0))


def _choose(question: str, *texts: str) -> Choice:
    found = [
        ScoredPassage(
            Passage(f"{n}-1-0", str(n), 0, len(text), text),
            DocumentInfo(id=str(n), version=1, source=f"{n}.txt", title=""),
            1.0 / (n + 1),
        )
        for n, text in enumerate(texts)
    ]
    variants = [read_question(question)]
    rated = _reader().rate(variants, candidate_sentences(found))
    return choose(variants, rated, _reader())


def _shown(choice: Choice) -> list[str]:
    return [group[0].placed.text for group in choice.shown]


def test_the_sentence_that_answers_is_shown() -> None:
    choice = _choose("慰问了多少名困难党员？", "会议开了一天。慰问了310名困难党员。")
    assert _shown(choice) == ["慰问了310名困难党员。"]
    assert choice.notes == ()


def test_nothing_is_shown_that_has_little_to_do_with_it() -> None:
    assert _shown(_choose("慰问了多少名困难党员？", "会议开了一天。")) == []


def test_the_same_words_in_two_documents_are_cited_together() -> None:
    same = "慰问了310名困难党员。"
    choice = _choose("慰问了多少名困难党员？", same, same)
    assert [len(group) for group in choice.shown] == [2]


def test_documents_that_disagree_are_both_shown_with_a_note() -> None:
    texts = ("慰问了310名困难党员。", "慰问了320名困难党员。")
    choice = _choose("慰问了多少名困难党员？", *texts)
    assert sorted(_shown(choice)) == sorted(texts)
    assert any("数字不同" in note for note in choice.notes)


def test_a_year_that_is_missing_is_named() -> None:
    choice = _choose("2008年和2012年的粮食产量各是多少？", "2008年的粮食产量为52850万吨。")
    assert _shown(choice) == ["2008年的粮食产量为52850万吨。"]
    assert any("2012年" in note for note in choice.notes)
    assert choice.single is False


def test_a_figure_of_a_place_nobody_named_says_whose_it_is() -> None:
    choice = _choose("地区生产总值是多少？", "银川市地区生产总值为1986亿元。")
    assert any("银川市" in note for note in choice.notes)
