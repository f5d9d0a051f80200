"""What the sentence network sees of a question and of a sentence, word by word.

The order of the columns is the one that the network was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.features import CAUSE_WORDS, DATE_WORDS, Candidate
from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.answering.words import Lexicon, Word

Floats = NDArray[np.float32]

QUESTION_WORDS = 28
SENTENCE_WORDS = 72
_BEFORE_WORDS = 16
_HEADING_CHARACTERS = 24
_PREVIOUS_CHARACTERS = 48
_SENTENCE_CHARACTERS = 150
_HEAVIEST = 10.0
_KINDS = tuple(QuestionKind)

_FIGURE = re.compile(
    r"(?:百分之)?[0-9一二三四五六七八九十百千万亿零两]+(?:[.,·][0-9]+)*[余多]?[万亿千百]*%?"
)
_UNIT = re.compile(
    r"(?<=[0-9一二三四五六七八九十百千万亿两半余多几])(?:个|名|人|位|家|所|座|条|项|种|类|次|届|户|岁|年|月|日|天|公里|米"
    r"|公顷|公斤|吨|元|美元|平方公里|倍|层|部|集|票|分钟|小时|%)"
)
_PERSON = re.compile(
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗][\u3400-\u9fff]{1,2}|书记|主席|总理|先生|女士|记者|主任|部长|·"
    r"|教授|院士|皇帝|将军|国王|总统|作家"
)
_PLACE = re.compile(
    r"[\u3400-\u9fff]{1,3}[省市县区镇乡村州国岛]|[东南西北]部|大学|学校|街|路|山|河|湖|洲"
)
_BODY = re.compile(r"公司|委员会|协会|政府|大学|学院|学校|[局厅院部党军队会社团]")
_SET_OFF = re.compile(r'"[^"]{1,30}"|《[^》]{1,30}》|\([^)]{1,30}\)')
_MARK = re.compile(r"[,，。;；:：、!?！？]")
_DENYING = frozenset({"不", "没有", "未", "无", "非", "不是"})
_NAMING = frozenset({"是", "为", "即", "指", "称为", "名为", "叫"})

# The columns of a sentence's words.
_WEIGHT, _SINGLE, _PAIR, _TRIPLE, _RUN, _SINGLE_WEIGHT, _PAIR_WEIGHT, _WHOLE = range(8)
_FIGURES, _DATES, _UNITS, _PERSONS, _PLACES, _BODIES, _SETS_OFF, _MARKS, _CAUSES = range(8, 17)
_DENIES, _NAMES, _IN_HEADINGS, _IN_PREVIOUS, IN_SENTENCE, _POSITION, _NEAR = range(17, 24)
SENTENCE_COLUMNS = 24
QUESTION_COLUMNS = 5
PAIR_COLUMNS = 5
_SORTS = (
    (_FIGURES, _FIGURE), (_DATES, DATE_WORDS), (_UNITS, _UNIT), (_PERSONS, _PERSON),
    (_PLACES, _PLACE), (_BODIES, _BODY), (_SETS_OFF, _SET_OFF), (_CAUSES, CAUSE_WORDS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A question's words.

    Attributes
    ----------
    indices, columns
        Shapes (words,) and (words, QUESTION_COLUMNS).
    kind
        Shape (len(QuestionKind),), one at the kind of the question.
    """

    question: Question
    words: tuple[str, ...]
    indices: NDArray[np.int64]
    columns: Floats
    kind: Floats
    about: frozenset[str]
    singles: dict[str, float]
    pairs: dict[str, float]
    triples: frozenset[str]


@dataclass(frozen=True, slots=True)
class SentenceInput:
    """A sentence after the end of what stands above and before it.

    Attributes
    ----------
    indices, columns
        Shapes (words,) and (words, SENTENCE_COLUMNS).
    shared
        Which words of the question stand where, shape (question words, PAIR_COLUMNS).
    """

    indices: NDArray[np.int64]
    columns: Floats
    shared: Floats


class InputMaker:
    """Describes questions and sentences for the network.

    Parameters
    ----------
    weigh
        The inverse document frequency of a gram.
    """

    def __init__(self, lexicon: Lexicon, weigh: Callable[[str], float]) -> None:
        self._lexicon = lexicon
        self._weigh = weigh

    def question(self, question: Question) -> QuestionInput:
        """Describe a question; what is beyond `QUESTION_WORDS` is left out."""
        form = question.text
        asking = _asking(question)
        cut = self._lexicon.cut(form)[:QUESTION_WORDS]
        words = tuple(form[word.start : word.end] for word in cut)
        columns = [
            (self._weight(text), asking[word.start], 1 - asking[word.start], text[0].isdigit(),
             text in question.years)
            for text, word in zip(words, cut, strict=True)
        ]  # fmt: skip
        return QuestionInput(
            question,
            words,
            np.asarray([word.place for word in cut], dtype=np.int64),
            np.asarray(columns, dtype=np.float32).reshape(-1, QUESTION_COLUMNS),
            np.asarray([question.kind is kind for kind in _KINDS], dtype=np.float32),
            frozenset(w for w, c in zip(words, columns, strict=True) if not c[1]),
            {gram: self._weigh(gram) / _HEAVIEST for gram in content_grams(question, 1)},
            {gram: self._weigh(gram) / _HEAVIEST for gram in content_grams(question, 2)},
            frozenset(content_grams(question, 3)),
        )

    def sentence(self, asked: QuestionInput, candidate: Candidate) -> SentenceInput:
        """Describe a sentence, see `SENTENCE_WORDS` for how much of it at most."""
        headings = candidate.headings[-_HEADING_CHARACTERS:]
        previous = candidate.previous[-_PREVIOUS_CHARACTERS:]
        form = f"{headings}\n{previous}\n{candidate.sentence[:_SENTENCE_CHARACTERS]}"
        own = len(headings) + len(previous) + 2
        cut = self._lexicon.cut(form)
        first = next((n for n, word in enumerate(cut) if word.start >= own), 0)
        start = max(0, first - _BEFORE_WORDS)
        cut = cut[start : start + SENTENCE_WORDS] or [Word(0, 1, 0)]
        columns = _by_characters(asked, form)
        table = _of_words(columns, cut)
        texts = [form[word.start : word.end] for word in cut]
        starts = np.asarray([word.start for word in cut])
        table[:, _WEIGHT] = [self._weight(text) for text in texts]
        table[:, _WHOLE] = [text in asked.about for text in texts]
        table[:, _MARKS] = [_MARK.match(text) is not None for text in texts]
        table[:, _DENIES] = [text in _DENYING for text in texts]
        table[:, _NAMES] = [text in _NAMING for text in texts]
        table[:, _IN_HEADINGS] = starts <= len(headings)
        table[:, _IN_PREVIOUS] = (starts > len(headings)) & (starts < own)
        table[:, IN_SENTENCE] = starts >= own
        table[:, _POSITION] = np.clip((starts - own) / 100, 0, 1)
        unit = asked.question.unit
        if unit:
            same = [float(text == unit or (len(unit) > 1 and text in unit)) for text in texts]
            table[:, _UNITS] = np.maximum(0.5 * table[:, _UNITS], same)
        matched = np.flatnonzero(table[:, _PAIR] > 0)
        if len(matched):
            apart = np.abs(np.arange(len(cut))[:, None] - matched[None]).min(axis=1)
            table[:, _NEAR] = np.exp(-apart / 4)
        indices = np.asarray([word.place for word in cut], dtype=np.int64)
        return SentenceInput(indices, table, _shared(asked, candidate))

    def _weight(self, word: str) -> float:
        return min(1.0, self._weigh(word) / _HEAVIEST)


def _asking(question: Question) -> Floats:
    """One for each character that asks, and nothing for what the question is about."""
    result = np.ones(len(question.text) + 1, dtype=np.float32)
    position = 0
    for piece in question.content:
        position = question.text.index(piece, position)
        result[position : position + len(piece)] = 0.0
        position += len(piece)
    return result


def _by_characters(asked: QuestionInput, form: str) -> Floats:
    """What is known of each character; shape (characters, columns up to `_CAUSES`)."""
    table = np.zeros((len(form) + 1, _CAUSES + 1), dtype=np.float32)
    run = 0
    for index, character in enumerate(form):
        weight = asked.singles.get(character)
        if weight is not None:
            table[index, _SINGLE] = 1.0
            table[index, _SINGLE_WEIGHT] = weight
        weight = asked.pairs.get(form[index : index + 2])
        if weight is not None:
            both = slice(index, index + 2)
            table[both, _PAIR] = 1.0
            table[both, _PAIR_WEIGHT] = np.maximum(table[both, _PAIR_WEIGHT], weight)
        if form[index : index + 3] in asked.triples:
            table[index : index + 3, _TRIPLE] = 1.0
        run = run + 1 if table[index, _PAIR] else 0
        if run:
            table[index - run + 1 : index + 1, _RUN] = min(1.0, run / 8)
    for column, pattern in _SORTS:
        for match in pattern.finditer(form):
            table[match.start() : match.end(), column] = 1.0
    return table


def _of_words(characters: Floats, cut: Sequence[Word]) -> Floats:
    """Each word with the most of its characters, and its share of single characters."""
    starts = np.asarray([word.start for word in cut])
    ends = np.asarray([word.end for word in cut])
    table = np.zeros((len(cut), SENTENCE_COLUMNS), dtype=np.float32)
    table[:, : characters.shape[1]] = np.maximum.reduceat(characters[: ends[-1]], starts, axis=0)
    sums = np.concatenate([[0.0], np.cumsum(characters[:, _SINGLE])])
    table[:, _SINGLE] = (sums[ends] - sums[starts]) / (ends - starts)
    return table


def _shared(asked: QuestionInput, candidate: Candidate) -> Floats:
    """Which words of the question stand in the sentence, before it, above it."""
    sentence, held = candidate.sentence, set(candidate.sentence)
    words = asked.words
    nexts = [*(left + right for left, right in pairwise(words)), "\n\n"]
    rows = [
        (
            word in sentence,
            word in candidate.previous,
            word in candidate.headings,
            sum(character in held for character in word) / len(word),
            pair in sentence,
        )
        for word, pair in zip(words, nexts, strict=False)
    ]
    return np.asarray(rows, dtype=np.float32).reshape(-1, PAIR_COLUMNS)
