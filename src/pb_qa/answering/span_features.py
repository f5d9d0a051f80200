"""What can be said about a stretch of a sentence as the words that answer, as numbers.

The order of `SPAN_FEATURES` is the order of the columns that the span reader was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.direct import DATE, FIGURE
from pb_qa.answering.question import Question, QuestionKind, content_grams

Floats = NDArray[np.float32]
Sums = NDArray[np.float64]
Span = tuple[int, int]

_FAR: Final = 40.0
_CLAUSE_MARKS: Final = frozenset(",，。;；:：!?！？\n|")
_DIGITS: Final = frozenset("0123456789一二三四五六七八九十百千万亿两半几零〇")
# What stands right before a stretch, by its last one or two characters.
_BEFORE: Final = tuple(
    re.compile(f"(?:{words})$")
    for words in (
        "[是为即指叫称名]|称为|叫做|名为",
        "[在于至到从往自距离]",
        "[由被让使给受]|根据",
        "[因为]|由于|为了|因此|导致",
        "的",
        "[以用靠凭]|通过|采用",
        "[有达共约占]|达到|包括|超过",
        "[和与及、或]|以及",
        "[了过着]",
        '["《(]',
        "[说道认]|表示|认为|指出",
    )
)
# What stands right after it.
_AFTER: Final = tuple(
    re.compile(words)
    for words in (
        "的",
        "[是为即]",
        "等",
        "[和与及、或]|以及",
        "[在于至到]",
        "[将被由把]",
        "[人名个位年月日元米]",
        '[")》]',
        "[有也都就才]",
        "[省市县区国州]|大学|学校",
    )
)
_FUNCTION_FIRST: Final = re.compile("[的了是在和与以由对从把被将也都而但且其就才不]")
_FUNCTION_LAST: Final = re.compile("[的了是在和与以由对从把被将也都而但且其就才着]$")
_CAUSE: Final = re.compile("因|由于|为了|导致|使|所以")
_PLACE_END: Final = re.compile(
    "(?:[省市县区镇乡村国州岛山河湖洲街路]|大学|学校|学院|[东南西北]部|地区)$"
)
_BODY_END: Final = re.compile("(?:公司|委员会|协会|政府|大学|学院|[局厅院部党军队会社团])$")
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅"
    "沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_PERSON: Final = re.compile(
    f"[{_SURNAMES}][\u3400-\u9fff]{{1,2}}$|[\u3400-\u9fff]+·[\u3400-\u9fff·]+$"
)
_LATIN: Final = re.compile("[a-z]")
_QUOTED: Final = re.compile('"([^"]{1,40})"')
_TITLED: Final = re.compile("《[^》]{1,40}》")
_WHAT: Final = re.compile("(?:什么|哪[一个些种]*|何)(?P<noun>[\u3400-\u9fff]{1,3})")

SPAN_FEATURES: tuple[str, ...] = (
    "characters", "clauses", "share_of_sentence", "share_of_clauses", "sentence_length",
    "starts_clause", "ends_clause", "whole_sentence", "position",
    "matched_characters", "matched_pairs", "matched_weight", "weight_in_clause",
    "weight_in_sentence", "weight_before", "weight_after", "nearest_left", "nearest_right",
    "clauses_to_match", "slot_left", "slot_right", "matched_left", "matched_right",
    "before_two", "before_one", "after_one", "after_two", "ends_with_noun", "ends_like_noun",
    "mean_rarity", "greatest_rarity",
    "is_figure", "has_figure", "unit_fits", "is_date", "has_date", "date_share", "is_set_off",
    "has_set_off", "first_of_its_sort", "only_of_its_sort",
    "latin", "middle_dot", "person", "place_end", "body_end", "starts_function",
    "ends_function", "cause", "digits", "ends_digit", "series",
    *(f"before_{n}" for n in range(len(_BEFORE))), *(f"next_{n}" for n in range(len(_AFTER))),
    "question_length", "question_weight", "asks_what", "asks_several",
    *(f"asks_{kind.value}" for kind in QuestionKind),
)  # fmt: skip


def span_features(
    question: Question, form: str, spans: Sequence[Span], weigh: Callable[[str], float]
) -> Floats:
    """Describe each stretch of a sentence in its search form.

    Parameters
    ----------
    weigh
        The inverse document frequency of a gram.

    Returns
    -------
    ndarray of shape (len(spans), len(SPAN_FEATURES))
    """
    shared = _Shared(question, form, weigh)
    sorts = _Sorts(question, form)
    asked = [
        float(len(question.text)),
        shared.total,
        float("什么" in question.text or "哪" in question.text),
        float("哪些" in question.text or "分别" in question.text or "几" in question.text),
        *(float(question.kind is kind) for kind in QuestionKind),
    ]
    rows = [
        [
            *shared.describe(start, end),
            *_beside_asked(question, form, start, end),
            shared.mean_rarity(start, end),
            float(shared.rarity[start:end].max()),
            *sorts.describe(start, end),
            *_beside(form, start, end),
            *asked,
        ]
        for start, end in spans
    ]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(SPAN_FEATURES))


class _Shared:
    """Where the question's words stand in a sentence."""

    def __init__(self, question: Question, form: str, weigh: Callable[[str], float]) -> None:
        self._form = form
        pairs = {gram: weigh(gram) for gram in content_grams(question, 2)}
        singles = frozenset(content_grams(question, 1))
        self.total = sum(pairs.values()) or 1.0
        paired = np.zeros(len(form))
        weight = np.zeros(len(form))
        unseen = dict(pairs)
        for index in range(len(form) - 1):
            gram = form[index : index + 2]
            if gram in pairs:
                paired[index : index + 2] = 1.0
                weight[index] = unseen.pop(gram, 0.0)
        self._single = _sums(character in singles for character in form)
        self._paired = _sums(paired)
        self._weight = _sums(weight)
        self._marks = _sums(character in _CLAUSE_MARKS for character in form)
        self.rarity = np.asarray([weigh(form[i : i + 2]) for i in range(len(form))])
        self._rare = _sums(self.rarity)
        self._matched = np.flatnonzero(paired)
        before, after = _sides(question)
        self._slot_left = max((form.rfind(g) + 2 for g in before if g in form), default=-1)
        self._slot_right = min((form.find(g) for g in after if g in form), default=-1)

    def mean_rarity(self, start: int, end: int) -> float:
        """The mean weight of the pairs of a stretch."""
        return float(self._rare[end] - self._rare[start]) / (end - start)

    def describe(self, start: int, end: int) -> list[float]:
        """Shape, words of the question within and around, how near they stand."""
        form, weight, marks, matched = self._form, self._weight, self._marks, self._matched
        length = end - start
        clause_start, clause_end = _clause(form, start, end)
        inside = weight[end] - weight[start]
        left, right = np.searchsorted(matched, (start, end))
        before = int(matched[left - 1]) if left else -1
        after = int(matched[right]) if right < len(matched) else -1
        to_left = min(_FAR, start - 1.0 - before) if before >= 0 else _FAR
        to_right = min(_FAR, float(after - end)) if after >= 0 else _FAR
        return [
            float(length), marks[end] - marks[start] + 1.0, length / len(form),
            length / max(1, clause_end - clause_start), float(len(form)),
            float(start == clause_start), float(end == clause_end),
            float(length >= len(form.rstrip("。;；,，")) - 1), start / len(form),
            (self._single[end] - self._single[start]) / length,
            (self._paired[end] - self._paired[start]) / length,
            inside / self.total, (weight[clause_end] - weight[clause_start] - inside) / self.total,
            (weight[-1] - inside) / self.total, weight[start] / self.total,
            (weight[-1] - weight[end]) / self.total, to_left, to_right,
            min(
                marks[start] - marks[before] if before >= 0 else 9.0,
                marks[after] - marks[end] if after >= 0 else 9.0,
            ),
            _between(start - self._slot_left if self._slot_left >= 0 else -_FAR),
            _between(self._slot_right - end if self._slot_right >= 0 else -_FAR),
            float(to_left == 0.0), float(to_right == 0.0),
        ]  # fmt: skip


class _Sorts:
    """The figures, dates and names of a sentence, and which of them a stretch is."""

    def __init__(self, question: Question, form: str) -> None:
        unit = question.unit
        figures = [m for m in FIGURE.finditer(form) if m["unit"] or m["number"][0].isdigit()]
        self._form = form
        self._figures = [m.span() for m in figures]
        self._fitting = [
            m.span()
            for m in figures
            if unit and m["unit"] and (m["unit"] in unit or unit in m["unit"])
        ]
        self._dates = [m.span() for m in DATE.finditer(form)]
        self._set_off = [m.span(1) for m in _QUOTED.finditer(form)]
        self._set_off += [m.span() for m in _TITLED.finditer(form)]
        dated = np.zeros(len(form))
        for start, end in self._dates:
            dated[start:end] = 1.0
        self._dated = _sums(dated)
        self._digit = _sums(character in _DIGITS for character in form)
        self._pauses = _sums(character == "、" for character in form)

    def describe(self, start: int, end: int) -> list[float]:
        """What sort of words a stretch is, or has."""
        text, span, length = self._form[start:end], (start, end), end - start
        return [
            float(span in self._figures), float(_within(self._figures, start, end)),
            float(_within(self._fitting, start, end)),
            float(span in self._dates), float(_within(self._dates, start, end)),
            (self._dated[end] - self._dated[start]) / length,
            float(span in self._set_off), float(_within(self._set_off, start, end)),
            *self._among_its_sort(span),
            float(_LATIN.search(text) is not None), float("·" in text),
            float(_PERSON.match(text) is not None), float(_PLACE_END.search(text) is not None),
            float(_BODY_END.search(text) is not None),
            float(_FUNCTION_FIRST.match(text) is not None),
            float(_FUNCTION_LAST.search(text) is not None), float(_CAUSE.search(text) is not None),
            (self._digit[end] - self._digit[start]) / length, float(text[-1] in _DIGITS),
            self._pauses[end] - self._pauses[start],
        ]  # fmt: skip

    def _among_its_sort(self, span: Span) -> tuple[float, float]:
        """Whether it is the first, and the only one, of its sort in the sentence."""
        for spans in (self._dates, self._fitting, self._figures, self._set_off):
            if span in spans:
                return float(spans[0] == span), float(len(spans) == 1)
        return -1.0, -1.0


def _beside_asked(question: Question, form: str, start: int, end: int) -> list[float]:
    """Whether it stands between the words that the asking word stands between."""
    left, right = form[max(0, start - 2) : start], form[end : end + 2]
    named = _WHAT.search(question.text)
    noun, text = named["noun"] if named else "", form[start:end]
    return [
        float(bool(left) and left == question.before[-2:]),
        float(bool(left) and left[-1:] == question.before[-1:]),
        float(bool(right) and right[:1] == question.after[:1]),
        float(bool(right) and right == question.after[:2]),
        float(bool(noun) and text.endswith(noun[:2])),
        float(bool(noun) and text[-1] in noun),
    ]


def _beside(form: str, start: int, end: int) -> list[float]:
    left, right = form[max(0, start - 2) : start], form[end : end + 2]
    return [
        *(float(pattern.search(left) is not None) for pattern in _BEFORE),
        *(float(pattern.match(right) is not None) for pattern in _AFTER),
    ]


def _clause(form: str, start: int, end: int) -> Span:
    while start and form[start - 1] not in _CLAUSE_MARKS:
        start -= 1
    while end < len(form) and form[end] not in _CLAUSE_MARKS:
        end += 1
    return start, end


def _sums(values: Iterable[float]) -> Sums:
    """Running sums, so that those of a stretch are a difference."""
    return np.concatenate([[0.0], np.cumsum(np.asarray([*values], dtype=np.float64))])


def _within(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(start <= a and b <= end for a, b in spans)


def _between(distance: float) -> float:
    return max(-_FAR, min(_FAR, distance))


def _sides(question: Question) -> tuple[list[str], list[str]]:
    """The pairs of what stands before, and after, the asking word."""
    position = question.text.find(question.after) if question.after else len(question.text)
    before: list[str] = []
    after: list[str] = []
    for gram in content_grams(question, 2):
        (before if question.text.find(gram) < position else after).append(gram)
    return before, after
