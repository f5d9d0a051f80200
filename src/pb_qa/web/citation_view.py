"""Citations and documents as the conversation shows them: pure functions to HTML."""

from __future__ import annotations

from pb_qa.models import Citation, DocumentInfo, RepostPlace
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape


def source_link(citation: Citation, number: tuple[int, int] | None = None) -> str:
    """Attributes of a button that opens the document at the quote.

    Parameters
    ----------
    number
        What to emphasise within the quote, as offsets into the document's text.
    """
    info = citation.document
    return attributes(
        data_document=info.id,
        data_version=info.version,
        data_start=citation.start,
        data_end=citation.end,
        data_number=f"{number[0]}-{number[1]}" if number is not None else None,
    )


def render_chip(citation: Citation, texts: Texts, number: tuple[int, int] | None = None) -> str:
    """The number of a citation, which opens it; ``number`` as in `source_link`.

    A citation without a quote has been withdrawn: there is nothing to open.
    """
    info = citation.document
    if not citation.quote:
        return (
            f'<span class="pb-chip pb-withdrawn"{attributes(title=info.title)}>'
            f"[{citation.number}] {escape(texts('withdrawn'))}</span>"
        )
    place = " ".join(heading for heading in citation.headings if heading != info.title)
    label = attributes(
        aria_label=texts("open_citation", number=citation.number, title=info.title, place=place),
        title=f"{info.title} {place}".strip(),
    )
    return (
        f'<button type="button" class="pb-chip"{source_link(citation, number)}{label}>'
        f"[{citation.number}]</button>"
    )


def render_repost(place: RepostPlace, texts: Texts) -> str:
    """A repost by its title and where it comes from, which opens it at the sentence."""
    info = place.document
    data = attributes(
        data_document=info.id,
        data_version=info.version,
        data_start=place.start,
        data_end=place.end,
        aria_label=texts("open_repost", title=info.title, source=info.source),
    )
    named = " · ".join(filter(None, (info.title, info.publisher or info.source)))
    return f'<button type="button" class="pb-open"{data}>{escape(named)}</button>'


def render_document_heading(info: DocumentInfo) -> str:
    """Title, 文号, issuer and date of a document above what is quoted from it."""
    facts = [fact for fact in (info.number, info.issuer, info.issued_on) if fact]
    detail = f'<span class="pb-facts">{escape(" · ".join(facts))}</span>' if facts else ""
    return f'<p class="pb-document"><span class="pb-title">{escape(info.title)}</span>{detail}</p>'
