"""Questions and answers as HTML: pure functions, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.models import Answer, AnswerSentence, Citation, DocumentInfo, ScoredPassage
from pb_qa.web.citation_format import format_citation, printed_page
from pb_qa.web.contract import Rating
from pb_qa.web.history import Record
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_EXCERPT: Final = 160


def reading_order(answer: Answer) -> list[tuple[DocumentInfo, list[AnswerSentence]]]:
    """Sentences grouped by document and sorted by place.

    Documents keep the order of trust in which ``answer.sentences`` first names them;
    a sentence that several documents bear out stands with its first citation.
    """
    groups: dict[str, tuple[DocumentInfo, list[AnswerSentence]]] = {}
    for sentence in answer.sentences:
        if sentence.citations:
            info = sentence.citations[0].document
            groups.setdefault(info.id, (info, []))[1].append(sentence)
    for _, sentences in groups.values():
        sentences.sort(key=lambda sentence: sentence.citations[0].start)
    return list(groups.values())


def render_turns(records: Sequence[Record], texts: Texts, first: int = 0) -> str:
    """Finished turns; ``first`` is the number of the first among all of them."""
    return "".join(
        render_turn(record, first + offset, texts) for offset, record in enumerate(records)
    )


def render_turn(record: Record, index: int, texts: Texts, revealed: int | None = None) -> str:
    """One question with its answer, abstention or error.

    Parameters
    ----------
    revealed
        While the answer streams, how many of its sentences are shown; the buttons
        come with the last.
    """
    if record.answer is None:
        return _turn(record.question, render_error(record.error, texts), texts)
    answer = record.answer
    body = _abstention(answer, texts) if answer.abstained else _findings(answer, texts, revealed)
    if revealed is None:
        body += _footer(answer, record.rating, index, texts)
    return _turn(record.question, body, texts)


def render_pending(question: str, message: str, texts: Texts) -> str:
    """A question whose answer is on its way."""
    waiting = (
        f'<p class="pb-waiting" role="status">{escape(message)}'
        '<span class="pb-dots" aria-hidden="true"><i></i><i></i><i></i></span></p>'
    )
    return _turn(question, waiting, texts)


def render_error(message: str, texts: Texts) -> str:
    """A message that stands where the answer would have stood."""
    return (
        f'<div class="pb-error" role="alert"><p><strong>{escape(texts("failed"))}</strong></p>'
        f"<p>{escape(message)}</p></div>"
    )


def render_welcome(texts: Texts) -> str:
    """The empty conversation; the examples arrive when the library is open."""
    return (
        f'<section class="pb-welcome"><h2>{escape(texts("welcome"))}</h2>'
        f"<p>{escape(texts('welcome_hint'))}</p><div data-examples></div></section>"
    )


def render_examples(questions: Sequence[str], texts: Texts) -> str:
    """Questions to click."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="pb-example"{attributes(data_question=question)}>'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<p class="pb-label">{escape(texts("examples"))}</p><ul>{buttons}</ul>'


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
        items = "".join(_passage(passage, texts, whole=True) for passage in group)
        parts.append(f'{_document_heading(group[0].document)}<ol class="pb-passages">{items}</ol>')
    count = texts("all_matches", count=len(passages))
    return f'<p class="pb-label">{escape(count)}</p>{"".join(parts)}'


def plain_answer(answer: Answer, texts: Texts) -> str:
    """The answer with its reference list, for the clipboard."""
    lines = [answer.direct.text, ""] if answer.direct is not None else []
    for _, sentences in reading_order(answer):
        for sentence in sentences:
            marks = "".join(f"[{citation.number}]" for citation in sentence.citations)
            lines.append(f"{sentence.text}{marks}")
    lines.extend(["", texts("references")])
    lines.extend(
        f"[{citation.number}] {format_citation(citation.document, citation.page)}"
        for citation in answer.citations
    )
    return "\n".join(lines)


def _turn(question: str, body: str, texts: Texts) -> str:
    return (
        '<article class="pb-turn">'
        f'<h3 class="pb-question"><span class="pb-hidden">{escape(texts("you_asked"))} </span>'
        f"{escape(question)}</h3>"
        f'<div class="pb-answer" role="group"{attributes(aria_label=texts("answered"))}>'
        f"{body}</div></article>"
    )


def _findings(answer: Answer, texts: Texts, revealed: int | None) -> str:
    parts = [_resolved(answer, texts), _direct(answer, texts)]
    left = len(answer.sentences) if revealed is None else revealed
    for info, sentences in reading_order(answer):
        shown = sentences[:left]
        if not shown:
            break
        left -= len(shown)
        paragraphs = "".join(_sentence(sentence, answer, texts) for sentence in shown)
        parts.append(f'<section class="pb-group">{_document_heading(info)}{paragraphs}</section>')
    return "".join(parts)


def _resolved(answer: Answer, texts: Texts) -> str:
    if not answer.resolved_question or answer.resolved_question == answer.question:
        return ""
    resolved = texts("resolved", question=answer.resolved_question)
    return f'<p class="pb-muted">{escape(resolved)}</p>'


def _direct(answer: Answer, texts: Texts) -> str:
    direct = answer.direct
    if direct is None:
        return ""
    chips = "".join(
        _chip(citation, texts)
        for citation in answer.citations
        if citation.document.id == direct.document_id
        and citation.start <= direct.start
        and direct.end <= citation.end
    )
    return (
        f'<p class="pb-direct"><span class="pb-hidden">{escape(texts("direct"))} </span>'
        f"<strong>{escape(direct.text)}</strong>{chips}</p>"
    )


def _sentence(sentence: AnswerSentence, answer: Answer, texts: Texts) -> str:
    first = sentence.citations[0]
    direct = answer.direct
    quoted = escape(sentence.text)
    if (
        direct is not None
        and direct.document_id == first.document.id
        and sentence.text == first.quote
        and first.start <= direct.start
        and direct.end <= first.end
    ):
        begin, end = direct.start - first.start, direct.end - first.start
        quoted = (
            f"{escape(sentence.text[:begin])}<strong>{escape(sentence.text[begin:end])}</strong>"
            f"{escape(sentence.text[end:])}"
        )
    chips = "".join(_chip(citation, texts) for citation in sentence.citations)
    others = {
        citation.document.id: citation.document.title
        for citation in sentence.citations[1:]
        if citation.document.id != first.document.id
    }
    also = ""
    if others:
        titles = "".join(f"《{escape(title)}》" for title in others.values())
        also = f'<span class="pb-also">{escape(texts("also_in"))}{titles}</span>'
    return f'<p class="pb-sentence">{quoted}{chips}{also}</p>'


def _chip(citation: Citation, texts: Texts) -> str:
    info = citation.document
    place = " ".join(heading for heading in citation.headings if heading != info.title)
    label = texts("open_citation", number=citation.number, title=info.title, place=place)
    data = attributes(
        data_document=info.id,
        data_version=info.version,
        data_start=citation.start,
        data_end=citation.end,
        aria_label=label,
        title=f"{info.title} {place}".strip(),
    )
    return f'<button type="button" class="pb-chip"{data}>[{citation.number}]</button>'


def _document_heading(info: DocumentInfo) -> str:
    facts = [fact for fact in (info.number, info.issuer, info.issued_on) if fact]
    detail = f'<span class="pb-facts">{escape(" · ".join(facts))}</span>' if facts else ""
    return f'<p class="pb-document"><span class="pb-title">{escape(info.title)}</span>{detail}</p>'


def _passage(found: ScoredPassage, texts: Texts, *, whole: bool = False) -> str:
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


def _abstention(answer: Answer, texts: Texts) -> str:
    parts = [
        _resolved(answer, texts),
        f'<div class="pb-abstained"><p><strong>{escape(texts("abstained"))}</strong></p>'
        f"<p>{escape(texts('abstained_hint'))}</p></div>",
    ]
    if answer.nearest:
        items = "".join(_passage(passage, texts) for passage in answer.nearest)
        parts.append(
            f'<section class="pb-nearest"><p class="pb-label">{escape(texts("nearest"))}</p>'
            f'<ol class="pb-passages">{items}</ol></section>'
        )
    return "".join(parts)


def _footer(answer: Answer, rated: Rating | None, index: int, texts: Texts) -> str:
    notes = "".join(f"<li>{escape(note)}</li>" for note in answer.notes)
    parts = [f'<ul class="pb-notes">{notes}</ul>' if notes else ""]
    if not answer.abstained:
        parts.append(_coverage(answer, texts))
    copy = (
        ""
        if answer.abstained
        else (
            f'<button type="button" class="pb-quiet"'
            f"{attributes(data_copy=plain_answer(answer, texts))}>"
            f"{escape(texts('copy_answer'))}</button>"
        )
    )
    ratings = "".join(
        f'<button type="button" class="pb-quiet pb-rate"'
        f"{attributes(data_turn=index, data_rating=rating, aria_pressed=pressed)}>"
        f"{escape(texts(f'rate_{rating}'))}</button>"
        for rating in ("up", "down")
        for pressed in ("true" if rated == rating else "false",)
    )
    seconds = escape(_duration(answer.seconds, texts))
    parts.append(
        f'<div class="pb-actions">{copy}{ratings}<span class="pb-muted">{seconds}</span></div>'
    )
    return "".join(parts)


def _duration(seconds: float, texts: Texts) -> str:
    return texts("seconds", seconds=f"{seconds:.1f}" if seconds >= 0.1 else "< 0.1")


def _coverage(answer: Answer, texts: Texts) -> str:
    coverage = answer.coverage
    if coverage.complete:
        line = texts("coverage_complete", matched=coverage.matched)
        return f'<p class="pb-coverage">{escape(line)}</p>'
    line = texts("coverage", cited=coverage.cited, matched=coverage.matched)
    data = attributes(
        data_matches=answer.resolved_question or answer.question,
        data_count=coverage.matched,
        aria_expanded="false",
    )
    return (
        f'<div class="pb-coverage"><span>{escape(line)}</span>'
        f'<button type="button" class="pb-link"{data}>{escape(texts("show_all"))}</button>'
        '<div class="pb-matches" hidden></div></div>'
    )
