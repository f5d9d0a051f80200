"""The form of the figures page and the table of what was found: pure functions to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.catalog import Collection
from pb_qa.figures import FigureOrder, FigurePage, FoundFigure, Measure
from pb_qa.understanding.figures.aims import is_aim
from pb_qa.web.figures_request import MOST_WORDS, PAGE_SIZE, FiguresRequest, View
from pb_qa.web.figures_words import base_words, source_link, spoken, value_words
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.sortable_head import render_sortable_head

_BEFORE: Final = 30
_BEHIND: Final = 24
_COLUMNS: Final = (
    FigureOrder.VALUE,
    FigureOrder.INDICATOR,
    FigureOrder.PLACE,
    FigureOrder.PERIOD,
    FigureOrder.DOCUMENT,
)


def render_form(texts: Texts, collections: Sequence[Collection] = ()) -> str:
    """The tabs of the three views, the search field, the filters, and room for results."""
    views = "".join(
        f'<a class="pb-view"{attributes(href=FiguresRequest(view=view).link(), data_view=view)}>'
        f"{escape(texts(f'view_{view}'))}</a>"
        for view in View
    )
    measures = "".join(
        f"<option{attributes(value=value)}>{escape(texts(key))}</option>"
        for value, key in (("", "measure_any"), *((m, f"measure_{m}") for m in Measure))
    )
    words = attributes(
        placeholder=texts("figures_words_hint"),
        aria_label=texts("figures_words"),
        maxlength=MOST_WORDS,
        data_hint=texts("figures_words_hint"),
        data_filter_hint=texts("disagreements_filter_hint"),
    )
    fields = (
        _collection_field(collections, texts)
        + _field("place", "filter_place", texts)
        + f'<span class="pb-field pb-period"><span>{escape(texts("filter_period"))}</span>'
        f"{_input('from', 'filter_from', texts)}{_input('to', 'filter_to', texts)}</span>"
        + _field("unit", "filter_unit", texts)
        + _field("document", "filter_document", texts)
        + f'<label class="pb-field"><span>{escape(texts("filter_measure"))}</span>'
        f'<select name="measure">{measures}</select></label>'
    )
    results = attributes(
        data_unreachable=texts("figures_unreachable"),
        data_unexpected=texts("figures_unexpected"),
        data_loading=texts("figures_loading"),
    )
    return (
        f'<nav class="pb-views"{attributes(aria_label=texts("figures_views"))}>{views}</nav>'
        '<form class="pb-lookup" role="search" autocomplete="off"><div class="pb-lookup-words">'
        f'<input type="search" name="q" enterkeyhint="search"{words}>'
        f'<button type="submit" class="pb-go">{escape(texts("figures_search"))}</button></div>'
        f'<details class="pb-filters"><summary>{escape(texts("figures_filters"))}'
        f'<span class="pb-filter-count"></span></summary><div class="pb-fields">{fields}'
        f'<button type="button" class="pb-link" data-clear-filters>'
        f"{escape(texts('filters_clear'))}</button></div></details></form>"
        '<p class="pb-hidden" role="status" data-said></p>'
        f'<div class="pb-results"{results}></div>'
    )


def render_page(found: FigurePage, request: FiguresRequest, texts: Texts) -> str:
    """A page of the table with its total, exports and pages; or what there is instead."""
    if not found.total:
        return _nothing(found.nearest, request, texts)
    pages = -(-found.total // PAGE_SIZE)
    if not found.figures:
        beyond = escape(texts("figures_beyond", total=found.total, page=request.page))
        return f'<p class="pb-total">{beyond}</p>{_pager(request, pages, texts)}'
    first = request.offset + 1
    total = texts(
        "figures_total",
        total=found.total,
        first=first,
        last=request.offset + len(found.figures),
    )
    by_relevance = ""
    if request.words and request.order is not FigureOrder.RELEVANCE:
        plain = FiguresRequest(words=request.words, filter=request.filter)
        by_relevance = (
            f'<a class="pb-link"{attributes(href=plain.link())}>'
            f"{escape(texts('sort_relevance'))}</a>"
        )
    return (
        f'<div class="pb-results-head"><p class="pb-total">{escape(total)}</p>{by_relevance}'
        f"{render_exports(request, found.total, texts)}</div>"
        f"{render_table(found.figures, texts, request)}{_pager(request, pages, texts)}"
    )


def render_table(
    figures: Sequence[FoundFigure], texts: Texts, request: FiguresRequest | None = None
) -> str:
    """Figures as rows that open their sentences.

    Parameters
    ----------
    request
        What the list answers, for headings that sort it and links that compare;
        None for a table in the order given.
    """
    heads = "".join(_column(column, request, texts) for column in _COLUMNS)
    rows = "".join(_row(found, request, texts) for found in figures)
    caption = escape(texts("figures_table"))
    return (
        f'<table class="pb-figures"><caption class="pb-hidden">{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def render_exports(request: FiguresRequest, total: int, texts: Texts, *, image: str = "") -> str:
    """Buttons that save everything found, and a chart if there is one.

    Parameters
    ----------
    image
        Where the standing image of the chart is fetched; empty for no chart.
    """
    buttons = [
        f'<button type="button" class="pb-quiet"'
        f"{attributes(data_export=f'page/figures/export.{suffix}?{request.query()}')}>"
        f"{escape(texts(f'export_{name}'))}</button>"
        for suffix, name in (("xlsx", "excel"), ("csv", "csv"))
    ]
    if image:
        buttons.append(
            f'<button type="button" class="pb-quiet"{attributes(data_export_image=image)}>'
            f"{escape(texts('export_png'))}</button>"
        )
    said = {f"data_{name}": texts(f"export_{name}") for name in ("busy", "done", "failed")}
    label = texts("export_all", total=total)
    return (
        f'<div class="pb-exports" role="group"{attributes(aria_label=label, **said)}>'
        f'<span class="pb-muted">{escape(label)}</span>{"".join(buttons)}</div>'
    )


def render_range(request: FiguresRequest, texts: Texts) -> str:
    """The folder that everything shown is limited to, so that nobody forgets it."""
    collection = request.filter.collection
    if not collection:
        return ""
    return f'<p class="pb-muted">{escape(texts("figures_range", name=collection))}</p>'


def render_failure(message: str, texts: Texts) -> str:
    """An error that stands where the results would have stood."""
    return (
        f'<div class="pb-error" role="alert"><p><strong>{escape(texts("figures_failed"))}'
        f"</strong></p><p>{escape(message)}</p></div>"
    )


def render_empty_library(texts: Texts) -> str:
    """There is nothing to look figures up in."""
    return f'<p class="pb-empty">{escape(texts("figures_no_documents"))}</p>'


def render_pages(request: FiguresRequest, total: int, texts: Texts) -> str:
    """Links to the other pages of a list of so many entries."""
    return _pager(request, -(-total // PAGE_SIZE), texts)


def _collection_field(collections: Sequence[Collection], texts: Texts) -> str:
    """Folders of the corpus to choose from; nothing when there are none."""
    options = "".join(
        f"<option{attributes(value=one.name)}>"
        f"{escape(texts('choice', name=one.name, count=one.documents))}</option>"
        for one in collections
    )
    hidden = attributes(hidden=not collections)
    return (
        f'<label class="pb-field"{hidden}><span>{escape(texts("filter_collection"))}</span>'
        f'<select name="collection"><option value="">{escape(texts("filter_any"))}</option>'
        f"{options}</select></label>"
    )


def _field(name: str, key: str, texts: Texts) -> str:
    return (
        f'<label class="pb-field"><span>{escape(texts(key))}</span>'
        f"{_input(name, key, texts)}</label>"
    )


def _input(name: str, key: str, texts: Texts) -> str:
    data = attributes(
        name=name, aria_label=texts(key), placeholder=texts(f"{key}_hint"), maxlength=MOST_WORDS
    )
    return f'<input type="text"{data}>'


def _column(column: FigureOrder, request: FiguresRequest | None, texts: Texts) -> str:
    if request is None:
        return f'<th scope="col">{escape(texts(f"column_{column}"))}</th>'
    return render_sortable_head(
        column, request.order, request.descending, request.sorted_by(column).link(), texts
    )


def _row(found: FoundFigure, request: FiguresRequest | None, texts: Texts) -> str:
    figure, info = found.figure, found.document
    indicator = figure.indicator or texts("indicator_unnamed")
    compare = ""
    if request is not None and figure.indicator:
        link = attributes(
            href=request.comparing(figure.indicator).link(),
            aria_label=texts("compare_this_label", indicator=figure.indicator),
        )
        compare = f' <a class="pb-link"{link}>{escape(texts("compare_this"))}</a>'
    facts = " · ".join(fact for fact in (info.issuer, info.issued_on) if fact)
    place, period = figure.place or texts("unnamed"), figure.period.text or texts("unnamed")
    words = figure.period.words
    own = f"<small>{escape(texts('period_own_words', words=words))}</small>" if words else ""
    cells = (
        f'<td class="pb-value">{_value(found, texts)}</td>',
        f'<td class="pb-indicator"><span{_muted(not figure.indicator)}>{escape(indicator)}</span>'
        f"{compare}{_excerpt(found)}</td>",
        f'<td class="pb-place"{_muted(not figure.place)}>{escape(place)}</td>',
        f'<td class="pb-when"{_muted(not figure.period.text)}>{escape(period)}{own}</td>',
        f'<td class="pb-from"><span>{escape(info.title)}</span><small>{escape(facts)}</small></td>',
    )
    return f'<tr class="pb-figure">{"".join(cells)}</tr>'


def _excerpt(found: FoundFigure) -> str:
    """The words around the number, as they stand in the sentence."""
    quote, figure = found.quote, found.figure
    first, last = figure.number_start - figure.start, figure.number_end - figure.start
    start, end = max(0, first - _BEFORE), min(len(quote), last + _BEHIND)
    lead = f"{'…' if start else ''}{quote[start:first]}"
    rest = f"{quote[last:end]}{'…' if end < len(quote) else ''}"
    number = escape(quote[first:last])
    return f'<span class="pb-excerpt">{escape(lead)}<b>{number}</b>{escape(rest)}</span>'


def _muted(muted: bool) -> str:
    return attributes(data_unnamed=muted)


def _value(found: FoundFigure, texts: Texts) -> str:
    words, figure = value_words(found), found.figure
    base = base_words(figure)
    label = attributes(
        aria_label=texts("open_figure", figure=spoken(found, texts)),
        title=texts("in_base_unit", value=base) if base else None,
    )
    measure = escape(texts(f"measure_{figure.measure}"))
    aim = f'<span class="pb-measure pb-aim">{escape(texts("aim"))}</span>'
    return (
        f'<button type="button" class="pb-figure-open"{source_link(found)}{label}>'
        f"{escape(words.before)}<strong>{escape(words.number)}</strong>"
        f"{escape(words.unit + words.behind)}</button>"
        f'<span class="pb-measure pb-measure-{figure.measure}">{measure}</span>'
        f"{aim if is_aim(found) else ''}"
    )


def _nothing(nearest: Sequence[str], request: FiguresRequest, texts: Texts) -> str:
    if not request.words and not request.filtered:
        return f'<p class="pb-empty">{escape(texts("figures_none_ledger"))}</p>'
    parts = [f"<p><strong>{escape(texts('figures_none'))}</strong></p>"]
    if request.filtered:
        clear = attributes(href=FiguresRequest(words=request.words).link())
        parts.append(
            f"<p>{escape(texts('figures_none_filtered'))}"
            f'<a class="pb-link"{clear}>{escape(texts("filters_clear"))}</a></p>'
        )
    said = f'<div class="pb-abstained">{"".join(parts)}</div>'
    if not nearest:
        return said
    links = "".join(
        f"<li><a{attributes(href=request.searching(indicator).link())}>{escape(indicator)}</a></li>"
        for indicator in nearest
    )
    return (
        f'{said}<p class="pb-label">{escape(texts("nearest_indicators"))}</p>'
        f'<ul class="pb-indicators">{links}</ul>'
    )


def _pager(request: FiguresRequest, pages: int, texts: Texts) -> str:
    if pages <= 1 and request.page == 1:
        return ""
    last = max(pages, 1)
    here = min(request.page, last)
    links = "".join(
        _page_link(request, name, page, page != request.page and 1 <= page <= last, texts)
        for name, page in (
            ("first", 1),
            ("previous", min(request.page - 1, last)),
            ("next", request.page + 1),
            ("last", last),
        )
    )
    number = attributes(min=1, max=last, value=here, aria_label=texts("page_number"))
    jump = attributes(data_jump=FiguresRequest.turned_to(request, 1).query())
    return (
        f'<nav class="pb-pager"{attributes(aria_label=texts("pages"))}>{links}'
        f"<span>{escape(texts('page_of', page=request.page, pages=last))}</span>"
        f'<form class="pb-jump"{jump}><input type="number" name="page"{number}>'
        f'<button type="submit" class="pb-quiet">{escape(texts("page_go"))}</button></form></nav>'
    )


def _page_link(request: FiguresRequest, name: str, page: int, there: bool, texts: Texts) -> str:
    label = escape(texts(f"page_{name}"))
    if not there:
        return f'<span class="pb-quiet" aria-disabled="true">{label}</span>'
    link = attributes(href=request.turned_to(page).link(), data_key=f"page-{name}")
    return f'<a class="pb-quiet"{link}>{label}</a>'
