"""What is shown besides the first sentence where it is not far ahead."""

from __future__ import annotations

import pytest

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.enough import further_of
from pb_qa.answering.reader import RankedSentence
from pb_qa.models import DocumentInfo, Passage, ScoredPassage

_TEXT = "会议开了一天。会后印发了纪要。纪要共有三条。第一条讲学习。"


def _ranked(*scores: float, text: str = _TEXT) -> list[RankedSentence]:
    """The sentences of a text, best first."""
    passage = Passage("1-1-0", "1", 0, len(text), text)
    document = DocumentInfo(id="1", version=1, source="1.txt", title="")
    placed = candidate_sentences([ScoredPassage(passage, document, 1.0)])
    ranked = [RankedSentence(one, score) for one, score in zip(placed, scores, strict=False)]
    return sorted(ranked, key=lambda one: -one.score)


def _texts(ranked: list[RankedSentence]) -> list[str]:
    return [one.placed.text for one in ranked]


@pytest.mark.parametrize(("ahead", "count"), [(0.5, 2), (2.9, 2), (3.1, 0)])
def test_the_next_ones_are_shown_unless_the_first_is_far_ahead(ahead: float, count: int) -> None:
    ranked = _ranked(5.0, 5.0 - ahead, 5.0 - ahead, 5.0 - ahead)
    assert len(further_of(ranked[:1], ranked)) == count


def test_what_goes_on_from_the_first_comes_before_the_others() -> None:
    ranked = _ranked(1.0, 5.0, 3.0, 4.0)
    assert _texts(further_of(ranked[:1], ranked)) == ["纪要共有三条。", "第一条讲学习。"]


def test_nothing_is_shown_twice_and_no_more_than_three() -> None:
    ranked = _ranked(5.0, 4.5, 4.0, 3.5)
    assert _texts(further_of(ranked[:2], ranked)) == ["纪要共有三条。"]
    assert further_of(ranked[:3], ranked) == []


def test_long_sentences_are_not_added() -> None:
    long = "学" * 200 + "。" + "习" * 150 + "。"
    assert further_of((ranked := _ranked(5.0, 4.9, text=long))[:1], ranked) == []
