"""Passages as HTML: all that match a question, or the nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.models import ScoredPassage
from pb_qa.web.citation_format import printed_page
from pb_qa.web.citation_view import render_document_heading
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_EXCERPT: Final = 160


def render_passages(passages: Sequence[ScoredPassage], texts: Texts) -> str:
    """Found passages in reading order, grouped by document, each openable."""
    if not passages:
        return f'<p class="pb-muted">{escape(texts("no_matches"))}</p>'
    groups: dict[str, list[ScoredPassage]] = {}
    for passage in passages:
        groups.setdefault(passage.document.id, []).append(passage)
    parts = []
    for group in groups.values():
        group.sort(key=lambda passage: passage.passage.start)
        items = "".join(render_passage(passage, texts, whole=True) for passage in group)
        parts.append(
            f'{render_document_heading(group[0].document)}<ol class="pb-passages">{items}</ol>'
        )
    count = texts("all_matches", count=len(passages))
    return f'<p class="pb-label">{escape(count)}</p>{"".join(parts)}'


def render_passage(found: ScoredPassage, texts: Texts, *, whole: bool = False) -> str:
    """One passage with a button that opens it; shortened unless ``whole``."""
    passage, info = found.passage, found.document
    text = passage.text
    shown = text if whole or len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    place = [heading for heading in passage.headings if heading != info.title]
    page = printed_page(info, passage.page)
    if page is not None:
        place.append(texts("page", page=page))
    data = attributes(
        data_document=info.id,
        data_version=info.version,
        data_start=passage.start,
        data_end=passage.end,
    )
    above = " · ".join(place) if whole else " · ".join([info.title, *place])
    return (
        f'<li><p class="pb-facts">{escape(above)}</p><p>{escape(shown)}</p>'
        f'<button type="button" class="pb-open"{data}>{escape(texts("open_passage"))}</button></li>'
    )
