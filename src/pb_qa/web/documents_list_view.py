"""The list of documents as HTML: the form above it, its rows, what needs attention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pb_qa.catalog import DocumentRecord, RefusedUpload
from pb_qa.models import DocumentInfo, FileReport
from pb_qa.web.documents_list import Choices, Listing, Row
from pb_qa.web.documents_request import (
    MOST_WORDS,
    PAGE_SIZE,
    DocumentOrder,
    DocumentsRequest,
    Show,
)
from pb_qa.web.documents_words import date_words, day_words, limit_words, named, plain
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.refused_view import render_refused_uploads, render_rejected
from pb_qa.web.sortable_head import render_sortable_head

_COLUMNS: Final = (
    DocumentOrder.TITLE,
    DocumentOrder.ISSUER,
    DocumentOrder.DATE,
    DocumentOrder.PLACE,
    DocumentOrder.ADDED,
)


def render_frame(most_bytes: int, texts: Texts) -> str:
    """What stands there before anything is known: the drop area, the form, room for lists."""
    results = attributes(
        data_loading=texts("documents_loading"),
        data_unreachable=texts("documents_unreachable"),
        data_unexpected=texts("documents_unexpected"),
    )
    return f'{_drop_area(most_bytes, texts)}{_form(texts)}<div class="pb-results"{results}></div>'


def render_counts(listing: Listing, attention: int, texts: Texts) -> str:
    """Numbers for the three lists and choices for the form, which stand outside the list.

    Parameters
    ----------
    attention
        How many files and documents need it.
    """
    counts = attributes(data_all=listing.library, data_attention=attention, hidden=True)
    return f"<span data-counts{counts}></span>{_options(listing.choices, texts)}"


def render_documents(listing: Listing, request: DocumentsRequest, texts: Texts) -> str:
    """A page of documents, or what there is instead."""
    if not listing.library:
        return f'<p class="pb-empty">{escape(texts("documents_empty"))}</p>'
    if not listing.total:
        return _none(request, texts)
    total = texts("documents_total", count=listing.library)
    if request.filtered:
        total = texts("documents_shown", count=listing.documents, library=listing.library)
    return f'<p class="pb-total">{escape(total)}</p>{_table(listing, request, texts)}'


def render_attention(
    listing: Listing,
    rejected: Sequence[FileReport],
    refused: Sequence[RefusedUpload],
    request: DocumentsRequest,
    texts: Texts,
) -> str:
    """Files that were refused, files that could not be read, documents that read badly."""
    if not refused and not rejected and not listing.total:
        if request.filtered:
            return _none(request, texts)
        return f'<p class="pb-empty">{escape(texts("attention_none"))}</p>'
    files = render_refused_uploads(refused, texts) + render_rejected(rejected, texts)
    if not listing.total:
        return files
    return f"{files}<h3>{escape(texts('attention_pages'))}</h3>{_table(listing, request, texts)}"


def render_failure(message: str, texts: Texts) -> str:
    """An error that stands where the list would have stood."""
    return (
        f'<div class="pb-error" role="alert"><p><strong>{escape(texts("documents_failed"))}'
        f"</strong></p><p>{escape(message)}</p></div>"
    )


def render_options(pairs: Iterable[tuple[str, int]], texts: Texts) -> str:
    """Choices of a list, each with its number."""
    return "".join(
        f"<option{attributes(value=value)}>"
        f"{escape(texts('choice', name=plain(value), count=count))}</option>"
        for value, count in pairs
    )


def _drop_area(most_bytes: int, texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" class="pb-quiet" data-choose="{kind}">'
        f"{escape(texts(f'choose_{kind}'))}</button>"
        for kind in ("files", "folder")
    )
    hint = texts("intake_hint", size=limit_words(most_bytes))
    folder = attributes(aria_label=texts("folder_name"), placeholder=texts("folder_name"))
    target = attributes(data_top=texts("folder_top"), data_new=texts("folder_new"))
    return (
        f'<section class="pb-intake"{attributes(aria_label=texts("intake"))}>'
        f'<div class="pb-drop" data-drop><p><strong>{escape(texts("drop_here"))}</strong></p>'
        f'<div class="pb-drop-ways">{buttons}<label class="pb-into"><span>'
        f'{escape(texts("into_folder"))}</span><select data-target{target}><option value="">'
        f"{escape(texts('folder_top'))}</option></select></label>"
        f'<input type="text" data-folder-name hidden maxlength="80"{folder}></div>'
        f'<p class="pb-muted">{escape(hint)}</p>'
        '<input type="file" data-files multiple hidden><input type="file" data-folder '
        "webkitdirectory multiple hidden></div>"
        f'<div data-work role="region"{attributes(aria_label=texts("work"))} hidden></div>'
        "</section>"
    )


def _form(texts: Texts) -> str:
    lists = "".join(
        f'<a class="pb-view"{attributes(href=DocumentsRequest(show=show).link())}'
        f'{attributes(data_show=show.value)}>{escape(texts(key))}<span data-count="{show}"></span>'
        "</a>"
        for show, key in (
            (Show.ALL, "show_all_documents"),
            (Show.ATTENTION, "show_attention"),
            (Show.TRASH, "show_trash"),
        )
    )
    words = attributes(
        aria_label=texts("documents_words"),
        placeholder=texts("documents_words_hint"),
        maxlength=MOST_WORDS,
    )
    selects = "".join(
        f'<label class="pb-field"><span>{escape(texts(f"filter_{name}"))}</span>'
        f'<select name="{name}"><option value="">{escape(texts("filter_any"))}</option>'
        "</select></label>"
        for name in ("collection", "issuer", "year")
    )
    return (
        f'<nav class="pb-views"{attributes(aria_label=texts("document_lists"))}>{lists}</nav>'
        '<form class="pb-lookup" role="search" autocomplete="off"><div class="pb-lookup-words">'
        f'<input type="search" name="q" enterkeyhint="search"{words}>'
        f'<button type="submit" class="pb-go">{escape(texts("documents_search"))}</button></div>'
        f'<div class="pb-fields">{selects}<button type="button" class="pb-link" '
        f"data-clear-filters hidden>{escape(texts('filters_clear'))}</button></div></form>"
        '<p class="pb-hidden" role="status" data-said></p>'
    )


def _options(choices: Choices, texts: Texts) -> str:
    named_choices = (
        ("collection", choices.collections),
        ("issuer", choices.issuers),
        ("year", choices.years),
    )
    return "".join(
        f'<template data-options="{name}">{render_options(pairs, texts)}</template>'
        for name, pairs in named_choices
    )


def _none(request: DocumentsRequest, texts: Texts) -> str:
    clear = attributes(href=request.unfiltered().link())
    return (
        f'<div class="pb-abstained"><p><strong>{escape(texts("documents_none"))}</strong> '
        f'<a class="pb-link"{clear}>{escape(texts("filters_clear"))}</a></p></div>'
    )


def _table(listing: Listing, request: DocumentsRequest, texts: Texts) -> str:
    if not listing.rows:
        beyond = escape(texts("documents_beyond", page=request.page))
        return f'<p class="pb-total">{beyond}</p>{_pager(request, listing.total, texts)}'
    every = attributes(aria_label=texts("select_page"))
    heads = "".join(
        render_sortable_head(
            column, request.order, request.descending, request.sorted_by(column).link(), texts
        )
        for column in _COLUMNS
    )
    rows = "".join(_row(row, listing, request, texts) for row in listing.rows)
    return (
        f'<table class="pb-documents"><caption class="pb-hidden">'
        f"{escape(texts('documents_table'))}</caption><thead><tr>"
        f'<th class="pb-pick"><input type="checkbox" data-pick-all{every}></th>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table>{_pager(request, listing.total, texts)}"
    )


def _row(row: Row, listing: Listing, request: DocumentsRequest, texts: Texts) -> str:
    record, info = row.record, row.record.info
    place = _place_in_corpus(info, alike=info.title in listing.shared)
    facts = " · ".join(escape(plain(fact)) for fact in (info.number, place) if fact)
    reposts = "".join(
        f"<li>{_pick(repost, texts)}<div>{_opening(repost, request)}<small>"
        f"{escape(plain(' · '.join(filter(None, (repost.info.publisher, repost.info.source)))))}"
        "</small></div></li>"
        for repost in row.reposts
    )
    if reposts:
        summary = escape(texts("repost_fold", count=len(row.reposts)))
        reposts = (
            f'<details class="pb-reposts"{attributes(data_key=f"fold-{info.id}")}><summary>'
            f"{summary}</summary><ul>{reposts}</ul></details>"
        )
    leader = listing.titles.get(record.repost_of, "")
    repost_of = (
        f"<small>{escape(texts('repost_of', title=plain(leader)))}</small>" if leader else ""
    )
    cells = (
        f'<td class="pb-pick">{_pick(record, texts)}</td>',
        f'<td class="pb-name">{_opening(record, request)}{_badges(record, texts)}'
        f"<small>{facts}</small>{repost_of}{reposts}</td>",
        f'<td class="pb-issuer">{escape(plain(info.issuer))}</td>',
        f'<td class="pb-date">{escape(date_words(info.issued_on, texts))}</td>',
        f'<td class="pb-where">{escape(plain(info.place))}</td>',
        f'<td class="pb-added">{escape(day_words(record.changed_at))}</td>',
    )
    return f'<tr class="pb-document-row">{"".join(cells)}</tr>'


def _place_in_corpus(info: DocumentInfo, *, alike: bool) -> str:
    """The folder, and the file's name where that says more than the title.

    Parameters
    ----------
    alike
        Whether another document has the same title: then only the file tells them apart.
    """
    folder, _, name = info.source.rpartition("/")
    return folder if name.rpartition(".")[0] == info.title and not alike else info.source


def _pick(record: DocumentRecord, texts: Texts) -> str:
    title = plain(record.info.title)
    box = attributes(
        value=record.info.id,
        data_title=title,
        data_source=record.info.source,
        data_reposts=record.reposts or None,
        data_repost_of=record.repost_of or None,
        aria_label=texts("select_document", title=title, source=plain(record.info.source)),
    )
    return f'<input type="checkbox" data-pick{box}>'


def _opening(record: DocumentRecord, request: DocumentsRequest) -> str:
    info = record.info
    link = attributes(href=request.opening(info.id), data_open=info.id, data_key=f"open-{info.id}")
    return f'<a class="pb-open-record"{link}>{named(info.title)}</a>'


def _badges(record: DocumentRecord, texts: Texts) -> str:
    badges = []
    if record.weak_pages:
        badges.append(("weak", texts("badge_weak", count=record.weak_pages)))
    if record.edited:
        badges.append(("edited", texts("badge_edited")))
    return "".join(
        f' <span class="pb-badge pb-badge-{kind}">{escape(words)}</span>' for kind, words in badges
    )


def _pager(request: DocumentsRequest, total: int, texts: Texts) -> str:
    last = max(1, -(-total // PAGE_SIZE))
    if last == 1 and request.page == 1:
        return ""
    links = []
    for name, page in (
        ("first", 1),
        ("previous", min(request.page - 1, last)),
        ("next", request.page + 1),
        ("last", last),
    ):
        label = escape(texts(f"page_{name}"))
        if page == request.page or not 1 <= page <= last:
            links.append(f'<span class="pb-quiet" aria-disabled="true">{label}</span>')
        else:
            link = attributes(href=request.turned_to(page).link(), data_key=f"page-{name}")
            links.append(f'<a class="pb-quiet"{link}>{label}</a>')
    where = escape(texts("page_of", page=request.page, pages=last))
    return (
        f'<nav class="pb-pager"{attributes(aria_label=texts("pages"))}>{"".join(links)}'
        f"<span>{where}</span></nav>"
    )
