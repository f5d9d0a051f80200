"""The passages of a document, as questions search them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.models import DocumentInfo, Passage
from pb_qa.web.citation_format import printed_page
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.record_view import Section, panel_link

MOST_PASSAGES: Final = 200


def render_record_passages(
    info: DocumentInfo, passages: Sequence[Passage], texts: Texts, first: int = 0
) -> str:
    """Passages in reading order, ``MOST_PASSAGES`` at a time, each with a way to its place."""
    shown = passages[first : first + MOST_PASSAGES]
    items = "".join(_passage(info, passage, texts) for passage in shown)
    rest = len(passages) - first - len(shown)
    more = ""
    if rest > 0:
        link = panel_link(info.id, Section.PASSAGES, first=first + MOST_PASSAGES)
        more = f'<p><a class="pb-quiet"{link}>{escape(texts("more_of", count=rest))}</a></p>'
    hint = escape(texts("passages_hint", count=len(passages)))
    return (
        f'<p class="pb-muted">{hint}</p><ol class="pb-passages pb-record-passages"'
        f"{attributes(start=first + 1)}>{items}</ol>{more}"
    )


def _passage(info: DocumentInfo, passage: Passage, texts: Texts) -> str:
    place = [heading for heading in passage.headings if heading != info.title]
    page = printed_page(info, passage.page)
    if page is not None:
        place.append(texts("page", page=page))
    where = f'<p class="pb-facts">{escape(" · ".join(place))}</p>' if place else ""
    link = panel_link(info.id, Section.TEXT, at=f"{passage.start}-{passage.end}")
    return (
        f"<li>{where}<p>{escape(passage.text)}</p>"
        f'<a class="pb-link"{link}>{escape(texts("passage_place"))}</a></li>'
    )
