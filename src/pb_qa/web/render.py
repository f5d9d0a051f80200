"""The conversation as HTML: pure functions, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence

from pb_qa.web.answer_view import render_answer
from pb_qa.web.history import Record
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape


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


def _turn(question: str, body: str, texts: Texts) -> str:
    return (
        '<article class="pb-turn">'
        f'<h3 class="pb-question"><span class="pb-hidden">{escape(texts("you_asked"))} </span>'
        f"{escape(question)}</h3>"
        f'<div class="pb-answer" role="group"{attributes(aria_label=texts("answered"))}>'
        f"{body}</div></article>"
    )
