"""Where documents disagree, as HTML: every value beside its documents, none averaged."""

from __future__ import annotations

from collections.abc import Sequence

from pb_qa.figures import Disagreement, FoundFigure
from pb_qa.web.figures_request import PAGE_SIZE, FiguresRequest
from pb_qa.web.figures_view import render_exports, render_pages
from pb_qa.web.figures_words import place_words, source_link, spoken, value_words
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape


def fitting(every: Sequence[Disagreement], words: str) -> list[Disagreement]:
    """Those whose indicator, place, period or documents hold every word."""
    wanted = words.casefold().split()
    return [one for one in every if all(word in _searchable(one) for word in wanted)]


def render_disagreements(
    every: Sequence[Disagreement], request: FiguresRequest, texts: Texts
) -> str:
    """A page of the list, with its total."""
    hint = f'<p class="pb-muted">{escape(texts("disagreements_hint"))}</p>'
    if not every:
        return f'{hint}<p class="pb-empty">{escape(texts("disagreements_none"))}</p>'
    found = fitting(every, request.words)
    if not found:
        return f'{hint}<p class="pb-empty">{escape(texts("disagreements_none_fit"))}</p>'
    shown = found[request.offset : request.offset + PAGE_SIZE]
    if shown:
        told = texts(
            "disagreements_total",
            total=len(found),
            first=request.offset + 1,
            last=request.offset + len(shown),
        )
    else:
        told = texts("figures_beyond", total=len(found), page=request.page)
    stated = sum(len(one.figures) for one in found)
    items = "".join(_disagreement(one, request, texts) for one in shown)
    return (
        f'{hint}<div class="pb-results-head"><p class="pb-total">{escape(told)}</p>'
        f"{render_exports(request, stated, texts)}</div>"
        f'<ol class="pb-disagreements">{items}</ol>{render_pages(request, len(found), texts)}'
    )


def _disagreement(one: Disagreement, request: FiguresRequest, texts: Texts) -> str:
    values: dict[tuple[str, str, str], list[FoundFigure]] = {}
    for found in one.figures:
        figure = found.figure
        key = (figure.base_value, figure.base_value_to, figure.direction)
        values.setdefault(key, []).append(found)
    where = " · ".join((place_words(one.place, texts), one.period.text or texts("period_unnamed")))
    rows = "".join(_value(figures, texts) for figures in values.values())
    indicator = one.indicator or texts("indicator_unnamed")
    count = escape(texts("disagreement_values", count=len(values)))
    compare = attributes(href=request.comparing(one.indicator).link())
    link = f'<a class="pb-link"{compare}>{escape(texts("compare_this"))}</a>'
    return (
        f"<li><h3>{escape(indicator)} <small>{escape(where)}</small></h3>"
        f'<p class="pb-muted">{count}{link if one.indicator else ""}</p><dl>{rows}</dl></li>'
    )


def _value(figures: Sequence[FoundFigure], texts: Texts) -> str:
    documents = "".join(_document(found, texts) for found in figures)
    return f"<div><dt><strong>{escape(value_words(figures[0]).text)}</strong></dt>{documents}</div>"


def _document(found: FoundFigure, texts: Texts) -> str:
    info = found.document
    label = attributes(aria_label=texts("open_figure", figure=spoken(found, texts)))
    facts = " · ".join(fact for fact in (info.issuer, info.issued_on) if fact)
    return (
        f'<dd><button type="button" class="pb-figure-open"{source_link(found)}{label}>'
        f"{escape(info.title)}</button><small>{escape(facts)}</small>"
        f"<q>{escape(found.quote)}</q></dd>"
    )


def _searchable(one: Disagreement) -> str:
    titles = (found.document.title for found in one.figures)
    return "\n".join((one.indicator, one.place, one.period.text, *titles)).casefold()
