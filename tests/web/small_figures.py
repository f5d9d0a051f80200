"""A small ledger of figures over plain-text documents, enough to drive the figures page.

It keeps the contract for real: spans are verbatim, filters filter, orders sort, totals
count everything, only like stands with like, and what differs is listed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pb_qa.figures import (
    Disagreement,
    Figure,
    FigureFilter,
    FigureOrder,
    FigurePage,
    FoundFigure,
    Measure,
    Period,
    Series,
)
from pb_qa.models import Document, DocumentInfo

_MULTIPLIERS = {"": 1, "万": 10**4, "亿": 10**8}
_FIGURE = re.compile(
    r"(?P<before>近|约|超过|不少于)?(?P<value>\d[\d,]*(?:\.\d+)?)(?:至(?P<to>\d+(?:\.\d+)?))?"
    r"(?P<inside>多|余)?(?P<times>万|亿)?"
    r"(?P<unit>名|个工作日|个月|个百分点|个|人|次|天|张|段|处|框|辆|吨|亩|岁|%)(?P<behind>以上|左右)?"
)
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<end>底|末|12月31日)?(?:至(?P<last>\d{4})年)?")
_MONTH = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?!31)")
_LAST_YEAR = re.compile("去年")
_PLACE = re.compile(r"(?:甲|乙|丙|丁|戊|己|庚|辛|壬|癸)市|全省|全国")
_CHANGE = re.compile(r"比(?:上年|上年末)?(?:净)?(?P<way>增长|增加|净增|下降|减少)了?")
_SENTENCE = re.compile(r"[^。\n]+。?")
_NOISE = re.compile(
    r"截至|其中|比上年末|比上年|去年|净增|增长|增加|下降|减少|达到|共有|总数为|为|占|共|年均|"
    r"(?:19|20)\d\d年(?:\d{1,2}月(?:31日)?)?(?:底|末)?|至\d{4}年|[，,、：:\s]"
)


class SmallFigures:
    """Figures found by a pattern, looked up by overlap of character pairs."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._found = [found for document in documents for found in _extract(document)]

    def page(
        self,
        query: str,
        wanted: FigureFilter,
        order: FigureOrder,
        *,
        descending: bool,
        offset: int,
        limit: int,
    ) -> FigurePage:
        found = list(self.each(query, wanted, order, descending=descending))
        nearest = () if found else self._nearest(query)
        return FigurePage(tuple(found[offset : offset + limit]), len(found), nearest)

    def each(
        self, query: str, wanted: FigureFilter, order: FigureOrder, *, descending: bool
    ) -> Iterator[FoundFigure]:
        pairs = _pairs(query)
        found = []
        for one in self._found:
            overlap = len(pairs & _pairs(one.figure.indicator + one.figure.place))
            score = overlap / len(pairs) if pairs else 1.0
            if score >= 0.6 and _passes(one, wanted):
                found.append(replace(one, score=score))
        if order is FigureOrder.RELEVANCE:
            found.sort(key=lambda one: -one.score)
        else:
            found.sort(key=lambda one: _key(one, order), reverse=descending)
        yield from found

    def compare(self, indicator: str, wanted: FigureFilter) -> list[Series]:
        groups: dict[tuple[str, Measure, str], list[FoundFigure]] = {}
        for one in self.each(indicator, wanted, FigureOrder.RELEVANCE, descending=False):
            figure = one.figure
            groups.setdefault((figure.indicator, figure.measure, figure.base_unit), []).append(one)
        series = [
            Series(
                name,
                measure,
                unit,
                tuple(sorted(points, key=lambda p: (p.figure.period.start, p.figure.place))),
            )
            for (name, measure, unit), points in groups.items()
        ]
        return sorted(series, key=lambda one: (one.indicator != indicator, -len(one.points)))

    def disagreements(self, collection: str = "") -> list[Disagreement]:
        groups: dict[tuple[str, ...], list[FoundFigure]] = {}
        for one in self._found:
            figure = one.figure
            if figure.period.start and one.document.source.startswith(collection):
                key = (figure.indicator, figure.place, figure.period.text, figure.measure)
                groups.setdefault((*key, figure.base_unit), []).append(one)
        return [
            Disagreement(
                points[0].figure.indicator,
                points[0].figure.place,
                points[0].figure.period,
                tuple(points),
            )
            for points in groups.values()
            if len({point.figure.base_value for point in points}) > 1
            and len({point.document.id for point in points}) > 1
        ]

    def _nearest(self, query: str) -> tuple[str, ...]:
        pairs = set(query)
        scored = {
            one.figure.indicator: len(pairs & set(one.figure.indicator)) for one in self._found
        }
        best = sorted(
            (name for name in scored if scored[name]), key=lambda name: (-scored[name], name)
        )
        return tuple(best[:6])


def statistics_documents() -> list[Document]:
    """Three documents of this file's own making: years with gaps, places, disagreements."""
    lines = ["示例省历年民生统计"]
    for index, year in enumerate(y for y in range(2008, 2024) if y not in (2012, 2013, 2019)):
        for rank, place in enumerate("甲乙丙丁"):
            beds = Decimal(31 + 7 * rank) / 10 + Decimal(index * (3 + rank)) / 10
            lines.append(f"{year}年末，{place}市养老床位{beds}万张。")
            growth = Decimal((index * 37 + rank * 53) % 113 - 40) / 10
            way = "增长" if growth >= 0 else "下降"
            lines.append(f"{year}年，{place}市机动车保有量比上年{way}{abs(growth)}%。")
        lines.append(f"{year}年，全省绿化覆盖率占{Decimal(312 + index * 9) / 10}%。")
    for year in (1952, 1957, 1965, 1978, 1985, 1995, 2005, 2015):
        tons = 16392 + (year - 1952) * 790
        lines.append(f"{year}年，全国粮食产量{tons}万吨。")
    lines.append("1981年至1985年，全国粮食产量年均37062万吨。")
    for rank, place in enumerate("甲乙丙丁戊己庚辛壬癸"):
        lines.append(f"2020年，{place}市社区服务中心{412 - rank * 37}个。")
    for month in range(1, 10):
        lines.append(f"2023年{month}月，全省新增床位{800 + month * 130}张。")
    lines.append("培训对象每年不少于3次，年龄在35岁以上，费用超过300多万吨。")
    years = replace(_document("years", "统计/历年民生.txt", lines), issuer="示例省统计局")
    other = _document(
        "bulletin",
        "公报/2018年公报.txt",
        [
            "示例省2018年养老服务公报",
            "2018年末，甲市养老床位6.2万张，乙市养老床位9.1万张。",
            "去年，丙市社区服务中心210个。",
        ],
    )
    return [
        replace(years, issued_on="2024-03-01"),
        replace(other, issuer="示例省民政厅", issued_on="2019-02-11"),
    ]


def stated(
    value: str = "100",
    unit: str = "吨",
    *,
    period: Period | None = None,
    year: int = 2011,
    indicator: str = "粮食产量",
    place: str = "",
    title: str = "示例统计",
    document: str = "doc",
    **fields: object,
) -> FoundFigure:
    """A figure with the sentence that states it, for tests that need just one."""
    if period is None:
        period = Period(f"{year}年", f"{year}-01-01", f"{year}-12-31")
    qualifier = str(fields.get("qualifier", ""))
    lead, written = f"{period.text}{place}{indicator}", f"{qualifier}{value}{unit}"
    figure = Figure(
        document_id=document,
        start=10,
        end=10 + len(lead) + len(written) + 1,
        number_start=10 + len(lead),
        number_end=10 + len(lead) + len(written),
        value=value,
        unit=unit,
        base_value=str(fields.pop("base_value", value)),
        base_unit=str(fields.pop("base_unit", unit)),
        indicator=indicator,
        place=place,
        period=period,
        **fields,  # type: ignore[arg-type]
    )
    info = DocumentInfo(
        document, 1, f"{document}.txt", title, issuer="示例局", issued_on="2012-01-31"
    )
    return FoundFigure(figure, info, f"{lead}{written}。")


def _document(identity: str, source: str, lines: Sequence[str]) -> Document:
    text = "\n".join(lines)
    return Document(
        id=identity,
        version=1,
        source=source,
        title=lines[0],
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )


def _extract(document: Document) -> Iterator[FoundFigure]:
    for sentence in _SENTENCE.finditer(document.text):
        words, start = sentence[0], sentence.start()
        years = [match.span() for match in _YEAR.finditer(words)]
        before = 0
        for match in _FIGURE.finditer(words):
            if any(begin <= match.start() < end for begin, end in years):
                continue
            yield FoundFigure(
                _figure(document, words, start, match, words[before : match.start()]),
                document.info,
                words,
            )
            before = match.end()


def _figure(document: Document, words: str, start: int, match: re.Match[str], said: str) -> Figure:
    value = match["value"].replace(",", "")
    times = _MULTIPLIERS[match["times"] or ""]
    unit = match["unit"].removeprefix("个") if match["unit"] == "个百分点" else match["unit"]
    change = _CHANGE.search(said)
    measure = Measure.CHANGE if change else Measure.SHARE if "占" in said else Measure.LEVEL
    direction = ""
    if change:
        direction = "down" if change["way"] in ("下降", "减少") else "up"
    place = _PLACE.search(said) or _PLACE.search(words)
    indicator = _NOISE.sub("", _PLACE.sub("", said))
    return Figure(
        document_id=document.id,
        start=start,
        end=start + len(words),
        number_start=start + match.start(),
        number_end=start + match.end(),
        value=value,
        unit=f"{match['times'] or ''}{match['unit']}",
        base_value=_plain(Decimal(value) * times),
        base_unit=unit,
        value_to=match["to"] or "",
        base_value_to=_plain(Decimal(match["to"]) * times) if match["to"] else "",
        qualifier=match["before"] or match["inside"] or match["behind"] or "",
        measure=measure,
        direction=direction,
        indicator=indicator,
        place=place[0] if place else "",
        period=_period(words, document),
    )


def _period(words: str, document: Document) -> Period:
    month = _MONTH.search(words)
    if month:
        first = f"{month['year']}-{int(month['month']):02}-01"
        last = f"{month['year']}-{int(month['month']):02}-28"
        return Period(f"{month['year']}年{month['month']}月", first, last)
    match = _YEAR.search(words)
    if match is None:
        if not _LAST_YEAR.search(words) or not document.issued_on:
            return Period()
        year = str(int(document.issued_on[:4]) - 1)
        return Period(f"{year}年", f"{year}-01-01", f"{year}-12-31", "去年")
    year = match["year"]
    if match["last"]:
        return Period(f"{year}年至{match['last']}年", f"{year}-01-01", f"{match['last']}-12-31")
    if match["end"]:
        return Period(f"{year}年底", f"{year}-12-31", f"{year}-12-31")
    return Period(f"{year}年", f"{year}-01-01", f"{year}-12-31")


def _passes(found: FoundFigure, wanted: FigureFilter) -> bool:
    figure, info = found.figure, found.document
    period = figure.period
    last = f"{wanted.period_to}-99" if wanted.period_to else "9999"
    return (
        wanted.place in figure.place
        and (not wanted.unit or wanted.unit in (figure.unit, figure.base_unit))
        and (wanted.document == info.id or wanted.document in info.title + info.source)
        and wanted.measure in (None, figure.measure)
        and (not wanted.period_from or period.end >= wanted.period_from)
        and (not wanted.period_to or "" < period.start <= last)
    )


def _key(found: FoundFigure, order: FigureOrder) -> tuple[float, str]:
    figure = found.figure
    if order is FigureOrder.VALUE:
        return figure.magnitude or 0.0, ""
    words = {
        FigureOrder.PERIOD: figure.period.start,
        FigureOrder.INDICATOR: figure.indicator,
        FigureOrder.PLACE: figure.place,
        FigureOrder.DOCUMENT: found.document.title,
    }
    return 0.0, words[order]


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"\s", "", text)
    return {plain[index : index + 2] for index in range(len(plain) - 1)} or set(plain)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
