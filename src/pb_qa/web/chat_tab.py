"""The tab of questions: its components, their places, and which event calls what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from pb_qa.web.chat import MAX_QUESTION, Chat
from pb_qa.web.chat_events import ChatEvents

_QUESTIONS_AT_ONCE: Final = 40
_QUIET: Final[dict[str, Any]] = {"show_progress": "hidden", "api_visibility": "private"}

# The components only announce themselves; what they do is in page.js and model.js.
_CONNECT: Final = (
    "window.pbQa.connect(element, trigger, ['rate', 'again', 'everywhere', 'bring_back'])"
)
_MODE: Final = "window.pbQaModel.attach(element)"

# The folder that questions are limited to; the page of figures remembers it by the same name.
_RECALL_RANGE: Final = "() => [localStorage.getItem('pb_qa-range') || '']"
_KEEP_RANGE: Final = "(name) => { localStorage.setItem('pb_qa-range', name || ''); return []; }"
# The switch is the browser's own: it says where it stands when a question is asked.
_WITH_MODE: Final = "(asked, kept, where) => [asked, kept, where, window.pbQaModel.mode()]"


@dataclass(frozen=True, slots=True)
class _Composer:
    """What stands around the question."""

    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    where: gr.Dropdown
    mode: gr.HTML
    renew: gr.Button


def build_chat_tab(
    chat: Chat,
    page: gr.Blocks,
    history: gr.BrowserState,
    previous: gr.BrowserState,
    i18n: gr.I18n,
) -> None:
    """The conversation above, the composer below."""
    past = gr.HTML("", elem_id="pb-past", js_on_load=_CONNECT, apply_default_css=False)
    current = gr.HTML("", elem_id="pb-current", js_on_load=_CONNECT, apply_default_css=False)
    composer = _build_composer(i18n)
    events = ChatEvents(chat)
    shown: list[Any] = [past, current, history, previous]
    _wire_questions(events, composer, history, shown)
    _wire_range(events, composer.where, page)
    page.load(events.restore, inputs=[history], outputs=[past], **_QUIET)
    conversations = [history, previous]
    composer.renew.click(events.clear, inputs=conversations, outputs=shown, **_QUIET)
    past.bring_back(events.bring_back, inputs=conversations, outputs=shown, **_QUIET)
    past.again(events.again, inputs=[history], outputs=shown, **_QUIET)
    for conversation in (past, current):
        conversation.everywhere(
            events.everywhere,
            inputs=[history],
            outputs=shown,
            concurrency_limit=_QUESTIONS_AT_ONCE,
            **_QUIET,
        )
        conversation.rate(events.rate, inputs=[history], outputs=[history], **_QUIET)


def _build_composer(i18n: gr.I18n) -> _Composer:
    with gr.Row(elem_id="pb-composer"):
        question = gr.Textbox(
            elem_id="pb-question",
            label=i18n("question"),
            placeholder=i18n("question_hint"),
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            max_length=MAX_QUESTION,
            autofocus=True,
            scale=1,
        )
        send = gr.Button(i18n("send"), variant="primary", elem_id="pb-send", scale=0)
        stop = gr.Button(i18n("stop"), variant="secondary", elem_id="pb-stop", scale=0)
        where = gr.Dropdown(
            choices=[("全部资料", "")],
            value="",
            elem_id="pb-range",
            label=i18n("range"),
            show_label=False,
            container=False,
            filterable=True,
            allow_custom_value=True,
            min_width=100,
            scale=0,
        )
        mode = gr.HTML("<div></div>", elem_id="pb-mode", js_on_load=_MODE, apply_default_css=False)
        renew = gr.Button(i18n("new_chat"), variant="secondary", elem_id="pb-new", scale=0)
    return _Composer(question, send, stop, where, mode, renew)


def _wire_questions(
    events: ChatEvents, composer: _Composer, history: gr.BrowserState, shown: list[Any]
) -> None:
    gr.on(
        [composer.question.submit, composer.send.click],
        events.ask,
        inputs=[composer.question, history, composer.where, composer.mode],
        outputs=[*shown, composer.question],
        js=_WITH_MODE,
        # By default a question put while another is being answered is dropped without a word.
        trigger_mode="always_last",
        concurrency_limit=_QUESTIONS_AT_ONCE,
        **_QUIET,
    )
    composer.stop.click(
        events.stop, inputs=[], outputs=[], concurrency_limit=_QUESTIONS_AT_ONCE, **_QUIET
    )


def _wire_range(events: ChatEvents, where: gr.Dropdown, page: gr.Blocks) -> None:
    page.load(events.ranges, inputs=[where], outputs=[where], js=_RECALL_RANGE, **_QUIET)
    where.focus(events.ranges, inputs=[where], outputs=[where], **_QUIET)
    where.change(None, inputs=[where], js=_KEEP_RANGE)
