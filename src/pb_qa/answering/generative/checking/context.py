"""What a sentence says around a number: when, where, of what, and how it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.dating import governing_date, stretch_of
from pb_qa.answering.generative.checking.stated import StatedDate, StatedNumber
from pb_qa.figures import Figure, Measure, Period
from pb_qa.models import NO_PERIOD
from pb_qa.text.places import bodies_in, listed_place_spans
from pb_qa.text.search_form import search_form

_EDGE: Final = re.compile("[被，,。；;：:！？!?\\n|、]|——")
# 5亿元（贷款另计) is no number of loans.
_BRACKET: Final = re.compile("[（(](?=[^（）()]{2,16}(?:另计|另算|除外|不含|不计|不在内|未计))")
_WIDE_EDGE: Final = re.compile("[被，,。；;：:！？!?\\n|]|——")
_HAN_RUN: Final = re.compile("[\u4e00-\u9fff]+|[a-z]{2,}")
# What links words or says how much there is tells no subject from another.
_EMPTY: Final = re.compile(
    "方面的?(?:数字|数据|情况|数)|的(?:数字|数据)|截至|截止|目前|被|比重|比例|已经|已(?!知|婚)|其中|共有|共计|总共|一共|合计|累计|达到|达|占|为|是|有|共|约|近|了|的|和|与|及|在|到|至|也|则|而|将|由|从|以|其"
    "|增长|下降|增加(?!值)|减少|提高|上升|降低|比上年|同比|分别|超过|左右|以上|以下|不足|年底|年末|[0-9一二三四五六七八九十百千万亿零〇两]+|[年月日]|全[国省市区县州]|我[国省市区县州]|该[国省市区县州]"
)
_SCOPE: Final = re.compile(
    "(?<!健)(?<!安)(?<!完)全(?P<area>[国省市区县州乡镇村])(?!民|家|人大|政协|面)"
    "|(?<![族古藏])自治区(?!党委|政府|主席|人民)"
)
_NO_BODY: Final = re.compile(
    "实行|设立|成立|建立|组建|该|本|各|全|这|其|我|下属|所属|有的|一些|部分"
)


@dataclass(frozen=True, slots=True)
class Context:
    """A number of a text with what governs it.

    Attributes
    ----------
    figure
        The ledger's reading of it, where there is one.
    period
        For when it is stated; empty when the sentence leaves that open.
    date
        The date named last before it in its sentence, comparisons apart.
    until
        The last year of the stretch that ``date`` begins or ends; 0 without a date.
    years
        Every year that its sentence names.
    place
        The listed place named last before it in its sentence.
    whole
        国, 省, 市 … of 全国, 全市 named last before it.
    body
        The company, office or association named last before it in its sentence.
    local
        Pairs of characters of the words beside it and of its indicator.
    beside
        Pairs of characters of the words right before it alone.
    before, after
        The words of its clause before and after it, up to the numbers beside it.
    clause
        Its clause up to it.
    """

    number: StatedNumber
    figure: Figure | None
    period: Period
    date: StatedDate | None
    until: int
    years: frozenset[int]
    place: str
    whole: str
    body: str
    local: frozenset[str]
    beside: frozenset[str]
    before: str
    after: str
    clause: str

    @property
    def measure(self) -> Measure | None:
        """Level, change or share; None when nothing tells."""
        return self.figure.measure if self.figure else None

    @property
    def direction(self) -> str:
        """``"up"`` or ``"down"`` of a change."""
        return self.figure.direction if self.figure else ""


def read_contexts(
    text: str,
    numbers: Sequence[StatedNumber],
    dates: Sequence[StatedDate],
    figures: Sequence[Figure],
    offset: int = 0,
) -> tuple[Context, ...]:
    """What governs each number of a sentence.

    Parameters
    ----------
    text
        The sentence, which ``numbers`` and ``dates`` have their spans in.
    figures
        Of the ledger, with spans that begin ``offset`` before the sentence.
    """
    places = [
        (start, end, text[start:end]) for start, end in listed_place_spans(text, 0, len(text))
    ]
    scopes = [(match.start(), match["area"] or "区") for match in _SCOPE.finditer(text)]
    names = re.compile("|".join(re.escape(name) for _, _, name in places) or "(?!)")
    years = frozenset(date.year for date in dates if date.year)
    bodies = named_bodies(search_form(text)) if numbers else []
    found: list[Context] = []
    for index, number in enumerate(numbers):
        floor = numbers[index - 1].end if index else 0
        ceiling = numbers[index + 1].start if index + 1 < len(numbers) else len(text)
        before = _EDGE.split(text[floor : number.start])[-1]
        if len(re.sub(r"\W", "", before)) < 2:
            before = _WIDE_EDGE.split(text[floor : number.start])[-1]
        after = _BRACKET.split(_EDGE.split(text[number.end : ceiling], maxsplit=1)[0])[0]
        figure = _figure_of(number, figures, offset)
        indicator = figure.indicator.rpartition("被")[2] if figure else ""
        words = f"{before} {after} {indicator}"
        if indicator and "分别" in before:
            words = indicator  # what is named before is of several numbers
        begin = text.rfind("；", 0, number.start) + 1
        scope, whole = _last([s for s in scopes if begin <= s[0] < number.start])
        named = [(s, name) for s, e, name in places if begin <= s and e <= number.start]
        at, place = _respective(text, named, numbers[:index], number) or _last(named)
        # 清河县的全县粮食产量 is that of 清河县.
        place = place if at > scope or (whole and place.endswith(whole)) else ""
        body_at, body = _body_before(text, bodies, begin, number.start)
        body = body if body_at >= max(scope, at) else ""
        found.append(
            Context(
                number,
                figure,
                figure.period if figure else NO_PERIOD,
                *stretch_of(text, dates, governing_date(text, dates, number)),
                years,
                place,
                whole,
                body,
                pairs(names.sub(" ", words)),
                pairs(names.sub(" ", before)),
                before,
                after,
                _WIDE_EDGE.split(text[: number.start])[-1],
            )
        )
    return tuple(found)


def _respective(
    text: str,
    named: Sequence[tuple[int, str]],
    earlier: Sequence[StatedNumber],
    number: StatedNumber,
) -> tuple[int, str] | None:
    """The place that a number of 甲县和乙县分别有316名和205名 is of."""
    each = text.rfind("分别", 0, number.start)
    before = [place for place in named if place[0] < each]
    if each < 0 or len(before) < 2:
        return None
    order = sum(other.start > each for other in earlier)
    return before[order] if order < len(before) else None


def named_bodies(form: str) -> list[str]:
    """The bodies that a text in the search form names, 实行公司 and its like apart."""
    return [name for name in bodies_in(form) if not _NO_BODY.match(name)]


def _last(found: Sequence[tuple[int, str]]) -> tuple[int, str]:
    """The last of what was found, with its place; -1 and nothing when there is none."""
    return found[-1] if found else (-1, "")


def _body_before(text: str, bodies: Sequence[str], start: int, stop: int) -> tuple[int, str]:
    """The body named last in a stretch, with its place."""
    form = search_form(text[start:stop])
    named = [(form.rfind(body) + start, body) for body in bodies if body in form]
    return max(named, default=(-1, ""))


def pairs(text: str) -> frozenset[str]:
    """Pairs of characters of the words that say what a number is about."""
    form = _EMPTY.sub(" ", search_form(text))
    return frozenset(run[i : i + 2] for run in _HAN_RUN.findall(form) for i in range(len(run) - 1))


def _figure_of(number: StatedNumber, figures: Sequence[Figure], offset: int) -> Figure | None:
    for figure in figures:
        start = figure.number_start - offset
        if start <= number.start and number.end <= figure.number_end - offset + 1:
            return figure
    return None


__all__ = ["Context", "named_bodies", "pairs", "read_contexts"]
