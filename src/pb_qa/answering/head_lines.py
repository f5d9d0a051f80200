"""Lines at a document's head, which name it and say nothing: title, and where it was read out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.question import Question, QuestionKind
from pb_qa.text.search_form import search_form

# When it was, where, and by whom, such a line does say.
_TOLD_BY_THEM: Final = frozenset({QuestionKind.DATE, QuestionKind.PERSON, QuestionKind.PLACE})
_READ_OUT: Final = re.compile(
    r"^[\W_]*[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日[^,，。]{0,40}(?:会议?|代表大会)上?[)）]?$"
)
_SHORTEST: Final = 6
_LETTERS: Final = re.compile(r"[\W_]")


def says_something(question: Question, placed: Sequence[PlacedSentence]) -> NDArray[np.bool_]:
    """Which sentences say more than what a document is called; shape (sentences,).

    All of them, where the head of a document may answer: who, when, where.
    """
    if question.kind in _TOLD_BY_THEM:
        return np.ones(len(placed), dtype=np.bool_)
    return np.asarray([not _only_names(one) for one in placed], dtype=np.bool_)


def _only_names(placed: PlacedSentence) -> bool:
    sentence = placed.described.sentence
    if _READ_OUT.match(sentence):
        return True
    letters = _LETTERS.sub("", sentence)
    title = _LETTERS.sub("", search_form(placed.found.document.title))
    return len(letters) >= _SHORTEST and letters in title
