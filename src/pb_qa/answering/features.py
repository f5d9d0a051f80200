"""What can be said about a sentence as an answer to a question, as numbers.

The order of `FEATURES` is the order of the columns that the ranker was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.question import Question, QuestionKind, content_grams, years_in

Weigh = Callable[[str], float]

_DIGITS = "0-9一二三四五六七八九十百千万亿零〇两半"
_NUMBER = re.compile(rf"[0-9]+(?:[.,·][0-9]+)*%?|百分之[{_DIGITS}点]+|[{_DIGITS}]+(?=[^\W\d])")
DATE_WORDS = re.compile(
    rf"[0-9〇一二三四五六七八九零]{{2,4}}年|[{_DIGITS}]+月|[{_DIGITS}]+日|世纪|年代|时期|\d{{4}}"
)
_PERSON = re.compile(
    r"指出|表示|强调|说|认为|书记|主席|总理|先生|女士|记者|主任|部长|·|教授|院士|[王李张刘陈杨赵黄周吴]"
)
_PLACE = re.compile(r"[省市县区镇乡村州国岛]|位于|地处|坐落|[东南西北]部|境内|[路街]|大学|学校")
CAUSE_WORDS = re.compile(
    r"因为|由于|因此|所以|原因|导致|为了|使得?|是因|以致|造成|为[^\W\d]{1,12},|从而|鉴于|缘于"
)
_DEFINING = re.compile(r"是指|所称|指的是|称为|定义|即|是一[种个项座部]|也叫|又称|简称|是")
_MEANS = re.compile(r"通过|采取|采用|运用|利用|以.{1,12}为|按照|依托|建立|实行|推行|进行|方式")
_ENUMERATING = re.compile(
    r"[、;；]|[一二三四五六七八九]是|\([一二三四五六七八九十]\)|以及|包括|分别|等"
)
_DECIDING = re.compile(r"不|没有|未|无|应当|可以|不得|禁止|必须|已|可")
_CLAUSE_END = re.compile(r"[,，:：;、]")
_QUOTED = re.compile(r"[\"《》]")

FEATURES: tuple[str, ...] = (
    "unigrams", "bigrams", "trigrams", "fourgrams", "longest_run", "longest_run_share",
    "bigram_precision", "log_length", "new_share", "window",
    "gain_previous", "gain_next", "gain_passage", "gain_headings", "passage_bigrams",
    "heading_bigrams", "missing_best", "missing_best_anywhere", "uncovered",
    "position", "relative_position", "is_first", "is_last", "asks_itself", "ends_with_colon",
    "new_numbers", "unit_match", "percent", "new_date", "year_match", "year_conflict",
    "year_in_context", "number_match",
    "person", "place", "cause", "defining", "means", "enumerating", "deciding", "quoted",
    "before_match", "after_match", "number_near_match", "type_fit",
    "passage_score", "passage_rank", "document_score", "document_rank",
    "clause", "clause_pair", "before_share", "after_share",
    "subject_run", "subject_in_previous", "subject_in_headings", "subject_in_passage",
    "rarest_matched", "own_unigrams", "own_bigrams", "own_bigrams_around",
    "bigrams_below_best", "trigrams_below_best", "clause_below_best", "own_below_best",
    "question_length", "question_weight",
    *(f"asks_{kind.value}" for kind in QuestionKind),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in its surroundings, every text in its search form.

    Attributes
    ----------
    headings
        Title and headings above the sentence, joined.
    index, count
        The place of the sentence among the sentences of its passage.
    passage_score
        The passage's retrieval score divided by the best passage's.
    passage_rank
        0 for the best passage.
    document_score, document_rank
        The same of the best passage of the sentence's document.
    """

    sentence: str
    previous: str
    following: str
    passage: str
    headings: str
    index: int
    count: int
    passage_score: float
    passage_rank: int
    document_score: float
    document_rank: int


def sentence_features(
    question: Question, candidates: Sequence[Candidate], weigh: Weigh
) -> NDArray[np.float32]:
    """Describe each candidate.

    Parameters
    ----------
    weigh
        The inverse document frequency of a gram.

    Returns
    -------
    ndarray of shape (len(candidates), len(FEATURES))
    """
    grams = {size: content_grams(question, size) for size in (1, 2, 3, 4)}
    weights = {size: [weigh(gram) for gram in grams[size]] for size in grams}
    asks = [float(question.kind is kind) for kind in QuestionKind]
    content = "\n".join(question.content)
    rows = [
        _describe(question, content, candidate, grams, weights) + asks for candidate in candidates
    ]
    table = np.asarray(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))
    if len(rows):
        first = FEATURES.index("own_unigrams")
        table[:, first : first + 3] = _within_documents(candidates, grams, weights)
        for below, own in (
            ("bigrams_below_best", "bigrams"),
            ("trigrams_below_best", "trigrams"),
            ("clause_below_best", "clause"),
            ("own_below_best", "own_bigrams"),
        ):
            column = table[:, FEATURES.index(own)]
            table[:, FEATURES.index(below)] = column.max() - column
    return table


def _within_documents(
    candidates: Sequence[Candidate],
    grams: dict[int, list[str]],
    weights: dict[int, list[float]],
) -> NDArray[np.float32]:
    """Shares of the question that set a sentence apart within its document.

    What a document is about stands in many of its sentences and tells none of them
    apart, so a gram weighs less the more sentences of the document hold it, and nothing
    where none does.

    Returns
    -------
    ndarray of shape (candidates, 3)
        For single characters, for pairs, and for pairs counting the neighbours half.
    """
    result = np.zeros((len(candidates), 3), dtype=np.float32)
    documents = np.asarray([candidate.document_rank for candidate in candidates])
    for document in np.unique(documents):
        members = np.flatnonzero(documents == document)
        for column, size in ((0, 1), (1, 2)):
            held = np.asarray(
                [
                    [gram in candidates[i].sentence for gram in grams[size]]
                    for i in members.tolist()
                ],
                dtype=np.float32,
            ).reshape(len(members), len(grams[size]))
            counts = held.sum(axis=0)
            apart = np.log1p(len(members) / np.maximum(counts, 1.0)) * (counts > 0)
            local = apart * np.asarray(weights[size], dtype=np.float32)
            total = float(local.sum()) or 1.0
            result[members, column] = held @ local / total
            if size == 2:
                result[members, 2] = _with_neighbours(candidates, members, held) @ local / total
    return result


def _with_neighbours(
    candidates: Sequence[Candidate], members: NDArray[np.intp], held: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What each sentence holds, and half of what only its neighbours in the passage hold."""
    around = held.copy()
    passages = [candidates[int(index)].passage_rank for index in members]
    for row in range(1, len(members)):
        if passages[row] == passages[row - 1]:
            around[row] = np.maximum(around[row], 0.5 * held[row - 1])
            around[row - 1] = np.maximum(around[row - 1], 0.5 * held[row])
    return around


def _describe(
    question: Question,
    content: str,
    candidate: Candidate,
    grams: dict[int, list[str]],
    weights: dict[int, list[float]],
) -> list[float]:
    sentence = candidate.sentence
    shares = {size: _share(grams[size], weights[size], sentence) for size in grams}
    pairs, pair_weights = grams[2], weights[2]
    missing = [(w, g) for g, w in zip(pairs, pair_weights, strict=True) if g not in sentence]
    total = sum(pair_weights) or 1.0
    around = candidate.passage + "\n" + candidate.headings
    run = _longest_common_run(content, sentence)
    matched = [sentence.find(g) for g in pairs if g in sentence]
    window = (max(matched) - min(matched) + 2) / max(1, len(sentence)) if matched else 0.0
    numbers = [m for m in _NUMBER.finditer(sentence) if m.group() not in question.text]
    near = _nearest(numbers, matched)
    subject = (question.content[0] if question.content else "")[:6]
    years = years_in(sentence)
    context_years = years_in(around) if question.years else frozenset()
    conflict = bool(question.years and years and not (question.years & years))
    unit_fits = bool(question.unit) and _has_unit(sentence, question.unit)
    new_date = any(m.group() not in question.text for m in DATE_WORDS.finditer(sentence))
    return [
        shares[1], shares[2], shares[3], shares[4], float(run), run / max(1, len(content)),
        len(matched) / max(1, len(sentence) - 1), float(np.log1p(len(sentence))),
        sum(c not in question.text for c in sentence) / max(1, len(sentence)), window,
        _gain(missing, candidate.previous, total), _gain(missing, candidate.following, total),
        _gain(missing, candidate.passage, total), _gain(missing, candidate.headings, total),
        _share(pairs, pair_weights, candidate.passage),
        _share(pairs, pair_weights, candidate.headings),
        max((w for w, _ in missing), default=0.0),
        max((w for w, g in missing if g not in around), default=0.0),
        sum(w for w, g in missing if g not in around) / total,
        float(candidate.index), candidate.index / max(1, candidate.count),
        float(candidate.index == 0), float(candidate.index == candidate.count - 1),
        float(sentence.endswith(("?", "？"))), float(sentence.endswith((":", "："))),
        float(min(5, len(numbers))), float(unit_fits), float("%" in sentence or "百分" in sentence),
        float(new_date), float(bool(question.years) and question.years <= years), float(conflict),
        float(bool(question.years) and bool(question.years & context_years)),
        float(sum(number in sentence for number in question.numbers)),
        *_cues(sentence),
        float(bool(question.before) and question.before[-2:] in sentence),
        float(bool(question.after) and question.after[:2] in sentence),
        near, _type_fit(question.kind, sentence, bool(numbers), new_date, unit_fits),
        candidate.passage_score, 1.0 / (1.0 + candidate.passage_rank),
        candidate.document_score, 1.0 / (1.0 + candidate.document_rank),
        *_clause_shares(pairs, pair_weights, sentence),
        _run_share(question.content[0] if question.content else "", sentence),
        _run_share(question.content[-1] if len(question.content) > 1 else "", sentence),
        _run_share(subject, sentence), _run_share(subject, candidate.previous),
        _run_share(subject, candidate.headings), _run_share(subject, candidate.passage),
        max((w for g, w in zip(pairs, pair_weights, strict=True) if g in sentence), default=0.0),
        0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0, float(len(content)), total,
    ]  # fmt: skip


def _clause_shares(
    pairs: Sequence[str], weights: Sequence[float], sentence: str
) -> tuple[float, float]:
    """The best share of the question's pairs in one clause, and in two neighbouring ones."""
    total = sum(weights)
    if not total:
        return 0.0, 0.0
    clauses = _CLAUSE_END.split(sentence)
    held = [frozenset(i for i, pair in enumerate(pairs) if pair in clause) for clause in clauses]
    one = max(sum(weights[i] for i in found) for found in held)
    two = max(
        (sum(weights[i] for i in left | right) for left, right in pairwise(held)),
        default=one,
    )
    return one / total, two / total


def _run_share(part: str, text: str) -> float:
    """The longest stretch of ``part`` in ``text`` as a share of its length."""
    return _longest_common_run(part, text) / len(part) if part else 0.0


def _share(grams: Sequence[str], weights: Sequence[float], text: str) -> float:
    total = sum(weights)
    if not total:
        return 0.0
    return sum(w for g, w in zip(grams, weights, strict=True) if g in text) / total


def _gain(missing: Sequence[tuple[float, str]], text: str, total: float) -> float:
    return sum(weight for weight, gram in missing if gram in text) / total


def _longest_common_run(left: str, right: str) -> int:
    """Length of the longest stretch of ``left`` that occurs in ``right``."""
    best = 0
    start = 0
    while start + best < len(left):
        if left[start : start + best + 1] in right and "\n" not in left[start : start + best + 1]:
            best += 1
        else:
            start += 1
    return best


def _nearest(numbers: Sequence[re.Match[str]], matched: Sequence[int]) -> float:
    """How close a new number stands to a word of the question: 1 beside it, 0 nowhere."""
    if not numbers or not matched:
        return 0.0
    distance = min(min(abs(n.start() - m), abs(n.end() - m)) for n in numbers for m in matched)
    return 1.0 / (1.0 + distance / 4.0)


def _has_unit(sentence: str, unit: str) -> bool:
    if unit == "%":
        return "%" in sentence or "百分之" in sentence or "百分点" in sentence
    alternatives = "[名人位]" if unit in ("名", "人", "位") else re.escape(unit)
    pattern = rf"[{_DIGITS}][多余几来]?[万亿千百]?[多余]?{alternatives}"
    return re.search(pattern, sentence) is not None


def _cues(sentence: str) -> list[float]:
    return [
        float(_PERSON.search(sentence) is not None),
        float(min(4, len(_PLACE.findall(sentence)))),
        float(CAUSE_WORDS.search(sentence) is not None),
        float(_DEFINING.search(sentence) is not None),
        float(_MEANS.search(sentence) is not None),
        float(min(10, len(_ENUMERATING.findall(sentence)))),
        float(_DECIDING.search(sentence) is not None),
        float(min(4, len(_QUOTED.findall(sentence)))),
    ]


def _type_fit(
    kind: QuestionKind, sentence: str, has_number: bool, has_date: bool, unit_fits: bool
) -> float:
    """Whether the sentence holds the sort of words asked for; 0.5 where that says nothing."""
    if kind is QuestionKind.FIGURE:
        return 1.0 if unit_fits else 0.6 * has_number
    if kind is QuestionKind.DATE:
        return float(has_date)
    pattern = {
        QuestionKind.PERSON: _PERSON,
        QuestionKind.PLACE: _PLACE,
        QuestionKind.REASON: CAUSE_WORDS,
        QuestionKind.METHOD: _MEANS,
        QuestionKind.DEFINITION: _DEFINING,
        QuestionKind.LIST: _ENUMERATING,
        QuestionKind.YESNO: _DECIDING,
    }.get(kind)
    return 0.5 if pattern is None else float(pattern.search(sentence) is not None)
