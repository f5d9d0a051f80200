"""How well figures of the ledger fit what is asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.figures.asking import Ask, FigureQuestion
from pb_qa.answering.units import unit_class
from pb_qa.figures import FoundFigure, Measure, Period
from pb_qa.text.places import place_stem
from pb_qa.text.search_form import search_form
from pb_qa.text.synonyms import figure_synonyms
from pb_qa.understanding.figures.units import base_of

_PROVINCES_WORDS: Final = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 "
    "河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 "
    "宁夏 新疆 香港 澳门"
)
_PROVINCES: Final = frozenset(_PROVINCES_WORDS.split())
_RUN: Final = re.compile("[a-z]+|[0-9]+(?:\\.[0-9]+)?|[^\\W\\d_a-z]+")
_SAME_UNIT: Final = {
    "钱": "元",
    "块": "元",
    "块钱": "元",
    "平米": "平方米",
    "成": "%",
    "里": "公里",
}
_PEOPLE: Final = frozenset(["人", "名", "位", "口", "人次"])
_COUNTED_WORDS: Final = (
    "个 家 户 所 座 项 条 件 次 起 场 期 批 部 台 辆 套 支 处 款 国家 国 村 县 省 市 "
    "队 种 门 间 篇 本"
)
_COUNTED: Final = frozenset(_COUNTED_WORDS.split())

_ACHIEVED: Final = re.compile("实际完成|实际达到|完成了|已经")
_AIMED: Final = re.compile("目标|拟安排|力争|争取|确保|计划|预计|将达到")

# Weights of what speaks for a figure, tuned on the odd-numbered questions of
# tests/questions/figures.jsonl.
_CLAUSE: Final = 2.2
_SENTENCE: Final = 1.6
_AROUND: Final = 1.0
_PRECISION: Final = 0.5
_UNIT: Final = 1.2
_MEASURE: Final = 1.3
_KEY: Final = 2.0
_NOUN: Final = 1.2
_AIM: Final = 1.5
_NAMED_ONLY: Final = 0.2
_ABSENT: Final = 2.0
_CARRIED: Final = 0.8
_LOOSE: Final = 0.3
_PERIOD: Final = 1.2
_PLACE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with the words around it, all in search form.

    Attributes
    ----------
    clause
        The words between the figure before and the one after, with the indicator.
    beside
        The words right before and after the number.
    sentence
        The whole sentence.
    around
        Title, headings and the text around the sentence.
    title
        Title and source of the document.
    """

    found: FoundFigure
    clause: str
    beside: str
    sentence: str
    around: str
    title: str


@dataclass(frozen=True, slots=True)
class Match:
    """How a candidate fits an ask.

    Attributes
    ----------
    covered
        The share of the words asked for, between 0 and 1, that figure, sentence and
        surroundings have.
    period_fit
        1 for the very time asked for, 0 for another one.
    place_fit
        Whether the place asked for is the figure's.
    local
        How much of the ask stands right around the number.
    named
        Whether the word that is counted stands in the sentence or over it.
    keyed
        The share of the words for what is counted that the sentence has.
    """

    candidate: Candidate
    score: float
    covered: float
    stated: float
    unit_fit: float
    period_fit: float
    place_fit: bool
    keyed: float
    local: float
    named: bool


def grams(text: str) -> list[str]:
    """Pairs of Chinese characters, whole Latin words and numbers."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


class Matcher:
    """Rates candidates for a question; words that all of them share count little."""

    def __init__(self, question: FigureQuestion, candidates: Sequence[Candidate]) -> None:
        self._question = question
        self._absent: dict[str, bool] = {}
        self._achieved = bool(_ACHIEVED.search(question.text))
        self._candidates = candidates
        sentences = {c.sentence for c in candidates}
        frequency = Counter(g for s in sentences for g in set(grams(s)))
        count = max(1, len(sentences))
        self._weight = {g: math.log(1 + count / n) for g, n in frequency.items()}
        self._rare = math.log(1 + count)

    def rate(self, ask: Ask) -> list[Match]:
        """All candidates for an ask, best first."""
        own = grams(ask.words)
        variants = [grams(variant) for variant in self._question.variants]
        matches = [self._match(ask, own, variants, candidate) for candidate in self._candidates]
        return sorted(matches, key=lambda m: -m.score)

    def _match(
        self, ask: Ask, own: list[str], variants: list[list[str]], candidate: Candidate
    ) -> Match:
        figure = candidate.found.figure
        best = max(variants, key=lambda terms: self._cover(terms, candidate.sentence))
        in_clause = max(self._cover(own, candidate.clause), self._cover(best, candidate.clause))
        in_sentence = self._cover(best, candidate.sentence)
        everywhere = self._cover(best, candidate.sentence + "\n" + candidate.around)
        indicator = grams(search_form(figure.indicator))
        precise = self._cover(indicator, self._question.text) if indicator else 0.0
        key = grams(ask.key)
        key_fit = 0.5
        if key:
            # 国内生产总值为33.5万亿元，增长8.7%: the name of the second stands with the first.
            carried = _CARRIED * self._cover(key, search_form(figure.indicator))
            key_fit = max(self._cover(key, candidate.beside), carried)
        unit_fit = fit_of_unit(ask, figure.base_unit, figure.unit)
        period_fit = fit_of_period(ask.periods or self._question.periods, candidate)
        place_fit = fit_of_place(self._question.places, candidate)
        score = (
            _CLAUSE * in_clause
            + _SENTENCE * in_sentence
            + _AROUND * everywhere
            + _PRECISION * precise
            + _UNIT * unit_fit
            + _MEASURE * fit_of_measure(ask, figure.measure)
            + _KEY * key_fit
            + _NOUN * float(bool(ask.noun) and ask.noun in candidate.beside)
            - _LOOSE * float(figure.qualifier in ("突破", "超过"))
            - _ABSENT * float(self.is_absent(ask.subject))
            - _AIM * float(self.is_aim(candidate))
            + _PERIOD * period_fit
            - _PLACE * self._foreign(candidate)
        )
        keyed = max(
            self._cover(key, candidate.sentence + candidate.clause),
            *(self._cover(grams(v), candidate.sentence) for v in self._key_variants(ask)),
        )
        return Match(
            candidate,
            score,
            everywhere,
            in_sentence,
            unit_fit,
            period_fit,
            place_fit,
            keyed if key else 1.0,
            in_clause + key_fit + precise,
            not ask.subject or ask.subject in candidate.sentence + candidate.around,
        )

    def is_absent(self, subject: str) -> bool:
        """Whether what is counted is named by none of the candidates, in no word for it."""
        if not subject:
            return False
        if subject not in self._absent:
            words = [v for v in figure_synonyms().variants(subject)]
            self._absent[subject] = not any(
                word in c.sentence or word in c.clause for word in words for c in self._candidates
            )
        return self._absent[subject]

    def is_aim(self, candidate: Candidate) -> bool:
        """Whether what was achieved is asked for and only an aim is stated."""
        return self._achieved and bool(_AIMED.search(candidate.sentence))

    def _key_variants(self, ask: Ask) -> list[str]:
        return [v for v in figure_synonyms().variants(ask.key) if v != ask.key] or [ask.key]

    def _cover(self, terms: Sequence[str], text: str) -> float:
        """The share of the terms' weight that a text has."""
        total = have = 0.0
        for term in set(terms):
            weight = self._weight.get(term, self._rare)
            total += weight
            if term in text:
                have += weight
        return have / total if total else 0.0

    def _foreign(self, candidate: Candidate) -> float:
        """Whether the figure is stated for a place that the question does not speak of."""
        place = candidate.found.figure.place
        if not place or place == "全国" or self._question.places:
            return 0.0
        return 0.0 if place_stem(search_form(place)) in self._question.text else 1.0


_MONEY_WORDS: Final = re.compile(
    "损失|投资|经费|支出|产值|资金|金额|利润|存款|税收|财政收入|贷款|补助|花"
)


def fit_of_unit(ask: Ask, base_unit: str, unit: str) -> float:
    """1 for the unit asked for, less for one of its kind, below 0 for another kind."""
    asked = _SAME_UNIT.get(ask.unit, ask.unit)
    if ask.share or asked == "%":
        return {"%": 1.0, "": 0.3, "倍": 0.0, "百分点": 0.0}.get(base_unit, -1.0)
    if not asked and not ask.change and _MONEY_WORDS.search(ask.key):
        return 0.6 if base_unit in ("元", "美元") else -0.2
    if not asked:
        return 0.0 if base_unit != "%" or ask.change else -0.3
    wanted = base_of(asked)[0]
    if not wanted:  # 多少万, 多少亿
        return 0.3 if unit.startswith(asked) else -0.2
    if wanted == base_unit:
        return 1.0
    if wanted in _PEOPLE and base_unit in (*_PEOPLE, ""):
        return 0.8
    if wanted in _COUNTED and base_unit in _COUNTED:
        return 0.6
    if wanted in _COUNTED and base_unit in _PEOPLE:
        return 0.3
    same_class = unit_class(wanted) and unit_class(wanted) == unit_class(base_unit)
    if same_class:
        return 0.5
    return 0.2 if wanted == "倍" and base_unit == "%" else -1.0


def fit_of_measure(ask: Ask, measure: Measure) -> float:
    """Whether a change is asked for and given, or neither."""
    if ask.change:
        return 1.0 if measure is Measure.CHANGE else -0.3
    if measure is Measure.CHANGE:
        return -1.0
    return 0.5 if ask.share and measure is Measure.SHARE else 0.0


def fit_of_period(asked: Sequence[Period], candidate: Candidate) -> float:
    """1 for the very time asked for, 0 for another; 0.5 when nothing was asked."""
    if not asked:
        return 0.5
    return max(_fit(period, candidate) for period in asked)


def _fit(asked: Period, candidate: Candidate) -> float:
    period = candidate.found.figure.period
    if not period.start:
        years = {asked.start[:4], asked.end[:4]}
        if any(re.search(f"(?<![比较为是])(?:{y}|{y[2:]})年", candidate.sentence) for y in years):
            return 0.6
        issued = candidate.found.document.issued_on[:4]
        return 0.6 if issued in years and not candidate.found.figure.period.words else 0.0
    if (period.start, period.end) == (asked.start, asked.end):
        return 1.0
    if period.end < asked.start or period.start > asked.end:
        # A hint, not enough to answer: the sentence may name the year of a second value.
        own = asked.start[:4] == asked.end[:4] and f"{asked.start[:4]}年" in candidate.sentence
        return _NAMED_ONLY if own else 0.0
    inside = asked.start <= period.start and period.end <= asked.end
    if inside:
        # One year of several asked about is less than what is asked for.
        return 0.9 if asked.start[:4] == asked.end[:4] else 0.5
    if asked.start[:4] != asked.end[:4]:
        return 0.5 if period.start <= asked.start and asked.end <= period.end else 0.25
    # A total or an average of several years says nothing of one of them.
    return 0.85 if period.start[:4] == period.end[:4] else 0.2


def fit_of_place(asked: Sequence[str], candidate: Candidate) -> bool:
    """Whether every place asked about is the figure's, its sentence's or its document's."""
    place = search_form(candidate.found.figure.place)
    for name in asked:
        stem = place_stem(name)
        if place and place != "全国":
            if not _within(place, stem, candidate):
                return False
        elif stem not in candidate.sentence and stem not in candidate.title:
            return False
    return True


def _within(place: str, stem: str, candidate: Candidate) -> bool:
    """Whether another place of the sentence may lie in the one asked for."""
    if stem in _PROVINCES:
        inside = place.startswith(stem) or bool(
            re.search(f"(?<![县市区]){stem}(?![村路街镇乡])", candidate.sentence)
        )
        if inside:
            return True
    elif stem in place or stem in candidate.sentence:
        return True
    # 山西省连续发生3起事故：…大同市…: the larger place stands before.
    return stem in _PROVINCES and place_stem(place) not in _PROVINCES and stem in candidate.around
