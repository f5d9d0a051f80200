"""A comparison as HTML: the series to choose from, the chart, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pb_qa.figures import Series
from pb_qa.models import DocumentInfo
from pb_qa.web.chart_draw import Drawing, image, svg
from pb_qa.web.figures_compare import Comparison, draw, series_keys
from pb_qa.web.figures_request import MOST_LINES, Axis, FiguresRequest
from pb_qa.web.figures_view import render_exports, render_table
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_SERIES_AT_FIRST: Final = 6
_MOST_SOURCES: Final = 12
IMAGE_WIDTH: Final = 900


def render_comparison(
    comparison: Comparison,
    every: Sequence[Series],
    request: FiguresRequest,
    width: int,
    texts: Texts,
) -> str:
    """The whole view of one chart.

    Parameters
    ----------
    width
        How many pixels the chart may take.
    """
    figures = comparison.figures
    exports = render_exports(
        request, len(figures), texts, image=f"page/figures/chart.svg?{request.query()}"
    )
    return (
        f"{_series_list(comparison, every, request, texts)}"
        f'<section class="pb-comparison"><h3>{escape(title(comparison, texts))}</h3>'
        f"{_options(comparison, request, texts)}{_chart(comparison, width, texts)}{exports}"
        f'<h4 class="pb-label">{escape(texts("compare_table"))}</h4>'
        f"{render_table(figures, texts)}</section>"
    )


def render_start(_: FiguresRequest, suggestions: Sequence[str], texts: Texts) -> str:
    """What to do when no indicator is chosen yet."""
    return f'<p class="pb-empty">{escape(texts("compare_start"))}</p>' + _suggestions(
        suggestions, texts
    )


def render_nothing(request: FiguresRequest, suggestions: Sequence[str], texts: Texts) -> str:
    """Nothing to compare: where to go on."""
    links = [
        f'<a class="pb-link"{attributes(href=request.searching(request.words).link())}>'
        f"{escape(texts('compare_search', indicator=request.words))}</a>"
    ]
    if request.filtered:
        bare = FiguresRequest().comparing(request.words)
        links.append(
            f'<a class="pb-link"{attributes(href=bare.link())}>{escape(texts("filters_clear"))}</a>'
        )
    return (
        f'<div class="pb-abstained"><p><strong>{escape(texts("compare_none"))}</strong></p>'
        f"<p>{''.join(links)}</p></div>{_suggestions(suggestions, texts)}"
    )


def title(comparison: Comparison, texts: Texts) -> str:
    """What the chart shows, in one line."""
    series = comparison.series
    indicator = series.indicator or texts("indicator_unnamed")
    shown = [line.figures[0].figure.place for line in comparison.lines if line.shown]
    if comparison.axis is Axis.PLACE:
        indicator = f"{comparison.period}{indicator}"
    elif len(shown) == 1:
        indicator = f"{shown[0]}{indicator}"
    return f"{indicator} · {texts(f'measure_{series.measure}')}"


def chart_image(comparison: Comparison, texts: Texts) -> str | None:
    """The chart as an image that stands alone, with its sources; None when there is none."""
    drawing = draw(comparison, IMAGE_WIDTH, texts)
    if drawing is None:
        return None
    documents = {found.document.id: found.document for found in comparison.drawn}
    named = [_source(info) for info in list(documents.values())[:_MOST_SOURCES]]
    if len(documents) > _MOST_SOURCES:
        named.append(texts("chart_sources_more", count=len(documents) - _MOST_SOURCES))
    footer = [*drawing.notes, f"{texts('chart_sources')}：{'；'.join(named)}"]
    return image(drawing, title(comparison, texts), footer)


def _source(info: DocumentInfo) -> str:
    facts = "，".join(fact for fact in (info.issuer, info.issued_on) if fact)
    return f"《{info.title}》{f'（{facts}）' if facts else ''}"


def _suggestions(suggestions: Sequence[str], texts: Texts) -> str:
    if not suggestions:
        return ""
    links = "".join(
        f"<li><a{attributes(href=FiguresRequest().comparing(indicator).link())}>"
        f"{escape(indicator)}</a></li>"
        for indicator in suggestions
    )
    return (
        f'<p class="pb-label">{escape(texts("compare_try"))}</p>'
        f'<ul class="pb-indicators">{links}</ul>'
    )


def _series_list(
    comparison: Comparison, every: Sequence[Series], request: FiguresRequest, texts: Texts
) -> str:
    if len(every) == 1:
        return ""
    items = [
        _series(series, key, comparison, request, texts)
        for series, key in zip(every, series_keys(every), strict=True)
    ]
    current = next(index for index, one in enumerate(every) if one is comparison.series)
    # A single figure compares with nothing: those come last, and are folded away.
    several = sum(len(series.points) > 1 for series in every)
    unfolded = min(several or _SERIES_AT_FIRST, _SERIES_AT_FIRST)
    first, rest = items[:unfolded], items[unfolded:]
    more = ""
    if rest:
        opened = attributes(open=current >= unfolded)
        more = (
            f'<details{opened}><summary class="pb-link">'
            f"{escape(texts('series_more', count=len(every)))}</summary>"
            f'<ul class="pb-series">{"".join(rest)}</ul></details>'
        )
    label = escape(texts("compare_series"))
    return f'<p class="pb-label">{label}</p><ul class="pb-series">{"".join(first)}</ul>{more}'


def _series(
    series: Series, key: str, comparison: Comparison, request: FiguresRequest, texts: Texts
) -> str:
    link = attributes(
        href=request.with_series(key).link(),
        data_key=f"series-{key}",
        aria_current="true" if series is comparison.series else None,
    )
    facts = " · ".join(
        fact
        for fact in (
            texts(f"measure_{series.measure}"),
            series.unit,
            texts("series_points", count=len(series.points)),
        )
        if fact
    )
    indicator = series.indicator or texts("indicator_unnamed")
    return f"<li><a{link}>{escape(indicator)} <small>{escape(facts)}</small></a></li>"


def _options(comparison: Comparison, request: FiguresRequest, texts: Texts) -> str:
    """Along what to compare, and which lines or which period; each change redraws."""
    parts = []
    if len(comparison.axes) > 1:
        links = "".join(_axis(axis, comparison, request, texts) for axis in Axis)
        label = attributes(aria_label=texts("axis_label"))
        parts.append(f'<div class="pb-axes" role="group"{label}>{links}</div>')
    if comparison.axis is Axis.PLACE and len(comparison.periods) > 1:
        parts.append(_period(comparison, texts))
    if comparison.axis is Axis.TIME and len(comparison.lines) > 1:
        parts.append(_lines(comparison, texts))
    bare = replace(request, lines=(), at="").query()
    return f'<form class="pb-options"{attributes(data_options=bare)}>{"".join(parts)}</form>'


def _axis(axis: Axis, comparison: Comparison, request: FiguresRequest, texts: Texts) -> str:
    link = attributes(
        href=request.along(axis).link(),
        data_key=f"axis-{axis}",
        aria_current="true" if axis is comparison.axis else None,
    )
    return f"<a{link}>{escape(texts(f'axis_{axis}'))}</a>"


def _period(comparison: Comparison, texts: Texts) -> str:
    options = "".join(
        f"<option{attributes(value=period, selected=period == comparison.period)}>"
        f"{escape(period)}</option>"
        for period in comparison.periods
    )
    return (
        f'<label class="pb-field"><span>{escape(texts("axis_period"))}</span>'
        f'<select name="at" data-key="at">{options}</select></label>'
    )


def _lines(comparison: Comparison, texts: Texts) -> str:
    shown = sum(line.shown for line in comparison.lines)
    boxes = []
    for line in comparison.lines:
        box = attributes(
            value=line.key,
            checked=line.shown,
            disabled=not line.shown and shown >= MOST_LINES,
            data_key=f"line-{line.key}",
        )
        count = f"<small>{len(line.figures)}</small>"
        boxes.append(
            f'<label><input type="checkbox" name="line"{box}>{escape(line.name)} {count}</label>'
        )
    told = texts("lines_shown", total=len(comparison.lines), shown=shown, most=MOST_LINES)
    return (
        f'<details class="pb-lines"><summary>{escape(told)}</summary>'
        f"<div>{''.join(boxes)}</div></details>"
    )


def _chart(comparison: Comparison, width: int, texts: Texts) -> str:
    drawing = draw(comparison, width, texts)
    if drawing is None:
        return f'<p class="pb-empty">{escape(texts("chart_empty"))}</p>'
    label = texts("chart_label", indicator=title(comparison, texts), unit=comparison.series.unit)
    caption = _caption(drawing, comparison, texts)
    return f'<figure class="pb-figure-chart">{svg(drawing, label)}{caption}</figure>'


def _caption(drawing: Drawing, comparison: Comparison, texts: Texts) -> str:
    notes = [texts("chart_open_hint"), *drawing.notes]
    left = len(comparison.figures) - len(comparison.drawn)
    if left and comparison.axis is Axis.TIME:
        notes.append(texts("chart_undrawn", count=left))
    if comparison.axis is Axis.PLACE:
        every = {found.figure.place for found in comparison.series.points}
        here = {bar.figures[0].figure.place for bar in comparison.places}
        if every - here:
            notes.append(texts("chart_places_missing", count=len(every - here)))
    return f"<figcaption>{escape('；'.join(notes))}</figcaption>"
