"""What a sentence says in the very form that a question asks for: defines, decides, charges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.answering.reader import RatedSentences

# In the scores of the ranker, whose answers are about one apart.
_DEFINES: Final = 3.0
_DECIDES: Final = 1.0
_CHARGES: Final = 1.0
_PURPOSE: Final = 2.0
_LONGEST_TERM: Final = 12
_SHARED_FROM: Final = 0.25

_TERM: Final = re.compile('"(?P<quoted>[^"]{2,12})"')
_AROUND_TERM: Final = re.compile(
    "^(?:什么是|何谓|什么叫|[^,，]{0,8}?(?:里|中|上|所)(?:的|说的?|称的?)?)+"
    "|(?:是|的)*(?:什么意思|怎么|如何|指|界定|定义|含义|是什么|算|的|是)+.*$"
)
_DECIDING: Final = re.compile("不得|禁止|严禁|不准|不予|应当|必须|可以|允许|无需|不需要|有权|一律")
_ASKS_CHARGED: Final = re.compile(
    "谁(?:来)?(?:负责|管|主管|牵头|组织|审批|批准|决定)|(?:哪个|什么|哪些|哪家)(?:部门|单位|机关|机构)"
)
_CHARGED: Final = re.compile(
    "(?:局|部|委员?会?|政府|办公?室?|厅|院|部门|机关|机构)[^,，。]{0,12}"
    "(?:负责|主管|牵头|组织|管理|监督|审批|批准)"
)
_ASKS_PURPOSE: Final = re.compile(
    "(?:为什么|为何|为啥|目的)[^?？]{0,6}(?:制定|出台|发布|印发)|(?:制定|出台).{0,12}(?:目的|为了什么)"
)
_STATES_PURPOSE: Final = re.compile("^(?:第[一1]条)?[ 　]*为了?.{4,}(?:制定|印发|出台|提出)")


def in_the_form_asked_for(question: Question, rated: RatedSentences) -> RatedSentences:
    """The ratings, higher for sentences that say what is asked in the form asked for."""
    bonus = np.asarray(
        [_bonus(question, placed.described.sentence) for placed in rated.placed], dtype=np.float64
    )
    return replace(rated, scores=rated.scores + bonus) if bonus.any() else rated


def _bonus(question: Question, sentence: str) -> float:
    if _ASKS_PURPOSE.search(question.text):
        return _PURPOSE if _STATES_PURPOSE.search(sentence) else 0.0
    if question.kind is QuestionKind.DEFINITION:
        term = _term(question)
        return _DEFINES if term and defines(term, sentence) else 0.0
    grams = content_grams(question, 2)
    if question.kind is QuestionKind.YESNO:
        return _DECIDES if _DECIDING.search(sentence) and _shares(grams, sentence) else 0.0
    if _ASKS_CHARGED.search(question.text):
        return _CHARGES if _CHARGED.search(sentence) and _shares(grams, sentence) else 0.0
    return 0.0


def defines(term: str, sentence: str) -> bool:
    """Whether a sentence says what a term means: 本办法所称茶园,是指…"""
    word = re.escape(term)
    called = f'(?:所称|所说的?|称为|叫做|叫)(?:的)?"?{word}'
    meant = f'{word}"?[,，]?(?:是指|指的?是|即)'
    return re.search(f"{called}|{meant}", sentence) is not None


def _term(question: Question) -> str:
    quoted = _TERM.search(question.text)
    if quoted:
        return quoted["quoted"]
    term = _AROUND_TERM.sub("", question.text.rstrip("?？。"))
    return term if 2 <= len(term) <= _LONGEST_TERM else ""


def _shares(grams: Sequence[str], sentence: str) -> bool:
    return sum(gram in sentence for gram in grams) >= max(1.0, _SHARED_FROM * len(grams))
