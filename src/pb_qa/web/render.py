"""The conversation as HTML: pure functions, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence

from pb_qa.web.answer_view import render_answer
from pb_qa.web.draft import Draft
from pb_qa.web.history import Record
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.worded_view import (
    render_reasoning,
    render_withheld,
    render_worded,
    render_worded_by,
)


def render_turns(records: Sequence[Record], texts: Texts, first: int = 0) -> str:
    """Finished turns; ``first`` is the number of the first among all of them."""
    return "".join(
        render_turn(record, first + offset, texts) for offset, record in enumerate(records)
    )


def render_turn(record: Record, index: int, texts: Texts, revealed: int | None = None) -> str:
    """One question with its answer, abstention or error; ``revealed`` as in `render_answer`."""
    if record.answer is None:
        return _turn(record.question, render_error(record.error, texts), texts)
    body = render_answer(record.answer, record.rating, index, texts, revealed)
    return _turn(record.question, body, texts)


def render_pending(question: str, message: str, texts: Texts, *, live: bool = False) -> str:
    """A question whose answer is on its way; a ``live`` one can be stopped."""
    return _turn(question, _waiting(message), texts, live=live)


def render_draft(question: str, draft: Draft, index: int, texts: Texts, stopping: bool) -> str:
    """What a model has written so far, and what is being waited for."""
    parts = []
    if draft.sentences:
        worded = render_worded(draft.as_answer(question), texts)
        parts += [render_worded_by(draft.model, texts), worded]
    parts += [
        render_withheld(draft.withheld, index, texts),
        render_reasoning(draft.reasoning, index, texts),
        _waiting(texts("stopping") if stopping else _progress(draft, texts)),
    ]
    return _turn(question, "".join(parts), texts, live=True)


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


def render_bring_back(texts: Texts) -> str:
    """What is said after a new conversation was begun, with the way back."""
    return (
        f'<p class="pb-begun" role="status">{escape(texts("begun"))} · '
        f'<button type="button" class="pb-link" data-bring-back>'
        f"{escape(texts('bring_back'))}</button></p>"
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


def _progress(draft: Draft, texts: Texts) -> str:
    if draft.sentences or draft.withheld:
        return texts("model_writing", count=len(draft.sentences) + len(draft.withheld))
    if draft.reasoning:
        return texts("model_thinking")
    return texts("model_asked", model=draft.model) if draft.model else texts("searching")


def _waiting(message: str) -> str:
    return (
        f'<p class="pb-waiting" role="status">{escape(message)}'
        '<span class="pb-dots" aria-hidden="true"><i></i><i></i><i></i></span></p>'
    )


def _turn(question: str, body: str, texts: Texts, *, live: bool = False) -> str:
    return (
        f'<article class="pb-turn{" pb-live" if live else ""}">'
        f'<h3 class="pb-question"><span class="pb-hidden">{escape(texts("you_asked"))} </span>'
        f"{escape(question)}</h3>"
        f'<div class="pb-answer" role="group"{attributes(aria_label=texts("answered"))}>'
        f"{body}</div></article>"
    )
