"""One document beside the list: its head, the choice of its parts, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final
from urllib.parse import quote, urlencode

from pb_qa.catalog import DocumentRecord
from pb_qa.models import DocumentInfo
from pb_qa.web.citation_format import format_citation
from pb_qa.web.documents_words import date_words, moment_words, named, plain, size_words
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_LONGEST_FIELD: Final = 300


class Section(StrEnum):
    """The parts of the panel."""

    ABOUT = "about"
    TEXT = "text"
    CUTS = "cuts"
    QUALITY = "quality"
    PASSAGES = "passages"
    VERSIONS = "versions"
    CHANGES = "changes"


def panel_link(document_id: str, section: Section, **more: object) -> str:
    """Attributes of a link within the panel; the browser keeps the list beside it."""
    state = urlencode({"open": document_id, "section": section.value, **more})
    return attributes(href=f"#documents?{state}", data_panel=state)


def render_panel(
    record: DocumentRecord, section: Section, body: str, counts: dict[Section, int], texts: Texts
) -> str:
    """The whole panel: head, choice of parts, the chosen part.

    Parameters
    ----------
    body
        The chosen part as HTML.
    counts
        Numbers to stand behind the names of the parts.
    """
    current = Section.VERSIONS if section is Section.CHANGES else section
    links = "".join(
        _section(record, one, one is current, counts.get(one), texts)
        for one in Section
        if one is not Section.CHANGES
    )
    return (
        f"{_head(record, texts)}"
        f'<nav class="pb-sections"{attributes(aria_label=texts("sections"))}>{links}</nav>'
        f'<div class="pb-scroll" tabindex="0" role="region"'
        f"{attributes(aria_label=texts(f'section_{current}'), data_section=section.value)}>"
        f"{body}</div>"
    )


def render_about(record: DocumentRecord, cluster: Sequence[DocumentInfo], texts: Texts) -> str:
    """What is known of the document, a form to correct it, and its reposts.

    Parameters
    ----------
    cluster
        The other documents that say nearly the same, the leading one first.
    """
    info = record.info
    stated = "".join(
        _fact(
            texts(f"field_{name}"),
            (date_words(value, texts) if name == "date" else value) or texts("not_stated"),
            missing=not value,
        )
        for name, value in _correctable(info)
    )
    more = "".join(
        _fact(texts(f"field_{name}"), value)
        for name, value in (
            ("publisher", info.publisher),
            ("author", info.author),
            ("file", info.source),
            ("size", size_words(record.size)),
            ("extent", _extent(record, texts)),
            ("added", moment_words(record.added_at, texts)),
            ("changed", moment_words(record.changed_at, texts)),
        )
        if value
    )
    edited = ""
    if record.edited:
        edited = (
            f'<p class="pb-edited"><span class="pb-badge pb-badge-edited">'
            f"{escape(texts('badge_edited'))}</span> {escape(texts('edited_hint'))}</p>"
        )
    figures = ""
    if record.figures:
        address = "#figures?" + urlencode({"document": info.title})
        words = escape(texts("figures_here", count=record.figures))
        figures = f'<p><a class="pb-link"{attributes(href=address)}>{words}</a></p>'
    return (
        f'<div class="pb-about-view"><dl class="pb-facts-list">{stated}</dl>{edited}'
        f'<p><button type="button" class="pb-quiet" data-edit>{escape(texts("edit"))}</button></p>'
        f'</div>{_edit_form(record, texts)}<dl class="pb-facts-list">{more}</dl>{figures}'
        f"{_cluster(record, cluster, texts)}"
    )


def original_address(document_id: str) -> str:
    """Where the original is downloaded."""
    return f"intake/original/{quote(document_id, safe='')}"


def _head(record: DocumentRecord, texts: Texts) -> str:
    info = record.info
    facts = " · ".join(
        escape(plain(fact))
        for fact in (info.number, info.issuer, date_words(info.issued_on, texts))
        if fact
    )
    identity = attributes(
        data_document_id=info.id,
        data_version=info.version,
        data_title=plain(info.title),
        data_source=info.source,
        data_reposts=record.reposts or None,
        data_repost_of=record.repost_of or None,
    )
    buttons = (
        f'<a class="pb-quiet" download{attributes(href=original_address(info.id))}>'
        f"{escape(texts('download'))}</a>"
        f'<button type="button" class="pb-quiet"{attributes(data_copy=format_citation(info))}>'
        f"{escape(texts('copy_citation'))}</button>"
        f'<button type="button" class="pb-quiet" data-remove-one>'
        f"{escape(texts('remove_one'))}</button>"
    )
    return (
        f'<header class="pb-head"{identity}><h2 tabindex="-1">{named(info.title)}</h2>'
        f'<p class="pb-muted">{facts}</p><div class="pb-actions">{buttons}</div></header>'
    )


def _section(
    record: DocumentRecord, section: Section, current: bool, count: int | None, texts: Texts
) -> str:
    number = f" <small>{count:,}</small>" if count else ""
    state = attributes(aria_current="page" if current else None, data_key=f"section-{section}")
    return (
        f"<a{panel_link(record.info.id, section)}{state}>"
        f"{escape(texts(f'section_{section}'))}{number}</a>"
    )


def _correctable(info: DocumentInfo) -> tuple[tuple[str, str], ...]:
    return (
        ("title", info.title),
        ("issuer", info.issuer),
        ("number", info.number),
        ("date", info.issued_on),
        ("place", info.place),
    )


def _fact(name: str, value: str, *, missing: bool = False) -> str:
    shown = f'<dd class="pb-muted">{escape(value)}</dd>' if missing else f"<dd>{named(value)}</dd>"
    return f"<div><dt>{escape(name)}</dt>{shown}</div>"


def _extent(record: DocumentRecord, texts: Texts) -> str:
    key = "extent_pages" if record.pages > 1 else "extent"
    return texts(key, characters=record.characters, pages=record.pages)


def _edit_form(record: DocumentRecord, texts: Texts) -> str:
    fields = "".join(
        f'<label class="pb-field"><span>{escape(texts(f"field_{name}"))}</span>'
        f'<input type="text" maxlength="{_LONGEST_FIELD}"'
        f"{attributes(name='issued_on' if name == 'date' else name, value=value)}"
        f"{attributes(data_was=value)}></label>"
        for name, value in _correctable(record.info)
    )
    revert = ""
    if record.edited:
        revert = (
            '<button type="button" class="pb-link" data-revert>'
            f"{escape(texts('edit_revert'))}</button>"
        )
    return (
        f'<form class="pb-edit" autocomplete="off" hidden>{fields}'
        f'<p class="pb-muted">{escape(texts("edit_hint"))}</p><div class="pb-actions">'
        f'<button type="submit" class="pb-go">{escape(texts("edit_save"))}</button>'
        f'<button type="button" class="pb-quiet" data-edit-cancel>'
        f"{escape(texts('cancel_edit'))}</button>{revert}</div></form>"
    )


def _cluster(record: DocumentRecord, cluster: Sequence[DocumentInfo], texts: Texts) -> str:
    if not cluster:
        return ""
    items = "".join(
        f"<li><a{panel_link(info.id, Section.ABOUT)}>{named(info.title)}</a>"
        f"<small>{escape(plain(' · '.join(filter(None, (info.publisher, info.source)))))}</small>"
        "</li>"
        for info in cluster
    )
    words = texts("reposts_here", count=len(cluster))
    if record.repost_of:
        words = texts("leads_here")
    return f'<h3>{escape(words)}</h3><ul class="pb-cluster">{items}</ul>'
