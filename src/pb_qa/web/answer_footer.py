"""What stands below an answer: remarks, what was left out, and what can be done with it."""

from __future__ import annotations

from pb_qa.answers import UNREAD, UNSURE, Answer, AnswerMode, Coverage
from pb_qa.web.answer_plain import plain_answer, standing
from pb_qa.web.contract import Rating
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.worded_view import render_reasoning, render_withheld, tokens_of


def render_footer(answer: Answer, rated: Rating | None, index: int, texts: Texts) -> str:
    """Remarks, what a model wrote that is not shown, and the buttons.

    Parameters
    ----------
    index
        The number of the turn, for rating it.
    """
    citable = any(map(standing, answer.sentences))
    said = answer.abstained or answer.figures
    below = [] if said else [note for note in answer.notes if note != UNSURE]
    notes = "".join(f"<li>{escape(note)}</li>" for note in below if UNREAD not in note)
    # So it is with most questions: nothing to be warned of.
    unread = "".join(f'<p class="pb-muted">{escape(note)}</p>' for note in below if UNREAD in note)
    parts = [
        f'<ul class="pb-notes">{notes}</ul>' if notes else "",
        unread,
        render_withheld(answer.withheld, index, texts),
        render_reasoning(answer.reasoning, index, texts),
    ]
    listed = not answer.abstained and not answer.figures and (citable or not answer.sentences)
    if listed and not (answer.mode is AnswerMode.GENERATIVE and answer.coverage.complete):
        parts.append(_coverage(answer, texts))
    copy = _copy(answer, texts) if citable else ""
    spent = " · ".join(filter(None, (_duration(answer.seconds, texts), tokens_of(answer, texts))))
    parts.append(
        f'<div class="pb-actions">{copy}{_ratings(rated, index, texts)}'
        f'<span class="pb-muted">{escape(spent)}</span></div>'
    )
    return "".join(parts)


def _copy(answer: Answer, texts: Texts) -> str:
    copied = attributes(data_copy=plain_answer(answer, texts))
    label = texts("copy_offer" if answer.abstained else "copy_answer")
    return f'<button type="button" class="pb-quiet"{copied}>{escape(label)}</button>'


def _ratings(rated: Rating | None, index: int, texts: Texts) -> str:
    return "".join(
        f'<button type="button" class="pb-quiet pb-rate"'
        f"{attributes(data_turn=index, data_rating=rating, aria_pressed=pressed)}>"
        f"{escape(texts(f'rate_{rating}'))}</button>"
        for rating in ("up", "down")
        for pressed in ("true" if rated == rating else "false",)
    )


def _duration(seconds: float, texts: Texts) -> str:
    return texts("seconds", seconds=f"{seconds:.1f}" if seconds >= 0.1 else "< 0.1")


def _coverage(answer: Answer, texts: Texts) -> str:
    hidden = sum(bool(one.citations) and not standing(one) for one in answer.sentences)
    coverage = Coverage(
        max(0, answer.coverage.cited - hidden), max(0, answer.coverage.matched - hidden)
    )
    if coverage.complete:
        line = texts("coverage_complete", matched=coverage.matched)
        return f'<p class="pb-coverage">{escape(line)}</p>'
    line = texts("coverage", cited=coverage.cited, matched=coverage.matched)
    data = attributes(
        data_matches=answer.resolved_question or answer.question,
        data_count=coverage.matched,
        data_collection=answer.collection or None,
        aria_expanded="false",
    )
    return (
        f'<div class="pb-coverage"><span>{escape(line)}</span>'
        f'<button type="button" class="pb-link"{data}>{escape(texts("show_all"))}</button>'
        '<div class="pb-matches" hidden></div></div>'
    )
