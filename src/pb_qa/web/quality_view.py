"""How well each page of a document could be read: a strip of bars, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.catalog import PageQuality
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.record_view import Section, panel_link

# From which confidence on recognised text is said to be clear, and mostly so.
_CLEAR: Final = 0.95
_MOSTLY: Final = 0.85
_MANY: Final = 200
_MOST_LISTED: Final = 200


def render_quality(document_id: str, pages: Sequence[PageQuality], texts: Texts) -> str:
    """What is wrong, page by page; then a bar for each page."""
    weak = [page for page in pages if page.problem]
    parts = [_summary(pages, weak, texts)]
    if weak:
        items = "".join(
            f"<li><a{_page_link(document_id, page)}>"
            f"{escape(texts('quality_page_weak', page=_name(page, texts), problem=page.problem))}"
            "</a></li>"
            for page in weak[:_MOST_LISTED]
        )
        rest = len(weak) - _MOST_LISTED
        more = f'<p class="pb-muted">{escape(texts("pages_more", count=rest))}</p>'
        parts.append(f'<ul class="pb-problems">{items}</ul>{more if rest > 0 else ""}')
    recognised = [page.confidence for page in pages if page.confidence is not None]
    if recognised:
        words = confidence_words(sum(recognised) / len(recognised), texts)
        said = texts("quality_ocr", pages=len(recognised), words=words)
        parts.append(f'<p class="pb-note">{escape(said)}</p>')
    if len(pages) > 1:
        parts.append(_strip(document_id, pages, texts))
    return "".join(parts)


def confidence_words(confidence: float, texts: Texts) -> str:
    """How sure the recognition was, in words and as a percentage."""
    key = "ocr_clear" if confidence >= _CLEAR else "ocr_mostly"
    key = key if confidence >= _MOSTLY else "ocr_doubtful"
    return texts("ocr_percent", words=texts(key), percent=int(confidence * 100))


def _summary(pages: Sequence[PageQuality], weak: Sequence[PageQuality], texts: Texts) -> str:
    if weak:
        said = texts("quality_weak", weak=len(weak), pages=len(pages))
        return f'<p class="pb-note">{escape(said)}</p>'
    key = "quality_good" if len(pages) > 1 else "quality_good_whole"
    return f'<p class="pb-well">{escape(texts(key, pages=len(pages)))}</p>'


def _strip(document_id: str, pages: Sequence[PageQuality], texts: Texts) -> str:
    most = max((page.characters for page in pages), default=0) or 1
    bars = []
    for page in pages:
        level = "weak" if page.problem else "ocr" if page.confidence is not None else "good"
        height = max(8, round(100 * page.characters / most))
        said = texts("quality_page", page=_name(page, texts), characters=page.characters)
        if page.problem:
            said = texts("quality_page_weak", page=said, problem=page.problem)
        if page.confidence is not None:
            said = f"{said} · {confidence_words(page.confidence, texts)}"
        bars.append(
            f'<a class="pb-bar" tabindex="-1"{_page_link(document_id, page)}'
            f'{attributes(title=said, data_level=level)}><i style="height:{height}%"></i></a>'
        )
    dense = attributes(data_dense=len(pages) > _MANY)
    # The list above says the same in words; hundreds of bars would only be in the way.
    return (
        f'<p class="pb-muted">{escape(texts("quality_strip"))}</p>'
        f'<div class="pb-strip" aria-hidden="true"{dense}>{"".join(bars)}</div>'
    )


def _name(page: PageQuality, texts: Texts) -> str:
    return page.label or texts("page", page=page.number)


def _page_link(document_id: str, page: PageQuality) -> str:
    return panel_link(document_id, Section.TEXT, leaf=page.number)
