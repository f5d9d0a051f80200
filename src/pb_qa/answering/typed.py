"""What a sentence says in the very form that a question asks for: defines, decides, charges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from pb_qa.answering.definitions import (
    CLEARLY,
    IN_PASSING,
    PERHAPS,
    best_clearness,
    terms_asked_for,
)
from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.answering.reader import RatedSentences

# In the scores of the ranker, whose answers are about one apart.
_DEFINES: Final = {CLEARLY: 6.0, IN_PASSING: 4.0, PERHAPS: 3.0}
_DECIDES: Final = 1.0
_CHARGES: Final = 1.0
_PURPOSE: Final = 2.0
_NAMES: Final = 1.5
_REASONS: Final = 1.0
_SHARED_FROM: Final = 0.25

_DECIDING: Final = re.compile("不得|禁止|严禁|不准|不予|应当|必须|可以|允许|无需|不需要|有权|一律")
_ASKS_CHARGED: Final = re.compile(
    "谁(?:来)?(?:负责|管|主管|牵头|组织|审批|批准|决定)|(?:哪个|什么|哪些|哪家)(?:部门|单位|机关|机构)"
)
_CHARGED: Final = re.compile(
    "(?:局|部|委员?会?|政府|办公?室?|厅|院|部门|机关|机构)[^,，。]{0,12}"
    "(?:负责|主管|牵头|组织|管理|监督|审批|批准)"
)
_ASKS_HOLDER: Final = re.compile(
    "(?P<post>[^,，的]{2,3}|总理)(?:现在|目前|到底)?(?:是谁|是哪位|叫什么|叫啥|姓什么)"
)
_ASKS_PURPOSE: Final = re.compile(
    "(?:为什么|为何|为啥|目的)[^?？]{0,6}(?:制定|出台|发布|印发)|(?:制定|出台).{0,12}(?:目的|为了什么)"
)
_REASON: Final = re.compile(
    "因为|由于|因此|因而|所以|原因|为了|是因|使得|鉴于|从而|在于|缘于|根源|以便|以免|导致|致使"
    "|之所以|有利于|目的|才能|来自|取决|时机"
)
_STATES_PURPOSE: Final = re.compile("^(?:第[一1]条)?[ 　]*为了?.{4,}(?:制定|印发|出台|提出)")


def in_the_form_asked_for(question: Question, rated: RatedSentences) -> RatedSentences:
    """The ratings, higher for sentences that say what is asked in the form asked for."""
    bonus = np.asarray(
        [_bonus(question, placed.described.sentence) for placed in rated.placed], dtype=np.float64
    )
    if not bonus.any():
        return rated
    order = None if rated.order_scores is None else rated.order_scores + bonus
    return replace(rated, scores=rated.scores + bonus, order_scores=order)


def in_that_form(question: Question, sentence: str) -> bool:
    """Whether a sentence says what is asked in the very form asked for."""
    return _bonus(question, sentence) >= _PURPOSE


def _bonus(question: Question, sentence: str) -> float:
    if _ASKS_PURPOSE.search(question.text):
        return _PURPOSE if _STATES_PURPOSE.search(sentence) else 0.0
    if question.kind is QuestionKind.DEFINITION:
        return _DEFINES.get(best_clearness(terms_asked_for(question), sentence), 0.0)
    if question.kind is QuestionKind.REASON:
        return _REASONS if gives_reason(sentence) else 0.0
    grams = content_grams(question, 2)
    if question.kind is QuestionKind.YESNO:
        return _DECIDES if _DECIDING.search(sentence) and _shares(grams, sentence) else 0.0
    post = _ASKS_HOLDER.search(question.text)
    if post is not None:
        held = re.search(rf"(?<!副){post['post']}[:： ]", sentence)
        return _NAMES if held else 0.0
    if _ASKS_CHARGED.search(question.text):
        return _CHARGES if _CHARGED.search(sentence) and _shares(grams, sentence) else 0.0
    return 0.0


def gives_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason for anything."""
    return _REASON.search(sentence) is not None


def _shares(grams: Sequence[str], sentence: str) -> bool:
    return sum(gram in sentence for gram in grams) >= max(1.0, _SHARED_FROM * len(grams))
