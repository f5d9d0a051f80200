"""An answer or an abstention as HTML; pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from pb_qa.answers import UNSURE, Answer, AnswerMode, AnswerSentence
from pb_qa.models import Citation
from pb_qa.web.answer_figures import numbers_within, render_figures, render_records
from pb_qa.web.answer_footer import render_footer
from pb_qa.web.answer_plain import reading_order, standing
from pb_qa.web.citation_view import render_chip, render_document_heading, render_repost
from pb_qa.web.contract import Rating
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.passages_view import render_passage
from pb_qa.web.worded_view import render_quotes, render_worded, render_worded_by

_MOST_UNFOLDED: Final = 4
# Of a sentence; where nearly all of it answers, nothing stands out.
_MOST_EMPHASISED: Final = 0.7
# In the remark that says where else there is an answer, see answering.chain.not_found.
_ELSEWHERE: Final = "别的文件夹里有相关内容"


def render_answer(
    answer: Answer, rated: Rating | None, index: int, texts: Texts, revealed: int | None = None
) -> str:
    """What stands below a question.

    Parameters
    ----------
    index
        The number of the turn, for rating it.
    revealed
        While the answer streams, how many of its sentences are shown; the buttons
        come with the last.
    """
    fallback, answer = _set_apart(answer, texts)
    if answer.abstained:
        body = _abstention(answer, texts)
    elif answer.mode is AnswerMode.GENERATIVE:
        body = _worded(answer, index, texts)
    else:
        body = _findings(answer, texts, revealed)
    footer = render_footer(answer, rated, index, texts) if revealed is None else ""
    return f"{fallback}{body}{footer}"


def _findings(answer: Answer, texts: Texts, revealed: int | None) -> str:
    sentences = _sentences(answer, texts, revealed)
    withdrawn = _withdrawn(answer, texts)
    if not answer.figures:
        return f"{_resolved(answer, texts)}{_direct(answer, texts)}{sentences}{withdrawn}"
    count = sum(map(standing, answer.sentences))
    if count > _MOST_UNFOLDED:
        summary = escape(texts("cited_sentences", count=count))
        sentences = f'<details class="pb-cited"><summary>{summary}</summary>{sentences}</details>'
    return f"{_resolved(answer, texts)}{render_figures(answer, texts)}{sentences}{withdrawn}"


def _worded(answer: Answer, index: int, texts: Texts) -> str:
    figures = render_figures(answer, texts) if answer.figures else ""
    unsure = f'<p class="pb-note">{escape(UNSURE)}</p>' if UNSURE in answer.notes else ""
    return (
        f"{_resolved(answer, texts)}{render_worded_by(answer.model, texts)}{unsure}{figures}"
        f"{render_worded(answer, texts)}{_withdrawn(answer, texts)}"
        f"{render_quotes(answer, index, texts)}"
    )


def _set_apart(answer: Answer, texts: Texts) -> tuple[str, Answer]:
    """The line that says why these are not a model's words though one was asked, and the
    answer without it. It is the first of the remarks; where there is no answer, the last.
    """
    if not answer.model or answer.mode is not AnswerMode.EXTRACTIVE:
        return "", answer
    at = len(answer.notes) - 1 if answer.abstained else 0
    said = answer.notes[at] if answer.notes else texts("unused_model", model=answer.model)
    left = tuple(note for index, note in enumerate(answer.notes) if index != at)
    return f'<p class="pb-note pb-unused">{escape(said)}</p>', replace(answer, notes=left)


def _withdrawn(answer: Answer, texts: Texts) -> str:
    """One line for each document whose quotes are hidden."""
    counts: dict[str, tuple[str, int]] = {}
    for citation in answer.citations:
        if not citation.quote:
            info = citation.document
            counts[info.id] = (info.title, counts.get(info.id, ("", 0))[1] + 1)
    return "".join(
        f'<p class="pb-muted pb-withdrawn">'
        f"{escape(texts('quotes_withdrawn', title=title, count=count))}</p>"
        for title, count in counts.values()
    )


def _sentences(answer: Answer, texts: Texts, revealed: int | None = None) -> str:
    parts = []
    left = len(answer.sentences) if revealed is None else revealed
    for info, sentences in reading_order(answer):
        shown = sentences[:left]
        if not shown:
            break
        left -= len(shown)
        heading = render_document_heading(info)
        paragraphs = _paragraphs(shown, answer, texts)
        parts.append(f'<section class="pb-group">{heading}{paragraphs}</section>')
    return "".join(parts)


def _paragraphs(sentences: Sequence[AnswerSentence], answer: Answer, texts: Texts) -> str:
    """Sentences of one document, and after those that the same reposts have, these once."""
    parts = []
    for _, run in groupby(sentences, _reposted_in):
        same = list(run)
        parts += [_sentence(sentence, answer, texts) for sentence in same]
        parts.append(_reposts(same[0], texts))
    return "".join(parts)


def _reposted_in(sentence: AnswerSentence) -> list[str]:
    return [place.document.id for citation in sentence.citations for place in citation.also]


def _resolved(answer: Answer, texts: Texts) -> str:
    """What was searched for, and where, as far as the question itself does not say it."""
    said = []
    if answer.resolved_question and answer.resolved_question != answer.question:
        said.append(texts("resolved", question=answer.resolved_question))
    if answer.collection:
        said.append(texts("range_said", collection=answer.collection))
    return f'<p class="pb-muted">{escape(" · ".join(said))}</p>' if said else ""


def _direct(answer: Answer, texts: Texts) -> str:
    direct = answer.direct
    if answer.about:
        return f'<p class="pb-direct"><strong>{escape(answer.about)}</strong></p>'
    if direct is None or not direct.apart:
        return ""
    chips = "".join(
        render_chip(citation, texts)
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
    standing = [citation for citation in sentence.citations if citation.quote]
    first = standing[0]
    quoted = escape(sentence.text)
    if sentence.text == first.quote:
        spans = _answering_spans(answer, first)
        quoted = _emphasised(first.quote, [(a - first.start, b - first.start) for a, b in spans])
    chips = "".join(
        render_chip(citation, texts, next(iter(numbers_within(answer, citation)), None))
        for citation in standing
    )
    others = {
        citation.document.id: citation.document.title
        for citation in standing[1:]
        if citation.document.id != first.document.id
    }
    also = ""
    if others:
        titles = "".join(f"《{escape(title)}》" for title in others.values())
        also = f'<span class="pb-also">{escape(texts("also_in"))}{titles}</span>'
    return f'<p class="pb-sentence">{quoted}{chips}{also}</p>'


def _reposts(sentence: AnswerSentence, texts: Texts) -> str:
    """The reposts that say the same, folded, each openable at the sentence."""
    places = [place for citation in sentence.citations for place in citation.also]
    if not places:
        return ""
    items = "".join(f"<p>{render_repost(place, texts)}</p>" for place in places)
    summary = escape(texts("also_reposts", count=len(places)))
    return f'<details class="pb-cited"><summary>{summary}</summary>{items}</details>'


def _answering_spans(answer: Answer, citation: Citation) -> list[tuple[int, int]]:
    """What answers within a citation: its figures, or the direct answer."""
    direct = answer.direct
    if answer.figures or direct is None:
        return numbers_within(answer, citation)
    within = (
        direct.document_id == citation.document.id
        and citation.start <= direct.start
        and direct.end <= citation.end
    )
    told = direct.apart or direct.end - direct.start <= _MOST_EMPHASISED * len(citation.quote)
    return [(direct.start, direct.end)] if within and told else []


def _emphasised(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spans, in order, in strong type."""
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts.append(f"{escape(text[at:start])}<strong>{escape(text[start:end])}</strong>")
            at = end
    return "".join(parts) + escape(text[at:])


def _abstention(answer: Answer, texts: Texts) -> str:
    offered = any(map(standing, answer.sentences))
    said = _offer(answer, texts) if offered else _nothing(answer, texts)
    parts = [_resolved(answer, texts), said]
    if offered:
        parts += [_sentences(answer, texts), render_records(answer, texts)]
    parts += [_everywhere(answer, texts), _withdrawn(answer, texts)]
    if answer.nearest:
        items = "".join(render_passage(passage, texts) for passage in answer.nearest)
        label, passages = escape(texts("nearest")), f'<ol class="pb-passages">{items}</ol>'
        parts.append(
            f'<details class="pb-nearest"><summary>{label}</summary>{passages}</details>'
            if offered
            else f'<section class="pb-nearest"><p class="pb-label">{label}</p>{passages}</section>'
        )
    return "".join(parts)


def _everywhere(answer: Answer, texts: Texts) -> str:
    """What asks the same again without the range, when that would find something."""
    if not answer.collection or not any(_ELSEWHERE in note for note in answer.notes):
        return ""
    data = attributes(data_everywhere=answer.resolved_question or answer.question)
    said = escape(texts("ask_everywhere"))
    return f'<p><button type="button" class="pb-quiet"{data}>{said}</button></p>'


def _nothing(answer: Answer, texts: Texts) -> str:
    said = "".join(answer.notes) or texts("abstained")
    return (
        f'<div class="pb-abstained"><p><strong>{escape(said)}</strong></p>'
        f"<p>{escape(texts('abstained_hint'))}</p></div>"
    )


def _offer(answer: Answer, texts: Texts) -> str:
    """What is missing, said loudest, and what there is instead."""
    lines = []
    for note in answer.notes:
        missing, mark, instead = note.partition("；")
        lines.append(f"<p><strong>{escape(missing)}</strong>{escape(mark + instead)}</p>")
    hint = escape(texts("offer_hint"))
    return f'<div class="pb-abstained">{"".join(lines)}<p class="pb-muted">{hint}</p></div>'
