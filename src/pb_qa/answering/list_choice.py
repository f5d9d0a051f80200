"""Which of the lists found is the one asked for, rated as a whole: its lead and its items.

A rule says “国徽及其图案不得用于：”, and its items are what somebody asks about in words of their
own, so the lead by itself shares little with the question. The list as a whole does, and says
what no sentence can: whether it permits or forbids, and what sort of things it lists.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.found_lists import FoundList, found_lists
from pb_qa.answering.listing import names_the_sorts
from pb_qa.answering.question import Question, QuestionKind, content_grams
from pb_qa.answering.reader import RankedSentence, RatedSentences

SIGNALS: Final = (
    "behind", "passage_rank", "characters", "pairs", "characters_of_lead",
    "forbids_as_asked", "permits_though_asked", "forbids_unasked", "sort_named", "other_sort",
    "length_of_lead",
)  # fmt: skip
_WEIGHTS: Final = (
    -0.27, -0.76, 0.60, 3.34, 6.05, 2.21, -0.97, -0.99, 1.69, -1.56, -1.55,
)  # fmt: skip
_ASKS_FORBIDDEN: Final = re.compile(
    "不(?:准|得|能|让|许|可以|给|予|用|算|授|适用)|禁止|严禁|不可(?!少)|[^个级类特区性]别(?!是|的|说|为)|申不"
)
_FORBIDS: Final = re.compile(
    "不得|禁止|严禁|不予|不能|不准|不授予|不适用|不(?:再|属于|纳入|作为|需)|无效|除外"
)
# What is asked for, in the words of speech, and what a lead calls it.
_SORTS: Final = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        ("情形|情况|时候", "情形|情况"),
        ("人(?!均|口)|谁|对象", "人员|人(?!民|大|均|口)|者|对象"),
        ("材料|文件|手续|证件|东西", "材料|文件|资料|证件|证明|证照|商品|各项"),
        ("条件|门槛|要求", "条件|要求|标准"),
        ("措施|手段|办法|招|做法|方法|举措", "措施|办法|方式|手段|做法|举措"),
        ("路|途径|渠道|方式|形式", "途径|渠道|方式|形式"),
        ("权利|权益|待遇", "权利|权益|享有"),
        ("义务|责任|职责", "义务|责任|职责"),
        ("事|行为", "行为|事项|事"),
        ("内容|事项|条款|信息", "内容|事项|包括|载明|条款|具备|信息"),
        ("原则", "原则"),
        ("种|类|档|级|等次", "分为|种|类|等次|包括|范围|是指"),
        ("步|程序|环节", "程序|步骤|环节"),
        ("困难|问题|毛病|不足", "问题|困难|矛盾|不足"),
        ("经验|体会", "经验|体会|启示"),
        ("目标|任务|工作|方面|重点", "目标|任务|工作|方面|重点"),
        ("部门|单位|机构|地方|城市|省", "部门|单位|机构|市|省|用于"),
    )
)
_SORT_ASKED: Final = re.compile(
    "(?:哪(?:些|[几两二三四五六七八九十]|[0-9]{1,2})|什么样?|啥|几)"
    "(?P<measure>个|种(?!类)|项(?!目)|类(?!型)|条(?![件款])|大|方面|点|家(?!庭)|样|档)?的?(?P<sort>[一-鿿]{0,2})"
)
_SERIES: Final = re.compile("(?:[^、，,。;；:：]{2,14}、){2,}[^、，,。;；:：]{2,}")
_LONGEST_COUNTED: Final = 40
_PREVIOUS: Final = 60
# How good the best list has to be: to answer before sentences that name several things; where
# no sentence answers; where one does that belongs to no list, which speaks for an answer.
_SURE_FROM: Final = 0.2
_FAIR_FROM: Final = -2.0
_TOGETHER_FROM: Final = -2.5
_AHEAD_BY: Final = 1.5


@dataclass(frozen=True, slots=True)
class ChosenList:
    """The list that fits a question best.

    Attributes
    ----------
    shown
        Its lead, and the first item where that stands in a sentence of its own.
    score
        What it was chosen by.
    others
        The other lists found: document, start, end and score of each.
    """

    shown: tuple[RankedSentence, ...]
    score: float
    others: tuple[tuple[str, int, int, float], ...]

    @property
    def answers(self) -> bool:
        """Whether it may answer where no sentence by itself does."""
        return self.score >= _FAIR_FROM

    @property
    def is_about_it(self) -> bool:
        """Whether it is good enough not to be held against the words of the question again."""
        return self.score >= _TOGETHER_FROM

    def is_led_by(self, sentence: RankedSentence) -> bool:
        """Whether a sentence is the one that announces the list."""
        return sentence.placed is self.shown[0].placed

    def goes_before(self, question: Question, first: RankedSentence) -> bool:
        """Whether the list answers rather than the sentence that would be shown first.

        A sentence that names several things in one breath may be the list asked for, though
        its items are not counted.
        """
        if names_the_sorts(question, first) or _SERIES.search(first.placed.described.sentence):
            return self.score >= _SURE_FROM
        own, start = first.placed.found.document.id, first.placed.start
        rivals = [
            score
            for other, begin, end, score in self.others
            if own == other and begin <= start < end
        ]
        if rivals:
            return self.score >= max(rivals) + _AHEAD_BY
        return self.is_about_it


def chosen_list(
    variants: Sequence[Question], rated: RatedSentences, fits: NDArray[np.bool_]
) -> ChosenList | None:
    """The list among the sentences that is most likely asked for; None where there is none.

    Parameters
    ----------
    variants
        The question, and the same question in other words.
    fits
        Shape (sentences,): which sentences may answer at all.
    """
    if variants[0].kind is not QuestionKind.LIST:
        return None
    lists = [one for one in found_lists(rated.placed) if fits[one.lead]]
    if not lists:
        return None
    scores = (signals(variants, rated, fits, lists) @ np.asarray(_WEIGHTS)).tolist()
    score, best = max(zip(scores, lists, strict=True), key=lambda pair: pair[0])
    shown = dict.fromkeys((best.lead, best.first))
    return ChosenList(
        tuple(RankedSentence(rated.placed[i], float(rated.scores[i])) for i in shown),
        score,
        tuple(
            (*_place_of(one, rated.placed), other)
            for one, other in zip(lists, scores, strict=True)
            if one is not best
        ),
    )


def _place_of(one: FoundList, placed: Sequence[PlacedSentence]) -> tuple[str, int, int]:
    lead, last = placed[one.lead], placed[one.lead + len(one.items)]
    return lead.found.document.id, lead.start, last.end


def signals(
    variants: Sequence[Question],
    rated: RatedSentences,
    fits: NDArray[np.bool_],
    lists: Sequence[FoundList],
) -> NDArray[np.float64]:
    """What tells the list asked for from others; shape (lists, signals), see `SIGNALS`.

    Shares of the question's characters and pairs go by how rare these are among the
    passages found.
    """
    best = float(rated.scores[fits].max())
    passages = {one.found.passage.id: one.described.passage for one in rated.placed}
    weighed = [_Weighed(variant, list(passages.values())) for variant in variants]
    rows = []
    for one in lists:
        placed = rated.placed[one.lead]
        described = placed.described
        whole = "\n".join(
            (described.headings, described.previous[-_PREVIOUS:], described.sentence, *one.items)
        )
        rows.append(
            [
                best - float(rated.scores[one.lead]),
                math.log1p(described.passage_rank),
                max(each.share(whole, 1) for each in weighed),
                max(each.share(whole, 2) for each in weighed),
                max(each.share(described.sentence, 1) for each in weighed),
                *_polarity(variants[0].text, described.sentence),
                *_sort(variants[0].text, described.sentence),
                math.log1p(min(len(described.sentence), _LONGEST_COUNTED)),
            ]
        )
    return np.asarray(rows, dtype=np.float64)


class _Weighed:
    """The grams of a question, weighed by how few of the passages found have them."""

    def __init__(self, question: Question, passages: Sequence[str]) -> None:
        self._weights: dict[int, dict[str, float]] = {}
        for size in (1, 2):
            grams = content_grams(question, size)
            having = Counter(gram for gram in grams for text in passages if gram in text)
            self._weights[size] = {
                gram: math.log(1 + (1 + len(passages)) / (1 + having[gram])) for gram in grams
            }

    def share(self, text: str, size: int) -> float:
        weights = self._weights[size]
        total = sum(weights.values())
        return sum(w for gram, w in weights.items() if gram in text) / total if total else 0.0


def _polarity(asked: str, lead: str) -> tuple[float, float, float]:
    """Whether both forbid, only the question does, only the list does."""
    asks, says = _ASKS_FORBIDDEN.search(asked) is not None, _FORBIDS.search(lead) is not None
    return float(asks and says), float(asks and not says), float(says and not asks)


def _sort(asked: str, lead: str) -> tuple[float, float]:
    """Whether a lead names the sort of things asked for; whether it names another sort."""
    match = _SORT_ASKED.search(asked)
    if match is None:
        return 0.0, 0.0
    for wanted, said in _SORTS:
        if wanted.search(match["sort"] or match["measure"] or ""):
            named = said.search(lead) is not None
            other = not named and any(each.search(lead) for _, each in _SORTS)
            return float(named), float(other)
    return 0.0, 0.0
